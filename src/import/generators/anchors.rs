//! Ids of headings by the rules of different programs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Every rule, from the most common one on.
pub const RULES: [fn(&str) -> String; 3] = [github, kramdown, slug];

/// GitHub's rule, which Hugo and mdBook share but for details: lower case, hyphens for spaces, nothing for other marks.
pub fn github(text: &str) -> String {
    let keep = |c: char| c.is_alphanumeric() || is_combining_mark(c) || matches!(c, '-' | '_' | ' ');
    text.trim()
        .chars()
        .filter(|c| keep(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect()
}

/// Slugs: ASCII letters and digits, and one hyphen for all that is between them.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !c.is_alphanumeric() && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// kramdown's rule: what is before the first letter goes, spaces become hyphens, other marks go.
pub fn kramdown(text: &str) -> String {
    let text = text.trim_start_matches(|c: char| !c.is_alphabetic());
    let id: String = text
        .chars()
        .filter(|c| c.is_alphanumeric() || is_combining_mark(*c) || matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .map(|c| if c == ' ' { '-' } else { c })
        .collect();
    if id.is_empty() { "section".to_owned() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_has_its_rule() {
        for (text, a, b, c) in [
            ("Who comes?", "who-comes", "who-comes", "who-comes"),
            ("A & B", "a--b", "a-b", "a--b"),
            ("1. Été", "1-été", "1-ete", "été"),
            ("snake_case", "snake_case", "snake-case", "snake_case"),
            ("2024", "2024", "2024", "section"),
        ] {
            assert_eq!((github(text).as_str(), slug(text).as_str(), kramdown(text).as_str()), (a, b, c), "{text}");
        }
    }
}
