//! Adds a language to the text of `content/site.yaml`. All other bytes stay, and the settings mean the same as before but for
//! the language; where that is not certain, it says what to write.

use std::sync::Arc;

use crate::report::SourceFile;
use crate::yaml::{self, Entry, Limits, Node, Value};

/// The key of the languages.
const KEY: &str = "languages";
/// The six languages of the United Nations, in the order in which it lists them.
const UNITED_NATIONS: [&str; 6] = ["ar", "zh", "en", "fr", "ru", "es"];

/// The settings of a site.
pub(super) struct SettingsText {
    file: Arc<SourceFile>,
    root: Node,
}

/// Texts to insert, each with its place, in order.
type Insertions = Vec<(usize, String)>;

impl SettingsText {
    /// Parses the settings; `None` if they are not YAML.
    pub fn parse(file: &Arc<SourceFile>) -> Option<Self> {
        let root = yaml::parse(file, 0..file.text().len(), Limits::Small).ok()?;
        Some(Self { file: file.clone(), root })
    }

    /// The tags and addresses of all languages, in order.
    pub fn languages(&self) -> Vec<(&str, String)> {
        let entries = languages_of(&self.root).map_or(&[][..], |(_, entries)| entries);
        let address = |entry: &Entry| match written_address(entry) {
            Some(at) => at.to_owned(),
            None if entries.len() == 1 => "/".to_owned(),
            None => address_of(&entry.key),
        };
        entries.iter().map(|entry| (entry.key.as_str(), address(entry))).collect()
    }

    /// The text of the settings with this language.
    ///
    /// # Errors
    ///
    /// What to write by hand, if the text cannot be edited with certainty. `folders` are the languages of a site whose
    /// settings name none.
    pub fn with_language(&self, tag: &str, folders: &[String]) -> Result<String, String> {
        let others = self.languages();
        let (Some((key, entries)), false) = (languages_of(&self.root), others.is_empty()) else {
            let others: Vec<&str> = folders.iter().map(String::as_str).filter(|other| *other != tag).collect();
            let at = |other: &&str| if others.len() == 1 { "/".to_owned() } else { address_of(other) };
            return Err(all_languages(&others.iter().map(|other| (*other, at(other))).collect::<Vec<_>>(), tag));
        };
        // The only language of a site is at `/` unless it says otherwise; beside another, it would move.
        if let [only] = entries
            && written_address(only).is_none()
        {
            return Err(all_languages(&others, tag));
        }
        let tags: Vec<&str> = others.iter().map(|(tag, _)| *tag).collect();
        let place = place_among(&tags, tag);
        let forms = [in_lines(self.file.text(), key, entries, (place, tag)), in_line(entries, (place, tag))];
        let mut texts = forms.into_iter().flatten().map(|insertions| inserted(self.file.text(), &insertions));
        let is_as_meant = |text: &String| self.differs_only_in(text, (place, tag));
        texts.find(is_as_meant).ok_or_else(|| format!("add `{}` to `{KEY}`", entry_of(tag)))
    }

    /// Whether a text has the same settings, and this language in this place.
    fn differs_only_in(&self, text: &str, (place, tag): (usize, &str)) -> bool {
        let file = SourceFile::new(self.file.path(), text);
        let Ok(Node { value: Value::Map(after), .. }) = yaml::parse(&file, 0..text.len(), Limits::Small) else {
            return false;
        };
        let Value::Map(before) = &self.root.value else { return false };
        let is_same = |(a, b): (&Entry, &Entry)| a.key == b.key && a.node.to_json() == b.node.to_json();
        let is_same_setting = |(a, b): (&Entry, &Entry)| match (&a.node.value, &b.node.value) {
            (Value::Map(before), Value::Map(after)) if a.key == KEY && b.key == KEY => {
                let added = after.get(place).filter(|entry| entry.key == tag);
                let rest = after.iter().enumerate().filter(|(at, _)| *at != place).map(|(_, entry)| entry);
                added.is_some_and(|entry| entry.node.to_json() == serde_json::json!({ "at": address_of(tag) }))
                    && after.len() == before.len() + 1
                    && before.iter().zip(rest).all(is_same)
            }
            _ => is_same((a, b)),
        };
        before.len() == after.len() && before.iter().zip(&after).all(is_same_setting)
    }
}

/// The address of the home page of a new language.
pub(super) fn address_of(tag: &str) -> String {
    format!("/{tag}/")
}

/// The entry of a new language.
pub(super) fn entry_of(tag: &str) -> String {
    format!("{tag}: {{ at: {} }}", address_of(tag))
}

/// The key `languages` and the languages.
fn languages_of(root: &Node) -> Option<(&Entry, &[Entry])> {
    let Value::Map(settings) = &root.value else { return None };
    let key = settings.iter().find(|entry| entry.key == KEY)?;
    let Value::Map(entries) = &key.node.value else { return None };
    Some((key, entries))
}

/// The address that the settings of a language name.
fn written_address(entry: &Entry) -> Option<&str> {
    let Value::Map(settings) = &entry.node.value else { return None };
    match &settings.iter().find(|setting| setting.key == "at")?.node.value {
        Value::Text(at) => Some(at),
        _ => None,
    }
}

/// What to write for these languages and a new one.
fn all_languages(others: &[(&str, String)], tag: &str) -> String {
    let tags: Vec<&str> = others.iter().map(|(tag, _)| *tag).collect();
    let mut entries: Vec<String> = others.iter().map(|(tag, at)| format!("{tag}: {{ at: {at} }}")).collect();
    entries.insert(place_among(&tags, tag), entry_of(tag));
    format!("write `{KEY}: {{ {} }}`", entries.join(", "))
}

/// The place of a language among others: those of the United Nations come first and in its order, others in the order in which
/// they are added.
fn place_among(tags: &[&str], tag: &str) -> usize {
    let rank = |tag: &str| {
        let language = tag.split('-').next().unwrap_or(tag);
        UNITED_NATIONS.iter().position(|known| known.eq_ignore_ascii_case(language))
    };
    let Some(own) = rank(tag) else { return tags.len() };
    let before = tags.iter().rposition(|other| rank(other).is_some_and(|rank| rank <= own));
    let first = || tags.iter().position(|other| rank(other).is_some()).unwrap_or(0);
    before.map_or_else(first, |at| at + 1)
}

/// The entry on the line of another one.
fn in_line(entries: &[Entry], (place, tag): (usize, &str)) -> Option<Insertions> {
    Some(vec![match place.checked_sub(1) {
        None => (entries.first()?.key_range.start, format!("{}, ", entry_of(tag))),
        Some(before) => (end_of(entries.get(before)?), format!(", {}", entry_of(tag))),
    }])
}

/// The entry on a line of its own, where each of the others has one. Comments stay with the entry that they are about.
fn in_lines(text: &str, key: &Entry, entries: &[Entry], (place, tag): (usize, &str)) -> Option<Insertions> {
    let first = entries.first()?.key_range.start;
    let indent = text.get(start_of_line(text, first)..first)?;
    let begins_line = |entry: &Entry| text.get(start_of_line(text, entry.key_range.start)..entry.key_range.start);
    if !indent.bytes().all(|b| b == b' ') || !entries.iter().all(|entry| begins_line(entry) == Some(indent)) {
        return None;
    }
    let is_flow = text.get(key.node.range.start..)?.starts_with('{');
    let line = format!("{indent}{}", entry_of(tag));
    let Some(before) = place.checked_sub(1) else {
        let comma = if is_flow { "," } else { "" };
        let head = if is_flow { key.node.range.start } else { key.key_range.end };
        return Some(vec![new_line(text, end_of_line(text, head), &format!("{line}{comma}"))]);
    };
    let end = end_of(entries.get(before)?);
    let mut at = end_of_line(text, end);
    if is_flow {
        let rest = text.get(end..at)?.trim();
        let (after, has_comma) = rest.strip_prefix(',').map_or((rest, false), |after| (after.trim(), true));
        if !(after.is_empty() || after.starts_with('#')) {
            return None;
        }
        let is_last = place == entries.len();
        let comma = if is_last && !has_comma { "" } else { "," };
        let own = (!has_comma).then(|| (end, ",".to_owned()));
        return Some(own.into_iter().chain([new_line(text, at, &format!("{line}{comma}"))]).collect());
    }
    // A comment that is indented further than the entry belongs to it.
    loop {
        let next = &text[at..end_of_line(text, at)];
        let words = next.trim_start_matches(' ');
        if next.len() - words.len() <= indent.len() || !words.starts_with('#') {
            return Some(vec![new_line(text, at, &line)]);
        }
        at += next.len();
    }
}

/// The byte after an entry.
fn end_of(entry: &Entry) -> usize {
    match entry.node.value {
        // It may be anywhere up to the next entry.
        Value::Null => entry.key_range.end,
        _ => entry.node.range.end.max(entry.key_range.end),
    }
}

/// A new line before the one that begins at this byte, or at the end of a text without a line feed there.
fn new_line(text: &str, at: usize, line: &str) -> (usize, String) {
    let ending = if text.contains("\r\n") { "\r\n" } else { "\n" };
    match text[..at].ends_with('\n') {
        true => (at, format!("{line}{ending}")),
        false => (at, format!("{ending}{line}")),
    }
}

fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |found| found + 1)
}

/// The byte after the line feed of a line.
fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}

fn inserted(text: &str, insertions: &[(usize, String)]) -> String {
    let mut out = text.to_owned();
    for (at, new) in insertions.iter().rev() {
        out.insert_str(*at, new);
    }
    out
}

#[cfg(test)]
mod tests;
