//! Pages that a command line names by their files.

use std::path::{Component, Path};
use std::sync::Arc;

use super::args::SiteArgs;
use super::settings;
use crate::cache::{Cache, ReadScope};
use crate::config::Paths;
use crate::pipeline::{self, Inputs};
use crate::read::SourcePage;
use crate::report::text::harmless;
use crate::report::{Failure, nearest};
use crate::site::SamePages;

/// Reads what a site is made from.
pub(super) fn inputs(args: &SiteArgs) -> Result<Inputs, Failure> {
    let options = settings::options(args)?;
    settings::workers(args.jobs)?.install(|| pipeline::read_inputs(&options, &mut Cache::default(), &ReadScope::Whole))
}

/// The pages of a site, by their files.
pub(super) struct NamedPages<'i> {
    inputs: &'i Inputs,
    /// Which of them are the same page in other languages.
    pub same_pages: SamePages<'i>,
}

impl<'i> NamedPages<'i> {
    pub fn new(inputs: &'i Inputs) -> Self {
        Self { inputs, same_pages: SamePages::new(&inputs.sources.pages, &inputs.config) }
    }

    /// The page with this file. Paths start from the folder `site`, or name it.
    pub fn find(&self, site: &Path, file: &Path) -> Result<&'i Arc<SourcePage>, Failure> {
        let shown = harmless(&file.display().to_string()).into_owned();
        let unknown = || Failure::new(format!("there is no page {shown}"));
        let Some(path) = below_content(file).or_else(|| below_content(file.strip_prefix(site).ok()?)) else {
            return Err(unknown().help("name the file of a page, such as content/fr/about.md; nothing was written"));
        };
        let full = format!("{}/{path}", Paths::CONTENT);
        match self.same_pages.at(&path) {
            Some(page) if page.front.unclosed => Err(Failure::new(format!("the front matter of {full} has mistakes"))
                .help("run `firstflight check` to see them; nothing was written")),
            Some(page) => Ok(page),
            None if self.inputs.sources.unusable.covers(&full) => Err(Failure::new(format!("cannot read {full}"))
                .help("run `firstflight check` to see why; nothing was written")),
            None => {
                let paths = self.inputs.sources.pages.iter().map(|page| page.file.path());
                let help = match nearest(&full, paths) {
                    Some(near) => format!("did you mean {near}? nothing was written"),
                    None => "name the file of a page, such as content/fr/about.md; nothing was written".to_owned(),
                };
                Err(unknown().help(help))
            }
        }
    }

    /// The number of the language with this tag.
    pub fn language(&self, tag: &str) -> Result<usize, Failure> {
        let languages = &self.inputs.config.languages;
        languages.iter().position(|language| language.tag == tag).ok_or_else(|| {
            let tags: Vec<&str> = languages.iter().map(|language| language.tag.as_str()).collect();
            Failure::new(format!("`{}` is not a language of this site", harmless(tag)))
                .help(format!("name one of {}; nothing was written", tags.join(", ")))
        })
    }

    /// The tag of a language.
    pub fn tag(&self, language: usize) -> &'i str {
        self.inputs.config.languages.get(language).map_or("", |language| language.tag.as_str())
    }
}

/// The path of a page below `content/`.
pub(super) fn path_of(page: &SourcePage) -> &str {
    page.file.path().strip_prefix(Paths::CONTENT).map_or("", |path| path.trim_start_matches('/'))
}

/// The path below `content/` that a path from the folder of a site leads to.
fn below_content(path: &Path) -> Option<String> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let parts: Option<Vec<&str>> = parts
        .map(|part| match part {
            Component::Normal(name) => name.to_str(),
            _ => None,
        })
        .collect();
    let parts = parts?;
    let (first, rest) = parts.split_first()?;
    (*first == Paths::CONTENT && !rest.is_empty()).then(|| rest.join("/"))
}
