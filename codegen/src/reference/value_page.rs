//! The pages of value sets and unions.

use concur_spec::api::{Api, Union, ValueSet};

use super::link::Link;
use super::markdown;
use super::page::Page;
use super::uses::Uses;
use crate::rust::docs::code;
use crate::rust::members::model_of;

pub(super) fn value_set(api: &Api, uses: &Uses<'_>, set: &ValueSet) -> Page {
    let link = Link::ty(api, &set.name);
    let mut page = Page::new(&link, &code(&set.name));
    page.say_spec(&set.doc.text);
    page.say(if set.open {
        "The set is open: the service can send other values, which the SDK keeps unchanged."
    } else {
        "The set is closed: no other value can be sent."
    });
    if set.is_shared {
        page.say(markdown::SHARED);
    }
    let rows: Vec<Vec<String>> = set
        .values
        .iter()
        .map(|value| {
            let name = format!("{}{}", page.anchor("value", &value.wire), code(&value.wire));
            let variant = code(&format!("{}::{}", set.type_name, value.name));
            vec![name, page.describe(&value.doc, "value", &value.wire), variant]
        })
        .collect();
    page.heading("Values");
    page.table(&["Value", "Meaning", "In the SDK"], &rows);
    page.say(format!(
        "In the SDK: {}.",
        code(&format!("sap_concur::{}::{}", api.module, set.type_name))
    ));
    used(&mut page, uses, &set.name);
    page.note(&set.doc);
    page.end(&set.doc);
    page
}

pub(super) fn union(api: &Api, uses: &Uses<'_>, union: &Union) -> Page {
    let link = Link::ty(api, &union.name);
    let mut page = Page::new(&link, &code(&union.name));
    page.say_spec(&union.doc.text);
    page.say("One of several types: the first one in the table whose key is present or has the value.");
    if union.is_shared {
        page.say(markdown::SHARED);
    }
    let rows: Vec<Vec<String>> = union
        .cases
        .iter()
        .map(|case| {
            let source = model_of(api, &case.model)
                .map(|model| model.source.as_str())
                .unwrap_or_default();
            let when = match (&case.when, &case.is) {
                (Some(key), Some(value)) => format!("{} is {}", code(key), code(value)),
                (Some(key), None) => format!("{} is present", code(key)),
                (None, _) => String::from("otherwise"),
            };
            let anchor = page.anchor("case", case.variant.as_str());
            let variant = code(&format!("{}::{}", union.type_name, case.variant));
            vec![
                format!("{anchor}{}", page.named(source, &Link::ty(api, source))),
                when,
                variant,
            ]
        })
        .collect();
    page.heading("Cases");
    page.table(&["Type", "If", "In the SDK"], &rows);
    let enums = api.unions.iter().filter(|one| one.name == union.name);
    let enums: Vec<String> = enums
        .map(|one| {
            let path = code(&format!("sap_concur::{}::{}", api.module, one.type_name));
            let role = if one.is_separate { " in requests" } else { "" };
            format!("{path}{role}")
        })
        .collect();
    page.say(format!("In the SDK: {}.", enums.join(", ")));
    used(&mut page, uses, &union.name);
    page.note(&union.doc);
    page.end(&union.doc);
    page
}

fn used(page: &mut Page, uses: &Uses<'_>, name: &str) {
    let used = uses.of_type(page, name);
    if !used.is_empty() {
        page.heading("Used by");
        page.list(used);
    }
}
