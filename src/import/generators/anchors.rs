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

/// Latin letters that no decomposition writes in ASCII, and how Zola writes them.
const LATIN: [(char, &str); 9] =
    [('ß', "ss"), ('æ', "ae"), ('œ', "oe"), ('ø', "o"), ('đ', "d"), ('ð', "d"), ('ł', "l"), ('þ', "th"), ('ı', "i")];

fn latin(c: char) -> Option<&'static str> {
    LATIN.iter().find(|(letter, _)| *letter == c).map(|(_, ascii)| *ascii)
}

/// Zola's rule: ASCII letters and digits, and one hyphen for everything between them. Letters of other scripts are left out, which
/// Zola writes in Latin letters.
pub fn slug(text: &str) -> String {
    let mut out = String::new();
    for c in base_letters(text) {
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if let Some(letters) = latin(c) {
            out.push_str(letters);
        } else if !c.is_alphanumeric() && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// Whether `slug` leaves no letter out.
pub fn is_latin(text: &str) -> bool {
    base_letters(text).all(|c| c.is_ascii() || !c.is_alphanumeric() || latin(c).is_some())
}

/// The characters of a text in lower case, without accents.
fn base_letters(text: &str) -> impl Iterator<Item = char> {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase)
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
            ("Straße Łódź", "straße-łódź", "strasse-lodz", "straße-łódź"),
        ] {
            assert_eq!((github(text).as_str(), slug(text).as_str(), kramdown(text).as_str()), (a, b, c), "{text}");
            assert!(is_latin(text), "{text}");
        }
        assert!(!is_latin("日本"));
    }
}
