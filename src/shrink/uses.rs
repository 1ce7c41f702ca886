//! Reads what a finished page uses, so that a policy can allow that and nothing else.

use std::borrow::Cow;

use crate::escape::unescape;
use crate::policy::{ContentPolicy, OWN};

use super::scan::{HtmlAttribute, HtmlToken, Scanner};

const STYLE: &str = "style-src";
const SCRIPT: &str = "script-src";
const IMAGE: &str = "img-src";
const MEDIA: &str = "media-src";

/// What a finished page uses: hashes of its styles and scripts, and where its images and other parts come from.
#[must_use]
pub fn policy(html: &[u8]) -> ContentPolicy {
    let mut policy = ContentPolicy::default();
    let mut scanner = Scanner::new(html);
    // The directive for the content of the element that was opened last.
    let mut content = None;
    // Whether a `source` belongs to a recording.
    let mut is_recording = false;
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Open { name, .. } => {
                let tag = UsingTag { html, attributes: scanner.attributes() };
                let name = html[name].to_ascii_lowercase();
                match name.as_slice() {
                    b"picture" => is_recording = false,
                    b"audio" | b"video" => is_recording = true,
                    _ => {}
                }
                content = match name.as_slice() {
                    b"style" => Some(STYLE),
                    b"script" if tag.value("src").is_none() && tag.is_program() => Some(SCRIPT),
                    _ => None,
                };
                tag.attributes_of_any(&mut policy);
                tag.fetches(&name, is_recording, &mut policy);
            }
            HtmlToken::Raw(range) => {
                if let Some(directive) = content.take() {
                    policy.allow_element(directive, &html[range.clone()]);
                    if directive == STYLE {
                        of_style(&html[range], &mut policy);
                    }
                }
            }
            _ => {}
        }
    }
    policy
}

struct UsingTag<'a> {
    html: &'a [u8],
    attributes: &'a [HtmlAttribute],
}

impl<'a> UsingTag<'a> {
    fn value(&self, name: &str) -> Option<&'a [u8]> {
        let is_it = |one: &&HtmlAttribute| self.html[one.name.clone()].eq_ignore_ascii_case(name.as_bytes());
        Some(&self.html[self.attributes.iter().find(is_it)?.value.clone()])
    }

    /// Whether a `script` holds a program, and not data.
    fn is_program(&self) -> bool {
        let kind = self.value("type").map(|kind| kind.trim_ascii().to_ascii_lowercase()).unwrap_or_default();
        kind.is_empty()
            || matches!(kind.as_slice(), b"module" | b"importmap" | b"speculationrules")
            || kind.ends_with(b"script")
    }

    /// Attributes that hold style or a program.
    fn attributes_of_any(&self, policy: &mut ContentPolicy) {
        for attribute in self.attributes {
            let name = self.html[attribute.name.clone()].to_ascii_lowercase();
            let value = || unescaped(&self.html[attribute.value.clone()]);
            if name == b"style" {
                policy.allow_attribute(STYLE, &value());
                of_style(value().as_bytes(), policy);
            } else if name.len() > 2 && name.starts_with(b"on") {
                policy.allow_attribute(SCRIPT, &value());
            }
        }
    }

    /// What browsers fetch for this element, or send to.
    fn fetches(&self, name: &[u8], is_recording: bool, policy: &mut ContentPolicy) {
        let mut one = |directive: &'static str, attribute: &str| {
            if let Some(source) = self.value(attribute).and_then(source) {
                policy.allow(directive, source);
            }
        };
        match name {
            b"img" => one(IMAGE, "src"),
            b"input" | b"button" => {
                one(IMAGE, "src");
                one("form-action", "formaction");
            }
            b"image" | b"use" | b"feimage" => {
                one(IMAGE, "href");
                one(IMAGE, "xlink:href");
            }
            b"script" => one(SCRIPT, "src"),
            b"audio" | b"track" => one(MEDIA, "src"),
            b"source" if is_recording => one(MEDIA, "src"),
            b"video" => {
                one(MEDIA, "src");
                one(IMAGE, "poster");
            }
            b"object" => one("object-src", "data"),
            b"embed" => one("object-src", "src"),
            b"iframe" | b"frame" => one("frame-src", "src"),
            b"base" => one("base-uri", "href"),
            // Without an address, a form is sent to its page.
            b"form" if self.value("action").is_none_or(<[u8]>::is_empty) => policy.allow("form-action", OWN),
            b"form" => one("form-action", "action"),
            b"link" => self.link(policy),
            _ => {}
        }
        if matches!(name, b"img" | b"source") {
            let candidates = self.value("srcset").unwrap_or_default();
            for candidate in candidates.split(|byte| *byte == b',') {
                let address = candidate.trim_ascii().split(u8::is_ascii_whitespace).next().unwrap_or_default();
                if let Some(source) = source(address) {
                    policy.allow(IMAGE, source);
                }
            }
        }
    }

    fn link(&self, policy: &mut ContentPolicy) {
        let rel = self.value("rel").unwrap_or_default().to_ascii_lowercase();
        let Some(source) = self.value("href").and_then(source) else { return };
        for word in rel.split(u8::is_ascii_whitespace) {
            let of_kind = match self.value("as").unwrap_or_default() {
                b"style" => STYLE,
                b"script" => SCRIPT,
                b"image" => IMAGE,
                b"font" => "font-src",
                b"audio" | b"video" | b"track" => MEDIA,
                _ => "connect-src",
            };
            let directive = match word {
                b"icon" | b"apple-touch-icon" => IMAGE,
                b"stylesheet" => STYLE,
                b"manifest" => "manifest-src",
                b"modulepreload" => SCRIPT,
                b"preload" => of_kind,
                _ => continue,
            };
            policy.allow(directive, source.clone());
        }
    }
}

/// Addresses that style names. Those of fonts are not told apart from those of images.
fn of_style(css: &[u8], policy: &mut ContentPolicy) {
    let has_fonts = memchr::memmem::find(css, b"@font-face").is_some();
    let bare = |at: usize| {
        let quoted = css[at..].trim_ascii_start();
        quoted.strip_prefix(b"\"").or_else(|| quoted.strip_prefix(b"'")).unwrap_or(quoted)
    };
    for at in memchr::memmem::find_iter(css, b"url(") {
        let Some(source) = source(bare(at + 4)) else { continue };
        if has_fonts {
            policy.allow("font-src", source.clone());
        }
        policy.allow(IMAGE, source);
    }
    for at in memchr::memmem::find_iter(css, b"@import") {
        let rest = css[at + 7..].trim_ascii_start();
        let start = if rest.starts_with(b"url(") { css.len() - rest.len() + 4 } else { at + 7 };
        if let Some(source) = source(bare(start)) {
            policy.allow(STYLE, source);
        }
    }
}

/// The source of an address in a policy; `None` where nothing is fetched.
fn source(address: &[u8]) -> Option<String> {
    let text = unescaped(address.trim_ascii());
    let text = text.trim();
    let lower: String = text.chars().take(8).collect::<String>().to_ascii_lowercase();
    if text.is_empty() || text.starts_with('#') || lower.starts_with("about:") || lower.starts_with("javascri") {
        return None;
    }
    if lower.starts_with("data:") {
        return Some("data:".to_owned());
    }
    if lower.starts_with("blob:") {
        return Some("blob:".to_owned());
    }
    let host = text.strip_prefix("//").map(|rest| ("https:", rest)).or_else(|| {
        let at = text.find("://").filter(|_| lower.starts_with("http"))?;
        Some((&text[..=at], &text[at + 3..]))
    });
    let Some((scheme, rest)) = host else { return Some(OWN.to_owned()) };
    let end = rest.find(|c: char| matches!(c, '/' | '?' | '#' | '\'' | '"' | ')') || c.is_whitespace());
    let host = &rest[..end.unwrap_or(rest.len())];
    // Characters that would end a source or a directive are not part of any host.
    let is_host = !host.is_empty() && host.chars().all(|c| c.is_alphanumeric() || "-.:[]_".contains(c));
    is_host.then(|| format!("{}//{}", scheme.to_ascii_lowercase(), host.to_ascii_lowercase()))
}

/// The text of the value of an attribute.
fn unescaped(value: &[u8]) -> Cow<'_, str> {
    match String::from_utf8_lossy(value) {
        Cow::Borrowed(text) => unescape(text),
        Cow::Owned(text) => Cow::Owned(unescape(&text).into_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(html: &str) -> String {
        let text = policy(html.as_bytes()).meta();
        let rest = text.strip_prefix("default-src 'none'; ").unwrap();
        rest.replace("base-uri 'none'; ", "").replace("form-action 'none'; ", "")
    }

    #[test]
    fn a_page_is_allowed_what_it_uses() {
        for (html, expected) in [
            ("<p>Words", "img-src 'self'"),
            ("<link rel=icon href=data:,>", "img-src 'self' data:"),
            ("<img src=a.png srcset='b.png 2x, https://cdn.example/c.png 3x'>", "img-src 'self' https://cdn.example"),
            ("<object data=map.webp></object>", "img-src 'self'; object-src 'self'"),
            ("<audio src=a.mp3></audio>", "img-src 'self'; media-src 'self'"),
            ("<video poster=p.png><source src=v.mp4></video>", "img-src 'self'; media-src 'self'"),
            ("<iframe src=//Video.Example:8443/x></iframe>", "img-src 'self'; frame-src https://video.example:8443"),
            ("<link rel=stylesheet href=a.css>", "img-src 'self'; style-src 'self'"),
            ("<link rel=canonical href=/x/><a href=https://a.example/>x</a>", "img-src 'self'"),
            ("<script type=application/ld+json>{}</script>", "img-src 'self'"),
            ("<a href=javascript:x>y</a><img src=javascript:x>", "img-src 'self'"),
            ("<form action=https://a.example/s></form>", "form-action https://a.example; img-src 'self'"),
            ("<form></form>", "form-action 'self'; img-src 'self'"),
            ("<img src=\"https://a.example;script-src *\">", "img-src 'self'"),
        ] {
            assert_eq!(allowed(html), expected, "{html}");
        }
    }

    #[test]
    fn style_and_scripts_are_allowed_by_their_hashes() {
        // printf 'a{b:c}' | openssl dgst -sha256 -binary | base64
        let hash = "'sha256-0cRUVYRKwNwnl1hkfkPGjkht16b039TjFdJzmXfFK2o='";
        assert_eq!(allowed("<style>a{b:c}</style>"), format!("img-src 'self'; style-src {hash}"));
        assert_eq!(allowed("<STYLE media=print>a{b:c}</STYLE>"), format!("img-src 'self'; style-src {hash}"));
        assert_eq!(allowed("<script>a{b:c}</script>"), format!("img-src 'self'; script-src {hash}"));
        assert_eq!(allowed("<p style='a{b:c}'>"), format!("img-src 'self'; style-src {hash} 'unsafe-hashes'"));
        assert_eq!(allowed("<p onclick='a{b:c}'>"), format!("img-src 'self'; script-src {hash} 'unsafe-hashes'"));
        let quoted = allowed("<p style=\"font:&quot;A&quot;\">");
        assert_eq!(quoted, allowed("<p style='font:\"A\"'>"));
        let fonts = allowed("<style>@font-face{src:url(x.woff2)}</style>");
        assert!(fonts.starts_with("img-src 'self'; font-src 'self'; style-src 'sha256-"), "{fonts}");
        let imported = allowed("<style>@import url(https://a.example/x.css);</style>");
        assert!(imported.ends_with(" https://a.example"), "{imported}");
    }
}
