//! Operations and waiters.

use super::names::Scope;
use super::tables::type_ref;
use super::{Resolver, name_of};
use crate::api::{
    Accept, Body, Comparison, Comparisons, Doc, Example, FieldName, HttpMethod, Kind, ListForm, ListedHeader, NextPage,
    Operation, Operator, Output, Pagination, Parameter, ParameterLocation, RefusedWhen, RequiredScopes, Response,
    Segment, StatusKey, ValueMethod, Waiter, WorkedExample,
};
use crate::diagnostics::Diagnostic;
use crate::document::{self, Http, PathSegment, path_segments};
use crate::tree::Text;

impl Resolver<'_> {
    pub(super) fn operations(&self, methods: &mut Scope, diagnostics: &mut Vec<Diagnostic>) -> Vec<Operation> {
        let mut modules = Scope::new(format!("the modules of the calls of `{}`", self.api.key.text));
        let mut calls = Scope::new(format!("the calls of `{}`", self.api.key.text));
        let operations = self.api.operations.iter();
        operations
            .filter_map(|operation| self.operation(operation, methods, &mut modules, &mut calls, diagnostics))
            .collect()
    }

    fn operation(
        &self,
        operation: &document::Operation,
        methods: &mut Scope,
        modules: &mut Scope,
        calls: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Operation> {
        let http = operation.http.as_ref()?;
        let method = http.method?;
        let key = operation.key.as_str();
        let mut arguments = Scope::new(format!("the arguments of `{key}`"));
        let error = self.plan.error(key)?;
        Some(Operation {
            key: key.to_owned(),
            method_name: methods.method(&operation.key, diagnostics),
            module: modules.module(&operation.key, "_call", diagnostics),
            call: calls.type_name(&Text::new(format!("{key}_call"), operation.key.at), diagnostics),
            doc: self.operation_doc(operation),
            http: method,
            base_path: operation.base_path(self.api).to_owned(),
            path: http.path.clone(),
            segments: segments(operation.base_path(self.api), http),
            scope: operation.scope.as_ref().and_then(required_scopes),
            authorized: operation.authorized,
            idempotent: operation.idempotent.unwrap_or(is_idempotent(method)),
            parameters: self.parameters(operation, &mut arguments, diagnostics),
            body: self.body(operation, &mut arguments, diagnostics),
            request_headers: self.headers(operation, &operation.request_headers),
            response_headers: self.headers(operation, &operation.response_headers),
            responses: self.responses(operation),
            output: self.output(operation),
            error: self.error_enum(operation, error, diagnostics),
            errors: operation.errors.iter().map(|code| code.text.clone()).collect(),
            refused_when: operation.refused_when.iter().map(refused_when).collect(),
            pagination: operation
                .pagination
                .as_ref()
                .and_then(|paged| pagination(operation, paged)),
            retired: text(&operation.retired),
            deprecated: text(&operation.deprecated),
            value_methods: self.value_methods(operation, methods, diagnostics),
            examples: self.examples(operation),
            worked_examples: operation.worked_examples.iter().map(worked_example).collect(),
        })
    }

    fn headers(&self, operation: &document::Operation, headers: &[document::ListedHeader]) -> Vec<ListedHeader> {
        let headers = headers.iter().map(|header| ListedHeader {
            name: header.name.text.clone(),
            document_key: self.other(header.document.as_ref().or(operation.document.as_ref())),
        });
        headers.collect()
    }

    fn examples(&self, operation: &document::Operation) -> Vec<Example> {
        let examples = operation.examples.iter().map(|example| Example {
            doc: example.doc.clone(),
            document_key: self.other(example.document.as_ref().or(operation.document.as_ref())),
            request: text(&example.request),
            status: example.status.as_ref().and_then(|status| status.text.parse().ok()),
            response: text(&example.response),
        });
        examples.collect()
    }

    /// The methods of the values of a path parameter. A rule that does not apply was reported.
    fn value_methods(
        &self,
        operation: &document::Operation,
        methods: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<ValueMethod> {
        let Some(rule) = &operation.methods else {
            return Vec::new();
        };
        let parameter = operation
            .parameters
            .iter()
            .find(|parameter| parameter.wire.text == rule.of.text);
        let set = parameter.and_then(|parameter| self.api.find_type(parameter.ty.named()?));
        let values = set.and_then(|set| set.values.as_ref()).into_iter().flatten();
        let methods = values.map(|value| ValueMethod {
            name: methods.method(name_of(value.name.as_ref(), &value.wire), diagnostics),
            parameter: rule.of.text.clone(),
            value: value.wire.text.clone(),
            with: rule
                .with
                .iter()
                .filter(|(of, _)| of.text == value.wire.text)
                .flat_map(|(_, with)| with.iter().map(|parameter| parameter.text.clone()))
                .collect(),
        });
        methods.collect()
    }

    fn parameters(
        &self,
        operation: &document::Operation,
        arguments: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Vec<Parameter> {
        let parameters = operation.parameters.iter().map(|parameter| {
            let wire = parameter.wire.as_str();
            let own = ["operations", operation.key.as_str(), "parameters", wire];
            let path: &[&str] = if parameter.shared { &["parameters", wire] } else { &own };
            let name = arguments.argument(name_of(parameter.name.as_ref(), &parameter.wire), diagnostics);
            let kind = self.plan.kind(&parameter.ty, true);
            if kind.is_parsed() && !parameter.properties.secret && parameter.operators.is_empty() {
                let setter = Text::new(format!("try_{name}"), parameter.wire.at);
                arguments.member_method(&setter, diagnostics);
            }
            let comparisons = self.comparisons(parameter, &name, arguments, diagnostics);
            Parameter {
                wire: parameter.wire.text.clone(),
                name,
                location: parameter.location.unwrap_or(ParameterLocation::Query),
                ty: type_ref(&parameter.ty),
                kind,
                required: parameter.required,
                default: parameter.default.as_ref().map(|default| default.text.clone()),
                format: parameter.format.clone(),
                list: list_form(parameter),
                comparisons,
                filterable: self.filterable(operation, parameter),
                properties: parameter.properties,
                doc: self.row_doc(
                    Doc {
                        example: parameter.example.as_ref().map(|example| example.text.clone()),
                        ..self.doc(&parameter.doc, path)
                    },
                    parameter.document.as_ref(),
                    operation.document.as_ref().filter(|_| !parameter.shared),
                ),
            }
        });
        parameters.collect()
    }

    /// The operators of a parameter. An unknown one was reported.
    fn comparisons(
        &self,
        parameter: &document::Parameter,
        name: &FieldName,
        arguments: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Comparisons> {
        let known = self
            .api
            .comparisons
            .as_ref()
            .filter(|_| !parameter.operators.is_empty())?;
        let operators = parameter.operators.iter().filter_map(|wire| {
            let (_, comparison) = known.operators.iter().find(|(known, _)| known.text == wire.text)?;
            let method = match suffix(*comparison) {
                None => name.clone(),
                Some(suffix) => arguments.argument(&Text::new(format!("{name}_{suffix}"), wire.at), diagnostics),
            };
            Some(Operator {
                wire: wire.text.clone(),
                comparison: *comparison,
                method,
            })
        });
        Some(Comparisons {
            separator: known.separator.text.clone(),
            operators: operators.collect(),
        })
    }

    fn body(
        &self,
        operation: &document::Operation,
        arguments: &mut Scope,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Body> {
        let source = operation.body.as_ref()?;
        let ty = self.api.find_type(source.as_str());
        let view = operation.body_view(self.api);
        let model = self.plan.body(source.as_str(), view)?.clone();
        let sdk_name = ty.map_or(source, |ty| name_of(ty.sdk_name.as_ref(), &ty.name));
        let default = match operation.body_is_list {
            true => "items",
            false => sdk_name.as_str(),
        };
        let default = Text::new(default, source.at);
        let argument = arguments.argument(operation.body_name.as_ref().unwrap_or(&default), diagnostics);
        Some(Body {
            source: source.text.clone(),
            is_list: operation.body_is_list,
            view,
            model,
            argument,
            content_type: text(&operation.content_type),
        })
    }

    fn responses(&self, operation: &document::Operation) -> Vec<Response> {
        let mut responses: Vec<Response> = operation
            .responses
            .iter()
            .map(|response| {
                let envelope = response
                    .ty
                    .as_ref()
                    .and_then(|ty| ty.named())
                    .filter(|name| self.api.find_type(name).is_none());
                Response {
                    status: status_key(response),
                    body: response.ty.as_ref().filter(|_| envelope.is_none()).map(type_ref),
                    envelope: envelope.map(str::to_owned),
                    items_in: response.items_in.as_ref().map(|key| key.text.clone()),
                    ignored: response.ignored,
                    refusal: response.refusal.is_some(),
                    accepts: response.accepts_single.map(|_| Accept::Single).into_iter().collect(),
                    doc: self.response_doc(operation, response),
                }
            })
            .collect();
        responses.sort_by_key(|response| response.status);
        responses
    }

    pub(super) fn response_doc(&self, operation: &document::Operation, response: &document::Response) -> Doc {
        let status = response.status.as_str();
        let own = ["operations", operation.key.as_str(), "responses", status];
        let path: &[&str] = if response.shared { &["failures", status] } else { &own };
        let owner = operation.document.as_ref().filter(|_| !response.shared);
        self.row_doc(self.doc(&response.doc, path), response.document.as_ref(), owner)
    }

    /// Returns the output on success, which is the same for all success responses of an operation.
    fn output(&self, operation: &document::Operation) -> Output {
        let success = operation.responses.iter().find(|response| response.is_success());
        let Some(document::Response {
            ty: Some(ty),
            items_in,
            accepts_single,
            ignored: false,
            ..
        }) = success
        else {
            return Output::Nothing;
        };
        match self.plan.kind(ty, false) {
            Kind::List(item) => Output::List {
                item: *item,
                items_in: items_in.as_ref().map(|key| key.text.clone()),
                single: accepts_single.is_some(),
            },
            kind => Output::Value(kind),
        }
    }

    pub(super) fn waiters(&self, methods: &mut Scope, diagnostics: &mut Vec<Diagnostic>) -> Vec<Waiter> {
        let texts = |values: &[Text]| values.iter().map(|value| value.text.clone()).collect();
        let waiters = self.api.waiters.iter().map(|waiter| {
            let method = Text::new(format!("wait_until_{}", waiter.key.text), waiter.key.at);
            Waiter {
                key: waiter.key.text.clone(),
                method_name: methods.method(&method, diagnostics),
                operation: waiter.operation.text.clone(),
                field: waiter.field.text.clone(),
                done: texts(&waiter.done),
                failed: texts(&waiter.failed),
                pending: texts(&waiter.pending),
                initial_delay: waiter.initial_delay,
                max_delay: waiter.max_delay,
                within: waiter.within,
                absent_for: waiter.absent_for,
                doc: self.doc(&waiter.doc, &["waiters", waiter.key.as_str()]),
            }
        });
        waiters.collect()
    }
}

/// Returns how the name of the setter of an operator ends; that of a value alone has the name of the parameter.
fn suffix(comparison: Comparison) -> Option<&'static str> {
    match comparison {
        Comparison::Equal => None,
        Comparison::NotEqual => Some("not"),
        other => Some(other.as_str()),
    }
}

/// Returns the required scopes. What is not one mode was reported.
fn required_scopes(scopes: &document::RequiredScopes) -> Option<RequiredScopes> {
    let (mode, scopes) = scopes.modes.first()?;
    Some(RequiredScopes {
        mode: *mode,
        scopes: scopes.iter().map(|scope| scope.text.clone()).collect(),
    })
}

fn segments(base_path: &str, http: &Http) -> Vec<Segment> {
    let base = path_segments(base_path);
    let segments = base.into_iter().chain(http.segments.iter().cloned());
    segments
        .map(|segment| match segment {
            PathSegment::Literal(text) => Segment::Literal(text),
            PathSegment::Parameter(name) => Segment::Parameter(name),
        })
        .collect()
}

/// Returns how a list is sent. A missing form was reported.
fn list_form(parameter: &document::Parameter) -> Option<ListForm> {
    match parameter.list.as_ref()?.as_str() {
        "comma" => Some(ListForm::Comma),
        "repeated" => Some(ListForm::Repeated),
        _ => None,
    }
}

fn is_idempotent(method: HttpMethod) -> bool {
    matches!(method, HttpMethod::Get | HttpMethod::Put | HttpMethod::Delete)
}

fn status_key(response: &document::Response) -> StatusKey {
    response.status.text.parse().map_or(StatusKey::Success, StatusKey::Code)
}

fn refused_when(rule: &document::RefusedWhen) -> RefusedWhen {
    let text = |given: &Option<Text>| given.as_ref().map(|given| given.text.clone());
    RefusedWhen {
        field: rule.field.text.clone(),
        is: text(&rule.is),
        without: text(&rule.without),
        code: text(&rule.code),
        message: text(&rule.message),
    }
}

/// Returns the pagination, unless what tells the next page is wrong, which has been reported.
fn pagination(operation: &document::Operation, rule: &document::Pagination) -> Option<Pagination> {
    let parameters = operation.parameters.iter();
    let is_left_out = |parameter: &&document::Parameter| {
        let is_later = |later: &Vec<Text>| later.iter().any(|name| name.text == parameter.wire.text);
        parameter.can_page()
            && !parameter.required
            && parameter.wire.text != rule.start.text
            && rule.later.as_ref().is_some_and(|later| !is_later(later))
    };
    let first_only = parameters
        .clone()
        .filter(is_left_out)
        .map(|parameter| parameter.wire.text.clone());
    let start = parameters
        .clone()
        .find(|parameter| parameter.can_page() && parameter.wire.text == rule.start.text);
    let text = |text: &Text| text.text.clone();
    let next = match rule.next.first()? {
        document::NextPage::Link {
            links,
            next,
            relation,
            target,
        } => NextPage::Link {
            links: text(links),
            next: text(next.as_ref()?),
            relation: text(relation),
            target: text(target),
        },
        document::NextPage::Uri(field) => NextPage::Uri(text(field)),
        document::NextPage::Cursor(field) => NextPage::Cursor(text(field)),
        document::NextPage::Number { number, count } => NextPage::Number {
            number: text(number),
            count: text(count.as_ref()?),
        },
    };
    Some(Pagination {
        items: text(&rule.items),
        next,
        start: text(&rule.start),
        limit: rule.limit.as_ref().map(text),
        in_body: start.is_some_and(|start| start.location == Some(ParameterLocation::Body)),
        first_only: first_only.collect(),
        total: rule.total.as_ref().map(text),
    })
}

fn worked_example(example: &document::WorkedExample) -> WorkedExample {
    WorkedExample {
        name: example.name.text.clone(),
        doc: example.doc.clone(),
        request: example.request.text.clone(),
    }
}

fn text(text: &Option<Text>) -> Option<String> {
    text.as_ref().map(|text| text.text.clone())
}
