//! Pages as they are made from their files, before they are connected to each other.

use std::sync::Arc;

use super::address::{self, FolderSlugs, nfc};
use super::{Kind, Page, ReadsUses, generated, missing_address};
use crate::config::Config;
use crate::read::SourcePage;
use crate::report::Place;

impl Page {
    /// The title; empty if it is missing, which is reported.
    #[must_use]
    pub fn title(&self) -> &str {
        self.source.front.title.as_deref().unwrap_or("")
    }

    /// The place of a range of its file.
    #[must_use]
    pub fn place(&self, range: std::ops::Range<usize>) -> Place {
        Place::new(&self.source.file, range)
    }
}

impl Page {
    pub(super) fn new(source: Arc<SourcePage>, position: usize, config: &Config, folders: &[FolderSlugs]) -> Self {
        let at = &config.languages[source.language].at;
        let kind = match source.path.as_str() {
            "index.md" => Kind::Home,
            generated::MISSING_FILE => Kind::Missing,
            path if path.ends_with("/index.md") => Kind::Section,
            _ => Kind::Page,
        };
        let slug = source.front.slug.as_ref().map(|(slug, _)| nfc(slug));
        let alias = |(alias, range): &(String, std::ops::Range<usize>)| (nfc(alias).into_owned(), range.clone());
        Self {
            address: match kind {
                Kind::Missing => missing_address(config, source.language),
                _ => address::of_page(at, &nfc(&source.path), slug.as_deref(), &folders[source.language]),
            },
            aliases: source.front.aliases.iter().map(alias).collect(),
            source,
            position,
            kind,
            parent: None,
            children: Vec::new(),
            previous: None,
            next: None,
            terms: Vec::new(),
            links: Arc::default(),
            calls: Arc::default(),
            lists_records: false,
            reads: ReadsUses::default(),
            statistics: Vec::new(),
            template_uses: Arc::default(),
            event: None,
        }
    }

    /// The same page of the next run, whose file now reads as `source` and differs in its text.
    pub(super) fn with_source(&self, source: &Arc<SourcePage>) -> Self {
        let source = source.clone();
        Self { source, links: Arc::default(), calls: Arc::default(), statistics: Vec::new(), ..self.clone() }
    }
}
