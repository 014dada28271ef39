//! Items that are still there under another name or path: two facts told as one.

use super::parent;
use crate::diff::{Change, rules};
use crate::public_api::{Item, Kind, PublicApi};

/// Takes out of what is removed and added what belongs together, where only one of each can be meant.
pub(super) fn pairs(
    removed: &mut Vec<&Item>,
    added: &mut Vec<&Item>,
    old: &PublicApi,
    new: &PublicApi,
    changes: &mut Vec<Change>,
) {
    let mut gone = Vec::new();
    for before in removed.iter() {
        let like = |now: &&&Item| is_same(before, now, old, new);
        let mut candidates = added.iter().filter(like);
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
        changes.push(Change::new(rule, &before.path, format!("is `{}` now", now.path)));
        gone.push((before.key(), now.key()));
    }
    removed.retain(|item| gone.iter().all(|(before, _)| *before != item.key()));
    added.retain(|item| gone.iter().all(|(_, now)| *now != item.key()));
}

/// The same item, called otherwise in the same place or called the same in another.
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

/// What is inside of an item, and what is said of it.
fn members(of: &Item, public_api: &PublicApi) -> Vec<String> {
    let lines = public_api.range(of.path.clone()..).map(|(line, _)| line);
    let own = lines.map_while(|line| line.strip_prefix(of.path.as_str()));
    own.filter(|rest| rest.starts_with([':', '.']))
        .map(str::to_owned)
        .collect()
}
