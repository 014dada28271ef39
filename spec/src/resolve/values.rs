//! Value sets, unions and error codes.

use super::names::Scope;
use super::{Resolver, name_of};
use crate::api::{ErrorCode, TypeName, UncodedError, Union, UnionCase, Value, ValueSet, ValueUse};
use crate::diagnostics::Diagnostic;
use crate::document::Type;

impl Resolver<'_> {
    pub(super) fn value_sets(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<ValueSet> {
        self.api
            .types
            .iter()
            .filter_map(|ty| self.value_set(ty, diagnostics))
            .collect()
    }

    fn value_set(&self, ty: &Type, diagnostics: &mut Vec<Diagnostic>) -> Option<ValueSet> {
        let values = ty.values.as_ref()?;
        let type_name = self.plan.value_set(ty.name.as_str())?.clone();
        let mut variants = Scope::new(format!("the variants of `{type_name}`"));
        let values = values.iter().map(|value| Value {
            wire: value.wire.text.clone(),
            name: variants.variant(name_of(value.name.as_ref(), &value.wire), diagnostics),
            doc: self.doc(&value.doc, &["types", ty.name.as_str(), "values", value.wire.as_str()]),
        });
        Some(ValueSet {
            values: values.collect(),
            name: ty.name.text.clone(),
            type_name,
            open: ty.closed.as_ref().is_none_or(|closed| closed.text != "true"),
            doc: self.section_doc(&ty.doc, ty.section.as_ref(), &["types", ty.name.as_str()]),
            uses: self.uses(ty.name.as_str()),
        })
    }

    /// The fields, then the parameters, that have a value set.
    fn uses(&self, name: &str) -> Vec<ValueUse> {
        let fields = self
            .api
            .types
            .iter()
            .flat_map(|ty| ty.rows().iter().map(move |row| (ty, row)));
        let fields = fields
            .filter(|(_, row)| row.column().ty.named() == Some(name))
            .map(|(ty, row)| ValueUse {
                owner: ty.name.text.clone(),
                field: row.wire().text.clone(),
                parameter: false,
            });
        let operations = self.api.operations.iter();
        let parameters = operations.flat_map(|operation| operation.parameters.iter().map(move |row| (operation, row)));
        let parameters = parameters
            .filter(|(_, row)| row.ty.named() == Some(name))
            .map(|(operation, row)| ValueUse {
                owner: operation.key.text.clone(),
                field: row.wire.text.clone(),
                parameter: true,
            });
        fields.chain(parameters).collect()
    }

    pub(super) fn unions(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Union> {
        self.api
            .types
            .iter()
            .filter_map(|ty| self.union(ty, diagnostics))
            .collect()
    }

    fn union(&self, ty: &Type, diagnostics: &mut Vec<Diagnostic>) -> Option<Union> {
        let cases = ty.cases.as_ref()?;
        let type_name = self.plan.union(ty.name.as_str())?.clone();
        let mut variants = Scope::new(format!("the variants of `{type_name}`"));
        let cases = cases.iter().filter_map(|case| {
            let model = self.plan.model_of(case.ty.as_str(), false)?.clone();
            let when = case.when.as_ref().map(|when| when.text.clone());
            Some(UnionCase {
                variant: variants.variant(&case.ty, diagnostics),
                model,
                when,
            })
        });
        Some(Union {
            cases: cases.collect(),
            name: ty.name.text.clone(),
            type_name,
            doc: self.section_doc(&ty.doc, ty.section.as_ref(), &["types", ty.name.as_str()]),
        })
    }

    /// A union with the models it can be.
    pub(super) fn union_models(&self, ty: &Type) -> Option<(TypeName, Vec<TypeName>)> {
        let models = ty
            .cases
            .as_ref()?
            .iter()
            .filter_map(|case| self.plan.model_of(case.ty.as_str(), false).cloned());
        Some((self.plan.union(ty.name.as_str())?.clone(), models.collect()))
    }

    pub(super) fn error_codes(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<ErrorCode> {
        let mut variants = Scope::new(format!("the error codes of `{}`", self.api.key.text));
        let codes = self.api.error_codes.iter().map(|code| ErrorCode {
            wire: code.wire.text.clone(),
            name: variants.variant(name_of(code.name.as_ref(), &code.wire), diagnostics),
            status: code
                .status
                .iter()
                .filter_map(|status| status.text.parse().ok())
                .collect(),
            messages: code.messages.clone(),
            doc: self.doc(&code.doc, &["error_codes", code.wire.as_str()]),
            remedy: code.remedy.clone(),
            not_carried_out: code.not_carried_out,
        });
        codes.collect()
    }

    pub(super) fn uncoded_errors(&self) -> Vec<UncodedError> {
        let errors = self.api.uncoded_errors.iter().enumerate();
        let errors = errors.map(|(index, error)| UncodedError {
            status: error.status.text.parse().unwrap_or_default(),
            message: error.message.clone(),
            doc: self.doc(&error.doc, &["uncoded_errors", &index.to_string()]),
        });
        errors.collect()
    }
}
