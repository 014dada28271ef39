#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use super::*;

fn world(seed: u64) -> World {
    let tenant = Arc::new(Tenant::seeded().unwrap().clone());
    World::new(tenant, Clock::new(Some(Timestamp::UNIX_EPOCH)), seed)
}

#[test]
fn ids_have_the_format_of_the_service_and_are_unique() {
    let mut world = world(1);
    let ids: BTreeSet<String> = (0..1000).map(|_| world.new_id()).collect();
    assert_eq!(ids.len(), 1000);
    let is_id = |id: &String| id.len() == 32 && id.bytes().all(|b| b.is_ascii_digit() || (b'A'..=b'F').contains(&b));
    assert!(ids.iter().all(is_id));
    let uuid = world.new_uuid();
    assert_eq!(uuid.split('-').map(str::len).collect::<Vec<_>>(), [8, 4, 4, 4, 12]);
    assert_eq!(&uuid[14..15], "4");
    assert!(matches!(&uuid[19..20], "8" | "9" | "a" | "b"));
}

#[test]
fn a_restored_world_repeats_no_id_and_keeps_its_time() {
    let mut first = world(7);
    let used = [first.new_id(), first.new_uuid(), first.new_secret(20)];
    first.next_number("order");
    first.advance(Duration::from_secs(90));

    let mut second = world(7);
    for change in first.take_changes().unwrap().list {
        second.restore(change.kind, &change.key, &change.text.unwrap()).unwrap();
    }
    let next = [second.new_id(), second.new_uuid(), second.new_secret(20)];
    assert!(next.iter().all(|id| !used.contains(id)));
    assert_eq!(second.next_number("order"), 2);
    assert_eq!(second.now().as_second(), 90);
}

#[test]
fn only_changes_are_saved() {
    let mut world = world(1);
    assert!(world.take_changes().unwrap().replaces_all);
    assert!(world.take_changes().unwrap().is_empty());
    world.advance(Duration::from_secs(1));
    let changes = world.take_changes().unwrap();
    assert_eq!((changes.replaces_all, changes.list.len()), (false, 1));
}

#[test]
fn new_ids_are_saved_with_the_next_record() {
    let mut world = world(1);
    world.discard_changes();
    world.new_id();
    assert!(world.take_changes().unwrap().is_empty());
    let code = Code {
        client_id: String::new(),
        user: String::new(),
        redirect_uri: String::new(),
        scopes: Vec::new(),
        expires: world.now(),
    };
    world.codes.put("code", code);
    let kinds: Vec<_> = world
        .take_changes()
        .unwrap()
        .list
        .iter()
        .map(|change| change.kind)
        .collect();
    assert_eq!(kinds, [Code::KIND, Chance::KIND]);
}

#[test]
fn parts_are_tracked_through_all_changes() {
    let expense = |request: &str| Expense {
        request: request.to_owned(),
        number: 1,
        fields: serde_json::Map::new(),
        modified: Timestamp::UNIX_EPOCH,
        comments: Vec::new(),
    };
    let mut world = world(1);
    let parts = |world: &World, whole: &str| -> Vec<String> {
        let parts = world.expenses.parts_of(whole);
        parts.map(|(key, _)| key.to_owned()).collect()
    };
    for (key, whole) in [("2", "A"), ("1", "A"), ("3", "B")] {
        world.expenses.put(key, expense(whole));
    }
    world.expenses.put("1", expense("A"));
    assert_eq!(
        (parts(&world, "A").join(" "), parts(&world, "B").join(" ")),
        ("1 2".into(), "3".into())
    );
    world.expenses.remove("1");
    assert_eq!(parts(&world, "A"), ["2"]);
    let text = serde_json::to_string(&expense("B")).unwrap();
    world.restore(Expense::KIND, "4", &text).unwrap();
    assert_eq!(parts(&world, "B"), ["3", "4"]);
    world.reset(1);
    assert!(parts(&world, "A").is_empty() && parts(&world, "B").is_empty());
}
