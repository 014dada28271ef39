//! Custom fields for the levels of a connected list: `plants` of the seed file, whose second level is below that of the
//! first.

use std::time::Duration;

use concur_sandbox::Sandbox;
use concur_sandbox::tenant::Tenant;
use sap_concur::lists::CreateItem;
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, QueueStatus, Requester};
use sap_concur::request::{CreateRequest, ErrorCode, UpdateRequest};
use sap_concur::{Concur, Error, OperationError, dec};

use crate::support;

async fn started() -> (Sandbox, Concur) {
    let sandbox = Sandbox::builder().creation_takes(Duration::ZERO).random_seed(1);
    let sandbox = sandbox.start().await.expect("the sandbox starts");
    let concur = support::company(&sandbox).build().expect("the client builds");
    (sandbox, concur)
}

/// The messages of a purchase request with a plant and a part of it, both in the header and in a line item.
async fn exceptions(concur: &Concur, plant: Option<&str>, part: &str) -> Vec<String> {
    let mut line = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("crane")
        .quantity(dec!(1))
        .unit_price(dec!(1984))
        .custom18(part);
    let mut request = CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .custom22(part);
    if let Some(plant) = plant {
        line = line.custom17(plant);
        request = request.custom21(plant);
    }
    let orders = concur.purchase_requests();
    let created = orders.create(&request.line_items([line.build()]).build()).await;
    let read = orders
        .get(&created.expect("it is accepted").id)
        .await
        .expect("it exists");
    let exceptions = read.purchase_request_exceptions.iter();
    let messages: Vec<_> = exceptions.filter_map(|exception| exception.message.clone()).collect();
    let is_created = read.purchase_request_queue_status == Some(QueueStatus::Created);
    assert_eq!(is_created, messages.is_empty(), "{messages:?}");
    messages
}

/// The messages for a part that is not of its plant.
fn unknown(part: &str) -> [String; 2] {
    [
        format!("custom22 has the value {part}, which is not a code of its list"),
        format!("Line item 1: custom18 has the value {part}, which is not a code of its list"),
    ]
}

#[tokio::test]
async fn a_second_level_takes_items_below_that_of_the_first() {
    let (_sandbox, concur) = started().await;
    for (plant, part) in [
        ("NORTH", "HALL1"),
        ("NORTH", "HALL2"),
        ("SOUTH", "HALL1"),
        ("SOUTH", "YARD"),
    ] {
        assert!(
            exceptions(&concur, Some(plant), part).await.is_empty(),
            "{plant} {part}"
        );
    }
    for (plant, part) in [
        (Some("NORTH"), "YARD"),
        (Some("SOUTH"), "SOUTH-YARD"),
        (Some("NORTH"), "NORTH"),
        (None, "HALL1"),
    ] {
        assert_eq!(exceptions(&concur, plant, part).await, unknown(part), "{plant:?}");
    }
    let both = exceptions(&concur, Some("WEST"), "HALL1").await;
    assert!(
        both.len() == 4 && both[0].contains("custom21 has the value WEST"),
        "{both:?}"
    );
}

#[tokio::test]
async fn an_item_of_a_lower_level_counts_as_soon_as_it_changes() {
    let (sandbox, concur) = started().await;
    let lists = concur.lists();
    let plants = lists.list().value("Plants").stream().one().await.expect("there is one");
    assert_eq!(plants.level_count, Some(2));
    let plants = plants.id.expect("an id");
    let below = |parent: &str| CreateItem::builder().list_id(&plants).parent_code(parent);
    let new = below("SOUTH").short_code("HALL2").value("Southern hall 2").build();
    assert_eq!(exceptions(&concur, Some("SOUTH"), "HALL2").await, unknown("HALL2"));

    let created = lists.create_item(&new).await.expect("it is new").into_inner();
    assert_eq!(created.code.as_deref(), Some("SOUTH-HALL2"));
    assert!(exceptions(&concur, Some("SOUTH"), "HALL2").await.is_empty());
    let id = created.id.as_deref().expect("an id");
    lists.delete_item(id).await.expect("it exists");
    assert_eq!(exceptions(&concur, Some("SOUTH"), "HALL2").await, unknown("HALL2"));

    // What is below a deleted item is deleted with it.
    let south = item_id(&sandbox.tenant(), &["SOUTH"]);
    lists.delete_item(&south).await.expect("it exists");
    assert_eq!(exceptions(&concur, Some("SOUTH"), "YARD").await.len(), 4);
    let new = CreateItem::builder()
        .list_id(&plants)
        .short_code("SOUTH")
        .value("Again");
    lists.create_item(&new.build()).await.expect("it is new");
    assert_eq!(exceptions(&concur, Some("SOUTH"), "YARD").await, unknown("YARD"));
    let new = below("SOUTH").short_code("YARD").value("Yard").build();
    lists.create_item(&new).await.expect("it is new");
    assert!(exceptions(&concur, Some("SOUTH"), "YARD").await.is_empty());
}

/// The id of a plant, or of a part of it.
fn item_id(tenant: &Tenant, codes: &[&str]) -> String {
    let (mut items, mut id) = (tenant.list("plants").expect("the list"), String::new());
    for code in codes {
        let item = items.iter().find(|item| item.code == *code).expect("the item");
        (items, id) = (&item.items, item.id.clone());
    }
    id
}

/// Whether a call succeeded. If not, it was refused as for an unknown item.
fn is_accepted<T, E: OperationError<Code = ErrorCode>>(result: Result<T, Error<E>>) -> bool {
    match result {
        Ok(_) => true,
        Err(Error::Api(refused)) if refused.api_error().has(ErrorCode::ListValidationError) => false,
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn levels_of_a_request_take_ids_and_stay_together() {
    let (sandbox, _) = started().await;
    let ann = support::user(&sandbox, "ann@example.com").build().expect("a client");
    let plant = |codes: &[&str]| item_id(&sandbox.tenant(), codes);
    let trip = || {
        CreateRequest::builder()
            .name("Kyoto")
            .start_date("2026-05-04".parse::<sap_concur::Date>().expect("a date"))
    };
    let north = plant(&["NORTH"]);
    let yard = plant(&["SOUTH", "YARD"]);
    let wrong = trip().custom17(north.as_str()).custom18(yard.as_str()).build();
    assert!(!is_accepted(ann.requests().create(&wrong).await));
    let alone = trip().custom18(yard.as_str()).build();
    assert!(!is_accepted(ann.requests().create(&alone).await));

    let hall = plant(&["NORTH", "HALL1"]);
    let right = trip().custom17(north.as_str()).custom18(hall.as_str()).build();
    let created = ann.requests().create(&right).await.expect("it is accepted");
    assert_eq!(
        created.custom(18).and_then(|field| field.code.as_deref()),
        Some("HALL1")
    );

    let created = created.id.as_deref().expect("an id");
    let hall = plant(&["NORTH", "HALL2"]);
    let hall = UpdateRequest::new().custom18(hall.as_str());
    assert!(
        is_accepted(ann.requests().update(created, &hall).await),
        "below the plant that it has"
    );
    let south = plant(&["SOUTH"]);
    let other = UpdateRequest::new().custom17(south.as_str());
    assert!(
        !is_accepted(ann.requests().update(created, &other).await),
        "the hall is in the north"
    );
    let both = UpdateRequest::new().custom17(south.as_str()).custom18(yard.as_str());
    assert!(is_accepted(ann.requests().update(created, &both).await));
}
