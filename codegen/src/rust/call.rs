//! A call: its operation, setters for optional parameters, and the methods that send it.

use concur_spec::api::{
    Api, Body, Comparison, Comparisons, Kind, ListForm, Operation, Operator, Output, Parameter, ParameterLocation,
    RefusedWhen, RequiredScopes, Scalar, ScopeMode, StatusKey, TypeName, WireForm,
};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::docs::{Docs, alias, code};
use super::filters;
use super::kind;
use super::lints;
use super::names::{Name, ident};
use super::text_setter::Setter;
use super::{paging, waiting};

pub(crate) fn items(api: &Api, operation: &Operation) -> Vec<TokenStream> {
    let name = operation.call.ident();
    let docs = Docs::of(format!(
        "A call to {}.",
        code(&format!("{} {}", operation.http.as_str(), operation.whole_path()))
    ))
    .then(format!(
        "Returned by [`{}::{}`](crate::{}::{}::{}).",
        api.handle, operation.method_name, api.module, api.handle, operation.method_name
    ))
    .outer();
    let mut items = vec![constant(api, operation)];
    items.extend(paging::constant(operation));
    items.extend(waiting::constants(api, operation));
    items.extend([
        quote! {
            #docs
            #[derive(Clone, Debug)]
            #[must_use = "a call does nothing until it is sent or awaited"]
            pub struct #name {
                call: Call,
            }
        },
        inherent(api, operation),
        into_future(operation),
    ]);
    items
}

fn scopes(required: Option<&RequiredScopes>) -> TokenStream {
    let Some(RequiredScopes { mode, scopes }) = required else {
        return quote!(Scopes::NONE);
    };
    let mode = match mode {
        ScopeMode::All => quote!(All),
        ScopeMode::Any | ScopeMode::Each => quote!(Any),
    };
    quote!(Scopes::#mode(Cow::Borrowed(&[#(Cow::Borrowed(#scopes)),*])))
}

fn constant(api: &Api, operation: &Operation) -> TokenStream {
    let (key, name) = (&api.key, &operation.key);
    let method = ident(operation.http.as_str());
    let path = operation.whole_path();
    let scopes = scopes(operation.scope.as_ref());
    let (authorized, idempotent) = (operation.authorized, operation.idempotent);
    let refused_when = refusals(operation);
    quote! {
        pub(crate) static OPERATION: Operation = Operation {
            api: Cow::Borrowed(#key),
            name: Cow::Borrowed(#name),
            method: Method::#method,
            path: Cow::Borrowed(#path),
            scopes: #scopes,
            authorized: #authorized,
            idempotent: #idempotent,
            refused_when: Cow::Borrowed(&[#(#refused_when),*]),
        };
    }
}

/// Returns which of its 2xx responses are refusals.
fn refusals(operation: &Operation) -> Vec<TokenStream> {
    let responses = operation.responses.iter().filter(|response| response.refusal);
    let statuses = responses.filter_map(|response| match response.status {
        StatusKey::Code(status) => {
            let status = Literal::u16_unsuffixed(status);
            Some(quote!(RefusedWhen::Status(#status)))
        }
        StatusKey::Success => None,
    });
    let fields = operation.refused_when.iter().map(|rule| {
        let text = |text: &Option<String>| optional(text.as_ref().map(|text| quote!(#text)));
        let RefusedWhen {
            field,
            is,
            without,
            code,
            message,
        } = rule;
        let [is, without, code, message] = [is, without, code, message].map(text);
        quote!(RefusedWhen::Field { field: #field, is: #is, without: #without, code: #code, message: #message })
    });
    statuses.chain(fields).collect()
}

/// Returns `Some(value)` or `None`.
pub(crate) fn optional(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(Some(#value)),
        None => quote!(None),
    }
}

/// The arguments of a call in order: required parameters, then the body.
pub(crate) struct Arguments {
    /// `name: Type`
    pub(crate) declared: Vec<TokenStream>,
    /// `name`
    pub(crate) names: Vec<Ident>,
}

pub(crate) fn arguments(api: &Api, operation: &Operation) -> Arguments {
    let mut arguments = Arguments {
        declared: Vec::new(),
        names: Vec::new(),
    };
    for parameter in operation.parameters.iter().filter(|parameter| parameter.is_argument()) {
        arguments.declared.push(declaration(api, parameter));
        arguments.names.push(parameter.name.ident());
    }
    if let Some(body) = &operation.body {
        arguments.declared.push(body_declaration(api, body));
        arguments.names.push(body.argument.ident());
    }
    arguments
}

/// Returns the argument of a body: `name: &Type`, of a list `name: &[Type]`, or of a union what converts to it, such as a
/// case.
pub(crate) fn body_declaration(api: &Api, body: &Body) -> TokenStream {
    let (name, ty) = (body.argument.ident(), body.model.ident());
    match body.union(api) {
        _ if body.is_list => quote!(#name: &[#ty]),
        Some(_) => quote!(#name: impl Into<#ty>),
        None => quote!(#name: &#ty),
    }
}

/// Returns the call of a new body.
fn body_step(api: &Api, body: &Body) -> TokenStream {
    let (argument, ty) = (body.argument.ident(), body.model.ident());
    let content_type = body.content_type.as_ref();
    let content_type = content_type.map(|content_type| quote!(.header("Content-Type", #content_type)));
    match body.union(api) {
        _ if body.is_list => quote!(.json(&#argument) #content_type),
        Some(_) => quote!(.json(&Into::<#ty>::into(#argument)) #content_type),
        None => quote!(.json(#argument) #content_type),
    }
}

fn inherent(api: &Api, operation: &Operation) -> TokenStream {
    let name = operation.call.ident();
    let declared = arguments(api, operation).declared;
    let conversions = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.is_argument())
        .filter_map(|parameter| conversion(api, parameter));
    let steps = operation
        .parameters
        .iter()
        .filter_map(|parameter| first_step(api, parameter));
    let body = operation.body.as_ref().map(|body| body_step(api, body));
    let setters = operation
        .parameters
        .iter()
        .filter(|parameter| !parameter.is_argument())
        .map(|parameter| setter(api, parameter));
    let send = send(operation);
    let pages = paging::methods(api, operation);
    let waits = waiting::methods(api, operation);
    let lint = lints::arguments(declared.len() + 1);
    quote! {
        impl #name {
            #lint
            pub(crate) fn new(client: &Client, #(#declared),*) -> Self {
                #(#conversions)*
                Self { call: Call::new(client, &OPERATION) #(#steps)* #body }
            }

            #(#setters)*

            /// Sets options of this call, such as timeouts, retries and the correlation id.
            pub fn options(self, options: CallOptions) -> Self {
                Self { call: self.call.options(options) }
            }

            #send

            #pages

            #(#waits)*
        }
    }
}

/// Returns an argument: `name: Type`.
pub(crate) fn declaration(api: &Api, parameter: &Parameter) -> TokenStream {
    let (name, ty) = (parameter.name.ident(), argument(api, parameter));
    quote!(#name: #ty)
}

/// Returns the call of a new parameter: for arguments and for parameters with a default.
fn first_step(api: &Api, parameter: &Parameter) -> Option<TokenStream> {
    let value = match &parameter.default {
        Some(default) if parameter.location == ParameterLocation::Body => body_default(api, parameter, default),
        Some(default) if parameter.list.is_some() => quote!([#default]),
        Some(default) => quote!(#default),
        None if parameter.is_argument() => given(parameter),
        None => return None,
    };
    Some(step(parameter, &value))
}

/// Returns the default of a field of a JSON body, with the type that it has in JSON.
fn body_default(api: &Api, parameter: &Parameter, default: &str) -> TokenStream {
    let (kind, is_list) = match &parameter.kind {
        Kind::List(item) => (&**item, true),
        kind => (kind, false),
    };
    let is_number = |name: &TypeName| {
        api.value_sets
            .iter()
            .any(|set| set.type_name == *name && set.is_integer)
    };
    let parsed = match kind {
        _ if parameter.properties.wire_form.is_text() => None,
        Kind::Scalar(Scalar::Integer | Scalar::Decimal | Scalar::Boolean) => default.parse().ok(),
        Kind::ValueSet(name) if is_number(name) => default.parse().ok(),
        _ => None,
    };
    let word = match (kind, default.parse()) {
        (Kind::Scalar(Scalar::Boolean), Ok(is)) => parameter.properties.wire_form.word(is),
        _ => default,
    };
    let value: TokenStream = parsed.unwrap_or_else(|| quote!(#word));
    if is_list { quote!([#value]) } else { value }
}

/// Returns the type of a parameter's argument. A required secret must be a `Secret`, so that it cannot be confused with
/// other text.
fn argument(api: &Api, parameter: &Parameter) -> TokenStream {
    if let Some(filterable) = &parameter.filterable {
        let model = filterable.model.ident();
        return quote!(impl Into<Filter<#model>>);
    }
    match parameter.properties.secret {
        _ if is_text(parameter) => quote!(impl AsRef<str>),
        true if parameter.is_argument() => quote!(Secret),
        secret => kind::argument(api, &parameter.kind, secret),
    }
}

fn is_text(parameter: &Parameter) -> bool {
    !parameter.properties.secret
        && parameter.filterable.is_none()
        && matches!(parameter.kind, Kind::Scalar(Scalar::String | Scalar::Uri))
}

/// Converts an argument to the type of the parameter, unless borrowing is enough.
fn conversion(api: &Api, parameter: &Parameter) -> Option<TokenStream> {
    if let Some(filterable) = &parameter.filterable {
        let (name, model) = (parameter.name.ident(), filterable.model.ident());
        return Some(quote!(let #name: Filter<#model> = #name.into();));
    }
    let ty = kind::bare(&parameter.kind, parameter.properties.secret);
    if is_text(parameter) || argument(api, parameter).to_string() == ty.to_string() {
        return None;
    }
    let name = parameter.name.ident();
    let value = kind::converted(api, &parameter.kind, parameter.properties.secret, &quote!(#name));
    Some(quote!(let #name: #ty = #value;))
}

/// Returns the value of a converted argument, as passed to `Call`.
fn given(parameter: &Parameter) -> TokenStream {
    let name = parameter.name.ident();
    match parameter.properties.wire_form {
        WireForm::Seconds if parameter.location == ParameterLocation::Body => quote!(#name.seconds().to_string()),
        WireForm::Seconds => quote!(#name.seconds()),
        WireForm::YesNo => quote!(encode::Words::Y_N.of(#name)),
        WireForm::TrueFalse => quote!(encode::Words::TRUE_FALSE.of(#name)),
        WireForm::Text => quote!(#name.to_string()),
        WireForm::Natural if parameter.filterable.is_some() => quote!(#name.to_string()),
        WireForm::Natural if is_text(parameter) => quote!(#name.as_ref()),
        WireForm::Natural => quote!(#name),
    }
}

fn step(parameter: &Parameter, value: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    if let Some(form) = parameter.list {
        return list_step(parameter, form, value);
    }
    match (parameter.location, parameter.properties.secret) {
        (ParameterLocation::Path, _) => quote!(.path(#wire, #value)),
        (ParameterLocation::Query, _) => quote!(.query(#wire, #value)),
        (ParameterLocation::Header, _) => quote!(.header(#wire, #value)),
        (ParameterLocation::Form, true) => quote!(.form_secret(#wire, #value)),
        (ParameterLocation::Form, false) => quote!(.form(#wire, #value)),
        (ParameterLocation::Body, _) => quote!(.body_field(#wire, #value)),
    }
}

/// Returns the step of a parameter that is a list.
fn list_step(parameter: &Parameter, form: ListForm, value: &TokenStream) -> TokenStream {
    let wire = &parameter.wire;
    let form = match form {
        ListForm::Comma => quote!(ListForm::Comma),
        ListForm::Repeated => quote!(ListForm::Repeated),
    };
    match parameter.location {
        ParameterLocation::Path => quote!(.path_list(#wire, #value)),
        ParameterLocation::Header => quote!(.header_list(#wire, #value)),
        ParameterLocation::Form => quote!(.form_list(#wire, #form, #value)),
        ParameterLocation::Query | ParameterLocation::Body => quote!(.query_list(#wire, #form, #value)),
    }
}

/// Returns a setter for each operator in front of the value of a parameter.
fn operator_setters(api: &Api, parameter: &Parameter, comparisons: &Comparisons) -> TokenStream {
    let setters = comparisons.operators.iter().map(|operator| {
        let (method, name, wire) = (operator.method.ident(), parameter.name.ident(), &parameter.wire);
        let (ty, conversion, value) = (argument(api, parameter), conversion(api, parameter), given(parameter));
        let prefix = comparisons.prefix(operator);
        let step = match operator.comparison {
            Comparison::Equal => quote!(.query_equal(#wire, #prefix, #value)),
            _ => quote!(.query_operator(#wire, #prefix, #value)),
        };
        let docs = operator_docs(parameter, comparisons, operator).outer();
        let alias = (operator.comparison == Comparison::Equal).then(|| alias(wire, parameter.name.as_str()));
        quote! {
            #docs
            #alias
            pub fn #method(self, #name: #ty) -> Self {
                #conversion
                Self { call: self.call #step }
            }
        }
    });
    setters.collect()
}

fn operator_docs(parameter: &Parameter, comparisons: &Comparisons, operator: &Operator) -> Docs {
    let wire = code(&parameter.wire);
    let (docs, sent) = match operator.comparison {
        Comparison::Equal => {
            let (separator, prefix) = (code(&comparisons.separator), code(&comparisons.prefix(operator)));
            // Numbers, dates and the like do not start with an operator.
            let sent = match &parameter.kind {
                Kind::Scalar(Scalar::String | Scalar::Uri) | Kind::ValueSet(_) => {
                    format!("Sent as {wire} in the query; after {prefix} if it contains {separator}.")
                }
                _ => format!("Sent as {wire} in the query."),
            };
            (Docs::value(&parameter.doc, parameter.properties), sent)
        }
        comparison => {
            let name = &parameter.name;
            let meaning = comparison.in_words();
            let docs = Docs::of(format!(
                "As [`{name}`](Self::{name}), but selects what {meaning} the value."
            ));
            (
                docs,
                format!(
                    "Sent as {wire} in the query, after {}.",
                    code(&comparisons.prefix(operator))
                ),
            )
        }
    };
    docs.then(sent).then("Replaces an earlier condition of this parameter.")
}

fn setter(api: &Api, parameter: &Parameter) -> TokenStream {
    if let Some(comparisons) = &parameter.comparisons {
        return operator_setters(api, parameter, comparisons);
    }
    let name = parameter.name.ident();
    let (ty, conversion) = (argument(api, parameter), conversion(api, parameter));
    let step = step(parameter, &given(parameter));
    let mut docs = Docs::value(&parameter.doc, parameter.properties);
    if let Some(default) = &parameter.default {
        docs = docs.then(format!("Default: {}.", code(default)));
    }
    if let Some(filterable) = &parameter.filterable {
        docs = filters::say(api, filterable, docs);
    }
    let form = match parameter.list {
        None => "",
        Some(ListForm::Comma) => ", separated by commas",
        Some(ListForm::Repeated) => ", once for each value",
    };
    let docs = docs
        .then(format!(
            "Sent as {} in the {}{form}.",
            code(&parameter.wire),
            parameter.location.as_str()
        ))
        .outer();
    let alias = alias(&parameter.wire, parameter.name.as_str());
    let of_text = Setter {
        name: &name,
        wire: &parameter.wire,
        kind: &parameter.kind,
        secret: parameter.properties.secret,
        returns: &quote!(Self),
    }
    .of_text();
    quote! {
        #docs
        #alias
        pub fn #name(self, #name: #ty) -> Self {
            #conversion
            Self { call: self.call #step }
        }

        #of_text
    }
}

fn send(operation: &Operation) -> TokenStream {
    let (output, error) = (kind::output(&operation.output), operation.error.name.ident());
    let send = match &operation.output {
        Output::Nothing => quote!(send_ignoring_body()),
        Output::Value(_) => quote!(send()),
        Output::List { single: true, .. } => quote!(send_one_or_many()),
        Output::List { items_in, .. } => {
            let items_in = optional(items_in.as_ref().map(|key| quote!(#key)));
            quote!(send_list(#items_in))
        }
    };
    let docs = Docs::of("Sends the call.")
        .then("# Errors")
        .then(format!("Returns [`Error::Api`] with a [`{}`] if the service rejects the call, and another variant of [`Error`] if it fails for another reason.", operation.error.name))
        .outer();
    quote! {
        #docs
        pub async fn send(self) -> Result<Response<#output>, Error<#error>> {
            self.call.#send.await
        }
    }
}

fn into_future(operation: &Operation) -> TokenStream {
    let name = operation.call.ident();
    let (output, error) = (kind::output(&operation.output), operation.error.name.ident());
    quote! {
        impl IntoFuture for #name {
            type Output = Result<Response<#output>, Error<#error>>;
            type IntoFuture = BoxFuture<'static, Self::Output>;

            fn into_future(self) -> Self::IntoFuture {
                Box::pin(self.send())
            }
        }
    }
}
