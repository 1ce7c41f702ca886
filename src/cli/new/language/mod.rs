//! `firstflight new language`: a language of the site, with its address, its home page, and the texts of the theme to translate.

mod settings;
mod tag;
mod texts;

use std::path::Path;
use std::sync::Arc;

use super::{check_content, quoted, shown, write_new};
use crate::cli::Outcome;
use crate::cli::screen::Screen;
use crate::config::{self, Config, Language, Paths, is_tag};
use crate::disk::{EntryKind, SiteFiles};
use crate::limits::FILE_BYTES;
use crate::read::{self, STAND_IN, Theme, embedded_themes, is_passed_over};
use crate::report::text::harmless;
use crate::report::{Failure, SourceFile};
use settings::{SettingsText, address_of, entry_of};
use texts::HomePage;

/// The theme of a site for its own texts.
const OWN_THEME: &str = "local";
/// The sentence of themes for a list without entries, with which a home page begins.
const SENTENCE: &str = "list_empty";

/// A site that gets a language.
struct TranslatedSite<'s> {
    root: &'s Path,
    files: SiteFiles,
    file: Arc<SourceFile>,
    settings: SettingsText,
    /// The folders of languages.
    folders: Vec<String>,
    /// The configuration with the new language.
    config: Config,
}

/// What was done, and what is left to do.
#[derive(Default)]
struct Steps {
    done: Vec<String>,
    next: Vec<String>,
}

/// Adds a language to a site. The settings are changed last, so that a run that was killed can be repeated.
pub(in crate::cli) fn language(site: &Path, code: &str, screen: &mut Screen) -> Result<Outcome, Failure> {
    tag::check(code)?;
    check_content(site)?;
    let target = TranslatedSite::read(site, code)?;
    target.check_new(code)?;
    let theme = read::theme(&Paths::new(site), &target.files, &target.config, &mut Vec::new());
    let mut steps = Steps::default();
    let edited = target.edited(code);
    if let Err(by_hand) = &edited {
        steps.next.push(by_hand.clone());
    }
    let home = target.home(&theme, code);
    let own_words = home.sentence.is_some();
    let home_path = format!("{}/{code}/index.md", Paths::CONTENT);
    let is_new = target.write(&home_path, || home.page(code), &mut steps)?;
    if theme.strings_of(code).is_empty() {
        target.add_strings(&theme, code, &mut steps)?;
    }
    if let Ok(text) = &edited {
        let path = site.join(Paths::SITE);
        target.files.replace(&path, target.file.text().as_bytes(), text.as_bytes()).map_err(|why| {
            Failure::new(format!("cannot change {}: {why}", Paths::SITE))
                .help("run the command again once it can be changed; the other files are written, and will be kept")
        })?;
        steps.done.push(format!("changed {}: added `{}` to `languages`", Paths::SITE, entry_of(code)));
    }
    if target.config.title.own(code).is_none() && target.config.title.languages().next().is_some() {
        steps.next.push(format!("add `{code}: …` to `title` in {}", Paths::SITE));
    }
    if is_new {
        steps.next.push(match own_words {
            true => format!("translate the front matter of {home_path}, and replace its text"),
            false => format!("translate {home_path}"),
        });
    }
    let option = if site == Path::new(".") { String::new() } else { format!(" --site {}", quoted(&shown(site))) };
    steps.next.push(format!("firstflight check --languages{option}    (shows what has no translation yet)"));
    let done: String = steps.done.iter().map(|line| format!("{line}\n")).collect();
    let next: String = steps.next.iter().map(|line| format!("  {line}\n")).collect();
    screen.out(&format!("{done}\nNext:\n{next}"))
}

impl<'s> TranslatedSite<'s> {
    /// Reads the settings of a site.
    fn read(root: &'s Path, code: &str) -> Result<Self, Failure> {
        let cannot = |error: &std::io::Error| {
            Failure::io(format!("cannot read {}", Paths::SITE), error).help("nothing was written")
        };
        let files = SiteFiles::new(root, false).map_err(|error| cannot(&error))?;
        let bytes = files.read(&root.join(Paths::SITE), FILE_BYTES).map_err(|error| cannot(&error))?;
        let text = String::from_utf8(bytes).ok().map(|text| SourceFile::new(Paths::SITE, text));
        let parsed = text.and_then(|file| Some((SettingsText::parse(&file)?, file)));
        let Some((settings, file)) = parsed else {
            let message = format!("{} has mistakes, so that no language can be added to it", Paths::SITE);
            return Err(Failure::new(message).help(format!(
                "run `firstflight check` to see them, correct them, and run this command again; or add `{}` to `languages`; nothing \
                 was written",
                entry_of(code)
            )));
        };
        let listing = files.list(&root.join(Paths::CONTENT)).map_err(|error| cannot(&error))?;
        let folders = listing.entries.into_iter().filter(|entry| entry.kind == EntryKind::Folder);
        let folders = folders.filter_map(|entry| entry.name.into_string().ok());
        let folders: Vec<String> = folders.filter(|name| is_tag(name) && !is_passed_over(name)).collect();
        let mut config = config::load(Some(&file), &folders, &mut Vec::new());
        config.languages.push(Language::new(code.to_owned(), address_of(code)));
        Ok(Self { root, files, file, settings, folders, config })
    }

    /// Refuses a language that the site has, and an address that another language has.
    fn check_new(&self, code: &str) -> Result<(), Failure> {
        let address = address_of(code);
        for (known, at) in self.settings.languages() {
            if known.eq_ignore_ascii_case(code) {
                return Err(Failure::new(format!("the site has the language `{}` already", harmless(known))).help(
                    format!(
                        "write its pages with `firstflight new page {}/{code}/…`; nothing was written",
                        Paths::CONTENT
                    ),
                ));
            }
            if at == address {
                let message = format!("the language `{}` is published at `{address}`", harmless(known));
                return Err(Failure::new(message)
                    .help(format!("write another address for it in {}; nothing was written", Paths::SITE)));
            }
        }
        Ok(())
    }

    /// The text of the settings with the language, or what to write by hand.
    fn edited(&self, code: &str) -> Result<String, String> {
        let by_hand = |what: &str, why: &str| format!("{what} in {}, which was not changed: {why}", Paths::SITE);
        let text = self
            .settings
            .with_language(code, &self.folders)
            .map_err(|what| by_hand(&what, "`languages` cannot be edited there with certainty"))?;
        match self.files.check_replaceable(&self.root.join(Paths::SITE), self.file.text().as_bytes()) {
            Ok(_) => Ok(text),
            Err(why) => Err(by_hand(&format!("add `{}` to `languages`", entry_of(code)), &why.to_string())),
        }
    }

    /// What is known for the home page: the title, and what is said on the page of the language that others are translated
    /// from.
    fn home(&self, theme: &Theme, code: &str) -> HomePage {
        let title = &self.config.title;
        let original = self.original(code);
        let (original_title, description) = (original.title, original.description);
        let own = title.own(code);
        let known = own.unwrap_or_else(|| title.get(STAND_IN));
        let known = Some(known).filter(|title| !title.trim().is_empty()).map(str::to_owned);
        let sentence = theme.strings_of(code).remove(SENTENCE).filter(|phrase| !phrase.is_blank());
        HomePage {
            title: known.or(original_title).unwrap_or_else(|| code.to_owned()),
            is_title_foreign: own.is_none(),
            sentence: sentence.map(|phrase| phrase.text().to_owned()),
            description,
        }
    }

    /// The front matter of the home page in English, else in the first language.
    fn original(&self, code: &str) -> read::FrontMatter {
        let others = || self.config.languages.iter().map(|language| language.tag.as_str()).filter(|tag| *tag != code);
        let english = others().find(|tag| tag.split('-').next() == Some(STAND_IN));
        let Some(tag) = english.or_else(|| others().next()) else { return read::FrontMatter::default() };
        let path = self.root.join(Paths::CONTENT).join(tag).join("index.md");
        let text = self.files.read(&path, FILE_BYTES).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let file = SourceFile::new("index.md", text.unwrap_or_default());
        read::front_matter(&file, &self.config.taxonomies, &mut Vec::new()).0
    }

    /// Writes the interface strings of the theme, to be translated, into a theme of the site.
    fn add_strings(&self, theme: &Theme, code: &str, steps: &mut Steps) -> Result<(), Failure> {
        let Some(english) = theme.strings.get(STAND_IN).filter(|phrases| !phrases.is_empty()) else { return Ok(()) };
        let names: Vec<&str> = self.config.themes.iter().map(|theme| theme.text.as_str()).collect();
        let is_own = |name: &&&str| {
            let is_plain = !name.is_empty() && !name.contains(['/', '\\']) && !is_passed_over(name);
            is_plain && embedded_themes().all(|known| known != **name)
        };
        let own = names.iter().find(is_own).copied();
        let path = format!("{}/{}/strings/{code}.yaml", Paths::THEMES, own.unwrap_or(OWN_THEME));
        let written = self.write(&path, || texts::strings(english, code), steps);
        written.map_err(|failure| {
            failure.help("run the command again once this is corrected; the home page will be kept")
        })?;
        if own.is_none() {
            let all: Vec<&str> = [OWN_THEME].into_iter().chain(names).collect();
            steps.next.push(format!("write `theme: [{}]` in {}", all.join(", "), Paths::SITE));
        }
        steps.next.push(format!("translate {path}, and remove the `# ` of each line that is translated"));
        Ok(())
    }

    /// Writes a file unless it exists. Returns whether it was written.
    fn write(&self, path: &str, text: impl FnOnce() -> String, steps: &mut Steps) -> Result<bool, Failure> {
        if self.root.join(path).symlink_metadata().is_ok() {
            steps.done.push(format!("kept {path}, which exists already"));
            return Ok(false);
        }
        let parts: Vec<String> = path.split('/').map(str::to_owned).collect();
        write_new(self.root, &parts, &text())?;
        steps.done.push(format!("wrote {path}"));
        Ok(true)
    }
}
