//! The lists of custom fields, as Lists v4 changes them.

use std::time::Duration;

use concur_sandbox::Sandbox;
use sap_concur::lists::{CreateItem, Item, ItemToUpdate, List, UpdateItem, UpdateItems};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, QueueStatus, Requester};
use sap_concur::request::{CreateRequest, ErrorCode};
use sap_concur::{Concur, Error, OperationError, dec};

use crate::support;

struct Trial {
    sandbox: Sandbox,
    /// With a token of the company.
    concur: Concur,
    /// With a token of a user.
    ann: Concur,
}

impl Trial {
    async fn new() -> Self {
        let sandbox = Sandbox::builder().creation_takes(Duration::ZERO).random_seed(1);
        let sandbox = sandbox.start().await.expect("the sandbox starts");
        let concur = support::company(&sandbox).build().expect("the client builds");
        let ann = support::user(&sandbox, "ann@example.com").build();
        let ann = ann.expect("the client builds");
        Self { sandbox, concur, ann }
    }

    async fn list(&self, name: &str) -> List {
        let found = self.concur.lists().list().value(name).await.expect("a page");
        found.content.first().cloned().expect("the company has it")
    }

    async fn add(&self, list: &List, short_code: &str) -> Item {
        let list = list.id.as_deref().expect("an id");
        let item = CreateItem::builder()
            .list_id(list)
            .short_code(short_code)
            .value("Astronomy");
        let created = self.concur.lists().create_item(&item.build()).await;
        created.expect("it is new").into_inner()
    }

    /// Whether a purchase request with a department is created.
    async fn can_order(&self, department: &str) -> bool {
        let item = LineItem::builder()
            .purchase_type(PurchaseType::Goods)
            .vendor_code("VEN1")
            .vendor_address_code("ADDR1")
            .description("telescope")
            .quantity(dec!(1))
            .unit_price(dec!(346.20))
            .custom4(department)
            .build();
        let request = CreatePurchaseRequest::builder()
            .requester(Requester::LoginId("ann@example.com".into()))
            .currency_code("USD")
            .custom1(department)
            .line_items([item])
            .build();
        let orders = self.concur.purchase_requests();
        let created = orders.create(&request).await.expect("it is accepted");
        let read = orders.get(&created.id).await.expect("it exists");
        match read.purchase_request_queue_status {
            Some(QueueStatus::Created) => true,
            Some(QueueStatus::CreateFailed) => {
                let exceptions = &read.purchase_request_exceptions;
                let message = |text: &str| {
                    let mut messages = exceptions.iter().filter_map(|exception| exception.message.as_deref());
                    messages.any(|message| message.contains(text))
                };
                assert!(
                    message("custom1 has the value") && message("custom4 has the value"),
                    "{exceptions:?}"
                );
                false
            }
            ref other => panic!("{other:?}"),
        }
    }

    /// Creates a Request with a department, and returns the code of the department.
    async fn travel(&self, department: &str) -> Option<String> {
        let request = CreateRequest::builder()
            .name("Kyoto")
            .start_date("2026-05-04".parse::<sap_concur::Date>().expect("a date"))
            .end_date("2026-05-08".parse::<sap_concur::Date>().expect("a date"))
            .custom1(department)
            .build();
        match self.ann.requests().create(&request).await {
            Ok(created) => created.custom(1).and_then(|field| field.code.clone()),
            Err(Error::Api(refused)) if refused.api_error().has(ErrorCode::ListValidationError) => None,
            Err(other) => panic!("{other}"),
        }
    }
}

#[tokio::test]
async fn an_item_of_a_list_is_accepted_until_it_is_deleted() {
    let trial = Trial::new().await;
    assert!(trial.can_order("ADVT").await, "of the seed file");
    assert!(!trial.can_order("ASTRO").await, "nobody has added it");

    let departments = trial.list("Departments").await;
    let item = trial.add(&departments, "ASTRO").await;
    let id = item.id.as_deref().expect("an id");
    assert!(trial.can_order("ASTRO").await);
    assert_eq!(trial.travel(id).await.as_deref(), Some("ASTRO"));
    assert_eq!(trial.travel("ASTRO").await, None, "a Request takes the id");

    trial.concur.lists().delete_item(id).await.expect("it is deleted");
    assert!(!trial.can_order("ASTRO").await);
    assert_eq!(trial.travel(id).await, None);

    trial.sandbox.reset();
    let trial = Trial {
        concur: support::company(&trial.sandbox).build().expect("the client builds"),
        ..trial
    };
    assert!(trial.can_order("ADVT").await && !trial.can_order("ASTRO").await);
}

#[tokio::test]
async fn dashes_and_case_of_ids_do_not_count() {
    let trial = Trial::new().await;
    let item = trial.add(&trial.list("Departments").await, "ASTRO").await;
    let id = item.id.as_deref().expect("an id");
    let digits = id.replace('-', "").to_uppercase();
    assert_eq!(trial.travel(&digits).await.as_deref(), Some("ASTRO"));
    // A Request prints the id without dashes, in the address of the item.
    let read = trial.concur.lists().get_item(&digits).await.expect("it exists");
    assert_eq!(read.id, item.id);
    let seeded = trial.sandbox.tenant().list("departments").expect("the list")[0]
        .id
        .clone();
    assert_eq!(trial.travel(&seeded).await.as_deref(), Some("ADVT"));
    let dashed = trial.concur.lists().get_item(&seeded).await.expect("it exists");
    let dashed = dashed.id.clone().expect("an id");
    assert_eq!(dashed.len(), 36);
    assert_eq!(trial.travel(&dashed).await.as_deref(), Some("ADVT"));
}

#[tokio::test]
async fn a_renamed_item_is_accepted_by_its_new_code() {
    let trial = Trial::new().await;
    let item = trial.add(&trial.list("Departments").await, "ASTRO").await;
    let id = item.id.as_deref().expect("an id");
    let renamed = UpdateItem::builder().short_code("STARS").value("Astronomy").build();
    trial.concur.lists().update_item(id, &renamed).await.expect("it exists");
    assert!(trial.can_order("STARS").await && !trial.can_order("ASTRO").await);
}

#[tokio::test]
async fn a_failed_part_of_a_bulk_call_hides_no_other_part() {
    let trial = Trial::new().await;
    let departments = trial.list("Departments").await;
    let id = departments.id.as_deref().expect("an id");
    let delete = |code: &str| ItemToUpdate::builder().code(code).deleted(true).build();
    let delete = UpdateItems::builder()
        .requests([delete("ADVT"), delete("NONE")])
        .build();
    let some = trial.concur.lists().update_items(id, &delete).await;
    some.expect_err("there is only one of them");
    assert!(!trial.can_order("ADVT").await);
    assert!(trial.can_order("SALES").await);
}

#[tokio::test]
async fn custom_fields_take_the_first_level_of_a_list() {
    let trial = Trial::new().await;
    let departments = trial.list("Departments").await;
    let item = CreateItem::builder()
        .list_id(departments.id.as_deref().expect("an id"))
        .parent_code("ADVT")
        .short_code("PRINT")
        .value("Print");
    let below = trial
        .concur
        .lists()
        .create_item(&item.build())
        .await
        .expect("it is new");
    assert_eq!(below.code.as_deref(), Some("ADVT-PRINT"));
    assert!(!trial.can_order("PRINT").await);
}

#[tokio::test]
async fn a_deleted_list_has_no_items() {
    let trial = Trial::new().await;
    let departments = trial.list("Departments").await;
    let id = departments.id.as_deref().expect("an id");
    trial.concur.lists().delete(id).await.expect("it is deleted");
    assert!(!trial.can_order("ADVT").await);
}
