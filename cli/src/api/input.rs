//! From the command line to a request.

use clap::ArgMatches;
use concur_spec::api::{Api, Body, Kind, ListForm, Operation, ParameterLocation};

use super::body::{self, Step};
use super::flags::{Flag, Flags, Sets};
use crate::failure::Failure;
use crate::files;
use crate::json::Json;
use crate::settings::Settings;

/// Values by wire name.
pub(crate) type Values = Vec<(&'static str, String)>;

/// The parts of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Request {
    pub(crate) path: Values,
    pub(crate) query: Values,
    pub(crate) headers: Values,
    /// Fields of a form. Those that are secret are not shown.
    pub(crate) form: Vec<(&'static str, String, bool)>,
    pub(crate) body: Option<Json>,
    /// The flags that have set parameters, by the wire names of these.
    pub(crate) flags: Values,
}

/// The parameter that `user_id` of a profile is for.
const USER_ID: &str = "userId";

/// Reads the flags, the body and the fields of a request.
pub(crate) fn read(
    api: &'static Api,
    operation: &'static Operation,
    matches: &ArgMatches,
    settings: &Settings,
) -> Result<Request, Failure> {
    let flags = Flags::of(api, operation);
    let mut request = Request::default();
    if flags.takes_body() {
        let is_list = operation.body.as_ref().is_some_and(|body| body.is_list);
        request.body = Some(body(matches, is_list)?);
    }
    for flag in &flags.flags {
        let mut values = flag.values(matches)?;
        if values.is_empty() {
            values.extend(flag.default.map(|text| flag.written(text)));
        }
        if values.is_empty() && flag.sets == Sets::Parameter(ParameterLocation::Query, USER_ID) {
            values.extend(settings.text("user_id").map(str::to_owned));
        }
        if let Sets::Parameter(_, wire) = flag.sets
            && !values.is_empty()
        {
            request.flags.push((wire, flag.given(matches)));
        }
        request.set(api, flag, values)?;
    }
    if let (Some(body), Some(of)) = (&mut request.body, &operation.body) {
        fields(api, of, matches, body)?;
    }
    for (name, size) in page_size(operation, matches) {
        match &operation.pagination {
            Some(pages) if pages.in_body => request
                .set_in_body(&[name], Json::Number(size))
                .map_err(|problem| Failure::usage(format!("--page-size: {problem}")))?,
            _ => request.query.push((name, size)),
        }
    }
    Ok(request)
}

/// The parameter with the page size, if there is something to say.
fn page_size(operation: &'static Operation, matches: &ArgMatches) -> Values {
    let number = |id| matches.try_get_one::<u64>(id).ok().flatten().copied();
    let is_known = |name: &str| operation.parameters.iter().any(|parameter| parameter.wire == name);
    match (&operation.pagination, number("page-size")) {
        (Some(pages), Some(size)) => {
            let limit = pages.limit.as_ref().filter(|limit| is_known(limit));
            limit
                .map(|limit| (limit.as_str(), size.to_string()))
                .into_iter()
                .collect()
        }
        _ => Values::new(),
    }
}

/// The body of `--json`, or an empty one.
fn body(matches: &ArgMatches, is_list: bool) -> Result<Json, Failure> {
    let Some(file) = matches.get_one::<String>("json") else {
        let has_items = matches.get_many::<String>("field").is_some();
        return match is_list {
            // A list is never empty by accident.
            true if !has_items => Err(Failure::usage(
                "the body is a list: give it with --json FILE, or fields of its items with --field [0].PATH=VALUE",
            )),
            true => Ok(Json::List(Vec::new())),
            false => Ok(Json::Object(Vec::new())),
        };
    };
    let text = files::read_or_stdin(file)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Json::parse(text).map_err(|problem| Failure::usage(format!("{file} is not valid JSON: {problem}")))
}

/// Sets the fields of `--field` and `--clear`.
fn fields(api: &Api, of: &Body, matches: &ArgMatches, body: &mut Json) -> Result<(), Failure> {
    let given = |id| matches.try_get_many::<String>(id).ok().flatten().into_iter().flatten();
    for field in given("field") {
        let wrong = |problem: String| Failure::usage(format!("--field {field}: {problem}"));
        let Some((path, text)) = field.split_once('=') else {
            return Err(wrong("expected PATH=VALUE".to_owned()));
        };
        let path = body::path(path).map_err(wrong)?;
        let value = field_value(api, of, &path, text).map_err(wrong)?;
        body::set(body, &path, value).map_err(wrong)?;
    }
    for path in given("clear") {
        let wrong = |problem: String| Failure::usage(format!("--clear {path}: {problem}"));
        body::set(body, &body::path(path).map_err(wrong)?, Json::Null).map_err(wrong)?;
    }
    Ok(())
}

/// The value of a field. Objects and lists are given as JSON.
fn field_value(api: &Api, of: &Body, path: &[Step], text: &str) -> Result<Json, String> {
    let place = match path {
        [Step::Index(_), rest @ ..] if of.is_list => body::place(api, &of.model, rest),
        path => body::place(api, &of.model, path),
    };
    match place {
        Some(place)
            if matches!(
                place.kind,
                Kind::Model(_) | Kind::Union(_) | Kind::List(_) | Kind::Map(_)
            ) =>
        {
            Json::parse(text).map_err(|problem| format!("expected JSON: {problem}"))
        }
        Some(place) => Ok(body::value(api, place.kind, place.form, text)),
        None => Ok(Json::Text(text.to_owned())),
    }
}

impl Request {
    /// Adds a parameter, if the operation has one with this name.
    pub(crate) fn add(&mut self, operation: &'static Operation, name: &str, value: &str) {
        let Some(parameter) = operation.parameters.iter().find(|parameter| parameter.wire == name) else {
            return;
        };
        let values = match parameter.location {
            ParameterLocation::Path => &mut self.path,
            ParameterLocation::Query => &mut self.query,
            ParameterLocation::Header => &mut self.headers,
            ParameterLocation::Form | ParameterLocation::Body => return,
        };
        values.push((&parameter.wire, value.to_owned()));
    }

    /// Adds the values that are sent if nothing else is.
    pub(crate) fn add_defaults(&mut self, operation: &'static Operation) {
        for parameter in &operation.parameters {
            let is_set = |values: &Values| values.iter().any(|(name, _)| *name == parameter.wire);
            if let Some(default) = &parameter.default
                && !is_set(&self.query)
                && !is_set(&self.path)
                && !is_set(&self.headers)
            {
                self.add(operation, &parameter.wire, default);
            }
        }
    }

    fn set(&mut self, api: &Api, flag: &Flag, values: Vec<String>) -> Result<(), Failure> {
        if values.is_empty() {
            return Ok(());
        }
        let texts = |values: Vec<String>| match flag.list {
            Some(ListForm::Repeated) => values,
            Some(ListForm::Comma) | None => vec![values.join(",")],
        };
        let named = |wire: &'static str, values| texts(values).into_iter().map(move |text| (wire, text));
        match flag.sets.clone() {
            Sets::Parameter(ParameterLocation::Path, wire) => self.path.extend(named(wire, values)),
            Sets::Parameter(ParameterLocation::Query, wire) => self.query.extend(named(wire, values)),
            Sets::Parameter(ParameterLocation::Header, wire) => self.headers.extend(named(wire, values)),
            Sets::Parameter(ParameterLocation::Form, wire) => {
                let values = named(wire, values);
                self.form
                    .extend(values.map(|(wire, text)| (wire, text, flag.is_secret)));
            }
            Sets::Parameter(ParameterLocation::Body, wire) => self.set_field(api, &[wire], flag, values)?,
            Sets::Field(path) => self.set_field(api, &path, flag, values)?,
        }
        Ok(())
    }

    fn set_field(&mut self, api: &Api, path: &[&str], flag: &Flag, values: Vec<String>) -> Result<(), Failure> {
        let value = match flag.kind {
            Kind::List(item) => Json::List(
                values
                    .iter()
                    .map(|text| body::value(api, item, flag.form, text))
                    .collect(),
            ),
            kind => values
                .last()
                .map_or(Json::Null, |text| body::value(api, kind, flag.form, text)),
        };
        self.set_in_body(path, value)
            .map_err(|problem| Failure::usage(format!("--{}: {problem}", flag.long())))
    }

    fn set_in_body(&mut self, path: &[&str], value: Json) -> Result<(), String> {
        let steps: Vec<Step> = path.iter().map(|name| Step::Name((*name).to_owned())).collect();
        let body = self.body.get_or_insert_with(|| Json::Object(Vec::new()));
        body::set(body, &steps, value)
    }

    /// Shows the request, without its token and its secrets.
    pub(crate) fn shown(&self, operation: &Operation, base: &str) -> String {
        let encoded = |text: &str| {
            form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        let mut path = operation.whole_path();
        for (name, value) in &self.path {
            path = path.replace(&format!("{{{name}}}"), &encoded(value));
        }
        let pairs: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        let query = if pairs.is_empty() {
            String::new()
        } else {
            format!("?{}", pairs.join("&"))
        };
        let mut text = format!(
            "{} {}{path}{query}\n",
            operation.http.as_str(),
            base.trim_end_matches('/')
        );
        if operation.authorized {
            text.push_str("Authorization: Bearer ***\n");
        }
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\n"));
        }
        if !self.form.is_empty() {
            text.push_str("Content-Type: application/x-www-form-urlencoded\n\n");
            for (name, value, is_secret) in &self.form {
                let value = if *is_secret { "***" } else { value };
                text.push_str(&format!("{name}={value}\n"));
            }
        }
        if let Some(body) = &self.body {
            let media_type = operation
                .body
                .as_ref()
                .map_or("application/json", |body| body.media_type());
            text.push_str(&format!("Content-Type: {media_type}\n\n{}\n", body.pretty()));
        }
        text
    }
}
