//! Totals for the summary of a run.

use std::fmt;

use super::{Contract, Type};

/// The totals of a [`Contract`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// APIs, including the platform's own.
    pub apis: usize,
    /// Operations.
    pub operations: usize,
    /// Types with fields and a name in the documents.
    pub named_types: usize,
    /// Types with fields whose table is part of an operation.
    pub inline_types: usize,
    /// Fields, as in the tables: a family counts once.
    pub fields: usize,
    /// Field families.
    pub families: usize,
    /// The fields of all families.
    pub expanded_fields: usize,
    /// Value sets.
    pub value_sets: usize,
    /// Error codes.
    pub error_codes: usize,
    /// Applied errata; 0 in the documented contract.
    pub errata: usize,
}

impl Totals {
    /// Returns the number of types with fields, named and inline.
    #[must_use]
    pub fn types(&self) -> usize {
        self.named_types + self.inline_types
    }
}

impl fmt::Display for Totals {
    /// Formats the totals, such as `12 errata, 15 operations, …`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} errata, {} operations, {} types, {} fields, {} fields more from {} families, {} value sets, {} error codes",
            self.errata,
            self.operations,
            self.types(),
            self.fields,
            self.expanded_fields,
            self.families,
            self.value_sets,
            self.error_codes,
        )
    }
}

impl Contract {
    /// Returns the totals.
    #[must_use]
    pub fn counts(&self) -> Totals {
        let mut counts = Totals {
            apis: self.apis.len(),
            errata: self.errata,
            ..Totals::default()
        };
        for api in &self.apis {
            counts.operations += api.operations.len();
            counts.value_sets += api.value_sets.len();
            counts.error_codes += api.error_codes.len();
            for ty in &api.types {
                counts.add_type(ty);
            }
        }
        counts
    }
}

impl Totals {
    fn add_type(&mut self, ty: &Type) {
        if ty.inline {
            self.inline_types += 1;
        } else {
            self.named_types += 1;
        }
        self.fields += ty.fields.len() + ty.families.len();
        self.families += ty.families.len();
        self.expanded_fields += ty
            .families
            .iter()
            .map(|family| (family.to - family.from + 1) as usize)
            .sum::<usize>();
    }
}
