//! The weights of the pages of a run, as stored in JSON reports, and their growth since an earlier run.

mod markdown;
mod summary;

pub use markdown::markdown;
pub use summary::{PageSummary, PictureSummary, ReportSummary, SummaryError};

use std::collections::BTreeMap;
use std::str::FromStr;

use crate::report::text::thousands;

/// The weights of an earlier run.
#[derive(Clone, Debug)]
pub struct Baseline {
    /// The encoding that its pages were weighed in.
    pub encoding: String,
    /// Bytes as sent of each page, by address.
    pages: BTreeMap<String, u64>,
    /// The bytes of images that it offered, and of those that it sent with pages.
    images: [u64; 2],
}

impl Baseline {
    /// The weights of an earlier run, from its report in JSON.
    ///
    /// # Errors
    ///
    /// The text is not such a report, or not all pages were weighed.
    pub fn parse(report: &str) -> Result<Self, SummaryError> {
        let summary = ReportSummary::parse(report)?;
        if summary.pages.len() < summary.page_count {
            return Err(SummaryError::Partial);
        }
        Ok(Self {
            encoding: summary.encoding,
            pages: summary.pages.into_iter().map(|page| (page.address, page.sent)).collect(),
            images: [summary.images.offered_bytes, summary.images.sent_bytes],
        })
    }

    /// The bytes as sent of the page with this address.
    #[must_use]
    pub fn sent(&self, address: &str) -> Option<u64> {
        self.pages.get(address).copied()
    }

    /// How each page differs between the runs, pages that grew most first.
    #[must_use]
    pub fn changes(&self, now: &ReportSummary) -> Vec<PageChange> {
        let here: BTreeMap<&str, u64> = now.pages.iter().map(|page| (page.address.as_str(), page.sent)).collect();
        let addresses = self.pages.keys().map(String::as_str).chain(here.keys().copied());
        let mut addresses: Vec<&str> = addresses.collect();
        addresses.sort_unstable();
        addresses.dedup();
        let change = |address: &str| PageChange {
            address: address.to_owned(),
            before: self.sent(address),
            now: here.get(address).copied(),
        };
        let mut changes: Vec<PageChange> = addresses.into_iter().map(change).collect();
        changes.sort_by_key(|change| std::cmp::Reverse(change.bytes()));
        changes
    }
}

/// The weight of a page in two runs, in bytes as sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageChange {
    /// Its address.
    pub address: String,
    /// Its earlier weight; `None` if it is new.
    pub before: Option<u64>,
    /// Its weight now; `None` if it was removed.
    pub now: Option<u64>,
}

impl PageChange {
    /// By how many bytes it has grown; negative if it has shrunk.
    #[must_use]
    pub fn bytes(&self) -> i64 {
        difference(self.before.unwrap_or(0), self.now.unwrap_or(0))
    }
}

/// The difference of two numbers of bytes.
fn difference(before: u64, now: u64) -> i64 {
    let signed = |bytes: u64| i64::try_from(bytes).unwrap_or(i64::MAX);
    signed(now).saturating_sub(signed(before))
}

/// The maximum growth of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MaxGrowth {
    /// In bytes.
    Bytes(u64),
    /// In hundredths of a percent of the earlier weight.
    HundredthsOfPercent(u64),
}

impl MaxGrowth {
    /// Whether a page has grown by more.
    #[must_use]
    pub fn is_exceeded(self, before: u64, now: u64) -> bool {
        let growth = now.saturating_sub(before);
        match self {
            Self::Bytes(most) => growth > most,
            Self::HundredthsOfPercent(most) => u128::from(growth) * 10_000 > u128::from(before) * u128::from(most),
        }
    }
}

impl std::fmt::Display for MaxGrowth {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", thousands(*bytes)),
            Self::HundredthsOfPercent(part) => match (part / 100, part % 100) {
                (whole, 0) => write!(f, "{whole} %"),
                (whole, rest) if rest % 10 == 0 => write!(f, "{whole}.{} %", rest / 10),
                (whole, rest) => write!(f, "{whole}.{rest:02} %"),
            },
        }
    }
}

impl FromStr for MaxGrowth {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let otherwise = "write bytes, as in `--max-growth 300`, or a percentage, as in `--max-growth 5%`";
        let digits = |text: &str| !text.is_empty() && text.len() <= 9 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = |text: &str| text.parse::<u64>().ok().filter(|_| digits(text));
        let Some(percent) = text.strip_suffix('%') else {
            return number(text).map(Self::Bytes).ok_or(otherwise);
        };
        let (whole, part) = percent.trim_end().split_once('.').unwrap_or((percent.trim_end(), "0"));
        let hundredths = match part.len() {
            1 => number(part).map(|tenths| tenths * 10),
            2 => number(part),
            _ => None,
        };
        let both = number(whole).zip(hundredths);
        both.map(|(whole, hundredths)| Self::HundredthsOfPercent(whole * 100 + hundredths)).ok_or(otherwise)
    }
}

/// The baseline that pages are compared with, and their maximum growth.
#[derive(Clone, Debug)]
pub struct GrowthLimit {
    /// The earlier run.
    pub baseline: Baseline,
    /// The maximum growth of a page; `None` for no limit.
    pub most: Option<MaxGrowth>,
}

/// Formats a change as a percentage of the earlier value: `+24.9 %`.
fn percent(before: u64, change: i64) -> String {
    if before == 0 {
        return String::new();
    }
    let tenths = (i128::from(change) * 2_000 + i128::from(before)).div_euclid(2 * i128::from(before));
    let sign = if change < 0 { "-" } else { "+" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{} %", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_bytes_or_a_percentage() {
        let parsed = |text: &str| text.parse::<MaxGrowth>().ok().map(|most| most.to_string());
        for (text, shown) in [
            ("300", Some("300 bytes")),
            ("0", Some("0 bytes")),
            ("5%", Some("5 %")),
            ("2.5%", Some("2.5 %")),
            ("2.05 %", Some("2.05 %")),
            ("", None),
            ("%", None),
            ("-1", None),
            ("1.5", None),
            ("2.%", None),
            ("2.555%", None),
            ("5 kB", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(parsed(text).as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn a_limit_is_exceeded_by_one_byte_more() {
        let five: MaxGrowth = "5%".parse().unwrap();
        assert!(!five.is_exceeded(1_000, 1_050) && five.is_exceeded(1_000, 1_051));
        assert!(!five.is_exceeded(1_000, 10) && five.is_exceeded(0, 1));
        let bytes: MaxGrowth = "20".parse().unwrap();
        assert!(!bytes.is_exceeded(1_000, 1_020) && bytes.is_exceeded(1_000, 1_021));
        assert!(!bytes.is_exceeded(u64::MAX, 0));
    }

    #[test]
    fn percentages_are_rounded() {
        assert_eq!(percent(1_204, 300), "+24.9 %");
        assert_eq!(percent(1_000, -5), "-0.5 %");
        assert_eq!(percent(3, 1), "+33.3 %");
        assert_eq!(percent(3, -2), "-66.7 %");
        assert_eq!(percent(0, 5), "");
    }
}
