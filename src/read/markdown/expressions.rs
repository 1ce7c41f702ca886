//! Expressions and shortcodes of other systems between two braces, `{{ … }}`.

use super::constructs::{Construct, closed, word};
use crate::report::catalog::foreign::System;

/// Whether a text that begins with `{{` is an expression or a shortcode of another system and cannot be a call of ours.
pub(super) fn is_expression(text: &str) -> bool {
    expression(text, 0).is_some()
}

/// `{{ … }}` that cannot be a call of ours.
pub(super) fn expression(text: &str, at: usize) -> Option<Construct> {
    let rest = &text[at + 2..];
    if at > 0 && text[..at].ends_with('$') {
        return None;
    }
    if let Some(sign) = ['<', '%'].into_iter().find(|sign| rest.starts_with(*sign)) {
        let end = closed(text, at, 3, if sign == '<' { ">}}" } else { "%}}" })?;
        let inner = rest[1..].trim_start_matches(['/', '*', ' ', '\t', '\n', '\r']);
        let is_end = rest[1..].trim_start().starts_with('/') && !rest[1..].trim_start().starts_with("/*");
        let construct = Construct::new(at..end, System::Hugo, word(inner), is_end);
        return Some(Construct { holds_raw: sign == '<', ..construct });
    }
    let end = closed(text, at, 2, if rest.starts_with('{') { "}}}" } else { "}}" })?;
    let inner = text[at + 2..end - 2].trim_matches(['{', '}', '-', '~', ' ', '\t', '\n', '\r']);
    let name = word(inner);
    // Braces of formulas follow a letter or a sign: `x^{{{a}}}`, `\frac{{{a}}}{b}`.
    let is_apart = !text[..at].ends_with(|c: char| c.is_alphanumeric() || "^_\\}".contains(c));
    let has_sign = rest.starts_with(['{', '~', '-']) || text[..end - 2].ends_with(['~', '-']);
    let after = inner[name.len()..].trim_start();
    let is_other = match inner.chars().next()? {
        '$' => inner[1..].starts_with(|c: char| c.is_ascii_alphabetic()),
        '#' | '/' | '>' | '^' | '!' | '&' => {
            inner[1..].trim_start_matches([' ', '>', '-']).starts_with(|c: char| c.is_ascii_alphabetic() || c == '*')
        }
        '.' => inner.len() == 1 || inner[1..].starts_with(|c: char| c.is_ascii_alphabetic()),
        '"' | '\'' | '`' => true,
        _ if name.is_empty() => false,
        // `{{{ name }}}`, `{{~ name ~}}`
        _ if has_sign && is_apart => true,
        _ => {
            const KEYWORDS: [&str; 9] = ["if", "else", "end", "range", "with", "define", "endif", "for", "endfor"];
            const FUNCTIONS: [&str; 9] =
                ["partial", "partialCached", "template", "T", "i18n", "ref", "relref", "printf", "include"];
            let has_member = after.starts_with('.') && after[1..].starts_with(|c: char| c.is_ascii_alphabetic());
            has_member
                || after.starts_with(['|', '['])
                || after.starts_with("({")
                || KEYWORDS.contains(&name) && !after.starts_with('(')
                || FUNCTIONS.contains(&name) && after.starts_with(['"', '.', '$', '`'])
        }
    };
    let signs = inner.len() - inner.trim_start_matches(['#', '/', '>', '^', '!', '&', ' ', '-']).len();
    let end_of_name = inner[signs..].find(|c: char| c.is_whitespace() || "|[({".contains(c));
    let length = end_of_name.map_or(inner.len(), |length| signs + length);
    let is_end = inner.starts_with('/') || matches!(name, "end" | "endif" | "endfor");
    is_other.then(|| Construct::new(at..end, System::Expression, &inner[..length], is_end))
}
