//! Validation of raw request bodies.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use sap_concur::ReqwestSender;
use sap_concur::purchase_request::{CreateError, ErrorCode, QueueStatus};
use sap_concur::{Body, BoxFuture, Concur, Error, Limits, SendError, Sender};
use serde_json::{Value, json};

use super::{ANN, order};
use crate::support;

/// A sender that replaces the body of a create call, since the types of the SDK prevent most invalid bodies.
#[derive(Clone)]
struct BodyReplacer {
    sender: ReqwestSender,
    body: Arc<Mutex<Bytes>>,
}

impl BodyReplacer {
    fn new() -> Self {
        let sender = ReqwestSender::new().expect("TLS is available");
        let body = Arc::default();
        Self { sender, body }
    }

    fn set_body(&self, body: &str) {
        *self.body.lock().unwrap() = Bytes::from(body.to_owned());
    }
}

impl Sender for BodyReplacer {
    fn send(
        &self,
        mut request: http::Request<Body>,
        limits: Limits,
    ) -> BoxFuture<'_, Result<http::Response<Body>, SendError>> {
        if request.uri().path().ends_with("/purchaserequests") {
            *request.body_mut() = self.body.lock().unwrap().clone().into();
        }
        self.sender.send(request, limits)
    }
}

/// Sends a body and returns the code and data path of each error.
async fn errors(concur: &Concur, sender: &BodyReplacer, body: &str) -> Vec<(ErrorCode, Option<String>)> {
    sender.set_body(body);
    let refused = concur.purchase_requests().create(&order()).await;
    let Err(Error::Api(CreateError::BadRequest(refused))) = refused else {
        panic!("{body}: {refused:?}")
    };
    let details = refused.details().iter();
    details
        .map(|detail| (detail.code.clone().expect("it has a code"), detail.data_path.clone()))
        .collect()
}

/// Returns a valid body with one changed header field.
fn header(field: &str, value: Value) -> String {
    let mut body = serde_json::to_value(order()).expect("it is JSON");
    body[field] = value;
    body.to_string()
}

/// Returns a valid body with one changed field of its line item.
fn line_item(field: &str, value: Value) -> String {
    let mut body = serde_json::to_value(order()).expect("it is JSON");
    body["lineItems"][0][field] = value;
    body.to_string()
}

#[tokio::test]
async fn every_documented_code_has_its_variant_and_data_path() {
    use ErrorCode as Code;
    let sandbox = support::sandbox().await;
    let sender = BodyReplacer::new();
    let concur = support::company(&sandbox).sender(sender.clone()).build().unwrap();
    let cases = [
        (String::new(), Code::MissingRequestBody, None),
        ("{".to_owned(), Code::InvalidRequestBody, None),
        (header("userLoginId", json!(null)), Code::MissingUserInfo, None),
        (
            header("userLoginId", json!("x")),
            Code::InvalidUserInfo,
            Some("userLoginId"),
        ),
        (header("userId", json!("x")), Code::ProvideOneUserInformation, None),
        (
            header("currencyCode", json!(null)),
            Code::MissingCurrencyCode,
            Some("currencyCode"),
        ),
        (
            header("currencyCode", json!("XXX")),
            Code::InvalidCurrencyCode,
            Some("currencyCode"),
        ),
        (
            header("policyExternalId", json!("x")),
            Code::InvalidPolicyInformation,
            Some("policyExternalId"),
        ),
        (
            header("lineItems", json!([])),
            Code::MissingLineItems,
            Some("lineItems"),
        ),
        (
            line_item("purchaseType", json!("x")),
            Code::InvalidPurchaseType,
            Some("purchaseType"),
        ),
        (
            line_item("purchaseType", json!(null)),
            Code::MissingPurchaseType,
            Some("purchaseType"),
        ),
        (
            line_item("vendorAddressCode", json!(null)),
            Code::MissingVendorAddressCode,
            Some("vendorAddressCode"),
        ),
        (
            line_item("vendorCode", json!(null)),
            Code::MissingVendorCode,
            Some("vendorCode"),
        ),
        (
            line_item("vendorCode", json!("VEN4")),
            Code::InvalidVendor,
            Some("vendorCode"),
        ),
        (
            line_item("description", json!(null)),
            Code::MissingDescription,
            Some("description"),
        ),
        (
            line_item("quantity", json!(null)),
            Code::MissingQuantity,
            Some("quantity"),
        ),
        (
            line_item("quantity", json!("0")),
            Code::InvalidQuantity,
            Some("quantity"),
        ),
        (
            line_item("unitPrice", json!(null)),
            Code::MissingUnitPrice,
            Some("unitPrice"),
        ),
        (
            line_item("unitPrice", json!("1e3")),
            Code::InvalidUnitPrice,
            Some("unitPrice"),
        ),
        (
            line_item("neededByDate", json!("28.6.")),
            Code::InvalidDateFormat,
            Some("neededByDate"),
        ),
    ];
    let in_header = ["userLoginId", "currencyCode", "policyExternalId", "lineItems"];
    let mut covered = Vec::new();
    for (body, code, field) in cases {
        let data_path = field.map(|field| match in_header.contains(&field) {
            true => field.to_owned(),
            false => format!("lineItems[0].{field}"),
        });
        assert_eq!(
            errors(&concur, &sender, &body).await,
            [(code.clone(), data_path)],
            "{body}"
        );
        covered.push(code);
    }
    assert!(ErrorCode::KNOWN.iter().all(|code| covered.contains(code)));
    assert_eq!(covered.len(), ErrorCode::KNOWN.len());
}

#[tokio::test]
async fn all_errors_are_reported_in_body_order() {
    let sandbox = support::sandbox().await;
    let sender = BodyReplacer::new();
    let concur = support::company(&sandbox).sender(sender.clone()).build().unwrap();
    let body = json!({
        "lineItems": [{ "unitPrice": "-1" }, 5],
        "currencyCode": "XXX",
        "userEmail": "nobody@example.com",
    });
    let at = |code, data_path: &str| (code, Some(data_path.to_owned()));
    let expected = [
        at(ErrorCode::InvalidUserInfo, "userEmail"),
        at(ErrorCode::InvalidCurrencyCode, "currencyCode"),
        at(ErrorCode::MissingPurchaseType, "lineItems[0].purchaseType"),
        at(ErrorCode::MissingVendorCode, "lineItems[0].vendorCode"),
        at(ErrorCode::MissingVendorAddressCode, "lineItems[0].vendorAddressCode"),
        at(ErrorCode::MissingDescription, "lineItems[0].description"),
        at(ErrorCode::MissingQuantity, "lineItems[0].quantity"),
        at(ErrorCode::InvalidUnitPrice, "lineItems[0].unitPrice"),
        at(ErrorCode::InvalidRequestBody, "lineItems[1]"),
    ];
    assert_eq!(errors(&concur, &sender, &body.to_string()).await, expected);
}

#[tokio::test]
async fn documented_example_is_accepted_with_another_user() {
    let contract = concur_sandbox::contract().expect("the specification is valid");
    let apis = contract.apis.iter().flat_map(|api| &api.operations);
    let mut examples = apis.filter(|operation| operation.base_path == "/purchaserequest/v4");
    let example = examples.find_map(|operation| operation.examples.first()?.request.clone());
    let mut body: Value = serde_json::from_str(&example.expect("the example exists")).expect("it is JSON");
    body["userLoginId"] = json!(ANN);

    let sandbox = support::sandbox().await;
    let sender = BodyReplacer::new();
    sender.set_body(&body.to_string());
    let concur = support::company(&sandbox).sender(sender).build().unwrap();
    let created = concur
        .purchase_requests()
        .create(&order())
        .await
        .expect("it is accepted");
    let uri = created.uri.as_deref().expect("it has a URI");
    let path = format!("/purchaserequest/v4/purchaserequests/{}?mode=COMPACT", created.id);
    assert_eq!(uri, format!("{}{path}", sandbox.url()));
    sandbox.advance(Duration::from_secs(5));
    let covered = concur.purchase_requests().get(&created.id).await.expect("it exists");
    assert_eq!(covered.purchase_request_queue_status, Some(QueueStatus::Created));
}

#[tokio::test]
async fn both_spellings_of_the_unit_of_measure_are_accepted() {
    let sandbox = support::sandbox().await;
    let mut order = order();
    order.line_items[0].uom_code = Some("XX".into());
    for name in ["uoMCode", "uomCode"] {
        let sender = BodyReplacer::new();
        let mut body = serde_json::to_value(&order).expect("it is JSON");
        let item = body["lineItems"][0].as_object_mut().expect("it is an object");
        let unit = item
            .remove("uoMCode")
            .or_else(|| item.remove("uomCode"))
            .expect("it is sent");
        item.insert(name.to_owned(), unit);
        sender.set_body(&body.to_string());
        let concur = support::company(&sandbox).sender(sender).build().unwrap();
        let id = concur
            .purchase_requests()
            .create(&order)
            .await
            .expect("it is accepted")
            .into_inner()
            .id;
        sandbox.advance(Duration::from_secs(5));
        let failed = concur.purchase_requests().get(&id).await.expect("it exists");
        assert_eq!(failed.purchase_request_exceptions.len(), 1, "{name}");
    }
}
