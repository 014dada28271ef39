//! Fields of partial updates.

/// A change to one field in a partial update: keep it, clear it, or set it.
///
/// In JSON these are a missing key, `null`, and a value.
///
/// ```
/// use sap_concur_runtime::Update;
///
/// let name: Update<String> = "Trip to Rome".into();
/// assert_eq!(name.value().map(String::as_str), Some("Trip to Rome"));
/// assert!(Update::<String>::default().is_keep());
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Update<T> {
    /// Keeps the field.
    #[default]
    Keep,
    /// Clears the field.
    Clear,
    /// Sets the field to this value.
    Set(T),
}

impl<T> Update<T> {
    /// Returns `true` if the field is kept.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Returns `true` if the field is cleared.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// Returns the new value if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Converts into the new value if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// Converts from `&Update<T>` to `Update<&T>`.
    pub fn as_ref(&self) -> Update<&T> {
        match self {
            Self::Keep => Update::Keep,
            Self::Clear => Update::Clear,
            Self::Set(value) => Update::Set(value),
        }
    }

    /// Converts the value with `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Update<U> {
        match self {
            Self::Keep => Update::Keep,
            Self::Clear => Update::Clear,
            Self::Set(value) => Update::Set(change(value)),
        }
    }
}

impl<T: Clone + PartialEq> Update<T> {
    /// Returns the update that turns `before` into `after`.
    ///
    /// ```
    /// use sap_concur_runtime::Update;
    ///
    /// assert_eq!(Update::between(Some(&1), Some(&1)), Update::Keep);
    /// assert_eq!(Update::between(Some(&1), Some(&2)), Update::Set(2));
    /// assert_eq!(Update::between(Some(&1), None), Update::Clear);
    /// ```
    pub fn between(before: Option<&T>, after: Option<&T>) -> Self {
        match after {
            _ if before == after => Self::Keep,
            Some(value) => Self::Set(value.clone()),
            None => Self::Clear,
        }
    }
}

impl<T> From<T> for Update<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Update<String> {
    fn from(text: &str) -> Self {
        Self::Set(text.to_owned())
    }
}
