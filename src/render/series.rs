//! Texts joined as a language joins them, by the patterns of CLDR: `A, B and C`.

use std::fmt;

use icu_list::options::ListFormatterOptions;
use icu_list::{ListFormatter, parts};
use writeable::{Part, PartsWrite, Writeable as _};

use crate::habits;

/// Joins texts in one language.
pub struct Series(Option<ListFormatter>);

impl fmt::Debug for Series {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Series").field(&self.0.is_some()).finish()
    }
}

impl Series {
    /// The lists of a language; those of no language in particular where CLDR does not know the tag.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self(ListFormatter::try_new_and((&habits::locale(tag)).into(), ListFormatterOptions::default()).ok())
    }

    /// What is around the texts of a list: before the first one, between two, and after the last one. A language may choose it by
    /// the text that follows.
    #[must_use]
    pub fn around(&self, texts: &[&str]) -> Vec<String> {
        let mut around = Around { texts: vec![String::new()], is_within: false };
        if let Some(format) = &self.0 {
            // Strings can always be written to.
            let _ = format.format(texts.iter()).write_to_parts(&mut around);
        }
        around.texts.resize(texts.len() + 1, String::new());
        around.texts
    }

    /// The texts as one.
    #[must_use]
    pub fn join(&self, texts: &[&str]) -> String {
        let around = self.around(texts);
        let (first, rest) = around.split_first().map_or(("", &[][..]), |(first, rest)| (first.as_str(), rest));
        let mut joined = first.to_owned();
        for (text, after) in texts.iter().zip(rest) {
            joined.push_str(text);
            joined.push_str(after);
        }
        joined
    }
}

/// Collects what a list has around its texts.
struct Around {
    texts: Vec<String>,
    /// Whether one of the texts is being written.
    is_within: bool,
}

impl fmt::Write for Around {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let Some(last) = self.texts.last_mut().filter(|_| !self.is_within) {
            last.push_str(text);
        }
        Ok(())
    }
}

impl PartsWrite for Around {
    type SubPartsWrite = Self;

    fn with_part(&mut self, part: Part, mut write: impl FnMut(&mut Self) -> fmt::Result) -> fmt::Result {
        if part != parts::ELEMENT || self.is_within {
            return write(self);
        }
        self.is_within = true;
        let result = write(self);
        self.is_within = false;
        self.texts.push(String::new());
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_joins_texts_its_own_way() {
        for (tag, expected) in [
            ("en", "A, B and C"),
            ("en-US", "A, B, and C"),
            ("fr", "A, B et C"),
            ("es", "A, B y C"),
            ("ru", "A, B и C"),
            ("ar", "A وB وC"),
            ("zh", "A、B和C"),
            ("hi", "A, B और C"),
            ("fa", "A،\u{200F} B، و C"),
            ("pt", "A, B e C"),
            ("am", "A፣ B እና C"),
        ] {
            assert_eq!(Series::new(tag).join(&["A", "B", "C"]), expected, "{tag}");
        }
        assert_eq!(Series::new("en").join(&["A", "B"]), "A and B");
        assert_eq!(Series::new("en").join(&["A"]), "A");
        assert_eq!(Series::new("en").join(&[]), "");
    }

    #[test]
    fn the_word_may_depend_on_the_text_after_it() {
        assert_eq!(Series::new("es").join(&["Geografía", "Historia"]), "Geografía e Historia");
    }
}
