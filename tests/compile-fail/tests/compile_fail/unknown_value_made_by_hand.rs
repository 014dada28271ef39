//! An `Unknown` variant cannot be constructed outside of the SDK, so a known value cannot be hidden in it.

use sap_concur::UnknownValue;
use sap_concur::purchase_request::PurchaseType;

fn main() {
    let _ = PurchaseType::Unknown(UnknownValue::new("GOODS"));
}
