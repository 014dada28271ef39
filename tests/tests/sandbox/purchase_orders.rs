//! Purchase orders and receipts of goods: one company with the purchase requests that they come from.

use concur_sandbox::{Decision, Sandbox};
use sap_concur::purchase_order_receipts::{Receipt, ReceiptChange, ReceiptConfirmation};
use sap_concur::purchase_orders::{
    Account, Allocation, BillToAddress, CreateLineItem, CreatePurchaseOrder, ErrorCode, OrderStatus, ReceiptType,
    ShipToAddress,
};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::{CarriedOut, Concur, Error, OperationError, dec};
use serde_json::{Value, json};

use crate::conform::assert_conforms;
use crate::{raw, support};

async fn company() -> (Sandbox, Concur) {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().expect("the client builds");
    (sandbox, concur)
}

fn line(id: &str) -> CreateLineItem {
    CreateLineItem::builder()
        .account(Account::ExpenseType("Advertising".into()))
        .external_id(id)
        .line_number(1)
        .quantity(dec!(2.00))
        .unit_price(dec!(53.37))
        .is_receipt_required(true)
        .purchase_order_receipt_type(ReceiptType::Wqty)
        .allocations([Allocation::builder()
            .amount(dec!(106.74))
            .gross_amount(dec!(106.74))
            .percentage(dec!(100.00000000))
            .build()])
        .build()
}

fn order(number: &str) -> CreatePurchaseOrder {
    CreatePurchaseOrder::builder()
        .bill_to_address(
            BillToAddress::builder()
                .address1("1 Main Street")
                .city("Minneapolis")
                .country_code("US")
                .external_id("MNSLP129")
                .postal_code("55426")
                .state_province("MN")
                .build(),
        )
        .ship_to_address(
            ShipToAddress::builder()
                .address1("1 Main Street")
                .city("Minneapolis")
                .country_code("US")
                .external_id("SHIP15139")
                .postal_code("55426")
                .state_province("MN")
                .build(),
        )
        .currency_code("USD")
        .line_items([line("line1")])
        .name("Lamps")
        .order_date(sap_concur::Date::new(2026, 1, 5).expect("a date"))
        .policy_external_id("PO")
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .purchase_order_number(number)
        .is_test(false)
        .build()
}

/// Returns the code of a refusal that was not carried out.
fn refused<E: OperationError>(error: &Error<E>) -> String {
    assert_eq!(error.carried_out(), CarriedOut::No, "{error}");
    let Error::Api(error) = error else { panic!("{error}") };
    let code = error.api_error().details()[0].code.as_ref();
    code.map_or_else(String::new, |code| code.as_ref().to_owned())
}

#[tokio::test]
async fn an_order_is_created_replaced_and_read() {
    let (_sandbox, concur) = company().await;
    let orders = concur.purchase_orders();
    let created = orders.create(&order("API101")).await.expect("it is accepted");
    assert_eq!(created.purchase_order_number.as_deref(), Some("API101"));

    let mut changed = order("API101");
    changed.status = Some(OrderStatus::Closed);
    orders.replace(&changed).await.expect("it is accepted");
    let read = orders.get("API101").await.expect("it exists");
    assert_eq!(
        (read.status.clone(), read.is_test),
        (Some(OrderStatus::Closed), Some(false))
    );
    let item = &read.line_items[0];
    assert_eq!((item.line_number, item.quantity), (Some(1), Some(dec!(2))));
    assert_eq!(
        item.allocations[0]
            .percentage
            .map(|percentage| percentage.to_string())
            .as_deref(),
        Some("100.00000000")
    );
    assert!(orders.get("API102").await.is_err());
}

#[tokio::test]
async fn refused_orders_are_errors_although_the_status_is_200() {
    let (_sandbox, concur) = company().await;
    let orders = concur.purchase_orders();
    let with = |change: fn(&mut CreatePurchaseOrder)| {
        let mut order = order("API101");
        change(&mut order);
        order
    };
    for (code, order) in [
        (
            ErrorCode::UnknownVendor,
            with(|order| order.vendor_address_code = "nowhere".into()),
        ),
        (
            ErrorCode::InvalidCurrency,
            with(|order| order.currency_code = "XXX".into()),
        ),
        (
            ErrorCode::UnknownPolicy,
            with(|order| order.policy_external_id = "none".into()),
        ),
        (ErrorCode::NoLineItems, with(|order| order.line_items.clear())),
        (
            ErrorCode::DuplicateExternalId,
            with(|order| order.line_items.push(line("line1"))),
        ),
        (
            ErrorCode::SignsOfTaxDiffer,
            with(|order| order.line_items[0].tax = Some(dec!(-1))),
        ),
        (
            ErrorCode::AllocationsExceedLine,
            with(|order| order.line_items[0].allocations[0].amount = Some(dec!(106.75))),
        ),
        (
            ErrorCode::SignsOfAllocationsDiffer,
            with(|order| order.line_items[0].allocations[0].amount = Some(dec!(-1))),
        ),
        (
            ErrorCode::AllocationIsZero,
            with(|order| order.line_items[0].allocations[0].amount = Some(dec!(0))),
        ),
        (
            ErrorCode::InvalidCountry,
            with(|order| order.ship_to_address.country_code = Some(String::new())),
        ),
        (
            ErrorCode::InvalidBillToAddress,
            with(|order| order.bill_to_address.city = Some(String::new())),
        ),
        (ErrorCode::MissingField, with(|order| order.name = String::new())),
        (
            ErrorCode::ValueTooLong,
            with(|order| order.shipping_method_key = Some("eleven char".into())),
        ),
    ] {
        let error = orders.create(&order).await.expect_err(code.as_str());
        assert_eq!(refused(&error), code.as_str(), "{error}");
    }
    let error = orders.replace(&order("API101")).await.expect_err("it does not exist");
    assert!(error.to_string().contains("does not exist"), "{error}");
}

#[tokio::test]
async fn the_order_of_an_approved_request_is_read_and_received() {
    let (sandbox, concur) = company().await;
    let item = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("office chair")
        .quantity(dec!(20))
        .unit_price(dec!(346.20))
        .build();
    let request = CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .policy_external_id("po-external-id")
        .currency_code("USD")
        .line_items([item])
        .build();
    let id = concur
        .purchase_requests()
        .create(&request)
        .await
        .expect("accepted")
        .id
        .clone();
    sandbox.advance(std::time::Duration::from_secs(3600));
    let _ = sandbox.decide(&id, Decision::Approve);
    let request = concur.purchase_requests().get(&id).await.expect("it exists");
    let number = request.purchase_orders[0]
        .purchase_order_number
        .clone()
        .expect("a number");

    let order = concur.purchase_orders().get(&number).await.expect("it exists");
    assert_eq!(order.purchase_request_number, request.purchase_request_number);
    assert_eq!(order.vendor_code.as_deref(), Some("VEN1"));
    assert_eq!(order.line_items[0].unit_price, Some(dec!(346.20)));
    let line = order.line_items[0].external_id.clone().expect("an id");

    let receipts = concur.purchase_order_receipts();
    let receipt = Receipt::builder()
        .purchase_order_number(number.as_str())
        .line_item_external_id(line.as_str())
        .goods_receipt_number("RCPT1")
        .received_quantity(dec!(14.5))
        .version("2.0")
        .build();
    receipts.create(&receipt).await.expect("it is accepted");
    let mut changed = receipt.clone();
    changed.received_quantity = Some(dec!(20));
    receipts.update(&changed).await.expect("it is accepted");
    let listed = receipts
        .list()
        .purchase_order_number(&number)
        .await
        .expect("it is listed");
    let quantities: Vec<_> = listed
        .receipts
        .iter()
        .map(|receipt| receipt.received_quantity)
        .collect();
    assert_eq!(quantities, [Some(dec!(20))]);
    let none = receipts
        .list()
        .goods_receipt_number("RCPT2")
        .await
        .expect("it is listed");
    assert!(none.receipts.is_empty());

    receipts
        .delete()
        .purchase_order_number(&number)
        .await
        .expect("it is deleted");
    let error = receipts
        .delete()
        .purchase_order_number(&number)
        .await
        .expect_err("it is gone");
    assert!(error.to_string().contains("0 receipts"), "{error}");
}

#[tokio::test]
async fn receipts_belong_to_a_line_of_an_order() {
    let (_sandbox, concur) = company().await;
    concur
        .purchase_orders()
        .create(&order("API101"))
        .await
        .expect("it is accepted");
    let receipts = concur.purchase_order_receipts();
    let receipt = |order: &str, line: &str| {
        Receipt::builder()
            .purchase_order_number(order)
            .line_item_external_id(line)
            .build()
    };
    for (code, receipt) in [
        ("1000", receipt("API102", "line1")),
        ("1001", receipt("API101", "line2")),
        ("1006", receipt("API101", "line1")),
    ] {
        let error = receipts.create(&receipt).await.expect_err(code);
        assert_eq!(refused(&error), code, "{error}");
    }
}

#[tokio::test]
async fn a_line_item_is_confirmed_or_its_receipt_is_changed() {
    let (_sandbox, concur) = company().await;
    concur
        .purchase_orders()
        .create(&order("API101"))
        .await
        .expect("it is accepted");
    let receipts = concur.purchase_order_receipts();
    let confirmation = |is_received: bool| {
        ReceiptConfirmation::builder()
            .is_received(is_received)
            .purchase_order_number("API101")
            .line_item_external_id("line1")
    };
    let listed = async || {
        let listed = receipts.list().purchase_order_number("API101").await;
        listed.expect("it is listed").into_inner().receipts
    };

    let without_quantity = receipts.update(confirmation(true).build()).await;
    assert_eq!(refused(&without_quantity.expect_err("WQTY needs one")), "1006");
    let received = confirmation(true).received_quantity(dec!(2)).build();
    receipts.update(&received).await.expect("it is accepted");
    let entered = listed().await;
    assert_eq!(entered.len(), 1);
    assert_eq!(entered[0].received_quantity, Some(dec!(2)));

    let mut changed = entered[0].clone();
    changed.received_quantity = Some(dec!(3));
    let change = ReceiptChange::from(changed);
    change.check().expect("it is complete");
    receipts.update(change).await.expect("it is accepted");
    assert_eq!(listed().await[0].received_quantity, Some(dec!(3)));

    let returned = confirmation(false).received_quantity(dec!(3)).build();
    receipts.update(returned).await.expect("it is accepted");
    assert!(listed().await.is_empty());
}

#[tokio::test]
async fn whether_a_line_was_received_is_empty_or_y_or_n() {
    let (sandbox, concur) = company().await;
    let order = order("API101");
    concur.purchase_orders().create(&order).await.expect("it is accepted");
    let token = sandbox.company_token();
    let mut body = json!({
        "PurchaseOrderNumber": "API101", "LineItemExternalID": "line1", "ReceivedQuantity": "2",
    });
    let path = "/api/v3.0/invoice/purchaseorderreceipts";
    let mut put = async |is_received: &Value, number: Option<&str>| {
        body["IsReceived"] = is_received.clone();
        body["GoodsReceiptNumber"] = number.into();
        let answer = raw::json(&sandbox, &token, "PUT", path, &body.to_string()).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        answer.json()
    };
    for invalid in [json!("maybe"), json!("yes"), json!(1), json!({}), json!(["Y"])] {
        let answer = put(&invalid, None).await;
        assert_eq!(
            (&answer["Status"], &answer["ErrorCode"]),
            (&json!("FAILURE"), &json!("1002"))
        );
        let message = answer["ErrorMessage"].as_str().expect("a message");
        assert!(message.contains("IsReceived"), "{message}");
    }
    let listed = async || {
        let listed = concur.purchase_order_receipts().list().purchase_order_number("API101");
        listed.await.expect("it is listed").receipts.len()
    };
    for (valid, count) in [("Y", 1), ("N", 0), ("y", 1), ("n", 0), ("Y", 1)] {
        assert_eq!(put(&json!(valid), None).await["Status"], "SUCCESS", "{valid}");
        assert_eq!(listed().await, count, "{valid}");
    }
    // Empty values say nothing, so the body is that of a receipt.
    for empty in [json!(""), Value::Null] {
        let answer = put(&empty, Some("API101-line1")).await;
        assert_eq!(answer["Status"], "SUCCESS", "{answer}");
        assert_eq!(listed().await, 1);
    }
    assert!(assert_conforms(&sandbox) > 12);
}

#[tokio::test]
async fn values_of_a_receipt_that_are_empty_say_nothing() {
    let (sandbox, concur) = company().await;
    let order = order("API101");
    concur.purchase_orders().create(&order).await.expect("it is accepted");
    let token = sandbox.company_token();
    for (field, code) in [("ReceivedDate", "1004"), ("ReceivedQuantity", "1003")] {
        for (value, expected) in [("", None), ("no", Some(code))] {
            let mut body = json!({
                "PurchaseOrderNumber": "API101", "LineItemExternalID": "line1", "ReceivedQuantity": "2",
            });
            body[field] = value.into();
            let path = "/api/v3.0/invoice/purchaseorderreceipts";
            let answer = raw::json(&sandbox, &token, "POST", path, &body.to_string())
                .await
                .json();
            // The receipt type of the line item needs a quantity.
            let needed = (field == "ReceivedQuantity").then_some("1006");
            assert_eq!(answer["ErrorCode"].as_str(), expected.or(needed), "{field}: {answer}");
        }
    }
}
