//! What the programs share: the service, the store, and what goes wrong with them.

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

/// The kinds of stores.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    Memory,
    File,
    /// A row with a version and a lease, as a database has it.
    Leased,
}

/// What goes wrong next.
#[derive(Debug, Default)]
pub(super) struct Faults {
    pub(super) saves_failing: u32,
    /// The next save is done, and is said to have failed.
    pub(super) save_told_failed: bool,
    /// The program is killed in the next save, between the write and the rename.
    pub(super) dies_in_save: bool,
    /// Nothing can be prepared; what has been prepared can be saved.
    pub(super) full: bool,
    pub(super) answer_lost: bool,
    /// How long the next token lives, in seconds.
    pub(super) lives: u64,
}

#[derive(Default)]
struct State {
    faults: Faults,
    /// The number of the last authorization or refresh token that was issued. It is the only one that is good.
    issued: u64,
    /// Whether the last answer, or the program that had it, was lost before the store could have it.
    excused: bool,
    /// The tokens that the store has had.
    kept: HashSet<u64>,
    newest_kept: u64,
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

fn numbered(token: &StoredToken) -> u64 {
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

    /// Does what nothing but a step of a program can hold up.
    pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
        future.now_or_never().unwrap()
    }

    fn stored(&self) -> Option<VersionedToken> {
        Self::now(self.store.load(&key())).unwrap()
    }

    /// Somebody authorizes the application anew, and puts that into the store in place of whatever is there.
    pub(super) fn authorize(&self, lives: u64) {
        if self.kind == Kind::File {
            // It would wait for the lock; the others are in the middle of something.
            let clock = FakeClock::default();
            let locked = FileTokenStore::new(&self.path).lock_timeout(Duration::ZERO);
            let Some(Ok(lock)) = locked.lock(&key(), &clock).now_or_never() else {
                return;
            };
            self.put(lives);
            Self::now(lock.release());
        } else {
            self.put(lives);
        }
    }

    fn put(&self, lives: u64) {
        let number = {
            let mut state = self.state();
            state.issued += 1;
            state.excused = false;
            state.issued
        };
        let earlier = self.stored().map(|stored| stored.version);
        let token = token(number, EPOCH + lives);
        Self::now(self.store.save(&key(), &token, earlier.as_ref())).unwrap();
        self.saved(&token);
    }

    fn saved(&self, token: &StoredToken) {
        let mut state = self.state();
        let number = numbered(token);
        assert!(number >= state.newest_kept, "an older token has replaced a newer one");
        state.newest_kept = number;
        state.kept.insert(number);
    }

    pub(super) fn was_kept(&self, token: &AccessToken) -> bool {
        let state = self.state();
        let mut kept = state.kept.iter();
        kept.any(|number| *token == AccessToken::new(format!("a-{number}")).unwrap())
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

    pub(super) fn give_back(&self, lease: u64) {
        let mut state = self.state();
        state.lease.take_if(|held| *held == lease);
    }

    /// The token call: the new number, or a refusal. A refresh token is good once.
    pub(super) fn renew(&self, refresh_token: &str) -> Result<(u64, u64), ()> {
        let mut state = self.state();
        if refresh_token != format!("r-{}", state.issued) {
            return Err(());
        }
        state.issued += 1;
        // Until somebody has it.
        state.excused = true;
        let lives = match std::mem::take(&mut state.faults.lives) {
            0 => 3600,
            lives => lives,
        };
        Ok((state.issued, lives))
    }

    pub(super) fn is_lost(&self) -> bool {
        std::mem::take(&mut self.state().faults.answer_lost)
    }

    pub(super) fn received(&self, number: u64) {
        let mut state = self.state();
        if state.issued == number {
            state.excused = false;
        }
    }

    /// The program that had this answer and could not save it has ended.
    pub(super) fn ended_with(&self, number: u64) {
        let mut state = self.state();
        if state.issued == number && !state.kept.contains(&number) {
            state.excused = true;
        }
    }

    /// Whether the store has the token that is good.
    pub(super) fn has_good(&self) -> bool {
        self.stored()
            .is_some_and(|stored| numbered(&stored.token) == self.state().issued)
    }

    /// Holds the law. Whether the token in the store can be used.
    pub(super) fn check(&self) -> bool {
        let has_good = self.has_good();
        let state = self.state();
        assert!(has_good || state.excused, "the authorization {} is lost", state.issued);
        drop(state);
        if self.kind == Kind::File {
            let left: Vec<_> = super::super::files::names(self.path.parent().unwrap());
            assert_eq!(left, ["token.json", "token.json.lock"], "something is left over");
        }
        has_good
    }

    /// Saves as a store does that fails now and then. `None` when the program is killed by it.
    pub(super) fn save(
        &self,
        token: &StoredToken,
        replaces: Option<&TokenVersion>,
        prepared: bool,
    ) -> Option<Result<TokenVersion, StoreError>> {
        let (fails, told_failed, dies) = {
            let mut state = self.state();
            let full = state.faults.full && !prepared;
            let fails = full || state.faults.saves_failing > 0;
            state.faults.saves_failing = state.faults.saves_failing.saturating_sub(1);
            let told_failed = !fails && std::mem::take(&mut state.faults.save_told_failed);
            (
                fails,
                told_failed,
                !fails && std::mem::take(&mut state.faults.dies_in_save),
            )
        };
        if fails {
            return Some(Err(StoreError::other("it cannot be saved now")));
        }
        let earlier = dies.then(|| fs::read(&self.path).unwrap());
        let saved = Self::now(self.store.save(&key(), token, replaces));
        if saved.is_ok() {
            self.saved(token);
            if let Some(earlier) = earlier {
                // As if it had not come to the rename.
                fs::rename(&self.path, self.path.with_extension("json.new")).unwrap();
                write_private(&self.path, &earlier);
                return None;
            }
        }
        match saved {
            Ok(_) if told_failed => Some(Err(StoreError::other("no answer"))),
            saved => Some(saved),
        }
    }

    /// Drops the lock of a program that is killed: the system unlocks the file, and nobody tidies up.
    pub(super) fn killed(&self, lock: Box<dyn StoreLock>) {
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
