//! `concur API OPERATION`: every operation of the contract is a command.

mod body;
mod call;
mod checks;
mod examples;
mod filters;
mod flags;
mod input;
mod pages;
mod waiting;

use clap::{Arg, ArgAction, ArgMatches, Command};
use concur_spec::Contract;
use concur_spec::api::{Api, BodyView, Operation, Output};
use sap_concur::Concur;

pub(crate) use call::{Answer, CallError, called, failure, line, of as call_of, remedy, warnings};
pub(crate) use checks::refuse;
pub(crate) use input::Request;
pub(crate) use pages::{items, paging, summary};

use crate::connection::Connector;
use crate::failure::Failure;
use crate::global::Global;
use crate::json::Json;
use crate::names::{kebab, paragraphs, plain};
use crate::output::{Output as Shown, Rows};
use crate::settings::Settings;
use crate::{output, terminal};
use flags::Flags;

/// The command of an API.
pub(crate) fn command(contract: &Contract, api: &'static Api) -> Command {
    let operations = api
        .operations
        .iter()
        .filter(|operation| is_offered(contract, operation));
    Command::new(kebab(&api.key))
        .about(format!("{} v{}", api.title, api.version))
        .long_about(format!(
            "{} v{}\n\n{}",
            api.title,
            api.version,
            paragraphs(&api.doc.text)
        ))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(operations.map(|operation| operation_command(api, operation)))
}

/// The token call is `concur login`, and what revokes tokens is `concur logout`: they need more than a call.
fn is_offered(contract: &Contract, operation: &Operation) -> bool {
    let tokens = contract.platform.tokens.as_ref();
    tokens.is_none_or(|tokens| tokens.operation != operation.key && tokens.revoke.as_ref() != Some(&operation.key))
}

fn operation_command(api: &'static Api, operation: &'static Operation) -> Command {
    let flags = Flags::of(api, operation);
    let first = operation.doc.text.split("\n\n").next().unwrap_or_default();
    let mut command = Command::new(kebab(&operation.key))
        .about(plain(first))
        .long_about(about(operation))
        .after_help(examples::of(api, operation, &flags))
        .args(flags.arguments())
        .groups(flags.groups());
    if flags.takes_body() {
        command = command.args(body_arguments(operation));
    }
    if let Some(waiters) = waiting::argument(api, operation) {
        command = command.arg(waiters);
    }
    if operation.pagination.is_some() {
        command = command.args(pages::arguments());
    }
    if !matches!(operation.output, Output::Nothing) {
        command = command.args(output::arguments());
    }
    command.args([
        Arg::new("dry-run")
            .long("dry-run")
            .action(ArgAction::SetTrue)
            .help("Check and show the request instead of sending it"),
        Arg::new("no-check")
            .long("no-check")
            .action(ArgAction::SetTrue)
            .help("Send it even if it is not what the specification says"),
    ])
}

fn about(operation: &Operation) -> String {
    let mut text = paragraphs(&operation.doc.text);
    text.push_str(&format!("\n\n{} {}", operation.http.as_str(), operation.whole_path()));
    if let Some(scope) = &operation.scope {
        text.push_str(&format!("\nScope: {}", scope.in_words(String::clone)));
    }
    if let Some(retired) = &operation.retired {
        text.push_str(&format!("\nNo longer public: {}", plain(retired)));
    }
    if let Some(deprecated) = &operation.deprecated {
        text.push_str(&format!("\nDeprecated: {}", plain(deprecated)));
    }
    text
}

fn body_arguments(operation: &Operation) -> Vec<Arg> {
    let is_list = operation.body.as_ref().is_some_and(|body| body.is_list);
    let (body, field) = match is_list {
        true => (
            "The body, a list, or what --field adds to, as JSON; `-` for stdin",
            "A field of an item of the body, such as [0].quantity=2",
        ),
        false => (
            "The body, or what the other options add to, as JSON; `-` for stdin",
            "A field anywhere in the body, such as lineItems[0].quantity=2",
        ),
    };
    let mut arguments = vec![
        Arg::new("json").long("json").value_name("FILE").help(body),
        Arg::new("field")
            .long("field")
            .value_name("PATH=VALUE")
            .action(ArgAction::Append)
            .help(field),
    ];
    let is_update = operation
        .body
        .as_ref()
        .is_some_and(|body| body.view == BodyView::Update);
    if is_update {
        arguments.push(
            Arg::new("clear")
                .long("clear")
                .value_name("PATH")
                .action(ArgAction::Append)
                .help("A field to clear"),
        );
    }
    arguments
}

/// Runs an operation.
pub(crate) async fn run(
    contract: &'static Contract,
    api: &'static Api,
    matches: &ArgMatches,
    settings: &Settings,
    global: &Global,
) -> Result<(), Failure> {
    let Some((name, matches)) = matches.subcommand() else {
        return Err(Failure::usage("there is no operation"));
    };
    let operation = api.operations.iter().find(|operation| kebab(&operation.key) == name);
    let operation = operation.ok_or_else(|| Failure::usage(format!("there is no operation `{name}`")))?;
    if let Some(reason) = operation.discouraged() {
        terminal::warning(&format!("{}: {}", operation.key, plain(reason)));
    }
    let request = input::read(api, operation, matches, settings)?;
    let findings = checks::findings(api, operation, &request);
    let shown = Shown::read(matches, settings)?;
    let connector = Connector::new(contract, settings, global.trace_http);
    if matches.get_flag("dry-run") {
        return dry_run(&connector, operation, &request, &findings).await;
    }
    if !matches.get_flag("no-check") {
        refuse(&findings)?;
    }
    let concur = connector.connect()?;
    let run = Run {
        api,
        operation,
        matches,
        shown,
        global,
        concur: &concur,
    };
    let result = run.send(&request).await;
    // A token that was renewed must be on the disk before the program ends.
    if let Some(tokens) = concur.tokens()
        && let Err(error) = tokens.settled().await
    {
        terminal::warning(&error.to_string());
    }
    result
}

/// Shows what would be sent.
async fn dry_run(
    connector: &Connector<'_>,
    operation: &'static Operation,
    request: &Request,
    findings: &[String],
) -> Result<(), Failure> {
    let base = connector
        .destination()
        .await?
        .unwrap_or_else(|| "{base URL of the token}".to_owned());
    terminal::print(&request.shown(operation, &base))?;
    refuse(findings)?;
    terminal::note("The specification accepts this request. It was not sent.");
    Ok(())
}

/// An operation that is being run.
struct Run<'a> {
    api: &'static Api,
    operation: &'static Operation,
    matches: &'a ArgMatches,
    /// How the result is shown, known before anything is sent.
    shown: Shown,
    global: &'a Global,
    concur: &'a Concur,
}

impl Run<'_> {
    async fn send(&self, request: &Request) -> Result<(), Failure> {
        if self.operation.pagination.is_some() {
            return pages::run(self, request).await;
        }
        let answer = match waiting::wanted(self.api, self.operation, self.matches)? {
            Some(wait) => waiting::run(self, request, wait).await?,
            None => self.call(request).await?,
        };
        self.show(answer)
    }

    async fn call(&self, request: &Request) -> Result<Answer, Failure> {
        self.told(call::called(self.concur, self.api, self.operation, request).await)
    }

    /// Reports a call with `--verbose`, and the warnings of the service.
    fn told(&self, answer: Result<Answer, sap_concur::Error<sap_concur::ApiError<String>>>) -> Result<Answer, Failure> {
        let answer = answer.map_err(|error| call::failure(self.api, &error))?;
        if self.global.verbose {
            terminal::note(&answer.line);
        }
        if !self.global.quiet {
            answer.warnings.iter().for_each(|warning| terminal::warning(warning));
        }
        Ok(answer)
    }

    fn show(&self, answer: Answer) -> Result<(), Failure> {
        if matches!(self.operation.output, Output::Nothing) {
            if !self.global.quiet {
                terminal::note("Done.");
            }
            return Ok(());
        }
        let rows = match rows_of(self.operation, answer.body) {
            Ok(items) => Rows::Many(items),
            Err(one) => Rows::One(one),
        };
        self.shown.print(&rows)
    }
}

/// The items of an answer that is a list, bare or in an object.
fn rows_of(operation: &Operation, body: Json) -> Result<Vec<Json>, Json> {
    let key = match &operation.output {
        Output::List { items_in, .. } => items_in.as_deref(),
        _ => None,
    };
    match (body, key) {
        (Json::List(items), _) => Ok(items),
        (body, Some(key)) => match body.get(key).and_then(Json::as_list) {
            Some(items) => Ok(items.to_vec()),
            None => Err(body),
        },
        (body, None) => Err(body),
    }
}
