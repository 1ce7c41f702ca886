//! The pipeline: from files to a finished site in memory. `build` publishes the result, `check` publishes nothing, and
//! `serve` runs it again after each edit, with the cache of the previous run. Read [`make`] first; it is the table of
//! contents of the crate.

mod editions;
mod inputs;
mod made_from;
mod rendering;
mod shown;

pub use inputs::{Inputs, read as read_inputs};

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use crate::cache::{Cache, MadeEdition, MadePage, ReadScope, RenderCache, SiteContext};
use crate::check;
use crate::config::{self, BuildDate, Config, LinkStyle};
use crate::disk::SiteFiles;
use crate::growth::GrowthLimit;
use crate::hosts;
use crate::limits::PAGE_ELEMENTS;
use crate::media::{self, Media, MediaFiles, PictureFigures};
use crate::output::{self, Artifact, Output};
use crate::read::{Theme, ThemeFile};
use crate::render::{self, Rendered, TemplateFindings};
use crate::report::{Code, Failure, Finding, Place, Report, catalog};
use crate::shrink::{self, Weigh, Weights};
use crate::site::{self, AssembleOptions, Page, Site, TemplateUses};
use made_from::RenderNotes;
use rendering::{PictureInputs, RenderInputs, RenderedSite};

/// The options of a run.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds `content/`.
    pub site: PathBuf,
    /// Overrides `base_url` of the site.
    pub base_url: Option<String>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether warnings are errors.
    pub strict: bool,
    /// The date that pages are compared with.
    pub at: BuildDate,
    /// How links between pages are written.
    pub links: LinkStyle,
    /// Whether search engines are asked to leave all pages out.
    pub noindex: bool,
    /// Which pages are weighed exactly.
    pub weigh: Weigh,
    /// Whether `content/`, `themes/` and the folders directly in them may be links out of the site's folder.
    pub follow: bool,
    /// An earlier run that weights are compared with.
    pub growth: Option<GrowthLimit>,
}

/// A site in memory, not yet weighed.
pub struct UnweighedSite {
    /// Its files.
    pub output: Output,
    /// The site that they were rendered from.
    pub site: Arc<Site>,
    /// The number of pages that were rendered and not taken from the cache.
    pub rendered: usize,
    /// What it was made from; kept only with a cache.
    pub inputs: Option<Arc<Inputs>>,
    /// Paths of pages that could not be rendered, or not completely, because of their templates or their size.
    pub incomplete: BTreeSet<String>,
    /// Whether pages were rendered: the theme can be used.
    pub is_rendered: bool,
    /// The weights of its images.
    pub pictures: PictureFigures,
    notes: RenderNotes,
    /// The findings, except those about weight.
    findings: Vec<Finding>,
    /// Codes of findings that are not reported, because what they depend on cannot be read.
    undecided: BTreeSet<Code>,
    sources: Vec<PathBuf>,
    files: Arc<SiteFiles>,
}

/// A site in memory with all its findings.
#[derive(Debug)]
pub struct Built {
    /// Its files.
    pub output: Output,
    /// All findings, sorted.
    pub report: Report,
    /// The weights of its pages.
    pub weights: Weights,
    /// The weights of its images.
    pub pictures: PictureFigures,
    /// Whether the output depends on the date of the run.
    pub date_used: bool,
    /// The next date on which the output changes by itself; see [`Site::next_change`].
    pub next_change: Option<jiff::civil::Date>,
    /// Source folders, which may neither contain nor be in the folder that the site is published to.
    pub sources: Vec<PathBuf>,
    /// Whether publishing replaces files one by one.
    pub in_place: bool,
    /// Opens the files of the site that are published as they are.
    pub files: Arc<SiteFiles>,
}

/// Builds a site, from reading to weighing. Findings are in the report; the caller decides whether they forbid publishing.
///
/// # Errors
///
/// An invalid `--base-url`, or a missing folder.
pub fn build(options: &Options) -> Result<Built, Failure> {
    Ok(make(options, &mut Cache::default(), &ReadScope::Whole)?.weigh(options))
}

/// Makes the site. Only what may have changed according to `scope` is made again; the rest is taken from the cache. The
/// result is the same, byte for byte, as without a cache.
///
/// # Errors
///
/// As [`build`].
pub fn make(options: &Options, cache: &mut Cache, scope: &ReadScope) -> Result<UnweighedSite, Failure> {
    let inputs = inputs::read(options, cache, scope)?;
    let kept = cache.is_enabled().then(|| Arc::new(inputs.clone()));
    Ok(UnweighedSite { inputs: kept, ..make_from(inputs, options, &mut cache.renders) })
}

/// Makes the site of these inputs, with what was rendered before.
#[must_use]
pub fn make_from(inputs: Inputs, options: &Options, cache: &mut RenderCache) -> UnweighedSite {
    let Inputs { files, config, theme, sources, folders, generation, mut findings } = inputs;
    let compiled = cache.compiled(&theme);
    findings.extend(compiled.findings.iter().cloned());
    let assemble_options = AssembleOptions {
        config: &config,
        at: options.at,
        drafts: options.drafts,
        declarations: &compiled.declarations,
        generation,
    };
    let mut site = site::assemble(sources, &theme, assemble_options, cache.site.as_deref(), &mut findings);
    let known = cache.site.as_deref().zip(cache.checks.as_ref());
    let checks = check::all(&site, known, options.at.date, &mut findings);
    let media = media::survey(&site, &theme, &files, &mut cache.media, &mut findings);
    let changed = media.changed(&site, &cache.media);
    let mut known = std::mem::take(&mut cache.media);
    let mut correct = |site: &Site, generated: &[&TemplateUses], media: &mut Media| {
        media.correct(site, generated, &files, &mut known)
    };
    let pictures = PictureInputs { media, changed, correct: &mut correct };
    let store = cache.compressed.clone();
    let render_inputs = RenderInputs { theme: &theme, compiled: &compiled, options, generation, store: store.as_ref() };
    let RenderedSite { context, editions, pages, are_kept, rendered, findings: of_uses, media } =
        rendering::render(&mut site, render_inputs, pictures, cache);
    let generated = context.generated.iter().map(|(rendered, _)| &*rendered.uses);
    let generated = generated.chain(editions.values().map(|made| &*made.rendered.uses));
    let generated: Vec<&TemplateUses> = generated.collect();
    let generated_uses = context.generated.iter().map(|(rendered, _)| rendered.uses.clone()).collect();
    let media = media.finish(&site, (&theme, &compiled.declarations), &generated, &mut known, &mut findings);
    media::check_photographs(&site, &theme, (&media, &files), &mut known, &mut findings);
    cache.media = known;
    findings.extend(context.findings.iter().cloned().chain(of_uses));
    let known = are_kept.then(|| std::mem::take(&mut cache.output));
    let of_pages = output_of_pages(&site, &pages, known);
    if cache.is_enabled {
        cache.output = of_pages.clone();
    }
    let (mut output, incomplete, asked) =
        collect_output(&site, (&context, &media), (of_pages, &pages, &editions), &mut findings);
    let mut reported = BTreeSet::new();
    if context.shared.is_some() {
        reported = check::theme_links(&theme, (&site, &output, options.links), &asked, &mut findings);
    }
    for (path, artifact) in hosts::files(&site, &output, &mut findings) {
        output.insert(path, artifact);
    }
    let outputs = check::Outputs::new(&site, &theme, &output);
    let index = check::OutputIndex::new(&outputs, cache.index.take().filter(|_| are_kept));
    check::finished(&outputs, &index, &reported, &mut findings);

    let mut undecided = site.undecided.clone();
    if context.shared.is_none() {
        // No page was rendered.
        undecided.extend(config::OF_THEME);
    }
    let site = Arc::new(site);
    if cache.is_enabled {
        cache.site = Some(site.clone());
        cache.checks = Some(checks);
        cache.index = Some(index);
        cache.pages = pages.into_iter().map(MadePage::kept).collect();
    }
    let is_rendered = context.shared.is_some();
    UnweighedSite {
        output,
        site,
        rendered,
        inputs: None,
        incomplete,
        is_rendered,
        pictures: media.figures,
        notes: RenderNotes { pictures: media.origins, generated: generated_uses, compiled },
        findings,
        undecided,
        sources: folders,
        files,
    }
}

impl UnweighedSite {
    /// Opens the files of the site that are published as they are.
    #[must_use]
    pub fn files(&self) -> &Arc<SiteFiles> {
        &self.files
    }

    /// The files and folders that each file of the output was made from; see [`crate::manifest::ManifestFile::inputs`].
    #[must_use]
    pub fn made_from(&self, options: &Options) -> BTreeMap<String, Vec<String>> {
        made_from::made_from(&self.site, &self.output, &self.notes, options)
    }

    /// The findings so far, with the levels that the site and the options set. Those about weight are missing.
    #[must_use]
    pub fn report(&self, options: &Options) -> Report {
        // Pages were not weighed yet.
        let mut undecided = self.undecided.clone();
        undecided.extend([Code::OverBudget, Code::LargeEdition, Code::GrownPage]);
        undecided.extend(check::OF_OTHER_SITES);
        report(self.findings.clone(), &self.site, &undecided, options)
    }

    /// Weighs the pages and reports those over the budget.
    #[must_use]
    pub fn weigh(self, options: &Options) -> Built {
        let Self { output, site, mut findings, mut undecided, sources, files, pictures, .. } = self;
        let weights = weigh(&output, &site.config, options.weigh);
        check::over_budget(&weights, &site, &mut findings);
        match &options.growth {
            Some(limit) if limit.most.is_some() => check::growth(&weights, &site, limit, &mut findings),
            _ => drop(undecided.insert(Code::GrownPage)),
        }
        undecided.extend(check::OF_OTHER_SITES);
        let report = report(findings, &site, &undecided, options);
        let in_place = site.config.in_place;
        let (date_used, next_change) = (site.date_used, site.next_change());
        Built { output, report, weights, pictures, date_used, next_change, sources, in_place, files }
    }
}

fn report(findings: Vec<Finding>, site: &Site, undecided: &BTreeSet<Code>, options: &Options) -> Report {
    let mut report = Report::default();
    report.extend(findings);
    check::apply_levels(&mut report, site, undecided, options.strict);
    report.settle();
    report
}

/// Makes a page smaller, and notes what the checks of the finished output need of it. `at` is where it is published.
fn finish(
    rendered: &mut Rendered,
    (context, at): (&SiteContext, &check::PageAddress<'_>),
    place: impl Fn() -> Place,
) -> Option<Arc<Artifact>> {
    let decimal_mark = rendered.decimal_mark.unwrap_or('.');
    let html = rendered.html.take()?;
    // Each element takes a few bytes, so the elements of ordinary pages need not be counted.
    if html.len() > PAGE_ELEMENTS && elements(&html) > PAGE_ELEMENTS {
        rendered.findings.push(catalog::files::page_too_large(place(), PAGE_ELEMENTS));
        return None;
    }
    let facts = check::survey(&html, at, Some(&context.menus));
    match context.shrinker.page_for_robots(html, decimal_mark, rendered.is_noindex) {
        Ok(artifact) => Some(Arc::new(Artifact { facts: Some(Box::new(facts)), ..artifact })),
        Err(nesting) => {
            rendered.findings.push(catalog::files::page_too_deep(place(), nesting.depth));
            None
        }
    }
}

/// The number of elements of a page, or slightly more: in running text `<` is escaped.
fn elements(html: &str) -> usize {
    let bytes = html.as_bytes();
    memchr::memchr_iter(b'<', bytes).filter(|at| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic)).count()
}

/// The files of pages. Those of `known` are the same, except for new pages.
fn output_of_pages(site: &Site, made: &[MadePage], known: Option<Output>) -> Output {
    let path = |page: &Page| site::output_path(&page.address);
    let pages = site.pages.iter().zip(made);
    let Some(mut output) = known else {
        return pages.filter_map(|(page, made)| Some((path(page), made.page.artifact.clone()?))).collect();
    };
    for (page, made) in pages.filter(|(_, made)| made.is_new || made.is_skipped) {
        match &made.page.artifact {
            Some(artifact) => output.insert(path(page), artifact.clone()),
            None => output.remove(&path(page)),
        }
    }
    output
}

/// Collects all files of the output and the findings on them, the paths of pages that are incomplete, and addresses that
/// templates passed to `link` and that are not known, each with a page.
fn collect_output(
    site: &Site,
    (context, media): (&SiteContext, &MediaFiles),
    (mut output, made, editions): (Output, &[MadePage], &BTreeMap<usize, MadeEdition>),
    findings: &mut Vec<Finding>,
) -> (Output, BTreeSet<String>, BTreeMap<String, String>) {
    let mut incomplete = BTreeSet::new();
    let mut in_templates = TemplateFindings::default();
    let mut asked = BTreeMap::new();
    let pages = site.pages.iter().zip(made);
    let pages = pages.filter(|(_, made)| !made.is_plain());
    let pages = pages.map(|(page, made)| (site::output_path(&page.address), &made.page));
    let pages = pages.map(|(path, made)| (path, &made.artifact, &made.rendered, None));
    let generated =
        site.generated.iter().zip(&context.generated).enumerate().map(|(number, (page, (rendered, artifact)))| {
            let edition = editions.get(&number).map(|made| (&*made.rendered, &made.artifact));
            let (rendered, artifact) = edition.unwrap_or((rendered, artifact));
            (site::output_path(&page.address), artifact, rendered, Some(page))
        });
    for (path, artifact, rendered, origin) in pages.chain(generated) {
        in_templates.take(rendered);
        for address in &rendered.asked {
            asked.entry(address.clone()).or_insert_with(|| rendered.file.clone());
        }
        findings.extend(rendered.findings.iter().cloned().map(|finding| match origin {
            Some(page) => page.with_current_place(finding),
            None => finding,
        }));
        if artifact.is_none() || !rendered.is_complete() {
            incomplete.insert(path.clone());
        }
        if let Some(artifact) = artifact {
            output.insert(path, artifact.clone());
        }
    }
    findings.extend(in_templates.into_findings());
    let beside = context.files.iter().filter(|(path, _)| !media.replaced.contains(path)).chain(&media.files);
    for (path, artifact) in beside {
        output.insert(path.clone(), artifact.clone());
    }
    (output, incomplete, asked)
}

/// Files that are not pages: those beside pages, those of the theme, and those made from the whole site.
fn files(site: &Site, theme: &Theme) -> Vec<(String, Arc<Artifact>)> {
    let beside = site.files.iter().map(|file| {
        let plain = &file.plain;
        (
            site::output_path(&file.address),
            Artifact::file(plain.disk.clone(), plain.stamp.length).with_stamp(plain.stamp),
        )
    });
    let of_theme = theme.files.iter().map(|(path, file)| {
        let artifact = match file {
            ThemeFile::Disk(path, stamp) => Artifact::file(path.clone(), stamp.length).with_stamp(*stamp),
            ThemeFile::Embedded(_, bytes) => Artifact::new(output::MediaType::Other, bytes.to_vec()),
        };
        (path.clone(), artifact)
    });
    let all = beside.chain(of_theme).chain(render::derived(site, &site.outline()));
    all.map(|(path, artifact)| (path, Arc::new(artifact))).collect()
}

fn weigh(output: &Output, config: &Config, how: Weigh) -> Weights {
    let addresses: Vec<String> = output.pages().map(|(path, ..)| address_of(path)).collect();
    let pages: Vec<shrink::PageToWeigh<'_>> = output
        .pages()
        .zip(&addresses)
        .map(|((path, html, artifact), address)| shrink::PageToWeigh {
            path,
            address,
            html,
            sent: artifact.sent,
            known: Some(&artifact.known),
        })
        .collect();
    // Where nobody asks which pages are over the budget, only the heaviest are weighed.
    let is_asked = !config.is_off(Code::OverBudget) || !config.editions.is_empty();
    let budget = is_asked.then_some(config.page_budget);
    shrink::weigh(&pages, config.host.encoding(), budget, how)
}

/// Returns the address of a page that is published at `path`.
#[must_use]
pub fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}
