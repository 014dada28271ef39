//! Compares types, the tables of fields.

use std::ops::Range;

use concur_spec::Text;
use concur_spec::document::{Api, FieldOrFamily, Type, TypeRef, TypeShape};

use super::rows::{SpecRow, Table};
use super::{Compare, Subject};
use crate::page::{Mention, Row};
use crate::words::plain;

impl<'a> Compare<'a> {
    pub(super) fn types(&mut self) {
        for (index, documented) in self.page.types.iter().enumerate() {
            match self.matches.types[index] {
                Some((api, ty)) => {
                    self.counts.types += 1;
                    // The section of a table that was part of an operation is that of the operation.
                    let is_from_page = self.is_from_page(api, ty.document.as_ref());
                    let section = ty.section.as_deref().filter(|_| !ty.inline && is_from_page);
                    self.section(api, &format!("types/{}", ty.name.text), section, &documented.title);
                    let elsewhere = self.rows_elsewhere(index, ty);
                    self.fields(api, ty, &documented.rows, &documented.at, elsewhere);
                    for json in &documented.examples {
                        self.example_of(
                            api,
                            &TypeRef {
                                at: ty.name.at,
                                shape: TypeShape::Named(ty.name.text.clone()),
                            },
                            json,
                        );
                    }
                }
                None if documented.list_of().is_some() || self.is_body_table(index) => {}
                None => self.unknown_type(index),
            }
        }
        let mut mentioned: Vec<&Type> = Vec::new();
        for mention in &self.page.mentions {
            mentioned.extend(self.mention(mention));
        }
        for subject in self.subjects {
            self.missing_types(subject, &mentioned);
        }
    }

    /// Returns the names of the rows in the other tables of a type.
    fn rows_elsewhere(&self, index: usize, ty: &Type) -> Vec<&'a str> {
        let page = self.page;
        let tables = page.types.iter().zip(&self.matches.types).enumerate();
        let is_same = |known: &Option<(&Api, &Type)>| known.is_some_and(|(_, known)| std::ptr::eq(known, ty));
        let others = tables.filter(|(other, (_, known))| *other != index && is_same(known));
        let rows = others.flat_map(|(_, (table, _))| &table.rows);
        rows.map(|row| row.name.text.as_str()).collect()
    }

    fn unknown_type(&mut self, index: usize) {
        let Some(api) = self.main() else { return };
        let title = &self.page.types[index].title;
        let name: String = title.text.split_whitespace().collect();
        let what = format!("the type `{}`", title.text);
        self.findings
            .missing_in_spec(api, &format!("types/{name}"), &what, &title.at, &title.text);
    }

    fn missing_types(&mut self, subject: &Subject<'a>, mentioned: &[&Type]) {
        let mut near = self.page.start.clone();
        let is_from_page = |ty: &&Type| ty.fields.is_some() && !ty.inline && subject.owns(ty.document.as_ref());
        for ty in subject.api.types.iter().filter(is_from_page) {
            let is_match = |known: &Option<(&Api, &Type)>| known.is_some_and(|(_, known)| std::ptr::eq(known, ty));
            match self.matches.types.iter().position(is_match) {
                Some(index) => near = self.page.types[index].title.at.clone(),
                None if mentioned.iter().any(|known| std::ptr::eq(*known, ty)) => {}
                None => {
                    let name = &ty.name.text;
                    let heading = ty.section.as_deref().unwrap_or(name);
                    let what = format!("the type `{name}`");
                    self.findings
                        .missing_in_page(subject.api, &format!("types/{name}"), &what, &near, heading);
                }
            }
        }
    }

    /// Returns true if an item is from the page and not from another document.
    pub(super) fn is_from_page(&self, api: &Api, document: Option<&Text>) -> bool {
        let mut subjects = self.subjects.iter();
        document.is_none() || subjects.any(|subject| std::ptr::eq(subject.api, api) && subject.owns(document))
    }

    /// Same as `is_from_page`, but an item without a document is from the main one.
    pub(super) fn owns(&self, api: &Api, document: Option<&Text>) -> bool {
        let mut subjects = self.subjects.iter();
        subjects.any(|subject| std::ptr::eq(subject.api, api) && subject.owns(document))
    }

    /// Compares the heading with the section in the specification.
    pub(super) fn section(&mut self, api: &Api, at: &str, section: Option<&str>, title: &super::Excerpt) {
        if let Some(section) = section.filter(|section| plain(section) != plain(&title.text)) {
            let name = at.rsplit('/').next().unwrap_or(at);
            let what = format!("the heading of `{name}`");
            self.findings
                .differ(api, &format!("{at}/section"), &what, &title.at, &title.text, section);
        }
    }

    pub(super) fn fields(
        &mut self,
        api: &'a Api,
        ty: &'a Type,
        rows: &[Row],
        head: &Range<usize>,
        elsewhere: Vec<&str>,
    ) {
        let spec: Vec<SpecRow<'_>> = ty.rows().iter().map(|row| SpecRow::of_field(ty, row)).collect();
        self.rows(
            &Table {
                api,
                owner: ty.name.as_str(),
                at: format!("types/{}/fields", ty.name.text),
                noun: "field",
                spec,
                head,
                elsewhere,
            },
            rows,
        );
    }

    /// Compares the fields that prose names with the types of that section that have no table.
    fn mention(&mut self, mention: &'a Mention) -> Vec<&'a Type> {
        let is_here = |ty: &&Type| {
            ty.fields.is_some()
                && !ty.inline
                && ty
                    .section
                    .as_deref()
                    .is_some_and(|section| plain(section) == plain(&mention.title.text))
        };
        let mut found = Vec::new();
        for subject in self.subjects {
            for ty in subject.api.types.iter().filter(is_here) {
                let has_table = self
                    .matches
                    .types
                    .iter()
                    .flatten()
                    .any(|(_, known)| std::ptr::eq(*known, ty));
                if has_table {
                    continue;
                }
                found.push(ty);
                self.counts.types += 1;
                self.mentioned_fields(subject, ty, mention);
            }
        }
        found
    }

    fn mentioned_fields(&mut self, subject: &Subject<'a>, ty: &'a Type, mention: &Mention) {
        let (owner, api) = (&ty.name.text, subject.api);
        let place = |name: &str| format!("types/{owner}/fields/{name}");
        let what = |name: &str| format!("the field `{name}` of `{owner}`");
        for field in &mention.fields {
            self.counts.rows += 1;
            let name = field.text.as_str();
            if !ty.rows().iter().any(|row| row.has_wire_name(name)) {
                self.findings
                    .missing_in_spec(api, &place(name), &what(name), &field.at, name);
            }
        }
        let is_from_page = |row: &&FieldOrFamily| subject.owns(row.column().document.as_ref().or(ty.document.as_ref()));
        for row in ty.rows().iter().filter(is_from_page) {
            let name = row.wire().as_str();
            if !mention.fields.iter().any(|field| row.has_wire_name(&field.text)) {
                self.findings
                    .missing_in_page(api, &place(name), &what(name), &mention.title.at, name);
            }
        }
    }
}
