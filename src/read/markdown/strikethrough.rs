//! Text between single tildes in words, such as `H~2~O`, which GitHub strikes through. The parser reads a single tilde as a
//! sign only beside a space or punctuation.

use std::ops::Range;

use super::autolinks;
use super::writer::Writer;

impl Writer<'_> {
    /// Writes running text without calls, some of which may be struck through.
    pub(super) fn words(&mut self, text: &str, range: &Range<usize>) {
        if !self.rules.house || memchr::memchr(b'~', text.as_bytes()).is_none() {
            return self.plain_words(text, range);
        }
        let mut written = 0;
        for struck in self.struck(text, range) {
            self.plain_words(&text[written..struck.start], range);
            self.inline("<del>");
            self.plain_words(&text[struck.start + 1..struck.end - 1], range);
            self.inline("</del>");
            written = struck.end;
        }
        self.plain_words(&text[written..], range);
    }

    fn struck(&self, text: &str, range: &Range<usize>) -> Vec<Range<usize>> {
        let source = self.masked.source();
        let own = &source[range.clone()];
        // Escaped signs and character references are text, and tildes in formulas and addresses are part of these.
        if own.contains("\\~") || own.contains('&') || own.contains('$') {
            return Vec::new();
        }
        let before = source[..range.start].chars().next_back();
        let after = source[range.end..].chars().next();
        let addresses: Vec<Range<usize>> = match self.signs.addresses {
            true => autolinks::addresses(text).into_iter().map(|address| address.range).collect(),
            false => Vec::new(),
        };
        let mut struck = pairs(text, before, after);
        struck.retain(|pair| {
            let is_in = |at: usize| addresses.iter().any(|address| address.contains(&at));
            !is_in(pair.start) && !is_in(pair.end - 1)
        });
        struck
    }
}

/// The pairs of single tildes in a text between two characters, by the rule of GitHub, with what they enclose.
fn pairs(text: &str, before: Option<char>, after: Option<char>) -> Vec<Range<usize>> {
    let mut open: Option<usize> = None;
    let mut pairs = Vec::new();
    for (at, _) in text.match_indices('~') {
        let previous = text[..at].chars().next_back().or(before);
        let next = text[at + 1..].chars().next().or(after);
        if previous == Some('~') || next == Some('~') {
            continue;
        }
        let is_space = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let is_mark =
            |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace() && is_punctuation(c));
        let opens = !is_space(next) && (!is_mark(next) || is_space(previous) || is_mark(previous));
        let closes = !is_space(previous) && (!is_mark(previous) || is_space(next) || is_mark(next));
        match open {
            Some(start) if closes => {
                pairs.push(start..at + 1);
                open = None;
            }
            // The nearest sign that opens is the one that is closed.
            _ if opens => open = Some(at),
            _ => {}
        }
    }
    pairs
}

fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation() || !c.is_ascii() && unicode_normalization::char::canonical_combining_class(c) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected results are those of cmark-gfm.
    #[test]
    fn single_tildes_strike_through_as_on_github() {
        for (text, wanted) in [
            ("T~1~ x", &["~1~"][..]),
            ("H~2~O", &["~2~"]),
            ("x~ y ~z", &[]),
            ("a~b~", &["~b~"]),
            ("1~2 and 3~4", &["~2 and 3~"]),
            ("~/x and ~/y", &[]),
            ("a~ b~c", &[]),
            ("foo~bar~ baz~", &["~bar~"]),
            ("a~(b)~c", &[]),
            ("a~~b~~c", &[]),
            ("one~ and two~", &[]),
        ] {
            let found: Vec<&str> = pairs(text, None, None).into_iter().map(|pair| &text[pair]).collect();
            assert_eq!(found, wanted, "{text}");
        }
        assert!(pairs("a~", None, Some('*')).is_empty(), "a sign after the text");
    }
}
