//! The specification of this repository and its description.

use std::path::Path;

use concur_spec::{Sources, Specification, describe, describe_table};

fn real() -> Specification {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    concur_spec::load(&sources).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

fn rows<'a>(described: &'a serde_json::Value, list: &str) -> &'a Vec<serde_json::Value> {
    described[list].as_array().expect("a list of rows")
}

/// The title of the pages of today, beside the four documents that the specification follows row by row.
const TODAY: &str = "Travel Request v4";

/// Returns the number of rows of an API that are from the four documents.
fn of_api(described: &serde_json::Value, list: &str, api: &str) -> usize {
    let is_of = |row: &&serde_json::Value| row["api"] == api && row["document"] != TODAY;
    rows(described, list).iter().filter(is_of).count()
}

/// Returns the number of fields in the families of an API.
fn family_fields(described: &serde_json::Value, api: &str) -> u64 {
    let number = |row: &serde_json::Value, key: &str| row[key].as_u64().expect("a number");
    let families = rows(described, "families").iter().filter(|row| row["api"] == api);
    families.map(|row| number(row, "to") - number(row, "from") + 1).sum()
}

#[test]
fn the_specification_is_valid_and_its_paths_start_with_spec() {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    assert!(sources.files().iter().all(|file| file.path().starts_with("spec/")));
    real();
}

#[test]
fn the_documented_reading_has_the_counts_of_the_documents() {
    let described = describe(&real().as_documented);
    let apis = ["oauth", "purchase_request", "request"];
    let counts = |list: &str| apis.map(|api| of_api(&described, list, api));
    assert_eq!(counts("operations"), [1, 2, 13], "including the token call");
    assert_eq!(counts("types"), [1, 7, 20]);
    let is_of_apis = |row: &serde_json::Value| row["api"].as_str().is_some_and(|api| apis.contains(&api));
    let inline = |row: &&serde_json::Value| row["inline"] == true && row["document"] != TODAY && is_of_apis(row);
    assert_eq!(rows(&described, "types").iter().filter(inline).count(), 3);
    assert_eq!(counts("families"), [0, 2, 5]);
    let fields = ["purchase_request", "request"].map(|api| family_fields(&described, api));
    assert_eq!(fields, [44, 126]);
    assert_eq!(counts("error_codes"), [0, 20, 0]);
}

#[test]
fn the_documented_reading_has_no_errata() {
    let described = describe(&real().as_documented).to_string();
    assert!(!described.contains("\"errata\""));
}

#[test]
fn descriptions_have_the_keys_that_consumers_rely_on() {
    let described = describe(&real().effective);
    let keys = [
        (
            "operations",
            &[
                "api",
                "name",
                "method",
                "path",
                "parameters",
                "body",
                "responses",
                "scope",
            ][..],
        ),
        ("types", &["api", "name", "fields"]),
        ("families", &["api", "type", "prefix", "from", "to", "element"]),
        ("value_sets", &["api", "type", "field", "values", "open"]),
        ("error_codes", &["api", "code", "message"]),
    ];
    for (list, keys) in keys {
        for row in rows(&described, list) {
            for key in keys {
                assert!(row.get(key).is_some(), "{key} of {list}: {row}");
            }
        }
    }
    for row in rows(&described, "types").iter().flat_map(|row| rows(row, "fields")) {
        for key in ["name", "type", "format", "required"] {
            assert!(row.get(key).is_some(), "{key} of a field: {row}");
        }
    }
    for row in rows(&described, "operations")
        .iter()
        .flat_map(|row| rows(row, "parameters"))
    {
        for key in ["name", "in", "required", "type"] {
            assert!(row.get(key).is_some(), "{key} of a parameter: {row}");
        }
    }
}

#[test]
fn every_erratum_is_shown_on_an_item() {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    let shown = describe(&real().effective).to_string();
    let ids = sources.files().iter().flat_map(|file| file.text().lines());
    for id in ids.filter_map(|line| line.strip_prefix("  - id: ")) {
        assert!(shown.contains(&format!("\"{}\"", id.trim())), "{id} is not shown");
    }
}

/// Returns the row of a list with these values.
fn find<'a>(list: &'a serde_json::Value, values: &[(&str, &str)]) -> &'a serde_json::Value {
    let rows = list.as_array().expect("a list of rows");
    let mut rows = rows
        .iter()
        .filter(|row| values.iter().all(|(key, value)| row[*key] == *value));
    rows.next().unwrap_or_else(|| panic!("no row {values:?}"))
}

#[test]
fn descriptions_have_every_key() {
    let described = describe(&real().effective);
    let ty = |api, name| find(&described["types"], &[("api", api), ("name", name)]);
    let operation = |api, name| find(&described["operations"], &[("api", api), ("name", name)]);
    assert_eq!(ty("request", "CustomField")["shorthand"], "value");
    assert!(ty("request", "Request").get("shorthand").is_none());
    for row in rows(&described, "types").iter().flat_map(|row| rows(row, "fields")) {
        assert!(row["json"].is_string() && row["clearable"].is_boolean(), "{row}");
    }
    let item = ty("purchase_request", "LineItem");
    let price = find(&item["fields"], &[("name", "unitPrice")]);
    assert_eq!((&price["json"], &price["wire"]), (&"string".into(), &"string".into()));
    let list = operation("request", "list");
    let since = find(&list["parameters"], &[("name", "modifiedAfter")]);
    assert_eq!((&since["json"], &since["wire"]), (&"string".into(), &"seconds".into()));
    assert_eq!(find(&list["parameters"], &[("name", "limit")])["json"], "number");
    assert!(list["pagination"].is_object() && list["examples"].is_u64());
    let expenses = &operation("request", "list_expenses")["response_details"]["200"];
    assert_eq!(
        (&expenses["items_in"], &expenses["json"]),
        (&"data".into(), &"array".into())
    );
    let gone = &operation("request", "delete")["response_details"]["200"];
    assert_eq!((&gone["ignored"], &gone["type"]), (&true.into(), &"boolean".into()));
    let password = find(&operation("oauth", "token")["parameters"], &[("name", "password")]);
    assert_eq!(password["secret"], true);
}

#[test]
fn the_token_call_and_the_grants_are_described() {
    let specification = real();
    let described = describe(&specification.effective);
    let tokens = &described["tokens"];
    assert_eq!(tokens["answer"]["base_url"], "geolocation");
    assert_eq!(tokens["authorize"]["path"], "/oauth2/v0/authorize");
    assert_eq!(tokens["authorize"]["fixed"]["response_type"], "code");
    let company = find(&described["grants"], &[("key", "company")]);
    let request_token = find(&company["arguments"], &[("field", "password")]);
    assert_eq!(
        (&request_token["name"], &request_token["secret"]),
        (&"request_token".into(), &true.into())
    );
    assert_eq!(
        (&company["repeatable"], &company["idempotent"]),
        (&true.into(), &false.into())
    );
    let table = describe_table(&specification.effective);
    let line = |start: &str| {
        table
            .lines()
            .find(|line| line.trim_start().starts_with(start))
            .unwrap_or_default()
    };
    assert!(line("company ").contains("at global") && line("company ").contains("credtype=authtoken"));
    assert!(line("spent").ends_with("107, 108, invalid_grant"), "{table}");
    assert!(
        describe(&specification.as_documented)["tokens"].is_null(),
        "the documents do not describe it"
    );
}

#[test]
fn conveniences_are_described_with_their_signatures() {
    let table = describe_table(&real().effective);
    let lines: Vec<String> = table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    for line in [
        "Location constructors airport(iataCode), in_city(city, countryCode)",
        "Error display errorCode, dataPath, errorMessage",
    ] {
        assert!(lines.iter().any(|own| own == line), "{line}: {table}");
    }
    let starts = |start: &str| lines.iter().any(|line| line.starts_with(start));
    assert!(starts("Request accessors number = requestId, "), "{table}");
    assert!(
        starts("take_action methods submit(), approve(), recall(), send_back(comment), "),
        "{table}"
    );
}

#[test]
fn the_revoke_operation_has_another_base_path() {
    let described = describe(&real().effective);
    let revoke = find(&described["operations"], &[("name", "revoke")]);
    assert_eq!(revoke["path"], "/app-mgmt/v0/connections");
}

#[test]
fn every_erratum_is_counted() {
    let sources = Sources::read(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("spec/ can be read");
    let lines = sources.files().iter().flat_map(|file| file.text().lines());
    let written = lines.filter(|line| line.starts_with("  - id: ")).count();
    let specification = real();
    assert_eq!(specification.effective.counts().errata, written);
    assert_eq!(specification.as_documented.counts().errata, 0);
}

#[test]
fn the_table_ends_with_the_counts() {
    let documented = real().as_documented;
    let described = describe(&documented);
    let table = describe_table(&documented);
    let last = table.lines().last().expect("a line");
    let count = |list: &str| rows(&described, list).len();
    let inline = rows(&described, "types")
        .iter()
        .filter(|row| row["inline"] == true)
        .count();
    let start = format!(
        "{} APIs, {} operations, {} types ({inline} of them inline), ",
        documented.apis.len(),
        count("operations"),
        count("types"),
    );
    assert!(last.starts_with(&start), "{last}");
    let families = format!(" {} families of ", count("families"));
    let codes = format!(" {} error codes", count("error_codes"));
    assert!(last.contains(&families) && last.ends_with(&codes), "{last}");
}
