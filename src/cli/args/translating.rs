//! The arguments of `mark-translated`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

use super::SiteArgs;

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct MarkTranslatedArgs {
    /// The translations, as in content/fr/about.md
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The language of the originals [default: as before, else the language at `/`, else the first that has the page]
    #[arg(long, value_name = "LANG")]
    pub from: Option<String>,
    /// The folder that holds content/
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub site: PathBuf,
    /// Read through symbolic links that lead out of the site's folder; linked files are never changed
    #[arg(long)]
    pub follow: bool,
}

impl MarkTranslatedArgs {
    /// The arguments that `check` would have.
    pub fn site(&self) -> SiteArgs {
        SiteArgs::new(&self.site, true, None, self.follow, None)
    }
}
