//! The types that progenitor generates in its positional style, without its client.

use std::error::Error;
use std::fs;
use std::path::Path;

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

/// Returns the source of the types.
pub(crate) fn types(document: &Path) -> Result<String, Box<dyn Error>> {
    // It refuses the content type of a patch, whose type is the same.
    let document = fs::read_to_string(document)?.replace("application/merge-patch+json", "application/json");
    let mut document: openapiv3::OpenAPI = serde_json::from_str(&document)?;
    // And operations with several types of errors. Those of the APIs that are on by default have one each.
    document
        .paths
        .paths
        .retain(|path, _| path.starts_with("/purchaserequest/") || path.starts_with("/travelrequest/"));
    let mut settings = GenerationSettings::default();
    settings.with_interface(InterfaceStyle::Positional);
    let source = Generator::new(&settings).generate_tokens(&document)?;
    let types = module(source, "types").ok_or("progenitor generated no module `types`")?;
    Ok(types.to_string())
}

/// Returns the contents of `mod name { … }`.
fn module(source: proc_macro2::TokenStream, name: &str) -> Option<proc_macro2::TokenStream> {
    use proc_macro2::TokenTree::{Group, Ident};

    let tokens: Vec<proc_macro2::TokenTree> = source.into_iter().collect();
    tokens.windows(3).find_map(|window| match window {
        [Ident(keyword), Ident(called), Group(body)] if keyword == "mod" && called == name => Some(body.stream()),
        _ => None,
    })
}
