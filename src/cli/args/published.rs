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
