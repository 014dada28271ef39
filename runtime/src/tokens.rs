//! Access tokens: where they come from, and how they are got, kept and renewed in time.
//!
//! A call gets its [`AccessToken`] from a [`TokenSource`], of which a [`TokenProvider`] is one. [`Credentials`] say who the
//! application is and by which grant it gets its first token. The keeper gets it, renews it before it expires, and puts
//! each new token into a [`TokenStore`] before it is used.

mod access;
mod answer;
mod authorization;
mod credentials;
mod endpoint;
mod error;
mod exchange;
mod geolocation;
mod granting;
mod id_token;
mod provider;
mod refusal;
mod renewal;
mod saving;
mod single_flight;
mod source;
mod state;
mod store;
mod stored;

pub use access::{AccessToken, AccessTokenError};
pub(crate) use answer::Fields;
pub use authorization::{Authorization, AuthorizationError, Authorized, RedirectError};
pub use credentials::Credentials;
pub(crate) use endpoint::{TokenCall, TokenEndpoint};
pub use error::TokenError;
pub use geolocation::GeolocationError;
pub(crate) use geolocation::Hosts;
pub use id_token::{IdToken, IdTokenError};
pub use provider::TokenProvider;
pub use refusal::TokenRefusal;
pub(crate) use source::Fixed;
pub use source::TokenSource;
pub(crate) use state::Core;
pub use store::{
    FileTokenStore, MemoryTokenStore, StoreError, StoreLock, TokenKey, TokenStore, TokenVersion, VersionedToken,
};
pub use stored::{StoredToken, StoredTokenError};
