//! What the programs share: the service, the store and their faults.

use std::{
    collections::HashSet,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use futures_util::FutureExt;
use sap_concur_runtime::*;

use super::super::{files::directory, support::*};

/// The kind of a store.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Memory,
    File,
    /// A row with a version and a lease, as in a database.
    Leased,
}

/// The next faults.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) saves_failing: u32,
    /// The next save succeeds but reports a failure.
    pub(super) save_reports_failure: bool,
    /// The program is killed in the next save, between the write and the rename.
    pub(super) killed_in_save: bool,
    /// Preparing fails; a save that was prepared succeeds.
    pub(super) disk_full: bool,
    pub(super) response_lost: bool,
    /// The lifetime of the next token, in seconds. 0 is the default lifetime.
    pub(super) lifetime: u64,
}

#[derive(Default)]
struct State {
    faults: Faults,
    /// The number of the last authorization or refresh token that was issued. Only this one is valid.
    issued: u64,
    /// Whether the last response, or the program that received it, was lost before it was saved.
    loss_allowed: bool,
    /// The numbers of all tokens that were saved.
    saved_numbers: HashSet<u64>,
    newest_saved: u64,
    lease: Option<u64>,
    leases: u64,
}

/// Shared by all programs.
#[derive(Clone)]
pub(super) struct World {
    pub(super) kind: Kind,
    pub(super) store: Arc<dyn TokenStore>,
    path: PathBuf,
    state: Arc<Mutex<State>>,
}

pub(super) const EPOCH: u64 = 1_700_000_000;

pub(super) fn key() -> TokenKey {
    TokenKey::new("app")
}

fn token(number: u64, expires_at: u64) -> StoredToken {
    let expires_at = SystemTime::UNIX_EPOCH + Duration::from_secs(expires_at);
    StoredToken::new("app", format!("a-{number}"), expires_at).with_refresh_token(format!("r-{number}"), None)
}

fn number_of(token: &StoredToken) -> u64 {
    token.refresh_token().unwrap().expose()[2..].parse().unwrap()
}

impl World {
    pub(super) fn new(kind: Kind) -> Self {
        let path = match kind {
            Kind::File => directory().join("token.json"),
            _ => PathBuf::new(),
        };
        let store: Arc<dyn TokenStore> = match kind {
            Kind::File => Arc::new(FileTokenStore::new(&path)),
            _ => Arc::new(MemoryTokenStore::new()),
        };
        let world = Self {
            kind,
            store,
            path,
            state: Arc::default(),
        };
        world.authorize(3600);
        world
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn faults(&self) -> impl std::ops::DerefMut<Target = Faults> + '_ {
        struct Guard<'a>(MutexGuard<'a, State>);
        impl std::ops::Deref for Guard<'_> {
            type Target = Faults;
            fn deref(&self) -> &Faults {
                &self.0.faults
            }
        }
        impl std::ops::DerefMut for Guard<'_> {
            fn deref_mut(&mut self) -> &mut Faults {
                &mut self.0.faults
            }
        }
        Guard(self.state())
    }

    /// Completes a future that only waits for steps of programs.
    pub(super) fn complete<T>(future: impl Future<Output = T>) -> T {
        future.now_or_never().unwrap()
    }

    fn stored(&self) -> Option<VersionedToken> {
        Self::complete(self.store.load(&key())).unwrap()
    }

    /// Authorizes the application again and replaces the token in the store.
    pub(super) fn authorize(&self, lifetime: u64) {
        if self.kind == Kind::File {
            // Skips the authorization if a program holds the lock.
            let clock = FakeClock::default();
            let locked = FileTokenStore::new(&self.path).lock_timeout(Duration::ZERO);
            let Some(Ok(lock)) = locked.lock(&key(), &clock).now_or_never() else {
                return;
            };
            self.put(lifetime);
            Self::complete(lock.release());
        } else {
            self.put(lifetime);
        }
    }

    fn put(&self, lifetime: u64) {
        let number = {
            let mut state = self.state();
            state.issued += 1;
            state.loss_allowed = false;
            state.issued
        };
        let earlier = self.stored().map(|stored| stored.version);
        let token = token(number, EPOCH + lifetime);
        Self::complete(self.store.save(&key(), &token, earlier.as_ref())).unwrap();
        self.saved(&token);
    }

    fn saved(&self, token: &StoredToken) {
        let mut state = self.state();
        let number = number_of(token);
        assert!(number >= state.newest_saved, "an older token has replaced a newer one");
        state.newest_saved = number;
        state.saved_numbers.insert(number);
    }

    pub(super) fn was_saved(&self, token: &AccessToken) -> bool {
        let state = self.state();
        let mut saved_numbers = state.saved_numbers.iter();
        saved_numbers.any(|number| *token == AccessToken::new(format!("a-{number}")).unwrap())
    }

    pub(super) fn steal_lease(&self) {
        self.state().lease = None;
    }

    pub(super) fn lease(&self) -> Option<u64> {
        let mut state = self.state();
        if state.lease.is_some() {
            return None;
        }
        state.leases += 1;
        state.lease = Some(state.leases);
        state.lease
    }

    pub(super) fn has_lease(&self, lease: u64) -> bool {
        self.state().lease == Some(lease)
    }

    pub(super) fn release_lease(&self, lease: u64) {
        let mut state = self.state();
        state.lease.take_if(|held| *held == lease);
    }

    /// Handles a token call: returns the new number and lifetime, or a refusal. A refresh token is valid once.
    pub(super) fn renew(&self, refresh_token: &str) -> Result<(u64, u64), ()> {
        let mut state = self.state();
        if refresh_token != format!("r-{}", state.issued) {
            return Err(());
        }
        state.issued += 1;
        // Until a program has received the response.
        state.loss_allowed = true;
        let lifetime = match std::mem::take(&mut state.faults.lifetime) {
            0 => 3600,
            lifetime => lifetime,
        };
        Ok((state.issued, lifetime))
    }

    pub(super) fn takes_lost_response(&self) -> bool {
        std::mem::take(&mut self.state().faults.response_lost)
    }

    pub(super) fn received(&self, number: u64) {
        let mut state = self.state();
        if state.issued == number {
            state.loss_allowed = false;
        }
    }

    /// Records that the program with this response has ended, maybe before it saved it.
    pub(super) fn lost_with_program(&self, number: u64) {
        let mut state = self.state();
        if state.issued == number && !state.saved_numbers.contains(&number) {
            state.loss_allowed = true;
        }
    }

    /// Returns whether the store has the valid token.
    pub(super) fn has_valid_token(&self) -> bool {
        self.stored()
            .is_some_and(|stored| number_of(&stored.token) == self.state().issued)
    }

    /// Asserts that no authorization is lost, and returns whether the token in the store is valid.
    pub(super) fn check(&self) -> bool {
        let has_valid_token = self.has_valid_token();
        let state = self.state();
        assert!(
            has_valid_token || state.loss_allowed,
            "the authorization {} is lost",
            state.issued
        );
        drop(state);
        if self.kind == Kind::File {
            let files: Vec<_> = super::super::files::names(self.path.parent().unwrap());
            assert_eq!(files, ["token.json", "token.json.lock"], "other files are left behind");
        }
        has_valid_token
    }

    /// Saves like a store that fails at times. Returns `None` if the program is killed during the save.
    pub(super) fn save(
        &self,
        token: &StoredToken,
        replaces: Option<&TokenVersion>,
        prepared: bool,
    ) -> Option<Result<TokenVersion, StoreError>> {
        let (fails, reports_failure, is_killed) = {
            let mut state = self.state();
            let disk_full = state.faults.disk_full && !prepared;
            let fails = disk_full || state.faults.saves_failing > 0;
            state.faults.saves_failing = state.faults.saves_failing.saturating_sub(1);
            let reports_failure = !fails && std::mem::take(&mut state.faults.save_reports_failure);
            (
                fails,
                reports_failure,
                !fails && std::mem::take(&mut state.faults.killed_in_save),
            )
        };
        if fails {
            return Some(Err(StoreError::other("the save failed")));
        }
        let earlier = is_killed.then(|| fs::read(&self.path).unwrap());
        let saved = Self::complete(self.store.save(&key(), token, replaces));
        if saved.is_ok() {
            self.saved(token);
            if let Some(earlier) = earlier {
                // Restores the state before the rename.
                fs::rename(&self.path, self.path.with_extension("json.new")).unwrap();
                write_private(&self.path, &earlier);
                return None;
            }
        }
        match saved {
            Ok(_) if reports_failure => Some(Err(StoreError::other("no response"))),
            saved => Some(saved),
        }
    }

    /// Drops the lock of a killed program: the system unlocks the file, and the new file is not removed.
    pub(super) fn drop_lock_of_killed(&self, lock: Box<dyn StoreLock>) {
        let (new, aside) = (self.path.with_extension("json.new"), self.path.with_extension("aside"));
        let moved = self.kind == Kind::File && fs::rename(&new, &aside).is_ok();
        drop(lock);
        if moved {
            fs::rename(&aside, &new).unwrap();
        }
    }
}

#[cfg(unix)]
fn write_private(path: &std::path::Path, text: &[u8]) {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

#[cfg(not(unix))]
fn write_private(path: &std::path::Path, text: &[u8]) {
    fs::write(path, text).unwrap();
}
