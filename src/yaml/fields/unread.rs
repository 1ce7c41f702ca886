//! Reports what is left of a mapping once all known keys were read: unknown keys, and keys without a value.

use std::ops::Range;

use super::Fields;
use crate::report::{Finding, Place, catalog};
use crate::yaml::{Entry, Value, slips};

impl Fields<'_> {
    /// Reports those of `keys` that are there without a value.
    pub fn must_have_values(&mut self, keys: &[&str]) {
        for key in keys {
            if self.empty.iter().any(|entry| entry.key == *key) {
                self.missing(key);
            }
        }
    }

    /// Reports a value that holds nothing.
    pub fn report_empty(&mut self, key: &str, range: Range<usize>) {
        self.findings.push(catalog::yaml::empty_key(Place::new(self.file, range), key, self.subject, ""));
    }

    /// Says that a key takes a mapping, so that unknown keys after it, where it has no value, count as not indented.
    pub fn takes_mapping(&mut self, key: &'static str) {
        self.mappings.push(key);
    }

    /// Reports keys that take a mapping and have no value, and returns how many unknown keys after each belong to it.
    fn report_empty_mappings(&mut self) -> Vec<Range<usize>> {
        let mut below = Vec::new();
        for empty in self.empty.iter().copied().filter(|empty| self.mappings.contains(&empty.key.as_str())) {
            let start = 1 + self.starts.partition_point(|start| *start < empty.key_range.start);
            let unread = self.entries[start..].iter().take_while(|slot| slot.is_some()).count();
            if let Some(Some(first)) = self.entries[start..start + unread].first() {
                let place = Place::new(self.file, empty.key_range.clone());
                self.findings.push(catalog::yaml::not_indented(place, &empty.key, self.subject, &first.key));
            } else if self.required.contains(&empty.key) {
                self.findings.push(self.empty_value(empty));
            }
            below.push(start..start + unread);
        }
        below
    }

    pub(super) fn empty_value(&self, entry: &Entry) -> Finding {
        let after = &self.file.text()[entry.key_range.end..];
        let written = after.lines().next().unwrap_or("").trim_start_matches([':', ' ', '\t', '"', '\'']);
        let place = Place::new(self.file, entry.key_range.clone());
        catalog::yaml::empty_key(place, &entry.key, self.subject, written)
    }

    /// Passes over the keys that were not read and whose value is a text or a list of texts: it is not known which of them
    /// are known.
    pub fn forget_lists(&mut self) {
        for slot in &mut self.entries {
            if slot
                .is_some_and(|entry| is_list_of_texts(&entry.node.value) || matches!(entry.node.value, Value::Text(_)))
            {
                *slot = None;
            }
        }
    }

    /// Reports every key that was not read.
    pub fn finish(mut self) {
        for below in self.report_empty_mappings() {
            self.entries[below].fill(None);
        }
        let mut unread = Vec::new();
        for entry in self.entries.iter().flatten() {
            if let Some((range, key, digits)) = slips::comma_in_number(self.file.text(), &self.read_numbers, entry) {
                let place = Place::new(self.file, range);
                self.findings.push(catalog::yaml::comma_in_number(place, key, &digits));
                continue;
            }
            let place = Place::new(self.file, entry.key_range.clone());
            let finding = catalog::yaml::unknown_key(place, &entry.key, self.subject, &self.known);
            let is_word = matches!(entry.node.value, Value::Text(_)) && USUAL.contains(&entry.key.as_str());
            let is_list = is_word || is_list_of_texts(&entry.node.value);
            let may_gather = self.subject == catalog::yaml::FRONT_MATTER && is_list;
            unread.push(if may_gather { catalog::yaml::undeclared_taxonomy(finding, &entry.key) } else { finding });
        }
        // No key is renamed to one that is there already, or that another becomes too.
        let renamed = |finding: &Finding| finding.edit.as_ref().map(|edit| edit.replacement.clone());
        let mut taken: Vec<String> = unread.iter().filter_map(renamed).collect();
        taken.sort_unstable();
        for finding in &mut unread {
            let is_taken = |name: &String| {
                self.has_key(name) || taken.partition_point(|it| it <= name) - taken.partition_point(|it| it < name) > 1
            };
            if renamed(finding).as_ref().is_some_and(is_taken) {
                finding.edit = None;
            }
        }
        self.findings.append(&mut unread);
    }
}

/// Keys by which other generators gather pages.
const USUAL: [&str; 4] = ["categories", "category", "series", "topics"];

/// Whether a value is a list of texts, and not empty.
fn is_list_of_texts(value: &Value) -> bool {
    let is_text = |value: &Value| matches!(value, Value::Text(_) | Value::Number(_));
    matches!(value, Value::List(items) if !items.is_empty() && items.iter().all(|item| is_text(&item.value)))
}
