//! The growth of pages as Markdown, for a comment on a pull request.

use super::{Baseline, PageChange, ReportSummary, difference, percent};
use crate::report::text::{count, harmless, thousands};

/// Maximum number of rows; the others are counted. Code hosts limit the length of comments.
const ROWS: usize = 100;

/// Writes how pages have grown, as a sentence and a table.
#[must_use]
pub fn markdown(baseline: &Baseline, now: &ReportSummary) -> String {
    let changes = baseline.changes(now);
    let changed: Vec<&PageChange> = changes.iter().filter(|change| change.before != change.now).collect();
    let mut out = format!("**{}**\n", headline(&changes));
    if baseline.encoding != now.encoding {
        out +=
            &format!("\nPages were sent with {} before, and are sent with {} now.\n", baseline.encoding, now.encoding);
    }
    out += "\n| page | before | now | change |\n|---|--:|--:|--:|\n";
    for change in changed.iter().take(ROWS) {
        out += &row(&format!("`{}`", cell(&change.address)), change.before, change.now);
    }
    let sum = |bytes: fn(&PageChange) -> Option<u64>| changes.iter().filter_map(bytes).sum::<u64>();
    out += &row("all pages", Some(sum(|change| change.before)), Some(sum(|change| change.now)));
    let images = [("images offered", now.images.offered_bytes), ("images sent with pages", now.images.sent_bytes)];
    for ((name, now), before) in images.into_iter().zip(baseline.images) {
        if before != now {
            out += &row(name, Some(before), Some(now));
        }
    }
    let rest = changed.len().saturating_sub(ROWS);
    if rest > 0 {
        out += &format!("\nand {} more.\n", count(rest, "page"));
    }
    out + &format!("\nBytes as sent ({}).\n", now.encoding)
}

/// Counts the pages that grew, shrank, are new or were removed.
fn headline(changes: &[PageChange]) -> String {
    let number = |is: fn(&PageChange) -> bool| changes.iter().filter(|change| is(change)).count();
    let both = |change: &PageChange| change.before.is_some() && change.now.is_some();
    let grew = changes.iter().filter(|change| both(change) && change.bytes() > 0).count();
    let shrank = changes.iter().filter(|change| both(change) && change.bytes() < 0).count();
    let parts = [
        (grew, "grew", "grew"),
        (shrank, "shrank", "shrank"),
        (number(|change| change.before.is_none()), "is new", "are new"),
        (number(|change| change.now.is_none()), "was removed", "were removed"),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(number, ..)| *number > 0)
        .map(|(number, one, many)| format!("{} {}", count(number, "page"), if number == 1 { one } else { many }))
        .collect();
    if parts.is_empty() { "No page changed its weight.".to_owned() } else { format!("{}.", parts.join(", ")) }
}

fn row(name: &str, before: Option<u64>, now: Option<u64>) -> String {
    let bytes = |bytes: Option<u64>| bytes.map_or_else(|| "–".to_owned(), thousands);
    let change = match (before, now) {
        (None, _) => "new".to_owned(),
        (_, None) => "removed".to_owned(),
        (Some(before), Some(now)) if before == now => "0".to_owned(),
        (Some(before), Some(now)) => {
            let change = difference(before, now);
            let sign = if change < 0 { "-" } else { "+" };
            let part = percent(before, change);
            let part = if part.is_empty() { part } else { format!(" ({part})") };
            format!("{sign}{}{part}", thousands(change.unsigned_abs()))
        }
    };
    format!("| {name} | {} | {} | {change} |\n", bytes(before), bytes(now))
}

/// Escapes an address for code in a table cell. The baseline is not trusted.
fn cell(address: &str) -> String {
    harmless(address).replace(['|', '`', '<'], "?")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::growth::{PageSummary, PictureSummary};

    fn summary(pages: &[(&str, u64)], offered_bytes: u64) -> ReportSummary {
        let page = |(address, sent): &(&str, u64)| PageSummary {
            address: (*address).to_owned(),
            sent: *sent,
            raw: sent * 3,
            requests: 1,
            round_trips: 1,
        };
        ReportSummary {
            version: 1,
            errors: 0,
            warnings: 0,
            notes: 0,
            build_date: None,
            next_change: None,
            encoding: "gzip".to_owned(),
            budget: Some(8_500),
            page_count: pages.len(),
            sent: Some(pages.iter().map(|(_, sent)| sent).sum()),
            raw: 0,
            images: PictureSummary { offered: 0, offered_bytes, sent: 0, sent_bytes: 0 },
            pages: pages.iter().map(page).collect(),
        }
    }

    #[test]
    fn a_table_lists_changed_pages_and_the_sums() {
        let before = summary(&[("/", 1_204), ("/gone/", 800), ("/same/", 500), ("/less/", 1_000)], 0);
        let baseline = Baseline::parse(&format!("{{\"code\":\"x\"}}\n{}", before.line())).unwrap();
        let now = summary(&[("/", 1_504), ("/a`b|c/", 900), ("/same/", 500), ("/less/", 995)], 4_000);
        assert_eq!(
            markdown(&baseline, &now),
            "**1 page grew, 1 page shrank, 1 page is new, 1 page was removed.**\n\n\
             | page | before | now | change |\n|---|--:|--:|--:|\n\
             | `/a?b?c/` | – | 900 | new |\n\
             | `/` | 1,204 | 1,504 | +300 (+24.9 %) |\n\
             | `/less/` | 1,000 | 995 | -5 (-0.5 %) |\n\
             | `/gone/` | 800 | – | removed |\n\
             | all pages | 3,504 | 3,899 | +395 (+11.3 %) |\n\
             | images offered | 0 | 4,000 | +4,000 |\n\n\
             Bytes as sent (gzip).\n"
        );
        let same = markdown(&Baseline::parse(&now.line()).unwrap(), &now);
        assert!(same.starts_with("**No page changed its weight.**\n"), "{same}");
        assert!(same.contains("| all pages | 3,899 | 3,899 | 0 |\n"), "{same}");
    }

    #[test]
    fn a_long_table_is_cut_and_other_encodings_are_named() {
        let pages: Vec<(String, u64)> = (0..150).map(|number| (format!("/{number}/"), number + 1)).collect();
        let pages: Vec<(&str, u64)> = pages.iter().map(|(address, sent)| (address.as_str(), *sent)).collect();
        let before = ReportSummary { encoding: "brotli".to_owned(), ..summary(&[], 0) };
        let text = markdown(&Baseline::parse(&before.line()).unwrap(), &summary(&pages, 0));
        assert!(text.contains("\nand 50 pages more.\n"), "{text}");
        assert!(text.contains("\nPages were sent with brotli before, and are sent with gzip now.\n"), "{text}");
    }

    #[test]
    fn a_baseline_that_weighs_only_some_pages_is_rejected() {
        let partial = ReportSummary { page_count: 3, ..summary(&[("/", 1)], 0) };
        assert_eq!(Baseline::parse(&partial.line()).unwrap_err(), crate::growth::SummaryError::Partial);
    }
}
