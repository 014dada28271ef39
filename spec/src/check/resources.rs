//! Checks resources: that their operations say which objects are meant, and have what they need.

use super::calls::{check_value, find_operation, listed_body, unsuitable};
use super::references::find_received;
use super::{Context, unknown};
use crate::api::{ParameterLocation, ResourceRole, Scalar};
use crate::diagnostics::{Code, Diagnostic};
use crate::document::{Export, FieldOrFamily, Filter, Operation, Parameter, Resource, Type};
use crate::tree::Text;

/// The code of what is checked here.
const RULES: Code = Code::ResourceRules;

/// Checks all resources of an API, and that nothing else has `filters`.
pub(super) fn check(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    check_roles(cx, diagnostics);
    for resource in &cx.api.resources {
        check_resource(cx, resource, diagnostics);
    }
    for operation in &cx.api.operations {
        check_filters_apply(cx, operation, diagnostics);
    }
}

/// Checks that each operation has one role in one resource.
fn check_roles(cx: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let roles = cx.api.resources.iter().flat_map(|resource| &resource.operations);
    let roles: Vec<&(ResourceRole, Text)> = roles.collect();
    for (index, (_, key)) in roles.iter().enumerate() {
        if let Some((_, first)) = roles[..index].iter().find(|(_, other)| other.text == key.text) {
            let title = format!("`{}` has two roles", key.text);
            diagnostics.push(
                Diagnostic::new(Code::DuplicateRole, title)
                    .at(key.at, "second one here")
                    .at(first.at, "first one here"),
            );
        }
    }
}

fn check_resource(cx: &Context<'_>, resource: &Resource, diagnostics: &mut Vec<Diagnostic>) {
    let ty = find_type(cx, &resource.ty, diagnostics);
    if let Some(ty) = ty {
        check_id(ty, &resource.id, diagnostics);
    }
    check_parent(cx, resource, diagnostics);
    check_not_found(cx, resource, diagnostics);
    check_has_list(resource, diagnostics);
    if resource.operations.is_empty() {
        let title = format!("the resource `{}` has no operation", resource.name.text);
        let label = "expected `create`, `get`, `list`, `update` or `delete`";
        diagnostics.push(Diagnostic::new(RULES, title).at(resource.name.at, label));
    }
    for (role, key) in &resource.operations {
        let (Some(operation), Some(ty)) = (find_operation(cx, key, diagnostics), ty) else {
            continue;
        };
        let of = Role {
            cx,
            resource,
            ty,
            role: *role,
            key,
            operation,
        };
        of.check(diagnostics);
    }
}

fn find_type<'a>(cx: &'a Context<'_>, name: &Text, diagnostics: &mut Vec<Diagnostic>) -> Option<&'a Type> {
    let Some(ty) = cx.api.find_type(name.as_str()) else {
        // An empty name is missing, which has been reported.
        if !name.text.is_empty() {
            diagnostics.push(unknown(Code::UnknownType, "type", name, cx.type_names()));
        }
        return None;
    };
    if ty.fields.is_none() {
        let title = format!("`{}` has no fields", name.text);
        let diagnostic = Diagnostic::new(RULES, title).at(name.at, "a resource has objects of a type with fields");
        diagnostics.push(diagnostic.at(ty.name.at, "the type is defined here"));
        return None;
    }
    Some(ty)
}

fn check_id(ty: &Type, id: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let Some(field) = find_received(ty, id, diagnostics) else {
        return;
    };
    if !matches!(field.column.ty.scalar(), Some(Scalar::String | Scalar::Integer)) {
        let title = format!("`{}` cannot be the id", id.text);
        let label = "expected a field of the type `string` or `integer`";
        let diagnostic = Diagnostic::new(RULES, title).at(id.at, label);
        diagnostics.push(diagnostic.at(field.column.ty.at, "its type is defined here"));
    }
}

fn check_parent(cx: &Context<'_>, resource: &Resource, diagnostics: &mut Vec<Diagnostic>) {
    let Some(parent) = &resource.parent else { return };
    if cx.api.find_resource(parent.as_str()).is_none() {
        let known = cx.api.resources.iter().map(|resource| &resource.name);
        diagnostics.push(unknown(Code::UnknownReference, "resource", parent, known));
    }
    let parents = cx.api.parents_of(resource);
    let is_in_cycle = parents.iter().any(|above| above.name.text == resource.name.text);
    let place = |resource: &Resource| resource.name.at.range().start;
    // A cycle is reported once, at its first resource.
    if is_in_cycle && parents.iter().all(|above| place(above) >= place(resource)) {
        let title = format!("`{}` contains itself", resource.name.text);
        let label = "its parent leads back to it";
        diagnostics.push(Diagnostic::new(RULES, title).at(parent.at, label));
    }
}

fn check_not_found(cx: &Context<'_>, resource: &Resource, diagnostics: &mut Vec<Diagnostic>) {
    let known = || cx.api.error_codes.iter().map(|code| &code.wire);
    let Some(code) = &resource.not_found else { return };
    if !known().any(|known| known.text == code.text) {
        diagnostics.push(unknown(Code::UnknownErrorCode, "error code", code, known()));
    }
}

/// Checks that there is a list if its items have another id.
fn check_has_list(resource: &Resource, diagnostics: &mut Vec<Diagnostic>) {
    let has_list = resource.operations.iter().any(|(role, _)| *role == ResourceRole::List);
    if let Some(field) = resource.id_in_list.as_ref().filter(|_| !has_list) {
        let title = format!("the resource `{}` has no list", resource.name.text);
        diagnostics
            .push(Diagnostic::new(Code::NotApplicable, title).at(field.at, "there are no items with this field"));
    }
}

/// An operation in its role.
struct Role<'a> {
    cx: &'a Context<'a>,
    resource: &'a Resource,
    ty: &'a Type,
    role: ResourceRole,
    key: &'a Text,
    operation: &'a Operation,
}

impl Role<'_> {
    fn check(&self, diagnostics: &mut Vec<Diagnostic>) {
        self.check_path(diagnostics);
        match self.role {
            ResourceRole::Create | ResourceRole::Update => self.check_body(diagnostics),
            ResourceRole::Get => self.check_object(diagnostics),
            ResourceRole::List => self.check_list(diagnostics),
            ResourceRole::Delete => {}
        }
        let parameters = self.operation.parameters.iter();
        for parameter in parameters.filter(|one| one.filters.is_some() && one.selects(self.role)) {
            self.check_filter(parameter, diagnostics);
        }
    }

    fn unsuitable(&self, title: &str, label: &str) -> Diagnostic {
        let title = format!("`{}` {title}", self.key.text);
        unsuitable(RULES, self.key, self.operation, title, label)
    }

    /// Checks that the path has the ids that it needs, and no other parameter.
    fn check_path(&self, diagnostics: &mut Vec<Diagnostic>) {
        let mut ids = self.operation.id_parameters();
        if self.role.has_id() && ids.pop().is_none() {
            diagnostics.push(self.unsuitable(
                "has no path parameter for the id",
                "it is unclear which object is meant",
            ));
            return;
        }
        let most = self.cx.api.parents_of(self.resource).len();
        let is_known = |parent: &Text| self.cx.api.find_resource(parent.as_str()).is_some();
        // An unknown parent has been reported.
        if !self.resource.parent.as_ref().is_none_or(is_known) {
            return;
        }
        if let Some(extra) = ids.len().checked_sub(most + 1).and_then(|last| ids.get(last)) {
            let title = format!("has the path parameter `{}`, which is no id", extra.wire.text);
            let label = match self.role.has_id() {
                true => "the path has the id and those of its parents",
                false => "the path has the ids of its parents",
            };
            diagnostics.push(
                self.unsuitable(&title, label)
                    .at(extra.wire.at, "the parameter is defined here")
                    .help("name the resource that it belongs to with `parent`, or give it `filters: FIELD` or `filters: false`"),
            );
        }
        let parent = self.resource.parent.as_ref();
        if let Some(parent) = parent.filter(|_| self.role == ResourceRole::Create && ids.is_empty() && most > 0) {
            let label = "it is unclear which object contains the new one";
            let diagnostic = self.unsuitable("has no path parameter for the id of the parent", label);
            diagnostics.push(diagnostic.at(parent.at, "the parent"));
        }
    }

    fn check_body(&self, diagnostics: &mut Vec<Diagnostic>) {
        let api = self.cx.api;
        let reason = "one object is kept at a time";
        if let Some(diagnostic) = listed_body(self.cx, RULES, self.key, self.operation, reason) {
            diagnostics.push(diagnostic);
            return;
        }
        let is_sent = |row: &FieldOrFamily| match row {
            FieldOrFamily::Field(field) => api.body_has(self.operation, field.wire.as_str()),
            FieldOrFamily::Family(family) => {
                let mut range = family.range.iter().flat_map(|range| range.names());
                range.any(|(_, wire)| api.body_has(self.operation, &wire))
            }
        };
        if !self.ty.rows().iter().any(is_sent) {
            let title = format!("has no body with fields of `{}`", self.ty.name.text);
            diagnostics.push(self.unsuitable(&title, "there is nothing to keep"));
        }
    }

    /// Checks that the response is an object: of the type, with its id or with a field of the type.
    fn check_object(&self, diagnostics: &mut Vec<Diagnostic>) {
        let api = self.cx.api;
        let success = self.operation.responses.iter().find(|response| response.is_success());
        let ty = success.and_then(|success| success.ty.as_ref().filter(|ty| !success.ignored && !ty.is_map()));
        let name = ty.and_then(|ty| ty.named());
        let is_one = |name: &str| {
            let rows = api.find_type(name).map_or(&[][..], Type::rows);
            let mut parts = rows.iter().filter_map(|row| row.column().ty.named());
            api.has_id(self.resource, name) || parts.any(|part| part == self.ty.name.text)
        };
        // An unknown name has been reported.
        if !name.is_some_and(|name| api.find_type(name).is_none() || is_one(name)) {
            let title = format!("does not return an object of `{}`", self.ty.name.text);
            let label = "expected the type, or one with its id";
            diagnostics.push(self.unsuitable(&title, label));
        }
    }

    fn check_list(&self, diagnostics: &mut Vec<Diagnostic>) {
        if self.cx.api.items_of(self.resource, self.operation).is_none() {
            let title = format!("does not return a list of `{}`", self.ty.name.text);
            let label = "expected a list of the type or of one with its id, or an object with such a list";
            diagnostics.push(self.unsuitable(&title, label));
        }
        let queries = self.operation.parameters.iter();
        for parameter in queries.filter(|one| one.location == Some(ParameterLocation::Query)) {
            if parameter.filters.is_none() && !self.pages(parameter) && !self.bounds(parameter) {
                diagnostics.push(self.unbound(parameter));
            }
        }
    }

    fn pages(&self, parameter: &Parameter) -> bool {
        let paged = self.operation.pagination.iter();
        let mut names = paged.flat_map(|paged| std::iter::once(&paged.start).chain(&paged.limit));
        names.any(|name| name.text == parameter.wire.text)
    }

    /// Whether the parameter is the time after which the objects of an export were modified.
    fn bounds(&self, parameter: &Parameter) -> bool {
        let mut exports = self.cx.api.exports.iter();
        let is_it = |export: &Export| export.list.text == self.key.text && export.since.text == parameter.wire.text;
        exports.any(is_it)
    }

    fn unbound(&self, parameter: &Parameter) -> Diagnostic {
        let name = &parameter.wire.text;
        let title = format!(
            "`{name}` neither pages nor filters the list of `{}`",
            self.resource.name.text
        );
        let field = match self.ty.find_field(name) {
            Some(field) => format!("`filters: {}`", field.wire.text),
            None => "`filters: FIELD`".to_owned(),
        };
        Diagnostic::new(Code::UnboundParameter, title)
            .at(parameter.wire.at, "it is unclear what it selects")
            .at(self.key.at, "the list of the resource")
            .help(format!(
                "add {field} if it selects by equality, or else `filters: false`"
            ))
    }

    /// Checks the field of `filters`.
    fn check_filter(&self, parameter: &Parameter, diagnostics: &mut Vec<Diagnostic>) {
        let filters = match parameter.filter() {
            Some(Filter::Field(field)) if self.pages(parameter) => {
                let title = format!("`{}` pages the list, so it cannot filter it", parameter.wire.text);
                diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(field.at, "remove it"));
                return;
            }
            Some(Filter::Field(field)) => field,
            Some(Filter::Broken(text)) => {
                let title = format!("`filters` is a field or `false`, and not `{}`", text.text);
                let label = format!("expected a field of `{}`", self.ty.name.text);
                diagnostics.push(Diagnostic::new(Code::UnknownReference, title).at(text.at, label));
                return;
            }
            Some(Filter::Nothing) | None => return,
        };
        // A member of a family has a value if the family is of scalars.
        let family = self.ty.find_family(filters.as_str());
        if family.is_none_or(|family| family.column.ty.scalar().is_none()) {
            check_value(self.cx, self.ty, filters, diagnostics);
        }
    }
}

/// Checks that only parameters of a resource's operations have `filters`. A shared one can be that of another operation.
fn check_filters_apply(cx: &Context<'_>, operation: &Operation, diagnostics: &mut Vec<Diagnostic>) {
    let roles = cx.api.resources.iter().flat_map(|resource| &resource.operations);
    let role = roles.into_iter().find(|(_, key)| key.text == operation.key.text);
    let own = operation.parameters.iter().filter(|one| !one.shared);
    for parameter in own {
        let is_idle = !role.is_some_and(|(role, _)| parameter.selects(*role));
        if let Some(filters) = parameter.filters.as_ref().filter(|_| is_idle) {
            let title = format!(
                "`{}` is not a parameter by which a resource is listed",
                parameter.wire.text
            );
            let label = "expected in the query of a `list`, or in the path of any operation of a resource";
            diagnostics.push(Diagnostic::new(Code::NotApplicable, title).at(filters.at, label));
        }
    }
}
