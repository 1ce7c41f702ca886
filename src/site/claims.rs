//! Who claims which address. Each is given once; a second claim is a finding, and so is one that only a system which
//! tells upper from lower case could keep apart.

use std::collections::HashMap;

use super::{File, Page, output_path};
use crate::config::{Config, Paths};
use crate::output::Encoding;
use crate::read::{EventRecord, Theme, ThemeFile};
use crate::report::{Finding, Place, SourceFile, catalog};

/// Paths that Firstflight itself writes.
const OURS: [&str; 7] = ["404.html", "atom.xml", "data.csv", "data.json", "data.jsonld", "robots.txt", "sitemap.xml"];

/// Who asks for an address; what helps depends on it.
#[derive(Clone, Copy)]
enum Who<'w> {
    /// A page, by its file.
    Page(&'w str),
    /// A file that is published as it is.
    File(&'w str),
    /// A page, for an old address of it.
    Alias(&'w str),
    /// A file that is made from an event, by the file of the event.
    Event(&'w str),
}

struct Claim {
    path: String,
    address: String,
    who: String,
    /// Whether Firstflight writes what is published there, and with it the compressed forms beside it.
    is_ours: bool,
}

/// Endings of the files that hosts send in place of the file beside them.
const COMPRESSED: [&str; 2] = [Encoding::Brotli.suffix(), Encoding::Gzip.suffix()];

struct Claims<'f> {
    /// By path in lower case.
    by_path: HashMap<String, Claim>,
    /// Whether the host sends the compressed form that lies beside a file.
    serves_compressed: bool,
    findings: &'f mut Vec<Finding>,
}

impl Claims<'_> {
    /// Whether the claim stands: its path is free, and no file lies where one of its folders has to be.
    fn claim(&mut self, path: String, address: &str, who: Who<'_>, place: impl Fn() -> Place) -> bool {
        let key = path.to_lowercase();
        if let Some(other) = self.by_path.get(&key) {
            let finding = match who {
                Who::Alias(own) if own == other.who => catalog::page::own_alias(place(), address),
                _ if other.path != path => catalog::page::case_clash(place(), address, &other.address, &other.who),
                _ => catalog::page::address_clash(place(), address, &other.who, who.help()),
            };
            self.findings.push(finding);
            return false;
        }
        if let Some(finding) = self.compressed_clash(&key, address, who, &place) {
            self.findings.push(finding);
            return false;
        }
        let is_ours = !matches!(who, Who::File(_));
        let who = match who {
            Who::Page(file) | Who::File(file) | Who::Alias(file) | Who::Event(file) => file.to_owned(),
        };
        self.by_path.insert(key, Claim { path, address: address.to_owned(), who, is_ours });
        true
    }

    /// What we write at this path in lower case, if the path is that of its compressed form.
    fn compressed_form_of(&self, key: &str) -> Option<&Claim> {
        let base = COMPRESSED.iter().find_map(|ending| key.strip_suffix(ending)).filter(|_| self.serves_compressed)?;
        self.by_path.get(base).filter(|claim| claim.is_ours)
    }

    /// A file that a host would send in place of what we write, or an old address in whose place it would send a file.
    /// Pages claim their paths before files do, so theirs need no second look.
    fn compressed_clash(&self, key: &str, address: &str, who: Who<'_>, place: impl Fn() -> Place) -> Option<Finding> {
        if let Some(ours) = self.compressed_form_of(key) {
            let help = if matches!(who, Who::File(_)) { "rename this file, or delete it" } else { who.help() };
            return Some(catalog::page::compressed_clash(place(), address, &ours.who, help));
        }
        if !matches!(who, Who::Alias(_)) || !self.serves_compressed {
            return None;
        }
        let form = COMPRESSED.iter().find_map(|ending| self.by_path.get(&format!("{key}{ending}")))?;
        Some(catalog::page::compressed_alias_clash(place(), address, &form.who, who.help()))
    }

    /// A file cannot lie where a folder has to be.
    fn check_folders(&mut self, path: &str, address: &str, who: Who<'_>, place: impl Fn() -> Place) -> bool {
        for (at, _) in path.match_indices('/') {
            let folder = path[..at].to_lowercase();
            if let Some(ours) = self.compressed_form_of(&folder) {
                let folder = format!("/{}", &path[..at]);
                self.findings.push(catalog::page::compressed_clash(place(), &folder, &ours.who, "rename this folder"));
                return false;
            }
            if let Some(other) = self.by_path.get(&folder) {
                self.findings.push(catalog::page::file_for_folder(place(), address, &other.who, who.help()));
                return false;
            }
        }
        true
    }
}

impl Who<'_> {
    fn help(self) -> &'static str {
        match self {
            Self::Page(_) => "rename this file, or give it another `slug`",
            Self::File(_) | Self::Event(_) => "rename one of the two files",
            Self::Alias(_) => "take this alias out",
        }
    }
}

/// Checks every claim and drops the pages, files and aliases whose claim does not stand.
pub fn check(
    pages: &mut Vec<Page>,
    files: &mut Vec<File>,
    events: &[EventRecord],
    theme: &Theme,
    config: &Config,
    findings: &mut Vec<Finding>,
) {
    let serves_compressed = config.host.serves_ours();
    let mut claims = Claims { by_path: HashMap::with_capacity(pages.len()), serves_compressed, findings };
    let feeds = config.languages.iter().map(|language| output_path(&format!("{}atom.xml", language.at)));
    for path in OURS.into_iter().map(str::to_owned).chain(feeds) {
        let (address, who) = (format!("/{path}"), "Firstflight itself".to_owned());
        let claim = Claim { address, who, path: path.clone(), is_ours: true };
        claims.by_path.insert(path.to_lowercase(), claim);
    }
    // Whether an instant is known or not: an address that comes and goes with a date would be nobody's.
    for event in events {
        // Both or neither: the second would say the same of the same record.
        let who = Who::Event(event.place.file().path());
        let mut paths = super::events::paths(&event.id).into_iter();
        paths.all(|path| claims.claim(path.clone(), &format!("/{path}"), who, || event.place.clone()));
    }
    let of_file = |file: &File| Place::whole(&SourceFile::new(file.plain.shown.clone(), ""));
    pages.retain(|page| {
        let (address, who) = (&page.address, Who::Page(page.file.path()));
        claims.claim(output_path(address), address, who, || Place::first_line(&page.file))
    });
    files.retain(|file| {
        let (address, who) = (&file.address, Who::File(&file.plain.shown));
        claims.claim(output_path(address), address, who, || of_file(file))
    });
    for (path, file) in &theme.files {
        let shown = shown(path, file);
        let whole = || Place::whole(&SourceFile::new(shown.clone(), ""));
        claims.claim(path.clone(), &format!("/{path}"), Who::File(&shown), whole);
    }
    for page in pages.iter_mut() {
        let Page { aliases, source, .. } = page;
        let file = &source.file;
        aliases.retain(|(alias, range)| {
            let address = alias_address(alias);
            let whole = || Place::new(file, range.clone());
            claims.claim(output_path(&address), &address, Who::Alias(file.path()), whole)
        });
    }
    pages.retain(|page| {
        let (address, who) = (&page.address, Who::Page(page.file.path()));
        claims.check_folders(&output_path(address), address, who, || Place::first_line(&page.file))
    });
    files.retain(|file| {
        let (address, who) = (&file.address, Who::File(&file.plain.shown));
        claims.check_folders(&output_path(address), address, who, || of_file(file))
    });
    for page in pages.iter_mut() {
        let Page { aliases, source, .. } = page;
        let file = &source.file;
        aliases.retain(|(alias, range)| {
            let address = alias_address(alias);
            let whole = || Place::new(file, range.clone());
            claims.check_folders(&output_path(&address), &address, Who::Alias(file.path()), whole)
        });
    }
}

/// A file of a theme, as findings show it.
fn shown(path: &str, file: &ThemeFile) -> String {
    let name = match file {
        ThemeFile::Disk(disk, _) => {
            disk.ancestors().nth(path.split('/').count() + 1).and_then(|folder| folder.file_name())
        }
        ThemeFile::Embedded(_) => None,
    };
    let name = name.map_or("plain".into(), |name| name.to_string_lossy());
    format!("{}/{name}/static/{path}", Paths::THEMES)
}

/// An old address that names no file is a folder's.
#[must_use]
pub fn alias_address(alias: &str) -> String {
    if alias.ends_with('/') || alias.ends_with(".html") { alias.to_owned() } else { format!("{alias}/") }
}
