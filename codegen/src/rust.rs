//! Rust source: one folder per API, one file per model, call or role.
//!
//! ```text
//! src/lib.rs                       modules and re-exports
//! src/client.rs                    Concur: one accessor per API
//! src/service.rs, limits.rs, data_center.rs, unknown_value.rs
//! src/tokens.rs, grants.rs         the token call and its grants, if the specification has them
//! src/credentials.rs               one constructor per grant
//! src/<api>.rs                     the module of an API
//! src/<api>/client.rs              its handle: one method per operation
//! src/<api>/<model>.rs             a struct and its field families
//! src/<api>/builders/<model>.rs    its builder, or the setters of an update
//! src/<api>/checks.rs              checks of bodies before they are sent
//! src/<api>/wire/<model>.rs        its serialization
//! src/<api>/scopes.rs              its scopes as constants
//! src/<api>/filters.rs             the fields by which filter expressions select
//! src/<api>/values/<set>.rs        a value set
//! src/<api>/unions/<union>.rs      a union
//! src/<api>/calls/<operation>.rs   a call
//! src/<api>/errors/<enum>.rs       an enum of errors
//! src/<api>/error_code.rs          the codes of the API
//! src/<api>/error_code_help.rs     their meanings and remedies
//! tests/examples/main.rs           what the round trips of the documents' examples share
//! tests/examples/<api>.rs          a test for each example
//! tests/examples/<api>/*.json      the examples
//! ```

mod api_client;
mod api_module;
mod blank;
mod builder;
mod call;
mod checks;
mod choice;
mod convenience;
mod conversion;
mod credentials;
mod data_center;
mod deserialize;
pub(crate) mod docs;
mod error_code;
mod errors;
pub(crate) mod example;
mod examples;
mod family;
mod file;
mod filters;
mod imports;
pub(crate) mod kind;
mod lib_file;
mod limits;
mod lints;
pub(crate) mod members;
mod model;
pub(crate) mod names;
mod output;
mod paging;
mod scopes;
mod serialize;
mod service;
mod text_setter;
mod tokens;
mod union;
mod unknown_value;
mod update;
mod value_set;
mod waiting;

use concur_spec::Contract;
use concur_spec::api::{Api, View};

use crate::InternalError;
use file::RustFile;
pub(crate) use members::field as field_of;
pub(crate) use output::Output;

/// The file of the specification with what all APIs share.
const SHARED: &str = "spec/concur.yaml";

/// Generates all Rust files of the SDK crate.
pub(crate) fn crate_files(contract: &Contract) -> Result<Output<'_>, InternalError> {
    let mut output = Output::of(contract);
    let shared = [
        ("lib", lib_file::items(contract)),
        ("client", lib_file::client(contract)),
        ("service", service::items(contract)?),
        ("limits", limits::items(&contract.platform)),
        ("data_center", data_center::items(&contract.platform)),
        ("unknown_value", unknown_value::items(contract)),
    ];
    for (module, items) in shared {
        output.add(RustFile::new(format!("src/{module}.rs"), SHARED, items))?;
    }
    if !contract.platform.guide.is_empty() {
        output.add(RustFile::new("src/guide.rs", SHARED, lib_file::guide(contract)))?;
    }
    token_files(contract, &mut output)?;
    for api in contract.apis.iter().chain(&contract.shared_types) {
        api_files(contract, api, &mut output)?;
    }
    if let Some(items) = examples::shared(contract) {
        output.add(RustFile::new(examples::PATH, SHARED, items))?;
    }
    for (path, text) in examples::files(contract) {
        output.add_text(&path, text);
    }
    Ok(output)
}

/// Adds the files for tokens, if the specification describes the token call.
fn token_files(contract: &Contract, output: &mut Output<'_>) -> Result<(), InternalError> {
    let Some((tokens, api)) = tokens::of(contract) else {
        return Ok(());
    };
    let platform = &contract.platform;
    let credentials = credentials::items(platform, tokens, api);
    output.add(RustFile::new("src/credentials.rs", SHARED, credentials).within(api))?;
    output.add(RustFile::new("src/grants.rs", SHARED, tokens::grants(platform, tokens)))?;
    output.add(RustFile::new(
        "src/tokens.rs",
        SHARED,
        tokens::items(platform, tokens, api)?,
    ))
}

fn api_files(contract: &Contract, api: &Api, output: &mut Output<'_>) -> Result<(), InternalError> {
    let spec = spec_file(api);
    if let Some(items) = examples::items(api) {
        output.add(RustFile::new(examples::path(api), &spec, items).within(api))?;
    }
    let module = RustFile::new(format!("src/{}.rs", api.module), &spec, api_module::items(api));
    output.add(module.within(api))?;
    let mut add = |path: &str, items| {
        output.add(RustFile::new(format!("src/{}/{path}.rs", api.module), &spec, items).within(api))
    };
    if !api.is_shared_types() {
        add("error_code", error_code::items(api))?;
        add("error_code_help", error_code::help(api))?;
    }
    for (set, module) in api_module::value_sets(api).zip(api_module::value_modules(api)) {
        add(&format!("values/{module}"), value_set::items(set))?;
    }
    if !api.scopes.is_empty() {
        add("scopes", scopes::items(api))?;
    }
    if !api.filters.is_empty() {
        add("filters", filters::items(api))?;
    }
    if api_module::value_sets(api).next().is_some() {
        add("values", api_module::values(api))?;
    }
    for operation in &api.operations {
        add(&format!("calls/{}", operation.module), call::items(api, operation))?;
    }
    if !api.operations.is_empty() {
        add("client", api_client::items(api)?)?;
        add("calls", api_module::calls(api, &tokens::called(contract, api)))?;
        add("errors", api_module::errors(api))?;
        for (error, module) in api.errors().into_iter().zip(api_module::error_modules(api)) {
            add(&format!("errors/{module}"), errors::items(api, error))?;
        }
    }
    for model in api_module::models(api) {
        let module = model.module.as_str();
        let mut own = model::items(api, model);
        own.extend(conversion::items(api, model));
        own.extend(conversion::changes(api, model));
        own.extend(paging::items(api, model));
        own.extend(blank::items(api, model));
        add(module, own)?;
        let setters = if model.view == View::Update {
            update::items(api, model)
        } else {
            builder::items(api, model)
        };
        if !setters.is_empty() {
            add(&format!("builders/{module}"), setters)?;
        }
        let mut wire = serialize::items(api, model);
        wire.extend(deserialize::items(api, model));
        add(&format!("wire/{module}"), wire)?;
    }
    for (union, module) in api_module::own_unions(api).zip(api_module::union_modules(api)) {
        add(&format!("unions/{module}"), union::items(api, union))?;
    }
    if api_module::own_unions(api).next().is_some() {
        add("unions", api_module::unions(api))?;
    }
    if api.models.iter().any(api_module::has_setters) {
        add("builders", api_module::builders(api))?;
    }
    if checks::has_bodies(api) {
        add("checks", checks::items(api))?;
    }
    if api_module::models(api).next().is_some() {
        add("wire", api_module::wire(api))?;
    }
    Ok(())
}

/// Returns a name as a Rust identifier, raw if it is a keyword.
pub(crate) fn identifier(name: &str) -> String {
    names::ident(name).to_string()
}

/// Returns the file, or the files, of the specification that define an API.
fn spec_file(api: &Api) -> String {
    let name = api.key.replace('_', "-");
    match api.feature {
        Some(_) if api.is_folder => format!("spec/{name}/*.yaml"),
        Some(_) => format!("spec/{name}.yaml"),
        // The API without a feature is in the file with what all APIs share.
        None => SHARED.to_owned(),
    }
}
