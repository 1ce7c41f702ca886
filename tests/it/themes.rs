//! Themes that change a few lines of another: styles add up, templates extend what they replace, and settings choose colours,
//! the font and the menu.

use std::fmt::Write as _;

use firstflight::report::{Code, Level};

use crate::support::{Folder, page};

const SITE: &str = "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / } }\n";

fn site(settings: &str) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", &format!("{SITE}{settings}"));
    folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome, and [about us](about.md).\n\n> Quoted.\n");
    folder.write("content/en/about.md", "---\ntitle: About\n---\nAbout us.\n");
    folder
}

fn home(folder: &Folder) -> String {
    page(&folder.build_clean(), "index.html")
}

/// The rules of a page's style outside of conditions, and those for where it is dark, each in their order.
fn style(html: &str) -> (String, String) {
    let style = html.split_once("<style>").and_then(|(_, rest)| rest.split_once("</style>")).expect("a style").0;
    let (mut light, mut dark) = (String::new(), String::new());
    let mut rest = style;
    while let Some((before, condition)) = rest.split_once("@media") {
        light.push_str(before);
        let (query, block) = condition.split_once('{').expect("a block");
        let end = block.find("}}").expect("the end of a block") + 1;
        if query.contains("prefers-color-scheme:dark") {
            dark.push_str(&block[..end]);
        }
        rest = &block[end + 1..];
    }
    light.push_str(rest);
    (light, dark)
}

/// The value of a custom property in rules: that of its last declaration, with its selector.
fn last<'r>(rules: &'r str, property: &str) -> Option<(&'r str, &'r str)> {
    let at = rules.rfind(&format!("{property}:"))?;
    let open = rules[..at].rfind('{')?;
    let selector = rules[..open].rsplit('}').next()?;
    Some((selector, rules[at + property.len() + 1..].split(['}', ';']).next()?))
}

#[test]
fn five_lines_of_style_change_what_they_name_and_keep_the_rest() {
    let folder = site("theme: [own, plain]\n");
    folder.write("themes/own/style.css", "html { --accent: #06c }\na { color: navy }\nblockquote { margin: 7em }\n");
    let (light, dark) = style(&home(&folder));
    assert!(light.contains("--ground:#fff") && light.contains("max-width:34em"), "{light}");
    assert_eq!(last(&light, "--accent"), Some(("html", "#06c")), "{light}");
    assert_eq!(last(&dark, "--ground"), Some(("html", "#111")), "{dark}");
    assert!(light.rfind("margin:7em") > light.rfind("margin:1.5em"), "a later rule for the same element wins: {light}");
    assert!(
        light.contains("a{color:navy}") && !light.contains("a{color:var(--accent)}"),
        "where nothing of an earlier rule counts, it goes: {light}"
    );
}

#[test]
fn a_theme_can_replace_the_styles_below_it() {
    let folder = site("theme: [own, plain]\n");
    folder.write("themes/own/style.css", "p { color: red }\n").write("themes/own/theme.yaml", "style: replace\n");
    let html = home(&folder);
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert_eq!(style, "p{color:red}");
}

#[test]
fn a_common_style_is_kept_if_the_style_is_replaced_and_only_the_first_is_used() {
    let banner = "banner: { text: Closed. }\n";
    let folder = site(&format!("theme: [own, plain]\n{banner}"));
    folder.write("themes/own/style.css", "p { color: red }\n").write("themes/own/theme.yaml", "style: replace\n");
    let (light, _) = style(&home(&folder));
    assert!(light.contains(".banner{") && light.ends_with("p{color:red}"), "{light}");
    folder.write("themes/own/common.css", ".banner { color: red }\n");
    let (light, _) = style(&home(&folder));
    assert!(light.contains("color:red}") && !light.contains("border:2px solid"), "{light}");
}

#[test]
fn a_theme_that_extends_another_brings_it_along_once() {
    let folder = site("theme: own\n");
    folder.write("themes/own/style.css", "p { color: red }\n");
    folder.write("themes/own/theme.yaml", "extends: plain\nstyle: replace\n");
    let html = home(&folder);
    assert!(html.contains("<style>p{color:red}</style>") && html.contains("Skip to the text"), "{html}");
    // A site may name it as well, and themes may extend each other.
    folder.write("themes/own/theme.yaml", "extends: middle\n");
    folder
        .write("themes/middle/theme.yaml", "extends: plain\n")
        .write("themes/middle/style.css", "p { margin: 7em }\n");
    for (named, further) in
        [("own", "plain"), ("[own, plain]", "plain"), ("[own, plain]", "own"), ("[own, middle]", "plain")]
    {
        folder.write("content/site.yaml", &format!("{SITE}theme: {named}\n"));
        folder.write("themes/middle/theme.yaml", &format!("extends: {further}\n"));
        let (light, _) = style(&home(&folder));
        assert_eq!(light.matches("--ground:").count(), 1, "{named}, {further}: {light}");
        assert!(light.contains("margin:7em") && light.contains("color:red"), "{named}, {further}: {light}");
    }
}

#[test]
fn every_theme_of_the_program_is_all_that_a_site_needs() {
    let mut found = Vec::new();
    for name in firstflight::read::embedded_themes() {
        let folder = site(&format!("theme: {name}\n"));
        let built = folder.build();
        assert!(!built.report.has_errors(), "{name}: {:?}", built.report.findings());
        found.push(home(&folder).split_once("<body>").unwrap().0.to_owned());
    }
    assert!(found.len() > 1);
    found.dedup();
    assert!(found.len() > 1, "no theme looks like another");
}

#[test]
fn styles_of_three_themes_apply_from_the_lowest_to_the_highest() {
    let folder = site("theme: [top, middle, plain]\n");
    folder
        .write("themes/top/style.css", "p { color: #010101 }\n")
        .write("themes/middle/style.css", "p { color: #020202 }\n");
    let css = style(&home(&folder));
    let all = css.0 + &css.1;
    assert!(all.contains("#010101") && !all.contains("#020202"), "{all}");
    // One in the middle that replaces what is below leaves what is above.
    folder
        .write("themes/middle/theme.yaml", "style: replace\n")
        .write("themes/middle/style.css", "p { margin: 3em }\n");
    let html = home(&folder);
    let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    assert_eq!(style, "p{color:#010101;margin:3em}");
}

#[test]
fn a_template_extends_the_one_that_it_replaces() {
    let folder = site("theme: [own, plain]\n");
    folder.write(
        "themes/own/templates/base.html",
        "{% extends \"plain/base.html\" %}{% block head %}{{ super() }}<meta name=\"author\" content=\"Us\">{% endblock head %}\
         {% block banner %}<p>Closed today.</p>{% endblock banner %}{% block footer %}<p>Ours.</p>{{ super() }}{% endblock footer %}",
    );
    let html = home(&folder);
    for part in ["<meta content=Us name=author>", "<p>Closed today.", "<p>Ours.", "href=data:,", "<h1>Home</h1>"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // Every page has it, since they all extend `base.html`.
    let missing = page(&folder.build_clean(), "404.html");
    assert!(missing.contains("<p>Closed today."), "{missing}");
}

#[test]
fn each_theme_of_a_stack_can_extend_the_next() {
    let folder = site("theme: [top, middle, plain]\n");
    let block = |below: &str, words: &str| {
        format!(
            "{{% extends \"{below}/base.html\" %}}{{% block banner %}}{words}{{{{ super() }}}}{{% endblock banner %}}"
        )
    };
    folder.write("themes/top/templates/base.html", &block("middle", "<p>Top</p>"));
    folder.write("themes/middle/templates/base.html", &block("plain", "<p>Middle</p>"));
    let html = home(&folder);
    assert!(html.contains("<p>Top<p>Middle"), "{html}");
}

#[test]
fn every_block_of_the_base_can_be_filled() {
    let base = include_str!("../../themes/plain/templates/base.html");
    let folder = site("theme: [own, plain]\n");
    for block in ["head", "banner", "header", "main", "after", "neighbours", "footer"] {
        assert!(base.contains(&format!("{{% block {block} %}}")), "{block}");
        let words = if block == "head" { "<meta name=\"x\" content=\"filled\">" } else { "<p>filled</p>" };
        let text = format!("{{% extends \"plain/base.html\" %}}{{% block {block} %}}{words}{{% endblock {block} %}}");
        folder.write("themes/own/templates/base.html", &text);
        // A page; an index fills the block `after` itself.
        assert!(page(&folder.build_clean(), "about/index.html").contains("filled"), "{block}");
    }
}

#[test]
fn a_colour_of_the_settings_is_used_and_one_for_the_dark_is_derived() {
    let folder = site("colours: { accent: \"#0066cc\" }\nfont: Verdana, sans-serif\n");
    let (light, dark) = style(&home(&folder));
    assert_eq!(last(&light, "--accent"), Some(("html", "#06c")), "{light}");
    assert_eq!(last(&light, "--font"), Some(("html", "Verdana,sans-serif")), "{light}");
    let derived = last(&dark, "--accent").expect("a colour").1;
    assert!(
        derived != "#06c" && derived != "#8cf",
        "#06c cannot be read on #111, and #8cf is that of the theme: {dark}"
    );
    // Both given: both used.
    let folder = site("colours:\n  accent: { light: \"#0066cc\", dark: \"#99ccff\" }\n");
    let (light, dark) = style(&home(&folder));
    assert_eq!(last(&light, "--accent"), Some(("html", "#06c")), "{light}");
    assert_eq!(last(&dark, "--accent"), Some(("html", "#9cf")), "{dark}");
}

#[test]
fn text_that_is_hard_to_read_is_found_wherever_its_colour_is_set() {
    let found = |folder: &Folder| -> Vec<String> {
        let built = folder.build();
        let low = built.report.findings().iter().filter(|finding| finding.code == Code::LowContrast);
        low.map(|finding| format!("{} {}", finding.place.as_ref().unwrap().file().path(), finding.message)).collect()
    };
    for (settings, path, number) in [
        ("colours: { accent: \"#9cf\" }\n", "content/site.yaml", 1),
        ("colours: { ground: \"#888\" }\n", "content/site.yaml", 2),
        ("colours: { accent: { light: \"#9cf\", dark: \"#222\" } }\n", "content/site.yaml", 2),
        ("colours: { ink: \"#fff\", accent: { light: \"#06c\", dark: \"#06c\" } }\n", "content/site.yaml", 2),
    ] {
        let found = found(&site(settings));
        assert_eq!(found.len(), number, "{settings}: {found:?}");
        assert!(found.iter().all(|text| text.starts_with(path)), "{settings}: {found:?}");
    }
    let folder = site("theme: [own, plain]\n");
    folder.write("themes/own/style.css", "html { --accent: #aaa }\n");
    let found = found(&folder);
    assert_eq!(found.len(), 1, "light on light; on the dark ground it can be read: {found:?}");
    assert!(found[0].starts_with("themes/own/style.css"), "{found:?}");
    assert_eq!(Code::LowContrast.level(), Level::Warning);
}

#[test]
fn a_colour_of_the_settings_wins_over_a_stronger_selector_of_the_theme() {
    let folder = site("theme: [own, plain]\ncolours: { accent: \"#0066cc\" }\nfont: Verdana\n");
    folder.write("themes/own/style.css", ":root { --accent: #a30; --font: Georgia }\n");
    let (light, dark) = style(&home(&folder));
    assert_eq!(last(&light, "--accent"), Some((":root", "#06c")), "{light}");
    assert_eq!(last(&light, "--font"), Some((":root", "Verdana")), "{light}");
    assert_eq!(last(&dark, "--accent").expect("a colour").0, ":root", "{dark}");
    // A weaker rule that is later changes nothing, so what is checked is the stronger one.
    let folder = site("theme: [top, own, plain]\n");
    folder.write("themes/own/style.css", ":root { --accent: #a30 }\n");
    folder.write("themes/top/style.css", "html { --accent: #fff }\n");
    let places: Vec<String> = folder
        .build()
        .report
        .findings()
        .iter()
        .filter(|finding| finding.code == Code::LowContrast)
        .map(|finding| finding.place.as_ref().unwrap().file().path().to_owned())
        .collect();
    // #a30 is dark on the dark ground.
    assert_eq!(places, ["themes/own/style.css"]);
}

#[test]
fn every_colour_that_is_suggested_can_be_read() {
    let mut problems = String::new();
    for colour in ["#fff", "#fffdf8", "#9cf", "#ff0", "#888", "#f60", "#0f0", "#ccc"] {
        let folder = site(&format!("colours: {{ accent: \"{colour}\" }}\n"));
        let built = folder.build();
        let help =
            built.report.findings().iter().find_map(|finding| finding.help.clone()).expect("a finding with help");
        let better = help.split('"').nth(1).expect("a colour in quotes").to_owned();
        let folder = site(&format!("colours: {{ accent: \"{better}\" }}\n"));
        if folder.build().report.findings().iter().any(|finding| finding.code == Code::LowContrast) {
            let _ = writeln!(problems, "{colour}: {better}");
        }
    }
    assert_eq!(problems, "");
}

#[test]
fn the_menu_of_the_settings_has_pages_groups_and_addresses_in_their_order() {
    let folder = site(
        "menu:\n  - about.md\n  - { title: More, pages: [news/index.md, ./index.md] }\n  - { title: Portal, url: \"https://portal.example/\" }\n",
    );
    folder.write("content/en/news/index.md", "---\ntitle: All our news\nmenu_title: News\n---\nNothing yet.\n");
    folder.write("content/en/other.md", "---\ntitle: Other\norder: 1\n---\n[About](about.md)\n");
    let html = page(&folder.build(), "about/index.html");
    let menu = html.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0;
    let places: Vec<_> =
        ["<a aria-current=page href=./>About", "More", "href=../news/>News", "href=https://portal.example/>Portal"]
            .iter()
            .map(|part| menu.find(part).unwrap_or_else(|| panic!("{part}: {menu}")))
            .collect();
    assert!(places.is_sorted(), "{menu}");
    assert!(!menu.contains("Other"), "`order` counts only without the setting: {menu}");
}

#[test]
fn a_group_of_the_menu_may_have_a_page_at_its_head() {
    for theme in ["plain", "programme"] {
        let folder = Folder::new();
        let settings = "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n";
        let menu = "menu:\n  - { page: about/index.md, pages: [about/people.md, a.md] }\n  - { title: Other, page: b.md, pages: [c.md] }\n";
        folder.write("content/site.yaml", &format!("{settings}theme: {theme}\n{menu}"));
        for path in ["index.md", "about/index.md", "about/people.md", "a.md", "b.md", "c.md"] {
            folder.write(&format!("content/en/{path}"), &format!("---\ntitle: T {path}\n---\nText.\n"));
        }
        for path in ["index.md", "a.md", "b.md"] {
            folder.write(&format!("content/fr/{path}"), &format!("---\ntitle: F {path}\n---\nText.\n"));
        }
        let built = folder.build();
        let codes: Vec<Code> = built.report.findings().iter().map(|finding| finding.code).collect();
        assert!(!codes.contains(&Code::UnlinkedPage) && !codes.contains(&Code::BrokenLink), "{codes:?}");
        let menu = |path: &str| {
            let html = page(&built, path);
            html.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0.to_owned()
        };
        let home = menu("index.html");
        for part in [
            "href=about/>T about/index.md</a>",
            "href=about/people/>T about/people.md",
            "href=b/>Other</a>",
            "href=c/>",
        ] {
            assert!(home.contains(part), "{theme}: {part}: {home}");
        }
        assert!(!home.contains("<span"), "{theme}: a head is a link and has no colon: {home}");
        // The current page is marked, at the head of a group and in it; a section is marked on its pages.
        assert!(
            menu("about/index.html").contains("aria-current=page href=./>T about/index.md"),
            "{}",
            menu("about/index.html")
        );
        let people = menu("about/people/index.html");
        assert!(
            people.contains("aria-current=true href=../>") && people.contains("aria-current=page href=./>"),
            "{people}"
        );
        assert!(menu("b/index.html").contains("aria-current=page href=./>Other"), "{}", menu("b/index.html"));
        // A language that lacks the page at the head has the others in its place; one that lacks the others has the head alone.
        let french = menu("fr/index.html");
        assert!(french.contains("F a.md") && french.contains(">Other</a>") && !french.contains("group"), "{french}");
        let missing = page(&built, "404.html");
        assert!(missing.contains(">T about/index.md</a>") && missing.contains(">T about/people.md</a>"), "{missing}");
    }
}

#[test]
fn a_language_without_a_page_has_a_menu_without_it() {
    let folder = Folder::new();
    let settings = "title: Test\nbase_url: https://example.org/\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n";
    folder.write(
        "content/site.yaml",
        &format!("{settings}menu: [about.md, {{ title: {{ en: More, fr: Plus }}, pages: [a.md] }}]\n"),
    );
    for path in ["en/index.md", "en/about.md", "fr/index.md", "fr/a.md"] {
        folder.write(&format!("content/{path}"), &format!("---\ntitle: {path}\n---\nText.\n"));
    }
    let built = folder.build();
    let menu = |path: &str| {
        let html = page(&built, path);
        html.split_once("<nav").unwrap().1.split_once("</nav>").unwrap().0.to_owned()
    };
    assert!(menu("index.html").contains("en/about.md") && !menu("index.html").contains("More"));
    assert!(menu("fr/index.html").contains("Plus") && !menu("fr/index.html").contains("about"));
    assert!(!built.report.findings().iter().any(|finding| finding.code == Code::BrokenLink));
}
