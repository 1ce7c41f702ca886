//! Texts in the settings of the original that its templates may show to readers. The new site has no place for them, and they
//! are recorded, so that nobody misses them after the move.

use std::ops::Range;
use std::sync::Arc;

use super::front;
use super::losses::{LossKind, Losses};
use super::original::name_of;
use super::value::{DataValue, Map};
use crate::report::SourceFile;

/// Keys whose texts readers see, however short: `author: Ann`.
const SHOWN: [&str; 12] = [
    "author",
    "authors",
    "copyright",
    "credits",
    "description",
    "email",
    "footer",
    "license",
    "motto",
    "slogan",
    "subtitle",
    "tagline",
];

/// Keys that are imported elsewhere, or tell programs what to do.
const OTHERS: [&str; 30] = [
    "build",
    "cascade",
    "collections",
    "defaults",
    "dependencies",
    "devdependencies",
    "exclude",
    "feed",
    "header_nav",
    "header_pages",
    "imaging",
    "include",
    "languagename",
    "link_checker",
    "main_menu",
    "markdown",
    "markup",
    "menu",
    "menu_items",
    "menus",
    "module",
    "nav",
    "navbar",
    "navigation",
    "output",
    "permalinks",
    "plugins",
    "preprocessor",
    "scripts",
    "taxonomies",
];

/// Fewest words of a text that was written for readers, under any key.
const WORDS: usize = 4;
/// The same for languages without spaces between words, in letters.
const LETTERS: usize = 8;

/// Records the texts of a settings file.
pub fn note(file: &Arc<SourceFile>, settings: &Map, losses: &mut Losses) {
    // A file of the settings under one key: `menus.en.toml`.
    let name = name_of(file.path()).split('.').next().unwrap_or_default();
    if OTHERS.contains(&name) {
        return;
    }
    let mut path = Vec::new();
    note_map(file, settings, &mut path, losses);
}

fn note_map<'m>(file: &Arc<SourceFile>, map: &'m Map, path: &mut Vec<&'m str>, losses: &mut Losses) {
    for (key, value) in map.iter() {
        let lower = key.to_lowercase();
        let is_of_site = matches!(path[..], [] | ["book"] | ["languages", _]);
        if OTHERS.contains(&lower.as_str()) || is_of_site && matches!(lower.as_str(), "title" | "name") {
            continue;
        }
        path.push(key);
        note_value(file, value, path, losses);
        path.pop();
    }
}

fn note_value<'m>(file: &Arc<SourceFile>, value: &'m DataValue, path: &mut Vec<&'m str>, losses: &mut Losses) {
    let is_shown = path.iter().any(|key| SHOWN.iter().any(|shown| key.eq_ignore_ascii_case(shown)));
    match value {
        DataValue::Map(map) => note_map(file, map, path, losses),
        DataValue::List(items) if value.texts().is_empty() => {
            items.iter().for_each(|item| note_value(file, item, path, losses));
        }
        DataValue::List(_) | DataValue::Text(_) => {
            let texts = value.texts();
            let is_noted = |text: &&str| !text.trim().is_empty() && (is_shown || is_prose(text));
            let Some(first) = texts.iter().copied().find(is_noted) else { return };
            let what = format!("{}: {}", path.join("."), texts.join(", "));
            let place = place(file.text(), path.last().copied().unwrap_or_default(), first);
            let why = "the new site has no such setting; a page, or `footer` in site.yaml, can say it";
            losses.add(LossKind::Setting, file, place, &what, why);
        }
        _ => {}
    }
}

/// Whether a text was written for readers and not for a program.
fn is_prose(text: &str) -> bool {
    let words = text.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count();
    let letters = text.chars().filter(|c| !c.is_ascii() && c.is_alphabetic()).count();
    words >= WORDS || letters >= LETTERS
}

/// The line of a key, of those with this name the one that holds the text.
fn place(text: &str, key: &str, value: &str) -> Range<usize> {
    let start: String = value.trim().lines().next().unwrap_or_default().chars().take(20).collect();
    let mut lines = front::lines_of(text, key).peekable();
    let first = lines.peek().cloned().unwrap_or(0..0);
    lines.find(|line| text[line.clone()].contains(&start)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noted(path: &str, text: &str) -> Vec<(usize, String)> {
        let file = SourceFile::new(path, text);
        let mut losses = Losses::default();
        note(&file, &front::settings(&file).unwrap().unwrap(), &mut losses);
        losses.sorted().into_iter().map(|loss| (loss.place.positions().unwrap().0.line, loss.what)).collect()
    }

    #[test]
    fn texts_for_readers_are_noted_with_their_lines() {
        let toml = "title = \"A site of four words\"\nbaseURL = \"https://a.example/\"\n[params]\ndescription = \"Short\"\n\
                    dateFormat = \"January 2, 2006\"\n[params.author]\nname = \"Ann\"\n[params.home]\nlead = \"Welcome to our \
                    little site\"\n[markup]\ncommand = \"one two three four\"\n[languages.fr]\ncopyright = \"© Ann\"\n";
        let expected = [
            (4, "params.description: Short"),
            (7, "params.author.name: Ann"),
            (9, "params.home.lead: Welcome to our little site"),
            (13, "languages.fr.copyright: © Ann"),
        ];
        assert_eq!(noted("hugo.toml", toml), expected.map(|(line, what)| (line, what.to_owned())));
    }

    #[test]
    fn titles_and_what_programs_read_are_not_noted() {
        let toml = "[languages.fr]\ntitle = \"Un titre de quatre mots\"\n[book]\ntitle = \"All that we have\"\n[preprocessor.a]\n\
                    command = \"run this and that\"\n[[menu.main]]\nname = \"Who we are here\"\n[params]\nlong = \"Monday, January \
                    2, 2006\"\n";
        assert_eq!(noted("hugo.toml", toml), []);
        assert_eq!(noted("config/_default/menus.en.toml", "[[main]]\nname = \"Who we all are\"\n"), []);
    }

    #[test]
    fn lists_folded_texts_and_text_without_spaces_are_noted() {
        let yaml = "authors: [Ann, Bo]\nabout: >\n  All that we\n  have to say\nintro: 欢迎来到我们的网站\nplugins:\n  - a plugin of many words\n";
        let all: Vec<String> = noted("_config.yml", yaml).into_iter().map(|(_, what)| what).collect();
        assert_eq!(all, ["authors: Ann, Bo", "about: All that we have to say", "intro: 欢迎来到我们的网站"]);
    }
}
