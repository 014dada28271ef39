//! A disk in memory that can block and fail.

use std::io;
use std::sync::{Arc, Condvar, Mutex};

use redb::backends::InMemoryBackend;
use redb::{Database, StorageBackend};

use crate::store::file;

/// A disk in memory. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Memory(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    bytes: InMemoryBackend,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    fails: bool,
    blocks: bool,
    /// Whether a sync is blocked.
    is_blocked: bool,
    syncs: usize,
}

impl Memory {
    /// Creates a disk with the file of a company.
    pub(super) fn with_company(company: &str) -> Self {
        let memory = Self(Arc::new(Inner {
            bytes: InMemoryBackend::new(),
            state: Mutex::default(),
            changed: Condvar::new(),
        }));
        let database = Database::builder().create_with_backend(memory.clone()).unwrap();
        file::begin(&database, company).unwrap();
        memory
    }

    pub(super) fn fail(&self) {
        self.0.state.lock().unwrap().fails = true;
    }

    pub(super) fn recover(&self) {
        self.0.state.lock().unwrap().fails = false;
    }

    /// Blocks the next sync.
    pub(super) fn block(&self) {
        self.0.state.lock().unwrap().blocks = true;
    }

    pub(super) fn wait_until_blocked(&self) {
        let state = self.0.state.lock().unwrap();
        drop(self.0.changed.wait_while(state, |state| !state.is_blocked).unwrap());
    }

    pub(super) fn release(&self) {
        self.0.state.lock().unwrap().blocks = false;
        self.0.changed.notify_all();
    }

    pub(super) fn syncs(&self) -> usize {
        self.0.state.lock().unwrap().syncs
    }

    fn check(&self) -> io::Result<()> {
        if self.0.state.lock().unwrap().fails {
            return Err(io::Error::other("the disk is full"));
        }
        Ok(())
    }
}

impl StorageBackend for Memory {
    fn len(&self) -> io::Result<u64> {
        self.0.bytes.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.bytes.read(offset, out)
    }

    fn set_len(&self, length: u64) -> io::Result<()> {
        self.check()?;
        self.0.bytes.set_len(length)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.check()?;
        let mut state = self.0.state.lock().unwrap();
        state.syncs += 1;
        state.is_blocked = state.blocks;
        self.0.changed.notify_all();
        drop(self.0.changed.wait_while(state, |state| state.blocks).unwrap());
        self.0.bytes.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.check()?;
        self.0.bytes.write(offset, data)
    }
}
