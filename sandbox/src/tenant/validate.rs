//! Whether what a tenant says makes sense: names lead somewhere, and what must be one of a kind is. All at once.

mod people;
mod purchasing;
mod requesting;

use std::collections::BTreeMap;

use concur_spec::Contract;

use super::people::same;
use super::read::Places;
use super::seed_error::SeedDiagnostic;
use super::{CustomFields, Tenant};
use crate::validate::nearest;

/// Something that makes no sense.
#[derive(Debug)]
pub(super) struct Finding {
    path: String,
    message: String,
}

impl Finding {
    /// As a diagnostic, with its place.
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

/// Everything that makes no sense.
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
    checker.findings
}

struct Checker<'a> {
    tenant: &'a Tenant,
    contract: &'a Contract,
    findings: Vec<Finding>,
}

/// Whether names compare with case.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Case {
    Counts,
    Ignored,
}

impl Case {
    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Self::Counts => one == other,
            Self::Ignored => same(one, other),
        }
    }
}

/// How many digits ISO 4217 gives a currency at most.
const MOST_DIGITS: u32 = 4;

impl<'a> Checker<'a> {
    fn find(&mut self, path: impl Into<String>, message: impl Into<String>) {
        self.findings.push(Finding {
            path: path.into(),
            message: message.into(),
        });
    }

    /// No two of the names are the same.
    fn unique(&mut self, what: &str, case: Case, names: impl IntoIterator<Item = (String, &'a str)>) {
        let mut first: BTreeMap<String, String> = BTreeMap::new();
        for (path, name) in names {
            let key = if case == Case::Ignored {
                name.to_lowercase()
            } else {
                name.to_owned()
            };
            if let Some(other) = first.get(&key) {
                self.find(path, format!("the {what} \"{name}\" is that of `{other}` already"));
            } else {
                first.insert(key, path);
            }
        }
    }

    /// The name is one of those that there are.
    fn known(&mut self, path: String, what: &str, name: &str, case: Case, there: &[&str]) {
        if there.iter().any(|there| case.same(there, name)) {
            return;
        }
        let hint = nearest(name, there.iter().copied()).map(|near| format!("; did you mean \"{near}\"?"));
        self.find(
            path,
            format!("there is no {what} \"{name}\"{}", hint.unwrap_or_default()),
        );
    }

    /// There is at least one.
    fn some<T>(&mut self, path: &str, what: &str, items: &[T]) {
        if items.is_empty() {
            self.find(path, format!("there is no {what}; at least one is needed"));
        }
    }

    /// Request has ids of 32 hexadecimal digits, large ones.
    fn hexadecimal(&mut self, path: String, id: &str) {
        let fits = id.len() == 32 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'A'..=b'F'));
        if !fits {
            self.find(
                path,
                format!("\"{id}\" is no id; it has 32 digits from 0 to 9 and A to F"),
            );
        }
    }

    fn currencies(&mut self) {
        let currencies = &self.tenant.currencies;
        self.some("currencies", "currency", currencies);
        let codes = currencies.iter().enumerate();
        self.unique(
            "code",
            Case::Counts,
            codes.map(|(at, currency)| (format!("currencies[{at}].code"), &*currency.code)),
        );
        for (at, currency) in currencies.iter().enumerate() {
            let path = format!("currencies[{at}]");
            if currency.code.len() != 3 || !currency.code.bytes().all(|byte| byte.is_ascii_uppercase()) {
                let message = format!(
                    "\"{}\" is no code of ISO 4217, which has three large letters",
                    currency.code
                );
                self.find(format!("{path}.code"), message);
            }
            if currency.digits > MOST_DIGITS {
                let message = format!("a currency has {MOST_DIGITS} digits at most, not {}", currency.digits);
                self.find(format!("{path}.digits"), message);
            }
            if currency.in_usd.is_sign_negative() || currency.in_usd.is_zero() {
                self.find(format!("{path}.in_usd"), "a currency is worth more than nothing");
            }
        }
    }

    fn lists(&mut self) {
        let lists = self.tenant.lists.iter();
        let items = lists.flat_map(|(key, items)| {
            items
                .iter()
                .enumerate()
                .map(move |(at, item)| (format!("lists.{key}[{at}].id"), &*item.id))
        });
        let ids: Vec<(String, &str)> = items.collect();
        for (path, id) in &ids {
            self.hexadecimal(path.clone(), id);
        }
        self.unique("id", Case::Counts, ids);
        for (key, items) in &self.tenant.lists {
            let codes = items.iter().enumerate();
            self.unique(
                "code",
                Case::Counts,
                codes.map(|(at, item)| (format!("lists.{key}[{at}].code"), &*item.code)),
            );
        }
    }

    /// The custom fields that are tied to lists: the type has a field of the number, and there is such a list.
    fn custom_fields(&mut self, path: &str, api: &str, ty: &str, fields: &CustomFields) {
        let lists: Vec<&str> = self.tenant.lists.keys().map(String::as_str).collect();
        let there = self.fields(api, ty);
        for (number, list) in fields {
            let path = format!("{path}.{number}");
            self.known(path.clone(), "list", list, Case::Counts, &lists);
            let name = format!("custom{number}");
            if !there.contains(&name) {
                self.find(path, format!("`{ty}` has no field `{name}`"));
            }
        }
    }

    /// The fields of a type of the specification by their names on the wire, families expanded.
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

    /// The values of a set of the specification.
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
