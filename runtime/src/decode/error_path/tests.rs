use proptest::prelude::*;
use serde_json::Error;

use super::*;

fn custom(message: &str) -> Error {
    de::Error::custom(message)
}

fn apart(error: Error) -> (String, String) {
    taken_apart(&error)
}

proptest! {
    #[test]
    fn any_message_with_any_names_comes_apart_again(problem in "[^$\\PC]\\PC{0,30}", outer in "\\PC{1,12}", inner in "\\PC{0,12}", index in 0usize..1000) {
        prop_assume!(!problem.contains(" at line "));
        let error = in_field(&outer, in_item::<Error>(index, in_field(&inner, custom(&problem))));
        let (path, found) = apart(error);
        prop_assert_eq!(found, problem);
        let step = format!("[{index}]");
        prop_assert!(path.contains(&step));
    }

    #[test]
    fn no_message_makes_it_panic(message in "\\$?[.\\[\\]\"\\\\:a-z0-9 ]{0,30}") {
        let _ = apart(in_item(0, custom(&message)));
        let _ = of_part::<Error>(&message);
    }
}

#[test]
fn steps_compose_from_the_inside_out() {
    let error = in_field(
        "lineItems",
        in_item::<Error>(2, in_field("quantity", custom("no number at line 3 column 7"))),
    );
    assert_eq!(
        error.to_string(),
        "$.lineItems[2].quantity: no number at line 3 column 7"
    );
    assert_eq!(
        apart(error),
        ("lineItems[2].quantity".into(), "no number at line 3 column 7".into())
    );
}

#[test]
fn a_list_of_lists_begins_with_an_index() {
    assert_eq!(
        apart(in_item(0, in_item(1, custom("bad")))),
        ("[0][1]".into(), "bad".into())
    );
}

#[test]
fn a_name_that_would_break_the_path_is_quoted() {
    let error = in_field("a: \"b\"]", in_field("c.d", custom("bad")));
    assert_eq!(apart(error), (r#"["a: \"b\"]"]["c.d"]"#.into(), "bad".into()));
}

#[test]
fn a_message_that_only_begins_like_a_path_is_a_message() {
    for message in [
        "$5 is too much",
        "$",
        "$.",
        "$.a",
        "$[",
        "$[\"",
        "$[\"a\"",
        "plain: text",
    ] {
        assert_eq!(
            apart(in_field("price", custom(message))),
            ("price".into(), message.to_owned())
        );
    }
}

#[test]
fn the_position_within_a_part_is_dropped() {
    let error: Error = of_part(&"$.a: bad at line 1 column 12");
    assert_eq!(error.to_string(), "$.a: bad");
    let error: Error = of_part(&"stands at line one");
    assert_eq!(error.to_string(), "stands at line one");
}
