//! Diagnostics of files, YAML syntax, keys and forms.

use concur_spec::{Code, MINIMAL_PLATFORM};

use super::support::{HEADER, pets};
use super::{Case, api_case, file_case};

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = texts();
    cases.extend(yaml());
    cases.extend(forms());
    cases.extend(whole_specifications());
    cases
}

fn texts() -> Vec<Case> {
    vec![
        file_case(
            "invalid_utf8",
            Code::NotPlainText,
            [HEADER.as_bytes(), b"# caf\xe9\n"].concat(),
        ),
        file_case("byte_order_mark", Code::NotPlainText, format!("\u{feff}{HEADER}")),
        file_case("carriage_returns", Code::NotPlainText, HEADER.replace('\n', "\r\n")),
        file_case("empty_file", Code::EmptyFile, "\n\n"),
        file_case("only_a_comment", Code::EmptyFile, "# nothing yet\n"),
        file_case("no_kind", Code::UnknownFileKind, "title: Pets\n"),
        file_case("a_list_as_file", Code::UnknownFileKind, "- api\n"),
    ]
}

fn yaml() -> Vec<Case> {
    vec![
        file_case("syntax", Code::Syntax, pets("types: {\n")),
        file_case(
            "tab_as_indentation",
            Code::Syntax,
            pets("scopes:\n\tpets.read: Read.\n"),
        ),
        file_case(
            "duplicate_key",
            Code::DuplicateKey,
            pets("title: Other pets\nscpoes: {}\n"),
        ),
        file_case("anchor", Code::Refused, pets("scopes: &all { pets.read: Read. }\n")),
        file_case(
            "merge_key",
            Code::Refused,
            pets("scopes: { <<: { pets.read: Read. } }\n"),
        ),
        file_case("tag", Code::Refused, pets("scopes: { pets.read: !ours Read. }\n")),
        file_case(
            "tag_of_yaml",
            Code::Refused,
            pets("scopes: { pets.read: !!str Read. }\n"),
        ),
        file_case("two_documents", Code::Refused, pets("---\napi: other\n")),
        file_case(
            "too_deep",
            Code::Refused,
            pets(&format!("types: {}{}\n", "{ a: ".repeat(80), "}".repeat(80))),
        ),
        file_case("a_list_as_key", Code::WrongForm, pets("scopes: { [a, b]: Both. }\n")),
    ]
}

fn forms() -> Vec<Case> {
    vec![
        api_case("unknown_key", Code::UnknownKey, "scpoes: { pets.read: Read. }\n"),
        api_case("unknown_key_without_a_suggestion", Code::UnknownKey, "zzz: 1\n"),
        api_case(
            "missing_key",
            Code::MissingKey,
            "operations:\n  list: { doc: Lists pets. }\n",
        ),
        api_case("wrong_form", Code::WrongForm, "operations: [list]\n"),
        api_case("empty_string", Code::WrongForm, "scopes: { pets.read: \"\" }\n"),
        file_case("number_for_string", Code::Unquoted, HEADER.replace("\"1\"", "4.0")),
        api_case(
            "boolean_for_string",
            Code::Unquoted,
            "operations:\n  ask: { doc: Asks., http: GET /, responses: { 200: Answer } }\ntypes:\n  Answer: { doc: An answer., values: { NO: Not so. } }\n",
        ),
        api_case(
            "unknown_word",
            Code::UnknownWord,
            "operations:\n  list: { doc: Lists., http: GET /, auth: beaerer, responses: { 200: none } }\n",
        ),
        api_case(
            "bad_name",
            Code::BadName,
            "types:\n  pet: { doc: A pet., values: { a: A. } }\n",
        ),
        api_case(
            "bad_status_as_key",
            Code::Status,
            "operations:\n  list: { doc: Lists., http: GET /, responses: { 2xx: none } }\n",
        ),
        file_case("bad_api_key", Code::BadName, HEADER.replace("api: pets", "api: Pets")),
    ]
}

fn whole_specifications() -> Vec<Case> {
    let case = |name, code, files: &[(&'static str, &str)]| Case {
        name,
        code,
        files: files.iter().map(|(path, text)| (*path, (*text).into())).collect(),
    };
    let second = MINIMAL_PLATFORM
        .replace("api: concur", "api: other")
        .replace("client: platform", "client: other");
    vec![
        case(
            "two_files_of_one_api",
            Code::DuplicateApi,
            &[
                ("spec/concur.yaml", MINIMAL_PLATFORM),
                ("spec/pets.yaml", HEADER),
                ("spec/pets2.yaml", HEADER),
            ],
        ),
        case("no_platform", Code::Platform, &[("spec/pets.yaml", HEADER)]),
        case(
            "two_platforms",
            Code::Platform,
            &[("spec/concur.yaml", MINIMAL_PLATFORM), ("spec/other.yaml", &second)],
        ),
        case(
            "unknown_document",
            Code::UnknownDocument,
            &[
                ("spec/concur.yaml", MINIMAL_PLATFORM),
                (
                    "spec/pets.yaml",
                    &HEADER.replace("document: handbook", "document: handbok"),
                ),
            ],
        ),
    ]
}
