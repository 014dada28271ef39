//! How much there is: for the summary of a run.

use std::fmt;

use super::{Contract, Type};

/// Numbers of a [`Contract`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// APIs, the platform's own among them.
    pub apis: usize,
    /// Operations.
    pub operations: usize,
    /// Types with fields that have a name in the documents.
    pub named_types: usize,
    /// Types with fields whose table stands in an operation.
    pub inline_types: usize,
    /// Fields as the tables have them, a family counted once.
    pub fields: usize,
    /// Field families.
    pub families: usize,
    /// The fields that the families stand for.
    pub expanded_fields: usize,
    /// Value sets.
    pub value_sets: usize,
    /// Error codes.
    pub error_codes: usize,
    /// Errata that are applied; none as documented.
    pub errata: usize,
}

impl Totals {
    /// Types with fields, named and inline.
    #[must_use]
    pub fn types(&self) -> usize {
        self.named_types + self.inline_types
    }
}

impl fmt::Display for Totals {
    /// `12 errata, 15 operations, …`.
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
    /// How much there is of everything.
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
