//! A purchase request without the required requester.

use sap_concur::purchase_request::CreatePurchaseRequest;

fn main() {
    let _ = CreatePurchaseRequest::builder().currency_code("USD").line_items([]).build();
}
