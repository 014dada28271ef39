//! Where the objects of an export come from: the operations and their parameters.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::api::{Api, Export, Operation, Pagination, ParameterLocation, WireForm};
use concur_spec::validate;
use jiff::Timestamp;

use super::cursor::Origin;
use super::lines::Format;
use crate::api::{Request, refuse};
use crate::failure::Failure;
use crate::settings::Settings;

/// The parameter that `user_id` of a profile is for.
const USER_ID: &str = "userId";

/// The source of an export.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) api: &'static Api,
    pub(super) export: &'static Export,
    pub(super) list: &'static Operation,
    pub(super) pagination: &'static Pagination,
    pub(super) get: Option<&'static Operation>,
    pub(super) origin: Origin,
    /// The parameters of the list, by name.
    parameters: BTreeMap<String, String>,
}

impl Source {
    pub(super) fn new(
        (api, export): (&'static Api, &'static Export),
        given: &[(String, String)],
        format: Format,
        settings: &Settings,
    ) -> Result<Self, Failure> {
        let unusable = |what: &str| Failure::usage(format!("the specification has no {what} for this export"));
        let operation = |key: &str| api.operations.iter().find(|operation| operation.key == key);
        let list = operation(&export.list).ok_or_else(|| unusable("list"))?;
        let pagination = list.pagination.as_ref().ok_or_else(|| unusable("pagination"))?;
        let get = match &export.get {
            Some(get) => Some(operation(&get.operation).ok_or_else(|| unusable("operation"))?),
            None => None,
        };
        let user_id = settings.text("user_id");
        let own = user_id.map(|user_id| (USER_ID.to_owned(), user_id.to_owned()));
        let given: BTreeMap<String, String> = own.into_iter().chain(given.iter().cloned()).collect();
        let mut parameters: BTreeMap<String, String> = export.with.iter().cloned().collect();
        parameters.extend(given.clone());
        let mut origin = given;
        // The size of the pages does not change what is read.
        if let Some(limit) = &pagination.limit {
            origin.remove(limit);
        }
        let base_url = settings.text("base_url").or_else(|| settings.text("data_center"));
        let source = Self {
            api,
            export,
            list,
            pagination,
            get,
            origin: Origin {
                export: export.key.clone(),
                profile: settings.profile.value.clone(),
                service: base_url.map(str::to_owned),
                parameters: origin,
                format,
            },
            parameters,
        };
        source.check()?;
        Ok(source)
    }

    /// Checks the parameters by the contract.
    fn check(&self) -> Result<(), Failure> {
        let known: BTreeSet<&str> = [Some(self.list), self.get]
            .into_iter()
            .flatten()
            .flat_map(|operation| &operation.parameters)
            .filter(|parameter| parameter.location == ParameterLocation::Query)
            .map(|parameter| parameter.wire.as_str())
            .filter(|name| *name != self.export.since && *name != self.pagination.start)
            .collect();
        let mut given = self.origin.parameters.keys();
        if let Some(name) = given.find(|name| *name != USER_ID && !known.contains(name.as_str())) {
            let nearest = validate::nearest(name, known.iter().copied());
            let failure = Failure::usage(format!("--parameter: this export takes no `{name}`"));
            return Err(match nearest {
                Some(nearest) => failure.with_remedy(format!("did you mean `{nearest}`?")),
                None => failure,
            });
        }
        let request = self.page(Some(Timestamp::UNIX_EPOCH), 0);
        let query: Vec<(String, String)> = request
            .query
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()))
            .collect();
        let findings = validate::query(self.api, self.list, ParameterLocation::Query, &query);
        refuse(&findings.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    /// The request for a page: what was modified after a time, from an index on.
    pub(super) fn page(&self, since: Option<Timestamp>, start: u64) -> Request {
        let mut request = Request::default();
        for (name, value) in &self.parameters {
            request.add(self.list, name, value);
        }
        if let Some(since) = since {
            request.add(self.list, &self.export.since, &self.written(since));
        }
        request.add(self.list, &self.pagination.start, &start.to_string());
        request.add_defaults(self.list);
        request
    }

    /// The request for an object.
    pub(super) fn object(&self, id: &str) -> Request {
        let mut request = Request::default();
        if let (Some(get), Some(operation)) = (&self.export.get, self.get) {
            request.path.push((&get.id_parameter, id.to_owned()));
            for (name, value) in &self.origin.parameters {
                request.add(operation, name, value);
            }
            request.add_defaults(operation);
        }
        request
    }

    /// Writes a time as the parameter wants it. What is cut off only makes it earlier.
    fn written(&self, time: Timestamp) -> String {
        let mut parameters = self.list.parameters.iter();
        match parameters.find(|parameter| parameter.wire == self.export.since) {
            Some(parameter) if parameter.properties.wire_form == WireForm::Seconds => {
                time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
            }
            _ => format!("{time:.3}"),
        }
    }
}
