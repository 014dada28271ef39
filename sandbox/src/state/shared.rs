//! The world under its lock, and the way of its changes into the file.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::World;
use crate::store::Store;

/// The world, and the file that it is kept in, if it is.
#[derive(Debug)]
pub(crate) struct SharedWorld {
    world: Mutex<World>,
    store: Option<Store>,
}

/// The world for as long as nobody else has it. Letting go of it hands its changes to the file.
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

    /// The world. No rule panics, and one that did has changed nothing that others rely on.
    pub(crate) fn hold(&self) -> WorldGuard<'_> {
        WorldGuard {
            world: self.world.lock().unwrap_or_else(PoisonError::into_inner),
            store: self.store.as_ref(),
        }
    }

    /// Waits until everything that has changed up to now is on disk: an answer tells of nothing that could be lost.
    ///
    /// # Errors
    ///
    /// Why it never will be.
    pub(crate) async fn saved(&self) -> Result<(), String> {
        match &self.store {
            Some(store) => store.saved().await,
            None => Ok(()),
        }
    }

    /// Why nothing is saved any more, though it should be.
    pub(crate) fn failure(&self) -> Option<String> {
        self.store.as_ref().and_then(Store::failure)
    }

    /// Saves what is left and lets go of the file.
    pub(crate) fn close(&self) {
        if let Some(store) = &self.store {
            store.close();
        }
    }
}

/// A world that is kept in memory alone.
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
            self.world.forget_changes();
            return;
        };
        match self.world.take_changes() {
            Ok(changes) if changes.are_none() => {}
            Ok(changes) => store.send(changes),
            Err(error) => store.fail(&error.to_string()),
        }
    }
}
