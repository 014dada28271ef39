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
    /// The enums of the unions, by type.
    unions: BTreeMap<String, Vec<UnionPlan>>,
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

/// A planned enum of a union.
pub(super) struct UnionPlan {
    pub(super) name: TypeName,
    pub(super) view: View,
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
            let views = views(ty, usage).into_iter();
            let unions = views.map(|(prefix, view)| UnionPlan {
                name: self.names.type_name(&with_prefix(prefix, name), diagnostics),
                view,
            });
            let unions = unions.collect();
            self.unions.insert(ty.name.text.clone(), unions);
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
        let name = self.names.type_name(&with_prefix(prefix, base), diagnostics);
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

    /// Returns the enums of a union, in the order in which they are generated.
    pub(super) fn unions(&self, ty: &str) -> &[UnionPlan] {
        self.unions.get(ty).map_or(&[], Vec::as_slice)
    }

    pub(super) fn error(&self, operation: &str) -> Option<&TypeName> {
        self.errors.get(operation)
    }

    /// Returns the model to use for a type: in requests, preferably the view for creation.
    pub(super) fn model_of(&self, ty: &str, sent: bool) -> Option<&TypeName> {
        whole(self.models(ty).iter().map(|model| (&model.name, model.view)), sent)
    }

    /// Returns the enum to use for a union.
    fn union_of(&self, ty: &str, sent: bool) -> Option<&TypeName> {
        whole(self.unions(ty).iter().map(|union| (&union.name, union.view)), sent)
    }

    /// Returns the model of a case in a view of its union.
    pub(super) fn case(&self, ty: &str, view: View) -> Option<&TypeName> {
        let body = match view {
            View::Replace => BodyView::Replace,
            View::Update => BodyView::Update,
            View::Create => BodyView::Create,
            View::Read | View::Shared => return self.model_of(ty, false),
        };
        self.body(ty, body)
    }

    /// Returns the model or the enum of a body.
    pub(super) fn body(&self, ty: &str, view: BodyView) -> Option<&TypeName> {
        let models = self.models(ty).iter().map(|model| (&model.name, model.view));
        let unions = self.unions(ty).iter().map(|union| (&union.name, union.view));
        let mut all = models.chain(unions);
        let mut of = |view| all.find(|(_, own)| *own == view).map(|(name, _)| name);
        match view {
            BodyView::Create => self.model_of(ty, true).or_else(|| self.union_of(ty, true)),
            BodyView::Replace => of(View::Replace),
            BodyView::Update => of(View::Update),
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

/// Returns the name of what is sent or received as a whole: if it is sent, preferably in the view for creation.
fn whole<'a>(views: impl Iterator<Item = (&'a TypeName, View)> + Clone, sent: bool) -> Option<&'a TypeName> {
    let is_whole = |(_, view): &(&TypeName, View)| !matches!(view, View::Update | View::Replace);
    let mut whole = views.clone().filter(is_whole);
    let preferred = whole.clone().find(|(_, view)| (*view == View::Create) == sent);
    let found = preferred.or_else(|| whole.next()).or_else(|| views.clone().next());
    found.map(|(name, _)| name)
}

fn with_prefix(prefix: &str, base: &Text) -> Text {
    match prefix {
        "" => base.clone(),
        prefix => prefixed(prefix, base),
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
