//! Decides which pages are published: drafts, `publish` and `expires`.

use std::sync::Arc;

use super::AssembleOptions;
use crate::read::SourcePage;
use crate::report::{Finding, Place, catalog};

/// A page that is not published, kept for findings about links to it.
#[derive(Clone, Debug)]
pub struct Withheld {
    /// Its number among all pages that were read.
    pub position: usize,
    /// The number of its language.
    pub language: usize,
    /// Its path below the language's folder.
    pub path: String,
    /// The reason, as a clause such as "it is a draft".
    pub why: String,
    /// Where the page says so.
    pub cause: Place,
}

/// Pages, split by whether they are published.
pub struct SplitPages {
    /// Published ones, each with its number among all pages.
    pub published: Vec<(usize, Arc<SourcePage>)>,
    /// The others.
    pub withheld: Vec<Withheld>,
    /// Whether the result depends on the date.
    pub date_used: bool,
}

/// Splits pages into published and withheld ones.
pub fn split_by_date(
    pages: Vec<Arc<SourcePage>>,
    options: AssembleOptions<'_>,
    findings: &mut Vec<Finding>,
) -> SplitPages {
    let mut withheld = Vec::new();
    let mut date_used = false;
    let mut published = Vec::with_capacity(pages.len());
    for (position, page) in pages.into_iter().enumerate() {
        date_used |= page.front.publish.is_some() || page.front.expires.is_some();
        match reason(&page, options) {
            None => published.push((position, page)),
            Some((why, range)) => {
                let cause = Place::new(&page.file, range);
                findings.push(catalog::page::withheld(cause.clone(), &why));
                withheld.push(Withheld { position, language: page.language, path: page.path.clone(), why, cause });
            }
        }
    }
    SplitPages { published, withheld, date_used }
}

fn reason(page: &SourcePage, options: AssembleOptions<'_>) -> Option<(String, std::ops::Range<usize>)> {
    let front = &page.front;
    if let (Some(range), false) = (&front.draft, options.drafts) {
        return Some(("it is a draft".to_owned(), range.clone()));
    }
    match (&front.publish, &front.expires) {
        (Some((date, range)), _) if *date > options.at.date => {
            Some((format!("it is to be published on {date}"), range.clone()))
        }
        (_, Some((date, range))) if *date <= options.at.date => Some((format!("it expired on {date}"), range.clone())),
        _ => None,
    }
}
