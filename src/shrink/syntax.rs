//! Mistakes in a style sheet, as findings at their places.

use std::ops::Range;
use std::sync::Arc;

use lightningcss::error::{Error, ParserError, SelectorError};

use crate::report::{Finding, Place, SourceFile, catalog};

/// The finding for one mistake.
pub(super) fn finding(file: &Arc<SourceFile>, error: &Error<ParserError>) -> Finding {
    let text = file.text();
    let place = match &error.loc {
        Some(at) => {
            let mut start = offset(text, at.line as usize, at.column.saturating_sub(1) as usize);
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
                // An address without quotes holds neither strings nor comments.
                let length = css[at..].find(')').unwrap_or(0);
                open.extend((length == 0).then_some((at, ')')));
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

/// Whether an error is about the end of a style sheet, where something is still open.
pub(super) fn is_at_end(file: &Arc<SourceFile>, error: &Error<ParserError>) -> bool {
    let at = error.loc.as_ref().map(|at| offset(file.text(), at.line as usize, at.column.saturating_sub(1) as usize));
    at.is_some_and(|at| file.text()[at..].trim().is_empty())
}

/// Where a line, counted from 0, and a column in UTF-16 units are in a text; both as CSS counts them.
pub(super) fn offset(text: &str, line: usize, column: usize) -> usize {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut start = mark;
    for _ in 0..line {
        match text[start..].find(['\n', '\r', '\u{c}']) {
            Some(at) => start += at + if text[start + at..].starts_with("\r\n") { 2 } else { 1 },
            None => return text.len(),
        }
    }
    let mut left = column;
    for (at, c) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left = left.saturating_sub(c.len_utf16());
    }
    text.len()
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
}
