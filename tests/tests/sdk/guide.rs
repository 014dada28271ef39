//! The guide has the pages that the specification lists, and its numbers match the constants.

use std::fs;
use std::path::Path;

use concur_spec::api::Platform;
use jiff::SignedDuration;

/// A number in prose with the limit that it names, such as
/// `4 times ([`RETRY_ATTEMPTS`](crate::limits::RETRY_ATTEMPTS))`.
struct Quote {
    page: String,
    number: u64,
    unit: String,
    limit: String,
}

const REFERENCE: &str = "](crate::limits::";

fn pages() -> Vec<(String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated/guide");
    let mut pages: Vec<(String, String)> = fs::read_dir(directory)
        .expect("the guide directory exists")
        .map(|entry| entry.expect("the entry is readable").path())
        .map(|path| {
            let name = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("the file is readable"))
        })
        .collect();
    pages.sort();
    pages
}

#[test]
fn guide_pages_match_the_specification() {
    let mut listed: Vec<String> = platform().guide.into_iter().map(|page| page.key).collect();
    listed.sort();
    let existing: Vec<String> = pages().into_iter().map(|(page, _)| page).collect();
    assert_eq!(existing, listed);
}

/// Returns the text outside of code blocks, with single spaces.
fn prose(page: &str) -> String {
    let blocks = page.split("```").step_by(2);
    blocks.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

fn quotes(page: &str, text: &str) -> Vec<Quote> {
    let mut quotes = Vec::new();
    for (at, _) in text.match_indices(REFERENCE) {
        let limit: String = text[at + REFERENCE.len()..]
            .chars()
            .take_while(|char| *char != ')')
            .collect();
        let before: Vec<&str> = text[..at].split(' ').collect();
        let number = before.iter().rposition(|word| word.parse::<u64>().is_ok());
        let number = number.unwrap_or_else(|| panic!("{page} has no number before {limit}"));
        let unit = before.get(number + 1).copied().unwrap_or_default();
        quotes.push(Quote {
            page: page.to_owned(),
            number: before[number].parse().expect("a number"),
            unit: unit.to_owned(),
            limit,
        });
    }
    quotes
}

fn platform() -> Platform {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let sources = concur_spec::Sources::read(&directory).expect("the specification is readable");
    concur_spec::contract(&sources)
        .expect("the specification is valid")
        .platform
}

fn duration(number: u64, unit: &str) -> Option<SignedDuration> {
    format!("{number} {unit}").parse().ok()
}

#[test]
fn numbers_in_the_guide_match_their_constants() {
    let limits = platform().limits;
    let quotes: Vec<Quote> = pages()
        .iter()
        .flat_map(|(name, page)| quotes(name, &prose(page)))
        .collect();
    assert!(quotes.len() >= 10, "the guide names constants for its numbers");
    for Quote {
        page,
        number,
        unit,
        limit: name,
    } in quotes
    {
        let limit = limits.iter().find(|limit| limit.key.to_uppercase() == name);
        let limit = limit.unwrap_or_else(|| panic!("{page} names the unknown limit `{name}`"));
        match duration(limit.value, &limit.unit) {
            Some(value) => assert_eq!(duration(number, &unit), Some(value), "{page}: {name}"),
            None => assert_eq!(number, limit.value, "{page}: {name}"),
        }
    }
}

#[test]
fn every_duration_in_the_guide_names_its_constant() {
    for (name, page) in pages() {
        let text = prose(&page);
        let words: Vec<&str> = text.split(' ').collect();
        for pair in words.windows(2) {
            let is_time = pair[0]
                .parse::<u64>()
                .is_ok_and(|number| duration(number, pair[1].trim_end_matches(['.', ',', ';', ':'])).is_some());
            if is_time {
                let quoted = format!("{} {}", pair[0], pair[1]);
                let named = text.split(&quoted).skip(1).any(|rest| rest.starts_with(" ([`"));
                assert!(named, "{name} has `{quoted}` without its constant");
            }
        }
    }
}
