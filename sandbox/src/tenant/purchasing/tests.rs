#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn tenant() -> &'static Tenant {
    Tenant::seeded().unwrap()
}

#[test]
fn vendors_are_found_by_vendor_and_address_code() {
    assert_eq!(tenant().vendor("VEN1", "ADDR2").unwrap().code, "VEN1");
    assert!(
        tenant().vendor("VEN1", "ADDR3").is_none(),
        "an address of another vendor"
    );
    assert!(tenant().vendor("VEN99", "ADDR1").is_none());
    assert!(tenant().vendor("VEN1", "").is_none());
}

#[test]
fn policies_are_found_by_external_id() {
    let policy = &tenant().purchasing.policies[1];
    assert_eq!(tenant().order_policy(&policy.external_id).unwrap().name, policy.name);
    assert!(tenant().order_policy(&policy.name).is_none());
}
