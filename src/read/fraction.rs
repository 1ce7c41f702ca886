//! Exact fractions of bounded size, for sums and formulas of any length: they are not reduced at each step, which would
//! take longer than the arithmetic itself.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::limits::FRACTION_BITS;

/// A fraction that need not be in its lowest terms. Its denominator is greater than zero.
#[derive(Clone, Debug)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

/// An exact result of more than [`FRACTION_BITS`] bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl Fraction {
    /// Returns zero.
    #[must_use]
    pub fn zero() -> Self {
        Self { numerator: BigInt::zero(), denominator: BigInt::one() }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.numerator.is_zero()
    }

    /// Reduces it to its lowest terms.
    #[must_use]
    pub fn reduced(self) -> BigRational {
        BigRational::new(self.numerator, self.denominator)
    }

    /// Returns the sum of both.
    ///
    /// # Errors
    ///
    /// Fails where the result is too large.
    pub fn checked_add(&self, other: &Self) -> Result<Self, TooLarge> {
        // Decimal numbers have denominators that divide one another, mostly the same one.
        if self.denominator == other.denominator {
            return Self { numerator: &self.numerator + &other.numerator, denominator: self.denominator.clone() }
                .bounded();
        }
        let (fine, coarse) = if self.denominator > other.denominator { (self, other) } else { (other, self) };
        if (&fine.denominator % &coarse.denominator).is_zero() {
            let numerator = &fine.numerator + &coarse.numerator * (&fine.denominator / &coarse.denominator);
            return Self { numerator, denominator: fine.denominator.clone() }.bounded();
        }
        let numerator = &self.numerator * &other.denominator + &other.numerator * &self.denominator;
        Self { numerator, denominator: &self.denominator * &other.denominator }.bounded()
    }

    /// Returns the difference of both.
    ///
    /// # Errors
    ///
    /// Fails where the result is too large.
    pub fn checked_sub(&self, other: &Self) -> Result<Self, TooLarge> {
        self.checked_add(&Self { numerator: -&other.numerator, denominator: other.denominator.clone() })
    }

    /// Returns the product of both.
    ///
    /// # Errors
    ///
    /// Fails where the result is too large.
    pub fn checked_mul(&self, other: &Self) -> Result<Self, TooLarge> {
        Self { numerator: &self.numerator * &other.numerator, denominator: &self.denominator * &other.denominator }
            .bounded()
    }

    /// Divides by the other, which must not be zero.
    ///
    /// # Errors
    ///
    /// Fails where the result is too large.
    pub fn checked_div(&self, other: &Self) -> Result<Self, TooLarge> {
        let numerator = &self.numerator * &other.denominator;
        let numerator = if other.numerator.is_negative() { -numerator } else { numerator };
        Self { numerator, denominator: &self.denominator * other.numerator.abs() }.bounded()
    }

    fn bounded(self) -> Result<Self, TooLarge> {
        if self.numerator.bits() > FRACTION_BITS || self.denominator.bits() > FRACTION_BITS {
            Err(TooLarge)
        } else {
            Ok(self)
        }
    }
}

impl From<BigRational> for Fraction {
    fn from(number: BigRational) -> Self {
        let (numerator, denominator) = number.into_raw();
        Self { numerator, denominator }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(numerator: i64, denominator: i64) -> Fraction {
        Fraction::from(BigRational::new(numerator.into(), denominator.into()))
    }

    proptest::proptest! {
        #[test]
        fn arithmetic_is_that_of_reduced_fractions(a in -99_i64..99, b in 1_i64..99, c in -99_i64..99, d in 1_i64..99) {
            let (left, right) = (fraction(a, b), fraction(c, d));
            let (exact_left, exact_right) = (left.clone().reduced(), right.clone().reduced());
            assert_eq!(left.checked_add(&right).unwrap().reduced(), &exact_left + &exact_right);
            assert_eq!(left.checked_sub(&right).unwrap().reduced(), &exact_left - &exact_right);
            assert_eq!(left.checked_mul(&right).unwrap().reduced(), &exact_left * &exact_right);
            if !right.is_zero() {
                assert_eq!(left.checked_div(&right).unwrap().reduced(), &exact_left / &exact_right);
            }
        }
    }

    #[test]
    fn squares_end_where_they_grow_too_large() {
        let mut square = fraction(3, 7);
        let squared =
            (0..60).take_while(|_| square.checked_mul(&square.clone()).map(|next| square = next).is_ok()).count();
        assert!((5..12).contains(&squared), "{squared}");
    }
}
