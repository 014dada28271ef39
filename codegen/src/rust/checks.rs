//! The rules of what callers send, and the functions that check it.

use std::collections::BTreeSet;

use concur_spec::api::{Api, Kind, Member, Model, ModelField, Scalar, TypeName, Union};
use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::docs::Docs;
use super::members::{fields, model_of};
use super::names::{Name, ident};

/// Returns whether an operation of the API has a body.
pub(crate) fn has_bodies(api: &Api) -> bool {
    bodies(api).next().is_some()
}

/// Returns `checks.rs`.
pub(crate) fn items(api: &Api) -> Vec<TokenStream> {
    let mut items = vec![Docs::of("Checks of bodies before they are sent.").inner()];
    let sent = sent(api);
    let ruled = ruled(api, &sent);
    let models: Vec<&Model> = api.models.iter().filter(|model| sent.contains(&model.name)).collect();
    let is_body = |model: &&&Model| bodies(api).any(|body| body.name == model.name);
    items.extend(models.iter().filter(is_body).map(|model| methods(model)));
    items.extend(unions(api).map(methods_of_union));
    let needs_rules = |model: &&&Model| is_body(model) || ruled.contains(&model.name);
    items.extend(models.iter().filter(needs_rules).map(|model| rules(api, model, &ruled)));
    items
}

/// Returns the models that are bodies or their items, each once.
fn bodies(api: &Api) -> impl Iterator<Item = &Model> {
    api.models.iter().filter(|model| {
        let mut bodies = api.operations.iter().filter_map(|operation| operation.body.as_ref());
        bodies.any(|body| body.has_model(api, &model.name))
    })
}

/// Returns the unions that are bodies or their items, each once.
pub(super) fn unions(api: &Api) -> impl Iterator<Item = &Union> {
    let bodies = || api.operations.iter().filter_map(|operation| operation.body.as_ref());
    let is_body = move |union: &&Union| bodies().any(|body| body.model == union.type_name);
    api.unions.iter().filter(is_body)
}

/// Returns the models of bodies and of all that these contain.
fn sent(api: &Api) -> BTreeSet<&TypeName> {
    let mut sent = BTreeSet::new();
    let mut open: Vec<&Model> = bodies(api).collect();
    while let Some(model) = open.pop() {
        if sent.insert(&model.name) {
            let kinds = model.members.iter().flat_map(kinds);
            open.extend(kinds.flat_map(|kind| models_in(api, kind)));
        }
    }
    sent
}

fn kinds(member: &Member) -> Vec<&Kind> {
    match member {
        Member::Field(field) => vec![&field.kind],
        Member::Choice(choice) => choice.alternatives.iter().map(|one| &one.kind).collect(),
    }
}

fn models_in<'a>(api: &'a Api, kind: &Kind) -> Vec<&'a Model> {
    match innermost(kind) {
        Kind::Model(name) => model_of(api, name).into_iter().collect(),
        Kind::Union(name) => {
            let unions = api.unions.iter().filter(|union| union.type_name == *name);
            let cases = unions.flat_map(|union| &union.cases);
            cases.filter_map(|case| model_of(api, &case.model)).collect()
        }
        _ => Vec::new(),
    }
}

fn innermost(kind: &Kind) -> &Kind {
    match kind {
        Kind::List(item) | Kind::Map(item) => innermost(item),
        kind => kind,
    }
}

/// Returns the models among these that have rules, or contain a model that has.
fn ruled<'a>(api: &'a Api, sent: &BTreeSet<&'a TypeName>) -> BTreeSet<&'a TypeName> {
    let mut ruled = BTreeSet::new();
    loop {
        let models = || api.models.iter().filter(|model| sent.contains(&model.name));
        let more: Vec<&TypeName> = models()
            .filter(|model| !ruled.contains(&model.name) && !list(api, model, &ruled).is_empty())
            .map(|model| &model.name)
            .collect();
        if more.is_empty() {
            return ruled;
        }
        ruled.extend(more);
    }
}

/// The static with the rules of a model.
fn name(model: &Model) -> Ident {
    ident(&format!("{}_RULES", model.module.to_string().to_uppercase()))
}

fn methods(model: &Model) -> TokenStream {
    let (ty, rules) = (model.name.ident(), name(model));
    check_methods(
        &ty,
        &quote!(check::body(self, &#rules)),
        &quote!(check::body_with_required(self, &#rules, paths)),
    )
}

/// Returns the methods of a union, which check its case.
fn methods_of_union(union: &Union) -> TokenStream {
    let variants: Vec<Ident> = union.cases.iter().map(|case| case.variant.ident()).collect();
    check_methods(
        &union.type_name.ident(),
        &quote!(match self { #(Self::#variants(value) => value.check(),)* }),
        &quote!(match self { #(Self::#variants(value) => value.check_with_required(paths),)* }),
    )
}

fn check_methods(ty: &Ident, check: &TokenStream, check_with_required: &TokenStream) -> TokenStream {
    let docs = Docs::of("Checks what can be known before it is sent: required values that are blank, lists that are empty, values that are not in their value set, currency codes and lengths.")
        .then("The service also checks what differs by company, such as its codes and the fields that its policies require.")
        .then("# Errors")
        .then("Returns an error with all violations.")
        .outer();
    let more = Docs::of("Checks it like [`check`](Self::check), and that the fields at these paths have values: those that a policy of your company requires.")
        .then("A path has wire names, separated by dots, and leads to all items of a list. Where an object or a list on it is absent, nothing is required of it.")
        .then("# Errors")
        .then("Returns an error with all violations.")
        .outer();
    quote! {
        impl #ty {
            #docs
            #[inline]
            pub fn check(&self) -> Result<(), InvalidBodyError> {
                #check
            }

            #more
            pub fn check_with_required(
                &self,
                paths: impl IntoIterator<Item = impl AsRef<str>>,
            ) -> Result<(), InvalidBodyError> {
                #check_with_required
            }
        }
    }
}

fn rules(api: &Api, model: &Model, ruled: &BTreeSet<&TypeName>) -> TokenStream {
    let (name, rules) = (name(model), list(api, model, ruled));
    quote! {
        static #name: check::Rules = check::Rules { rules: &[#(#rules),*] };
    }
}

/// Returns the rules of a model, in its order. Members without a rule are left out.
fn list(api: &Api, model: &Model, ruled: &BTreeSet<&TypeName>) -> Vec<TokenStream> {
    model
        .members
        .iter()
        .flat_map(|member| match member {
            Member::Field(field) => field_rule(api, model, field, ruled).into_iter().collect(),
            Member::Choice(choice) => {
                let names = choice.alternatives.iter().map(|one| &one.wire);
                let each = choice.alternatives.iter().filter_map(|one| {
                    let (wire, value) = (&one.wire, value(api, &one.kind, ruled)?);
                    let maps = maps(&one.kind);
                    Some(quote!(check::field(&[#wire]) #maps #value))
                });
                std::iter::once(quote!(check::one_of(&[#(#names),*])))
                    .chain(each)
                    .collect::<Vec<_>>()
            }
        })
        .collect()
}

fn field_rule(api: &Api, model: &Model, field: &ModelField, ruled: &BTreeSet<&TypeName>) -> Option<TokenStream> {
    let names = names(model, field)?;
    let required = field.builder_required.then(|| quote!(.required()));
    let length = field.properties.max_length.map(|most| {
        let most = proc_macro2::Literal::u32_unsuffixed(most);
        quote!(.max_length(#most))
    });
    let value = value(api, &field.kind, ruled);
    let maps = value.is_some().then(|| maps(&field.kind)).flatten();
    let rule = [required, length, maps, value];
    let has_rule = rule.iter().any(Option::is_some);
    has_rule.then(|| quote!(check::field(&[#(#names),*]) #(#rule)*))
}

/// Returns the wire names that a rule is about: the name and the aliases of a field, or all names of a family. `None` for
/// the later fields of a family, which the rule of the first is about.
fn names<'a>(model: &'a Model, field: &'a ModelField) -> Option<Vec<&'a str>> {
    let Some(own) = field.family else {
        let aliases = field.spelling.iter().flat_map(|spelling| &spelling.aliases);
        return Some(
            std::iter::once(&field.wire)
                .chain(aliases)
                .map(String::as_str)
                .collect(),
        );
    };
    let of_family = |other: &&ModelField| other.family.is_some_and(|other| other.family == own.family);
    let members: Vec<&str> = fields(model)
        .filter(of_family)
        .map(|field| field.wire.as_str())
        .collect();
    (members.first() == Some(&field.wire.as_str())).then_some(members)
}

/// Says how many maps a value is in, if it is in any.
fn maps(kind: &Kind) -> Option<TokenStream> {
    fn depth(kind: &Kind) -> u8 {
        match kind {
            Kind::Map(of) => depth(of).saturating_add(1),
            Kind::List(item) => depth(item),
            _ => 0,
        }
    }
    let depth = Some(depth(kind)).filter(|depth| *depth > 0)?;
    let depth = proc_macro2::Literal::u8_unsuffixed(depth);
    Some(quote!(.in_maps(#depth)))
}

/// Returns the rule of a value, if it has one.
fn value(api: &Api, kind: &Kind, ruled: &BTreeSet<&TypeName>) -> Option<TokenStream> {
    match innermost(kind) {
        Kind::Scalar(Scalar::Currency) => Some(quote!(.currency())),
        Kind::ValueSet(name) => {
            let set = api.value_sets.iter().find(|set| set.type_name == *name && set.open)?;
            let values = set.values.iter().map(|value| &value.wire);
            Some(quote!(.values(&[#(#values),*])))
        }
        Kind::Model(model) if ruled.contains(model) => {
            let rules = name(model_of(api, model)?);
            Some(quote!(.object(&#rules)))
        }
        Kind::Union(union) if models_in(api, kind).iter().any(|model| ruled.contains(&model.name)) => {
            let union = api.unions.iter().find(|own| own.type_name == *union)?;
            let cases = union.cases.iter().filter_map(|case| {
                let model = model_of(api, &case.model)?;
                let when = case.when.as_ref().map(|key| quote!(.when(#key)));
                let is = case.is.as_ref().map(|value| quote!(.is(#value)));
                let rules = match ruled.contains(&model.name) {
                    true => {
                        let name = name(model);
                        quote!(&#name)
                    }
                    false => quote!(&check::NO_RULES),
                };
                Some(quote!(check::case(#rules) #when #is))
            });
            Some(quote!(.union(&[#(#cases),*])))
        }
        _ => None,
    }
}
