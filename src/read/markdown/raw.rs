//! Raw HTML: shown as text unless the site allows it, and then never nested deeper than the sanitiser can follow.
//! Allowed HTML is written in [`super::elements`].

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark_escape::escape_html_body_text;

use super::tokens::Fragment;
use super::writer::Writer;
use crate::limits::{RAW_HTML_ATTRIBUTES, RAW_HTML_DEPTH};
use crate::report::catalog;

impl Writer<'_> {
    /// Writes raw HTML as text unless the site allows it; comments are notes of the editor and are removed.
    pub(super) fn raw_html(&mut self, fragment: &Fragment, range: Range<usize>, block: bool) {
        if !self.rules.house {
            self.inline(&fragment.text);
            return;
        }
        self.note_foreign_in_html(&range);
        if self.harmless_html(fragment, &range, block) {
            return;
        }
        let is_let_through = self.rules.raw_html && !self.has_too_many_attributes(&fragment.text, &range);
        if is_let_through && !self.raw_too_deep(&fragment.text, &range) {
            self.raw.place = range;
            self.walk(fragment, block);
            return;
        }
        self.forbidden.settle(&range, false);
        let html = self.masked.restore_lines(Cow::Borrowed(&*fragment.text), &range);
        let html = self.masked.restore(&html).into_owned();
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            return;
        }
        let has_tags = self.report_body_lines(fragment, &range, block);
        let length = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
        let is_foreign = !block && self.holds_foreign(&(range.start..range.start + 1));
        if has_tags && !self.rules.raw_html && !self.ends_found_html(trimmed) && !is_foreign {
            self.report_raw_html(range.start..range.start + length, &html);
        }
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(&html);
            return;
        }
        self.inline(if block { "<p>" } else { "" });
        let _ = escape_html_body_text(&mut self.out, if block { trimmed } else { &html });
        self.out.push_str(if block { "</p>\n" } else { "" });
    }

    /// Reports raw HTML that is shown as text, unless all its tags are components, which are reported as syntax of another system.
    pub(super) fn report_raw_html(&mut self, first_line: Range<usize>, html: &str) {
        let is_component = |at: usize| self.is_component(first_line.start + at);
        let is_tag = |at: usize| html[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let mut tags = html.match_indices('<').map(|(at, _)| at).filter(|at| is_tag(*at)).peekable();
        if tags.peek().is_some() && tags.all(is_component) {
            return;
        }
        let place = self.place(first_line);
        self.findings.push(catalog::markdown::raw_html(place));
    }

    /// Whether allowed raw HTML nests deeper than the sanitiser follows in reasonable time. From there on it
    /// is text.
    fn raw_too_deep(&mut self, html: &str, range: &Range<usize>) -> bool {
        let before = self.raw_depth;
        self.raw_depth += depth_change(html);
        let most = RAW_HTML_DEPTH.cast_signed();
        if before <= most && self.raw_depth > most {
            let place = self.place(range.start..range.start + 1);
            self.findings.push(catalog::files::html_too_deep(place, RAW_HTML_DEPTH));
        }
        if before > most {
            self.raw_depth = before;
        }
        self.raw_depth > most
    }

    /// Whether a tag of raw HTML has more attributes than the sanitiser compares in reasonable time. Then all of it is
    /// text.
    fn has_too_many_attributes(&mut self, html: &str, range: &Range<usize>) -> bool {
        let is_excess = most_attributes(html) > RAW_HTML_ATTRIBUTES;
        if is_excess {
            let place = self.place(range.start..range.start + 1);
            self.findings.push(catalog::files::too_many_attributes(place, RAW_HTML_ATTRIBUTES));
        }
        is_excess
    }

    /// Whether raw HTML is the end of an element whose beginning was reported: one finding for one element.
    pub(super) fn ends_found_html(&mut self, html: &str) -> bool {
        let tag = html.trim_start_matches(['<', '/']);
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(tag.len());
        let name = tag[..length].to_ascii_lowercase();
        if html.starts_with("</") {
            return match self.raw_open.get_mut(&name) {
                Some(open) if *open > 0 => {
                    *open -= 1;
                    true
                }
                _ => false,
            };
        }
        let ends = html.to_ascii_lowercase().contains(&format!("</{name}"));
        if !name.is_empty() && !ends {
            *self.raw_open.entry(name).or_default() += 1;
        }
        false
    }
}

/// How many attributes the tag has that has most of them, or a few more. Comments and quoted values are passed over.
pub(super) fn most_attributes(html: &str) -> usize {
    if html.len() <= RAW_HTML_ATTRIBUTES {
        return 0;
    }
    let (mut most, mut attributes) = (0, 0);
    let mut quote = None;
    let mut is_in_tag = false;
    let (mut last, mut last_sign) = (b' ', b' ');
    let bytes = html.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None => match byte {
                b'<' if !is_in_tag => {
                    (is_in_tag, attributes) = (bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic), 0);
                }
                b'>' => is_in_tag = false,
                b'"' | b'\'' if is_in_tag && last_sign == b'=' => quote = Some(byte),
                _ if last.is_ascii_whitespace() || matches!(last, b'/' | b'"' | b'\'') => {
                    attributes += usize::from(is_in_tag && !byte.is_ascii_whitespace());
                }
                _ => {}
            },
        }
        most = most.max(attributes);
        last = byte;
        if !byte.is_ascii_whitespace() {
            last_sign = byte;
        }
    }
    most
}

/// How many elements a piece of raw HTML leaves open. Those that the next one closes by itself do not count.
fn depth_change(html: &str) -> isize {
    const FLAT: [&str; 24] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "param", "rp", "rt", "source", "td", "th", "tr", "track", "wbr",
    ];
    let mut change = 0;
    for (at, _) in html.match_indices('<') {
        let rest = &html[at + 1..];
        let (name, step) = rest.strip_prefix('/').map_or((rest, 1), |name| (name, -1));
        let length = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
        if length > 0 && !FLAT.iter().any(|flat| name[..length].eq_ignore_ascii_case(flat)) {
            change += step;
        }
    }
    change
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_tag_by_tag() {
        let words = "word ".repeat(300);
        for (html, least, most) in [
            (format!("<p title=\"{words}\">{words}</p>"), 1, 1),
            (format!("<p title = '{words}' id=a>{words}</p>"), 2, 4),
            (format!("<!-- {words} --><p>{words}"), 0, 0),
            (format!("<p {words}>"), 300, 300),
            (format!("<p {}>", "a=\"b\"c='d'".repeat(100)), 200, 400),
            (format!("<p {}>", "a/".repeat(300)), 300, 300),
            ("<p a b>".repeat(300), 2, 2),
        ] {
            let counted = most_attributes(&html);
            assert!((least..=most).contains(&counted), "{counted} in {}", &html[..40]);
        }
    }
}
