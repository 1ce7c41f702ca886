//! Slips in `content/site.yaml`: each gives exactly one finding, the true one, with its carets at the true place.

use firstflight::report::Code;

use crate::site_test::SiteTest;

const SETTINGS: &str = "# The settings.
title: { en: A site, en-GB: Our site }
base_url: https://example.org/
theme: plain
host: generic
languages:
  en: { at: / }
  en-GB: { at: /gb/ }
budget: { page: 8500 }
show_weight: true
raw_html: true
names: [COVID-19, G7]
findings:
  loose-number: error
  raw-html: off
";

const LANGUAGES: &str = "languages:\n  en: { at: / }\n  en-GB: { at: /gb/ }";
const FINDINGS: &str = "findings:\n  loose-number: error\n  raw-html: off";
const TITLE: &str = "{ en: A site, en-GB: Our site }";

/// What is replaced, by what, and the one finding: its code, the line, and the text above the carets.
const SLIPS: &[(&str, &str, Code, usize, &str)] = &[
    // Colons.
    ("title: {", "title {", Code::InvalidYaml, 2, "title"),
    ("theme: plain", "theme plain", Code::InvalidYaml, 4, "theme plain"),
    ("languages:\n", "languages\n", Code::InvalidYaml, 6, "languages"),
    ("theme: plain", "theme:plain", Code::InvalidYaml, 4, ":"),
    ("theme: plain", "theme = plain", Code::InvalidYaml, 4, "theme = plain"),
    ("page: 8500", "page:8500", Code::UnknownKey, 9, "page:8500"),
    ("page: 8500", "page 8500", Code::UnknownKey, 9, "page 8500"),
    ("budget: {", "budget {", Code::UnknownKey, 9, "budget { page"),
    ("at: /gb/", "at:/gb/", Code::UnknownKey, 8, "at:/gb/"),
    ("  raw-html: off", "  raw-html:off", Code::InvalidYaml, 15, ":"),
    (LANGUAGES, "languages:\n  en:{ at: / }", Code::InvalidValue, 7, "en:{ at"),
    ("theme: plain", ": plain", Code::InvalidYaml, 4, ":"),
    ("theme: plain", "~: plain", Code::InvalidYaml, 4, "~"),
    ("theme: plain", "[theme]: plain", Code::InvalidYaml, 4, "["),
    // Indentation.
    ("  en: {", "\ten: {", Code::InvalidYaml, 7, "\t"),
    ("  en-GB: {", "\ten-GB: {", Code::InvalidYaml, 8, "\t"),
    ("theme: plain", " theme: plain", Code::InvalidYaml, 4, "theme"),
    ("title: {", "  title: {", Code::InvalidYaml, 2, "title: { en: A site, en-GB: Our site }"),
    ("# The settings.\ntitle", "  title", Code::InvalidYaml, 1, "title: { en: A site, en-GB: Our site }"),
    ("  en-GB: {", "   en-GB: {", Code::InvalidYaml, 8, "en-GB: { at: /gb/ }"),
    ("  en-GB: {", " en-GB: {", Code::InvalidYaml, 8, "en-GB: { at: /gb/ }"),
    (LANGUAGES, "languages:\nen: { at: / }\nen-GB: { at: /gb/ }", Code::MissingKey, 6, "languages"),
    (FINDINGS, "findings:\nloose-number: error\nraw-html: off", Code::MissingKey, 13, "findings"),
    ("budget: { page: 8500 }", "budget:\npage: 8500", Code::MissingKey, 9, "budget"),
    (TITLE, "\nen: A site\nen-GB: Our site", Code::MissingKey, 2, "title"),
    ("  en-GB: {", "\u{a0} en-GB: {", Code::UnknownKey, 8, "\u{a0} en-GB"),
    ("theme: plain", "theme:\u{a0}plain", Code::InvalidYaml, 4, "\u{a0}"),
    // Quotes and brackets.
    ("https://example.org/", "\"https://example.org/", Code::InvalidYaml, 3, "\"https://example.org/"),
    ("A site", "'A site", Code::InvalidYaml, 2, "'A site, en-GB: Our site }"),
    ("{ at: / }", "{ at: /", Code::InvalidYaml, 7, "{"),
    ("Our site }", "Our site", Code::InvalidYaml, 2, "{"),
    ("G7]", "G7", Code::InvalidYaml, 12, "["),
    ("{ at: / }", "{ at: / }}", Code::InvalidYaml, 7, "}"),
    ("G7]", "G7]]", Code::InvalidYaml, 12, "]"),
    ("A site, en", "A site en", Code::InvalidYaml, 2, ":"),
    ("G7]", "G7,,]", Code::InvalidYaml, 12, ","),
    (SETTINGS, "{ \"title\": \"A\",\n \"languages\": { \"en\": {} }\n", Code::InvalidYaml, 1, "{"),
    ("A site", "`A site", Code::InvalidYaml, 2, "`"),
    // Lists and mappings.
    (LANGUAGES, "languages:\n  - en\n  - en-GB", Code::WrongType, 7, "- en"),
    (LANGUAGES, "languages: [en, en-GB]", Code::WrongType, 6, "[en, en-GB]"),
    ("{ page: 8500 }", "[8500]", Code::WrongType, 9, "[8500]"),
    (FINDINGS, "findings: [raw-html]", Code::WrongType, 13, "[raw-html]"),
    ("[COVID-19, G7]", "{ COVID-19: G7 }", Code::WrongType, 12, "{ COVID-19: G7 }"),
    ("host: generic", "host: [generic]", Code::WrongType, 5, "[generic]"),
    (TITLE, "[A site]", Code::WrongType, 2, "[A site]"),
    ("theme: plain", "theme: { name: plain }", Code::WrongType, 4, "{ name: plain }"),
    ("[COVID-19, G7]", "- COVID-19", Code::InvalidYaml, 12, "-"),
    ("[COVID-19, G7]", "\n  -COVID-19\n  -G7", Code::InvalidValue, 13, "-"),
    ("[COVID-19, G7]", "\n  - COVID-19\n  -G7", Code::InvalidYaml, 14, "-"),
    ("[COVID-19, G7]", "\n  - COVID-19\n   - G7", Code::InvalidValue, 14, "-"),
    ("[COVID-19, G7]", "\n  - COVID-19\n - G7", Code::InvalidYaml, 14, "- G7"),
    // Keys.
    ("  en-GB: {", "  en: {", Code::DuplicateKey, 8, "en"),
    ("show_weight: true", "theme: plain", Code::DuplicateKey, 10, "theme"),
    ("page: 8500", "page: 8500, page: 9", Code::DuplicateKey, 9, "page"),
    ("languages:", "langauges:", Code::UnknownKey, 6, "langauges"),
    ("base_url:", "baseURL:", Code::UnknownKey, 3, "baseURL"),
    ("theme:", "Theme:", Code::UnknownKey, 4, "Theme"),
    ("names:", "name:", Code::UnknownKey, 12, "name"),
    ("theme:", "theme\u{200b}:", Code::UnknownKey, 4, "theme\u{200b}"),
    // Languages.
    ("  en-GB: {", "  engb: {", Code::InvalidValue, 8, "engb"),
    ("  en-GB: {", "  en-BG: {", Code::InvalidValue, 8, "en-BG"),
    ("  en-GB: {", "  fr: {", Code::InvalidValue, 8, "fr"),
    ("  en-GB: {", "  en_GB: {", Code::InvalidValue, 8, "en_GB"),
    ("en-GB: Our", "en-BG: Our", Code::UnknownKey, 2, "en-BG"),
    ("{ at: /gb/ }", "{ path: /gb/ }", Code::UnknownKey, 8, "path"),
    ("{ at: /gb/ }", "{ at: gb }", Code::InvalidValue, 8, "gb"),
    ("{ at: /gb/ }", "{ at: }", Code::MissingKey, 8, "at"),
    ("{ at: /gb/ }", "/gb/", Code::WrongType, 8, "/gb/"),
    ("{ at: /gb/ }", "{ at: / }", Code::InvalidValue, 8, "en-GB"),
    (LANGUAGES, "languages:", Code::MissingKey, 6, "languages"),
    // Addresses, hosts and themes.
    ("https://example.org/", "example.org", Code::InvalidValue, 3, "example.org"),
    ("https://example.org/", "https:/example.org/", Code::InvalidValue, 3, "https:/example.org/"),
    ("https://example.org/", "https://example.org:port/", Code::InvalidValue, 3, "https://example.org:port/"),
    ("https://example.org/", "https://example..org/", Code::InvalidValue, 3, "https://example..org/"),
    ("https://example.org/", "", Code::NoBaseUrl, 3, "base_url:"),
    ("host: generic", "host: ngnix", Code::InvalidValue, 5, "ngnix"),
    ("host: generic", "host:", Code::MissingKey, 5, "host"),
    ("host: generic", "host: !generic", Code::MissingKey, 5, "host"),
    ("theme: plain", "theme: plian", Code::MissingTheme, 4, "plian"),
    ("theme: plain", "theme: [plain, fancy]", Code::MissingTheme, 4, "fancy"),
    ("theme: plain", "theme:", Code::MissingKey, 4, "theme"),
    ("theme: plain", "theme: &plain", Code::MissingKey, 4, "theme"),
    ("theme: plain", "theme: []", Code::MissingKey, 4, "[]"),
    // Numbers, switches and texts.
    ("8500", "\"8500\"", Code::InvalidValue, 9, "\"8500\""),
    ("8500", "8,500", Code::InvalidValue, 9, "8,500"),
    ("8500", "8.5 kB", Code::InvalidValue, 9, "8.5 kB"),
    ("{ page: 8500 }", "8500", Code::WrongType, 9, "8500"),
    ("raw_html: true", "raw_html: yes", Code::WrongType, 11, "yes"),
    ("raw_html: true", "raw_html: \"true\"", Code::WrongType, 11, "\"true\""),
    ("show_weight: true", "show_weight:", Code::MissingKey, 10, "show_weight"),
    (TITLE, "", Code::MissingKey, 2, "title"),
    (TITLE, "\"\"", Code::MissingKey, 2, "\"\""),
    (TITLE, "{}", Code::MissingKey, 2, "{}"),
    (TITLE, "#1 site", Code::MissingKey, 2, "title"),
    (TITLE, "A site: the second", Code::InvalidYaml, 2, ":"),
    ("loose-number: error", "lose-number: error", Code::InvalidValue, 14, "lose-number"),
    ("raw-html: off", "raw-html: false", Code::InvalidValue, 15, "false"),
    // Anchors, merge keys, documents and files.
    ("theme: plain", "theme: *plain", Code::InvalidYaml, 4, "*plain"),
    ("en-GB: { at: /gb/ }", "en-GB:\n    <<: *x", Code::InvalidYaml, 9, "*x"),
    ("en-GB: { at: /gb/ }", "en-GB:\n    <<: 5", Code::InvalidYaml, 9, "5"),
    ("show_weight: true", "x: &x { page: 1 }", Code::UnknownKey, 10, "x"),
    ("host: generic", "---\nhost: generic", Code::InvalidYaml, 5, "---"),
    ("host: generic", "...\nhost: generic", Code::InvalidYaml, 5, "..."),
    ("# The settings.", "%YAML 1.2", Code::InvalidYaml, 1, "%YAML 1.2"),
    ("theme: plain", "<<<<<<< ours\ntheme: plain\n=======\n>>>>>>> x", Code::InvalidYaml, 4, "<<<<<<< ours"),
    ("{ at: / }", "{ at: / }# home", Code::InvalidYaml, 7, "#"),
    ("plain", "pl\u{1}ain", Code::ForbiddenCharacter, 4, "\u{1}"),
    (SETTINGS, "", Code::MissingConfig, 1, ""),
    (SETTINGS, "# one\n# two\n", Code::MissingConfig, 1, "# one"),
    (SETTINGS, "---\n", Code::MissingConfig, 1, "---"),
    (SETTINGS, "title = \"A site\"\n", Code::WrongType, 1, "title = \"A site\""),
];

/// Settings that are unusual and right.
const RIGHT: &[(&str, &str)] = &[
    ("", ""),
    ("# The settings.\n", "---\n"),
    ("# The settings.\n", "%YAML 1.2\n---\n"),
    ("  raw-html: off\n", "  raw-html: off\n...\n"),
    ("  en: { at: / }\n  en-GB: {", "  en: &e { at: / }\n  en-GB: { <<: *e,"),
    ("theme: plain", "theme:\tplain"),
    ("names: [COVID-19, G7]", "names:\n- COVID-19\n- G7"),
    ("https://example.org/", "https://example.org:8080/a/"),
    ("https://example.org/", "https://[2001:db8::1]/"),
    ("en-GB: { at: /gb/ }", "en-GB:"),
];

fn settings(text: &str) -> Vec<(Code, usize, String)> {
    let page = "---\ntitle: Home\n---\n\nWelcome to G7 and COVID-19. <em id=\"x\">Hi</em>, [its place](#x).\n";
    let site = SiteTest::new()
        .file("content/site.yaml", text)
        .file("content/en/index.md", page)
        .file("content/en/more.md", "---\ntitle: More\n---\n\nSee [ours](../en-GB/index.md).\n")
        .file("content/en-GB/index.md", page);
    let shown = |finding: &firstflight::report::Finding| {
        let place = finding.place.as_ref().expect("a place");
        let range = place.range().expect("a range");
        let line = place.positions().expect("positions").0.line;
        (finding.code, line, place.file().text()[range].to_owned())
    };
    site.build_here().findings.iter().map(shown).collect()
}

#[test]
fn a_slip_in_the_settings_is_one_finding_at_its_place() {
    let mut wrong = String::new();
    for (from, to, code, line, carets) in SLIPS {
        for (kind, given, carets) in [
            ("", SETTINGS.replacen(from, to, 1), (*carets).to_owned()),
            ("byte order mark", format!("\u{feff}{}", SETTINGS.replacen(from, to, 1)), (*carets).to_owned()),
            ("CRLF", SETTINGS.replacen(from, to, 1).replace('\n', "\r\n"), (*carets).to_owned()),
        ] {
            assert!(SETTINGS.contains(from), "{from}");
            let found = settings(&given);
            if found != [(*code, *line, carets.clone())] {
                wrong.push_str(&format!("{kind} {to:?}: expected {:?}, found {found:?}\n", (code, line, carets)));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn unusual_settings_without_a_slip_give_no_finding() {
    for (from, to) in RIGHT {
        let given = SETTINGS.replacen(from, to, 1);
        for given in [given.clone(), format!("\u{feff}{given}"), given.replace('\n', "\r\n")] {
            assert_eq!(settings(&given), [], "{given}");
        }
    }
}

/// YAML has lines where other formats have none, and what is at the end of a file may be of no line. Found by fuzzing.
#[test]
fn lines_that_end_with_a_carriage_return_are_explained() {
    for text in ["o\rl: ", "o\rl: a", "title: T\ro\rl: ", "title: a: b: \r", "- a: b: ", "o\r- l: \t"] {
        assert!(!settings(text).is_empty(), "{text:?}");
    }
}
