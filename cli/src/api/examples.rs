//! Examples in the help of an operation, made of the examples of the contract.

use concur_spec::api::{Api, Operation};

use super::flags::{Flag, Flags};
use crate::names::{kebab, quoted};

/// Returns the examples.
pub(super) fn of(api: &Api, operation: &Operation, flags: &Flags) -> String {
    let mut start = vec![format!("  concur {} {}", kebab(&api.key), kebab(&operation.key))];
    let in_path = flags.flags.iter().filter(|flag| flag.is_in_path());
    start.extend(in_path.map(|flag| quoted(&example(flag))));
    for flag in flags.flags.iter().filter(|flag| flag.is_required && !flag.is_in_path()) {
        start.push(format!("--{} {}", flag.long(), quoted(&example(flag))));
    }
    let mut lines = Vec::new();
    let mut add = |more: &[&str]| lines.push(wrapped(start.iter().map(String::as_str).chain(more.iter().copied())));
    if flags.takes_body() {
        add(&["--json body.json"]);
        add(&["--json body.json", "--dry-run"]);
        let settable = flags
            .flags
            .iter()
            .find(|flag| !flag.is_required && flag.doc.example.is_some());
        if let Some(flag) = settable {
            let setting = format!("--{} {} < body.json", flag.long(), quoted(&example(flag)));
            add(&["--json -", &setting]);
        }
    } else {
        add(&[]);
    }
    for setting in conditions(flags) {
        add(&[&setting]);
    }
    if operation.pagination.is_some() {
        add(&["--all", "--output csv > all.csv"]);
        add(&["--limit 25", "--output jsonl"]);
    }
    let waiter = api.waiters.iter().find(|waiter| waiter.operation == operation.key);
    if let Some(waiter) = waiter {
        add(&[&format!("--wait {}", kebab(&waiter.key))]);
    }
    format!("Examples:\n{}", lines.join("\n"))
}

/// A flag of an operator, and a filter expression, if there are any.
fn conditions(flags: &Flags) -> impl Iterator<Item = String> {
    let operator = flags.flags.iter().find_map(|flag| {
        let name = flag.example_operator()?;
        Some(format!("--{name} {}", quoted(&example(flag))))
    });
    let filter = flags.flags.iter().find_map(|flag| {
        let expression = flag.doc.example.as_ref().filter(|_| flag.is_filter())?;
        Some(format!("--{} {}", flag.long(), quoted(expression)))
    });
    operator.into_iter().chain(filter)
}

/// The width of a terminal, less a backslash.
const WIDTH: usize = 78;

/// Wraps a command before an argument or an option, as a shell reads it: the help itself would be wrapped anywhere.
fn wrapped<'a>(mut parts: impl Iterator<Item = &'a str>) -> String {
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut width = text.chars().count();
    for part in parts {
        let added = " ".len() + part.chars().count();
        if width + added > WIDTH {
            text.push_str(" \\\n     ");
            width = 5;
        }
        text.push(' ');
        text.push_str(part);
        width += added;
    }
    text
}

/// The example of the contract, or the name of the value; the name of a file for a secret.
fn example(flag: &Flag) -> String {
    match &flag.doc.example {
        _ if flag.is_secret => format!("{}.txt", flag.name),
        Some(example) => example.clone(),
        None => flag.name.to_uppercase().replace('-', "_"),
    }
}
