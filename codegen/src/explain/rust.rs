//! Finds the Rust items that an item of the contract becomes, and the rules behind them.

use std::collections::BTreeSet;

use concur_spec::api::{
    Accept, Api, Family, Kind, Member, Model, ModelField, Presence, Scalar, StatusKey, Type, TypeField, View,
};
use concur_spec::explain::{Item, Subject};
use heck::{ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

use super::rules::Rule;
use super::rust_item::RustItem;
use crate::public_api::PublicApi;
use crate::rust::identifier;

/// Returns the Rust items of an item of the contract; none if it is internal.
pub(super) fn of(item: &Item<'_>, is_named: bool, public_api: &PublicApi) -> Vec<RustItem> {
    let mut found = Finder {
        module: format!("sap_concur::{}", identifier(item.api.module.as_str())),
        api: item.api,
        is_named,
        public_api,
        items: Vec::new(),
    };
    found.follow(item);
    found.items
}

/// The case of a name.
#[derive(Clone, Copy)]
enum Case {
    Pascal,
    Snake,
    Shouty,
}

struct Finder<'a> {
    module: String,
    api: &'a Api,
    is_named: bool,
    public_api: &'a PublicApi,
    items: Vec<RustItem>,
}

impl<'a> Finder<'a> {
    fn follow(&mut self, item: &Item<'_>) {
        let module = self.module.clone();
        match item.subject {
            Subject::Api => {
                self.add(&format!("{module}: mod"), &[Rule::Feature]);
                self.add(&format!("{module}::{}: struct", self.api.handle), &[Rule::Feature]);
                let accessor = identifier(self.api.accessor.as_str());
                self.add(&format!("sap_concur::Concur::{accessor}("), &[Rule::Feature]);
            }
            Subject::Scope(scope) => {
                let rule = self.naming(&scope.wire, scope.name.as_str(), Case::Shouty);
                self.add(&format!("{module}::scopes::{}: ", scope.name), &[rule, Rule::Constant]);
            }
            Subject::Operation(operation) => self.operation(operation),
            Subject::Parameter(..) | Subject::Response(..) => self.follow_row_of_operation(item),
            Subject::Type(ty) => {
                self.models(&ty.name);
                self.conveniences(ty);
            }
            Subject::Field(ty, field) => self.field(&ty.name, field),
            Subject::Family(ty, family) => self.family(&ty.name, family),
            Subject::FamilyMember(ty, family, number) => {
                let wire = format!("{}{number}", family.prefix);
                self.fields(&ty.name, &wire);
            }
            Subject::ValueSet(_) | Subject::Value(..) | Subject::Union(_) | Subject::ErrorCode(_) => {
                self.follow_values(item);
            }
            Subject::Waiter(waiter) => self.waiter(waiter),
            Subject::DataCenter(_) | Subject::Limit(_) | Subject::Grant(_) => self.follow_platform(item),
            Subject::UncodedError(_)
            | Subject::Import(_)
            | Subject::Export(_)
            | Subject::Resource(_)
            | Subject::Header(_)
            | Subject::Envelope(_)
            | Subject::Tokens(_) => {}
        }
    }

    fn follow_row_of_operation(&mut self, item: &Item<'_>) {
        let module = self.module.clone();
        match item.subject {
            Subject::Parameter(operation, parameter) => {
                let naming = self.naming(&parameter.wire, parameter.name.as_str(), Case::Snake);
                let (method, name) = (operation.method_name.as_str(), parameter.name.as_str());
                if parameter.is_argument() {
                    let method = format!("{module}::{}::{}(", self.api.handle, identifier(method));
                    self.add(&method, &[naming, Rule::Argument]);
                } else {
                    let setter = format!("{module}::calls::{}::{}(", operation.call, identifier(name));
                    self.add(&setter, &[naming, Rule::Setter]);
                }
                if let Some(filterable) = &parameter.filterable {
                    self.add(&format!("{module}::{}: struct", filterable.fields), &[Rule::Derived]);
                }
                let operators = parameter.comparisons.iter().flat_map(|known| &known.operators);
                for operator in operators.filter(|operator| operator.method != parameter.name) {
                    let setter = format!("{module}::calls::{}::{}(", operation.call, operator.method);
                    self.add(&setter, &[Rule::Derived, Rule::Setter]);
                }
            }
            Subject::Response(operation, response) => match response.status {
                StatusKey::Code(status) if !response.is_success() => {
                    let variants = operation.error.variants.iter();
                    for variant in variants.filter(|variant| variant.status == status) {
                        let line = format!("{module}::{}::{}(", operation.error.name, variant.name);
                        self.add(&line, &[Rule::Errors]);
                        if let Some(body) = &variant.body {
                            let line = format!("{module}::{}::{}(", operation.error.name, body.method);
                            self.add(&line, &[Rule::Derived, Rule::Errors]);
                        }
                    }
                }
                _ => self.add(&format!("{module}::calls::{}::send(", operation.call), &[Rule::Output]),
            },
            _ => {}
        }
    }

    fn follow_values(&mut self, item: &Item<'_>) {
        let module = self.module.clone();
        match item.subject {
            Subject::ValueSet(set) => {
                let naming = self.naming(&set.name, set.type_name.as_str(), Case::Pascal);
                let openness = if set.open { Rule::OpenSet } else { Rule::ClosedSet };
                self.add(&format!("{module}::{}: enum", set.type_name), &[naming, openness]);
                if set.open {
                    self.add(&format!("{module}::{}::Unknown(", set.type_name), &[Rule::OpenSet]);
                }
            }
            Subject::Value(set, value) => {
                let naming = self.naming(&value.wire, value.name.as_str(), Case::Pascal);
                let line = format!("{module}::{}::{}: ", set.type_name, identifier(value.name.as_str()));
                self.add(&line, &[naming, Rule::Variant]);
            }
            Subject::Union(union) => {
                let naming = self.naming(&union.name, union.type_name.as_str(), Case::Pascal);
                self.add(&format!("{module}::{}: enum", union.type_name), &[naming, Rule::Union]);
                let sent = self
                    .api
                    .unions
                    .iter()
                    .filter(|one| one.is_separate && one.name == union.name);
                for union in sent.clone() {
                    self.add(
                        &format!("{module}::{}: enum", union.type_name),
                        &[Rule::Derived, Rule::Union],
                    );
                }
                for union in std::iter::once(union).chain(sent) {
                    for case in &union.cases {
                        let line = format!("{module}::{}::{}(", union.type_name, case.variant);
                        self.add(&line, &[Rule::Union]);
                    }
                }
            }
            Subject::ErrorCode(code) => {
                let naming = self.naming(&code.wire, code.name.as_str(), Case::Pascal);
                let line = format!(
                    "{module}::{}::{}: ",
                    self.api.error_code,
                    identifier(code.name.as_str())
                );
                self.add(&line, &[naming, Rule::Variant]);
            }
            _ => {}
        }
    }

    fn follow_platform(&mut self, item: &Item<'_>) {
        match item.subject {
            Subject::DataCenter(center) => {
                let naming = self.naming(&center.key, center.name.as_str(), Case::Pascal);
                self.add(
                    &format!("sap_concur::DataCenter::{}: ", center.name),
                    &[naming, Rule::Variant],
                );
            }
            Subject::Limit(limit) => {
                let line = format!("sap_concur::limits::{}: ", limit.key.to_uppercase());
                self.add(&line, &[Rule::Casing, Rule::Constant]);
            }
            Subject::Grant(grant) => {
                let naming = self.naming(&grant.key, grant.name.as_str(), Case::Snake);
                let line = format!("sap_concur::Credentials::{}(", identifier(grant.name.as_str()));
                self.add(&line, &[naming, Rule::Grant]);
            }
            _ => {}
        }
    }

    fn operation(&mut self, operation: &concur_spec::api::Operation) {
        let (module, handle, call) = (self.module.clone(), &self.api.handle, &operation.call);
        let name = operation.method_name.as_str();
        let naming = self.naming(&operation.key, name, Case::Snake);
        let body = operation.body.as_ref().and_then(|body| match body.union(self.api) {
            _ if body.is_list => Some(Rule::ListBody),
            union => union.map(|_| Rule::UnionBody),
        });
        let rules = [naming, Rule::Method].into_iter().chain(body);
        self.add(
            &format!("{module}::{handle}::{}(", identifier(name)),
            &rules.collect::<Vec<_>>(),
        );
        self.add(
            &format!("{module}::calls::{call}: struct"),
            &[Rule::Derived, Rule::Call],
        );
        self.add(&format!("{module}::calls::{call}::send("), &[Rule::Call, Rule::Output]);
        if operation.pagination.is_some() {
            for method in ["stream", "pages"] {
                self.add(&format!("{module}::calls::{call}::{method}("), &[Rule::Pages]);
            }
        }
        for method in &operation.value_methods {
            let method = identifier(method.name.as_str());
            self.add(&format!("{module}::{handle}::{method}("), &[Rule::Convenience]);
        }
        let errors = format!("{module}::{}: enum", operation.error.name);
        self.add(&errors, &[Rule::Derived, Rule::Errors]);
    }

    fn waiter(&mut self, waiter: &concur_spec::api::Waiter) {
        let method = identifier(waiter.method_name.as_str());
        let rules = [Rule::Derived, Rule::Waiter];
        self.add(&format!("{}::{}::{method}(", self.module, self.api.handle), &rules);
        let operations = self.api.operations.iter();
        for operation in operations.filter(|operation| operation.key == waiter.operation) {
            self.add(
                &format!("{}::calls::{}::{method}(", self.module, operation.call),
                &rules,
            );
        }
    }

    /// Adds the structs of a type and their builders.
    fn models(&mut self, ty: &str) {
        for model in models(self.api, ty) {
            let naming = self.naming(ty, model.name.as_str(), Case::Pascal);
            let naming = match (self.is_named, model.view) {
                (_, View::Update | View::Replace) => Rule::Derived,
                (_, View::Create) if model.name.as_str() != ty && !self.is_named => Rule::Derived,
                _ => naming,
            };
            let mut rules = vec![naming, view_rule(model.view)];
            rules.extend(model.shorthand.as_ref().map(|_| Rule::Shorthand));
            self.add(&format!("{}::{}: struct", self.module, model.name), &rules);
            let mut rules = vec![Rule::Derived];
            rules.extend(has_required_values(model).then_some(Rule::Builder));
            if let Some(builder) = self.builder(model) {
                self.add_where(&builder, ": struct", &rules);
            }
        }
    }

    /// Adds the constructors and accessors of a type.
    fn conveniences(&mut self, ty: &Type) {
        let constructors = ty.constructors.iter().map(|one| &one.name);
        let accessors = ty.accessors.iter().map(|one| &one.name);
        for name in constructors.chain(accessors) {
            for model in models(self.api, &ty.name) {
                let function = format!("{}::{}::{}(", self.module, model.name, identifier(name.as_str()));
                self.add(&function, &[Rule::Convenience]);
            }
        }
    }

    /// Returns the path of the builder of a model.
    fn builder(&self, model: &Model) -> Option<String> {
        let builder = model.builder.as_ref()?;
        Some(format!("{}::builders::{builder}", self.module))
    }

    fn field(&mut self, ty: &str, field: &TypeField) {
        self.fields(ty, &field.wire);
        for model in models(self.api, ty) {
            for member in &model.members {
                let Member::Choice(choice) = member else { continue };
                for alternative in choice.alternatives.iter().filter(|one| one.wire == field.wire) {
                    let holder = format!("{}::{}.{}: ", self.module, model.name, identifier(choice.name.as_str()));
                    self.add(&holder, &[Rule::Choice, Rule::AlwaysThere]);
                    if let Some(builder) = self.builder(model) {
                        let setter = format!("::{}(", identifier(choice.name.as_str()));
                        self.add_where(&builder, &setter, &[Rule::Builder]);
                    }
                    let variant = format!("{}::{}::{}(", self.module, choice.type_name, alternative.variant);
                    self.add(&variant, &[Rule::Choice, Rule::Variant]);
                }
            }
        }
    }

    /// Adds the fields of a wire name, and their setters.
    fn fields(&mut self, ty: &str, wire: &str) {
        for model in models(self.api, ty) {
            let Some(field) = crate::rust::field_of(model, wire) else {
                continue;
            };
            let name = identifier(field.name.as_str());
            let naming = self.naming(wire, field.name.as_str(), Case::Snake);
            let line = format!("{}::{}.{name}: ", self.module, model.name);
            self.add(&line, &field_rules(field, naming, model.view));
            let owner = match (model.view, self.builder(model)) {
                (_, Some(builder)) => builder,
                (View::Update, None) => format!("{}::{}", self.module, model.name),
                _ => continue,
            };
            let rules = [if field.builder_required {
                Rule::Builder
            } else {
                Rule::Setter
            }];
            self.add_where(&owner, &format!("::{name}("), &rules);
            if let Some(spelling) = &field.spelling {
                let setter = format!("::{}(", identifier(spelling.name.as_str()));
                self.add_where(&owner, &setter, &[Rule::Derived, Rule::Spelling]);
            }
        }
    }

    fn family(&mut self, ty: &str, family: &Family) {
        for model in models(self.api, ty) {
            let views = model.families.iter();
            for view in views.filter(|view| view.prefix == family.prefix && view.from == family.from) {
                let first = format!("{}{}", view.prefix, view.from);
                if let Some(field) = crate::rust::field_of(model, &first) {
                    let naming = self.naming(&first, field.name.as_str(), Case::Snake);
                    let name = identifier(field.name.as_str());
                    let line = format!("{}::{}.{name}: ", self.module, model.name);
                    self.add(&line, &field_rules(field, naming, model.view));
                }
                for method in [&view.get, &view.set, &view.filled] {
                    let method = identifier(method.as_str());
                    let line = format!("{}::{}::{method}(", self.module, model.name);
                    self.add(&line, &[Rule::Derived, Rule::FamilyByNumber]);
                }
            }
        }
    }

    /// Returns the rule that derives a name from the wire name.
    fn naming(&self, wire: &str, name: &str, case: Case) -> Rule {
        let cased = match case {
            Case::Pascal => wire.to_upper_camel_case(),
            Case::Snake => wire.to_snake_case(),
            Case::Shouty => wire.to_shouty_snake_case(),
        };
        match (self.is_named, cased == name) {
            (true, _) => Rule::Given,
            (false, true) => Rule::Casing,
            (false, false) => Rule::Fitted,
        }
    }

    /// Adds the first line with this start, if there is one.
    fn add(&mut self, start: &str, rules: &[Rule]) {
        let line = self.lines_from(start).next();
        if let Some(line) = line.filter(|line| line.starts_with(start)) {
            self.push(line, rules);
        }
    }

    /// Adds the first line of a type, with any type parameters, that continues with `then`.
    fn add_where(&mut self, owner: &str, then: &str, rules: &[Rule]) {
        let mut own = self.lines_from(owner).take_while(|line| line.starts_with(owner));
        let matches = |line: &&str| {
            let rest = &line[owner.len()..];
            let after = rest
                .strip_prefix('<')
                .map_or(Some(rest), |rest| rest.split_once('>').map(|(_, after)| after));
            after.is_some_and(|after| after.starts_with(then))
        };
        if let Some(line) = own.find(matches) {
            self.push(line, rules);
        }
    }

    fn lines_from(&self, start: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let public_api = self.public_api.range(start.to_owned()..);
        public_api.map(|(line, _)| line.as_str())
    }

    fn push(&mut self, line: &str, rules: &[Rule]) {
        if self.items.iter().all(|known| known.line != line) {
            let mut seen = BTreeSet::new();
            let rules = rules.iter().copied().filter(|rule| seen.insert(*rule));
            self.items.push(RustItem {
                line: line.to_owned(),
                rules: rules.collect(),
            });
        }
    }
}

fn models<'a>(api: &'a Api, ty: &str) -> impl Iterator<Item = &'a Model> {
    api.models.iter().filter(move |model| model.source == ty)
}

/// Returns whether the builder of a model has required values.
fn has_required_values(model: &Model) -> bool {
    model.view != View::Update
        && model.members.iter().any(|member| match member {
            Member::Field(field) => field.builder_required,
            Member::Choice(_) => true,
        })
}

fn view_rule(view: View) -> Rule {
    match view {
        View::Read => Rule::ReadView,
        View::Shared => Rule::SharedView,
        View::Create => Rule::CreateView,
        View::Replace => Rule::ReplaceView,
        View::Update => Rule::UpdateView,
    }
}

fn field_rules(field: &ModelField, naming: Rule, view: View) -> Vec<Rule> {
    let presence = match field.presence {
        Presence::Required => Rule::AlwaysThere,
        Presence::Optional => Rule::Optional,
        Presence::Collection if matches!(field.kind, Kind::Map(_)) => Rule::EmptyMap,
        Presence::Collection => Rule::EmptyList,
        Presence::Clearable => Rule::Clearable,
        Presence::Settable => Rule::Settable,
    };
    let in_family = field.family.is_some();
    let breaks_cycle = field.presence == Presence::Required;
    let boxed = field
        .boxed
        .then_some(if breaks_cycle { Rule::CycleBox } else { Rule::ObjectBox });
    let mut rules = vec![naming];
    rules.extend(in_family.then_some(Rule::Family));
    rules.extend([view_rule(view), presence]);
    rules.extend(field.builder_required.then_some(Rule::Builder));
    rules.extend(field.preset.as_ref().map(|_| Rule::Preset));
    rules.extend(boxed);
    rules.extend(field.spelling.as_ref().map(|_| Rule::Spelling));
    rules.extend(field.properties.wire_form.is_text().then_some(Rule::AsText));
    rules.extend(field.accepts.contains(&Accept::DateTime).then_some(Rule::DateWithTime));
    rules.extend((field.kind == Kind::Scalar(Scalar::Json)).then_some(Rule::AnyJson));
    rules.extend(field.properties.secret.then_some(Rule::Secret));
    rules
}
