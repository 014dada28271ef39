//! Diagnostics of error envelopes.

use concur_spec::{MINIMAL_PLATFORM, Sources};
use insta::assert_snapshot;

use super::Case;

/// A case of a platform with this envelope.
fn envelope(name: &'static str, keys: &str) -> Case {
    let platform = format!("{MINIMAL_PLATFORM}envelopes:\n  Oops: {{ doc: An error., {keys} }}\n");
    Case::new(name, Sources::from_texts([("spec/concur.yaml", platform)]))
}

#[test]
fn keys_with_dots_are_written_as_lists() {
    let keys = "present: status, message: [error.2, text], more: { list: list.errors, code: [code], message: text }";
    let case = envelope("", keys);
    let contract = crate::support::contract(&case.sources);
    let envelope = &contract.platform.envelopes[0];
    let more = envelope.more.as_ref();
    let paths = [
        Some(&envelope.message),
        more.map(|more| &more.list),
        more.and_then(|more| more.code.as_ref()),
    ];
    let paths: Vec<String> = paths.into_iter().flatten().map(ToString::to_string).collect();
    assert_eq!(paths, [r#"["error.2"].text"#, "list.errors", "code"]);
    assert_eq!(envelope.code, None);
}

pub(crate) fn cases() -> Vec<Case> {
    vec![
        envelope("envelope_without_a_code_and_a_message", "list: errors").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E011]: an envelope needs the key `message`
              --> spec/concur.yaml:11:3
               |
            11 |   Oops: { doc: An error., list: errors }
               |   ^^^^                          ------ add it after this
               |   |
               |   `message` is missing here
               |
               = help: The path of the message.
            "##);
        }),
        envelope("envelope_with_a_path_without_keys", "present: [], message: text").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected a path: at least one key
              --> spec/concur.yaml:11:36
               |
            11 |   Oops: { doc: An error., present: [], message: text }
               |                                    ^ found a list
            "##);
        }),
        envelope("envelope_with_a_path_of_paths", "code: [[error, id]], message: text").prints(|text| {
            assert_snapshot!(text, @r##"
            error[E012]: expected a string
              --> spec/concur.yaml:11:34
               |
            11 |   Oops: { doc: An error., code: [[error, id]], message: text }
               |                                  ^ found a list
            "##);
        }),
    ]
}
