//! The arguments of `new`.

use std::path::PathBuf;

use clap::Subcommand;

use crate::cli::new::SiteKind;
use crate::cli::teach;

#[derive(Debug, Subcommand)]
pub(in crate::cli) enum New {
    /// Create a small example site, or a starter site of a given kind
    #[command(after_long_help = teach::NEW_SITE_EXAMPLES)]
    Site {
        /// The folder to create the site in; must be new or empty
        dir: PathBuf,
        /// Begin with the pages of this kind of site
        #[arg(long, value_name = "KIND")]
        kind: Option<SiteKind>,
    },
    /// Create a theme that builds on another, or a copy of a built-in theme
    #[command(after_long_help = teach::NEW_THEME_EXAMPLES)]
    Theme {
        /// Its name: that of its folder in themes/
        name: String,
        /// Copy all files of this theme in the program, such as plain
        #[arg(long, value_name = "THEME")]
        from: Option<String>,
        /// The folder that holds content/
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
    /// Add a language: its address, its home page, and texts of the theme that need a translation
    #[command(long_about = teach::NEW_LANGUAGE, after_long_help = teach::NEW_LANGUAGE_EXAMPLES)]
    Language {
        /// Its tag, such as fr or zh-Hans: the name of its folder in content/
        code: String,
        /// The folder that holds content/
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
    /// Create a page with its first lines, or a copy of a page to translate
    #[command(long_about = teach::NEW_PAGE, after_long_help = teach::NEW_PAGE_EXAMPLES)]
    Page {
        /// The path of the page in the site's folder, as in content/en/a/b.md; with --translate it may be left out if only one
        /// language lacks the page
        #[arg(required_unless_present = "translate")]
        path: Option<PathBuf>,
        /// Copy this page as a draft to translate; its links lead where they led, or to the translations of those pages
        #[arg(long, value_name = "FILE")]
        translate: Option<PathBuf>,
        /// The folder that holds content/
        #[arg(long, value_name = "DIR", default_value = ".")]
        site: PathBuf,
    },
}
