//! `firstflight new page --translate`: a copy of a page to translate.

use std::path::{Path, PathBuf};

use super::translated::CopyOf;
use super::{address, check_content, quoted, shown, write_new};
use crate::cli::Outcome;
use crate::cli::args::SiteArgs;
use crate::cli::named_pages::{self, NamedPages};
use crate::cli::screen::Screen;
use crate::config::Paths;
use crate::read::SourcePage;
use crate::report::Failure;
use crate::report::text::harmless;

/// Maximum number of pages that are named.
const NAMED: usize = 10;

/// Writes a copy of the page with this file as a draft, at `path` or in the only language that lacks the page.
pub(in crate::cli) fn translation(
    site: &Path,
    path: Option<&Path>,
    original: &Path,
    screen: &mut Screen,
) -> Result<Outcome, Failure> {
    check_content(site)?;
    let inputs = named_pages::inputs(&SiteArgs::new(site, true, None, false, None))?;
    let pages = NamedPages::new(&inputs);
    let original = pages.find(site, original)?;
    let path = match path {
        Some(path) => path.to_owned(),
        None => only_missing(&pages, original)?,
    };
    let parts = address(&path).map_err(|why| {
        Failure::new(format!("`{}` is not a valid path for a page: {why}", shown(&path)))
            .help("write a path such as content/fr/contact.md; nothing was written")
    })?;
    let (tag, own) = (&parts[1], parts[1..].join("/"));
    let copied = harmless(original.file.path()).into_owned();
    if tag == pages.tag(original.language) {
        return Err(Failure::new(format!("{copied} is in the language `{tag}` itself"))
            .help("write the path of the copy in the folder of another language; nothing was written"));
    }
    let copy = CopyOf { inputs: &inputs, pages: &pages, original, own: &own, tag };
    let copy = copy.text().map_err(|why| {
        Failure::new(format!("cannot copy {copied}: {why}"))
            .help("correct it, and run this command again; nothing was written")
    })?;
    write_new(site, &parts, &copy.text)?;

    let named = parts.join("/");
    let option = if site == Path::new(".") { String::new() } else { format!(" --site {}", quoted(&shown(site))) };
    let mut message = format!("wrote {named}, a draft\n\nNext:\n  translate it, and remove `draft: true`\n");
    message += &format!(
        "  firstflight mark-translated{option} {}    (then changes of {copied} are noticed)\n",
        quoted(&named)
    );
    if inputs.config.languages.iter().all(|language| language.tag != *tag) {
        message += &format!("  add `{tag}: {{ at: /{tag}/ }}` to `languages` in {}\n", Paths::SITE);
    }
    if !copy.untranslated.is_empty() {
        let number = copy.untranslated.len();
        let names: Vec<String> = copy.untranslated.iter().take(NAMED).map(|path| harmless(path).into_owned()).collect();
        let more = if number > NAMED { format!(" and {} more", number - NAMED) } else { String::new() };
        message +=
            &format!("  its links to pages without a translation lead to the originals: {}{more}\n", names.join(", "));
    }
    screen.out(&message)
}

/// The path of the page in the only other language that lacks it.
fn only_missing(pages: &NamedPages<'_>, original: &SourcePage) -> Result<PathBuf, Failure> {
    let members = pages.same_pages.in_each_language(named_pages::path_of(original));
    let missing = members.iter().enumerate().filter(|(_, page)| page.is_none()).map(|(language, _)| language);
    let paths: Vec<String> =
        missing.map(|language| format!("{}/{}/{}", Paths::CONTENT, pages.tag(language), original.path)).collect();
    let copied = harmless(original.file.path()).into_owned();
    match &paths[..] {
        [path] => Ok(PathBuf::from(path)),
        [] => Err(Failure::new(format!("each language of the site has {copied}"))
            .help("write the path of the copy before `--translate`; nothing was written")),
        [first, ..] => Err(Failure::new(format!("several languages of the site lack {copied}")).help(format!(
            "write the path of the copy, as in `firstflight new page {} --translate {}`; nothing was written",
            quoted(&harmless(first)),
            quoted(&copied)
        ))),
    }
}
