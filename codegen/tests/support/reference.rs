//! The pages of the reference as their reader meets them: links, anchors, tables.
#![allow(dead_code, reason = "each test binary uses its own part")]

use std::collections::{BTreeMap, BTreeSet};

use concur_codegen::Files;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// What stands on a page.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: Vec<String>,
    /// How many cells the rows of its tables have, for each the columns of its table.
    rows: Vec<(usize, usize)>,
}

/// The pages by path, the table of contents among them.
pub(crate) struct Book(BTreeMap<String, Page>);

impl Book {
    pub(crate) fn of(files: &Files) -> Self {
        let pages = files.iter().filter_map(|(path, text)| {
            let path = path.strip_prefix("src/").filter(|path| path.ends_with(".md"))?;
            Some((path.to_owned(), Page::of(text)))
        });
        Self(pages.collect())
    }

    pub(crate) fn links(&self) -> usize {
        self.0.values().map(|page| page.links.len()).sum()
    }

    /// Every link leads to a page that is there, and to an anchor that is on it.
    pub(crate) fn assert_links_lead_somewhere(&self) {
        for (path, page) in &self.0 {
            for link in page.links.iter().filter(|link| !link.is_empty() && !is_elsewhere(link)) {
                let (to, anchor) = link.split_once('#').unwrap_or((link, ""));
                let to = if to.is_empty() {
                    path.clone()
                } else {
                    resolved(path, to)
                };
                let there = self
                    .0
                    .get(&to)
                    .unwrap_or_else(|| panic!("{path}: no page {to} for {link}"));
                let known = anchor.is_empty() || there.anchors.iter().any(|known| known == anchor);
                assert!(known, "{path}: {to} has no {anchor}");
            }
        }
    }

    /// No two anchors of a page are the same.
    pub(crate) fn assert_anchors_are_unique(&self) {
        for (path, page) in &self.0 {
            let mut seen = BTreeSet::new();
            for anchor in &page.anchors {
                assert!(seen.insert(anchor), "{path} has {anchor} twice");
            }
        }
    }

    /// The table of contents has every page once.
    pub(crate) fn assert_contents_are_whole(&self) {
        // A heading of the contents has no page.
        let mut listed = self.0["SUMMARY.md"].links.clone();
        listed.retain(|link| !link.is_empty());
        listed.sort();
        let pages: Vec<&String> = self.0.keys().filter(|path| *path != "SUMMARY.md").collect();
        assert_eq!(listed.iter().collect::<Vec<_>>(), pages);
    }

    /// No text ends a cell before its end.
    pub(crate) fn assert_rows_are_whole(&self) {
        for (path, page) in &self.0 {
            for (cells, columns) in &page.rows {
                assert_eq!(
                    cells, columns,
                    "{path} has a row of {cells} cells in a table of {columns}"
                );
            }
        }
    }
}

impl Page {
    fn of(text: &str) -> Self {
        let mut page = Self::default();
        let mut columns = 0;
        for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
            match event {
                Event::Start(Tag::Link { dest_url, .. }) => page.links.push(dest_url.into_string()),
                Event::Start(Tag::Table(alignments)) => columns = alignments.len(),
                Event::End(TagEnd::TableRow) => page.rows.push((cells(&text[range]), columns)),
                Event::Html(html) | Event::InlineHtml(html) => page.anchors.extend(id(&html)),
                _ => {}
            }
        }
        page
    }
}

/// How many cells a row has as it is written.
fn cells(row: &str) -> usize {
    let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
    bars.saturating_sub(1)
}

fn id(html: &str) -> Option<String> {
    let rest = html.trim().strip_prefix("<a id=\"")?;
    Some(rest.split('"').next()?.to_owned())
}

/// An address of somebody else.
fn is_elsewhere(link: &str) -> bool {
    link.starts_with("http://") || link.starts_with("https://")
}

/// A path relative to a page, from the root of the pages.
fn resolved(page: &str, to: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
