//! A purchase request with two requesters: only one of userId, userEmail and userLoginId is allowed.

use sap_concur::purchase_request::{CreatePurchaseRequest, Requester};

fn main() {
    let _ = CreatePurchaseRequest::builder()
        .requester(Requester::Id("1".into()))
        .requester(Requester::Email("a@b".into()))
        .currency_code("USD")
        .line_items([])
        .build();
}
