//! The last object of a JSON report: the number of findings, and the weights of pages and images.

use serde::{Deserialize, Serialize};

use crate::media::PictureWeights;
use crate::report::{Level, Report};
use crate::shrink::Weights;

/// The version of the format. It changes only if a program that reads it must change.
const VERSION: u64 = 1;

/// The last object of a report in JSON. Every key is always present.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ReportSummary {
    /// The version of the format.
    pub version: u64,
    /// The number of errors.
    pub errors: usize,
    /// The number of warnings.
    pub warnings: usize,
    /// The number of notes.
    pub notes: usize,
    /// The date of the build, if the output depends on it.
    pub build_date: Option<String>,
    /// The next date on which the output changes by itself.
    pub next_change: Option<String>,
    /// How the host sends pages.
    pub encoding: String,
    /// The budget of a page in bytes; `None` if `over-budget` is off.
    pub budget: Option<u64>,
    /// The number of pages.
    pub page_count: usize,
    /// Bytes of all pages as they are sent; `None` if only some were weighed.
    pub sent: Option<u64>,
    /// Bytes of all pages before any encoding.
    pub raw: u64,
    /// The weights of images.
    pub images: PictureSummary,
    /// The pages that were weighed, by address.
    pub pages: Vec<PageSummary>,
}

/// The weights of the images of a site.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct PictureSummary {
    /// The number of images that readers may open.
    pub offered: usize,
    /// Their bytes.
    pub offered_bytes: u64,
    /// The number of images that are sent with pages.
    pub sent: usize,
    /// Their bytes.
    pub sent_bytes: u64,
}

/// The weight of a page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PageSummary {
    /// Its address.
    pub address: String,
    /// Bytes as they are sent.
    pub sent: u64,
    /// Bytes before any encoding.
    pub raw: u64,
    /// Requests of a first visit.
    pub requests: u32,
    /// Round trips until the page has arrived.
    pub round_trips: u32,
}

/// Why a text cannot be used as a baseline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SummaryError {
    /// It does not end with a summary.
    Missing,
    /// Its version is not supported.
    Version(u64),
    /// Not all pages were weighed.
    Partial,
}

/// The part of a summary that every version has.
#[derive(Deserialize)]
struct AnyVersion {
    version: u64,
}

impl ReportSummary {
    /// The summary of a run. `build_date` is the date of the build, if the output depends on it.
    #[must_use]
    pub fn new(
        weights: &Weights,
        pictures: &PictureWeights,
        report: &Report,
        [build_date, next_change]: [Option<jiff::civil::Date>; 2],
    ) -> Self {
        let mut pages: Vec<PageSummary> = weights
            .pages
            .iter()
            .map(|page| PageSummary {
                address: page.address.clone(),
                sent: page.sent,
                raw: page.raw,
                requests: page.requests,
                round_trips: page.round_trips,
            })
            .collect();
        pages.sort_by(|a, b| a.address.cmp(&b.address));
        let date = |date: Option<jiff::civil::Date>| date.map(|date| date.to_string());
        Self {
            version: VERSION,
            errors: report.count(Level::Error),
            warnings: report.count(Level::Warning),
            notes: report.count(Level::Note),
            build_date: date(build_date),
            next_change: date(next_change),
            encoding: weights.encoding.name().to_owned(),
            budget: weights.budget,
            page_count: weights.total_pages,
            sent: weights.total_sent,
            raw: weights.total_raw,
            images: PictureSummary {
                offered: pictures.offered,
                offered_bytes: pictures.offered_bytes,
                sent: pictures.sent,
                sent_bytes: pictures.sent_bytes,
            },
            pages,
        }
    }

    /// The summary as a line of JSON.
    #[must_use]
    pub fn line(&self) -> String {
        // Strings, numbers, and lists and structures of them can always be serialised.
        serde_json::to_string(self).unwrap_or_default() + "\n"
    }

    /// The summary at the end of a report.
    ///
    /// # Errors
    ///
    /// The report has no summary, or one of an unknown version.
    pub fn parse(report: &str) -> Result<Self, SummaryError> {
        let last = report.trim_end().lines().next_back().unwrap_or("");
        let any: AnyVersion = serde_json::from_str(last).map_err(|_| SummaryError::Missing)?;
        if any.version != VERSION {
            return Err(SummaryError::Version(any.version));
        }
        serde_json::from_str(last).map_err(|_| SummaryError::Missing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_summaries_are_rejected() {
        for (text, why) in [
            ("", SummaryError::Missing),
            ("{}", SummaryError::Missing),
            ("{\"level\":\"error\",\"code\":\"broken-link\"}\n", SummaryError::Missing),
            ("{\"version\":1}", SummaryError::Missing),
            ("[1]\n{\"version\":2,\"more\":[]}\n\n", SummaryError::Version(2)),
            ("{\"version\":\"2.1.0\"}", SummaryError::Missing),
        ] {
            assert_eq!(ReportSummary::parse(text).unwrap_err(), why, "{text}");
        }
    }
}
