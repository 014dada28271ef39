//! The mutable state of a sandbox.
//!
//! A rule has exclusive access to the world. It checks everything before it changes anything, so that a refusal changes
//! nothing.

mod chance;
mod clock;
pub(crate) mod objects;
pub(crate) mod purchase_requests;
mod records;
pub(crate) mod requests;
mod reset;
mod shared;
pub(crate) mod tokens;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

pub(crate) use chance::Chance;
pub(crate) use clock::Clock;
pub(crate) use records::{Record, Records};
pub(crate) use shared::{SharedWorld, WorldGuard};

use self::objects::Object;
use self::purchase_requests::PurchaseRequest;
use self::records::Changing;
use self::requests::{CashAdvance, Expense, Request};
use self::tokens::{AccessToken, Code, OneTimePassword, RefreshToken};
use crate::store::Changes;
use crate::tenant::Tenant;

/// The state of a sandbox.
#[derive(Debug)]
pub(crate) struct World {
    /// The company, with the vendors that it has now.
    pub(crate) tenant: Arc<Tenant>,
    /// The company of the seed file.
    founded: Arc<Tenant>,
    clock: Clock,
    /// The clock offset, the number series and the random seed.
    chance: Records<Chance>,
    pub(crate) access_tokens: Records<AccessToken>,
    pub(crate) refresh_tokens: Records<RefreshToken>,
    pub(crate) codes: Records<Code>,
    pub(crate) one_time_passwords: Records<OneTimePassword>,
    pub(crate) purchase_requests: Records<PurchaseRequest>,
    pub(crate) requests: Records<Request>,
    pub(crate) expenses: Records<Expense>,
    pub(crate) objects: Records<Object>,
    pub(crate) cash_advances: Records<CashAdvance>,
    /// The completion times of bookings, with the id of the Request. Obsolete entries are possible.
    pub(crate) bookings: BTreeSet<(Timestamp, String)>,
    /// Whether the state file is to be replaced as a whole.
    is_new: bool,
    /// Whether the state comes from a file.
    is_restored: bool,
    /// The clock offset at the time of the last save.
    saved_ahead: SignedDuration,
}

impl World {
    /// Creates an empty world.
    pub(crate) fn new(tenant: Arc<Tenant>, clock: Clock, seed: u64) -> Self {
        let mut chance = Records::default();
        chance.put(Chance::KEY, Chance::new(seed));
        Self {
            founded: Arc::clone(&tenant),
            tenant,
            clock,
            chance,
            access_tokens: Records::default(),
            refresh_tokens: Records::default(),
            codes: Records::default(),
            one_time_passwords: Records::default(),
            purchase_requests: Records::default(),
            requests: Records::default(),
            expenses: Records::default(),
            objects: Records::default(),
            cash_advances: Records::default(),
            bookings: BTreeSet::new(),
            is_new: true,
            is_restored: false,
            saved_ahead: SignedDuration::ZERO,
        }
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Advances the clock.
    pub(crate) fn advance(&mut self, by: Duration) {
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        self.clock.advance(by);
        let ahead = self.clock.ahead();
        self.with_chance(|chance| chance.set_ahead(ahead));
    }

    /// Returns a new id of a Request, an expected expense or similar: 32 uppercase hexadecimal digits.
    pub(crate) fn new_id(&mut self) -> String {
        self.with_chance(|chance| format!("{:032X}", chance.u128()))
    }

    /// Returns a new lowercase UUID.
    pub(crate) fn new_uuid(&mut self) -> String {
        let bits = self.with_chance(Chance::u128);
        // Version 4, variant 1.
        let bits = (bits & !(0xf << 76) | (4 << 76)) & !(3 << 62) | (2 << 62);
        let digits = format!("{bits:032x}");
        let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
        [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-")
    }

    /// Returns a new random token or code of lowercase letters and digits.
    pub(crate) fn new_secret(&mut self, length: usize) -> String {
        self.with_chance(|chance| chance.letters(length))
    }

    /// Returns the next number of a series, from 1, for example of purchase requests.
    pub(crate) fn next_number(&mut self, series: &str) -> u64 {
        self.with_chance(|chance| chance.next_number(series))
    }

    fn with_chance<T: Default>(&mut self, function: impl FnOnce(&mut Chance) -> T) -> T {
        self.chance.get_mut(Chance::KEY).map(function).unwrap_or_default()
    }

    /// Whether the state comes from a file, so that nothing may be added to it.
    pub(crate) fn is_restored(&self) -> bool {
        self.is_restored
    }

    /// Restores a record from a file. Unknown kinds are ignored.
    pub(crate) fn restore(&mut self, kind: &str, key: &str, text: &str) -> Result<(), serde_json::Error> {
        match kind {
            Chance::KIND => {
                self.chance.restore(key, text)?;
                // It is in the file as soon as anything else is.
                self.is_restored = true;
                if let Some(ahead) = self.chance.get(Chance::KEY).map(Chance::ahead) {
                    self.clock.advance(ahead);
                }
                Ok(())
            }
            AccessToken::KIND => self.access_tokens.restore(key, text),
            RefreshToken::KIND => self.refresh_tokens.restore(key, text),
            Code::KIND => self.codes.restore(key, text),
            OneTimePassword::KIND => self.one_time_passwords.restore(key, text),
            PurchaseRequest::KIND => self.purchase_requests.restore(key, text),
            Request::KIND => {
                self.requests.restore(key, text)?;
                let booked = self.requests.get(key).and_then(|request| request.booked);
                self.bookings.extend(booked.map(|at| (at, key.to_owned())));
                Ok(())
            }
            Expense::KIND => self.expenses.restore(key, text),
            Object::KIND => self.objects.restore(key, text),
            CashAdvance::KIND => self.cash_advances.restore(key, text),
            _ => Ok(()),
        }
    }

    /// Returns the changes since the last call, or the whole state for a new world. A new id alone is not a change
    /// until a record uses it.
    pub(crate) fn take_changes(&mut self) -> Result<Changes, serde_json::Error> {
        let mut changes = Changes {
            replaces_all: std::mem::take(&mut self.is_new),
            ..Changes::default()
        };
        let was_ahead = std::mem::replace(&mut self.saved_ahead, self.clock.ahead());
        for records in self.records() {
            records.take_changes(&mut changes.list)?;
        }
        if was_ahead != self.saved_ahead || !changes.is_empty() {
            self.chance.take_changes(&mut changes.list)?;
        }
        Ok(changes)
    }

    /// Discards the changes since the last call, because they come from a file or there is no file.
    pub(crate) fn discard_changes(&mut self) {
        self.is_new = false;
        self.saved_ahead = self.clock.ahead();
        self.chance.discard_changes();
        for records in self.records() {
            records.discard_changes();
        }
    }

    /// Returns all records except `chance`.
    fn records(&mut self) -> [&mut dyn Changing; 9] {
        [
            &mut self.access_tokens,
            &mut self.refresh_tokens,
            &mut self.codes,
            &mut self.one_time_passwords,
            &mut self.purchase_requests,
            &mut self.requests,
            &mut self.expenses,
            &mut self.objects,
            &mut self.cash_advances,
        ]
    }
}

#[cfg(test)]
mod tests;
