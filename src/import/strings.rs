//! Texts of the interface of the original. Those that themes write here too become a theme of the new site; the others are recorded.

use std::collections::{BTreeMap, BTreeSet};

use super::losses::{LossKind, Losses};
use super::site::{OriginalSite, OriginalString};
use super::value::{DataValue, Map};
use super::writer::write;
use crate::marks;

/// The keys of themes here whose texts mean the same wherever they are used, each with the keys of other generators and their themes
/// that have this meaning: in lower case, without `-` and `_`. Texts with values in them are left out: their order may differ.
const MEANINGS: [(&str, &[&str]); 13] = [
    ("skip", &["skiptocontent", "skiptomaincontent", "skiplink", "skiplink.label"]),
    ("menu", &["menu"]),
    ("languages", &["languages"]),
    ("contents", &["toc", "tableofcontents", "onthispage", "tableofcontents.onthispage"]),
    ("draft", &["draft"]),
    ("footnotes", &["footnotes"]),
    ("alert_note", &["note", "aside.note"]),
    ("alert_tip", &["tip", "aside.tip"]),
    ("alert_important", &["important"]),
    ("alert_warning", &["warning"]),
    ("alert_caution", &["caution", "aside.caution"]),
    ("tags", &["tags"]),
    ("missing_title", &["pagenotfound"]),
];

/// The files of a theme with the texts of the original, by path, with the number of texts in each.
pub fn files(site: &OriginalSite, losses: &mut Losses) -> BTreeMap<String, (String, usize)> {
    let mut texts: BTreeMap<usize, BTreeMap<usize, &str>> = BTreeMap::new();
    let mut of_no_page: BTreeSet<&str> = BTreeSet::new();
    for string in &site.strings {
        let Some(language) = site.language(&string.tag) else {
            if of_no_page.insert(string.file.path()) {
                let why = "its texts are in a language without a page";
                losses.add(LossKind::InterfaceText, &string.file, string.range.clone(), &string.tag, why);
            }
            continue;
        };
        let key = string.key.to_lowercase().replace(['-', '_'], "");
        let meaning =
            MEANINGS.iter().position(|(own, others)| own.replace('_', "") == key || others.contains(&key.as_str()));
        let text = string.text.as_deref().map(str::trim).filter(|text| is_plain(text));
        let of_language = texts.entry(language).or_default();
        match (meaning, text) {
            (Some(meaning), Some(text)) if !of_language.contains_key(&meaning) => {
                of_language.insert(meaning, text);
            }
            _ => note(string, losses),
        }
    }
    let file = |(language, texts): (usize, BTreeMap<usize, &str>)| {
        let tag = &site.languages[language].tag;
        let lines: Map = texts
            .iter()
            .map(|(meaning, text)| (MEANINGS[*meaning].0.to_owned(), DataValue::Text((*text).to_owned())))
            .collect();
        let text = format!("# Texts of the interface of the original, in `{tag}`.\n{}", write(&lines));
        (format!("themes/local/strings/{tag}.yaml"), (text, texts.len()))
    };
    texts.into_iter().filter(|(_, texts)| !texts.is_empty()).map(file).collect()
}

/// Whether a text is one line without values, HTML and template syntax.
fn is_plain(text: &str) -> bool {
    !text.is_empty()
        && !text.contains(|c: char| matches!(c, '{' | '}' | '<' | '%' | '&') || marks::is_forbidden(c) || c == '\n')
}

fn note(string: &OriginalString, losses: &mut Losses) {
    let why = "themes here do not write it; a theme of yours can";
    losses.add(LossKind::InterfaceText, &string.file, string.range.clone(), &string.key, why);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::site::OriginalLanguage;
    use crate::report::SourceFile;

    #[test]
    fn texts_that_themes_write_become_a_theme_and_the_others_are_recorded() {
        let file = SourceFile::new("i18n/fr.yaml", "");
        let string = |(tag, key, text): (&str, &str, Option<&str>)| OriginalString {
            tag: tag.to_owned(),
            key: key.to_owned(),
            text: text.map(str::to_owned),
            file: file.clone(),
            range: 0..0,
        };
        let all = [
            ("fr", "Table_of_contents", Some(" Sommaire ")),
            ("fr", "toc", Some("Table des matières")),
            ("fr", "menu", Some("Menu {{ .Count }}")),
            ("fr", "languages", None),
            ("fr", "readTime", Some("Lecture")),
            ("de", "toc", Some("Inhalt")),
        ];
        let language = OriginalLanguage { tag: "fr".to_owned(), at: "/".to_owned() };
        let strings = all.map(string).into();
        let site = OriginalSite { languages: vec![language], strings, ..OriginalSite::default() };
        let mut losses = Losses::default();
        let files = files(&site, &mut losses);
        let text = "# Texts of the interface of the original, in `fr`.\ncontents: Sommaire\n";
        let expected = BTreeMap::from([("themes/local/strings/fr.yaml".to_owned(), (text.to_owned(), 1))]);
        assert_eq!(files, expected);
        let mut left: Vec<String> = losses.sorted().into_iter().map(|loss| loss.what).collect();
        left.sort();
        assert_eq!(left, ["de", "languages", "menu", "readTime", "toc"]);
    }

    #[test]
    fn meanings_are_keys_of_the_theme() {
        let files = crate::read::embedded_theme("plain").unwrap();
        let (_, english) = files.into_iter().find(|(path, _)| *path == "strings/en.yaml").unwrap();
        for (key, others) in MEANINGS {
            let line = english.lines().find_map(|line| line.strip_prefix(&format!("{key}: "))).unwrap();
            assert!(is_plain(line), "{key}: {line}");
            assert!(others.iter().all(|other| *other == other.to_lowercase() && !other.contains(['-', '_'])), "{key}");
        }
    }
}
