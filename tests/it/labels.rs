//! Labels of figures: every field that differs is in the label of its row, and what the rows share is said once.

use firstflight::report::Code;
use proptest::prelude::*;
use scraper::Html;

use crate::properties::select;
use crate::support::{Folder, cases, page};

/// A record as YAML: its id, and a value for each of its fields; an empty one is left out.
fn record(id: &str, unit: &str, fields: &[(&str, &str)]) -> String {
    let fields = fields.iter().filter(|(_, value)| !value.is_empty());
    let fields: String = fields.map(|(key, value)| format!("  {key}: \"{value}\"\n")).collect();
    let period = if fields.contains("  period:") { "" } else { "  period: unknown\n" };
    format!("- id: {id}\n  value: 41\n  unit: {unit}\n  source: survey\n{period}{fields}")
}

fn site(records: &str, call: &str) -> Folder {
    let folder = Folder::new();
    folder
        .write("content/statistics.yaml", records)
        .write("content/sources.yaml", "- id: survey\n  title: A survey\n")
        .write("content/en/index.md", &format!("---\ntitle: Home\n---\n{call}\n"));
    folder
}

fn texts(html: &str, selector: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    select(&document, selector).iter().map(|element| element.text().collect::<String>().trim().to_owned()).collect()
}

#[test]
fn rows_of_one_area_are_labelled_by_what_they_count() {
    let records: String = [("a", "doctors", "Port Lira"), ("b", "nurses", "Port Lira"), ("c", "doctors", "Nema")]
        .map(|(id, of, area)| record(id, "count", &[("of", of), ("area", area), ("period", "2025")]))
        .concat();
    for form in ["chart", "data_table"] {
        let html = page(
            &site(&records, &format!("{{{{ {form}(ids=[\"a\", \"b\", \"c\"], title=\"Staff\") }}}}")).build(),
            "index.html",
        );
        assert_eq!(texts(&html, "th[scope=row]"), ["Port Lira, doctors", "Port Lira, nurses", "Nema, doctors"]);
        assert!(texts(&html, "caption")[0].contains("2025"), "{html}");
    }
}

#[test]
fn a_caption_says_whose_share_it_is() {
    let fields =
        [("of", "children aged 12 to 23 months"), ("indicator", "with three doses of DTP"), ("period", "2025")];
    let records: String = ["Nema", "Port Lira"]
        .map(|area| {
            record(&area.to_lowercase().replace(' ', "-"), "percent", &[&fields[..], &[("area", area)]].concat())
        })
        .concat();
    let html =
        page(&site(&records, "{{ chart(ids=[\"nema\", \"port-lira\"], title=\"Doses\") }}").build(), "index.html");
    assert_eq!(texts(&html, "caption"), ["children aged 12 to 23 months, with three doses of DTP, 2025"]);
    assert_eq!(texts(&html, "thead th")[0], "Area");
}

#[test]
fn a_record_without_a_sentence_is_shown_in_one() {
    let fields = [("of", "doctors"), ("area", "Port Lira"), ("period", "2025")];
    for (unit, said) in [
        ("count", "The number of doctors (Port Lira, 2025) is 41."),
        ("percent", "The share of doctors (Port Lira, 2025) is 41%."),
        ("years", "The figure for doctors (Port Lira, 2025) is 41 years."),
    ] {
        let built = site(&record("a", unit, &fields), "{{ stat(id=\"a\", as=\"sentence\") }}").build();
        assert_eq!(texts(&page(&built, "index.html"), "main p"), [said]);
    }
}

#[test]
fn a_row_says_whether_a_number_rose_or_fell_and_a_sentence_leaves_that_to_its_words() {
    let record = |id: &str, value: &str, more: &str| {
        format!(
            "- id: {id}\n  value: {value}\n  unit: percent-change\n  period: \"2025\"\n  of: cases\n  area: {id}\n  \
             source: survey\n{more}"
        )
    };
    let records = record("nema", "8.2", "")
        + &record("lira", "-12.5", "")
        + &record("tago", "0", "")
        + &record("orn", "3", "  as_written: \"3 %\"\n");
    for form in ["data_table", "trend"] {
        let records = if form == "trend" { records.replacen("2025", "2024", 1) } else { records.clone() };
        let ids = if form == "trend" { "\"nema\", \"lira\"" } else { "\"nema\", \"lira\", \"tago\", \"orn\"" };
        let call = format!("It rose by {{{{ stat(id=\"nema\") }}}}.\n\n{{{{ {form}(ids=[{ids}], title=\"Cases\") }}}}");
        let html = page(&site(&records, &call).build(), "index.html");
        let rows = texts(&html, "td data");
        let expected = if form == "trend" { &["+8.2", "-12.5"][..] } else { &["+8.2%", "-12.5%", "0%", "3 %"] };
        assert_eq!(rows, expected, "{form}: {html}");
        assert!(texts(&html, "main p")[0].contains("rose by 8.2%"), "{html}");
    }
}

#[test]
fn cards_shrink_long_numbers_and_break_none() {
    for (value, class) in [("29", None), ("29150000000", Some("long")), ("29150000000000000000", Some("longest"))] {
        let records =
            format!("- id: a\n  value: {value}\n  unit: XOF\n  of: budget\n  period: \"2025\"\n  source: survey\n");
        let html = page(&site(&records, "{{ stat(id=\"a\", as=\"card\") }}").build(), "index.html");
        let document = Html::parse_document(&html);
        assert_eq!(select(&document, ".card p")[0].attr("class"), class, "{html}");
        assert!(!html.contains("white-space:normal"), "{html}");
    }
}

/// A field's value from a small pool, so that records often agree.
fn word() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "Hills", "Coast"])
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn no_two_rows_read_alike(
        records in prop::collection::vec((word(), word(), word(), prop::sample::select(vec!["2024", "2025"])), 2..6),
        form in prop::sample::select(vec!["chart", "data_table", "trend"]),
    ) {
        let yaml: String = records.iter().enumerate().map(|(at, &(area, of, indicator, period))| {
            let fields = [("area", area), ("of", of), ("indicator", indicator), ("period", period)];
            record(&format!("r{at}"), "percent", &fields)
        }).collect();
        let ids: Vec<String> = (0..records.len()).map(|at| format!("\"r{at}\"")).collect();
        let built = site(&yaml, &format!("{{{{ {form}(ids=[{}], title=\"Many\") }}}}", ids.join(", "))).build();
        if built.report.has_errors() {
            let findings = built.report.findings();
            let is_known = |code| [Code::SameLabel, Code::WrongArgument].contains(&code);
            prop_assert!(findings.iter().all(|it| it.level != firstflight::report::Level::Error || is_known(it.code)), "{:?}", findings);
            return Ok(());
        }
        let html = page(&built, "index.html");
        let rows = texts(&html, "th[scope=row]");
        let unique: std::collections::BTreeSet<&String> = rows.iter().collect();
        prop_assert_eq!(unique.len(), rows.len(), "{:?}", rows);
        let caption = texts(&html, "caption").concat();
        let field = |at: usize| records.iter().map(move |it| [it.0, it.1, it.2, it.3][at]).collect::<Vec<_>>();
        for values in (0..4).map(field) {
            let differs = values.iter().any(|value| *value != values[0]);
            for (at, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
                if form != "trend" {
                    prop_assert!(rows[at].contains(value) || (!differs && caption.contains(value)), "{value}: {rows:?} {caption}");
                }
            }
        }
    }
}
