//! Compares types on the page with types of the specification.

use concur_spec::api::Scalar;
use concur_spec::document::{Api, TypeRef, TypeShape};

use super::Compare;
use crate::page::{Row, TypeCell};
use crate::words::{self, Word, letters};

/// Returns the type as written in the specification.
pub(super) fn type_text(ty: &TypeRef) -> String {
    match &ty.shape {
        TypeShape::Scalar(scalar) => scalar.as_str().to_owned(),
        TypeShape::Named(name) => name.clone(),
        TypeShape::List(item) => format!("[{}]", type_text(item)),
        TypeShape::Map(of) => format!("{{ map: {} }}", type_text(of)),
        TypeShape::Broken => String::new(),
    }
}

impl Compare<'_> {
    /// Returns the cells or, if they link to a table that only says of what it is a list, the cells of that table.
    fn resolved<'c>(&'c self, cell: &'c TypeCell) -> &'c TypeCell {
        let found = cell.link.as_ref().and_then(|link| self.page.find_type(link));
        found.and_then(|index| self.page.types[index].list_of()).unwrap_or(cell)
    }

    /// Returns the type of the specification that the cells link to, or the text of an unresolved link.
    fn target(&self, cell: &TypeCell) -> Option<String> {
        let link = cell.link.as_ref()?;
        let found = self.page.find_type(link);
        let matched = found.and_then(|index| self.matches.types[index]);
        match (found, matched) {
            (_, Some((_, ty))) => Some(ty.name.text.clone()),
            (Some(index), None) => Some(self.page.types[index].title.text.clone()),
            (None, None) => self.is_structure(cell).then(|| link.text.clone()),
        }
    }

    /// Returns true if the cells link to a type with fields, so that the format cell has no format.
    pub(super) fn is_reference(&self, cell: &TypeCell) -> bool {
        self.target(cell).is_some()
    }

    fn is_structure(&self, cell: &TypeCell) -> bool {
        cell.word.is_empty() || matches!(words::type_word(&cell.word), Some(Word::Object | Word::List))
    }

    /// Returns a short text of the cells.
    pub(super) fn cell_text(&self, cell: &TypeCell) -> String {
        let cell = self.resolved(cell);
        let is_list = words::type_word(&cell.word) == Some(Word::List);
        match self.target(cell) {
            Some(name) if is_list => format!("{} of {name}", cell.word),
            Some(name) if self.is_structure(cell) => name,
            _ => cell.word.clone(),
        }
    }

    /// Returns true if the cells match a type. `row` is the row of the cells; a body and a response have none.
    pub(super) fn agrees(&self, api: &Api, cell: &TypeCell, row: Option<&Row>, ty: &TypeRef) -> bool {
        let cell = self.resolved(cell);
        let target = self.target(cell);
        let is_target = |name: &str| {
            target
                .as_deref()
                .is_none_or(|target| target == name || letters(target) == letters(name))
        };
        let named = ty.named().filter(|_| !(ty.is_list() || ty.is_map()));
        let is_set = named.is_some_and(|name| is_value_set(api, name));
        match words::type_word(&cell.word) {
            Some(Word::List) => match ty.named_item() {
                Some(name) => is_target(name),
                None => ty.is_list() && target.is_none(),
            },
            Some(Word::Object) if ty.is_map() => true,
            Some(Word::Object) => named.is_some_and(|name| is_target(name) && !is_set),
            Some(Word::OneOf) => is_set,
            Some(Word::Number) => matches!(ty.scalar(), Some(Scalar::Decimal | Scalar::Integer)),
            Some(Word::Exactly(scalar)) => ty.scalar() == Some(scalar),
            Some(Word::Text) => is_set || ty.scalar().is_some_and(|scalar| is_text(scalar, row)),
            // An unknown word may be the name of a type.
            None if cell.word.is_empty() => named.is_some_and(is_target),
            None => named.is_some_and(|name| letters(name) == letters(&cell.word)),
        }
    }
}

pub(super) fn is_value_set(api: &Api, name: &str) -> bool {
    api.find_type(name).is_some_and(|ty| ty.values.is_some())
}

/// Returns true if the scalar can be cell as a string. URIs and currencies need evidence in the row.
fn is_text(scalar: Scalar, row: Option<&Row>) -> bool {
    let shows = |row: &Row| {
        let format = row.format.as_ref().map_or("", |format| format.text.as_str());
        words::shows(scalar, &format!("{} {format} {}", row.name.text, row.description))
    };
    match scalar {
        Scalar::String => true,
        Scalar::Uri | Scalar::Currency => row.is_some_and(shows),
        _ => false,
    }
}
