//! Calls, as the contract describes them.

pub(crate) mod call;
pub(crate) mod redact;
pub(crate) mod refusal;
pub(crate) mod routes;

use concur_spec::Contract;
use concur_spec::api::Api;

/// The API with a key. All that have rules are in the contract, which a test makes sure of.
pub(crate) fn find<'a>(contract: &'a Contract, key: &str) -> Option<&'a Api> {
    contract.apis.iter().find(|api| api.key == key)
}
