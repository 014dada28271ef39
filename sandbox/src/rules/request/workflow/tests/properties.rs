//! Properties after any sequence of actions: offered actions are allowed, and refused calls change nothing.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::json;

use super::super::*;
use crate::rules::request::test_service::{BOOKED, OUTSIDE, REVIEWED, RequestService, TOKENS, TRAVEL, operations};

/// A token, and the user that it names.
fn anybody() -> impl Strategy<Value = (&'static str, Option<&'static str>)> {
    let names = select(vec!["ann", "bea", "carl", "dora", "kim", "emil"]);
    let company = (select(vec![TOKENS[0], TOKENS[1]]), proptest::option::of(names.clone()));
    prop_oneof![names.prop_map(|name| (name, None)), company]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn actions_are_offered_exactly_when_allowed(
        policy in select(vec![TRAVEL, REVIEWED, OUTSIDE, BOOKED]),
        before in proptest::collection::vec((anybody(), select(Action::ALL.to_vec()), 0..2_u64), 0..12),
        (token, named) in anybody(),
    ) {
        let service = RequestService::new();
        let owner = "ann";
        let id = service.created(owner, policy);
        let query = |named: Option<&str>| named.map_or_else(String::new, |name| format!("?userId={}", service.id_of(name)));
        for ((token, named), action, days) in before {
            service.post(token, &format!("/requests/{id}/{}{}", action.wire(), query(named)), &json!({}));
            service.advance(Duration::from_secs(days * 24 * 3600));
        }
        let query = query(named);
        let saved = service.with_world(|world| world.requests.get(&id).unwrap().clone());
        let got = service.get(token, &format!("/requests/{id}{query}"));
        for action in Action::ALL {
            let offered = got.status == 200 && operations(&got.body).contains(&action.wire());
            let taken = service.post(token, &format!("/requests/{id}/{}{query}", action.wire()), &json!({}));
            // For the system user, most actions are refused with this code.
            let forbidden = taken.status == 403 || taken.code() == "missingRequiredParam";
            prop_assert_eq!(offered, !forbidden, "{:?} by {} {:?}: {:?}", action, token, named, taken);
            service.with_world(|world| world.requests.put(id.as_str(), saved.clone()));
        }
    }

    #[test]
    fn refused_actions_change_nothing(
        policy in select(vec![TRAVEL, REVIEWED, OUTSIDE, BOOKED]),
        steps in proptest::collection::vec((anybody(), select(Action::ALL.to_vec())), 1..20),
    ) {
        let service = RequestService::new();
        let id = service.created("ann", policy);
        for ((token, named), action) in steps {
            let query = named.map_or_else(String::new, |name| format!("?userId={}", service.id_of(name)));
            let saved = service.with_world(|world| world.requests.get(&id).unwrap().clone());
            let got = service.post(token, &format!("/requests/{id}/{}{query}", action.wire()), &json!({ "comment": "so" }));
            let now = service.with_world(|world| world.requests.get(&id).unwrap().clone());
            prop_assert_eq!(got.status != 200, now == saved);
        }
    }
}
