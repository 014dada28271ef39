//! Expands the crate's own macros, as far as signatures need it.
//!
//! This is not a full macro expander: it takes the first rule, substitutes each argument for the first variable, and
//! writes repetitions once. That is enough for macros that write the same `impl` for several types.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

/// Returns the items that an invocation expands to, or `None` if it is not supported.
pub(super) fn items(rules: &TokenStream, arguments: &TokenStream) -> Option<Vec<syn::Item>> {
    let mut groups = rules.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) => Some(group.stream()),
        _ => None,
    });
    let (pattern, body) = (groups.next()?, groups.next()?);
    let repeated = matches!(pattern.clone().into_iter().nth(1), Some(TokenTree::Group(_)));
    let variable = first_variable(&pattern)?;
    let first = if repeated { usize::MAX } else { 1 };
    let mut items = Vec::new();
    for argument in split(arguments).into_iter().take(first) {
        let expansion = write(&body, &variable, &argument);
        items.extend(syn::parse2::<syn::File>(expansion).ok()?.items);
    }
    Some(items)
}

/// Returns the name of the first variable of a rule.
fn first_variable(pattern: &TokenStream) -> Option<String> {
    let mut after_sign = false;
    for token in pattern.clone() {
        match token {
            TokenTree::Ident(name) if after_sign => return Some(name.to_string()),
            TokenTree::Group(group) if after_sign => return first_variable(&group.stream()),
            TokenTree::Punct(sign) => after_sign = sign.as_char() == '$',
            _ => after_sign = false,
        }
    }
    None
}

/// Returns the first token of each argument.
fn split(arguments: &TokenStream) -> Vec<TokenTree> {
    let mut starts = true;
    let mut firsts = Vec::new();
    for token in arguments.clone() {
        let comma = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == ',');
        if starts && !comma {
            firsts.push(token);
        }
        starts = comma;
    }
    firsts
}

/// Substitutes an argument into the body of a rule. Any other variable becomes a placeholder.
fn write(body: &TokenStream, variable: &str, argument: &TokenTree) -> TokenStream {
    let mut out = Vec::new();
    let mut tokens = body.clone().into_iter().peekable();
    while let Some(token) = tokens.next() {
        let sign = matches!(&token, TokenTree::Punct(sign) if sign.as_char() == '$');
        match (sign, token) {
            (true, sign) => match tokens.next() {
                Some(TokenTree::Ident(name)) if name == variable => out.push(argument.clone()),
                Some(TokenTree::Ident(name)) if name == "crate" => out.push(TokenTree::Ident(name)),
                Some(TokenTree::Ident(_)) => out.push(TokenTree::Ident(Ident::new("P", Span::call_site()))),
                Some(TokenTree::Group(group)) => {
                    out.extend(write(&group.stream(), variable, argument));
                    // Skip the repetition operator `*`, `+` or `?`, and a separator before it.
                    while let Some(TokenTree::Punct(sign)) = tokens.next() {
                        if ['*', '+', '?'].contains(&sign.as_char()) {
                            break;
                        }
                    }
                }
                other => out.extend(std::iter::once(sign).chain(other)),
            },
            (false, TokenTree::Group(group)) => {
                let inside = write(&group.stream(), variable, argument);
                let delimiter = match group.delimiter() {
                    Delimiter::None => Delimiter::Parenthesis,
                    delimiter => delimiter,
                };
                out.push(TokenTree::Group(Group::new(delimiter, inside)));
            }
            (false, token) => out.push(token),
        }
    }
    out.into_iter().collect()
}
