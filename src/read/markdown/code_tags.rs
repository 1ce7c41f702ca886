//! The parts of lines between `<code>` or `<pre>` and its end, where brackets are those of a program.

/// Where the tags of code in a text end, in order, each with whether code follows it on its line.
pub(super) struct CodeTags(Vec<(usize, bool)>);

impl CodeTags {
    /// Scans a text once, for any number of places.
    pub fn from_source(text: &str) -> Self {
        const OPENING: [&str; 2] = ["<code", "<pre"];
        const CLOSING: [&str; 2] = ["</code", "</pre"];
        let mut tags = Vec::new();
        let mut is_open = false;
        for at in memchr::memchr2_iter(b'<', b'\n', text.as_bytes()) {
            let rest = &text[at..];
            let tag = |names: [&str; 2]| names.into_iter().find(|name| rest.starts_with(name)).map(str::len);
            let (length, opens) = match (tag(OPENING), tag(CLOSING)) {
                (Some(length), _) => (length, true),
                (None, Some(length)) => (length, false),
                (None, None) if rest.starts_with('\n') => (1, false),
                (None, None) => continue,
            };
            if opens != is_open {
                is_open = opens;
                tags.push((at + length, opens));
            }
        }
        Self(tags)
    }

    /// Whether a byte follows an opening tag on its line, with no closing tag between them.
    pub fn contain(&self, at: usize) -> bool {
        let before = self.0.partition_point(|(end, _)| *end <= at);
        before.checked_sub(1).is_some_and(|last| self.0[last].1)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The same by reading the line before the byte.
    fn is_in_code(text: &str, at: usize) -> bool {
        let line = &text[text[..at].rfind('\n').map_or(0, |end| end + 1)..at];
        let opens = line.rfind("<code").max(line.rfind("<pre"));
        opens.is_some_and(|opens| !line[opens..].contains("</code") && !line[opens..].contains("</pre"))
    }

    proptest! {
        #[test]
        fn a_byte_is_in_code_exactly_if_its_line_says_so(
            parts in prop::collection::vec(prop::sample::select(&["<code>", "</code>", "<pre", "</pre>", "\n", "<", "a", "[b]"][..]), 0..24),
        ) {
            let text = parts.concat();
            let tags = CodeTags::from_source(&text);
            for at in 0..=text.len() {
                prop_assert_eq!(tags.contain(at), is_in_code(&text, at), "{:?} at {}", text, at);
            }
        }
    }
}
