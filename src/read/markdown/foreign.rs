//! Reports template syntax of other systems that readers would see: in running text and HTML, never in code.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::body_lines::is_own_line;
use super::constructs::Construct;
use super::equivalents::{arguments, equivalent};
use super::writer::Writer;
use crate::report::Certainty;
use crate::report::catalog::foreign::{self, System};

/// The stretches in which numbers are not words of the page: the constructs, and the text between a shortcode in angle
/// brackets and its end, which is not Markdown in its system.
pub(super) fn skipped(found: &[Construct]) -> Vec<Range<usize>> {
    let mut skipped: Vec<Range<usize>> = Vec::new();
    let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
    for construct in found.iter().filter(|construct| construct.is_end && construct.holds_raw) {
        ends.entry(&construct.name).or_default().push(construct.range.end);
    }
    for construct in found {
        let mut range = construct.range.clone();
        if skipped.last().is_some_and(|last| range.start < last.end) {
            continue;
        }
        if !construct.is_end && construct.holds_raw {
            let ends = ends.get(construct.name.as_str()).map_or(&[][..], Vec::as_slice);
            range.end = ends.get(ends.partition_point(|end| *end <= range.end)).copied().unwrap_or(range.end);
        }
        skipped.push(range);
    }
    skipped
}

impl Writer<'_> {
    /// Records source that is shown as text in a range of running text.
    pub(super) fn note_shown(&mut self, range: &Range<usize>) {
        if self.rules.house {
            self.note_foreign(range);
            self.note_lookalikes(range);
        }
    }

    /// Reports what was removed, and source that is shown as text.
    pub(super) fn report_lost(&mut self) {
        if self.rules.house {
            self.report_removed();
            self.report_emphasis();
            self.report_foreign();
        }
    }

    /// Notes the constructs that begin in a range, which is running text or HTML.
    pub(super) fn note_foreign(&mut self, range: &Range<usize>) {
        if self.foreign.is_empty() {
            return;
        }
        let first = self.foreign.partition_point(|construct| construct.range.start < range.start);
        let is_heading = self.heading.is_some();
        for construct in &mut self.foreign[first..] {
            if construct.range.start >= range.end {
                break;
            }
            // Braces at the end of a heading are our own attributes.
            construct.is_shown |= !(is_heading && construct.system == System::Attributes);
        }
    }

    /// Notes the constructs in raw HTML, but not those in comments and code.
    pub(super) fn note_foreign_in_html(&mut self, range: &Range<usize>) {
        let first = self.foreign.partition_point(|construct| construct.range.start < range.start);
        let count = self.foreign[first..].partition_point(|construct| construct.range.start < range.end);
        if count == 0 {
            return;
        }
        let hidden = hidden(&self.masked.text()[range.clone()].to_ascii_lowercase());
        for construct in &mut self.foreign[first..first + count] {
            let start = construct.range.start - range.start;
            let next = hidden.partition_point(|hidden| hidden.end <= start);
            construct.is_shown |= hidden.get(next).is_none_or(|hidden| start < hidden.start);
        }
    }

    /// Whether a component of another system begins or ends at a byte.
    pub(super) fn is_component(&self, at: usize) -> bool {
        self.foreign
            .binary_search_by_key(&at, |construct| construct.range.start)
            .is_ok_and(|number| self.foreign[number].system == System::Component)
    }

    /// Whether a construct overlaps a range.
    pub(super) fn holds_foreign(&self, range: &Range<usize>) -> bool {
        let first = self.foreign.partition_point(|construct| construct.range.end <= range.start);
        self.foreign.get(first).is_some_and(|construct| construct.range.start < range.end)
    }

    /// Reports the constructs that readers see: one finding for each system.
    pub(super) fn report_foreign(&mut self) {
        let shown: Vec<Construct> =
            std::mem::take(&mut self.foreign).into_iter().filter(|construct| construct.is_shown).collect();
        for system in System::ALL {
            let of_system = || shown.iter().filter(|construct| construct.system == system);
            let begun: HashSet<&str> = of_system().filter(|construct| !construct.is_end).map(name_of).collect();
            // What ends nothing is a construct of its own.
            let is_counted = |construct: &&Construct| {
                let name = name_of(construct);
                let is_unopened = has_names(system) && !matches!(name, "" | "end") && !begun.contains(name);
                !construct.is_end || begun.is_empty() || is_unopened
            };
            let mut places = Vec::new();
            let mut names: Vec<&str> = Vec::new();
            let mut known = HashSet::new();
            for construct in of_system().filter(is_counted) {
                let line = self.masked.source()[construct.range.clone()].find(['\n', '\r']);
                let end = line.map_or(construct.range.end, |line| construct.range.start + line);
                places.push(self.place(construct.range.start..end));
                if !construct.name.is_empty() && known.insert(&construct.name) {
                    names.push(&construct.name);
                }
            }
            let finding = foreign::syntax(system, places, &names);
            let edits = equivalents(self.masked.source(), &of_system().collect::<Vec<_>>());
            let edits = edits.into_iter().map(|(range, text)| (self.place(range), text));
            self.findings.extend(finding.map(|finding| finding.with_edits(edits, Certainty::Certain)));
        }
    }
}

/// Whether the end tags of a system have the names of those that they close.
fn has_names(system: System) -> bool {
    matches!(system, System::Tag | System::Hugo | System::Expression)
}

/// The name of a construct without its signs, as that which it closes has it: `if` of `#if`, `/if` and `endif`.
fn name_of(construct: &Construct) -> &str {
    let name = construct.name.trim_start_matches(['#', '/', '^', '>', ' ']);
    name.strip_prefix("end").filter(|rest| construct.is_end && !rest.is_empty()).unwrap_or(name)
}

/// The edits that replace shortcodes with content by equivalent calls of the theme. Both tags of each must be on lines of
/// their own.
fn equivalents(source: &str, found: &[&Construct]) -> Vec<(Range<usize>, String)> {
    /// Maximum number of open tags that are searched for the one that an end tag closes.
    const NEAR: usize = 50;
    let mut edits = Vec::new();
    let mut open: Vec<&Construct> = Vec::new();
    for construct in found.iter().filter(|construct| construct.system == System::Hugo) {
        if !construct.is_end {
            open.push(construct);
            continue;
        }
        let Some(at) = open.iter().rev().take(NEAR).position(|open| open.name == construct.name) else { continue };
        // Shortcodes inside without an end tag have no content.
        open.truncate(open.len() - at);
        let Some(start) = open.pop() else { continue };
        let is_line = |construct: &Construct| is_own_line(source, &construct.range);
        let inner = source[start.range.start + 3..start.range.end - 3].trim();
        let content = &source[start.range.end..construct.range.start];
        if !is_line(start) || !is_line(construct) || inner.ends_with('/') || content.trim().is_empty() {
            continue;
        }
        let call = equivalent(&start.name, &arguments(&inner[start.name.len()..]));
        let Some(call) = call.filter(|call| call.is_complete) else { continue };
        edits.push((start.range.clone(), format!("{{% {call} %}}")));
        edits.push((construct.range.clone(), "{% end %}".to_owned()));
    }
    edits
}

/// The ranges of comments and code in HTML in lower case, in order and without overlaps.
fn hidden(html: &str) -> Vec<Range<usize>> {
    const PAIRS: [(&str, &str); 5] =
        [("<!--", "-->"), ("<pre", "</pre"), ("<code", "</code"), ("<script", "</script"), ("<style", "</style")];
    let mut found = Vec::new();
    for (open, close) in PAIRS {
        let mut at = 0;
        while let Some(start) = html[at..].find(open).map(|start| at + start) {
            at = html[start..].find(close).map_or(html.len(), |end| start + end + close.len());
            found.push(start..at);
        }
    }
    found.sort_by_key(|range| range.start);
    let mut end = 0;
    found.retain_mut(|range| {
        range.start = range.start.max(end);
        end = end.max(range.end);
        range.start < range.end
    });
    found
}
