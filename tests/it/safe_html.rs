//! What HTML, XML and tables may hold, whatever an editor writes: links do not nest, no address runs a program, no character
//! that a format forbids reaches its file, raw HTML is checked like Markdown, and no cell of a table is a formula.

use firstflight::pipeline::Built;
use firstflight::report::{Code, Finding};
use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::properties::select;
use crate::support::{Folder, cases, page};

const RAW: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\nraw_html: true\n";
const PLAIN: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\n";

/// A site with these settings, whose page `a.md` has this text.
fn site(settings: &str, text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", settings);
    folder.write("content/sources.yaml", "- { id: s, title: S }\n");
    folder.write(
        "content/statistics.yaml",
        "- { id: n, value: 61.5, unit: percent, period: unknown, source: s, of: people }\n",
    );
    folder.write("content/en/records.md", "---\ntitle: Records\ntemplate: sources\n---\n");
    folder.write("content/en/other.md", "---\ntitle: Other\n---\n## Part\n\n<p id=\"raw-part\">x</p>\n");
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
    folder
}

/// Findings of a code, as `line:column`.
fn places(built: &Built, code: Code) -> Vec<String> {
    let found = built.report.findings().iter().filter(|finding| finding.code == code);
    found
        .filter_map(|finding| finding.place.as_ref())
        .map(|place| place.to_string().split_once(':').map_or_else(String::new, |(_, place)| place.to_owned()))
        .collect()
}

fn codes(built: &Built) -> Vec<&'static str> {
    built.report.findings().iter().map(|finding: &Finding| finding.code.as_str()).collect()
}

/// The page's own part of its HTML.
fn main_of(html: &str) -> String {
    let document = Html::parse_document(html);
    select(&document, "main")[0].inner_html()
}

/// Reads what was written, tag by tag: a parser that builds a tree would hide that links nest.
fn nests_links(html: &str) -> bool {
    let mut open = 0_i32;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        if rest.starts_with("a ") || rest.starts_with("a>") {
            open += 1;
        } else if rest.starts_with("/a>") {
            open -= 1;
        }
        if open > 1 {
            return true;
        }
    }
    false
}

#[test]
fn links_do_not_nest_whatever_builds_them() {
    for inner in [
        "<http://b.example/>",
        "<a@b.example>",
        "www.b.example",
        "https://b.example/x",
        "[^1]",
        "![an image](https://b.example/x.png)",
        "![an image[^1]](https://b.example/x.png)",
        "{{ stat(id=\"n\", as=\"card\") }}",
        "<a href=\"https://b.example/\">raw</a>",
        "<a name=\"x\">place</a>",
        "<a id=\"x\">never closed",
        "<img src=\"https://b.example/x.png\" alt=\"an image\">",
    ] {
        for outer in [
            "[text {} more](other.md)",
            "[text {} more][r]\n\n[r]: other.md",
            "<a href=\"other.md\">text {} more</a>",
            "<div>\n\n<a href=\"other.md\">\n\ntext {} more\n\n</a>\n\n</div>",
            "## [text {} more](other.md)",
            "| [text {} more](other.md) |\n|---|\n| x |",
        ] {
            let text = format!("{}\n\nWords [after](other.md) it.\n\n[^1]: A note.\n", outer.replace("{}", inner));
            let folder = site(RAW, &text);
            let html = page(&folder.build(), "a/index.html");
            assert!(!nests_links(&html), "{text}\n{html}");
            let tree = Html::parse_document(&html);
            assert!(tree.select(&Selector::parse("a a").unwrap()).next().is_none(), "{text}\n{html}");
            assert!(main_of(&html).contains(">after</a>"), "{text}\n{html}");
        }
    }
}

#[test]
fn a_place_to_link_to_ends_at_once() {
    let html = page(&site(RAW, "<td><a name=x><table><a href=\"other.md\">one</a>").build(), "a/index.html");
    assert!(!nests_links(&html), "{html}");
    let html = page(&site(RAW, "Words <a id=x title=y>two</a> [three](other.md)").build(), "a/index.html");
    assert!(main_of(&html).contains("Words <a id=\"x\" title=\"y\"></a>two <a href="), "{html}");
}

#[test]
fn a_link_inside_a_link_is_found_and_its_words_stay() {
    let built = site(PLAIN, "[the page <http://b.example/> of it](https://e.example)").build();
    assert_eq!(places(&built, Code::NestedLink), ["4:11"]);
    assert!(page(&built, "a/index.html").contains("the page http://b.example/ of it</a>"));
    let built = site(RAW, "x <a href=\"https://e.example/\">the [page](other.md)</a>").build();
    assert_eq!(places(&built, Code::NestedLink), ["4:36"]);
    let built =
        site(PLAIN, "[{{ stat(id=\"n\", as=\"sentence\") }}](other.md) [https://x.example](https://x.example)").build();
    assert_eq!(places(&built, Code::NestedLink), [""; 0]);
}

#[test]
fn a_call_of_a_footnote_in_a_link_is_moved_after_it() {
    for outer in ["<a href=\"other.md\">text[^1] more</a> end", "x <a href=\"other.md\">text[^1] more</a>"] {
        let html = page(&site(RAW, &format!("{outer}\n\n[^1]: A note.\n")).build_clean(), "a/index.html");
        let main = main_of(&html);
        assert!(main.contains("text more</a><sup><a href=\"#fn1\""), "{main}");
    }
}

#[test]
fn raw_html_is_checked_as_markdown_is() {
    let text = "<div>Of all, {{ stat(id=\"n\") }} and {{ stat(id=\"no\") }}; 51 percent of it. <a href=\"nope.md\">x</a> \
                <a href=\"other.md\">y</a> <a href=\"#none\">z</a> <a href=\"other.md#raw-part\">p</a> <a href=\"/other/\">r</a></div>\n\n\
                <p id=\"main\">one</p><p id=\"two\">2</p><p id=\"two\">2</p>\n\nText <a href=\"nope2.md\">a link</a>.\n\n\
                <h1>One</h1><h4>Four</h4><h2 id=\"five\">Five</h2>\n\n## Six\n\n## Seven\n\n[to five](#five) [to two](#two)\n\n\
                <div>{{ stat(id= }}</div>\n\n<p title=\"{{ stat(id='n') }}\">x</p>\n";
    let built = site(RAW, text).build();
    assert_eq!(places(&built, Code::BrokenLink), ["4:85", "8:15"]);
    assert_eq!(places(&built, Code::BrokenFragment).len(), 1);
    assert_eq!(places(&built, Code::IndirectLink).len(), 1);
    assert_eq!(places(&built, Code::UnknownStatistic).len(), 1);
    // An id that the page itself uses gets a prefix, and links lead to it: only `two` is there twice.
    assert_eq!(places(&built, Code::DuplicateId), ["6:45"]);
    assert_eq!(places(&built, Code::SecondTitle), ["10:1"]);
    assert_eq!(places(&built, Code::SkippedHeading), ["10:13"]);
    assert_eq!(places(&built, Code::LooseNumber).first().map(String::as_str), Some("4:58"));
    assert_eq!(places(&built, Code::MalformedCall).len(), 2);
    let html = page(&built, "a/index.html");
    assert!(html.contains("href=../other/>y</a>") && html.contains("href=../other/#raw-part>p</a>"), "{html}");
    assert!(html.contains("61.5") && !main_of(&html).contains("{{ stat(id=\"n"), "{html}");
    assert!(html.contains("id=h-main>one"), "{html}");
    assert!(html.contains("href=#five>Five</a>"), "it stands on this page:\n{html}");
}

#[test]
fn a_chart_may_stand_in_a_block_of_raw_html_and_not_in_a_line() {
    let card = "{{ stat(id=\"n\", as=\"card\") }}";
    let built = site(RAW, &format!("<div>{card}</div>")).build();
    assert_eq!(codes(&built), [""; 0]);
    let built = site(RAW, &format!("<p>{card}</p>")).build();
    assert_eq!(codes(&built), ["block-in-line"]);
}

#[test]
fn what_sanitising_removes_is_named_once_and_its_words_stay() {
    let text = "<div onclick=\"a()\"><video src=\"a.mp4\">film</video> <svg><text>words</text></svg></div>\n\n\
                x <b onclick=\"a()\">bold</b> <video>again</video> <script>alert(1)</script> y\n\n<td>cell</td>\n\n\
                <form action=\"https://a.example/\"><button>Go</button><input type=\"password\"><textarea>t</textarea></form>\n\n\
                <input type=\"CHECKBOX\"> <?php x ?> <div class=\"open";
    let built = site(RAW, text).build();
    let removed = places(&built, Code::RemovedHtml);
    assert_eq!(removed, ["4:6", "4:20", "4:52", "4:57", "6:50", "8:1", "10:1", "10:35", "10:54", "10:77", "12:25"]);
    assert_eq!(places(&built, Code::RawHtml), [""; 0]);
    let main = main_of(&page(&built, "a/index.html"));
    for word in ["film", "words", "bold", "again", "cell", "Got", "type=\"checkbox\"", "&lt;div class"] {
        assert!(main.contains(word), "{word}: {main}");
    }
    for gone in ["alert", "password", "onclick", "<form", "<video"] {
        assert!(!main.contains(gone), "{gone}: {main}");
    }
    assert!(main.contains("disabled"), "{main}");
}

#[test]
fn harmless_attributes_stay() {
    let text =
        "<ol reversed type=\"a\"><li value=\"7\">seven</li></ol>\n\n<time datetime=\"2026-01-01\">New Year</time>";
    let built = site(RAW, text).build();
    assert_eq!(places(&built, Code::RawHtml), [""; 0]);
    let main = main_of(&page(&built, "a/index.html"));
    assert!(main.contains("reversed") && main.contains("value=\"7\"") && main.contains("datetime"), "{main}");
}

#[test]
fn images_of_raw_html_are_those_of_markdown() {
    let built = site(RAW, "<p><img src=\"nope.png\" alt=\"A map\"></p>\n\nx <img src=\"https://a.example/x.png\" alt=\"A <b> & c\"> <img src=\"javascript:x\">").build();
    assert_eq!(places(&built, Code::BrokenLink), ["4:14"]);
    assert_eq!(places(&built, Code::MissingAlt), ["6:55"]);
    assert_eq!(places(&built, Code::ForbiddenScheme), ["6:65"]);
    let main = main_of(&page(&built, "a/index.html"));
    assert!(main.contains("<a href=\"https://a.example/x.png\">A &lt;b&gt; &amp; c</a>"), "{main}");
}

#[test]
fn places_in_raw_html_are_right_in_quotations_and_across_lines() {
    let built = site(RAW, "> <div\n> title=\"x\">\n> <a\n> href=\"nope.md\">a</a></div>\n\n- text <a href='nope2.md'>b</a>\r\n  <i\r\n  onclick=x>c</i>").build();
    assert_eq!(places(&built, Code::BrokenLink), ["7:9", "9:17"]);
    assert_eq!(places(&built, Code::RemovedHtml), ["11:3"]);
}

#[test]
fn every_address_goes_through_the_check_of_schemes() {
    for attribute in [
        "href",
        "src",
        "cite",
        "action",
        "formaction",
        "poster",
        "data",
        "longdesc",
        "background",
        "usemap",
        "xlink:href",
        "manifest",
        "icon",
        "codebase",
    ] {
        for element in [
            "a",
            "q",
            "blockquote",
            "del",
            "ins",
            "img",
            "input",
            "button",
            "form",
            "object",
            "video",
            "body",
            "svg",
            "div",
        ] {
            // One site for all values: each build costs more than a paragraph.
            let paragraph = |value: &str| format!("<{element} {attribute}=\"{value}\">words</{element}>\n\n");
            let text: String = [
                "javascript:alert(1)",
                "JaVa&#9;Script:alert(1)",
                "&#32;javascript:alert(1)",
                "data:text/html,x",
                "//b.example/",
            ]
            .map(paragraph)
            .concat();
            let html = main_of(&page(&site(RAW, &text).build(), "a/index.html")).to_lowercase();
            assert!(
                !html.contains("javascript:") && !html.contains("data:") && !html.contains("script:"),
                "{text}: {html}"
            );
            assert!(!html.contains(&format!("{attribute}=\"//")), "{text}: {html}");
        }
    }
    assert_eq!(places(&site(RAW, "<q cite=\"javascript:x\">x</q>").build(), Code::ForbiddenScheme), ["4:10"]);
}

#[test]
fn characters_that_no_page_can_hold_are_refused_wherever_they_come_from() {
    let refused = |folder: &Folder| !places(&folder.build(), Code::ForbiddenCharacter).is_empty();
    for c in ["\\a", "\\0", "\\x0c", "\\e", "\\u0085", "\\N", "\\uFFFE", "\\uFDD0", "\\U0001FFFF"] {
        for (path, text) in [
            ("content/site.yaml", format!("title: \"a{c}\"\nlanguages: {{ en: {{ at: / }} }}\n")),
            ("content/sources.yaml", format!("- {{ id: s, title: \"a{c}\" }}\n")),
            (
                "content/statistics.yaml",
                format!("- {{ id: n, value: 1, unit: count, period: unknown, source: s, note: {{ en: \"a{c}\" }} }}\n"),
            ),
            ("content/events.yaml", format!("- {{ id: e, title: \"a{c}\" }}\n")),
            ("content/en/a.md", format!("---\ntitle: \"a{c}\"\n---\n")),
            ("content/en/a.md", format!("---\ntitle: a\nextra: {{ \"k{c}\": [x, \"b{c}\"] }}\n---\n")),
            ("themes/own/strings/en.yaml", format!("menu: \"a{c}\"\n")),
        ] {
            let folder = site("title: T\ntheme: [own, plain]\nlanguages: { en: { at: / } }\n", "Text.");
            folder.write("themes/own/strings/en.yaml", "menu: Menu\n");
            folder.write(path, &text);
            assert!(refused(&folder), "{path}: {text}");
        }
    }
    assert!(
        refused(site(PLAIN, "x").write("content/en/b.md", "---\ntitle: !!binary \"QQFC\"\n---\n")),
        "a tag of YAML"
    );
    for text in [
        "x&#1;y",
        "x&#x1b;y",
        "x&#x85;y",
        "x&#0;y",
        "x&#xFFFE;y",
        "x&#xFDD0;y",
        "# H &#1;",
        "[a](/x&#1;)",
        "[a](https://a.example/ \"t&#1;\")",
        "[a][r]\n\n[r]: https://a.example/ \"t&#1;\"",
        "![a&#1;](https://a.example/)",
        "```a&#1;b\nx\n```",
        "| a&#1; |\n|---|",
        "[a](https://a.example/%00)",
        "[a](#%01)",
        "[a](x%C2%85.md)",
        "text[^1]\n\n[^1]: &#1;",
    ] {
        assert!(refused(&site(PLAIN, text)), "{text}");
    }
    for text in [
        "<p title=\"&#1;\">x</p>",
        "<p>&#1</p>",
        "x <b>&#x1b;</b>",
        "<a href=\"other.md?%01\">x</a>",
        "<img src=\"https://a.example/%01\" alt=x>",
    ] {
        assert!(refused(&site(RAW, text)), "{text}");
    }
    let folder = site("title: T\ntheme: [own, plain]\nlanguages: { en: { at: / } }\n", "Text.");
    folder.write(
        "themes/own/templates/page.html",
        "{% extends \"base.html\" %}{% block after %}&#1;{% endblock after %}",
    );
    assert!(refused(&folder), "a template");
}

#[test]
fn what_only_names_such_a_character_is_fine() {
    let text = "`&#1;` \\&#1; &#9; &amp;#1; {{ stat(id=\"n\") }} [a](mailto:a@b.example?body=x%0Ay)\n\n    &#1;\n\n```\n&#1;\n```\n";
    let built = site(PLAIN, text).build();
    assert_eq!(places(&built, Code::ForbiddenCharacter), [""; 0]);
    let built = site(RAW, "<!-- &#1; -->\n\nx <!-- &#1; --> y").build();
    assert_eq!(places(&built, Code::ForbiddenCharacter), [""; 0]);
    let built = site(PLAIN, "x").write("content/en/b.md", "---\ntitle: \"a \\t b \\u00e9 \\\\0 \\_ c\"\n---\n").build();
    assert_eq!(places(&built, Code::ForbiddenCharacter), [""; 0]);
}

proptest! {
    #![proptest_config(cases(60))]

    /// Whatever builds, its files of XML are well-formed for a parser that is not ours.
    #[test]
    fn xml_is_well_formed_for_any_text(text in any::<String>(), escapes in prop::collection::vec(0u32..0x11_0000, 0..4)) {
        let escapes: String = escapes.into_iter().filter_map(char::from_u32).map(|c| format!("\\U{:08X}", c as u32)).collect();
        let plain: String = text.chars().filter(|c| !c.is_control()).collect();
        let yaml = format!("\"{}{escapes}\"", plain.replace('\\', "\\\\").replace('"', "\\\""));
        let folder = Folder::new();
        folder.write("content/site.yaml", &format!("title: {yaml}\nbase_url: https://a.example/\nlanguages: {{ en: {{ at: / }} }}\n"));
        folder.write("content/en/a.md", &format!("---\ntitle: {yaml}\ndescription: {yaml}\ndate: 2026-01-01\n---\n"));
        let built = folder.build();
        for path in ["atom.xml", "sitemap.xml"] {
            if built.output.get(path).is_some() {
                let xml = page(&built, path);
                let read = roxmltree::Document::parse(&xml);
                prop_assert!(read.is_ok(), "{:?}: {}", read.err(), xml);
            }
        }
        if !built.report.has_errors() {
            let xml = page(&built, "atom.xml");
            let read = roxmltree::Document::parse(&xml).unwrap();
            let titles: Vec<&str> = read.descendants().filter(|node| node.has_tag_name("title")).filter_map(|node| node.text()).collect();
            prop_assert!(titles.iter().all(|title| !title.contains(firstflight::marks::is_forbidden)));
        }
    }

    #[test]
    fn no_raw_html_nests_links_or_runs_anything(pieces in prop::collection::vec(piece(), 0..14)) {
        let text = pieces.concat();
        let html = page(&site(RAW, &text).build(), "a/index.html");
        prop_assert!(!nests_links(&html), "{}\n{}", text, html);
        let document = Html::parse_document(&html);
        for element in select(&document, "main *") {
            prop_assert!(!matches!(element.value().name(), "script" | "form" | "img" | "iframe"), "{}", html);
            for (name, value) in element.value().attrs() {
                prop_assert!(!name.starts_with("on") && name != "data-number", "{}", html);
                prop_assert!(!value.trim_start().to_ascii_lowercase().starts_with("javascript"), "{}", html);
            }
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    let fixed = vec![
        "<a href=\"other.md\">",
        "<a href=https://b.example/>",
        "<a name=x>",
        "</a>",
        "[",
        "](other.md)",
        "](https://b.example/)",
        "[^1]",
        "\n\n[^1]: note\n\n",
        "<http://b.example/>",
        "www.b.example",
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "\n\n",
        "\n",
        "> ",
        "- ",
        "## ",
        "*",
        "<b onclick=x>",
        "</b>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<img src=other.md alt=x>",
        "![x](other.md)",
        "<q cite=\"javascript:x\">",
        "<table>",
        "<td>",
        "</table>",
        "{{ stat(id=\"n\") }}",
        "{{ stat(",
        "<!--",
        "-->",
        "<span",
        ">",
        "\"",
        "&#60;script&#62;",
        "`",
        "<h2 id=main>",
        "</h2>",
        "words ",
        "<form action=x>",
        "<input type=text>",
        "<svg>",
        "</svg>",
        "<math>",
        "<textarea>",
        "<title>",
        "<a href=\"javascript:x\">",
        "<select>",
        "<option>",
        " data-number=\"0\"",
    ];
    prop::sample::select(fixed).prop_map(str::to_owned)
}

#[test]
fn no_cell_of_the_table_is_a_formula_and_numbers_stay_numbers() {
    let folder = site(PLAIN, "x");
    folder.write(
        "content/statistics.yaml",
        "- { id: n, value: -5.5, unit: percentage-points, period: unknown, source: s, of: \"\u{ff1d}1+1\", area: '=HYPERLINK(\"http://e.example/?\"&A1)', \
         note: \"@SUM(1)*cmd|' /C calc'!A0\", indicator: \"m\u{e9}nages\", as_written: \"-5.5\" }\n",
    );
    let built = folder.build();
    let table = page(&built, "data.csv");
    assert!(table.starts_with("\u{FEFF}id,value,unit,"), "{table}");
    let mut reader = csv::Reader::from_reader(table.trim_start_matches('\u{FEFF}').as_bytes());
    let row = reader.records().next().unwrap().unwrap();
    let cells: Vec<&str> = row.iter().filter(|cell| !cell.is_empty()).collect();
    let wanted = [
        "n",
        "-5.5",
        "percentage-points",
        "-5.5",
        "'\u{ff1d}1+1",
        "m\u{e9}nages",
        "'=HYPERLINK(\"http://e.example/?\"&A1)",
        "s",
        "S",
        "'@SUM(1)*cmd|' /C calc'!A0",
    ];
    assert_eq!(cells, wanted);
    assert!(!page(&built, "data.json").contains('\u{FEFF}') && page(&built, "data.json").contains("\"=HYPERLINK("));
}

#[test]
fn a_file_in_the_place_of_a_compressed_form_is_a_clash() {
    let clashes = |host: &str, write: &[(&str, &str)]| {
        let folder = Folder::new();
        folder.write("content/site.yaml", &format!("title: T\nbase_url: https://a.example/\nhost: {host}\ntheme: [own, plain]\nlanguages: {{ en: {{ at: / }} }}\n"));
        folder.write("themes/own/strings/en.yaml", "menu: Menu\n");
        folder.write("content/en/a.md", "---\ntitle: A\naliases: [/old.html, /older/]\n---\n");
        for (path, text) in write {
            folder.write(path, text);
        }
        places(&folder.build(), Code::AddressClash).len()
    };
    for path in [
        "content/en/index.html.br",
        "content/en/index.html.gz",
        "content/en/Index.html.BR",
        "content/en/a/index.html.br",
        "content/en/404.html.gz",
        "content/en/sitemap.xml.br",
        "content/en/atom.xml.gz",
        "content/en/old.html.br",
        "content/en/older/index.html.gz",
        "content/en/index.html.br/x.pdf",
        "themes/own/static/index.html.br",
        "themes/own/static/robots.txt.gz",
    ] {
        for host in ["nginx", "caddy", "gitlab-pages"] {
            assert_eq!(clashes(host, &[(path, "old")]), 1, "{path} on {host}");
        }
        assert_eq!(clashes("github-pages", &[(path, "old")]), 0, "{path}");
    }
    // A compressed version that the site itself provides is not a clash.
    assert_eq!(clashes("nginx", &[("content/en/report.csv", "a"), ("content/en/report.csv.gz", "b")]), 0);
}

#[test]
fn a_character_that_looks_like_a_space_is_named() {
    let built = site(PLAIN, "x").write("content/en/b.md", "---\ntitle:\u{a0}B\n---\n").build();
    let found = built.report.findings().iter().find(|finding| finding.code == Code::WrongType).unwrap();
    assert!(found.help.as_ref().is_some_and(|help| help.contains("U+00A0 (no-break space)")), "{found:?}");
    let built = site(PLAIN, "x").write("content/en/b.md", "---\ntitle:\u{a0}B\ndescription: d\n---\n").build();
    let found = built.report.findings().iter().find(|finding| finding.code == Code::InvalidYaml).unwrap();
    assert!(found.message.contains("U+00A0 (no-break space)"), "{}", found.message);
    let built = site(PLAIN, "x").write("content/en/b.md", "---\ntitle: B\n\u{a0}description: d\n---\n").build();
    let found = built.report.findings().iter().find(|finding| finding.code == Code::UnknownKey).unwrap();
    assert!(found.help.as_ref().is_some_and(|help| help.contains("U+00A0 (no-break space)")), "{found:?}");
}

#[test]
fn a_character_that_looks_like_a_space_is_named_where_it_spoils_a_value_or_a_key() {
    for c in ['\u{a0}', '\u{2009}', '\u{202f}', '\u{200b}', '\u{3000}'] {
        let written = format!("U+{:04X}", u32::from(c));
        for front in [
            format!("extra:\n{c}{c}a: 1"),
            format!("order: 1{c}"),
            format!("order: 1{c}\ndescription: d"),
            format!("draft: true{c}"),
            format!("date: 2026-01-01{c}"),
            format!("date: {c}2026-01-01"),
            format!("extra:\n  a:{c}1"),
            format!("extra:\n {c}a: 1"),
            format!("extra: {{a:{c}1}}"),
            format!("extra: {{ a{c}: 1 }}"),
            format!("extra:\n  a: {{ {c}b: 1 }}"),
            format!("extra:\n  a: [1{c}, 2]"),
        ] {
            let built = site(PLAIN, "x").write("content/en/b.md", &format!("---\ntitle: B\n{front}\n---\n")).build();
            let found = told_with_help(&built);
            assert!(found.iter().any(|finding| finding.contains(&written)), "{front:?}: {found:?}");
        }
    }
    for front in ["extra:\n  a\u{a0}b: « c\u{a0}»", "extra: { a: \"1\u{a0}\", \"b\u{a0}\": 2 }", "description: d\u{a0}"]
    {
        let built = site(PLAIN, "x").write("content/en/b.md", &format!("---\ntitle: B\n{front}\n---\n")).build();
        let found = told_with_help(&built);
        assert!(!found.iter().any(|finding| finding.contains("U+")), "{front:?}: {found:?}");
    }
}

/// The message, help and notes of each finding.
fn told_with_help(built: &Built) -> Vec<String> {
    let words = |finding: &Finding| {
        format!("{} {} {}", finding.message, finding.help.as_deref().unwrap_or(""), finding.notes.join(" "))
    };
    built.report.findings().iter().map(words).collect()
}
