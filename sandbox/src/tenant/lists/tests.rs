#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

/// Three levels: the first is of a list, and 3 is below 2, which is below 9.
fn fields() -> CustomFields {
    let list = CustomField::List("plants".to_owned());
    CustomFields::from([(9, list), (2, CustomField::Below(9)), (3, CustomField::Below(2))])
}

#[test]
fn lists_are_found_by_key() {
    let departments = tenant().list("departments").unwrap();
    assert!(departments.iter().any(|item| item.code == "SALES"));
    assert!(tenant().list("Departments").is_none());
}

#[test]
fn levels_lead_to_a_list_or_to_nothing() {
    assert_eq!(levels(&fields(), 9), Some(("plants", vec![])));
    assert_eq!(levels(&fields(), 3), Some(("plants", vec![2, 9])));
    assert_eq!(levels(&fields(), 1), None);
    let circle = CustomFields::from([(1, CustomField::Below(2)), (2, CustomField::Below(1))]);
    assert_eq!(levels(&circle, 1), None);
    assert_eq!(levels(&CustomFields::from([(1, CustomField::Below(1))]), 1), None);
}

#[test]
fn a_level_takes_what_is_below_the_chosen_item() {
    let codes = |number, chosen: &[(u32, &str)]| -> Vec<String> {
        let is_chosen = |number, item: &ListItem| chosen.contains(&(number, item.code.as_str()));
        let taken = tenant().taken(&fields(), number, is_chosen);
        taken.iter().map(|item| item.code.clone()).collect()
    };
    assert_eq!(codes(9, &[]), ["NORTH", "SOUTH"]);
    assert_eq!(codes(2, &[(9, "NORTH")]), ["HALL1", "HALL2"]);
    assert_eq!(codes(2, &[(9, "SOUTH")]), ["HALL1", "YARD"]);
    for nothing in [codes(2, &[]), codes(2, &[(9, "WEST")]), codes(3, &[(9, "NORTH")])] {
        assert!(nothing.is_empty(), "{nothing:?}");
    }
}
