//! Which models each type has, and what the types of an API are called.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;

use super::name_of;
use super::names::Scope;
use super::usage::Usage;
use crate::api::{Kind, Scalar, TypeName, View};
use crate::diagnostics::Diagnostic;
use crate::document::{Api, Operation, Type, TypeRef, TypeShape};
use crate::tree::Text;

/// The names of everything that becomes a type of the SDK.
pub(super) struct Plan {
    pub(super) handle: TypeName,
    pub(super) error_code: TypeName,
    /// By type, its models.
    models: BTreeMap<String, Vec<ModelPlan>>,
    value_sets: BTreeMap<String, TypeName>,
    unions: BTreeMap<String, TypeName>,
    /// By operation, the enum of its errors.
    errors: BTreeMap<String, TypeName>,
    /// The scope that all of these share; choices join it.
    pub(super) names: Scope,
}

/// A model to make.
#[derive(Clone)]
pub(super) struct ModelPlan {
    pub(super) name: TypeName,
    pub(super) builder: TypeName,
    pub(super) view: View,
}

impl Plan {
    pub(super) fn of(api: &Api, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let usage = Usage::of(api);
        let mut names = Scope::new(format!("the types of `{}`", api.key.text));
        let handle = names.type_name(&api.client, diagnostics);
        let error_code = Text::new("ErrorCode", api.key.at);
        let error_code = if api.error_codes.is_empty() {
            // It is not emitted, so its name stays free.
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
        for operation in &api.operations {
            let name = plan.error_name(operation, diagnostics);
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
            self.unions
                .insert(ty.name.text.clone(), self.names.type_name(name, diagnostics));
        } else {
            let views = views(ty.name.as_str(), usage);
            let models = views
                .into_iter()
                .map(|(prefix, view)| self.model(name, prefix, view, diagnostics))
                .collect();
            self.models.insert(ty.name.text.clone(), models);
        }
    }

    fn model(&mut self, base: &Text, prefix: &str, view: View, diagnostics: &mut Vec<Diagnostic>) -> ModelPlan {
        let prefixed = Text::new(format!("{prefix}{}", base.as_str().to_upper_camel_case()), base.at);
        let name = self
            .names
            .type_name(if prefix.is_empty() { base } else { &prefixed }, diagnostics);
        let builder = Text::new(format!("{name}Builder"), base.at);
        // An update is changed in place and has none; its name stays free.
        let builder = match view {
            View::Update => Scope::new("").type_name(&builder, diagnostics),
            View::Read | View::Shared | View::Create => self.names.type_name(&builder, diagnostics),
        };
        ModelPlan { name, builder, view }
    }

    fn error_name(&mut self, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) -> TypeName {
        let name = format!("{}Error", operation.key.as_str().to_upper_camel_case());
        self.names.type_name(&Text::new(name, operation.key.at), diagnostics)
    }

    /// The models of a type, in the order in which they are written.
    pub(super) fn models(&self, ty: &str) -> &[ModelPlan] {
        self.models.get(ty).map_or(&[], Vec::as_slice)
    }

    pub(super) fn value_set(&self, ty: &str) -> Option<&TypeName> {
        self.value_sets.get(ty)
    }

    pub(super) fn union(&self, ty: &str) -> Option<&TypeName> {
        self.unions.get(ty)
    }

    pub(super) fn error(&self, operation: &str) -> Option<&TypeName> {
        self.errors.get(operation)
    }

    /// The model that stands for a type: in what is sent, the one for sending where there is one of its own.
    pub(super) fn model_of(&self, ty: &str, sent: bool) -> Option<&TypeName> {
        let models = self.models(ty);
        let preferred = models
            .iter()
            .find(|model| (model.view == View::Create) == sent && model.view != View::Update);
        preferred
            .or_else(|| models.iter().find(|model| model.view != View::Update))
            .or(models.first())
            .map(|model| &model.name)
    }

    /// The type of the SDK for a type expression.
    pub(super) fn kind(&self, ty: &TypeRef, sent: bool) -> Kind {
        // An unknown name has been reported; any type will do then.
        let unknown = Kind::Scalar(Scalar::String);
        match &ty.shape {
            TypeShape::Scalar(scalar) => Kind::Scalar(*scalar),
            TypeShape::List(item) => Kind::List(Box::new(self.kind(item, sent))),
            TypeShape::Broken => unknown,
            TypeShape::Named(name) => {
                let value_set = || self.value_set(name).cloned().map(Kind::ValueSet);
                let union = || self.union(name).cloned().map(Kind::Union);
                let model = || self.model_of(name, sent).cloned().map(Kind::Model);
                value_set().or_else(union).or_else(model).unwrap_or(unknown)
            }
        }
    }
}

/// The views that a type needs, each with what its name starts with.
fn views(ty: &str, usage: &Usage) -> Vec<(&'static str, View)> {
    let mut views = Vec::new();
    match (usage.is_received(ty), usage.is_sent(ty)) {
        (true, true) if usage.is_created(ty) => views.extend([("", View::Read), ("Create", View::Create)]),
        (true, true) => views.push(("", View::Shared)),
        (false, true) => views.push(("", View::Create)),
        // A type that nothing uses has been reported, or belongs to the specification as documented: it is shown.
        (true, false) => views.push(("", View::Read)),
        (false, false) if !usage.is_updated(ty) => views.push(("", View::Read)),
        (false, false) => {}
    }
    if usage.is_updated(ty) {
        views.push(("Update", View::Update));
    }
    views
}
