//! Fields by which expressions select.

use std::{fmt, marker::PhantomData};

use super::expression::{Filter, FilterCondition};
use super::tree::{Test, Tree};
use super::value::{FilterOrdered, quoted};

/// A field of objects of the type `T`, with values of the type `V`, by which a [`Filter`] selects.
///
/// The methods depend on `V`: a `String` can be compared for equality and in parts, a `bool` only for equality, and
/// numbers and times by their order. If the field is a list, or in the items of a list, any of its values counts.
pub struct FilterField<T, V> {
    path: &'static str,
    of: PhantomData<fn() -> (T, V)>,
}

/// A list of objects of the type `I` in objects of the type `T`, by whose items a [`Filter`] selects.
pub struct FilterList<T, I> {
    path: &'static str,
    of: PhantomData<fn() -> (T, I)>,
}

impl<T, V> FilterField<T, V> {
    /// Creates a field from its path in the notation of RFC 7644: `name.familyName`.
    #[must_use]
    pub const fn new(path: &'static str) -> Self {
        let of = PhantomData;
        Self { path, of }
    }

    /// Returns the path.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Selects objects that have a value.
    pub fn is_present(self) -> FilterCondition<T> {
        FilterCondition::of(self.test("pr", None))
    }

    fn test(self, operator: &'static str, value: Option<String>) -> Tree {
        let path = self.path;
        Tree::Test(Test { path, operator, value })
    }

    fn condition(self, operator: &'static str, value: String) -> FilterCondition<T> {
        FilterCondition::of(self.test(operator, Some(value)))
    }

    fn filter(self, operator: &'static str, value: String) -> Filter<T> {
        Filter::of(self.test(operator, Some(value)))
    }
}

/// Texts.
impl<T> FilterField<T, String> {
    /// Selects objects whose value is this one.
    pub fn equals(self, value: impl AsRef<str>) -> FilterCondition<T> {
        self.condition("eq", quoted(value.as_ref()))
    }

    /// Selects objects whose value is another one.
    pub fn not_equal(self, value: impl AsRef<str>) -> Filter<T> {
        self.filter("ne", quoted(value.as_ref()))
    }

    /// Selects objects whose value contains the text.
    pub fn contains(self, part: impl AsRef<str>) -> FilterCondition<T> {
        self.condition("co", quoted(part.as_ref()))
    }

    /// Selects objects whose value starts with the text.
    pub fn starts_with(self, part: impl AsRef<str>) -> FilterCondition<T> {
        self.condition("sw", quoted(part.as_ref()))
    }

    /// Selects objects whose value ends with the text.
    pub fn ends_with(self, part: impl AsRef<str>) -> FilterCondition<T> {
        self.condition("ew", quoted(part.as_ref()))
    }
}

/// Booleans.
impl<T> FilterField<T, bool> {
    /// Selects objects whose value is this one.
    pub fn equals(self, value: bool) -> FilterCondition<T> {
        self.condition("eq", value.to_string())
    }

    /// Selects objects whose value is another one.
    pub fn not_equal(self, value: bool) -> Filter<T> {
        self.filter("ne", value.to_string())
    }
}

/// Numbers and times.
impl<T, V: FilterOrdered> FilterField<T, V> {
    /// Selects objects whose value is this one.
    pub fn equals(self, value: impl Into<V>) -> FilterCondition<T> {
        self.condition("eq", value.into().literal())
    }

    /// Selects objects whose value is another one.
    pub fn not_equal(self, value: impl Into<V>) -> Filter<T> {
        self.filter("ne", value.into().literal())
    }

    /// Selects objects whose value is more, or later.
    pub fn greater_than(self, value: impl Into<V>) -> Filter<T> {
        self.filter("gt", value.into().literal())
    }

    /// Selects objects whose value is this one, or more, or later.
    pub fn at_least(self, value: impl Into<V>) -> Filter<T> {
        self.filter("ge", value.into().literal())
    }

    /// Selects objects whose value is less, or earlier.
    pub fn less_than(self, value: impl Into<V>) -> Filter<T> {
        self.filter("lt", value.into().literal())
    }

    /// Selects objects whose value is this one, or less, or earlier.
    pub fn at_most(self, value: impl Into<V>) -> Filter<T> {
        self.filter("le", value.into().literal())
    }
}

impl<T, I> FilterList<T, I> {
    /// Creates a list from its path in the notation of RFC 7644: `emails`.
    #[must_use]
    pub const fn new(path: &'static str) -> Self {
        let of = PhantomData;
        Self { path, of }
    }

    /// Returns the path.
    #[must_use]
    pub const fn path(&self) -> &'static str {
        self.path
    }

    /// Selects objects of whose items one fulfills the condition.
    ///
    /// It differs from a condition of each of the fields, which different items may fulfill. There are no parentheses
    /// around the condition's parts: an `or` inside an `and` is written as alternatives. Services may refuse two
    /// conditions of the same field that are joined by `and`.
    ///
    /// ```
    /// use sap_concur_runtime::{FilterField, FilterList};
    ///
    /// struct User;
    /// struct Email;
    ///
    /// const EMAILS: FilterList<User, Email> = FilterList::new("emails");
    /// const TYPE: FilterField<Email, String> = FilterField::new("type");
    /// const VALUE: FilterField<Email, String> = FilterField::new("value");
    ///
    /// let filter = EMAILS.any(TYPE.equals("work").and(VALUE.ends_with("@example.com")));
    /// assert_eq!(filter.to_string(), r#"emails[type eq "work" and value ew "@example.com"]"#);
    /// ```
    pub fn any(self, condition: FilterCondition<I>) -> Filter<T> {
        Filter::of(Tree::Group(self.path, condition.tree.alternatives()))
    }
}

macro_rules! as_its_path {
    ($name:ident) => {
        impl<T, V> Clone for $name<T, V> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<T, V> Copy for $name<T, V> {}

        impl<T, V> fmt::Debug for $name<T, V> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.path)
            }
        }
    };
}

as_its_path!(FilterField);
as_its_path!(FilterList);
