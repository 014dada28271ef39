//! Locations in the reference: pages and anchors, and relative links between them.
//!
//! An anchor is derived from the wire name of an item, so it does not depend on the order of items.

use std::fmt::Write;

use concur_spec::api::{Api, Operation};

/// A location: the path of a page below `src`, and an anchor on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    page: String,
    anchor: Option<String>,
}

/// The page with all errata.
pub(super) const ERRATA: &str = "errata.md";
/// The page with what all APIs share.
pub(super) const PLATFORM: &str = "platform.md";
/// The page about tokens and grants.
pub(super) const TOKENS: &str = "tokens.md";
/// The first page.
pub(super) const START: &str = "index.md";

impl Link {
    pub(super) fn page(page: impl Into<String>) -> Self {
        let page = page.into();
        Self { page, anchor: None }
    }

    /// Adds an anchor, for example `field`, `custom7`.
    pub(super) fn at(mut self, role: &str, name: &str) -> Self {
        self.anchor = Some(anchor(role, name));
        self
    }

    pub(super) fn api(api: &Api) -> Self {
        Self::page(format!("{}/index.md", slug(&api.key)))
    }

    pub(super) fn operation(api: &Api, key: &str) -> Self {
        Self::page(format!("{}/operations/{}.md", slug(&api.key), slug(key)))
    }

    /// The page of a type, a value set or a union.
    pub(super) fn ty(api: &Api, name: &str) -> Self {
        Self::page(format!("{}/types/{}.md", slug(&api.key), slug(name)))
    }

    pub(super) fn codes(api: &Api) -> Self {
        Self::page(format!("{}/errors.md", slug(&api.key)))
    }

    pub(super) fn code(api: &Api, code: &str) -> Self {
        Self::codes(api).at("code", code)
    }

    pub(super) fn scope(api: &Api, scope: &str) -> Self {
        Self::api(api).at("scope", scope)
    }

    #[cfg(test)]
    pub(super) fn import(api: &Api, key: &str) -> Self {
        Self::api(api).at("import", key)
    }

    #[cfg(test)]
    pub(super) fn export(api: &Api, key: &str) -> Self {
        Self::api(api).at("export", key)
    }

    pub(super) fn waiter(api: &Api, operation: &Operation, key: &str) -> Self {
        Self::operation(api, &operation.key).at("waiter", key)
    }

    pub(super) fn path(&self) -> &str {
        &self.page
    }

    #[cfg(test)]
    pub(super) fn anchor(&self) -> Option<&str> {
        self.anchor.as_deref()
    }

    /// Returns the relative URL from a page to this location.
    pub(super) fn from(&self, page: &str) -> String {
        let mut out = String::new();
        if self.page != page {
            let (here, there): (Vec<&str>, Vec<&str>) = (page.split('/').collect(), self.page.split('/').collect());
            let is_shared = |(one, other): &(&&str, &&str)| one == other;
            let shared = here.iter().zip(&there).take_while(is_shared).count();
            for _ in shared + 1..here.len() {
                out.push_str("../");
            }
            out.push_str(&there[shared..].join("/"));
        }
        if let Some(anchor) = &self.anchor {
            let _ = write!(out, "#{anchor}");
        }
        out
    }
}

/// Returns the anchor of an item on its page.
pub(super) fn anchor(role: &str, name: &str) -> String {
    format!("{role}-{}", slug(name))
}

/// Escapes a name for a URL. Different names get different slugs.
pub(super) fn slug(name: &str) -> String {
    let mut out = String::new();
    for letter in name.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '-' | '.' => out.push(letter),
            _ => {
                let _ = write!(out, "~{:x}~", u32::from(letter));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests;
