//! The values of statistics: exact numbers with their units and scales.

use num_rational::BigRational;
use num_traits::{Signed, Zero, pow};

use super::typed_numbers::{decimal, plain_edit, plain_number, plainly, ratio, within};
use crate::report::catalog;
use crate::report::text::thousands;
use crate::yaml::{Fields, Value};

/// A value as its source gives it, exact.
#[derive(Clone, Debug, PartialEq)]
pub enum Number {
    /// A decimal number, as typed: `2.2`, `19`.
    Decimal(String),
    /// A ratio of whole numbers: `2/3`.
    Ratio(u64, u64),
}

/// The unit of a statistic. The list is closed, so that it is always known which values can be compared, added and
/// drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A share of a whole in percent.
    Percent,
    /// The difference of two shares, in percentage points.
    PercentagePoints,
    /// Growth or decline in percent; may be negative or above 100.
    PercentChange,
    /// Things or people.
    Count,
    /// A part of a whole, such as 2/3.
    Ratio,
    /// Cases for each thousand of the population.
    PerThousand,
    /// Cases for each hundred thousand of the population.
    PerHundredThousand,
    /// A duration, a distance or an amount of data: shown with its word.
    Measure(&'static str),
    /// Money, by its ISO 4217 code.
    Currency(&'static str),
}

/// A power of ten with its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// 10^3.
    Thousand,
    /// 10^6.
    Million,
    /// 10^9.
    Billion,
    /// 10^12.
    Trillion,
}

impl Number {
    /// Its exact value, `scale` taken in.
    #[must_use]
    pub fn exact(&self, scale: Option<Scale>) -> BigRational {
        match self {
            Self::Decimal(text) => exact_decimal(text).unwrap_or_else(BigRational::zero) * power(zeros(scale)),
            Self::Ratio(above, below) => BigRational::new((*above).into(), (*below).into()),
        }
    }

    /// How far the number that it was rounded from may lie from it: half of its last digit. A ratio is exact.
    #[must_use]
    pub fn tolerance(&self, scale: Option<Scale>) -> BigRational {
        match self {
            Self::Decimal(text) => {
                let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
                power(zeros(scale)) / (power(decimals) * BigRational::from_integer(2.into()))
            }
            Self::Ratio(..) => BigRational::zero(),
        }
    }
}

fn zeros(scale: Option<Scale>) -> usize {
    scale.map_or(0, Scale::zeros)
}

fn power(zeros: usize) -> BigRational {
    BigRational::from_integer(pow(10.into(), zeros))
}

/// A decimal number as it is written, `-1.5`, as an exact one.
pub(super) fn exact_decimal(text: &str) -> Option<BigRational> {
    decimal(text)?;
    let decimals = text.split_once('.').map_or(0, |(_, part)| part.len());
    let digits: num_bigint::BigInt = text.replace('.', "").parse().ok()?;
    Some(BigRational::from_integer(digits) / power(decimals))
}

/// Units with a name of their own, as records write them.
const NAMED: [(&str, Unit); 7] = [
    ("percent", Unit::Percent),
    ("percentage-points", Unit::PercentagePoints),
    ("percent-change", Unit::PercentChange),
    ("count", Unit::Count),
    ("ratio", Unit::Ratio),
    ("per-thousand", Unit::PerThousand),
    ("per-100000", Unit::PerHundredThousand),
];

/// Measures, as records write them; themes have a word for each.
const MEASURES: [&str; 12] = [
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "kilometres",
    "megabytes",
    "gigabytes",
    "kbit-per-second",
    "mbit-per-second",
];

impl Unit {
    /// The unit of this name; a currency by its code.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let named = NAMED.iter().find(|(known, _)| *known == name).map(|(_, unit)| *unit);
        let measure = || MEASURES.iter().find(|known| **known == name).map(|known| Self::Measure(known));
        let currency =
            || super::currencies::CODES.iter().find(|known| **known == name).map(|code| Self::Currency(code));
        named.or_else(measure).or_else(currency)
    }

    /// All names but the codes of currencies.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(|(name, _)| *name).chain(MEASURES)
    }

    /// The name in records.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Measure(name) | Self::Currency(name) => name,
            named => NAMED.iter().find(|(_, unit)| *unit == named).map_or("", |(name, _)| name),
        }
    }

    /// Whether a value is a part of a whole, which bounds it.
    #[must_use]
    pub fn is_share(self) -> bool {
        matches!(self, Self::Percent | Self::Ratio)
    }
}

impl Scale {
    /// All scales with their words.
    pub const ALL: [(&'static str, Scale); 4] = [
        ("thousand", Scale::Thousand),
        ("million", Scale::Million),
        ("billion", Scale::Billion),
        ("trillion", Scale::Trillion),
    ];

    /// The word in records, which English text uses too.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, scale)| *scale == self).map_or("", |(name, _)| name)
    }

    /// How many zeros it stands for.
    #[must_use]
    pub fn zeros(self) -> usize {
        match self {
            Self::Thousand => 3,
            Self::Million => 6,
            Self::Billion => 9,
            Self::Trillion => 12,
        }
    }
}

/// Reads the key `value` of a statistic that counts in `unit`.
pub fn value(fields: &mut Fields<'_>, unit: Option<Unit>) -> Option<Number> {
    let Some(node) = fields.node("value") else {
        fields.missing("value");
        return None;
    };
    let range = node.range.clone();
    let number = match &node.value {
        Value::Number(text) => decimal(text),
        Value::Text(text) => decimal(text).or_else(|| ratio(text)),
        _ => {
            fields.wrong(node, "value", "a number");
            return None;
        }
    };
    let Some(number) = number else {
        let (Value::Number(text) | Value::Text(text)) = &node.value else { return None };
        let help = match (plain_number(text), plainly(text)) {
            (Some((number, "%")), _) => format!("write `value: {number}` and `unit: percent`"),
            (Some((number, _)), _) | (None, Some(number)) => format!("write `{number}`"),
            (None, None) => "write a number such as 19 or 2.2, or a ratio such as \"2/3\"".to_owned(),
        };
        let finding = catalog::yaml::invalid_value(fields.place(range), format!("`{text}` is not a valid number"));
        let (edit, certainty) = plain_edit(fields, node, text, unit);
        fields.report(finding.help(help).maybe_edit(edit, certainty));
        return None;
    };
    let out_of_range = match (&number, unit?) {
        (Number::Ratio(above, below), Unit::Ratio) if above > below => Some("a ratio cannot be greater than 1"),
        (Number::Ratio(..), unit) if unit != Unit::Ratio => Some("a ratio needs the unit `ratio`"),
        (Number::Decimal(text), Unit::Percent) if !within(text, 100.0) => {
            Some("a percentage must be between 0 and 100")
        }
        (Number::Decimal(text), Unit::Ratio) if !within(text, 1.0) => Some("a ratio must be between 0 and 1"),
        (Number::Decimal(text), Unit::Count) if text.starts_with('-') => Some("a count cannot be negative"),
        (Number::Decimal(text), Unit::PerThousand) if !within(text, 1_000.0) => {
            Some("a rate per thousand must be between 0 and 1000")
        }
        (Number::Decimal(text), Unit::PerHundredThousand) if !within(text, 100_000.0) => {
            Some("a rate per 100,000 must be between 0 and 100000")
        }
        _ => None,
    };
    if let Some(message) = out_of_range {
        let help = matches!(number, Number::Ratio(..)) && unit != Some(Unit::Ratio);
        fields.invalid(range, message, help.then(|| "write `unit: ratio`".to_owned()));
        return None;
    }
    Some(number)
}

/// Zeros of the first number that is too large for any record: a billion billions.
const MAX_ZEROS: usize = 18;

/// Whether a value is small enough for its scale. One that is at least as large as the scale was most likely written in
/// full, and would be multiplied a second time; it is reported. Tables do give large numbers in thousands: `7,794,799`.
pub fn fits_scale(fields: &mut Fields<'_>, value: &Number, scale: Option<Scale>) -> bool {
    let (Number::Decimal(text), Some(scale)) = (value, scale) else { return true };
    let zeros = scale.zeros();
    let size = value.exact(None).abs();
    let is_of_tables = matches!(scale, Scale::Thousand);
    let most = if is_of_tables { MAX_ZEROS - zeros } else { zeros.min(MAX_ZEROS - zeros) };
    if size < power(most) {
        return true;
    }
    let in_full = shifted(text, zeros);
    let larger = Scale::ALL.iter().rev().map(|(_, larger)| *larger).find(|larger| {
        let product = &size * power(zeros);
        larger.zeros() > zeros && product >= power(larger.zeros()) && product < power(MAX_ZEROS)
    });
    let larger = larger.and_then(|larger| Some((shifted(text, larger.zeros() - zeros)?, larger.name())));
    let help = match (larger, in_full) {
        (Some((value, scale)), _) => format!(
            "remove `scale` if the value is written in full; otherwise write `value: {value}` and `scale: {scale}`"
        ),
        (None, Some(value)) => format!("write `value: {value}`, or remove `scale`"),
        (None, None) => "remove `scale`".to_owned(),
    };
    let name = scale.name();
    let factor = thousands(10_u64.pow(u32::try_from(zeros).unwrap_or_default()));
    let message = format!("`{text}` is too large for `scale: {name}`, which multiplies it by {factor}");
    let range = fields.range_of("value");
    fields.invalid(range, message, Some(help));
    false
}

/// A decimal number with its point moved `zeros` places to the left; `None` if nothing is left before the point.
fn shifted(text: &str, zeros: usize) -> Option<String> {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let whole = whole.trim_start_matches('0');
    let (whole, moved) =
        whole.split_at_checked(whole.len().checked_sub(zeros)?).filter(|(left, _)| !left.is_empty())?;
    let part = format!("{moved}{part}");
    let part = part.trim_end_matches('0');
    Some(if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") })
}
