//! New vendor, new list item, user, purchase request, approval, order and goods receipt: by the SDK, with and without
//! `async`.

use std::time::Duration;

use concur_sandbox::{Decision, Sandbox};
use sap_concur::blocking::Wait;
use sap_concur::identity::UserFields;
use sap_concur::lists::CreateItem;
use sap_concur::purchase_order_receipts::Receipt;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::vendors::{CreateVendor, CreateVendorList};
use sap_concur::{Concur, OneError, dec};

use crate::support;

async fn company() -> (Sandbox, Concur) {
    let sandbox = Sandbox::builder().creation_takes(Duration::ZERO).random_seed(1);
    let sandbox = sandbox.start().await.expect("the sandbox starts");
    let concur = support::company(&sandbox).build().expect("the client builds");
    (sandbox, concur)
}

fn vendors() -> CreateVendorList {
    let vendor = CreateVendor::builder()
        .vendor_code("KALE")
        .address_code("HQ")
        .vendor_name("Kale Lighting")
        .country_code("US")
        .currency_code("USD")
        .build();
    CreateVendorList::builder().vendors([vendor]).build()
}

fn department(list: Option<&str>) -> CreateItem {
    let item = CreateItem::builder().list_id(list.expect("an id"));
    item.short_code("ASTRO").value("Astronomy").build()
}

/// The row `Kale Lighting, Astronomy, ann.archer@example.com, 2 lamps`, with what the names stand for.
fn request(vendor: (&str, &str), department: &str, user: &str) -> CreatePurchaseRequest {
    let line = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code(vendor.0)
        .vendor_address_code(vendor.1)
        .description("lamp")
        .quantity(dec!(2))
        .unit_price(dec!(53.37))
        .custom4(department)
        .build();
    CreatePurchaseRequest::builder()
        .requester(Requester::Id(user.into()))
        .currency_code("USD")
        .custom1(department)
        .line_items([line])
        .build()
}

fn receipt(order: &str, line: &str) -> Receipt {
    Receipt::builder()
        .purchase_order_number(order)
        .line_item_external_id(line)
        .goods_receipt_number("GR-1")
        .received_quantity(dec!(2))
        .version("2.0")
        .build()
}

#[tokio::test]
async fn a_row_with_names_becomes_an_order_that_is_received() {
    let (sandbox, concur) = company().await;
    let find = || concur.vendors().list().vendor_name("Kale Lighting").stream();
    let missing = find().one().await.expect_err("nobody has added it");
    assert!(missing.is_not_found(), "{missing}");
    concur.vendors().create(&vendors()).await.expect("it is new");
    let vendor = find().one().await.expect("there is one");
    let vendor = (
        vendor.vendor_code.as_deref().expect("a code"),
        vendor.address_code.as_deref().expect("a code"),
    );

    let lists = concur.lists();
    let list = lists
        .list()
        .value("Departments")
        .stream()
        .one()
        .await
        .expect("there is one");
    let new = department(list.id.as_deref());
    lists.create_item(&new).await.expect("it is new");
    let items = lists.list_items(list.id.as_deref().expect("an id"));
    let item = items.value("Astronomy").stream().one().await.expect("there is one");

    let email = UserFields::EMAILS_VALUE.equals("ann.archer@example.com");
    let found = concur.users().search().filter(email).attributes(["id"]).stream();
    let user = found.one().await.expect("there is one").id.expect("an id");

    let requests = concur.purchase_requests();
    let department = item.short_code.as_deref().expect("a code");
    let created = requests
        .create(&request(vendor, department, &user))
        .await
        .expect("it is accepted");
    requests.wait_until_created(&created.id).await.expect("it is created");
    sandbox
        .decide(&created.id, Decision::Approve)
        .expect("it waits for approval");
    let approved = requests.get(&created.id).await.expect("it exists");
    let number = approved.purchase_order_numbers().next().expect("it is ordered");
    let order = concur.purchase_orders().get(number).await.expect("it exists");
    assert_eq!(order.vendor_code.as_deref(), Some("KALE"));
    let line = order.line_items[0].external_id.as_deref().expect("an id");
    let receipts = concur.purchase_order_receipts();
    receipts.create(&receipt(number, line)).await.expect("it is received");
}

#[tokio::test]
async fn a_name_that_several_have_is_an_error() {
    let (_sandbox, concur) = company().await;
    let named = concur.vendors().list().vendor_name("Alder Office Supplies");
    let several = named.stream().one().await.expect_err("it has several addresses");
    assert!(matches!(several, OneError::Several), "{several}");
    let named = concur.vendors().list().vendor_name("Alder Office Supplies");
    let one = named.address_code("ADDR2").stream().one().await;
    assert_eq!(one.expect("one of them").vendor_code.as_deref(), Some("VEN1"));
}

#[test]
fn the_same_works_without_async() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (sandbox, concur) = runtime.block_on(company());
    concur.vendors().create(&vendors()).wait().expect("it is new");
    let vendor = concur.vendors().list().vendor_name("Kale Lighting").stream();
    let vendor = vendor.one().wait().expect("there is one");
    let vendor = (
        vendor.vendor_code.as_deref().expect("a code"),
        vendor.address_code.as_deref().expect("a code"),
    );

    let lists = concur.lists();
    let list = lists
        .list()
        .value("Departments")
        .stream()
        .one()
        .wait()
        .expect("there is one");
    let new = department(list.id.as_deref());
    let item = lists.create_item(&new).wait().expect("it is new");

    let login = UserFields::USER_NAME.equals("ann@example.com");
    let found = concur.users().search().filter(login).stream();
    let user = found.one().wait().expect("there is one").id.expect("an id");

    let requests = concur.purchase_requests();
    let department = item.short_code.as_deref().expect("a code");
    let created = requests
        .create(&request(vendor, department, &user))
        .wait()
        .expect("it is accepted");
    requests.wait_until_created(&created.id).wait().expect("it is created");
    sandbox
        .decide(&created.id, Decision::Approve)
        .expect("it waits for approval");
    let approved = requests.get(&created.id).wait().expect("it exists");
    let number = approved.purchase_order_numbers().next().expect("it is ordered");
    let order = concur.purchase_orders().get(number).wait().expect("it exists");
    let line = order.line_items[0].external_id.as_deref().expect("an id");
    let receipts = concur.purchase_order_receipts();
    receipts.create(&receipt(number, line)).wait().expect("it is received");
}
