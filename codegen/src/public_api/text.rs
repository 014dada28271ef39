//! Formats tokens like source code.

use quote::ToTokens;

use super::Signature;

pub(super) fn text(tokens: &impl ToTokens) -> String {
    tidy(&tokens.to_token_stream().to_string())
}

/// Formats tokens like source code.
pub(super) fn tidy(tokens: &str) -> String {
    // Most tokens are a single name.
    if !tokens.contains([' ', ',', '=']) {
        return tokens.to_owned();
    }
    let mut out = tokens
        .replace(" ,", ",")
        .replace(" :: ", "::")
        .replace(" < ", "<")
        .replace("< ", "<");
    for (from, to) in [
        (" >", ">"),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" ;", ";"),
        (" : ", ": "),
        ("' ", "'"),
        ("? ", "?"),
    ] {
        out = out.replace(from, to);
    }
    out.replace(", >", ">")
        .replace(",>", ">")
        .replace(",)", ")")
        .replace("=(", "= (")
}

pub(super) fn signature(of: &syn::Signature) -> Signature {
    Signature {
        generics: text(&of.generics),
        inputs: of.inputs.iter().map(input).collect(),
        output: output(&of.output),
        bounds: bounds(&of.generics),
        asynchronous: of.asyncness.is_some(),
        constant: of.constness.is_some(),
        required: false,
    }
}

/// Returns the name and type of an argument, without `mut`.
fn input(input: &syn::FnArg) -> (String, String) {
    match input {
        syn::FnArg::Receiver(receiver) if matches!(receiver.kind, syn::ReceiverKind::Value) => {
            (String::new(), "self".to_owned())
        }
        syn::FnArg::Receiver(receiver) => (String::new(), text(receiver)),
        syn::FnArg::Typed(typed) => (text(&typed.pat).trim_start_matches("mut ").to_owned(), text(&typed.ty)),
    }
}

fn output(output: &syn::ReturnType) -> String {
    match output {
        syn::ReturnType::Default => String::new(),
        syn::ReturnType::Type(_, ty) => format!(" -> {}", text(ty)),
    }
}

/// Returns the bounds of a `where` clause.
pub(super) fn bounds(generics: &syn::Generics) -> String {
    let clause = generics.where_clause.iter();
    clause
        .map(|clause| format!(" {}", text(clause).trim_end_matches(',')))
        .collect()
}
