//! Tables of the phrases that name a share of a whole, with the exact range of percentages that each allows. Phrases
//! that are not in the tables are not checked.

use num_bigint::BigInt;
use num_rational::{BigRational, Ratio};
use num_traits::ToPrimitive;

use super::languages;

/// The meaning of a word before a share or a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// Without a hedge: the share itself.
    Alone,
    /// About the share.
    About,
    /// A little more than the share.
    JustOver,
    /// More than the share.
    Over,
    /// The share or more.
    AtLeast,
    /// A little less than the share.
    JustUnder,
    /// Less than the share.
    Under,
    /// The share or less.
    AtMost,
    /// The share, which is small.
    Only,
}

/// The maximum distance of a value from the share that a phrase names. For very small and very large shares it is
/// limited to a fraction of the share or of its remainder, whichever is smaller.
struct ShareReach {
    /// In percentage points.
    points: i64,
    /// Divisor of the smaller of the share and its remainder.
    of_smaller: i64,
}

/// `half`: 48 to 52 percent; `one in ten`: 9 to 11. Writers mark coarser rounding with a hedge.
const ALONE: ShareReach = ShareReach { points: 2, of_smaller: 10 };
/// `about half`, `just over half`, `nearly half`: 5 points; `about one in ten`: 7.5 to 12.5.
const NEAR: ShareReach = ShareReach { points: 5, of_smaller: 4 };

/// Phrases without a number, with the range in percent that they fit, and whether each bound is included.
pub const QUANTIFIERS: [(&str, Bounds); 9] = [
    // More than half, if only by one vote.
    ("majority", Bounds::new(50, false, 100, true)),
    // Clearly more than a majority: at least three in four.
    ("vast majority", Bounds::new(75, true, 100, true)),
    // A majority, but only just.
    ("slim majority", Bounds::new(50, false, 55, true)),
    // Less than half, but not zero.
    ("minority", Bounds::new(0, false, 50, false)),
    // At most one in four.
    ("small minority", Bounds::new(0, false, 25, true)),
    // More than half, as dictionaries define it.
    ("most", Bounds::new(50, false, 100, true)),
    // 100 percent after rounding to a whole percent, as sources do.
    ("all", Bounds::halves(199, true, 200, true)),
    // At least nine in ten, but not all.
    ("nearly all", Bounds::new(90, true, 100, false)),
    // 0 percent after rounding to a whole percent.
    ("none", Bounds::halves(0, true, 1, false)),
];

/// Shares that help may propose: those that readers can easily picture. Tables of languages name them in this order.
const PROPOSED: [(u32, u32); 16] = [
    (1, 2),
    (1, 3),
    (2, 3),
    (1, 4),
    (3, 4),
    (1, 5),
    (2, 5),
    (3, 5),
    (4, 5),
    (1, 10),
    (3, 10),
    (7, 10),
    (9, 10),
    (1, 20),
    (1, 50),
    (1, 100),
];

/// A range of percentages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    low: Ratio<i64>,
    low_fits: bool,
    high: Ratio<i64>,
    high_fits: bool,
}

/// A share of a whole that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    bounds: Bounds,
    /// Numerator and denominator, such as 2 and 3, unless the words are a quantifier.
    part: Option<(u32, u32)>,
}

impl Bounds {
    const fn new(low: i64, low_fits: bool, high: i64, high_fits: bool) -> Self {
        Self { low: Ratio::new_raw(low, 1), low_fits, high: Ratio::new_raw(high, 1), high_fits }
    }

    /// Bounds in halves of a percent. The fractions are not reduced; comparisons do not need that.
    const fn halves(low: i64, low_fits: bool, high: i64, high_fits: bool) -> Self {
        Self { low: Ratio::new_raw(low, 2), low_fits, high: Ratio::new_raw(high, 2), high_fits }
    }

    fn hold(&self, percent: &BigRational) -> bool {
        let exact = |bound: Ratio<i64>| BigRational::new(BigInt::from(*bound.numer()), BigInt::from(*bound.denom()));
        let (low, high) = (exact(self.low), exact(self.high));
        let above = if self.low_fits { *percent >= low } else { *percent > low };
        above && if self.high_fits { *percent <= high } else { *percent < high }
    }
}

impl Share {
    /// Creates a hedged share of `above` of `below` equal parts. `only` marks it as small.
    #[must_use]
    pub fn part(above: u32, below: u32, hedge: Hedge, only: bool) -> Self {
        let whole = Ratio::from_integer(100);
        let share = Ratio::new(i64::from(above) * 100, i64::from(below));
        let smaller = share.min(whole - share);
        let reach = |reach: &ShareReach| Ratio::from_integer(reach.points).min(smaller / reach.of_smaller);
        let (alone, near, none) = (reach(&ALONE), reach(&NEAR), Ratio::from_integer(0));
        let (low, low_fits, high, high_fits) = match hedge {
            Hedge::Alone | Hedge::Only => (share - alone, true, share + alone, true),
            Hedge::About => (share - near, true, share + near, true),
            Hedge::JustOver => (share, false, share + near, true),
            Hedge::Over => (share, false, whole, true),
            Hedge::AtLeast => (share, true, whole, true),
            Hedge::JustUnder => (share - near, true, share, false),
            Hedge::Under => (none, true, share, false),
            Hedge::AtMost => (none, true, share, true),
        };
        let mut bounds = Bounds { low, low_fits, high, high_fits };
        let half = Ratio::from_integer(50);
        // `only just over half` says that it was close, not that half is small.
        if (only || hedge == Hedge::Only) && hedge != Hedge::JustOver && bounds.high > half {
            (bounds.high, bounds.high_fits) = (half, true);
        }
        Self { bounds, part: Some((above, below)) }
    }

    /// Returns the quantifier of this name.
    #[must_use]
    pub fn quantifier(name: &str) -> Option<Self> {
        QUANTIFIERS.iter().find(|(known, _)| *known == name).map(|(_, bounds)| Self { bounds: *bounds, part: None })
    }

    /// Numerator and denominator, such as 2 and 3; `None` for quantifiers.
    #[must_use]
    pub fn parts(&self) -> Option<(u32, u32)> {
        self.part
    }

    /// Whether it fits a value, in percent.
    #[must_use]
    pub fn fits(&self, percent: &BigRational) -> bool {
        self.bounds.hold(percent)
    }

    /// Returns the range that it fits, in words: `more than 50 and at most 55 percent`.
    #[must_use]
    pub fn tolerance(&self) -> String {
        let Bounds { low, low_fits, high, high_fits } = self.bounds;
        let (zero, whole) = (Ratio::from_integer(0), Ratio::from_integer(100));
        let above = (low > zero || !low_fits)
            .then(|| format!("{} {}", if low_fits { "at least" } else { "more than" }, rounded(low)));
        let below = (high < whole || !high_fits)
            .then(|| format!("{} {}", if high_fits { "at most" } else { "less than" }, rounded(high)));
        match (above, below) {
            (Some(above), Some(below)) => format!("{above} and {below} percent"),
            (Some(one), None) | (None, Some(one)) => format!("{one} percent"),
            (None, None) => "any percentage".to_owned(),
        }
    }
}

/// Proposes a phrase of a language that fits a value in percent: the nearest share, with a hedge if needed.
#[must_use]
pub fn proposed(percent: &BigRational, tag: &str) -> Option<String> {
    let words = &languages::by_tag(tag)?.table().proposals;
    let value = percent.to_f64()?;
    let distance = |(above, below): (u32, u32)| (value - f64::from(above) * 100.0 / f64::from(below)).abs();
    let nearest = |a: &usize, b: &usize| distance(PROPOSED[*a]).total_cmp(&distance(PROPOSED[*b]));
    let at = (0..PROPOSED.len()).min_by(nearest)?;
    let (above, below) = PROPOSED[at];
    let fits = |hedge: Hedge| Share::part(above, below, hedge, false).fits(percent);
    let plain = words.plain[at];
    if fits(Hedge::JustUnder) {
        Some(format!("{}{plain}", words.nearly))
    } else if fits(Hedge::JustOver) {
        Some(format!("{}{}", words.over, words.after_over.map_or(plain, |shares| shares[at])))
    } else {
        fits(Hedge::Alone).then(|| plain.to_owned())
    }
}

/// Formats a percentage with at most one decimal.
fn rounded(percent: Ratio<i64>) -> String {
    let tenths = (percent * 10).round().to_integer();
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { format!("{}.{}", tenths / 10, tenths % 10) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn percent(text: &str) -> BigRational {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        let digits: BigInt = format!("{whole}{part}").parse().unwrap();
        BigRational::new(digits, num_traits::pow(BigInt::from(10), part.len()))
    }

    /// Checks that the values in `fits` fit and those in `beyond` do not.
    fn check(share: Share, fits: [&str; 2], beyond: &[&str]) {
        for value in fits {
            assert!(share.fits(&percent(value)), "{value} in {}", share.tolerance());
        }
        for value in beyond {
            assert!(!share.fits(&percent(value)), "{value} in {}", share.tolerance());
        }
    }

    #[test]
    fn shares_fit_exactly_up_to_their_bounds() {
        let half = |hedge| Share::part(1, 2, hedge, false);
        check(half(Hedge::Alone), ["48", "52"], &["47.999", "52.001"]);
        check(half(Hedge::About), ["45", "55"], &["44.999", "55.001"]);
        check(half(Hedge::JustOver), ["50.001", "55"], &["50", "55.001"]);
        check(half(Hedge::Over), ["50.001", "100"], &["50"]);
        check(half(Hedge::AtLeast), ["50", "100"], &["49.999"]);
        check(half(Hedge::JustUnder), ["45", "49.999"], &["44.999", "50"]);
        check(half(Hedge::Under), ["0", "49.999"], &["50"]);
        check(half(Hedge::AtMost), ["0", "50"], &["50.001"]);
        check(half(Hedge::Only), ["48", "50"], &["50.001", "47.999"]);
        check(Share::part(1, 2, Hedge::JustOver, true), ["50.001", "55"], &["50", "55.001"]);
        check(Share::part(1, 2, Hedge::About, true), ["45", "50"], &["44.999", "50.001"]);
        check(Share::part(1, 5, Hedge::Under, true), ["0", "19.999"], &["20"]);
    }

    #[test]
    fn small_shares_have_narrower_bounds() {
        check(Share::part(1, 10, Hedge::Alone, false), ["9", "11"], &["8.999", "11.001"]);
        check(Share::part(9, 10, Hedge::Alone, false), ["89", "91"], &["88.999", "91.001"]);
        check(Share::part(1, 10, Hedge::About, false), ["7.5", "12.5"], &["7.499", "12.501"]);
        check(Share::part(1, 100, Hedge::Alone, false), ["0.9", "1.1"], &["0.899", "1.101"]);
        check(Share::part(1, 5, Hedge::Alone, false), ["18", "22"], &["17.999", "22.001"]);
        check(Share::part(2, 3, Hedge::Alone, false), ["64.667", "68.666"], &["64.666", "68.667"]);
        check(Share::part(2, 3, Hedge::JustUnder, false), ["61.667", "66.666"], &["61.666", "66.667"]);
    }

    #[test]
    fn quantifiers_fit_exactly_up_to_their_bounds() {
        let quantifier = |name| Share::quantifier(name).unwrap();
        check(quantifier("majority"), ["50.001", "100"], &["50"]);
        check(quantifier("vast majority"), ["75", "100"], &["74.999"]);
        check(quantifier("slim majority"), ["50.001", "55"], &["50", "55.001"]);
        check(quantifier("minority"), ["0.001", "49.999"], &["0", "50"]);
        check(quantifier("small minority"), ["0.001", "25"], &["0", "25.001"]);
        check(quantifier("most"), ["50.001", "100"], &["50"]);
        check(quantifier("all"), ["99.5", "100"], &["99.499"]);
        check(quantifier("nearly all"), ["90", "99.999"], &["89.999", "100"]);
        check(quantifier("none"), ["0", "0.499"], &["0.5"]);
    }

    #[test]
    fn tolerances_are_given_in_words() {
        let half = |hedge| Share::part(1, 2, hedge, false).tolerance();
        assert_eq!(half(Hedge::Alone), "at least 48 and at most 52 percent");
        assert_eq!(half(Hedge::JustOver), "more than 50 and at most 55 percent");
        assert_eq!(half(Hedge::Over), "more than 50 percent");
        assert_eq!(half(Hedge::Under), "less than 50 percent");
        assert_eq!(Share::part(1, 3, Hedge::Alone, false).tolerance(), "at least 31.3 and at most 35.3 percent");
        assert_eq!(Share::quantifier("none").unwrap().tolerance(), "less than 0.5 percent");
    }

    #[test]
    fn proposed_phrases_fit() {
        for (value, words) in [
            ("19", "nearly one in five"),
            ("51", "just over half"),
            ("50", "half"),
            ("66.5", "nearly two-thirds"),
            ("62", "just over three in five"),
            ("97", ""),
            ("1", "one in a hundred"),
        ] {
            let expected = Some(words.to_owned()).filter(|_| value != "97");
            assert_eq!(proposed(&percent(value), "en"), expected, "{value}");
        }
    }
}
