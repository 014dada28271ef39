//! `make-client DOCUMENT FILE [STYLE]` generates a client for an OpenAPI 3.0 document as one Rust file. The style is
//! `builder` (the default) or `positional`.

use std::error::Error;
use std::{env, fs};

use progenitor_impl::{GenerationSettings, Generator, InterfaceStyle};

fn main() -> Result<(), Box<dyn Error>> {
    const USAGE: &str = "make-client DOCUMENT FILE [builder|positional]";
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (document, file, style) = match &arguments[..] {
        [document, file] => (document, file, "builder"),
        [document, file, style] => (document, file, style.as_str()),
        _ => return Err(USAGE.into()),
    };
    let style = match style {
        "builder" => InterfaceStyle::Builder,
        "positional" => InterfaceStyle::Positional,
        _ => return Err(USAGE.into()),
    };
    let document: openapiv3::OpenAPI = serde_json::from_str(&fs::read_to_string(document)?)?;
    let mut settings = GenerationSettings::default();
    settings.with_interface(style);
    let tokens = Generator::new(&settings).generate_tokens(&document)?;
    fs::write(file, prettyplease::unparse(&syn::parse2(tokens)?))?;
    Ok(())
}
