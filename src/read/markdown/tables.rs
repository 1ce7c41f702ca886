//! Cells of tables: alignment is a class, since a style attribute weighs more and strict hosts forbid it.

use std::ops::Range;

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
    /// The depth of the cell being written, if its source holds whole `details`.
    pub details: Option<usize>,
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
        self.details = None;
        if self.head { "</th>" } else { "</td>" }
    }
}

/// Whether the tags of `details` and `summary` in the source of a cell make whole elements, at least one.
pub fn holds_whole_details(cell: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    let mut is_found = false;
    // The end of a start tag of `details`, which may be followed by its summary.
    let mut begun = None;
    for (is_end, name, range) in tags_of_details(cell) {
        let is_summary = name == "summary";
        let is_next = begun.take().is_some_and(|end: usize| cell[end..range.start].trim().is_empty());
        let is_right = match is_end {
            true => open.pop() == Some(name),
            false => is_summary == is_next && (is_summary || open.last() != Some(&"summary")),
        };
        if !is_right {
            return false;
        }
        if !is_end {
            open.push(name);
            begun = (!is_summary).then_some(range.end);
        }
        is_found = true;
    }
    is_found && open.is_empty()
}

/// The tags of `details` and `summary` in Markdown, outside of code and comments: whether it is an end tag, its name, its place.
fn tags_of_details(text: &str) -> Vec<(bool, &'static str, Range<usize>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(['`', '\\', '<']).map(|next| at + next) {
        let rest = &text[start..];
        at = start + 1;
        if let Some(escaped) = rest.strip_prefix('\\') {
            at += escaped.chars().next().map_or(0, char::len_utf8);
        } else if rest.starts_with('`') {
            let ticks = &rest[..rest.len() - rest.trim_start_matches('`').len()];
            at = start + ticks.len();
            at = text[at..].find(ticks).map_or(at, |end| at + end + ticks.len());
        } else if rest.starts_with("<!--") {
            at = rest.find("-->").map_or(text.len(), |end| start + end);
        } else if let Some(end) = rest.find('>') {
            let is_end = rest[1..].starts_with('/');
            let inner = &rest[1 + usize::from(is_end)..end];
            let length = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
            let name = ["details", "summary"].into_iter().find(|name| name.eq_ignore_ascii_case(&inner[..length]));
            found.extend(name.map(|name| (is_end, name, start..start + end + 1)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_are_whole_if_each_tag_has_its_other() {
        for cell in [
            "<details><summary>a</summary>b</details>",
            "a <DETAILS open> <summary>b `</details>`</summary></DETAILS>",
            "<details>a</details> <details><summary>b</summary><details>c</details></details>",
            "<details><summary>a</summary>\\<details> <!-- <details> --></details>",
        ] {
            assert!(holds_whole_details(cell), "{cell}");
        }
        for cell in [
            "a",
            "`<details></details>`",
            "<details><summary>a</summary>b",
            "<details><summary>a</details></summary>",
            "<details>a<summary>b</summary></details>",
            "<summary>a</summary>",
            "<details><summary>a<details>b</details></summary></details>",
            "b</details><details>",
        ] {
            assert!(!holds_whole_details(cell), "{cell}");
        }
    }
}
