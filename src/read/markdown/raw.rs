//! Raw HTML: shown as text unless the site lets it through, and then never deeper than the sanitiser can follow. What is
//! let through is walked in [`super::elements`].

use std::ops::Range;

use pulldown_cmark_escape::escape_html_body_text;

use super::tokens::Fragment;
use super::writer::Writer;
use crate::limits::RAW_HTML_DEPTH;
use crate::report::catalog;

impl Writer<'_> {
    /// Raw HTML is shown as text unless the site lets it through; comments are notes of the editor and are left out.
    pub(super) fn raw_html(&mut self, fragment: &Fragment, range: Range<usize>, block: bool) {
        if !self.rules.house {
            self.inline(&fragment.text);
            return;
        }
        if self.rules.raw_html && !self.raw_too_deep(&fragment.text, &range) {
            self.walk(fragment, block);
            return;
        }
        self.forbidden.settle(&range, false);
        let html = self.masked.restore(&fragment.text).into_owned();
        let trimmed = html.trim();
        if trimmed.starts_with("<!--") && trimmed.ends_with("-->") {
            return;
        }
        let length = self.masked.source()[range.clone()].find(['\n', '\r']).unwrap_or(range.len());
        if !self.rules.raw_html && !self.ends_found_html(trimmed) {
            let place = self.place(range.start..range.start + length);
            self.findings.push(catalog::markdown::raw_html(place));
        }
        if let Some(image) = self.images.last_mut() {
            image.alt.push_str(&html);
            return;
        }
        self.inline(if block { "<p>" } else { "" });
        let _ = escape_html_body_text(&mut self.out, if block { trimmed } else { &html });
        self.out.push_str(if block { "</p>\n" } else { "" });
    }

    /// Whether raw HTML that is let through nests deeper than the sanitiser follows in reasonable time. From there on it
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

    /// Whether raw HTML is the end of an element whose beginning was found: one element, one finding.
    fn ends_found_html(&mut self, html: &str) -> bool {
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
