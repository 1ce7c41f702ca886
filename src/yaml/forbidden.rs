//! Characters that no page can hold, where an escape or a tag of YAML makes them.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Spanned;

use super::parse::{Raw, bytes_of, shift};
use crate::marks::is_forbidden;
use crate::report::{Finding, Place, SourceFile, catalog};

/// Finds values and keys that hold what no page can hold, where they are defined; `base` is the byte of the file at which
/// the text begins.
pub(super) fn forbidden_in(
    raw: &Spanned<Raw>,
    text: &str,
    file: &Arc<SourceFile>,
    base: usize,
    findings: &mut Vec<Finding>,
) {
    match &raw.value {
        Raw::Text(value) => look(value, bytes_of(&raw.defined, text), text, file, base, findings),
        Raw::List(items) => items.iter().for_each(|item| forbidden_in(item, text, file, base, findings)),
        Raw::Map(entries) => {
            for (key, value) in entries {
                look(&key.value, bytes_of(&key.defined, text), text, file, base, findings);
                forbidden_in(value, text, file, base, findings);
            }
        }
        Raw::Null | Raw::Bool(_) | Raw::Number => {}
    }
}

fn look(
    value: &str,
    written: Range<usize>,
    text: &str,
    file: &Arc<SourceFile>,
    base: usize,
    findings: &mut Vec<Finding>,
) {
    let Some(c) = value.chars().find(|c| is_forbidden(*c)) else { return };
    let source = &text[written.clone()];
    let escapes = escapes(source);
    let place = |range: Range<usize>| Place::new(file, shift(range, base));
    // Otherwise it is in the text itself and was found when the file was read, or a tag made it.
    if escapes.is_empty() && !source.contains(is_forbidden) {
        findings.push(catalog::files::forbidden_character(place(written.clone()), c));
    }
    for (range, c) in escapes {
        let words = &source[range.clone()];
        findings.push(catalog::files::forbidden_escape(place(shift(range.clone(), written.start)), words, c));
    }
}

/// Escapes of a text in double quotes that name characters which no page can hold.
fn escapes(source: &str) -> Vec<(Range<usize>, char)> {
    let mut found = Vec::new();
    let mut rest = 0;
    while let Some(at) = source[rest..].find('\\').map(|at| rest + at) {
        let after = &source[at + 1..];
        let Some(letter) = after.chars().next() else { break };
        let digits = match letter {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        let named = match letter {
            '0' => Some('\0'),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            'v' => Some('\u{B}'),
            'f' => Some('\u{C}'),
            'e' => Some('\u{1B}'),
            'N' => Some('\u{85}'),
            _ => after.get(1..=digits).and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32),
        };
        rest = at + 1 + letter.len_utf8();
        if let Some(c) = named.filter(|c| is_forbidden(*c)) {
            rest += digits;
            found.push((at..rest, c));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_decoded_as_yaml_decodes_them() {
        let found: Vec<char> =
            escapes(r#""\0 \a\b\v\f\e\N \x07 \uFFFE \U0001FFFF""#).into_iter().map(|(_, c)| c).collect();
        let wanted = "\0\u{7}\u{8}\u{B}\u{C}\u{1B}\u{85}\u{7}\u{FFFE}\u{1FFFF}";
        assert_eq!(found.into_iter().collect::<String>(), wanted);
        assert!(escapes(r#""\\0 \t\n\r\_\L\P \x41 \\x07 \u00e9""#).is_empty());
    }
}
