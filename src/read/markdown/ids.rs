//! Ids of headings, by GitHub's rule, so that a fragment leads to the same place there and here.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::Heading;
use super::autolinks::is_digit_or_connector;
use crate::limits::DISPLACED_IDS;

/// The kind of thing that has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdKind {
    /// A heading.
    Heading,
    /// An element of raw HTML.
    Element,
}

impl IdKind {
    /// The word for it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Heading => "heading",
            Self::Element => "element",
        }
    }
}

/// What already has an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// A heading or an element that begins at this byte.
    By(IdKind, usize),
    /// The page, for a landmark or a footnote.
    Page,
}

/// The id of a heading.
#[derive(Debug, PartialEq, Eq)]
pub struct HeadingId {
    /// The id.
    pub id: String,
    /// The place of the element of raw HTML that loses the id: a link to it means the heading.
    pub displaced: Option<usize>,
    /// Whether GitHub's id is one that the page uses itself, so that this one has a prefix.
    pub is_renamed: bool,
}

/// Precedes an id that would be empty, or that of a landmark or a footnote.
const PREFIX: &str = "h-";

/// Ids of one page, each given once.
#[derive(Debug, Default)]
pub struct Ids {
    /// The kind of thing that has the id, and where it begins.
    taken: HashMap<String, (IdKind, usize)>,
    /// The last number that was appended to an id.
    numbers: HashMap<String, usize>,
    /// How many elements lost their id to a heading.
    displaced: usize,
}

impl Ids {
    /// Claims an id that an editor wrote, for what begins at a byte.
    ///
    /// # Errors
    ///
    /// What already has it.
    pub fn claim(&mut self, id: &str, at: usize, kind: IdKind) -> Result<(), Taken> {
        // By the HTML standard, an element with the id `top` is the top of the page instead of its first line.
        if is_reserved(id) && !(id == "top" && kind == IdKind::Element) {
            return Err(Taken::Page);
        }
        match self.taken.get(id) {
            Some((kind, first)) => Err(Taken::By(*kind, *first)),
            None => {
                self.taken.insert(id.to_owned(), (kind, at));
                Ok(())
            }
        }
    }

    /// The id that GitHub makes of a heading's text, with a number after it where another heading has it.
    pub fn make(&mut self, text: &str, at: usize) -> HeadingId {
        let slug = github_slug(text);
        let mut made = own_id(slug.clone());
        if self.is_taken(&made.id) {
            let mut number = self.numbers.get(&slug).copied().unwrap_or(0);
            while self.is_taken(&made.id) {
                number += 1;
                made = own_id(format!("{slug}-{number}"));
            }
            self.numbers.insert(slug, number);
        }
        made.displaced = self.taken.insert(made.id.clone(), (IdKind::Heading, at)).map(|(_, at)| at);
        self.displaced += usize::from(made.displaced.is_some());
        made
    }

    /// Whether a heading cannot have this id. An element loses its id to a heading.
    fn is_taken(&self, id: &str) -> bool {
        let keeps = |kind: IdKind| kind == IdKind::Heading || self.displaced >= DISPLACED_IDS;
        self.taken.get(id).is_some_and(|(kind, _)| keeps(*kind))
    }
}

/// The id here of what has this id on GitHub.
fn own_id(mut id: String) -> HeadingId {
    let is_renamed = id.is_empty() || is_reserved(&id);
    if is_renamed {
        id.insert_str(0, PREFIX);
    }
    HeadingId { id, displaced: None, is_renamed }
}

/// The id of the heading that a fragment means, if the page itself uses that id.
#[must_use]
pub fn renamed(fragment: &str) -> Option<String> {
    is_reserved(fragment).then(|| format!("{PREFIX}{fragment}"))
}

/// Ids that pages use for other things: footnotes (`fn1`, `fnref1`) and the landmarks of themes.
fn is_reserved(slug: &str) -> bool {
    let number = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_digit()) && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    slug.strip_prefix("fnref").or_else(|| slug.strip_prefix("fn")).is_some_and(number)
        || matches!(slug, "main" | "top" | "menu" | "contents")
}

/// By GitHub's rule: letters, marks and digits of any script in lower case, signs that join words, hyphens, and a hyphen for
/// each space.
#[must_use]
pub fn github_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    // Letters of ASCII are composed already.
    if text.is_ascii() {
        slug.extend(text.chars().filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            _ => c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase()),
        }));
        return slug;
    }
    slug.extend(text.nfc().flat_map(char::to_lowercase).filter_map(|c| match c {
        ' ' => Some('-'),
        '-' => Some(c),
        _ => (c.is_alphabetic() || is_combining_mark(c) || is_digit_or_connector(c)).then_some(c),
    }));
    slug
}

/// The form in which ids and fragments are compared, so that an `é` of one code point meets one of two. An id cannot have
/// white space: it becomes hyphens.
#[must_use]
pub fn normal(id: &str) -> String {
    let id = id.trim_matches(is_space);
    if id.is_ascii() && !id.contains(is_space) {
        return id.to_owned();
    }
    id.nfc().map(|c| if is_space(c) { '-' } else { c }).collect()
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// The id here of an element of raw HTML for which this one is written: one that the page itself uses gets a prefix.
pub(super) fn of_element(written: &str) -> String {
    let id = normal(written);
    renamed(&id).filter(|_| id != "top").unwrap_or(id)
}

/// The ids that these headings had before ids were made by GitHub's rule, in the same order.
#[must_use]
pub fn former_ids(headings: &[Heading]) -> Vec<String> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    let of_heading = |heading: &Heading| {
        let mut id = heading.id.clone();
        if !heading.has_written_id {
            let mut slug = former_slug(heading.former_text.as_deref().unwrap_or(&heading.text));
            if slug.is_empty() || is_reserved(&slug) {
                slug.insert_str(0, PREFIX);
            }
            id.clone_from(&slug);
            let mut number = taken.get(&slug).copied().unwrap_or(1);
            while taken.contains_key(&id) {
                number += 1;
                id = format!("{slug}-{number}");
            }
            taken.insert(slug, number);
        }
        taken.entry(id.clone()).or_insert(1);
        id
    };
    headings.iter().map(of_heading).collect()
}

fn former_slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.nfc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || is_combining_mark(c) || c == '_' {
            slug.push(c);
        } else if (c.is_whitespace() || c == '-') && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_those_of_github() {
        let mut ids = Ids::default();
        for (text, id) in [
            ("Least developed countries (LDCs)", "least-developed-countries-ldcs"),
            ("Least developed countries: LDCs", "least-developed-countries-ldcs-1"),
            ("Health & safety", "health--safety"),
            ("🎉 Party", "-party"),
            (":tada: Party", "tada-party"),
            ("a -- b", "a----b"),
            ("-Name", "-name"),
            ("snake_case ‿", "snake_case-‿"),
            ("10² ½ Ⅷ ٤", "10--ⅷ-٤"),
            ("Tab\tno\u{a0}break", "tabnobreak"),
            ("رقمي  فجوة", "رقمي--فجوة"),
            ("数字鸿沟", "数字鸿沟"),
            ("हिन्दी", "हिन्दी"),
            ("ÉTÉ Ünder", "été-ünder"),
            ("Cafe\u{301}", "café"),
            ("!!!", "h-"),
            ("???", "-1"),
            ("Main", "h-main"),
            ("Main", "main-1"),
            ("fn1", "h-fn1"),
            ("fn", "fn"),
            ("fn", "fn-1"),
            ("Notes", "notes"),
            ("Notes", "notes-1"),
            ("Notes 1", "notes-1-1"),
            ("Notes", "notes-2"),
        ] {
            assert_eq!(ids.make(text, 0).id, id, "{text}");
        }
    }

    #[test]
    fn an_explicit_id_is_given_once_and_never_taken_from_others() {
        let mut ids = Ids::default();
        let mut claim = |id: &str, at: usize| ids.claim(id, at, IdKind::Heading);
        assert_eq!((claim("chosen", 3), claim("chosen", 9)), (Ok(()), Err(Taken::By(IdKind::Heading, 3))));
        for other in ["main", "fn1", "fnref2", "fnref1-2"] {
            assert_eq!(claim(other, 0), Err(Taken::Page), "{other}");
        }
        assert_eq!(ids.make("Chosen", 0).id, "chosen-1");
    }

    #[test]
    fn a_heading_takes_its_id_from_an_element() {
        let mut ids = Ids::default();
        assert_eq!(ids.claim("notes", 7, IdKind::Element), Ok(()));
        let made = HeadingId { id: "notes".to_owned(), displaced: Some(7), is_renamed: false };
        assert_eq!(ids.make("Notes", 20), made);
        assert_eq!(ids.claim("notes", 30, IdKind::Element), Err(Taken::By(IdKind::Heading, 20)));
    }
}
