//! Moves blocks of MDX to where Markdown reads the same. MDX has no indented code: a block may be indented as much as the author
//! likes, and ends the paragraph before it. In Markdown it would be code, or part of the paragraph.

use crate::import::edits::Edits;
use crate::markup::tag_length;

/// Marks a place where a component, a comment or a statement was removed that had lines of its own: it ends paragraphs and lists.
/// No page may contain this character.
pub const REMOVED: char = '\u{FFFE}';

/// A block that contains others: a quotation, an item of a list, or a footnote.
struct Container {
    /// `>`, `^` for a footnote, or the last character of the mark of an item, which all items of a list have.
    mark: char,
    /// The column of the original from which a line belongs to it.
    column: usize,
    /// How a line that belongs to it begins in the result.
    prefix: String,
}

/// Fenced code that has not ended.
struct OpenFence {
    mark: char,
    length: usize,
    /// The column at which it is indented in the original.
    column: usize,
}

/// A byte of a line, and its column: a tab ends at a multiple of four.
#[derive(Clone, Copy, Default)]
struct Cursor {
    at: usize,
    column: usize,
}

impl Cursor {
    /// The first character after spaces and tabs.
    fn after_blanks(mut self, line: &str) -> Self {
        for byte in line.as_bytes()[self.at..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')) {
            self = self.after(*byte);
        }
        self
    }

    fn after(self, byte: u8) -> Self {
        let column = if byte == b'\t' { self.column / 4 * 4 + 4 } else { self.column + 1 };
        Self { at: self.at + 1, column }
    }

    /// The byte at a column or after the tab that passes it, and the number of columns that the tab passes it.
    fn at_column(mut self, line: &str, column: usize) -> (usize, usize) {
        while self.column < column && line[self.at..].starts_with([' ', '\t']) {
            self = self.after(line.as_bytes()[self.at]);
        }
        (self.at, self.column.saturating_sub(column))
    }
}

/// The edits that move the blocks of a text, and remove every [`REMOVED`].
pub fn moved(text: &str) -> Edits {
    let mut layout =
        Layout { edits: Edits::default(), containers: Vec::new(), fence: None, in_paragraph: false, ended: None };
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        layout.line(line.trim_end_matches(['\n', '\r']), at);
        at += line.len();
    }
    layout.edits
}

struct Layout {
    edits: Edits,
    containers: Vec<Container>,
    fence: Option<OpenFence>,
    in_paragraph: bool,
    /// The list that ended last, if nothing has followed it: its depth, its mark, and whether something removed ended it.
    ended: Option<(usize, char, bool)>,
}

impl Layout {
    /// Reads a line that begins at a byte of the text.
    fn line(&mut self, line: &str, start: usize) {
        // The number of containers that the line belongs to, and the place after their marks.
        let (mut depth, mut content) = (0, Cursor::default());
        let mut first = content.after_blanks(line);
        for container in &self.containers {
            let is_blank = line[first.at..].trim().is_empty();
            if container.mark == '>' {
                if !line[first.at..].starts_with('>') {
                    break;
                }
                content = first.after(b'>');
                first = content.after_blanks(line);
            } else if !is_blank && first.column < container.column {
                break;
            }
            depth += 1;
        }
        let rest = &line[first.at..];
        let is_whole = depth == self.containers.len();
        if self.fence.is_some() {
            if is_whole {
                return self.code(line, start, content, first);
            }
            self.fence = None;
        }
        if rest.trim().is_empty() {
            self.in_paragraph = false;
            self.close(depth);
            return self.blank(line, start);
        }
        let interrupts = self.in_paragraph && is_whole;
        match self.open(line, start, depth, first, interrupts) {
            Some((first, before)) => self.leaf(line, start, first, depth, Some(before)),
            None => self.leaf(line, start, first, depth, None),
        }
    }

    /// Opens the containers that begin on a line from a place on; `None` if there are none. Gives the place after their marks, and
    /// how the line begins in the result.
    fn open(
        &mut self,
        line: &str,
        start: usize,
        depth: usize,
        mut first: Cursor,
        interrupts: bool,
    ) -> Option<(Cursor, String)> {
        let mut before: Option<String> = None;
        loop {
            let rest = &line[first.at..];
            let interrupts = interrupts && before.is_none();
            let (mark, length) = if rest.starts_with('>') {
                ('>', 1)
            } else if let Some(length) = footnote(rest).filter(|_| !interrupts) {
                ('^', length)
            } else if let Some(found) = item(rest, interrupts) {
                found
            } else {
                return before.map(|before| (first, before));
            };
            if before.is_none() {
                self.close(depth);
                self.separate(mark, start);
                self.in_paragraph = false;
            }
            let after = Cursor { at: first.at + length, column: first.column + length };
            let next = after.after_blanks(line);
            let gap = next.column - after.column;
            let is_empty = line[next.at..].trim().is_empty();
            let gap = if is_empty || mark == '>' || !(1..=4).contains(&gap) { 1 } else { gap };
            let (column, prefix) = match mark {
                '>' => (0, "> ".to_owned()),
                '^' => (first.column + 4, " ".repeat(4)),
                _ if is_empty => (after.column + 1, " ".repeat(length + 1)),
                _ => (next.column, " ".repeat(length + gap)),
            };
            let before = before.get_or_insert_with(|| self.prefix());
            *before += &rest[..length];
            *before += &" ".repeat(gap);
            self.containers.push(Container { mark, column, prefix });
            first = next;
        }
    }

    /// Reads what is not a container, at a place of a line. `opened` is the start of the line in the result, if containers begin on it.
    fn leaf(&mut self, line: &str, start: usize, first: Cursor, depth: usize, opened: Option<String>) {
        let rest = &line[first.at..];
        let is_removed = rest.contains(REMOVED) && rest.chars().all(|c| c == REMOVED || c.is_whitespace());
        let fence = opening(rest).map(|(mark, length)| OpenFence { mark, length, column: first.column });
        let is_text = !is_removed && fence.is_none() && !is_block(rest) && !rest.trim().is_empty();
        let continues = opened.is_none() && self.in_paragraph && is_text;
        if opened.is_none() && !continues {
            self.close(depth);
        }
        self.in_paragraph = is_text;
        self.fence = fence;
        match &mut self.ended {
            Some((of, _, is_divided)) if is_removed => *is_divided |= *of == depth,
            ended => *ended = None,
        }
        let before = opened.unwrap_or_else(|| self.prefix());
        if is_removed || rest.trim().is_empty() {
            return self.edits.replace(start..start + line.len(), before.trim_end());
        }
        self.begin(line, start, first.at, &before);
        for (at, _) in rest.match_indices(REMOVED) {
            let at = start + first.at + at;
            self.edits.replace(at..at + REMOVED.len_utf8(), "");
        }
    }

    /// Writes a line of fenced code.
    fn code(&mut self, line: &str, start: usize, content: Cursor, first: Cursor) {
        let Some(fence) = &self.fence else { return };
        let rest = line[first.at..].trim_end();
        let is_end = rest.len() >= fence.length && rest.chars().all(|c| c == fence.mark);
        if is_end {
            self.fence = None;
            return self.edits.replace(start..start + line.len(), self.prefix() + rest);
        }
        let (from, passed) = content.at_column(line, fence.column);
        let before = self.prefix() + &" ".repeat(passed);
        let is_blank = line[from..].is_empty() && passed == 0;
        self.begin(line, start, from, if is_blank { before.trim_end() } else { &before });
    }

    /// Writes a line without text: only its marks of quotations matter.
    fn blank(&mut self, line: &str, start: usize) {
        if line.contains('>') {
            self.edits.replace(start..start + line.len(), self.prefix().trim_end());
        }
    }

    /// Replaces the start of a line, if it is another one.
    fn begin(&mut self, line: &str, start: usize, to: usize, before: &str) {
        if line[..to] != *before {
            self.edits.replace(start..start + to, before);
        }
    }

    /// Ends the containers from a depth on.
    fn close(&mut self, depth: usize) {
        if let Some(container) = self.containers.get(depth) {
            self.ended = Some((depth, container.mark, false));
            self.in_paragraph = false;
        }
        self.containers.truncate(depth);
    }

    /// Keeps a list apart from the one before it, of which it would be a part where what was between them was removed.
    fn separate(&mut self, mark: char, start: usize) {
        if self.ended == Some((self.containers.len(), mark, true)) && !matches!(mark, '>' | '^') {
            self.edits.replace(start..start, format!("{}<!-- -->\n", self.prefix()));
        }
        self.ended = None;
    }

    /// The start of a line in all containers.
    fn prefix(&self) -> String {
        self.containers.iter().map(|container| container.prefix.as_str()).collect()
    }
}

/// The mark of an item at the start of a text: the character that all items of its list have, and its length.
fn item(rest: &str, interrupts: bool) -> Option<(char, usize)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mark = rest[digits..].chars().next()?;
    let is_mark = if digits == 0 { matches!(mark, '-' | '*' | '+') } else { digits < 10 && matches!(mark, '.' | ')') };
    let after = &rest[digits + mark.len_utf8()..];
    let is_followed = after.is_empty() || after.starts_with([' ', '\t']);
    // A list that interrupts a paragraph begins with 1 and with text.
    let may_begin = !interrupts || (!after.trim().is_empty() && (digits == 0 || &rest[..digits] == "1"));
    (is_mark && is_followed && may_begin && !is_break(rest)).then_some((mark, digits + 1))
}

/// The length of `[^label]:` at the start of a text.
fn footnote(rest: &str) -> Option<usize> {
    let label = rest.strip_prefix("[^")?;
    let length = label.find("]:")?;
    let is_label = length > 0 && !label[..length].contains([' ', '\t', '[', ']']);
    is_label.then_some(length + 4)
}

/// The character and length of the fence that a text begins with.
fn opening(rest: &str) -> Option<(char, usize)> {
    let mark = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = rest.chars().take_while(|c| *c == mark).count();
    (length >= 3 && !(mark == '`' && rest[length..].contains('`'))).then_some((mark, length))
}

/// Whether a line is a thematic break, or underlines a heading.
fn is_break(rest: &str) -> bool {
    let Some(mark) = rest.chars().next().filter(|c| matches!(c, '-' | '*' | '_')) else { return false };
    rest.chars().all(|c| c == mark || c.is_whitespace()) && rest.chars().filter(|c| *c == mark).count() >= 3
}

/// Whether a line is a block of its own that ends the paragraph before it: a heading, a line of tags, an admonition.
fn is_block(rest: &str) -> bool {
    let hashes = rest.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&hashes) && (rest.len() == hashes || rest[hashes..].starts_with([' ', '\t']));
    is_heading || is_break(rest) || rest.starts_with(":::") || rest.starts_with('<') && has_only_tags(rest)
}

/// Whether a text consists of tags and spaces.
pub fn has_only_tags(text: &str) -> bool {
    let mut rest = text.trim_start_matches(|c: char| c.is_whitespace() || c == REMOVED);
    while rest.starts_with('<') {
        let Some(length) = tag_length(rest) else { return false };
        rest = rest[length..].trim_start_matches(|c: char| c.is_whitespace() || c == REMOVED);
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str) -> String {
        let text = text.replace('%', "\u{FFFE}");
        moved(&text).apply(&text, 0..text.len()).text
    }

    #[test]
    fn blocks_may_be_indented_as_much_as_the_author_likes() {
        for (text, expected) in [
            ("a\n\n      b\n", "a\n\nb\n"),
            ("1. a\n\t\t```x\n\t\tb\n\t\t\tc\n\t\t```\t\n\n2. d\n", "1. a\n   ```x\n   b\n   \tc\n   ```\n\n2. d\n"),
            ("- a\n\t\t- b\n\t\t- c\n- d\n", "- a\n  - b\n  - c\n- d\n"),
            ("- a\n        - b\n    - c\n", "- a\n  - b\n  - c\n"),
            ("-     a\n      b\n", "- a\n  b\n"),
            (
                "1.  a\n\n      %\n          ```\n          b\n     c\n        ```\n      %\n\n2. d\n",
                "1.  a\n\n\n    ```\n    b\n    c\n    ```\n\n\n2. d\n",
            ),
            ("  \t```x\n    a\n    ```\n", "```x\na\n```\n"),
            ("a\n       # b\n", "a\n# b\n"),
            (">     a\n>\n>       - b\n", "> a\n>\n> - b\n"),
            ("- a\n\n  > b\n  c\n", "- a\n\n  > b\n  > c\n"),
            ("[^1]: a\n\n        b\n\nc\n", "[^1]: a\n\n    b\n\nc\n"),
            ("a\n    2. b\n\n---\n\n- - -\n", "a\n2. b\n\n---\n\n- - -\n"),
        ] {
            assert_eq!(laid_out(text), expected, "{text}");
        }
    }

    #[test]
    fn what_was_removed_ends_lists_and_paragraphs() {
        for (text, expected) in [
            ("a\n%\nb\n", "a\n\nb\n"),
            ("- a\n%\n- b\n", "- a\n\n<!-- -->\n- b\n"),
            ("- a\n  %\n- b\n", "- a\n\n- b\n"),
            ("- a\n  - b\n  %\n  - c\n", "- a\n  - b\n\n  <!-- -->\n  - c\n"),
            ("- a\n%\n   b\n", "- a\n\nb\n"),
            ("      - a\n        - b\n    %\n\n- c\n", "- a\n  - b\n\n\n<!-- -->\n- c\n"),
            ("- a\n%\n1. b\n- c\n", "- a\n\n1. b\n- c\n"),
            ("- %\n  a\n", "-\n  a\n"),
        ] {
            assert_eq!(laid_out(text), expected, "{text}");
        }
    }
}
