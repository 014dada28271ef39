//! Resolves the platform.

use super::names::Scope;
use super::tokens;
use crate::api::{Api, DataCenter, Doc, Envelope, GuidePage, Header, Limit, Platform};
use crate::diagnostics::Diagnostic;
use crate::document;
use crate::errata::Notes;

pub(super) fn resolve(
    platform: &document::Platform,
    api: &document::Api,
    resolved: &Api,
    notes: &Notes,
    diagnostics: &mut Vec<Diagnostic>,
) -> Platform {
    let doc = |text: &str, path: &[&str]| Doc {
        text: text.trim_end().to_owned(),
        errata: notes.of(api.file, path),
        ..Doc::default()
    };
    let mut names = Scope::new("the data centers");
    Platform {
        doc: doc(&api.doc, &[]),
        data_centers: platform
            .data_centers
            .iter()
            .map(|center| DataCenter {
                key: center.key.text.clone(),
                name: names.variant(&center.key, diagnostics),
                uri: center.uri.clone(),
                browser_uri: center.browser_uri.clone(),
                superseded: center.superseded,
                doc: doc(&center.doc, &["data_centers", center.key.as_str()]),
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
        grants: tokens::grants(platform, resolved, doc, diagnostics),
        tokens: platform.tokens.as_ref().map(|tokens| tokens::tokens(tokens, api, doc)),
        retry_statuses: platform.retry_statuses.clone(),
        guide: guide(platform, diagnostics),
        allowed_hosts: platform.allowed_hosts.clone(),
    }
}

fn guide(platform: &document::Platform, diagnostics: &mut Vec<Diagnostic>) -> Vec<GuidePage> {
    let mut modules = Scope::new("the pages of the guide");
    let pages = platform.guide.iter().map(|page| GuidePage {
        key: page.text.clone(),
        module: modules.module(page, "_page", diagnostics),
    });
    pages.collect()
}

fn envelope(envelope: &document::Envelope, doc: Doc) -> Envelope {
    Envelope {
        name: envelope.name.text.clone(),
        present: envelope.present.clone(),
        list: envelope.list.clone(),
        code: envelope.code.clone(),
        message: envelope.message.clone(),
        data_path: envelope.data_path.clone(),
        more: envelope.more.clone(),
        doc,
    }
}
