//! `concur API OPERATION`.

mod bodies;
mod conditions;
mod contract;
mod failures;
mod pages;
mod parameters;
mod waiting;

use serde_json::{Value, json};

/// A body that the sandbox accepts.
pub(crate) fn order() -> Value {
    json!({
        "userLoginId": "ann@example.com",
        "currencyCode": "USD",
        "lineItems": [{
            "purchaseType": "GOODS",
            "vendorCode": "VEN1",
            "vendorAddressCode": "ADDR1",
            "description": "office chair",
            "quantity": "20",
            "unitPrice": "346.20",
        }],
    })
}

/// The key of the operation that creates a purchase request.
const CREATE: &str = "purchase_request.create";
