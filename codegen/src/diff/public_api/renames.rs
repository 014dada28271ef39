//! Finds items that were renamed or moved, so that a removal and an addition become one change.

use super::parent;
use crate::diff::{Change, rules};
use crate::public_api::{Item, Kind, PublicApi};

/// Removes pairs of a removal and an addition of the same item from both lists, if the match is unambiguous.
pub(super) fn pairs(
    removed: &mut Vec<&Item>,
    added: &mut Vec<&Item>,
    old: &PublicApi,
    new: &PublicApi,
    changes: &mut Vec<Change>,
) {
    let mut paired = Vec::new();
    for before in removed.iter() {
        let matches = |now: &&&Item| is_same(before, now, old, new);
        let mut candidates = added.iter().filter(matches);
        let (Some(now), None) = (candidates.next(), candidates.next()) else {
            continue;
        };
        let rivals = removed.iter().filter(|other| is_same(other, now, old, new)).count();
        if rivals != 1 {
            continue;
        }
        let rule = if parent(&before.path) == parent(&now.path) {
            &rules::ITEM_RENAMED
        } else {
            &rules::ITEM_MOVED
        };
        changes.push(Change::new(rule, &before.path, format!("now `{}`", now.path)));
        paired.push((before.key(), now.key()));
    }
    removed.retain(|item| paired.iter().all(|(before, _)| *before != item.key()));
    added.retain(|item| paired.iter().all(|(_, now)| *now != item.key()));
}

/// Returns whether it is the same item, with a new name in the same place or the same name in a new place.
fn is_same(before: &Item, now: &Item, old: &PublicApi, new: &PublicApi) -> bool {
    let member = matches!(
        before.kind,
        Kind::Field(_) | Kind::Variant { .. } | Kind::Function(_) | Kind::Constant(_)
    );
    let holder = matches!(before.kind, Kind::Struct { .. } | Kind::Enum(_) | Kind::Trait(_));
    let near = parent(&before.path) == parent(&now.path);
    let named = name(&before.path) == name(&now.path);
    if (near == named) || before.condition != now.condition || !(member && near || holder) {
        return false;
    }
    match (&before.kind, &now.kind) {
        (Kind::Function(before), Kind::Function(now)) => {
            let types = |inputs: &[(String, String)]| inputs.iter().map(|(_, ty)| ty.clone()).collect::<Vec<_>>();
            before.output == now.output && types(&before.inputs) == types(&now.inputs)
        }
        (was, is) => was == is && (!holder || members(before, old) == members(now, new)),
    }
}

fn name(path: &str) -> &str {
    path.rsplit([':', '.']).next().unwrap_or(path)
}

/// Returns the items inside an item, and its properties.
fn members(of: &Item, public_api: &PublicApi) -> Vec<String> {
    let lines = public_api.range(of.path.clone()..).map(|(line, _)| line);
    let own = lines.map_while(|line| line.strip_prefix(of.path.as_str()));
    own.filter(|rest| rest.starts_with([':', '.']))
        .map(str::to_owned)
        .collect()
}
