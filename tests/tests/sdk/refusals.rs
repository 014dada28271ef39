//! Whether a success is a refusal is decided by the SDK and by the specification, which the sandbox and checks of answers
//! use. Both decide the same.

use std::borrow::Cow;
use std::sync::Arc;

use concur_spec::validate;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::{collection, option, sample};
use sap_concur::runtime::{Call, Operation, RefusedWhen, Scopes};
use sap_concur::testing::{Script, answer};
use sap_concur::{ApiError, Concur, DataCenter, Error, Json, Method};
use serde_json::{Value, json};

/// A rule: the field, its value, and the field of a real success.
type Rule = (&'static str, Option<&'static str>, Option<&'static str>);

const PATHS: [&str; 6] = ["a", "b", "a.b", "b.a", "a.a.b", "b.b"];

fn rule() -> impl Strategy<Value = Rule> {
    let is = option::weighted(0.3, sample::select(vec!["x", "", "true", "1", "1.50"]));
    let path = || sample::select(PATHS.to_vec());
    (path(), is, option::weighted(0.2, path()))
}

/// A body with the names of the paths, often with values that count as none.
fn body() -> impl Strategy<Value = Value> {
    let values = [
        json!(null),
        json!(""),
        json!("x"),
        json!("true"),
        json!(true),
        json!(1),
        json!("1"),
        json!(1.5),
        json!([]),
    ];
    let value = sample::select(values.to_vec());
    let value = value.prop_recursive(3, 24, 3, |inner| {
        prop_oneof![
            3 => object(inner.clone()),
            1 => collection::vec(inner, 0..3).prop_map(Value::Array),
        ]
    });
    object(value)
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    let fields = collection::hash_map(sample::select(vec!["a", "b"]), value, 1..3);
    fields.prop_map(|fields| {
        fields
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    })
}

fn is_refused_by_the_sdk(rules: &[Rule], body: &Value) -> bool {
    let script = Script::by({
        let body = body.to_string();
        move |_| answer(200, body.clone()).into()
    });
    let builder = Concur::builder().base_url(DataCenter::Us2).access_token("token");
    let concur = builder.sender(script).build().expect("the client builds");
    let fields = rules.iter().map(|(field, is, without)| RefusedWhen::Field {
        field,
        is: *is,
        without: *without,
        code: None,
        message: None,
    });
    let operation = Operation {
        api: Cow::Borrowed("things"),
        name: Cow::Borrowed("get"),
        method: Method::GET,
        path: Cow::Borrowed("/things"),
        scopes: Scopes::NONE,
        authorized: true,
        idempotent: true,
        refused_when: fields.collect(),
    };
    let call = Call::shared(concur.client(), Arc::new(operation)).send::<Json, ApiError<String>>();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.expect("it starts").block_on(call) {
        Ok(_) => false,
        Err(Error::Api(_)) => true,
        Err(error) => panic!("{error}"),
    }
}

fn is_refused_by_the_specification(rules: &[Rule], body: &Value) -> bool {
    rules.iter().any(|(field, is, without)| {
        let rule = concur_spec::api::RefusedWhen {
            field: (*field).to_owned(),
            is: is.map(str::to_owned),
            without: without.map(str::to_owned),
            code: None,
            message: None,
        };
        validate::is_refused(&rule, body)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sdk_and_specification_see_the_same_refusals(rules in collection::vec(rule(), 1..3), body in body()) {
        prop_assert_eq!(is_refused_by_the_sdk(&rules, &body), is_refused_by_the_specification(&rules, &body));
    }
}

#[test]
fn random_rules_and_bodies_are_refused_and_accepted() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = [0, 0];
    for _ in 0..200 {
        let tree = (rule(), body()).new_tree(&mut runner).expect("it generates");
        let (rule, body) = tree.current();
        seen[usize::from(is_refused_by_the_specification(&[rule], &body))] += 1;
    }
    assert!(seen.iter().all(|count| *count > 10), "{seen:?}");
}
