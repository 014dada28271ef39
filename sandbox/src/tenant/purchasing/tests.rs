#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

#[test]
fn a_vendor_is_found_by_both_codes_and_by_neither_alone() {
    assert_eq!(tenant().vendor("VEN1", "ADDR2").unwrap().code, "VEN1");
    assert!(
        tenant().vendor("VEN1", "ADDR3").is_none(),
        "an address of another vendor"
    );
    assert!(tenant().vendor("VEN99", "ADDR1").is_none());
    assert!(tenant().vendor("VEN1", "").is_none());
}

#[test]
fn a_policy_is_found_by_its_external_id_and_not_by_its_name() {
    let policy = &tenant().purchasing.policies[1];
    assert_eq!(tenant().order_policy(&policy.external_id).unwrap().name, policy.name);
    assert!(tenant().order_policy(&policy.name).is_none());
}

#[test]
fn a_list_is_found_by_its_key() {
    assert!(
        tenant()
            .list("departments")
            .unwrap()
            .iter()
            .any(|item| item.code == "ADVT")
    );
    assert!(tenant().list("Departments").is_none());
}
