//! The types of the body, and access to its fields.

use concur_spec::api::{Required, Scalar, Type, TypeField, TypeRef};
use serde_json::{Map, Value};

use crate::api::routes::Route;

/// The field of the header that holds the line items.
pub(super) const LINE_ITEMS: &str = "lineItems";

/// The types of the body of an operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tables<'a> {
    pub(super) header: &'a Type,
    pub(super) line: &'a Type,
}

impl<'a> Tables<'a> {
    /// Returns the types of an operation. `None` if its body has no line items.
    pub(super) fn of(Route { api, operation }: Route<'a>) -> Option<Self> {
        let named = |name: &str| api.types.iter().find(|ty| ty.name == name);
        let header = named(&operation.body.as_ref()?.source)?;
        let items = header.fields.iter().find(|field| field.wire == LINE_ITEMS)?;
        let TypeRef::List(item) = &items.ty else { return None };
        let TypeRef::Named(item) = &**item else { return None };
        let line = named(item)?;
        Some(Self { header, line })
    }

    /// Returns the fields of which exactly one names the requester.
    pub(super) fn employee(&self) -> impl Iterator<Item = &'a TypeField> + use<'a> {
        let is_one = |field: &&TypeField| matches!(field.required, Required::OneOf(_));
        self.header.fields.iter().filter(is_one)
    }

    /// Returns the fields of a line item with a scalar type.
    pub(super) fn of_scalar(&self, scalar: Scalar) -> impl Iterator<Item = &'a TypeField> + use<'a> {
        let is_one = move |field: &&TypeField| field.ty == TypeRef::Scalar(scalar);
        self.line.fields.iter().filter(is_one)
    }

    /// Returns the sort key of a path: its position in the body by the order of the types, the body itself first.
    /// Missing fields have a position too, and JSON objects have no order.
    pub(super) fn place(&self, path: &str) -> Vec<usize> {
        let mut key = Vec::new();
        let mut table = self.header;
        for step in path.split('.').filter(|step| !step.is_empty()) {
            let (name, index) = step.split_once('[').unwrap_or((step, ""));
            key.extend(row(table, name));
            key.extend(index.strip_suffix(']').and_then(|index| index.parse::<usize>().ok()));
            table = self.line;
        }
        key
    }
}

/// Returns the row of a field, and its number if it is part of a family. Unknown fields are last.
fn row(table: &Type, name: &str) -> [usize; 2] {
    let is_it = |field: &&TypeField| field.wire == name || field.aliases.iter().any(|alias| alias == name);
    if let Some(field) = table.fields.iter().find(is_it) {
        return [field.row, 0];
    }
    let of_family = table.families.iter().find_map(|family| {
        let number = name.strip_prefix(&family.prefix)?.parse().ok()?;
        Some([family.row, number])
    });
    of_family.unwrap_or([usize::MAX, 0])
}

/// Whether a value is given. A blank text counts as absent, as in the checks of the contract.
pub(super) fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    }
}

/// Returns the text of a field if it is not blank.
pub(super) fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).filter(|value| is_given(value)).and_then(Value::as_str)
}

/// Returns the line items that are objects, with their positions.
pub(super) fn line_items(header: &Map<String, Value>) -> impl Iterator<Item = (usize, &Map<String, Value>)> {
    let items = header.get(LINE_ITEMS).and_then(Value::as_array);
    let items = items.map(Vec::as_slice).unwrap_or_default().iter().enumerate();
    items.filter_map(|(index, item)| Some((index, item.as_object()?)))
}
