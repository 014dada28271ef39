//! Building blocks of the builders of request types.
//!
//! A builder has one type parameter per required field: [`Missing`] until the field is set, then [`Given`]. `build`
//! requires that each [`IsGiven`]. Until then a [`Blank`] takes the place of the value.

#[doc(hidden)]
pub use crate::invalid_value::parse;
use crate::{
    Additional, CivilDateTime, CurrencyCode, Date, Decimal, Json, JsonList, JsonMap, Secret, TimeOfDay, Timestamp,
    Update,
};

/// Marks a required field that has not been set. Uninhabited.
#[derive(Debug, Clone, Copy)]
pub enum Missing {}

/// Marks a required field that has been set. Uninhabited.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// Requirement of `build` for required fields: [`Given`].
#[diagnostic::on_unimplemented(
    message = "a required field is not set",
    label = "a required field is missing",
    note = "the bound that is not satisfied names the setter to call first: `HasName` is `.name(…)`"
)]
pub trait IsGiven {}

impl IsGiven for Given {}

/// A placeholder value until the real one is set. It never leaves the builder.
#[doc(hidden)]
pub trait Blank {
    /// Creates the placeholder; cheap.
    fn blank() -> Self;
}

macro_rules! blank {
    ($($type:ty = $value:expr),* $(,)?) => {
        $(impl Blank for $type {
            fn blank() -> Self {
                $value
            }
        })*
    };
}

blank! {
    String = Self::new(),
    bool = false,
    i32 = 0,
    i64 = 0,
    u32 = 0,
    u64 = 0,
    Decimal = Self::ZERO,
    Date = Self::BLANK,
    TimeOfDay = Self::BLANK,
    Timestamp = Self::BLANK,
    CivilDateTime = Self::BLANK,
    CurrencyCode = Self::from(String::new()),
    Secret = Self::default(),
    Json = Self::default(),
    Additional = Self::default(),
}

impl<T> Blank for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for JsonList<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for JsonMap<T> {
    fn blank() -> Self {
        Self::new()
    }
}

impl<T> Blank for Option<T> {
    fn blank() -> Self {
        None
    }
}

impl<T> Blank for Update<T> {
    fn blank() -> Self {
        Self::Keep
    }
}

impl<T: Blank> Blank for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }
}
