//! Work that grows with its input and not faster. Each test builds a site at one size and at four times that size, and
//! fails only where the time grows by another order; limits are findings, and messages stay short.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::gallery::check_places;
use crate::site_test::{Outcome, SiteTest};

/// A debug build of a slow machine takes less than this for the larger size.
const LONGEST: Duration = Duration::from_mins(1);
/// How many times as long four times the input may take; an algorithm of the next order takes sixteen.
const GROWTH: f64 = 10.0;
/// Below this, what a build takes is start-up and noise.
const NOISE: Duration = Duration::from_millis(400);

/// Builds the site that `site` makes at `size` and at four times `size`, and gives the outcome of the larger one.
fn grown(name: &str, size: usize, site: impl Fn(usize) -> SiteTest) -> Outcome {
    let timed = |size: usize| {
        let site = site(size);
        let start = Instant::now();
        let outcome = site.build();
        (start.elapsed(), outcome)
    };
    // The faster of two, since other tests run beside this one.
    let small = timed(size).0.min(timed(size).0).max(NOISE);
    let (large, outcome) = timed(4 * size);
    assert!(large < LONGEST, "{name} took {large:?}");
    let growth = large.as_secs_f64() / small.as_secs_f64();
    assert!(growth < GROWTH, "{name}: four times the input took {growth:.1} times as long, {large:?}");
    check_places(name, &outcome);
    for finding in &outcome.findings {
        let texts = finding.notes.iter().chain(finding.help.as_ref()).chain([&finding.message]);
        texts.for_each(|text| assert!(text.len() < 5_000, "{name}: a text of {} bytes", text.len()));
    }
    outcome
}

/// How many findings of each code there are, as `2 broken-link, 1 too-much`.
fn counted(outcome: &Outcome) -> String {
    let mut codes: Vec<&str> = outcome.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    let counts = codes.chunk_by(|a, b| a == b).map(|codes| format!("{} {}", codes.len(), codes[0]));
    counts.collect::<Vec<_>>().join(", ")
}

fn record(id: &str, more: &str) -> String {
    format!("- id: {id}\n  unit: count\n  period: unknown\n  source: r\n  {more}\n")
}

fn records(statistics: &str) -> SiteTest {
    SiteTest::new().file("content/sources.yaml", "- id: r\n  title: R\n").file("content/statistics.yaml", statistics)
}

fn page(body: &str) -> SiteTest {
    SiteTest::new().file("content/en/page.md", &format!("---\ntitle: A page\n---\n\n{body}\n"))
}

fn numbered(many: usize, one: impl Fn(usize) -> String) -> String {
    (0..many).map(one).collect()
}

#[test]
fn chains_and_cycles_of_records() {
    let derived = |at: usize, of: usize| record(&format!("a{at}"), &format!("value: 1\n  derived: \"a{of} * 1\""));
    let replaced = |at: usize, by: usize| record(&format!("a{at}"), &format!("value: 1\n  superseded_by: a{by}"));
    let chain = grown("derived chain", 1_000, |size| {
        records(&(record("a0", "value: 1") + &numbered(size, |n| derived(n + 1, n))))
    });
    assert_eq!(counted(&chain), "");
    let ring = grown("derived ring", 1_000, |size| records(&numbered(size, |n| derived(n, (n + 1) % size))));
    assert_eq!(counted(&ring), "1 derived-mismatch");
    let chain = grown("replaced chain", 1_000, |size| {
        records(&(numbered(size, |n| replaced(n, n + 1)) + &record(&format!("a{size}"), "value: 1")))
            .file("content/en/page.md", "---\ntitle: A page\n---\n\nIt is {{ stat(id=\"a0\") }}.\n")
    });
    assert_eq!(counted(&chain), "1 superseded-statistic");
    assert_eq!(
        chain.findings[0].help.as_deref(),
        Some("write `a4000`, and check that the text around it is still true")
    );
    let ring = grown("replaced ring", 1_000, |size| records(&numbered(size, |n| replaced(n, (n + 1) % size))));
    assert_eq!(counted(&ring), "1 invalid-value");
    let pairs = grown("replaced pairs", 500, |size| records(&numbered(size, |n| replaced(n, n ^ 1))));
    assert_eq!(counted(&pairs), "1000 invalid-value");
}

#[test]
fn a_cycle_that_leads_to_another_is_reported_with_it() {
    let derived = |id: &str, of: &str| record(id, &format!("value: 1\n  derived: \"{of} * 1\""));
    let both = records(&[derived("a", "b"), derived("b", "b"), derived("c", "a"), derived("d", "d")].concat()).build();
    assert_eq!(counted(&both), "2 derived-mismatch", "{}", both.drawn);
}

#[test]
fn exact_numbers_have_a_bounded_size() {
    let long = record("long", "value: 12345678901234567.8901234567");
    for (name, formula) in [("product", "long * ".repeat(80) + "1"), ("quotient", "long / ".repeat(80) + "7")] {
        let outcome = grown(name, 50, |size| {
            records(
                &(long.clone()
                    + &numbered(size, |n| record(&format!("a{n}"), &format!("value: 1\n  derived: \"{formula}\"")))),
            )
        });
        assert_eq!(counted(&outcome), "200 too-much", "{name}");
        assert!(outcome.drawn.contains("needs more than 1024 bits"), "{}", outcome.drawn);
    }
    let sum = grown("sum of many parts", 1_000, |size| {
        let parts = numbered(size, |n| format!("{}a{n}", if n > 0 { ", " } else { "" }));
        records(
            &(numbered(size, |n| record(&format!("a{n}"), "value: 0.5"))
                + &record("b", &format!("value: {}\n  parts: [{parts}]", size / 2))),
        )
    });
    assert_eq!(counted(&sum), "");
    let ratios = grown("parts with denominators of their own", 250, |size| {
        let parts = numbered(size, |n| format!("{}a{n}", if n > 0 { ", " } else { "" }));
        let ratio = |n: usize| format!("value: \"1/{}\"", 1_000_003 + 2 * n);
        let all = numbered(size, |n| record(&format!("a{n}"), &ratio(n)))
            + &record("b", &format!("value: \"1/2\"\n  parts: [{parts}]"));
        records(&all.replace("unit: count", "unit: ratio"))
    });
    assert_eq!(counted(&ratios), "1 too-much");
}

#[test]
fn texts_outside_of_the_body_of_a_page_have_a_bounded_length() {
    let long = |bytes: usize| "é".repeat(bytes / 2);
    let page = |key: &str, bytes: usize| {
        let title = if key == "title" { String::new() } else { "title: A page\n".to_owned() };
        let text = format!("---\n{title}{key}: {}\n---\n\nText.\n", long(bytes));
        SiteTest::new().file("content/en/page.md", &text)
    };
    for key in ["title", "description"] {
        assert!(!counted(&page(key, 100_000).build()).contains("too-much"), "{key}");
        let outcome = page(key, 100_002).build();
        assert_eq!(counted(&outcome), "1 too-much", "{key}: {}", outcome.drawn);
        assert!(outcome.drawn.contains(&format!("`{key}` is longer than 100,000 bytes")), "{}", outcome.drawn);
    }
    for text in [format!("note: {}", long(200_000)), format!("note: {{ en: Short, fr: {} }}", long(200_000))] {
        assert_eq!(counted(&records(&record("a", &format!("value: 1\n  {text}"))).build()), "1 too-much");
    }
    let settings = format!("title: {}\nbase_url: https://e.org/\nlanguages: {{ en: {{ at: / }} }}\n", long(200_000));
    assert_eq!(counted(&SiteTest::new().file("content/site.yaml", &settings).build()), "1 too-much");
}

#[test]
fn the_words_of_all_formulas_of_a_file_are_bounded() {
    let formula = "1 + ".repeat(99) + "1";
    let formulas = |many: usize| {
        records(&numbered(many, |n| record(&format!("a{n}"), &format!("value: 100\n  derived: \"{formula}\""))))
    };
    assert_eq!(counted(&formulas(1_000).build()), "");
    let outcome = formulas(1_100).build();
    assert_eq!(counted(&outcome), "1 too-much");
    assert!(outcome.drawn.contains("the formulas of this file have more than 200,000 words in all"));
}

#[test]
fn unknown_names_among_many_known_ones() {
    let known = |size: usize| numbered(size, |n| record(&format!("known-{n}"), "value: 1"));
    let parts = grown("unknown parts", 750, |size| {
        records(
            &(known(size) + &numbered(size, |n| record(&format!("a{n}"), &format!("value: 1\n  parts: [knwon-{n}]")))),
        )
    });
    assert_eq!(counted(&parts), "3000 unknown-statistic");
    assert!(parts.drawn.contains("did you mean `known-0`?"), "{}", parts.drawn);
    let calls = grown("unknown records of a page", 750, |size| {
        let calls = numbered(size, |n| format!("{{{{ stat(id=\"knwon-{n}\") }}}} "));
        records(&known(size)).file("content/en/page.md", &format!("---\ntitle: A page\n---\n\n{calls}\n"))
    });
    assert!(counted(&calls).contains("3000 unknown-statistic"), "{}", counted(&calls));
    let sources = grown("unknown sources", 750, |size| {
        let statistics =
            numbered(size, |n| record(&format!("a{n}"), "value: 1").replace("source: r", &format!("source: srce-{n}")));
        records(&statistics)
            .file("content/sources.yaml", &numbered(size, |n| format!("- {{ id: source-{n}, title: R }}\n")))
    });
    assert_eq!(counted(&sources), "3000 unknown-source");
    let fragments = grown("unknown fragments", 750, |size| {
        page(&(numbered(size, |n| format!("## heading {n}x\n\n")) + &numbered(size, |n| format!("[a](#haeding-{n}) "))))
    });
    assert!(counted(&fragments).contains("3000 broken-fragment"), "{}", counted(&fragments));
    let codes = grown("unknown findings in settings", 500, |size| {
        let codes = numbered(size, |n| format!("broken-lnik{n}: off, "));
        SiteTest::new().file(
            "content/site.yaml",
            &format!(
                "title: A\nbase_url: https://example.org/\nlanguages: {{ en: {{ at: / }} }}\nfindings: {{ {codes} }}\n"
            ),
        )
    });
    assert_eq!(counted(&codes), "2000 invalid-value");
}

#[test]
fn declared_names_are_found_in_one_pass() {
    let site = |size: usize| {
        let names = numbered(size, |n| format!("Name{n}x, "));
        let text = numbered(size, |n| format!("We met Name{n}x twice. "));
        page(&text).file(
            "content/site.yaml",
            &format!("title: A\nbase_url: https://example.org/\nlanguages: {{ en: {{ at: / }} }}\nnames: [{names}]\n"),
        )
    };
    let outcome = grown("names", 250, site);
    assert!(matches!(&*counted(&outcome), "" | "1 over-budget"), "{}", outcome.drawn);
    let outcome = site(12_000).build();
    assert!(counted(&outcome).contains("1 too-much"), "{}", counted(&outcome));
}

#[test]
fn running_text_without_spaces_and_with_many_phrases() {
    for (name, piece) in [("digits and dashes", "1-"), ("phrases", "about half of it, "), ("names", "a1")] {
        grown(name, 2_500, |size| page(&piece.repeat(size)));
    }
    for (name, piece) in [("links that are not closed", "[a]("), ("references that are not defined", "[a][b] ")] {
        grown(name, 10_000, |size| page(&piece.repeat(size)));
    }
    grown("full-width commas and references", 80_000, |size| page(&"，& ".repeat(size)));
    let calls = grown("phrases beside calls", 250, |size| {
        let text = "nearly half of it, {{ stat(id=\"a\") }} ".repeat(size);
        records(&record("a", "value: 1")).file("content/en/page.md", &format!("---\ntitle: A page\n---\n\n{text}\n"))
    });
    assert!(!calls.findings.is_empty());
    grown("numbers in a description", 2_500, |size| {
        let text = "12 words ".repeat(size);
        SiteTest::new().file("content/en/page.md", &format!("---\ntitle: A\ndescription: \"{text}\"\n---\n\nText.\n"))
    });
}

#[test]
fn sources_of_events_with_many_labels() {
    let labels = ["CST", "IST", "BST", "AST", "EST", "CET", "ECT", "AMT", "GST"];
    let event = |id: usize, date: &str, source: &str| {
        format!(
            "- id: e{id}\n  title: T\n  date: {date}\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: Europe/Zurich\n  \
             source: r\n  source_text: \"{source}\"\n"
        )
    };
    let events = |text: &str| records("").file("content/events.yaml", text);
    let outcome = grown("labels", 16, |size| {
        let source = numbered(size, |n| format!("{}:{:02} ({}) / ", n % 12, n % 60, labels[n % 9]));
        events(&event(0, "unknown", &source))
    });
    assert_eq!(counted(&outcome), "1 event-times-contradict");
    let contradicting = "9:50 (New York, -5 GMT) / 15:50 (CEST)";
    let outcome = grown("events", 25, |size| events(&numbered(size, |n| event(n, "unknown", contradicting))));
    assert_eq!(counted(&outcome), "100 event-times-contradict");
    let many = events(&numbered(1_001, |n| event(n, "unknown", "9:50 (Geneva)"))).build();
    assert_eq!(counted(&many), "1 too-much");
}

#[test]
fn unknown_zones_by_the_thousand() {
    let outcome = grown("zones", 4_000, |size| {
        let zones = numbered(size, |n| format!("a{n}, "));
        records("").file(
            "content/events.yaml",
            &format!(
                "- id: e\n  title: T\n  date: 2027-05-25\n  start: \"09:50\"\n  end: \"11:20\"\n  zone: Europe/Zurich\n  \
                 also_show: [{zones}]\n  source: r\n"
            ),
        )
    });
    assert_eq!(counted(&outcome), "16000 unknown-zone");
}

#[test]
fn each_page_over_the_limit_gives_one_finding() {
    for (name, body, said) in [
        ("list items", "- a\n".repeat(600_000), "1,000,000 line ends"),
        ("headings", "## a\n\n".repeat(50_001), "50,000 headings"),
        ("numbers", "12 wells, ".repeat(60_000), "50,000 numbers"),
        ("elements", "*a* ".repeat(310_000), "300,000 elements"),
    ] {
        let outcome = page(&body).build();
        let found = outcome.findings.iter().filter(|finding| finding.code.as_str() == "too-much");
        let found: Vec<&str> = found.map(|finding| finding.message.as_str()).collect();
        assert_eq!(found.len(), 1, "{name}: {}", outcome.drawn);
        assert!(found[0].contains(said), "{name}: {found:?}");
    }
}

#[test]
fn attributes_without_end() {
    let settings = "title: A site\nbase_url: https://example.org/\nraw_html: true\nlanguages:\n  en: { at: / }\n";
    let attributes = |size| numbered(size, |n| format!("data-x{n}=1 "));
    for (name, open) in [("in a line", "x <b "), ("in a block", "<div ")] {
        let outcome = grown(name, 2_000, |size| {
            page(&format!("{open}{}>a", attributes(size))).file("content/site.yaml", settings)
        });
        assert!(counted(&outcome).contains("1 too-much"), "{name}: {}", counted(&outcome));
    }
    let braces = grown("in braces", 500, |size| page(&format!("## a {{{}}}\n", attributes(size))));
    assert!(counted(&braces).contains("forbidden-attribute"), "{}", counted(&braces));
}

#[test]
fn long_names_are_findings_that_do_not_repeat_them() {
    let long = "x".repeat(1_000_000);
    let front =
        |line: &str| SiteTest::new().file("content/en/page.md", &format!("---\ntitle: A\n{line}\n---\n\nText.\n"));
    let mut settings = String::from("title: A\nlanguages: { en: { at: / } }\nbase_url: ");
    let _ = writeln!(settings, "{long}");
    for (name, site) in [
        ("an id", records(&record(&long, "value: 1"))),
        ("a source", records(&record("a", "value: 1").replace("source: r", &format!("source: {long}")))),
        ("a record that replaces", records(&record("a", &format!("value: 1\n  superseded_by: {long}")))),
        ("a value", records(&record("a", &format!("value: \"{}\"", "9".repeat(1_000_000))))),
        ("a unit", records(&record("a", "value: 1").replace("count", &long))),
        ("a formula", records(&record("a", &format!("value: 1\n  derived: \"{long} *\"")))),
        ("a slug", front(&format!("slug: {long}"))),
        ("an alias", front(&format!("aliases: [/{}]", "a/".repeat(500_000)))),
        ("a date", front(&format!("date: {long}"))),
        ("a template", front(&format!("template: {long}"))),
        ("a key", front(&format!("\"{}\": x", &long[..1_000]))),
        ("a base address", SiteTest::new().file("content/site.yaml", &settings)),
        ("a link", page(&format!("[a]({long})"))),
        ("a fragment", page(&format!("## b\n\n[a](#{long})"))),
        ("a shortcode", page(&format!("{{{{ {}() }}}}", "x".repeat(100_000)))),
    ] {
        let outcome = site.build();
        assert!(!outcome.findings.is_empty(), "{name}");
        assert!(outcome.drawn.len() < 20_000 && outcome.json.len() < 20_000, "{name}: {}", outcome.json.len());
        assert!(outcome.drawn.contains('…'), "{name}: {}", outcome.drawn);
    }
}
