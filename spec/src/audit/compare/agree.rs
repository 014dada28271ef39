//! Whether a type that a page names is the one of the specification.

use super::super::page::{Row, SaidType};
use super::super::words::{self, Word, letters};
use super::Compare;
use crate::api::Scalar;
use crate::describe::scalar_text;
use crate::document::{Api, TypeRef, TypeShape};

/// As the specification writes it.
pub(super) fn type_text(ty: &TypeRef) -> String {
    match &ty.shape {
        TypeShape::Scalar(scalar) => scalar_text(*scalar).to_owned(),
        TypeShape::Named(name) => name.clone(),
        TypeShape::List(item) => format!("[{}]", type_text(item)),
        TypeShape::Broken => String::new(),
    }
}

impl Compare<'_> {
    /// The type of the specification that the cells lead to, or the text of a link that leads nowhere.
    fn target(&self, said: &SaidType) -> Option<String> {
        let link = said.link.as_ref()?;
        let found = self.page.find_type(link);
        let matched = found.and_then(|index| self.matches.types[index]);
        match (found, matched) {
            (_, Some((_, ty))) => Some(ty.name.text.clone()),
            (Some(index), None) => Some(self.page.types[index].title.text.clone()),
            (None, None) => self.is_structure(said).then(|| link.text.clone()),
        }
    }

    /// The cells name a type with fields, so that the one for the format holds no format.
    pub(super) fn is_reference(&self, said: &SaidType) -> bool {
        self.target(said).is_some()
    }

    fn is_structure(&self, said: &SaidType) -> bool {
        said.word.is_empty() || matches!(words::type_word(&said.word), Some(Word::Object | Word::List))
    }

    /// What the cells say, in short.
    pub(super) fn said_text(&self, said: &SaidType) -> String {
        let is_list = words::type_word(&said.word) == Some(Word::List);
        match self.target(said) {
            Some(name) if is_list => format!("{} of {name}", said.word),
            Some(name) if self.is_structure(said) => name,
            _ => said.word.clone(),
        }
    }

    /// The row is where the cells stand; a body and an answer have none.
    pub(super) fn agrees(&self, api: &Api, said: &SaidType, row: Option<&Row>, ty: &TypeRef) -> bool {
        let target = self.target(said);
        let is_target = |name: &str| {
            target
                .as_deref()
                .is_none_or(|target| target == name || letters(target) == letters(name))
        };
        let named = ty.named().filter(|_| !ty.is_list());
        let is_set = named.is_some_and(|name| is_value_set(api, name));
        match words::type_word(&said.word) {
            Some(Word::List) => match ty.named_item() {
                Some(name) => is_target(name),
                None => ty.is_list() && target.is_none(),
            },
            Some(Word::Object) => named.is_some_and(|name| is_target(name) && !is_set),
            Some(Word::OneOf) => is_set,
            Some(Word::Number) => matches!(ty.scalar(), Some(Scalar::Decimal | Scalar::Integer)),
            Some(Word::Exactly(scalar)) => ty.scalar() == Some(scalar),
            Some(Word::Text) => is_set || ty.scalar().is_some_and(|scalar| is_text(scalar, row)),
            // A word that is none of a type: the name of one, perhaps.
            None if said.word.is_empty() => named.is_some_and(is_target),
            None => named.is_some_and(|name| letters(name) == letters(&said.word)),
        }
    }
}

pub(super) fn is_value_set(api: &Api, name: &str) -> bool {
    api.find_type(name).is_some_and(|ty| ty.values.is_some())
}

/// A string is a URI or a currency where the row says so in other words.
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
