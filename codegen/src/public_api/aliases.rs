//! Items with a second public path: those that a public module re-exports from another one of the crate.

use super::{Item, Kind, PublicApi};

/// Lists what is re-exported from a public module of the crate, with all that belongs to it, at its second path too. An
/// item that moves to such a module stays where its users expect it.
pub(super) fn expanded(name: &str, mut items: PublicApi) -> PublicApi {
    let exports: Vec<(String, String, String)> = items
        .iter()
        .filter_map(|(line, item)| {
            let Kind::Reexport(of) = &item.kind else { return None };
            let of = format!("{name}::{}", of.strip_prefix("crate::")?);
            Some((line.clone(), item.path.clone(), of))
        })
        .collect();
    for (line, path, of) in exports {
        let below: Vec<(String, Item)> = within(&items, &of)
            .map(|(own, item)| (moved(own, &of, &path), renamed(item, &of, &path)))
            .collect();
        if !below.is_empty() {
            items.remove(&line);
            items.extend(below);
        }
    }
    items
}

/// Returns the items at a path and below.
fn within<'a>(items: &'a PublicApi, path: &'a str) -> impl Iterator<Item = (&'a String, &'a Item)> {
    let from = items.range(path.to_owned()..);
    let from = from.take_while(move |(line, _)| line.starts_with(path));
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    from.filter(move |(line, _)| !line[path.len()..].starts_with(is_name))
}

fn renamed(item: &Item, from: &str, to: &str) -> Item {
    Item {
        path: moved(&item.path, from, to),
        ..item.clone()
    }
}

fn moved(text: &str, from: &str, to: &str) -> String {
    text.strip_prefix(from)
        .map_or_else(|| text.to_owned(), |rest| format!("{to}{rest}"))
}
