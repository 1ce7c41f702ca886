//! Which pages are published today: drafts, `publish` and `expires`.

use std::sync::Arc;

use super::Terms;
use crate::read::SourcePage;
use crate::report::{Finding, Place, catalog};

/// A page that is not published, kept so that links to it can say so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Number of its language.
    pub language: usize,
    /// Its path below the language's folder.
    pub path: String,
    /// Why, as the end of a sentence.
    pub why: String,
}

/// Parts pages into published and withheld; the last value is whether a date decided anything that another date could
/// decide otherwise.
pub fn sort_out(
    pages: Vec<Arc<SourcePage>>,
    terms: Terms<'_>,
    findings: &mut Vec<Finding>,
) -> (Vec<Arc<SourcePage>>, Vec<Withheld>, bool) {
    let mut withheld = Vec::new();
    let mut date_used = false;
    let mut published = Vec::with_capacity(pages.len());
    for page in pages {
        date_used |= page.front.publish.is_some() || page.front.expires.is_some();
        match reason(&page, terms) {
            None => published.push(page),
            Some((why, range)) => {
                findings.push(catalog::page::withheld(Place::new(&page.file, range), &why));
                withheld.push(Withheld { language: page.language, path: page.path.clone(), why });
            }
        }
    }
    (published, withheld, date_used)
}

fn reason(page: &SourcePage, terms: Terms<'_>) -> Option<(String, std::ops::Range<usize>)> {
    let front = &page.front;
    if let (Some(range), false) = (&front.draft, terms.drafts) {
        return Some(("it is a draft".to_owned(), range.clone()));
    }
    match (&front.publish, &front.expires) {
        (Some((date, range)), _) if *date > terms.at.date => {
            Some((format!("it is to be published on {date}"), range.clone()))
        }
        (_, Some((date, range))) if *date <= terms.at.date => Some((format!("it expired on {date}"), range.clone())),
        _ => None,
    }
}
