//! Unit tests.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use concur_spec::Contract;

use super::*;
use crate::import::target::find;

fn contract() -> &'static Contract {
    concur_contract::contract().unwrap()
}

fn fields(import: &str) -> Fields {
    let (api, import) = find(contract(), import).unwrap();
    Fields::of(&Plan::of(api, import).unwrap()).unwrap()
}

#[test]
fn names_are_the_same_in_every_spelling() {
    let fields = fields("purchase_request");
    for name in [
        "vendorCode",
        "Vendor Code",
        "vendor_code",
        "VENDOR-CODE",
        "line.vendorCode",
        "Line.Vendor code",
    ] {
        let field = fields.find(name).unwrap();
        assert_eq!((field.part, field.name.as_str()), (Part::Line, "vendorCode"), "{name}");
    }
}

#[test]
fn a_name_of_both_parts_needs_its_part() {
    let fields = fields("purchase_request");
    let problem = fields.find("comments").unwrap_err();
    assert!(
        problem.contains("write `document.comments` or `line.comments`"),
        "{problem}"
    );
    assert_eq!(fields.find("document.comments").unwrap().part, Part::Document);
    assert_eq!(fields.find("line.comments").unwrap().part, Part::Line);
}

#[test]
fn an_unknown_name_suggests_the_nearest() {
    let problem = fields("purchase_request").find("vendorCod").unwrap_err();
    assert!(problem.contains("did you mean `vendorCode`?"), "{problem}");
}

#[test]
fn a_value_that_stands_for_its_object_has_its_name() {
    let fields = fields("request");
    let custom = fields.find("document.custom3").unwrap();
    assert_eq!(custom.path, ["custom3", "value"]);
    assert_eq!(fields.find("document.custom3.code").unwrap().path, ["custom3", "code"]);
}

#[test]
fn a_template_has_one_column_of_a_family() {
    let fields = fields("request");
    let customs = fields
        .fields
        .iter()
        .filter(|field| field.is_in_template && field.name.starts_with("custom"));
    let customs: Vec<_> = customs
        .map(|field| (field.part, field.name.as_str(), field.family_end))
        .collect();
    assert_eq!(
        customs,
        [(Part::Document, "custom1", Some(20)), (Part::Line, "custom1", Some(40))]
    );
}

#[test]
fn every_field_is_found_by_its_own_name() {
    for api in &contract().apis {
        for import in &api.imports {
            let fields = Fields::of(&Plan::of(api, import).unwrap()).unwrap();
            assert!(!fields.fields.is_empty());
            for field in &fields.fields {
                let found = fields.find(&fields.name_of(field)).unwrap();
                assert_eq!((found.part, &found.path), (field.part, &field.path));
            }
        }
    }
}
