//! Tables: whether cells have headers, and whether it is clear which.

use std::ops::Range;

use super::kinds::Kind;
use super::survey::{Open, StartTag};
use super::words::{Tag, has_words, words_of};
use crate::facts::{FaultKind, hash};

/// The tables that are open around a place.
#[derive(Default)]
pub(super) struct Tables {
    open: Vec<Table>,
}

#[derive(Default)]
struct Table {
    is_layout: bool,
    rows: usize,
    /// The cells so far in the row.
    cells: usize,
    /// The cells of all rows.
    all: usize,
    /// Header cells with words.
    headers: usize,
    is_in_head: bool,
    /// Hashes of the ids of its cells.
    ids: Vec<u64>,
    /// The ids that cells name in `headers`: the tag, the hash of the own id, and the words.
    wanted: Vec<(Range<usize>, Option<u64>, String)>,
}

impl Tables {
    /// Whether a place is in a table.
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// What is wrong with an element of a table that begins.
    pub fn begin(&mut self, it: &StartTag<'_, '_>) -> Option<(FaultKind, String)> {
        let tag = it.tag;
        if it.kind == Kind::Table {
            let is_layout = tag.is_presentation() || tag.is(key!("aria-hidden"), "true");
            self.open.push(Table { is_layout, ..Table::default() });
            return None;
        }
        let table = self.open.last_mut()?;
        match it.kind {
            Kind::TableHead => table.is_in_head = true,
            Kind::TableBody => table.is_in_head = false,
            Kind::Row => {
                table.rows += 1;
                table.cells = 0;
            }
            Kind::Cell | Kind::HeaderCell => {
                table.cells += 1;
                table.all += 1;
                if it.is_special && (tag.is(key!("role"), "columnheader") || tag.is(key!("role"), "rowheader")) {
                    table.headers += 1;
                }
                let own = tag.value(key!("id")).map(hash);
                table.ids.extend(own);
                for id in tag.value(key!("headers")).unwrap_or_default().split_ascii_whitespace() {
                    table.wanted.push((it.range.clone(), own, id.to_owned()));
                }
                return (it.kind == Kind::HeaderCell).then(|| table.scope(tag)).flatten();
            }
            _ => {}
        }
        None
    }

    /// Notes a part of a table that begins without attributes. Returns whether there is more to check, as for a header cell.
    pub fn begin_plain(&mut self, kind: Kind) -> bool {
        let Some(table) = self.open.last_mut() else { return false };
        match kind {
            Kind::TableHead => table.is_in_head = true,
            Kind::TableBody => table.is_in_head = false,
            Kind::Row => {
                table.rows += 1;
                table.cells = 0;
            }
            Kind::Cell => {
                table.cells += 1;
                table.all += 1;
            }
            kind => return kind == Kind::HeaderCell,
        }
        false
    }

    /// Notes a header cell that ends.
    pub fn end_of_header(&mut self, content: &str) {
        if let Some(table) = self.open.last_mut() {
            table.headers += usize::from(has_words(content) || !words_of(content, None).is_empty());
        }
    }

    /// What is wrong with a table that ends.
    pub fn end(&mut self, open: &Open<'_>) -> Vec<(FaultKind, Range<usize>, String)> {
        self.open.pop().map(|table| table.end(&open.tag)).unwrap_or_default()
    }
}

impl Table {
    fn end(self, tag: &Range<usize>) -> Vec<(FaultKind, Range<usize>, String)> {
        let is_of_data = !self.is_layout && self.rows > 1 && self.all > self.rows;
        let without = is_of_data && self.headers == 0 && self.wanted.is_empty();
        let without = without.then(|| (FaultKind::NoHeaders, tag.clone(), String::new()));
        let wrong = self.wanted.into_iter().filter(|(_, own, id)| {
            let id = hash(id);
            *own == Some(id) || !self.ids.contains(&id)
        });
        let wrong = wrong.map(|(tag, _, id)| (FaultKind::BrokenReference, tag, format!("headers=\"{id}\"")));
        without.into_iter().chain(wrong).collect()
    }

    /// What is wrong with the scope of a header cell: it means nothing, or it is missing where both directions are possible.
    fn scope(&self, tag: Tag<'_, '_>) -> Option<(FaultKind, String)> {
        match tag.value(key!("scope")) {
            Some(scope) => {
                let is_known =
                    ["row", "col", "rowgroup", "colgroup"].iter().any(|known| scope.trim().eq_ignore_ascii_case(known));
                (!is_known).then(|| (FaultKind::InvalidScope, scope.to_owned()))
            }
            None => {
                let is_clear = self.rows <= 1 || self.cells <= 1 || self.is_in_head || tag.has(key!("role"));
                (!is_clear).then(|| (FaultKind::InvalidScope, String::new()))
            }
        }
    }
}
