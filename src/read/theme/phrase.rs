//! A text of a theme with places for values, and its forms for numbers.

use std::collections::{BTreeMap, BTreeSet};

use crate::plurals::{self, PluralCategory};

/// A text that themes write on pages. A name in braces, such as `{page}`, is replaced by a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    /// The same text for all numbers.
    Same(String),
    /// A form for each plural category of CLDR; there is always one for `other`.
    Plural(BTreeMap<PluralCategory, String>),
}

/// A part of a text between or in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhrasePiece<'t> {
    /// Words.
    Words(&'t str),
    /// The name of a value.
    Value(&'t str),
}

impl Phrase {
    /// The form for a category: that for `other` where the language has none of its own.
    #[must_use]
    pub fn form(&self, category: PluralCategory) -> &str {
        match self {
            Self::Same(text) => text,
            Self::Plural(forms) => {
                forms.get(&category).or_else(|| forms.get(&PluralCategory::Other)).map_or("", String::as_str)
            }
        }
    }

    /// The form for numbers in general.
    #[must_use]
    pub fn text(&self) -> &str {
        self.form(PluralCategory::Other)
    }

    /// Whether it has no words.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// All forms.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        let (same, plural) = match self {
            Self::Same(text) => (Some(text.as_str()), None),
            Self::Plural(forms) => (None, Some(forms.values().map(String::as_str))),
        };
        same.into_iter().chain(plural.into_iter().flatten())
    }

    /// How YAML writes it, for a block to paste: with a form for each of these categories, if it has forms.
    #[must_use]
    pub fn to_yaml(&self, categories: &[PluralCategory]) -> String {
        let quoted = |text: &str| serde_json::Value::from(text).to_string().replace('\u{A0}', "\\u00A0");
        match self {
            Self::Same(text) => quoted(text),
            Self::Plural(_) => {
                let form = |category: &PluralCategory| {
                    format!("{}: {}", plurals::name(*category), quoted(self.form(*category)))
                };
                format!("{{ {} }}", categories.iter().map(form).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// The words of a text and the names of its values, in order. A brace that encloses no name is a part of the words.
#[must_use]
pub fn pieces(text: &str) -> Vec<PhrasePiece<'_>> {
    let mut pieces = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find('{') {
        let open = at + found;
        at = open + 1;
        let length = text[at..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(0);
        if length == 0 || !text[at + length..].starts_with('}') {
            continue;
        }
        if from < open {
            pieces.push(PhrasePiece::Words(&text[from..open]));
        }
        pieces.push(PhrasePiece::Value(&text[at..at + length]));
        at += length + 1;
        from = at;
    }
    if from < text.len() {
        pieces.push(PhrasePiece::Words(&text[from..]));
    }
    pieces
}

/// The names of the values of a text.
#[must_use]
pub fn values(text: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        PhrasePiece::Value(name) => Some(name),
        PhrasePiece::Words(_) => None,
    };
    pieces(text).into_iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn braces_with_a_name_are_values() {
        let text = "a {b} {c d} {} {e";
        assert_eq!(
            pieces(text),
            [PhrasePiece::Words("a "), PhrasePiece::Value("b"), PhrasePiece::Words(" {c d} {} {e")]
        );
        assert_eq!(pieces("{a}{b}"), [PhrasePiece::Value("a"), PhrasePiece::Value("b")]);
        assert_eq!(pieces(""), []);
        assert_eq!(values("{b}, {a} and {b}"), BTreeSet::from(["a", "b"]));
    }

    #[test]
    fn a_form_that_is_missing_is_that_for_other() {
        let forms = [(PluralCategory::One, "one day"), (PluralCategory::Other, "{number} days")];
        let phrase = Phrase::Plural(forms.map(|(category, text)| (category, text.to_owned())).into());
        assert_eq!(phrase.form(PluralCategory::One), "one day");
        assert_eq!(phrase.form(PluralCategory::Few), "{number} days");
        assert_eq!(phrase.forms().count(), 2);
        let forms = "{ few: \"{number} days\", other: \"{number} days\" }";
        assert_eq!(phrase.to_yaml(&[PluralCategory::Few, PluralCategory::Other]), forms);
        assert_eq!(Phrase::Same("km\u{A0}\"".to_owned()).to_yaml(&[]), "\"km\\u00A0\\\"\"");
    }
}
