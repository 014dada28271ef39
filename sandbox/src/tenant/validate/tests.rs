#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::super::SEED;
use super::*;
use crate::tenant::{SeedError, SeedObjects};

/// Parses the seed with the first occurrence of each text replaced.
fn changed(changes: &[(&str, &str)]) -> Result<Tenant, SeedError> {
    let mut text = SEED.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    Tenant::from_yaml("mine.yaml", &text)
}

fn messages(changes: &[(&str, &str)]) -> Vec<String> {
    let error = changed(changes).unwrap_err();
    error
        .diagnostics()
        .iter()
        .map(|diagnostic| diagnostic.message.clone())
        .collect()
}

/// Checks that a change has exactly one diagnostic.
fn refuses(from: &str, to: &str, message: &str) {
    assert_eq!(messages(&[(from, to)]), [message], "{from} -> {to}");
}

#[test]
fn approvers_and_delegators_must_be_users() {
    refuses(
        "approver: bea@example.com",
        "approver: baa@example.com",
        "users[0].approver: unknown user \"baa@example.com\"; did you mean \"bea@example.com\"?",
    );
    refuses(
        "approver: bea@example.com",
        "approver: 12",
        "users[0].approver: unknown user \"12\"",
    );
    refuses(
        "delegate_of: [bea@",
        "delegate_of: [beaa@",
        "users[10].delegate_of[0]: unknown user \"beaa@example.com\"; did you mean \"bea@example.com\"?",
    );
    assert!(changed(&[("approver: bea@example.com", "approver: BEA@Example.com")]).is_ok());
}

#[test]
fn agents_cost_objects_and_cash_advances_are_checked() {
    refuses(
        "agency: 19D775BFE6A3885126C893E3E209B41D",
        "agency: 19D775BFE6A3885126C893E3E209B41E",
        "users[14].agency: unknown travel agency \"19D775BFE6A3885126C893E3E209B41E\"; did you mean \
         \"19D775BFE6A3885126C893E3E209B41D\"?",
    );
    refuses(
        "Field service, approver: carl@",
        "Field service, approver: karl@",
        "requesting.cost_objects[1].approver: unknown user \"karl@example.com\"; did you mean \"carl@example.com\"?",
    );
    refuses(
        "owners: [jun@",
        "owners: [junn@",
        "requesting.cost_objects[2].owners[0]: unknown user \"junn@example.com\"; did you mean \"jun@example.com\"?",
    );
    refuses(
        "code: CC340, name: Laboratory, approver",
        "code: cc100, name: Laboratory, approver",
        "requesting.cost_objects[2].code: the code \"cc100\" is already used by `requesting.cost_objects[0].code`",
    );
    refuses(
        "cash_advance: 300",
        "cash_advance: 0",
        "requesting.policies[6].cash_advance: must be greater than 0",
    );
}

#[test]
fn logins_and_emails_are_unique_ignoring_case() {
    let login = messages(&[("login_id: emil@example.com", "login_id: Gus@Example.com")]);
    assert_eq!(
        login,
        ["users[6].login_id: the login id \"gus@example.com\" is already used by `users[4].login_id`"]
    );
    let email = messages(&[("email: emil@example.com", "email: Ann.Archer@example.com")]);
    assert_eq!(
        email,
        ["users[4].email: the e-mail address \"Ann.Archer@example.com\" is already used by `users[0].email`"]
    );
}

#[test]
fn ids_and_codes_are_unique() {
    let tenant = Tenant::seeded().unwrap();
    let requesting = &tenant.requesting;
    let users = (tenant.users[1].id.clone(), tenant.users[0].id.clone());
    let applications = &tenant.applications;
    let pairs = [
        (users.0.as_str(), users.1.as_str()),
        (&applications[1].client_id, &applications[0].client_id),
        (&tenant.lists["projects"][1].id, &tenant.lists["departments"][0].id),
        ("code: LGVT2", "code: LGVT1"),
        ("code: AFN", "code: AED"),
        ("external_id: po-office", "external_id: po-external-id"),
        ("code: VEN2", "code: VEN1"),
        ("[ADDR1, ADDR2, VEN1ADDR1]", "[ADDR1, ADDR1]"),
        ("\"1251\"", "\"1250\""),
        ("[DA, EA", "[DA, DA"),
        ("SHIP15140", "SHIP15139"),
        ("MNSLP130", "MNSLP129"),
        (&requesting.policies[1].id, &requesting.policies[0].id),
        (&requesting.agencies[1].id, &requesting.agencies[0].id),
        (&requesting.places[1].id, &requesting.places[0].id),
        ("id: AIRFE", "id: AIRFR"),
        ("code: \"10325\"", "code: AIRFR"),
    ];
    for (from, to) in pairs {
        let found = messages(&[(from, to)]);
        assert!(
            found.len() == 1 && found[0].contains(" is already used by `"),
            "{from} -> {to}: {found:?}"
        );
    }
}

#[test]
fn credentials_must_not_be_empty() {
    for (from, to, path) in [
        ("login_id: ann@example.com", "login_id: ''", "users[0].login_id"),
        ("password: ann-password", "password: ' '", "users[0].password"),
        ("email: ann.archer@example.com", "email: ''", "users[0].email"),
        (
            "client_secret: sandbox-secret",
            "client_secret: ''",
            "applications[0].client_secret",
        ),
        ("request_token: at-", "request_token: '' #", "company.request_token"),
    ] {
        refuses(from, to, &format!("{path}: must not be empty"));
    }
}

#[test]
fn grants_and_scopes_must_be_in_the_specification() {
    refuses(
        "grants: [password, company",
        "grants: [pasword, company",
        "applications[0].grants[0]: unknown grant \"pasword\"; did you mean \"password\"?",
    );
    refuses(
        "scopes: [purchaserequest.read]",
        "scopes: [purchaserequests.read]",
        "applications[1].scopes[0]: unknown scope \"purchaserequests.read\"; did you mean \"purchaserequest.read\"?",
    );
}

#[test]
fn currencies_of_users_must_be_active() {
    refuses(
        "currency: JPY",
        "currency: DEM",
        "users[9].currency: unknown currency \"DEM\"",
    );
}

#[test]
fn invalid_currencies_are_refused() {
    let diagnostics = messages(&[
        ("code: AED, digits: 2", "code: aed, digits: 9"),
        ("in_usd: 0.0143", "in_usd: 0"),
        ("in_usd: 0.0118", "in_usd: -1"),
    ]);
    let starts = [
        "currencies[0].code: ",
        "currencies[0].digits: ",
        "currencies[1].in_usd: ",
        "currencies[2].in_usd: ",
    ];
    assert_eq!(diagnostics.len(), starts.len(), "{diagnostics:?}");
    assert!(
        diagnostics
            .iter()
            .zip(starts)
            .all(|(diagnostic, start)| diagnostic.starts_with(start)),
        "{diagnostics:?}"
    );
}

#[test]
fn fields_of_lower_levels_must_lead_to_a_list() {
    refuses(
        "22: { below: 21 }",
        "22: { below: 20 }",
        "purchasing.header.22.below: custom field 20 has no list",
    );
    refuses(
        "22: { below: 21 }",
        "22: { below: 22 }",
        "purchasing.header.22.below: none of the fields above has a list",
    );
}

#[test]
fn items_are_checked_at_every_level() {
    refuses(
        "code: HALL2",
        "code: HALL1",
        "lists.plants[0].items[1].code: the code \"HALL1\" is already used by `lists.plants[0].items[0].code`",
    );
    let plants = &Tenant::seeded().unwrap().lists["plants"];
    let message = format!(
        "lists.plants[0].items[0].id: the id \"{}\" is already used by `lists.plants[0].id`",
        plants[0].id
    );
    refuses(&plants[0].items[0].id, &plants[0].id, &message);
}

#[test]
fn custom_fields_and_their_lists_must_exist() {
    refuses(
        "header: { 1: departments, 5",
        "header: { 1: department, 5",
        "purchasing.header.1: unknown list \"department\"; did you mean \"departments\"?",
    );
    for (from, to, message) in [
        (
            "1: departments, 5",
            "25: departments, 5",
            "purchasing.header.25: `CreatePurchaseRequest` has no field `custom25`",
        ),
        (
            "line: { 2:",
            "line: { 21:",
            "purchasing.line.21: `LineItem` has no field `custom21`",
        ),
        (
            "header: { 1: departments, 2",
            "header: { 0: departments, 2",
            "requesting.header.0: `Request` has no field `custom0`",
        ),
        (
            "expense: { 1:",
            "expense: { 41:",
            "requesting.expense.41: `Expense` has no field `custom41`",
        ),
    ] {
        refuses(from, to, message);
    }
    assert!(
        changed(&[
            ("expense: { 1:", "expense: { 40:"),
            ("1: departments, 5", "24: departments, 5")
        ])
        .is_ok()
    );
}

#[test]
fn types_and_fields_of_policies_must_exist() {
    refuses(
        "expense_types: [TAXIX",
        "expense_types: [TAXYX",
        "requesting.policies[5].expense_types[0]: unknown expense type \"TAXYX\"; did you mean \"TAXIX\"?",
    );
    refuses(
        "segment_types: [HOTEL",
        "segment_types: [HOTL",
        "requesting.policies[5].segment_types[0]: unknown segment type \"HOTL\"; did you mean \"HOTEL\"?",
    );
    refuses(
        "required: [name, startDate",
        "required: [name, startdate",
        "requesting.policies[0].required[1]: unknown Request field \"startdate\"; did you mean \"startDate\"?",
    );
    refuses(
        "limit: 1000",
        "limit: -1",
        "requesting.policies[3].limit: must not be negative",
    );
}

#[test]
fn segment_types_need_a_known_category_and_expense_type() {
    refuses(
        "category: REQ_SEG_LIMOF",
        "category: REQ_SEG_LIMO",
        "requesting.segment_types[3].category: unknown segment category \"REQ_SEG_LIMO\"; did you mean \"REQ_SEG_LIMOF\"?",
    );
    refuses(
        "expense_type: RAILX",
        "expense_type: 7",
        "requesting.segment_types[4].expense_type: unknown expense type \"7\"",
    );
}

#[test]
fn location_and_proposal_types_must_be_in_the_specification() {
    let found = messages(&[
        ("kind: RAIL_2A", "kind: RAIL_QQ"),
        ("proposal_type: AEBT", "proposal_type: ABT"),
    ]);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found[0].starts_with("requesting.agencies[1].proposal_type: unknown proposal type \"ABT\""),
        "{found:?}"
    );
    assert!(
        found[1].contains(".kind: unknown location type \"RAIL_QQ\""),
        "{found:?}"
    );
    assert!(messages(&[("country: KW", "country: Kuwait")])[0].contains("is not an ISO 3166-1 code"));
}

#[test]
fn ids_must_have_the_format_of_the_service() {
    let tenant = Tenant::seeded().unwrap();
    let policy = &tenant.requesting.policies[0].id;
    for wrong in [
        policy.to_lowercase(),
        policy[1..].to_owned(),
        format!("{policy}0"),
        "é".repeat(16),
    ] {
        let found = messages(&[(policy, &wrong)]);
        assert!(
            found.len() == 1 && found[0].starts_with("requesting.policies[0].id: "),
            "{found:?}"
        );
    }
    let user = &tenant.users[0].id;
    for wrong in [
        user.replace('-', ""),
        format!("{user}0"),
        user.replacen(|c: char| c.is_ascii_digit(), "g", 1),
    ] {
        let found = messages(&[(user, &wrong)]);
        assert!(found.len() == 1 && found[0].starts_with("users[0].id: "), "{found:?}");
    }
}

#[test]
fn all_empty_sections_are_reported_at_once() {
    let mut tenant = Tenant::seeded().unwrap().clone();
    tenant.applications.clear();
    tenant.users.clear();
    // They name users.
    tenant.requesting.cost_objects.clear();
    tenant.currencies.clear();
    tenant.purchasing.policies.clear();
    tenant.requesting.policies.clear();
    let findings = check(&tenant, crate::contract().unwrap());
    let paths: Vec<&str> = findings.iter().map(|finding| finding.path.as_str()).collect();
    let lacking = [
        "applications",
        "users",
        "currencies",
        "purchasing.policies",
        "requesting.policies",
    ];
    assert_eq!(paths, lacking);
    tenant.purchasing.vendors[0].addresses.clear();
    let findings = check(&tenant, crate::contract().unwrap());
    assert!(
        findings
            .iter()
            .any(|finding| finding.path == "purchasing.vendors[0].addresses")
    );
}

#[test]
fn findings_are_reported_at_once_in_file_order() {
    let error = changed(&[
        ("kind: RAIL_2A", "kind: RAIL_QQ"),
        ("currency: JPY", "currency: DEM"),
        ("approver: bea@example.com", "approver: baa@example.com"),
        ("limit: 1000", "limit: -1"),
    ]);
    let error = error.unwrap_err();
    let lines: Vec<u64> = error
        .diagnostics()
        .iter()
        .map(|diagnostic| diagnostic.line.unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    assert!(lines.is_sorted(), "{lines:?}");
    let texts: Vec<&str> = SEED.lines().collect();
    let line = |at: usize| texts[usize::try_from(lines[at]).unwrap() - 1].trim();
    assert_eq!(
        [line(0), line(1), line(2)],
        ["approver: bea@example.com", "currency: JPY", "limit: 1000"]
    );
    let written = error.to_string();
    assert_eq!(written.lines().count(), 4);
    assert!(written.lines().all(|line| line.starts_with("mine.yaml:")), "{written}");
    assert!(
        written.starts_with(&format!("mine.yaml:{}:15: users[0].approver: ", lines[0])),
        "{written}"
    );
}

/// The diagnostics of a seed with objects of resources of Request.
fn objects(lines: &str) -> Vec<String> {
    let text = format!("{SEED}\nresources:\n{lines}");
    let error = Tenant::from_yaml("mine.yaml", &text).unwrap_err();
    let diagnostics = error.diagnostics().iter();
    diagnostics
        .map(|one| {
            format!(
                "{}: {}",
                one.line.map_or(0, |line| line - SEED.lines().count() as u64 - 2),
                one.message
            )
        })
        .collect()
}

#[test]
fn objects_of_resources_are_checked_by_their_types() {
    let agency = "  request: { TravelAgency: [{ id: A1, name: Alder }, { id: B2, emailAddress: b@example.com }] }\n";
    let text = format!("{SEED}\nresources:\n{agency}");
    let tenant = Tenant::from_yaml("mine.yaml", &text).unwrap_or_else(|error| panic!("{error}"));
    assert!(matches!(&tenant.resources["request"]["TravelAgency"], SeedObjects::List(list) if list.len() == 2));

    let unknown = objects("  request: { TravelAgenci: [] }\n");
    assert_eq!(
        unknown,
        ["1: resources.request.TravelAgenci: unknown resource \"TravelAgenci\"; did you mean \"TravelAgency\"?"]
    );
    assert_eq!(
        objects("  requests: {}\n"),
        ["1: resources.requests: unknown API \"requests\"; did you mean \"request\"?"]
    );
    let agencies =
        "  request:\n    TravelAgency:\n      - { id: A1, nmae: Alder }\n      - { id: A1, name: [Alder] }\n";
    assert_eq!(
        objects(agencies),
        [
            "3: resources.request.TravelAgency[0].nmae: `nmae` is unknown; did you mean `name`?",
            "4: resources.request.TravelAgency[1].id: another object has the id \"A1\"",
            "4: resources.request.TravelAgency[1].name: `name` is not a text",
        ]
    );
}

#[test]
fn objects_of_resources_are_in_those_that_contain_them() {
    let requests = "  request:\n    Request: [{ id: R1, name: Trip }]\n";
    let expense = "[{ expenseType: { id: TAXIX }, transactionAmount: { value: 1, currencyCode: USD }, transactionDate: \"2027-03-01T00:00:00.000Z\" }]";
    let listed = objects(&format!("{requests}    ExpectedExpense: []\n"));
    assert_eq!(
        listed,
        ["3: resources.request.ExpectedExpense: expected the objects by the id of their Request: `ID: [ … ]`"]
    );
    let elsewhere = objects(&format!("{requests}    ExpectedExpense: {{ R2: {expense} }}\n"));
    assert!(
        elsewhere.iter().any(|one| one.contains("unknown Request \"R2\"")),
        "{elsewhere:?}"
    );
    let deeper = objects("  request: { Request: { R1: [] } }\n");
    assert_eq!(deeper, ["1: resources.request.Request: expected a list of objects"]);
}
