//! Exceptions: why the creation of a purchase request fails although its body passed the checks.

use serde_json::{Map, Value};

use super::tables::{Tables, line_items, text};
use crate::tenant::{CustomFields, Tenant};

/// A cause of a failed creation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cause {
    pub(super) event: &'static str,
    pub(super) code: &'static str,
    pub(super) message: String,
}

/// The two events of the vendor's examples: errors of the header occur on submit, errors of a line item when it is
/// saved.
const SUBMIT: &str = "PURCH_DETAIL_SUBMIT";
const ITEM_SAVE: &str = "PURCH_DETAIL_ITEM_SAVE";

/// The codes are invented. The vendor documents only `0070071`, for a quantity that does not match.
const SHIP_TO: &str = "0070101";
const BILL_TO: &str = "0070102";
const CUSTOM: &str = "0070103";
const VENDOR: &str = "0070104";
const EXPENSE_TYPE: &str = "0070105";
const UNIT: &str = "0070106";

/// Returns all causes of failure, in the order of the body. Empty if the creation succeeds.
pub(super) fn causes(tenant: &Tenant, tables: Tables<'_>, header: &Map<String, Value>) -> Vec<Cause> {
    let purchasing = &tenant.purchasing;
    let mut causes = customs(tenant, &purchasing.header, header, SUBMIT, "");
    let addresses = [
        ("shipToAddressCode", &purchasing.ship_to, SHIP_TO, "ship to"),
        ("billToAddressCode", &purchasing.bill_to, BILL_TO, "send the invoice to"),
    ];
    for (field, known, code, what) in addresses {
        let unknown = unknown(header, field, known);
        causes.extend(unknown.map(|value| Cause {
            event: SUBMIT,
            code,
            message: format!("There is no address {value} to {what}"),
        }));
    }
    for (index, item) in line_items(header) {
        causes.extend(of_item(tenant, tables, item, &format!("Line item {}: ", index + 1)));
    }
    causes
}

fn of_item(tenant: &Tenant, tables: Tables<'_>, item: &Map<String, Value>, place: &str) -> Vec<Cause> {
    let mut causes = Vec::new();
    let mut found = |code, message: String| {
        causes.push(Cause {
            event: ITEM_SAVE,
            code,
            message: format!("{place}{message}"),
        });
    };
    if let (Some(code), Some(address)) = (text(item, "vendorCode"), text(item, "vendorAddressCode"))
        && tenant.vendor(code, address).is_some_and(|vendor| !vendor.active)
    {
        found(VENDOR, format!("vendor {code} is not active"));
    }
    if let Some(value) = unknown(item, "expenseType", &tenant.purchasing.expense_types) {
        found(EXPENSE_TYPE, format!("there is no expense type {value}"));
    }
    let unit = unit_names(tables).find_map(|name| text(item, name));
    if let Some(value) = unit.filter(|unit| !is_known(&tenant.purchasing.units, unit)) {
        found(UNIT, format!("there is no unit of measure {value}"));
    }
    causes.extend(customs(tenant, &tenant.purchasing.line, item, ITEM_SAVE, place));
    causes
}

/// The wire names of the unit of measure. Both are accepted. If both are present, `uoMCode`, the name of the table,
/// takes precedence. The behavior of the real service is unknown.
fn unit_names<'a>(tables: Tables<'a>) -> impl Iterator<Item = &'a str> {
    let field = tables.line.fields.iter().find(|field| field.wire == "uoMCode");
    let names = field.map(|field| std::iter::once(&field.wire).chain(&field.aliases));
    names.into_iter().flatten().map(String::as_str)
}

/// Returns causes for custom fields whose value is not a code of their list, or of the items below that of the field above.
fn customs(
    tenant: &Tenant,
    fields: &CustomFields,
    object: &Map<String, Value>,
    event: &'static str,
    place: &str,
) -> Vec<Cause> {
    let value = |number: u32| text(object, &format!("custom{number}"));
    let not_in_list = |number: &u32| {
        let value_of_field = value(*number)?;
        let items = tenant.taken(fields, *number, |above, item| value(above) == Some(&item.code));
        let is_item = items.iter().any(|item| item.code == value_of_field);
        (!is_item).then(|| Cause {
            event,
            code: CUSTOM,
            message: format!("{place}custom{number} has the value {value_of_field}, which is not a code of its list"),
        })
    };
    fields.keys().filter_map(not_in_list).collect()
}

/// Returns the value of a field if it is present and unknown.
fn unknown<'a>(object: &'a Map<String, Value>, field: &str, known: &[String]) -> Option<&'a str> {
    text(object, field).filter(|value| !is_known(known, value))
}

fn is_known(known: &[String], value: &str) -> bool {
    known.iter().any(|one| one == value)
}

#[cfg(test)]
mod tests;
