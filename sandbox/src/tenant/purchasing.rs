//! What purchase requests need.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Tenant;

/// What purchase requests need.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchasing {
    /// Policies. The first is the default.
    pub policies: Vec<OrderPolicy>,
    /// Vendors.
    pub vendors: Vec<Vendor>,
    /// Expense types, by PET code.
    pub expense_types: Vec<String>,
    /// Units of measure, by code.
    pub units: Vec<String>,
    /// Address codes to ship to.
    pub ship_to: Vec<String>,
    /// Address codes to send invoices to.
    pub bill_to: Vec<String>,
    /// The custom fields of the header.
    #[serde(default)]
    pub header: CustomFields,
    /// The custom fields of a line item.
    #[serde(default)]
    pub line: CustomFields,
}

/// Custom fields that are tied to a list: the key of the list by the number of the field. Any other is text.
pub type CustomFields = BTreeMap<u32, String>;

/// A policy of purchase requests.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrderPolicy {
    /// `policyExternalId`.
    pub external_id: String,
    /// Its name.
    pub name: String,
}

/// A vendor.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vendor {
    /// `vendorCode`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its addresses: `vendorAddressCode`.
    pub addresses: Vec<String>,
    /// It can be ordered from. Without, a purchase request is taken and then fails to be created.
    #[serde(default = "yes")]
    pub active: bool,
}

fn yes() -> bool {
    true
}

/// An item of a list.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListItem {
    /// Its id, which Request takes: 32 hexadecimal digits.
    pub id: String,
    /// Its code, which Purchase Request takes.
    pub code: String,
    /// Its name.
    pub name: String,
}

impl Tenant {
    /// The vendor with a code, if it has an address with this code. Neither is enough alone.
    #[must_use]
    pub fn vendor(&self, code: &str, address: &str) -> Option<&Vendor> {
        let has = |vendor: &&Vendor| vendor.code == code && vendor.addresses.iter().any(|there| there == address);
        self.purchasing.vendors.iter().find(has)
    }

    /// The policy of purchase requests with an external id.
    #[must_use]
    pub fn order_policy(&self, external_id: &str) -> Option<&OrderPolicy> {
        let policies = &self.purchasing.policies;
        policies.iter().find(|policy| policy.external_id == external_id)
    }

    /// The items of a list, by its key.
    #[must_use]
    pub fn list(&self, key: &str) -> Option<&[ListItem]> {
        self.lists.get(key).map(Vec::as_slice)
    }
}

#[cfg(test)]
mod tests;
