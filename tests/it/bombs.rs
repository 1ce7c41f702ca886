//! Inputs made to exhaust time or memory: each is a page or a finding, in reasonable time and memory, never a panic. The times
//! are a multiple of what is measured on a slow machine, so that only another order of growth fails.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::gallery::check_places;
use crate::site_test::SiteTest;

fn page(body: &str) -> String {
    format!("---\ntitle: A page\n---\n\n{body}\n")
}

fn front(yaml: &str) -> String {
    format!("---\ntitle: A page\n{yaml}\n---\n\nText.\n")
}

/// Builds a site whose page is `text`, and returns the codes of its findings, each once.
fn codes(name: &str, path: &str, text: &str) -> Vec<&'static str> {
    let site = SiteTest::new().file(path, text);
    let start = Instant::now();
    let outcome = site.build();
    let took = start.elapsed();
    check_places(name, &outcome);
    assert!(took < Duration::from_secs(20), "{name} took {took:?}");
    let mut codes: Vec<_> = outcome.findings.iter().map(|finding| finding.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn on_a_page(name: &str, body: &str) -> Vec<&'static str> {
    codes(name, "content/en/page.md", &page(body))
}

#[test]
fn deeply_nested_or_repeated_markdown() {
    let many = 100_000;
    for (name, body) in [
        ("quotes", "> ".repeat(many)),
        ("tight quotes", ">".repeat(many)),
        ("lists", "- ".repeat(many)),
        ("images", "![".repeat(many / 2) + &"]()".repeat(many / 2)),
        ("stars", "*".repeat(many) + "a" + &"*".repeat(many)),
        ("lists further in", (0..4_000).map(|n| format!("{}- a\n", " ".repeat(n))).collect()),
    ] {
        assert_eq!(on_a_page(name, &(body + "x")), ["too-deep"], "{name}");
    }
    for (name, body) in [
        ("brackets", "[".repeat(many)),
        ("pairs of brackets", "[".repeat(many) + &"]".repeat(many)),
        ("open links", "[a](".repeat(many)),
        ("emphasis", "*a ".repeat(many)),
        ("mixed emphasis", "**a_ ".repeat(many)),
        ("back-ticks", "`".repeat(1_000_000)),
        ("back-ticks of many lengths", (1..1_400).map(|n| "`".repeat(n) + " ").collect()),
        ("angles", "<".repeat(many)),
        ("processing instructions", "a <?".repeat(many)),
        ("entities", "&".repeat(many)),
        ("backslashes", "\\".repeat(many)),
        ("braces", "{{".repeat(many)),
        ("bare addresses", "http://a.b/c ".repeat(20_000)),
    ] {
        assert!(on_a_page(name, &body).iter().all(|code| *code == "over-budget"), "{name}");
    }
}

#[test]
fn tables_footnotes_headings_and_definitions_by_the_thousand() {
    let row = |cell: &str| format!("|{}\n", cell.repeat(5_000));
    let table = row("a|") + &row("-|") + &row("b|").repeat(20);
    assert!(on_a_page("a wide table", &table).iter().all(|code| *code == "over-budget"));
    let short = row("a|") + &row("-|") + &"|b|\n".repeat(5_000);
    assert!(on_a_page("a table of short rows", &short).iter().all(|code| *code == "over-budget"));
    let notes = |many: usize| (0..many).map(|n| format!("x[^{n}]\n\n[^{n}]: note\n\n")).collect::<String>();
    assert_eq!(on_a_page("footnotes", &notes(30_000)), ["over-budget"]);
    assert_eq!(on_a_page("too many footnotes", &notes(100_000)), ["too-much"]);
    let missing: String = (0..100_000).map(|n| format!("[^{n}] ")).collect();
    assert_eq!(on_a_page("missing footnotes", &missing), ["missing-footnote", "over-budget"]);
    let repeated = "[^1]\n\n".to_owned() + &"[^1]: x\n\n".repeat(20_000);
    assert_eq!(on_a_page("one footnote, again and again", &repeated), ["unused-footnote"]);
    assert_eq!(on_a_page("headings", &"## same\n\n".repeat(20_000)), ["over-budget"]);
    assert_eq!(on_a_page("ids", &"## a {#same}\n\n".repeat(20_000)), ["duplicate-id"]);
}

#[test]
fn findings_by_the_thousand_on_one_line() {
    let numbered = |text: &str| (0..50_000).map(|n| text.replace('#', &n.to_string())).collect::<String>();
    for (name, body, code) in [
        ("raw HTML", "<b> ".repeat(100_000), "raw-html"),
        ("broken links", numbered("[a](n#.md) "), "broken-link"),
        ("references", "[a][b]".repeat(50_000), "undefined-reference"),
        ("open calls", "{{ a( ".repeat(100_000), "unclosed-call"),
        ("open quotes", "{{ a(b=\"c ".repeat(100_000), "unclosed-call"),
        ("calls without parentheses", "{{ stat }} ".repeat(50_000), "malformed-call"),
        ("unknown shortcodes", "{{ nothing() }} ".repeat(20_000), "unknown-shortcode"),
    ] {
        assert!(on_a_page(name, &body).contains(&code), "{name}");
    }
    let headings: String = (0..5_000).map(|n| format!("## h{n}\n\n")).collect();
    let links = headings + &(0..20_000).map(|n| format!("[a](#n{n}) ")).collect::<String>();
    assert!(on_a_page("broken fragments", &links).contains(&"broken-fragment"));
}

#[test]
fn three_thousand_calls_are_a_page() {
    let site = SiteTest::new()
        .file("content/statistics.yaml", "- id: a\n  value: 1\n  unit: count\n  period: unknown\n  source: r\n")
        .file("content/sources.yaml", "- id: r\n  title: R\n")
        .file("content/en/page.md", &page(&"{{ stat(id=\"a\") }} ".repeat(3_000)));
    assert_eq!(site.build().drawn, "");
}

#[test]
fn ten_megabytes_on_one_line_are_drawn_on_one_screen() {
    let text = page(&("word ".repeat(1_980_000) + "[x](nowhere.md)"));
    let site = SiteTest::new().file("content/en/page.md", &text);
    let start = Instant::now();
    let outcome = site.build();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(outcome.drawn.contains(" --> content/en/page.md:5:9900005\n"), "{}", outcome.drawn);
    assert!(outcome.drawn.lines().all(|line| line.chars().count() <= 150), "{}", outcome.drawn);
}

#[test]
fn no_content_sends_escapes_to_the_terminal() {
    let body = "A \x1b]0;title\x07 \x1b[2J [x](no\u{202e}where.md) \u{9b}31m <b\u{7f}>\r\n";
    let outcome = SiteTest::new().file("content/en/page.md", &page(body)).build();
    let obeyed = |c: char| c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!outcome.drawn.contains(obeyed), "{:?}", outcome.drawn);
    assert!(!outcome.json.contains(|c: char| c < ' ' && c != '\n'), "{:?}", outcome.json);
    assert!(outcome.findings.iter().any(|finding| finding.code.as_str() == "forbidden-character"));
}

#[test]
fn themes_with_endless_recursion_or_loops() {
    let own = "title: A site\nbase_url: https://example.org/\ntheme: [own, plain]\nlanguages:\n  en: { at: / }\n";
    for (name, path, text, code) in [
        ("includes itself", "templates/page.html", "{% include \"page.html\" %}".to_owned(), "template-syntax"),
        ("extends itself", "templates/page.html", "{% extends \"page.html\" %}".to_owned(), "template-syntax"),
        ("open tags", "templates/page.html", "{% if true %}".repeat(20_000), "template-syntax"),
        ("parentheses", "templates/page.html", format!("{{{{ {}1 }}}}", "(".repeat(100_000)), "template-syntax"),
        ("negations", "templates/page.html", format!("{{{{ {}1 }}}}", "not ".repeat(100_000)), "template-syntax"),
        ("rules", "style.css", "a{".repeat(100_000), "too-deep"),
        ("sums", "style.css", format!("a{{width:{}}}", "calc(".repeat(100_000)), "too-deep"),
    ] {
        let site = SiteTest::new().file("content/site.yaml", own).file(&format!("themes/own/{path}"), &text);
        let outcome = site.file("content/en/page.md", &page("Text.")).build();
        let found: Vec<_> = outcome.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert!(found.contains(&code), "{name}: {}", outcome.drawn);
    }
    let calls_itself = "{% component box() %}{{ <box/> }}{% endcomponent box %}";
    let site = SiteTest::new().file("content/site.yaml", own).file("themes/own/shortcodes/box.html", calls_itself);
    let outcome = site.file("content/en/page.md", &page("{{ box() }}")).build();
    assert_eq!(outcome.findings.len(), 1, "{}", outcome.drawn);
}

#[test]
fn deeply_nested_raw_html() {
    let settings = "title: A site\nbase_url: https://example.org/\nraw_html: true\nlanguages:\n  en: { at: / }\n";
    for body in ["<div>".repeat(100_000), format!("x {}", "<b>".repeat(100_000)), "<div>\n\n".repeat(20_000)] {
        let site = SiteTest::new().file("content/site.yaml", settings).file("content/en/page.md", &page(&body));
        let start = Instant::now();
        let outcome = site.build();
        let found: Vec<_> = outcome.findings.iter().map(|finding| finding.code.as_str()).collect();
        assert!(found.contains(&"too-deep"), "{}", outcome.drawn);
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

fn bomb(levels: usize, width: usize) -> String {
    let mut yaml = format!("extra:\n  a0: &a0 [{}]", vec!["x"; width].join(", "));
    for level in 1..=levels {
        let line = vec![format!("*a{}", level - 1); width].join(", ");
        yaml.push_str(&format!("\n  a{level}: &a{level} [{line}]"));
    }
    yaml
}

/// Runs the program in a process of its own: how long it takes, and the most memory it holds, where that can be known.
fn measured(site: &SiteTest) -> (Duration, Option<u64>, String) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_firstflight"))
        .args(["check", "--at", "2026-11-23", "--format", "json"])
        .current_dir(site.root())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the command starts");
    let mut most = None;
    while child.try_wait().expect("the child can be waited for").is_none() {
        // What the system notes as the high-water mark never falls, so the last look is nearly the whole truth.
        let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        // Until it becomes the command, the child shares the memory of this test.
        let line = status.lines().find(|line| line.starts_with("VmHWM:") && status.starts_with("Name:\tfirstflight"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok());
        most = most.max(kilobytes);
        std::thread::sleep(Duration::from_micros(200));
    }
    let took = start.elapsed();
    let output = child.wait_with_output().expect("the output can be read");
    assert_eq!(output.status.code(), Some(1), "a bomb is a finding");
    (took, most.map(|kilobytes| kilobytes / 1_000), String::from_utf8(output.stdout).expect("JSON is text"))
}

#[test]
fn bombs_are_refused_in_half_a_second_and_fifty_megabytes() {
    let on_page = |yaml: &str| SiteTest::new().file("content/en/page.md", &front(yaml));
    let list = |item: &str, times: usize| vec![item; times].join(",");
    let merged = (1..12).fold("extra:\n  a0: &a0 { x: 1 }".to_owned(), |yaml, n| {
        format!("{yaml}\n  a{n}: &a{n} {{ <<: [{}] }}", list(&format!("*a{}", n - 1), 9))
    });
    let block: String = (0..3_000).map(|n| format!("{}a:\n", " ".repeat(n + 1))).collect();
    let quadratic = format!("extra:\n  a: &a [{}]\n  b: [{}]", list("x", 9_000), list("*a", 5_000));
    let long = format!("extra:\n  a: &a \"{}\"\n  b: [{}]", "x".repeat(1_000_000), list("*a", 9_000));
    for (name, site) in [
        ("nine levels", on_page(&bomb(9, 9))),
        ("twelve levels", on_page(&bomb(12, 9))),
        ("a wide one", on_page(&bomb(5, 90))),
        ("a quadratic one", on_page(&quadratic)),
        ("one of long texts", on_page(&long)),
        ("merged keys", on_page(&merged)),
        ("an anchor in itself", on_page("extra: &a [*a]")),
        ("10,000 open lists", on_page(&format!("extra: {}", "[".repeat(10_000)))),
        ("10,000 lists", on_page(&format!("extra: {}{}", "[".repeat(10_000), "]".repeat(10_000)))),
        ("10,000 mappings", on_page(&format!("extra: {}", "{a: ".repeat(10_000)))),
        ("10,000 dashes", on_page(&format!("extra:\n  {}", "- ".repeat(10_000)))),
        ("3,000 levels of a block", on_page(&format!("extra:\n{}", block.trim_end()))),
        ("settings", SiteTest::new().file("content/site.yaml", &format!("title: A\n{}\n", bomb(9, 9)))),
        (
            "records",
            SiteTest::new()
                .file("content/statistics.yaml", &format!("- id: a\n  {}\n", bomb(9, 9).replace('\n', "\n  "))),
        ),
        (
            "strings",
            SiteTest::new().file("themes/own/strings/en.yaml", &format!("{}\n", bomb(9, 9))).file(
                "content/site.yaml",
                "title: A site\nbase_url: https://example.org/\ntheme: [own, plain]\nlanguages:\n  en: { at: / }\n",
            ),
        ),
    ] {
        let (took, most, said) = measured(&site);
        assert!(said.contains("\"code\":\"yaml-limit\""), "{name}: {said}");
        assert!(took < Duration::from_millis(500), "{name} took {took:?}");
        assert!(most.is_none_or(|megabytes| megabytes < 50), "{name} took {most:?} MB");
    }
}

#[test]
fn many_records_are_fine() {
    let records: String = (0..50_000)
        .map(|n| format!("- id: s{n}\n  value: {n}\n  unit: count\n  period: unknown\n  source: r\n"))
        .collect();
    let site =
        SiteTest::new().file("content/statistics.yaml", &records).file("content/sources.yaml", "- id: r\n  title: R\n");
    assert_eq!(site.build().drawn, "");
}
