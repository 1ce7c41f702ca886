//! Adds to the head of a finished page what no template writes: whether it may be indexed, and its policy.

use std::ops::Range;

use super::scan::{HtmlAttribute, HtmlToken, Scanner};
use super::uses::policy;

/// What every `meta` element with a policy begins with here.
const POLICY: &str = "<meta http-equiv=content-security-policy content=\"";
const NOINDEX: &str = "<meta name=robots content=noindex>";

/// What is added to a page, and where. Nothing that is there already is added again.
pub(super) fn additions(html: &[u8], is_noindex: bool, has_policy: bool) -> Option<(usize, String)> {
    let mut text = String::new();
    if is_noindex && !asks_not_to_be_indexed(html) {
        text.push_str(NOINDEX);
    }
    if has_policy {
        // A policy contains neither quotation marks nor signs with a meaning in attributes.
        text.push_str(&format!("{POLICY}{}\">", policy(html).meta()));
    }
    (!text.is_empty()).then(|| (place(html), text))
}

/// The policy that was added to a page.
pub(super) fn policy_element(html: &[u8]) -> Option<Range<usize>> {
    let start = memchr::memmem::find(html, POLICY.as_bytes())?;
    let end = memchr::memchr(b'>', &html[start..])?;
    Some(start..start + end + 1)
}

fn value<'a>(html: &'a [u8], attributes: &[HtmlAttribute], name: &[u8]) -> Option<&'a [u8]> {
    let attribute = attributes.iter().find(|one| html[one.name.clone()].eq_ignore_ascii_case(name))?;
    Some(&html[attribute.value.clone()])
}

fn asks_not_to_be_indexed(html: &[u8]) -> bool {
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next(false) {
        let HtmlToken::Open { name, .. } = token else { continue };
        let is_robots = html[name].eq_ignore_ascii_case(b"meta")
            && value(html, scanner.attributes(), b"name").is_some_and(|name| name.eq_ignore_ascii_case(b"robots"));
        if is_robots {
            let content = value(html, scanner.attributes(), b"content").unwrap_or_default().to_ascii_lowercase();
            return [&b"noindex"[..], b"none"].iter().any(|word| memchr::memmem::find(&content, word).is_some());
        }
    }
    false
}

/// After the encoding, which must be among the first bytes of a page, and before everything that a policy is about.
fn place(html: &[u8]) -> usize {
    let mut at = 0;
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Other(range) => at = range.end,
            HtmlToken::Text(range) if html[range.clone()].trim_ascii().is_empty() => {}
            HtmlToken::Open { name, tag, .. } => {
                let name = html[name].to_ascii_lowercase();
                let is_encoding = name == b"meta" && value(html, scanner.attributes(), b"charset").is_some();
                if !is_encoding && name != b"html" && name != b"head" {
                    break;
                }
                at = tag.end;
                if is_encoding {
                    break;
                }
            }
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(html: &str, is_noindex: bool, has_policy: bool) -> String {
        let mut page = html.to_owned();
        if let Some((at, text)) = additions(html.as_bytes(), is_noindex, has_policy) {
            page.insert_str(at, &text);
        }
        page
    }

    #[test]
    fn a_page_says_once_that_it_is_not_to_be_indexed() {
        let page = "<!doctype html><html lang=en><meta charset=utf-8><title>A</title><p>Words";
        let expected = "<!doctype html><html lang=en><meta charset=utf-8><meta name=robots content=noindex><title>A</title><p>Words";
        assert_eq!(added(page, true, false), expected);
        assert_eq!(added(expected, true, false), expected);
        assert_eq!(added(page, false, false), page);
        assert!(added("<meta name=robots content=nofollow><p>", true, false).starts_with(NOINDEX));
    }

    #[test]
    fn a_policy_comes_before_the_style_that_it_allows() {
        let page = "<!doctype html><head><style>a{b:c}</style><meta charset=utf-8><body>";
        let with = added(page, false, true);
        assert!(
            with.starts_with("<!doctype html><head><meta http-equiv=content-security-policy content=\"default-src")
        );
        let element = policy_element(with.as_bytes()).unwrap();
        assert_eq!([&with[..element.start], &with[element.end..]].concat(), page);
        assert_eq!(policy(with.as_bytes()), policy(page.as_bytes()));
    }
}
