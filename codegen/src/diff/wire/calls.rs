//! Compares operations: what is sent, and how responses are read.

use concur_spec::api::{Api, Comparison, ListForm, Operation, Output, Parameter, RequiredScopes, ScopeMode, StatusKey};

use super::{Found, alone, pairs, properties};
use crate::diff::rules;

pub(super) fn compare(old: &Api, new: &Api, found: &mut Found<'_>) {
    for (before, now) in pairs(&old.operations, &new.operations, |operation| &operation.method_name) {
        let item = format!("{}.{}", new.key, now.key);
        target(before, now, &item, found);
        permission(before, now, &item, found);
        parameters(before, now, &item, found);
        answers(before, now, &item, found);
        refusals(before, now, &item, found);
    }
    for (before, now) in pairs(&old.filters, &new.filters, |fields| fields.name.clone()) {
        // A field that is new or gone is a change of the public API.
        for (before, now) in pairs(&before.fields, &now.fields, |field| field.name.clone()) {
            let item = format!("{}, {}", new.key, now.name);
            found.differs(&rules::WIRE_NAME, &item, "", &before.path, &now.path);
        }
    }
}

fn target(old: &Operation, new: &Operation, item: &str, found: &mut Found<'_>) {
    found.differs(&rules::PATH_CHANGED, item, "", &old.whole_path(), &new.whole_path());
    found.differs(&rules::METHOD_CHANGED, item, "", &old.http.as_str(), &new.http.as_str());
    let content_type = |operation: &Operation| operation.body.as_ref().map(|body| body.media_type().to_owned());
    // A body that is new or gone is a change of the public API.
    if let (Some(before), Some(now)) = (content_type(old), content_type(new)) {
        found.differs(&rules::WIRE_FORM, item, "", &before, &now);
    }
    let form = |operation: &Operation| match operation.body.as_ref()?.is_list {
        true => Some("a list"),
        false => Some("a single object"),
    };
    if let (Some(before), Some(now)) = (form(old), form(new)) {
        found.differs(&rules::BODY_FORM, item, "", &before, &now);
    }
    match (old.idempotent, new.idempotent) {
        (false, true) => found.add(&rules::RETRIED, item, "idempotent now"),
        (true, false) => found.add(&rules::NOT_RETRIED, item, "no longer idempotent"),
        _ => {}
    }
}

fn permission(old: &Operation, new: &Operation, item: &str, found: &mut Found<'_>) {
    let needed = |of: &Operation| of.scope.as_ref().map(|required| required.in_words(String::clone));
    let rule = match accepts_as_much(old.scope.as_ref(), new.scope.as_ref()) {
        true => &rules::SCOPE_NOT_NEEDED,
        false => &rules::SCOPE_NEEDED,
    };
    found.differs(rule, item, "", &needed(old), &needed(new));
    match (old.authorized, new.authorized) {
        (false, true) => found.add(&rules::TOKEN_NEEDED, item, "is sent with a token"),
        (true, false) => found.add(&rules::TOKEN_NOT_NEEDED, item, "is sent without a token"),
        _ => {}
    }
}

/// Whether each token that had the scopes of before has those of now.
fn accepts_as_much(old: Option<&RequiredScopes>, new: Option<&RequiredScopes>) -> bool {
    let (old, new) = match (old, new) {
        (_, None) => return true,
        (None, Some(_)) => return false,
        (Some(old), Some(new)) => (old, new),
    };
    match old.mode {
        ScopeMode::All => new.are_met(|scope| old.scopes.iter().any(|had| had == scope)),
        // The token may have had any single one of them.
        ScopeMode::Any | ScopeMode::Each => old.scopes.iter().all(|had| new.are_met(|scope| had == scope)),
    }
}

fn parameters(old: &Operation, new: &Operation, item: &str, found: &mut Found<'_>) {
    let name = |parameter: &Parameter| parameter.name.clone();
    for (before, now) in pairs(&old.parameters, &new.parameters, name) {
        let item = format!("{item}, parameter {}", now.name);
        found.differs(&rules::WIRE_NAME, &item, "", &before.wire, &now.wire);
        found.differs(
            &rules::PARAMETER_PLACE,
            &item,
            "",
            &before.location.as_str(),
            &now.location.as_str(),
        );
        properties::compare(before.properties, now.properties, &item, found);
        let form = |parameter: &Parameter| parameter.list.map(ListForm::as_str);
        found.differs(&rules::WIRE_FORM, &item, "", &form(before), &form(now));
        let prefixes = |parameter: &Parameter, of: Comparison| {
            let known = parameter.comparisons.as_ref()?;
            let operator = known.operators.iter().find(|one| one.comparison == of)?;
            Some(known.prefix(operator))
        };
        for of in Comparison::ALL {
            // An operator that is new or gone is a change of the public API.
            if let (Some(before), Some(now)) = (prefixes(before, of), prefixes(now, of)) {
                found.differs(&rules::WIRE_FORM, &item, of.as_str(), &before, &now);
            }
        }
        match (&before.default, &now.default) {
            (None, Some(default)) => found.add(&rules::NEWLY_SENT, &item, format!("`{default}` by default")),
            (Some(default), None) => found.add(&rules::NO_LONGER_SENT, &item, format!("was `{default}` by default")),
            (before, now) => found.differs(&rules::DEFAULT_CHANGED, &item, "", before, now),
        }
    }
    for (rule, own, other) in [(&rules::NEWLY_SENT, new, old), (&rules::NO_LONGER_SENT, old, new)] {
        for parameter in alone(&own.parameters, &other.parameters, name) {
            if let Some(default) = &parameter.default {
                let item = format!("{item}, parameter {}", parameter.name);
                found.add(rule, &item, format!("`{}` = `{default}` by default", parameter.wire));
            }
        }
    }
}

fn answers(old: &Operation, new: &Operation, item: &str, found: &mut Found<'_>) {
    let statuses = |of: &Operation, success: bool| -> Vec<String> {
        let responses = of.responses.iter();
        responses
            .filter(|response| response.is_success() == success)
            .map(|response| match response.status {
                StatusKey::Success => "success".to_owned(),
                StatusKey::Code(code) => code.to_string(),
            })
            .collect()
    };
    let refused = [&rules::STATUS_ADDED, &rules::STATUS_REMOVED];
    found.lists(refused, item, "status", &statuses(old, false), &statuses(new, false));
    let (before, now) = (statuses(old, true), statuses(new, true));
    found.differs(&rules::SUCCESS_STATUS, item, "", &before, &now);
    let wrapper = |of: &Operation| match &of.output {
        Output::List { items_in, .. } => items_in.clone(),
        _ => None,
    };
    let single = |of: &Operation| matches!(of.output, Output::List { single: true, .. });
    match (single(old), single(new)) {
        (false, true) => found.add(&rules::READS_MORE, item, "the response may be a single item"),
        (true, false) => found.add(&rules::READS_LESS, item, "the response must be a list"),
        _ => {}
    }
    match (wrapper(old), wrapper(new)) {
        (before, now) if before == now => {}
        (None, Some(key)) => found.add(&rules::READS_MORE, item, format!("the list may come under `{key}`")),
        (before, now) => found.differs(&rules::READS_LESS, item, "the list may come under", &before, &now),
    }
}

fn refusals(old: &Operation, new: &Operation, item: &str, found: &mut Found<'_>) {
    let codes = |of: &Operation| -> Vec<String> {
        let by_status = of.error.variants.iter().flat_map(|variant| &variant.codes);
        let mut codes: Vec<String> = by_status.chain(&of.errors).cloned().collect();
        codes.sort();
        codes.dedup();
        codes
    };
    let rules = [&rules::CODE_ADDED, &rules::CODE_REMOVED];
    found.lists(rules, item, "", &codes(old), &codes(new));
    let when = |of: &Operation| -> Vec<String> {
        let rules = of.refused_when.iter();
        rules.map(|rule| rule.condition(|name| format!("`{name}`"))).collect()
    };
    found.differs(&super::rules::REFUSAL_CHANGED, item, "", &when(old), &when(new));
}
