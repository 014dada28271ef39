//! The fields that columns can be for.

use concur_spec::api::{
    Api, Doc, FamilyView, Import, ImportLines, Kind, Member, Model, ModelField, Operation, Presence, Preset, Scalar,
    TypeName, ValueSet, WireForm,
};
use concur_spec::validate::nearest;

use crate::failure::Failure;
use crate::json::Json;

/// Objects deeper than this have no columns.
const MAX_DEPTH: usize = 3;

/// What a field is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// The document: all rows of a document say the same.
    Document,
    /// A line: each row has its own.
    Line,
}

impl Part {
    /// What stands before the name of a column to say which part it is of.
    pub(crate) fn prefix(self) -> &'static str {
        match self {
            Self::Document => "document.",
            Self::Line => "line.",
        }
    }
}

/// A field that a column can be for.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) part: Part,
    /// The name for people: wire names separated by dots.
    pub(crate) name: String,
    /// The wire names that lead to it.
    pub(crate) path: Vec<&'static str>,
    pub(crate) scalar: Scalar,
    pub(crate) form: WireForm,
    /// The cell becomes a list with one item.
    pub(crate) is_list: bool,
    pub(crate) is_required: bool,
    /// Its value where the file has none.
    pub(crate) default: Option<Json>,
    /// The values that it can have.
    pub(crate) values: Option<&'static ValueSet>,
    pub(crate) doc: &'static Doc,
    /// It is the first of a family of numbered fields, or in the first: the number of the last one.
    pub(crate) family_end: Option<u32>,
    /// A template has no column for the others of a family, nor for fields of an object that one value can stand for.
    pub(crate) is_in_template: bool,
}

/// The fields of an import.
#[derive(Debug)]
pub(crate) struct Fields {
    pub(crate) fields: Vec<Field>,
}

/// What an import is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    pub(crate) api: &'static Api,
    pub(crate) import: &'static Import,
    pub(crate) create: &'static Operation,
}

impl Plan {
    /// Finds the operations of an import.
    pub(crate) fn of(api: &'static Api, import: &'static Import) -> Result<Self, Failure> {
        let create = operation(api, &import.create)?;
        Ok(Self { api, import, create })
    }

    /// The operation that is called once per row, if there is one.
    pub(crate) fn line_call(&self) -> Result<Option<&'static Operation>, Failure> {
        match &self.import.lines {
            Some(ImportLines::Call(call)) => operation(self.api, &call.operation).map(Some),
            _ => Ok(None),
        }
    }
}

/// Finds an operation of an API.
pub(crate) fn operation(api: &'static Api, key: &str) -> Result<&'static Operation, Failure> {
    let found = api.operations.iter().find(|operation| operation.key == key);
    found.ok_or_else(|| Failure::usage(format!("the specification has no operation `{}.{key}`", api.key)))
}

impl Fields {
    /// Collects the fields of an import.
    pub(crate) fn of(plan: &Plan) -> Result<Self, Failure> {
        let mut fields = Self { fields: Vec::new() };
        let list = match &plan.import.lines {
            Some(ImportLines::Field(list)) => Some(list.as_str()),
            _ => None,
        };
        let body = |operation: &'static Operation| {
            let model = operation.body.as_ref().and_then(|body| model(plan.api, &body.model));
            model.ok_or_else(|| Failure::usage(format!("`{}` has no body", operation.key)))
        };
        let created = body(plan.create)?;
        let created = match &plan.import.item_of {
            Some(list) => item_of(plan.api, created, list)
                .ok_or_else(|| Failure::usage(format!("`{}` has no list `{list}`", plan.create.key)))?,
            None => created,
        };
        fields.collect(plan.api, Part::Document, created, &Prefix::root(), list);
        if let Some(item) = list.and_then(|list| item_of(plan.api, created, list)) {
            fields.collect(plan.api, Part::Line, item, &Prefix::root(), None);
        }
        if let Some(call) = plan.line_call()? {
            fields.collect(plan.api, Part::Line, body(call)?, &Prefix::root(), None);
        }
        Ok(fields)
    }

    fn collect(&mut self, api: &'static Api, part: Part, model: &'static Model, prefix: &Prefix, except: Option<&str>) {
        for member in &model.members {
            match member {
                Member::Field(field) if Some(field.wire.as_str()) == except => {}
                Member::Field(field) => self.field(api, part, model, field, prefix),
                Member::Choice(choice) => {
                    for one in &choice.alternatives {
                        let field = Leaf {
                            wire: &one.wire,
                            form: WireForm::Natural,
                            is_required: false,
                            default: None,
                            doc: &one.doc,
                            family_end: None,
                            is_in_template: true,
                        };
                        self.leaf(api, part, prefix, &one.kind, field);
                    }
                }
            }
        }
    }

    fn field(
        &mut self,
        api: &'static Api,
        part: Part,
        owner: &'static Model,
        field: &'static ModelField,
        prefix: &Prefix,
    ) {
        let family = field
            .family
            .and_then(|member| Some((owner.families.get(member.family)?, member.number)));
        let is_first = |(family, number): &(&FamilyView, u32)| *number == family.from;
        let family_end = family.filter(is_first).map(|(family, _)| family.to);
        let is_in_template = prefix.is_in_template && family.as_ref().is_none_or(is_first);
        if let Kind::Model(name) = &field.kind {
            if let Some(inner) = model(api, name).filter(|_| prefix.path.len() + 1 < MAX_DEPTH) {
                let prefix = Prefix {
                    family_end,
                    is_in_template,
                    ..prefix.below(&field.wire)
                };
                self.collect(api, part, inner, &prefix, None);
            }
            return;
        }
        // A value that alone can stand for its object has the name of the object.
        let is_inside = !prefix.path.is_empty();
        let is_shorthand = is_inside && owner.shorthand.as_ref() == Some(&field.name);
        let leaf = Leaf {
            wire: &field.wire,
            form: field.properties.wire_form,
            is_required: !is_inside
                && field.preset.is_none()
                && (field.builder_required || field.presence == Presence::Required),
            default: field.preset.as_ref().filter(|_| !is_inside),
            doc: &field.doc,
            family_end: family_end.or(prefix.family_end),
            is_in_template: is_in_template && (is_shorthand || !is_inside || owner.shorthand.is_none()),
        };
        let before = self.fields.len();
        self.leaf(api, part, prefix, &field.kind, leaf);
        if is_shorthand && let Some(added) = self.fields.get_mut(before) {
            added.name.clone_from(&prefix.name);
        }
    }

    fn leaf(&mut self, api: &'static Api, part: Part, prefix: &Prefix, kind: &'static Kind, leaf: Leaf) {
        let (kind, is_list) = match kind {
            Kind::List(item) => (&**item, true),
            kind => (kind, false),
        };
        let (scalar, values) = match kind {
            Kind::Scalar(scalar) => (*scalar, None),
            Kind::ValueSet(name) => {
                let set = api.value_sets.iter().find(|set| set.type_name == *name);
                let is_integer = set.is_some_and(|set| set.is_integer);
                (if is_integer { Scalar::Integer } else { Scalar::String }, set)
            }
            _ => return,
        };
        let Prefix { name, path, .. } = prefix.below(leaf.wire);
        self.fields.push(Field {
            part,
            name,
            path,
            scalar,
            values,
            is_list,
            form: leaf.form,
            is_required: leaf.is_required,
            default: leaf.default.and_then(|default| {
                let json = default.json(scalar, leaf.form).to_string();
                serde_json::from_str(&json).ok()
            }),
            doc: leaf.doc,
            family_end: leaf.family_end,
            is_in_template: leaf.is_in_template,
        });
    }

    /// Finds the field that a name is for: `vendorCode`, `Vendor Code`, `line.comments`.
    ///
    /// # Errors
    ///
    /// Returns a message if there is none, or if it could be one of two.
    pub(crate) fn find(&self, name: &str) -> Result<&Field, String> {
        let (part, rest) = match [Part::Document, Part::Line]
            .into_iter()
            .find_map(|part| Some((part, strip(name, part.prefix())?)))
        {
            Some((part, rest)) => (Some(part), rest),
            None => (None, name),
        };
        let wanted = folded(rest);
        let is_it = |field: &&Field| part.is_none_or(|part| field.part == part) && folded(&field.name) == wanted;
        let mut found = self.fields.iter().filter(is_it);
        match (found.next(), found.next()) {
            (Some(field), None) => Ok(field),
            (Some(one), Some(_)) => Err(format!(
                "`{name}` is a field of the document and of its lines: write `document.{0}` or `line.{0}`",
                one.name
            )),
            (None, _) => Err(self.unknown(name)),
        }
    }

    /// Says that there is no field with a name, and which one may be meant.
    pub(crate) fn unknown(&self, name: &str) -> String {
        let names: Vec<String> = self.fields.iter().map(|field| self.name_of(field)).collect();
        match nearest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("there is no field `{name}`; did you mean `{near}`?"),
            None => format!("there is no field `{name}`"),
        }
    }

    /// The name of a field, with its part if both parts have one of that name.
    pub(crate) fn name_of(&self, field: &Field) -> String {
        let is_twice = self
            .fields
            .iter()
            .any(|other| other.part != field.part && folded(&other.name) == folded(&field.name));
        match is_twice {
            true => format!("{}{}", field.part.prefix(), field.name),
            false => field.name.clone(),
        }
    }
}

/// What leads to a field.
#[derive(Clone, Debug)]
struct Prefix {
    name: String,
    path: Vec<&'static str>,
    family_end: Option<u32>,
    is_in_template: bool,
}

impl Prefix {
    /// Leads to the fields of a body itself.
    fn root() -> Self {
        Self {
            name: String::new(),
            path: Vec::new(),
            family_end: None,
            is_in_template: true,
        }
    }

    fn below(&self, wire: &'static str) -> Self {
        let name = match self.name.as_str() {
            "" => wire.to_owned(),
            name => format!("{name}.{wire}"),
        };
        Self {
            name,
            path: [self.path.as_slice(), &[wire]].concat(),
            ..self.clone()
        }
    }
}

struct Leaf {
    wire: &'static str,
    form: WireForm,
    is_required: bool,
    default: Option<&'static Preset>,
    doc: &'static Doc,
    family_end: Option<u32>,
    is_in_template: bool,
}

fn model(api: &'static Api, name: &TypeName) -> Option<&'static Model> {
    api.models.iter().find(|model| model.name == *name)
}

/// The type of the items of a list in a model.
fn item_of(api: &'static Api, model: &'static Model, list: &str) -> Option<&'static Model> {
    let kind = model.members.iter().find_map(|member| match member {
        Member::Field(field) if field.wire == list => Some(&field.kind),
        _ => None,
    })?;
    match kind {
        Kind::List(item) => match &**item {
            Kind::Model(name) => self::model(api, name),
            _ => None,
        },
        _ => None,
    }
}

fn strip<'a>(name: &'a str, prefix: &str) -> Option<&'a str> {
    let (start, rest) = name.split_at_checked(prefix.len())?;
    start.eq_ignore_ascii_case(prefix).then_some(rest)
}

/// Folds a name: `Vendor Code`, `vendor_code` and `vendorCode` are the same.
fn folded(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric() || *letter == '.');
    letters.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
