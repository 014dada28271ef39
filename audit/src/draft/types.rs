//! Drafts types from tables.

use concur_spec::api::Scalar;

use super::model::{self, Api, Content, Row, Ty, Type};
use super::names;
use crate::markdown::Excerpt;
use crate::page::{Need, Page, Row as PageRow, Type as PageType, TypeCell};
use crate::read::rows::MAX_FORMAT_WORDS;
use crate::words::{self, Word, letters};

/// The names of the tables of a page, by index; `None` for one that is no type.
struct Tables<'a> {
    page: &'a Page,
    names: Vec<Option<String>>,
}

/// Adds the types that have a table.
pub(super) fn add(api: &mut Api, page: &Page) {
    let tables = Tables::of(page);
    for (index, documented) in page.types.iter().enumerate() {
        let Some(name) = &tables.names[index] else { continue };
        let (rows, mut todos) = tables.rows(api, name, &documented.rows);
        match api.types.iter_mut().find(|ty| ty.name == *name) {
            Some(known) => merge(known, rows),
            None => {
                if rows.is_empty() {
                    todos.push("The table has no row that could be read.".to_owned());
                }
                api.types.push(Type {
                    name: name.clone(),
                    section: Some(documented.title.text.clone()),
                    inline: false,
                    content: Content::Fields(rows),
                    todos,
                });
            }
        }
    }
}

/// Adds the rows that another table of the same type has in addition.
fn merge(known: &mut Type, rows: Vec<Row>) {
    let Content::Fields(fields) = &mut known.content else {
        return;
    };
    for row in rows {
        if fields.iter().all(|field| field.name != row.name) {
            let text = format!("Only one of the tables with this heading has `{}`.", row.name);
            model::add(&mut known.todos, text);
            fields.push(row);
        }
    }
}

/// Adds a type for the fields of a response that has no heading of its own, and returns its name.
pub(super) fn add_inline(api: &mut Api, page: &Page, operation: &str, title: &str, rows: &[PageRow]) -> String {
    let name = api.free_name(&names::type_name(&format!("{operation} response")));
    let (rows, todos) = Tables::of(page).rows(api, &name, rows);
    api.types.push(Type {
        name: name.clone(),
        section: Some(title.to_owned()),
        inline: true,
        content: Content::Fields(rows),
        todos,
    });
    name
}

/// Returns the type of cells, and what has to be decided about it. `row` is the row of the cells, and `owner` its type.
pub(super) fn of_cell(
    api: &mut Api,
    page: &Page,
    owner: &str,
    cell: &TypeCell,
    row: Option<&PageRow>,
) -> (Ty, Vec<String>) {
    let mut todos = Vec::new();
    let ty = Tables::of(page).ty(api, owner, Some(cell), row, &mut todos);
    (ty, todos)
}

/// Drafts the rows of parameters.
pub(super) fn parameter(api: &mut Api, page: &Page, row: &PageRow) -> Row {
    Tables::of(page).row(api, "", row)
}

impl<'a> Tables<'a> {
    fn of(page: &'a Page) -> Self {
        let name = |ty: &PageType| {
            let is_type = !ty.title.text.is_empty() && ty.list_of().is_none();
            is_type.then(|| names::type_name(&ty.title.text))
        };
        let names = page.types.iter().map(name).collect();
        Self { page, names }
    }

    fn rows(&self, api: &mut Api, owner: &str, rows: &[PageRow]) -> (Vec<Row>, Vec<String>) {
        let mut drafted: Vec<Row> = Vec::new();
        let mut todos = Vec::new();
        for row in rows {
            let name = row.name.text.as_str();
            let is_inner = |parent: &PageRow| row.inner_of(&parent.name.text).is_some();
            if rows.iter().any(is_inner) {
                continue;
            }
            if !names::is_row(name) {
                todos.push(format!(
                    "A row is left out, because `{name}` is not the name of a field."
                ));
            } else if drafted.iter().any(|known| names::is_same(&known.name, name)) {
                todos.push(format!("The table has `{name}` twice; the first row is here."));
            } else {
                drafted.push(self.with_inner(api, owner, row, rows));
            }
        }
        lone_choices(&mut drafted);
        (drafted, todos)
    }

    /// Drafts a row. If the table has the fields of its object, too, as `name.first`, they become a type.
    fn with_inner(&self, api: &mut Api, owner: &str, row: &PageRow, rows: &[PageRow]) -> Row {
        let fields: Vec<PageRow> = rows.iter().filter_map(|other| other.inner_of(&row.name.text)).collect();
        if fields.is_empty() {
            return self.row(api, owner, row);
        }
        let name = api.free_name(&names::type_name(&format!("{owner} {}", row.name.text)));
        let (rows, todos) = self.rows(api, &name, &fields);
        api.types.push(Type {
            name: name.clone(),
            section: None,
            inline: true,
            content: Content::Fields(rows),
            todos,
        });
        let mut drafted = self.row(api, owner, row);
        let is_list = matches!(drafted.ty, Ty::List(_));
        drafted.ty = Ty::Named(name);
        if is_list {
            drafted.ty = Ty::List(Box::new(drafted.ty));
        }
        drafted.todos.retain(|todo| !todo.contains("is a guess"));
        drafted
    }

    fn row(&self, api: &mut Api, owner: &str, row: &PageRow) -> Row {
        let mut todos = Vec::new();
        let ty = self.ty(api, owner, row.ty.as_ref(), Some(row), &mut todos);
        let is_family = row.name.text.contains("..");
        let required = match &row.required {
            _ if is_family => None,
            Some(Need::Required | Need::Sometimes(_)) if row.one_of.contains(&row.name.text.to_lowercase()) => {
                let group = row.one_of.first().map_or("choice", String::as_str);
                Some(format!("one_of {group}"))
            }
            Some(Need::Required) => Some("true".to_owned()),
            Some(Need::Sometimes(_)) => {
                todos.push("It is required under a condition, which the language cannot say.".to_owned());
                None
            }
            Some(Need::Optional) | None => None,
        };
        let leads_to_a_type = ty
            .named()
            .is_some_and(|name| api.find(name).is_none_or(Type::has_fields));
        let has_link = row.ty.as_ref().is_some_and(|cell| cell.link.is_some());
        let format = row.format.as_ref().filter(|_| !leads_to_a_type && !has_link);
        let is_sentence = |format: &&Excerpt| format.text.split_whitespace().count() > MAX_FORMAT_WORDS;
        if format.filter(is_sentence).is_some() {
            todos.push("The cell with the format has a sentence; the cells of the row may be shifted.".to_owned());
        }
        let format = format.filter(|format| !is_sentence(format));
        Row {
            name: row.name.text.clone(),
            location: None,
            list: None,
            filters: None,
            ty,
            read_only: row.read_only,
            write_only: row.write_only,
            required,
            format: format
                .map(|format| format.text.replace(['[', ']'], "").trim().to_owned())
                .filter(|format| !format.is_empty()),
            todos,
        }
    }

    fn ty(
        &self,
        api: &mut Api,
        owner: &str,
        cell: Option<&TypeCell>,
        row: Option<&PageRow>,
        todos: &mut Vec<String>,
    ) -> Ty {
        let Some(cell) = cell else {
            todos.push("The page gives no type; `string` is a guess.".to_owned());
            return Ty::Scalar("string");
        };
        let target = self.target(cell, todos);
        let set = row.and_then(|row| self.value_set(api, owner, row));
        match words::type_word(&cell.word) {
            Some(Word::List) => {
                if target.is_none() && set.is_none() {
                    todos.push("The page does not say of what it is a list; `string` is a guess.".to_owned());
                }
                match target.or(set).unwrap_or(Ty::Scalar("string")) {
                    list @ Ty::List(_) => list,
                    item => Ty::List(Box::new(item)),
                }
            }
            Some(Word::Object) => target.unwrap_or_else(|| unknown("The object has no table", todos)),
            Some(Word::OneOf) => set.unwrap_or_else(|| unknown("The page lists no values", todos)),
            Some(Word::Number) => Ty::Scalar(Scalar::Decimal.as_str()),
            Some(Word::Exactly(scalar)) => Ty::Scalar(scalar.as_str()),
            Some(Word::Text) => target.or(set).unwrap_or_else(|| Ty::Scalar(text_kind(row))),
            None => target.or_else(|| self.by_name(&cell.word)).unwrap_or_else(|| {
                let what = match cell.word.as_str() {
                    "" => "The page names no type that has a table".to_owned(),
                    word => format!("`{word}` is not a known type"),
                };
                unknown(&what, todos)
            }),
        }
    }

    /// Returns the type that a link leads to.
    fn target(&self, cell: &TypeCell, todos: &mut Vec<String>) -> Option<Ty> {
        let link = cell.link.as_ref()?;
        let Some(index) = self.page.find_type(link) else {
            todos.push(format!(
                "The link to `{}` leads to no table of these pages.",
                link.text.trim()
            ));
            return None;
        };
        match (self.page.types[index].list_of(), &self.names[index]) {
            (Some(item), _) => {
                let item = item.link.as_ref().and_then(|link| self.page.find_type(link));
                let name = item.and_then(|item| self.names[item].clone())?;
                Some(Ty::List(Box::new(Ty::Named(name))))
            }
            (None, name) => name.clone().map(Ty::Named),
        }
    }

    fn by_name(&self, word: &str) -> Option<Ty> {
        let known = self.names.iter().flatten();
        let named = known
            .into_iter()
            .find(|name| !word.is_empty() && letters(name) == letters(word));
        named.cloned().map(Ty::Named)
    }

    fn value_set(&self, api: &mut Api, owner: &str, row: &PageRow) -> Option<Ty> {
        let mut values: Vec<String> = Vec::new();
        for value in &row.values {
            let has_letters = value.text.contains(|c: char| c.is_ascii_alphanumeric());
            if has_letters && values.iter().all(|known| !names::is_same(known, &value.text)) {
                values.push(value.text.clone());
            }
        }
        // A name that a table has is that of its type.
        let is_taken = self
            .names
            .iter()
            .flatten()
            .any(|name| *name == names::type_name(&row.name.text));
        let field = if is_taken {
            format!("{} value", row.name.text)
        } else {
            row.name.text.clone()
        };
        (!values.is_empty()).then(|| Ty::Named(api.value_set(owner, &field, values)))
    }
}

/// Returns a type instead of an unknown one. If a link leads nowhere, that has been said.
fn unknown(what: &str, todos: &mut Vec<String>) -> Ty {
    if let Some(said) = todos
        .iter_mut()
        .find(|todo| todo.ends_with("leads to no table of these pages."))
    {
        *said = said.replace("these pages.", "these pages; `string` is a guess.");
        return Ty::Scalar("string");
    }
    todos.push(format!("{what}; `string` is a guess."));
    Ty::Scalar("string")
}

/// Returns the scalar of a string: a URI or a currency, if the row shows it.
fn text_kind(row: Option<&PageRow>) -> &'static str {
    let Some(row) = row else { return "string" };
    let format = row.format.as_ref().map_or("", |format| format.text.as_str());
    let kinds = [Scalar::Uri, Scalar::Currency].into_iter();
    let shown = kinds.filter(|kind| words::shows(*kind, &format!("{} {format}", row.name.text)));
    shown.map(Scalar::as_str).next().unwrap_or("string")
}

/// Makes the field of a choice required if the table has no other field of the choice.
fn lone_choices(rows: &mut [Row]) {
    let groups: Vec<Option<String>> = rows.iter().map(|row| row.required.clone()).collect();
    for row in rows {
        let Some(group) = row.required.clone().filter(|required| required.starts_with("one_of")) else {
            continue;
        };
        if groups.iter().flatten().filter(|other| **other == group).count() < 2 {
            row.required = None;
            row.todos
                .push("It is one of a choice whose other fields the table lacks.".to_owned());
        }
    }
}
