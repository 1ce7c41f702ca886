//! Shortcodes with a body: `{% box() %}` and `{% end %}` on lines of their own, with Markdown between them.

use proptest::prelude::*;

use firstflight::report::{Finding, Place};

use crate::properties::assert_well_nested;
use crate::support::{Folder, cases, main_text, page};

const SETTINGS: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\n";
const RAW: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\nraw_html: true\n";

fn site(settings: &str, text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", settings);
    folder.write("content/sources.yaml", "- id: diary\n  title: A diary\n  address: https://a.example/diary\n");
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
    folder.write("content/en/parts/index.md", "---\ntitle: Parts\n---\n");
    folder.write("content/en/parts/b.md", "---\ntitle: B\n---\n## Part\n");
    folder
}

fn findings(settings: &str, text: &str) -> Vec<Finding> {
    site(settings, text).build().report.findings().to_vec()
}

/// The code of each finding, with the line below the front matter and the column where it is.
fn codes(settings: &str, text: &str) -> Vec<String> {
    let place = |finding: &Finding| {
        let start = finding.place.as_ref().and_then(Place::positions).map(|(start, _)| start);
        start.map_or(String::new(), |start| format!("{} {}:{}", finding.code.as_str(), start.line - 3, start.column))
    };
    findings(settings, text).iter().map(place).collect()
}

/// The page's own part of its HTML.
fn main_of(settings: &str, text: &str) -> String {
    let html = page(&site(settings, text).build(), "a/index.html");
    assert_well_nested(&html);
    let main = html.split_once("</h1>").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0;
    // Where the minifier leaves it out is not the point.
    main.replace("</p>", "").replace("</dd>", "")
}

#[test]
fn markdown_in_a_body_is_markdown_of_the_page() {
    let text = "Before\n{% box(kind=\"warning\") %}\nBring *a passport*[^1].\n\n- one\n- two\n\n## Costs\n\n[^1]: Or a card.\n{% end %}\n\
                After\n\n## Costs\n\n> {% details(summary=\"Who <pays>?\", open=true) %}\n> You.\n> {% end %}\n";
    assert_eq!(codes(SETTINGS, text), [""; 0]);
    let html = main_of(SETTINGS, text);
    let starts = "<p>Before<div class=warning role=note><p><strong>Warning</strong><p>Bring <em>a passport</em><sup>";
    assert!(html.contains(starts), "{html}");
    assert!(html.contains("<h2 id=costs>Costs</h2></div><p>After<h2 id=costs-1>Costs</h2>"), "{html}");
    assert!(html.contains("<details open><summary>Who &lt;pays>?</summary><p>You.</details></blockquote>"), "{html}");
    // The footnote is at the end of the page.
    assert!(html.find("Or a card").unwrap() > html.find("</details>").unwrap(), "{html}");
}

#[test]
fn bodies_nest_and_may_be_in_lists_quotations_footnotes_and_definitions() {
    let text = "1. one\n\n   {% columns() %}\n   {% box() %}\n   a[^1]\n   {% end %}\n\n   b\n   {% end %}\n\n   c\n2. two\n\n> - {% box() %}\n>   d\n\
                >   {% end %}\n\n[^1]: {% box() %}\n    e\n    {% end %}\n\nTerm\n: {% box() %}\n  f\n  {% end %}\n";
    assert_eq!(codes(SETTINGS, text), [""; 0]);
    let html = main_of(SETTINGS, text);
    assert_eq!(html.matches("role=note>").count(), 4, "{html}");
    let boxed = "<div class=columns><div role=note><p><strong>Note</strong><p>a<sup>";
    assert!(html.contains(boxed) && html.contains("</div><p>b</div><p>c</li> <li><p>two"), "{html}");
}

#[test]
fn lines_in_code_and_comments_are_what_they_are() {
    let text = "```\n{% box() %}\n{%end%}\n```\n\n    {% box(kind=\"tip\") %}\n    {% end %}\n\n> ~~~\n> {% end %}\n> ~~~\n\n<!--\n{% box() %}\n-->\n\n\
                `{% box() %}` and `{% end %}`, \\{% end %}\n";
    assert_eq!(codes(SETTINGS, text), [""; 0]);
    let html = main_of(SETTINGS, text);
    assert!(html.contains("<code>{% box() %}\n{%end%}\n</code>"), "{html}");
    assert!(html.contains("<code>{% box(kind=\"tip\") %}\n{% end %}\n</code>"), "{html}");
    assert!(html.contains("<code>{% end %}\n</code>") && html.contains("<code>{% box() %}</code>"), "{html}");
    assert!(!html.contains("role=note"), "{html}");
}

/// Both were masked alike while Markdown was parsed, and the first was published in the place of the second.
#[test]
fn lines_of_one_length_are_not_confused() {
    let text = "```\n{% warning() %}\na\n{% end %}\n```\n\n```\n{% caution() %}\nb\n{% end %}\n```\n\n    {% careful() %}\n    {% end %}\n\n\
                Words `x\n        {% abcdefg() %}\n y` and [z](parts/b.md \"x\n        {% hijklmn() %}\n y\").\n";
    let html = main_of(SETTINGS, text);
    for name in ["warning", "caution", "careful", "abcdefg", "hijklmn"] {
        assert_eq!(html.matches(&format!("{{% {name}() %}}")).count(), 1, "{name}\n{html}");
    }
    assert!(html.contains("{% caution() %}\nb\n{% end %}"), "{html}");
}

#[test]
fn findings_in_a_body_have_their_places() {
    let text = "{% box() %}\nfine\n\n> {% box() %}\n> There are 37 of them and [a link](nowhere.md).\n> {% end %}\n{{ stat(id=\"x\") }}\n{% end %}\n";
    assert_eq!(codes(SETTINGS, text), ["loose-number 5:13", "broken-link 5:37", "unknown-statistic 7:12"]);
}

#[test]
fn each_mistake_is_one_finding() {
    for (text, wanted) in [
        ("{% box() %}\na\n", &["unclosed-body 1:1"][..]),
        ("a\n\n{% end %}\n", &["unopened-end 3:1"]),
        ("{% box() %}\na\n{% end %}\n{% end %}\n", &["unopened-end 4:1"]),
        ("- {% box() %}\n  a\n\n{% end %}\n", &["crossed-body 1:3"]),
        ("- {% box() %}\n  a\n\nb\n", &["crossed-body 1:3"]),
        ("{% box() %}\n- a\n  {% end %}\n\nb\n", &["crossed-body 1:1"]),
        ("> {% box() %}\n> a\n{% end %}\n", &["crossed-body 1:3"]),
        ("{% box() %}\n> a\n> {% box() %}\n> {% end %}\n> {% end %}\nb\n", &["crossed-body 1:1", "missing-body 3:3"]),
        ("{{ box() }}\n\na\n\n{% end %}\n", &["missing-body 1:1"]),
        ("{{ box() }}\n", &["missing-body 1:1"]),
        ("{% box() %}\n\n{% end %}\n", &["missing-body 1:1"]),
        ("{% button(to=\"a.md\", text=\"x\") %}\na\n{% end %}\n", &["unexpected-body 1:1"]),
        ("{% button(to=\"a.md\", text=\"x\") %}\n", &["unexpected-body 1:1"]),
        ("{% nothing() %}\na\n{% end %}\n", &["unknown-shortcode 1:4"]),
        ("{% nothing() %}\na\n", &["unknown-shortcode 1:4"]),
        ("{% box(kind=tip) %}\na\n{% end %}\n", &["malformed-call 1:13"]),
        ("{% box(kind=\"tipp\") %}\na\n{% end %}\n", &["wrong-argument 1:13"]),
        ("{% box(kind=\"tip\"\n\na\n{% end %}\n", &["unclosed-call 1:1"]),
        ("{% box %}\na\n{% end %}\n", &["malformed-call 1:7"]),
        ("{% box(kind=x) %}\na\n{% end %}\n{% end %}\n", &["malformed-call 1:13", "unopened-end 4:1"]),
        ("{% box() %}\na\n{% endbox %}\n", &["malformed-call 3:1"]),
        ("{% box() %}\na\n{% end box %}\n", &["malformed-call 3:1"]),
        ("{% box() %}\na\n{%- end -%}\n", &["malformed-call 3:1"]),
        ("{% box() %} a {% end %}\n", &["block-in-line 1:1"]),
        ("{% box() %} a\n{% end %}\n", &["block-in-line 1:1"]),
        ("{% box() %}\na {% end %}\n", &["block-in-line 2:3"]),
        ("a\n    {% box() %}\nb\n{% end %}\n", &["block-in-line 2:5"]),
        ("<details>\n<summary>b</summary>\n{% end %}\na\n\n</details>\n", &["block-in-line 3:1"]),
        ("{% include a.html %}\n", &["foreign-syntax 1:1"]),
        ("{% if a %}\nb\n{% end %}\n", &["foreign-syntax 1:1"]),
        ("{% quote(source=\"dairy\") %}\na\n{% end %}\n", &["unknown-source 1:17"]),
        ("{{ button(to=\"nowhere.md\", text=\"x\") }}\n", &["broken-link 1:15"]),
        ("{{ button(to=\"parts/b.md#prat\", text=\"x\") }}\n", &["broken-fragment 1:25"]),
        ("{{ button(to=\"javascript:x\", text=\"x\") }}\n", &["forbidden-scheme 1:15"]),
        ("{{ button(to=\"\", text=\"x\") }}\n", &["wrong-argument 1:14"]),
    ] {
        assert_eq!(codes(SETTINGS, text), wanted, "{text}");
        main_of(SETTINGS, text);
    }
}

#[test]
fn raw_html_begins_and_ends_in_the_same_body() {
    let text = "{% box() %}\n<div class=\"x\">\n\na\n\n</div>\n{% end %}\n";
    assert_eq!(codes(RAW, text), [""; 0]);
    assert!(main_of(RAW, text).contains("<p><strong>Note</strong><div class=x><p>a</div></div>"));
    for (text, wanted) in [
        ("<div>\n\n{% box() %}\n\n</div>\n\na\n{% end %}\n", "crossed-body 5:1"),
        ("{% box() %}\n<div>\n\na\n\n{% end %}\n\n</div>\n", "crossed-body 2:1"),
        ("{% box() %}\n<table><tr><td>\n\na\n\n{% end %}\n\nb\n", "crossed-body 2:1"),
        ("<div>\n{% box() %}\n</div>\n", "block-in-line 2:1"),
        ("<div>\n\n</div>\n<!--\n{% box() %}\n-->\n<div>\n{% end %}\n</div>\n", "block-in-line 8:1"),
    ] {
        assert_eq!(codes(RAW, text), [wanted], "{text}");
        main_of(RAW, text);
    }
}

#[test]
fn links_and_sources_of_calls_are_those_of_the_page() {
    let text = "{{ button(to=\"parts/b.md#part\", text=\"Read & go\") }} {{ button(to=\"https://bücher.example/\", text=\"Out\") }}\n\n\
                {% quote(by=\"Amina\", source=\"diary\") %}\nWords.\n{% end %}\n";
    assert_eq!(codes(SETTINGS, text), [""; 0]);
    let html = main_of(SETTINGS, text);
    assert!(
        html.contains("<a class=button href=../parts/b/#part>Read & go</a> <a class=button href=https://xn--"),
        "{html}"
    );
    let quote =
        "<blockquote><p>Words.</blockquote><p>— Amina, <cite><a href=https://a.example/diary>A diary</a></cite>";
    assert!(html.contains(quote), "{html}");
}

#[test]
fn shortcodes_of_any_theme_take_bodies_and_templates_call_them() {
    let folder = site(
        "title: T\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n",
        "{% card(title=\"T\") %}\n{% card(title=\"U\") %}\n*a*\n{% end %}\n{% end %}",
    );
    let card = "{% component card(title: string) {\"body\": true} %}<section><h2>{{ title }}</h2>{{ body }}</section>{% endcomponent card %}";
    folder.write("themes/local/shortcodes/card.html", card);
    let template = "{% extends \"base.html\" %}{% block after %}{% <card title=\"In\"> %}<p>{{ <button to=\"parts/b.md\" text=\"x\" /> }}{% </card> %}{% endblock after %}";
    folder.write("themes/local/templates/page.html", template);
    let html = page(&folder.build_clean(), "a/index.html");
    assert!(html.contains("<section><h2>T</h2><section><h2>U</h2><p><em>a</em></section></section>"), "{html}");
    assert!(html.contains("<section><h2>In</h2><p><a class=button href=../parts/b/>x</a></section>"), "{html}");
    for (card, wanted) in [
        (card.replace("{{ body }}", ""), "`card` takes a body but does not output it"),
        (card.replace("{\"body\": true}", ""), "`card` outputs a body but does not declare that it takes one"),
    ] {
        folder.write("themes/local/shortcodes/card.html", &card);
        let report = folder.build().report;
        assert!(report.findings().iter().any(|finding| finding.message == wanted), "{report:?}");
    }
    folder.write("themes/local/shortcodes/card.html", card);
    folder.write("themes/local/templates/page.html", &template.replace("b.md", "c.md"));
    let report = folder.build().report;
    assert!(report.findings().iter().any(|finding| finding.code.as_str() == "broken-link"), "{report:?}");
}

#[test]
fn a_footnote_in_a_footnote_loses_nothing() {
    let html = main_of(SETTINGS, "Before[^a] and[^b].\n\n[^a]: - one\n\n      [^b]: two\n\n    three\n\nAfter");
    for word in ["Before", "one", "two", "three", "After"] {
        assert!(html.contains(word), "{word} is lost in {html}");
    }
}

#[test]
fn depth_and_number_of_bodies_are_limited() {
    let nested = |depth: usize| "{% box() %}\n".repeat(depth) + "a\n" + &"{% end %}\n".repeat(depth);
    assert_eq!(codes(SETTINGS, &nested(12)), [""; 0]);
    assert_eq!(codes(SETTINGS, &nested(40)), ["too-deep 13:1"]);
    let many = "{% columns() %}\na\n{% end %}\n".repeat(5_001);
    assert_eq!(codes(SETTINGS, &many), ["too-much 15001:1"]);
}

/// A tree of blocks: text, lists, quotations and bodies.
#[derive(Clone, Debug)]
enum Tree {
    Text(usize),
    List(Vec<Tree>),
    Quotation(Vec<Tree>),
    Body(usize, Vec<Tree>),
}

/// Calls with a body.
const CALLS: [&str; 5] =
    ["box(kind=\"tip\")", "details(summary=\"S\")", "columns()", "quote(by=\"B\")", "box(\n  title=\"T\"\n)"];

fn tree() -> impl Strategy<Value = Vec<Tree>> {
    let leaf = (0..6_usize).prop_map(Tree::Text);
    let inner = leaf.prop_recursive(4, 24, 4, |inner| {
        let several = prop::collection::vec(inner, 1..4);
        prop_oneof![
            several.clone().prop_map(Tree::List),
            several.clone().prop_map(Tree::Quotation),
            (0..CALLS.len(), several).prop_map(|(call, inner)| Tree::Body(call, inner)),
        ]
    });
    prop::collection::vec(inner, 1..5)
}

/// Lines of Markdown for trees, with or without the lines of bodies.
fn lines(trees: &[Tree], with_bodies: bool, words: &mut usize) -> Vec<String> {
    let mut out = Vec::new();
    for tree in trees {
        match tree {
            Tree::Text(form) => {
                *words += 1;
                let word = format!("w{}w", "o".repeat(*words));
                out.push(match form {
                    0 => format!("## {word}"),
                    1 => format!("| {word} |\n|---|\n| cell |"),
                    2 => format!("{word} *and* `code`"),
                    3 => format!("```\n{word}\n```"),
                    4 => format!("{word}  \nafter a break"),
                    _ => word,
                });
            }
            Tree::List(inner) => {
                let inner = lines(inner, with_bodies, words).join("\n\n");
                out.push(format!("- {}", inner.replace('\n', "\n  ")));
            }
            Tree::Quotation(inner) => {
                let inner = lines(inner, with_bodies, words).join("\n\n");
                out.push(format!("> {}", inner.replace('\n', "\n> ")));
            }
            Tree::Body(call, inner) => {
                let inner = lines(inner, with_bodies, words);
                // A call of several lines cannot have the marks of quotations between them.
                let call = CALLS[*call].replace('\n', "");
                out.push(match with_bodies {
                    true => format!("{{% {call} %}}\n{}\n{{% end %}}", inner.join("\n\n")),
                    false => inner.join("\n\n"),
                });
            }
        }
        // A list does not go on after another block.
        out.push("<!-- -->".to_owned());
    }
    out
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn bodies_change_nothing_of_the_text_in_them(trees in tree()) {
        let built = |with_bodies: bool| {
            let text = lines(&trees, with_bodies, &mut 0).join("\n\n");
            let folder = site(SETTINGS, &text);
            let built = folder.build();
            prop_assert!(built.report.findings().iter().all(|it| it.code.as_str() == "skipped-heading"), "{}\n{:?}", text, built.report);
            let html = page(&built, "a/index.html");
            assert_well_nested(&html);
            let main = html.split_once("</h1>").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0.to_owned();
            for name in ["div", "details", "blockquote", "ul", "table"] {
                let (opens, closes) = (main.matches(&format!("<{name}")).count(), main.matches(&format!("</{name}>")).count());
                prop_assert_eq!(opens, closes, "{} in\n{}\n{}", name, text, main);
            }
            Ok((text, main_text(&html)))
        };
        let ((with, own), (_, plain)) = (built(true)?, built(false)?);
        // No label of a shortcode has one of these letters.
        let words = |text: &str| text.chars().filter(|c| matches!(c, 'w' | 'o')).collect::<String>();
        prop_assert_eq!(words(&own), words(&plain), "{}", with);
    }

    #[test]
    fn any_lines_give_a_page_or_findings(parts in prop::collection::vec(0..16_usize, 1..24), is_raw in any::<bool>()) {
        const PARTS: [&str; 16] = [
            "{% box() %}\n", "{% end %}\n", "- ", "> ", "  ", "\n", "a\n", "    ", "<div>\n", "</div>\n", "{% details(\n", "{% endbox %}\n",
            "`", "<details>\n\n", "[^1]: ", "| a |\n|---|\n",
        ];
        let text: String = parts.iter().map(|part| PARTS[*part]).collect();
        let built = site(if is_raw { RAW } else { SETTINGS }, &text).build();
        if built.output.get("a/index.html").is_some() {
            let html = page(&built, "a/index.html");
            prop_assert!(!html.contains('\u{fddc}') && !html.contains("<!A"), "{}\n{}", text, html);
            let main = html.split_once("<main").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0;
            for name in ["div", "details", "blockquote", "ul"] {
                let (opens, closes) = (main.matches(&format!("<{name}")).count(), main.matches(&format!("</{name}>")).count());
                prop_assert_eq!(opens, closes, "{} in\n{}\n{}", name, text, main);
            }
        }
    }
}
