//! Keeps prices in customers' carts up to date, and clears a cart once it is ordered.

pub mod events;

use event_contracts::{Decimal, Envelope, Event, RawEnvelope};
use events::{Cleared, Ordered, PriceChanged, Sku};
use std::{collections::BTreeMap, error::Error};

/// The service with its state.
#[derive(Debug, Default)]
pub struct Service {
    prices: BTreeMap<Sku, Decimal>,
}

impl Service {
    /// Takes a message, and gives those that follow from it.
    pub fn handle(&mut self, message: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let raw = RawEnvelope::parse(message)?;
        match raw.header().event_type.as_ref() {
            PriceChanged::TYPE => {
                let PriceChanged { sku, old_price, new_price } = raw.decode()?.data;
                let price = self.prices.entry(sku).or_insert(old_price);
                *price = new_price;
                Ok(Vec::new())
            }
            Ordered::TYPE => {
                let Ordered { customer_id } = raw.decode()?.data;
                let cleared = Envelope::new(Cleared { customer_id }, raw.header().correlation_id);
                Ok(vec![cleared.caused_by(raw.header()).encode()?])
            }
            _ => Ok(Vec::new()),
        }
    }

    /// What a product costs, if its price ever changed.
    pub fn price(&self, sku: &str) -> Option<Decimal> {
        self.prices.get(&Sku(sku.to_owned())).copied()
    }
}
