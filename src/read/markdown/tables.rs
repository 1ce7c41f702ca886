//! Cells of tables: alignment is a class, since a style attribute weighs more and strict hosts forbid it.

use pulldown_cmark::Alignment;

/// The table being written.
#[derive(Debug, Default)]
pub struct Table {
    alignments: Vec<Alignment>,
    /// Whether the row being written is the head.
    pub head: bool,
    /// Number of the cell being written in its row.
    pub cell: usize,
    /// Whether a row of the body was written.
    pub rows: bool,
}

impl Table {
    /// Starts a table.
    pub fn begin(&mut self, alignments: Vec<Alignment>) {
        *self = Self { alignments, ..Self::default() };
    }

    /// How many columns it has.
    pub fn columns(&self) -> usize {
        self.alignments.len()
    }

    /// The tag that opens the next cell.
    pub fn open_cell(&self) -> &'static str {
        let alignment = self.alignments.get(self.cell).copied().unwrap_or(Alignment::None);
        match (self.head, alignment) {
            (true, Alignment::None) => "<th>",
            (true, Alignment::Left) => "<th class=\"l\">",
            (true, Alignment::Center) => "<th class=\"c\">",
            (true, Alignment::Right) => "<th class=\"r\">",
            (false, Alignment::None) => "<td>",
            (false, Alignment::Left) => "<td class=\"l\">",
            (false, Alignment::Center) => "<td class=\"c\">",
            (false, Alignment::Right) => "<td class=\"r\">",
        }
    }

    /// The tag that closes the cell.
    pub fn close_cell(&mut self) -> &'static str {
        self.cell += 1;
        if self.head { "</th>" } else { "</td>" }
    }
}
