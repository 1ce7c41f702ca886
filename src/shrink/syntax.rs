//! Mistakes in a style sheet, as findings at their places.

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

/// Where a line, counted from 0, and a column in UTF-16 units are in a text; both as CSS counts them.
fn offset(text: &str, line: usize, column: usize) -> usize {
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
