//! What must hold for any hostile or hostile-looking input: text comes out as text, nothing runs, nothing is
//! fetched, and templates cannot look at the machine.

use firstflight::report::{Code, Level};
use proptest::prelude::*;
use scraper::Html;

use crate::properties::{assert_well_nested, select};
use crate::support::{Folder, cases, main_text, page};

proptest! {
    #![proptest_config(cases(120))]

    #[test]
    fn any_text_gives_a_harmless_page(text in soup(), raw_html in any::<bool>()) {
        let folder = Folder::new();
        folder.write("content/site.yaml", &format!("title: T\nlanguages: {{ en: {{ at: / }} }}\nraw_html: {raw_html}\n"));
        folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
        let html = page(&folder.build(), "a/index.html");
        assert_harmless(&html);
        // An editor's own tags may leave an empty paragraph; ours may not.
        if !raw_html {
            assert_well_nested(&html);
        }
    }

    #[test]
    fn any_text_in_any_field_comes_out_as_text(text in field(), name in "[a-z]{3,8}") {
        let yaml = quoted(&text);
        let folder = Folder::new();
        folder.write("content/site.yaml", &format!(
            "title: {yaml}\nbase_url: https://a.example/\ntheme: [own, plain]\nlanguages: {{ en: {{ at: / }} }}\n"
        ));
        folder.write("themes/own/strings/en.yaml", &format!("menu: {yaml}\nskip: {yaml}\nsource: {yaml}\n"));
        folder.write("content/sources.yaml", &format!("- {{ id: s, title: {yaml}, note: {yaml} }}\n"));
        folder.write("content/statistics.yaml", &format!(
            "- {{ id: n, value: 1, unit: count, period: unknown, source: s, as_written: {yaml}, of: {yaml}, indicator: {yaml}, \
             area: {yaml}, note: {yaml}, attributed_to: {yaml} }}\n"
        ));
        folder.write("content/en/index.md", "---\ntitle: Home\ntemplate: sources\n---\n{{ stat(id=\"n\") }}\n\n{{ chart(ids=[\"n\"], title=\"t\") }}\n");
        folder.write(&format!("content/en/{name}.md"), &format!(
            "---\ntitle: {yaml}\ndescription: {yaml}\norder: 1\ndate: 2026-01-01\nextra: {{ a: {yaml} }}\n---\nText.\n"
        ));
        let built = folder.build_clean();
        for (path, html, _) in built.output.pages() {
            let html = html.joined();
            let html = std::str::from_utf8(&html).expect("UTF-8");
            prop_assert!(!html.contains(firstflight::marks::is_mark), "{}: {}", path, html);
            assert_harmless(html);
        }
        for path in ["atom.xml", "sitemap.xml"] {
            let xml = page(&built, path);
            prop_assert!(!xml.contains(firstflight::marks::is_mark), "{}", xml);
            prop_assert!(!xml.contains("<script") && !xml.contains("<b>"), "{}", xml);
        }
        // It comes out as what it is, with white space as browsers show it.
        let wanted = crate::support::normal(&text);
        let document = Html::parse_document(&page(&built, &format!("{name}/index.html")));
        let title: String = select(&document, "h1")[0].text().collect();
        prop_assert_eq!(crate::support::normal(&title), wanted);
    }

    #[test]
    fn no_link_runs_a_program(scheme in scheme(), form in 0usize..5, allowed in any::<bool>()) {
        let folder = Folder::new();
        if allowed {
            folder.write("content/site.yaml", "title: T\nlanguages: { en: { at: / } }\nraw_html: true\n");
        }
        let body = match form {
            0 => format!("[a]({scheme}:alert(1))"),
            1 => format!("[a](<{scheme}:alert(1)>)"),
            2 => format!("[a][r]\n\n[r]: {scheme}:alert(1)"),
            3 => format!("![a]({scheme}:alert(1))"),
            _ => format!("<a href=\"{scheme}:alert(1)\">a</a>"),
        };
        folder.write("content/en/a.md", &format!("---\ntitle: A\n---\nWords {body} words.\n"));
        let built = folder.build();
        let html = page(&built, "a/index.html");
        assert_harmless(&html);
    }
}

/// Text full of signs that mean something to Markdown, to HTML or to us.
fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[a-z ]{1,8}",
        4 => prop::sample::select(vec![
            "\n", "\n\n", "    ", "\t", "# ", "## ", "- ", "1. ", "> ", "> [!TIP]\n> ", "```\n", "~~~", "---\n", "| a | b |\n|--|--|\n",
            "*", "**", "_", "~~", "`", "[", "](", ")", "![", "[^1]", "[^1]: ", "<", ">", "</p>", "<p>", "<div>", "</div>",
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "-->", "<![CDATA[", "&amp;", "&#60;", "&lt;script&gt;",
            "{{", "}}", "{{ stat(id=\"x\") }}", "{{ x(", "\\", "\"", "'", "{#id .c}", "{#main}", ": ", "- [x] ", "www.a.example",
            "https://a.example/?a&b", "<a href=\"javascript:alert(1)\">", "<https://a.example>", "<br>", "\u{200F}", "é", "数",
        ]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn field() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "<script>alert(1)</script>",
            "</title>",
            "</script>",
            "</style>",
            "<b>",
            "\"",
            "'",
            "&",
            "&lt;",
            "&#60;",
            "-->",
            "<!--",
            "]]>",
            "{{ x }}",
            "{% raw %}",
            "`",
            "javascript:",
            " onclick=alert(1) ",
            "é",
            "数",
        ])
        .prop_map(str::to_owned),
        "[a-zA-Z ]{1,6}",
    ];
    prop::collection::vec(piece, 1..8)
        .prop_map(|pieces| pieces.concat())
        .prop_filter("a field is not blank", |text| !text.trim().is_empty())
}

/// A text as YAML in double quotes. Marks are not among it: they are refused, also as escapes (see `safe_html`).
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// `javascript`, `data` and `vbscript` as attackers write them.
fn scheme() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec!["javascript", "data", "vbscript", "file", "view-source", "blob"]);
    let noise = prop::sample::select(vec!["", "", "", "&#9;", "&#10;", "&Tab;", "&NewLine;", "&#x0D;", "&#1;", "%09"]);
    let before = prop::sample::select(vec!["", "", " ", "&#32;", "&#1;", "&#160;", "\u{a0}"]);
    (name, before, prop::collection::vec((any::<bool>(), any::<bool>(), noise), 12)).prop_map(|(name, before, how)| {
        let letters: String = name
            .chars()
            .zip(how)
            .map(|(c, (upper, entity, noise))| {
                let c = if upper { c.to_ascii_uppercase() } else { c };
                let written = if entity { format!("&#{};", c as u32) } else { c.to_string() };
                format!("{written}{noise}")
            })
            .collect();
        format!("{before}{letters}")
    })
}

/// The scheme that a browser sees (WHATWG URL, section 4.4): controls and spaces around the address, and tabs and line
/// ends anywhere in it, are ignored; a scheme has no other characters.
fn scheme_of(address: &str) -> Option<String> {
    let seen = address.trim_matches(|c: char| c <= ' ').replace(['\t', '\n', '\r'], "").to_ascii_lowercase();
    let (scheme, _) = seen.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_lowercase())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| scheme.to_owned())
}

/// Nothing runs and nothing is fetched, as a browser's parser sees it.
fn assert_harmless(html: &str) {
    let document = Html::parse_document(html);
    let dangerous =
        "script,iframe,object,embed,base,form,img,video,audio,link[rel=stylesheet],body style,body meta,frame";
    let found = select(&document, dangerous).first().map(|element| element.value().name());
    assert_eq!(found, None, "in\n{html}");
    for element in select(&document, "*") {
        for (name, value) in element.value().attrs() {
            assert!(!name.starts_with("on"), "{name} in\n{html}");
            if matches!(name, "href" | "src" | "action" | "formaction" | "cite") {
                let scheme = scheme_of(value);
                let is_icon = value == "data:,";
                assert!(
                    is_icon || scheme.is_none_or(|s| ["http", "https", "mailto", "tel", "sms"].contains(&s.as_str())),
                    "{name}={value:?} in\n{html}"
                );
            }
        }
    }
}

#[test]
fn marks_written_as_entities_are_refused_and_never_read_as_placeholders() {
    let folder = Folder::new();
    folder.write("content/en/other.md", "---\ntitle: Other\n---\n");
    folder.write(
        "content/en/a.md",
        "---\ntitle: A\n---\n[real](other.md) a&#xFDD0;l0&#xFDD1;b c&#64978;d e&#xFDD3;f g&#xFDD4;h i&#xFDD5;aaaxxj\n\n\
         [x](https://a.example/&#xFDD0;l0&#xFDD1; \"t &#xFDD2; u\") `&#xFDD2;` <b title=\"&#xFDD2\">&#xfdd3;</b>\n\n\
         ## Head &#xFDD2; ing\n\n```x&#xFDD2;y\ncode\n```\n",
    );
    for raw_html in [false, true] {
        let settings = format!("title: T\nlanguages: {{ en: {{ at: / }} }}\nshow_weight: true\nraw_html: {raw_html}\n");
        folder.write("content/site.yaml", &settings);
        let built = folder.build();
        let refused = built.report.findings().iter().filter(|finding| finding.code == Code::ForbiddenCharacter).count();
        // Where raw HTML is shown as text, so is the one in its tag.
        assert_eq!(refused, if raw_html { 13 } else { 12 });
        let html = page(&built, "a/index.html");
        assert!(!html.contains(firstflight::marks::is_mark), "{html}");
        assert_eq!(
            html.matches("font:112.5%").count(),
            1,
            "the style was put where a text names its placeholder:\n{html}"
        );
        let text = main_text(&html);
        for whole in ["a\u{FFFD}l0\u{FFFD}b", "c\u{FFFD}d", "e\u{FFFD}f", "g\u{FFFD}h", "i\u{FFFD}aaaxxj"] {
            assert!(text.contains(whole), "{whole} is not in {text}");
        }
    }
}

#[test]
fn a_template_cannot_read_the_machine() {
    let calls = [
        "now()",
        "get_env(name=\"HOME\")",
        "get_random(start=0, end=9)",
        "load_data(path=\"/etc/passwd\")",
        "read_file(path=\"/etc/passwd\")",
        "get_file_hash(path=\"x\")",
        "get_url(path=\"x\")",
        "uuid()",
        "fetch(url=\"https://a.example\")",
        "throw(message=\"x\")",
    ];
    for call in calls {
        let folder = Folder::new();
        folder.write("content/site.yaml", "title: T\ntheme: [own, plain]\nlanguages: { en: { at: / } }\n");
        folder.write("themes/own/templates/page.html", &format!("<p>{{{{ {call} }}}}</p>\n"));
        let built = folder.build();
        let name = call.split('(').next().unwrap_or("");
        let told = built.report.findings().iter().any(|finding| {
            finding.level == Level::Error
                && finding.place.as_ref().is_some_and(|place| place.file().path() == "themes/own/templates/page.html")
                && finding.message.contains(name)
        });
        // `throw` asks nothing of the machine: it is there, and what it says is a finding.
        assert!(told || call.starts_with("throw"), "{call} is known: {:?}", built.report.findings());
    }
    for name in ["now", "shuffle", "random", "env"] {
        let folder = Folder::new();
        folder.write("content/site.yaml", "title: T\ntheme: [own, plain]\nlanguages: { en: { at: / } }\n");
        folder.write("themes/own/templates/page.html", &format!("<p>{{{{ 0 | {name} }}}}</p>\n"));
        assert!(folder.build().report.has_errors(), "the filter {name} is known");
    }
}
