//! Template syntax of other systems in what readers see: running text and HTML, never code.

use std::ops::Range;

use super::constructs::Construct;
use super::writer::Writer;
use crate::report::catalog::foreign::{self, System};

impl Writer<'_> {
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
            // The braces of a heading are attributes of ours.
            construct.is_shown |= !(is_heading && construct.system == System::Attributes);
        }
    }

    /// Notes the constructs in raw HTML, but not those in comments and code.
    pub(super) fn note_foreign_in_html(&mut self, range: &Range<usize>) {
        let first = self.foreign.partition_point(|construct| construct.range.start < range.start);
        for number in first..self.foreign.len() {
            let start = self.foreign[number].range.start;
            if start >= range.end {
                break;
            }
            let before = self.masked.text()[range.start..start].to_ascii_lowercase();
            let is_inside =
                |open: &str, close: &str| before.rfind(open).is_some_and(|at| !before[at..].contains(close));
            let is_code = ["pre", "code", "script", "style"];
            let is_hidden = is_inside("<!--", "-->")
                || is_code.iter().any(|name| is_inside(&format!("<{name}"), &format!("</{name}")));
            self.foreign[number].is_shown |= !is_hidden;
        }
    }

    /// Whether a component of another system begins or ends at a byte.
    pub(super) fn is_component(&self, at: usize) -> bool {
        self.foreign
            .binary_search_by_key(&at, |construct| construct.range.start)
            .is_ok_and(|number| self.foreign[number].system == System::Component)
    }

    /// Whether a range holds the beginning of a construct.
    pub(super) fn holds_foreign(&self, range: &Range<usize>) -> bool {
        let first = self.foreign.partition_point(|construct| construct.range.end <= range.start);
        self.foreign.get(first).is_some_and(|construct| construct.range.start < range.end)
    }

    /// Reports the constructs that readers see: one finding for each system.
    pub(super) fn name_foreign(&mut self) {
        let shown: Vec<Construct> =
            std::mem::take(&mut self.foreign).into_iter().filter(|construct| construct.is_shown).collect();
        for system in System::ALL {
            let of_system = || shown.iter().filter(|construct| construct.system == system);
            let begins = of_system().any(|construct| !construct.is_end);
            let mut places = Vec::new();
            let mut names: Vec<&str> = Vec::new();
            for construct in of_system().filter(|construct| !construct.is_end || !begins) {
                let line = self.masked.source()[construct.range.clone()].find(['\n', '\r']);
                let end = line.map_or(construct.range.end, |line| construct.range.start + line);
                places.push(self.place(construct.range.start..end));
                if !construct.name.is_empty() && !names.contains(&&*construct.name) {
                    names.push(&construct.name);
                }
            }
            self.findings.extend(foreign::syntax(system, places, &names));
        }
    }
}
