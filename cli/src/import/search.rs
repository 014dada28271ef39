//! Looks for marks in lists of the service.

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgMatches;
use concur_spec::api::{Api, Import, ImportSearch, Operation, Pagination};
use sap_concur::runtime::Pages;
use sap_concur::{ApiError, Concur};

use super::fields::operation;
use super::target::about;
use crate::api::{Request, call_of, called, failure, items, paging, summary};
use crate::failure::Failure;
use crate::json::Json;
use crate::settings::Settings;

/// A document that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) number: Option<String>,
}

/// A search of an import.
pub(super) struct Search<'a> {
    api: &'static Api,
    import: &'static Import,
    search: &'static ImportSearch,
    list: &'static Operation,
    pagination: &'static Pagination,
    concur: &'a Concur,
    parameters: Vec<(String, String)>,
}

impl<'a> Search<'a> {
    /// The search of an import, if it has one.
    pub(super) fn of(
        api: &'static Api,
        import: &'static Import,
        concur: &'a Concur,
        settings: &Settings,
        matches: &ArgMatches,
    ) -> Result<Option<Self>, Failure> {
        let Some(search) = &import.search else {
            return Ok(None);
        };
        let list = operation(api, &search.list)?;
        let Some(pagination) = &list.pagination else {
            return Ok(None);
        };
        let mut parameters: Vec<(String, String)> = Vec::new();
        if let Some(user) = settings.text("user_id") {
            parameters.push(("userId".to_owned(), user.to_owned()));
        }
        for (name, value) in crate::global::parameters(matches)? {
            parameters.retain(|(known, _)| *known != name);
            parameters.push((name, value));
        }
        Ok(Some(Self {
            api,
            import,
            search,
            list,
            pagination,
            concur,
            parameters,
        }))
    }

    /// Looks for marks, until all are found or the list ends.
    pub(super) async fn find(&self, marks: &[&str]) -> Result<BTreeMap<String, Found>, Failure> {
        let mut wanted: BTreeSet<&str> = marks.iter().copied().collect();
        let mut found = BTreeMap::new();
        let mut request = Request::default();
        for (name, value) in &self.parameters {
            request.add(self.list, name, value);
        }
        request.add_defaults(self.list);
        let pagination = self.pagination;
        let call = call_of(self.concur, self.api, self.list, &request);
        let mut pages: Pages<Json, ApiError<String>> =
            Pages::summarized(call, paging(self.list, pagination), move |page| {
                summary(page, pagination)
            });
        while !wanted.is_empty() {
            let page = match pages.next().await {
                None => break,
                Some(page) => page.map_err(|error| failure(self.api, &error))?,
            };
            for item in items(&page, pagination) {
                if let Some((mark, document)) = self.look_at(item, &wanted).await? {
                    wanted.remove(mark.as_str());
                    found.insert(mark, document);
                }
            }
        }
        Ok(found)
    }

    /// Whether an item, or what is known of it in full, has one of the marks.
    async fn look_at(&self, item: &Json, wanted: &BTreeSet<&str>) -> Result<Option<(String, Found)>, Failure> {
        let Some(id) = item.at(&self.import.id).and_then(Json::as_text) else {
            return Ok(None);
        };
        let mut whole = item.clone();
        let mut mark = mark_in(&whole, wanted);
        // Lists leave out custom fields.
        if mark.is_none()
            && let Some(get) = &self.search.get
        {
            let (operation, mut request) = about(self.api, get, Some(id)).map_err(Failure::other)?;
            for (name, value) in &self.parameters {
                request.add(operation, name, value);
            }
            request.add_defaults(operation);
            let answer = called(self.concur, self.api, operation, &request).await;
            whole = answer.map_err(|error| failure(self.api, &error))?.body;
            mark = mark_in(&whole, wanted);
        }
        let number = self
            .import
            .number
            .as_deref()
            .and_then(|path| whole.at(path))
            .and_then(Json::as_text);
        Ok(mark.map(|mark| {
            let found = Found {
                id: id.to_owned(),
                number: number.map(str::to_owned),
            };
            (mark, found)
        }))
    }
}

/// The mark that a value has anywhere. Marks are used nowhere else.
fn mark_in(value: &Json, wanted: &BTreeSet<&str>) -> Option<String> {
    match value {
        Json::Text(text) => wanted.get(text.as_str()).map(|mark| (*mark).to_owned()),
        Json::List(items) => items.iter().find_map(|item| mark_in(item, wanted)),
        Json::Object(fields) => fields.iter().find_map(|(_, value)| mark_in(value, wanted)),
        _ => None,
    }
}
