//! The token call and its grants, as written.

use super::nodes::{entries, flag, placed_text, text};
use crate::tree::{Node, Text, Value};

#[derive(Clone, Debug)]
pub(crate) struct Grant {
    pub(crate) key: Text,
    pub(crate) grant_type: Text,
    pub(crate) required: Vec<Text>,
    pub(crate) optional: Vec<Text>,
    pub(crate) fixed: Vec<(Text, Text)>,
    pub(crate) host: String,
    pub(crate) arguments: Vec<GrantArgument>,
    pub(crate) principal: Option<Text>,
    pub(crate) repeatable: bool,
    pub(crate) idempotent: bool,
    pub(crate) spent: Vec<Text>,
    pub(crate) doc: String,
}

/// What a form field is in a grant.
#[derive(Clone, Debug)]
pub(crate) struct GrantArgument {
    pub(crate) field: Text,
    pub(crate) name: Option<Text>,
    pub(crate) doc: Option<String>,
}

#[derive(Clone, Debug)]
pub(crate) struct Tokens {
    pub(crate) doc: String,
    pub(crate) operation: Text,
    pub(crate) form: TokenForm,
    pub(crate) answer: TokenResponse,
    pub(crate) refresh: Text,
    pub(crate) elsewhere: Option<Text>,
    pub(crate) spent: Vec<Text>,
    pub(crate) lifetime: Text,
    pub(crate) margin: Text,
    pub(crate) global: Option<Text>,
    pub(crate) authorize: Option<Authorize>,
    pub(crate) revoke: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct TokenForm {
    pub(crate) grant_type: Text,
    pub(crate) client_id: Text,
    pub(crate) client_secret: Text,
    pub(crate) refresh_token: Text,
    pub(crate) scope: Text,
}

#[derive(Clone, Debug)]
pub(crate) struct TokenResponse {
    pub(crate) access_token: Text,
    pub(crate) refresh_token: Text,
    pub(crate) id_token: Text,
    pub(crate) lifetime: Text,
    pub(crate) refresh_expiry: Option<Text>,
    pub(crate) scope: Text,
    pub(crate) base_url: Option<Text>,
}

#[derive(Clone, Debug)]
pub(crate) struct Authorize {
    pub(crate) doc: String,
    pub(crate) path: Text,
    pub(crate) client_id: Text,
    pub(crate) redirect_uri: Text,
    pub(crate) scope: Text,
    pub(crate) state: Text,
    pub(crate) fixed: Vec<(Text, Text)>,
    pub(crate) code: Text,
    pub(crate) base_url: Option<Text>,
    pub(crate) error: Text,
    pub(crate) error_description: Text,
}

pub(super) fn grant(key: &Text, node: &Node) -> Grant {
    Grant {
        key: key.clone(),
        grant_type: placed_text(node, "grant_type"),
        required: node.texts_of("required"),
        optional: node.texts_of("optional"),
        fixed: fixed(node),
        host: text(node, "host"),
        arguments: entries(node, "arguments")
            .iter()
            .map(|(field, node)| argument(field, node))
            .collect(),
        principal: node.text_of("principal"),
        repeatable: flag(node, "repeatable", false),
        idempotent: flag(node, "idempotent", false),
        spent: node.texts_of("spent"),
        doc: text(node, "doc"),
    }
}

/// A name alone, or a mapping.
fn argument(field: &Text, node: &Node) -> GrantArgument {
    GrantArgument {
        field: field.clone(),
        name: node.text().or_else(|| node.text_of("name")),
        doc: node.text_of("doc").map(|doc| doc.text),
    }
}

/// Names and values.
fn fixed(node: &Node) -> Vec<(Text, Text)> {
    let fixed = entries(node, "fixed").iter();
    fixed
        .filter_map(|(name, value)| Some((name.clone(), value.text()?)))
        .collect()
}

pub(super) fn tokens(node: &Node) -> Tokens {
    let form = part(node, "form");
    let answer = part(node, "answer");
    Tokens {
        doc: text(node, "doc"),
        operation: placed_text(node, "operation"),
        form: TokenForm {
            grant_type: placed_text(&form, "grant_type"),
            client_id: placed_text(&form, "client_id"),
            client_secret: placed_text(&form, "client_secret"),
            refresh_token: placed_text(&form, "refresh_token"),
            scope: placed_text(&form, "scope"),
        },
        answer: TokenResponse {
            access_token: placed_text(&answer, "access_token"),
            refresh_token: placed_text(&answer, "refresh_token"),
            id_token: placed_text(&answer, "id_token"),
            lifetime: placed_text(&answer, "lifetime"),
            refresh_expiry: answer.text_of("refresh_expiry"),
            scope: placed_text(&answer, "scope"),
            base_url: answer.text_of("base_url"),
        },
        refresh: placed_text(node, "refresh"),
        elsewhere: node.text_of("elsewhere"),
        spent: node.texts_of("spent"),
        lifetime: placed_text(node, "lifetime"),
        margin: placed_text(node, "margin"),
        global: node.text_of("global"),
        authorize: node.get("authorize").map(authorize),
        revoke: node.text_of("revoke"),
    }
}

fn authorize(node: &Node) -> Authorize {
    let parameters = part(node, "parameters");
    let answer = part(node, "answer");
    Authorize {
        doc: text(node, "doc"),
        path: placed_text(node, "path"),
        client_id: placed_text(&parameters, "client_id"),
        redirect_uri: placed_text(&parameters, "redirect_uri"),
        scope: placed_text(&parameters, "scope"),
        state: placed_text(&parameters, "state"),
        fixed: fixed(node),
        code: placed_text(&answer, "code"),
        base_url: answer.text_of("base_url"),
        error: placed_text(&answer, "error"),
        error_description: placed_text(&answer, "error_description"),
    }
}

/// The mapping under a key; an empty one where it is missing, which has been reported.
fn part(node: &Node, key: &str) -> Node {
    let empty = || Node {
        at: node.at,
        value: Value::Map(Vec::new()),
    };
    node.get(key).cloned().unwrap_or_else(empty)
}
