use serde_json::json;

use super::*;

/// Parses an expression about users.
fn of_users(text: &str) -> Result<Filter, Refusal> {
    let contract = crate::contract().expect("the contract is valid");
    let api = crate::api::find(contract, "identity").expect("it is an API");
    parsed(text, &|path| !path.is_single(api, "User"))
}

fn selects(text: &str, user: &Value) -> bool {
    let filter = of_users(text).unwrap_or_else(|refused| panic!("{text}: {refused:?}"));
    matches(&filter, user)
}

fn user() -> Value {
    json!({
        "id": "c7e128ed-a8a6-4627-bd5d-42f7f89cdeb4",
        "active": true,
        "name": { "givenName": "John", "familyName": "Smith" },
        "emails": [
            { "type": "work", "value": "john.smith@example.com", "verified": false },
            { "type": "home", "value": "js@example.org", "verified": true },
        ],
        "entitlements": ["Travel", "Invoice"],
        "meta": { "created": "2021-11-17T22:44:09.000164Z" },
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "startDate": "2013-12-31T00:00:00.000" },
    })
}

#[test]
fn expressions_of_the_guide_select_what_they_say() {
    let enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
    for text in [
        "active eq true",
        "emails.value eq \"John.Smith@EXAMPLE.com\"",
        "active eq true and emails.value ew \"example.com\"",
        "entitlements eq \"invoice\"",
        "emails[type eq \"work\" and value ew \"@example.com\"]",
        &format!("active eq true and {enterprise}:startDate le 2013-12-31"),
        "id eq c7e128ed-a8a6-4627-bd5d-42f7f89cdeb4",
        "emails[type eq \"other\" or value sw \"js\" or verified eq false]",
        "name[givenName ne \"Jane\" and not(givenName eq \"Bob\")]",
        "name[not(givenName co \"admin\") and givenName pr]",
        &format!("not ({enterprise}:manager[value ne \"x\" and value pr])"),
        "emails.value ew \"@example.com\" and emails.value ew \"@example.org\"",
        "meta.created gt \"2011-05-13T04:42:34Z\"",
        "not (active eq false) and title ne \"x\"",
        "name.givenName eq \"Jane\" or name.familyName eq \"Smith\" and active eq true",
    ] {
        assert!(selects(text, &user()), "{text}");
    }
    for text in [
        "emails[type eq \"home\" and value ew \"@example.com\"]",
        "title pr",
        "name.givenName gt \"Z\"",
        "(name.givenName eq \"John\" or name.familyName eq \"Smith\") and active eq false",
        "meta.created lt \"2011-05-13T04:42:34Z\"",
    ] {
        assert!(!selects(text, &user()), "{text}");
    }
}

#[test]
fn a_wrong_expression_is_refused() {
    let deep = "(".repeat(100_000);
    for text in [
        "",
        "active",
        "active eq",
        "active is true",
        "active eq true or",
        "(active eq true",
        "active eq true)",
        "emails[type eq \"work\"",
        "emails[not(type eq \"work\")]",
        "addresses[type ne \"work\"]",
        "emails[value ew \"a\" and (type eq \"home\" or type eq \"work\")]",
        "preferredLanguage[not(value pr)]",
        "emails[value sw \"C\" and value ew \"S\"]",
        "name.givenName eq \"open",
        "name.givenName eq \"\\x\"",
        deep.as_str(),
    ] {
        let refused = of_users(text).expect_err(text);
        assert_eq!(refused.status, 400);
        assert_eq!(refused.violations[0].code.as_deref(), Some("invalidFilter"));
    }
}
