//! Expressions and conditions.

use std::{fmt, marker::PhantomData, ops::Not};

use super::tree::Tree;

/// A filter expression, which selects objects of the type `T`.
///
/// The fields of a type are constants, [`FilterField`](crate::FilterField) and [`FilterList`](crate::FilterList), whose
/// methods return a [`FilterCondition`] or a `Filter`. [`and`](Self::and), [`or`](Self::or) and `!` combine them. The
/// expression is written with the fewest parentheses: `not` binds closer than `and`, and `and` closer than `or`. Texts
/// are quoted and escaped.
///
/// ```
/// use sap_concur_runtime::{Filter, FilterField};
///
/// struct User;
///
/// const ACTIVE: FilterField<User, bool> = FilterField::new("active");
/// const NAME: FilterField<User, String> = FilterField::new("displayName");
///
/// let filter: Filter<User> = ACTIVE.equals(true).and(NAME.starts_with("Ter").or(!NAME.is_present()));
/// assert_eq!(filter.to_string(), r#"active eq true and (displayName sw "Ter" or not (displayName pr))"#);
/// ```
#[must_use]
pub struct Filter<T> {
    pub(super) tree: Tree,
    of: PhantomData<fn() -> T>,
}

/// A condition of an object of the type `T`, or several joined by `and` and `or`.
///
/// It is a [`Filter`] that can also be used for the items of a list, in [`FilterList::any`](crate::FilterList::any).
/// Negated, or joined with what is no condition, it becomes a [`Filter`].
#[must_use]
pub struct FilterCondition<T> {
    pub(super) tree: Tree,
    of: PhantomData<fn() -> T>,
}

/// What a [`FilterCondition`] can be joined with: another one, which makes a condition, or a [`Filter`], which makes a
/// filter.
pub trait FilterOperand<T>: sealed::Sealed + Sized {
    /// What both make together.
    type Joined;

    #[doc(hidden)]
    fn and_after(self, first: FilterCondition<T>) -> Self::Joined;

    #[doc(hidden)]
    fn or_after(self, first: FilterCondition<T>) -> Self::Joined;
}

mod sealed {
    pub trait Sealed {}

    impl<T> Sealed for super::Filter<T> {}
    impl<T> Sealed for super::FilterCondition<T> {}
}

impl<T> Filter<T> {
    pub(super) fn of(tree: Tree) -> Self {
        let of = PhantomData;
        Self { tree, of }
    }

    /// Takes an expression written by hand. It is sent as it is, in parentheses if it is joined by `and` or negated.
    pub fn raw(text: impl Into<String>) -> Self {
        Self::of(Tree::Raw(text.into()))
    }

    /// Selects what both select.
    pub fn and(self, other: impl Into<Self>) -> Self {
        Self::of(self.tree.and(other.into().tree))
    }

    /// Selects what one of them selects, or both.
    pub fn or(self, other: impl Into<Self>) -> Self {
        Self::of(self.tree.or(other.into().tree))
    }
}

impl<T> FilterCondition<T> {
    pub(super) fn of(tree: Tree) -> Self {
        let of = PhantomData;
        Self { tree, of }
    }

    /// Selects what both select.
    pub fn and<O: FilterOperand<T>>(self, other: O) -> O::Joined {
        other.and_after(self)
    }

    /// Selects what one of them selects, or both.
    pub fn or<O: FilterOperand<T>>(self, other: O) -> O::Joined {
        other.or_after(self)
    }
}

impl<T> FilterOperand<T> for FilterCondition<T> {
    type Joined = Self;

    fn and_after(self, first: FilterCondition<T>) -> Self {
        Self::of(first.tree.and(self.tree))
    }

    fn or_after(self, first: FilterCondition<T>) -> Self {
        Self::of(first.tree.or(self.tree))
    }
}

impl<T> FilterOperand<T> for Filter<T> {
    type Joined = Self;

    fn and_after(self, first: FilterCondition<T>) -> Self {
        Self::from(first).and(self)
    }

    fn or_after(self, first: FilterCondition<T>) -> Self {
        Self::from(first).or(self)
    }
}

/// Selects what the expression does not select.
impl<T> Not for Filter<T> {
    type Output = Self;

    fn not(self) -> Self {
        Self::of(Tree::Not(Box::new(self.tree)))
    }
}

/// Selects what the condition does not select.
impl<T> Not for FilterCondition<T> {
    type Output = Filter<T>;

    fn not(self) -> Filter<T> {
        !Filter::from(self)
    }
}

impl<T> From<FilterCondition<T>> for Filter<T> {
    fn from(condition: FilterCondition<T>) -> Self {
        Self::of(condition.tree)
    }
}

/// As [`Filter::raw`].
impl<T> From<&str> for Filter<T> {
    fn from(text: &str) -> Self {
        Self::raw(text)
    }
}

/// As [`Filter::raw`].
impl<T> From<&String> for Filter<T> {
    fn from(text: &String) -> Self {
        Self::raw(text)
    }
}

/// As [`Filter::raw`].
impl<T> From<String> for Filter<T> {
    fn from(text: String) -> Self {
        Self::raw(text)
    }
}

// Not derived, which would demand the traits of `T`.
macro_rules! as_its_tree {
    ($name:ident) => {
        impl<T> Clone for $name<T> {
            fn clone(&self) -> Self {
                Self::of(self.tree.clone())
            }
        }

        impl<T> PartialEq for $name<T> {
            fn eq(&self, other: &Self) -> bool {
                self.tree == other.tree
            }
        }

        impl<T> Eq for $name<T> {}

        /// Writes the expression as it is sent.
        impl<T> fmt::Display for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.tree.fmt(f)
            }
        }

        impl<T> fmt::Debug for $name<T> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.tree)
            }
        }
    };
}

as_its_tree!(Filter);
as_its_tree!(FilterCondition);
