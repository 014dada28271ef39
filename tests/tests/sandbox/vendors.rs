//! Vendors: records that fail one by one, and the company that purchase requests name them in.

use concur_sandbox::{Decision, Sandbox};
use sap_concur::purchase_order_receipts::Receipt;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, Requester};
use sap_concur::vendors::{
    AccountType, CreateVendor, CreateVendorBank, CreateVendorBankList, CreateVendorGroup, CreateVendorGroupList,
    CreateVendorList, SearchType, VendorList,
};
use sap_concur::{CarriedOut, Concur, Error, dec};
use serde_json::{Value, json};

use crate::conform::assert_conforms;
use crate::{raw, support};

async fn company() -> (Sandbox, Concur) {
    let sandbox = support::sandbox().await;
    let concur = support::company(&sandbox).build().expect("the client builds");
    (sandbox, concur)
}

fn vendor(code: &str, name: &str) -> CreateVendor {
    CreateVendor::builder()
        .vendor_code(code)
        .address_code("HQ")
        .country_code("US")
        .currency_code("USD")
        .vendor_name(name)
        .payment_terms(30)
        .build()
}

fn list(vendors: impl IntoIterator<Item = CreateVendor>) -> CreateVendorList {
    CreateVendorList::builder().vendors(vendors).build()
}

async fn codes(concur: &Concur, search: &str) -> Vec<String> {
    let found = concur
        .vendors()
        .list()
        .vendor_name(search)
        .await
        .expect("they are listed");
    let codes = found.vendors.iter().filter_map(|vendor| vendor.vendor_code.clone());
    codes.collect()
}

#[tokio::test]
async fn a_vendor_is_created_found_changed_and_deleted() {
    let (_sandbox, concur) = company().await;
    let vendors = concur.vendors();
    let created = vendors
        .create(&list([vendor("NEW1", "Kale Lighting")]))
        .await
        .expect("it is new");
    assert_eq!(created.vendors[0].statuses[0].record_number, Some(1));
    assert_eq!(codes(&concur, "Kale Lighting").await, ["NEW1"]);

    vendors
        .update(&list([vendor("NEW1", "Kale Lamps")]))
        .await
        .expect("it exists");
    assert_eq!(codes(&concur, "Kale Lighting").await, [""; 0]);
    let found = vendors
        .list()
        .vendor_code("NEW1")
        .address_code("HQ")
        .await
        .expect("it is listed");
    assert_eq!(found.vendors[0].vendor_name.as_deref(), Some("Kale Lamps"));
    assert_eq!(found.vendors[0].payment_terms, Some(30));

    vendors.delete("NEW1", "HQ").await.expect("it exists");
    assert_eq!(codes(&concur, "Kale Lamps").await, [""; 0]);
    let error = vendors.delete("NEW1", "HQ").await.expect_err("it is gone");
    let Error::Api(refused) = &error else { panic!("{error}") };
    let message = "there is no vendor NEW1 with the address HQ";
    assert_eq!(refused.details()[0].message.as_deref(), Some(message));
    assert!(error.to_string().contains(message), "{error}");
}

#[tokio::test]
async fn each_record_fails_on_its_own() {
    let (_sandbox, concur) = company().await;
    let mut known = vendor("VEN1", "Kale");
    known.address_code = "ADDR1".into();
    let unknown = vendor("NEW1", "Kale");
    let vendors = concur.vendors();
    let error = vendors
        .update(&list([known, unknown.clone()]))
        .await
        .expect_err("there is only one of them");
    assert_eq!(error.carried_out(), CarriedOut::Perhaps, "the other was changed");
    let Error::Api(refused) = &error else { panic!("{error}") };
    let [detail] = refused.details() else { panic!("{error}") };
    assert_eq!(detail.data_path.as_deref(), Some("Vendor[1].StatusList[0]"));
    assert_eq!(
        detail.message.as_deref(),
        Some("there is no vendor NEW1 with the address HQ")
    );
    let body: VendorList = refused.body_as().expect("a list of vendors");
    assert_eq!(body.vendors[0].statuses[0].r#type.as_deref(), Some("SUCCESS"));
    assert_eq!(codes(&concur, "Kale").await, ["VEN1"]);

    let error = vendors
        .update(&list([unknown]))
        .await
        .expect_err("there is no such vendor");
    assert_eq!(error.carried_out(), CarriedOut::No);
}

/// The codes of the vendors that a query finds.
async fn found(sandbox: &Sandbox, token: &str, query: &str) -> Vec<String> {
    let path = format!("/api/v3.1/invoice/vendors?{query}");
    let answer = raw::json(sandbox, token, "GET", &path, "").await;
    assert_eq!(answer.status, 200, "{query}");
    let answer = answer.json();
    let vendors = answer["Vendor"].as_array().expect("vendors").iter();
    let code = |vendor: &Value| format!("{}/{}", text(vendor, "VendorCode"), text(vendor, "AddressCode"));
    vendors.map(code).collect()
}

fn text<'a>(vendor: &'a Value, name: &str) -> &'a str {
    vendor[name].as_str().unwrap_or_default()
}

#[tokio::test]
async fn a_search_of_vendors_compares_as_its_type_says() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    let searches: &[(&str, &[&str])] = &[
        ("vendorName=Cedar+Computing&addressCode=ADDR1", &["VEN3/ADDR1"]),
        (
            "vendorName=Cedar+Computing&addressCode=ADDR1&searchType=exact",
            &["VEN3/ADDR1"],
        ),
        ("vendorName=Cedar&searchType=exact", &[]),
        ("vendorName=Fi&searchType=begins", &["VEN6/ADDR1"]),
        ("vendorName=Print&searchType=begins", &[]),
        ("vendorName=Print&searchType=ends", &["VEN4/HQ"]),
        ("vendorName=aboratory&searchType=contains", &["VEN5/EAST", "VEN5/WEST"]),
        // Of all values alike.
        (
            "vendorName=aboratory&addressCode=ES&searchType=contains",
            &["VEN5/WEST"],
        ),
        ("vendorName=aboratory&addressCode=ES&searchType=ends", &[]),
        ("vendorCode=VEN1&addressCode=HQ&searchType=contains", &[]),
        ("city=&vendorName=Print&searchType=ends", &["VEN4/HQ"]),
    ];
    for (query, expected) in searches {
        assert_eq!(found(&sandbox, &token, query).await, *expected, "{query}");
    }
    assert_conforms(&sandbox);
}

#[tokio::test]
async fn vendors_are_sorted_by_name_or_by_another_field() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    let by_code = ["VEN1/ADDR1", "VEN10/ADDR1", "VEN2/ADDR1"];
    let searches: &[(&str, &[&str])] = &[
        ("limit=4", &["VEN1/ADDR1", "VEN1/ADDR2", "VEN1/VEN1ADDR1", "VEN2/ADDR1"]),
        ("limit=2&sortDirection=desc", &["VEN10/ADDR1", "VEN9/ADDR1"]),
        (
            "limit=2&sortBy=vendorName&sortDirection=Descending",
            &["VEN10/ADDR1", "VEN9/ADDR1"],
        ),
        ("addressCode=ADDR1&limit=3&sortBy=vendorCode", &by_code),
        (
            "addressCode=ADDR1&limit=3&sortBy=VendorCode&sortDirection=ascending",
            &by_code,
        ),
        (
            "vendorCode=VEN8&sortBy=addressCode&sortDirection=DESC",
            &["VEN8/RAIL", "VEN8/PORT"],
        ),
    ];
    for (query, expected) in searches {
        assert_eq!(found(&sandbox, &token, query).await, *expected, "{query}");
    }
}

#[tokio::test]
async fn pages_keep_the_order_of_a_search() {
    let (_sandbox, concur) = company().await;
    let search = || {
        let search = concur
            .vendors()
            .list()
            .search_type(SearchType::Contains)
            .vendor_name("e");
        search.sort_by("addressCode").sort_direction("desc")
    };
    let whole = search().limit(1000).await.expect("one page").vendors.to_vec();
    let mut items = search().limit(2).stream();
    let mut all = Vec::new();
    while let Some(vendor) = items.try_next().await.expect("all pages") {
        // What is deleted between two pages moves no other vendor.
        let codes = vendor.vendor_code.as_deref().zip(vendor.address_code.as_deref());
        let (code, address) = codes.expect("two codes");
        concur.vendors().delete(code, address).await.expect("it exists");
        all.push(vendor);
    }
    assert_eq!(all, whole);
    assert!(all.len() > 8 && all.is_sorted_by(|one, other| one.address_code >= other.address_code));
}

#[tokio::test]
async fn a_search_with_unknown_values_is_refused() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    for (query, message) in [
        ("searchType=fuzzy", "there is no search type fuzzy"),
        ("searchType=Exact", "there is no search type Exact"),
        ("sortBy=VendorGroupList", "vendors are not sorted by VendorGroupList"),
        ("sortDirection=up", "there is no sort direction up"),
        ("offset=25", "`offset` is not that of a link to a page"),
    ] {
        let path = format!("/api/v3.1/invoice/vendors?{query}");
        let answer = raw::json(&sandbox, &token, "GET", &path, "").await;
        assert_eq!((answer.status, answer.json()), (400, json!({ "Message": message })));
    }
    assert_eq!(assert_conforms(&sandbox), 5);
}

#[tokio::test]
async fn vendors_are_paged_by_the_uri_of_the_next_page() {
    let (_sandbox, concur) = company().await;
    let mut items = concur.vendors().list().limit(4).stream();
    let mut all = Vec::new();
    while let Some(vendor) = items.try_next().await.expect("all pages") {
        all.push(vendor);
    }
    let whole = concur.vendors().list().limit(1000).await.expect("one page");
    assert_eq!(whole.next_page, None);
    assert_eq!(whole.total_count, Some(i64::try_from(all.len()).expect("a few")));
    assert_eq!(all, whole.vendors.to_vec());
    assert!(all.len() > 8, "there are several pages");
}

#[tokio::test]
async fn a_vendor_has_bank_accounts_and_groups() {
    let (_sandbox, concur) = company().await;
    let vendors = concur.vendors();
    let bank = CreateVendorBank::builder()
        .vendor_code("VEN1")
        .address_code("ADDR1")
        .account_number("123456789")
        .account_type(AccountType::Checking)
        .is_active("Y")
        .name_on_account("Alder Office Supplies")
        .build();
    let banks = CreateVendorBankList::builder().banks([bank]).build();
    vendors.update_banks(&banks).await.expect("the vendor exists");
    let groups = ["Preferred", "Local"].map(|name| CreateVendorGroup::builder().name(name).build());
    let groups = CreateVendorGroupList::builder().groups(groups).build();
    vendors
        .add_groups("VEN1", "ADDR1", &groups)
        .await
        .expect("the vendor exists");
    vendors
        .delete_group("VEN1", "ADDR1", "Local")
        .await
        .expect("it is in the group");

    let found = vendors
        .list()
        .vendor_code("VEN1")
        .address_code("ADDR1")
        .await
        .expect("it is listed");
    let vendor = &found.vendors[0];
    assert_eq!(vendor.groups.to_vec(), ["Preferred"]);
    assert_eq!(vendor.banks[0].account_type, Some(AccountType::Checking));
    assert!(
        !format!("{vendor:?}").contains("123456789"),
        "an account number is a secret"
    );

    let error = vendors
        .add_groups("NONE", "HQ", &groups)
        .await
        .expect_err("no such vendor");
    assert_eq!(error.carried_out(), CarriedOut::No);
}

fn request(code: &str) -> CreatePurchaseRequest {
    let item = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code(code)
        .vendor_address_code("HQ")
        .description("lamp")
        .quantity(dec!(2))
        .unit_price(dec!(53.37))
        .build();
    CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .line_items([item])
        .build()
}

#[tokio::test]
async fn a_new_vendor_is_ordered_from_and_its_goods_are_received() {
    let (sandbox, concur) = company().await;
    concur
        .purchase_requests()
        .create(&request("NEW1"))
        .await
        .expect_err("there is no such vendor");
    concur
        .vendors()
        .create(&list([vendor("NEW1", "Kale")]))
        .await
        .expect("it is new");

    let created = concur
        .purchase_requests()
        .create(&request("NEW1"))
        .await
        .expect("it is accepted");
    sandbox.advance(std::time::Duration::from_secs(3600));
    let _ = sandbox.decide(&created.id, Decision::Approve);
    let read = concur.purchase_requests().get(&created.id).await.expect("it exists");
    let number = read.purchase_orders[0].purchase_order_number.clone().expect("a number");
    let order = concur.purchase_orders().get(&number).await.expect("it exists");
    assert_eq!(order.vendor_code.as_deref(), Some("NEW1"));
    let line = order.line_items[0].external_id.clone().expect("an id");
    let receipt = Receipt::builder()
        .purchase_order_number(number.as_str())
        .line_item_external_id(line)
        .goods_receipt_number("RCPT1")
        .received_quantity(dec!(2))
        .version("2.0")
        .build();
    concur
        .purchase_order_receipts()
        .create(&receipt)
        .await
        .expect("it is received");

    sandbox.reset();
    concur
        .purchase_requests()
        .create(&request("NEW1"))
        .await
        .expect_err("the company has its own vendors again");
}

#[tokio::test]
async fn a_refused_record_is_answered_without_values_of_other_types() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    let record = r#"{"VendorCode": "NEW1", "AddressCode": "HQ", "VendorName": {}, "PaymentTerms": "", "ID": {}}"#;
    let body = format!(r#"{{"Vendor": [{record}, 7]}}"#);
    for method in ["POST", "PUT"] {
        let answer = raw::json(&sandbox, &token, method, "/api/v3.1/invoice/vendors", &body).await;
        let answer = answer.json();
        let vendor = answer["Vendor"][0].as_object().expect("the record");
        let names: Vec<&str> = vendor.keys().map(String::as_str).collect();
        assert_eq!(names, ["AddressCode", "StatusList", "VendorCode"], "{answer}");
        assert_eq!(vendor["StatusList"][0]["Type"], "WARNING");
    }
    let bank = r#"{"VendorBank": [{"VendorCode": "VEN1", "AddressCode": "ADDR1", "AccountNumber": {}}]}"#;
    raw::json(&sandbox, &token, "PUT", "/api/v3.1/invoice/vendor/banks", bank).await;
    assert_eq!(assert_conforms(&sandbox), 3);
}

#[tokio::test]
async fn what_the_service_sets_of_a_vendor_is_not_taken_from_calls() {
    let sandbox = support::sandbox().await;
    let token = sandbox.company_token();
    let record = r#"{"VendorCode": "VEN1", "AddressCode": "ADDR1", "CountryCode": "US", "CurrencyCode": "USD",
        "VendorName": "Kale", "PaymentTerms": 30, "ID": "mine", "StatusList": "mine"}"#;
    let path = "/api/v3.1/invoice/vendors";
    let changed = raw::json(&sandbox, &token, "PUT", path, &format!(r#"{{"Vendor": [{record}]}}"#)).await;
    assert_eq!(
        changed.json()["Vendor"][0]["StatusList"][0]["Type"],
        "SUCCESS",
        "{changed:?}"
    );
    let listed = raw::json(
        &sandbox,
        &token,
        "GET",
        &format!("{path}?vendorCode=VEN1&addressCode=ADDR1"),
        "",
    )
    .await
    .json();
    assert_eq!(listed["Vendor"][0]["VendorName"], "Kale");
    assert_eq!(listed["Vendor"][0]["ID"], "VEN1~ADDR1");
    assert_eq!(assert_conforms(&sandbox), 2);
}
