//! Compares facts about an API as a whole: scopes, version, data centers and base path.

use concur_spec::api::HttpMethod;
use concur_spec::document::{Api, Operation, Platform, RequiredScopes, Scope};

use super::{Compare, Subject};

impl<'a> Compare<'a> {
    /// Returns the APIs that the page as a whole describes: the platform's own only if there is no other.
    fn whole(&self) -> Vec<Subject<'a>> {
        let (platform, others): (Vec<_>, Vec<_>) = self.subjects.iter().partition(|subject| subject.api.is_platform);
        if others.is_empty() { platform } else { others }
    }

    /// Compares the scopes. A table of scopes must be complete.
    pub(super) fn scopes(&mut self) {
        if self.page.scopes.is_empty() {
            return;
        }
        let Some(api) = self.whole().first().map(|subject| subject.api) else {
            return;
        };
        let (place, what) = (
            |name: &str| format!("scopes/{name}"),
            |name: &str| format!("the scope `{name}`"),
        );
        for documented in &self.page.scopes {
            let name = documented.name.text.as_str();
            match api.scopes.iter().find(|scope| scope.wire.text == name) {
                Some(scope) => self.methods(api, scope, documented),
                None => self
                    .findings
                    .missing_in_spec(api, &place(name), &what(name), &documented.name.at, name),
            }
        }
        let mut near = self
            .page
            .scopes
            .first()
            .map_or(self.page.start.clone(), |documented| documented.name.at.clone());
        for scope in &api.scopes {
            if !self.is_from_page(api, scope.document.as_ref()) {
                continue;
            }
            let name = scope.wire.as_str();
            match self.page.scopes.iter().find(|documented| documented.name.text == name) {
                Some(documented) => near = documented.name.at.clone(),
                None => self
                    .findings
                    .missing_in_page(api, &place(name), &what(name), &near, name),
            }
        }
    }

    /// Compares the methods of a scope with those of the operations that require it.
    fn methods(&mut self, api: &Api, scope: &Scope, documented: &crate::page::Scope) {
        let name = scope.wire.as_str();
        let needs_it = |operation: &&Operation| {
            operation
                .scope
                .iter()
                .flat_map(RequiredScopes::wires)
                .any(|scope| scope.text == name)
        };
        let operations = api.operations.iter().filter(needs_it);
        let ours = operations.filter_map(|operation| operation.http.as_ref()?.method);
        // The page may name more scopes of an operation.
        let calls = self.page.operations.iter().filter(|operation| {
            let mut scopes = operation.scopes.iter();
            scopes.any(|scope| scope.text == name)
        });
        let mut all: Vec<HttpMethod> = Vec::new();
        for method in ours.chain(calls.map(|operation| operation.call.method)) {
            if !all.contains(&method) {
                all.push(method);
            }
        }
        let ours = all;
        let same = ours.iter().all(|method| documented.methods.contains(method))
            && documented.methods.iter().all(|method| ours.contains(method));
        if !documented.methods.is_empty() && !same {
            let text = |methods: &[HttpMethod]| {
                methods
                    .iter()
                    .map(|method| method.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let what = format!("the list of methods that require `{name}`");
            self.findings.differ(
                api,
                &format!("scopes/{name}"),
                &what,
                &documented.name.at,
                &text(&documented.methods),
                &text(&ours),
            );
        }
    }

    pub(super) fn versions(&mut self) {
        for documented in &self.page.versions {
            for Subject { api, .. } in self.whole() {
                let number = documented.text.trim_start_matches(['v', 'V']);
                let is_same = number.trim_end_matches(".0") == api.version.trim_end_matches(".0");
                if !is_same {
                    let what = format!("the version of `{}`", api.key.text);
                    self.findings
                        .differ(api, "version", &what, &documented.at, number, &api.version);
                }
            }
        }
    }

    /// Compares the URLs with all data centers and the base path.
    pub(super) fn addresses(&mut self, platform: Option<(&Platform, &Api)>) {
        let (Some((platform, shared)), Some(last)) = (platform, self.page.addresses.last()) else {
            return;
        };
        for documented in &self.page.addresses {
            if !platform
                .data_centers
                .iter()
                .any(|center| center.uri == documented.origin)
            {
                let what = format!("the data center `{}`", documented.origin);
                self.findings
                    .missing_in_spec(shared, "data_centers", &what, &documented.at, &documented.origin);
            }
            let whole = self.whole();
            if let Some(Subject { api, .. }) = whole.first()
                && !whole
                    .iter()
                    .any(|subject| subject.api.base_path.text == documented.path)
            {
                let what = format!("the base path of `{}`", api.key.text);
                self.findings.differ(
                    api,
                    "base_path",
                    &what,
                    &documented.at,
                    &documented.path,
                    api.base_path.as_str(),
                );
            }
        }
        for center in &platform.data_centers {
            if !self
                .page
                .addresses
                .iter()
                .any(|documented| documented.origin == center.uri)
            {
                let what = format!("the data center `{}`", center.uri);
                let at = format!("data_centers/{}", center.key.text);
                self.findings.missing_in_page(shared, &at, &what, &last.at, &center.uri);
            }
        }
    }
}
