//! The flow: from files to a finished site in memory. `build` publishes what it returns, `check` publishes nothing.
//! Read [`build`] first; it is the table of contents of the crate.

use std::path::PathBuf;

use rayon::prelude::*;

use crate::check;
use crate::config::{self, BaseUrl, BuildDate, Config, LinkStyle, Paths};
use crate::output::{Artifact, Body, Media, Output};
use crate::read::{self, Theme, ThemeFile};
use crate::render::{self, Frame, Rendered, TemplateFindings};
use crate::report::{Failure, Finding, Place, Report, SourceFile, catalog};
use crate::shrink::{self, Shrinker, Style, Weigh, Weights};
use crate::site::{self, Site, Terms};

/// What a run was asked for.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds `content/`.
    pub site: PathBuf,
    /// In place of the site's own `base_url`.
    pub base_url: Option<String>,
    /// Whether drafts are published.
    pub drafts: bool,
    /// Whether warnings are errors.
    pub strict: bool,
    /// The date that pages are compared with.
    pub at: BuildDate,
    /// How links between pages are written.
    pub links: LinkStyle,
    /// Which pages are weighed exactly.
    pub weigh: Weigh,
}

/// A site in memory, with everything that was found.
#[derive(Debug)]
pub struct Built {
    /// Its files.
    pub output: Output,
    /// What was found, sorted.
    pub report: Report,
    /// What its pages weigh.
    pub weights: Weights,
    /// Whether the output depends on the date of the run.
    pub date_used: bool,
    /// Folders that may neither hold nor lie in the folder it is published to.
    pub sources: Vec<PathBuf>,
}

/// Builds a site, from reading to checking. Findings are in the report; whether they forbid publishing is the
/// caller's to decide.
///
/// # Errors
///
/// A wrong `--base-url`, or a folder that is not there.
pub fn build(options: &Options) -> Result<Built, Failure> {
    let paths = Paths::new(&options.site);
    let mut findings = Vec::new();

    let found = discover(&paths, &mut findings)?;
    let config = configure(options, &found, &mut findings)?;
    let theme = read::theme(&paths, &config, &mut findings);
    let sources = read::read(&found, &config, &mut findings);
    let terms = Terms { config: &config, at: options.at, drafts: options.drafts };
    let mut site = site::assemble(sources, &theme, terms, &mut findings);
    check::fragments(&site, &mut findings);
    check::numbers(&site, options.at.date, &mut findings);
    check::prose(&site, &mut findings);
    check::times(&site, options.at.date, &mut findings);
    let bodies = site.take_bodies();
    let mut output = pages(&site, &theme, bodies, options, &mut findings);
    add_files(&mut output, &site, &theme);
    let weights = weigh(&output, &config, options.weigh);
    check::over_budget(&weights, &site, &mut findings);

    let mut report = Report::default();
    report.extend(findings);
    check::apply_levels(&mut report, &config, &site.pages, options.strict);
    report.settle();
    let date_used = site.date_used;
    Ok(Built { output, report, weights, date_used, sources: vec![paths.content, paths.themes] })
}

fn discover(paths: &Paths, findings: &mut Vec<Finding>) -> Result<read::Discovered, Failure> {
    if !paths.root.is_dir() {
        let shown = paths.root.display();
        return Err(Failure::new(format!("there is no folder {shown}"))
            .help("give the folder that holds content/ with --site DIR"));
    }
    Ok(read::discover(paths, findings))
}

fn configure(options: &Options, found: &read::Discovered, findings: &mut Vec<Finding>) -> Result<Config, Failure> {
    let settings = read::settings(found, findings);
    let mut config = config::load(settings.as_ref(), &found.folders, findings);
    if let Some(text) = &options.base_url {
        let base = BaseUrl::parse(text).map_err(|why| {
            Failure::new(format!("`--base-url {text}` is not a base address: {why}"))
                .help("write it as in --base-url https://example.org/")
        })?;
        config.base_url = Some(base);
    } else if let (true, Some(settings)) = (config.lacks_base_url, &settings) {
        findings.push(catalog::config::no_base_url(Place::first_line(settings)));
    }
    Ok(config)
}

/// Renders and shrinks every page, each in one go on one worker, so that no more than a few raw pages are held.
fn pages(
    site: &Site,
    theme: &Theme,
    bodies: Vec<site::Body>,
    options: &Options,
    findings: &mut Vec<Finding>,
) -> Output {
    let mut output = Output::default();
    let (style, flaws) = Style::parse(&theme.style.iter().cloned().collect::<Vec<_>>());
    findings.extend(flaws);
    let Some(frame) = Frame::new(site, theme, options.links, findings) else { return output };
    let settings =
        shrink::Settings { encoding: site.config.host.encoding(), precompress: site.config.host.serves_ours() };
    let shrinker = Shrinker::new(style, settings);
    let finish = |mut rendered: Rendered, place: &dyn Fn() -> Place| {
        let decimal_mark = rendered.decimal_mark.unwrap_or('.');
        let shrunk = rendered.html.take().and_then(|html| match shrinker.page(html, decimal_mark) {
            Ok(shrunk) => Some(shrunk),
            Err(nesting) => {
                rendered.findings.push(catalog::files::page_too_deep(place(), nesting.depth));
                None
            }
        });
        (shrunk, rendered)
    };
    let rendered: Vec<_> = bodies
        .into_par_iter()
        .enumerate()
        .map(|(number, body)| {
            let page = &site.pages[number];
            finish(frame.page(number, &body.html), &|| Place::whole(&page.file))
        })
        .collect();
    let mut in_templates = TemplateFindings::default();
    let paths = site.pages.iter().map(|page| site::output_path(&page.address));
    let own = frame.own_pages().into_iter().map(|own| {
        let file = SourceFile::new(own.path.clone(), "");
        (own.path, finish(own.rendered, &|| Place::whole(&file)))
    });
    for (path, (shrunk, mut rendered)) in paths.zip(rendered).chain(own) {
        in_templates.take(&mut rendered);
        findings.append(&mut rendered.findings);
        if let Some(shrunk) = shrunk {
            output.insert_page(path, shrunk.artifact, shrunk.sent);
        }
    }
    findings.extend(in_templates.into_findings());
    output
}

/// Files that are no pages: those beside pages, those of the theme, and those that follow from the whole site.
fn add_files(output: &mut Output, site: &Site, theme: &Theme) {
    for file in &site.files {
        let body = Body::File { path: file.plain.disk.clone(), length: file.plain.length };
        output.insert(site::output_path(&file.address), Artifact { media: Media::Other, body, compressed: Vec::new() });
    }
    for (path, file) in &theme.files {
        let body = match file {
            ThemeFile::Disk(path, length) => Body::File { path: path.clone(), length: *length },
            ThemeFile::Embedded(bytes) => Body::Bytes(bytes.to_vec()),
        };
        output.insert(path.clone(), Artifact { media: Media::Other, body, compressed: Vec::new() });
    }
    for (path, artifact) in render::derived(site) {
        output.insert(path, artifact);
    }
}

fn weigh(output: &Output, config: &Config, how: Weigh) -> Weights {
    let addresses: Vec<String> = output.pages().map(|(path, ..)| address_of(path)).collect();
    let pages: Vec<shrink::Page<'_>> = output
        .pages()
        .zip(&addresses)
        .map(|((path, html, sent), address)| shrink::Page { path, address, html, sent })
        .collect();
    shrink::weigh(&pages, config.host.encoding(), config.page_budget, how)
}

fn address_of(path: &str) -> String {
    format!("/{}", path.strip_suffix("index.html").unwrap_or(path))
}
