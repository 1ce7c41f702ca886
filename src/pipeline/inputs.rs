//! The inputs of a run: what it reads before it makes the site.

use std::path::PathBuf;
use std::sync::Arc;

use super::Options;
use crate::cache::{Cache, CachedConfig, ReadScope};
use crate::config::{self, BaseUrl, Config, Paths};
use crate::disk::{EditedTexts, SiteFiles};
use crate::read::{self, Discovered, Sources, Theme};
use crate::report::{Failure, Finding, catalog};

/// Everything that a site is made from.
#[derive(Clone, Debug)]
pub struct Inputs {
    /// Opens the files of the site.
    pub files: Arc<SiteFiles>,
    /// The settings.
    pub config: Arc<Config>,
    /// The theme.
    pub theme: Arc<Theme>,
    /// Pages, files and records.
    pub sources: Sources,
    /// The folders that were read.
    pub(super) folders: Vec<PathBuf>,
    /// The generation of settings, theme and records; see [`crate::cache::ReadCache::generation`].
    pub(super) generation: u64,
    /// The findings of reading.
    pub(super) findings: Vec<Finding>,
}

impl Inputs {
    /// The same inputs, but with these pages, files and records, and without the findings of reading.
    #[must_use]
    pub fn with_sources(&self, sources: Sources) -> Self {
        Self {
            files: self.files.clone(),
            config: self.config.clone(),
            theme: self.theme.clone(),
            sources,
            folders: self.folders.clone(),
            generation: self.generation,
            findings: Vec::new(),
        }
    }
}

/// Reads what a site is made from; with a cache, what may have changed according to `scope`.
///
/// # Errors
///
/// An invalid `--base-url`, or a missing folder.
pub fn read(options: &Options, cache: &mut Cache, scope: &ReadScope) -> Result<Inputs, Failure> {
    let paths = Paths::new(&options.site).with_follow(options.follow);
    let mut findings = Vec::new();
    let files = open_site(&paths, &cache.edited)?;
    let found = cache.read.discover(&paths, &files, scope, &mut findings);
    let config = configure(options, &found, cache, &mut findings)?;
    let theme = cache.read.theme(&paths, &config, scope, &mut findings);
    // With a cache more runs follow, as in the preview, and editors write files for a while between them.
    let with_transient = !cache.is_enabled();
    findings.extend(found.unpublished(config.host, with_transient));
    findings.extend(theme.unpublished(config.host, with_transient));
    let mut sources = cache.read.sources(&found, &config, &mut findings);
    sources.pictures = read::pictures(&files, &config, &sources.files);
    let generation = cache.read.generation();
    let folders = vec![paths.content, paths.themes];
    Ok(Inputs { files, config, theme, sources, folders, generation, findings })
}

/// Opens the folder of the site.
fn open_site(paths: &Paths, edited: &EditedTexts) -> Result<Arc<SiteFiles>, Failure> {
    let shown = paths.root.display();
    if !paths.root.is_dir() {
        return Err(Failure::new(format!("there is no folder {shown}"))
            .help("name the folder that contains content/ with `--site DIR`"));
    }
    let files = SiteFiles::new(&paths.root, paths.follow);
    let files = files.map(|files| Arc::new(files.with_edited(edited.clone())));
    files.map_err(|error| Failure::io(format!("cannot open the folder {shown}"), &error))
}

fn configure(
    options: &Options,
    found: &Discovered,
    cache: &mut Cache,
    findings: &mut Vec<Finding>,
) -> Result<Arc<Config>, Failure> {
    let text = cache.read.settings(found, findings);
    let is_same = |cached: &&CachedConfig| cached.matches(text.as_ref(), &found.folders, options.at);
    if let Some(cached) = cache.config.as_ref().filter(is_same) {
        findings.extend(cached.findings.iter().cloned());
        return Ok(cached.config.clone());
    }
    let mut own = Vec::new();
    let mut config = config::load(text.as_ref(), &found.folders, &mut own);
    if let Some(base) = &options.base_url {
        let base = BaseUrl::parse(base).map_err(|why| {
            Failure::new(format!("`--base-url {base}` is not a base address: {why}"))
                .help("write for example `--base-url https://example.org/`")
        })?;
        config.base_url = Some(base);
    } else if let (true, Some(settings)) = (config.lacks_base_url, &text) {
        own.push(catalog::config::no_base_url(config::place_of_base_url(settings)));
        own.extend(config.hreflang.clone().map(catalog::translations::no_alternates));
    }
    config.noindex = options.noindex;
    let config = Arc::new(config);
    findings.extend(own.iter().cloned());
    cache.read.bump_generation();
    cache.config = Some(CachedConfig {
        text,
        folders: found.folders.clone(),
        at: options.at,
        config: config.clone(),
        findings: own,
    });
    Ok(config)
}
