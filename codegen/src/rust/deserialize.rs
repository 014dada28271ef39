//! Deserialization of a model: a visitor that borrows keys, treats null as absent, keeps unknown fields and reports the
//! path of an error.

use concur_spec::api::{Accept, Api, Choice, FieldName, Kind, Member, Model, ModelField, Presence, Scalar, WireForm};
use proc_macro2::{Ident, Literal, TokenStream};
use quote::quote;

use super::imports::free;
use super::kind;
use super::members::has_default;
use super::names::{Name, ident};
use super::serialize::words;

pub(crate) fn items(api: &Api, model: &Model) -> Vec<TokenStream> {
    let name = model.name.ident();
    let visitor = free(api, &format!("{}Visitor", model.name));
    let (deserializer, access) = (free(api, "D"), free(api, "A"));
    let expecting = format!("an object, {}", model.source);
    let body = body(model, &name);
    vec![quote! {
        impl<'de> Deserialize<'de> for #name {
            fn deserialize<#deserializer: Deserializer<'de>>(deserializer: #deserializer) -> Result<Self, #deserializer::Error> {
                deserializer.deserialize_map(#visitor)
            }
        }

        struct #visitor;

        impl<'de> Visitor<'de> for #visitor {
            type Value = #name;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(#expecting)
            }

            fn visit_map<#access: MapAccess<'de>>(self, map: #access) -> Result<#name, #access::Error> {
                #body
            }
        }
    }]
}

fn body(model: &Model, name: &Ident) -> TokenStream {
    let start = if has_default(model) {
        quote!(#name::default())
    } else {
        quote!(<#name as Blank>::blank())
    };
    let required: Vec<&Member> = model.members.iter().filter(|member| required(member)).collect();
    let locals = required.iter().map(|member| local(member));
    let arms = model.members.iter().map(|member| match member {
        Member::Field(field) => arm(field),
        Member::Choice(choice) => choice_arms(choice),
    });
    let ends = required.iter().map(|member| end(member));
    quote! {
        let mut model = #start;
        #(#locals)*
        let mut fields = decode::Fields::new(map);
        while let Some(key) = fields.next_key()? {
            let name = key.as_str();
            match name {
                #(#arms)*
                _ => fields.additional(key)?,
            }
        }
        #(#ends)*
        model.additional = fields.end();
        Ok(model)
    }
}

/// Returns whether reading fails without the member.
fn required(member: &Member) -> bool {
    match member {
        Member::Choice(_) => true,
        Member::Field(field) => field.presence == Presence::Required,
    }
}

fn local(member: &Member) -> TokenStream {
    match member {
        Member::Choice(choice) => {
            let (found, ty) = (found(&choice.name), choice.type_name.ident());
            quote!(let mut #found: Option<#ty> = None;)
        }
        Member::Field(field) => {
            let (found, ty) = (found(&field.name), kind::field_value(field));
            quote!(let mut #found: Option<#ty> = None;)
        }
    }
}

/// Returns the variable that holds a member until all fields are read; its prefix avoids collisions.
fn found(name: &FieldName) -> Ident {
    ident(&format!("found_{name}"))
}

fn end(member: &Member) -> TokenStream {
    match member {
        Member::Choice(choice) => {
            let (name, found, wires) = (choice.name.ident(), found(&choice.name), wires(choice));
            quote!(model.#name = #found.ok_or_else(|| decode::missing(#wires))?;)
        }
        Member::Field(field) => {
            let (name, found, wire) = (field.name.ident(), found(&field.name), &field.wire);
            quote!(model.#name = #found.ok_or_else(|| decode::missing(#wire))?;)
        }
    }
}

/// Returns `userId, userEmail or userLoginId`.
fn wires(choice: &Choice) -> String {
    let wires: Vec<&str> = choice
        .alternatives
        .iter()
        .map(|alternative| alternative.wire.as_str())
        .collect();
    match &wires[..] {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        wires => wires.join(""),
    }
}

fn arm(field: &ModelField) -> TokenStream {
    let (name, wire, function) = (field.name.ident(), &field.wire, function(field));
    let words = words(field).map(|words| quote!(, #words));
    let place = if field.presence == Presence::Required {
        let found = found(&field.name);
        quote!(#found)
    } else {
        quote!(model.#name)
    };
    let is_collection = matches!(field.kind, Kind::List(_) | Kind::Map(_));
    let value = match field.presence {
        Presence::Required if is_collection => quote!(Some(fields.#function(name)?)),
        _ => quote!(fields.#function(name #words)?),
    };
    let Some(spelling) = &field.spelling else {
        return quote!(#wire => #place = #value,);
    };
    let spelled = spelling.name.ident();
    let names = std::iter::once(wire).chain(&spelling.aliases).zip(0u8..);
    let arms = names.map(|(wire, index)| {
        let spelling = match index.checked_sub(1).map(Literal::u8_unsuffixed) {
            None => quote!(Spelling::FIRST),
            Some(alias) => quote!(Spelling::alias(#alias)),
        };
        if function == "optional" {
            // A null under one name must not overwrite a value under another.
            quote!(#wire => fields.spelled(name, #spelling, &mut #place, &mut model.#spelled)?,)
        } else {
            quote! {
                #wire => {
                    #place = #value;
                    model.#spelled = #spelling;
                }
            }
        }
    });
    quote!(#(#arms)*)
}

/// Returns the function of the runtime that reads the value of a field.
fn function(field: &ModelField) -> Ident {
    let coerced = matches!(field.kind, Kind::Scalar(Scalar::Boolean | Scalar::Integer));
    let list = matches!(field.kind, Kind::List(_));
    let map = matches!(field.kind, Kind::Map(_));
    let date = field.accepts.contains(&Accept::DateTime);
    let json = field.kind == Kind::Scalar(Scalar::Json);
    let single = field.accepts.contains(&Accept::Single);
    let blank = field.presence == Presence::Optional && field.accepts.contains(&Accept::Blank);
    ident(match field.presence {
        Presence::Clearable if words(field).is_some() => "update_word",
        Presence::Clearable if field.properties.wire_form == WireForm::Text => "update_text",
        Presence::Clearable if coerced => "update_coerced",
        Presence::Clearable if date => "update_date",
        Presence::Clearable => "update",
        _ if words(field).is_some() => "word",
        _ if field.properties.wire_form == WireForm::Text => "text",
        _ if coerced => "coerced",
        _ if date => "date",
        _ if json => "json",
        Presence::Collection | Presence::Required if single => "one_or_many",
        Presence::Collection | Presence::Required if map => "map",
        Presence::Collection => "list",
        Presence::Required if list => "list",
        _ if blank => "filled",
        _ => "optional",
    })
}

fn choice_arms(choice: &Choice) -> TokenStream {
    let (found, ty, wires) = (found(&choice.name), choice.type_name.ident(), wires(choice));
    let arms = choice.alternatives.iter().map(|alternative| {
        let (variant, wire) = (alternative.variant.ident(), &alternative.wire);
        quote! {
            #wire => {
                if let Some(value) = fields.optional(name)?
                    && #found.replace(#ty::#variant(value)).is_some()
                {
                    return Err(decode::only_one(#wires));
                }
            }
        }
    });
    quote!(#(#arms)*)
}
