//! Types: fields, value sets and unions.

use super::choices::Choices;
use super::names::{Named, Scope};
use super::texts::text;
use super::yaml::{Mapping, Yaml};
use super::{Api, conveniences, examples, scalar};

pub(crate) const SCALARS: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "decimal",
    "date",
    "time",
    "timestamp",
    "datetime",
    "uri",
    "currency",
    "json",
];

pub(crate) struct Type {
    pub(crate) name: String,
    /// The name in the SDK, if it is set.
    sdk_name: Option<String>,
    pub(crate) form: Form,
    /// The field that is a shorthand for the whole object.
    shorthand: Option<String>,
}

pub(crate) enum Form {
    Fields(Vec<Row>),
    Values(Values),
    Union(Vec<Case>),
}

/// A case of a union.
pub(crate) struct Case {
    pub(crate) ty: usize,
    pub(crate) when: Option<Key>,
}

/// The key that selects a case of a union.
pub(crate) struct Key {
    pub(crate) wire: String,
    /// Its value, as JSON, if not only its presence counts.
    pub(crate) is: Option<(String, String)>,
}

pub(crate) struct Values {
    pub(crate) closed: bool,
    /// The values are JSON numbers.
    pub(crate) integers: bool,
    pub(crate) values: Vec<Named>,
}

/// A type expression.
#[derive(Clone)]
pub(crate) enum Expression {
    Scalar(&'static str),
    Named(usize),
    List(Box<Expression>),
    Map(Box<Expression>),
}

/// A field, or a family of them.
pub(crate) struct Row {
    pub(crate) named: Named,
    /// The first and last number.
    pub(crate) family: Option<(u32, u32)>,
    pub(crate) ty: Expression,
    pub(crate) required: Required,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
    pub(crate) create_only: bool,
    pub(crate) guaranteed: bool,
    aliases: Vec<String>,
    /// The value of `wire`.
    pub(crate) wire: Option<&'static str>,
    single: bool,
    pub(crate) secret: bool,
}

#[derive(Clone, PartialEq)]
pub(crate) enum Required {
    No,
    Always,
    OnCreate,
    OneOf(String),
}

/// Sketches the types of an API. Forms come first, since types refer to each other.
pub(crate) fn types(choices: &mut Choices, names: &mut Scope) -> Vec<Type> {
    let count = choices.between(1, 8);
    let mut types: Vec<Type> = Vec::new();
    for _ in 0..count {
        let name = names.type_name(choices);
        let form = match choices.below(20) {
            0..12 => Form::Fields(Rows::new(choices, names, count).rows),
            12..16 => Form::Union(Vec::new()),
            _ => Form::Values(values(choices)),
        };
        types.push(Type {
            name,
            sdk_name: choices.maybe(8, |choices| names.type_name(choices)),
            form,
            shorthand: None,
        });
    }
    // Shorthands and unions depend on the forms of other types, which are now known.
    for at in 0..count {
        types[at].shorthand = choices.maybe(15, |choices| shorthand(choices, &types, at)).flatten();
        if matches!(types[at].form, Form::Union(_)) {
            types[at].form = match cases(choices, &types) {
                Some(cases) => Form::Union(cases),
                None => Form::Values(values(choices)),
            };
        }
    }
    types
}

/// Returns a field that can be a shorthand: text, and the only required field.
fn shorthand(choices: &mut Choices, types: &[Type], at: usize) -> Option<String> {
    let is_text = |row: &&Row| match &row.ty {
        Expression::Scalar("string") => true,
        Expression::Named(at) => matches!(&types[*at].form, Form::Values(set) if !set.integers),
        _ => false,
    };
    let rows = types[at].rows();
    let fit: Vec<&Row> = rows
        .iter()
        .filter(|row| row.family.is_none() && !row.read_only)
        .filter(is_text)
        .collect();
    if fit.is_empty() {
        return None;
    }
    let wire = choices.pick(&fit).named.wire.clone();
    let needed = |row: &Row| row.guaranteed || row.required != Required::No;
    let alone = rows.iter().all(|row| row.named.wire == wire || !needed(row));
    alone.then_some(wire)
}

fn values(choices: &mut Choices) -> Values {
    let mut names = Scope::default();
    if choices.chance(25) {
        return integers(choices, &mut names);
    }
    Values {
        closed: choices.chance(30),
        integers: false,
        values: (0..choices.between(1, 8)).map(|_| names.name(choices)).collect(),
    }
}

/// Returns a value set of integers, some of them named.
fn integers(choices: &mut Choices, names: &mut Scope) -> Values {
    let mut numbers = vec![
        "0",
        "1",
        "2",
        "-1",
        "-7",
        "404",
        "9223372036854775807",
        "-9223372036854775808",
    ];
    let values: Vec<Named> = (0..choices.between(1, 5))
        .map(|_| {
            let wire = numbers.remove(choices.below(numbers.len())).to_owned();
            // A minus sign is not part of a name.
            let is_free = names.claim(&format!("v{}", wire.trim_start_matches('-')));
            let name = (!is_free || choices.chance(30)).then(|| names.type_name(choices));
            Named { wire, name }
        })
        .collect();
    Values {
        closed: choices.chance(30),
        integers: true,
        values,
    }
}

/// Returns the value that a key of a union has in a case.
fn value_of(choices: &mut Choices, types: &[Type], row: &Row) -> Option<(String, String)> {
    match &row.ty {
        Expression::Scalar("string") if !row.secret => Some(("AIR".to_owned(), "\"AIR\"".to_owned())),
        Expression::Scalar("integer") => Some(("7".to_owned(), "7".to_owned())),
        Expression::Scalar("boolean") if row.wire.is_none() => Some(("true".to_owned(), "true".to_owned())),
        Expression::Named(at) => {
            let Form::Values(set) = &types[*at].form else {
                return None;
            };
            let wire = choices.pick(&set.values).wire.clone();
            let json = if set.integers {
                wire.clone()
            } else {
                super::yaml::quoted(&wire)
            };
            Some((wire, json))
        }
        _ => None,
    }
}

/// Returns two or three types with fields; all but the last have a key. Returns `None` if there are not enough.
fn cases(choices: &mut Choices, types: &[Type]) -> Option<Vec<Case>> {
    let received = |at: usize| types[at].rows().iter().filter(|row| !row.write_only);
    let objects: Vec<usize> = (0..types.len()).filter(|at| received(*at).next().is_some()).collect();
    let count = choices.between(2, 3);
    if objects.len() < count {
        return None;
    }
    let start = choices.below(objects.len());
    let picked = (0..count).map(|step| objects[(start + step) % objects.len()]);
    let keyed = picked.enumerate().map(|(index, ty)| {
        let rows: Vec<&Row> = received(ty).collect();
        let row = *choices.pick(&rows);
        let wire = choices.pick(&row.wires()).clone();
        let has_value = row.family.is_none() && choices.chance(60);
        let is = has_value.then(|| value_of(choices, types, row)).flatten();
        let when = (index + 1 < count).then_some(Key { wire, is });
        Case { ty, when }
    });
    Some(keyed.collect())
}

/// A builder of rows.
struct Rows<'a> {
    rows: Vec<Row>,
    /// Names of the SDK and wire names; both are folded.
    names: Scope,
    types: &'a mut Scope,
    count: usize,
}

impl<'a> Rows<'a> {
    /// Creates the rows of a type; `count` is the number of types that they can refer to.
    fn new(choices: &mut Choices, types: &'a mut Scope, count: usize) -> Self {
        let mut rows = Self {
            rows: Vec::new(),
            names: Scope::default(),
            types,
            count,
        };
        for _ in 0..choices.below(16) {
            match choices.below(20) {
                18 => rows.family(choices),
                19 => rows.group(choices),
                _ => rows.field(choices),
            }
        }
        if choices.chance(30) && !rows.rows.is_empty() {
            let (one, other) = (choices.below(rows.rows.len()), choices.below(rows.rows.len()));
            rows.rows.swap(one, other);
        }
        rows
    }

    fn field(&mut self, choices: &mut Choices) {
        let named = self.names.name(choices);
        let mut row = Row::plain(named, expression(choices, self.count));
        row.decide(choices);
        let read_only = choices.chance(15);
        row.required = match choices.below(10) {
            _ if read_only => Required::No,
            6..8 => Required::Always,
            8 => Required::OnCreate,
            _ => Required::No,
        };
        row.read_only = read_only;
        row.write_only = !read_only && choices.chance(10);
        row.create_only = choices.chance(10);
        row.guaranteed = !row.write_only && choices.chance(20);
        if choices.chance(10) {
            let aliases = (0..choices.between(1, 3)).map(|_| self.names.name(choices).wire);
            row.aliases = aliases.filter(|alias| *alias != row.named.wire).collect();
        }
        self.rows.push(row);
    }

    fn family(&mut self, choices: &mut Choices) {
        let prefix = self.names.name(choices).wire;
        let from = *choices.pick(&[1, 0, 2, 99, u32::MAX - 3]);
        let to = from.saturating_add(*choices.pick(&[2, 1, 3, 24]));
        let derived = [format!("set{prefix}"), format!("{prefix}s")];
        let numbered = (from..=to).map(|number| format!("{prefix}{number}"));
        let free = |name: String| self.names.claim(&name) && self.names.claim_wire(&name);
        if prefix.ends_with(|last: char| last.is_ascii_digit()) || !derived.into_iter().chain(numbered).all(free) {
            return;
        }
        let mut row = Row::plain(
            Named {
                wire: prefix,
                name: None,
            },
            expression(choices, self.count),
        );
        row.family = Some((from, to));
        row.decide(choices);
        row.read_only = choices.chance(15);
        row.write_only = !row.read_only && choices.chance(10);
        row.create_only = choices.chance(15);
        self.rows.push(row);
    }

    /// Adds fields of which exactly one is sent.
    fn group(&mut self, choices: &mut Choices) {
        let group = self.types.snake(choices);
        self.names.claim(&group);
        for _ in 0..choices.between(2, 3) {
            let named = self.names.name(choices);
            // A choice must not contain its own type, so named types are rare.
            let ty = if choices.chance(4) {
                expression(choices, self.count)
            } else {
                scalar_or_list(choices)
            };
            let mut row = Row::plain(named, ty);
            row.required = Required::OneOf(group.clone());
            self.rows.push(row);
        }
    }
}

/// Returns a type expression with one of `count` types.
pub(crate) fn expression(choices: &mut Choices, count: usize) -> Expression {
    match choices.below(10) {
        0..5 => Expression::Scalar(choices.word(SCALARS)),
        5..8 => Expression::Named(choices.below(count)),
        8 => Expression::List(Box::new(Expression::Named(choices.below(count)))),
        _ if choices.chance(40) => Expression::Map(Box::new(in_map(choices, count))),
        _ => Expression::List(Box::new(Expression::Scalar(choices.word(SCALARS)))),
    }
}

fn in_map(choices: &mut Choices, count: usize) -> Expression {
    match choices.below(10) {
        0..4 => Expression::Scalar(choices.word(SCALARS)),
        4..8 => Expression::Named(choices.below(count)),
        8 => Expression::List(Box::new(Expression::Named(choices.below(count)))),
        _ => Expression::Map(Box::new(Expression::Scalar(choices.word(SCALARS)))),
    }
}

fn scalar_or_list(choices: &mut Choices) -> Expression {
    let scalar = Expression::Scalar(choices.word(SCALARS));
    if choices.chance(15) {
        Expression::List(Box::new(scalar))
    } else {
        scalar
    }
}

impl Expression {
    /// Returns the type that it refers to, itself or in a list or map.
    pub(crate) fn named(&self) -> Option<usize> {
        match self {
            Self::Scalar(_) => None,
            Self::Named(at) => Some(*at),
            Self::List(item) | Self::Map(item) => item.named(),
        }
    }

    pub(crate) fn is_list(&self) -> bool {
        matches!(self, Self::List(_))
    }

    fn is_scalar(&self, name: &str) -> bool {
        matches!(self, Self::Scalar(scalar) if *scalar == name)
    }

    /// Returns an example of a value, or of an item of a list.
    pub(crate) fn example(&self, choices: &mut Choices) -> Option<Yaml> {
        match self {
            Self::Scalar("string" | "uri") => Some(scalar(choices)),
            Self::Scalar(name) => Some(Yaml::from(examples::plain(name))),
            Self::List(item) => item.example(choices),
            Self::Named(_) | Self::Map(_) => None,
        }
    }

    /// Returns the default of a field of this type, if it can have one.
    fn default(&self) -> Option<Yaml> {
        let plain = |name: &str| {
            ["string", "uri", "integer", "boolean"]
                .contains(&name)
                .then(|| examples::plain(name))
        };
        match self {
            Self::Scalar(name) => plain(name).map(Yaml::from),
            Self::List(item) => match &**item {
                Self::Scalar(name) => Some(Yaml::List(vec![Yaml::from(plain(name)?), Yaml::from(plain(name)?)])),
                _ => None,
            },
            Self::Named(_) | Self::Map(_) => None,
        }
    }

    /// Returns true if it is a text, or a list of texts.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::List(item) => item.is_text(),
            own => own.is_scalar("string") || own.is_scalar("uri"),
        }
    }

    pub(crate) fn written(&self, api: &Api) -> Yaml {
        match self {
            Self::Scalar(name) => Yaml::from(*name),
            Self::Named(at) => Yaml::from(api.types[*at].name.as_str()),
            Self::List(item) => Yaml::List(vec![item.written(api)]),
            Self::Map(of) => {
                let mut map = Mapping::default();
                map.put("map", of.written(api));
                Yaml::from(map)
            }
        }
    }
}

impl Row {
    fn plain(named: Named, ty: Expression) -> Self {
        Self {
            named,
            family: None,
            ty,
            required: Required::No,
            read_only: false,
            write_only: false,
            create_only: false,
            guaranteed: false,
            aliases: Vec::new(),
            wire: None,
            single: false,
            secret: false,
        }
    }

    /// Sets random options that depend on the type.
    fn decide(&mut self, choices: &mut Choices) {
        let forms: &[&str] = match self.ty {
            Expression::Scalar("decimal" | "integer") => &["string"],
            Expression::Scalar("boolean") => &["string", "Y/N", "True/False"],
            _ => &[],
        };
        self.wire = (!forms.is_empty() && choices.chance(40)).then(|| choices.word(forms));
        self.single = self.ty.is_list() && choices.chance(40);
        self.secret = self.ty.is_scalar("string") && choices.chance(20);
    }

    /// Returns the wire names, without aliases.
    /// Returns true if it is one field with a scalar, whose name can be a path.
    pub(crate) fn is_plain_scalar(&self) -> bool {
        self.family.is_none() && matches!(self.ty, Expression::Scalar(_)) && !self.named.wire.contains('.')
    }

    /// Returns true if it can be the id of a document.
    pub(crate) fn is_id(&self) -> bool {
        self.is_plain_scalar() && !self.write_only
    }

    /// Returns the type of the items, if it is one field that is sent and received with a list of named items.
    pub(crate) fn objects(&self) -> Option<(&Self, usize)> {
        let is_plain = self.family.is_none() && !self.read_only && !self.write_only;
        match &self.ty {
            Expression::List(item) if is_plain => match **item {
                Expression::Named(ty) => Some((self, ty)),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn wires(&self) -> Vec<String> {
        match self.family {
            Some((from, to)) => (from..=to)
                .map(|number| format!("{}{number}", self.named.wire))
                .collect(),
            None => vec![self.named.wire.clone()],
        }
    }

    pub(crate) fn key(&self) -> String {
        let wire = &self.named.wire;
        match self.family {
            Some((from, to)) => format!("{wire}{from}..{wire}{to}"),
            None => wire.clone(),
        }
    }

    fn written(&self, choices: &mut Choices, api: &Api) -> Mapping {
        let mut row = Mapping::default();
        row.put("type", self.ty.written(api));
        row.put("doc", text(choices));
        match &self.required {
            Required::No => row.put_some(
                "required",
                choices.maybe(10, |_| false).filter(|_| self.family.is_none()),
            ),
            Required::Always => row.put("required", true),
            Required::OnCreate => row.put("required", "create"),
            Required::OneOf(group) => row.put("required", format!("one_of {group}")),
        }
        row.put_some("document", choices.maybe(5, |_| "handbook"));
        row.put_some("format", choices.maybe(10, text));
        row.put_some(
            "example",
            choices.maybe(20, |choices| self.ty.example(choices)).flatten(),
        );
        let may_have_a_default =
            self.family.is_none() && !(self.read_only || self.secret || matches!(self.required, Required::OneOf(_)));
        if may_have_a_default && self.wire.is_none() && choices.chance(15) {
            row.put_some("default", self.ty.default());
        }
        row.put_flag("read_only", self.read_only);
        row.put_flag("write_only", self.write_only);
        row.put_flag("create_only", self.create_only);
        row.put_some("clearable", choices.maybe(15, |choices| choices.chance(30)));
        row.put_flag("guaranteed", self.guaranteed);
        row.put_filled("aliases", self.aliases.clone());
        row.put_some("accepts", self.single.then(|| vec!["single"]));
        let may_be_blank = (self.ty.is_scalar("string") || self.ty.is_scalar("uri"))
            && self.aliases.is_empty()
            && !(self.secret || self.guaranteed || matches!(self.required, Required::OneOf(_)));
        row.put_some("accepts", (may_be_blank && choices.chance(20)).then(|| vec!["blank"]));
        let may_have_a_time = self.ty.is_scalar("date") && !matches!(self.required, Required::OneOf(_));
        row.put_some(
            "accepts",
            (may_have_a_time && choices.chance(30)).then(|| vec!["datetime"]),
        );
        row.put_some("wire", self.wire);
        row.put_flag("secret", self.secret);
        let has_length = self.ty.is_text() && !matches!(self.required, Required::OneOf(_)) && choices.chance(30);
        row.put_some("max_length", has_length.then(|| choices.between(200, 300)));
        row.put_some("name", self.named.name.clone());
        row
    }
}

impl Type {
    pub(crate) fn rows(&self) -> &[Row] {
        match &self.form {
            Form::Fields(rows) => rows,
            Form::Values(_) | Form::Union(_) => &[],
        }
    }

    /// Returns whether a body that creates differs from one that replaces.
    pub(crate) fn has_creation_fields(&self) -> bool {
        self.rows()
            .iter()
            .any(|row| row.create_only || row.required == Required::OnCreate)
    }

    pub(crate) fn written(&self, choices: &mut Choices, api: &Api) -> Mapping {
        let mut ty = Mapping::default();
        ty.put("doc", text(choices));
        ty.put_some("section", choices.maybe(20, text));
        ty.put_some("name", self.sdk_name.clone());
        ty.put_some("shorthand", self.shorthand.clone());
        match &self.form {
            Form::Fields(rows) => {
                ty.put_flag("inline", choices.chance(10));
                ty.put_flag("separate", choices.chance(10));
                conveniences::write(choices, api, self, &mut ty);
                let mut fields = Mapping::default();
                for row in rows {
                    fields.entry(&row.key(), row.written(choices, api));
                }
                ty.put("fields", fields);
            }
            Form::Values(set) => {
                ty.put_flag("closed", set.closed);
                ty.put_some("wire", set.integers.then_some("integer"));
                ty.put("values", set.written(choices));
            }
            Form::Union(cases) => {
                let cases = cases.iter().map(|one| {
                    let mut case = Mapping::default();
                    case.put("type", api.types[one.ty].name.as_str());
                    case.put_some("when", one.when.as_ref().map(|key| key.wire.as_str()));
                    let is = one.when.as_ref().and_then(|key| key.is.as_ref());
                    case.put_some("is", is.map(|(value, _)| value.as_str()));
                    case
                });
                ty.put("union", cases.collect::<Vec<_>>());
            }
        }
        ty
    }
}

impl Values {
    fn written(&self, choices: &mut Choices) -> Mapping {
        let mut values = Mapping::default();
        for named in &self.values {
            match &named.name {
                None if choices.chance(70) => values.entry(&named.wire, text(choices)),
                name => {
                    let mut value = Mapping::default();
                    value.put("doc", text(choices));
                    value.put_some("name", name.clone());
                    values.entry(&named.wire, value);
                }
            }
        }
        values
    }
}
