//! Formats an example in Rust: a function that takes a client, with its imports.

use std::collections::BTreeSet;

use concur_spec::api::{Operation, Output};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::expression::Expressions;
use super::{Call, body};
use crate::InternalError;
use crate::json::Json;
use crate::rust::identifier;
use crate::rust::names::{Name, ident};

/// Returns the function of one example, with its imports.
pub(super) fn text(call: &Call<'_>) -> Result<String, InternalError> {
    let mut expressions = Expressions::new(call.api);
    let function = function(call, &mut expressions);
    let module = call.api.module.ident();
    let mut uses = vec![quote!(
        use std::error::Error;
    )];
    if !expressions.own.is_empty() {
        let names = braced(&expressions.own);
        uses.push(quote!(use sap_concur::#module::#names;));
    }
    let mut shared = expressions.shared.clone();
    shared.insert(String::from("Concur"));
    if call.secrets().next().is_some() {
        shared.insert(String::from("Secret"));
    }
    let names = braced(&shared);
    uses.push(quote!(use sap_concur::#names;));
    let uses = unparse(call, quote!(#(#uses)*))?;
    Ok(format!("{}\n\n{}", sorted(&uses), unparse(call, function)?.trim_end()))
}

/// Returns the call as a documentation test in Markdown. It shows the imports of the API's types and the call; the rest
/// is hidden.
pub(super) fn doc_test(call: &Call<'_>) -> Result<String, InternalError> {
    let text = text(call)?;
    let at = text
        .find("\n#[allow")
        .or(text.find("\npub async fn"))
        .unwrap_or_default();
    let (uses, function) = text.split_at(at);
    let (signature, statements) = function.trim_start().split_once("{\n").unwrap_or_default();
    let mut lines = vec![String::from("```no_run")];
    let own = format!("use sap_concur::{}::", call.api.module);
    lines.extend(uses.trim().split_inclusive(';').map(|line| {
        let line = line.trim();
        if line.starts_with(&own) {
            format!("{line}\n")
        } else {
            hidden(line)
        }
    }));
    lines.push(hidden(&format!("{} {{", signature.trim())));
    lines.extend(statements.lines().map(|line| match line.strip_prefix("    ") {
        Some("Ok(())") | None => hidden(line.trim()),
        Some(line) if line.starts_with("println!") => hidden(line),
        Some(line) => line.to_owned(),
    }));
    lines.push(String::from("```"));
    Ok(lines.join("\n"))
}

/// Hides lines of a documentation test.
fn hidden(text: &str) -> String {
    let lines = text.lines().map(|line| format!("# {}", line.trim()));
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns one name, or several in braces.
fn braced(names: &BTreeSet<String>) -> TokenStream {
    let names: Vec<Ident> = names.iter().map(|name| ident(name)).collect();
    match &names[..] {
        [one] => quote!(#one),
        names => quote!({ #(#names),* }),
    }
}

/// Puts the import of the standard library first, followed by an empty line.
fn sorted(uses: &str) -> String {
    let (standard, own): (Vec<&str>, Vec<&str>) = uses.lines().partition(|line| line.starts_with("use std"));
    format!("{}\n\n{}", standard.join("\n"), own.join("\n"))
}

fn function(call: &Call<'_>, expressions: &mut Expressions<'_>) -> TokenStream {
    let operation = call.operation;
    let name = ident(call.function());
    let secrets: Vec<Ident> = call.secrets().map(|parameter| parameter.name.ident()).collect();
    let body = operation.body.as_ref().zip(call.body.as_ref());
    let body = body.and_then(|(body, json)| {
        let argument = body.argument.ident();
        let value = match json {
            Json::Object(object) => expressions.model(body::case(call.api, body, object)?, object),
            list => expressions.items(&body.kind(call.api), list),
        };
        Some(quote!(let #argument = #value;))
    });
    // The caller passes a body that cannot be built. A list of what cannot be built is empty.
    let passed = operation.body.as_ref().filter(|_| call.lacks_body()).map(|body| {
        expressions.own.insert(body.model.to_string());
        let (argument, model) = (body.argument.ident(), body.model.ident());
        quote!(#argument: #model,)
    });
    let client = client(call);
    let sent = unsent_call(call, &client, expressions);
    let rest = match operation.output {
        Output::Nothing => quote!(#sent.await?;),
        Output::Value(_) | Output::List { .. } => quote! {
            let response = #sent.await?;
            println!("{response:#?}");
        },
    };
    let allow = operation.discouraged().map(|_| quote!(#[allow(deprecated)]));
    quote! {
        #allow
        pub async fn #name(#client: &Concur, #(#secrets: Secret,)* #passed) -> Result<(), Box<dyn Error>> {
            #body
            #rest
            Ok(())
        }
    }
}

/// Returns a name for the client that does not collide with arguments.
fn client(call: &Call<'_>) -> Ident {
    let body = call.operation.body.as_ref().map(|body| body.argument.as_str());
    let secrets = call.secrets().map(|parameter| parameter.name.as_str());
    let taken = secrets.chain(body).any(|name| name == "concur");
    ident(if taken { "concur_client" } else { "concur" })
}

/// Returns the call, before it is sent.
fn unsent_call(call: &Call<'_>, client: &Ident, expressions: &mut Expressions<'_>) -> TokenStream {
    let Operation { method_name, body, .. } = call.operation;
    let (handle, method) = (call.api.accessor.ident(), method_name.ident());
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for (parameter, value) in &call.parameters {
        // Parameters with a default are sent without a setter.
        if !parameter.is_argument() && parameter.default.is_some() && parameter.doc.example.is_none() {
            continue;
        }
        let name = parameter.name.ident();
        let value = match value {
            None => quote!(#name),
            Some(text) => expressions.parameter(parameter, text),
        };
        if parameter.is_argument() {
            arguments.push(value);
        } else {
            setters.push(quote!(.#name(#value)));
        }
    }
    arguments.extend(body.as_ref().map(|body| {
        let argument = body.argument.ident();
        quote!(&#argument)
    }));
    quote!(#client.#handle().#method(#(#arguments),*)#(#setters)*)
}

fn unparse(call: &Call<'_>, tokens: TokenStream) -> Result<String, InternalError> {
    let file = syn::parse2(tokens.clone()).map_err(|error| {
        let name = format!("{}.{}", call.api.key, call.operation.key);
        InternalError::new(format!("the example of {name} is not valid Rust: {error}\n{tokens}"))
    })?;
    Ok(prettyplease::unparse(&file))
}

/// Returns all functions, each in its own module, and one that runs an example by its name.
pub(super) fn file(calls: &[Call<'_>]) -> Result<String, InternalError> {
    let mut out = String::from(
        "// Generated by `cargo xtask regenerate` from the specification. Do not edit by hand.\n\n\
         // The examples of the reference, as its pages have them, for a test that runs them.\n\n",
    );
    let mut arms = String::new();
    for call in calls {
        let module = identifier(&call.module());
        out.push_str(&format!("pub mod {module} {{\n{}\n}}\n\n", indented(&call.rust()?)));
        let name = call.name();
        if call.lacks_body() {
            arms.push_str(&format!(
                "        {name:?} => Err(\"there is no body to send\".into()),\n"
            ));
            continue;
        }
        let function = identifier(call.function());
        let secrets = call
            .secrets()
            .map(|parameter| format!(", secret({:?})", parameter.wire));
        let secrets: String = secrets.collect();
        arms.push_str(&format!(
            "        {name:?} => {module}::{function}(concur{secrets}).await,\n"
        ));
    }
    out.push_str(&format!(
        "/// Runs the example of an operation, by its name: `request.list`.\n\
         pub async fn run(\n    example: &str,\n    concur: &sap_concur::Concur,\n    \
         secret: &dyn Fn(&str) -> sap_concur::Secret,\n) -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let _ = secret;\n    match example {{\n{arms}        \
         other => Err(format!(\"there is no example {{other}}\").into()),\n    }}\n}}\n"
    ));
    Ok(out)
}

fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| match line {
        "" => String::new(),
        line => format!("    {line}"),
    });
    lines.collect::<Vec<_>>().join("\n")
}
