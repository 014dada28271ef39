use proptest::prelude::*;
use serde_json::Error;

use super::*;

fn custom(message: &str) -> Error {
    de::Error::custom(message)
}

fn apart(error: Error) -> (String, String) {
    path_and_problem(&error)
}

proptest! {
    #[test]
    fn any_path_and_message_round_trip(problem in "[^$\\PC]\\PC{0,30}", outer in "\\PC{1,12}", inner in "\\PC{0,12}", index in 0usize..1000) {
        prop_assume!(!problem.contains(" at line "));
        let error = in_field(&outer, in_item::<Error>(index, in_field(&inner, custom(&problem))));
        let (path, found) = apart(error);
        prop_assert_eq!(found, problem);
        let step = format!("[{index}]");
        prop_assert!(path.contains(&step));
    }

    #[test]
    fn no_message_panics(message in "\\$?[.\\[\\]\"\\\\:a-z0-9 ]{0,30}") {
        let _ = apart(in_item(0, custom(&message)));
        let _ = of_part::<Error>(&message);
    }
}

#[test]
fn steps_compose_from_the_inside_out() {
    let error = in_field(
        "lineItems",
        in_item::<Error>(2, in_field("quantity", custom("not a number at line 3 column 7"))),
    );
    assert_eq!(
        error.to_string(),
        "$.lineItems[2].quantity: not a number at line 3 column 7"
    );
    assert_eq!(
        apart(error),
        ("lineItems[2].quantity".into(), "not a number at line 3 column 7".into())
    );
}

#[test]
fn a_path_can_begin_with_an_index() {
    assert_eq!(
        apart(in_item(0, in_item(1, custom("bad")))),
        ("[0][1]".into(), "bad".into())
    );
}

#[test]
fn names_with_special_characters_are_quoted() {
    let error = in_field("a: \"b\"]", in_field("c.d", custom("bad")));
    assert_eq!(apart(error), (r#"["a: \"b\"]"]["c.d"]"#.into(), "bad".into()));
}

#[test]
fn messages_that_begin_with_a_dollar_are_kept() {
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
fn the_position_within_a_part_is_removed() {
    let error: Error = of_part(&"$.a: bad at line 1 column 12");
    assert_eq!(error.to_string(), "$.a: bad");
    let error: Error = of_part(&"bad at line one");
    assert_eq!(error.to_string(), "bad at line one");
}
