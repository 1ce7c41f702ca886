//! The texts of the files of a new language. Nothing is translated here: what the program has no words for is left to a person.

use super::super::yaml_text;
use crate::plurals::Plurals;
use crate::read::Phrases;

/// What is known for the home page of a language.
#[derive(Debug, Default)]
pub(super) struct HomePage {
    /// The title of the site.
    pub title: String,
    /// Whether the title is in another language.
    pub is_title_foreign: bool,
    /// A sentence of the theme in this language.
    pub sentence: Option<String>,
    /// The description of the home page of another language.
    pub description: Option<String>,
}

impl HomePage {
    /// The text of the page. Where the theme has no words in the language, its front matter is the original with a comment.
    pub fn page(&self, tag: &str) -> String {
        let title = format!("title: {}\n", yaml_text(self.title.clone()));
        let description = self.description.as_ref().map(|text| format!("description: {}\n", yaml_text(text.clone())));
        let description = description.unwrap_or_default();
        let Some(sentence) = &self.sentence else {
            return format!(
                "---\n# Translate these lines into `{tag}`, write the text of the page below them, and remove this comment.\n\
                 {title}{description}---\n"
            );
        };
        let mut front = String::new();
        if self.is_title_foreign {
            front += &format!("# Translate the title into `{tag}`, and remove this comment.\n");
        }
        front += &title;
        if !description.is_empty() {
            front += &format!(
                "# Translate the next line into `{tag}`, and remove its `# ` and this comment.\n# {description}"
            );
        }
        format!("---\n{front}---\n\n{sentence}\n")
    }
}

/// A file with all interface strings of themes for a language: the English words, with the plural forms of the language. Each
/// line is a comment, so that pages show marked English words until it is translated.
pub(super) fn strings(english: &Phrases, tag: &str) -> String {
    let categories = Plurals::new(tag).categories();
    let lines = english.iter().map(|(key, phrase)| format!("# {key}: {}\n", phrase.to_yaml(&categories)));
    let head = format!(
        "# The texts that themes write on pages, in `{tag}`. Translate what follows the colon, and remove the `# ` at the start of\n\
         # the line; until then, pages show the English text. Names in braces, such as {{page}}, are replaced by values and stay as\n\
         # they are. Punctuation that joins words has its space with it.\n\n"
    );
    head + &lines.collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plurals::PluralCategory::{One, Other};
    use crate::read::Phrase;

    #[test]
    fn a_language_with_words_begins_with_a_sentence_and_another_with_the_original() {
        let home = HomePage {
            title: "My site".to_owned(),
            is_title_foreign: true,
            sentence: Some("Rien pour le moment.".to_owned()),
            description: Some("What it is for.".to_owned()),
        };
        assert_eq!(
            home.page("fr"),
            "---\n# Translate the title into `fr`, and remove this comment.\ntitle: My site\n\
             # Translate the next line into `fr`, and remove its `# ` and this comment.\n\
             # description: \"What it is for.\"\n---\n\nRien pour le moment.\n"
        );
        let home = HomePage { sentence: None, ..home };
        assert_eq!(
            home.page("sv"),
            "---\n# Translate these lines into `sv`, write the text of the page below them, and remove this comment.\n\
             title: My site\ndescription: \"What it is for.\"\n---\n"
        );
        let home = HomePage { title: "a: #".to_owned(), sentence: Some("x".to_owned()), ..HomePage::default() };
        assert_eq!(home.page("fr"), "---\ntitle: \"a: #\"\n---\n\nx\n");
    }

    #[test]
    fn strings_are_comments_with_the_plural_forms_of_the_language() {
        let forms = [(One, "{number} day".to_owned()), (Other, "{number} days".to_owned())];
        let english = Phrases::from([
            ("days".to_owned(), Phrase::Plural(forms.into())),
            ("menu".to_owned(), Phrase::Same("Menu".to_owned())),
        ]);
        let text = strings(&english, "pl");
        assert!(text.lines().all(|line| line.is_empty() || line.starts_with("# ")), "{text}");
        let days =
            "{ one: \"{number} day\", few: \"{number} days\", many: \"{number} days\", other: \"{number} days\" }";
        assert!(text.ends_with(&format!("\n\n# days: {days}\n# menu: \"Menu\"\n")), "{text}");
    }
}
