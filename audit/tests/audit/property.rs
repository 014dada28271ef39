//! Property tests: a random change of a page is the only finding, and no text causes a panic.

use concur_spec::{Source, Style};
use proptest::prelude::*;

use super::support::{SHOP, START, ZOO, audit, expected, found, sources};

/// A row of a table of fields, with its type and line.
#[derive(Clone, Debug)]
struct Row {
    ty: &'static str,
    line: usize,
    cells: Vec<String>,
}

impl Row {
    fn name(&self) -> &str {
        self.cells[0].trim_matches('`')
    }

    /// Returns the path of the row in the specification.
    fn at(&self) -> String {
        let name = self.name().replace(" through ", "..");
        format!("types/{}/fields/{name}", self.ty)
    }

    /// Returns the value set of the row, if it has one.
    fn set(&self) -> Option<&'static str> {
        match self.name() {
            "kind" => Some("Kind"),
            "mood" => Some("Mood"),
            _ => None,
        }
    }
}

/// Returns the rows of all types on the page.
fn rows() -> Vec<Row> {
    let mut ty = "";
    let mut rows = Vec::new();
    for (line, text) in ZOO.lines().enumerate() {
        if text.starts_with('#') {
            ty = match text.rsplit('>').next() {
                Some("Animal") => "Animal",
                Some("Keeper") => "Keeper",
                Some("Added Animal") => "Added",
                _ => "",
            };
        } else if text.starts_with('`') && text.contains('|') && !ty.is_empty() {
            let cells = text.split('|').map(str::to_owned).collect();
            rows.push(Row { ty, line, cells });
        }
    }
    assert_eq!(rows.len(), 20, "the rows of the page");
    rows
}

/// A change of a row.
#[derive(Clone, Debug)]
enum Change {
    Drop,
    Rename(String),
    Retype(&'static str),
    FlipRequired,
    AddValue(String),
    RemoveValue(prop::sample::Index),
    Reformat(String),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Drop),
        "zz[a-z]{12}".prop_map(Change::Rename),
        prop::sample::select(vec![
            "string",
            "boolean",
            "integer",
            "decimal",
            "date",
            "time",
            "timestamp",
            "object",
            "array"
        ])
        .prop_map(Change::Retype),
        Just(Change::FlipRequired),
        "[A-Z]{3}_[A-Z]{2,8}".prop_map(Change::AddValue),
        any::<prop::sample::Index>().prop_map(Change::RemoveValue),
        "[A-Z]{3} [0-9]{4}".prop_map(Change::Reformat),
    ]
}

/// The result of a change: the new row and the expected findings.
struct Outcome {
    /// `None` if the row is removed.
    line: Option<String>,
    found: Vec<(&'static str, String)>,
}

/// Applies a change. Returns `None` if it does not apply to the row.
fn apply(row: &Row, change: &Change) -> Option<Outcome> {
    let mut cells = row.cells.clone();
    let at = row.at();
    let found = match change {
        Change::Drop => {
            let found = vec![("missing_in_document", at)];
            return Some(Outcome { line: None, found });
        }
        Change::Rename(name) => {
            cells[0] = format!("`{name}`");
            let renamed = format!("types/{}/fields/{name}", row.ty);
            vec![("missing_in_specification", renamed), ("missing_in_document", at)]
        }
        Change::Retype(ty) => {
            let ty = format!("`{ty}`");
            if cells[1] == ty {
                return None;
            }
            cells[1] = ty;
            vec![("different", format!("{at}/type"))]
        }
        Change::FlipRequired => {
            cells[3] = match cells[3].strip_prefix("**Required**: ") {
                Some(rest) => rest.to_owned(),
                None => format!("**Required**: {}", cells[3]),
            };
            vec![("different", format!("{at}/required"))]
        }
        Change::Reformat(format) => {
            // The link determines the type, or that it is a URI.
            if cells[2].contains("(#") || cells[2].contains("3986") {
                return None;
            }
            cells[2] = format.clone();
            vec![("different", format!("{at}/format"))]
        }
        Change::AddValue(value) => vec![add_value(row, &mut cells[3], value)?],
        Change::RemoveValue(index) => vec![remove_value(row, &mut cells[3], index)?],
    };
    let line = Some(cells.join("|"));
    Some(Outcome { line, found })
}

fn add_value(row: &Row, description: &mut String, value: &str) -> Option<(&'static str, String)> {
    let set = row.set()?;
    let first = if set == "Kind" { "CAT" } else { "CALM" };
    *description = description.replace(first, &format!("{first}, {value}"));
    Some(("missing_in_specification", format!("types/{set}/values/{value}")))
}

fn remove_value(row: &Row, description: &mut String, index: &prop::sample::Index) -> Option<(&'static str, String)> {
    let set = row.set()?;
    let removable: &[(&str, &str)] = match set {
        "Kind" => &[("CAT", "CAT, "), ("DOG", "DOG, "), ("Big Bird", ", Big Bird")],
        _ => &[("CALM", "CALM or "), ("WILD", " or WILD")],
    };
    let (value, text) = index.get(removable);
    *description = description.replace(text, "");
    Some(("missing_in_document", format!("types/{set}/values/{value}")))
}

fn with_line(line: usize, changed: Option<&str>) -> String {
    let lines = ZOO
        .lines()
        .enumerate()
        .filter_map(|(index, text)| match (index == line, changed) {
            (false, _) => Some(text),
            (true, changed) => changed,
        });
    lines.map(|text| format!("{text}\n")).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_changed_row_is_the_only_finding(index in any::<prop::sample::Index>(), change in change()) {
        let rows = rows();
        let row = index.get(&rows);
        let Some(outcome) = apply(row, &change) else { return Ok(()) };
        let audit = audit("zoo.md", &with_line(row.line, outcome.line.as_deref()));
        let wanted: Vec<(&str, &str)> = outcome.found.iter().map(|(kind, at)| (*kind, at.as_str())).collect();
        prop_assert_eq!(found(&audit), expected(&wanted), "{:?} of {:?}:\n{}", change, row, audit.render(Style::Plain));
    }

    #[test]
    fn a_changed_message_is_the_only_finding(index in 0..3_usize, message in "[A-Z][a-z]{2,9}( `?[a-z]{1,9}`?){1,4}\\.") {
        let code = ["missingName", "unknownKind", "tooMany"][index];
        let page: String = ZOO
            .lines()
            .map(|line| match line.split_once('|') {
                Some((name, _)) if name == code => format!("{code}|{message}\n"),
                _ => format!("{line}\n"),
            })
            .collect();
        let at = format!("error_codes/{code}/message");
        prop_assert_eq!(found(&audit("zoo.md", &page)), expected(&[("different", &at)]));
    }

    #[test]
    fn any_text_is_audited_without_a_panic(
        page in prop::sample::select(vec![ZOO, SHOP, START]),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0..40_usize, "\\PC{0,6}|[|`*\\[\\](){}#\\n-]{1,4}"), 1..12),
    ) {
        let mut characters: Vec<char> = page.chars().collect();
        for (at, length, insert) in cuts {
            let at = at.index(characters.len());
            let end = (at + length).min(characters.len());
            characters.splice(at..end, insert.chars());
        }
        let text: String = characters.into_iter().collect();
        match concur_audit::audit(&sources(), vec![Source::from_bytes("zoo.md", text)]) {
            Ok(audit) => {
                for style in [Style::Plain, Style::Colored, Style::Short] {
                    prop_assert!(!audit.render(style).is_empty());
                }
                for row in audit.to_json()["differences"].as_array().expect("a list") {
                    prop_assert!(row["document"]["line"].as_u64() > Some(0) && row["specification"]["line"].as_u64() > Some(0));
                }
            }
            Err(diagnostics) => prop_assert!(!diagnostics.is_empty()),
        }
    }
}
