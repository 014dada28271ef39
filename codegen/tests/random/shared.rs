//! Shared types: some types of an API become types of the platform.

use super::choices::Choices;

/// Moves some types of an API file, and those that they mention, to the `shared_types` of the platform. Returns that
/// section and the rest of the file.
pub(crate) fn shared_types(choices: &mut Choices, api: &str) -> (String, String) {
    let Some((before, types, after)) = section(api) else {
        return (String::new(), api.to_owned());
    };
    let types = entries(types);
    let mut moved: Vec<bool> = types.iter().map(|_| choices.chance(25)).collect();
    while let Some(missing) = (0..types.len()).find(|one| !moved[*one] && is_mentioned(&types, &moved, *one)) {
        moved[missing] = true;
    }
    let (mut shared, mut own) = (String::new(), String::new());
    for ((name, text), is_moved) in types.iter().zip(&moved) {
        if *is_moved {
            shared += text;
            own += &format!("  {name}: shared\n");
        } else {
            own += text;
        }
    }
    let shared = match shared.is_empty() {
        true => shared,
        false => format!("shared_types:\n{shared}"),
    };
    (shared, format!("{before}types:\n{own}{after}"))
}

/// Splits a file at its section `types`.
fn section(api: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = api.split_once("\ntypes:\n")?;
    let before = &api[..before.len() + 1];
    let lines = rest.split_inclusive('\n').take_while(|line| line.starts_with(' '));
    let (types, after) = rest.split_at(lines.map(str::len).sum());
    Some((before, types, after))
}

/// Returns the quoted name and the text of each type.
fn entries(types: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    for line in types.split_inclusive('\n') {
        match (line.starts_with("   "), found.last_mut()) {
            (true, Some((_, text))) => text.push_str(line),
            _ => found.push((line.trim().trim_end_matches(':'), line.to_owned())),
        }
    }
    found
}

/// Returns true if a type that is moved mentions this one, or seems to.
fn is_mentioned(types: &[(&str, String)], moved: &[bool], one: usize) -> bool {
    let name = types[one].0;
    let texts = types.iter().zip(moved).filter(|(_, is_moved)| **is_moved);
    texts.into_iter().any(|((_, text), _)| text.contains(name))
}
