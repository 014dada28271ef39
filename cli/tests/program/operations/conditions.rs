//! Conditions: flags of operators, and filter expressions.

use concur_spec::api::{Api, Comparison, Comparisons, Operation, Operator, Parameter, ParameterLocation};

use super::contract::{contract, kebab};
use crate::support::User;

/// The operations with parameters that have operators.
fn operations() -> Vec<(&'static Api, &'static Operation)> {
    let apis = contract().apis.iter();
    let all = apis.flat_map(|api| api.operations.iter().map(move |operation| (api, operation)));
    let has_operators = |operation: &Operation| operation.parameters.iter().any(|one| one.comparisons.is_some());
    let all: Vec<_> = all.filter(|(_, operation)| has_operators(operation)).collect();
    assert!(all.len() > 2, "{}", all.len());
    all
}

/// A flag of an operator with a value, and what it sends.
fn condition(parameter: &Parameter, known: &Comparisons, operator: &Operator) -> (String, String) {
    let flag = match operator.comparison {
        Comparison::Equal => format!("{}-equals", kebab(parameter.name.as_str())),
        _ => kebab(operator.method.as_str()),
    };
    let sent = format!("{}={}2", parameter.wire, known.prefix(operator).replace(':', "%3A"));
    (format!("--{flag}=2"), sent)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_operator_of_a_parameter_has_a_flag() {
    let user = User::logged_in().await;
    for (api, operation) in operations() {
        let (api, key) = (kebab(&api.key), kebab(&operation.key));
        let in_path = |parameter: &&Parameter| parameter.location == ParameterLocation::Path;
        let ids = operation.parameters.iter().filter(in_path).map(|_| "ID");
        let arguments: Vec<&str> = [&*api, &*key, "--dry-run", "--no-check"]
            .into_iter()
            .chain(ids)
            .collect();
        // A parameter has one condition, so that the next operator is in the next call.
        for round in 0..Comparison::ALL.len() {
            let conditions = operation.parameters.iter().filter_map(|parameter| {
                let known = parameter.comparisons.as_ref()?;
                Some(condition(parameter, known, known.operators.get(round)?))
            });
            let (flags, sent): (Vec<_>, Vec<_>) = conditions.unzip();
            if flags.is_empty() {
                break;
            }
            let flags = flags.iter().map(String::as_str);
            let ran = user.run(arguments.iter().copied().chain(flags)).await;
            for sent in sent {
                assert!(ran.stdout.contains(&sent), "{api} {key} {sent}: {ran:?}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flag_of_an_operator_selects_by_it() {
    let user = User::logged_in().await;
    let listed = async |arguments: &[&str]| {
        let all = ["lists", "list", "--output", "json"].into_iter();
        let ran = user.run(all.chain(arguments.iter().copied())).await.succeeded().json();
        let names = ran["content"]
            .as_array()
            .unwrap()
            .iter()
            .map(|list| list["value"].as_str().unwrap().to_owned());
        names.collect::<Vec<_>>()
    };
    let all = listed(&[]).await;
    assert!(
        all.iter().any(|name| name == "Regions") && all.iter().any(|name| name == "Sites"),
        "{all:?}"
    );
    for (flag, value, of) in [
        ("--value-starts-with", "Si", "Sites"),
        ("--value-contains", "egion", "Regions"),
        ("--value-equals", "Sites", "Sites"),
    ] {
        assert_eq!(listed(&[flag, value]).await, [of], "{flag} {value}");
    }
    let mut of_levels = listed(&["--level-count-at-least", "2"]).await;
    of_levels.sort();
    assert_eq!(of_levels, ["Plants", "Sites"]);
    assert_eq!(listed(&["--value-equals", "sw:Si"]).await, [""; 0]);
    let call = user.calls("lists.list").pop().unwrap();
    assert_eq!(call.query, "value=eq%3Asw%3ASi");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_parameter_has_one_condition() {
    let user = User::logged_in().await;
    for others in [
        ["--value=Sites", "--value-starts-with=Si"],
        ["--value-starts-with=Si", "--value-ends-with=s"],
        ["--value-equals=Sites", "--value=Sites"],
    ] {
        let ran = user.run(["lists", "list"].into_iter().chain(others)).await;
        ran.ended_with(2).says("cannot be used with");
    }
    let others = ["--value-starts-with=Si", "--level-count-at-least=2"];
    let ran = user.run(["lists", "list", "--dry-run"].into_iter().chain(others)).await;
    ran.succeeded().shows("levelCount=gte%3A2&value=sw%3ASi");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_value_names_the_flag_that_has_it() {
    let user = User::logged_in().await;
    let ran = user.run(["lists", "list", "--level-count-at-least", "many"]).await;
    ran.ended_with(2)
        .says("`levelCount` is not a whole number (--level-count-at-least)");
    assert_eq!(user.calls("lists.list").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_filter_is_not_sent() {
    let user = User::logged_in().await;
    for (filter, wrong) in [
        ("active is true", "an operator is expected, not `is`"),
        (
            "emials.value eq \"x\"",
            "no field `emials.value`; did you mean `emails.value`?",
        ),
        ("active gt true", "`active` cannot be compared with `gt`"),
        ("active eq yes", "the value of `active` is not true or false"),
    ] {
        let ran = user.run(["identity", "search", "--filter", filter]).await;
        let says = format!("`filter` is not a valid filter: {wrong} (--filter)");
        ran.ended_with(2).says(&says);
    }
    assert_eq!(user.calls("identity.search").len(), 0);
    let ran = user
        .run(["identity", "search", "--filter", "active is true", "--no-check"])
        .await;
    ran.ended_with(4).says("invalidFilter");
    assert_eq!(user.calls("identity.search").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_flag_of_an_operator_leaves_other_names_alone() {
    let user = User::logged_in().await;
    crate::shells::copy_specification(&user);
    let file = "spec/lists/lists.yaml";
    let yaml = user.read(file);
    let own = "      valueEquals: { in: query, type: string, filters: false, doc: Another parameter. }\n";
    let place = "      isDeleted: { in: query";
    assert_eq!(yaml.matches(place).count(), 1);
    user.write(file, yaml.replace(place, &format!("{own}{place}")));
    let arguments = ["--spec", "spec", "lists", "list", "--dry-run"];
    for (flag, sent) in [
        ("--value-equals=X", "?valueEquals=X"),
        ("--query-value-equals=X", "?value=eq%3AX"),
    ] {
        let ran = user.run(arguments.into_iter().chain([flag])).await;
        ran.succeeded().shows(sent);
    }
}

/// The paths by which the filter expressions of operations select, with the operation and the flag.
fn filters() -> Vec<(&'static Api, &'static Operation, &'static Parameter, &'static [String])> {
    let mut all = Vec::new();
    for api in &contract().apis {
        for operation in &api.operations {
            for parameter in &operation.parameters {
                if let Some(filterable) = &parameter.filterable {
                    all.push((api, operation, parameter, &*filterable.paths));
                }
            }
        }
    }
    assert!(!all.is_empty());
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn the_help_of_a_filter_lists_each_field() {
    let user = User::logged_in().await;
    user.run(["man", "pages"]).await.succeeded();
    for (api, operation, parameter, paths) in filters() {
        let (api, key) = (kebab(&api.key), kebab(&operation.key));
        let flag = format!("--{}", kebab(parameter.name.as_str()));
        let help = user.run([&*api, &*key, "--help"]).await.succeeded().stdout;
        let page = user.read(&format!("pages/concur-{api}-{key}.1")).replace(r"\-", "-");
        for (place, text) in [("help", help), ("page", page)] {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for path in paths {
                let (_, field) = text
                    .split_once(&format!(" {path}: "))
                    .unwrap_or_else(|| panic!("{path} is not in the {place}"));
                assert!(field.split(')').next().unwrap().contains(" (eq ne "), "{path}: {field}");
            }
        }
        let short = user.run([&*api, &*key, "-h"]).await.succeeded();
        short.shows(&flag).hides("(eq ne ");
    }
    let help = user.run(["identity", "search", "--help"]).await.succeeded();
    help.shows("  active: true|false (eq ne pr)\n")
        .shows("  emails[…]: conditions that one item fulfills, by value, type, verified\n")
        .shows("  emails.value: TEXT (eq ne sw ew co pr)\n")
        .shows("  meta.created: TIMESTAMP (eq ne gt ge lt le pr)\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_filter_selects_what_it_says() {
    let user = User::logged_in().await;
    let found = async |filter: &str| {
        let arguments = ["identity", "search", "--output", "json"];
        let ran = user
            .run(arguments.into_iter().chain(["--filter", filter]))
            .await
            .succeeded();
        ran.json()["Resources"].as_array().unwrap().len()
    };
    let all = found("active pr").await;
    assert!(all > 1, "{all}");
    assert_eq!(found(r#"userName eq "ANN@example.com""#).await, 1);
    assert_eq!(found(r#"not (userName eq "ann@example.com")"#).await, all - 1);
    assert_eq!(found(r#"emails[value sw "ann." and type eq "work"]"#).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn shells_complete_the_words_of_a_filter() {
    let user = User::logged_in().await;
    let urn = "urn:ietf:params:scim:schemas:extension:sap:2.0:User:userUuid";
    for (begun, offered) in [
        ("act", &["active"][..]),
        ("emails.ver", &["emails.verified"]),
        ("URN:ietf:params:scim:schemas:extension:sap", &[urn]),
        ("active ", &["active eq", "active ne", "active pr"]),
        ("meta.created g", &["meta.created gt", "meta.created ge"]),
        ("active eq true ", &["active eq true and", "active eq true or"]),
        ("active pr and nick", &["active pr and nickName"]),
        ("not (userN", &["not (userName"]),
        ("emails[", &["emails[value", "emails[type", "emails[verified"]),
        (
            "active pr and emails[type pr and ver",
            &["active pr and emails[type pr and verified"],
        ),
        ("emails[verified pr] and nickN", &["emails[verified pr] and nickName"]),
        ("nothing[", &[]),
    ] {
        let environment = [("COMPLETE", "fish"), ("_CLAP_COMPLETE_INDEX", "4")];
        let words = ["--", "concur", "identity", "search", "--filter", begun];
        let ran = user.run_in(&environment, words).await.succeeded();
        let names: Vec<&str> = ran
            .stdout
            .lines()
            .map(|line| line.split('\t').next().unwrap())
            .collect();
        assert_eq!(names, offered, "{begun}");
    }
}
