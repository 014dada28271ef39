//! A value that hides in the catch-all.

use sap_concur::UnknownValue;
use sap_concur::purchase_request::PurchaseType;

fn main() {
    let _ = PurchaseType::Unknown(UnknownValue::new("GOODS"));
}
