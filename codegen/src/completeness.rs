//! Checks that every item of the contract is in the generated public API.

use concur_spec::Contract;
use concur_spec::api::{Api, Member, Model};

use crate::InternalError;
use crate::public_api::PublicApi;
use crate::rust::identifier;

/// Checks that the public API has each grant, scope, operation, model, field, choice, value, union and code of the
/// contract.
///
/// # Errors
///
/// Returns an error that names the first missing item.
pub(crate) fn check(contract: &Contract, public_api: &PublicApi) -> Result<(), InternalError> {
    let mut expected = Vec::new();
    for center in &contract.platform.data_centers {
        expected.push(format!("sap_concur::DataCenter::{}: variant", center.name));
    }
    for limit in &contract.platform.limits {
        expected.push(format!("sap_concur::limits::{}: const", limit.key.to_uppercase()));
    }
    if let Some(tokens) = &contract.platform.tokens {
        expected.push(String::from("sap_concur::Concur::tokens("));
        for method in tokens
            .authorize
            .iter()
            .flat_map(|_| ["authorization", "authorization_at"])
        {
            expected.push(format!("sap_concur::Concur::{method}("));
        }
        for grant in &contract.platform.grants {
            let name = identifier(grant.name.as_str());
            expected.push(format!("sap_concur::Credentials::{name}("));
        }
    }
    for api in &contract.apis {
        expect_api(api, &mut expected);
    }
    let missing: Vec<&String> = expected.iter().filter(|line| !present(public_api, line)).collect();
    match &missing[..] {
        [] => Ok(()),
        [first, ..] => Err(InternalError::new(format!(
            "{} items of the specification are not generated, the first is `{first}`",
            missing.len()
        ))),
    }
}

/// Returns whether a line starts with the text.
fn present(public_api: &PublicApi, start: &str) -> bool {
    public_api
        .range(start.to_owned()..)
        .next()
        .is_some_and(|(line, _)| line.starts_with(start))
}

fn expect_api(api: &Api, expected: &mut Vec<String>) {
    let module = format!("sap_concur::{}", identifier(api.module.as_str()));
    for operation in &api.operations {
        expected.push(format!(
            "{module}::{}::{}(",
            api.handle,
            identifier(operation.method_name.as_str())
        ));
        expected.push(format!("{module}::calls::{}: struct", operation.call));
        expected.push(format!("{module}::calls::{}::send(", operation.call));
        if operation.pagination.is_some() {
            expected.push(format!("{module}::calls::{}::stream(", operation.call));
        }
        for waiter in api.waiters.iter().filter(|waiter| waiter.operation == operation.key) {
            let method = identifier(waiter.method_name.as_str());
            expected.push(format!("{module}::{}::{method}(", api.handle));
            expected.push(format!("{module}::calls::{}::{method}(", operation.call));
        }
        for parameter in operation.parameters.iter().filter(|parameter| !parameter.is_argument()) {
            expected.push(format!(
                "{module}::calls::{}::{}(",
                operation.call,
                identifier(parameter.name.as_str())
            ));
        }
        for variant in &operation.error.variants {
            expected.push(format!("{module}::{}::{}(", operation.error.name, variant.name));
            expected.extend(
                variant
                    .body
                    .iter()
                    .map(|body| format!("{module}::{}::{}(", operation.error.name, body.method)),
            );
        }
    }
    for fields in &api.filters {
        let constants = fields.fields.iter();
        expected.extend(constants.map(|field| format!("{module}::{}::{}: ", fields.name, field.name)));
    }
    expected.extend(
        api.scopes
            .iter()
            .map(|scope| format!("{module}::scopes::{}: const", scope.name)),
    );
    for help in ["meaning", "remedy"] {
        expected.push(format!("{module}::{}::{help}(", api.error_code));
    }
    for model in &api.models {
        expect_model(&module, model, expected);
    }
    for set in &api.value_sets {
        expected.extend(set.values.iter().map(|value| {
            format!(
                "{module}::{}::{}: variant",
                set.type_name,
                identifier(value.name.as_str())
            )
        }));
    }
    for union in &api.unions {
        expected.extend(
            union
                .cases
                .iter()
                .map(|case| format!("{module}::{}::{}(", union.type_name, case.variant)),
        );
    }
    expected.extend(api.error_codes.iter().map(|code| {
        format!(
            "{module}::{}::{}: variant",
            api.error_code,
            identifier(code.name.as_str())
        )
    }));
}

fn expect_model(module: &str, model: &Model, expected: &mut Vec<String>) {
    let path = format!("{module}::{}", model.name);
    expected.push(format!("{path}: struct"));
    for member in &model.members {
        match member {
            Member::Field(field) => expected.push(format!("{path}.{}: ", identifier(field.name.as_str()))),
            Member::Choice(choice) => {
                expected.push(format!("{path}.{}: ", identifier(choice.name.as_str())));
                let variants = choice.alternatives.iter();
                expected.extend(variants.map(|one| format!("{module}::{}::{}(", choice.type_name, one.variant)));
            }
        }
    }
    for family in &model.families {
        expected.extend(
            [&family.get, &family.set, &family.filled]
                .map(|method| format!("{path}::{}(", identifier(method.as_str()))),
        );
    }
}

mod tests;
