//! Parses the pages of the reference: links, anchors, tables.

use std::collections::{BTreeMap, BTreeSet};

use concur_codegen::Files;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The contents of a page.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    anchors: Vec<String>,
    /// The number of cells of each table row, with the number of columns of its table.
    rows: Vec<(usize, usize)>,
}

/// The pages by path, including the table of contents.
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

    /// Checks that every link leads to an existing page and anchor.
    pub(crate) fn assert_links_lead_somewhere(&self) {
        for (path, page) in &self.0 {
            for link in page.links.iter().filter(|link| !link.is_empty() && !is_external(link)) {
                let (to, anchor) = link.split_once('#').unwrap_or((link, ""));
                let to = if to.is_empty() {
                    path.clone()
                } else {
                    resolved(path, to)
                };
                let target = self
                    .0
                    .get(&to)
                    .unwrap_or_else(|| panic!("{path}: no page {to} for {link}"));
                let known = anchor.is_empty() || target.anchors.iter().any(|known| known == anchor);
                assert!(known, "{path}: {to} has no {anchor}");
            }
        }
    }

    /// Checks that the anchors of each page are unique.
    pub(crate) fn assert_anchors_are_unique(&self) {
        for (path, page) in &self.0 {
            let mut seen = BTreeSet::new();
            for anchor in &page.anchors {
                assert!(seen.insert(anchor), "{path} has {anchor} twice");
            }
        }
    }

    /// Checks that the table of contents has every page exactly once.
    pub(crate) fn assert_contents_are_whole(&self) {
        // Headings of the table of contents have no page.
        let mut listed = self.0["SUMMARY.md"].links.clone();
        listed.retain(|link| !link.is_empty());
        listed.sort();
        let pages: Vec<&String> = self.0.keys().filter(|path| *path != "SUMMARY.md").collect();
        assert_eq!(listed.iter().collect::<Vec<_>>(), pages);
    }

    /// Checks that all rows have as many cells as their tables have columns.
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

/// Returns the number of cells of a row in its source.
fn cells(row: &str) -> usize {
    let bars = row.replace("\\\\", "").replace("\\|", "").matches('|').count();
    bars.saturating_sub(1)
}

fn id(html: &str) -> Option<String> {
    let rest = html.trim().strip_prefix("<a id=\"")?;
    Some(rest.split('"').next()?.to_owned())
}

/// Returns whether a link leads to another site.
fn is_external(link: &str) -> bool {
    link.starts_with("http://") || link.starts_with("https://")
}

/// Resolves a path relative to a page.
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
