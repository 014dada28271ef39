//! Resolves types, as in the tables of the documents.

use super::draft::accepts;
use super::{Resolver, names};
use crate::api::{Access, Accessor, Constructor, Doc, Family, Preset, Required, Type, TypeField, TypeRef};
use crate::document::{self, FieldOrFamily, FieldSpec, TypeShape};

impl Resolver<'_> {
    pub(super) fn tables(&self) -> Vec<Type> {
        self.api
            .types
            .iter()
            .filter(|ty| ty.fields.is_some())
            .map(|ty| self.table(ty))
            .collect()
    }

    fn table(&self, ty: &document::Type) -> Type {
        let mut table = Type {
            name: ty.name.text.clone(),
            inline: ty.inline,
            is_shared: ty.is_shared,
            shorthand: ty.shorthand.as_ref().map(|wire| wire.text.clone()),
            display: ty.display.iter().map(|wire| wire.text.clone()).collect(),
            accessors: accessors(ty),
            constructors: constructors(ty),
            doc: self.type_doc(ty),
            fields: Vec::new(),
            families: Vec::new(),
        };
        for (row, item) in ty.rows().iter().enumerate() {
            let doc = self.field_doc(ty, item.column(), item.wire().as_str());
            match item {
                FieldOrFamily::Field(field) => table.fields.push(TypeField {
                    wire: field.wire.text.clone(),
                    ty: type_ref(&field.column.ty),
                    format: field.column.format.clone(),
                    required: required(&field.required),
                    default: field.default.as_ref().map(preset),
                    access: access(&field.column, &field.required),
                    guaranteed: field.guaranteed,
                    aliases: field.aliases.iter().map(|alias| alias.text.clone()).collect(),
                    accepts: accepts(&field.column),
                    properties: field.column.properties,
                    row,
                    doc,
                }),
                FieldOrFamily::Family(family) => table.families.extend(family.range.as_ref().map(|range| Family {
                    prefix: range.prefix.clone(),
                    from: range.from,
                    to: range.to,
                    element: type_ref(&family.column.ty),
                    format: family.column.format.clone(),
                    access: access(&family.column, &document::Required::No),
                    accepts: accepts(&family.column),
                    properties: family.column.properties,
                    row,
                    doc,
                })),
            }
        }
        table
    }

    fn field_doc(&self, ty: &document::Type, column: &FieldSpec, wire: &str) -> Doc {
        let doc = Doc {
            example: column.example.as_ref().map(|example| example.text.clone()),
            ..self.doc(&column.doc, &["types", ty.name.as_str(), "fields", wire])
        };
        self.row_doc(doc, column.document.as_ref(), ty.document.as_ref())
    }
}

/// Returns the access of a row. An update can clear only what it can set and leave out.
fn access(column: &FieldSpec, required: &document::Required) -> Access {
    let access = column.access;
    let is_optional = matches!(required, document::Required::No);
    Access {
        clearable: access.clearable && is_optional && !access.read_only && !access.create_only,
        ..access
    }
}

/// Returns the default of a field, as its builder sets it.
pub(super) fn preset(default: &document::FieldDefault) -> Preset {
    let mut values = default.values.iter().map(|value| value.text.clone());
    match default.is_list {
        true => Preset::List(values.collect()),
        false => Preset::One(values.next().unwrap_or_default()),
    }
}

fn required(required: &document::Required) -> Required {
    match required {
        document::Required::No => Required::No,
        document::Required::Always => Required::Always,
        document::Required::OnCreate => Required::OnCreate,
        document::Required::OneOf(group) => Required::OneOf(group.text.clone()),
    }
}

/// Converts a type expression. A broken one has been reported.
pub(super) fn type_ref(ty: &document::TypeRef) -> TypeRef {
    match &ty.shape {
        TypeShape::Scalar(scalar) => TypeRef::Scalar(*scalar),
        TypeShape::Named(name) => TypeRef::Named(name.clone()),
        TypeShape::List(item) => TypeRef::List(Box::new(type_ref(item))),
        TypeShape::Map(value) => TypeRef::Map(Box::new(type_ref(value))),
        TypeShape::Broken => TypeRef::Scalar(crate::api::Scalar::String),
    }
}

fn accessors(ty: &document::Type) -> Vec<Accessor> {
    let accessors = ty.accessors.iter().map(|accessor| Accessor {
        name: names::member_method(&accessor.name),
        path: accessor.path.text.clone(),
        doc: accessor.doc.clone(),
    });
    accessors.collect()
}

fn constructors(ty: &document::Type) -> Vec<Constructor> {
    let constructors = ty.constructors.iter().map(|constructor| Constructor {
        name: names::member_method(&constructor.name),
        fields: constructor.fields.iter().map(|wire| wire.text.clone()).collect(),
        doc: constructor.doc.clone(),
    });
    constructors.collect()
}
