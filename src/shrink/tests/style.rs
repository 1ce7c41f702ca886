//! Style: every rule that applies is kept, and what does not is gone.

use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::report::{Code, SourceFile};

use super::super::Style;
use super::{page, plain, shrinker};

/// Selectors in terms that both lightningcss and scraper know.
fn selector() -> impl Strategy<Value = String> {
    let compound = prop_oneof![
        "(p|a|b|td|tbody|svg|nav|h1|\\*)(\\.[abA]|#[xy]|\\[(lang|href|open|data-q)\\]|\\[lang=en\\]|:first-child)?",
        "(\\.[abA]|#[xy]|\\[hidden\\])(\\.[ab])?",
        Just(":is(p,.a)".to_owned()),
        Just("a:not(.b)".to_owned()),
        Just("tr:has(td)".to_owned()),
        Just("html".to_owned()),
    ];
    (compound.clone(), prop::option::of(("( | > |~|\\+)", compound)))
        .prop_map(|(left, right)| right.map_or(left.clone(), |(how, right)| format!("{left}{how}{right}")))
}

fn html() -> impl Strategy<Value = String> {
    let tag = (
        "(p|a|b|div|nav|h1|details|svg|table><tr><td|P)",
        "( class='[abA]( c  [ab])?'| id=[xy]| lang=en| LANG=''| href=x| hidden| data-q| Class=b)?",
    );
    prop::collection::vec(tag, 0..6).prop_map(|tags| {
        let opened: String = tags.iter().map(|(name, attribute)| format!("<{name}{attribute}>t")).collect();
        format!("<!doctype html><html><style>\u{FDD2}</style><body>{opened}")
    })
}

proptest! {
    #![proptest_config(super::cases(400))]

    #[test]
    fn every_rule_that_matches_is_kept(selectors in prop::collection::vec(selector(), 1..12), html in html()) {
        // A value of its own tells each rule from the others, in the order in which they must stay.
        let css: String = selectors.iter().enumerate().map(|(at, one)| format!("{one}{{x-{}:1}}", at + 100)).collect();
        let shrunk = page(&css, &html);
        let document = Html::parse_document(&html);
        let after = Html::parse_document(&shrunk);
        let mut last = 0;
        for (at, one) in selectors.iter().enumerate() {
            let oracle = Selector::parse(one).unwrap();
            let rule = shrunk.find(&format!("x-{}:1", at + 100));
            let matches = document.select(&oracle).count();
            prop_assert!(rule.is_some() || matches == 0, "{} is gone from {}", one, shrunk);
            prop_assert_eq!(matches, after.select(&oracle).count(), "{} in {}", one, shrunk);
            if let Some(rule) = rule {
                prop_assert!(rule > last, "out of order: {}", shrunk);
                last = rule;
            }
        }
    }
}

fn style(css: &str, html: &str) -> String {
    let shrunk = page(css, &format!("{html}<style>\u{FDD2}</style>"));
    let (_, rest) = shrunk.split_once("<style>").unwrap();
    rest.trim_end_matches("</style>").to_owned()
}

#[test]
fn only_used_rules_are_kept() {
    let css =
        ".a,.b,p .c{color:red} @media (min-width:40em){.b{color:blue}} @supports (display:grid){.a{display:grid}}";
    assert_eq!(style(css, "<p class=a>"), ".a{color:red}@supports (display:grid){.a{display:grid}}");
    assert_eq!(style(css, "<p>"), "");
    let css = "@keyframes x{to{opacity:0}}@keyframes y{to{opacity:1}}p{animation:1s x}b{animation:1s y}";
    assert!(style(css, "<p>").contains("@keyframes x") && !style(css, "<p>").contains("@keyframes y"));
}

#[test]
fn rules_for_a_language_are_kept_where_it_is_written() {
    let css = ":lang(ar){top:1px}html:lang(fa){top:2px}html:lang(zh-Hant) h1{top:3px}html[dir=rtl] p{top:4px}";
    assert_eq!(style(css, "<html lang=en><p lang=ar>"), ":lang(ar){top:1px}");
    assert_eq!(style(css, "<html lang=AR-EG dir=rtl><p>"), ":lang(ar){top:1px}html[dir=rtl] p{top:4px}");
    assert_eq!(style(css, "<html lang=fa><p lang=arc>"), "html:lang(fa){top:2px}");
    assert_eq!(style(css, "<html lang=zh-Hant-HK><h1>"), "html:lang(zh-Hant) h1{top:3px}");
    assert_eq!(style(css, "<html lang=en><h1 lang=zh-Hant dir=rtl><p lang=fa>"), "");
    assert_eq!(style(":root:lang(hi){top:1px}", "<html lang=hi-IN>"), ":root:lang(hi){top:1px}");
    assert_eq!(style(":root:lang(hi){top:1px}", "<html lang=hif>"), "");
}

#[test]
fn variables_go_where_nothing_uses_them() {
    let css = ":root{--a:1px;--b:var(--a);--c:2px}p{margin:var(--b)}b{margin:var(--c)}";
    assert_eq!(style(css, "<p>"), ":root{--a:1px;--b:var(--a)}p{margin:var(--b)}");
    assert_eq!(style(css, "<i>"), "");
    assert!(style(css, "<i style='margin:var(--c)'>").contains("--c:2px"));
}

#[test]
fn rules_for_states_and_scripts_are_kept() {
    assert_eq!(style("details[open]{color:red}", "<details>"), "details[open]{color:red}");
    assert_eq!(style(".js{color:red}", "<script>x()</script>"), ".js{color:red}");
    assert_eq!(style(".js{color:red}", "<script type=application/ld+json>{}</script>"), "");
    assert_eq!(style("a:hover,a::after{color:red}", "<a href=x>"), "a:hover,a:after{color:red}");
    assert_eq!(style("tbody td{color:red}", "<table><tr><td>"), "tbody td{color:red}");
}

#[test]
fn style_cannot_end_its_element_and_fits_old_browsers() {
    let css = "p::after{content:\"</style><script>\"}";
    assert!(style(css, "<p>").contains("<\\/style>"), "{}", style(css, "<p>"));
    assert_eq!(style("@media (width>=40em){p{inset:0}}", "<p>"), "@media (min-width:40em){p{inset:0}}");
    assert_eq!(style("p{font:1em/2 system-ui,serif}", "<p>"), "p{font:1em/2 system-ui,serif}");
    assert_eq!(style("p{color:#0008}", "<p>"), "p{color:rgba(0,0,0,.533)}");
}

#[test]
fn a_mistake_is_reported_at_its_place_and_the_rest_is_used() {
    let css = "p { color: red }\n\u{e9}m { color }\n  b { margin: 1px; colr red; }\n@nonsense;\ni:nope { top: 0 }\n";
    let (style, findings) = Style::parse(&[SourceFile::new("style.css", css)]);
    let shown: Vec<String> =
        findings.iter().map(|one| format!("{} {}", one.place.as_ref().unwrap(), one.message)).collect();
    assert!(findings.iter().all(|finding| finding.code == Code::StyleSyntax));
    assert_eq!(
        shown,
        [
            "style.css:2:12 something is missing before this",
            "style.css:3:25 this does not belong here",
            "style.css:4:1 there is no rule `@nonsense`",
            "style.css:5:3 there is no pseudo-class `:nope`",
        ]
    );
    let shrunk = super::super::Shrinker::new(style, plain()).page("<p><b><i><style>\u{FDD2}".to_owned(), '.').unwrap();
    let text = String::from_utf8_lossy(&super::bytes(&shrunk)).into_owned();
    assert!(text.contains("p{color:red}"), "{text}");
}

#[test]
fn style_is_written_once_for_each_set_of_rules() {
    let shrinker = shrinker("p{color:red}b{color:blue}", plain());
    for html in ["<p>a", "<p>b", "<b>c", "<p>d"] {
        shrinker.page(html.to_owned(), '.').unwrap();
    }
    assert_eq!(shrinker.written.read().unwrap().len(), 2);
}

#[test]
fn code_keeps_the_size_that_the_style_gives_it() {
    let shrunk = page(
        "code{font:.85em monospace,monospace}kbd{font-family:monospace, monospace!important}samp{font-family:monospace}",
        "<!doctype html><html><style>\u{FDD2}</style><body><p><code>a</code><kbd>b</kbd><samp>c</samp>",
    );
    assert!(shrunk.contains("code{font:.85em monospace,\"monospace\"}"), "{shrunk}");
    assert!(shrunk.contains("kbd{font-family:monospace,\"monospace\"!important}"), "{shrunk}");
    assert!(shrunk.contains("samp{font-family:monospace}"), "{shrunk}");
}
