//! Reads the facts from the blocks of a page.

mod calls;
mod operation;
pub(crate) mod prose;
pub(crate) mod rows;
mod units;

use std::ops::Range;

use crate::markdown::{self, Block, Code, Prose};
use crate::page::{Json, Mention, Page, Type};
use crate::volume::Volume;
use crate::words::{self, Role};
use rows::{Kind, Known};
use units::Unit;

/// Reads the pages of a document as one.
pub(crate) fn read(volume: &Volume) -> Page {
    let source = volume.text.as_str();
    let mut page = Page {
        leaves: volume.leaves.clone(),
        ..Page::default()
    };
    for (index, leaf) in volume.leaves.iter().enumerate() {
        let blocks = markdown::blocks(source, leaf.at.clone());
        if index == 0 {
            page.start = first_line(source, &blocks);
        }
        for unit in units::units(source, &blocks) {
            Reader { source, unit: &unit }.read(&mut page);
        }
    }
    page.join_samples();
    page.join_codes();
    page
}

fn first_line(source: &str, blocks: &[Block]) -> Range<usize> {
    let at = blocks.first().map_or(0..0, |block| match block {
        Block::Heading(heading) => heading.prose.at.clone(),
        Block::Paragraph(prose) | Block::Item(prose) => prose.at.clone(),
        Block::Table(table) => table.at.clone(),
        Block::Code(code) => code.at.clone(),
    });
    let length = source[at.clone()].lines().next().map_or(0, str::len);
    at.start..at.start + length
}

/// The reader of a unit.
struct Reader<'a> {
    source: &'a str,
    unit: &'a Unit<'a>,
}

impl Reader<'_> {
    fn read(&self, page: &mut Page) {
        let operation = operation::read(self, page);
        let is_operation = operation.is_some();
        page.operations.extend(operation);
        let mut ty = None;
        for (roles, block) in &self.unit.parts {
            match block {
                Block::Table(table) => {
                    let known = Known::read(table);
                    match known.kind(roles) {
                        Some(Kind::Codes) => {
                            let (codes, uncoded) = known.codes(self.source, &self.unit.title);
                            page.codes.extend(codes);
                            page.uncoded.extend(uncoded);
                        }
                        Some(Kind::Scopes) => page.scopes.extend(known.scopes()),
                        // The operation has already read these.
                        Some(Kind::Rows { .. } | Kind::Statuses) if is_operation => {}
                        Some(Kind::Rows { has_place: false }) => {
                            self.open_type(&mut ty, &table.at).rows.extend(known.rows(self.source));
                        }
                        _ => page.unread.push(self.unread(table)),
                    }
                }
                Block::Code(code) => self.addresses(roles, &code.at, page),
                Block::Paragraph(prose) => {
                    self.addresses(roles, &prose.at, page);
                    if words::is_version(&self.unit.title.text) && page.versions.is_empty() {
                        page.versions.push(prose.span());
                    }
                }
                Block::Item(_) | Block::Heading(_) => {}
            }
        }
        if let Some(ty) = &mut ty {
            self.add_examples_and_families(ty);
        } else {
            page.mentions.extend(self.mention());
        }
        page.types.extend(ty);
    }

    fn open_type<'t>(&self, ty: &'t mut Option<Type>, at: &Range<usize>) -> &'t mut Type {
        ty.get_or_insert_with(|| Type {
            title: self.unit.title.clone(),
            anchors: self.unit.anchors.clone(),
            rows: Vec::new(),
            at: at.clone(),
            examples: Vec::new(),
        })
    }

    /// Adds the examples of a type, and families that only its prose names.
    fn add_examples_and_families(&self, ty: &mut Type) {
        for (_, block) in &self.unit.parts {
            let at = match block {
                Block::Code(code) => &code.at,
                Block::Paragraph(prose) => &prose.at,
                _ => continue,
            };
            ty.examples.extend(self.json(at));
            if let Block::Paragraph(prose) = block {
                for family in prose::families(prose) {
                    let is_new = ty.rows.iter().all(|row| row.name.text != family.text);
                    ty.rows.extend(is_new.then(|| operation::bare_row(family, None)));
                }
            }
        }
    }

    /// Returns the fields that the prose of the unit names.
    fn mention(&self) -> Option<Mention> {
        let mut mention = Mention {
            title: self.unit.title.clone(),
            fields: Vec::new(),
        };
        for (_, prose) in self.paragraphs() {
            for field in prose::fields(self.source, prose) {
                if mention.fields.iter().all(|known| known.text != field.text) {
                    mention.fields.push(field);
                }
            }
        }
        (!mention.fields.is_empty()).then_some(mention)
    }

    fn paragraphs(&self) -> impl Iterator<Item = (&[Role], &Prose)> {
        self.unit.parts.iter().filter_map(|(roles, block)| match block {
            Block::Paragraph(prose) => Some((roles.as_slice(), prose)),
            _ => None,
        })
    }

    fn addresses(&self, roles: &[Role], at: &Range<usize>, page: &mut Page) {
        if !roles.contains(&Role::Example) {
            let lines = calls::lines(self.source, at.clone());
            page.addresses.extend(lines.filter_map(|line| calls::address(&line)));
        }
    }

    /// Returns the text of a span, if it is a JSON object or list.
    fn json(&self, at: &Range<usize>) -> Option<Json> {
        let text = &self.source[at.clone()];
        let start = at.start + (text.len() - text.trim_start().len());
        let text = text.trim();
        let has_keys = text.starts_with(['{', '[']) && is_json(text);
        has_keys.then(|| Json {
            text: text.to_owned(),
            at: start..start + text.len(),
        })
    }

    /// Returns the text of a block, if it is JSON: an object, a list or, if it is marked as such, any other value.
    fn example(&self, code: &Code) -> Option<Json> {
        let value = || {
            let text = self.source[code.at.clone()].trim().to_owned();
            let at = code.at.clone();
            (code.language == "json" && is_json(&text)).then_some(Json { text, at })
        };
        self.json(&code.at).or_else(value)
    }

    fn unread(&self, table: &markdown::Table) -> markdown::Excerpt {
        let columns: Vec<String> = table
            .head
            .iter()
            .map(|cell| format!("`{}`", cell.text.trim()))
            .collect();
        markdown::Excerpt {
            text: format!("a table with the columns {}", columns.join(", ")),
            at: table.at.clone(),
        }
    }

    /// Returns a note if a block is marked as JSON but is not valid JSON.
    fn broken_json(&self, code: &Code) -> Option<markdown::Excerpt> {
        (code.language == "json" && !is_json(&self.source[code.at.clone()])).then(|| markdown::Excerpt {
            text: String::from("a block that is not JSON"),
            at: code.at.clone(),
        })
    }
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
