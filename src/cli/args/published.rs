//! The arguments of the commands about a published site: `why`, `diff` and `deploy`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Format, SiteArgs};

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct WhyArgs {
    /// The address, as in /about/, or the path of a published file
    pub address: String,
    #[command(flatten)]
    pub site: SiteArgs,
    /// The format of the answer: human, or json
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: Format,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct DiffArgs {
    /// A published folder, or the manifest of one
    pub old: PathBuf,
    /// The folder or manifest to compare with it
    pub new: PathBuf,
    /// The format of the differences: human, json (one object per line) or markdown
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: DiffFormat,
    /// End with exit code 1 if anything differs
    #[arg(long)]
    pub exit_code: bool,
}

/// A format of differences.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum DiffFormat {
    /// Text for a terminal.
    Human,
    /// JSON lines.
    Json,
    /// Markdown for a comment on a pull request.
    Markdown,
}

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct DeployArgs {
    /// Where to: a folder, user@host:/path (rsync), sftp:user@host:/path, git:REMOTE#BRANCH or s3://BUCKET/PREFIX
    pub target: String,
    /// Build the site first
    #[arg(long)]
    pub build: bool,
    /// Show what would be sent and removed, and change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Replace files at the target that Firstflight did not send, or that changed there
    #[arg(long)]
    pub adopt: bool,
    /// Ignore the lock of another deployment, which was cut
    #[arg(long)]
    pub take_lock: bool,
    /// The published folder to send [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The folder for the manifest, if it was named when the site was built
    #[arg(long, value_name = "DIR")]
    pub state: Option<PathBuf>,
    #[command(flatten)]
    pub site: SiteArgs,
}
