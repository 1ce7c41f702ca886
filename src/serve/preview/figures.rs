//! The figures of one page for the panel: those of the build's table, in the same words and rounding.

use std::path::Path;

use serde::Serialize;

use super::Editor;
use super::shown::FindingView;
use crate::media::PictureWeights;
use crate::output::Encoding;
use crate::report::Finding;
use crate::report::terminal::{self, Chosen};
use crate::report::text::{count, thousands};
use crate::shrink::PageWeight;
use crate::shrink::wire::LINKS;

/// What is known of one page.
#[derive(Clone, Copy, Debug)]
pub struct PanelFigures<'a> {
    /// Its address.
    pub address: &'a str,
    /// What it weighs; `None` while that is computed, and the panel asks again.
    pub weight: Option<&'a PageWeight>,
    /// How it is sent.
    pub encoding: Encoding,
    /// Bytes as sent that it may have.
    pub budget: u64,
    /// Bytes as sent before the last save, where they are known.
    pub before: Option<u64>,
    /// The weights of its images, if it has any.
    pub pictures: Option<&'a PictureWeights>,
    /// What was found in its own files, and of itself.
    pub findings: &'a [&'a Finding],
    /// What places are opened with.
    pub editor: Option<&'a Editor>,
    /// The absolute folder of the site.
    pub root: &'a Path,
}

#[derive(Serialize)]
struct FiguresJson<'a> {
    address: &'a str,
    weighing: bool,
    #[serde(flatten)]
    weight: Option<Weight<'a>>,
    findings: Vec<FindingView>,
    more: Vec<String>,
}

#[derive(Serialize)]
struct Weight<'a> {
    sent: u64,
    raw: u64,
    requests: u32,
    round_trips: u32,
    budget: u64,
    encoding: &'a str,
    before: Option<u64>,
    /// By how much it is over its budget, in words.
    over: Option<String>,
    /// The closed panel: `1,304 bytes`, `1 trip`, `2.2 s GPRS`.
    summary: [String; 3],
    /// Names and figures, as the open panel lists them.
    rows: Vec<(String, String)>,
    links: Vec<Seconds>,
    /// Names and bytes, heaviest first.
    parts: Vec<(&'a str, String)>,
}

/// Seconds over one link, rounded as in the table.
#[derive(Serialize)]
struct Seconds {
    name: &'static str,
    first: String,
    next: String,
}

/// The figures as JSON.
#[must_use]
pub fn figures(figures: &PanelFigures<'_>) -> String {
    let Chosen { shown, more } = terminal::choose(figures.findings.iter().copied());
    let json = FiguresJson {
        address: figures.address,
        weighing: figures.weight.is_none(),
        weight: figures.weight.map(|weight| described(weight, figures)),
        findings: shown.into_iter().map(|finding| FindingView::new(finding, figures.editor, figures.root)).collect(),
        more,
    };
    // Strings, numbers and lists of both: nothing here can fail to be written.
    serde_json::to_string(&json).unwrap_or_default()
}

fn described<'a>(page: &'a PageWeight, figures: &PanelFigures<'a>) -> Weight<'a> {
    let gprs = &LINKS[0];
    let mut rows = vec![
        (format!("bytes as sent, {}", figures.encoding.name()), thousands(page.sent)),
        ("budget".to_owned(), thousands(figures.budget)),
        ("bytes before compression".to_owned(), thousands(page.raw)),
        ("requests".to_owned(), thousands(page.requests.into())),
        ("round trips".to_owned(), thousands(page.round_trips.into())),
    ];
    if let Some(before) = figures.before {
        rows.insert(1, ("since the last save".to_owned(), change(before, page.sent)));
    }
    for (how, count, size) in figures.pictures.into_iter().flat_map(PictureWeights::rows) {
        let count = thousands(count as u64);
        rows.push((format!("images {how}"), size.map_or(count.clone(), |size| format!("{count}: {}", bytes(size)))));
    }
    Weight {
        sent: page.sent,
        raw: page.raw,
        requests: page.requests,
        round_trips: page.round_trips,
        budget: figures.budget,
        encoding: figures.encoding.name(),
        before: figures.before,
        over: over(page.sent, figures.budget),
        summary: [
            bytes(page.sent),
            count(page.round_trips as usize, "trip"),
            format!("{} s {}", seconds(page.first_visit_seconds(gprs)), gprs.name),
        ],
        rows,
        links: LINKS
            .iter()
            .map(|link| Seconds {
                name: link.name,
                first: seconds(page.first_visit_seconds(link)),
                next: seconds(page.next_page_seconds(link)),
            })
            .collect(),
        parts: page.parts.iter().map(|part| (part.name, thousands(part.bytes))).collect(),
    }
}

fn seconds(seconds: f64) -> String {
    format!("{seconds:.1}")
}

fn bytes(number: u64) -> String {
    format!("{} byte{}", thousands(number), if number == 1 { "" } else { "s" })
}

/// `+36 bytes`, `−1 byte`, `no change`.
fn change(before: u64, now: u64) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("+{}", bytes(now - before)),
        std::cmp::Ordering::Less => format!("−{}", bytes(before - now)),
        std::cmp::Ordering::Equal => "no change".to_owned(),
    }
}

/// Returns in words how far a page is over budget, so that colour is not needed.
pub(super) fn over(sent: u64, budget: u64) -> Option<String> {
    (sent > budget).then(|| format!("{} over budget", bytes(sent - budget)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::serve::preview::shown::tests::{broken, raw};
    use crate::shrink::Part;

    fn page(sent: u64) -> PageWeight {
        PageWeight {
            path: "session/index.html".to_owned(),
            address: "/session/".to_owned(),
            raw: sent * 3,
            sent,
            requests: 1,
            round_trips: crate::shrink::wire::round_trips(sent),
            further: crate::shrink::wire::Further::Nothing,
            parts: vec![Part { name: "words", bytes: 1_500 }, Part { name: "style", bytes: 80 }],
        }
    }

    fn panel(weight: Option<&PageWeight>, before: Option<u64>, findings: &[&Finding]) -> Value {
        panel_of(weight, before, None, findings)
    }

    fn panel_of(
        weight: Option<&PageWeight>,
        before: Option<u64>,
        pictures: Option<&PictureWeights>,
        findings: &[&Finding],
    ) -> Value {
        let text = figures(&PanelFigures {
            address: "/session/",
            weight,
            encoding: Encoding::Gzip,
            budget: 8_500,
            before,
            pictures,
            findings,
            editor: None,
            root: Path::new("/site"),
        });
        serde_json::from_str(&text).unwrap()
    }

    #[test]
    fn figures_are_those_of_the_table() {
        let panel = panel(Some(&page(2_304)), Some(2_268), &[]);
        assert_eq!(panel["summary"], json!(["2,304 bytes", "1 trip", "2.4 s GPRS"]));
        assert_eq!(
            panel["rows"],
            json!([
                ["bytes as sent, gzip", "2,304"],
                ["since the last save", "+36 bytes"],
                ["budget", "8,500"],
                ["bytes before compression", "6,912"],
                ["requests", "1"],
                ["round trips", "1"],
            ])
        );
        assert_eq!(panel["links"][0], json!({"name": "GPRS", "first": "2.4", "next": "0.9"}));
        assert_eq!(panel["links"].as_array().unwrap().len(), LINKS.len());
        assert_eq!(panel["parts"], json!([["words", "1,500"], ["style", "80"]]));
        assert_eq!((&panel["sent"], &panel["over"], &panel["weighing"]), (&json!(2304), &Value::Null, &json!(false)));
    }

    #[test]
    fn images_that_are_offered_and_sent_are_counted_separately() {
        let weights = PictureWeights { offered: 2, offered_bytes: 48_100, sent: 1, sent_bytes: 31_000, drafts: 1 };
        let panel = panel_of(Some(&page(2_304)), None, Some(&weights), &[]);
        assert_eq!(panel["rows"][5], json!(["images offered", "2: 48,100 bytes"]));
        assert_eq!(panel["rows"][6], json!(["images sent with pages", "1: 31,000 bytes"]));
        assert_eq!(panel["rows"][7], json!(["images being encoded", "1"]));
    }

    #[test]
    fn over_budget_is_worded() {
        let panel = panel(Some(&page(8_600)), None, &[]);
        assert_eq!(panel["over"], "100 bytes over budget");
        assert_eq!(panel["summary"][1], "2 trips");
        assert_eq!((over(8_500, 8_500), over(8_501, 8_500)), (None, Some("1 byte over budget".to_owned())));
    }

    #[test]
    fn a_change_is_signed() {
        assert_eq!(
            (change(10, 46), change(46, 10), change(7, 7)),
            ("+36 bytes".to_owned(), "−36 bytes".to_owned(), "no change".to_owned())
        );
        assert_eq!((change(10, 11), change(2_000, 1)), ("+1 byte".to_owned(), "−1,999 bytes".to_owned()));
        let unknown = panel(Some(&page(10)), None, &[]);
        assert!(!unknown["rows"].to_string().contains("last save"));
    }

    #[test]
    fn findings_are_there_before_the_weight_is() {
        let panel = panel(None, Some(3), &[&broken(), &raw()]);
        assert_eq!((&panel["weighing"], panel.get("sent")), (&json!(true), None));
        assert_eq!(panel["findings"][0]["kind"], "error[broken-link]");
        assert_eq!(panel["findings"][1]["message"], "raw HTML");
    }
}
