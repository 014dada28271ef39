#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use super::*;

fn routes() -> Routes<'static> {
    Routes::new(crate::contract().unwrap())
}

#[test]
fn every_operation_is_found_at_its_own_path() {
    let contract = crate::contract().unwrap();
    let mut count = 0;
    for api in &contract.apis {
        for operation in &api.operations {
            let path = operation.whole_path().replace('{', "%7B").replace('}', "%7D");
            let Found::Operation { route, parameters } = routes().find(operation.http.as_str(), &path) else {
                panic!("{path}")
            };
            assert_eq!((&route.api.key, &route.operation.key), (&api.key, &operation.key));
            for (name, value) in parameters {
                assert_eq!(value, format!("{{{name}}}"));
            }
            count += 1;
        }
    }
    assert!(count >= 15, "{count}");
}

#[test]
fn parameters_of_a_path_are_decoded() {
    let Found::Operation { parameters, .. } = routes().find("GET", "/travelrequest/v4/requests/a%2Fb%20c") else {
        panic!()
    };
    assert_eq!(parameters["requestUuid"], "a/b c");
}

#[test]
fn a_wrong_method_returns_the_allowed_methods() {
    let Found::OtherMethods(methods) = routes().find("PATCH", "/travelrequest/v4/requests") else {
        panic!()
    };
    assert_eq!(methods, [HttpMethod::Post, HttpMethod::Get]);
}

#[test]
fn unknown_paths_return_the_nearest_operations() {
    for path in [
        "/v4/requests",
        "/travelrequest/v4/request",
        "/travelrequest/v4/requests//",
    ] {
        let Found::Nothing { nearest } = routes().find("GET", path) else {
            panic!("{path}")
        };
        assert_eq!(nearest.len(), 3);
        assert_eq!(nearest[0], "GET /travelrequest/v4/requests", "{path}");
    }
}
