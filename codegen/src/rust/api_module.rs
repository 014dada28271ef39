//! The module files of an API: submodules and re-exports.

use concur_spec::api::{Api, Member, Model, Operation, Union, ValueSet, View};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::checks;
use super::docs::{Docs, code, erratum_text, summary};
use super::lints;
use super::names::{Name, ident, modules_of};
use super::tokens::operation_name;

/// Returns the module of an API, which re-exports all public items in a flat list.
pub(crate) fn items(api: &Api) -> Vec<TokenStream> {
    let docs = docs(api).inner();
    let mut items = vec![docs];
    let has = Has::of(api);
    let mut own = vec![
        ("client", has.operations),
        ("error_code", !api.is_shared_types()),
        ("error_code_help", !api.is_shared_types()),
        ("errors", has.operations),
    ];
    own.push(("checks", checks::has_bodies(api)));
    own.push(("filters", !api.filters.is_empty()));
    own.extend([("wire", has.models), ("values", has.values), ("unions", has.unions)]);
    let mut private: Vec<Ident> = own
        .into_iter()
        .filter(|(_, is_needed)| *is_needed)
        .map(|(name, _)| ident(name))
        .collect();
    private.extend(models(api).map(|model| model.module.ident()));
    if has.operations {
        items.push(quote!(
            pub mod calls;
        ));
    }
    if api.models.iter().any(|model| model.builder.is_some()) {
        items.push(quote!(
            pub mod builders;
        ));
    } else if api.models.iter().any(has_setters) {
        items.push(quote!(
            mod builders;
        ));
    }
    if !api.scopes.is_empty() {
        // Its file says what it is.
        items.push(quote!(
            pub mod scopes;
        ));
    }
    items.extend(modules(api.module.as_str(), private.into_iter()));
    items.extend(exports(api));
    items
}

struct Has {
    operations: bool,
    models: bool,
    values: bool,
    unions: bool,
}

impl Has {
    fn of(api: &Api) -> Self {
        Self {
            operations: !api.operations.is_empty(),
            models: models(api).next().is_some(),
            values: value_sets(api).next().is_some(),
            unions: own_unions(api).next().is_some(),
        }
    }
}

/// Returns the models whose module is in that of the API. Those of shared types are in another.
pub(crate) fn models(api: &Api) -> impl Iterator<Item = &Model> {
    api.models.iter().filter(|model| !model.is_shared)
}

/// Like [`models`], the value sets.
pub(crate) fn value_sets(api: &Api) -> impl Iterator<Item = &ValueSet> {
    api.value_sets.iter().filter(|set| !set.is_shared)
}

/// Like [`models`], the unions.
pub(crate) fn own_unions(api: &Api) -> impl Iterator<Item = &Union> {
    api.unions.iter().filter(|union| !union.is_shared)
}

fn docs(api: &Api) -> Docs {
    if api.is_shared_types() {
        return Docs::of("Types that several APIs share.").then("The module of each API that uses one has it too.");
    }
    let mut docs = Docs::of(format!(
        "{}, version {}.",
        super::docs::inline(&api.title),
        super::docs::inline(&api.version)
    ));
    docs = docs.also(Docs::text_of(&api.doc));
    if !api.scopes.is_empty() {
        let rows = api
            .scopes
            .iter()
            .map(|scope| format!("* {}: {}", code(&scope.wire), summary(&scope.doc)));
        docs = docs.then("Scopes:").then(rows.collect::<Vec<_>>().join("\n"));
    }
    if !api.errata.is_empty() {
        let rows = api.errata.iter().map(|erratum| format!("* {}", erratum_text(erratum)));
        docs = docs
            .then("# Errata")
            .then("Where the service differs from its documentation in more than one item:")
            .then(rows.collect::<Vec<_>>().join("\n"));
    }
    docs
}

fn exports(api: &Api) -> Vec<TokenStream> {
    let handle = (!api.operations.is_empty()).then(|| api.handle.ident());
    let mut exports = vec![("client".to_owned(), handle.into_iter().collect::<Vec<_>>())];
    if !api.is_shared_types() {
        exports.push(("error_code".to_owned(), vec![api.error_code.ident()]));
    }
    exports.push((
        "filters".to_owned(),
        api.filters.iter().map(|fields| fields.name.ident()).collect(),
    ));
    exports.extend(models(api).map(|model| (model.module.to_string(), types_of(model))));
    exports.push((
        "errors".to_owned(),
        api.errors().into_iter().map(|error| error.name.ident()).collect(),
    ));
    exports.push((
        "values".to_owned(),
        value_sets(api).map(|set| set.type_name.ident()).collect(),
    ));
    exports.push((
        "unions".to_owned(),
        own_unions(api).map(|union| union.type_name.ident()).collect(),
    ));
    exports.sort();
    let lines = exports
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(module, names)| export(&module, names));
    lines.chain(shared(api)).collect()
}

/// Returns the types that the module of a model exports.
fn types_of(model: &Model) -> Vec<Ident> {
    let choices = model.members.iter().filter_map(|member| match member {
        Member::Choice(choice) => Some(choice.type_name.ident()),
        Member::Field(_) => None,
    });
    std::iter::once(model.name.ident()).chain(choices).collect()
}

/// Exports the shared types of an API.
fn shared(api: &Api) -> Option<TokenStream> {
    let models = api.models.iter().filter(|model| model.is_shared).flat_map(types_of);
    let sets = api.value_sets.iter().filter(|set| set.is_shared);
    let unions = api.unions.iter().filter(|union| union.is_shared);
    let sets = sets.map(|set| set.type_name.ident());
    let unions = unions.map(|union| union.type_name.ident());
    reexport(quote!(crate::shared), models.chain(sets).chain(unions).collect())
}

/// Exports types of another module, as if they were defined here.
fn reexport(from: TokenStream, mut names: Vec<Ident>) -> Option<TokenStream> {
    names.sort();
    (!names.is_empty()).then(|| quote!(#[doc(inline)] pub use #from::{#(#names),*};))
}

/// `pub use module::{A, B};`
fn export(module: &str, mut names: Vec<Ident>) -> TokenStream {
    let module = ident(module);
    names.sort();
    match &names[..] {
        [one] => quote!(pub use #module::#one;),
        names => quote!(pub use #module::{#(#names),*};),
    }
}

/// Returns whether a model has a builder or, if it is an update, setters of its own.
pub(crate) fn has_setters(model: &Model) -> bool {
    model.builder.is_some() || model.view == View::Update
}

/// Returns `builders.rs`.
pub(crate) fn builders(api: &Api) -> Vec<TokenStream> {
    let mut items =
        vec![Docs::of("Builders of what is sent, each returned by the `builder` function of its type.").inner()];
    let with_setters = || models(api).filter(|model| has_setters(model));
    items.extend(modules("builders", with_setters().map(|model| model.module.ident())));
    let builders = with_setters().filter_map(|model| Some((model, model.builder.as_ref()?)));
    items.extend(builders.map(|(model, builder)| export(model.module.as_str(), vec![builder.ident()])));
    let shared = api.models.iter().filter(|model| model.is_shared);
    let shared = shared.filter_map(|model| Some(model.builder.as_ref()?.ident()));
    items.extend(reexport(quote!(crate::shared::builders), shared.collect()));
    items
}

/// Returns `wire.rs`.
pub(crate) fn wire(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![Docs::of("Serialization and deserialization of the models.").inner()];
    items.extend(modules("wire", models(api).map(|model| model.module.ident())));
    items
}

/// Returns `values.rs`.
pub(crate) fn values(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![Docs::of("Value sets.").inner()];
    let names = value_modules(api);
    items.extend(modules("values", names.iter().map(|name| ident(name))));
    let sets = value_sets(api).zip(&names);
    items.extend(sets.map(|(set, module)| export(module, vec![set.type_name.ident()])));
    items
}

/// Returns the modules of the value sets, in the order of the value sets.
pub(crate) fn value_modules(api: &Api) -> Vec<String> {
    modules_of(value_sets(api).map(|set| &set.type_name))
}

/// Returns `unions.rs`.
pub(crate) fn unions(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![Docs::of("Unions.").inner()];
    let names = union_modules(api);
    items.extend(modules("unions", names.iter().map(|name| ident(name))));
    let unions = own_unions(api).zip(&names);
    items.extend(unions.map(|(union, module)| export(module, vec![union.type_name.ident()])));
    items
}

/// Returns the modules of the unions, in the order of the unions.
pub(crate) fn union_modules(api: &Api) -> Vec<String> {
    modules_of(own_unions(api).map(|union| &union.type_name))
}

/// Returns `calls.rs`.
///
/// `called` are the operations that the runtime calls.
pub(crate) fn calls(api: &Api, called: &[&Operation]) -> Vec<TokenStream> {
    let docs = Docs::of(
        "Calls, one per operation. A method of the API client returns a call. Optional parameters can be set on it, and `.await` or `send` sends it.",
    );
    let mut items = vec![docs.inner()];
    items.extend(modules(
        "calls",
        api.operations.iter().map(|operation| operation.module.ident()),
    ));
    items.extend(
        api.operations
            .iter()
            .map(|operation| export(operation.module.as_str(), vec![operation.call.ident()])),
    );
    items.extend(called.iter().map(|operation| {
        let (module, name) = (operation.module.ident(), operation_name(operation));
        quote!(pub(crate) use #module::OPERATION as #name;)
    }));
    items
}

/// Returns `errors.rs`.
pub(crate) fn errors(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![Docs::of("Errors.").inner()];
    let names = error_modules(api);
    items.extend(modules("errors", names.iter().map(|name| ident(name))));
    let errors = api.errors().into_iter().zip(&names);
    items.extend(errors.map(|(error, module)| export(module, vec![error.name.ident()])));
    items
}

/// Returns the modules of the error enums, in the order of the enums.
pub(crate) fn error_modules(api: &Api) -> Vec<String> {
    modules_of(api.errors().into_iter().map(|error| &error.name))
}

/// Declares the modules that are in `folder`, which is beside the file of the declarations.
fn modules(folder: &str, names: impl Iterator<Item = Ident>) -> Vec<TokenStream> {
    let mut names: Vec<Ident> = names.collect();
    names.sort();
    names.iter().map(|name| module(folder, name)).collect()
}

/// Rust finds the file of a module without `#[path]` only if its name is ASCII.
fn module(folder: &str, name: &Ident) -> TokenStream {
    let file = format!("{folder}/{name}.rs");
    let lint = (name == folder).then(lints::inception);
    if file.is_ascii() {
        quote!(#lint mod #name;)
    } else {
        quote!(#lint #[path = #file] mod #name;)
    }
}
