//! What some readers cannot use is found in the finished output, where it was written: faults put one at a time into a site
//! without any, from `tests/fixtures/access`. `tests/judges/access.mjs` lets axe find the same.

use firstflight::check::{KnownMenus, PageAddress, survey};
use firstflight::output::Output;
use firstflight::pipeline;
use firstflight::report::{Finding, Place};
use firstflight::shrink::{HtmlToken, Scanner};
use walkdir::WalkDir;

use crate::site_test::SiteTest;
use crate::support::{self, firstflight, repository};

/// The clean site.
fn clean() -> SiteTest {
    let folder = repository().join("tests/fixtures/access/site");
    let mut site = SiteTest::new();
    for entry in WalkDir::new(&folder).into_iter().map(|entry| entry.expect("the folder can be read")) {
        if entry.file_type().is_file() {
            let path =
                entry.path().strip_prefix(&folder).expect("it is in the folder").to_string_lossy().replace('\\', "/");
            site = site.bytes(&path, &std::fs::read(entry.path()).expect("the file can be read"));
        }
    }
    site
}

fn read(site: &SiteTest, path: &str) -> String {
    std::fs::read_to_string(site.root().join(path)).expect("the file can be read")
}

/// The first and the last line of a place; 0 for a whole file.
fn lines(place: &Place) -> (usize, usize) {
    place.range().map_or((0, 0), |range| {
        let line = |at| place.file().position(at).line;
        (line(range.start), line(range.end))
    })
}

fn shown(finding: &Finding) -> String {
    let place = finding.place.as_ref().expect("it has a place");
    format!("{} {}:{}: {}", finding.code, place.file().path(), lines(place).0, finding.message)
}

#[test]
fn a_clean_site_has_no_finding() {
    assert_eq!(clean().build().drawn, "");
}

#[test]
fn every_seeded_fault_is_found_where_it_was_written() {
    let path = repository().join("tests/fixtures/access/faults.json");
    let text = std::fs::read_to_string(path).expect("the table is there");
    let faults: Vec<serde_json::Value> = serde_json::from_str(&text).expect("it is JSON");
    assert!(faults.len() >= 30);
    let mut wrong = Vec::new();
    for fault in &faults {
        let text = |key: &str| fault[key].as_str().unwrap_or_default();
        let site = clean();
        let before = read(&site, text("file"));
        assert!(before.contains(text("replace")), "{}", text("name"));
        let after = before.replacen(text("replace"), text("by"), 1);
        let site = site.file(text("file"), &after);
        let found = site.build().findings;
        let line = fault["line"].as_u64().map_or_else(
            || {
                let at = before.find(text("replace")).unwrap_or(0);
                after[..at].matches('\n').count() + 1
            },
            |line| usize::try_from(line).expect("a small number"),
        );
        let file = if text("at").is_empty() { text("file") } else { text("at") };
        let is_it = |finding: &Finding| {
            let place = finding.place.as_ref().expect("it has a place");
            let (first, last) = lines(place);
            finding.code.as_str() == text("code") && place.file().path() == file && (first..=last).contains(&line)
        };
        if found.len() != 1 || !is_it(&found[0]) {
            let found: Vec<String> = found.iter().map(shown).collect();
            wrong.push(format!("{}: {} expected at {file}:{line}, found {found:#?}", text("name"), text("code")));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), faults.len(), wrong.join("\n"));
}

/// Pages are read at less cost where they are ordinary, with the same result.
#[test]
fn ordinary_parts_are_read_as_all_others() {
    let sites = ["tests/sites/bulletin", "tests/sites/conference", "src/guide", "."];
    let mut pages: usize = sites.iter().map(|path| compare(&support::build(&repository().join(path)).output)).sum();
    let text = std::fs::read_to_string(repository().join("tests/fixtures/access/faults.json")).expect("it can be read");
    let faults: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
    for fault in faults.as_array().expect("it is a list") {
        let text = |key: &str| fault[key].as_str().unwrap_or_default();
        let site = clean();
        let after = read(&site, text("file")).replacen(text("replace"), text("by"), 1);
        let site = site.file(text("file"), &after);
        let built = pipeline::build(&support::options(site.root())).expect("the folder is there");
        pages += compare(&built.output);
    }
    assert!(pages > 200, "{pages}");
}

/// Reads all pages in both ways, as they are published and with the quotes of templates. Returns how many there are.
fn compare(output: &Output) -> usize {
    let menus = KnownMenus::default();
    for (path, body, _) in output.pages() {
        let html = String::from_utf8(body.joined().into_owned()).expect("it is UTF-8");
        let page = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
        let at = PageAddress { page: &page, base_url: None, base: "" };
        for html in [&quoted(&html), &html] {
            assert_eq!(survey(html, &at, Some(&menus)), survey(html, &at, None), "{path}");
        }
    }
    output.pages().count()
}

/// A page with quotes around the values of attributes.
fn quoted(html: &str) -> String {
    let mut out = String::new();
    let mut copied = 0;
    let mut scanner = Scanner::new(html.as_bytes());
    while let Some(token) = scanner.next(false) {
        if !matches!(token, HtmlToken::Open { .. }) {
            continue;
        }
        for value in scanner.attributes().iter().map(|attribute| attribute.value.clone()) {
            if !value.is_empty() && html[..value.start].ends_with('=') {
                out.extend([&html[copied..value.start], "\"", &html[value.clone()], "\""]);
                copied = value.end;
            }
        }
    }
    out + &html[copied..]
}

/// A fault that a template makes on many pages is one finding, which counts the pages.
#[test]
fn a_fault_of_a_template_is_one_finding() {
    let site = clean();
    let path = "themes/own/templates/page.html";
    let text = read(&site, path).replace("<button>Search</button>", "<button></button>");
    let found = site.file(path, &text).build().findings;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].notes, ["on the page `/about/` and 1 other page"]);
}

/// A statement without a contact has a link in its place that leads nowhere; one with a contact is published as it is.
#[test]
fn a_statement_lacks_nothing_but_a_contact() {
    let statement = |site: &SiteTest| {
        let folder = site.root().to_str().expect("the path is UTF-8");
        let output = firstflight(&["statement", "--site", folder]).output().expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("it is UTF-8")
    };
    let site = clean();
    let text = statement(&site);
    let site = site.file("content/en/accessibility.md", &text);
    let found: Vec<String> = site.build().findings.iter().map(shown).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    let line =
        text.lines().position(|line| line.contains("write-your-contact-here.md")).expect("the link is there") + 1;
    assert!(found[0].starts_with(&format!("broken-link content/en/accessibility.md:{line}: ")), "{found:?}");

    let settings = read(&site, "content/site.yaml") + "footer: { contact: \"[Write to us](mailto:us@example.org)\" }\n";
    let site = site.without("content/en/accessibility.md").file("content/site.yaml", &settings);
    let text = statement(&site);
    assert!(text.contains("[Write to us](mailto:us@example.org)") && !text.contains("write-your-contact-here.md"));
    assert_eq!(site.file("content/en/accessibility.md", &text).build().drawn, "");
}
