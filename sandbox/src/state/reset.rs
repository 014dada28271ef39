//! Resetting and counting the records of the world.

use super::{
    AccessToken, CashAdvance, Chance, Code, Expense, Object, OneTimePassword, PurchaseRequest, Record, RefreshToken,
    Request, World,
};

impl World {
    /// Removes all records and resets the clock and the random seed.
    pub(crate) fn reset(&mut self, seed: u64) {
        self.clock.reset();
        self.tenant = std::sync::Arc::clone(&self.founded);
        self.chance.put(Chance::KEY, Chance::new(seed));
        self.access_tokens.clear();
        self.refresh_tokens.clear();
        self.codes.clear();
        self.one_time_passwords.clear();
        self.purchase_requests.clear();
        self.requests.clear();
        self.expenses.clear();
        self.objects.clear();
        self.cash_advances.clear();
        self.bookings.clear();
    }

    /// Returns the number of records of each kind.
    pub(crate) fn counts(&self) -> [(&'static str, usize); 9] {
        [
            (AccessToken::KIND, self.access_tokens.len()),
            (RefreshToken::KIND, self.refresh_tokens.len()),
            (Code::KIND, self.codes.len()),
            (OneTimePassword::KIND, self.one_time_passwords.len()),
            (PurchaseRequest::KIND, self.purchase_requests.len()),
            (Request::KIND, self.requests.len()),
            (Expense::KIND, self.expenses.len()),
            (Object::KIND, self.objects.len()),
            (CashAdvance::KIND, self.cash_advances.len()),
        ]
    }
}
