//! Mathematics between dollars, by GitHub's rule: `$x^2$` in a line, `$$…$$` in one block. It is shown as source. Prices
//! and shell variables are not mathematics.

use std::ops::Range;

/// The formula whose first dollar is at a byte of a text.
pub(super) fn formula_at(text: &str, at: usize) -> Option<Range<usize>> {
    let bytes = text.as_bytes();
    let before = text[..at].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '$' | '\\' | '`')) {
        return None;
    }
    let is_display = bytes.get(at + 1) == Some(&b'$');
    let start = at + if is_display { 2 } else { 1 };
    let length = if is_display { display_length(&text[start..])? } else { line_length(&text[start..])? };
    let end = start + length + start - at;
    if text[end..].starts_with(|c: char| c == '$' || c.is_alphanumeric()) || !is_formula(&text[start..start + length]) {
        return None;
    }
    Some(at..end)
}

/// The length of a display formula, up to its closing dollars.
fn display_length(text: &str) -> Option<usize> {
    let end = memchr::memmem::find(text.as_bytes(), b"$$")?;
    let formula = &text[..end];
    let is_one_block = !formula.trim_matches(['\n', '\r']).lines().any(|line| line.trim().is_empty());
    (is_one_block && !formula.contains("```")).then_some(end)
}

/// The length of an inline formula, up to its closing dollar.
fn line_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut lines = 0;
    let end = bytes.iter().enumerate().position(|(at, &byte)| {
        lines += usize::from(byte == b'\n');
        byte == b'`' || lines > 1 || byte == b'$' && !(at > 0 && bytes[at - 1] == b'\\')
    })?;
    let is_closed = bytes[end] == b'$' && end > 0;
    let is_tight = is_closed && !bytes[0].is_ascii_whitespace() && !bytes[end - 1].is_ascii_whitespace();
    is_tight.then_some(end)
}

/// Whether the text between dollars looks like mathematics: commands and operators of TeX, or single letters.
fn is_formula(text: &str) -> bool {
    let has_letter = text.bytes().any(|byte| byte.is_ascii_alphabetic());
    if text.contains(['\\', '^', '_', '{', '=']) {
        return has_letter || text.contains(['\\', '^', '=']);
    }
    let longest_word = text.split(|c: char| !c.is_alphabetic()).map(|word| word.chars().count()).max().unwrap_or(0);
    let has_sign = text.contains(['+', '-', '*', '/', '<', '>', '!', '(', '|']);
    has_letter && longest_word < 3 && (has_sign || !text.contains(char::is_whitespace)) && !is_price(text)
}

/// Whether a text begins as a price does: `5`, `1,000`, `5k`, `2m/3m`.
fn is_price(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(['+', '*', '<', '>', '!', '('])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn formula(text: &str) -> Option<&str> {
        formula_at(text, text.find('$').unwrap()).map(|range| &text[range])
    }

    #[test]
    fn mathematics_is_found() {
        for (text, found) in [
            ("Let $x$ be", "$x$"),
            ("($x^2 + y^2$)", "$x^2 + y^2$"),
            ("$O(n)$, and", "$O(n)$"),
            ("$\\sqrt{3}$", "$\\sqrt{3}$"),
            ("$a\n+ b$", "$a\n+ b$"),
            ("$$\n\\sum_i x_i\n$$", "$$\n\\sum_i x_i\n$$"),
            ("a $$E = mc^2$$ b", "$$E = mc^2$$"),
            ("$1 + 1 = 2$", "$1 + 1 = 2$"),
        ] {
            assert_eq!(formula(text), Some(found), "{text}");
        }
    }

    #[test]
    fn prices_and_variables_are_not() {
        for text in [
            "from $5 to $6",
            "US$5 or 5$",
            "$5/kg, or 6$",
            "$5-10$",
            "$5k-6k$",
            "$HOME/$USER",
            "$a = $b",
            "$true or `$false`",
            "$x_1, and\n\n$",
            "$foo$",
            "cost $20 in all, or 10$",
            "$$",
            "$$$",
            "$ x_1 $",
            "$(pwd)",
            "$$a\n\nb=c$$",
            "\\$x^2$",
        ] {
            assert_eq!(formula(text), None, "{text}");
        }
    }
}
