//! The command line's arguments. `settings` turns them into options; no other module knows the name of a flag.

mod hosting;
mod new;
mod published;
mod reporting;
mod translating;

use std::path::{Path, PathBuf};

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::teach;
use crate::schema::Subject;
pub(super) use hosting::{HostConfigArgs, ServerHost};
pub(super) use new::New;
pub(super) use published::{DeployArgs, DiffArgs, DiffFormat, WhyArgs};
pub(super) use reporting::{CheckExternalArgs, FileFormat, ReportArgs, ReportFormat};
pub(super) use translating::MarkTranslatedArgs;

/// A static microsite generator for readers on slow links.
#[derive(Debug, Parser)]
#[command(
    name = "firstflight",
    version,
    long_about = teach::FIRST_FIVE_MINUTES,
    after_long_help = teach::EXIT_CODES,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Build the site and publish it into a folder
    #[command(long_about = teach::BUILD, after_long_help = teach::BUILD_EXAMPLES)]
    Build(BuildArgs),
    /// Preview the site in a browser and rebuild it after each change
    #[command(long_about = teach::SERVE, after_long_help = teach::SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Report every mistake without writing any file
    #[command(long_about = teach::CHECK, after_long_help = teach::CHECK_EXAMPLES)]
    Check(CheckArgs),
    /// Ask other sites whether the addresses that pages name are still there
    #[command(long_about = teach::CHECK_EXTERNAL, after_long_help = teach::CHECK_EXTERNAL_EXAMPLES)]
    CheckExternal(CheckExternalArgs),
    /// Fix what can be fixed without doubt, and show the changes
    #[command(long_about = teach::FIX, after_long_help = teach::FIX_EXAMPLES)]
    Fix(FixArgs),
    /// Create a site, a page, a theme or a language
    #[command(subcommand, long_about = teach::NEW, after_long_help = teach::NEW_EXAMPLES)]
    #[command(arg_required_else_help = true, disable_help_subcommand = true)]
    New(New),
    /// Note that translations are up to date with the pages that they were made from
    #[command(long_about = teach::MARK_TRANSLATED, after_long_help = teach::MARK_TRANSLATED_EXAMPLES)]
    MarkTranslated(MarkTranslatedArgs),
    /// Import a site from another generator
    #[command(subcommand, long_about = teach::IMPORT, after_long_help = teach::IMPORT_EXAMPLES)]
    #[command(arg_required_else_help = true, disable_help_subcommand = true)]
    Import(Import),
    /// Write an accessibility statement from what was checked
    #[command(long_about = teach::STATEMENT, after_long_help = teach::STATEMENT_EXAMPLES)]
    Statement(SiteArgs),
    /// Print the configuration of nginx or Caddy for the site
    #[command(long_about = teach::HOST_CONFIG, after_long_help = teach::HOST_CONFIG_EXAMPLES)]
    HostConfig(HostConfigArgs),
    /// Send what the last build published to a host
    #[command(long_about = teach::DEPLOY, after_long_help = teach::DEPLOY_EXAMPLES)]
    Deploy(DeployArgs),
    /// Show what an address is made from, and what leads to it
    #[command(long_about = teach::WHY, after_long_help = teach::WHY_EXAMPLES)]
    Why(WhyArgs),
    /// Show what differs between two published sites
    #[command(long_about = teach::DIFF, after_long_help = teach::DIFF_EXAMPLES)]
    Diff(DiffArgs),
    /// Explain a finding, or list all findings
    #[command(long_about = teach::EXPLAIN, after_long_help = teach::EXPLAIN_EXAMPLES)]
    Explain {
        /// The name in brackets: `broken-link` for `error[broken-link]`
        code: Option<String>,
    },
    /// Print the JSON Schema of a file of a site, for editors
    #[command(long_about = teach::SCHEMA, after_long_help = teach::SCHEMA_EXAMPLES)]
    Schema(SchemaArgs),
    /// Open the guide: how to write, publish and change the look of a site
    #[command(long_about = teach::GUIDE, after_long_help = teach::GUIDE_EXAMPLES)]
    Guide(GuideArgs),
    /// Write a completion script for a shell
    #[command(long_about = teach::COMPLETIONS, after_long_help = teach::COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell to write the script for
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    pub reports: ReportArgs,
    /// Print only the next date on which the output changes by itself, or `none`
    #[arg(long, conflicts_with = "format")]
    pub next_change: bool,
    /// Print which pages and texts are translated, missing or stale, in place of the weights
    #[arg(long, conflicts_with = "next_change")]
    pub languages: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub site: SiteArgs,
    #[command(flatten)]
    pub reports: ReportArgs,
    /// The folder to publish into [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Move conflicting files that Firstflight did not write into the state folder
    #[arg(long)]
    pub adopt: bool,
    /// Replace files one by one instead of exchanging the whole folder; needed if containers or NFS clients mount it
    #[arg(long)]
    pub in_place: bool,
    /// Compare the content of every published file, even if its length and time are unchanged
    #[arg(long)]
    pub verify: bool,
    /// Do not wait until files are safely on disk: faster, for throwaway containers
    #[arg(long)]
    pub no_sync: bool,
    /// Folder for the manifest and the lock [default: .public.firstflight beside public, else in XDG_STATE_HOME]
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ServeArgs {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The address the site will be published at, in place of `base_url` in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// The port to listen on; 0 picks a free one [default: 4040, or the next free port]
    #[arg(long, value_name = "N", value_parser = port)]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Include pages marked `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// The build date, which decides what is published, as in 2026-11-23 [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Simulate a slow link: gprs, edge, slow-3g, satellite, or a rate and a round trip such as "50kbit,500ms"
    #[arg(long, value_name = "LINK")]
    pub link: Option<String>,
    /// Send pages exactly as they are published: no panel, no reloading
    #[arg(long)]
    pub exact: bool,
    /// The editor that opens files from findings: vscode, vscodium, cursor, zed, idea, or a URL with {file}, {line}, {column}
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
    /// Follow symbolic links that lead out of the site's folder: content/, themes/, the folders directly in them, and public
    #[arg(long)]
    pub follow: bool,
    /// The number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
}

impl ServeArgs {
    /// Returns the arguments that `build` would have.
    pub fn site(&self) -> SiteArgs {
        let base_url = self.base_url.clone();
        SiteArgs { base_url, ..SiteArgs::new(&self.site, self.drafts, self.at.as_deref(), self.follow, self.jobs) }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct GuideArgs {
    /// Write the guide into this folder, to be read without a server
    #[arg(long, value_name = "DIR", conflicts_with_all = ["print", "port"])]
    pub out: Option<PathBuf>,
    /// Print a page as Markdown: its path, as in how-to/publish, or the last part of it
    #[arg(long, value_name = "PAGE", conflicts_with = "port")]
    pub print: Option<String>,
    /// The port to listen on; 0 picks a free one [default: 4040, or the next free port]
    #[arg(long, value_name = "N", value_parser = port)]
    pub port: Option<u16>,
}

impl GuideArgs {
    /// Returns the arguments that `build` would have for the guide, unpacked into `folder`. Links in files lead to files,
    /// because nobody serves them.
    pub fn site(&self, folder: &Path) -> SiteArgs {
        let links = if self.out.is_some() { LinksArg::Files } else { LinksArg::Pages };
        SiteArgs { links, ..SiteArgs::new(folder, false, None, false, None) }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct SchemaArgs {
    /// The file to describe; without it, the files that have a schema are listed
    pub subject: Option<Subject>,
    /// The site whose taxonomies are added to the schema of front matter: the folder that holds content/
    #[arg(long, value_name = "DIR")]
    pub site: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct FixArgs {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// Show the changes without writing any file
    #[arg(long)]
    pub dry_run: bool,
    /// Also show changes that a person must decide about; they are never written
    #[arg(long)]
    pub suggest: bool,
    /// Change files even if git cannot restore them
    #[arg(long)]
    pub allow_dirty: bool,
    /// The format of changes and findings: human, or json (one object per line on standard output)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: Format,
    /// The folder that paths in JSON start from [default: the closest one at or above the site that holds .git, else the site]
    #[arg(long, value_name = "DIR")]
    pub paths_from: Option<PathBuf>,
    /// Include pages marked `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// The build date, which decides what is published, as in 2026-11-23 [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Read through symbolic links that lead out of the site's folder; linked files are never changed
    #[arg(long)]
    pub follow: bool,
    /// The number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
}

impl FixArgs {
    /// Returns the arguments that `check` would have.
    pub fn site(&self) -> SiteArgs {
        SiteArgs::new(&self.site, self.drafts, self.at.as_deref(), self.follow, self.jobs)
    }
}

#[derive(Clone, Debug, ClapArgs)]
pub(super) struct SiteArgs {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The address the site will be published at, in place of `base_url` in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include pages marked `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// The build date, which decides what is published, as in 2026-11-23 [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Ask search engines to leave all pages out, for previews: no sitemap, and `noindex` in each page
    #[arg(long)]
    pub noindex: bool,
    /// How links between pages end: pages (../session/) or files (../session/index.html)
    #[arg(long, value_name = "STYLE", default_value = "pages", hide_possible_values = true)]
    pub links: LinksArg,
    /// Which pages to weigh exactly: auto (all of up to 200, else the heaviest 20) or all
    #[arg(long, value_name = "PAGES", default_value = "auto", hide_possible_values = true)]
    pub weigh: WeighArg,
    /// Follow symbolic links that lead out of the site's folder: content/, themes/, the folders directly in them, and public
    #[arg(long)]
    pub follow: bool,
    /// Folder for resized images and compressed pages, kept between runs [default: firstflight in XDG_CACHE_HOME, else ~/.cache]
    #[arg(long, value_name = "DIR")]
    pub cache: Option<PathBuf>,
    /// The number of threads [default: one for each core]
    #[arg(long, value_name = "N", value_parser = jobs)]
    pub jobs: Option<u16>,
}

impl SiteArgs {
    /// The arguments of a command that has no flags for the others.
    pub fn new(site: &Path, drafts: bool, at: Option<&str>, follow: bool, jobs: Option<u16>) -> Self {
        Self {
            site: site.to_owned(),
            base_url: None,
            drafts,
            strict: false,
            at: at.map(str::to_owned),
            noindex: false,
            links: LinksArg::Pages,
            weigh: WeighArg::Auto,
            follow,
            cache: None,
            jobs,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LinksArg {
    Pages,
    Files,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum WeighArg {
    Auto,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum Import {
    /// Make a Firstflight site from a site of another generator, which is never changed
    #[command(long_about = teach::IMPORT, after_long_help = teach::IMPORT_EXAMPLES)]
    Site(ImportSite),
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportSite {
    /// The folder of the existing site
    pub dir: PathBuf,
    /// The folder for the new site; must be new, empty, or written by an earlier import [default: DIR-firstflight]
    #[arg(long, value_name = "OUT")]
    pub to: Option<PathBuf>,
    /// The generator of the existing site: auto, hugo, zola, jekyll, mdbook, eleventy or markdown
    #[arg(long, value_name = "GENERATOR", default_value = "auto", value_parser = generator)]
    pub from: String,
    /// The format of the report: human, or json (one object per line on standard output)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: Format,
}

/// Reads the name of a generator.
fn generator(name: &str) -> Result<String, String> {
    if name == "auto" || crate::import::by_name(name).is_some() {
        return Ok(name.to_owned());
    }
    let names: Vec<&str> = crate::import::names().collect();
    Err(format!("write auto or one of {}", names.join(", ")))
}

/// Reads a number of threads.
fn jobs(text: &str) -> Result<u16, String> {
    let number = text.parse().ok().filter(|number| (1..=1024).contains(number));
    number.ok_or_else(|| "write a whole number between 1 and 1024, as in `--jobs 2`, or leave it out".to_owned())
}

/// Reads a port.
fn port(text: &str) -> Result<u16, String> {
    text.parse()
        .map_err(|_| "write a whole number between 0 and 65535, as in `--port 4040`, or leave it out".to_owned())
}
