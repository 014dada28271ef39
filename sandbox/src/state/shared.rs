//! The world with its lock and its state file.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::World;
use crate::store::Store;

/// The world, and the store that saves it, if any.
#[derive(Debug)]
pub(crate) struct SharedWorld {
    world: Mutex<World>,
    store: Option<Store>,
}

/// Exclusive access to the world. Dropping the guard sends the changes to the store.
#[derive(Debug)]
pub(crate) struct WorldGuard<'a> {
    world: MutexGuard<'a, World>,
    store: Option<&'a Store>,
}

impl SharedWorld {
    pub(crate) fn new(world: World, store: Option<Store>) -> Self {
        let world = Mutex::new(world);
        Self { world, store }
    }

    /// Locks the world. A poisoned lock is ignored: a rule that panicked leaves the world consistent.
    pub(crate) fn lock(&self) -> WorldGuard<'_> {
        WorldGuard {
            world: self.world.lock().unwrap_or_else(PoisonError::into_inner),
            store: self.store.as_ref(),
        }
    }

    /// Waits until all changes so far are on disk, so that an answer never reports anything that could be lost.
    ///
    /// # Errors
    ///
    /// Returns the reason if they cannot be saved.
    pub(crate) async fn saved(&self) -> Result<(), String> {
        match &self.store {
            Some(store) => store.saved().await,
            None => Ok(()),
        }
    }

    /// Returns the reason if changes can no longer be saved.
    pub(crate) fn failure(&self) -> Option<String> {
        self.store.as_ref().and_then(Store::failure)
    }

    /// Saves pending changes and closes the file.
    pub(crate) fn close(&self) {
        if let Some(store) = &self.store {
            store.close();
        }
    }
}

/// A world in memory only.
impl From<World> for SharedWorld {
    fn from(world: World) -> Self {
        Self::new(world, None)
    }
}

impl Deref for WorldGuard<'_> {
    type Target = World;

    fn deref(&self) -> &World {
        &self.world
    }
}

impl DerefMut for WorldGuard<'_> {
    fn deref_mut(&mut self) -> &mut World {
        &mut self.world
    }
}

impl Drop for WorldGuard<'_> {
    fn drop(&mut self) {
        let Some(store) = self.store else {
            self.world.discard_changes();
            return;
        };
        match self.world.take_changes() {
            Ok(changes) if changes.is_empty() => {}
            Ok(changes) => store.send(changes),
            Err(error) => store.fail(&error.to_string()),
        }
    }
}
