//! What a company has configured: its users, vendors, policies and lists. Nothing here changes while the sandbox runs.
//!
//! It is read from YAML: from `seed.yaml` beside the sources, or from a file of the caller's own in the same form.

mod money;
mod people;
mod purchasing;
mod read;
mod requesting;
mod seed_error;
mod validate;

use std::sync::LazyLock;

pub use money::Currency;
pub use people::{Application, Company, Home, Role, State, User};
pub use purchasing::{CustomFields, ListItem, OrderPolicy, Purchasing, Vendor};
pub use requesting::{Agency, ExpenseType, Place, RequestPolicy, Requesting, SegmentType, Step};
pub use seed_error::{SeedDiagnostic, SeedError};
use serde::Deserialize;

/// A company and all that it has configured.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The company.
    pub company: Company,
    /// The applications that may call for it, the first of them shown at the start.
    pub applications: Vec<Application>,
    /// Its users, the first of them shown at the start.
    pub users: Vec<User>,
    /// The currencies that are active for it.
    pub currencies: Vec<Currency>,
    /// Its lists, by key: what custom fields refer to.
    pub lists: std::collections::BTreeMap<String, Vec<ListItem>>,
    /// What purchase requests need.
    pub purchasing: Purchasing,
    /// What Requests need.
    pub requesting: Requesting,
}

/// The file beside the sources.
const SEED: &str = include_str!("../seed.yaml");

impl Tenant {
    /// The company that the sandbox has when it is given no other, read once.
    ///
    /// # Errors
    ///
    /// The diagnostics of the file that was built in, when it was built in with some.
    pub fn seeded() -> Result<&'static Self, &'static SeedError> {
        static SEEDED: LazyLock<Result<Tenant, SeedError>> = LazyLock::new(|| Tenant::from_yaml("seed.yaml", SEED));
        SEEDED.as_ref()
    }

    /// Reads a company from YAML, and checks that what it says makes sense. `name` is what diagnostics call the file.
    ///
    /// # Errors
    ///
    /// What is wrong with it. The first diagnostic only when it is not of the form; else everything that makes no sense.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, SeedError> {
        let tenant = read::tenant(text).map_err(|diagnostic| SeedError::new(name, vec![diagnostic]))?;
        let contract = crate::contract().map_err(|_| SeedError::new(name, vec![seed_error::without_contract()]))?;
        let findings = validate::check(&tenant, contract);
        if findings.is_empty() {
            return Ok(tenant);
        }
        let places = read::Places::of(text);
        let placed = findings.into_iter().map(|finding| finding.at(&places)).collect();
        Err(SeedError::new(name, placed))
    }
}

#[cfg(test)]
mod tests;
