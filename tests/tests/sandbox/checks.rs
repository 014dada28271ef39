//! What `check` finds is what the sandbox refuses.

use std::collections::BTreeSet;

use concur_sandbox::Sandbox;
use sap_concur::purchase_request::{
    CreateError, CreatePurchaseRequest, LineItem, PurchaseType, ReceiptType, Requester,
};
use sap_concur::{Error, Violation, dec};

use crate::support;

/// The path of a fault, and what causes it.
type Fault = (&'static str, fn(&mut CreatePurchaseRequest));

/// Ways to spoil an order, each by itself or together with others.
const FAULTS: &[Fault] = &[
    ("currencyCode", |order| order.currency_code = " ".into()),
    ("currencyCode", |order| order.currency_code = "usd".into()),
    ("", |order| order.requester = Requester::LoginId(String::new())),
    ("lineItems[0].vendorCode", |order| {
        order.line_items[0].vendor_code.clear();
    }),
    ("lineItems[0].vendorAddressCode", |order| {
        order.line_items[0].vendor_address_code = "  ".to_owned();
    }),
    ("lineItems[1].description", |order| {
        order.line_items[1].description.clear();
    }),
    ("lineItems[1].purchaseType", |order| {
        order.line_items[1].purchase_type = PurchaseType::from("THINGS");
    }),
    ("lineItems[1].receiptType", |order| {
        order.line_items[1].receipt_type = Some(ReceiptType::from("MAYBE"));
    }),
];

fn order() -> CreatePurchaseRequest {
    let item = || {
        LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("office chair")
            .quantity(dec!(2))
            .unit_price(dec!(346.20))
            .build()
    };
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .line_items([item(), item()])
        .build()
}

/// Returns the paths of what `check` finds.
fn checked(order: &CreatePurchaseRequest) -> Vec<String> {
    let violations = order.check().err().map(|error| error.violations().to_vec());
    let paths = violations.into_iter().flatten().map(|Violation { path, .. }| path);
    paths.collect()
}

#[tokio::test]
async fn the_check_finds_what_the_sandbox_refuses() {
    let sandbox = Sandbox::builder().random_seed(1).strict(true).start().await;
    let sandbox = sandbox.expect("the sandbox starts");
    let concur = support::company(&sandbox).build().expect("the client builds");
    let mut random = fastrand::Rng::with_seed(20);
    for case in 0..60 {
        let mut order = order();
        let mut expected = BTreeSet::new();
        // The first cases have one fault each.
        for (index, (path, spoil)) in FAULTS.iter().enumerate() {
            if index == case || case > FAULTS.len() && random.u8(0..4) == 0 {
                spoil(&mut order);
                expected.insert((*path).to_owned());
            }
        }
        let found = checked(&order);
        assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), expected, "{order:?}");
        match concur.purchase_requests().create(&order).await {
            Ok(_) => assert_eq!(found, [""; 0], "{order:?}"),
            Err(Error::Api(CreateError::BadRequest(error))) => {
                assert_eq!(error.details().len(), found.len(), "{error}\n{found:?}");
            }
            Err(other) => panic!("{other}\n{order:?}"),
        }
    }
}

#[tokio::test]
async fn an_order_without_line_items_is_refused_by_both() {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().expect("the client builds");
    let order = CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .line_items([])
        .build();
    assert_eq!(checked(&order), ["lineItems"]);
    concur
        .purchase_requests()
        .create(&order)
        .await
        .expect_err("it has no items");
}

#[test]
fn a_policy_can_require_more() {
    let error = order().check_with_required(["custom1", "lineItems.custom3", "description"]);
    assert_eq!(
        error.expect_err("these are not set").to_string(),
        "`custom1` is missing; `lineItems[0].custom3` is missing; `lineItems[1].custom3` is missing; \
         `description` is missing"
    );
}
