//! Mutations of the real specification: a diagnostic points at the broken line.

use std::ops::RangeInclusive;
use std::path::Path;
use std::thread;

use crate::support::schema::Editor;
use concur_spec::{Diagnostics, Sources};

/// One way to break a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    /// Renames its first key.
    RenameKey,
    /// Changes the form of its value.
    Retype,
    /// Deletes it.
    Delete,
    /// Indents it.
    Indent,
    /// Unindents it.
    Outdent,
    /// Misspells a name in it.
    Misspell,
    /// Swaps the ends of a range.
    Reverse,
    /// Repeats it.
    Repeat,
}

const BREAKS: [Break; 8] = [
    Break::RenameKey,
    Break::Retype,
    Break::Delete,
    Break::Indent,
    Break::Outdent,
    Break::Misspell,
    Break::Reverse,
    Break::Repeat,
];

/// The number of lines per file that are broken in each way.
const LINES_PER_FILE: usize = 8;

#[test]
fn a_diagnostic_points_at_the_broken_line_or_its_neighbor() {
    let files = real();
    let outcomes: Vec<Outcome> = thread::scope(|scope| {
        let files = &files;
        let running: Vec<_> = (0..files.len())
            .map(|index| scope.spawn(move || break_file(files, index)))
            .collect();
        let ended = running.into_iter().map(|running| running.join().expect("no panic"));
        ended.collect()
    });
    let tried: Vec<Break> = outcomes.iter().flat_map(|outcome| outcome.tried.clone()).collect();
    assert!(tried.len() > 250, "{}", tried.len());
    assert!(BREAKS.iter().all(|how| tried.contains(how)), "{tried:?}");
    let missed: Vec<&str> = outcomes
        .iter()
        .flat_map(|outcome| &outcome.missed)
        .map(String::as_str)
        .collect();
    assert!(
        missed.is_empty(),
        "{} of {}:\n{}",
        missed.len(),
        tried.len(),
        missed.join("\n\n")
    );
}

/// The outcome of the mutations of a file.
#[derive(Default)]
struct Outcome {
    tried: Vec<Break>,
    /// Mutations after which no diagnostic pointed at the line, with the diagnostics.
    missed: Vec<String>,
}

/// Breaks lines throughout a file, different ones in each way.
fn break_file(files: &[(String, String)], index: usize) -> Outcome {
    let (path, text) = &files[index];
    let lines: Vec<&str> = text.lines().collect();
    let step = (lines.len() / LINES_PER_FILE).max(1);
    let mut outcome = Outcome::default();
    let editor = Editor::new();
    for (nth, how) in BREAKS.into_iter().enumerate() {
        let starts = (0..LINES_PER_FILE).map(|number| number * step + (nth * 7) % step);
        for start in starts.filter(|start| *start < lines.len()) {
            let Some((at, broken)) = (start..lines.len()).find_map(|at| Some((at, broken(&lines, at, how)?))) else {
                continue;
            };
            outcome.tried.push(how);
            let verdict = concur_spec::load(&with(files, index, &broken));
            // An editor must accept what the loader accepts.
            if let (Ok(_), Some(why)) = (&verdict, editor.violation(&broken)) {
                outcome
                    .missed
                    .push(format!("{how:?} of {path}:{}: {}\n{why}", at + 1, lines[at]));
            }
            if let Err(diagnostics) = verdict
                && !points_at(&diagnostics, path, near(&lines, at))
                && !(how == Break::Delete && names(&diagnostics, lines[at]))
            {
                let line = lines[at];
                outcome
                    .missed
                    .push(format!("{how:?} of {path}:{}: {line}\n{diagnostics}", at + 1));
            }
        }
    }
    outcome
}

/// The specification of this repository, without APIs that were added since: which lines are broken depends on the lines
/// of a file.
fn real() -> Vec<(String, String)> {
    const NAMES: [&str; 3] = ["concur", "purchase-request", "request"];
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = NAMES.map(|name| [format!("{name}.yaml"), format!("errata/{name}.yaml")]);
    let texts = paths.into_iter().flatten().map(|path| {
        let text = std::fs::read_to_string(folder.join(&path)).expect("spec/ can be read");
        (format!("spec/{path}"), text)
    });
    texts.collect()
}

fn with(files: &[(String, String)], index: usize, text: &str) -> Sources {
    let texts = files.iter().enumerate().map(|(number, (path, whole))| {
        let text = if number == index { text } else { whole };
        (path.clone(), text.to_owned())
    });
    Sources::from_texts(texts)
}

/// Returns the range from the previous to the next non-blank line, counted from 1.
fn near(lines: &[&str], at: usize) -> RangeInclusive<usize> {
    let is_text = |index: &usize| !lines[*index].trim().is_empty();
    let before = (0..at).rev().find(is_text).unwrap_or(0);
    let after = (at + 1..lines.len()).find(is_text).unwrap_or(at);
    before + 1..=after + 1
}

/// Returns true if a diagnostic names the key of a line. A deleted line has no span, but references to it name its key.
fn names(diagnostics: &Diagnostics, line: &str) -> bool {
    let key = key(line.trim_start()).map(|(key, _)| key).unwrap_or_default();
    let mut diagnostics = diagnostics.list().iter();
    let named = |text: &str| text.contains(&format!("`{key}`")) || text.contains(&format!("/{key}`"));
    diagnostics.any(|diagnostic| named(&diagnostic.title) || diagnostic.labels.iter().any(|label| named(&label.text)))
}

/// Returns true if a label is on one of these lines.
fn points_at(diagnostics: &Diagnostics, path: &str, lines: RangeInclusive<usize>) -> bool {
    let mut labels = diagnostics.list().iter().flat_map(|diagnostic| &diagnostic.labels);
    labels.any(|label| {
        let file = diagnostics.sources().file(label.span.file).expect("the file of a span");
        let first = file.line_and_column(label.span.range().start).0;
        let last = file.line_and_column(label.span.range().end).0;
        file.path() == path && first <= *lines.end() && *lines.start() <= last
    })
}

/// Returns the text with a broken line, if the line can be broken in this way.
fn broken(lines: &[&str], at: usize, how: Break) -> Option<String> {
    let line = lines[at];
    let content = line.trim_start();
    if content.is_empty() || content.starts_with('#') {
        return None;
    }
    // What is wrong with JSON whose braces do not match shows only where the next one is.
    let is_brace = content.ends_with(['{', '[']) || content.starts_with(['}', ']']);
    if is_brace && matches!(how, Break::Delete | Break::Repeat) {
        return None;
    }
    // After a text, a line with more indentation is part of the text. What is missing then shows where it is used.
    if how == Break::Indent && is_after_text(lines, at) {
        return None;
    }
    let indent = &line[..line.len() - content.len()];
    let new = match how {
        Break::RenameKey => {
            let (key, rest) = key(content)?;
            format!("{indent}{key}x:{rest}")
        }
        Break::Retype => {
            let (key, rest) = key(content).filter(|(_, rest)| !rest.trim().is_empty())?;
            let other = if rest.trim_start().starts_with('[') {
                "{ a: 1 }"
            } else {
                "[[1]]"
            };
            format!("{indent}{key}: {other}")
        }
        Break::Delete => String::new(),
        Break::Indent => format!("   {line}"),
        Break::Outdent => line.strip_prefix(' ')?.to_owned(),
        Break::Misspell => misspelled(line)?,
        Break::Reverse => {
            let (before, after) = line.split_once("1..")?;
            let end = after.find(|letter: char| !letter.is_alphanumeric())?;
            let digits = after[..end].trim_start_matches(char::is_alphabetic);
            let name = &after[..end - digits.len()];
            format!("{before}{digits}..{name}1{}", &after[end..])
        }
        Break::Repeat => format!("{line}\n{line}"),
    };
    let mut changed: Vec<&str> = lines.to_vec();
    if how == Break::Delete {
        changed.remove(at);
    } else {
        changed[at] = &new;
    }
    Some(changed.join("\n") + "\n")
}

/// Returns true if a text of several lines ends before this line.
fn is_after_text(lines: &[&str], at: usize) -> bool {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut before = lines[..at].iter().rev().filter(|line| !line.trim().is_empty());
    let is_outer = |line: &&&str| indent(line) <= indent(lines[at]);
    before
        .find(is_outer)
        .is_some_and(|line| line.ends_with(['|', '>']) || line.ends_with("|-"))
}

/// Splits a line into its first key and the text after the colon.
fn key(content: &str) -> Option<(&str, &str)> {
    let (key, rest) = content.split_once(':')?;
    let is_key = |letter: char| letter.is_alphanumeric() || "_.-/".contains(letter);
    (key.chars().all(is_key) && (rest.is_empty() || rest.starts_with(' '))).then_some((key, rest))
}

/// Swaps two letters in a reference to a type or a value.
fn misspelled(line: &str) -> Option<String> {
    let start = ["type: ", "type: [", "body: ", "scope: ", "200: "]
        .iter()
        .find_map(|key| Some(line.find(key)? + key.len()))?;
    let name: String = line[start..]
        .chars()
        .take_while(|letter| letter.is_alphanumeric())
        .collect();
    let mut letters: Vec<char> = name.chars().collect();
    let swap = (1..letters.len()).find(|at| letters[at - 1] != letters[*at])?;
    letters.swap(swap - 1, swap);
    let swapped: String = letters.into_iter().collect();
    Some(format!("{}{swapped}{}", &line[..start], &line[start + name.len()..]))
}
