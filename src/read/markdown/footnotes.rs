//! Footnotes: called in running text, written at the end of the page in the order of their first calls.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use super::writer::Writer;
use crate::report::{Place, catalog};

/// The footnotes of one page.
#[derive(Default)]
pub(super) struct Footnotes {
    /// Label to number, in the order of first calls.
    numbers: HashMap<String, usize>,
    /// How often each was called, by number - 1.
    calls: Vec<usize>,
    /// Label, HTML and place of each definition.
    pub definitions: Vec<(String, String, Range<usize>)>,
    /// Label and outer text of the definitions that are being written: one may be in another.
    pub open: Vec<(String, String, Range<usize>)>,
}

impl Writer<'_> {
    pub(super) fn footnote_call(&mut self, label: &str) {
        self.touch_paragraph(None, false);
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(label.to_owned()).or_insert(next);
        if number == next {
            self.footnotes.calls.push(0);
        }
        self.footnotes.calls[number - 1] += 1;
        let time = self.footnotes.calls[number - 1];
        let back = back_id(number, time);
        // The number is a link: it follows the link or the image whose text contains the reference.
        let is_waiting = !self.images.is_empty() || self.is_in_link();
        let out = if is_waiting { &mut self.after_link } else { &mut self.out };
        let _ = write!(out, "<sup><a href=\"#fn{number}\" id=\"{back}\" role=\"doc-noteref\">{number}</a></sup>");
    }

    /// Writes the footnotes at the end, in the order of their first calls, each with links back to them.
    pub(super) fn write_footnotes(&mut self) {
        let mut definitions = std::mem::take(&mut self.footnotes.definitions);
        self.check_footnotes(&definitions);
        definitions.retain(|(label, ..)| self.footnotes.numbers.contains_key(label));
        definitions.sort_by_key(|(label, ..)| self.footnotes.numbers[label]);
        definitions.dedup_by(|b, a| a.0 == b.0);
        if definitions.is_empty() {
            return;
        }
        self.open("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        self.word_hole("footnotes");
        self.out.push_str("\"><ol>\n");
        for (label, html, _) in definitions {
            let number = self.footnotes.numbers[&label];
            let _ = write!(self.out, "<li id=\"fn{number}\">");
            let html = html.trim_end();
            let (body, tail) = html.strip_suffix("</p>").map_or((html, ""), |body| (body, "</p>"));
            self.out.push_str(body);
            for time in 1..=self.footnotes.calls[number - 1] {
                let back = back_id(number, time);
                let _ = write!(self.out, " <a href=\"#{back}\" role=\"doc-backlink\" aria-label=\"");
                self.word_hole("footnote_back");
                // Each way back has a name of its own.
                let name = &back[BACK.len()..];
                let _ = write!(self.out, " {name}\">↩");
                if time > 1 {
                    let _ = write!(self.out, "<sup>{time}</sup>");
                }
                self.out.push_str("</a>");
            }
            self.out.push_str(tail);
            self.close("</li>");
        }
        self.close("</ol></section>");
    }

    /// Reports definitions that are not published: unused ones, and repeated ones.
    fn check_footnotes(&mut self, definitions: &[(String, String, Range<usize>)]) {
        let mut seen: HashMap<&str, Place> = HashMap::new();
        for (label, _, range) in definitions {
            let text = &self.masked.source()[range.clone()];
            let length = text.find(['\n', '\r']).unwrap_or(text.len());
            let place = self.place(range.start..range.start + length);
            if let Some(first) = seen.get(label.as_str()) {
                self.findings.push(catalog::markdown::repeated_footnote(place, label, first.clone()));
                continue;
            }
            seen.insert(label, place.clone());
            if !self.footnotes.numbers.contains_key(label) {
                self.findings.push(catalog::markdown::unused_footnote(place, label));
            }
        }
    }
}

/// What the id of every reference begins with.
const BACK: &str = "fnref";

fn back_id(number: usize, time: usize) -> String {
    if time == 1 { format!("{BACK}{number}") } else { format!("{BACK}{number}-{time}") }
}
