//! Generates `use` lines for the names in a file.
//!
//! Emitters write short names; this module maps them to paths.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::Contract;
use concur_spec::api::Api;
use proc_macro2::Ident;
use syn::visit::{self, Visit};

use super::names::{Name, ident};

/// The short names of a file: name → the path it is imported from.
pub(crate) struct Names(BTreeMap<String, String>);

/// Names that every file may use.
const COMMON: &[(&str, &[&str])] = &[
    ("std", &["fmt"]),
    ("std::borrow", &["Cow"]),
    ("std::future", &["IntoFuture"]),
    ("std::marker", &["PhantomData"]),
    ("std::time", &["Duration"]),
    ("serde", &["Deserialize", "Deserializer", "Serialize", "Serializer"]),
    ("serde::de", &["DeserializeOwned", "MapAccess", "Visitor"]),
    (
        "sap_concur_runtime",
        &[
            "Additional",
            "ApiError",
            "Authorization",
            "AuthorizationError",
            "Authorize",
            "BaseUrl",
            "Blank",
            "BoxFuture",
            "Call",
            "CallOptions",
            "CivilDateTime",
            "Client",
            "ClientBuilder",
            "CurrencyCode",
            "Date",
            "Decimal",
            "Envelope",
            "EnvelopeMore",
            "Error",
            "FamilyIndexError",
            "Filter",
            "FilterField",
            "FilterList",
            "Given",
            "Grant",
            "Host",
            "InvalidBodyError",
            "InvalidValueError",
            "IsGiven",
            "Items",
            "Json",
            "JsonList",
            "JsonMap",
            "ListForm",
            "Method",
            "Missing",
            "MissingFieldError",
            "NextPage",
            "Operation",
            "OperationError",
            "Page",
            "Pages",
            "Paging",
            "RawCall",
            "RefusedWhen",
            "Response",
            "RetryPolicy",
            "Scopes",
            "Secret",
            "Service",
            "Spelling",
            "TimeOfDay",
            "Timestamp",
            "TokenResponse",
            "TokenKey",
            "TokenProvider",
            "TokenService",
            "Update",
            "Waiter",
            "Polling",
            "Position",
            "builder",
            "check",
            "decode",
            "display",
            "encode",
            "operation_error",
            "value_set",
        ],
    ),
    (
        "crate",
        &[
            "Concur",
            "DataCenter",
            "UnknownInteger",
            "UnknownValue",
            "grants",
            "limits",
        ],
    ),
    ("crate::service", &["SERVICE"]),
    ("crate::tokens", &["TOKENS"]),
];

impl Names {
    /// Returns the names for the files of an API, or for files without one. A test is a separate crate.
    pub(crate) fn of(contract: &Contract, is_test: bool, api: Option<&str>) -> Self {
        let mut names = BTreeMap::new();
        for (root, common) in COMMON {
            for name in *common {
                names.insert((*name).to_owned(), (*root).to_owned());
            }
        }
        if is_test {
            names.insert("survives".to_owned(), "crate".to_owned());
        }
        if let Some(api) = api.and_then(|key| contract.find_api(key)) {
            let root = if is_test { "sap_concur" } else { "crate" };
            for name in api.type_names.iter().map(String::as_str).chain(["calls"]) {
                names.insert(name.to_owned(), format!("{root}::{}", api.module.ident()));
            }
            for builder in api.models.iter().filter_map(|model| model.builder.as_ref()) {
                names.insert(builder.to_string(), format!("{root}::{}::builders", api.module.ident()));
            }
        }
        Self(names)
    }
}

/// Returns a name for a type parameter or private item that collides with no type of the API: no type name ends in an
/// underscore.
pub(crate) fn free(api: &Api, name: &str) -> Ident {
    if api.type_names.contains(name) {
        ident(&format!("{name}_"))
    } else {
        ident(name)
    }
}

/// Returns the `use` lines of a file: the standard library, other crates, then its own crate.
pub(crate) fn lines(file: &syn::File, names: &Names) -> String {
    let mut found = Mentioned::default();
    found.visit_file(file);
    let mut roots: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in found.used.difference(&found.defined) {
        if let Some(root) = names.0.get(name) {
            roots.entry(root).or_default().insert(name);
        }
    }
    let block = |wanted: fn(&str) -> bool| -> String {
        roots
            .iter()
            .filter(|(root, _)| wanted(root))
            .map(|(root, names)| use_line(root, names))
            .collect()
    };
    let blocks = [
        block(|root| root.starts_with("std")),
        block(|root| !root.starts_with("std") && !root.starts_with("crate")),
        block(|root| root.starts_with("crate")),
    ];
    blocks
        .into_iter()
        .filter(|block| !block.is_empty())
        .collect::<Vec<_>>()
        .join("\n")
}

fn use_line(root: &str, names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().collect();
    if let [name] = names[..] {
        return format!("use {root}::{name};\n");
    }
    let line = format!("use {root}::{{{}}};\n", names.join(", "));
    if line.len() <= 121 {
        return line;
    }
    let mut text = format!("use {root}::{{\n");
    let mut row = String::from("   ");
    for name in names {
        if row.len() + name.len() + 2 > 120 {
            text.push_str(&row);
            text.push('\n');
            row = String::from("   ");
        }
        row.push_str(&format!(" {name},"));
    }
    text + &row + "\n};\n"
}

/// The names at the start of paths, and the names that the file defines or imports.
#[derive(Default)]
struct Mentioned {
    used: BTreeSet<String>,
    defined: BTreeSet<String>,
}

impl<'ast> Visit<'ast> for Mentioned {
    fn visit_path(&mut self, path: &'ast syn::Path) {
        if let Some(first) = path.segments.first() {
            let name = first.ident.to_string();
            // A single lowercase name without arguments is a variable.
            if path.segments.len() > 1 || !first.arguments.is_empty() || !name.starts_with(char::is_lowercase) {
                self.used.insert(name);
            }
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, item: &'ast syn::Macro) {
        self.used.extend(item.path.get_ident().map(ToString::to_string));
        for token in item.tokens.clone() {
            if let proc_macro2::TokenTree::Ident(ident) = token {
                self.used.insert(ident.to_string());
            }
        }
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.defined.insert(item.ident.to_string());
        visit::visit_item_struct(self, item);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.defined.insert(item.ident.to_string());
        visit::visit_item_enum(self, item);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.defined.insert(item.ident.to_string());
        visit::visit_item_const(self, item);
    }

    fn visit_item_static(&mut self, item: &'ast syn::ItemStatic) {
        self.defined.insert(item.ident.to_string());
        visit::visit_item_static(self, item);
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        collect_use(&item.tree, &mut self.defined);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        self.defined.insert(item.ident.to_string());
        visit::visit_item_mod(self, item);
    }

    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}
}

fn collect_use(tree: &syn::UseTree, defined: &mut BTreeSet<String>) {
    match tree {
        syn::UseTree::Path(path) => collect_use(&path.tree, defined),
        syn::UseTree::Name(name) => {
            defined.insert(name.ident.to_string());
        }
        syn::UseTree::Rename(rename) => {
            defined.insert(rename.rename.to_string());
        }
        syn::UseTree::Group(group) => group.items.iter().for_each(|tree| collect_use(tree, defined)),
        syn::UseTree::Glob(_) => {}
    }
}
