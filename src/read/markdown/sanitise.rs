//! The raw HTML that is allowed where a site permits it: one list. The writer removes and reports what is not on it,
//! and ammonia then cleans the whole body by it once more. Our own tags are part of the body, so the list allows what
//! the writer writes.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::Builder;

use super::addresses::{AddressKind, SCHEMES, classify};
use super::nesting;
use crate::marks;
use crate::report::catalog::lost::NestingMistake;

/// Elements without content.
pub(super) const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Elements that begin and end running text.
pub(super) const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "center",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "td",
    "th",
    "tr",
    "ul",
];

/// Elements that hold no blocks.
pub(super) const LINES: [&str; 26] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "dfn", "em", "i", "kbd", "label", "mark", "p", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Elements whose words are code.
pub(super) const CODE: [&str; 5] = ["code", "kbd", "pre", "samp", "var"];

/// What is allowed: elements, attributes of any element, attributes of some.
struct Allowed {
    elements: HashSet<&'static str>,
    anywhere: HashSet<&'static str>,
    attributes: HashMap<&'static str, HashSet<&'static str>>,
}

static ALLOWED: LazyLock<Allowed> = LazyLock::new(|| {
    let cleaner = builder();
    Allowed {
        elements: cleaner.clone_tags(),
        anywhere: cleaner.clone_generic_attributes(),
        attributes: cleaner.clone_tag_attributes(),
    }
});

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = builder();
    cleaner.add_generic_attributes([NUMBER]).add_tags([BODY]).add_tag_attributes(BODY, [BODY_NUMBER]);
    cleaner
});

/// The element that wraps the body of a shortcode while it is sanitised, so that nothing begins in it and ends outside. No editor's
/// element of this name is left by then.
const BODY: &str = "dir";

/// The attribute with the number of the call.
const BODY_NUMBER: &str = "data-body";

/// Numbers the start tags of raw HTML, to see which of them are left.
pub const NUMBER: &str = "data-number";

/// Attributes that hold addresses.
const ADDRESSES: [&str; 17] = [
    "action",
    "archive",
    "background",
    "cite",
    "classid",
    "code",
    "codebase",
    "data",
    "formaction",
    "href",
    "icon",
    "longdesc",
    "manifest",
    "poster",
    "src",
    "usemap",
    "xlink:href",
];

fn builder() -> Builder<'static> {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(["section", "input", "label", "details", "summary", "figure", "figcaption", "dl", "dt", "dd", "div"])
        .add_generic_attributes(["id", "class", "dir", "lang", "role", "tabindex"])
        .add_tag_attributes("section", ["aria-label"])
        .add_tag_attributes("a", ["aria-label"])
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("li", ["type", "value"])
        .add_tag_attributes("ol", ["reversed", "type"])
        .add_tag_attributes("ul", ["type"])
        .add_tag_attributes("time", ["datetime"])
        .add_tag_attributes("data", ["value"])
        .rm_tags(["img", "map", "area"])
        .url_schemes(SCHEMES.into())
        .attribute_filter(|element, name, value| match (element, name) {
            // Without a form and a script, no control but a checkbox is of any use.
            ("input", "type") => Some("checkbox".into()),
            // No address holds a control character, and a browser drops some of them before it looks at the scheme.
            _ if is_address(name) && value.contains(char::is_control) => None,
            _ if is_address(name) && matches!(classify(value), AddressKind::Forbidden(_)) => None,
            _ => Some(value.into()),
        })
        .link_rel(None);
    cleaner
}

/// Whether an attribute of this name holds an address.
#[must_use]
pub fn is_address(attribute: &str) -> bool {
    ADDRESSES.contains(&attribute)
}

/// Whether an element of this name stays.
#[must_use]
pub fn allows_element(name: &str) -> bool {
    ALLOWED.elements.contains(name)
}

/// Whether an attribute stays at an element.
#[must_use]
pub fn allows_attribute(element: &str, name: &str) -> bool {
    ALLOWED.anywhere.contains(name) || ALLOWED.attributes.get(element).is_some_and(|names| names.contains(name))
}

/// The body with everything gone that could run, load or pretend, and which of the first `count` numbered tags are
/// left, and the elements that are where HTML does not allow them.
#[must_use]
pub fn clean(html: &str, count: usize) -> (String, Vec<bool>, Vec<(usize, NestingMistake)>) {
    let html = bodies_as_holes(CLEANER.clean(&bodies_as_elements(html)).to_string());
    let mut left = vec![false; count];
    if count == 0 {
        return (html, left, Vec::new());
    }
    let misplaced = nesting::misplaced(&html);
    let mark = format!(" {NUMBER}=\"");
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    // In text the quote is one that an editor wrote, not followed by the number of a tag: there it stays.
    while let Some(at) = rest.find(&mark) {
        let after = &rest[at + mark.len()..];
        let number = after.split_once('"').and_then(|(number, tail)| Some((number.parse::<usize>().ok()?, tail)));
        let in_tag = rest[..at].rfind(['<', '>']).is_some_and(|sign| rest[sign..].starts_with('<'));
        match number.filter(|(number, _)| in_tag && *number < count) {
            Some((number, tail)) => {
                left[number] = true;
                out.push_str(&rest[..at]);
                rest = tail;
            }
            None => {
                out.push_str(&rest[..at + mark.len()]);
                rest = after;
            }
        }
    }
    out.push_str(rest);
    (out, left, misplaced)
}

fn body_hole(sign: char) -> String {
    format!("{}{sign}", marks::OPEN)
}

/// HTML with an element for each body, instead of a hole at its beginning and its end.
fn bodies_as_elements(html: &str) -> Cow<'_, str> {
    let open = body_hole('o');
    if !html.contains(&open) {
        return Cow::Borrowed(html);
    }
    let html = html.replace(&open, &format!("<{BODY} {BODY_NUMBER}=\"{}", marks::OPEN));
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    let (number, end) = (format!("=\"{}", marks::OPEN), body_hole('e'));
    while let Some(at) = rest.find(marks::OPEN) {
        let close = rest[at..].find(marks::END).map_or(rest.len(), |close| at + close);
        let after = (close + marks::END.len_utf8()).min(rest.len());
        if rest[..at + marks::OPEN.len_utf8()].ends_with(&number) {
            out.extend([&rest[..at], &rest[at + marks::OPEN.len_utf8()..close], "\">"]);
        } else if rest[at..].starts_with(&end) {
            out.extend([&rest[..at], "</", BODY, ">"]);
        } else {
            out.push_str(&rest[..after]);
        }
        rest = &rest[after..];
    }
    Cow::Owned(out + rest)
}

/// The opposite of [`bodies_as_elements`].
fn bodies_as_holes(html: String) -> String {
    let (open, close) = (format!("<{BODY} "), format!("</{BODY}>"));
    if !html.contains(&close) {
        return html;
    }
    let mut numbers: Vec<&str> = Vec::new();
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some(at) = rest.find(&format!("<{BODY}")).into_iter().chain(rest.find(&close)).min() {
        out.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        if tag == close {
            if let Some(number) = numbers.pop() {
                out.extend([&body_hole('e'), number, marks::END.encode_utf8(&mut [0; 4])]);
            }
        } else if let Some(number) = tag.strip_prefix(&open).and_then(|tag| tag.split('"').nth(1)) {
            numbers.push(number);
            out.extend([&body_hole('o'), number, marks::END.encode_utf8(&mut [0; 4])]);
        }
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_begins_in_a_body_and_ends_outside() {
        let hole = |sign: char, number: usize| format!("{}{sign}{number}{}", marks::OPEN, marks::END);
        let (open, close, call) = (hole('o', 3), hole('e', 3), hole('c', 1));
        for (html, wanted) in [
            (format!("<p>a</p>{open}<p>b {call}</p>{close}"), format!("<p>a</p>{open}<p>b {call}</p>{close}")),
            (format!("{open}<div>{close}</div>x"), format!("{open}<div></div>{close}x")),
            (
                format!("<ul><li>{open}{open}{close}</li>{close}</ul>"),
                format!("<ul><li>{open}{open}{close}{close}</li></ul>"),
            ),
        ] {
            assert_eq!(cleaned(&html), wanted);
        }
    }

    fn cleaned(html: &str) -> String {
        clean(html, 0).0
    }

    #[test]
    fn an_address_with_a_control_character_is_removed() {
        assert_eq!(cleaned("<a href=\"java&#9;script:x\">a</a>"), "<a>a</a>");
        assert_eq!(cleaned("<a href=\"/a&#1;b\">a</a>"), "<a>a</a>");
        assert_eq!(cleaned("<a href=\"/ab\">a</a>"), "<a href=\"/ab\">a</a>");
    }

    #[test]
    fn every_attribute_that_holds_an_address_is_checked() {
        for address in ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//a.example/"] {
            for element in ["q", "blockquote", "del", "ins"] {
                let html = format!("<{element} cite=\"{address}\">a</{element}>");
                assert_eq!(cleaned(&html), format!("<{element}>a</{element}>"), "{address}");
            }
        }
        assert_eq!(cleaned("<q cite=\"https://a.example/\">a</q>"), "<q cite=\"https://a.example/\">a</q>");
    }

    #[test]
    fn lists_keep_their_type() {
        for html in ["<ul type=\"square\"><li type=\"disc\">a</li></ul>", "<ol type=\"a\"><li value=\"3\">a</li></ol>"]
        {
            assert_eq!(cleaned(html), html);
        }
    }

    #[test]
    fn only_checkboxes_are_allowed_as_inputs() {
        assert_eq!(cleaned("<input type=\"password\">"), "<input type=\"checkbox\">");
    }

    #[test]
    fn numbered_tags_that_are_not_allowed_are_missed() {
        let (html, left, _) = clean("<div data-number=\"0\"><td data-number=\"1\">x</td> data-number=\"1\"</div>", 2);
        assert_eq!((html.as_str(), left), ("<div>x data-number=\"1\"</div>", vec![true, false]));
    }
}
