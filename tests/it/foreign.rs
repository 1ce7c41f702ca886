//! What editors wrote for other systems, or in a form that Markdown does not read: nothing is lost without a finding, and
//! harmless HTML passes.

use firstflight::report::{Certainty, Code, Finding};

use crate::support::{Folder, page};

const PLAIN: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\n";
const RAW: &str = "title: T\nbase_url: https://a.example/\nlanguages: { en: { at: / } }\nraw_html: true\n";

fn site(settings: &str, text: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", settings);
    folder.write("content/en/a.md", &format!("---\ntitle: A\n---\n{text}\n"));
    folder
}

fn findings(settings: &str, text: &str) -> Vec<Finding> {
    site(settings, text).build().report.findings().to_vec()
}

fn codes(settings: &str, text: &str) -> Vec<&'static str> {
    findings(settings, text).iter().map(|finding| finding.code.as_str()).collect()
}

/// The page's own part of its HTML.
fn main_of(settings: &str, text: &str) -> String {
    let html = page(&site(settings, text).build(), "a/index.html");
    html.split_once("</h1>").and_then(|(_, rest)| rest.split_once("</main>")).expect("a page").0.to_owned()
}

/// The text after the edit of its only finding with one.
fn fixed(text: &str) -> String {
    let found = findings(PLAIN, text);
    let edit = found.iter().find_map(|finding| finding.edit.clone()).unwrap_or_else(|| panic!("no edit: {text}"));
    let mut file = edit.place.file().text().to_owned();
    file.replace_range(edit.place.range().expect("a range"), &edit.replacement);
    file.split_once("---\n")
        .and_then(|(_, rest)| rest.split_once("---\n"))
        .expect("front matter")
        .1
        .trim_end()
        .to_owned()
}

#[test]
fn each_construct_of_another_system_is_one_finding() {
    let text = "{% if a %} x {% endif %} {{ site.title }} and {{ page.n | upcase }}\n\n{{< box >}}\n\n[TOC]\n\nText\n{: .x}\n\n\
                :::tip\nx\n:::\n\n![a](https://a.example/a.png){width=300}\n\nimport A from './a'\n\n<Tabs>x</Tabs>";
    let found = findings(PLAIN, text);
    assert!(found.iter().all(|finding| finding.code == Code::ForeignSyntax), "{found:?}");
    assert_eq!(found.len(), 9, "{found:?}");
    assert!(found[1].message.ends_with("at 2 places") && found[1].labels.len() == 1, "{found:?}");
}

#[test]
fn each_place_of_a_template_language_counts() {
    for (text, places) in [
        ("{{{ name }}} and {{- site.title -}}", 2),
        ("Hi {{~ x ~}} {{> part}} {{/if}}", 3),
        ("{{#if a}} b {{else}} c {{/if}}", 2),
        ("{{#each a}} b {{/each}} {{/if}}", 2),
        ("{% if a %} b {% endif %} {% endfor %}", 2),
        ("{{< box >}} {{< /box >}} {{< /tip >}}", 2),
        ("=== \"Linux\"\n\n    one\n\n=== \"macOS\"\n\n    two", 2),
    ] {
        let found = findings(PLAIN, text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!((found[0].code, found[0].labels.len()), (Code::ForeignSyntax, places - 1), "{text}: {found:?}");
    }
}

#[test]
fn code_comments_and_escapes_are_left_alone() {
    for text in [
        "`{% if a %}` `{{ site.title }}` `:::note` `<Tabs />`",
        "```\n{% if a %}\n{{< box >}}\n:::note\nimport A from './a'\n```",
        "    {% if a %}",
        "<!-- {% if a %} -->\n\n<!--\n{{ site.title }}\n-->",
        "\\{% if a %} \\{{ site.title }}",
        "## Part {#part .lead}",
        "[TOC]\n\n[TOC]: https://a.example/",
    ] {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
}

#[test]
fn numbers_in_syntax_of_another_system_are_not_judged() {
    let text = "{% include a n=\"51 percent\" %} and {{ site.total | plus: 7 }} and {{< box *5* 6 >}}.";
    assert!(codes(PLAIN, text).iter().all(|code| *code == "foreign-syntax"));
    let found = findings(PLAIN, "{% include a n=51 %} and 52 of them");
    let numbers: Vec<_> = found.iter().filter(|finding| finding.code == Code::LooseNumber).collect();
    assert_eq!(numbers.len(), 1);
    assert!(numbers[0].message.contains("52"), "{numbers:?}");
}

#[test]
fn expressions_of_other_systems_are_not_malformed_calls() {
    for text in
        ["{{ site.title }}", "{{#include a.rs}}", "{{ if .Site }}", "{{ end }}", "{{ box({ a: 1 }) }}", "{{<b>}}"]
    {
        assert_eq!(codes(PLAIN, text), ["foreign-syntax"], "{text}");
    }
    for text in ["{{ stat }}", "{{ stat id=\"x\" }}", "{{ stat(id=x) }}"] {
        assert_eq!(codes(PLAIN, text), ["malformed-call"], "{text}");
    }
}

#[test]
fn harmless_html_always_passes() {
    for name in [
        "kbd", "sub", "sup", "abbr", "mark", "small", "del", "ins", "q", "cite", "dfn", "var", "samp", "bdi", "bdo",
        "s", "u",
    ] {
        let text = format!(
            "A <{name} lang=\"fr\" dir=\"ltr\" title=\"t\">word</{name}>.\n\n| a |\n|---|\n| <{name}>x</{name}> |"
        );
        for settings in [PLAIN, RAW] {
            assert_eq!(codes(settings, &text), [""; 0], "{text}");
            let html = main_of(settings, &text);
            assert!(html.contains(&format!("<{name} dir=ltr lang=fr title=t>word</{name}>")), "{html}");
            assert!(html.contains(&format!("<td><{name}>x</{name}>")), "{html}");
        }
    }
    let text = "| a |\n|---|\n| one<br>two |\n\n<details>\n<summary>More</summary>\n\nText.\n\n</details>\n\n<a name=\"old\"></a>Old [heading](#old) \
                <time datetime=\"2026-01-01\">New Year</time> a<wbr>b <a id=\"one\" name=\"one\"></a>";
    for settings in [PLAIN, RAW] {
        assert_eq!(codes(settings, text), [""; 0]);
        let html = main_of(settings, text);
        for part in
            ["one<br>two", "<details><summary>More</summary><p>Text.</details>", "id=old", "href=#old", "datetime"]
        {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}

#[test]
fn details_pass_in_a_cell_that_holds_them_whole() {
    let cell = "<details><summary>More</summary>Text **and** `code`.</details>";
    let table = |cell: &str| format!("| a | b |\n|---|---|\n| {cell} | c |");
    for settings in [PLAIN, RAW] {
        for text in [table(cell), format!("| {cell} | b |\n|---|---|\n| c | d |")] {
            assert_eq!(codes(settings, &text), [""; 0], "{text}");
            let html = main_of(settings, &text);
            assert!(html.contains("<details><summary>More</summary>Text <strong>and</strong>"), "{html}");
            assert_eq!(html.matches("<details>").count(), html.matches("</details>").count(), "{html}");
        }
    }
    for cell in [
        "<details><summary>More</summary>Text",
        "<details>Text<summary>More</summary></details>",
        "**<details><summary>More</summary>Text</details>**",
        "<kbd><details><summary>More</summary>Text</details></kbd>",
    ] {
        assert_eq!(codes(PLAIN, &table(cell)).first(), Some(&"raw-html"), "{cell}");
        assert!(!main_of(PLAIN, &table(cell)).contains("<details>"), "{cell}");
    }
}

#[test]
fn harmless_html_never_breaks_its_block() {
    for text in [
        "Text <kbd>a\n\nMore",
        "**a <kbd>b** c",
        "| <sub>x | y |\n|---|---|",
        "- <q>a\n- b",
        "<details>\n<summary>x\n\ny",
        "## A <u>b\n\nc",
        "[a <s>b](https://a.example/) c",
    ] {
        assert_eq!(codes(PLAIN, text).first(), Some(&"raw-html"), "{text}");
        let html = main_of(PLAIN, text);
        for name in ["kbd", "sub", "q", "details", "u", "s"] {
            assert_eq!(
                html.matches(&format!("<{name}>")).count(),
                html.matches(&format!("</{name}>")).count(),
                "{html}"
            );
        }
    }
    assert_eq!(codes(PLAIN, "a</kbd> b"), ["removed-html"]);
    assert_eq!(codes(PLAIN, "a <kbd onclick=\"x()\" class=y>b</kbd>"), ["removed-html", "removed-html"]);
    assert!(!main_of(PLAIN, "a <kbd onclick=\"x()\">b</kbd>").contains("onclick"));
    assert_eq!(codes(PLAIN, &"<u>".repeat(300)).iter().filter(|code| **code == "too-deep").count(), 1);
}

#[test]
fn what_is_removed_is_named_with_its_words() {
    let text = "<iframe src=\"https://a.example/\" title=\"A film\"></iframe>\n\n<iframe title=\"Another\"></iframe>";
    let found = findings(RAW, text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].message.contains("at 2 places"), "{found:?}");
    assert_eq!(found[0].notes, ["this text is lost: \"A film\", \"Another\""]);
    for (text, words) in [
        ("<input type=\"submit\" value=\"Press me\">", "\"Press me\""),
        ("<input type=RESET value=\"Begin again\">", "\"Begin again\""),
        ("<input value=\"Your name\" placeholder=\"Name\">", "\"Your name\", \"Name\""),
        ("<input type=\"image\" src=\"a.png\" alt=\"Search\">", "\"Search\""),
        ("<meta name=\"description\" content=\"About us\">", "\"About us\""),
    ] {
        let found = findings(RAW, text);
        assert_eq!(found[0].notes, [format!("this text is lost: {words}")], "{text}");
    }
    for text in ["<input type=\"hidden\" value=\"x1\">", "<meta name=\"viewport\" content=\"width=device-width\">"] {
        assert_eq!(findings(RAW, text)[0].notes, [""; 0], "{text}");
    }
    assert_eq!(codes(RAW, "<ul type=\"square\">\n<li>A</li>\n</ul>"), [""; 0]);
    let html = main_of(
        RAW,
        "<p><img src=\"https://a.example/m.png\" alt=\"A map\"></p>\n\n<a href=\"https://a.example/\">![A photo](https://a.example/p.png)</a>",
    );
    assert!(html.contains("A map") && html.contains("A photo"), "{html}");
}

#[test]
fn cells_without_a_column_are_named() {
    assert_eq!(codes(PLAIN, "| a | b |\n|---|---|\n| x | y | four words |"), ["lost-cells"]);
    for text in ["| a | b |\n|---|---|\n| x | y | |", "| a | b |\n|---|---|\n| x \\| z | y |\n| x |"] {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
    assert_eq!(fixed("| a |\n|---|\n| `x|y|z` |"), "| a |\n|---|\n| `x\\|y\\|z` |");
}

#[test]
fn rows_of_dashes_that_make_no_table_are_named() {
    for text in ["| a | b |\n|---|---|---|\n| x | y | z |", "|---|---|\n| x | y |"] {
        assert_eq!(codes(PLAIN, text), ["not-a-table"], "{text}");
    }
    for text in ["| a | b |\n|---|---|\n| x | y |", "a\n---", "`|---|---|`", "```\n|---|---|\n```"] {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
}

#[test]
fn signs_of_emphasis_that_are_shown_are_named() {
    for (text, better) in [
        ("**注意：**正文", "**注意**：正文"),
        ("**नमस्ते।**दुनिया", "**नमस्ते**।दुनिया"),
        ("これは**「重要」**です", "これは「**重要**」です"),
        ("**a** and **bold.**Next", "**a** and **bold**.Next"),
        ("中文 *「重要」*です", "中文 「*重要*」です"),
        ("中文 __注意：__正文", "中文 __注意__：正文"),
        ("中文__注意：__正文", "中文**注意**：正文"),
        ("文~~删除：~~文", "文~~删除~~：文"),
        ("***重要。***次", "***重要***。次"),
        ("*नमस्ते।*दुनिया", "*नमस्ते*।दुनिया"),
    ] {
        assert_eq!(codes(PLAIN, text), ["literal-emphasis"], "{text}");
        assert_eq!(fixed(text), better);
        assert_eq!(codes(PLAIN, better), [""; 0], "{better}");
    }
    for text in ["**注意：** 正文", "`**注意：**正文`", "\\**注意：\\**正文", "**/a/**b", "a ** b ** c"]
    {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
    for text in [
        "snake_case_names `a` __init__ a*b*c",
        "f*(x)*g self.__x.__y",
        "价格*、数量*为参考",
        "价格*已含税。*以实际为准",
        "\\*注意：*正文",
        "中文 *重要* です",
    ] {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
}

#[test]
fn unread_links_are_named() {
    for (text, better) in [
        ("See [a](https://a.example/b c).", "See [a](https://a.example/b%20c)."),
        ("See (a)[https://a.example/].", "See [a](https://a.example/)."),
        ("See [a](https://a.example/", "See [a](https://a.example/)"),
        ("See (abc)[/about/].", "See [abc](/about/)."),
        ("See (abc)[a].", "See [abc](a)."),
        ("See (abc)[a.md].", "See [abc](a.md)."),
        ("See [abc] (a.md).", "See [abc](a.md)."),
        ("See [abc] (../about/#part).", "See [abc](../about/#part)."),
        ("![a](b c.png)", "![a](<b c.png>)"),
    ] {
        assert_eq!(codes(PLAIN, text), ["not-a-link"], "{text}");
        assert_eq!(fixed(text), better);
    }
    for text in [
        "f(a)[b] (see above)[c]",
        "[a](b c)",
        "`[a](b c.md)`",
        "x[a](see below.)",
        "(x)[y] (see)[above] f(x)[a]",
        "[a] (see below) [b] (and/or) `[a] (a.md)` [c] (b.pdf)",
    ] {
        assert_eq!(codes(PLAIN, text), [""; 0], "{text}");
    }
}

#[test]
fn links_without_words_are_named_wherever_they_come_from() {
    for text in [
        "[](https://a.example/)",
        "[&nbsp;](https://a.example/)",
        "[<!-- x -->](https://a.example/)",
        "[&#8203;](https://a.example/)",
        "x <a href=\"https://a.example/\"></a>",
        "<p><a href=\"https://a.example/\"> <b></b></a></p>",
    ] {
        assert_eq!(codes(RAW, text), ["empty-link"], "{text}");
    }
    assert_eq!(codes(RAW, "[![](https://a.example/a.png)](https://a.example/)"), ["missing-alt"]);
    for text in [
        "<p><a href=\"https://a.example/\" aria-label=\"Home\"></a></p>",
        "[`a`](https://a.example/)",
        "[ツ](https://a.example/)",
    ] {
        assert_eq!(codes(RAW, text), [""; 0], "{text}");
    }
}

/// What the reader of a text reports is not reported again when its page is finished.
#[test]
fn a_mistake_of_a_text_is_named_once() {
    for text in [
        "![](https://a.example/a.png)",
        "<img src=\"https://a.example/a.png\">",
        "[![](https://a.example/a.png)](https://a.example/)",
        "[](b.md)",
        "[x](#missing)",
        "[x](b.md#missing)",
        "<a href=\"#missing\">x</a>",
        "## A\n\n#### B",
        "<h2>A</h2>\n<h4>B</h4>",
        "# B",
        "<h1>B</h1>",
        "##\n\nText",
        "<h2></h2>",
        "## A {#x}\n\n## B {#x}",
        "<p id=\"x\">A</p>\n<p id=\"x\">B</p>",
        "<p><a href=\"https://a.example/\">x <a href=\"https://b.example/\">y</a></a></p>",
        "<ul><p>A</p></ul>",
        "<li>A</li>",
        "<p lang=\"none\">A</p>",
        "<p role=\"box\">A</p>",
        "<iframe src=\"https://a.example/\"></iframe>",
        "<table><tr><td>A</td><td>B</td></tr><tr><td>C</td><td>D</td></tr></table>",
    ] {
        let found = codes(RAW, text);
        let mut once = found.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(found.len(), once.len(), "{text}: {found:?}");
    }
}

#[test]
fn values_that_are_cut_are_named() {
    let found = |front: &str| {
        let folder = Folder::new();
        folder.write("content/site.yaml", PLAIN);
        folder.write("content/en/a.md", &format!("---\n{front}\n---\n"));
        let built = folder.build();
        let found = built.report.findings().iter().find(|finding| finding.code == Code::CutValue);
        found.map(|finding| finding.edit.as_ref().map_or_else(String::new, |edit| edit.replacement.clone()))
    };
    for (front, better) in [
        ("title: Session #B", "\"Session #B\""),
        ("title: A\ndescription: Notes # one", "\"Notes # one\""),
        ("title: !Important news", "\"!Important news\""),
        ("title: &Co and others", "\"&Co and others\""),
        ("title: A\nextra:\n  a: Issue #B", "\"Issue #B\""),
    ] {
        assert_eq!(found(front).as_deref(), Some(better), "{front}");
    }
    for front in [
        "title: \"Session #B\"",
        "title: C#",
        "title: A\norder: 2 # first",
        "title: A\ndate: 2026-01-01 #x",
        "title: A\nextra: { a: &x b, c: *x }",
        "title: A\nextra:\n  a: &x b\n  c: *x",
        "# a note\ntitle: A",
    ] {
        assert_eq!(found(front), None, "{front}");
    }
}

/// All edits of the findings in a text, applied at once.
fn all_fixed(text: &str) -> String {
    let found = findings(PLAIN, text);
    let mut edits: Vec<_> = found.iter().flat_map(|it| it.edit.iter().chain(&it.further_edits)).collect();
    assert!(edits.iter().all(|edit| edit.certainty == Certainty::Certain), "{found:?}");
    edits.sort_by_key(|edit| edit.place.range().unwrap().start);
    let mut file = edits.first().expect(text).place.file().text().to_owned();
    for edit in edits.into_iter().rev() {
        file.replace_range(edit.place.range().unwrap(), &edit.replacement);
    }
    file.split_once("title: A\n---\n").unwrap().1.trim_end().to_owned()
}

#[test]
fn shortcodes_with_content_become_those_of_the_theme_where_nothing_is_lost() {
    for (text, better) in [
        ("{{< details \"How?\" >}}\nSo.\n{{< /details >}}", "{% details(summary=\"How?\") %}\nSo.\n{% end %}"),
        (
            "{{% alert color=\"warning\" title=\"Mind\" %}}\n\nThe *step*.\n\n{{% /alert %}}",
            "{% box(kind=\"warning\", title=\"Mind\") %}\n\nThe *step*.\n\n{% end %}",
        ),
        (
            "- {{< tip >}}\n  A\n\n  {{< note >}}\n  B\n  {{< /note >}}\n  {{< /tip >}}",
            "- {% box(kind=\"tip\") %}\n  A\n\n  {% box(kind=\"note\") %}\n  B\n  {% end %}\n  {% end %}",
        ),
        ("{% quote(author=\"A. Person\") %}\nSaid.\n{% end %}", "{% quote(by=\"A. Person\") %}\nSaid.\n{% end %}"),
        ("{% note() %}\nRead.\n{% end %}", "{% box(kind=\"note\") %}\nRead.\n{% end %}"),
    ] {
        assert_eq!(all_fixed(text), better, "{text}");
        assert_eq!(codes(PLAIN, better), [""; 0], "{better}");
    }
    for text in [
        "{{< details \"How?\" icon=\"x\" >}}\nSo.\n{{< /details >}}",
        "{{< alert color=\"violet\" >}}\nSo.\n{{< /alert >}}",
        "{{< tabs >}}\nSo.\n{{< /tabs >}}",
        "{{< details \"How?\" >}}So.{{< /details >}}",
        "{{< details \"How?\" >}}\n{{< /details >}}",
        "{{< details >}}\nSo.",
        "{% quote(author=\"A. Person\", year=2020) %}\nSaid.\n{% end %}",
        "{% tabs() %}\nSaid.\n{% end %}",
    ] {
        let found = findings(PLAIN, text);
        let certain = found.iter().flat_map(|it| it.edit.iter().chain(&it.further_edits));
        assert_eq!(certain.filter(|edit| edit.certainty == Certainty::Certain).count(), 0, "{text}: {found:?}");
    }
}

#[test]
fn keys_that_an_import_left_in_extra_are_moved_out_of_it() {
    let folder = |front: &str| {
        let folder = site(PLAIN, "x");
        folder.write("content/en/b.md", &format!("---\ntitle: B\n{front}---\nText.\n"));
        folder
    };
    for (front, better) in [
        ("extra: { tags: [a, b] }\n", "tags: [a, b]\n"),
        ("extra: { tags: [a, b], x: 1 }\n", "tags: [a, b]\nextra: { x: 1 }\n"),
        ("extra: { x: 1, tags: a }\n", "tags: a\nextra: { x: 1 }\n"),
        ("extra:\n  tags:\n    - a\n    - b\n", "tags:\n  - a\n  - b\n"),
        ("extra:\n  x: 1\n  tags:\n  - a\n  y: 2\n", "tags:\n- a\nextra:\n  x: 1\n  y: 2\n"),
        ("extra:\n  authors: [Ada]\ndate: 2026-01-01\n", "authors: [Ada]\ndate: 2026-01-01\n"),
    ] {
        let folder = folder(front);
        let built = folder.build();
        let [finding] = built.report.findings() else { panic!("{front}: {:?}", built.report.findings()) };
        assert_eq!(finding.code, Code::MisplacedKey, "{front}");
        let edit = finding.edit.as_ref().unwrap();
        assert_eq!(edit.certainty, Certainty::Certain, "{front}");
        let mut text = edit.place.file().text().to_owned();
        text.replace_range(edit.place.range().unwrap(), &edit.replacement);
        assert_eq!(text, format!("---\ntitle: B\n{better}---\nText.\n"), "{front}");
        folder.write("content/en/b.md", &text);
        assert_eq!(folder.build().report.findings().len(), 0, "{better}");
    }
    for front in [
        "extra: { tags: [a, A] }\n",
        "extra: { tags: [{ name: a }] }\n",
        "extra: { tags: \"a, b\" }\n",
        "tags: [c]\nextra: { tags: [a] }\n",
        "extra: { series: [a] }\n",
    ] {
        assert_eq!(folder(front).build().report.findings().len(), 0, "{front}");
    }
    // A template that reads it needs it there.
    for read in ["{{ page.extra.tags }}", "{{ page.extra?.tags }}", "{{ page.extra }}"] {
        let folder = folder("extra: { tags: [a] }\n");
        folder.write("content/site.yaml", &format!("{PLAIN}theme: [own, plain]\n"));
        folder.write("themes/own/templates/other.html", &format!("<!doctype html><title>T</title>{read}"));
        let found = folder.build().report.findings().iter().filter(|it| it.code == Code::MisplacedKey).count();
        assert_eq!(found, 0, "{read}");
    }
}

#[test]
fn the_menu_that_pages_say_they_are_in_becomes_the_setting() {
    let folder = site(PLAIN, "x");
    folder.write("content/en/b.md", "---\ntitle: B\nextra: { menu: { main: { weight: 2 } } }\n---\nText.\n");
    folder.write("content/en/c d.md", "---\ntitle: C\nextra: { menus: { main: { weight: 1 } } }\n---\nText.\n");
    folder.write("content/en/e.md", "---\ntitle: E\nextra: { menu: [main, foot] }\n---\nText.\n");
    folder.write("content/en/f.md", "---\ntitle: F\nextra: { menu: foot }\n---\nText.\n");
    let edit = |folder: &Folder| {
        let built = folder.build();
        let found: Vec<&Finding> = built.report.findings().iter().filter(|it| it.code == Code::MisplacedKey).collect();
        assert!(found.len() < 2, "{found:?}");
        found.first().map(|finding| finding.edit.clone().unwrap())
    };
    let found = edit(&folder).expect("an edit");
    assert_eq!((found.place.file().path(), found.certainty), ("content/site.yaml", Certainty::Certain));
    assert_eq!(found.replacement, "menu: [\"c d.md\", b.md, e.md]\n");
    folder.write("content/en/b.md", "---\ntitle: B\nextra: { menu: { main: { parent: C } } }\n---\nText.\n");
    assert_eq!(edit(&folder).expect("an edit").certainty, Certainty::Suggested);
    folder.write("content/site.yaml", &format!("{PLAIN}{}", found.replacement));
    assert!(edit(&folder).is_none());
}

#[test]
fn hidden_files_are_named_and_well_known_ones_published() {
    let folder = site(PLAIN, "x");
    folder.write("content/en/.well-known/security.txt", "Contact: mailto:a@example.org");
    assert_eq!(folder.build().report.findings().len(), 0);
    assert_eq!(page(&folder.build(), ".well-known/security.txt"), "Contact: mailto:a@example.org");
    for name in [".htaccess", "Thumbs.db", "a.md.bak", ".git/x", ".a.md.swp", "~$a.docx", "a.md~"] {
        folder.write(&format!("content/en/{name}"), "x");
    }
    let built = folder.build();
    let found = built.report.findings();
    assert_eq!((found.len(), found[0].code, found[0].labels.len()), (1, Code::UnpublishedFile, 6), "{found:?}");
    assert!(found[0].message.ends_with(", and 6 more"), "{found:?}");
}

#[test]
fn yaml_is_explained_without_words_of_the_parser() {
    for value in [".nan", ".inf", "-.inf"] {
        let folder = Folder::new();
        folder.write("content/site.yaml", PLAIN);
        folder.write("content/en/a.md", &format!("---\ntitle: {value}\n---\n"));
        let built = folder.build();
        let found = &built.report.findings()[0];
        assert_eq!((found.code, found.message.as_str()), (Code::InvalidYaml, "this is not a number"), "{value}");
        assert_eq!(found.edit.as_ref().map(|edit| edit.replacement.clone()), Some(format!("\"{value}\"")));
    }
}
