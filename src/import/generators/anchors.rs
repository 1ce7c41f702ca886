//! Ids of headings by the rules of different programs.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::read::markdown::github_slug;

/// All rules, the most common one first.
pub const RULES: [fn(&str) -> String; 3] = [github, kramdown, slug];

/// GitHub's rule, which Hugo and mdBook follow except for details.
pub fn github(text: &str) -> String {
    github_slug(text.trim())
}

/// Zola's rule: ASCII letters and digits, and one hyphen for everything between them.
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

/// kramdown's rule: as GitHub's, without everything before the first letter.
pub fn kramdown(text: &str) -> String {
    let id = github(text.trim_start_matches(|c: char| !c.is_alphabetic()));
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
