//! Reads the words by which front matter gathers pages, such as tags, and the names of authors.

use std::ops::Range;

use unicase::UniCase;
use unicode_normalization::UnicodeNormalization as _;

use super::markdown::github_slug;
use crate::config::Taxonomies;
use crate::limits::SEGMENT_BYTES;
use crate::report::{Certainty, catalog};
use crate::yaml::Fields;

/// A word in the front matter of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageTerm {
    /// The number of the taxonomy in the settings.
    pub taxonomy: usize,
    /// The word, without spaces around it.
    pub text: String,
    /// The place of its value.
    pub range: Range<usize>,
}

/// The last segment of the address of a word, by the rule for ids of headings; empty if the word has no letters and digits.
/// Signs that distinguish names such as `C`, `C++` and `C#` are written as words.
#[must_use]
pub fn slug(text: &str) -> String {
    let mut spoken = String::new();
    let mut follows_word = false;
    for c in text.chars() {
        match c {
            '+' if follows_word => spoken.push_str("-plus"),
            '#' if follows_word => spoken.push_str("-sharp"),
            c => {
                if c.is_alphanumeric() && (spoken.ends_with("-plus") || spoken.ends_with("-sharp")) {
                    spoken.push('-');
                }
                spoken.push(c);
                follows_word = c.is_alphanumeric();
            }
        }
    }
    let slug = github_slug(&spoken);
    if slug.chars().any(char::is_alphanumeric) { slug } else { String::new() }
}

/// A word as it is compared with others: without differences of case, in NFC. Words with the same form are one.
#[must_use]
pub fn folded(text: &str) -> String {
    let composed: String = text.nfc().collect();
    UniCase::new(composed).to_folded_case().nfc().collect()
}

/// The folded form of a word without its accents, by which words that are likely to be meant as one are found. Other marks
/// are letters of their own.
#[must_use]
pub fn without_accents(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    folded(text).nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).nfc().collect()
}

/// Reads the words of every taxonomy.
pub(super) fn read<'a>(taxonomies: &'a Taxonomies, fields: &mut Fields<'a>) -> Vec<PageTerm> {
    let mut terms = Vec::new();
    for (number, taxonomy) in taxonomies.list.iter().enumerate() {
        let read = distinct(&taxonomy.name, fields);
        terms.extend(read.into_iter().filter_map(|(text, range)| {
            if text.contains(',') && is_alone(fields, &range) {
                fields.report(catalog::terms::comma_in_term(fields.place(range), &taxonomy.name, &text));
                return None;
            }
            let Some((message, help)) = problem(&text) else {
                return Some(PageTerm { taxonomy: number, text, range });
            };
            fields.invalid(range, message, Some(help.to_owned()));
            None
        }));
    }
    terms
}

/// Whether the value at these bytes is that of a key, and not in a list or in quotes.
fn is_alone(fields: &Fields<'_>, range: &Range<usize>) -> bool {
    let (before, value) = fields.file().text().split_at(range.start);
    before.trim_end().ends_with(':') && !value.starts_with(['"', '\''])
}

/// Reads `authors`.
pub(super) fn authors(fields: &mut Fields<'_>) -> Vec<String> {
    distinct("authors", fields).into_iter().map(|(text, _)| text).collect()
}

/// Why a word cannot have a page, and what to do.
pub(super) fn problem(text: &str) -> Option<(String, &'static str)> {
    let slug = slug(text);
    if slug.is_empty() {
        let message = format!("`{text}` has no letters and digits, so its page would have no address");
        return Some((message, "write it in words"));
    }
    let shown: String = text.chars().take(30).collect();
    let message = format!("the address of `{shown}…` would have a part of more than {SEGMENT_BYTES} bytes");
    (slug.len() > SEGMENT_BYTES).then_some((message, "write a word, or a few"))
}

/// The texts of a list, without spaces around them; those that are empty or given twice are reported and left out.
fn distinct<'a>(key: &'a str, fields: &mut Fields<'a>) -> Vec<(String, Range<usize>)> {
    let mut kept: Vec<(String, Range<usize>)> = Vec::new();
    let mut before: Option<Range<usize>> = None;
    for (text, range) in fields.texts(key) {
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
        let place = fields.place(range.clone());
        let from = before.replace(range.clone());
        let folded_text = folded(&text);
        if text.is_empty() {
            let help = Some("remove it, or write a text".to_owned());
            fields.invalid(range, format!("a text of `{key}` is empty"), help);
        } else if let Some((_, first)) = kept.iter().find(|(known, _)| folded(known) == folded_text) {
            let finding = catalog::terms::repeated_term(place, &text, fields.place(first.clone()));
            let edit = from.and_then(|from| removal(fields, from.end, range.end, range.start));
            fields.report(finding.maybe_edit(edit.map(|edit| (edit, String::new())), Certainty::Certain));
        } else {
            kept.push((text, range));
        }
    }
    kept
}

/// The bytes of an item of a list with the separator before it, if there is nothing else before it.
fn removal(fields: &Fields<'_>, from: usize, end: usize, start: usize) -> Option<Range<usize>> {
    let between = fields.file().text().get(from..start)?;
    between.chars().all(|c| " \t\r\n,-".contains(c)).then_some(from..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_and_accents() {
        for (a, b, is_one, is_close) in [
            ("Water", "water", true, true),
            ("STRASSE", "straße", true, true),
            ("Café", "cafe\u{301}", true, true),
            ("Café", "Cafe", false, true),
            ("ΣΊΣΥΦΟΣ", "σίσυφος", true, true),
            ("हिन्दी", "हन्दी", false, false),
            ("क़", "क", false, false),
            ("water", "waters", false, false),
        ] {
            assert_eq!(folded(a) == folded(b), is_one, "{a} {b}");
            assert_eq!(without_accents(a) == without_accents(b), is_close, "{a} {b}");
        }
    }

    #[test]
    fn slugs_are_those_of_headings() {
        for (text, expected) in [
            ("Clean water", "clean-water"),
            ("C", "c"),
            ("C++", "c-plus-plus"),
            ("C#", "c-sharp"),
            ("A+B", "a-plus-b"),
            ("#tag", "tag"),
            ("+++", ""),
            ("---", ""),
            ("Été", "été"),
            ("مياه", "مياه"),
        ] {
            assert_eq!(slug(text), expected, "{text}");
        }
    }
}
