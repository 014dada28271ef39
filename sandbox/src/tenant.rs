//! The configuration of a company: its users, vendors, policies and lists. While the sandbox runs, its vendors and the
//! items of its lists change, and nothing else.
//!
//! It is read from YAML: the built-in `seed.yaml`, or a file in the same format.

mod lists;
mod money;
mod people;
mod purchasing;
mod read;
mod requesting;
mod seed_error;
mod validate;

use std::collections::BTreeMap;
use std::sync::LazyLock;

pub use lists::{CustomField, CustomFields, ListItem};
pub use money::Currency;
pub use people::{Application, Company, Home, Role, State, User};
pub use purchasing::{OrderPolicy, Purchasing, Vendor};
pub use requesting::{Agency, CostObject, ExpenseType, Place, RequestPolicy, Requesting, SegmentType, Step};
pub use seed_error::{SeedDiagnostic, SeedError};
use serde::Deserialize;

/// A company and its configuration.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The version of the format of the seed file.
    #[serde(default = "format_version")]
    pub format: u64,
    /// The company.
    pub company: Company,
    /// The applications that may call on behalf of the company. The first one is shown at startup.
    pub applications: Vec<Application>,
    /// The users. The first one is shown at startup.
    pub users: Vec<User>,
    /// The active currencies.
    pub currencies: Vec<Currency>,
    /// The lists of custom fields, by key. Lists v4 serves and changes them.
    pub lists: BTreeMap<String, Vec<ListItem>>,
    /// The configuration of Purchase Request.
    pub purchasing: Purchasing,
    /// The configuration of Request.
    pub requesting: Requesting,
    /// The objects that exist from the start: by the key of the API and the name of the resource.
    #[serde(default)]
    pub resources: BTreeMap<String, BTreeMap<String, SeedObjects>>,
}

/// Objects of a resource that exist from the start.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum SeedObjects {
    /// The fields of each object, by wire name.
    List(Vec<serde_json::Map<String, serde_json::Value>>),
    /// The objects by the id of the object that contains them.
    In(BTreeMap<String, SeedObjects>),
}

/// The only version of the format so far. A file without one has it.
const FORMAT: u64 = 1;

fn format_version() -> u64 {
    FORMAT
}

/// The built-in seed file.
const SEED: &str = include_str!("../seed.yaml");

impl Tenant {
    /// Returns the built-in company. It is parsed once.
    ///
    /// # Errors
    ///
    /// Returns the diagnostics if the built-in file is invalid.
    pub fn seeded() -> Result<&'static Self, &'static SeedError> {
        static SEEDED: LazyLock<Result<Tenant, SeedError>> = LazyLock::new(|| Tenant::from_yaml("seed.yaml", SEED));
        SEEDED.as_ref()
    }

    /// Parses a company from YAML and validates it. `name` is the file name in diagnostics.
    ///
    /// # Errors
    ///
    /// Returns the first diagnostic if the file cannot be parsed, or else all diagnostics of the validation.
    pub fn from_yaml(name: &str, text: &str) -> Result<Self, SeedError> {
        let contract = crate::contract().map_err(|_| SeedError::new(name, vec![seed_error::without_contract()]))?;
        Self::from_yaml_with(contract, name, text)
    }

    /// Same as [`from_yaml`](Self::from_yaml), for another specification than that of the sandbox.
    ///
    /// # Errors
    ///
    /// Same as `from_yaml`.
    #[doc(hidden)]
    pub fn from_yaml_with(contract: &concur_spec::Contract, name: &str, text: &str) -> Result<Self, SeedError> {
        let tenant = read::tenant(text).map_err(|diagnostic| SeedError::new(name, vec![diagnostic]))?;
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
