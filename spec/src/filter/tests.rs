use proptest::prelude::*;
use serde_json::json;

use super::*;

fn parsed(text: &str) -> Result<Filter, FilterError> {
    Filter::parse(text, &|path| path == "emails")
}

fn equal(path: &str, value: impl Into<Value>) -> Filter {
    Filter::Compare(path.to_owned(), Comparison::Equal, value.into())
}

#[test]
fn and_binds_stronger_than_or_and_not_strongest() {
    let both = |parts| Filter::And(parts);
    let text = "not a eq true or b eq 1 and (c pr or d eq \"x\\\"y\")";
    let last = Filter::Or(vec![Filter::Present("c".to_owned()), equal("d", "x\"y")]);
    let expected = Filter::Or(vec![
        Filter::Not(Box::new(equal("a", true))),
        both(vec![equal("b", "1"), last]),
    ]);
    assert_eq!(parsed(text), Ok(expected));
}

#[test]
fn conditions_in_brackets_have_the_path_from_the_object() {
    let filter = parsed("a[b[c eq null] and d pr] or emails[type eq \"work\"]").expect("it is valid");
    let conditions = filter.conditions();
    let paths: Vec<&str> = conditions.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["a.b.c", "a.d", "emails.type"]);
    assert_eq!(conditions[0].compared, Some((Comparison::Equal, &json!(null))));
    assert_eq!(conditions[1].compared, None);
}

#[test]
fn limits_of_lists_are_not_those_of_objects() {
    for inner in [
        "not (type pr)",
        "(type pr)",
        "type ne \"x\"",
        "type gt \"x\"",
        "type pr and TYPE pr",
    ] {
        assert!(parsed(&format!("emails[{inner}]")).is_err(), "{inner}");
        assert!(parsed(&format!("name[{inner}]")).is_ok(), "{inner}");
    }
    let error = Filter::parse("a[emails[x ne 1]]", &|path| path == "a.emails").expect_err("a list in an object");
    assert_eq!(error.to_string(), "brackets contain no `ne`");
}

#[test]
fn a_path_that_is_refused_is_the_error_of_the_filter() {
    let filter = parsed("a pr and not (b[c pr])").expect("it is valid");
    let mapped = filter.try_map(&|path| if path == "c" { Err(path) } else { Ok(path.len()) });
    assert_eq!(mapped, Err("c".to_owned()));
}

fn shown(filter: &Filter) -> String {
    let joined = |parts: &[Filter], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| format!("({})", shown(part))).collect();
        parts.join(word)
    };
    match filter {
        Filter::And(parts) => joined(parts, " and "),
        Filter::Or(parts) => joined(parts, " OR "),
        Filter::Not(part) => format!("not ({})", shown(part)),
        Filter::Group(path, part) => format!("{path}[{}]", shown(part)),
        Filter::Present(path) => format!("{path} pr"),
        Filter::Compare(path, comparison, value) => format!("{path} {} {value}", comparison.in_filters()),
    }
}

fn filters() -> impl Strategy<Value = Filter> {
    let value = prop_oneof![
        any::<bool>().prop_map(Value::from),
        "\\PC*".prop_map(Value::from),
        Just(Value::Null)
    ];
    let comparison = proptest::sample::select(Comparison::ALL.to_vec());
    let leaf = prop_oneof![
        "[a-d]".prop_map(Filter::Present),
        ("[a-d]", comparison, value).prop_map(|(path, comparison, value)| Filter::Compare(path, comparison, value)),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let parts = proptest::collection::vec(inner.clone(), 2..4);
        prop_oneof![
            parts.clone().prop_map(Filter::And),
            parts.prop_map(Filter::Or),
            inner.clone().prop_map(|part| Filter::Not(Box::new(part))),
            ("[a-d]", inner).prop_map(|(path, part)| Filter::Group(path, Box::new(part))),
        ]
    })
}

proptest! {
    #[test]
    fn a_written_filter_is_read_back(filter in filters()) {
        prop_assert_eq!(parsed(&shown(&filter)), Ok(filter));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in "(emails|a|not|and|pr|eq|ne|\"|\\\\|[\\[\\]() é]|\\PC){0,40}") {
        let _ = parsed(&text).map(|filter| filter.conditions().len());
    }
}
