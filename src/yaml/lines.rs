//! Lines and brackets of a YAML text, for explaining what is wrong in it. All offsets are bytes of the text.

/// One line.
pub(super) struct Line<'t> {
    /// The whole text.
    pub text: &'t str,
    /// Where it starts.
    pub start: usize,
    /// Its first character that is not white space.
    pub content: usize,
    /// Its first character after the dashes of a list.
    pub key: usize,
    /// The end of its last character that is not white space.
    pub end: usize,
}

impl<'t> Line<'t> {
    /// The line that holds the byte `at`.
    pub fn around(text: &'t str, at: usize) -> Self {
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let end = text[at..].find('\n').map_or(text.len(), |after| at + after);
        let line = &text[start..end];
        let end = start + line.trim_end().len();
        let content = (start + line.len() - line.trim_start().len()).min(end);
        let mut key = content;
        while let Some(rest) = text[key..end].strip_prefix("- ") {
            key = end - rest.trim_start().len();
        }
        Self { text, start, content, key, end }
    }

    /// The nearest line above that holds more than a comment.
    pub fn above(&self, text: &'t str) -> Option<Self> {
        let mut start = self.start;
        while start > 0 {
            let line = Self::around(text, start - 1);
            if line.content < line.end && !text[line.content..].starts_with('#') {
                return Some(line);
            }
            start = line.start;
        }
        None
    }

    /// The tabs that indent the line, if any do.
    pub fn indent_tab(&self) -> Option<std::ops::Range<usize>> {
        let indent = &self.text[self.start..self.content];
        let first = indent.find('\t')?;
        let length = indent[first..].bytes().take_while(|&b| b == b'\t').count();
        Some(self.start + first..self.start + first + length)
    }
}

/// Whether a text in a block follows a line: its value is `|` or `>`, perhaps with signs such as `-` and a comment.
pub(super) fn opens_block(line: &str) -> bool {
    let written = line.find(" #").map_or(line, |at| &line[..at]).trim_end();
    let value = written.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-' || c == '+');
    let before = value.strip_suffix(['|', '>']).filter(|_| written.len() - value.len() <= 2);
    !line.trim_start().starts_with('#')
        && before.is_some_and(|before| {
            before.ends_with([' ', '\t']) && before.trim_end().ends_with(|c: char| !"'\",".contains(c))
        })
}

/// The innermost bracket that is open at `at`, with its place.
pub(super) fn unclosed(text: &str, at: usize) -> Option<(usize, char)> {
    let mut open = Vec::new();
    let mut letters = text[..at].char_indices().peekable();
    // A sign has its meaning only where a value can begin.
    let mut begins = true;
    while let Some((offset, c)) = letters.next() {
        match c {
            '#' if begins || text[..offset].ends_with([' ', '\t']) => {
                while letters.next_if(|(_, c)| *c != '\n').is_some() {}
            }
            '"' | '\'' if begins => {
                while let Some((_, inner)) = letters.next() {
                    match inner {
                        '\\' if c == '"' => drop(letters.next()),
                        _ if inner == c && c == '\'' && letters.next_if(|(_, next)| *next == '\'').is_some() => {}
                        _ if inner == c => break,
                        _ => {}
                    }
                }
                begins = false;
            }
            '[' | '{' if begins => open.push((offset, c)),
            ']' | '}' if !open.is_empty() => {
                open.pop();
                begins = false;
            }
            ',' if !open.is_empty() => begins = true,
            '\n' => begins = true,
            ' ' | '\t' | '\r' => begins |= text[..offset].ends_with([':', '-', ',']),
            _ => begins = false,
        }
    }
    open.pop()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_only_where_a_value_can_begin() {
        let open = |text: &str| unclosed(text, text.len());
        assert_eq!(open("a: [b, {c: d"), Some((7, '{')));
        assert_eq!(open("a: [b, {c: d}"), Some((3, '[')));
        assert_eq!(open("a: b [c"), None);
        assert_eq!(open("a: \"[\" # ["), None);
        assert_eq!(open("a: 'it''s [' \nb:\n  - [x"), Some((21, '[')));
    }

    #[test]
    fn blocks_are_opened_by_a_sign_at_the_end_of_a_line() {
        for line in ["a: |", "\t- a: >-", "a: |2+  # note", "- |", "a: &x !y |-"] {
            assert!(opens_block(line), "{line}");
        }
        for line in ["a: b", "a: b|", "|", "a: \"x\", |", "# a: |", "a: |-+1"] {
            assert!(!opens_block(line), "{line}");
        }
    }

    #[test]
    fn lines_know_their_keys() {
        let text = "a: 1\n\n# note\n  - - b: 2\n";
        let line = Line::around(text, 18);
        assert_eq!((line.start, line.content, line.key, line.end), (13, 15, 19, 23));
        assert_eq!(line.above(text).map(|line| line.start), Some(0));
        assert_eq!(Line::around("\t\tx", 2).indent_tab(), Some(0..2));
    }
}
