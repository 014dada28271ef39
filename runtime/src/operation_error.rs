//! Trait implementations for generated error enums.

/// Implements `Deref` to the [`ApiError`](crate::ApiError) inside it, `Display` and `Error` for the error enum of an
/// operation, which must implement [`OperationError`](crate::OperationError).
///
/// ```
/// use sap_concur_runtime::{ApiError, OperationError, operation_error};
///
/// #[derive(Clone, Debug)]
/// pub enum GetError {
///     NotFound(ApiError<String>),
///     Other(ApiError<String>),
/// }
///
/// impl OperationError for GetError {
///     type Code = String;
///
///     fn from_api_error(error: ApiError<String>) -> Self {
///         match error.status().as_u16() {
///             404 => Self::NotFound(error),
///             _ => Self::Other(error),
///         }
///     }
///
///     fn api_error(&self) -> &ApiError<String> {
///         match self {
///             Self::NotFound(error) | Self::Other(error) => error,
///         }
///     }
/// }
///
/// operation_error!(GetError);
/// ```
#[macro_export]
macro_rules! operation_error {
    ($name:ident) => {
        impl ::core::ops::Deref for $name {
            type Target = $crate::ApiError<<Self as $crate::OperationError>::Code>;

            fn deref(&self) -> &Self::Target {
                $crate::OperationError::api_error(self)
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt($crate::OperationError::api_error(self), f)
            }
        }

        impl ::std::error::Error for $name {}
    };
}
