//! Tables: whether cells have headers, and whether it is clear which.

use super::words::{Tag, words_of};
use crate::facts::FaultKind;

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
}

impl Tables {
    /// What is wrong with an element of a table that begins.
    pub fn begin(&mut self, name: &str, tag: Tag<'_, '_>) -> Option<(FaultKind, String)> {
        if name == "table" {
            let is_layout = tag.is_presentation() || tag.is("aria-hidden", "true");
            self.open.push(Table { is_layout, ..Table::default() });
            return None;
        }
        let table = self.open.last_mut()?;
        match name {
            "thead" => table.is_in_head = true,
            "tbody" | "tfoot" => table.is_in_head = false,
            "tr" => {
                table.rows += 1;
                table.cells = 0;
            }
            "td" | "th" => {
                table.cells += 1;
                table.all += 1;
                if tag.is("role", "columnheader") || tag.is("role", "rowheader") {
                    table.headers += 1;
                }
                return (name == "th").then(|| table.scope(tag)).flatten();
            }
            _ => {}
        }
        None
    }

    /// What is wrong with a table that ends; counts header cells that end with `content`.
    pub fn end(&mut self, name: &str, content: &str) -> Option<FaultKind> {
        match name {
            "th" => {
                let table = self.open.last_mut()?;
                table.headers += usize::from(!words_of(content).is_empty());
                None
            }
            "table" => {
                let table = self.open.pop()?;
                let is_of_data = !table.is_layout && table.rows > 1 && table.all > table.rows;
                (is_of_data && table.headers == 0).then_some(FaultKind::NoHeaders)
            }
            _ => None,
        }
    }
}

impl Table {
    /// What is wrong with the scope of a header cell: it means nothing, or it is missing where both directions are possible.
    fn scope(&self, tag: Tag<'_, '_>) -> Option<(FaultKind, String)> {
        match tag.value("scope") {
            Some(scope) => {
                let is_known =
                    ["row", "col", "rowgroup", "colgroup"].iter().any(|known| scope.trim().eq_ignore_ascii_case(known));
                (!is_known).then(|| (FaultKind::InvalidScope, scope.to_owned()))
            }
            None => {
                let is_clear = self.rows <= 1 || self.cells <= 1 || self.is_in_head || tag.has("role");
                (!is_clear).then(|| (FaultKind::InvalidScope, String::new()))
            }
        }
    }
}
