//! An editor's view of a file: `schema.json`, applied by a JSON Schema validator.

use boon::{Compiler, SchemaIndex, Schemas};
use concur_spec::Code;
use serde_json::Value;

/// Diagnostics that both the loader and the schema report: unknown and missing keys, and wrong forms.
pub(crate) const SHAPE: &[Code] = &[
    Code::UnknownFileKind,
    Code::UnknownKey,
    Code::MissingKey,
    Code::WrongForm,
    Code::Unquoted,
    Code::UnknownWord,
];

pub(crate) struct Editor {
    schemas: Schemas,
    schema: SchemaIndex,
}

impl Editor {
    pub(crate) fn new() -> Self {
        let url = "file:///schema.json";
        let schema: Value = serde_json::from_str(&concur_spec::schema()).expect("JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(url, schema).expect("a valid URL");
        let schema = compiler
            .compile(url, &mut schemas)
            .unwrap_or_else(|error| panic!("the schema is invalid: {error:#}"));
        Self { schemas, schema }
    }

    /// Returns how a text violates the schema. Returns `None` for a text that is not YAML, since the schema cannot be
    /// applied.
    pub(crate) fn violation(&self, text: &str) -> Option<String> {
        let value: Value = serde_yaml::from_str(text).ok()?;
        let verdict = self.schemas.validate(&value, self.schema);
        verdict.err().map(|error| format!("{error:#}"))
    }
}
