#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use super::*;

fn world(seed: u64) -> World {
    let tenant = Arc::new(Tenant::seeded().unwrap().clone());
    World::new(tenant, Clock::new(Some(Timestamp::UNIX_EPOCH)), seed)
}

#[test]
fn ids_have_the_forms_of_the_service_and_come_once() {
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
fn a_world_that_goes_on_from_its_records_gives_no_id_twice_and_keeps_its_time() {
    let mut first = world(7);
    let seen = [first.new_id(), first.new_uuid(), first.new_secret(20)];
    first.next_number("order");
    first.advance(Duration::from_secs(90));

    let mut second = world(7);
    for change in first.take_changes().unwrap().list {
        second.restore(change.kind, &change.key, &change.text.unwrap()).unwrap();
    }
    let next = [second.new_id(), second.new_uuid(), second.new_secret(20)];
    assert!(next.iter().all(|id| !seen.contains(id)));
    assert_eq!(second.next_number("order"), 2);
    assert_eq!(second.now().as_second(), 90);
}

#[test]
fn only_what_has_changed_is_saved_again() {
    let mut world = world(1);
    assert!(world.take_changes().unwrap().from_nothing);
    assert!(world.take_changes().unwrap().are_none());
    world.advance(Duration::from_secs(1));
    let changes = world.take_changes().unwrap();
    assert_eq!((changes.from_nothing, changes.list.len()), (false, 1));
}

#[test]
fn an_id_that_no_record_has_is_not_saved_by_itself_but_with_the_next_record() {
    let mut world = world(1);
    world.forget_changes();
    world.new_id();
    assert!(world.take_changes().unwrap().are_none());
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
fn a_whole_knows_its_parts_and_no_others_whatever_becomes_of_them() {
    let expense = |request: &str| Expense {
        request: request.to_owned(),
        number: 1,
        fields: serde_json::Map::new(),
        modified: Timestamp::UNIX_EPOCH,
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
