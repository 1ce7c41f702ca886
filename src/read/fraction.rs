//! Exact fractions of bounded size, for sums and formulas of any length: they are not reduced at each step, which would
//! take longer than the arithmetic itself.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::limits::FRACTION_BITS;

/// A fraction that need not be in its lowest terms. Its denominator is greater than zero.
#[derive(Clone, Debug)]
pub struct Fraction {
    above: BigInt,
    below: BigInt,
}

/// The exact result takes more than [`FRACTION_BITS`] bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

impl Fraction {
    /// Nothing, the sum of no fractions.
    #[must_use]
    pub fn zero() -> Self {
        Self { above: BigInt::zero(), below: BigInt::one() }
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.above.is_zero()
    }

    /// In its lowest terms.
    #[must_use]
    pub fn reduced(self) -> BigRational {
        BigRational::new(self.above, self.below)
    }

    /// The sum of both.
    ///
    /// # Errors
    ///
    /// It is too large.
    pub fn plus(&self, other: &Self) -> Result<Self, TooLarge> {
        // Decimal numbers have denominators that divide one another, mostly the same one.
        if self.below == other.below {
            return Self { above: &self.above + &other.above, below: self.below.clone() }.bounded();
        }
        let (fine, coarse) = if self.below > other.below { (self, other) } else { (other, self) };
        if (&fine.below % &coarse.below).is_zero() {
            let above = &fine.above + &coarse.above * (&fine.below / &coarse.below);
            return Self { above, below: fine.below.clone() }.bounded();
        }
        let above = &self.above * &other.below + &other.above * &self.below;
        Self { above, below: &self.below * &other.below }.bounded()
    }

    /// Less the other.
    ///
    /// # Errors
    ///
    /// The result is too large.
    pub fn minus(&self, other: &Self) -> Result<Self, TooLarge> {
        self.plus(&Self { above: -&other.above, below: other.below.clone() })
    }

    /// The product of both.
    ///
    /// # Errors
    ///
    /// It is too large.
    pub fn times(&self, other: &Self) -> Result<Self, TooLarge> {
        Self { above: &self.above * &other.above, below: &self.below * &other.below }.bounded()
    }

    /// Divided by the other, which is not zero.
    ///
    /// # Errors
    ///
    /// The result is too large.
    pub fn over(&self, other: &Self) -> Result<Self, TooLarge> {
        let above = &self.above * &other.below;
        let above = if other.above.is_negative() { -above } else { above };
        Self { above, below: &self.below * other.above.abs() }.bounded()
    }

    fn bounded(self) -> Result<Self, TooLarge> {
        if self.above.bits() > FRACTION_BITS || self.below.bits() > FRACTION_BITS { Err(TooLarge) } else { Ok(self) }
    }
}

impl From<BigRational> for Fraction {
    fn from(number: BigRational) -> Self {
        let (above, below) = number.into_raw();
        Self { above, below }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(above: i64, below: i64) -> Fraction {
        Fraction::from(BigRational::new(above.into(), below.into()))
    }

    proptest::proptest! {
        #[test]
        fn arithmetic_is_that_of_reduced_fractions(a in -99_i64..99, b in 1_i64..99, c in -99_i64..99, d in 1_i64..99) {
            let (left, right) = (fraction(a, b), fraction(c, d));
            let (exact_left, exact_right) = (left.clone().reduced(), right.clone().reduced());
            assert_eq!(left.plus(&right).unwrap().reduced(), &exact_left + &exact_right);
            assert_eq!(left.minus(&right).unwrap().reduced(), &exact_left - &exact_right);
            assert_eq!(left.times(&right).unwrap().reduced(), &exact_left * &exact_right);
            if !right.is_zero() {
                assert_eq!(left.over(&right).unwrap().reduced(), &exact_left / &exact_right);
            }
        }
    }

    #[test]
    fn squares_end_where_they_grow_too_large() {
        let mut square = fraction(3, 7);
        let squared = (0..60).take_while(|_| square.times(&square.clone()).map(|next| square = next).is_ok()).count();
        assert!((5..12).contains(&squared), "{squared}");
    }
}
