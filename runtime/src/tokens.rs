//! Getting tokens, keeping them, and renewing them in time.
//!
//! [`Credentials`] say who the application is and by which grant it gets its first token. A [`TokenKeeper`] gets it,
//! renews it before it expires, and puts each new token into a [`TokenStore`] before it is used.

mod answer;
mod authorization;
mod credentials;
mod exchange;
mod flight;
mod geolocation;
mod granting;
mod id_token;
mod keeper;
mod renewal;
mod store;
mod stored;

pub use authorization::{Authorization, AuthorizationError, Authorized, RedirectError};
pub use credentials::Credentials;
pub use geolocation::GeolocationError;
pub(crate) use geolocation::Hosts;
pub use id_token::{IdToken, IdTokenError};
pub use keeper::TokenKeeper;
pub(crate) use renewal::Core;
pub use store::{FileTokenStore, MemoryTokenStore, StoreError, TokenStore};
pub use stored::{StoredToken, StoredTokenError};
