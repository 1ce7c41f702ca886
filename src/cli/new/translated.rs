//! The text of a page as a copy to translate: the same words, with links that lead where they led or to the translations of those
//! pages, and front matter that keeps the copy from being published as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::cli::named_pages::{NamedPages, path_of};
use crate::config::LinkStyle;
use crate::percent::decode;
use crate::pipeline::Inputs;
use crate::read::{SourcePage, front_matter_parts};
use crate::render::CompiledTheme;
use crate::site::{all_links, nfc, path_edit, relative, resolve_path};
use crate::yaml::{self, Limits, Value};

/// Keys that are about the address of the original, or about its own state.
const NOT_COPIED: [&str; 4] = ["aliases", "draft", "slug", "translation_of"];

/// A copy of a page.
pub(super) struct TranslatedCopy {
    /// The text.
    pub text: String,
    /// The files of pages that it links to and that have no translation.
    pub untranslated: BTreeSet<String>,
}

/// The page that is copied, and where the copy will be.
pub(super) struct CopyOf<'i> {
    pub inputs: &'i Inputs,
    pub pages: &'i NamedPages<'i>,
    pub original: &'i SourcePage,
    /// The path of the copy below `content/`.
    pub own: &'i str,
    /// The tag of its language.
    pub tag: &'i str,
}

impl CopyOf<'_> {
    /// The copy, or why it cannot be made.
    pub fn text(&self) -> Result<TranslatedCopy, String> {
        let mut untranslated = BTreeSet::new();
        let mut edits = self.link_edits(&mut untranslated);
        edits.extend(self.front_edits()?);
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        edits.dedup_by(|b, a| a.0 == b.0);
        let mut text = self.original.file.text().to_owned();
        for (range, replacement) in edits.into_iter().rev() {
            text.replace_range(range, &replacement);
        }
        Ok(TranslatedCopy { text, untranslated })
    }

    /// The changes of links whose path would lead elsewhere from the folder of the copy.
    fn link_edits(&self, untranslated: &mut BTreeSet<String>) -> Vec<(Range<usize>, String)> {
        let compiled = CompiledTheme::new(&self.inputs.theme);
        let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        let (from, own) = (folder(path_of(self.original)), folder(self.own));
        let mut edits = BTreeMap::new();
        for link in all_links(self.original, &compiled.declarations) {
            let path = decode(link.target.split(['#', '?']).next().unwrap_or_default());
            if path.is_empty() || path.starts_with('/') || path.ends_with('/') {
                continue;
            }
            let Some(target) = resolve_path(&from, &path).and_then(|full| self.target(&nfc(&full), untranslated))
            else {
                continue;
            };
            let now = relative(&format!("/{own}/"), &format!("/{target}"), LinkStyle::Pages);
            if resolve_path(&own, &path).is_none_or(|leads| nfc(&leads) != target)
                && let Some((range, replacement)) = path_edit(&self.original.file, &link, &now)
            {
                edits.insert((range.start, range.end), replacement);
            }
        }
        edits.into_iter().map(|((start, end), replacement)| (start..end, replacement)).collect()
    }

    /// Where a link of the copy leads if that of the original leads to this path below `content/`; `None` if nothing is there.
    fn target(&self, full: &str, untranslated: &mut BTreeSet<String>) -> Option<String> {
        if full == nfc(path_of(self.original)) {
            return Some(nfc(self.own).into_owned());
        }
        let tag = self.pages.tag(self.original.language);
        if let Some(page) = self.pages.same_pages.at(full) {
            let others = self.pages.same_pages.in_each_language(full);
            let translated = others.into_iter().flatten().find(|other| self.pages.tag(other.language) == self.tag);
            if translated.is_none() && page.language == self.original.language {
                untranslated.insert(page.file.path().to_owned());
            }
            let is_of_language = page.language == self.original.language;
            let leads = translated.filter(|_| is_of_language).unwrap_or(page);
            return Some(nfc(path_of(leads)).into_owned());
        }
        let files = &self.inputs.sources.files;
        let exists = |tag: &str, path: &str| {
            files.iter().any(|file| self.pages.tag(file.language) == tag && nfc(&file.path) == path)
        };
        let (language, path) = full.split_once('/')?;
        if language == tag && exists(self.tag, path) {
            return Some(format!("{}/{path}", self.tag));
        }
        exists(language, path).then(|| full.to_owned())
    }

    /// The changes of the front matter.
    fn front_edits(&self) -> Result<Vec<(Range<usize>, String)>, String> {
        let file = &self.original.file;
        let text = file.text();
        let end = if text.lines().next().is_some_and(|_| text.contains("\r\n")) { "\r\n" } else { "\n" };
        let (own, original) = (nfc(self.own), nfc(path_of(self.original)));
        let below = |path: &str| path.split_once('/').map_or("", |(_, path)| path).to_owned();
        let folder = own.rsplit_once('/').map_or("", |(folder, _)| folder);
        // A page with the same path is the same page.
        let pair = (below(&own) != below(&original)).then(|| {
            let path = relative(&format!("/{folder}/"), &format!("/{original}"), LinkStyle::Pages);
            format!("translation_of: {}", super::yaml_text(path))
        });
        let head = [
            format!("# Translate this page into `{}`. Then remove this comment and `draft: true`, and run", self.tag),
            format!("# `firstflight mark-translated content/{}`.", self.own),
            "draft: true".to_owned(),
        ];
        let head: String = head.iter().chain(&pair).map(|line| format!("{line}{end}")).collect();
        let (yaml, body) = front_matter_parts(text);
        let Some(range) = yaml else {
            return Ok(vec![(body..body, format!("---{end}{head}---{end}"))]);
        };
        let mut edits = vec![(range.start..range.start, head)];
        let mistakes = "its front matter has mistakes: run `firstflight check` to see them";
        let node = yaml::parse(file, range.clone(), Limits::Small).map_err(|_| mistakes.to_owned())?;
        let entries = match &node.value {
            Value::Map(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => return Err(mistakes.to_owned()),
        };
        for entry in entries {
            let line = memchr::memrchr(b'\n', &text.as_bytes()[..entry.key_range.start]).map_or(0, |end| end + 1);
            if line != entry.key_range.start && !matches!(&text[line..entry.key_range.start], "\"" | "'") {
                return Err("its front matter is not written with one key on each line".to_owned());
            }
            if NOT_COPIED.contains(&entry.key.as_str()) {
                let taken = text[line..entry.node.range.end.max(entry.key_range.end)].trim_end().len();
                let rest = &text[line + taken..range.end];
                edits.push((line..line + taken + rest.find('\n').map_or(rest.len(), |end| end + 1), String::new()));
            }
        }
        Ok(edits)
    }
}
