//! Numbers as people type them: which of them are plain, and what is meant by the others.

use std::ops::Range;

use super::numbers::{Number, Unit};
use crate::report::{Certainty, literal};
use crate::yaml::{Fields, Node};

/// Whether a decimal number is between zero and `most`.
pub(super) fn within(text: &str, most: f64) -> bool {
    text.parse::<f64>().is_ok_and(|number| (0.0..=most).contains(&number))
}

/// A plain decimal number: no zeros before it, which some programs take for an octal number, and no zero with a minus sign.
pub(super) fn decimal(text: &str) -> Option<Number> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_zero = !digits.contains(|c: char| matches!(c, '1'..='9'));
    let is_plain = is_whole(whole) && is_digits(part) && !(is_zero && digits.len() < text.len());
    (is_plain && text.len() <= 30).then(|| Number::Decimal(text.to_owned()))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text is a whole number without zeros before it.
fn is_whole(text: &str) -> bool {
    is_digits(text) && (text.len() == 1 || !text.starts_with('0'))
}

/// The plain number that is meant by `010`, `-0`, `+5`, `.5`, `5.` or `1_000`, or by a ratio such as `02/3`.
pub(super) fn plainly(text: &str) -> Option<String> {
    if let Some((above, below)) = text.split_once('/') {
        let part = |part: &str| plainly(part.trim()).or_else(|| Some(part.trim().to_owned()));
        let plain = format!("{}/{}", part(above)?, part(below)?);
        return ratio(&plain).map(|_| format!("\"{plain}\""));
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text).replace('_', "");
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    (is_digits(whole) || is_digits(part)).then_some(())?;
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let plain = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    let is_negative = text.starts_with('-') && plain.contains(|c: char| matches!(c, '1'..='9'));
    let plain = if is_negative { format!("-{plain}") } else { plain };
    (plain != text && decimal(&plain).is_some()).then_some(plain)
}

/// The number in a text that ends with `%` or holds commas, and which of the two it is.
pub(super) fn plain_number(text: &str) -> Option<(String, &'static str)> {
    if let Some(share) = text.strip_suffix('%') {
        return decimal(share.trim()).map(|_| (share.trim().to_owned(), "%"));
    }
    let whole = text.split('.').next().unwrap_or(text);
    let mut groups = whole.trim_start_matches('-').split(',');
    let first = groups.next().is_some_and(|group| (1..=3).contains(&group.len()));
    let number = text.replace(',', "");
    (first && groups.all(|group| group.len() == 3) && decimal(&number).is_some()).then_some((number, ","))
}

/// The change of a value with `%`, commas or needless signs to a plain number, and how certain it is.
pub(super) fn plain_edit(
    fields: &Fields<'_>,
    node: &Node,
    text: &str,
    unit: Option<Unit>,
) -> (Option<(Range<usize>, String)>, Certainty) {
    let place = fields.place(node.range.clone());
    if literal(&place, text).is_none() {
        return (None, Certainty::Suggested);
    }
    let Some((number, sign)) = plain_number(text) else {
        // Programs that take `010` for an octal number read 8.
        let digits = text.trim_start_matches(['-', '+']);
        let may_be_octal = digits.starts_with('0') && is_digits(digits) && digits.len() > 1;
        let certainty = if may_be_octal { Certainty::Suggested } else { Certainty::Certain };
        return (plainly(text).map(|plain| (node.range.clone(), plain)), certainty);
    };
    let edit = |replacement| Some((node.range.clone(), replacement));
    match (sign, unit) {
        ("%", Some(Unit::Percent)) if within(&number, 100.0) => (edit(number), Certainty::Certain),
        ("%", Some(Unit::PercentChange)) => (edit(number), Certainty::Certain),
        ("%", None) if within(&number, 100.0) && !fields.has_key("unit") => {
            let source = &fields.file().text()[..node.range.start];
            let line = &source[source.rfind('\n').map_or(0, |line_end| line_end + 1)..];
            let indentation: String = line.chars().take_while(|c| matches!(c, ' ' | '-')).map(|_| ' ').collect();
            let is_block = line[indentation.len()..].starts_with("value:");
            (edit(format!("{number}\n{indentation}unit: percent")).filter(|_| is_block), Certainty::Certain)
        }
        ("%", _) => (None, Certainty::Suggested),
        // A single comma may also be a decimal mark.
        _ if text.matches(',').count() > 1 => (edit(number), Certainty::Certain),
        _ => (edit(number), Certainty::Suggested),
    }
}

pub(super) fn ratio(text: &str) -> Option<Number> {
    let (above, below) = text.split_once('/')?;
    let number = |part: &str| Some(part.trim()).filter(|part| is_whole(part))?.parse().ok();
    let (above, below) = (number(above)?, number(below)?);
    (below > 0).then_some(Number::Ratio(above, below))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_numbers_are_decimals() {
        for text in ["0", "0.0", "10", "-1", "-0.04", "0.50", "100.0"] {
            assert_eq!(decimal(text), Some(Number::Decimal(text.to_owned())), "{text}");
        }
        for text in ["", "-", "010", "00", "-00.5", "01.5", "-0", "-0.0", "-0.00", "+5", ".5", "5.", "1_000", "1e3"] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(ratio("2 / 3"), Some(Number::Ratio(2, 3)));
        assert_eq!(ratio("0/3"), Some(Number::Ratio(0, 3)));
        for text in ["02/3", "2/03", "+2/3", "-0/3", "2/0", "2/", "/3", "2/3/4"] {
            assert_eq!(ratio(text), None, "{text}");
        }
    }

    #[test]
    fn the_plain_form_of_a_number_is_found() {
        for (text, plain) in [
            ("010", "10"),
            ("00", "0"),
            ("-0", "0"),
            ("-0.00", "0.00"),
            ("-00.5", "-0.5"),
            ("+5", "5"),
            ("-.5", "-0.5"),
            (".5", "0.5"),
            ("5.", "5"),
            ("1_000.50", "1000.50"),
            ("02/3", "\"2/3\""),
        ] {
            assert_eq!(plainly(text).as_deref(), Some(plain), "{text}");
        }
        for text in ["", "-", ".", "5", "-5", "-2/3", "1e3", "0x1F", "1,000", "2/0", "a/b", "--5", "1..2"] {
            assert_eq!(plainly(text), None, "{text}");
        }
    }
}
