//! Checks that each address is claimed only once, also on systems that ignore case. What Firstflight derives from the whole
//! site or generates for it gives way to a page or file of the site or its theme.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::ops::Range;
use std::sync::Arc;

use super::address::nfc;
use super::terms::Term;
use super::{File, Page, RECORDS, edition_address, event_files, generated, missing_address, output_path, tables};
use crate::config::{Config, Paths};
use crate::names::fault_in;
use crate::output::Encoding;
use crate::read::{EventRecord, Statistic, Theme, ThemeFile, UnusableFiles};
use crate::report::{Finding, Place, SourceFile, catalog};

/// Paths that Firstflight itself writes for every site, unless the site or its theme provides the file.
const DEFAULTS: [&str; 4] = ["404.html", "atom.xml", "robots.txt", "sitemap.xml"];

/// What claims an address; the help of a finding depends on it.
#[derive(Clone, Copy)]
enum Claimant<'c> {
    /// A page, by its file.
    Page(&'c str),
    /// A file that is published as it is.
    File(&'c str),
    /// An old address of a page, by the file of the page.
    Alias(&'c str),
    /// A file made from an event, by the file of the record.
    Event(&'c str),
    /// The page of a tag or of another word, by the file of a page that has it.
    Term(&'c str),
}

/// Where a claim is made. The place is worked out only for findings, because that takes the text of the file.
#[derive(Clone)]
enum ClaimPlace {
    /// A file that is published as it is, by its path.
    File(String),
    /// The file of a page.
    Page(Arc<SourceFile>),
    /// A part of the file of a page.
    Part(Arc<SourceFile>, Range<usize>),
    /// A record.
    Record(Place),
}

impl ClaimPlace {
    fn place(&self) -> Place {
        match self {
            Self::File(path) => Place::whole(&SourceFile::new(path.clone(), "")),
            Self::Page(file) => Place::first_line(file),
            Self::Part(file, range) => Place::new(file, range.clone()),
            Self::Record(place) => place.clone(),
        }
    }
}

struct AddressClaim {
    path: String,
    address: String,
    /// The path of the file that makes the claim; of what Firstflight itself writes, nothing.
    who: String,
    /// Where the claim is made; `None` for what Firstflight itself writes.
    place: Option<ClaimPlace>,
    /// Whether it is an old address.
    is_alias: bool,
    /// Whether a page or file of the site or its theme may take its place.
    gives_way: bool,
    /// Whether Firstflight generates what is published there, with its compressed forms.
    is_generated: bool,
}

/// Endings of compressed forms, which hosts send instead of the file beside them.
const COMPRESSED: [&str; 2] = [Encoding::Brotli.suffix(), Encoding::Gzip.suffix()];

struct Claims<'f> {
    /// By [`key_of`] their path.
    by_path: HashMap<String, AddressClaim>,
    /// Whether the host sends compressed forms.
    serves_compressed: bool,
    /// Paths at which a page or file has taken the place of what Firstflight would write.
    provided: BTreeSet<String>,
    findings: &'f mut Vec<Finding>,
}

/// What paths have in common that some systems treat as the same: lower case, and one Unicode form.
fn key_of(path: &str) -> String {
    if path.is_ascii() { path.to_ascii_lowercase() } else { nfc(&nfc(path).to_lowercase()).into_owned() }
}

impl Claims<'_> {
    /// Claims a path; returns false and reports a finding if it is taken.
    fn claim(&mut self, path: String, address: &str, who: Claimant<'_>, place: impl Fn() -> ClaimPlace) -> bool {
        let key = key_of(&path);
        let is_provided = matches!(who, Claimant::Page(_) | Claimant::File(_));
        let gives_way = |other: &AddressClaim| other.gives_way && other.path == path && is_provided;
        if self.by_path.get(&key).is_some_and(gives_way) {
            self.provided.insert(path.clone());
        } else if let Some(other) = self.by_path.get(&key) {
            let earlier = other.place.as_ref().map(ClaimPlace::place);
            let are_twins = |a: &str, b: &str| a != b && nfc(a) == nfc(b);
            let finding = match who {
                Claimant::Page(own) | Claimant::File(own) if are_twins(own, &other.who) => {
                    catalog::page::form_clash(place().place(), own, earlier)
                }
                _ if are_twins(&path, &other.path) => catalog::page::form_clash(place().place(), address, earlier),
                Claimant::Alias(own) if own == other.who => {
                    catalog::page::own_alias(place().place(), address, earlier.filter(|_| other.is_alias))
                }
                _ if other.path != path => catalog::page::case_clash(place().place(), address, &other.address, earlier),
                _ => catalog::page::address_clash(place().place(), address, earlier, who.help()),
            };
            self.findings.push(finding);
            return false;
        }
        if let Some(finding) = self.compressed_clash(&key, address, who, &place) {
            self.findings.push(finding);
            return false;
        }
        self.check_names(&path, address, who, &place);
        let is_generated = !matches!(who, Claimant::File(_));
        let is_alias = matches!(who, Claimant::Alias(_));
        let who = who.path().to_owned();
        let place = Some(place());
        let claim =
            AddressClaim { path, address: address.to_owned(), who, place, is_alias, gives_way: false, is_generated };
        self.by_path.insert(key, claim);
        true
    }

    /// Reports an address that Windows cannot have as the path of a file, unless the names of the site's own files say the same.
    fn check_names(&mut self, path: &str, address: &str, who: Claimant<'_>, place: impl Fn() -> ClaimPlace) {
        let is_reported = who.path().starts_with(Paths::CONTENT) && fault_in(who.path()).is_some();
        if let Some((part, fault)) = fault_in(path).filter(|_| !is_reported) {
            let help = match who {
                Claimant::File(_) | Claimant::Event(_) => "rename the file",
                Claimant::Page(_) | Claimant::Alias(_) | Claimant::Term(_) => who.help(),
            };
            self.findings.push(catalog::files::unportable_address(place().place(), address, part, fault, help));
        }
    }

    /// The generated file whose compressed form has this path in lower case.
    fn compressed_form_of(&self, key: &str) -> Option<&AddressClaim> {
        let base = COMPRESSED.iter().find_map(|ending| key.strip_suffix(ending)).filter(|_| self.serves_compressed)?;
        self.by_path.get(base).filter(|claim| claim.is_generated)
    }

    /// A finding for a file that a host would send instead of a generated one, or for an old address whose compressed form
    /// is a file. Pages claim their paths before files do, so they need no such check.
    fn compressed_clash(
        &self,
        key: &str,
        address: &str,
        who: Claimant<'_>,
        place: impl Fn() -> ClaimPlace,
    ) -> Option<Finding> {
        if let Some(generated) = self.compressed_form_of(key) {
            let help = if matches!(who, Claimant::File(_)) { "rename this file, or delete it" } else { who.help() };
            return Some(catalog::page::compressed_clash(
                place().place(),
                address,
                generated.place.as_ref().map(ClaimPlace::place),
                help,
            ));
        }
        if !matches!(who, Claimant::Alias(_)) || !self.serves_compressed {
            return None;
        }
        let form = COMPRESSED.iter().find_map(|ending| self.by_path.get(&format!("{key}{ending}")))?;
        Some(catalog::page::compressed_alias_clash(
            place().place(),
            address,
            form.place.as_ref().map(ClaimPlace::place),
            who.help(),
        ))
    }

    /// Checks that no file is published where a path needs a folder.
    fn check_folders(&mut self, path: &str, address: &str, who: Claimant<'_>, place: impl Fn() -> ClaimPlace) -> bool {
        for (at, _) in path.match_indices('/') {
            let folder = key_of(&path[..at]);
            if let Some(generated) = self.compressed_form_of(&folder) {
                let folder = format!("/{}", &path[..at]);
                self.findings.push(catalog::page::compressed_clash(
                    place().place(),
                    &folder,
                    generated.place.as_ref().map(ClaimPlace::place),
                    "rename this folder",
                ));
                return false;
            }
            if let Some(other) = self.by_path.get(&folder) {
                let file = other.place.as_ref().map(ClaimPlace::place);
                self.findings.push(catalog::page::file_for_folder(place().place(), address, file, who.help()));
                return false;
            }
        }
        true
    }
}

impl<'c> Claimant<'c> {
    /// The path of the file that makes the claim.
    fn path(self) -> &'c str {
        match self {
            Self::Page(file) | Self::File(file) | Self::Alias(file) | Self::Event(file) | Self::Term(file) => file,
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Page(_) => "rename this file, or give it another `slug`",
            Self::File(_) | Self::Event(_) => "rename one of the two files",
            Self::Alias(_) => "remove this alias",
            Self::Term(_) => "rename the file, or write the word in another way",
        }
    }
}

/// The result of [`check`].
pub struct Claimed {
    /// Pages and files that were removed.
    pub removed: UnusableFiles,
    /// Paths at which a page or file takes the place of what Firstflight would write.
    pub provided: BTreeSet<String>,
}

/// Checks all claims and removes the pages, files and aliases whose address is taken.
pub fn check(
    pages: &mut Vec<Page>,
    files: &mut Vec<File>,
    (events, statistics, terms): (&[EventRecord], &[Statistic], &[Term]),
    theme: &Theme,
    config: &Config,
    findings: &mut Vec<Finding>,
) -> Claimed {
    let mut removed = UnusableFiles::default();
    let mut keep = |is_kept: bool, path: &str| {
        if !is_kept {
            removed.insert(path);
        }
        is_kept
    };
    let serves_compressed = config.host.serves_precompressed();
    let by_path = HashMap::with_capacity(pages.len());
    let mut claims = Claims { by_path, serves_compressed, provided: BTreeSet::new(), findings };
    let feeds = config.languages.iter().map(|language| output_path(&format!("{}atom.xml", language.at)));
    let missing = (0..config.languages.len()).map(|language| output_path(&missing_address(config, language)));
    let defaults = DEFAULTS.into_iter().chain(config.host.paths().iter().copied()).map(str::to_owned);
    let chooser = generated::chooser_address(config).map(output_path);
    let defaults = defaults.chain(missing).chain(feeds).chain(chooser);
    let of_languages = tables(config, statistics).into_iter().skip(1).map(|(_, address)| output_path(&address));
    let fixed = fixed_paths(config).chain(of_languages);
    for (path, gives_way) in defaults.map(|path| (path, true)).chain(fixed.map(|path| (path, false))) {
        let (key, address) = (key_of(&path), format!("/{path}"));
        let who = String::new();
        let claim = AddressClaim { path, address, who, place: None, is_alias: false, gives_way, is_generated: true };
        claims.by_path.insert(key, claim);
    }
    for (address, place) in generated::addresses_of_terms(terms, config) {
        let (path, who) = (output_path(&address), String::new());
        let place = Some(ClaimPlace::Record(place.clone()));
        let claim = AddressClaim {
            path: path.clone(),
            address,
            who,
            place,
            is_alias: false,
            gives_way: true,
            is_generated: true,
        };
        claims.by_path.entry(key_of(&path)).or_insert(claim);
    }
    // Claimed whether the instant is known or not, so that the address does not depend on the date.
    for event in events {
        // Stops at the first clash: the second would be about the same record.
        let who = Claimant::Event(event.place.file().path());
        let mut files = event_files::of_record(event, config).flat_map(|(_, files)| files);
        files.all(|address| {
            claims.claim(output_path(&address), &address, who, || ClaimPlace::Record(event.place.clone()))
        });
    }
    let of_file = |file: &File| ClaimPlace::File(file.plain.shown.clone());
    pages.retain(|page| {
        let (address, who) = (&page.address, Claimant::Page(page.source.file.path()));
        let is_kept = claims.claim(output_path(address), address, who, || ClaimPlace::Page(page.source.file.clone()));
        keep(is_kept, page.source.file.path())
    });
    files.retain(|file| {
        let (address, who) = (&file.address, Claimant::File(&file.plain.shown));
        keep(claims.claim(output_path(address), address, who, || of_file(file)), &file.plain.shown)
    });
    for (path, file) in &theme.files {
        let shown = shown(path, file);
        let whole = || ClaimPlace::File(shown.clone());
        claims.claim(path.clone(), &format!("/{path}"), Claimant::File(&shown), whole);
    }
    for page in pages.iter_mut() {
        let Page { aliases, source, .. } = page;
        let file = &source.file;
        aliases.retain(|(alias, range)| {
            let address = alias_address(alias);
            let part = || ClaimPlace::Part(file.clone(), range.clone());
            claims.claim(output_path(&address), &address, Claimant::Alias(file.path()), part)
        });
    }
    pages.retain(|page| {
        let (address, who) = (&page.address, Claimant::Page(page.source.file.path()));
        let is_kept =
            claims.check_folders(&output_path(address), address, who, || ClaimPlace::Page(page.source.file.clone()));
        keep(is_kept, page.source.file.path())
    });
    files.retain(|file| {
        let (address, who) = (&file.address, Claimant::File(&file.plain.shown));
        keep(claims.check_folders(&output_path(address), address, who, || of_file(file)), &file.plain.shown)
    });
    for page in pages.iter_mut() {
        let Page { aliases, source, .. } = page;
        let file = &source.file;
        aliases.retain(|(alias, range)| {
            let address = alias_address(alias);
            let part = || ClaimPlace::Part(file.clone(), range.clone());
            claims.check_folders(&output_path(&address), &address, Claimant::Alias(file.path()), part)
        });
    }
    for (address, place) in generated::addresses_of_terms(terms, config) {
        let (path, who) = (output_path(&address), Claimant::Term(place.file().path()));
        if !claims.provided.contains(&path) {
            claims.check_folders(&path, &address, who, || ClaimPlace::Record(place.clone()));
        }
    }
    Claimed { provided: claims.provided, removed }
}

/// The paths of records and of editions, which an editor asks for.
fn fixed_paths(config: &Config) -> impl Iterator<Item = String> {
    let editions = config.editions.iter().flat_map(|wanted| {
        (0..config.languages.len()).map(|language| output_path(&edition_address(config, wanted.edition, language)))
    });
    // They give way to nothing: pages link to them as the records that their numbers come from.
    RECORDS.into_iter().map(str::to_owned).chain(editions)
}

/// The path of a theme file, as findings show it.
fn shown(path: &str, file: &ThemeFile) -> String {
    let name = match file {
        ThemeFile::Disk(disk, _) => {
            disk.ancestors().nth(path.split('/').count() + 1).and_then(|folder| folder.file_name())
        }
        ThemeFile::Embedded(name, _) => Some(OsStr::new(name)),
    };
    let name = name.unwrap_or_default().to_string_lossy();
    format!("{}/{name}/static/{path}", Paths::THEMES)
}

/// Returns the address of an alias; one that does not end in `.html` is a folder.
#[must_use]
pub fn alias_address(alias: &str) -> String {
    if alias.ends_with('/') || alias.ends_with(".html") { alias.to_owned() } else { format!("{alias}/") }
}
