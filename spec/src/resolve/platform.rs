//! What all APIs share.

use super::names::Scope;
use super::tokens;
use crate::api::{Api, DataCentre, Doc, Envelope, GuidePage, Header, Limit, Platform};
use crate::diagnostics::Diagnostic;
use crate::document;
use crate::errata::Notes;

pub(super) fn resolve(
    platform: &document::Platform,
    api: &document::Api,
    resolved: &Api,
    notes: &Notes,
    faults: &mut Vec<Diagnostic>,
) -> Platform {
    let doc = |text: &str, path: &[&str]| Doc {
        text: text.trim_end().to_owned(),
        errata: notes.of(api.file, path),
        ..Doc::default()
    };
    let mut names = Scope::new("the data centres");
    Platform {
        doc: doc(&api.doc, &[]),
        data_centres: platform
            .data_centres
            .iter()
            .map(|centre| DataCentre {
                key: centre.key.text.clone(),
                name: names.variant(&centre.key, faults),
                uri: centre.uri.clone(),
                browser_uri: centre.browser_uri.clone(),
                superseded: centre.superseded,
                doc: doc(&centre.doc, &["data_centres", centre.key.as_str()]),
            })
            .collect(),
        headers: platform
            .headers
            .iter()
            .map(|header| Header {
                role: header.role.text.clone(),
                name: header.name.clone(),
                doc: doc(&header.doc, &["headers", header.role.as_str()]),
            })
            .collect(),
        envelopes: platform
            .envelopes
            .iter()
            .map(|envelope| self::envelope(envelope, doc(&envelope.doc, &["envelopes", envelope.name.as_str()])))
            .collect(),
        limits: platform
            .limits
            .iter()
            .map(|limit| Limit {
                key: limit.key.text.clone(),
                value: limit.value,
                unit: limit.unit.clone(),
                doc: doc(&limit.doc, &["limits", limit.key.as_str()]),
            })
            .collect(),
        grants: tokens::grants(platform, resolved, doc, faults),
        tokens: platform.tokens.as_ref().map(|tokens| tokens::tokens(tokens, api, doc)),
        retry_statuses: platform.retry_statuses.clone(),
        guide: guide(platform, faults),
        allowed_hosts: platform.allowed_hosts.clone(),
    }
}

fn guide(platform: &document::Platform, faults: &mut Vec<Diagnostic>) -> Vec<GuidePage> {
    let mut modules = Scope::new("the pages of the guide");
    let pages = platform.guide.iter().map(|page| GuidePage {
        key: page.text.clone(),
        module: modules.module(page, "_page", faults),
    });
    pages.collect()
}

fn envelope(envelope: &document::Envelope, doc: Doc) -> Envelope {
    Envelope {
        name: envelope.name.text.clone(),
        list: envelope.list.clone(),
        code: envelope.code.clone(),
        message: envelope.message.clone(),
        data_path: envelope.data_path.clone(),
        more: envelope.more.clone(),
        doc,
    }
}
