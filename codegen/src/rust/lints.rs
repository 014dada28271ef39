//! Exceptions from clippy's lints, where an API has more of something than a program by hand would.

use proc_macro2::TokenStream;
use quote::quote;

/// The most arguments of a function that clippy takes, the receiver included.
const MAX_ARGUMENTS: usize = 7;

/// The number of type parameters from which clippy takes a builder for too complex.
const MANY_PARAMETERS: usize = 9;

/// Allows a function to have this many arguments.
pub(crate) fn arguments(count: usize) -> Option<TokenStream> {
    (count > MAX_ARGUMENTS).then(|| quote!(#[allow(clippy::too_many_arguments, reason = "all of them are required")]))
}

/// Allows the builder of a file to have this many type parameters.
pub(crate) fn type_parameters(count: usize) -> Option<TokenStream> {
    (count >= MANY_PARAMETERS).then(
        || quote!(#![allow(clippy::type_complexity, reason = "a builder has a type parameter for each required value")]),
    )
}

/// Allows a module to have the name of the one that contains it.
pub(crate) fn inception() -> TokenStream {
    quote!(#[allow(clippy::module_inception, reason = "a type of the API has this name")])
}
