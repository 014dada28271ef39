//! Resolves value sets, unions and error codes.

use super::names::Scope;
use super::plan::UnionPlan;
use super::{Resolver, name_of};
use crate::api::{ErrorCode, UncodedError, Union, UnionCase, Value, ValueSet, ValueUse};
use crate::diagnostics::Diagnostic;
use crate::document::{Case, Type};
use crate::tree::Text;

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
            doc: self.row_doc(
                self.doc(&value.doc, &["types", ty.name.as_str(), "values", value.wire.as_str()]),
                value.document.as_ref(),
                ty.document.as_ref(),
            ),
        });
        Some(ValueSet {
            values: values.collect(),
            name: ty.name.text.clone(),
            is_shared: self.shared_with(ty).is_some(),
            type_name,
            is_integer: ty.is_integer_set(),
            open: ty.closed.as_ref().is_none_or(|closed| closed.text != "true"),
            doc: self.type_doc(ty),
            uses: self.uses(ty.name.as_str()),
        })
    }

    /// Returns the uses of a value set: fields, then parameters.
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
            .flat_map(|ty| self.unions_of(ty, diagnostics))
            .collect()
    }

    /// Returns the enum of a union, and those of what is sent, if that differs.
    fn unions_of(&self, ty: &Type, diagnostics: &mut Vec<Diagnostic>) -> Vec<Union> {
        let Some(cases) = &ty.cases else {
            return Vec::new();
        };
        let plans = self.plan.unions(ty.name.as_str()).iter().enumerate();
        let unions = plans.map(|(index, plan)| Union {
            is_separate: index > 0,
            ..self.union((ty, cases), plan, diagnostics)
        });
        unions.collect()
    }

    fn union(&self, (ty, cases): (&Type, &[Case]), plan: &UnionPlan, diagnostics: &mut Vec<Diagnostic>) -> Union {
        let type_name = &plan.name;
        let mut variants = Scope::new(format!("the variants of `{type_name}`"));
        let cases = cases.iter().filter_map(|case| {
            let model = self.plan.case(case.ty.as_str(), plan.view)?.clone();
            let text = |text: &Option<Text>| text.as_ref().map(|text| text.text.clone());
            Some(UnionCase {
                variant: variants.variant(&case.ty, diagnostics),
                model,
                when: text(&case.when),
                is: text(&case.is),
            })
        });
        Union {
            cases: cases.collect(),
            name: ty.name.text.clone(),
            is_shared: self.shared_with(ty).is_some(),
            type_name: type_name.clone(),
            is_separate: false,
            doc: self.type_doc(ty),
        }
    }

    pub(super) fn error_codes(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<ErrorCode> {
        let mut variants = Scope::new(format!("the error codes of `{}`", self.api.key.text));
        let codes = self.api.error_codes.iter().map(|code| ErrorCode {
            wire: code.wire.text.clone(),
            name: variants.variant(name_of(code.name.as_ref(), &code.wire), diagnostics),
            status: code
                .status
                .iter()
                .filter_map(|status| status.text.parse::<u16>().ok())
                .collect(),
            messages: code.messages.clone(),
            doc: self.row_doc(
                self.doc(&code.doc, &["error_codes", code.wire.as_str()]),
                code.document.as_ref(),
                None,
            ),
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
            doc: self.row_doc(
                self.doc(&error.doc, &["uncoded_errors", &index.to_string()]),
                error.document.as_ref(),
                None,
            ),
        });
        errors.collect()
    }
}
