//! One flag: its argument, and the values that were given for it.

use std::ffi::OsStr;

use clap::{Arg, ArgAction, ArgMatches};
use clap_complete::ArgValueCompleter;
use concur_spec::api::{Comparison, Comparisons, Doc, Kind, ListForm, Operator, ParameterLocation, Scalar, WireForm};

use super::Sets;
use crate::api::filters::Fields;
use crate::failure::Failure;
use crate::files;
use crate::names::{plain, value_name};

/// A flag.
#[derive(Debug)]
pub(crate) struct Flag {
    /// The name, without dashes.
    pub(crate) name: String,
    pub(crate) sets: Sets,
    pub(crate) kind: &'static Kind,
    pub(crate) form: WireForm,
    /// How a list is sent that is not in a JSON body.
    pub(crate) list: Option<ListForm>,
    /// The operators that the value can start with.
    pub(crate) comparisons: Option<&'static Comparisons>,
    /// The flags that put one of these operators in front of the value.
    pub(super) operators: Vec<OperatorFlag>,
    /// The fields by which the value, a filter expression, selects.
    pub(super) filter: Option<Fields>,
    pub(crate) is_secret: bool,
    pub(crate) is_required: bool,
    pub(crate) doc: &'static Doc,
    /// The value that is sent if there is none.
    pub(crate) default: Option<&'static str>,
    /// Not the first of a family of numbered fields.
    pub(super) is_hidden: bool,
    /// The last field of the family that it is the first of.
    pub(super) family_end: Option<String>,
}

/// A flag for a value with an operator in front of it: `--value-starts-with Tr` is `--value sw:Tr`.
#[derive(Debug)]
pub(super) struct OperatorFlag {
    pub(super) name: String,
    pub(super) operator: &'static Operator,
}

impl Flag {
    pub(super) fn new(name: String, sets: Sets, kind: &'static Kind, doc: &'static Doc) -> Self {
        Self {
            name,
            sets,
            kind,
            form: WireForm::Natural,
            list: None,
            comparisons: None,
            operators: Vec::new(),
            filter: None,
            is_secret: false,
            is_required: false,
            doc,
            default: None,
            is_hidden: false,
            family_end: None,
        }
    }

    /// Returns the values that were given, as they are sent. A secret is in a file.
    pub(crate) fn values(&self, matches: &ArgMatches) -> Result<Vec<String>, Failure> {
        if let Some((known, one)) = self.comparisons.zip(self.given_operator(matches)) {
            let values = texts(matches, &one.name);
            let prefix = known.prefix(one.operator);
            return Ok(values.map(|text| format!("{prefix}{}", self.written(text))).collect());
        }
        let position = position_id(&self.name);
        let values = texts(matches, &self.name).chain(texts(matches, &position));
        match self.is_secret {
            true => values.map(|file| files::read_secret(file)).collect(),
            false => Ok(values.map(|text| self.written(text)).collect()),
        }
    }

    /// Returns the flag that was given: its own, or that of an operator.
    pub(crate) fn given(&self, matches: &ArgMatches) -> String {
        self.given_operator(matches)
            .map_or_else(|| self.long(), |one| one.name.clone())
    }

    fn given_operator(&self, matches: &ArgMatches) -> Option<&OperatorFlag> {
        self.operators
            .iter()
            .find(|one| texts(matches, &one.name).next().is_some())
    }

    /// Writes `true` and `false` as a parameter wants them. Those in a body become JSON.
    pub(crate) fn written(&self, text: &str) -> String {
        let is_in_body = matches!(self.sets, Sets::Field(_) | Sets::Parameter(ParameterLocation::Body, _));
        match text.parse() {
            Ok(is) if !is_in_body && *self.kind == Kind::Scalar(Scalar::Boolean) => self.form.word(is).to_owned(),
            _ => text.to_owned(),
        }
    }

    /// Returns a flag for a text that shows what operators are for, if there is one.
    pub(crate) fn example_operator(&self) -> Option<&str> {
        let is_text = Comparison::StartsWith;
        let one = self.operators.iter().find(|one| one.operator.comparison == is_text);
        one.map(|one| one.name.as_str())
    }

    pub(crate) fn is_in_path(&self) -> bool {
        matches!(self.sets, Sets::Parameter(ParameterLocation::Path, _))
    }

    /// Whether the value is a filter expression.
    pub(crate) fn is_filter(&self) -> bool {
        self.filter.is_some()
    }

    /// The flag as it is written.
    pub(crate) fn long(&self) -> String {
        match self.is_secret {
            true => format!("{}-file", self.name),
            false => self.name.clone(),
        }
    }

    pub(super) fn argument(&self) -> Arg {
        let is_field = matches!(self.sets, Sets::Field(_));
        let argument = Arg::new(self.name.clone())
            .long(self.long())
            .conflicts_with_all(self.operators.iter().map(|one| one.name.clone()))
            .value_name(if self.is_secret { "FILE" } else { value_name(self.kind) })
            .help(self.help())
            .help_heading(if is_field { "Fields of the body" } else { "Parameters" })
            .required(self.is_required && !self.is_in_path())
            .hide(self.is_hidden || self.is_in_path())
            .allow_hyphen_values(true)
            .action(match self.kind {
                Kind::List(_) => ArgAction::Append,
                _ => ArgAction::Set,
            });
        match self.filter {
            Some(fields) => argument
                .help(format!("{} (--help lists the fields)", self.help()))
                .long_help(format!("{}\n\n{}", self.help(), fields.help()))
                .add(ArgValueCompleter::new(move |text: &OsStr| fields.completed(text))),
            None => argument,
        }
    }

    /// The flags of the operators. A parameter has one condition.
    pub(super) fn operator_arguments(&self) -> impl Iterator<Item = Arg> {
        self.operators.iter().map(|one| {
            let others = self.operators.iter().filter(|other| other.name != one.name);
            Arg::new(one.name.clone())
                .long(one.name.clone())
                .conflicts_with_all(others.map(|other| other.name.clone()))
                .value_name(value_name(self.kind))
                .help(self.operator_help(one.operator.comparison))
                .help_heading("Parameters")
                .allow_hyphen_values(true)
        })
    }

    fn operator_help(&self, comparison: Comparison) -> String {
        let long = self.long();
        match comparison {
            Comparison::Equal => format!("As --{long}, but the value starts with no operator"),
            _ => format!("As --{long}, but selects what {} the value", comparison.in_words()),
        }
    }

    pub(super) fn help(&self) -> String {
        let mut help = plain(self.doc.text.split("\n\n").next().unwrap_or_default());
        if self.is_secret {
            help.push_str(" (a file with it, `-` for stdin)");
        }
        if let Some(end) = &self.family_end {
            help.push_str(&format!(" (and so on, up to --{end})"));
        }
        if let Some(known) = self.comparisons {
            let prefixes = known.operators.iter().map(|operator| known.prefix(operator));
            help.push_str(&format!(
                " (can start with {})",
                prefixes.collect::<Vec<_>>().join(", ")
            ));
        }
        if let Some(default) = self.default {
            help.push_str(&format!(" [default: {default}]"));
        }
        help
    }
}

/// The texts of an argument, if the command has it.
fn texts<'a>(matches: &'a ArgMatches, id: &str) -> impl Iterator<Item = &'a String> {
    matches.try_get_many(id).ok().flatten().into_iter().flatten()
}

/// The id of the positional argument for a parameter of the path.
pub(super) fn position_id(name: &str) -> String {
    format!("{name} by position")
}
