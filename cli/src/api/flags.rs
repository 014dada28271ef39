//! The flags of an operation: its parameters, and the fields of its body.

mod flag;

use clap::{Arg, ArgGroup};
use concur_spec::api::{
    Api, Comparison, FieldName, Kind, Member, Model, ModelField, Operation, Parameter, ParameterLocation,
};

pub(crate) use flag::Flag;
use flag::{OperatorFlag, position_id};

use super::filters::Fields;
use crate::names::hyphenated;

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
                flags.parameter(api, parameter);
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
        flags.name_operators();
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
        let place = match &flag.sets {
            Sets::Parameter(location, _) => location.as_str(),
            Sets::Field(_) => "body",
        };
        while is_taken(&flag.name) {
            flag.name = format!("{place}-{}", flag.name);
        }
        self.flags.push(flag);
    }

    /// Adds the flags of operators, after all others: the name of a parameter or field stays what it is.
    fn name_operators(&mut self) {
        let mut known: Vec<String> = self
            .flags
            .iter()
            .flat_map(|flag| [flag.name.clone(), flag.long()])
            .collect();
        for flag in &mut self.flags {
            let Some(comparisons) = flag.comparisons else { continue };
            for operator in &comparisons.operators {
                let mut name = match operator.comparison {
                    Comparison::Equal => format!("{}-equals", flag.name),
                    _ => spelled(&operator.method),
                };
                while TAKEN.contains(&&*name) || known.contains(&name) {
                    name = format!("{}-{name}", ParameterLocation::Query.as_str());
                }
                known.push(name.clone());
                flag.operators.push(OperatorFlag { name, operator });
            }
        }
    }

    fn parameter(&mut self, api: &'static Api, parameter: &'static Parameter) {
        let name = spelled(&parameter.name);
        let sets = Sets::Parameter(parameter.location, &parameter.wire);
        self.push(Flag {
            form: parameter.properties.wire_form,
            list: parameter.list,
            comparisons: parameter.comparisons.as_ref(),
            filter: Fields::of(api, parameter),
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
        let flags = self.flags.iter();
        positions.chain(flags.flat_map(|flag| [flag.argument()].into_iter().chain(flag.operator_arguments())))
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

/// Whether a value of the command line can be one of these.
fn is_value(kind: &Kind) -> bool {
    match kind {
        Kind::Scalar(_) | Kind::ValueSet(_) => true,
        Kind::List(item) => matches!(**item, Kind::Scalar(_) | Kind::ValueSet(_)),
        Kind::Model(_) | Kind::Union(_) | Kind::Map(_) => false,
    }
}

/// The name of a field of the SDK, for the command line.
fn spelled(name: &FieldName) -> String {
    crate::names::kebab(name.as_str())
}
