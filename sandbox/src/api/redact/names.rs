//! Which names stand for a secret.

use std::collections::{BTreeMap, BTreeSet};

use concur_spec::api::{Api, Contract};

/// Parts of names that always stand for a secret, folded.
const PARTS: [&str; 19] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "assertion",
    "authorization",
    "authtoken",
    "cookie",
    "idtoken",
    "jwt",
    "passcode",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "refreshtoken",
    "requesttoken",
    "secret",
    "sessionid",
    "subscriptionkey",
];

/// Ends of names that always stand for a secret, folded.
const ENDS: [&str; 6] = ["auth", "authcode", "credential", "credentials", "pwd", "token"];

/// The names that stand for secrets: those that the contract marks, and those that stand for one anywhere, such as
/// `X-Api-Key`. All are folded.
#[derive(Debug, Clone)]
pub(crate) struct Secrets {
    marked: BTreeSet<String>,
    /// Names that are known not to be secret.
    plain: BTreeSet<String>,
    /// The secrets of an API, by API key: the `code` of a grant is secret, the `code` of a status is not.
    by_api: BTreeMap<String, Secrets>,
}

impl Secrets {
    /// Collects all parameters and fields that the contract marks as secret.
    pub(crate) fn of(contract: &Contract) -> Self {
        let all = contract.apis.iter().flat_map(names);
        let marked: BTreeSet<String> = all.filter(|(_, secret)| *secret).map(|(name, _)| name).collect();
        let of_api = |api: &Api| (api.key.clone(), Self::of_api(&marked, api));
        Self {
            by_api: contract.apis.iter().map(of_api).collect(),
            plain: BTreeSet::new(),
            marked,
        }
    }

    /// Excludes the names that the API also uses without marking them secret.
    fn of_api(marked: &BTreeSet<String>, api: &Api) -> Self {
        let (own, plain): (Vec<_>, Vec<_>) = names(api).partition(|(_, secret)| *secret);
        let own: BTreeSet<String> = own.into_iter().map(|(name, _)| name).collect();
        let plain = plain.into_iter().map(|(name, _)| name);
        Self {
            plain: plain.filter(|name| !own.contains(name)).collect(),
            marked: marked.clone(),
            by_api: BTreeMap::new(),
        }
    }

    /// Returns the secrets of an operation such as `request.create`. Without an operation, everything that is secret in
    /// any API.
    pub(crate) fn of_call(&self, operation: Option<&str>) -> &Self {
        let api = operation.and_then(|operation| operation.split_once('.'));
        api.and_then(|(api, _)| self.by_api.get(api)).unwrap_or(self)
    }

    /// Whether a name stands for a secret, in any spelling.
    pub(super) fn has(&self, name: &str) -> bool {
        let name = fold(name);
        let is_secret = || {
            self.marked.contains(&name)
                || PARTS.iter().any(|part| name.contains(part))
                || ENDS.iter().any(|end| name.ends_with(end))
        };
        !name.is_empty() && !self.plain.contains(&name) && is_secret()
    }
}

/// Returns the folded names of an API, and whether it marks them secret.
fn names(api: &Api) -> impl Iterator<Item = (String, bool)> {
    let parameters = api.operations.iter().flat_map(|operation| &operation.parameters);
    let parameters = parameters.map(|parameter| (fold(&parameter.wire), parameter.properties.secret));
    let fields = api.types.iter().flat_map(|ty| &ty.fields);
    parameters.chain(fields.map(|field| (fold(&field.wire), field.properties.secret)))
}

/// Folds a name: `Client-Secret`, `client_secret`, `clientSecret` and `CLIENT.SECRET` become `clientsecret`.
fn fold(name: &str) -> String {
    let letters = name.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
