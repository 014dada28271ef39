//! Imports of what purchase requests name: vendors and list items.

use std::time::Duration;

use concur_sandbox::{Fault, Sandbox};
use serde_json::Value;

use crate::orders::{Order, csv};
use crate::shells::copy_specification;
use crate::support::User;

const VENDORS: &str = "\
key,VendorCode,AddressCode,VendorName,CountryCode,CurrencyCode,PaymentTerms
KALE-HQ,KALE,HQ,Kale Lighting,US,USD,30
KALE-EAST,KALE,EAST,Kale Lighting,US,USD,30
LIME-HQ,LIME,HQ,Lime Glass,DE,EUR,14
";

/// The import of vendors with their marks.
const IMPORT: [&str; 7] = ["import", "vendor", "vendors.csv", "--key", "key", "--mark", "Custom20"];

async fn user() -> User {
    User::logged_in_to(Sandbox::builder().creation_takes(Duration::ZERO).random_seed(1)).await
}

impl User {
    /// The JSON that a command prints.
    async fn read_json<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Value {
        let ran = self.run(arguments).await.succeeded();
        serde_json::from_str(&ran.stdout).unwrap()
    }

    /// The addresses of a vendor, in order.
    async fn addresses(&self, vendor: &str) -> Vec<String> {
        let arguments = ["vendors", "list", "--vendor-code", vendor, "--all", "--output", "json"];
        let found = self.read_json(arguments).await;
        let found = found.as_array().unwrap().iter();
        let mut found: Vec<String> = found
            .map(|one| one["AddressCode"].as_str().unwrap().to_owned())
            .collect();
        found.sort();
        found
    }

    /// The id of a list.
    async fn list_id(&self, name: &str) -> String {
        let found = self
            .read_json(["lists", "list", "--value", name, "--all", "--output", "json"])
            .await;
        found[0]["id"].as_str().unwrap().to_owned()
    }

    /// The long codes of the items of a list: those of the first level, or those below an item.
    async fn codes(&self, arguments: &[&str]) -> Vec<String> {
        let found = self
            .read_json([&["lists"], arguments, &["--all", "--output", "json"]].concat())
            .await;
        let found = found.as_array().unwrap().iter();
        found.map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    }

    /// Kills an import as soon as a call of an operation has arrived, whose answer is never read.
    async fn killed_while<'a>(&self, operation: &str, arguments: impl IntoIterator<Item = &'a str>) {
        let slow = self
            .sandbox
            .inject(Fault::latency(Duration::from_secs(20)).on(operation));
        let said = self.path("said.txt");
        let mut running = self.start(arguments, &said);
        let has_arrived = || self.sandbox.faults().iter().any(|fault| fault.injected > 0);
        running.ended_or(has_arrived, Duration::from_secs(20)).await;
        assert!(has_arrived(), "{}", std::fs::read_to_string(said).unwrap());
        // What has arrived is carried out, although nobody waits for the answer.
        tokio::time::sleep(Duration::from_millis(300)).await;
        running.kill();
        self.sandbox.clear_fault(slow);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn templates_of_vendors_and_items_have_their_columns() {
    let user = user().await;
    for (import, wanted) in [
        ("vendor", "key,AddressCode,CountryCode,CurrencyCode,VendorCode,"),
        ("list-item", "key,listId,shortCode,value,parentCode,parentId"),
    ] {
        user.run(["import", "template", import, "file.csv", "--force"])
            .await
            .succeeded();
        let text = user.read("file.csv");
        assert!(text.trim_start_matches('\u{feff}').starts_with(wanted), "{text}");
        assert!(!text.contains("StatusList") && !text.contains("Items"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_of_vendors_sends_nothing_and_finds_faults() {
    let user = user().await;
    user.write("vendors.csv", VENDORS);
    let import = IMPORT.into_iter().chain(["--dry-run"]);
    user.run(import.clone()).await.succeeded();
    user.write(
        "vendors.csv",
        VENDORS.replace("LIME,HQ", "LIME,").replace(",30\n", ",soon\n"),
    );
    let ran = user.run(import).await.ended_with(2);
    assert!(ran.stderr.contains("line 4, column 3 (AddressCode)"), "{}", ran.stderr);
    assert!(
        ran.stderr.contains("line 2, column 7 (PaymentTerms): found \"soon\""),
        "{}",
        ran.stderr
    );
    assert!(user.calls("vendors.create").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_import_sends_defaults_and_values_in_their_form() {
    let user = user().await;
    copy_specification(&user);
    let mut yaml = user.read("spec/vendors.yaml");
    for (from, to) in [
        (
            "CurrencyCode: { type: string, required: true,",
            "CurrencyCode: { type: string, required: true, default: EUR,",
        ),
        (
            "IsVisibleForContentExtraction: { type: string,",
            "IsVisibleForContentExtraction: { type: boolean, wire: Y/N,",
        ),
    ] {
        assert_eq!(yaml.matches(from).count(), 1, "{from}");
        yaml = yaml.replace(from, to);
    }
    user.write("spec/vendors.yaml", yaml);
    user.write(
        "vendors.csv",
        "key,VendorCode,AddressCode,VendorName,CountryCode,CurrencyCode,PaymentTerms,IsVisibleForContentExtraction\n\
         KALE-HQ,KALE,HQ,Kale Lighting,US,USD,30,true\nLIME-HQ,LIME,HQ,Lime Glass,DE,,14,N\n",
    );
    let import = ["--spec", "spec"].into_iter().chain(IMPORT).chain(["--workers", "1"]);
    user.run(import).await.succeeded();
    let calls = user.calls("vendors.create").into_iter();
    let sent: Vec<Value> = calls
        .map(|call| serde_json::from_str::<Value>(&call.body).unwrap()["Vendor"][0].clone())
        .collect();
    let field = |name: &str| sent.iter().map(|vendor| vendor[name].clone()).collect::<Vec<_>>();
    assert_eq!(field("CurrencyCode"), ["USD", "EUR"]);
    assert_eq!(field("IsVisibleForContentExtraction"), ["Y", "N"]);
    assert_eq!(field("PaymentTerms"), ["30", "14"]);

    // Without the column, the default is that of all.
    user.write(
        "vendors.csv",
        "key,VendorCode,AddressCode,VendorName,CountryCode\nMINT-HQ,MINT,HQ,Mint Tea,DE\n",
    );
    user.run(["--spec", "spec"].into_iter().chain(IMPORT)).await.succeeded();
    let last = user.calls("vendors.create").pop().unwrap();
    assert!(last.body.contains(r#""CurrencyCode":"EUR""#), "{}", last.body);
    assert!(!last.body.contains("IsVisible"), "{}", last.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_of_vendors_creates_each_once() {
    let user = user().await;
    user.write("vendors.csv", VENDORS);
    let import = [&IMPORT[..], &["--workers", "1"]].concat();
    user.killed_while("vendors.create", import.iter().copied()).await;
    user.run(import.iter().copied()).await.ended_with(7);
    let states = user.states().await;
    assert_eq!(
        (states.get("uncertain"), states.get("created")),
        (Some(&1), Some(&2)),
        "{states:?}"
    );

    // The mark finds the vendor whose answer was lost.
    user.run(["import", "resolve", "--search"]).await.succeeded();
    assert_eq!(user.states().await.get("created"), Some(&3));
    assert_eq!(user.document("KALE-HQ").await.id.as_deref(), Some("KALE"));
    user.run(import).await.succeeded();
    assert_eq!(user.calls("vendors.create").len(), 3, "nothing is sent twice");
    assert_eq!(user.addresses("KALE").await, ["EAST", "HQ"]);

    let mut order = Order::new("A-1");
    (order.vendor, order.address) = ("KALE", "EAST");
    user.write("orders.csv", csv(&[order]));
    user.import("orders.csv", &[]).await.succeeded();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_vendor_that_the_service_refuses_is_corrected() {
    let user = user().await;
    user.write("vendors.csv", VENDORS);
    let import = ["import", "vendor", "vendors.csv", "--key", "key", "--no-mark"];
    let refused = Fault::status(400).on("vendors.create").times(1);
    user.sandbox.inject(refused);
    user.run([&import[..], &["--workers", "1"]].concat())
        .await
        .ended_with(7);
    assert_eq!(user.document("KALE-HQ").await.state, "refused");
    user.write("vendors.csv", VENDORS.replace("KALE-HQ,KALE,HQ", "KALE-HQ,KALE,MAIN"));
    user.run(import).await.succeeded();
    assert_eq!(user.addresses("KALE").await, ["EAST", "MAIN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_import_of_list_items_creates_each_once() {
    let user = user().await;
    let list = user.list_id("Departments").await;
    user.write(
        "items.csv",
        format!("key,listId,parentCode,shortCode,value\nSKY,{list},,SKY,Sky\nSKY-SUN,{list},SKY,SUN,Sun\nSEA,{list},,SEA,Sea\n"),
    );
    let import = [
        "import",
        "list-item",
        "items.csv",
        "--key",
        "key",
        "--no-mark",
        "--workers",
        "1",
    ];
    user.killed_while("lists.create_item", import).await;
    user.run(import).await.ended_with(7);
    let sky = user.document("SKY").await;
    assert_eq!(sky.state, "uncertain");
    let sun = user.document("SKY-SUN").await;
    assert_eq!(
        (sun.state.as_str(), sun.number.as_deref()),
        ("created", Some("SKY-SUN"))
    );

    // It can be sent again: the service refuses a code that the list has.
    user.run(["import", "resolve", "SKY", "--not-created"])
        .await
        .succeeded();
    user.run(["import", "retry"]).await.ended_with(7);
    let sky = user.document("SKY").await;
    assert_eq!(sky.state, "refused");
    assert!(
        sky.message
            .as_deref()
            .is_some_and(|text| text.contains("item.duplicate.code")),
        "{sky:?}"
    );
    let first = user.codes(&["list-items", &list]).await;
    let of_file: Vec<&String> = first
        .iter()
        .filter(|code| ["SKY", "SEA"].contains(&code.as_str()))
        .collect();
    assert_eq!(of_file, ["SEA", "SKY"]);
    let parent = user.read_json([
        "lists",
        "list-items",
        &list,
        "--short-code",
        "SKY",
        "--all",
        "--output",
        "json",
    ]);
    let parent = parent.await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(user.codes(&["list-children", &parent]).await, ["SKY-SUN"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_vendor_and_a_new_item_are_ordered_and_received() {
    let user = user().await;
    user.write("vendors.csv", VENDORS);
    let import = ["import", "vendor", "vendors.csv", "--key", "key", "--mark", "Custom20"];
    user.run(import).await.succeeded();
    let found = [
        "vendors",
        "list",
        "--vendor-name",
        "Lime Glass",
        "--all",
        "--output",
        "json",
    ];
    let vendor = user.read_json(found).await[0].clone();

    let list = user.list_id("Departments").await;
    let item = [
        "lists",
        "create-item",
        "--list-id",
        &list,
        "--short-code",
        "ASTRO",
        "--value",
        "Astronomy",
    ];
    let item = user.read_json([&item[..], &["--output", "json"]].concat()).await;

    let filter = "emails.value eq \"ann.archer@example.com\"";
    let users = ["identity", "search", "--filter", filter, "--all", "--output", "json"];
    let users = user.read_json(users).await;
    assert_eq!(users.as_array().map(Vec::len), Some(1), "{users}");

    let order = serde_json::json!({
        "userId": users[0]["id"],
        "currencyCode": "USD",
        "custom1": item["shortCode"],
        "lineItems": [{
            "purchaseType": "GOODS",
            "vendorCode": vendor["VendorCode"],
            "vendorAddressCode": vendor["AddressCode"],
            "description": "lens",
            "quantity": "2",
            "unitPrice": "53.37",
        }],
    });
    user.write("order.json", order.to_string());
    let created = ["purchase-request", "create", "--json", "order.json", "--output", "json"];
    let id = user.read_json(created).await["id"].as_str().unwrap().to_owned();
    let read = ["purchase-request", "get", &id, "--output", "json"];
    assert_eq!(user.read_json(read).await["purchaseRequestQueueStatus"], "CREATED");
    user.sandbox.decide(&id, concur_sandbox::Decision::Approve).unwrap();
    let approved = user.read_json(read).await;
    let number = approved["purchaseOrders"][0]["purchaseOrderNumber"].as_str().unwrap();
    let order = user
        .read_json(["purchase-orders", "get", number, "--output", "json"])
        .await;
    assert_eq!(order["VendorCode"], "LIME");

    let receipt = serde_json::json!({
        "PurchaseOrderNumber": number,
        "LineItemExternalID": order["LineItem"][0]["ExternalID"],
        "GoodsReceiptNumber": "GR-1",
        "ReceivedQuantity": "2",
        "Version": "2.0",
    });
    user.write("receipt.json", receipt.to_string());
    let receive = [
        "purchase-order-receipts",
        "create",
        "--json",
        "receipt.json",
        "--output",
        "json",
    ];
    assert_eq!(user.read_json(receive).await["Status"], "SUCCESS");
}
