//! What shrinking promises: the text, the style that applies, and figures that hold.

mod frames;
mod menu;
mod style;
mod text;
mod weight;

use std::borrow::Cow;
use std::sync::Arc;

use proptest::prelude::ProptestConfig;

use crate::output::{Artifact, Encoding};
use crate::report::SourceFile;

use super::{Nesting, ShrinkSettings, Shrinker, Style};

/// How many cases to try; a failure is printed, not written into the repository.
fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

/// Runs on a stack as large as a worker's.
fn on_a_worker<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(16 << 20).spawn(run).unwrap().join().unwrap()
}

fn shrinker(css: &str, settings: ShrinkSettings) -> Shrinker {
    let (style, findings) = Style::parse(&[SourceFile::new("style.css", css)]);
    assert!(findings.is_empty(), "{findings:?}");
    Shrinker::new(style, settings)
}

fn plain() -> ShrinkSettings {
    ShrinkSettings { encoding: Encoding::Gzip, budget: 8_500, precompress: false, policy_in_page: false }
}

fn bytes(shrunk: &Artifact) -> Cow<'_, [u8]> {
    shrunk.bytes().expect("pages are in memory")
}

fn page(css: &str, html: &str) -> String {
    let shrunk = shrinker(css, plain()).page(html.to_owned(), '.').unwrap();
    String::from_utf8(bytes(&shrunk).into_owned()).unwrap()
}

#[test]
fn a_page_is_put_together() {
    let html = "<!doctype html>\n<html lang=\"en\">\n<head>\n<title>A page</title>\n<style>\u{FDD2}</style>\n</head>\n<body>\n\
                <nav>\n<a href=\"/\">Home</a>\n<a class=\"x\" href=\"/b/\">B</a>\n</nav>\n<p>It costs 5 &lt; 6.</p>\n\
                <footer>at most \u{FDD3} KB</footer>\n</body>\n</html>\n";
    let css = ".x { color: red } .y { color: blue } @media print { nav, aside { display: none } }";
    let found = page(css, html);
    assert_eq!(
        found,
        "<!doctype html><html lang=en><title>A page</title><style>.x{color:red}@media print{nav{display:none}}\
         </style><body><nav><a href=/>Home</a> <a class=x href=/b/>B</a></nav><p>It costs 5 &lt; 6.\
         <footer>at most 0.2 KB</footer>"
    );
}

#[test]
fn nesting_bombs_are_refused_and_never_abort() {
    for (open, close) in
        [("<div>", "</div>"), ("<b>", ""), ("<svg>", ""), ("<svg><foreignObject>", ""), ("<td><tr>", "")]
    {
        let html = format!("<body>{}x{}", open.repeat(100_000), close.repeat(100_000));
        let found = on_a_worker(move || shrinker("", plain()).page(html, '.').map(|_| ()));
        if open != "<td><tr>" {
            assert!(matches!(found, Err(Nesting { depth: 100_000.. })), "{open}: {found:?}");
        }
    }
    let deepest = format!("{}x{}", "<div>".repeat(512), "</div>".repeat(512));
    assert!(on_a_worker(move || shrinker("", plain()).page(deepest, '.').is_ok()));
    assert_eq!(shrinker("", plain()).page("<i>".repeat(513), '.').unwrap_err(), Nesting { depth: 513 });
    // Unclosed paragraphs and items are siblings.
    assert!(shrinker("", plain()).page("<ul>".to_owned() + &"<li><p>x".repeat(2_000), '.').is_ok());
}

#[test]
fn workers_share_one_shrinker() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&Arc::new(shrinker("p{color:red}", plain())));
}
