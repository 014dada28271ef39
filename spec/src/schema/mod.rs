//! `schema.json`: the tables of keys as JSON Schema, for editors.

use serde_json::{Map, Value, json};

use crate::keys::{self, Entry, Form, Key, Name, SCALARS, Shape};

/// The schema of all three kinds of files, as pretty JSON with a newline at the end.
pub(crate) fn schema() -> String {
    let mut definitions = Definitions::default();
    let (errata, platform, api) = (
        definitions.shape(&keys::ERRATA),
        definitions.shape(&keys::PLATFORM),
        definitions.shape(&keys::API),
    );
    let has = |key: &str| json!({ "required": [key] });
    definitions.done.insert("typeRef".into(), type_ref());
    let root = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A specification of SAP Concur's APIs",
        "description": "Written by `cargo xtask regenerate` from the tables that the loader checks with.",
        "type": "object",
        "if": has("errata"),
        "then": errata,
        "else": { "if": has("documents"), "then": platform, "else": api },
        "$defs": definitions.done,
    });
    // Serializing a value whose keys are texts cannot fail; an empty schema would be seen at once.
    serde_json::to_string_pretty(&root).unwrap_or_default() + "\n"
}

/// The shapes that have been written.
#[derive(Default)]
struct Definitions {
    done: Map<String, Value>,
}

impl Definitions {
    /// A reference to a shape, which is written when it is met first.
    fn shape(&mut self, shape: &'static Shape) -> Value {
        if !self.done.contains_key(shape.id) {
            // Taken before it is written: a shape may hold itself.
            self.done.insert(shape.id.to_owned(), Value::Null);
            let definition = self.definition(shape);
            self.done.insert(shape.id.to_owned(), definition);
        }
        json!({ "$ref": format!("#/$defs/{}", shape.id) })
    }

    fn definition(&mut self, shape: &'static Shape) -> Value {
        let properties: Map<String, Value> = shape.keys().map(|key| (key.name.to_owned(), self.key(key))).collect();
        let required: Vec<&str> = shape.keys().filter(|key| key.required).map(|key| key.name).collect();
        let mut definition = json!({
            "type": "object",
            "description": shape.doc,
            "properties": properties,
            "additionalProperties": false,
        });
        if !required.is_empty() {
            definition["required"] = json!(required);
        }
        definition
    }

    fn key(&mut self, key: &'static Key) -> Value {
        with_description(self.form(&key.form), key.doc)
    }

    fn form(&mut self, form: &'static Form) -> Value {
        match form {
            Form::Text => json!({ "type": "string", "minLength": 1 }),
            Form::OptionalText => json!({ "type": "string" }),
            Form::Flag => json!({ "type": "boolean" }),
            Form::Number => json!({ "type": "integer", "minimum": 0 }),
            Form::Scalar => json!({ "type": ["string", "number", "boolean"] }),
            Form::Word(words) => word(words),
            Form::Required => required(),
            Form::TypeRef => json!({ "$ref": "#/$defs/typeRef" }),
            Form::TypeRefOr(shape) => json!({ "anyOf": [{ "$ref": "#/$defs/typeRef" }, self.shape(shape)] }),
            Form::TextOr(shape) => json!({ "anyOf": [{ "type": "string", "minLength": 1 }, self.shape(shape)] }),
            Form::List(item) => json!({ "type": "array", "items": self.form(item) }),
            Form::OneOrList(item) => {
                json!({ "anyOf": [self.form(item), { "type": "array", "items": self.form(item) }] })
            }
            Form::Map(entries) => self.map(entries),
            Form::Shape(shape) => self.shape(shape),
            Form::Any => json!({}),
        }
    }

    /// A mapping with names of one's own. The patterns exclude each other, as the first entry that fits counts; without
    /// looking ahead, which not every validator can.
    fn map(&mut self, entries: &'static [Entry]) -> Value {
        let mut patterns = Map::new();
        for entry in entries {
            let earlier_family = entry.name == Name::Any && entries.iter().any(|entry| entry.name == Name::Family);
            let pattern = if earlier_family {
                "^(\\.|(\\.?[^.])+\\.?)$"
            } else {
                entry.name.pattern()
            };
            patterns.insert(pattern.to_owned(), self.form(&entry.form));
        }
        json!({ "type": "object", "patternProperties": patterns, "additionalProperties": false })
    }
}

/// In 2020-12 a description may stand beside a reference.
fn with_description(mut schema: Value, doc: &str) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".into(), doc.into());
    }
    schema
}

fn word(words: &[(&str, &str)]) -> Value {
    let alternatives: Vec<Value> = words
        .iter()
        .map(|(word, doc)| json!({ "const": word, "description": doc }))
        .collect();
    json!({ "oneOf": alternatives })
}

fn required() -> Value {
    json!({
        "anyOf": [
            { "type": "boolean" },
            { "const": "create" },
            { "type": "string", "pattern": "^one_of [a-z][a-z0-9_]*$" },
        ]
    })
}

/// A type expression: editors offer the scalars and accept any name.
fn type_ref() -> Value {
    let name = json!({ "anyOf": [
        { "enum": SCALARS },
        { "const": "none" },
        { "type": "string", "pattern": Name::Type.pattern() },
    ] });
    json!({
        "description": "A scalar, the name of a type of the same file, or a list of one of these: `[LineItem]`.",
        "anyOf": [name, { "type": "array", "items": name, "minItems": 1, "maxItems": 1 }]
    })
}

#[cfg(test)]
mod tests;
