//! `firstflight new site`, `firstflight new page`, `firstflight new theme` and `firstflight new language`. Existing files are
//! never overwritten.

mod draft;
pub(super) mod held;
mod kinds;
mod language;
mod theme;
mod translated;
mod translation;

pub(super) use kinds::{IGNORED, SiteKind};
pub(super) use language::language;
pub(super) use theme::theme;
pub(super) use translation::translation;

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Component, Path};

use super::Outcome;
use super::screen::Screen;
use crate::config::{Paths, is_tag};
use crate::disk::SiteFiles;
use crate::read::is_passed_over;
use crate::report::Failure;
use crate::report::text::harmless;
use crate::system::{canonicalize, is_not_a_folder};
use draft::{CreatedFolders, DRAFT, NEW_FILE, NewFolder, write_file};
use held::HeldFolder;
use kinds::NewFile;

/// Writes a site of this kind into a new or empty folder, completely or not at all.
pub(super) fn site(dir: &Path, kind: Option<SiteKind>, screen: &mut Screen) -> Result<Outcome, Failure> {
    let name = shown(dir);
    let files = kinds::files(kind);
    match fs::read_dir(dir) {
        Ok(entries) => {
            let names = entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>();
            let names = names.map_err(|error| Failure::io(format!("cannot read {name}"), &error))?;
            if !names.iter().all(|name| is_left_over(dir, files, name, names.iter().any(|name| name == DRAFT))) {
                return Err(Failure::new(format!("{name} is not empty"))
                    .help("name a new folder, as in `firstflight new site my-site`; nothing was written"));
            }
            fill(dir, files)
        }
        Err(error) if error.kind() == ErrorKind::NotFound && dir.is_symlink() => {
            return Err(Failure::new(format!("{name} is a link to a missing file or folder"))
                .help("remove the link, or name a new folder; nothing was written"));
        }
        Err(error) if error.kind() == ErrorKind::NotFound => make(dir, files),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(
                Failure::new(format!("{name} is a file, not a folder")).help("name a new folder; nothing was written")
            );
        }
        Err(error) => return Err(Failure::io(format!("cannot read {name}"), &error)),
    }
    .map_err(|error| Failure::io(format!("cannot write {name}"), &error).help("nothing was written"))?;
    let mut message = String::new();
    for (path, _) in files {
        message += &format!("wrote {}\n", shown(&dir.join(path)));
    }
    message += "\nNext:\n";
    if dir != Path::new(".") {
        message += &format!("  cd {}\n", quoted(&name));
    }
    screen.out(&(message + "  firstflight build\n  firstflight serve --open    (to see it while you write)\n  firstflight guide           (how to go on)\n"))
}

/// The paths of all files that these commands write into a draft.
fn paths() -> impl Iterator<Item = &'static str> {
    kinds::paths().chain(theme::paths()).chain([NEW_FILE])
}

/// Writes the site into a folder that is there.
fn fill(dir: &Path, files: &[NewFile]) -> io::Result<()> {
    let folder = HeldFolder::open(dir)?;
    let draft = NewFolder::new(&folder, DRAFT.to_owned(), files)?;
    draft.fill()?;
    draft.unpack()
}

/// Writes files in a hidden folder next to their place, and renames that in the end.
fn make(dir: &Path, files: &[(&str, &str)]) -> io::Result<()> {
    let name = dir.file_name().ok_or(ErrorKind::InvalidInput)?;
    let name = name.to_str().ok_or_else(|| io::Error::new(ErrorKind::InvalidInput, "its name is not UTF-8"))?;
    let above = dir.parent().unwrap_or(Path::new(""));
    let created = CreatedFolders::make(above)?;
    let above = HeldFolder::open(above)?;
    let draft = NewFolder::new(&above, format!(".{name}{DRAFT}"), files)?;
    draft.fill()?;
    draft.name(name)?;
    created.keep();
    Ok(())
}

/// Whether an entry of a folder was left by a process that was killed while it wrote a site there.
fn is_left_over(dir: &Path, files: &[NewFile], name: &std::ffi::OsStr, has_draft: bool) -> bool {
    let is_ours = |(path, text): &NewFile| {
        let read = || SiteFiles::new(dir, false)?.read(&dir.join(path), text.len() as u64);
        name == *path && read().is_ok_and(|bytes| bytes == text.as_bytes())
    };
    has_draft && (name == DRAFT || files.iter().any(is_ours))
}

/// Writes the first lines of a page at `path` in the site's folder.
pub(super) fn page(site: &Path, path: &Path, screen: &mut Screen) -> Result<Outcome, Failure> {
    let parts = address(path).map_err(|why| {
        Failure::new(format!("`{}` is not a valid path for a page: {why}", shown(path)))
            .help("write a path such as content/en/contact.md")
    })?;
    let named = parts.join("/");
    check_content(site)?;
    let language_is_new = !site.join("content").join(&parts[1]).is_dir();
    let title = title(&parts);
    let text =
        format!("---\ntitle: {title}\ndescription: What this page is about, in one sentence.\n---\n\nWrite here.\n");
    write_new(site, &parts, &text)?;

    let mut message = format!("wrote {named}\n\nNext:\n  edit the title, the description and the text below them\n");
    if language_is_new {
        message += &format!(
            "  add `{0}: {{ at: /{0}/ }}` to `languages` in content/site.yaml, unless it is there already\n",
            parts[1]
        );
    }
    if parts.len() > 3 && parts[parts.len() - 1] != "index.md" {
        let section = parts[..parts.len() - 1].join("/");
        if !site.join(&section).join("index.md").exists() {
            message += &format!(
                "  firstflight new page {}    (the index page of the section)\n",
                quoted(&format!("{section}/index.md"))
            );
        }
    }
    screen.out(&(message + "  link to it from another page, and run firstflight check\n"))
}

/// Refuses a folder that holds no site.
fn check_content(site: &Path) -> Result<(), Failure> {
    if site.join(Paths::CONTENT).is_dir() {
        return Ok(());
    }
    Err(Failure::new(format!("there is no folder content/ in {}", shown(site)))
        .help("name the folder that contains content/ with --site DIR"))
}

/// The parts of a page's path, checked: `content`, a language, folders, a file.
fn address(path: &Path) -> Result<Vec<String>, String> {
    let mut parts = Vec::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => match name.to_str() {
                Some(name) => parts.push(name.to_owned()),
                None => return Err("its name is not UTF-8".to_owned()),
            },
            _ => return Err("it must be relative to the site's folder, without `..`".to_owned()),
        }
    }
    if parts.first().is_none_or(|first| first != "content") || parts.len() < 3 {
        return Err("pages belong in the folder of a language, content/LANG/".to_owned());
    }
    let file = &parts[parts.len() - 1];
    if file.strip_suffix(".md").is_none_or(str::is_empty) {
        return Err("the name of a page must end in .md".to_owned());
    }
    if !is_tag(&parts[1]) {
        return Err(format!("`{}` is not a language tag such as `en`, `fr` or `zh-Hans`", harmless(&parts[1])));
    }
    for part in &parts {
        if is_passed_over(part) {
            return Err(format!(
                "a name such as `{}` belongs to a hidden, temporary or backup file, which is never published",
                harmless(part)
            ));
        }
        if part.contains(char::is_control) {
            return Err(format!("`{}` contains a control character", harmless(part)));
        }
    }
    Ok(parts)
}

/// A title made from the file's name, or from its folder's for the page of a section; as YAML takes it.
fn title(parts: &[String]) -> String {
    let file = &parts[parts.len() - 1];
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let name = match stem {
        "index" if parts.len() > 3 => &parts[parts.len() - 2],
        "index" => "home",
        stem => stem,
    };
    let words: Vec<&str> = name.split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    let mut letters = words.join(" ");
    if let Some(first) = letters.chars().next() {
        letters = first.to_uppercase().chain(letters.chars().skip(1)).collect();
    }
    yaml_text(letters)
}

/// A text as YAML takes it.
fn yaml_text(text: String) -> String {
    // Words of plain letters need no quotes; `2024`, `true` or `~` would be read as something else than text.
    let is_simple = text.chars().all(|c| c.is_alphanumeric() || c == ' ');
    let plain = is_simple && text.trim() == text && text.contains(' ') && text.starts_with(char::is_alphabetic);
    if plain { text } else { serde_json::Value::String(text).to_string() }
}

/// Writes a file that must not exist, and the folders above it. Links to folders are followed within the site.
pub(super) fn write_new(site: &Path, parts: &[String], text: &str) -> Result<(), Failure> {
    let cannot = |error: &io::Error| Failure::io(format!("cannot write {}", parts.join("/")), error);
    let (file, folders) = parts.split_last().ok_or_else(|| cannot(&ErrorKind::InvalidInput.into()))?;
    let mut way = vec![HeldFolder::open(site).map_err(|error| cannot(&error))?];
    let mut made: Vec<(usize, &str)> = Vec::new();
    let written = (|| {
        for (at, name) in folders.iter().enumerate() {
            let folder = match way[at].folder_or_new(name) {
                Ok((folder, is_new)) => {
                    made.extend(is_new.then_some((at, name.as_str())));
                    folder
                }
                Err(error) if is_not_a_folder(&error) => follow(site, &parts[..=at])?,
                Err(error) => return Err(cannot(&error)),
            };
            way.push(folder);
        }
        write_file(&way[folders.len()], file, text).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Failure::new(format!("{} already exists", parts.join("/")))
                .help("choose another path; nothing was written"),
            _ => cannot(&error),
        })
    })();
    if written.is_err() {
        for (at, name) in made.into_iter().rev() {
            // Best effort: an empty folder does no harm.
            let _ = way[at].remove_folder(name);
        }
    }
    written
}

/// The folder that a link in the site leads to, if it lies in the site.
fn follow(site: &Path, parts: &[String]) -> Result<HeldFolder, Failure> {
    let name = parts.join("/");
    let path = site.join(&name);
    if !path.is_symlink() {
        return Err(Failure::new(format!("{name} is not a folder")).help("choose another path; nothing was written"));
    }
    let (Ok(root), Ok(real)) = (canonicalize(site), canonicalize(&path)) else {
        return Err(Failure::new(format!("{name} is a link to a missing file or folder"))
            .help("remove the link, or choose another path; nothing was written"));
    };
    let Ok(inner) = real.strip_prefix(&root) else {
        return Err(Failure::new(format!("{name} is a link that leads out of the site's folder"))
            .help("write the page where the link leads, or replace the link with a folder; nothing was written"));
    };
    let mut folder = HeldFolder::open(&root);
    for part in inner {
        let name = part.to_str().ok_or_else(|| io::Error::new(ErrorKind::InvalidData, "its name is not UTF-8"));
        folder = folder.and_then(|folder| folder.folder(name?));
    }
    folder.map_err(|error| Failure::io(format!("cannot open {name}"), &error))
}

fn shown(path: &Path) -> String {
    harmless(&path.display().to_string()).into_owned()
}

/// Returns a name quoted for a shell.
fn quoted(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || "-_./~".contains(c));
    if plain { name.to_owned() } else { format!("'{}'", name.replace('\'', "'\\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title_of(path: &str) -> String {
        title(&address(Path::new(path)).unwrap())
    }

    #[test]
    fn titles_come_from_the_names_of_files() {
        assert_eq!(title_of("content/en/first-page.md"), "First page");
        assert_eq!(title_of("./content/en/news/first_meeting.md"), "First meeting");
        assert_eq!(title_of("content/en/news/index.md"), "\"News\"");
        assert_eq!(title_of("content/en/index.md"), "\"Home\"");
        assert_eq!(title_of("content/en/2024.md"), "\"2024\"");
        assert_eq!(title_of("content/en/true.md"), "\"True\"");
        assert_eq!(title_of("content/fr/été-2024.md"), "Été 2024");
        assert_eq!(title_of("content/en/new/deep/P q.md"), "P q");
        assert_eq!(title_of("content/en/ok_name.v2.md"), "\"Ok name.v2\"");
        assert_eq!(title_of("content/en/a: b #c.md"), "\"A: b #c\"");
        assert_eq!(title_of("content/fr/e\u{301}te\u{301}.md"), "\"E\u{301}te\u{301}\"");
        assert_eq!(title_of("content/en/say \"no\".md"), "\"Say \\\"no\\\"\"");
    }

    #[test]
    fn a_page_lies_in_a_language_and_ends_in_md() {
        let why = |path: &str| address(Path::new(path)).unwrap_err();
        assert!(why("content/a.md").contains("content/LANG/"));
        assert!(why("en/a.md").contains("content/LANG/"));
        assert!(why("/content/en/a.md").contains("relative"));
        assert!(why("content/en/../../a.md").contains("relative"));
        assert!(why("content/en/a.txt").contains(".md"));
        assert!(why("content/en/.md").contains(".md"));
        assert!(why("content/en/.hidden/a.md").contains("`.hidden` belongs to a hidden"));
        assert!(why("content/en/old.bak/a.md").contains("`old.bak` belongs to a hidden, temporary or backup file"));
        assert!(why("content/en/#a.md").contains("`#a.md` belongs"));
        assert!(why("content/en/a\nb.md").contains("contains a control character"));
        assert!(why("content/my pages/a.md").contains("`my pages` is not a language tag"));
        for path in ["content/en/a b.md", "content/en/new/deep/P q.md", "content/en/what?.md", "content/en/a'b & c.md"]
        {
            assert!(address(Path::new(path)).is_ok(), "{path}");
        }
    }

    #[test]
    fn names_are_quoted_where_a_shell_needs_it() {
        assert_eq!(quoted("my-site"), "my-site");
        assert_eq!(quoted("my site's"), "'my site'\\''s'");
    }
}
