//! What a page is found to have: small examples after W3C's rules for accessibility tests, one that fails and one that passes.

use super::{PageAddress, survey};
use crate::facts::FaultKind::{self, *};

fn faults(html: &str) -> Vec<FaultKind> {
    let at = PageAddress { page: "/", base_url: None, base: "" };
    survey(html, &at).faults.iter().map(|fault| fault.kind).collect()
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
    let facts = survey(html, &at);
    assert_eq!((facts.links.len(), facts.places.len(), facts.links().count()), (2, 1, 3));
    assert_eq!((facts.ids.len(), facts.language.as_deref()), (1, Some("en")));
    assert_eq!(facts.title, Some(crate::facts::hash("A & B")));
}
