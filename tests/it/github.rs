//! Markdown as GitHub renders it: ids of headings, bare addresses, emoji, tables, definitions, mathematics; and what reads from
//! left to right in a page that reads from right to left.

use firstflight::report::{Certainty, Code, Finding, Level};
use scraper::{Html, Selector};

use crate::support::{Folder, page};

const SETTINGS: &str =
    "title: S\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\nfindings: { loose-number: off }\n";

/// What a page with this text shows in `main`, after its title, and its findings.
fn read(settings: &str, text: &str) -> (String, Vec<Finding>) {
    let folder = Folder::new();
    folder.write("content/site.yaml", settings);
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
    let built = folder.build();
    let html = page(&built, "a/index.html");
    let (_, main) = html.split_once("<h1>A</h1>").expect("a title");
    let (main, _) = main.split_once("</main>").expect("an end of main");
    (main.to_owned(), built.report.findings().iter().filter(|it| it.level != Level::Note).cloned().collect())
}

/// What a page with this text shows; there is no finding.
fn shown(text: &str) -> String {
    let (html, findings) = read(SETTINGS, text);
    assert!(findings.is_empty(), "{text}: {findings:#?}");
    html
}

/// The ids of the headings of a text.
fn ids(text: &str) -> Vec<String> {
    let html = Html::parse_fragment(&shown(text));
    let headings = Selector::parse("h2, h3").expect("a selector");
    html.select(&headings).map(|heading| heading.attr("id").expect("an id").to_owned()).collect()
}

/// Addresses and words of the links of a text.
fn links(text: &str) -> Vec<(String, String)> {
    links_of(&shown(text))
}

fn links_of(html: &str) -> Vec<(String, String)> {
    let selector = Selector::parse("a").expect("a selector");
    let html = Html::parse_fragment(html);
    html.select(&selector)
        .map(|link| (link.attr("href").unwrap_or_default().to_owned(), link.text().collect()))
        .collect()
}

#[test]
fn ids_hold_the_words_of_all_markup() {
    for (text, wanted) in [
        ("## The `id` key\n\n## `title`\n\n## Third", &["the-id-key", "title", "third"][..]),
        ("A\nB\n---\n\nLine one\\\nline two\n---", &["a-b", "line-one-line-two"]),
        ("Setext with `code`\nsecond line\n-----", &["setext-with-code-second-line"]),
        ("## *Plan* ~~b~~ [house](index.md) https://a.example/b", &["plan-b-house-httpsaexampleb"]),
        (
            "## Health & safety\n\n## Notes\n\n## Notes\n\n## 🎉 Party",
            &["health--safety", "notes", "notes-1", "-party"],
        ),
        ("## :tada: Party", &["tada-party"]),
        ("## -Name\n\n## a_b -- c", &["-name", "a_b----c"]),
        ("## Été\n\n## Ünder Ḉ\n\n## 数字", &["été", "ünder-ḉ", "数字"]),
        ("## !\n\n## ?", &["h-", "-1"]),
    ] {
        assert_eq!(ids(text), wanted, "{text}");
    }
    // An image has no words on GitHub.
    let folder = Folder::new();
    folder.write("content/en/a.md", "---\ntitle: A\n---\n## ![Logo](b.png) Plan\n");
    folder.write("content/en/b.png", "");
    assert!(page(&folder.build(), "a/index.html").contains("id=-plan"));
}

#[test]
fn contents_have_the_words_of_each_heading() {
    let (html, findings) = read(SETTINGS, "## The `id` key\n\n## `title`\n\nA\nB\n---\n\n## :tada:\n\n## &nbsp;");
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::MissingHeading]);
    let links = links_of(html.split("</nav>").next().expect("contents"));
    let words: Vec<&str> = links.iter().map(|(_, words)| words.as_str()).collect();
    assert_eq!(words, ["The id key", "title", "A B", "🎉"]);
}

#[test]
fn links_that_work_on_github_work_here() {
    let text = "## Health & safety\n\n## Notes\n\n## Notes\n\n## 🎉 Party\n\n## `code`\n\n[a](#health--safety) [b](#notes-1) \
                [c](#-party) [d](#code)";
    shown(text);
}

#[test]
fn former_ids_are_still_found_with_the_edit() {
    let text = "## Health & safety\n\n## Notes\n\n## Notes\n\n## The `id` key\n\n## `a`\n\nA\nB\n---\n\n[a](#health-safety) \
                [b](#notes-2) [c](#the-key) [d](#h-) [e](#ab)";
    let (_, findings) = read(SETTINGS, text);
    let edits: Vec<&str> = findings
        .iter()
        .map(|finding| {
            assert_eq!(finding.code, Code::BrokenFragment);
            let edit = finding.edit.as_ref().expect("an edit");
            assert_eq!(edit.certainty, Certainty::Certain, "{finding:#?}");
            edit.replacement.as_str()
        })
        .collect();
    assert_eq!(edits, ["health--safety", "notes-1", "the-id-key", "a", "a-b"]);
}

#[test]
fn a_link_means_a_heading_before_the_page_itself() {
    let links = links("## Contents\n\n## Main\n\n## Fn1\n\n[a](#contents) [b](#main) [c](#fn1) [d](#top)");
    let addresses: Vec<&str> = links.iter().rev().take(4).rev().map(|(address, _)| address.as_str()).collect();
    assert_eq!(addresses, ["#h-contents", "#h-main", "#h-fn1", "#top"]);
    // From another page too, and again when only that heading changes.
    let folder = Folder::new();
    folder.write("content/en/a.md", "---\ntitle: A\n---\n[b](b.md#menu)\n");
    folder.write("content/en/b.md", "---\ntitle: B\n---\n## Menu\n");
    assert!(page(&folder.build_clean(), "a/index.html").contains("#h-menu"));
}

#[test]
fn a_heading_keeps_its_id_from_anchors() {
    let raw = "title: S\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\nraw_html: true\n";
    for text in ["<a id=\"notes\"></a>\n\n## Notes", "## <a id=\"notes\"></a>Notes", "<a id=\"notes\"></a>\n## Notes"] {
        let (html, findings) = read(raw, &format!("{text}\n\n[b](#notes)"));
        assert!(findings.is_empty(), "{findings:#?}");
        assert!(html.contains("<h2 id=notes>") && html.matches("id=notes").count() == 1, "{html}");
    }
    let (html, findings) = read(raw, "<p id=\"notes\">Words.</p>\n\n## Notes");
    assert!(html.contains("<h2 id=notes>") && html.matches("id=notes").count() == 1, "{html}");
    assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::DuplicateId]);
}

#[test]
fn braces_are_attributes_only_when_they_are() {
    for (text, wanted) in [
        ("## -InputFormat {Text | XML}", "<h2 id=-inputformat-text--xml>-InputFormat {Text | XML}</h2>"),
        ("## The set {a, b}", "<h2 id=the-set-a-b>The set {a, b}</h2>"),
        ("## f(x) = {1}", "<h2 id=fx--1>f(x) = {1}</h2>"),
        ("## Set {}", "<h2 id=set->Set {}</h2>"),
        ("## Tokens {a *b*}", "<h2 id=tokens-a-b>Tokens {a <em>b</em>}</h2>"),
        ("## Title {.red}", "<h2 class=red id=title>Title</h2>"),
        ("## Title {#own .red lang=fr}", "<h2 class=red id=own lang=fr>Title</h2>"),
        ("Title *a* {#own}\n---", "<h2 id=own>Title <em>a</em></h2>"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
    let (html, findings) = read(SETTINGS, "## Title {#in-2026 title=x}");
    assert_eq!((html.as_str(), findings.len()), ("<h2 id=in-2026>Title</h2>", 1), "{findings:#?}");
}

/// The results of cmark-gfm.
#[test]
fn single_tildes_strike_through_in_words_too() {
    for (text, wanted) in [
        ("T~1~ x", "<p>T<del>1</del> x"),
        ("H~2~O and a ~b~ c", "<p>H<del>2</del>O and a <del>b</del> c"),
        ("**a~b**c~d", "<p><strong>a~b</strong>c~d"),
        ("a~`x`~b", "<p>a~<code>x</code>~b"),
        ("T\\~1\\~ x", "<p>T~1~ x"),
        ("~/x and ~/y", "<p>~/x and ~/y"),
        ("https://a.example/b~c/d~e", "<p><a href=https://a.example/b~c/d~e>https://a.example/b~c/d~e</a>"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn definitions_need_a_space() {
    for (text, wanted) in [
        ("Name\n:no_smile: is an emoji", "<p>Name :no_smile: is an emoji"),
        ("A paragraph.\n:::tip\nInside.\n:::\nAfter.", "<p>A paragraph. :::tip Inside. ::: After."),
        ("Term\n: Meaning", "<dl><dt>Term<dd>Meaning</dl>"),
        ("Term\n: Meaning\n\nTime is\n:30 past", "<dl><dt>Term<dd>Meaning</dl><p>Time is :30 past"),
        (
            "Term\n: Meaning\n\n```\na\n:b\n```",
            "<dl><dt>Term<dd>Meaning</dl><pre tabindex=0><code>a\n:b\n</code></pre>",
        ),
    ] {
        assert_eq!(read(SETTINGS, text).0, wanted, "{text}");
    }
}

#[test]
fn delimiter_rows_may_have_tabs_and_colons() {
    for text in [
        "| Icon \t| Family\t|\n|------\t|:----\t|\n| a\t| b\t|",
        "Icon|Family\n:--|:--\na|b",
        "|Icon|Family|\n|:--|:--|\n|a|b|",
        "> |Icon|Family|\n> |-\t|-\t|\n> |a|b|",
        "a\n: b\n\nIcon|Family\n:--|:--\na|b",
    ] {
        let html = shown(text);
        assert!(html.contains("<table>") && html.matches("<td").count() == 2 && !html.contains('|'), "{html}");
    }
    // In code the tab stays.
    assert!(shown("```\n|a|b|\n|-\t|-|\n```\n\n- x\n\n  ```\n  |-\t|-|\n  ```").matches("|-\t|").count() == 2);
}

#[test]
fn tables_and_emphasis_are_those_of_github() {
    for (text, wanted) in [
        ("|a|b|\n|---|---|\n|1|2|\n|\n|3|4|", "<p>| |3|4|"),
        ("|a|b|\n|---|---|---|\n|c|d|e|", "<p>|a|b| |---|---|---| |c|d|e|"),
        ("**注意：**正文", "<p>**注意：**正文"),
        ("**bold.**Next", "<p>**bold.**Next"),
    ] {
        let (html, _) = read(SETTINGS, text);
        assert!(html.ends_with(wanted), "{html}");
    }
}

#[test]
fn bare_addresses_are_links() {
    let link = |address: &str, words: &str| (address.to_owned(), words.to_owned());
    for (text, wanted) in [
        ("Write to info@a.example.", vec![link("mailto:info@a.example", "info@a.example")]),
        ("HTTPS://A.EXAMPLE/B", vec![link("HTTPS://A.EXAMPLE/B", "HTTPS://A.EXAMPLE/B")]),
        ("见 https://a.example/b，然后。", vec![link("https://a.example/b", "https://a.example/b")]),
        (
            "“https://a.example/b” «https://a.example/c»",
            vec![
                link("https://a.example/b", "https://a.example/b"),
                link("https://a.example/c", "https://a.example/c"),
            ],
        ),
        ("https://пример.example/a", vec![link("https://xn--e1afmkfd.example/a", "https://пример.example/a")]),
        ("[b](https://пример.example/)", vec![link("https://xn--e1afmkfd.example/", "b")]),
        ("[b](http://[2001:db8::1]:80/a)", vec![link("http://[2001:db8::1]:80/a", "b")]),
        ("<http://[2001:db8::1]/>", vec![link("http://[2001:db8::1]/", "http://[2001:db8::1]/")]),
        (
            "https://a.example/_b_/*c* and www.a.example",
            vec![
                link("https://a.example/_b_/*c", "https://a.example/_b_/*c"),
                link("https://www.a.example", "www.a.example"),
            ],
        ),
        ("xmpp:a@b.example", vec![link("xmpp:a@b.example", "xmpp:a@b.example")]),
        ("`info@a.example` #123 @name a@b", vec![]),
        ("[info@a.example](index.md)", vec![link("../", "info@a.example")]),
    ] {
        assert_eq!(links(text), wanted, "{text}");
    }
}

#[test]
fn names_of_emoji_become_characters() {
    for (text, wanted) in [
        (":tada: and :+1::100:", "<p>🎉 and 👍💯"),
        ("`:tada:` :no_emoji: 10:30:15", "<p><code>:tada:</code> :no_emoji: 10:30:15"),
        ("```\n:tada:\n```", "<pre tabindex=0><code>:tada:\n</code></pre>"),
        ("[:tada:](index.md)", "<p><a href=../>🎉</a>"),
        ("| :tada: |\n|---|", "<div class=wide tabindex=0><table><thead><tr><th>🎉</thead></table></div>"),
    ] {
        assert_eq!(shown(text), wanted, "{text}");
    }
}

#[test]
fn mathematics_and_diagrams_are_shown_as_they_are_written() {
    let (html, findings) = read(
        &SETTINGS.replace("off", "warning"),
        "With $x_1 * y_2 * z_3$ and $\\{a\\}$.\n\n$$\n\\sum_{i=1}^{10} a_i\n$$\n\n```math\nx^2\n```\n\n```mermaid\ngraph TD\n```\n\n\
         $`x`$ from $5 or 5$ each, $HOME/$USER",
    );
    for words in ["$x_1 * y_2 * z_3$", "$\\{a\\}$", "$$ \\sum_{i=1}^{10} a_i $$", "graph TD"] {
        assert!(html.contains(words), "{words}: {html}");
    }
    let found: Vec<(Code, bool)> = findings
        .iter()
        .filter(|finding| finding.code != Code::LooseNumber)
        .map(|finding| (finding.code, finding.message.contains("mermaid")))
        .collect();
    assert_eq!(found, [(Code::Unrendered, false), (Code::Unrendered, true)], "{findings:#?}");
    let loose = findings.iter().filter(|finding| finding.code == Code::LooseNumber).count();
    assert_eq!(loose, 2, "only the prices are numbers of the text: {findings:#?}");
    assert_eq!(shown("`$x^2$` <!-- a note -->"), "<p><code>$x^2$</code>");
}

#[test]
fn a_number_sign_alone_stays_on_the_page() {
    let folder = Folder::new();
    folder.write("content/en/a.md", "---\ntitle: A\n---\n[top](#) [also](a.md#) [home](index.md#)\n");
    let html = page(&folder.build_clean(), "a/index.html");
    assert!(html.contains("<a href=#>top</a> <a href=#>also</a> <a href=../>home</a>"), "{html}");
}

#[test]
fn each_way_back_from_a_footnote_has_a_name_of_its_own() {
    let html = shown("A[^a] b[^a] c[^b].\n\n[^a]: One.\n[^b]: Other.");
    let html = Html::parse_fragment(&html);
    let selector = Selector::parse("a[role=doc-backlink]").expect("a selector");
    let names: Vec<&str> = html.select(&selector).filter_map(|link| link.attr("aria-label")).collect();
    assert_eq!(names, ["Back to the text 1", "Back to the text 1-2", "Back to the text 2"]);
}

#[test]
fn lists_and_times_keep_their_attributes() {
    assert!(shown("0. a\n1. b").contains("<ol start=0>") && shown("7) a").contains("<ol start=7>"));
    let raw = format!("{SETTINGS}raw_html: true\n");
    let text = "<ol reversed start=\"5\" type=\"a\"><li value=\"4\">x</li></ol>\n\n<time datetime=\"2026-01-02\">2 January</time> \
                <a id=\"here\"></a> [x](#here)";
    let (html, findings) = read(&raw, text);
    assert!(findings.is_empty(), "{findings:#?}");
    for written in ["reversed", "start=5", "type=a", "<li value=4>", "datetime=2026-01-02", "<a id=here>"] {
        assert!(html.contains(written), "{written}: {html}");
    }
}

#[test]
fn headings_of_raw_html_have_ids() {
    let (html, findings) = read(&format!("{SETTINGS}raw_html: true\n"), "<h2>A &amp; b</h2>\n\n[x](#a--b)");
    assert!(findings.is_empty() && html.contains("<h2 id=a--b>"), "{html} {findings:#?}");
}

#[test]
fn code_addresses_and_telephone_numbers_read_from_left_to_right() {
    let text = "افتح `cd ~/a/` ثم https://a.example/b/ أو a@b.example أو +961 1 234-567 أو [+961 1 234](tel:+9611234) أو \
                [نص](https://a.example/).\n\n```sh\n>>> print()\n```";
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: S\nlanguages: { ar: { at: / }, en: { at: /en/ } }\n");
    folder.write("content/ar/index.md", &format!("---\ntitle: A\n---\n{text}\n"));
    folder.write("content/en/index.md", &format!("---\ntitle: A\n---\n{text}\n"));
    let built = folder.build();
    let html = Html::parse_document(&page(&built, "index.html"));
    let selector = Selector::parse("main [dir=ltr]").expect("a selector");
    let words: Vec<String> = html.select(&selector).map(|element| element.text().collect()).collect();
    let wanted = ["cd ~/a/", "https://a.example/b/", "a@b.example", "+961 1 234-567", "+961 1 234", ">>> print()\n"];
    assert_eq!(words, wanted);
    assert!(!page(&built, "en/index.html").contains("dir=ltr"));
}
