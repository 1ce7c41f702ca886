//! The text of a page, and its tree, before and after.
//!
//! Two pages are the same if a reader sees the same: the same elements with the same attributes in the same order, the
//! same characters in `pre` and `textarea`, and elsewhere the same characters, where a run of white space within a
//! line counts as one space, however tags that are part of the line cut it up, and one at the edge of a line as none.
//! A line ends at every tag that is not part of one. So no two words may join, and none may fall apart.

use proptest::prelude::*;
use scraper::{ElementRef, Html, Node};

use super::{page, plain, shrinker};

/// Elements that are part of a line.
const INLINE: &[&str] =
    &["a", "b", "span", "em", "label", "output", "time", "abbr", "bdi", "q", "code", "small", "x-y", "button"];
const BLOCK: &[&str] = &["div", "section", "p", "blockquote", "nav", "h2", "figure", "details", "footer", "address"];

/// What is the same before and after.
pub(super) fn seen(html: &str) -> Vec<String> {
    let document = Html::parse_document(html);
    let mut seen = Vec::new();
    // Whether a space here would be at the edge of a line or after another space.
    let mut spaced = true;
    walk(document.root_element(), &mut seen, &mut spaced, false);
    seen
}

fn walk(parent: ElementRef, seen: &mut Vec<String>, spaced: &mut bool, verbatim: bool) {
    for child in parent.children() {
        match child.value() {
            Node::Text(text) if verbatim => seen.push(text.chars().collect()),
            Node::Text(text) => {
                for c in text.chars() {
                    if c.is_ascii_whitespace() {
                        if !*spaced {
                            seen.push(" ".into());
                        }
                        *spaced = true;
                    } else {
                        seen.push(c.into());
                        *spaced = false;
                    }
                }
            }
            Node::Element(element) => {
                let Some(child) = ElementRef::wrap(child) else { continue };
                let name = element.name();
                let inline = INLINE.contains(&name)
                    || ["textarea", "img", "svg", "tspan", "math", "mi", "mo", "mspace", "i"].contains(&name);
                if !inline {
                    end_line(seen, spaced);
                }
                let mut attributes: Vec<String> = element
                    .attrs()
                    .map(|(name, value)| match name {
                        "class" => format!("{name}={}", value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
                        _ => format!("{name}={value}"),
                    })
                    .filter(|attribute| attribute != "class=" && attribute != "style=")
                    .collect();
                attributes.sort();
                seen.push(format!("<{name} {attributes:?}>"));
                if ["img", "textarea", "svg"].contains(&name) {
                    *spaced = false;
                }
                walk(child, seen, spaced, ["pre", "textarea", "style", "script"].contains(&name));
                if !inline {
                    end_line(seen, spaced);
                }
                seen.push(format!("</{name}>"));
                if ["img", "textarea", "svg"].contains(&name) {
                    *spaced = false;
                }
            }
            _ => {}
        }
    }
}

/// Removes a space that turns out to be at the end of a line, through the tags of elements that ended there.
fn end_line(seen: &mut Vec<String>, spaced: &mut bool) {
    for at in (0..seen.len()).rev() {
        let name = seen[at].trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or("");
        if seen[at] == " " {
            seen.remove(at);
            break;
        } else if !(seen[at].starts_with('<')
            && seen[at].len() > 1
            && (INLINE.contains(&name) || ["i", "math", "mi", "mo", "mspace"].contains(&name)))
        {
            break;
        }
    }
    *spaced = true;
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-c]{1,3}",
        Just("&lt;b&gt;".to_owned()),
        Just("&amp;lt;".to_owned()),
        Just("&nbsp;".to_owned()),
        Just("1 &lt; 2".to_owned()),
        Just("مرحبا".to_owned()),
        Just("a\u{200f}b".to_owned()),
        Just("ﷺ".to_owned()),
        Just("fin.&#32;".to_owned()),
    ]
}

pub(super) fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "", " ", "\n", "\n  \t", "&#32;", " <!-- c --> ", "<!---->"])
}

fn attributes() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "",
        "",
        "",
        " class=\" a  b \"",
        " lang=\"\"",
        " title=''",
        " hidden=\"until-found\"",
        " hidden",
        " dir=rtl lang=ar",
        " data-x='a \"b\" `c` &amp;lt; d'",
        " style=\"width: 40%\"",
        " title=\"a > b\"",
    ])
}

fn text() -> impl Strategy<Value = String> {
    (space(), word(), space()).prop_map(|(a, word, b)| format!("{a}{word}{b}"))
}

pub(super) fn inline() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        4 => text(),
        1 => Just("<img alt=\"\" src=a.png>".to_owned()),
        1 => Just("<textarea rows=2>\n a  b\n</textarea>".to_owned()),
        1 => Just("<svg><foreignObject><p> a <b>b </b><i> c</i> <i>d</i></p> </foreignObject></svg>".to_owned()),
        1 => Just("<math><mi>x</mi><mspace/> <mo> = </mo></math>".to_owned()),
        1 => Just("<svg viewBox=\"0 0 1 1\"> <g> <path d=\"M0 0\"/> <text x=1> a <tspan>b</tspan> <tspan> c</tspan> \
                    </text></g> </svg>".to_owned()),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let children = prop::collection::vec((space(), inner), 1..4);
        (prop::sample::select(INLINE), attributes(), children, space()).prop_map(
            |(name, attributes, children, space)| {
                let inside: String =
                    children.into_iter().flat_map(|(space, child)| [space.to_owned(), child]).collect();
                // A button in a button, or a link in a link, is not HTML.
                let inside = if ["a", "button", "label"].contains(&name) {
                    ["a", "button", "label"].iter().fold(inside, |inside, name| {
                        inside
                            .replace(&format!("<{name}>"), "<i>")
                            .replace(&format!("<{name} "), "<i ")
                            .replace(&format!("</{name}>"), "</i>")
                    })
                } else {
                    inside
                };
                format!("<{name}{attributes}>{inside}{space}</{name}>")
            },
        )
    })
}

pub(super) fn block() -> impl Strategy<Value = String> {
    let line = || {
        prop::collection::vec((space(), inline()), 1..5)
            .prop_map(|line| line.into_iter().flat_map(|(space, piece)| [space.to_owned(), piece]).collect::<String>())
    };
    let leaf = prop_oneof![
        3 => (prop::sample::select(BLOCK), attributes(), line(), space())
            .prop_map(|(name, attributes, line, space)| format!("<{name}{attributes}>{line}{space}</{name}>")),
        1 => line().prop_map(|line| format!("<x-y><p>{line}</p></x-y><span><ul><li>a</li></ul> </span>")),
        1 => Just("<pre>\n\n a  <b> b </b>\n</pre>".to_owned()),
        1 => (line(), line()).prop_map(|(a, b)| format!("<ul>\n<li>{a}\n<li>{b}</ul>")),
        1 => (line(), line()).prop_map(|(a, b)| {
            format!("<table> <caption>{a}</caption> <thead><tr><th>x<th>y <tbody> <tr><td>{b}<td>2\n<tr><td>3</table>")
        }),
        1 => (line(), line()).prop_map(|(a, b)| format!("<dl><dt>{a}<dd>{b}<dt>c<dd>d</dl>")),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        (
            prop::sample::select(vec!["div", "section", "main", "article", "blockquote"]),
            prop::collection::vec((space(), prop_oneof![inner, inline()]), 1..4),
            space(),
        )
            .prop_map(|(name, children, space)| {
                let inside: String =
                    children.into_iter().flat_map(|(space, child)| [space.to_owned(), child]).collect();
                format!("<{name}>{inside}{space}</{name}>")
            })
    })
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec((space(), block()), 1..5).prop_map(|blocks| {
        let body: String = blocks.into_iter().flat_map(|(space, block)| [space.to_owned(), block]).collect();
        format!(
            "<!doctype html>\n<html lang=en>\n<head>\n<title> a &amp; b</title></head>\n<body>{body}</body>\n</html>"
        )
    })
}

proptest! {
    #![proptest_config(super::cases(600))]

    #[test]
    fn a_reader_sees_the_same_page(html in document()) {
        let shrinker = shrinker("[lang]{color:red}", plain());
        let once = String::from_utf8(super::bytes(&shrinker.page(html.clone(), '.').unwrap()).into_owned()).unwrap();
        prop_assert!(!crate::marks::holds_mark(&once), "{}", once);
        prop_assert_eq!(seen(&html), seen(&once), "{}\n{}", html, once);
        let twice = shrinker.page(once.clone(), '.').unwrap();
        prop_assert_eq!(String::from_utf8(super::bytes(&twice).into_owned()).unwrap(), once);
    }
}

/// Text as Markdown makes it: escaped, with marked text, code, links and breaks in it.
fn line_of_markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z .,]{0,12}",
        1 => prop::sample::select(vec!["&amp;", "&lt;b&gt;", "&quot;a&quot;", "&amp;amp;", "é\n日", "\n", "  ", "R&amp;D", "&#39;"])
            .prop_map(str::to_owned),
        1 => "[a-z ]{0,4}".prop_map(|text| format!("<em>{text}</em>")),
        1 => "[a-z &]{0,6}".prop_map(|text| format!("<code>{}  </code>", text.replace('&', "&amp;"))),
        1 => "[a-z /]{1,6}".prop_map(|text| format!("<a href=\"/x?a=1&amp;{text}\" title=\"{text}\">{text} <b> b</b></a>")),
        1 => Just("<br>\n".to_owned()),
        1 => Just("<label><input type=\"checkbox\" disabled checked> x</label>".to_owned()),
        1 => Just("<span class=\"chip\"> s </span>".to_owned()),
        1 => Just("<svg><path d=\"M0 0\"/></svg>".to_owned()),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

/// Blocks as Markdown makes them; now and then with something in them that is not ordinary.
fn blocks_of_markdown() -> impl Strategy<Value = String> {
    let line = line_of_markdown;
    let leaf = prop_oneof![
        3 => line().prop_map(|line| format!("<p>{line}</p>\n")),
        1 => line().prop_map(|line| format!("<h2 id=\"a-b\">{line}</h2>\n")),
        1 => "[a-z &\n]{0,9}".prop_map(|text| {
            format!("<pre tabindex=\"0\"><code class=\"language-x\">{}\n</code></pre>\n", text.replace('&', "&amp;"))
        }),
        1 => Just("<hr>\n".to_owned()),
        1 => (line(), line()).prop_map(|(a, b)| format!(
            "<div class=\"wide\" tabindex=\"0\"><table>\n<thead><tr><th>{a}</th><th class=\"r\">b</th></tr></thead>\n\
             <tbody><tr><td>{b}</td><td></td></tr>\n<tr><td>1</td><td class=\"r\">{a}</td></tr>\n</tbody></table></div>\n"
        )),
        1 => (line(), line()).prop_map(|(a, b)| format!("<dl>\n<dt>{a}</dt>\n<dd>{b}</dd>\n<dd>c</dd>\n</dl>\n")),
        1 => line().prop_map(|line| format!("<figure><p>{line}</p></figure>\n")),
        1 => line().prop_map(|line| format!("{line}\n")),
    ];
    let blocks = leaf.prop_recursive(3, 16, 4, |inner| {
        (0..4_usize, prop::collection::vec((line_of_markdown(), inner), 1..4)).prop_map(|(kind, items)| {
            let items = items.into_iter().map(|(line, block)| match kind {
                0 => format!("<li>{line}\n{block}</li>\n"),
                1 => format!("<li><p>{line}</p>\n{block}</li>\n"),
                2 => format!("<p>{line}</p>\n{block}"),
                _ => block,
            });
            let inside: String = items.collect();
            match kind {
                0 => format!("<ul>\n{inside}</ul>\n"),
                1 => format!("<ol start=\"3\">\n{inside}</ol>\n"),
                2 => format!("<blockquote>\n{inside}</blockquote>\n"),
                _ => format!("<section class=\"x  y\" aria-label=\"a b\">{inside}</section>\n"),
            }
        })
    });
    prop::collection::vec(blocks, 1..6).prop_map(|blocks| blocks.concat())
}

proptest! {
    #![proptest_config(super::cases(1_000))]

    #[test]
    fn ordinary_blocks_read_the_same(
        blocks in blocks_of_markdown(),
        (open, close) in prop::sample::select(vec![("<main>", "</main>"), ("<x-y>", "</x-y>"), ("<a href=b>", "</a>"), ("", "")]),
        css in prop::sample::select(vec!["", "li{display:inline}", ".wide p{color:red}"]),
    ) {
        // A link in a link is not HTML.
        let blocks = if open.starts_with("<a") { blocks.replace("<a ", "<i ").replace("</a>", "</i>") } else { blocks };
        let html = format!("<!doctype html><html lang=en><title>a</title><body>{open}\n{blocks}{close}\n<footer>b</footer></body></html>");
        let shrinker = shrinker(css, plain());
        let once = String::from_utf8(super::bytes(&shrinker.page(html.clone(), '.').unwrap()).into_owned()).unwrap();
        prop_assert_eq!(seen(&html), seen(&once), "{}\n{}", html, once);
    }
}

#[test]
fn ordinary_blocks_are_written_as_short_as_they_can_be() {
    let body = "<h2 id=\"a\">A  b </h2>\n<p class=\"x y\" id=\"b\">one\ntwo <em>three</em></p>\n<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n\
                <li>Q&amp;A &amp; more</li>\n</ul>\n<pre><code>a\n  b\n</code></pre>\n<p>end</p>\n";
    assert_eq!(
        page("", &format!("<main>\n{body}</main>")),
        "<main><h2 id=a>A b</h2><p class=\"x y\" id=b>one two <em>three</em><ul><li>a<ul><li>b</ul><li>Q&amp;A & more</ul>\
         <pre><code>a\n  b\n</code></pre><p>end</main>"
    );
    assert_eq!(page("", "<main><p>one</p>&#32;<div>two</div></main>"), "<main><p>one<div>two</div></main>");
    // Of attributes with the same name, the first counts.
    assert_eq!(page("", "<p class=a class=\"b c\" id=x>text</p>"), "<p class=a id=x>text</p>");
    // A browser would pass over the closing tag of an element that it does not know.
    assert_eq!(page("", "<x-y><p>end</p>\n</x-y>"), "<x-y><p>end</p></x-y>");
}

#[test]
fn spaces_stay_where_words_would_join() {
    let shrunk = |html| page("", html);
    assert_eq!(shrunk("<div>Call <a>now</a> <b>or</b> wait</div>"), "<div>Call <a>now</a> <b>or</b> wait</div>");
    assert_eq!(shrunk("<p><label>Yes </label><label> No</label>"), "<p><label>Yes </label><label> No</label>");
    assert_eq!(shrunk("<ul> <li> <a>a</a>\n<a>b</a> </li> </ul>"), "<ul><li><a>a</a> <a>b</a></ul>");
    let inline = "li{display:inline}.chip{display:inline-block}";
    assert_eq!(page(inline, "<ul> <li>a</li>\n<li>b</li> </ul>"), "<ul><li>a</li> <li>b</ul>");
    assert_eq!(
        page(inline, "<div class=chip>a</div> <div class=chip>b</div>"),
        "<div class=chip>a</div> <div class=chip>b</div>"
    );
    assert_eq!(shrunk("<div><a>x</a> <!-- c -->y</div>"), "<div><a>x</a> y</div>");
    assert_eq!(shrunk("<math><mspace/><mi>x</mi></math> y"), "<math><mspace></mspace><mi>x</mi></math> y");
}

#[test]
fn tags_that_cross_leave_a_page_as_it_was() {
    let crossed = "<div><b><i>a</b> b</i> <p>c</p> </div>";
    assert_eq!(page("", crossed), crossed);
}

#[test]
fn items_that_a_style_makes_part_of_a_line_are_written_as_in_a_page_that_is_not_ordinary() {
    const CONTENTS: [&str; 14] = [
        "a",
        " a",
        "a ",
        " <em>a</em> ",
        "\n<p>a</p>\n",
        "a\n<ul>\n<li>b</li>\n<li> c</li>\n</ul>\n",
        "<ul><li>b </li></ul> c",
        "",
        " ",
        "a<br>\nb",
        "<label><input type=\"checkbox\" disabled> a</label>",
        "<code> x </code>\n",
        "\n<pre>x\n</pre>\n",
        "\n<h3 id=\"h\">h</h3>\n<p>p</p>\n<p>q</p> r\n",
    ];
    let shrinker = shrinker("nav li{display:inline}", plain());
    let shrunk =
        |html: String| String::from_utf8(super::bytes(&shrinker.page(html, '.').unwrap()).into_owned()).unwrap();
    for (number, first) in CONTENTS.into_iter().enumerate() {
        for second in CONTENTS {
            for space in ["", "\n"] {
                let edge = if number % 2 == 0 { "\n" } else { "" };
                let list = |word: &str| {
                    format!(
                        "<main><p>x</p>\n<ul>{edge}<li>{first}</li>{space}<li value=\"2\">{second}</li>{space}<li>y{word}y\
                         </li>{edge}</ul>\n<p>z</p></main>"
                    )
                };
                let ordinary = shrunk(list(""));
                assert_eq!(ordinary, shrunk(list("<x-y></x-y>")).replace("<x-y></x-y>", ""), "{}", list(""));
            }
        }
    }
}
