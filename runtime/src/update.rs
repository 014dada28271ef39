//! Three states of a field in a partial update.

/// What an update does to one field: leave it, empty it, or set it.
///
/// On the wire these are a key that is absent, a key with `null`, and a key with a value.
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
    /// Leave the field as it is.
    #[default]
    Keep,
    /// Empty the field.
    Clear,
    /// Give the field this value.
    Set(T),
}

impl<T> Update<T> {
    /// Whether the field is left as it is.
    pub fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }

    /// Whether the field is emptied.
    pub fn is_clear(&self) -> bool {
        matches!(self, Self::Clear)
    }

    /// The new value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The new value, if there is one, taken out.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Set(value) => Some(value),
            Self::Keep | Self::Clear => None,
        }
    }

    /// The same update over a reference to the value.
    pub fn as_ref(&self) -> Update<&T> {
        match self {
            Self::Keep => Update::Keep,
            Self::Clear => Update::Clear,
            Self::Set(value) => Update::Set(value),
        }
    }

    /// The same update with the value changed by `change`.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Update<U> {
        match self {
            Self::Keep => Update::Keep,
            Self::Clear => Update::Clear,
            Self::Set(value) => Update::Set(change(value)),
        }
    }
}

impl<T: Clone + PartialEq> Update<T> {
    /// What makes `before` into `after`.
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
