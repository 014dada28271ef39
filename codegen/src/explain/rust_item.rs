//! An item of the generated Rust API.

use super::rules::Rule;

/// An item of the generated Rust API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RustItem {
    /// Its line in the listing: `sap_concur::request::Expense.custom7: Option<Box<CustomField>>`.
    pub line: String,
    /// The rules behind it.
    pub rules: Vec<Rule>,
}

impl RustItem {
    /// Returns the path without arguments, types and type parameters: `sap_concur::request::Expense::custom7`.
    #[must_use]
    pub fn path(&self) -> String {
        let mut depth = 0;
        let mut path = String::new();
        let mut rest = self.line.chars().peekable();
        while let Some(c) = rest.next() {
            match c {
                '<' => depth += 1,
                '>' => depth -= 1,
                _ if depth > 0 => {}
                '(' | ' ' => break,
                ':' if rest.peek() == Some(&' ') => break,
                '.' => path += "::",
                c => path.push(c),
            }
        }
        path
    }
}
