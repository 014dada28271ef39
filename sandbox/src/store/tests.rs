#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod backend;
mod damage;
mod killed;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use self::backend::Memory;
use super::*;
use crate::state::Clock;
use crate::state::{SharedWorld, World};
use crate::store::Change;
use crate::tenant::Tenant;

const COMPANY: &str = "09ce4b6e-fb7e-4a55-a4f7-4ddbc4016210";

fn put(key: &str, text: &str) -> Changes {
    let change = Change {
        kind: "request",
        key: key.to_owned(),
        text: Some(text.to_owned()),
    };
    Changes {
        from_nothing: false,
        list: vec![change],
    }
}

fn remove(key: &str) -> Changes {
    let mut changes = put(key, "");
    changes.list[0].text = None;
    changes
}

fn records(saved: &Saved) -> BTreeMap<&str, &str> {
    let records = saved.records.iter();
    records.map(|(_, key, text)| (key.as_str(), text.as_str())).collect()
}

fn opened(memory: &Memory) -> (File, Saved) {
    File::of(memory.clone(), COMPANY).unwrap()
}

/// A directory of its own, which goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("concur-sandbox-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn changes_are_written_in_their_order() {
    let memory = Memory::begun(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    for number in 0..100 {
        store.send(put("a", &number.to_string()));
        store.send(put("b", "there"));
        store.send(remove("b"));
    }
    store.saved().await.unwrap();
    store.close();
    assert_eq!(records(&opened(&memory).1), BTreeMap::from([("a", "99")]));
}

#[tokio::test]
async fn those_who_wait_while_the_disk_is_busy_share_a_commit() {
    let memory = Memory::begun(COMPANY);
    let store = Arc::new(Store::start(opened(&memory).0).unwrap());
    let before = memory.syncs();
    memory.hold();
    store.send(put("first", "1"));
    memory.wait_until_held();
    for number in 0..500 {
        store.send(put(&number.to_string(), "1"));
    }
    memory.release();
    store.saved().await.unwrap();
    let commits = memory.syncs() - before;
    assert!(commits <= 4, "two commits take {commits} syncs");
    store.close();
    assert_eq!(opened(&memory).1.records.len(), 501);
}

#[tokio::test]
async fn nobody_is_told_before_it_is_on_disk() {
    let memory = Memory::begun(COMPANY);
    let store = Arc::new(Store::start(opened(&memory).0).unwrap());
    memory.hold();
    store.send(put("first", "1"));
    memory.wait_until_held();
    let waits = tokio::spawn({
        let store = Arc::clone(&store);
        async move { store.saved().await }
    });
    tokio::task::yield_now().await;
    assert!(!waits.is_finished());
    memory.release();
    waits.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_commit_that_fails_is_told_to_all_who_wait_and_to_all_who_come() {
    let memory = Memory::begun(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    store.send(put("before", "1"));
    store.saved().await.unwrap();
    memory.fail();
    store.send(put("lost", "1"));
    let why = store.saved().await.unwrap_err();
    assert!(why.contains("the disk is full"), "{why}");
    assert_eq!(store.failure(), Some(why));
    // Even when the disk would take it again: it has missed something.
    memory.recover();
    store.send(put("after", "1"));
    store.saved().await.unwrap_err();
    store.close();
    assert_eq!(records(&opened(&memory).1), BTreeMap::from([("before", "1")]));
}

#[tokio::test]
async fn what_was_handed_over_before_the_end_is_written() {
    let memory = Memory::begun(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    for number in 0..100 {
        store.send(put(&number.to_string(), "1"));
    }
    store.close();
    assert_eq!(opened(&memory).1.records.len(), 100);
    store.send(put("late", "1"));
    assert_eq!(store.saved().await.unwrap_err(), ENDED);
}

#[tokio::test]
async fn a_world_that_starts_anew_leaves_nothing_of_the_old_one_but_whose_file_it_is() {
    let memory = Memory::begun(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    store.send(put("old", "1"));
    let mut changes = put("new", "1");
    changes.from_nothing = true;
    store.send(changes);
    store.close();
    let (_, saved) = opened(&memory);
    assert_eq!(records(&saved), BTreeMap::from([("new", "1")]));
    assert_eq!(saved.fact("company"), Some(COMPANY));
}

#[tokio::test]
async fn letting_go_of_the_world_hands_over_what_has_changed() {
    let memory = Memory::begun(COMPANY);
    let tenant = Arc::new(Tenant::seeded().unwrap().clone());
    let mut world = World::new(tenant, Clock::new(None), 1);
    world.forget_changes();
    let kept = SharedWorld::new(world, Some(Store::start(opened(&memory).0).unwrap()));
    drop(kept.hold());
    kept.hold().advance(std::time::Duration::from_secs(1));
    kept.saved().await.unwrap();
    kept.close();
    let (_, saved) = opened(&memory);
    assert_eq!(saved.records.len(), 1);
    assert_eq!(saved.records[0].0, "chance");
}

#[test]
fn a_file_is_made_whole_for_its_owner_alone_and_opened_again() {
    let folder = Folder::new("made");
    let path = folder.file("state");
    for content in [None, Some("")] {
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let (file, saved) = open(&path, COMPANY).unwrap();
        assert!(saved.records.is_empty());
        file.accept().unwrap();
        file.commit([put("a", "1")].iter()).unwrap();
        drop(file);
        assert_eq!(records(&open(&path, COMPANY).unwrap().1), BTreeMap::from([("a", "1")]));
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
            assert_eq!(mode & 0o077, 0);
        }
        let names = std::fs::read_dir(&folder.0).unwrap().count();
        assert_eq!(names, 1, "no draft is left");
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn a_file_that_is_in_use_is_refused() {
    let folder = Folder::new("used");
    let path = folder.file("state");
    let (first, _) = open(&path, COMPANY).unwrap();
    let error = open(&path, COMPANY).unwrap_err();
    assert!(error.contains("another sandbox is using it: stop that one"), "{error}");
    drop(first);
    open(&path, COMPANY).unwrap();
}
