//! What a page is found to have: small examples after W3C's rules for accessibility tests, one that fails and one that passes.

use super::{KnownMenus, PageAddress, survey};
use crate::facts::FaultKind::{self, *};
use crate::facts::PageFacts;

/// The facts of a page, which are the same with and without what is known of other pages.
fn facts(html: &str, at: &PageAddress<'_>, menus: &KnownMenus) -> PageFacts {
    let facts = survey(html, at, None);
    for _ in 0..2 {
        assert_eq!(survey(html, at, Some(menus)), facts, "{html} at {}", at.page);
    }
    facts
}

fn faults(html: &str) -> Vec<FaultKind> {
    let at = PageAddress { page: "/", base_url: None, base: "" };
    let menus = KnownMenus::default();
    let in_menu = format!("<p>Text<nav class=\"x\">{html}</nav><h1 id=\"z\">Title</h1>");
    facts(&in_menu, &at, &menus);
    facts(html, &at, &menus).faults.iter().map(|fault| fault.kind).collect()
}

#[test]
fn what_fails_is_found_and_what_passes_is_not() {
    for (kind, fails, passes) in [
        (NoAlternative, "<img src=a.png>", "<img src=a.png alt=''>"),
        (NoAlternative, "<img src=a.png alt=' '>", "<img src=a.png alt='A map'>"),
        (NoAlternative, "<input type=image src=a.png>", "<input type=image src=a.png alt=Search>"),
        (UnnamedDrawing, "<svg role=img><title></title></svg>", "<svg role=img><title>A circle</title></svg>"),
        (UnnamedDrawing, "<object data=a.mp3></object>", "<object data=a.mp3 aria-label='A song'></object>"),
        (UnnamedDrawing, "<div role=img></div>", "<div role=img aria-label='A map'></div>"),
        (UnnamedButton, "<button><span aria-hidden=true>x</span></button>", "<button aria-label=Close>x</button>"),
        (UnnamedButton, "<span role=button></span>", "<span role=button>Close</span>"),
        (UnnamedLink, "<a href=/a/><img src=a.png alt=''></a>", "<a href=/a/><img src=a.png alt=Home></a>"),
        (UnnamedField, "<input>", "<label>Name <input></label>"),
        (UnnamedField, "<label for=b>Name</label><input id=a><p id=b>", "<label for=a>Name</label><input id=a>"),
        (UnnamedFrame, "<iframe src=/a/></iframe>", "<iframe src=/a/ title='A map'></iframe>"),
        (EmptyHeading, "<h1><span hidden>No</span></h1>", "<h1>Yes</h1>"),
        (EmptyHeading, "<div role=heading aria-level=1></div>", "<div role=heading aria-level=1>Yes</div>"),
        (Refresh, "<meta http-equiv=refresh content=30>", "<meta http-equiv=refresh content='0; url=/a/'>"),
        (Refresh, "<meta http-equiv=refresh content='9;/a/'>", "<meta http-equiv=refresh content=72001>"),
        (NoZoom, "<meta name=viewport content='maximum-scale=1.5'>", "<meta name=viewport content='maximum-scale=6'>"),
        (NoZoom, "<meta name=viewport content=user-scalable=0>", "<meta name=viewport content=user-scalable=yes>"),
        (InvalidRole, "<p role=box>a</p>", "<p role='box note'>a</p>"),
        (UnknownAria, "<p aria-colour=red>a</p>", "<p aria-hidden=false>a</p>"),
        (InvalidAria, "<p aria-live=loud>a</p>", "<p aria-live=polite>a</p>"),
        (InvalidAutocomplete, "<input autocomplete=full title=a>", "<input autocomplete='home tel' title=a>"),
        (HiddenFocus, "<p aria-hidden=true><a href=#>a</a></p>", "<p aria-hidden=true><a href=# tabindex=-1>a</a></p>"),
        (Autoplay, "<audio src=a.mp3 autoplay></audio>", "<audio src=a.mp3 autoplay controls></audio>"),
        (BrokenReference, "<table><tr><td headers=b>a</table>", "<table><tr><th id=b>b<td headers=b>a</table>"),
        (BrokenReference, "<p aria-labelledby=a>b</p>", "<p aria-labelledby=a><b id=a>b</b></p>"),
        (DuplicateId, "<p id=a></p><p id=a></p>", "<p id=a></p><p id=A></p>"),
        (InvalidLanguage, "<p lang=em-US>a</p>", "<p lang=en-US>a</p>"),
        (NoLanguage, "<html><p>a</p>", "<html lang=en><p>a</p>"),
        (NoTitle, "<html lang=en><title> </title>", "<html lang=en><title>a</title>"),
        (SkippedHeading, "<h1>a</h1><h3>b</h3>", "<h1>a</h1><h2>b</h2><h3>c</h3><h2>d</h2>"),
        (
            NoHeaders,
            "<table><tr><td>a<td>b<tr><td>c<td>d</table>",
            "<table role=none><tr><td>a<td>b<tr><td>c<td>d</table>",
        ),
        (BrokenList, "<ul><p>a</p></ul>", "<ul><li>a<li>b</ul><dl><div><dt>c<dd>d</div></dl>"),
        (BrokenFragment, "<a href=#b>a</a>", "<a href=#top>a</a><a href=#c>b</a><p id=c>"),
        (NestedControl, "<a href=/a/>a <button>b</button></a>", "<a href=/a/>a</a> <button>b</button>"),
        (InvalidLanguage, "<p lang=i-lux>a</p>", "<div lang=none><p lang=en>a</p></div>"),
        (InvalidLanguage, "<div lang=none><p>a</p></div>", "<div lang=none> </div>a"),
        (InvalidLanguage, "<div lang=none><img src=a.png alt=a></div>", "<div lang=none><img src=a.png alt=''></div>"),
        (
            UnnamedLink,
            "<a href=/a/><img src=a.png aria-labelledby=b></a><p id=b></p>",
            "<a href=/a/><img src=a.png aria-labelledby=b></a><p id=b>A map</p>",
        ),
        (EmptyHeading, "<h1 aria-labelledby=b></h1><p id=b> </p>", "<h1 aria-labelledby=b></h1><p id=b>A</p>"),
        (UnnamedButton, "<button aria-labelledby=b></button><p id=b>", "<button aria-labelledby=missing></button>"),
        (
            Refresh,
            "<meta http-equiv=refresh content='0: /a/'><meta http-equiv=refresh content='5; /a/'>",
            "<meta http-equiv=refresh content='5: /a/'>",
        ),
        (FocusOrder, "<p tabindex=1>a</p>", "<p tabindex=0>a</p>"),
        (
            SameWords,
            "<ul><li><a href=/a/>One</a><li><a href=/b/>One</a></ul>",
            "<p>In May <a href=/a/>One</a>.<p><a href=/b/>One</a> in June.",
        ),
    ] {
        assert!(faults(fails).contains(&kind), "{kind:?} in {fails}");
        assert!(!faults(passes).contains(&kind), "{kind:?} in {passes}");
    }
}

#[test]
fn links_ids_and_titles_are_noted_once() {
    let at = PageAddress { page: "/a/", base_url: Some("https://example.org/"), base: "" };
    let html = "<html lang=en><title>A &amp; B</title><a href=../b/#c>x</a><a href=/b/#c>y</a><img srcset='d.png 2x' alt=''>\
                <a href=https://example.org/e>z</a><link href=https://example.org/f><h1 id=main>A</h1><a href=mailto:a@example.org>m</a>";
    let facts = facts(html, &at, &KnownMenus::default());
    assert_eq!((facts.links.len(), facts.places.len(), facts.links().count()), (2, 1, 3));
    assert_eq!((facts.ids.len(), facts.language.as_deref()), (1, Some("en")));
    assert_eq!(facts.title, Some(crate::facts::hash("A & B")));
}

#[test]
fn links_with_the_same_words_are_compared_by_where_they_lead() {
    let at = PageAddress { page: "/a/", base_url: Some("https://x.example/s/"), base: "/s" };
    for (first, second, expected) in [
        ("../b/", "https://x.example/s/b/", false),
        ("../b/", "/s/b/index.html", false),
        ("../b/#c", "https://x.example/s/b/#c", false),
        ("../b/", "../b/#top", false),
        ("../b/", "../b/#c", true),
        ("../b/?p=1", "../b/?p=2", true),
        ("../b/", "../c/", true),
        ("https://y.example", "https://Y.example/", false),
        ("https://y.example/a", "https://y.example/A", true),
        ("https://y.example/a#", "https://y.example/a", false),
        // Both are parts of the page itself.
        ("#c", "https://x.example/s/a/#d", false),
    ] {
        let html = format!(
            "<ul><li><a href=\"{first}\">One</a></li><li><a href=\"{second}\">One</a></li></ul><p id=c></p><p id=d></p>"
        );
        let facts = facts(&html, &at, &KnownMenus::default());
        let found = facts.faults.iter().any(|fault| fault.kind == SameWords);
        assert_eq!(found, expected, "{first} {second}");
    }
}

/// Text with signs that open nothing, and tags that nobody would write.
#[test]
fn odd_text_is_read_the_same_in_both_ways() {
    let at = PageAddress { page: "/a/", base_url: None, base: "" };
    let pieces = [
        "a < b",
        "</ p>",
        "<3",
        "\n<",
        "\n",
        " ",
        "<p>",
        "</p>",
        "<P>",
        "</P >",
        "<p >",
        "<p/>",
        "<br>",
        "<br/>",
        "<p class=\"x\">",
        "<p class=\"x\" >",
        "<p class=\"x>",
        "<a href=\"/b/\">",
        "<a href=\"#c\">",
        "</a>",
        "<a>",
        "One",
        "<li>",
        "<ul>",
        "</ul>",
        "<h2 id=\"c\">",
        "</h2>",
        "<td>",
        "<tr>",
        "<table>",
        "</table>",
        "<th class=\"c\">",
        "<svg>",
        "</svg>",
        "<em>",
        "</em>",
        "<",
        "</",
        "<!-- x -->",
        "<title>",
        "</title>",
        "<nav>",
        "</nav>",
        "<dl><dt>",
        "<img src=\"x\" alt=\"\">",
        "<p lang=\"none\">",
        "</",
    ];
    let menus = KnownMenus::default();
    let mut state = 1_usize;
    for _ in 0..4_000 {
        let mut html = String::new();
        for _ in 0..24 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            html.push_str(pieces[(state >> 33) % pieces.len()]);
        }
        facts(&html, &at, &menus);
    }
}

#[test]
fn menus_mean_the_same_on_each_page() {
    let menus = KnownMenus::default();
    let around = [
        ("<html lang=\"en\"><p>Before</p>", "<main><p><a href=\"../b/\">One</a></p></main>"),
        ("<button>", "</button>"),
        ("<div hidden>", "</div>"),
        ("<ul><li>", "</li></ul>"),
        ("<div lang=\"none\">", "</div>"),
        ("<table><tr><th>", "</table>"),
        ("<label>", "<input></label>"),
    ];
    for content in [
        "<ul><li><a href=\"../a/\">One</a></li> <li><a href=\"../../c/\">Two</a></li></ul>",
        "<ul>\n<li><a href=\"/a/\" aria-current=\"page\">One</a>\n<li><a href=\"https://x.example/b/\">Two <b>or three</b></a></ul>",
        "<a href=\"a/\"><img src=\"x/b.png\" alt=\"A map\"></a> Text <a href=\"../x/../a/\">One</a>",
        "<a href=\"?p=1\">Next</a><a href=\"#main\">Text</a><a href=\"../b/#c\">Part</a>",
        "<p>Text <a href=\"b/\">One</a><p><a aria-label=\"Two\" href=\"c/\">2</a>",
        "<a href=\"b/\">here</a><a href=\"c/\"></a>",
        "<!-- </nav> --><a href=\"b/\">One</a>",
        "<a title=\"</nav>\" href=\"b/\">One</a>",
        "</div><a href=\"b/\">One</a>",
        "<svg><title>A</title></svg><a href=\"b/\" aria-labelledby=\"z\">One</a><h2 id=\"z\">A</h2>",
        "<a href=\"b/\">One",
        "",
    ] {
        for page in ["/a/b/", "/a/c/", "/b/b/", "/", "/a/", "/a/x.html", "/\u{e9}/"] {
            for (base_url, base) in [(None, ""), (Some("https://x.example/"), ""), (Some("https://x.example/s/"), "/s")]
            {
                for (before, after) in around {
                    let menus_of_site = if base_url.is_none() { &menus } else { &KnownMenus::default() };
                    let at = PageAddress { page, base_url, base };
                    facts(&format!("{before}<nav>{content}</nav>{after}<nav>{content}</nav>"), &at, menus_of_site);
                }
            }
        }
    }
}
