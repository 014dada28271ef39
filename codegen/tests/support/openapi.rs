//! Checks whether an OpenAPI document is valid, without knowledge of its content.

use std::collections::BTreeSet;

use boon::{Compiler, Schemas};
use serde_json::Value;

const PLACE: &str = "file:///openapi.json";

/// A document, with pointers to its schemas.
pub(crate) struct Document {
    pub(crate) root: Value,
    /// JSON pointers.
    schemas: Vec<String>,
    /// Examples, each with the pointer to its schema.
    examples: Vec<(Value, String)>,
    /// The examples of request bodies.
    requests: Vec<(Value, String)>,
}

impl Document {
    pub(crate) fn of(text: &str) -> Self {
        let root: Value = serde_json::from_str(text).expect("the document is valid JSON");
        let mut document = Self {
            root: root.clone(),
            schemas: Vec::new(),
            examples: Vec::new(),
            requests: Vec::new(),
        };
        for (name, schema) in entries(&root["components"]["schemas"]) {
            document.schema(schema, &format!("/components/schemas/{}", escaped(name)));
        }
        for kind in ["parameters", "headers", "responses"] {
            for (name, item) in entries(&root["components"][kind]) {
                document.visit_holder(item, &format!("/components/{kind}/{}", escaped(name)));
            }
        }
        for (path, item) in entries(&root["paths"]) {
            for (method, operation) in entries(item) {
                document.operation(operation, &format!("/paths/{}/{method}", escaped(path)));
            }
        }
        document
    }

    fn operation(&mut self, operation: &Value, at: &str) {
        for (index, parameter) in operation["parameters"].as_array().into_iter().flatten().enumerate() {
            self.visit_holder(parameter, &format!("{at}/parameters/{index}"));
        }
        let before = self.examples.len();
        let body = format!("{at}/requestBody");
        self.visit_holder(&operation["requestBody"], &body);
        let shown = self.examples.split_off(before);
        let of_body = |(_, at): &(Value, String)| at.matches("/schema").count() == 1 && at.ends_with("/schema");
        let (requests, within) = shown.into_iter().partition(of_body);
        self.requests.extend::<Vec<_>>(requests);
        self.examples.extend::<Vec<_>>(within);
        for (status, response) in entries(&operation["responses"]) {
            self.visit_holder(response, &format!("{at}/responses/{status}"));
        }
    }

    /// Visits an object that holds schemas: a parameter, a header, a media type, or a body or response with several.
    fn visit_holder(&mut self, visit_holder: &Value, at: &str) {
        for (media_type, media) in entries(&visit_holder["content"]) {
            self.visit_holder(media, &format!("{at}/content/{}", escaped(media_type)));
        }
        for (name, header) in entries(&visit_holder["headers"]) {
            self.visit_holder(header, &format!("{at}/headers/{}", escaped(name)));
        }
        if !visit_holder["schema"].is_object() {
            return;
        }
        let at = format!("{at}/schema");
        self.schema(&visit_holder["schema"], &at);
        self.examples
            .extend(visit_holder.get("example").map(|example| (example.clone(), at.clone())));
        for (_, example) in entries(&visit_holder["examples"]) {
            let example = match example["$ref"].as_str() {
                Some(reference) => self
                    .root
                    .pointer(&reference[1..])
                    .unwrap_or_else(|| panic!("{reference}")),
                None => example,
            };
            self.examples.push((example["value"].clone(), at.clone()));
        }
    }

    /// Visits a schema and its subschemas.
    fn schema(&mut self, schema: &Value, at: &str) {
        self.schemas.push(at.to_owned());
        let examples = schema["examples"]
            .as_array()
            .into_iter()
            .flatten()
            .chain(schema.get("default"));
        self.examples
            .extend(examples.map(|example| (example.clone(), at.to_owned())));
        for (name, property) in entries(&schema["properties"]) {
            self.schema(property, &format!("{at}/properties/{}", escaped(name)));
        }
        if schema["items"].is_object() {
            self.schema(&schema["items"], &format!("{at}/items"));
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for (index, case) in schema[key].as_array().into_iter().flatten().enumerate() {
                self.schema(case, &format!("{at}/{key}/{index}"));
            }
        }
    }

    /// Returns the number of examples and defaults.
    pub(crate) fn examples(&self) -> usize {
        self.examples.len() + self.requests.len()
    }

    pub(crate) fn operations(&self) -> Vec<&Value> {
        entries(&self.root["paths"])
            .flat_map(|(_, item)| entries(item).map(|(_, operation)| operation))
            .collect()
    }

    /// Panics if a reference is broken, an id is duplicate, a path does not match its parameters, or a tag or security
    /// scheme is unknown.
    pub(crate) fn assert_is_consistent(&self) {
        let mut references = Vec::new();
        collect(&self.root, &mut references);
        for reference in references {
            let target = reference
                .strip_prefix('#')
                .and_then(|pointer| self.root.pointer(pointer));
            assert!(target.is_some(), "{reference} is broken");
        }
        let mut ids = BTreeSet::new();
        for operation in self.operations() {
            let id = operation["operationId"].as_str().expect("every operation has an id");
            assert!(ids.insert(id), "{id} is duplicate");
            assert!(
                !operation["summary"].as_str().unwrap_or_default().is_empty(),
                "{id} has no summary"
            );
        }
        self.assert_paths_fit();
        let tags: Vec<&Value> = self.root["tags"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|tag| &tag["name"])
            .collect();
        for operation in self.operations() {
            for tag in operation["tags"].as_array().into_iter().flatten() {
                assert!(tags.contains(&tag), "{tag} is not declared");
            }
            for (scheme, scopes) in operation["security"].as_array().into_iter().flatten().flat_map(entries) {
                let known = &self.root["components"]["securitySchemes"][scheme];
                assert!(known.is_object(), "{scheme} is not declared");
                for (kind, flow) in entries(&known["flows"]) {
                    for scope in scopes.as_array().into_iter().flatten().filter_map(Value::as_str) {
                        assert!(flow["scopes"].get(scope).is_some(), "{kind} lacks {scope}");
                    }
                }
            }
        }
    }

    fn assert_paths_fit(&self) {
        let mut shapes = BTreeSet::new();
        for (path, item) in entries(&self.root["paths"]) {
            let segments = || path.split('/');
            let name = |segment: &str| Some(segment.strip_prefix('{')?.strip_suffix('}')?.to_owned());
            let shape: Vec<String> = segments()
                .map(|segment| name(segment).map_or(segment.to_owned(), |_| "{}".into()))
                .collect();
            assert!(shapes.insert(shape), "{path} differs from another only in names");
            let wanted: BTreeSet<String> = segments().filter_map(name).collect();
            for (method, operation) in entries(item) {
                let listed = operation["parameters"].as_array().into_iter().flatten();
                let in_path = listed.filter(|parameter| parameter["in"] == "path");
                let found: BTreeSet<String> = in_path
                    .inspect(|parameter| assert_eq!(parameter["required"], true, "{path} {parameter}"))
                    .filter_map(|parameter| parameter["name"].as_str().map(str::to_owned))
                    .collect();
                assert_eq!(found, wanted, "{method} {path}");
            }
        }
    }

    /// Panics if a schema is not valid JSON Schema 2020-12, or if an example or a default does not match its schema.
    pub(crate) fn assert_schemas_hold(&self) {
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler
            .add_resource(PLACE, self.root.clone())
            .expect("the document is a resource");
        let mut compiled = Schemas::new();
        for at in &self.schemas {
            compiler
                .compile(&format!("{PLACE}#{}", encoded(at)), &mut compiled)
                .unwrap_or_else(|diagnostic| panic!("{at} is not a valid schema: {diagnostic:#}"));
        }
        self.assert_fit(&mut compiler, &mut compiled, &self.examples);
    }

    /// Panics if an example of a request body does not match its schema.
    ///
    /// This does not hold for every specification: a union has one model for both directions, and a request may omit
    /// what the service always sends.
    pub(crate) fn assert_requests_fit(&self) {
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        compiler
            .add_resource(PLACE, self.root.clone())
            .expect("the document is a resource");
        self.assert_fit(&mut compiler, &mut Schemas::new(), &self.requests);
    }

    fn assert_fit(&self, compiler: &mut Compiler, compiled: &mut Schemas, examples: &[(Value, String)]) {
        for (example, at) in examples {
            let index = compiler
                .compile(&format!("{PLACE}#{}", encoded(at)), compiled)
                .unwrap_or_else(|diagnostic| panic!("{at}: {diagnostic:#}"));
            if let Err(diagnostic) = compiled.validate(example, index) {
                panic!("{example} does not match {at}: {diagnostic:#}");
            }
        }
    }

    /// Panics if the document uses keywords of 3.1 that 3.0 lacks.
    pub(crate) fn assert_is_3_0(&self) {
        assert_eq!(self.root["openapi"], "3.0.3");
        for at in &self.schemas {
            let schema = self
                .root
                .pointer(at)
                .and_then(Value::as_object)
                .expect("the schema is an object");
            for key in ["const", "examples", "oneOf"] {
                assert!(!schema.contains_key(key), "{at} has {key}");
            }
            assert!(
                schema.get("type").is_none_or(Value::is_string),
                "{at} has several types"
            );
            assert_ne!(schema.get("type"), Some(&Value::from("null")), "{at} is null");
            assert!(
                !schema.contains_key("$ref") || schema.len() == 1,
                "{at} has something beside its reference"
            );
        }
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

/// Escapes a key for a JSON pointer.
fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// Encodes a JSON pointer as the fragment of a URL.
fn encoded(pointer: &str) -> String {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    pointer.bytes().map(encode).collect()
}

/// Collects all references, except in examples, which are data.
fn collect<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value.as_str()) {
                    ("value", _) => {}
                    ("$ref", Some(reference)) => found.push(reference),
                    _ => collect(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        _ => {}
    }
}
