//! Calls of shortcodes in templates count as those in Markdown do: for the list of pages that show a record, for the preview,
//! for checks, and for edits.

use std::collections::BTreeSet;
use std::fs;

use firstflight::cache::{Cache, ReadScope};
use firstflight::pipeline::{self, UnweighedSite};
use firstflight::report::{Certainty, Code, Finding};
use serde_json::Value;

use crate::shortcodes::{RECORDS, site};
use crate::support::{self, Folder, firstflight, main_text, page};

/// Files of a theme that show the record `users` on the home page, by its template alone.
fn themes() -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let section = |text: &str| {
        let extends = "{% extends \"base.html\" %}{% block main %}";
        ("templates/section.html", format!("{extends}{text}{{{{ page.content }}}}{{% endblock main %}}"))
    };
    let part = |text: &str| ("templates/part.html", text.to_owned());
    let pair = "{% component pair(id: string) %}{{ <stat id={id} /> }}{% endcomponent pair %}";
    vec![
        ("a literal id", vec![section("{{ <stat id=\"users\" /> }}")]),
        ("an id of the page", vec![section("{{ <stat id={page.extra.lead} /> }}")]),
        ("a calculated id", vec![section("{{ <stat id={\"use\" ~ \"rs\"} /> }}")]),
        ("a part", vec![section("{% include \"part.html\" %}"), part("{{ <stat id=\"users\" /> }}")]),
        (
            "a parent",
            vec![
                ("templates/section.html", "{% extends \"part.html\" %}".to_owned()),
                part("<!doctype html><title>T</title><main>{{ <stat id=\"users\" /> }}{{ page.content }}</main>"),
            ],
        ),
        ("another component", vec![section("{{ <pair id=\"users\" /> }}"), ("shortcodes/pair.html", pair.to_owned())]),
        ("a figure", vec![section("{{ <data_table ids={[\"users\"]} title=\"x\" /> }}")]),
        (
            "a condition",
            vec![section(
                "{% if page.kind == \"home\" %}{{ <stat id=\"users\" /> }}{% else %}{{ <stat id=\"old\" /> }}{% endif %}",
            )],
        ),
    ]
}

fn with_theme(text: &str, theme: &[(&str, String)]) -> Folder {
    let theme: Vec<(&str, &str)> = theme.iter().map(|(path, text)| (*path, text.as_str())).collect();
    site(text, &theme)
}

fn bytes(built: &pipeline::Built, path: &str) -> String {
    format!("{:?}", built.output.get(path).unwrap_or_else(|| panic!("{path} is there")).body)
}

#[test]
fn records_that_only_templates_show_are_used_as_if_the_text_named_them() {
    let expected = site("{{ stat(id=\"users\") }}", &[]).build();
    assert!(main_text(&page(&expected, "sources/index.html")).contains("Used on: Test"));
    for (what, theme) in themes() {
        let built = with_theme("Words.", &theme).build();
        assert!(!built.report.has_errors(), "{what}: {:?}", built.report.findings());
        for path in ["sources/index.html", "data.csv", "data.json", "data.jsonld"] {
            assert_eq!(bytes(&built, path), bytes(&expected, path), "{what}: {path}");
        }
    }
}

#[test]
fn records_of_calls_that_a_shortcode_makes_are_used_by_the_page_that_calls_it() {
    let pair = "{% component pair(id: string, other: string, @stat) %}{{ stat.text }}{{ <stat id={other} /> }}\
                {% endcomponent pair %}";
    let built = site("{{ pair(id=\"points\", other=\"users\") }}", &[("shortcodes/pair.html", pair)]).build();
    let text = main_text(&page(&built, "sources/index.html"));
    assert_eq!(text.matches("Used on: Test").count(), 2, "{text}");
}

#[test]
fn only_pages_whose_template_shows_a_record_use_it() {
    let text = "<main>{% if page.title == \"More\" %}{{ <stat id=\"users\" /> }}{% endif %}{{ page.content }}</main>";
    let folder = site("Words.", &[("templates/page.html", &format!("<!doctype html><title>T</title>{text}"))]);
    folder.write("content/en/more.md", "---\ntitle: More\n---\nMore.\n");
    folder.write("content/en/less.md", "---\ntitle: Less\n---\nLess.\n");
    let text = main_text(&page(&folder.build(), "sources/index.html"));
    assert!(text.contains("Used on: More.") && !text.contains("Less"), "{text}");
}

#[test]
fn an_event_that_only_a_template_shows_leads_to_its_page() {
    let lists = "{% extends \"base.html\" %}{% block main %}{% for e in outline.events %}{{ e.id }} {{ e.address }};\
                 {% endfor %}{{ page.content }}{% endblock main %}";
    let other = "{% extends \"base.html\" %}{% block main %}{{ <event id={page.extra.talk} /> }}{% endblock main %}";
    let build = |text: &str, template: &str| {
        let folder = site("Words.", &[("templates/section.html", lists), ("templates/page.html", template)]);
        folder.write("content/en/about.md", &format!("---\ntitle: About\nextra: {{ talk: talk }}\n---\n{text}\n"));
        folder.build()
    };
    let without = other.replace("{{ <event id={page.extra.talk} /> }}", "{{ page.content }}");
    let expected = build("{{ event(id=\"talk\") }}", &without);
    let built = build("Words.", other);
    assert!(main_text(&page(&expected, "index.html")).contains("talk /about/"), "{}", page(&expected, "index.html"));
    for path in ["index.html", "events/talk.ics", "events/talk.jsonld", "about/index.html"] {
        assert_eq!(bytes(&built, path), bytes(&expected, path), "{path}");
    }
}

#[test]
fn a_page_that_lists_uses_may_show_records_itself() {
    let text = "{% extends \"base.html\" %}{% block main %}{{ <stat id=\"users\" /> }}{% for s in outline.statistics %}\
                {{ s.id }}: {% for use in s.used_by %}{{ use.title }}{% endfor %};{% endfor %}{% endblock main %}";
    let built = site("Words.", &[("templates/section.html", text)]).build();
    let text = main_text(&page(&built, "index.html"));
    assert!(text.contains("users: Home;old: ;"), "{text}");
    assert!(main_text(&page(&built, "sources/index.html")).contains("Used on: Test"));
}

#[test]
fn records_that_depend_on_their_own_use_are_found() {
    let text = "{% extends \"base.html\" %}{% block main %}{% for s in outline.statistics %}{% if not s.used_by %}\
                {{ <stat id={s.id} /> }}{% endif %}{% endfor %}{% endblock main %}";
    let folder = site("Words.", &[("templates/section.html", text)]);
    let mut cache = Cache::new();
    for _ in 0..2 {
        let made = make(&folder, &mut cache);
        let findings = made.report(&support::options(folder.path()));
        let errors = findings.findings().iter().filter(|finding| finding.code == Code::TemplateError);
        let places: Vec<String> = errors.map(|it| it.place.as_ref().expect("a place").to_string()).collect();
        assert_eq!(places, ["content/en/index.md"], "{:?}", findings.findings());
    }
}

fn make(folder: &Folder, cache: &mut Cache) -> UnweighedSite {
    let options = support::options(folder.path());
    support::workers().install(|| pipeline::make(&options, cache, &ReadScope::Whole)).expect("a site")
}

/// The files of a site, and its findings.
fn everything(made: &UnweighedSite, folder: &Folder) -> (Vec<(String, String)>, Vec<String>) {
    let files = made.output.iter().map(|(path, artifact)| (path.to_owned(), format!("{:?}", artifact.body)));
    let report = made.report(&support::options(folder.path()));
    (files.collect(), report.findings().iter().map(|finding| format!("{finding:?}")).collect())
}

#[test]
fn the_preview_follows_what_templates_show() {
    let shows = "{% extends \"base.html\" %}{% block main %}{% if \"one\" in page.content %}{{ <stat id=\"users\" /> }}\
                 {% elif \"two\" in page.content %}{{ <stat id=\"points\" /> }}{% endif %}{{ page.content }}\
                 {% endblock main %}";
    let lists = "{% extends \"base.html\" %}{% block main %}{% if \"own\" in page.content %}{{ <stat id=\"points\" /> }}\
                 {% endif %}{% for s in outline.statistics %}{{ s.id }}{% for use in s.used_by %} {{ use.title }}\
                 {% endfor %};{% endfor %}{{ page.content }}{% endblock main %}";
    let folder = site("Words.", &[("templates/page.html", shows), ("templates/section.html", lists)]);
    let page = |text: &str| format!("---\ntitle: More\n---\n{text}\n");
    folder.write("content/en/more.md", &page("Empty."));
    folder.write("content/en/other.md", "---\ntitle: Other\n---\nOther.\n");
    let mut cache = Cache::new();
    let first = make(&folder, &mut cache);
    assert_eq!(make(&folder, &mut cache).rendered, 0);
    let mut shown = BTreeSet::from([everything(&first, &folder)]);
    let home = "---\ntitle: Home\nextra: { lead: users }\n---\n";
    for (path, text, rendered) in [
        // The page, those that list uses, and the page for missing addresses.
        ("content/en/more.md", page("This is one."), 4),
        // Only the page: it shows the same record.
        ("content/en/more.md", page("This is one, still."), 1),
        ("content/en/more.md", page("And two of them."), 4),
        ("content/en/more.md", page("Nothing at all."), 4),
        ("content/en/other.md", "---\ntitle: Other\n---\nOther words.\n".to_owned(), 1),
        ("content/en/index.md", format!("{home}Its own words.\n"), 3),
        ("content/en/more.md", page("This is again one."), 4),
        ("content/en/index.md", format!("{home}Just words.\n"), 3),
    ] {
        fs::remove_file(folder.path().join(path)).expect("the file is there");
        folder.write(path, &text);
        let warm = make(&folder, &mut cache);
        let cold = make(&folder, &mut Cache::default());
        assert_eq!(everything(&warm, &folder), everything(&cold, &folder), "{path}: {text}");
        assert_eq!(warm.rendered, rendered, "{path}: {text}");
        assert!(warm.site.has_same_outline(&cold.site), "{path}: {text}");
        assert!(shown.insert(everything(&warm, &folder)), "{path}: {text}");
    }
}

#[test]
fn no_page_waits_for_others_where_templates_show_no_records() {
    let kpi = "{% component kpi(id: string, @stat) %}{{ stat.text }}{% endcomponent kpi %}";
    for (theme, waits) in [(vec![], false), (vec![("shortcodes/kpi.html", kpi)], false)] {
        let made = make(&site("{{ stat(id=\"users\") }}", &theme), &mut Cache::default());
        assert_eq!(made.site.pages.iter().any(|page| page.reads.any()), waits);
    }
    for (_, theme) in themes() {
        let made = make(&with_theme("Words.", &theme), &mut Cache::default());
        let waiting = made.site.pages.iter().filter(|page| page.reads.any());
        assert_eq!(waiting.map(|page| page.address.as_str()).collect::<Vec<_>>(), ["/sources/"]);
    }
}

/// More records: a half, which several numbers of marks suit, and one of another group and period than `users`.
const MORE: &str = "\
- id: half
  value: 50
  unit: percent
  period: \"2019\"
  of: people
  source: report
- id: children
  value: 40
  unit: percent
  period: \"2005\"
  of: children
  source: report
";

/// The findings of a site with more records, whose home page has this text and this template.
fn found(text: &str, template: &str) -> Vec<Finding> {
    let template = format!(
        "{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ page.title }}}}</h1>{template}{{{{ page.content }}}}{{% endblock main %}}"
    );
    let folder = site(text, &[("templates/section.html", &template)]);
    folder.write("content/statistics.yaml", &format!("{RECORDS}{MORE}"));
    let findings = folder.build().report.findings().to_vec();
    // What findings of the template name is the call.
    let is_at_call = |finding: &&Finding| {
        let place = finding.place.as_ref().expect("a place");
        let range = place.range().expect("bytes");
        place.file().path() == "themes/local/templates/section.html" && place.file().text()[range].starts_with('<')
    };
    assert_eq!(findings.iter().filter(is_at_call).count(), findings.len(), "{findings:#?}");
    findings
}

/// The text at each label, with the label.
fn labels(finding: &Finding) -> Vec<String> {
    let text = |label: &firstflight::report::Label| {
        let range = label.place.range().expect("bytes");
        let path = label.place.file().path();
        format!("{path}: {} {}", &label.place.file().text()[range], label.text)
    };
    finding.labels.iter().map(text).collect()
}

#[test]
fn marks_in_templates_are_as_many_as_the_other_marks_of_the_page() {
    let marks = |of: u32| format!("{{{{ <icons id=\"half\" of={{{of}}} title=\"x\" /> }}}}");
    let in_text = "{{ icons(id=\"half\", of=20, title=\"x\") }}";
    let same = format!("{}{}", marks(10), marks(10));
    for (text, template, earlier) in [
        ("Words.", format!("{}{}", marks(10), marks(20)), Some("themes/local/templates/section.html: <icons")),
        (in_text, marks(10), Some("content/en/index.md: 20")),
        (in_text, marks(20), None),
        ("Words.", same, None),
        (
            "Words.",
            "{% for n in [10, 20] %}{{ <icons id=\"half\" of={n} title=\"x\" /> }}{% endfor %}".to_owned(),
            Some(""),
        ),
    ] {
        let findings = found(text, &template);
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        let Some(earlier) = earlier else {
            assert_eq!(codes, [], "{text} {template}");
            continue;
        };
        assert_eq!(codes, [Code::MixedDenominators], "{text} {template}");
        let labels = labels(&findings[0]);
        assert!(earlier.is_empty() == labels.is_empty(), "{labels:?}");
        assert!(
            labels.iter().all(|label| label.starts_with(earlier) && label.ends_with(" the earlier one")),
            "{labels:?}"
        );
    }
}

#[test]
fn figures_in_templates_that_compare_different_things_are_found() {
    for (template, is_found) in [
        ("{{ <chart ids={[\"users\", \"children\"]} title=\"x\" /> }}", true),
        ("{% set all = [\"users\", \"children\"] %}{{ <chart ids={all} title=\"x\" /> }}", true),
        ("{{ <chart ids={[\"users\", \"half\"]} title=\"x\" /> }}", false),
        ("{{ <data_table ids={[\"users\", \"children\"]} title=\"x\" /> }}", false),
    ] {
        let findings: Vec<Finding> =
            found("Words.", template).into_iter().filter(|finding| finding.code != Code::SameLabel).collect();
        let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert_eq!(codes, if is_found { vec![Code::SideBySide] } else { vec![] }, "{template}: {findings:#?}");
        if is_found {
            assert_eq!(findings[0].message, "this chart compares numbers of different periods");
        }
    }
}

#[test]
fn findings_in_calls_of_templates_have_labels_and_edits() {
    use Certainty::{Certain, Suggested};
    for (template, code, edit, expected) in [
        ("{{ <stat id=\"user\" /> }}", Code::UnknownStatistic, Some(("user", "users", Suggested)), vec![]),
        ("{{ <stat id='user' /> }}", Code::UnknownStatistic, Some(("user", "users", Suggested)), vec![]),
        ("{{ <stat id={\"user\"} /> }}", Code::UnknownStatistic, Some(("user", "users", Suggested)), vec![]),
        ("{{ <event id=\"tale\" /> }}", Code::UnknownEvent, Some(("tale", "talk", Suggested)), vec![]),
        (
            "{{ <data_table title=\"user\" ids={[\"half\", \"user\"]} /> }}",
            Code::UnknownStatistic,
            Some(("user", "users", Suggested)),
            vec![],
        ),
        ("{{ <stat id=\"users\" as=\"Card\" /> }}", Code::WrongArgument, Some(("Card", "card", Certain)), vec![]),
        (
            "{{ <stat id=\"old\" /> }}",
            Code::SupersededStatistic,
            Some(("old", "users", Suggested)),
            vec!["content/statistics.yaml: id: users the later record"],
        ),
        (
            "{{ <chart ids={[\"half\", \"points\"]} title=\"x\" /> }}",
            Code::MixedUnits,
            None,
            vec!["themes/local/templates/section.html: \"half\" the first"],
        ),
        // What is not written in the call cannot be changed there.
        ("{% set user = \"user\" %}{{ <stat id={user} /> }}", Code::UnknownStatistic, None, vec![]),
        ("{{ <stat id={\"us\" ~ \"er\"} /> }}", Code::UnknownStatistic, None, vec![]),
        ("{% set more = {\"id\": \"user\"} %}{{ <stat {...more} /> }}", Code::UnknownStatistic, None, vec![]),
    ] {
        let findings = found("Words.", template);
        let [finding] = &findings[..] else { panic!("{template}: {findings:#?}") };
        assert_eq!(finding.code, code, "{template}");
        let found = finding.edit.as_ref().map(|edit| {
            let range = edit.place.range().expect("bytes");
            assert_eq!(edit.place.file().path(), "themes/local/templates/section.html");
            (&edit.place.file().text()[range], edit.replacement.as_str(), edit.certainty)
        });
        assert_eq!(found, edit, "{template}");
        assert_eq!(labels(finding), expected, "{template}");
    }
}

#[test]
fn json_has_the_edit_of_a_call_in_a_template_and_fix_applies_a_certain_one() {
    let start = "{% extends \"base.html\" %}{% block main %}";
    let template = format!("{start}{{{{ <stat id=\"user\" /> }}}}{{% endblock main %}}");
    let folder = site("Words.", &[("templates/section.html", &template)]);
    let run = |arguments: &[&str]| {
        let mut command = firstflight(arguments);
        let output = command.args(["--at", support::TODAY, "--site"]).arg(folder.path()).output().expect("it starts");
        String::from_utf8(output.stdout).expect("output is text")
    };
    let lines = run(&["check", "--format", "json"]);
    assert_eq!(lines.lines().count(), 2, "a finding and a summary: {lines}");
    let line = lines.lines().next().unwrap();
    let finding: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
    let at = template.find("user").expect("the id");
    assert_eq!(finding["code"], "unknown-statistic");
    assert_eq!((&finding["edit"]["start"], &finding["edit"]["end"]), (&at.into(), &(at + 4).into()), "{finding}");
    assert_eq!(
        (&finding["edit"]["replacement"], &finding["edit"]["certainty"]),
        (&"users".into(), &"suggested".into())
    );

    let path = "themes/local/templates/section.html";
    fs::remove_file(folder.path().join(path)).expect("the file is there");
    folder.write(path, &template.replace("\"user\"", "\"users\" as=\"Sentence\""));
    let out = run(&["fix"]);
    let text = fs::read_to_string(folder.path().join(path)).expect("the file can be read");
    assert_eq!(text, template.replace("\"user\"", "\"users\" as=\"sentence\""), "{out}");
    assert!(run(&["fix"]).starts_with("Nothing "), "{out}");
}
