//! An API without rules in the sandbox.

use concur_sandbox::Sandbox;
use concur_spec::{Contract, Sources, validate};
use sap_concur::purchase_request::{CreatePurchaseRequest, LineItem, PurchaseType, QueueStatus, Requester};
use serde_json::Value;

use crate::raw;

/// Returns the contract of the specification with a made-up API.
fn with_pets() -> &'static Contract {
    contract(|_| true, Some(("spec/pets.yaml".to_owned(), PETS.to_owned())))
}

/// Returns the contract of some of the files of the specification and another one.
pub(crate) fn contract(is_wanted: fn(&str) -> bool, more: Option<(String, String)>) -> &'static Contract {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let sources = Sources::read(spec).expect("the specification is readable");
    let files = sources
        .files()
        .iter()
        .filter(|file| is_wanted(file.path()))
        .map(|file| (file.path().to_owned(), file.text().to_owned()));
    let sources = Sources::from_texts(files.chain(more));
    let contract = concur_spec::contract(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    Box::leak(Box::new(contract))
}

const PETS: &str = "\
api: pets
title: Pets
version: \"1\"
base_path: /pets/v1
doc: Pets.
document: request.endpoints.v4
client: pets
scopes:
  pets.read: Look at pets.
  pets.write: Look at pets and change them.
  pets.feed: Feed pets.
  pets.chip: { doc: Their chips., opens: { Owned: [chip, mark1..mark2], Owner: [phone] } }
  pets.owner: { doc: Their owners., opens: { Owned: [owner, chip], Owner: [phone, mail] } }
  pets.name: Their names.
operations:
  list:
    doc: Lists them.
    http: GET /pets
    scope: pets.read
    parameters:
      kind: { in: query, type: Kind, required: true, doc: Which kind. }
      most: { in: query, type: integer, doc: How many. }
    responses: { 200: { type: [Pet], doc: Pets. } }
  create:
    doc: Creates one.
    http: POST /pets
    auth: none
    body: Pet
    responses: { 201: { type: Pet, doc: The pet. } }
  look: { doc: Looks., http: GET /look, scope: { any: [pets.read, pets.write] }, responses: { 200: none } }
  show: { doc: Shows., http: GET /show, scope: { each: [pets.read, pets.write] }, responses: { 200: none } }
  feed: { doc: Feeds., http: POST /feed, scope: { all: [pets.write, pets.feed] }, responses: { 204: none } }
  owned: { doc: Shows owned ones., http: GET /owned, scope: { each: [pets.chip, pets.owner, pets.name] }, responses: { 200: Owners } }
  all: { doc: Shows all., http: GET /all, scope: { any: [pets.chip, pets.name] }, responses: { 200: Owners } }
types:
  Owners: { doc: Owners., fields: { pets: { type: [Owned], doc: The pets. }, either: { type: { map: Either }, doc: One of them. } } }
  Owned:
    doc: An owned pet.
    fields:
      name: { type: string, example: Tom, doc: The name. }
      chip: { type: string, example: c, aliases: [microchip], doc: The chip. }
      mark1..mark2: { type: string, example: c, doc: Marks. }
      owner: { type: Owner, doc: The owner. }
  Owner: { doc: An owner., fields: { phone: { type: string, example: p, doc: A phone. }, mail: { type: string, example: a, doc: Mail. }, city: { type: string, example: Rome, doc: The city. } } }
  Either: { doc: One of two., union: [{ type: Owner, when: city }, { type: Owned }] }
  Kind:
    doc: A kind.
    values: { CAT: A cat., DOG: A dog. }
  Pet:
    doc: A pet.
    fields:
      name: { type: string, required: true, doc: The name. }
      kind: { type: Kind, doc: The kind. }
      born: { type: date, doc: When. }
";

#[tokio::test]
async fn api_without_rules_is_served_from_the_specification() {
    let contract = with_pets();
    let sandbox = Sandbox::builder()
        .contract(contract)
        .start()
        .await
        .expect("the sandbox starts");
    let api = contract
        .apis
        .iter()
        .find(|api| api.key == "pets")
        .expect("the API exists");

    let created = raw::json(
        &sandbox,
        "",
        "POST",
        "/pets/v1/pets",
        r#"{"name": "Tom", "kind": "CAT"}"#,
    )
    .await;
    assert_eq!(created.status, 201, "{created:?}");
    assert_eq!(
        validate::answer(contract, api, &api.operations[1], 201, &created.json()),
        []
    );
    for (body, reason) in [
        (r#"{"kind": "CAT"}"#, "`name` is missing"),
        (r#"{"name": "Tom", "born": "long ago"}"#, "`born` is not a date"),
        ("[]", "is not an object"),
        ("{", "is not JSON"),
        ("", "is missing"),
    ] {
        let refused = raw::json(&sandbox, "", "POST", "/pets/v1/pets", body).await;
        assert_eq!(refused.status, 400, "{body}: {refused:?}");
        assert!(refused.body.contains(reason), "{body}: {refused:?}");
    }

    let token = sandbox.company_token();
    let listed = raw::json(&sandbox, &token, "GET", "/pets/v1/pets?kind=DOG", "").await;
    assert_eq!(listed.status, 200, "{listed:?}");
    assert_eq!(
        validate::answer(contract, api, &api.operations[0], 200, &listed.json()),
        []
    );
    assert!(
        listed.json().as_array().is_some_and(|pets| !pets.is_empty()),
        "{listed:?}"
    );
    for (token, query, status) in [
        ("", "?kind=DOG", 401),
        (&token, "", 400),
        (&token, "?kind=DOG&most=few", 400),
    ] {
        let refused = raw::json(&sandbox, token, "GET", &format!("/pets/v1/pets{query}"), "").await;
        assert_eq!(refused.status, status, "{query}: {refused:?}");
    }
    assert_eq!(
        sandbox
            .requests()
            .iter()
            .filter(|call| call.operation.as_deref() == Some("pets.list"))
            .count(),
        4
    );
}

#[tokio::test]
async fn a_call_needs_any_or_all_of_several_scopes() {
    let sandbox = Sandbox::builder()
        .contract(with_pets())
        .start()
        .await
        .expect("the sandbox starts");
    let status = async |method: &str, path: &str, scopes: &str| {
        let token = token(&sandbox, scopes).await;
        let answer = raw::json(&sandbox, &token, method, &format!("/pets/v1/{path}"), "").await;
        (answer.status, answer.body)
    };
    for path in ["look", "show"] {
        for scopes in ["pets.read", "pets.write"] {
            assert_eq!(status("GET", path, scopes).await.0, 200, "{path} with {scopes}");
        }
        let (refused, body) = status("GET", path, "pets.feed").await;
        assert_eq!(refused, 403, "{path}");
        assert!(body.contains("the scope pets.read or pets.write"), "{body}");
    }
    assert_eq!(status("POST", "feed", "pets.feed pets.write").await.0, 204);
    let (refused, body) = status("POST", "feed", "pets.feed").await;
    assert_eq!(refused, 403);
    assert!(body.contains("the scope pets.write and pets.feed"), "{body}");
}

#[tokio::test]
async fn each_scope_opens_its_fields_at_any_depth() {
    let sandbox = Sandbox::builder()
        .contract(with_pets())
        .start()
        .await
        .expect("the sandbox starts");
    let names = async |path: &str, scopes: &str| {
        let token = token(&sandbox, scopes).await;
        let answer = raw::json(&sandbox, &token, "GET", &format!("/pets/v1/{path}"), "").await;
        assert_eq!(answer.status, 200, "{answer:?}");
        let mut names = Vec::new();
        add_names("", &answer.json(), &mut names);
        names.join(" ")
    };
    let found = [
        names("owned", "pets.chip pets.owner").await,
        names("owned", "pets.chip").await,
        names("owned", "pets.owner").await,
        names("owned", "pets.name").await,
        // Another mode opens everything.
        names("all", "pets.name").await,
    ];
    let all = "either.name.city either.name.mail either.name.phone either.name either pets.chip pets.name pets.owner.city \
               pets.owner.mail pets.owner.phone pets.owner pets";
    let with_chips = "either.name.city either.name.phone either.name either pets.chip pets.name pets";
    let without_both = "either.name.city either.name either pets.name pets";
    assert_eq!(found, [all, with_chips, all, without_both, all]);
}

/// Adds the paths of all names in a value, those of items of lists without an index.
fn add_names(path: &str, value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let path = format!("{path}.{name}").trim_start_matches('.').to_owned();
                add_names(&path, value, names);
                names.push(path);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| add_names(path, item, names)),
        _ => {}
    }
}

/// Returns an access token with these scopes.
async fn token(sandbox: &Sandbox, scopes: &str) -> String {
    let form = format!(
        "client_id=5dbdd6fe-3670-4b18-a569-b6abbbc22959&client_secret=sandbox-secret&grant_type=client_credentials&scope={}",
        scopes.replace(' ', "+")
    );
    let headers = [("content-type", "application/x-www-form-urlencoded")];
    let answer = raw::call(sandbox.url(), "POST", "/oauth2/v0/token", &headers, &form).await;
    let token = answer.json()["access_token"].as_str().map(str::to_owned);
    token.unwrap_or_else(|| panic!("{answer:?}"))
}

#[tokio::test]
async fn a_specification_without_lists_keeps_those_of_the_company() {
    let is_wanted = |path: &str| !path.contains("lists/") && !path.ends_with("lists.yaml") && !path.contains("vendors");
    let sandbox = Sandbox::builder()
        .contract(contract(is_wanted, None))
        .creation_takes(std::time::Duration::ZERO)
        .start()
        .await
        .expect("the sandbox starts");
    let concur = crate::support::company(&sandbox).build().expect("the client builds");
    let item = LineItem::builder()
        .purchase_type(PurchaseType::Goods)
        .vendor_code("VEN1")
        .vendor_address_code("ADDR1")
        .description("telescope")
        .quantity(sap_concur::dec!(1))
        .unit_price(sap_concur::dec!(346.20))
        .build();
    let mut request = CreatePurchaseRequest::builder()
        .requester(Requester::LoginId("ann@example.com".into()))
        .currency_code("USD")
        .custom1("ADVT")
        .line_items([item])
        .build();
    for (code, status) in [("ADVT", QueueStatus::Created), ("NONE", QueueStatus::CreateFailed)] {
        request.custom1 = Some(code.into());
        let orders = concur.purchase_requests();
        let created = orders.create(&request).await.expect("the vendor exists");
        let read = orders.get(&created.id).await.expect("it exists");
        assert_eq!(read.purchase_request_queue_status, Some(status));
    }
}
