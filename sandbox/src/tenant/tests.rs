#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use serde_json::Value;

use super::*;

fn seeded() -> &'static Tenant {
    Tenant::seeded().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_built_in_seed_is_valid() {
    let tenant = seeded();
    assert!(std::ptr::eq(tenant, seeded()), "it is parsed once");
}

#[test]
fn the_first_user_is_an_employee_with_an_active_approver() {
    let tenant = seeded();
    let first = &tenant.users[0];
    assert!(first.can(Role::Traveler) && first.can(Role::Purchaser) && !first.can(Role::Approver));
    assert_eq!(first.state, State::Active);
    let approver = tenant.approver_of(first).unwrap();
    assert!(approver.can(Role::Approver) && approver.state == State::Active);
    let second_level = tenant.approver_of(approver).unwrap();
    assert!(second_level.can(Role::Approver));
    assert!(tenant.approver_of(second_level).is_none());
    assert!(tenant.users.iter().any(|user| user.may_stand_in_for(approver)));
}

#[test]
fn every_state_role_and_data_center_has_a_user() {
    let users = &seeded().users;
    for state in [
        State::Active,
        State::Disabled,
        State::Locked,
        State::SsoOnly,
        State::PasswordExpired,
    ] {
        assert!(users.iter().any(|user| user.state == state), "{state:?}");
    }
    for role in [Role::Purchaser, Role::Traveler, Role::Approver, Role::Processor] {
        assert!(
            users.iter().any(|user| user.can(role) && user.state == State::Active),
            "{role:?}"
        );
    }
    assert!(
        users
            .iter()
            .any(|user| user.home == Home::Second && user.approver.is_some())
    );
    for currency in ["USD", "EUR", "JPY"] {
        assert!(
            users
                .iter()
                .any(|user| user.currency == currency && user.state == State::Active)
        );
    }
}

#[test]
fn every_missing_approver_case_has_a_user() {
    let tenant = seeded();
    let travelers = || {
        tenant
            .users
            .iter()
            .filter(|user| user.can(Role::Traveler) && user.state == State::Active)
    };
    assert!(travelers().any(|user| user.approver.is_none() && !user.can(Role::Approver)));
    assert!(travelers().any(|user| tenant.approver_of(user).is_some_and(|approver| approver.id == user.id)));
    let has_left = |user: &User| {
        tenant
            .approver_of(user)
            .is_some_and(|approver| approver.state == State::Disabled)
    };
    assert!(travelers().any(has_left));
}

#[test]
fn the_first_application_has_every_grant_and_scope() {
    let contract = crate::contract().unwrap();
    let first = &seeded().applications[0];
    let grants: BTreeSet<&str> = contract
        .platform
        .grants
        .iter()
        .map(|grant| grant.key.as_str())
        .collect();
    assert_eq!(first.grants.iter().map(String::as_str).collect::<BTreeSet<_>>(), grants);
    let scopes = contract.apis.iter().flat_map(|api| &api.scopes);
    let scopes: BTreeSet<&str> = scopes.map(|scope| scope.wire.as_str()).collect();
    let allowed = first.scopes_in(contract);
    assert_eq!(allowed.iter().map(String::as_str).collect::<BTreeSet<_>>(), scopes);
    assert_eq!(first.scopes, None, "those of a new API too");
    assert_eq!(first.redirect_uris, ["http://localhost:8080/callback"]);
    assert!(first.connected && !first.disabled);
}

#[test]
fn other_applications_are_restricted_disabled_or_not_connected() {
    let others = &seeded().applications[1..];
    assert!(others[0].grants.len() < seeded().applications[0].grants.len());
    assert!(others.iter().all(|application| application.scopes.is_some()));
    assert!(others[0].connected && !others[0].disabled);
    assert!(others.iter().any(|application| application.disabled));
    assert!(
        others
            .iter()
            .any(|application| !application.connected && !application.disabled)
    );
}

#[test]
fn currencies_have_the_digits_of_iso_4217() {
    for (code, digits) in [
        ("USD", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("CLP", 0),
        ("XOF", 0),
        ("KWD", 3),
        ("TND", 3),
        ("MGA", 2),
    ] {
        assert_eq!(seeded().currency(code).unwrap().digits, digits, "{code}");
    }
    for gone in ["DEM", "HRK", "ZWL", "XAU", "XXX"] {
        assert!(seeded().currency(gone).is_none(), "{gone}");
    }
}

/// The documented example of a purchase request is accepted, except for its user.
#[test]
fn the_documented_purchase_request_matches_the_seed() {
    let tenant = seeded();
    let apis = &crate::contract().unwrap().apis;
    let api = apis.iter().find(|api| api.key == "purchase_request").unwrap();
    let create = api
        .operations
        .iter()
        .find(|operation| operation.key == "create")
        .unwrap();
    let example = create
        .examples
        .iter()
        .find_map(|example| example.request.as_ref())
        .unwrap();
    let example: Value = serde_json::from_str(example).unwrap();
    let text = |value: &Value, key: &str| value[key].as_str().unwrap().to_owned();

    let purchasing = &tenant.purchasing;
    assert!(tenant.order_policy(&text(&example, "policyExternalId")).is_some());
    assert!(tenant.currency(&text(&example, "currencyCode")).is_some());
    assert!(purchasing.ship_to.contains(&text(&example, "shipToAddressCode")));
    assert!(purchasing.bill_to.contains(&text(&example, "billToAddressCode")));
    assert!(custom_values_fit(tenant, &purchasing.header, &example) > 0);
    let lines = example["lineItems"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    for line in lines {
        let vendor = tenant
            .vendor(&text(line, "vendorCode"), &text(line, "vendorAddressCode"))
            .unwrap();
        assert!(vendor.active);
        assert!(purchasing.expense_types.contains(&text(line, "expenseType")));
        assert!(purchasing.units.contains(&text(line, "uomCode")));
        assert!(custom_values_fit(tenant, &purchasing.line, line) > 0);
    }
}

/// Checks custom fields with a list and returns their number. The others are text.
fn custom_values_fit(tenant: &Tenant, fields: &CustomFields, body: &Value) -> usize {
    let mut items = 0;
    for number in fields.keys() {
        let Some(value) = body[format!("custom{number}")].as_str() else {
            continue;
        };
        let chosen = |number: u32| body[format!("custom{number}")].as_str();
        let taken = tenant.taken(fields, *number, |number, item| chosen(number) == Some(&item.code));
        assert!(taken.iter().any(|item| item.code == value), "custom{number}: {value}");
        items += 1;
    }
    items
}

#[test]
fn exactly_one_vendor_is_inactive() {
    let vendors = &seeded().purchasing.vendors;
    assert_eq!(vendors.iter().filter(|vendor| !vendor.active).count(), 1);
}

#[test]
fn request_policies_have_every_kind_of_workflow() {
    let policies = &seeded().requesting.policies;
    let default = &policies[0];
    assert_eq!(default.steps, [Step::Manager]);
    assert!(default.multi_leg && default.limit.is_none() && default.booking_minutes.is_none());
    assert_eq!(default.required, ["name", "startDate", "endDate"]);
    assert!(
        policies
            .iter()
            .any(|policy| policy.steps == [Step::Manager, Step::Processor])
    );
    assert!(policies.iter().any(|policy| policy.steps.contains(&Step::External)));
    assert!(policies.iter().any(|policy| policy.limit.is_some()));
    assert!(policies.iter().any(|policy| policy.booking_minutes.is_some()));
    assert!(
        policies
            .iter()
            .any(|policy| !policy.expense_types.is_empty() && !policy.segment_types.is_empty())
    );
    assert!(policies.iter().any(|policy| !policy.multi_leg));
}

#[test]
fn every_segment_category_has_a_type_and_one_is_custom() {
    let contract = crate::contract().unwrap();
    let values = |name: &str| -> BTreeSet<&str> {
        let sets = contract.apis.iter().flat_map(|api| &api.value_sets);
        let values = sets.filter(|set| set.name == name).flat_map(|set| &set.values);
        values.map(|value| value.wire.as_str()).collect()
    };
    let kinds = &seeded().requesting.segment_types;
    let categories: BTreeSet<&str> = kinds.iter().map(|kind| kind.category.as_str()).collect();
    assert_eq!(categories, values("SegmentCategory"));
    let codes: BTreeSet<&str> = kinds.iter().map(|kind| kind.code.as_str()).collect();
    assert!(codes.is_superset(&values("SegmentCode")));
    assert_eq!(codes.len(), values("SegmentCode").len() + 1);
}

#[test]
fn debug_output_has_no_secrets() {
    let tenant = seeded();
    let shown = format!("{tenant:?}");
    let passwords = tenant.users.iter().map(|user| &user.password);
    let secrets = tenant.applications.iter().map(|application| &application.client_secret);
    for secret in passwords.chain(secrets).chain([&tenant.company.request_token]) {
        assert!(!shown.contains(secret.as_str()), "{secret}");
    }
}

#[test]
fn seed_md_lists_every_user_and_the_password_scheme() {
    let text = include_str!("../../SEED.md");
    for user in &seeded().users {
        assert!(text.contains(&format!("| `{}` |", user.login_id)), "{}", user.login_id);
        let name = user.login_id.split('@').next().unwrap();
        assert_eq!(user.password, format!("{name}-password"));
    }
}
