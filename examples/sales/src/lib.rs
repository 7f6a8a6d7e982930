//! Takes confirmed orders of the sales system out of the stock.

pub mod events;

use event_contracts::{Envelope, Event, RawEnvelope, Uuid};
use events::{Confirmed, Debited, Deduction};
use std::{collections::BTreeMap, error::Error};

/// The service with its state.
#[derive(Debug, Default)]
pub struct Service {
    stock: BTreeMap<Uuid, i32>,
}

/// What of each product is there at first.
const STOCK: i32 = 10;

impl Service {
    /// Takes a message, and gives those that follow from it.
    pub fn handle(&mut self, message: &str) -> Result<Vec<String>, Box<dyn Error>> {
        let raw = RawEnvelope::parse(message)?;
        if raw.header().event_type != Confirmed::TYPE {
            return Ok(Vec::new());
        }
        let debited = self.debit(raw.decode::<Confirmed>()?.data);
        let answer = Envelope::new(debited, raw.header().correlation_id).caused_by(raw.header());
        Ok(vec![answer.encode()?])
    }

    fn debit(&mut self, order: Confirmed) -> Debited {
        let mut stock_deductions = Vec::new();
        let mut error_message = None;
        for item in order.items {
            let left = self.stock.entry(item.product_id).or_insert(STOCK);
            if *left < item.quantity {
                error_message = Some(format!("not enough of {}", item.product_id));
                continue;
            }
            let previous_stock = *left;
            *left -= item.quantity;
            stock_deductions.push(Deduction {
                product_id: item.product_id,
                product_name: String::new(),
                quantity_debited: item.quantity,
                previous_stock,
                new_stock: *left,
            });
        }
        let all_deductions_successful = error_message.is_none();
        Debited { order_id: order.order_id, stock_deductions, all_deductions_successful, error_message }
    }
}
