//! Purchase Request v4, operation by operation.

use sap_concur::purchase_request::{
    CreateError, CreatePurchaseRequest, ErrorCode, GetError, LineItem, PurchaseType, QueueStatus, ReceiptType,
    Requester,
};
use sap_concur::{Date, Error, dec};
use serde_json::json;

use crate::server::{ANSWERED_CORRELATION_ID, Server, refusal};

pub(crate) fn order() -> CreatePurchaseRequest {
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("john.deo@concur".into()))
        .currency_code("USD")
        .custom1("ADVT")
        .line_items([LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("office chair")
            .quantity(dec!(20))
            .unit_price(dec!(346.20))
            .receipt_type(ReceiptType::QuantityReceipt)
            .needed_by_date("2018-06-28".parse::<Date>().expect("it is a date"))
            .uom_code("DA")
            .url(["http://officesupplies.com/officechair"])
            .custom20("LAST")
            .build()])
        .build()
}

#[tokio::test]
async fn create_sends_the_purchase_request_and_gives_its_id() {
    let server = Server::answering(202, r#"{"id": "b1e2", "uri": "http://x/b1e2?mode=COMPACT"}"#).await;
    let created = server
        .concur()
        .purchase_requests()
        .create(&order())
        .await
        .expect("it is accepted");
    assert_eq!(created.id, "b1e2");
    assert_eq!(created.status().as_u16(), 202);
    assert_eq!(created.correlation_id(), ANSWERED_CORRELATION_ID);
    server
        .seen()
        .went("POST", "/purchaserequest/v4/purchaserequests", None)
        .sent(&json!({
            "userLoginId": "john.deo@concur",
            "currencyCode": "USD",
            "custom1": "ADVT",
            "lineItems": [{
                "purchaseType": "GOODS",
                "vendorCode": "VEN1",
                "vendorAddressCode": "ADDR1",
                "description": "office chair",
                "quantity": "20",
                "unitPrice": "346.20",
                "receiptType": "QUANTITY_RECEIPT",
                "neededByDate": "2018-06-28",
                "uoMCode": "DA",
                "url": ["http://officesupplies.com/officechair"],
                "custom20": "LAST",
            }],
        }));
}

#[tokio::test]
async fn create_refused_tells_each_fault_with_its_code_and_path() {
    let body = json!({ "errors": [
        { "errorCode": "invalidVendor", "errorMessage": "Vendor / Address code combination is invalid.", "dataPath": "lineItems[0].vendorCode" },
        { "errorCode": "brandNewCode", "errorMessage": "?" },
    ] });
    let server = Server::answering(400, body.to_string()).await;
    let error = server
        .concur()
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("it is refused");
    let Error::Api(refused) = &error else {
        panic!("{error:?}")
    };
    assert!(matches!(refused, CreateError::BadRequest(_)));
    assert!(refused.has(ErrorCode::InvalidVendor) && refused.has(ErrorCode::from("brandNewCode")));
    assert!(!refused.has(ErrorCode::MissingVendorCode));
    assert_eq!(
        refused.details()[0].data_path.as_deref(),
        Some("lineItems[0].vendorCode")
    );
    assert_eq!(error.correlation_id(), ANSWERED_CORRELATION_ID);
    let line = error.to_string();
    for part in [
        "create",
        "400",
        "invalidVendor",
        "combination is invalid",
        ANSWERED_CORRELATION_ID,
    ] {
        assert!(line.contains(part), "{line} lacks {part}");
    }
    assert!(!line.contains('\n'));
}

#[tokio::test]
async fn a_success_status_with_errors_and_no_id_is_a_refusal() {
    let server = Server::answering(202, refusal("missingLineItems", "`lineItems` are missing.")).await;
    let error = server
        .concur()
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("it is refused");
    let Error::Api(refused) = error else {
        panic!("{error:?}")
    };
    assert!(refused.has(ErrorCode::MissingLineItems));
    assert_eq!(refused.status().as_u16(), 202);
}

#[tokio::test]
async fn an_answer_without_what_is_guaranteed_keeps_the_raw_body() {
    let server = Server::answering(202, r#"{"uri": "http://x"}"#).await;
    let error = server
        .concur()
        .purchase_requests()
        .create(&order())
        .await
        .expect_err("there is no id");
    let Error::Decode(unreadable) = error else {
        panic!("{error:?}")
    };
    assert_eq!(unreadable.body().text(), r#"{"uri": "http://x"}"#);
}

#[tokio::test]
async fn get_asks_for_the_compact_mode_and_gives_the_status() {
    let server = Server::answering(
        200,
        r#"{"purchaseRequestId": "de9c", "purchaseRequestQueueStatus": "CREATED", "new": 1}"#,
    )
    .await;
    let found = server
        .concur()
        .purchase_requests()
        .get("de/9c")
        .await
        .expect("it is there");
    assert_eq!(found.purchase_request_queue_status, Some(QueueStatus::Created));
    assert!(found.purchase_orders.is_empty());
    assert_eq!(found.additional.get("new").map(|json| json.as_str()), Some("1"));
    server
        .seen()
        .went(
            "GET",
            "/purchaserequest/v4/purchaserequests/de%2F9c",
            Some("mode=COMPACT"),
        )
        .sent_nothing();
}

#[tokio::test]
async fn get_of_what_is_not_there_is_not_found() {
    let server = Server::answering(404, refusal("notThere", "nothing here")).await;
    let error = server
        .concur()
        .purchase_requests()
        .get("gone")
        .await
        .expect_err("it is not there");
    assert!(matches!(error, Error::Api(GetError::NotFound(_))), "{error:?}");
}

#[tokio::test]
async fn each_of_the_twenty_codes_arrives_as_its_own_variant() {
    assert_eq!(ErrorCode::KNOWN.len(), 20);
    for code in ErrorCode::KNOWN {
        assert!(!matches!(code, ErrorCode::Unknown(_)));
        let server = Server::answering(400, refusal(code.as_str(), "?")).await;
        let error = server
            .concur()
            .purchase_requests()
            .create(&order())
            .await
            .expect_err("it is refused");
        let Error::Api(CreateError::BadRequest(refused)) = error else {
            panic!("{error:?}")
        };
        assert_eq!(refused.codes().collect::<Vec<_>>(), [code]);
        assert!(
            code.meaning().is_some() && code.remedy().is_some(),
            "{code} is explained"
        );
    }
}
