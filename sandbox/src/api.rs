//! Calls, as described by the contract.

pub(crate) mod call;
pub(crate) mod links;
pub(crate) mod opened;
pub(crate) mod redact;
pub(crate) mod refusal;
pub(crate) mod routes;

use concur_spec::Contract;
use concur_spec::api::Api;

/// Returns the API with a key. A test checks that the contract has every API with rules.
pub(crate) fn find<'a>(contract: &'a Contract, key: &str) -> Option<&'a Api> {
    contract.apis.iter().find(|api| api.key == key)
}
