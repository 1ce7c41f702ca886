//! JSON Schemas of the files that editors write, for editors that complete keys and check values while somebody types.
//!
//! A schema is less strict than the program: it checks the form of values, not whether a page or a record exists. Keys and
//! names of values are compared with those that the program reads by `tests/it/schemas.rs`.

mod events;
mod pages;
mod parts;
mod records;
mod settings;

use std::str::FromStr;

use serde_json::{Value, json};

/// A file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The settings of a site.
    Site,
    /// The front matter of a page.
    FrontMatter,
    /// The statistics.
    Statistics,
    /// The sources of statistics.
    Sources,
    /// The events.
    Events,
    /// What translations were made from.
    Translations,
    /// The settings of a theme.
    Theme,
}

impl Subject {
    /// Every file that has a schema.
    pub const ALL: [Subject; 7] =
        [Self::Site, Self::FrontMatter, Self::Statistics, Self::Sources, Self::Events, Self::Translations, Self::Theme];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::FrontMatter => "front-matter",
            Self::Statistics => "statistics",
            Self::Sources => "sources",
            Self::Events => "events",
            Self::Translations => "translations",
            Self::Theme => "theme",
        }
    }

    /// Where the file is.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Site => "content/site.yaml",
            Self::FrontMatter => "the top of a Markdown file",
            Self::Statistics => "content/statistics.yaml",
            Self::Sources => "content/sources.yaml",
            Self::Events => "content/events.yaml",
            Self::Translations => "content/translations.yaml",
            Self::Theme => "themes/NAME/theme.yaml",
        }
    }
}

impl FromStr for Subject {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let found = Self::ALL.into_iter().find(|subject| subject.name() == text);
        found.ok_or_else(|| format!("write one of {}", Self::ALL.map(Self::name).join(", ")))
    }
}

/// The schema of a file, in the version 2020-12. `taxonomies` are the keys of taxonomies in front matter.
#[must_use]
pub fn schema<'a>(subject: Subject, taxonomies: impl IntoIterator<Item = &'a str>) -> Value {
    let mut schema = match subject {
        Subject::Site => settings::site(),
        Subject::FrontMatter => pages::front_matter(taxonomies),
        Subject::Statistics => records::statistics(),
        Subject::Sources => records::sources(),
        Subject::Events => events::events(),
        Subject::Translations => records::translations(),
        Subject::Theme => settings::theme(),
    };
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    schema["title"] = json!(format!("Firstflight: {}", subject.path()));
    schema["$defs"] = parts::definitions();
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_written() {
        for subject in Subject::ALL {
            assert_eq!(subject.name().parse(), Ok(subject));
        }
        assert_eq!(
            "pages".parse::<Subject>().unwrap_err(),
            "write one of site, front-matter, statistics, sources, events, translations, theme"
        );
    }

    #[test]
    fn references_lead_to_definitions() {
        for subject in Subject::ALL {
            let schema = schema(subject, []);
            let text = schema.to_string();
            for name in text.split("\"$ref\":\"#/$defs/").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(schema["$defs"].get(name).is_some(), "{name}");
            }
        }
    }
}
