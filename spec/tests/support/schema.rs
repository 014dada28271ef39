//! What an editor says of a file: `schema.json`, applied by a validator of JSON Schema.

use boon::{Compiler, SchemaIndex, Schemas};
use concur_spec::Code;
use serde_json::Value;

/// What both the loader and the schema judge: the keys that are there, and the form of what they have.
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
        let place = "file:///schema.json";
        let schema: Value = serde_json::from_str(&concur_spec::schema()).expect("it is JSON");
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.add_resource(place, schema).expect("it can be found");
        let schema = compiler
            .compile(place, &mut schemas)
            .unwrap_or_else(|diagnostic| panic!("the schema is valid itself: {diagnostic:#}"));
        Self { schemas, schema }
    }

    /// What is wrong with the form of a text; nothing where it is no YAML at all, for then there is nothing to apply a
    /// schema to.
    pub(crate) fn refuses(&self, text: &str) -> Option<String> {
        let value: Value = serde_yaml::from_str(text).ok()?;
        let verdict = self.schemas.validate(&value, self.schema);
        verdict.err().map(|diagnostic| format!("{diagnostic:#}"))
    }
}
