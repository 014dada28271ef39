//! Plans the models of each type, and the names of an API's types.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::name_of;
use super::names::Scope;
use super::usage::Usage;
use crate::api::{BodyView, Kind, SHARED_TYPES, Scalar, TypeName, View};
use crate::diagnostics::Diagnostic;
use crate::document::{Api, Operation, Type, TypeRef, TypeShape};
use crate::tree::Text;

/// The names of all generated types of an API.
pub(super) struct Plan {
    pub(super) handle: TypeName,
    pub(super) error_code: TypeName,
    /// The models, by type.
    models: BTreeMap<String, Vec<ModelPlan>>,
    value_sets: BTreeMap<String, TypeName>,
    unions: BTreeMap<String, UnionPlan>,
    /// The error enum of each operation, by its key.
    errors: BTreeMap<String, TypeName>,
    /// The scope of these names, and of the choices.
    pub(super) names: Scope,
}

/// A planned model.
#[derive(Clone)]
pub(super) struct ModelPlan {
    pub(super) name: TypeName,
    pub(super) builder: Option<TypeName>,
    pub(super) view: View,
}

/// The planned enums of a union.
pub(super) struct UnionPlan {
    pub(super) name: TypeName,
    /// Its cases are what is sent.
    pub(super) is_sent: bool,
    /// The enum of what is sent, if that differs.
    pub(super) sent: Option<TypeName>,
}

impl Plan {
    pub(super) fn of(api: &Api, shared: &Usage, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let usage = Usage::with_shared(api, shared);
        let mut names = Scope::new(format!("the types of `{}`", api.key.text));
        // What is not generated leaves its name free. The enum of error codes is, also without codes.
        let handle = if api.operations.is_empty() {
            Scope::new("").type_name(&api.client, diagnostics)
        } else {
            names.type_name(&api.client, diagnostics)
        };
        let error_code = Text::new("ErrorCode", api.key.at);
        let error_code = if api.key.text == SHARED_TYPES {
            Scope::new("").type_name(&error_code, diagnostics)
        } else {
            names.type_name(&error_code, diagnostics)
        };
        let mut plan = Self {
            handle,
            error_code,
            models: BTreeMap::new(),
            value_sets: BTreeMap::new(),
            unions: BTreeMap::new(),
            errors: BTreeMap::new(),
            names,
        };
        for ty in &api.types {
            plan.name_type(ty, &usage, diagnostics);
        }
        let shared = api.operations.iter().any(Operation::fails_as_others);
        let shared = shared.then(|| plan.error_name(&api.key, diagnostics));
        for operation in &api.operations {
            let shared = shared.clone().filter(|_| operation.fails_as_others());
            let name = shared.unwrap_or_else(|| plan.error_name(&operation.key, diagnostics));
            plan.errors.insert(operation.key.text.clone(), name);
        }
        plan
    }

    fn name_type(&mut self, ty: &Type, usage: &Usage, diagnostics: &mut Vec<Diagnostic>) {
        let name = name_of(ty.sdk_name.as_ref(), &ty.name);
        if ty.values.is_some() {
            self.value_sets
                .insert(ty.name.text.clone(), self.names.type_name(name, diagnostics));
        } else if ty.cases.is_some() {
            let union = UnionPlan {
                name: self.names.type_name(name, diagnostics),
                is_sent: !usage.is_received(ty.name.as_str()),
                sent: usage
                    .is_separate(ty)
                    .then(|| self.names.type_name(&prefixed("Create", name), diagnostics)),
            };
            self.unions.insert(ty.name.text.clone(), union);
        } else {
            let views = views(ty, usage);
            let models = views
                .into_iter()
                .map(|(prefix, view)| {
                    let is_sent = matches!(view, View::Shared | View::Create | View::Replace);
                    self.model(name, (prefix, view, is_sent), diagnostics)
                })
                .collect();
            self.models.insert(ty.name.text.clone(), models);
        }
    }

    fn model(
        &mut self,
        base: &Text,
        (prefix, view, is_sent): (&str, View, bool),
        diagnostics: &mut Vec<Diagnostic>,
    ) -> ModelPlan {
        let prefixed = prefixed(prefix, base);
        let name = self
            .names
            .type_name(if prefix.is_empty() { base } else { &prefixed }, diagnostics);
        let builder = Text::new(format!("{name}Builder"), base.at);
        let builder = is_sent.then(|| self.names.type_name(&builder, diagnostics));
        ModelPlan { name, builder, view }
    }

    /// Names the error enum of an operation, or the one that the operations of an API share.
    fn error_name(&mut self, of: &Text, diagnostics: &mut Vec<Diagnostic>) -> TypeName {
        let name = format!("{}Error", of.as_str().to_upper_camel_case());
        self.names.type_name(&Text::new(name, of.at), diagnostics)
    }

    /// Returns the models of a type, in the order in which they are generated.
    pub(super) fn models(&self, ty: &str) -> &[ModelPlan] {
        self.models.get(ty).map_or(&[], Vec::as_slice)
    }

    pub(super) fn value_set(&self, ty: &str) -> Option<&TypeName> {
        self.value_sets.get(ty)
    }

    pub(super) fn union(&self, ty: &str) -> Option<&UnionPlan> {
        self.unions.get(ty)
    }

    fn union_of(&self, ty: &str, sent: bool) -> Option<&TypeName> {
        let union = self.union(ty)?;
        Some(union.sent.as_ref().filter(|_| sent).unwrap_or(&union.name))
    }

    pub(super) fn error(&self, operation: &str) -> Option<&TypeName> {
        self.errors.get(operation)
    }

    /// Returns the model to use for a type: in requests, preferably the view for creation.
    pub(super) fn model_of(&self, ty: &str, sent: bool) -> Option<&TypeName> {
        let models = self.models(ty);
        let is_whole = |model: &&ModelPlan| !matches!(model.view, View::Update | View::Replace);
        let mut whole = models.iter().filter(is_whole);
        whole
            .clone()
            .find(|model| (model.view == View::Create) == sent)
            .or_else(|| whole.next())
            .or(models.first())
            .map(|model| &model.name)
    }

    /// Returns the model of a body.
    pub(super) fn body(&self, ty: &str, view: BodyView) -> Option<&TypeName> {
        let of = |view| self.models(ty).iter().find(|model| model.view == view);
        match view {
            BodyView::Create => self.model_of(ty, true),
            BodyView::Replace => of(View::Replace).map(|model| &model.name),
            BodyView::Update => of(View::Update).map(|model| &model.name),
        }
    }

    /// Returns the SDK type for a type expression.
    pub(super) fn kind(&self, ty: &TypeRef, sent: bool) -> Kind {
        // An unknown name has been reported, so any type will do.
        let unknown = Kind::Scalar(Scalar::String);
        match &ty.shape {
            TypeShape::Scalar(scalar) => Kind::Scalar(*scalar),
            TypeShape::List(item) => Kind::List(Box::new(self.kind(item, sent))),
            TypeShape::Map(value) => Kind::Map(Box::new(self.kind(value, sent))),
            TypeShape::Broken => unknown,
            TypeShape::Named(name) => {
                let value_set = || self.value_set(name).cloned().map(Kind::ValueSet);
                let union = || self.union_of(name, sent).cloned().map(Kind::Union);
                let model = || self.model_of(name, sent).cloned().map(Kind::Model);
                value_set().or_else(union).or_else(model).unwrap_or(unknown)
            }
        }
    }
}

fn prefixed(prefix: &str, base: &Text) -> Text {
    Text::new(format!("{prefix}{}", base.as_str().to_upper_camel_case()), base.at)
}

/// Returns the views that a type needs, each with the prefix of its name.
fn views(ty: &Type, usage: &Usage) -> Vec<(&'static str, View)> {
    let mut views = Vec::new();
    let is_separate = usage.is_separate(ty);
    let ty = ty.name.as_str();
    match (usage.is_received(ty), usage.is_sent(ty)) {
        (true, true) if is_separate => views.extend([("", View::Read), ("Create", View::Create)]),
        (true, true) => views.push(("", View::Shared)),
        (false, true) => views.push(("", View::Create)),
        // An unused type has been reported, or is in the documented reading, where it is described.
        (true, false) => views.push(("", View::Read)),
        (false, false) if !(usage.is_updated(ty) || usage.is_replaced(ty)) => views.push(("", View::Read)),
        (false, false) => {}
    }
    if usage.is_replaced(ty) {
        views.push(("Replace", View::Replace));
    }
    if usage.is_updated(ty) {
        views.push(("Update", View::Update));
    }
    views
}
