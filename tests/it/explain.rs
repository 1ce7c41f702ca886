//! The examples of `firstflight explain` are true: built as part of a small site, the wrong one has exactly the finding that
//! it explains, and the right one has none of its kind.

use std::collections::BTreeSet;

use firstflight::report::explain::{Example, examples};
use firstflight::report::{Code, Finding, Level, Place};

use crate::site_test::{Outcome, SiteTest};

/// Codes whose examples are not excerpts of files, each with the reason why they cannot be built.
const NOT_BUILT: [(Code, &str); 17] = [
    (Code::PhotoMetadata, "what a photograph holds cannot be written as text"),
    (Code::ImageEnding, "the format of the image is described in words"),
    (Code::UnreadableFile, "permissions are shown as a listing of files"),
    (Code::NotUtf8, "the invalid byte is described in words"),
    (Code::BinaryFile, "the content is described in words"),
    (Code::FileTooLarge, "the size is described in words"),
    (Code::OutsideSymlink, "the target is shown with an arrow"),
    (Code::ForbiddenCharacter, "the invisible character is shown by its number"),
    (Code::TooDeep, "the example is cut short in words"),
    (Code::TooMuch, "the example is cut short in words"),
    (Code::UnlinkedPage, "it takes several pages with links"),
    (Code::LargeEdition, "the sizes are described in words"),
    (Code::GrownPage, "it needs a report of an earlier run"),
    (Code::DeadExternalLink, "it needs the answers of other sites: see `check_external.rs`"),
    (Code::UncertainExternalLink, "it needs the answers of other sites"),
    (Code::MovedExternalLink, "it needs the answers of other sites"),
    (Code::MissingConfig, "the example is a command in the wrong folder"),
];

/// The same for a page that would need thousands of bytes.
const SIZES: (Code, &str) = (Code::OverBudget, "the sizes are described in words");

/// Findings that an example has in addition, each with the reason.
const ALSO: [(Code, Code, &str); 4] = [
    (Code::MissingAlt, Code::BadImage, "the file of the example is not an image"),
    (Code::WithheldLink, Code::Withheld, "a link to a withheld page needs one, which is always noted"),
    (Code::NoBaseUrl, Code::NoUidDomain, "the site around the example has an event"),
    (Code::NoUidDomain, Code::NoBaseUrl, "a base address would be a domain"),
];

/// Records that examples refer to; each is there unless the example has one with its id.
const RECORDS: [(&str, &[&str]); 3] = [
    ("content/sources.yaml", &["- id: survey"]),
    (
        "content/statistics.yaml",
        &[
            "- id: world-2019\n  value: 51\n  area: World",
            "- id: ldc-2019\n  value: 19\n  area: Least developed countries",
            "- id: ldc-2021\n  value: 27\n  area: Least developed countries\n  period: \"2021\"",
            "- id: radio\n  value: 20",
            "- id: phone\n  value: 19",
            "- id: north\n  value: 40\n  unit: count\n  area: North",
            "- id: south\n  value: 60\n  unit: count\n  area: South",
        ],
    ),
    ("content/events.yaml", &["- id: opening-2027"]),
];

/// What an excerpt may leave out of a record or of the settings.
const KEYS: [(&str, &[(&str, &str)]); 4] = [
    (
        "content/site.yaml",
        &[
            ("title", "A site"),
            ("base_url", "https://example.org/"),
            ("theme", "[mine, plain]"),
            ("languages", "{ en: { at: / } }"),
        ],
    ),
    ("content/sources.yaml", &[("title", "A survey")]),
    (
        "content/statistics.yaml",
        &[
            ("value", "50"),
            ("unit", "percent"),
            ("of", "households"),
            ("indicator", "having a device"),
            ("period", "\"2019\""),
            ("source", "survey"),
        ],
    ),
    (
        "content/events.yaml",
        &[
            ("title", "A meeting"),
            ("date", "2027-03-01"),
            ("start", "\"09:50\""),
            ("end", "\"11:20\""),
            ("zone", "Europe/Zurich"),
            ("source", "survey"),
        ],
    ),
];

/// The site that examples are part of.
fn site() -> SiteTest {
    let mut site = SiteTest::new()
        .file("content/en/index.md", &page("Welcome."))
        .file(
            "content/en/session.md",
            &page("## Charts\n\n[The programme](programme.pdf) and [a map](map.png).")
                .replace("A page", "The session of spring"),
        )
        .file("content/en/programme.pdf", "%PDF")
        .file("content/en/map.png", "PNG")
        .file("themes/mine/strings/fr.yaml", "contents: Sommaire\n")
        .file("content/site.yaml", &excerpt(Code::RawHtml, "content/site.yaml", ""));
    for (path, _) in RECORDS {
        site = site.file(path, &excerpt(Code::RawHtml, path, ""));
    }
    site
}

fn page(body: &str) -> String {
    format!("---\ntitle: A page\n---\n\n{body}\n")
}

/// The whole file that an excerpt stands for.
fn excerpt(code: Code, path: &str, lines: &str) -> String {
    let keys = KEYS.iter().find(|(file, _)| *file == path).map(|(_, keys)| *keys);
    if path == "content/site.yaml" {
        // A site without a base address is what this story is about.
        let left_out: &[&str] = if matches!(code, Code::NoBaseUrl | Code::NoUidDomain) { &["base_url"] } else { &[] };
        return with_keys(lines, keys.unwrap_or(&[]), "", left_out);
    }
    if let Some((_, known)) = RECORDS.iter().find(|(file, _)| *file == path) {
        let id = |record: &str| record.lines().next().unwrap_or("").to_owned();
        let own: Vec<String> = records(lines);
        let ids: BTreeSet<String> = own.iter().map(|record| id(record)).collect();
        let others = known.iter().map(|record| (*record).to_owned()).filter(|record| !ids.contains(&id(record)));
        let all: Vec<String> = own.iter().cloned().chain(others).collect();
        return all.iter().map(|record| with_keys(record, keys.unwrap_or(&[]), "  ", &[])).collect();
    }
    if path.ends_with("/strings/sv.yaml") {
        let english = include_str!("../../themes/plain/strings/en.yaml");
        let own: Vec<&str> = lines.lines().filter_map(|line| line.split_once(':').map(|(key, _)| key)).collect();
        let is_other = |line: &&str| line.split_once(':').is_none_or(|(key, _)| !own.contains(&key));
        return format!("{lines}\n{}\n", english.lines().filter(is_other).collect::<Vec<_>>().join("\n"));
    }
    let is_page = path.ends_with(".md");
    match lines {
        "" if is_page => page("Text.").replace("A page", &format!("The page {path}")),
        lines if is_page && !lines.starts_with("---") && code != Code::MissingFrontMatter => {
            page(lines).replace("title: A page", &format!("title: The page {path}"))
        }
        lines => format!("{lines}\n"),
    }
}

/// The records of an excerpt, each from its `- ` on.
fn records(lines: &str) -> Vec<String> {
    let mut records: Vec<String> = Vec::new();
    for line in lines.lines() {
        match records.last_mut().filter(|_| !line.starts_with("- ")) {
            Some(record) => *record += &format!("\n{line}"),
            None => records.push(line.to_owned()),
        }
    }
    records
}

fn with_keys(lines: &str, keys: &[(&str, &str)], indent: &str, left_out: &[&str]) -> String {
    let has = |key: &str| lines.lines().any(|line| line.starts_with(&format!("{indent}{key}:")));
    let mut out = lines.to_owned();
    for (key, value) in keys.iter().filter(|(key, _)| !has(key) && !left_out.contains(key)) {
        out += &format!("\n{indent}{key}: {value}");
    }
    out.trim_start().to_owned() + "\n"
}

fn build(code: Code, files: &[(&str, &str)]) -> Outcome {
    files.iter().fold(site(), |site, (path, lines)| site.file(path, &excerpt(code, path, lines))).build()
}

fn not_built() -> impl Iterator<Item = (Code, &'static str)> {
    NOT_BUILT.into_iter().chain([SIZES])
}

#[test]
fn the_site_around_the_examples_has_no_findings() {
    assert_eq!(site().build().drawn, "");
}

#[test]
fn every_wrong_example_has_its_finding_and_every_right_one_has_none() {
    let mut wrong = Vec::new();
    for &code in Code::ALL {
        let [before, after] = examples(code).unwrap_or_else(|| panic!("{code} has no story"));
        let (Example::Files(before), Example::Files(after)) = (before, after) else { continue };
        let outcome = build(code, before);
        let is_also = |finding: &&Finding| ALSO.iter().any(|(story, also, _)| (*story, *also) == (code, finding.code));
        let others: Vec<_> = outcome.findings.iter().filter(|finding| !is_also(finding)).collect();
        if others.len() != 1 || others[0].code != code {
            wrong.push(format!("=== {code}: the wrong example has these findings:\n{}", outcome.drawn));
        }
        let outcome = build(code, after);
        let is_bad = |finding: &Finding| finding.code == code || finding.level == Level::Error;
        if outcome.findings.iter().any(is_bad) {
            wrong.push(format!("=== {code}: the right example has these findings:\n{}", outcome.drawn));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_list_of_examples_that_are_not_built_is_complete_and_has_no_stale_entry() {
    for &code in Code::ALL {
        let sides = examples(code).unwrap_or_else(|| panic!("{code} has no story"));
        let is_shown = sides.map(|example| matches!(example, Example::Shown(_)));
        let is_listed = not_built().any(|(listed, _)| listed == code);
        assert_eq!(is_shown, [is_listed; 2], "{code}: list it in NOT_BUILT exactly if its examples are not files");
    }
    assert!(not_built().all(|(_, why)| !why.is_empty()));
    for (code, also, _) in ALSO {
        let Some([Example::Files(files), _]) = examples(code) else { panic!("{code}: stale entry in ALSO") };
        assert!(build(code, files).codes().contains(&also), "{code}: stale entry in ALSO");
    }
}

#[test]
fn readers_see_which_file_an_example_belongs_to() {
    for &code in Code::ALL {
        let story = firstflight::report::explain::story(code);
        for example in examples(code).into_iter().flatten() {
            let Example::Files(files) = example else { continue };
            for (path, _) in files {
                assert!(story.lines().any(|line| line == format!("    {path}")), "{code}: {path}\n{story}");
            }
        }
    }
}

#[test]
fn keys_of_other_generators_are_answered_with_their_equivalent() {
    let help = |path: &str, text: &str| {
        let outcome = SiteTest::new().file(path, text).build();
        let finding = outcome.findings.iter().find(|finding| finding.code == Code::UnknownKey);
        finding.and_then(|finding| finding.help.clone()).unwrap_or_else(|| panic!("{text}\n{}", outcome.drawn))
    };
    for (key, expected) in [
        ("weight", "write `order`"),
        ("menu", "write `order: 1`; the menu lists"),
        ("keywords", "write `tags`"),
        ("author", "write `authors`"),
        ("categories", "to gather pages by `categories`, declare `taxonomies: { categories: { title: … } }`"),
        ("params", "write it under `extra`, as in `extra: { params: … }`"),
        ("url", "write `slug`"),
        ("permalink", "write `slug`"),
        ("lastmod", "write `updated`"),
        ("summary", "write `description`"),
        ("layout", "write `template`"),
        ("redirect_from", "write `aliases`"),
        ("expiryDate", "write `expires`"),
        ("publishDate", "write `publish`"),
    ] {
        let help = help("content/en/a.md", &format!("---\ntitle: A page\n{key}: x\n---\n"));
        assert!(help.starts_with(expected), "{key}: {help}");
    }
    let settings = "title: A site\nlanguages: { en: { at: / } }\nbaseURL: https://example.org/\n";
    assert!(help("content/site.yaml", settings).contains("`base_url`"));
    let source = "- id: survey\n  title: A survey\n  url: https://example.org/\n";
    assert!(help("content/sources.yaml", source).starts_with("write `address`"));
    let misspelt = help("content/en/a.md", "---\ntitle: A page\ndescripton: x\n---\n");
    assert_eq!(misspelt, "did you mean `description`?");
}

#[test]
fn a_link_from_the_root_is_answered_by_what_should_be_written() {
    for (text, expected) in [
        ("[x](/nowhere/)", "write a relative path to the Markdown file"),
        ("![x](/nowhere.png)", "write a relative path to the file"),
        ("![x](/nowhere)", "write a relative path to the file"),
        ("![a [b] c](/nowhere)", "write a relative path to the file"),
        ("[x](/report.pdf)", "write a relative path to the file"),
        ("[x](/en/nowhere.md)", "write a relative path to the Markdown file"),
        ("![x](/mop.png)", "the closest is `map.png`"),
    ] {
        let site = SiteTest::new().file("content/en/map.png", "PNG").file("content/en/a.md", &page(text));
        let outcome = site.build();
        assert_eq!(outcome.codes(), [Code::RootLink], "{text}\n{}", outcome.drawn);
        assert_eq!(outcome.findings[0].help.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn the_note_on_a_missing_base_address_is_at_the_line_where_it_belongs() {
    for (text, line) in [
        ("# The settings.\n\ntitle: A site\n# base_url: https://example.org/\nlanguages: { en: { at: / } }\n", 4),
        ("# The settings.\n\ntitle: A site\nlanguages: { en: { at: / } }\n", 3),
        ("title: A site\nlanguages: { en: { at: / } }\n#base_url:\n", 3),
    ] {
        let outcome = SiteTest::new().file("content/site.yaml", text).build();
        assert_eq!(outcome.codes(), [Code::NoBaseUrl], "{}", outcome.drawn);
        let (start, _) = outcome.findings[0].place.as_ref().and_then(Place::positions).expect("a place");
        assert_eq!(start.line, line, "{text}");
    }
}
