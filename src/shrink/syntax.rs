//! Mistakes in a style sheet, as findings at their places.

use std::ops::Range;
use std::sync::Arc;

use lightningcss::error::{Error, ParserError, SelectorError};

use crate::report::{Finding, Place, SourceFile, catalog};

/// The finding for one mistake. `locator` is one for the text of this file.
pub(super) fn finding(file: &Arc<SourceFile>, locator: &mut Locator, error: &Error<ParserError>) -> Finding {
    let text = file.text();
    let place = match &error.loc {
        Some(at) => {
            let mut start = locator.offset(at.line, at.column);
            // The parser is after the name of a rule that it does not know, and before the space that precedes
            // what it did not expect.
            match &error.kind {
                ParserError::AtRuleInvalid(name) if text[..start].ends_with(&**name) => start -= name.len() + 1,
                _ => start += text[start..].len() - text[start..].trim_start().len(),
            }
            Place::new(file, start..start + length(&text[start..]))
        }
        None => Place::whole(file),
    };
    catalog::shrink::style_syntax(place, &what(&error.kind))
}

/// The finding for a block, a quote or a comment that is open at the end of a style sheet. CSS closes it there without a word,
/// with all rules that were meant to follow it inside.
pub(super) fn unclosed(file: &Arc<SourceFile>) -> Option<Finding> {
    let css = file.text();
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut rest = css.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        match c {
            '\\' => drop(rest.next()),
            '/' if css[at..].starts_with("/*") => match css[at + 2..].find("*/") {
                Some(length) => while rest.next_if(|(next, _)| *next < at + length + 4).is_some() {},
                None => return Some(never_closed(file, at..at + 2, "comment", "*/")),
            },
            '"' | '\'' => {
                let mut is_closed = false;
                while let Some((_, next)) = rest.next() {
                    match next {
                        '\\' => drop(rest.next()),
                        // A line break ends a string too; the parser reports it.
                        '\n' | '\r' | '\u{c}' => is_closed = true,
                        _ => is_closed = next == c,
                    }
                    if is_closed {
                        break;
                    }
                }
                if !is_closed {
                    return Some(never_closed(file, at..at + 1, "quote", &c.to_string()));
                }
            }
            '(' if is_url(&css[..at]) && !css[at + 1..].trim_start().starts_with(['"', '\'']) => {
                // An address without quotes holds neither strings nor comments. One that is never closed holds the rest.
                let Some(length) = css[at..].find(')') else {
                    open.push((at, ')'));
                    break;
                };
                while rest.next_if(|(next, _)| *next <= at + length).is_some() {}
            }
            '{' => open.push((at, '}')),
            '(' => open.push((at, ')')),
            '[' => open.push((at, ']')),
            '}' | ')' | ']' if open.last().is_some_and(|(_, close)| *close == c) => drop(open.pop()),
            _ => {}
        }
    }
    // What follows an open parenthesis, braces included, is inside it.
    let parenthesis = open.iter().find(|(_, close)| *close != '}');
    let (at, close) = *parenthesis.or(open.first())?;
    Some(never_closed(file, at..at + 1, &format!("`{}`", &css[at..=at]), &close.to_string()))
}

/// Whether `url` is before a parenthesis.
fn is_url(before: &str) -> bool {
    before.len().checked_sub(3).and_then(|at| before.get(at..)).is_some_and(|name| name.eq_ignore_ascii_case("url"))
}

fn never_closed(file: &Arc<SourceFile>, range: Range<usize>, what: &str, close: &str) -> Finding {
    catalog::shrink::never_closed(Place::new(file, range), what, close)
}

/// Whether an error is about the end of a style sheet, where something is still open. `locator` is one for its text.
pub(super) fn is_at_end(locator: &mut Locator, error: &Error<ParserError>) -> bool {
    let at = error.loc.as_ref().map(|at| locator.offset(at.line, at.column));
    at.is_some_and(|at| locator.text[at..].trim_start().is_empty())
}

/// Finds places that a parser names by line and column. Looking up places in the order of the text costs one pass over it,
/// however many they are.
#[derive(Debug)]
pub(super) struct Locator<'a> {
    text: &'a str,
    start: usize,
    /// The place found last: line, column and byte.
    last: (usize, usize, usize),
}

impl<'a> Locator<'a> {
    /// At the start of a text.
    pub fn new(text: &'a str) -> Self {
        let start = text.len() - text.trim_start_matches('\u{feff}').len();
        Self { text, start, last: (0, 0, start) }
    }

    /// The byte at a line, counted from 0, and a column, counted from 1 in UTF-16 units; both as CSS counts them. A place outside of
    /// the text is the end of its line or of the text.
    pub fn offset(&mut self, line: u32, column: u32) -> usize {
        let (line, column) = (line as usize, column.saturating_sub(1) as usize);
        if (line, column) < (self.last.0, self.last.1) {
            self.last = (0, 0, self.start);
        }
        let (mut at_line, mut at_column, mut at) = self.last;
        while at_line < line {
            let Some(end) = self.text[at..].find(is_break) else { return self.text.len() };
            at += end + if self.text[at + end..].starts_with("\r\n") { 2 } else { 1 };
            (at_line, at_column) = (at_line + 1, 0);
        }
        for c in self.text[at..].chars().take_while(|c| !is_break(*c)) {
            if at_column >= column {
                break;
            }
            at_column += c.len_utf16();
            at += c.len_utf8();
        }
        self.last = (at_line, at_column, at);
        at
    }
}

/// Whether CSS starts a new line after it.
fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{c}')
}

/// The number of bytes to underline: a word, or one character that is not part of a word.
fn length(rest: &str) -> usize {
    let word = rest.find(|c: char| !(c.is_alphanumeric() || "-_@#.%".contains(c))).unwrap_or(rest.len());
    if word > 0 { word } else { rest.chars().next().map_or(0, char::len_utf8) }
}

/// What is wrong, as the end of a sentence.
fn what(kind: &ParserError) -> String {
    match kind {
        ParserError::AtRuleInvalid(name) => format!("there is no rule `@{name}`"),
        ParserError::EndOfInput => "something is missing before this".into(),
        ParserError::InvalidDeclaration => "this is not a property and its value".into(),
        ParserError::InvalidValue => "the property does not accept this value".into(),
        ParserError::InvalidMediaQuery => "this is not a media query".into(),
        ParserError::QualifiedRuleInvalid => "a rule has no block in braces".into(),
        ParserError::SelectorError(SelectorError::UnsupportedPseudoClass(name)) => {
            format!("there is no pseudo-class `:{name}`")
        }
        ParserError::SelectorError(SelectorError::UnsupportedPseudoElement(name)) => {
            format!("there is no pseudo-element `::{name}`")
        }
        ParserError::SelectorError(SelectorError::NoQualifiedNameInAttributeSelector(_)) => {
            "this selector cannot be read: an attribute in brackets has no name".into()
        }
        ParserError::SelectorError(error) => format!("this selector cannot be read: {}", lower(&error.to_string())),
        ParserError::UnexpectedImportRule => "`@import` is only allowed at the top".into(),
        ParserError::UnexpectedToken(_) => "this does not belong here".into(),
        other => lower(&other.to_string()),
    }
}

/// A message of the parser as the end of a message of Firstflight.
fn lower(sentence: &str) -> String {
    let mut chars = sentence.trim_end_matches('.').chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(css: &str) -> Option<(usize, String)> {
        let finding = unclosed(&SourceFile::new("style.css", css))?;
        let range = finding.place.as_ref().and_then(Place::range);
        range.map(|range| (range.start, css[range].to_owned()))
    }

    #[test]
    fn what_is_never_closed_is_found() {
        for (css, at, what) in [
            ("p { margin: 0 0 1em", 2, "{"),
            ("@media print { p { color: red }", 13, "{"),
            ("a { width: calc(1px; } b { color: red }", 15, "("),
            ("a[href { color: red }", 1, "["),
            ("p { color: red } /* and so on", 17, "/*"),
            ("p::after { content: \"} ", 20, "\""),
            ("p { background: url(a.png ", 19, "("),
        ] {
            assert_eq!(open(css), Some((at, what.to_owned())), "{css}");
        }
    }

    #[test]
    fn what_is_closed_or_quoted_is_not() {
        for css in [
            "",
            "p { margin: 0 }",
            "p::after { content: \"{ ( [ /*\" } /* { */ q { color: red }",
            "p { content: '\\'{' } .a\\{ { color: red }",
            "p { background: url(//a.example/*.png) } q { background: URL( 'a)' ) }",
            "é { content: \"é\" } /* é */",
        ] {
            assert_eq!(open(css), None, "{css}");
        }
    }

    #[test]
    fn places_are_found_in_any_order() {
        let text = "\u{feff}a b\r\ncé {\u{c}\n  \u{1f6b0} d: e }\rf";
        let places = [
            ((0, 1), "a b"),
            ((0, 3), "b\r"),
            ((1, 1), "cé"),
            ((1, 3), " {"),
            ((3, 3), "\u{1f6b0}"),
            ((3, 5), " d:"),
            ((4, 1), "f"),
        ];
        let mut locator = Locator::new(text);
        for ((line, column), rest) in places.iter().chain(places.iter().rev()) {
            let at = locator.offset(*line, *column);
            assert!(text[at..].starts_with(rest), "{line}:{column}: {:?}", &text[at..]);
        }
        assert_eq!(&text[locator.offset(0, 99)..][..2], "\r\n");
        assert_eq!(locator.offset(9, 1), text.len());
        assert_eq!(&text[locator.offset(1, 1)..][..1], "c", "after the end of the text");
    }
}
