//! Lists v4: lists, their items, and bulk calls, all over HTTP.

use std::collections::BTreeSet;

use concur_sandbox::{Sandbox, contract};
use sap_concur::lists::{
    CreateItem, CreateItems, CreateItemsError, CreateList, ErrorCode, Item, ItemToCreate, ItemToUpdate, Lists,
    SortDirection, UpdateItem, UpdateItems, UpdateList,
};
use sap_concur::{CarriedOut, Concur, Error, OperationError};

use crate::conform::assert_conforms;
use crate::raw;
use crate::support::{company, sandbox};

const SITES: &str = "80edb3fa-c15e-a34a-b97f-f2ec291ab44f";
const REGIONS: &str = "530ae443-3b22-a44c-8211-c66d96c58d9e";
const LABORATORY: &str = "7c6d0435-c4d1-8b48-8492-7e7b625e148d";
const OPTICS: &str = "63b7fbd9-ae08-0840-abdb-62b0b9160081";
const SHARED: &str = "2f6c9e41-7d0b-4b8a-a1f5-c3e8d7b60924";

fn client(sandbox: &Sandbox) -> Concur {
    company(sandbox).build().expect("the client builds")
}

/// Creates a list and returns its id.
async fn created(lists: &Lists, name: &str) -> String {
    let list = CreateList::builder().value(name).build();
    let created = lists.create(&list).await.expect("it is created").into_inner();
    created.id.expect("it has an id")
}

fn item(short_code: &str, parent: Option<&str>) -> ItemToCreate {
    let item = ItemToCreate::builder().short_code(short_code).value(short_code);
    match parent {
        Some(parent) => item.parent_code(parent).build(),
        None => item.build(),
    }
}

fn items(parts: impl IntoIterator<Item = ItemToCreate>) -> CreateItems {
    CreateItems::builder().requests(parts).build()
}

/// Whether a call was refused with an error code.
fn has<E: OperationError<Code = ErrorCode>>(error: &Error<E>, code: ErrorCode) -> bool {
    match error {
        Error::Api(refused) => refused.api_error().has(code),
        _ => false,
    }
}

fn codes(items: &[Item]) -> Vec<&str> {
    items.iter().filter_map(|item| item.code.as_deref()).collect()
}

#[tokio::test]
async fn lists_are_created_changed_found_and_deleted() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let id = created(&lists, "Machines").await;
    let list = lists.get(&id).await.expect("it exists").into_inner();
    assert_eq!(
        (list.value.as_deref(), list.is_deleted),
        (Some("Machines"), Some(false))
    );
    let category = list
        .category
        .and_then(|category| category.id)
        .expect("it has a category");

    let managed = UpdateList::builder().value("Large Machines").is_managed(true).build();
    let managed = lists.update(&id, &managed).await.expect("it is changed").into_inner();
    assert!(managed.managed_by.is_some_and(|by| by.starts_with("appId:")));

    let found = lists
        .list()
        .value_starts_with("Large")
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(
        found
            .content
            .iter()
            .filter_map(|list| list.id.as_deref())
            .collect::<Vec<_>>(),
        [id.as_str()]
    );
    let of_category = lists.list_by_category(&category).await.expect("a page").into_inner();
    assert!(of_category.content.iter().any(|list| list.id.as_deref() == Some(&id)));

    lists.delete(&id).await.expect("it is deleted");
    let gone = lists.get(&id).await.expect_err("it is deleted");
    assert_eq!(gone.status().map(|status| status.as_u16()), Some(404));
}

#[tokio::test]
async fn lists_are_selected_by_operators() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let names = async |call: sap_concur::lists::calls::ListCall| {
        let page = call.await.expect("a page").into_inner();
        let names = page.content.iter().filter_map(|list| list.value.clone());
        names.collect::<BTreeSet<_>>()
    };
    let list = || concur.lists().list();
    let all = [
        "Airlines",
        "Cost centers",
        "Departments",
        "Plants",
        "Projects",
        "Regions",
        "Retired Sites",
        "Sites",
    ]
    .map(str::to_owned);
    assert_eq!(names(list()).await, BTreeSet::from(all.clone()));
    assert_eq!(names(list().value("Sites")).await, BTreeSet::from(["Sites".to_owned()]));
    assert_eq!(names(list().value_contains("Sites")).await.len(), 2);
    assert_eq!(names(list().value_not("Sites")).await.len(), 7);
    assert_eq!(
        names(list().level_count_at_least(2)).await,
        BTreeSet::from(["Plants", "Sites"].map(str::to_owned))
    );
    assert_eq!(names(list().level_count(1).value_ends_with("s")).await.len(), 6);
    assert_eq!(
        names(list().category_type("Vendor")).await,
        BTreeSet::from(["Airlines".to_owned()])
    );
    assert_eq!(
        names(list().category_type_not("Vendor").is_deleted(false)).await.len(),
        7
    );
}

#[tokio::test]
async fn a_name_that_looks_like_an_operator_is_found() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let id = created(&concur.lists(), "sw:Pro").await;
    let found = concur
        .lists()
        .list()
        .value("sw:Pro")
        .await
        .expect("a page")
        .into_inner();
    let found: Vec<_> = found.content.iter().filter_map(|list| list.id.as_deref()).collect();
    assert_eq!(found, [id.as_str()]);
}

#[tokio::test]
async fn the_code_of_an_item_has_those_of_its_ancestors() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let below = |short_code: &str| {
        CreateItem::builder()
            .list_id(SITES)
            .short_code(short_code)
            .value("Lens")
    };
    let lens = lists
        .create_item(&below("LENS").parent_id(OPTICS).build())
        .await
        .expect("it is created")
        .into_inner();
    assert_eq!((lens.code.as_deref(), lens.level), (Some("LAB-OPTICS-LENS"), Some(3)));
    let sites = lists.get(SITES).await.expect("it exists");
    assert_eq!(sites.level_count, Some(3), "as many levels as its deepest item");
    let glass = lists
        .create_item(&below("GLASS").parent_code("LAB-OPTICS-LENS").build())
        .await
        .expect("it is created");
    assert_eq!(glass.code.as_deref(), Some("LAB-OPTICS-LENS-GLASS"));

    let renamed = UpdateItem::builder().short_code("OPT").value("Optics").build();
    lists.update_item(OPTICS, &renamed).await.expect("it is changed");
    let children = lists.list_children(OPTICS).await.expect("a page").into_inner();
    assert_eq!(codes(&children.content), ["LAB-OPT-LENS"]);
    let parent = lists.get_item(LABORATORY).await.expect("it exists").into_inner();
    assert_eq!(parent.lists.first().and_then(|list| list.has_children), Some(true));

    let twice = lists
        .create_item(&below("OPT").parent_id(LABORATORY).build())
        .await
        .expect_err("it exists");
    assert!(has(&twice, ErrorCode::ItemDuplicateCode), "{twice}");
}

#[tokio::test]
async fn an_item_is_deleted_with_its_children() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    lists.delete_item(LABORATORY).await.expect("it is deleted");
    let child = lists.get_item(OPTICS).await.expect("it is known").into_inner();
    assert_eq!(child.is_deleted, Some(true));
    let deleted = lists
        .list_items(SITES)
        .is_deleted(true)
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(codes(&deleted.content), ["LAB"]);
}

#[tokio::test]
async fn a_shared_item_can_be_deleted_from_one_list() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    lists.remove_item(SITES, SHARED).await.expect("it is removed");
    let item = lists.get_item(SHARED).await.expect("it exists").into_inner();
    let left: Vec<_> = item.lists.iter().filter_map(|list| list.id.as_deref()).collect();
    assert_eq!((left, item.is_deleted), (vec![REGIONS], Some(false)));
}

#[tokio::test]
async fn items_are_filtered_and_sorted() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let items = lists.list_items(SITES).sort_direction(SortDirection::Descending);
    let items = items.await.expect("a page").into_inner();
    assert_eq!(codes(&items.content), ["SHARED", "LAB", "ARCHIVE"]);
    let found = lists
        .list_items(SITES)
        .short_code_or_value_starts_with("Sha")
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(codes(&found.content), ["SHARED"]);
    let parents = lists
        .list_items(SITES)
        .has_children(true)
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(codes(&parents.content), ["LAB"]);
    let children = lists
        .list_children_in(LABORATORY, SITES)
        .await
        .expect("a page")
        .into_inner();
    assert_eq!(codes(&children.content), ["LAB-OPTICS"]);
}

#[tokio::test]
async fn a_bulk_call_with_a_failed_part_is_perhaps_carried_out() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let list = created(&lists, "Parts").await;
    let parts = [item("A", None), item("B", Some("A")), item("C", Some("A-B"))];
    let done = lists
        .create_items(&list, &items(parts))
        .await
        .expect("all are created")
        .into_inner();
    assert_eq!((done.records_succeeded, done.records_failed), (Some(3), Some(0)));

    let some = lists
        .create_items(&list, &items([item("D", None), item("A", None)]))
        .await;
    let some = some.expect_err("one of them exists");
    assert_eq!(some.status().map(|status| status.as_u16()), Some(206));
    assert_eq!(some.carried_out(), CarriedOut::Perhaps);
    assert!(has(&some, ErrorCode::ItemDuplicateCode), "{some}");
    let found = lists.list_items(&list).await.expect("a page").into_inner();
    assert_eq!(codes(&found.content), ["A", "D"]);

    let none = lists
        .create_items(&list, &items([item("E", Some("missing"))]))
        .await
        .expect_err("no parent");
    assert!(has(&none, ErrorCode::ItemParentNotFound), "{none}");
    let Error::Api(CreateItemsError::BadRequest(_)) = &none else {
        panic!("{none:?}")
    };
    assert_eq!(none.carried_out(), CarriedOut::No);
}

#[tokio::test]
async fn a_bulk_call_has_1_to_250_parts() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let list = created(&lists, "Parts").await;
    let many = |count: usize| items((0..count).map(|number| item(&format!("P{number}"), None)));
    let none = lists.create_items(&list, &many(0)).await.expect_err("too few");
    assert!(has(&none, ErrorCode::RequestValidationError), "{none}");
    let refused = lists.create_items(&list, &many(251)).await.expect_err("too many");
    assert!(has(&refused, ErrorCode::RequestValidationError), "{refused}");
    assert!(
        refused.to_string().contains("size must be between 1 and 250"),
        "{refused}"
    );
    lists.create_items(&list, &many(250)).await.expect("all are created");
    let page = lists.list_items(&list).page(3).await.expect("a page").into_inner();
    assert_eq!(
        (page.content.len(), page.page.and_then(|page| page.total_elements)),
        (50, Some(250))
    );
    let (mut all, mut items) = (0, lists.list_items(&list).stream());
    while let Some(item) = items.next().await {
        item.expect("an item");
        all += 1;
    }
    assert_eq!(all, 250);
}

#[tokio::test]
async fn items_are_changed_and_deleted_in_bulk() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let lists = concur.lists();
    let part = |code: &str| ItemToUpdate::builder().code(code);
    let change = [
        part("LAB").value("Laboratories").build(),
        part("ARCHIVE").deleted(true).build(),
    ];
    let change = UpdateItems::builder().requests(change).build();
    lists.update_items(SITES, &change).await.expect("all are changed");
    assert_eq!(
        lists.get_item(LABORATORY).await.expect("it exists").value.as_deref(),
        Some("Laboratories")
    );
    let again = lists.update_items(SITES, &change).await.expect_err("one is deleted");
    assert!(has(&again, ErrorCode::ItemDeleted), "{again}");
}

#[tokio::test]
async fn only_the_application_that_manages_a_list_changes_it() {
    let sandbox = sandbox().await;
    let concur = client(&sandbox);
    let list = CreateList::builder().value("Ours").is_managed(true).build();
    let list = concur.lists().create(&list).await.expect("it is created").into_inner();
    let item = CreateItem::builder()
        .list_id(list.id.as_deref().expect("an id"))
        .short_code("A")
        .value("A")
        .build();
    concur
        .lists()
        .create_item(&item)
        .await
        .expect("this application manages it");
}

#[tokio::test]
async fn every_operation_of_lists_has_a_test() {
    let api = contract()
        .expect("the specification is valid")
        .apis
        .iter()
        .find(|api| api.key == "lists")
        .expect("the API exists");
    let tests = include_str!("lists.rs");
    for operation in &api.operations {
        assert!(
            tests.contains(&format!(".{}(", operation.method_name)),
            "{}",
            operation.key
        );
    }
}

#[tokio::test]
async fn a_refusal_has_a_status_that_its_operation_lists() {
    let sandbox = sandbox().await;
    let token = sandbox.company_token();
    let nobody = "00000000-0000-4000-8000-000000000000";
    let list =
        r#"{"value": "Planets", "searchCriteria": "TEXT", "displayFormat": "(CODE) TEXT", "categoryId": "none"}"#;
    let item = format!("/list/v4/items/{nobody}");
    let in_list = format!("/list/v4/lists/{SITES}/items/{nobody}");
    for (method, path, body, status) in [
        ("GET", item.as_str(), "", 404),
        ("DELETE", item.as_str(), "", 400),
        ("DELETE", in_list.as_str(), "", 400),
        ("DELETE", &format!("/list/v4/lists/{nobody}"), "", 400),
        ("POST", "/list/v4/lists", list, 400),
    ] {
        let answer = raw::json(&sandbox, &token, method, path, body).await;
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        assert_eq!(
            answer.json()["httpStatus"].as_str().map(|text| &text[..3]),
            Some(&*status.to_string())
        );
    }
    assert_eq!(assert_conforms(&sandbox), 5);
}
