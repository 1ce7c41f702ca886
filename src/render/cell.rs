//! Cells of a table that people open in a spreadsheet: none is run as a formula.
//!
//! As OWASP recommends, an apostrophe before what would be run makes it text. A number stays a number, with its sign.

use std::borrow::Cow;

use crate::marks;

/// Signs that part cells, where a spreadsheet takes another sign than the comma for it, and that end rows.
const PARTS: [char; 4] = [';', '\t', '\r', '\n'];

/// The text with an apostrophe before each part of it that a spreadsheet would run, and without characters that no text
/// file should hold.
#[must_use]
pub fn safe(text: &str) -> Cow<'_, str> {
    let text = marks::without_forbidden(text);
    let is_plain =
        |text: &str| !text.contains(['=', '+', '-', '@', '\t', '\r', '\u{FF1D}', '\u{FF0B}', '\u{FF0D}', '\u{FF20}']);
    if is_plain(&text) || is_number(&text) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 1);
    if text.starts_with(PARTS) || runs(&text) {
        out.push('\'');
    }
    for (number, part) in text.split_inclusive(PARTS).enumerate() {
        if number > 0 && runs(part) && is_command(part) {
            out.push('\'');
        }
        out.push_str(part);
    }
    if out == text { text } else { Cow::Owned(out) }
}

/// Whether a spreadsheet may take a cell that begins like this for a formula: after quotes, white space and characters
/// that are not seen, and in full-width form as well.
fn runs(cell: &str) -> bool {
    let is_passed = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201F}' | '\u{FF02}' | '\u{FF07}')
            || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
    };
    cell.trim_start_matches(is_passed).starts_with(|c| is_sign(c) || "+-\u{FF0B}\u{FF0D}".contains(c))
}

/// Signs that begin formulas and hardly ever words.
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '@' | '\u{FF1D}' | '\u{FF20}')
}

/// Whether a part in the middle of a text is more than prose such as `-5 percent`.
fn is_command(part: &str) -> bool {
    part.contains(|c: char| is_sign(c) || "|!(".contains(c))
}

/// Whether a text is a number and nothing else: `-1.5`, `+3`, `-2.5e-3`, `-7%`.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let digits = digits.strip_suffix('%').unwrap_or(digits);
    digits.starts_with(|c: char| c.is_ascii_digit()) && digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text() {
        for cell in [
            "=1+1",
            "+1+1",
            "-1+1",
            "@SUM(1)",
            "\tx",
            " =1",
            "\u{A0}=1",
            "\u{200B}=1",
            "\"=1\"",
            "'=1",
            "\u{201C}=1",
            "\u{FF1D}1",
            "\u{FF0B}1",
            "\u{FF0D}1",
            "\u{FF20}SUM(1)",
            "-2+3+cmd|' /C calc'!A0",
            "-",
            "-5 percent",
        ] {
            assert_eq!(safe(cell), format!("'{cell}"), "{cell:?}");
        }
    }

    #[test]
    fn formulas_after_other_separators_become_text_as_well() {
        assert_eq!(safe("\t=1"), "'\t'=1");
        assert_eq!(safe("\r\n=1"), "'\r\n'=1");
        assert_eq!(safe("a;=1"), "a;'=1");
        assert_eq!(safe("a\n =1\n-cmd|x"), "a\n' =1\n'-cmd|x");
        assert_eq!(safe("rose; -5 percent in a year"), "rose; -5 percent in a year");
    }

    #[test]
    fn numbers_and_words_stay_as_they_are() {
        for cell in
            ["", "-1.5", "+3", "-2.5e-3", "-7%", "12", "a = b", "e-mail", "a@b.example", "2019-2020", "caf\u{e9}"]
        {
            assert_eq!(safe(cell), cell);
        }
        assert!(!is_number("-inf") && !is_number("-nan") && !is_number("-"));
    }

    #[test]
    fn characters_that_text_cannot_hold_are_replaced() {
        assert_eq!(safe("a\u{7}b\u{FFFE}"), "a\u{FFFD}b\u{FFFD}");
    }
}
