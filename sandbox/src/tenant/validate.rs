//! Validates a tenant: references exist, and identifiers are unique. Reports all findings at once.

mod people;
mod purchasing;
mod requesting;
mod resources;

use std::collections::BTreeMap;

use concur_spec::Contract;

use super::lists::levels;
use super::people::same;
use super::read::Places;
use super::seed_error::SeedDiagnostic;
use super::{CustomField, CustomFields, ListItem, Tenant};
use concur_spec::validate::nearest;

/// A problem in a tenant.
#[derive(Debug)]
pub(super) struct Finding {
    path: String,
    message: String,
}

impl Finding {
    /// Converts it to a diagnostic with its position.
    pub(super) fn at(self, places: &Places) -> SeedDiagnostic {
        let at = places.find(&self.path);
        SeedDiagnostic {
            line: at.map(|(line, _)| line),
            column: at.map(|(_, column)| column),
            message: format!("{}: {}", self.path, self.message),
            ..SeedDiagnostic::default()
        }
    }
}

/// Returns all findings.
pub(super) fn check(tenant: &Tenant, contract: &Contract) -> Vec<Finding> {
    let mut checker = Checker {
        tenant,
        contract,
        findings: Vec::new(),
    };
    checker.people();
    checker.currencies();
    checker.lists();
    checker.purchasing();
    checker.requesting();
    checker.resources();
    checker.findings
}

struct Checker<'a> {
    tenant: &'a Tenant,
    contract: &'a Contract,
    findings: Vec<Finding>,
}

/// Whether names are case-sensitive.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Sensitive,
    Insensitive,
}

impl Case {
    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Sensitive => one == other,
            Self::Insensitive => same(one, other),
        }
    }
}

/// The maximum number of decimal places of a currency in ISO 4217.
const MAX_DIGITS: u32 = 4;

impl<'a> Checker<'a> {
    fn find(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.findings.push(Finding {
            path: path.into(),
            message: message.into(),
        });
    }

    /// Checks that names are unique.
    fn unique(&mut self, what: &str, case: Case, names: impl IntoIterator<Item = (String, &'a str)>) {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for (path, name) in names {
            let key = if case == Case::Insensitive {
                name.to_lowercase()
            } else {
                name.to_owned()
            };
            if let Some(other) = first.get(&key) {
                self.find(path, format!("the {what} \"{name}\" is already used by `{other}`"));
            } else {
                first.insert(key, path);
            }
        }
    }

    /// Checks that a name is known.
    fn known(&mut self, path: String, what: &str, name: &str, case: Case, known: &[&str]) {
        if known.iter().any(|known| case.same(known, name)) {
            return;
        }
        let hint = nearest(name, known.iter().copied()).map(|near| format!("; did you mean \"{near}\"?"));
        self.find(path, format!("unknown {what} \"{name}\"{}", hint.unwrap_or_default()));
    }

    /// Checks that there is at least one item.
    fn not_empty<T>(&mut self, path: &str, what: &str, items: &[T]) {
        if items.is_empty() {
            self.find(path, format!("at least one {what} is required"));
        }
    }

    /// Checks that an id of Request consists of 32 uppercase hexadecimal digits.
    fn hexadecimal(&mut self, path: String, id: &str) {
        let fits = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
        if !fits {
            self.find(
                path,
                format!("\"{id}\" is not an id of 32 digits from 0 to 9 and A to F"),
            );
        }
    }

    fn currencies(&mut self) {
        let currencies = &self.tenant.currencies;
        self.not_empty("currencies", "currency", currencies);
        let codes = currencies.iter().enumerate();
        self.unique(
            "code",
            Case::Sensitive,
            codes.map(|(at, currency)| (format!("currencies[{at}].code"), &*currency.code)),
        );
        for (at, currency) in currencies.iter().enumerate() {
            let path = format!("currencies[{at}]");
            if currency.code.len() != 3 || !currency.code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                let message = format!(
                    "\"{}\" is not an ISO 4217 code of three uppercase letters",
                    currency.code
                );
                self.find(format!("{path}.code"), message);
            }
            if currency.digits > MAX_DIGITS {
                let message = format!(
                    "a currency has at most {MAX_DIGITS} decimal places, not {}",
                    currency.digits
                );
                self.find(format!("{path}.digits"), message);
            }
            if currency.in_usd.is_sign_negative() || currency.in_usd.is_zero() {
                self.find(format!("{path}.in_usd"), "must be greater than 0");
            }
        }
    }

    /// Checks that the ids of items are unique, and that their codes are so below each item.
    fn lists(&mut self) {
        let mut ids = Vec::new();
        for (key, items) in &self.tenant.lists {
            self.items(&format!("lists.{key}"), items, &mut ids);
        }
        for (path, id) in &ids {
            self.hexadecimal(path.clone(), id);
        }
        self.unique("id", Case::Sensitive, ids);
    }

    fn items(&mut self, path: &str, items: &'a [ListItem], ids: &mut Vec<(String, &'a str)>) {
        let codes = items.iter().enumerate();
        self.unique(
            "code",
            Case::Sensitive,
            codes.map(|(at, item)| (format!("{path}[{at}].code"), &*item.code)),
        );
        for (at, item) in items.iter().enumerate() {
            ids.push((format!("{path}[{at}].id"), &item.id));
            self.items(&format!("{path}[{at}].items"), &item.items, ids);
        }
    }

    /// Checks custom fields with a list: the type has a field with this number, and the list or the field above exists.
    fn custom_fields(&mut self, path: &str, api: &str, ty: &str, fields: &CustomFields) {
        let lists: Vec<&str> = self.tenant.lists.keys().map(String::as_str).collect();
        let names = self.fields(api, ty);
        for (number, field) in fields {
            let path = format!("{path}.{number}");
            match field {
                CustomField::List(list) => self.known(path.clone(), "list", list, Case::Sensitive, &lists),
                CustomField::Below(above) if !fields.contains_key(above) => {
                    self.find(format!("{path}.below"), format!("custom field {above} has no list"));
                }
                CustomField::Below(_) if levels(fields, *number).is_none() => {
                    self.find(format!("{path}.below"), "none of the fields above has a list");
                }
                CustomField::Below(_) => {}
            }
            let name = format!("custom{number}");
            if !names.contains(&name) {
                self.find(path, format!("`{ty}` has no field `{name}`"));
            }
        }
    }

    /// Returns the wire names of the fields of a type, with families expanded.
    fn fields(&self, api: &str, ty: &str) -> Vec<String> {
        let apis = self.contract.apis.iter().filter(|candidate| candidate.key == api);
        let mut types = apis.flat_map(|api| &api.types);
        let Some(ty) = types.find(|candidate| candidate.name == ty) else {
            return Vec::new();
        };
        let single = ty.fields.iter().map(|field| field.wire.clone());
        let families = ty
            .families
            .iter()
            .flat_map(|family| (family.from..=family.to).map(move |number| format!("{}{number}", family.prefix)));
        single.chain(families).collect()
    }

    /// Returns the values of a value set.
    fn values(&self, set: &str) -> Vec<&'a str> {
        let sets = self.contract.apis.iter().flat_map(|api| &api.value_sets);
        let values = sets
            .filter(|candidate| candidate.name == set)
            .flat_map(|set| &set.values);
        values.map(|value| value.wire.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
