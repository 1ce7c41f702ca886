//! The files that are published for events: a calendar and a description, once for the whole site, and once for each further
//! language in which the event has texts of its own.

use super::{OutlineEvent, first_language};
use crate::config::{Config, Text};
use crate::read::EventRecord;

/// Where the files of an event are in one language: its number, and the addresses of the calendar and the description.
pub(super) type EventFiles = (usize, [String; 2]);

/// The files of an event, those for the whole site first.
pub(super) fn of_record<'a>(record: &'a EventRecord, config: &'a Config) -> impl Iterator<Item = EventFiles> + 'a {
    let texts = [Some(&record.title), record.place_name.as_ref(), record.organiser.as_ref(), record.note.as_ref()];
    all(&record.id, texts, config)
}

fn all<'a>(id: &'a str, texts: [Option<&'a Text>; 4], config: &'a Config) -> impl Iterator<Item = EventFiles> + 'a {
    let first = first_language(config);
    let is_own = move |number: &usize| *number != first && is_written_in(&texts, &config.languages[*number].tag);
    let others = (0..config.languages.len()).filter(is_own);
    let others = others.map(move |number| (number, in_folder(id, &config.languages[number].at)));
    std::iter::once((first, in_folder(id, "/"))).chain(others)
}

fn is_written_in(texts: &[Option<&Text>], tag: &str) -> bool {
    texts.iter().flatten().any(|text| text.languages().any(|language| language == tag))
}

fn in_folder(id: &str, at: &str) -> [String; 2] {
    ["ics", "jsonld"].map(|ending| format!("{at}events/{id}.{ending}"))
}

impl OutlineEvent<'_> {
    /// Its files, those for the whole site first.
    pub fn files<'a>(&'a self, config: &'a Config) -> impl Iterator<Item = EventFiles> + 'a {
        all(self.id, [Some(self.title), self.place, self.organiser, self.note], config)
    }

    /// The addresses of its calendar and its description in a language.
    #[must_use]
    pub fn files_in(&self, language: usize, config: &Config) -> [String; 2] {
        let own = self.files(config).find(|(number, _)| *number == language).map(|(_, files)| files);
        own.unwrap_or_else(|| in_folder(self.id, "/"))
    }
}
