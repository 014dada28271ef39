#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::rules::oauth::Principal;
use crate::rules::request::expenses::desk::{Desk, code};
use crate::tenant::Tenant;

fn office(desk: &mut Desk, id: &str) -> Result<Value, Refusal> {
    desk.get(&format!("/travelagencies/{id}"))
}

#[test]
fn an_office_is_read_by_its_id() {
    let mut desk = Desk::of("ann@example.com");
    let id = "19D775BFE6A3885126C893E3E209B41D";
    let office = office(&mut desk, id).unwrap();
    assert_eq!(
        office,
        json!({
            "id": id, "href": format!("http://first/travelrequest/v4/travelagencies/{id}"),
            "name": "Compass Rose Travel", "emailAddress": "compass-rose@example.com", "proposalType": "API",
            "customerAccountCode": "NWI-001", "customerAccountName": "Northwind Instruments",
        })
    );
}

#[test]
fn accounts_are_shown_with_two_proposal_types_only() {
    for (kind, shown) in [
        ("AEBT", true),
        ("API", true),
        ("CWT", false),
        ("CWTF", false),
        ("NONE", false),
    ] {
        let mut tenant = Tenant::seeded().unwrap().clone();
        tenant.requesting.agencies[0].proposal_type = kind.to_owned();
        let id = tenant.requesting.agencies[0].id.clone();
        let office = office(&mut Desk::with(tenant, "ann@example.com"), &id).unwrap();
        assert_eq!(office.get("customerAccountCode").is_some(), shown, "{kind}");
        assert_eq!(office.get("customerAccountName").is_some(), shown, "{kind}");
    }
}

#[test]
fn an_office_that_is_not_there_is_not_found() {
    let mut desk = Desk::of("ann@example.com");
    assert_eq!(code(office(&mut desk, "0123456789ABCDEF0123456789ABCDEF")), "notFound");
    let refusal = office(&mut desk, "compass").unwrap_err();
    assert_eq!(refusal.faults[0].message, "compass");
    assert_eq!(code(Err(refusal)), "invalidUuid");
}

#[test]
fn the_system_user_reads_it_and_an_application_does_not() {
    let mut desk = Desk::of("ann@example.com");
    let id = "7766115ADBFAAD3CB12B82D87BFD4D84";
    desk.principal = Principal::Company;
    office(&mut desk, id).unwrap();
    desk.principal = Principal::Application;
    assert_eq!(code(office(&mut desk, id)), "invalidUser");
}
