//! What the builders of request types are made of.
//!
//! A builder has one type parameter per required field. It is [`Missing`] until the field is given and [`Given`] from
//! then on, and `build` asks that each [`IsGiven`]. Meanwhile the place of a missing value is taken by a [`Blank`].

use crate::{Additional, CurrencyCode, Date, Decimal, Json, JsonList, Secret, TimeOfDay, Timestamp, Update};

/// A required field of a builder that has not been given yet. There are no values of it.
#[derive(Debug, Clone, Copy)]
pub enum Missing {}

/// A required field of a builder that has been given. There are no values of it.
#[derive(Debug, Clone, Copy)]
pub enum Given {}

/// What a required field has to be for `build`: [`Given`].
#[diagnostic::on_unimplemented(
    message = "a required field is not given",
    label = "a field that it requires is missing",
    note = "the bound that is not satisfied names the setter to call first: `HasName` is `.name(…)`"
)]
pub trait IsGiven {}

impl IsGiven for Given {}

/// A value that means nothing: it holds a place until the real one is given, and never leaves the builder.
#[doc(hidden)]
pub trait Blank {
    /// Such a value; cheap to make.
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
