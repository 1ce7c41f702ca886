//! Themes made to exhaust time or memory: templates, shortcodes and style sheets that grow without end are findings that name the limit
//! and the line, the same on every machine. The times are a multiple of what is measured on a slow machine.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use firstflight::report::Finding;

use crate::gallery::check_places;
use crate::site_test::{Outcome, SiteTest};

const SETTINGS: &str =
    "title: A site\nbase_url: https://example.org/\ntheme: [own, plain]\nlanguages:\n  en: { at: / }\n";

fn site() -> SiteTest {
    SiteTest::new().file("content/site.yaml", SETTINGS).file("content/en/page.md", "---\ntitle: A page\n---\n\nText.\n")
}

fn build(name: &str, site: &SiteTest) -> Outcome {
    let start = Instant::now();
    let outcome = site.build();
    assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
    check_places(name, &outcome);
    outcome
}

/// The one finding of a build, which must be on the limits of a theme: its message, and the file and line it names.
fn limit(name: &str, site: &SiteTest) -> (String, String) {
    let outcome = build(name, site);
    let is_limit = |finding: &&Finding| finding.code.as_str() == "theme-limit";
    let found = outcome.findings.iter().find(is_limit).unwrap_or_else(|| panic!("{name}: {}", outcome.drawn));
    assert_eq!(outcome.findings.len(), 1, "{name}: {}", outcome.drawn);
    let place = outcome.drawn.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).expect("a place");
    (found.message.clone(), place.to_owned())
}

/// What is found where the template of pages is `text`, which is put on its third line.
fn on_the_page(name: &str, text: &str) -> String {
    let (message, place) =
        limit(name, &site().file("themes/own/templates/page.html", &format!("<p>\n\n{text}\n</p>\n")));
    assert!(place.starts_with("themes/own/templates/page.html:3:"), "{name}: {place}");
    message
}

const STEPS: &str = "the templates need more than 10,000,000 steps for this page";
const BYTES: &str = "the templates write more than 16,000,000 bytes for this page";
const VALUES: &str = "lists and mappings are nested more than 128 levels deep here";
const LEVELS: &str = "includes, blocks and components are nested more than 64 levels deep here";
const CHAIN: &str = "templates extend or include one another more than 64 levels deep";

#[test]
fn loops_end() {
    let many = "{% set many = range(end=100000) %}";
    let long = format!("{{% set x = \"{}\" %}}", "a".repeat(300_000));
    for (name, text) in [
        (
            "loops in loops",
            format!(
                "{many}{{% for a in many %}}{{% for b in many %}}{{% if b %}}{{% endif %}}{{% endfor %}}{{% endfor %}}"
            ),
        ),
        ("a long body", format!("{many}{{% for a in many %}}{}{{% endfor %}}", "{% if a %}{% endif %}".repeat(10_000))),
        (
            "a list of lists",
            format!("{many}{{% set x = [ [b for b in [1] if b == 0] for a in many if [c for c in many if c < 0] ] %}}"),
        ),
        ("all against all", "{{ range(end=100000) | unique | length }}".to_owned()),
        (
            "arguments of filters",
            format!("{many}{long}{{% for a in many %}}{{{{ \"a\" | replace(from=x, to=\"b\") }}}}{{% endfor %}}"),
        ),
        (
            "arguments of tests",
            format!(
                "{many}{long}{{% for a in many %}}{{% if \"a\" is containing(pat=x) %}}{{% endif %}}{{% endfor %}}"
            ),
        ),
        (
            "looking for nothing",
            format!("{many}{{% for a in many %}}{{% if \"x\" in many %}}{{% endif %}}{{% endfor %}}"),
        ),
    ] {
        assert_eq!(on_the_page(name, &text), STEPS, "{name}");
    }
}

#[test]
fn growing_text_is_stopped() {
    let long = format!("{{% set x = \"{}\" %}}", "a".repeat(300_000));
    let twice = |step: &str| format!("{{% set x = \"a\" %}}{}{{{{ x }}}}", step.repeat(50));
    for (name, text) in [
        ("joined twice", twice("{% set x = x ~ x %}")),
        ("written twice", twice("{% set x %}{{ x }}{{ x }}{% endset %}")),
        (
            "joined in a loop",
            "{% set_global x = \"&\" %}{% for a in range(end=90) %}{% set_global x = x ~ x %}{% endfor %}".into(),
        ),
        ("replaced", format!("{long}{{{{ x | replace(from=\"a\", to=x) }}}}")),
        ("replaced between all", format!("{long}{{{{ x | replace(from=\"\", to=x) }}}}")),
        (
            "indented",
            format!("{{% set x = \"{}\" %}}{{{{ x | indent(width=1000, blank=true) }}}}", "\\n".repeat(300_000)),
        ),
        ("separated", format!("{long}{{{{ range(end=100000) | join(sep=x) }}}}")),
        ("split", format!("{long}{}", "{% set y = x | split(pat=\"\") %}".repeat(9))),
        ("each character", format!("{long}{{% for c in x %}}{{% for d in x %}}{{% endfor %}}{{% endfor %}}")),
        ("written often", format!("{long}{}", "{{ x }}".repeat(90))),
        ("escaped", format!("{{% set x = \"{}\" %}}{}", "&".repeat(300_000), "{{ x }}".repeat(20))),
        ("a section", format!("{long}{{% filter upper %}}{}{{% endfilter %}}", "{{ x }}".repeat(90))),
        ("everything", "{% for a in range(end=100000) %}{{ __tera_context }}{% endfor %}".to_owned()),
        ("a component", format!("{{% set x = \"aaaa\" %}}{}{{{{ x }}}}", "{% set x = <twice of={x}/> %}".repeat(50))),
    ] {
        let text = if name == "a component" {
            format!("{{% component twice(of) %}}{{{{ of }}}}{{{{ of }}}}{{% endcomponent twice %}}{text}")
        } else {
            text
        };
        assert_eq!(on_the_page(name, &text), BYTES, "{name}");
    }
}

#[test]
fn growing_or_shared_lists_are_stopped() {
    let twice = |step: &str, end: &str| {
        let step = step.repeat(60);
        format!("{{% set a = [1] %}}{{% set b = [1] %}}{step}{end}")
    };
    let shared = "{% set a = [a, a] %}{% set b = [b, b] %}";
    for (name, text, message) in [
        ("spread", twice("{% set a = [...a, ...a] %}", ""), BYTES),
        ("written", twice(shared, "{{ a }}"), BYTES),
        ("written as the last thing", twice("{% set a = {\"a\": a, \"b\": a} %}", "{{ a }}"), BYTES),
        ("as text", twice(shared, "{% set x = a | str %}"), BYTES),
        ("joined", twice(shared, "{% set x = a ~ b %}"), BYTES),
        ("compared", twice(shared, "{% if a == b %}x{% endif %}"), STEPS),
        ("sorted", twice(shared, "{{ [a, b, a, b] | sort | length }}"), STEPS),
        ("made unique", twice(shared, "{{ [a, b] | unique | length }}"), STEPS),
        ("looked for", twice(shared, "{% if a in [b] %}x{% endif %}"), STEPS),
    ] {
        assert_eq!(on_the_page(name, &text), message, "{name}");
    }
}

#[test]
fn nested_values_are_stopped_before_the_stack_overflows() {
    for (name, step) in [
        ("lists", "[a]"),
        ("mappings", "{\"a\": a}"),
        ("reversed", "[a] | reverse"),
        ("in a comprehension", "[a for x in [1]]"),
        ("spread", "[...a, a]"),
        ("a mapping spread", "{...{}, \"a\": a}"),
        ("pairs", "{\"a\": a} | pairs"),
        ("groups", "[{\"k\": \"v\", \"a\": a}] | group_by(attribute=\"k\")"),
    ] {
        let text = format!(
            "{{% set_global a = [] %}}{{% for i in range(end=100000) %}}{{% set_global a = {step} %}}{{% endfor %}}"
        );
        assert_eq!(on_the_page(name, &text), VALUES, "{name}");
    }
    let fine = "{% set_global a = [] %}{% for i in range(end=100) %}{% set_global a = [a] %}{% endfor %}{{ a }}";
    assert_eq!(build("a hundred", &site().file("themes/own/templates/page.html", fine)).drawn, "");
}

/// A theme of templates `t0.html`, `t1.html` and so on, where `each` makes one of the name of the next.
fn chain(number: usize, start: &str, each: impl Fn(&str) -> String, last: &str) -> SiteTest {
    (0..number).fold(site().file("themes/own/templates/page.html", start), |site, n| {
        let text = if n + 1 < number { each(&format!("t{}.html", n + 1)) } else { last.to_owned() };
        site.file(&format!("themes/own/templates/t{n}.html"), &text)
    })
}

#[test]
fn chains_of_templates_are_stopped() {
    let include = |next: &str| format!("\n{{% include \"{next}\" %}}");
    let included = |number| chain(number, "<p>{% include \"t0.html\" %}</p>", include, "x");
    let (message, place) = limit("includes", &included(500));
    assert_eq!(message, CHAIN);
    assert!(place.ends_with(".html:2:12"), "{place}");
    assert_eq!(build("few includes", &included(50)).drawn, "");

    let extend = |next: &str| format!("\n{{% extends \"{next}\" %}}{{% block a %}}{{{{ super() }}}}{{% endblock a %}}");
    let base = "<p>{% block a %}x{% endblock a %}</p>";
    let extended = |number| chain(number, "{% extends \"t0.html\" %}", extend, base);
    let (message, place) = limit("extends", &extended(500));
    assert_eq!((message.as_str(), place.as_str()), (CHAIN, "themes/own/templates/page.html:1:1"));
    assert_eq!(build("few extends", &extended(30)).drawn, "");
    let (message, _) = limit("too many files", &included(1_100));
    assert!(message.starts_with("the theme has 11"), "{message}");
    assert!(message.ends_with(" templates and shortcodes; at most 1000 are read"), "{message}");
}

#[test]
fn templates_that_double_are_stopped() {
    let include = |next: &str| format!("{{% include \"{next}\" %}}").repeat(2);
    for last in ["x", "{# nothing #}"] {
        let (message, place) = limit("includes", &chain(40, "<p>{% include \"t0.html\" %}</p>", include, last));
        assert_eq!(message, STEPS);
        assert!(place.starts_with("themes/own/templates/t"), "{place}");
    }
    let extend = |next: &str| {
        format!("{{% extends \"{next}\" %}}\n{{% block a %}}{{{{ super() }}}}{{{{ super() }}}}{{% endblock a %}}")
    };
    let base = "<p>{% block a %}x{% endblock a %}</p>";
    let (message, place) = limit("blocks", &chain(40, "{% extends \"t0.html\" %}", extend, base));
    assert_eq!(message, STEPS);
    assert!(place.starts_with("themes/own/templates/t"), "{place}");
}

#[test]
fn many_templates_that_inherit_many_blocks_are_stopped() {
    let blocks = (0..20_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{{% block a{n} %}}{{% endblock %}}");
        text
    });
    let theme = (0..900).fold(site().file("themes/own/templates/blocks.html", &blocks), |site, n| {
        site.file(&format!("themes/own/templates/t{n}.html"), "{% extends \"blocks.html\" %}")
    });
    let (message, place) = limit("blocks", &theme);
    assert_eq!(message, "too many templates extend this one and its many blocks");
    assert_eq!(place, "themes/own/templates/blocks.html:1:1");
}

#[test]
fn recursive_shortcodes_are_stopped() {
    let twice = "{% component f(n: integer) %}\n{% if n > 0 %}{{ <f n={n - 1} /> }}{{ <f n={n - 1} /> }}{% endif %}\n{% endcomponent f %}";
    let shortcode = |text: &str, call: &str| {
        site()
            .file("themes/own/shortcodes/f.html", text)
            .file("content/en/page.md", &format!("---\ntitle: A\n---\n\n{call}\n"))
    };
    let (message, place) = limit("twice", &shortcode(twice, "{{ f(n=40) }}"));
    assert_eq!(message, STEPS);
    assert!(place.starts_with("themes/own/shortcodes/f.html:2:"), "{place}");
    let endless = "{% component f() %}\n{{ <f/> }}{% endcomponent f %}";
    let (message, place) = limit("endless", &shortcode(endless, "{{ f() }}"));
    assert_eq!((message.as_str(), place.as_str()), (LEVELS, "themes/own/shortcodes/f.html:2:4"));
    let mutual = "{% component f() %}\n{{ <g/> }}{% endcomponent f %}{% component g() %}{{ <f/> }}{% endcomponent g %}";
    assert_eq!(limit("mutual", &shortcode(mutual, "{{ f() }}")).0, LEVELS);
    // One call takes little, but a page has many of them.
    let small =
        "{% component f() %}\n{% for a in range(end=90000) %}{% if a %}{% endif %}{% endfor %}{% endcomponent f %}";
    assert_eq!(limit("often", &shortcode(small, &"{{ f() }} ".repeat(500))).0, BYTES);
}

#[test]
fn the_deepest_templates_fit_into_a_small_stack() {
    let nested = "{% for a in [1] %}{% if a %}".repeat(8);
    let ends = "{% endif %}{% endfor %}".repeat(8);
    let include = |next: &str| format!("{nested}{{% include \"{next}\" %}}{ends}");
    let theme = chain(60, "<p>{% include \"t0.html\" %}</p>", include, "x");
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let theme =
        thread.spawn(move || (theme.build_here().drawn, theme)).expect("a thread").join().expect("enough of a stack");
    assert_eq!(theme.0, "");
}

#[test]
fn pages_after_one_over_the_limit_are_not_rendered() {
    let text =
        "{% for a in range(end=100000) %}{% for b in range(end=1000) %}{% if b %}{% endif %}{% endfor %}{% endfor %}";
    let many = (0..300).fold(site().file("themes/own/templates/page.html", text), |site, n| {
        site.file(&format!("content/en/page{n}.md"), "---\ntitle: A page\n---\n\nText.\n")
    });
    let outcome = build("pages", &many);
    assert_eq!(outcome.findings.len(), 1, "{}", outcome.drawn);
    assert!(outcome.drawn.contains("= note: while rendering content/en/page.md\n"), "{}", outcome.drawn);
    assert_eq!(many.build().drawn, outcome.drawn, "the result depends on chance");
}

#[test]
fn large_templates_are_refused_or_fast() {
    let template = |text: &str| site().file("themes/own/templates/page.html", text);
    let message = limit("nine megabytes", &template(&format!("<p>{}", "x".repeat(9_000_000)))).0;
    assert!(message.ends_with("bytes; at most 1,000,000 are read"), "{message}");
    for (name, text) in [
        ("tags", "{{page.title}}".repeat(60_000)),
        ("settings", "{%set a=1%}".repeat(80_000)),
        ("a list", format!("{{% set b = 1 %}}{{% set a = [{}] %}}", "b,".repeat(400_000))),
        ("branches", format!("{{% if page.none %}}{}{{% endif %}}", "{% elif page.none %}".repeat(150))),
    ] {
        let outcome = build(name, &template(&text));
        assert!(
            outcome.findings.iter().all(|finding| finding.code.as_str() == "over-budget"),
            "{name}: {}",
            outcome.drawn
        );
    }
    let outcome =
        build("more branches", &template(&format!("{{% if a %}}{}{{% endif %}}", "{% elif a %}".repeat(50_000))));
    assert!(outcome.drawn.starts_with("error[template-syntax]: the template nesting is too deep"), "{}", outcome.drawn);
    let unknown: String = (0..40_000).map(|n| format!("{{{{ a | f{n} }}}}\n")).collect();
    assert_eq!(build("unknown filters", &template(&unknown)).findings.len(), 1_000);
    let thrown = format!("{{{{ throw(message=\"{}\") }}}}", "a".repeat(500_000));
    assert!(build("a long message", &template(&thrown)).json.len() < 2_000);
}

#[test]
fn thousands_of_strings_are_a_theme() {
    let strings = |number| (0..number).map(|n| format!("string_{n}: A word\n")).collect::<String>();
    let outcome = build("more strings", &site().file("themes/own/strings/en.yaml", &strings(100_000)));
    assert_eq!(outcome.codes().iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["yaml-limit"]);
    let theme = site().file("themes/own/strings/en.yaml", &strings(9_000));
    assert_eq!(build("strings", &theme).drawn, "");
    let theme = theme.file("themes/own/templates/page.html", "{{ strings.nothing }}");
    let outcome = build("a missing one", &theme);
    assert_eq!(outcome.findings.len(), 1, "{}", outcome.drawn);
    assert!(outcome.json.len() < 5_000, "{}", outcome.json.len());
}

#[test]
fn selectors_that_multiply_are_refused_before_they_are_written() {
    let style = |text: &str| site().file("themes/own/style.css", text);
    let nested = |around: &str, each: &str| {
        format!("{around}{{\n{}color:red{}", format!("{each}{{\n").repeat(60), "}".repeat(61))
    };
    for (name, text) in [
        ("lists", nested("a,p", "&,& c")),
        ("lists without a sign", nested("a,p", "b,c")),
        ("a pair", nested("p", "& &")),
        ("in brackets", nested("p", ":is(&,&)")),
        ("not", nested("p", ":not(& &)")),
        ("within media", format!("p{{{}color:red{}", "@media print{&,& c{".repeat(30), "}}".repeat(30) + "}")),
        ("wide", format!("{}{{\n{}{{color:red}}}}", vec!["p"; 3_000].join(","), vec!["& a"; 3_000].join(","))),
        ("many", format!("{}{{\n{}}}", vec!["p"; 3_000].join(","), "& a{color:red}\n".repeat(3_000))),
    ] {
        let (message, place) = limit(name, &style(&text));
        assert!(
            message.starts_with("the selectors of this style sheet, written out, grow to more than 2000000 bytes"),
            "{message}"
        );
        assert!(place.starts_with("themes/own/style.css:"), "{name}: {place}");
    }
    let (message, place) = limit("many rules", &style(&"a{b:c}\n".repeat(20_000)));
    assert_eq!(message, "this style sheet has more than 10000 blocks");
    assert_eq!(place, "themes/own/style.css:10001:1");
    let message = limit("nine megabytes", &style(&"a{b:c}".repeat(1_600_000))).0;
    assert_eq!(message, "this style sheet has 9600000 bytes; at most 1000000 are read");
}

#[test]
fn styles_within_the_limits_are_fast() {
    let repeat = |text: &str| text.repeat(900_000 / text.len());
    let numbered =
        |text: &str, number: usize| -> String { (0..number).map(|n| text.replace('#', &n.to_string())).collect() };
    let each = |text: &str| {
        (0..25_000).fold(String::new(), |mut all, n| {
            let _ = write!(all, "--a{n}:{};", text.replace('#', &(n + 1).to_string()));
            all
        })
    };
    for (name, text) in [
        ("rules", "p{color:red}".repeat(9_000)),
        ("different rules", numbered("p.a#,p{color:red}", 9_000)),
        ("rules of unknown properties", "p{b:c}".repeat(9_000)),
        ("rules of many unknown properties", format!("p{{{}}}", "b:c;".repeat(20)).repeat(9_000)),
        ("rules with one style", numbered("p:not(.a#){color:red}", 9_000)),
        ("a chain of variables", format!("p{{{}}}", each("var(--a#)"))),
        ("used variables", format!("p{{{}color:var(--a0)}}", each("var(--a#)"))),
        ("dashes", format!("p{{--a:{}}}", "-".repeat(900_000))),
        ("frames", numbered("@keyframes a#{from{color:red}}", 4_900)),
        ("wrong rules", "p{:}".repeat(9_000)),
        ("wrong selectors", "p:foo{color:red}".repeat(9_000)),
        ("sums", format!("p{{width:calc({}1vw)}}", repeat("1px + 1em + "))),
        ("imports", repeat("@import url(x);\n")),
        ("levels", format!("{}p{{color:red}}{}", "@media screen{".repeat(60), "}".repeat(60))),
    ] {
        build(name, &site().file("themes/own/style.css", &text));
    }
}
