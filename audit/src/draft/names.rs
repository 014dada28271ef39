//! Derives the names of a draft.

use heck::{ToSnakeCase, ToUpperCamelCase};

use concur_spec::api::HttpMethod;

use crate::page::{Call, Operation, Page};
use crate::read::prose::split_number;

/// Returns the base path that most calls have in common: up to the version, or else without the last literal segment.
pub(super) fn base_path(page: &Page) -> String {
    let mut counts: Vec<(String, usize)> = Vec::new();
    let is_known = |operation: &&Operation| is_template(&operation.call.path);
    for operation in page.operations.iter().filter(is_known) {
        let base = base_of(&operation.call.path);
        match counts.iter_mut().find(|(known, _)| *known == base) {
            Some((_, count)) => *count += 1,
            None => counts.push((base, 1)),
        }
    }
    // The first of those with the most calls; `max_by_key` returns the last.
    let best = counts.into_iter().rev().max_by_key(|(_, count)| *count);
    best.map(|(base, _)| base).unwrap_or_default()
}

/// Returns the path up to its version, or else up to the first of several literal segments.
pub(super) fn base_of(path: &str) -> String {
    let segments: Vec<&str> = path.split('/').skip(1).collect();
    let end = segments
        .iter()
        .position(|segment| is_version(segment))
        .map(|index| index + 1);
    let literal = segments.iter().take_while(|segment| !is_parameter(segment)).count();
    // Something has to be left for the operation.
    let end = end
        .filter(|end| *end < segments.len())
        .unwrap_or(usize::from(literal > 1));
    segments[..end].iter().map(|segment| format!("/{segment}")).collect()
}

/// Returns true for `v4` and `v3.1`.
pub(super) fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']);
    let is_digit = |c: char| c.is_ascii_digit() || c == '.';
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()) && number.chars().all(is_digit))
}

/// Returns true for a path of plain segments and of parameters, which are whole segments with a name.
pub(super) fn is_template(path: &str) -> bool {
    let is_literal = |c: char| c.is_ascii_alphanumeric() || "-_.~:@$!*+,;=".contains(c);
    let is_segment = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
        Some(name) => is_name(name),
        None => !segment.is_empty() && segment.chars().all(is_literal),
    };
    path.split('/').skip(1).all(is_segment) && path.starts_with('/')
}

pub(super) fn is_parameter(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// Returns a name in snake case that starts with a letter.
pub(super) fn snake(text: &str) -> String {
    let ascii: String = text
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    let name = ascii.to_snake_case();
    match name.chars().next() {
        Some(first) if first.is_ascii_lowercase() => name,
        _ => format!("x{name}"),
    }
}

/// Returns the name of a type: `Approval Status` becomes `ApprovalStatus`.
pub(super) fn type_name(text: &str) -> String {
    let words: String = text
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    let name = words.to_upper_camel_case();
    match name.chars().next() {
        Some(first) if first.is_uppercase() => name,
        _ => format!("T{name}"),
    }
}

/// Returns true for the name of a field or a parameter.
pub(super) fn is_name(name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || "_-.:@$".contains(c);
    name.chars().all(is_part) && name.contains(|c: char| c.is_ascii_alphabetic())
}

/// Returns true for the name of a field or of a family of at most 200: `custom1..custom40`.
pub(super) fn is_row(name: &str) -> bool {
    const MOST: u32 = 200;
    let Some((first, last)) = name.split_once("..") else {
        return is_name(name);
    };
    let numbers = split_number(first).zip(split_number(last));
    is_name(name)
        && numbers.is_some_and(|((prefix, from), (last_prefix, to))| {
            let is_written_so = name == format!("{prefix}{from}..{prefix}{to}");
            !prefix.is_empty() && prefix == last_prefix && is_written_so && from < to && to - from < MOST
        })
}

/// Returns true if an identifier can be made of a code: `1000` becomes `V1000`.
pub(super) fn has_name(code: &str) -> bool {
    code.contains(|c: char| c.is_ascii_alphanumeric())
}

/// Returns true if the names are equal in the SDK, where they only differ in their letters.
pub(super) fn is_same(a: &str, b: &str) -> bool {
    a == b || type_name(a) == type_name(b)
}

pub(super) fn singular(word: &str) -> String {
    match word {
        _ if word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if ["ches", "shes", "xes", "sses"].iter().any(|end| word.ends_with(end)) => word[..word.len() - 2].to_owned(),
        _ if word.ends_with("ss") || word.ends_with("us") => word.to_owned(),
        _ => word.strip_suffix('s').unwrap_or(word).to_owned(),
    }
}

pub(super) fn plural(word: &str) -> String {
    match word {
        _ if word.ends_with('s') => word.to_owned(),
        _ if word.ends_with('y') && !word.ends_with("ey") => format!("{}ies", &word[..word.len() - 1]),
        _ => format!("{word}s"),
    }
}

/// Returns names for an operation, from the shortest to the longest: `get_comments`, `get_request_comments`. `path` is
/// below the base path. `is_list`: the response is a list.
pub(super) fn operation(call: &Call, path: &str, is_list: bool) -> Vec<String> {
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let is_item = segments.last().is_some_and(|segment| is_parameter(segment));
    let words: Vec<String> = segments
        .iter()
        .filter(|segment| !is_parameter(segment))
        .map(|word| snake(word))
        .collect();
    let verb = match call.method {
        HttpMethod::Get if is_item => "get",
        HttpMethod::Get if is_list || words.last().is_some_and(|word| word.ends_with('s')) => "list",
        HttpMethod::Get => "get",
        HttpMethod::Post if is_item => "post",
        HttpMethod::Post => "create",
        HttpMethod::Put => "update",
        HttpMethod::Patch => "patch",
        HttpMethod::Delete => "delete",
    };
    let Some((last, owners)) = words.split_last() else {
        return vec![verb.to_owned()];
    };
    let last = if verb == "list" { last.clone() } else { singular(last) };
    let mut names = vec![format!("{verb}_{last}")];
    let mut noun = last;
    for owner in owners.iter().rev() {
        noun = format!("{}_{noun}", singular(owner));
        names.push(format!("{verb}_{noun}"));
    }
    names
}
