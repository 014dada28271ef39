#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod backend;
mod damage;
mod killed;
mod mark;

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
        replaces_all: false,
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

/// A temporary directory, removed with the test.
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
async fn changes_are_written_in_order() {
    let memory = Memory::with_company(COMPANY);
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
async fn changes_queued_during_a_commit_share_the_next_one() {
    let memory = Memory::with_company(COMPANY);
    let store = Arc::new(Store::start(opened(&memory).0).unwrap());
    let before = memory.syncs();
    memory.block();
    store.send(put("first", "1"));
    memory.wait_until_blocked();
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
async fn saved_waits_until_changes_are_on_disk() {
    let memory = Memory::with_company(COMPANY);
    let store = Arc::new(Store::start(opened(&memory).0).unwrap());
    memory.block();
    store.send(put("first", "1"));
    memory.wait_until_blocked();
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
async fn a_failed_commit_fails_all_current_and_later_waits() {
    let memory = Memory::with_company(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    store.send(put("before", "1"));
    store.saved().await.unwrap();
    memory.fail();
    store.send(put("lost", "1"));
    let why = store.saved().await.unwrap_err();
    assert!(why.contains("the disk is full"), "{why}");
    assert_eq!(store.failure(), Some(why));
    // Even if the disk works again, since changes have been lost.
    memory.recover();
    store.send(put("after", "1"));
    store.saved().await.unwrap_err();
    store.close();
    assert_eq!(records(&opened(&memory).1), BTreeMap::from([("before", "1")]));
}

#[tokio::test]
async fn closing_saves_queued_changes() {
    let memory = Memory::with_company(COMPANY);
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
async fn replacing_all_records_keeps_the_metadata() {
    let memory = Memory::with_company(COMPANY);
    let store = Store::start(opened(&memory).0).unwrap();
    store.send(put("old", "1"));
    let mut changes = put("new", "1");
    changes.replaces_all = true;
    store.send(changes);
    store.close();
    let (_, saved) = opened(&memory);
    assert_eq!(records(&saved), BTreeMap::from([("new", "1")]));
    assert_eq!(saved.metadata("company"), Some(COMPANY));
}

#[tokio::test]
async fn unlocking_the_world_queues_its_changes() {
    let memory = Memory::with_company(COMPANY);
    let tenant = Arc::new(Tenant::seeded().unwrap().clone());
    let mut world = World::new(tenant, Clock::new(None), 1);
    world.discard_changes();
    let shared = SharedWorld::new(world, Some(Store::start(opened(&memory).0).unwrap()));
    drop(shared.lock());
    shared.lock().advance(std::time::Duration::from_secs(1));
    shared.saved().await.unwrap();
    shared.close();
    let (_, saved) = opened(&memory);
    assert_eq!(saved.records.len(), 1);
    assert_eq!(saved.records[0].0, "chance");
}

#[test]
fn new_files_are_complete_private_and_can_be_reopened() {
    let folder = Folder::new("made");
    let path = folder.file("state");
    for content in [None, Some("")] {
        if let Some(content) = content {
            std::fs::write(&path, content).unwrap();
        }
        let (file, saved) = open(&path, COMPANY).unwrap();
        assert!(saved.records.is_empty());
        let file = file.accept().unwrap();
        file.commit([put("a", "1")].iter()).unwrap();
        drop(file);
        assert_eq!(records(&open(&path, COMPANY).unwrap().1), BTreeMap::from([("a", "1")]));
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&path.metadata().unwrap().permissions());
            assert_eq!(mode & 0o077, 0);
        }
        let names = std::fs::read_dir(&folder.0).unwrap().count();
        assert_eq!(names, 2, "no temporary file is left");
        std::fs::remove_dir_all(&folder.0).unwrap();
        std::fs::create_dir(&folder.0).unwrap();
    }
}

#[test]
fn files_in_use_are_refused() {
    let folder = Folder::new("used");
    let path = folder.file("state");
    let (first, _) = open(&path, COMPANY).unwrap();
    let error = open(&path, COMPANY).unwrap_err();
    assert!(error.contains("another sandbox is using it; stop that one"), "{error}");
    drop(first);
    open(&path, COMPANY).unwrap();
}
