//! Compares value sets with the values that prose lists.

use concur_spec::api::Scalar;
use concur_spec::document::{Api, Type, TypeRef};

use super::{Compare, agree};
use crate::page::Row;

impl Compare<'_> {
    /// Compares the values that a row lists with those of its type. `at` and `whose` describe the row.
    pub(super) fn values(&mut self, api: &Api, row: &Row, ty: &TypeRef, at: &str, whose: &str) {
        let listed: Vec<&str> = row.values.iter().map(|value| value.text.as_str()).collect();
        let set = ty
            .named()
            .and_then(|name| api.find_type(name))
            .filter(|ty| ty.values.is_some());
        match set {
            None if listed.is_empty() || is_number(ty) => {}
            None => {
                let what = format!("the type of {whose}");
                let page_value = format!("values {}", listed.join(", "));
                let place = row.values.first().map_or(&row.at, |value| &value.at);
                self.findings
                    .differ(api, at, &what, place, &page_value, &agree::type_text(ty));
            }
            Some(set) if listed.is_empty() => self.no_values(api, row, set),
            Some(set) => self.listed_values(api, row, set),
        }
    }

    fn no_values(&mut self, api: &Api, row: &Row, set: &Type) {
        let all = set.values.iter().flatten();
        let of_page = all.filter(|value| self.is_from_page(api, value.document.as_ref()));
        let values: Vec<&str> = of_page.map(|value| value.wire.as_str()).collect();
        if values.is_empty() {
            return;
        }
        let name = &set.name.text;
        let what = format!("the list of values of `{name}`");
        self.findings
            .missing_in_page(api, &format!("types/{name}/values"), &what, &row.at, &values.join(", "));
    }

    fn listed_values(&mut self, api: &Api, row: &Row, set: &Type) {
        let name = &set.name.text;
        let place = |value: &str| format!("types/{name}/values/{value}");
        let what = |value: &str| format!("the value `{value}` of `{name}`");
        let ours: Vec<&str> = set.values.iter().flatten().map(|value| value.wire.as_str()).collect();
        for value in &row.values {
            self.counts.values += 1;
            let text = value.text.as_str();
            if !ours.contains(&text) {
                self.findings
                    .missing_in_spec(api, &place(text), &what(text), &value.at, text);
            }
        }
        let near = row.values.last().map_or(&row.at, |value| &value.at);
        let of_page = set.values.iter().flatten();
        let of_page = of_page.filter(|value| self.is_from_page(api, value.document.as_ref()));
        for value in of_page.map(|value| value.wire.as_str()).collect::<Vec<_>>() {
            if !row.values.iter().any(|listed| listed.text == value) {
                self.findings
                    .missing_in_page(api, &place(value), &what(value), near, value);
            }
        }
    }
}

/// Returns true if the values of a type are numbers, which have no value set: a list of them is a range.
fn is_number(ty: &TypeRef) -> bool {
    matches!(ty.scalar(), Some(Scalar::Integer | Scalar::Decimal))
}
