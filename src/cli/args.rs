//! What can be typed. What it means is decided in `settings`; no other module knows the name of a flag.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::teach;

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
    /// Show the site in a browser while it is written
    #[command(long_about = teach::SERVE, after_long_help = teach::SERVE_EXAMPLES)]
    Serve(ServeArgs),
    /// Find every mistake and write nothing
    #[command(long_about = teach::CHECK, after_long_help = teach::CHECK_EXAMPLES)]
    Check(SiteArgs),
    /// Start a site or a page
    #[command(subcommand, long_about = teach::NEW, after_long_help = teach::NEW_EXAMPLES)]
    #[command(arg_required_else_help = true, disable_help_subcommand = true)]
    New(New),
    /// Tell the story behind a finding, or list all findings
    #[command(long_about = teach::EXPLAIN, after_long_help = teach::EXPLAIN_EXAMPLES)]
    Explain {
        /// The name in brackets: of `error[broken-link]`, type `broken-link`
        code: Option<String>,
    },
    /// Write a completion script for a shell
    #[command(long_about = teach::COMPLETIONS, after_long_help = teach::COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell to complete for
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, ClapArgs)]
pub(super) struct BuildArgs {
    #[command(flatten)]
    pub site: SiteArgs,
    /// The folder to publish into [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Replace files that stand in the way and that Firstflight did not write
    #[arg(long)]
    pub adopt: bool,
    /// Replace files one by one instead of exchanging the folder; needed if containers or NFS clients mount it
    #[arg(long)]
    pub in_place: bool,
    /// Compare the content of every published file, even if its length and time are unchanged
    #[arg(long)]
    pub verify: bool,
    /// Do not wait until the files are on disk: faster, for throwaway containers
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
    /// The port to listen at; 0 is any that is free [default: 4040, or the next that is free]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Open the site in the browser
    #[arg(long)]
    pub open: bool,
    /// Include pages that are marked `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// The date that pages are compared with, as in 2026-11-23 [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// Send pages as slowly as over gprs, edge, slow-3g, satellite, or a link such as "50kbit,500ms"
    #[arg(long, value_name = "LINK")]
    pub link: Option<String>,
    /// Send pages byte for byte as they are published: no panel, no reloading
    #[arg(long)]
    pub exact: bool,
    /// What the places of findings open: vscode, vscodium, cursor, zed, idea, or an address with {file}, {line}, {column}
    #[arg(long, value_name = "EDITOR")]
    pub editor: Option<String>,
    /// Follow links out of the site's folder at content/, themes/ and the folders directly in them
    #[arg(long)]
    pub follow: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

impl ServeArgs {
    /// What `build` would be asked for.
    pub fn site(&self) -> SiteArgs {
        SiteArgs {
            site: self.site.clone(),
            base_url: self.base_url.clone(),
            drafts: self.drafts,
            strict: false,
            at: self.at.clone(),
            links: Links::Pages,
            weigh: Weigh::Auto,
            format: Format::Human,
            follow: self.follow,
            jobs: self.jobs,
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct SiteArgs {
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// The address the site will be published at, in place of `base_url` in site.yaml
    #[arg(long, value_name = "URL")]
    pub base_url: Option<String>,
    /// Include pages that are marked `draft: true`
    #[arg(long)]
    pub drafts: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub strict: bool,
    /// The date that pages are compared with, as in 2026-11-23 [default: SOURCE_DATE_EPOCH, else today in UTC]
    #[arg(long, value_name = "DATE")]
    pub at: Option<String>,
    /// How links between pages end: pages (../session/) or files (../session/index.html)
    #[arg(long, value_name = "STYLE", default_value = "pages", hide_possible_values = true)]
    pub links: Links,
    /// Which pages the report weighs: auto (all up to 200, else the heaviest twenty) or all
    #[arg(long, value_name = "PAGES", default_value = "auto", hide_possible_values = true)]
    pub weigh: Weigh,
    /// How findings are shown: human, or json (one object a line on standard output)
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: Format,
    /// Follow links out of the site's folder at content/, themes/ and the folders directly in them
    #[arg(long)]
    pub follow: bool,
    /// How many threads to use [default: one for each core]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Links {
    Pages,
    Files,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Weigh {
    Auto,
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Human,
    Json,
}

#[derive(Debug, Subcommand)]
pub(super) enum New {
    /// Write a small site that builds clean and shows how things are written
    #[command(after_long_help = teach::NEW_SITE_EXAMPLES)]
    Site {
        /// The folder to write it into; new or empty
        dir: PathBuf,
    },
    /// Write the first lines of a page
    #[command(after_long_help = teach::NEW_PAGE_EXAMPLES)]
    Page {
        /// Where the page lies in the site's folder, as in content/en/a/b.md
        path: PathBuf,
        /// The folder that holds content/
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
}
