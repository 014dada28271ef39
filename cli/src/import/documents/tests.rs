//! Unit tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::import::step::import_and_key;
use crate::import::target::find;
use crate::sheet::{ReadOptions, read};

/// A table of cells that are separated by `|`.
fn table(lines: &[&str]) -> Table {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("orders.csv");
    std::fs::write(&path, lines.join("\n").replace('|', ";")).unwrap();
    read(&path, &ReadOptions::default()).unwrap()
}

/// The columns of an order that the contract accepts.
const HEADER: &str =
    "key|currencyCode|userEmail|line.description|vendorCode|vendorAddressCode|purchaseType|quantity|unitPrice";

fn documents_of(import: &str, table: &Table, mark: Option<&str>, submit: bool) -> Read {
    let contract = concur_contract::contract().unwrap();
    let (api, import) = find(contract, import).unwrap();
    let plan = Plan::of(api, import).unwrap();
    let fields = Fields::of(&plan).unwrap();
    let mapping = Mapping {
        plan,
        fields: &fields,
        columns: table.header.iter().map(|name| fields.find(name).ok()).collect(),
        key: table.column("key").unwrap(),
        values: Vec::new(),
        parameters: BTreeMap::new(),
        mark: mark.map(|name| fields.find(name).unwrap()),
        formats: Formats::default(),
        submit,
    };
    mapping.documents(table)
}

fn orders(lines: &[&str]) -> Read {
    let lines: Vec<&str> = std::iter::once(HEADER).chain(lines.iter().copied()).collect();
    documents_of("purchase_request", &table(&lines), Some("document.custom24"), false)
}

fn texts(read: &Read) -> Vec<String> {
    read.faults.iter().map(ToString::to_string).collect()
}

fn body(document: &Document, step: usize) -> Json {
    StepBody::from_bytes(&document.steps[step].body).unwrap().body.unwrap()
}

#[test]
fn rows_with_one_key_are_one_document() {
    let read = orders(&[
        "A|USD|ann@example.com|Paper|V|A|GOODS|2|12.5",
        "B|EUR|bea@example.com|Chair|V|A|GOODS|1|99",
        "A|||Pens|V|A|GOODS|10|0.10",
    ]);
    assert_eq!(texts(&read), Vec::<String>::new());
    let keys: Vec<&str> = read
        .documents
        .iter()
        .map(|document| import_and_key(&document.key).1)
        .collect();
    assert_eq!(keys, ["A", "B"]);
    let order = body(&read.documents[0], 0);
    assert_eq!(order.at("currencyCode").and_then(Json::as_text), Some("USD"));
    let lines = order.get("lineItems").and_then(Json::as_list).unwrap();
    let names: Vec<_> = lines
        .iter()
        .map(|line| line.at("description").and_then(Json::as_text).unwrap())
        .collect();
    assert_eq!(names, ["Paper", "Pens"]);
    assert_eq!(read.documents[0].origin, "orders.csv, rows 2 to 4");
}

#[test]
fn all_faults_of_a_file_are_found_at_once() {
    let read = orders(&[
        "A|usd|ann@example.com|Paper|V|A|GOODS|2|12.5",
        "B|USD|bea@example.com|Chair||A|GOODS|one|99",
        "|USD|bea@example.com|Chair|V|A|GOODS|1|99",
        "C|USD|bea@example.com|Chair||A|GOOD|1|99",
    ]);
    assert_eq!(
        texts(&read),
        [
            "line 2, column 2 (currencyCode): found \"usd\", expected a currency code of three capital letters",
            "line 3, column 8 (quantity): found \"one\", expected a number such as 1234.56",
            "line 4, column 1 (key): found nothing, expected the key of the document",
            "line 5, column 7 (purchaseType): found \"GOOD\", expected one of GOODS, SERVICES",
            "line 5, column 5 (vendorCode): the cell is empty, but a value is required",
        ]
    );
    assert!(read.documents.is_empty());
}

#[test]
fn a_missing_column_is_said_once() {
    let read = documents_of(
        "purchase_request",
        &table(&["key|currencyCode", "A|USD", "B|USD"]),
        None,
        false,
    );
    let texts = texts(&read);
    let about = |name: &str| texts.iter().filter(|text| text.contains(name)).count();
    assert_eq!(
        about("there is no column for `vendorCode`, which is required"),
        1,
        "{texts:#?}"
    );
    assert_eq!(about("`lineItems[0].vendorCode`"), 0, "{texts:#?}");
}

#[test]
fn rows_that_contradict_each_other_are_a_fault() {
    let read = orders(&[
        "A|USD|ann@example.com|Paper|V|A|GOODS|2|12.5",
        "A|EUR||Pens|V|A|GOODS|10|0.10",
    ]);
    assert_eq!(
        texts(&read),
        ["line 3, column 2 (currencyCode): found \"EUR\", but row 2 of the document `A` says \"USD\""]
    );
}

#[test]
fn the_mark_is_not_part_of_what_is_compared() {
    let order = ["A|USD|ann@example.com|Paper|V|A|GOODS|2|12.5"];
    let (one, other) = (orders(&order), orders(&order));
    assert_ne!(one.documents[0].mark, other.documents[0].mark);
    assert_eq!(one.documents[0].steps, other.documents[0].steps);
}

#[test]
fn a_line_that_is_a_call_is_a_step() {
    let table = table(&[
        "key|name|startDate|endDate|expenseType|transactionAmount.value|transactionAmount.currency|transactionDate",
        "A|Fair|2027-03-01|2027-03-03|TAXIX|38.50|EUR|2027-03-01",
        "A||||HOTEL|120.00|EUR|2027-03-01",
    ]);
    let read = documents_of("request", &table, Some("document.custom20"), true);
    assert_eq!(texts(&read), Vec::<String>::new());
    let steps: Vec<&str> = read.documents[0].steps.iter().map(|step| step.name.as_str()).collect();
    assert_eq!(steps, ["create", "line 1", "line 2", "submit"]);
    let amount = body(&read.documents[0], 1);
    assert_eq!(
        amount.at("transactionAmount.value"),
        Some(&Json::Number("38.50".to_owned()))
    );
}

#[test]
fn marks_are_all_different() {
    let marks: BTreeSet<String> = (0..10_000).map(|_| mark()).collect();
    assert_eq!(marks.len(), 10_000);
    assert!(marks.iter().all(|mark| mark.len() == 20 && mark.starts_with("imp-")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is in the cells: each row is in a document, or there is a fault, and the numbers are those of the file.
    #[test]
    fn no_row_is_lost(keys in prop::collection::vec("[AB]?", 1..8), cents in 0..100_000_u32) {
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        let lines: Vec<String> = keys
            .iter()
            .map(|key| format!("{key}|USD|ann@example.com|Paper|V|A|GOODS|2|{price}"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let read = orders(&lines);
        let empty = keys.iter().filter(|key| key.is_empty()).count();
        prop_assert_eq!(read.faults.len(), empty);
        let sent: Vec<Json> = read
            .documents
            .iter()
            .flat_map(|document| body(document, 0).get("lineItems").and_then(Json::as_list).unwrap().to_vec())
            .collect();
        prop_assert_eq!(sent.len(), keys.len() - empty);
        for line in sent {
            prop_assert_eq!(line.at("unitPrice").and_then(Json::as_text), Some(price.as_str()));
        }
    }
}

/// A field with a wire form, which a specification can have.
fn field(scalar: Scalar, form: concur_spec::api::WireForm) -> Field {
    static DOC: std::sync::OnceLock<concur_spec::api::Doc> = std::sync::OnceLock::new();
    let contract = concur_contract::contract().unwrap();
    Field {
        part: Part::Document,
        name: "field".into(),
        path: vec!["field"],
        scalar,
        form,
        is_list: false,
        is_required: false,
        default: None,
        values: None,
        doc: DOC.get_or_init(|| contract.apis[0].operations[0].doc.clone()),
        family_end: None,
        is_in_template: true,
    }
}

#[test]
fn a_cell_is_sent_in_the_wire_form_of_its_field() {
    use concur_spec::api::WireForm::{Natural, Text, TrueFalse, YesNo};
    let sent = |scalar, form, cell: &str| {
        let value = value_of(&Cell::Text(cell.into()), &field(scalar, form), &Formats::default());
        value.unwrap().unwrap().line()
    };
    for (cell, is) in [("true", true), ("No", false), ("Y", true), ("n", false)] {
        let word = |yes: &str, no: &str| (if is { yes } else { no }).to_owned();
        assert_eq!(sent(Scalar::Boolean, YesNo, cell), word("\"Y\"", "\"N\""));
        assert_eq!(sent(Scalar::Boolean, TrueFalse, cell), word("\"True\"", "\"False\""));
        assert_eq!(sent(Scalar::Boolean, Text, cell), word("\"true\"", "\"false\""));
        assert_eq!(sent(Scalar::Boolean, Natural, cell), word("true", "false"));
    }
    assert_eq!(sent(Scalar::Integer, Text, "007"), "\"7\"");
    assert_eq!(sent(Scalar::Integer, Natural, "7"), "7");
    assert_eq!(sent(Scalar::Decimal, Text, "12.50"), "\"12.50\"");
    assert_eq!(sent(Scalar::Decimal, Natural, "12.50"), "12.50");
    for cell in ["2026-11-30T09:15:00", "2026-11-30 09:15:00"] {
        assert_eq!(sent(Scalar::DateTime, Natural, cell), "\"2026-11-30T09:15:00.000\"");
    }
}

#[test]
fn a_cell_that_is_no_value_of_its_field_is_a_fault() {
    use concur_spec::api::WireForm::{Natural, Text, YesNo};
    for (scalar, form, cell) in [
        (Scalar::Boolean, YesNo, "perhaps"),
        (Scalar::Integer, Text, "1.5"),
        (Scalar::Decimal, Text, "1,5"),
        (Scalar::DateTime, Natural, "2026-11-31T09:15:00"),
        (Scalar::DateTime, Natural, "noon"),
    ] {
        let value = value_of(&Cell::Text(cell.into()), &field(scalar, form), &Formats::default());
        assert!(value.is_err(), "{cell}");
    }
}

#[test]
fn a_document_can_be_the_item_of_a_list() {
    let columns = "key|VendorCode|AddressCode|CountryCode|CurrencyCode|PaymentTerms";
    let read = documents_of(
        "vendor",
        &table(&[columns, "A|KALE|HQ|US|USD|30"]),
        Some("Custom20"),
        false,
    );
    assert_eq!(texts(&read), Vec::<String>::new());
    let sent = StepBody::from_bytes(&read.documents[0].steps[0].body).unwrap();
    assert_eq!(sent.mark_at, ["Custom20"]);
    assert_eq!(
        sent.body.unwrap().at("VendorCode").and_then(Json::as_text),
        Some("KALE")
    );

    let wrong = documents_of("vendor", &table(&[columns, "A|KALE||US|USD|30"]), None, false);
    assert_eq!(
        texts(&wrong),
        ["line 2, column 3 (AddressCode): the cell is empty, but a value is required"]
    );
}
