//! Events of payments.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A payment came in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[schemars(extend("x-event" = { "source": "payment-service" }))]
pub enum PaymentTaken {
    /// By card.
    Card {
        /// The end of its number.
        last4: String,
    },
    /// In coins.
    Cash,
    /// By voucher.
    Voucher(Voucher),
}

/// Paid before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Voucher {
    /// What stands on it.
    pub code: String,
}
