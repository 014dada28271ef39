#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use super::*;
use crate::rules::request::expenses::rule_calls::{RuleCalls, code};
use crate::state::tokens::Principal;
use crate::tenant::Tenant;

fn service(calls: &mut RuleCalls, id: &str) -> Result<Value, Refusal> {
    calls.get(&format!("/travelagencies/{id}"))
}

#[test]
fn offices_are_read_by_id() {
    let mut calls = RuleCalls::of("ann@example.com");
    let id = "19D775BFE6A3885126C893E3E209B41D";
    let service = service(&mut calls, id).unwrap();
    assert_eq!(
        service,
        json!({
            "id": id, "href": format!("http://first/travelrequest/v4/travelagencies/{id}"),
            "name": "Compass Rose Travel", "emailAddress": "compass-rose@example.com", "proposalType": "API",
            "customerAccountCode": "NWI-001", "customerAccountName": "Northwind Instruments",
        })
    );
}

#[test]
fn only_two_proposal_types_show_the_account() {
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
        let service = service(&mut RuleCalls::with(tenant, "ann@example.com"), &id).unwrap();
        assert_eq!(service.get("customerAccountCode").is_some(), shown, "{kind}");
        assert_eq!(service.get("customerAccountName").is_some(), shown, "{kind}");
    }
}

#[test]
fn unknown_offices_are_not_found() {
    let mut calls = RuleCalls::of("ann@example.com");
    assert_eq!(
        code(service(&mut calls, "0123456789ABCDEF0123456789ABCDEF")),
        "notFound"
    );
    let refusal = service(&mut calls, "compass").unwrap_err();
    assert_eq!(refusal.violations[0].message, "compass");
    assert_eq!(code(Err(refusal)), "invalidUuid");
}

#[test]
fn the_system_user_may_read_it_and_an_application_may_not() {
    let mut calls = RuleCalls::of("ann@example.com");
    let id = "7766115ADBFAAD3CB12B82D87BFD4D84";
    calls.principal = Principal::Company;
    service(&mut calls, id).unwrap();
    calls.principal = Principal::Application;
    assert_eq!(code(service(&mut calls, id)), "invalidUser");
}
