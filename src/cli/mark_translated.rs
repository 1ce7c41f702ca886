//! `firstflight mark-translated`: notes in `content/translations.yaml` from which version of which page translations were made.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::args::MarkTranslatedArgs;
use super::named_pages::{self, NamedPages, path_of};
use super::screen::Screen;
use super::{Outcome, new};
use crate::config::Paths;
use crate::limits::FILE_BYTES;
use crate::pipeline::Inputs;
use crate::read::{self, BlockHash, MarkedOriginal, SourcePage, marks_to_yaml};
use crate::report::text::{count, harmless};
use crate::report::{Failure, SourceFile};
use crate::site::nfc;

/// The originals of translations, by the paths of the translations below `content/`, in NFC.
type Marks = BTreeMap<String, MarkedOriginal>;

/// Marks translations as up to date, all of them or none.
pub(super) fn mark_translated(args: &MarkTranslatedArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let inputs = named_pages::inputs(&args.site())?;
    let pages = NamedPages::new(&inputs);
    let known = MarksFile::read(&args.site, &inputs)?;
    let mut marks = known.marks.clone();
    let mut done = String::new();
    for file in &args.files {
        let page = pages.find(&args.site, file)?;
        let original = original_of(page, &pages, (args.from.as_deref(), inputs.config.first_tag()), &known.marks)?;
        let blocks: Vec<BlockHash> = original.blocks().iter().map(|block| block.hash).collect();
        done += &format!(
            "marked {} as translated from {} as it is now ({})\n",
            harmless(page.file.path()),
            harmless(original.file.path()),
            count(blocks.len(), "paragraph")
        );
        if page.front.draft.is_some() {
            done +=
                &format!("    it is a draft: remove `draft: true` from {} to publish it\n", harmless(page.file.path()));
        }
        marks.insert(nfc(path_of(page)).into_owned(), (nfc(path_of(original)).into_owned(), blocks));
    }
    let what = known.write(&args.site, &inputs, &marks)?;
    screen.out(&(done + &what))
}

/// The page that a translation was made from: in the language that is named, else the one that it was marked with before, else in
/// the language `root` or the first of the site that has it.
fn original_of<'i>(
    page: &Arc<SourcePage>,
    pages: &NamedPages<'i>,
    (from, root): (Option<&str>, &str),
    marks: &Marks,
) -> Result<&'i Arc<SourcePage>, Failure> {
    let shown = harmless(page.file.path()).into_owned();
    let path = path_of(page);
    let members = pages.same_pages.in_each_language(path);
    let named = from.map(|tag| pages.language(tag)).transpose()?;
    if let Some(language) = named {
        let tag = pages.tag(language);
        if language == page.language {
            return Err(Failure::new(format!("{shown} is in the language `{tag}` itself"))
                .help("name the language of the original with `--from`; nothing was written"));
        }
        return members.get(language).copied().flatten().ok_or_else(|| {
            Failure::new(format!("{}/{tag}/ has no page that {shown} is a translation of", Paths::CONTENT))
                .help(UNPAIRED)
        });
    }
    let before = marks.get(&*nfc(path)).and_then(|(original, _)| pages.same_pages.at(original));
    // Rather one that is published and not a translation itself, in the language at the root of the site.
    let rank = |other: &&Arc<SourcePage>| {
        let is_root = pages.tag(other.language) == root;
        (other.front.draft.is_some(), marks.contains_key(&*nfc(path_of(other))), !is_root, other.language)
    };
    let others = members.into_iter().flatten().filter(|other| other.language != page.language);
    let first = others.min_by_key(rank);
    let Some(original) = before.or(first) else {
        return Err(Failure::new(format!("there is no page that {shown} is a translation of")).help(UNPAIRED));
    };
    // Most likely the wrong one of the two was named.
    let is_marked = marks.get(&*nfc(path_of(original))).is_some_and(|(of_original, _)| *of_original == nfc(path));
    if is_marked && before.is_none() {
        let original = harmless(original.file.path());
        return Err(Failure::new(format!("{original} is marked as a translation of {shown}")).help(format!(
            "run `firstflight mark-translated {original}`, or name the language of the original with `--from`; nothing was written"
        )));
    }
    Ok(original)
}

/// What to do for a page that no other language has.
const UNPAIRED: &str = "give it the same path as the original, or write `translation_of: ../en/about.md` into its front matter; nothing was written";

/// The file of the marks.
struct MarksFile {
    /// Its text, if it exists.
    text: Option<Arc<SourceFile>>,
    marks: Marks,
}

impl MarksFile {
    fn read(site: &Path, inputs: &Inputs) -> Result<Self, Failure> {
        let path = site.join(Paths::TRANSLATIONS);
        if path.symlink_metadata().is_err() {
            return Ok(Self { text: None, marks: Marks::new() });
        }
        let loaded = read::load(&inputs.files, &path, Paths::TRANSLATIONS);
        let found = read::translations(Paths::TRANSLATIONS, loaded);
        let Some(text) = found.file.filter(|_| found.findings.is_empty()) else {
            return Err(Failure::new(format!(
                "{} has mistakes, so that nothing can be added to it",
                Paths::TRANSLATIONS
            ))
            .help(
                "run `firstflight check` to see them, correct them, and run this command again; nothing was written",
            ));
        };
        let marks = found
            .value
            .iter()
            .map(|mark| (nfc(&mark.page).into_owned(), (nfc(&mark.original).into_owned(), mark.blocks.clone())));
        Ok(Self { marks: marks.collect(), text: Some(text) })
    }

    /// Writes other marks, completely or not at all. Returns what was done.
    fn write(&self, site: &Path, inputs: &Inputs, marks: &Marks) -> Result<String, Failure> {
        let path = Paths::TRANSLATIONS;
        let text = marks_to_yaml(marks);
        if text.len() as u64 > FILE_BYTES {
            return Err(Failure::new(format!("{path} would be larger than {FILE_BYTES} bytes"))
                .help("mark fewer pages, or divide the site; nothing was written"));
        }
        let Some(before) = &self.text else {
            let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
            new::write_new(site, &parts, &text)?;
            return Ok(format!("wrote {path}\n"));
        };
        if before.text() == text {
            return Ok(format!("{path} says so already\n"));
        }
        inputs.files.replace(&site.join(path), before.text().as_bytes(), text.as_bytes()).map_err(|why| {
            Failure::new(format!("cannot change {path}: {why}")).help("run the command again once it can be changed")
        })?;
        Ok(format!("changed {path}\n"))
    }
}
