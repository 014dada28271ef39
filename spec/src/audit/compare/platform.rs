//! What concerns an API as a whole: scopes, version, data centers and the start of its paths.

use super::{Compare, Subject};
use crate::api::HttpMethod;
use crate::document::{Api, Operation, Platform, Scope};

impl<'a> Compare<'a> {
    /// The APIs that a page as a whole is about: not the platform's, where there is another.
    fn whole(&self) -> Vec<Subject<'a>> {
        let (platform, others): (Vec<_>, Vec<_>) = self.subjects.iter().partition(|subject| subject.api.is_platform);
        if others.is_empty() { platform } else { others }
    }

    /// A table of scopes has all of them.
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
        for said in &self.page.scopes {
            let name = said.name.text.as_str();
            match api.scopes.iter().find(|scope| scope.wire.text == name) {
                Some(scope) => self.methods(api, scope, said),
                None => self
                    .findings
                    .missing_in_spec(api, &place(name), &what(name), &said.name.at, name),
            }
        }
        let mut near = self
            .page
            .scopes
            .first()
            .map_or(self.page.start.clone(), |said| said.name.at.clone());
        for scope in &api.scopes {
            let name = scope.wire.as_str();
            match self.page.scopes.iter().find(|said| said.name.text == name) {
                Some(said) => near = said.name.at.clone(),
                None => self
                    .findings
                    .missing_in_page(api, &place(name), &what(name), &near, name),
            }
        }
    }

    /// The methods of a scope are those of the operations that need it.
    fn methods(&mut self, api: &Api, scope: &Scope, said: &super::super::page::Scope) {
        let name = scope.wire.as_str();
        let needs_it = |operation: &&Operation| operation.scope.as_ref().is_some_and(|scope| scope.text == name);
        let operations = api.operations.iter().filter(needs_it);
        let mut ours: Vec<HttpMethod> = operations
            .filter_map(|operation| operation.http.as_ref()?.method)
            .collect();
        ours.dedup();
        let same = ours.iter().all(|method| said.methods.contains(method))
            && said.methods.iter().all(|method| ours.contains(method));
        if !said.methods.is_empty() && !same {
            let text = |methods: &[HttpMethod]| {
                methods
                    .iter()
                    .map(|method| method.as_str())
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            let what = format!("the list of the methods that need `{name}`");
            self.findings.differ(
                api,
                &format!("scopes/{name}"),
                &what,
                &said.name.at,
                &text(&said.methods),
                &text(&ours),
            );
        }
    }

    pub(super) fn versions(&mut self) {
        for said in &self.page.versions {
            for Subject { api, .. } in self.whole() {
                let number = said.text.trim_start_matches(['v', 'V']);
                let is_same = number.trim_end_matches(".0") == api.version.trim_end_matches(".0");
                if !is_same {
                    let what = format!("the version of `{}`", api.key.text);
                    self.findings
                        .differ(api, "version", &what, &said.at, number, &api.version);
                }
            }
        }
    }

    /// Addresses have the data centers, all of them, and the start of the paths.
    pub(super) fn addresses(&mut self, platform: Option<(&Platform, &Api)>) {
        let (Some((platform, shared)), Some(last)) = (platform, self.page.addresses.last()) else {
            return;
        };
        for said in &self.page.addresses {
            if !platform.data_centers.iter().any(|center| center.uri == said.origin) {
                let what = format!("the data center `{}`", said.origin);
                self.findings
                    .missing_in_spec(shared, "data_centers", &what, &said.at, &said.origin);
            }
            let whole = self.whole();
            if let Some(Subject { api, .. }) = whole.first()
                && !whole.iter().any(|subject| subject.api.base_path.text == said.path)
            {
                let what = format!("the start of the paths of `{}`", api.key.text);
                self.findings
                    .differ(api, "base_path", &what, &said.at, &said.path, api.base_path.as_str());
            }
        }
        for center in &platform.data_centers {
            if !self.page.addresses.iter().any(|said| said.origin == center.uri) {
                let what = format!("the data center `{}`", center.uri);
                let at = format!("data_centers/{}", center.key.text);
                self.findings.missing_in_page(shared, &at, &what, &last.at, &center.uri);
            }
        }
    }
}
