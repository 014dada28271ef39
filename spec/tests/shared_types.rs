//! Types that APIs share.

use concur_spec::api::{Api, Contract, View};
use concur_spec::{MINIMAL_PLATFORM, Sources, Specification, describe, describe_table};

use crate::support::{self, HEADER, erratum};

const SHARED: &str = "
shared_types:
  Money:
    doc: An amount of money.
    section: Money
    fields:
      value: { type: decimal, required: true, doc: The value. }
      currency: { type: currency, doc: The currency. }
      kind: { type: Kind, doc: The kind. }
  Kind: { doc: A kind., values: { GROSS: With taxes., NET: Without. } }
";

/// Reads an order, with a price.
const SHOP: &str = "
operations:
  get: { doc: Gets., http: GET /orders, responses: { 200: Order } }
types:
  Kind: shared
  Order: { doc: An order., fields: { price: { type: Money, doc: The price. } } }
  Money: shared
";

/// Sends a payment, with a price.
const BANK: &str = "
operations:
  pay: { doc: Pays., http: POST /payments, body: Payment, responses: { 204: none } }
types:
  Payment: { doc: A payment., fields: { price: { type: Money, required: true, doc: The price. }, kind: { type: Kind, doc: A kind. } } }
  Money: shared
  Kind: shared
";

fn api(key: &str, lines: &str) -> String {
    HEADER.replace("pets", key) + lines
}

fn sources(platform: &str, errata: &str) -> Sources {
    let (bank, shop) = (api("bank", BANK), api("shop", SHOP));
    let platform = format!("{MINIMAL_PLATFORM}{platform}");
    let mut files = vec![
        ("spec/bank.yaml", bank.as_str()),
        ("spec/concur.yaml", platform.as_str()),
        ("spec/shop.yaml", shop.as_str()),
    ];
    if !errata.is_empty() {
        files.push(("spec/errata/concur.yaml", errata));
    }
    support::sources(&files)
}

fn load() -> Specification {
    concur_spec::load(&sources(SHARED, "")).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn with_erratum() -> (Sources, Specification) {
    let corrections = erratum(
        "currency-required",
        "at: shared_types/Money/fields/currency\ndocumented: { required: absent }\nholds: { required: true }",
    );
    let sources = sources(SHARED, &format!("errata: concur\ncorrections:\n{corrections}"));
    let specification = concur_spec::load(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"));
    (sources, specification)
}

fn the<'a>(contract: &'a Contract, key: &str) -> &'a Api {
    contract.find_api(key).expect("an API")
}

#[test]
fn each_api_has_the_shared_types_that_it_lists() {
    let contract = load().effective;
    for key in ["bank", "shop"] {
        let api = the(&contract, key);
        assert_eq!(api.shared_names().collect::<Vec<_>>(), ["Money", "Kind"], "{key}");
        let money = api.types.iter().find(|ty| ty.name == "Money").expect("a copy");
        let fields: Vec<&str> = money.fields.iter().map(|field| field.wire.as_str()).collect();
        assert_eq!(fields, ["value", "currency", "kind"]);
        assert_eq!(
            money.doc.document.as_deref(),
            Some("Handbook"),
            "it is from the API's document"
        );
    }
    let users: Vec<&str> = contract.apis_with_shared("Money").map(|api| api.key.as_str()).collect();
    assert_eq!(users, ["bank", "shop"]);
}

#[test]
fn a_shared_type_is_sent_and_received_as_any_api_does() {
    let contract = load().effective;
    let shared = contract.shared_types.as_ref().expect("there are some");
    assert_eq!(
        shared.models[0].view,
        View::Shared,
        "one API sends it, the other receives it"
    );
    for key in ["bank", "shop"] {
        let own = the(&contract, key)
            .models
            .iter()
            .find(|model| model.source == "Money")
            .expect("a copy");
        assert!(own.is_shared && !shared.models[0].is_shared);
        assert_eq!(
            (&own.name, &own.builder, own.view),
            (&shared.models[0].name, &shared.models[0].builder, View::Shared)
        );
        assert_eq!(own.members, shared.models[0].members);
    }
}

#[test]
fn the_uses_of_a_shared_value_set_are_those_in_the_api() {
    let contract = load().effective;
    let uses = |key: &str| {
        let set = &the(&contract, key).value_sets[0];
        set.uses
            .iter()
            .map(|one| format!("{}.{}", one.owner, one.field))
            .collect::<Vec<_>>()
    };
    assert_eq!(uses("bank"), ["Payment.kind", "Money.kind"]);
    assert_eq!(uses("shop"), ["Money.kind"]);
}

#[test]
fn an_erratum_of_a_shared_type_holds_in_every_api() {
    let (_, specification) = with_erratum();
    for key in ["bank", "shop", "shared types"] {
        let api = the(&specification.effective, key);
        let money = api.types.iter().find(|ty| ty.name == "Money").expect("a copy");
        let currency = &money.fields[1];
        assert_eq!(currency.required, concur_spec::api::Required::Always, "{key}");
        let errata: Vec<&str> = currency.doc.errata.iter().map(|erratum| erratum.id.as_str()).collect();
        assert_eq!(errata, ["currency-required"], "{key}");
    }
    assert_eq!(specification.effective.errata, 1);
    let documented = the(&specification.as_documented, "bank")
        .types
        .iter()
        .find(|ty| ty.name == "Money");
    assert_eq!(
        documented.expect("a copy").fields[1].required,
        concur_spec::api::Required::No
    );
}

#[test]
fn a_row_of_a_shared_type_is_found_where_it_is_defined() {
    let (sources, specification) = with_erratum();
    let items = concur_spec::explain::items(&specification.effective);
    let item = items
        .iter()
        .find(|item| item.name == "shop.Money.currency")
        .expect("an item");
    let span = specification.spans.of_item(item).expect("it has a row");
    assert_eq!(sources.file(span.file).expect("a file").path(), "spec/concur.yaml");
    let errata = specification.spans.errata_of(item);
    assert_eq!(
        errata.iter().map(|erratum| erratum.id.as_str()).collect::<Vec<_>>(),
        ["currency-required"]
    );
}

#[test]
fn an_api_can_correct_a_shared_type_by_having_its_own() {
    let own = "at: types/Kind\ndocumented: shared\nholds: { doc: A kind., values: { GROSS: With taxes. } }";
    let money = "at: types/Money\ndocumented: shared\nholds: { doc: Money., fields: { value: { type: string, doc: V. }, kind: { type: Kind, doc: K. } } }";
    let corrections = erratum("own-kind", own) + &erratum("own-money", money);
    let (bank, shop) = (api("bank", BANK), api("shop", SHOP));
    let platform = format!("{MINIMAL_PLATFORM}{SHARED}");
    let errata = format!("errata: shop\ncorrections:\n{corrections}");
    let contract = support::contract(&support::sources(&[
        ("spec/bank.yaml", &bank),
        ("spec/concur.yaml", &platform),
        ("spec/errata/shop.yaml", &errata),
        ("spec/shop.yaml", &shop),
    ]));
    assert_eq!(the(&contract, "shop").shared_names().count(), 0);
    assert_eq!(the(&contract, "bank").shared_names().count(), 2);
}

#[test]
fn the_description_marks_shared_types() {
    let contract = load().effective;
    let text = describe_table(&contract);
    assert!(text.contains("Money, shared\n"), "{text}");
    let json = describe(&contract);
    let shared = |list: &str| {
        let rows = json[list].as_array().expect("a list").iter();
        rows.filter(|row| row["shared"] == true).count()
    };
    assert_eq!((shared("types"), shared("value_sets")), (2, 3));
}
