//! The configuration of Purchase Request.

use serde::Deserialize;

use super::{CustomFields, Tenant};

/// The configuration of Purchase Request.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchasing {
    /// The policies. The first is the default.
    pub policies: Vec<OrderPolicy>,
    /// The vendors.
    pub vendors: Vec<Vendor>,
    /// The expense types, by PET code.
    pub expense_types: Vec<String>,
    /// The units of measure, by code.
    pub units: Vec<String>,
    /// The codes of the shipping addresses.
    pub ship_to: Vec<String>,
    /// The codes of the billing addresses.
    pub bill_to: Vec<String>,
    /// The custom fields of the header.
    #[serde(default)]
    pub header: CustomFields,
    /// The custom fields of a line item.
    #[serde(default)]
    pub line: CustomFields,
}

/// A purchase request policy.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPolicy {
    /// `policyExternalId`.
    pub external_id: String,
    /// The name.
    pub name: String,
}

/// A vendor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// `vendorCode`.
    pub code: String,
    /// The name.
    pub name: String,
    /// The addresses: `vendorAddressCode`.
    pub addresses: Vec<String>,
    /// Whether it can be ordered from. If not, purchase requests are accepted and then fail.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

impl Tenant {
    /// Returns the vendor with a code, if it has an address with this code.
    #[must_use]
    pub fn vendor(&self, code: &str, address: &str) -> Option<&Vendor> {
        let has = |vendor: &&Vendor| vendor.code == code && vendor.addresses.iter().any(|known| known == address);
        self.purchasing.vendors.iter().find(has)
    }

    /// Returns the purchase request policy with an external id.
    #[must_use]
    pub fn order_policy(&self, external_id: &str) -> Option<&OrderPolicy> {
        let policies = &self.purchasing.policies;
        policies.iter().find(|policy| policy.external_id == external_id)
    }
}

#[cfg(test)]
mod tests;
