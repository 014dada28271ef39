//! Operators.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use super::Decimal;

impl Neg for Decimal {
    type Output = Self;

    fn neg(self) -> Self {
        Self(-self.0)
    }
}

macro_rules! operator {
    ($trait:ident, $method:ident, $assign_trait:ident, $assign:ident, $checked:ident, $what:literal) => {
        #[doc = concat!("Excess digits after the decimal point are rounded; see [`Decimal::", stringify!($checked), "`].")]
        ///
        /// # Panics
        ///
        /// On overflow.
        impl $trait for Decimal {
            type Output = Self;

            #[track_caller]
            #[allow(clippy::expect_used, reason = "documented, as with the numbers of std")]
            fn $method(self, other: Self) -> Self {
                self.$checked(other)
                    .expect(concat!("overflow when ", $what, " decimals"))
            }
        }

        /// # Panics
        ///
        /// On overflow.
        impl $assign_trait for Decimal {
            #[track_caller]
            fn $assign(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }
    };
}

operator!(Add, add, AddAssign, add_assign, checked_add, "adding");
operator!(Sub, sub, SubAssign, sub_assign, checked_sub, "subtracting");
operator!(Mul, mul, MulAssign, mul_assign, checked_mul, "multiplying");

/// # Panics
///
/// On overflow.
impl Sum for Decimal {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Self::ZERO, Add::add)
    }
}

/// # Panics
///
/// On overflow.
impl<'a> Sum<&'a Self> for Decimal {
    fn sum<I: Iterator<Item = &'a Self>>(numbers: I) -> Self {
        numbers.copied().sum()
    }
}
