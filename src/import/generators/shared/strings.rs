//! Texts of the interface in files for each language.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{data_file, is_language, stem};
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{Original, folder_of, join, name_of};
use crate::import::site::OriginalString;
use crate::import::value::{DataValue, Map};
use crate::report::SourceFile;

/// Names of folders of data with a file for each language.
const FOLDERS: [&str; 6] = ["i18n", "l10n", "locales", "lang", "translations", "strings"];
/// Names of files of data with a mapping for each language.
const FILES: [&str; 6] = ["ui-text", "i18n", "locales", "lang", "translations", "strings"];
/// Keys of a text with plural forms, and of what is known about it.
const FORMS: [&str; 7] = ["zero", "one", "two", "few", "many", "other", "description"];

/// The texts in a folder with a file for each language: `fr.yaml`.
pub fn of_folder(original: &Original<'_>, folder: &str, losses: &mut Losses) -> Vec<OriginalString> {
    let mut strings = Vec::new();
    for path in original.below(folder).filter(|path| folder_of(path) == folder && is_language(name_of(stem(path)))) {
        strings.extend(of_file(original, path, losses));
    }
    strings
}

/// The texts in a folder of data for templates, by the names of its files and folders; and the paths of these files.
pub fn of_data<'o>(
    original: &'o Original<'_>,
    data: &'o str,
    losses: &mut Losses,
) -> (Vec<OriginalString>, BTreeSet<&'o str>) {
    let (mut strings, mut used) = (Vec::new(), BTreeSet::new());
    for path in original.below(data) {
        let name = name_of(stem(path));
        let is_of_language = FOLDERS.iter().any(|folder| folder_of(path) == join(data, folder)) && is_language(name);
        let found = match is_of_language {
            true => of_file(original, path, losses),
            false if folder_of(path) == data && FILES.contains(&name) => of_all(original, path),
            false => Vec::new(),
        };
        if !found.is_empty() {
            strings.extend(found);
            used.insert(path);
        }
    }
    (strings, used)
}

/// The texts of a file that is called like its language.
fn of_file(original: &Original<'_>, path: &str, losses: &mut Losses) -> Vec<OriginalString> {
    let tag = name_of(stem(path)).replace('_', "-");
    let file = match original.text(path) {
        Ok(file) => file,
        Err(why) => {
            losses.file(LossKind::Unreadable, path, why);
            return Vec::new();
        }
    };
    match front::data(&file) {
        Some(Ok(data)) => of_value(&file, &tag, &data, 0),
        Some(Err((range, why))) => {
            losses.add(LossKind::FrontMatter, &file, range, path, why);
            Vec::new()
        }
        None => Vec::new(),
    }
}

/// The texts of a file with a mapping for each language; nothing if it has anything else.
fn of_all(original: &Original<'_>, path: &str) -> Vec<OriginalString> {
    let map = data_file(original, path, &mut Losses::default());
    let Ok(file) = original.text(path) else { return Vec::new() };
    if !map.iter().all(|(tag, _)| is_language(tag)) {
        return Vec::new();
    }
    let mut strings = Vec::new();
    for (tag, value) in map.iter() {
        let start = front::lines_of(file.text(), tag).next().map_or(0, |line| line.start);
        strings.extend(of_value(&file, &tag.replace('_', "-"), value, start));
    }
    strings
}

/// The texts of a mapping, or of a list of texts with ids, whose places are after `start`.
pub fn of_value(file: &Arc<SourceFile>, tag: &str, value: &DataValue, start: usize) -> Vec<OriginalString> {
    let mut reader = StringReader { file, tag, at: start, strings: Vec::new() };
    match value {
        DataValue::Map(map) => reader.map("", map),
        other => {
            for entry in other.list().iter().filter_map(DataValue::map) {
                if let (Some(id), Some(text)) = (entry.text_at("id"), entry.at("translation")) {
                    reader.entry(id, id, text);
                }
            }
        }
    }
    reader.strings
}

struct StringReader<'a> {
    file: &'a Arc<SourceFile>,
    tag: &'a str,
    /// The place of the last key.
    at: usize,
    strings: Vec<OriginalString>,
}

impl StringReader<'_> {
    fn map(&mut self, above: &str, map: &Map) {
        for (key, value) in map.iter() {
            let path = if above.is_empty() { key.to_owned() } else { format!("{above}.{key}") };
            self.entry(&path, key, value);
        }
    }

    /// Adds the texts at a path of keys, the last of which is `key`.
    fn entry(&mut self, path: &str, key: &str, value: &DataValue) {
        let text = self.file.text();
        let line = front::lines_of(text, key).find(|line| line.start >= self.at);
        let range = line.or_else(|| {
            let start = self.at + text[self.at..].find(key)?;
            Some(start..start + key.len())
        });
        let range = range.unwrap_or(0..0);
        self.at = self.at.max(range.start);
        let text = match value {
            DataValue::Map(map) if map.iter().all(|(key, _)| FORMS.contains(&key)) && !map.is_empty() => {
                let has_one_form = map.iter().all(|(key, _)| matches!(key, "other" | "description"));
                map.text_at("other").filter(|_| has_one_form)
            }
            DataValue::Map(map) => return self.map(path, map),
            other => other.text(),
        };
        let (tag, text) = (self.tag.to_owned(), text.map(str::to_owned));
        self.strings.push(OriginalString { tag, key: path.to_owned(), text, file: self.file.clone(), range });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_with_their_places() {
        for (path, text, expected) in [
            (
                "fr.toml",
                "[toc]\nother = \"Sommaire\"\n[days]\none = \"jour\"\nother = \"jours\"\n",
                "toc=Sommaire@[toc] days=-@[days]",
            ),
            ("fr.yaml", "- id: toc\n  translation: Sommaire\n", "toc=Sommaire@toc"),
            ("fr.json", "{\n \"a\": { \"b\": \"c\" },\n \"b\": \"d\"\n}", "a.b=c@ \"b\": \"d\" b=d@ \"b\": \"d\""),
        ] {
            let file = SourceFile::new(path, text);
            let found = of_value(&file, "fr", &front::data(&file).unwrap().unwrap(), 0);
            let shown = found
                .iter()
                .map(|it| format!("{}={}@{}", it.key, it.text.as_deref().unwrap_or("-"), &text[it.range.clone()]));
            assert_eq!(shown.collect::<Vec<_>>().join(" "), expected);
        }
    }
}
