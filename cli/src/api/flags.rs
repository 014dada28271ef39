//! The flags of an operation: its parameters, and the fields of its body.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches};
use concur_spec::api::{
    Api, Comparisons, Doc, FieldName, Kind, ListForm, Member, Model, ModelField, Operation, Parameter,
    ParameterLocation, Scalar, WireForm,
};

use crate::failure::Failure;
use crate::files;
use crate::names::{hyphenated, plain};

/// The flags of an operation.
#[derive(Debug)]
pub(crate) struct Flags {
    pub(crate) flags: Vec<Flag>,
    has_body: bool,
}

/// What a flag sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Sets {
    /// A parameter, by its wire name.
    Parameter(ParameterLocation, &'static str),
    /// A field of the body, by the wire names that lead to it.
    Field(Vec<&'static str>),
}

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
    pub(crate) is_secret: bool,
    pub(crate) is_required: bool,
    pub(crate) doc: &'static Doc,
    /// The value that is sent if there is none.
    pub(crate) default: Option<&'static str>,
    /// Not the first of a family of numbered fields.
    is_hidden: bool,
    /// The last field of the family that it is the first of.
    family_end: Option<String>,
}

/// The names of options that operations have or may have.
const TAKEN: [&str; 24] = [
    "all",
    "base-url",
    "clear",
    "client-id",
    "data-center",
    "dry-run",
    "field",
    "fields",
    "help",
    "json",
    "limit",
    "no-check",
    "output",
    "page-size",
    "profile",
    "proxy",
    "quiet",
    "root-certificate",
    "spec",
    "timeout",
    "trace-http",
    "verbose",
    "version",
    "wait",
];

impl Flags {
    /// Collects the flags of an operation.
    pub(crate) fn of(api: &'static Api, operation: &'static Operation) -> Self {
        let mut flags = Self {
            flags: Vec::new(),
            has_body: false,
        };
        for parameter in &operation.parameters {
            // The page size has an option of its own, because `--limit` is the number of items in all.
            let is_page_size = operation
                .pagination
                .as_ref()
                .is_some_and(|pages| pages.limit.as_ref() == Some(&parameter.wire));
            if !is_page_size {
                flags.parameter(parameter);
            }
        }
        if let Some(body) = &operation.body {
            flags.has_body = true;
            // The fields of the items of a list are set by `--field`.
            let models = api.models.iter().filter(|_| !body.is_list);
            for model in models.filter(|model| body.has_model(api, &model.name)) {
                flags.fields(api, model, "", &[]);
            }
        }
        flags
    }

    /// Whether the operation has a body of a type.
    pub(crate) fn takes_body(&self) -> bool {
        self.has_body
    }

    fn push(&mut self, mut flag: Flag) {
        // The cases of a union have fields in common.
        if self.flags.iter().any(|known| known.sets == flag.sets) {
            return;
        }
        let is_taken = |name: &str| TAKEN.contains(&name) || self.flags.iter().any(|known| known.name == name);
        if is_taken(&flag.name) {
            let place = match &flag.sets {
                Sets::Parameter(location, _) => location.as_str(),
                Sets::Field(_) => "body",
            };
            flag.name = format!("{place}-{}", flag.name);
        }
        if !self.flags.iter().any(|known| known.name == flag.name) {
            self.flags.push(flag);
        }
    }

    fn parameter(&mut self, parameter: &'static Parameter) {
        let name = spelled(&parameter.name);
        let sets = Sets::Parameter(parameter.location, &parameter.wire);
        self.push(Flag {
            form: parameter.properties.wire_form,
            list: parameter.list,
            comparisons: parameter.comparisons.as_ref(),
            is_secret: parameter.properties.secret,
            is_required: parameter.is_argument(),
            default: parameter.default.as_deref(),
            ..Flag::new(name, sets, &parameter.kind, &parameter.doc)
        });
    }

    /// The fields of a model that hold a value or a list of values, and those of the objects directly in it.
    fn fields(&mut self, api: &'static Api, model: &'static Model, prefix: &str, path: &[&'static str]) {
        for member in &model.members {
            match member {
                Member::Field(field) => self.field(api, model, field, prefix, path),
                Member::Choice(choice) => {
                    for alternative in choice.alternatives.iter().filter(|one| is_value(&one.kind)) {
                        let name = format!("{prefix}{}", hyphenated(&alternative.wire));
                        let sets = Sets::Field([path, &[alternative.wire.as_str()]].concat());
                        self.push(Flag::new(name, sets, &alternative.kind, &alternative.doc));
                    }
                }
            }
        }
    }

    fn field(
        &mut self,
        api: &'static Api,
        model: &'static Model,
        field: &'static ModelField,
        prefix: &str,
        path: &[&'static str],
    ) {
        let name = format!("{prefix}{}", spelled(&field.name));
        let path = [path, &[field.wire.as_str()]].concat();
        if let Kind::Model(inner) = &field.kind {
            let inner = api.models.iter().find(|model| model.name == *inner);
            if let Some(inner) = inner.filter(|_| path.len() == 1) {
                self.fields(api, inner, &format!("{name}."), &path);
            }
            return;
        }
        if !is_value(&field.kind) {
            return;
        }
        let member = field
            .family
            .and_then(|member| Some((model.families.get(member.family)?, member.number)));
        let is_first = |(family, number): &(&concur_spec::api::FamilyView, u32)| *number == family.from;
        self.push(Flag {
            form: field.properties.wire_form,
            is_secret: field.properties.secret,
            is_hidden: member.as_ref().is_some_and(|member| !is_first(member)),
            family_end: member
                .filter(is_first)
                .map(|(family, _)| format!("{prefix}{}{}", family.prefix, family.to)),
            ..Flag::new(name, Sets::Field(path), &field.kind, &field.doc)
        });
    }

    /// The arguments of the command. A parameter of the path is given by position or by its flag.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = Arg> {
        let positions = self.in_path().map(|flag| {
            Arg::new(position_id(&flag.name))
                .value_name(flag.name.to_uppercase().replace('-', "_"))
                .help(flag.help())
        });
        positions.chain(self.flags.iter().map(Flag::argument))
    }

    /// Each parameter of the path is needed, in one of the two ways.
    pub(crate) fn groups(&self) -> impl Iterator<Item = ArgGroup> {
        self.in_path().map(|flag| {
            ArgGroup::new(format!("{} or its flag", flag.name))
                .args([position_id(&flag.name), flag.name.clone()])
                .required(true)
        })
    }

    fn in_path(&self) -> impl Iterator<Item = &Flag> {
        self.flags.iter().filter(|flag| flag.is_in_path())
    }
}

impl Flag {
    fn new(name: String, sets: Sets, kind: &'static Kind, doc: &'static Doc) -> Self {
        Self {
            name,
            sets,
            kind,
            form: WireForm::Natural,
            list: None,
            comparisons: None,
            is_secret: false,
            is_required: false,
            doc,
            default: None,
            is_hidden: false,
            family_end: None,
        }
    }

    /// Returns the values that were given. A secret is in a file.
    pub(crate) fn values(&self, matches: &ArgMatches) -> Result<Vec<String>, Failure> {
        let given = |id: &str| matches.try_get_many::<String>(id).ok().flatten();
        let values = given(&self.name).or_else(|| given(&position_id(&self.name)));
        let values: Vec<String> = values.map(|values| values.cloned().collect()).unwrap_or_default();
        match self.is_secret {
            true => values.iter().map(|file| files::read_secret(file)).collect(),
            false => Ok(values),
        }
    }

    pub(crate) fn is_in_path(&self) -> bool {
        matches!(self.sets, Sets::Parameter(ParameterLocation::Path, _))
    }

    /// The flag as it is written.
    pub(crate) fn long(&self) -> String {
        match self.is_secret {
            true => format!("{}-file", self.name),
            false => self.name.clone(),
        }
    }

    fn argument(&self) -> Arg {
        let is_field = matches!(self.sets, Sets::Field(_));
        Arg::new(self.name.clone())
            .long(self.long())
            .value_name(if self.is_secret { "FILE" } else { value_name(self.kind) })
            .help(self.help())
            .help_heading(if is_field { "Fields of the body" } else { "Parameters" })
            .required(self.is_required && !self.is_in_path())
            .hide(self.is_hidden || self.is_in_path())
            .allow_hyphen_values(true)
            .action(match self.kind {
                Kind::List(_) => ArgAction::Append,
                _ => ArgAction::Set,
            })
    }

    fn help(&self) -> String {
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

/// The id of the positional argument for a parameter of the path.
fn position_id(name: &str) -> String {
    format!("{name} by position")
}

/// Whether a value of the command line can be one of these.
fn is_value(kind: &Kind) -> bool {
    match kind {
        Kind::Scalar(_) | Kind::ValueSet(_) => true,
        Kind::List(item) => matches!(**item, Kind::Scalar(_) | Kind::ValueSet(_)),
        Kind::Model(_) | Kind::Union(_) | Kind::Map(_) => false,
    }
}

fn value_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::Scalar(Scalar::Boolean) => "true|false",
        Kind::Scalar(Scalar::Integer) => "INTEGER",
        Kind::Scalar(Scalar::Decimal) => "NUMBER",
        Kind::Scalar(Scalar::Date) => "DATE",
        Kind::Scalar(Scalar::Time) => "TIME",
        Kind::Scalar(Scalar::Timestamp) => "TIMESTAMP",
        Kind::Scalar(Scalar::DateTime) => "DATETIME",
        Kind::Scalar(Scalar::Json) => "JSON",
        Kind::Scalar(Scalar::Uri) => "URI",
        Kind::Scalar(Scalar::Currency) => "CURRENCY",
        Kind::List(item) => value_name(item),
        _ => "TEXT",
    }
}

/// The name of a field of the SDK, for the command line.
fn spelled(name: &FieldName) -> String {
    crate::names::kebab(name.as_str())
}
