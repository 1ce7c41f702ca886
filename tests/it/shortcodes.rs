//! Shortcodes of any theme: what a call takes, and how it is checked, follows from the parameters of its component and
//! never from its name; and templates call shortcodes as pages do.

use std::collections::BTreeSet;

use firstflight::cache::Cache;
use firstflight::cache::ReadScope;
use firstflight::pipeline;
use firstflight::report::Code;

use crate::archive::{Part, Section};
use crate::gallery;
use crate::site_test::{Outcome, SiteTest};
use crate::support::{self, Folder, main_text, page, repository};

/// The shortcodes of `plain`, each with another name of the same length, which keeps every place.
const NAMES: [(&str, &str); 14] = [
    ("box", "qox"),
    ("button", "qutton"),
    ("chart", "qhart"),
    ("columns", "qolumns"),
    ("data_table", "qata_table"),
    ("details", "qetails"),
    ("event", "qvent"),
    ("events", "qvents"),
    ("icons", "qcons"),
    ("image", "qmage"),
    ("pages", "qages"),
    ("quote", "xuote"),
    ("stat", "qtat"),
    ("trend", "qrend"),
];

/// Renames the calls in a page, and their definitions and calls in a theme.
fn renamed(text: &str) -> String {
    let forms = ["{{ N(", "{{N(", "{{  N(", "{% N(", "{% endN ", "component N(", "endcomponent N ", "<N "];
    let pairs = NAMES.iter().flat_map(|(old, new)| forms.map(|form| (form.replace('N', old), form.replace('N', new))));
    pairs.fold(text.to_owned(), |text, (old, new)| text.replace(&old, &new))
}

/// Turns the other names back.
fn named_back(text: &str) -> String {
    NAMES.iter().fold(text.to_owned(), |text, (old, new)| text.replace(new, old))
}

/// The theme `plain` with other names for its shortcodes: paths and texts.
fn renamed_theme() -> Vec<(String, String)> {
    let mut files = Vec::new();
    for folder in ["shortcodes/", "templates/", "strings/", ""] {
        let entries = std::fs::read_dir(repository().join("themes/plain").join(folder)).expect("the theme is there");
        for path in entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()) {
            let text = std::fs::read_to_string(&path).expect("a text of the theme");
            let mut name = path.file_name().and_then(|name| name.to_str()).expect("a name").to_owned();
            if folder == "shortcodes/" {
                let old = name.trim_end_matches(".html");
                let pair = NAMES.iter().find(|(known, _)| *known == old);
                name = format!("{}.html", pair.unwrap_or_else(|| panic!("`{old}` has no other name")).1);
            }
            files.push((format!("themes/plain/{folder}{name}"), renamed(&text)));
        }
    }
    files
}

/// The findings as text: code, place, message, help and notes. For an unknown shortcode, help and notes list the names
/// that exist.
fn findings(outcome: &Outcome) -> Vec<String> {
    let mut lines: Vec<String> = outcome
        .findings
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref();
            let place = place.map(|place| format!("{} {:?}", place.file().path(), place.range()));
            let more = (finding.code != Code::UnknownShortcode).then_some((&finding.help, &finding.notes));
            named_back(&format!("{} {place:?} {} {more:?}", finding.code.as_str(), finding.message))
        })
        .collect();
    lines.sort();
    lines
}

#[test]
fn renamed_shortcodes_have_the_findings_of_those_that_they_are_copies_of() {
    let mut wrong = Vec::new();
    let mut cases = 0;
    let mut met = BTreeSet::new();
    let archives = gallery::archives();
    let theme = renamed_theme();
    for (path, archive) in &archives {
        for case in &archive.cases {
            let sections: Vec<&Section> = archive.shared.iter().chain(&case.sections).collect();
            let texts = || sections.iter().filter(|section| matches!(section.part(), Part::File(_)));
            let is_plain = |section: &&&Section| !section.title.starts_with("themes/");
            let has_call = texts().any(|section| {
                String::from_utf8_lossy(&section.bytes) != renamed(&String::from_utf8_lossy(&section.bytes))
            });
            let is_made = case.section("made").is_some() || case.section("command").is_some();
            if is_made || !has_call || !texts().all(|section| is_plain(&section)) {
                continue;
            }
            let build = |rename: bool| {
                let own = if rename { &theme[..] } else { &[] };
                let start = own.iter().fold(SiteTest::new(), |site, (path, text)| site.file(path, text));
                let site = sections.iter().fold(start, |site, section| match section.part() {
                    Part::File(path) if rename => match std::str::from_utf8(&section.bytes) {
                        // A drawing has elements of the same names, and no calls.
                        Ok(text) if !path.ends_with(".svg") => site.file(path, &renamed(text)),
                        _ => site.bytes(path, &section.bytes),
                    },
                    Part::File(path) => site.bytes(path, &section.bytes),
                    Part::None(path) => site.without(path),
                    Part::Link(..) | Part::Other => site,
                });
                site.build()
            };
            let (plain, other) = (build(false), build(true));
            cases += 1;
            met.extend(plain.codes());
            let (plain, other) = (findings(&plain), findings(&other));
            if plain != other {
                wrong.push(format!("{} {}: {plain:#?}\nrenamed: {other:#?}", path.display(), case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} cases differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(cases > 55, "only {cases} cases have calls");
    let wanted = [
        Code::UnknownStatistic,
        Code::UnknownEvent,
        Code::UnknownArgument,
        Code::MissingArgument,
        Code::WrongArgument,
        Code::BlockInLine,
        Code::MixedUnits,
        Code::MixedDenominators,
        Code::SameLabel,
        Code::SideBySide,
        Code::SupersededStatistic,
        Code::WordsDoNotFit,
        Code::LooseNumber,
    ];
    let missing: Vec<Code> = wanted.into_iter().filter(|code| !met.contains(code)).collect();
    assert!(missing.is_empty(), "no case with a call gives {missing:?}");
}

#[test]
fn renamed_shortcodes_make_the_same_pages() {
    let content = repository().join("content");
    let folders = ["", "en"].map(|folder| content.join(folder));
    let files = folders.iter().flat_map(|folder| std::fs::read_dir(folder).expect("the site of this repository"));
    let files: Vec<_> = files.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_file()).collect();
    let build = |rename: bool| {
        let folder = Folder::new();
        folder.write("content/en/index.md", "");
        for path in &files {
            let text = std::fs::read_to_string(path).expect("a text");
            let shown = path.strip_prefix(repository()).expect("a file of the repository").display().to_string();
            folder.write(&shown, &if rename { renamed(&text) } else { text });
        }
        if rename {
            for (path, text) in &renamed_theme() {
                folder.write(path, text);
            }
        }
        let built = folder.build();
        let bytes = |path: &str| built.output.get(path).map(|artifact| format!("{:?}", artifact.body));
        let paths: Vec<String> = built.output.iter().map(|(path, _)| path.to_owned()).collect();
        paths.into_iter().map(|path| (bytes(&path), path)).collect::<Vec<_>>()
    };
    let (plain, other) = (build(false), build(true));
    assert!(plain.len() > 10 && plain == other, "{} files, {} with other names", plain.len(), other.len());
}

pub const RECORDS: &str = "\
- id: users
  value: 51
  unit: percent
  period: \"2019\"
  of: people
  source: report
- id: old
  value: 19
  unit: percent
  period: \"2005\"
  of: people
  source: report
  superseded_by: users
- id: points
  value: 32
  unit: percentage-points
  period: \"2019\"
  of: people
  source: report
";

const TALK: &str = "\
- id: talk
  title: A talk
  date: 2026-12-01
  start: \"10:00\"
  end: \"11:00\"
  zone: Europe/Paris
";

/// A site with records and a theme of its own; the home page has this text.
pub fn site(text: &str, theme: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    folder
        .write(
            "content/site.yaml",
            "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n",
        )
        .write("content/sources.yaml", "- id: report\n  title: The report\n")
        .write("content/statistics.yaml", RECORDS)
        .write("content/events.yaml", TALK)
        .write("content/en/index.md", &format!("---\ntitle: Home\nextra: {{ lead: users }}\n---\n{text}\n"))
        .write("content/en/sources.md", "---\ntitle: Numbers\ntemplate: sources\n---\n");
    for (path, text) in theme {
        folder.write(&format!("themes/local/{path}"), text);
    }
    folder
}

/// The codes of the findings of a site, with their lines.
fn found(folder: &Folder) -> Vec<(Code, String)> {
    let built = folder.build();
    let text = |finding: &firstflight::report::Finding| {
        let place = finding.place.as_ref().expect("a place");
        format!("{}: {}", place.file().path(), &place.file().text()[place.range().unwrap_or(0..0)])
    };
    built.report.findings().iter().map(|finding| (finding.code, text(finding))).collect()
}

const KPI: (&str, &str) = (
    "shortcodes/kpi.html",
    "{% component kpi(id: string, title: string = \"\", @stat) %}<b>{{ stat.text }}</b>{% endcomponent kpi %}",
);

const ANCHOR: (&str, &str) =
    ("shortcodes/anchor.html", "{% component anchor(id: string) %}<a id=\"{{ id }}\"></a>{% endcomponent anchor %}");

#[test]
fn a_number_of_another_theme_is_checked_as_stat_is() {
    let at = |line: &str| format!("content/en/index.md: {line}");
    for (text, expected) in [
        ("There were {{ kpi(id=\"users\") }} of all.", vec![]),
        ("Nearly a third, {{ kpi(id=\"users\") }}, are online.", vec![(Code::WordsDoNotFit, at("Nearly a third"))]),
        ("Of all, {{ kpi(id=\"points\") }} percent.", vec![(Code::PercentagePoint, at("percent"))]),
        ("Of all, {{ kpi(id=\"old\") }}.", vec![(Code::SupersededStatistic, at("\"old\""))]),
        ("Of all, {{ kpi(id=\"used\") }}.", vec![(Code::UnknownStatistic, at("\"used\""))]),
        ("{{ kpi(id=\"users\", title=\"A third are online\") }}", vec![(Code::WordsDoNotFit, at("A third"))]),
    ] {
        let found: Vec<_> = found(&site(text, &[KPI])).into_iter().filter(|(_, at)| !at.contains("yaml")).collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_page_of_all_records_names_the_pages_that_show_them_with_any_shortcode() {
    let built = site("{{ kpi(id=\"users\") }}", &[KPI]).build();
    let text = main_text(&page(&built, "sources/index.html"));
    assert!(text.contains("Used on: Test"), "{text}");
    let built = site("`{{ kpi(id=\"users\") }}`", &[KPI]).build();
    let text = main_text(&page(&built, "sources/index.html"));
    assert!(!text.contains("Used on"), "a call that is shown as code uses no record: {text}");
}

#[test]
fn an_id_is_only_text_where_the_component_takes_no_record() {
    for id in ["users", "old", "talk", "anything"] {
        let text = format!("Most {{{{ anchor(id=\"{id}\") }}}} of it.");
        let folder = site(&text, &[ANCHOR]);
        assert_eq!(found(&folder), [], "{id}");
        let built = folder.build();
        assert!(!main_text(&page(&built, "sources/index.html")).contains("Used on"), "{id}");
        assert!(page(&built, "index.html").contains(&format!("id={id}")), "{id}");
    }
}

#[test]
fn calls_are_bound_again_when_the_theme_or_a_record_changes() {
    let folder = site("Nearly a third, {{ kpi(id=\"users\") }} are online.", &[KPI]);
    let mut cache = Cache::new();
    let options = support::options(folder.path());
    let make = |cache: &mut Cache| {
        let made = support::workers().install(|| pipeline::make(&options, cache, &ReadScope::Whole)).expect("a site");
        let codes = made.report(&options).findings().iter().map(|finding| finding.code).collect::<Vec<_>>();
        let home = made.site.page_at("/").expect("a home page");
        (codes, made.site.pages[home].statistics.clone())
    };
    assert_eq!(make(&mut cache), (vec![Code::WordsDoNotFit], vec![0]));
    let without = ("themes/local/shortcodes/kpi.html", "{% component kpi(id: string) %}{{ id }}{% endcomponent kpi %}");
    let kpi = format!("themes/local/{}", KPI.0);
    let newer = RECORDS.replace("id: users", "id: old_users").replace("superseded_by: users", "superseded_by: points");
    let superseded = RECORDS.replace("value: 51\n", "value: 33\n  superseded_by: points\n");
    let changes = [
        (without.0, without.1, vec![], vec![]),
        (&kpi, KPI.1, vec![Code::WordsDoNotFit], vec![0]),
        (&kpi, "{% component kpi(id: string, @stat) %}", vec![Code::TemplateSyntax], vec![]),
        (&kpi, KPI.1, vec![Code::WordsDoNotFit], vec![0]),
        ("content/statistics.yaml", &newer, vec![Code::UnknownStatistic], vec![]),
        ("content/statistics.yaml", &superseded, vec![Code::SupersededStatistic], vec![0]),
    ];
    for (path, text, codes, statistics) in changes {
        std::fs::remove_file(folder.path().join(path)).expect("the file is there");
        folder.write(path, text);
        let warm = make(&mut cache);
        assert_eq!(warm, make(&mut Cache::default()), "{path}: {text}");
        assert_eq!(warm, (codes, statistics), "{path}: {text}");
    }
}

/// A page template with this text before the text of the page.
fn template(text: &str) -> (&'static str, String) {
    (
        "templates/section.html",
        format!(
            "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.title }}}}</h1>{text}{{{{ page.content }}}}{{% endblock main %}}"
        ),
    )
}

#[test]
fn templates_call_shortcodes_with_records() {
    for (text, expected) in [
        ("{{ <stat id=\"users\" /> }}", "51%"),
        ("{{ <stat id={page.extra.lead} as=\"sentence\" /> }}", "The share of people (2019) is 51%."),
        ("{{ <kpi id=\"old\" /> }}", "19%"),
        ("{{ <pair id=\"users\" other=\"old\" /> }}", "51% and 19%"),
        ("{% for s in outline.statistics %}{{ <stat id={s.id} /> }};{% endfor %}", "51%;19%;"),
        ("{% set stat = 1 %}{{ <stat id=\"users\" /> }}", "51%"),
        ("{{ <chart ids={[\"users\", \"old\"]} title=\"Online\" /> }}", "Online"),
        ("{{ <icons id=\"users\" of={100} title=\"Online\" /> }}", "Online"),
        ("{{ <event id=\"talk\" /> }}", "Tue, 1 December 2026, 10:00"),
    ] {
        let (path, text) = template(text);
        let pair = (
            "shortcodes/pair.html",
            "{% component pair(id: string, other: string, @stat) %}{{ stat.text }} and {{ <stat id={other} /> }}\
             {% endcomponent pair %}",
        );
        let built = site("Words.", &[(path, &text), KPI, pair]).build();
        assert!(!built.report.has_errors(), "{text}: {:?}", built.report.findings());
        let shown = main_text(&page(&built, "index.html"));
        assert!(shown.contains(expected), "{text}: {shown}");
    }
}

#[test]
fn mistakes_in_calls_of_templates_are_found_at_their_place() {
    for (text, code, help) in [
        ("{{ <stat id=\"user\" /> }}", Code::UnknownStatistic, "did you mean `users`?"),
        ("{{ <stat id={page.title} /> }}", Code::UnknownStatistic, ""),
        ("{{ <event id=\"tale\" /> }}", Code::UnknownEvent, "did you mean `talk`?"),
        ("{{ <stat id=\"users\" as=\"word\" /> }}", Code::WrongArgument, "write one of text, sentence, card"),
        ("{{ <chart ids={[\"users\", \"points\"]} title=\"x\" /> }}", Code::MixedUnits, "make a chart for each unit"),
        ("{{ <chart ids={[]} title=\"x\" /> }}", Code::WrongArgument, "list at least one id"),
        ("{{ <chart ids={[1]} title=\"x\" /> }}", Code::WrongArgument, ""),
        ("{{ <icons id=\"points\" title=\"x\" /> }}", Code::WrongArgument, ""),
        ("{{ <stat nr=\"users\" /> }}", Code::TemplateError, ""),
        ("{{ <stat /> }}", Code::TemplateError, ""),
    ] {
        let (path, text) = template(text);
        let built = site("Words.", &[(path, &text)]).build();
        let findings = built.report.findings();
        let [finding] = findings else { panic!("{text}: {findings:#?}") };
        let place = finding.place.as_ref().expect("a place");
        assert_eq!((finding.code, place.file().path()), (code, "themes/local/templates/section.html"), "{text}");
        assert!(place.range().is_some_and(|range| text[range.clone()].starts_with('<') && range.start > 40), "{text}");
        assert!(help.is_empty() || finding.help.as_deref() == Some(help), "{text}: {finding:?}");
        assert!(finding.notes.iter().any(|note| note.contains("content/en/index.md")), "{text}: {finding:?}");
    }
}

#[test]
fn a_superseded_record_that_a_template_names_is_found_unless_it_is_compared() {
    for (text, is_found) in [
        ("{{ <stat id=\"old\" /> }}", true),
        ("{% for n in range(end=3) %}{{ <stat id={\"o\" ~ \"ld\"} /> }}{% endfor %}", true),
        ("{{ <data_table ids={[\"old\"]} title=\"x\" /> }}", true),
        ("{{ <data_table ids={[\"old\", \"users\"]} title=\"x\" /> }}", false),
        ("{{ <stat id=\"users\" /> }}", false),
    ] {
        let (path, text) = template(text);
        let found = found(&site("Words.", &[(path, &text)]));
        let codes: Vec<Code> = found.iter().map(|(code, _)| *code).collect();
        let expected = if is_found { vec![Code::SupersededStatistic] } else { vec![] };
        assert_eq!(codes, expected, "{text}: {found:?}");
        assert!(found.iter().all(|(_, at)| at.starts_with("themes/local/templates/section.html: <")), "{found:?}");
    }
}

#[test]
fn figures_in_templates_count_as_steps() {
    let component =
        ("shortcodes/bars.html", "{% component bars(ids: array, @chart) %}{{ chart.unit }}{% endcomponent bars %}");
    let (path, text) = template(
        "{% set all = [s.id for s in outline.statistics] %}{% for a in range(end=10000) %}{% for b in range(end=10000) %}\
         {{ <bars ids={all} /> }}{% endfor %}{% endfor %}",
    );
    let folder = site("Words.", &[(path, &text), component]);
    let records = (0..500).map(|at| {
        format!("- id: r{at}\n  value: {at}\n  unit: count\n  of: group {at}\n  period: \"2019\"\n  source: report\n")
    });
    folder.write("content/statistics.yaml", &records.collect::<String>());
    let built = folder.build();
    let codes: BTreeSet<Code> = built.report.findings().iter().map(|finding| finding.code).collect();
    assert!(codes.contains(&Code::ThemeLimit), "{codes:?}");
}

#[test]
fn an_invalid_record_that_a_template_names_is_reported_only_where_it_is() {
    let (path, text) = template("{{ <stat id=\"broken\" /> }}");
    let folder = site("Words.", &[(path, &text)]);
    folder.write(
        "content/statistics.yaml",
        &format!("{RECORDS}- id: broken\n  value: x\n  unit: count\n  source: report\n"),
    );
    let found = found(&folder);
    assert!(!found.is_empty() && found.iter().all(|(_, at)| at.starts_with("content/statistics.yaml")), "{found:?}");
}
