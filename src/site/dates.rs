//! Decides which pages are published: drafts, `publish` and `expires`.

use std::sync::Arc;

use jiff::civil::Date;

use super::{AssembleOptions, Declarations, Event, Page, Site, Traits};
use crate::read::{PageTerm, SourcePage, folded};
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
    /// The day on which it is published, if that is the reason.
    pub from: Option<Date>,
    /// The words by which it would be gathered.
    terms: Vec<PageTerm>,
}

impl Withheld {
    /// The folder whose page it is, with the number of its language.
    pub fn folder(&self) -> Option<(usize, String)> {
        Some((self.language, self.path.strip_suffix("/index.md")?.to_owned()))
    }

    /// The words by which it would be gathered, without case, with the numbers of its language and of their taxonomy.
    pub fn terms(&self) -> impl Iterator<Item = (usize, usize, String)> {
        self.terms.iter().map(|term| (self.language, term.taxonomy, folded(&term.text)))
    }
}

/// The next day on which a page is published or expires, or the banner is no longer shown.
pub fn next_dates(pages: &[Arc<Page>], withheld: &[Withheld], options: AssembleOptions<'_>) -> Option<Date> {
    let expire = pages.iter().filter_map(|page| page.source.front.expires.as_ref()).map(|(date, _)| *date);
    let appear = withheld.iter().filter_map(|page| page.from);
    let until = options.config.page_parts.banner.as_ref().and_then(|banner| banner.until.as_ref());
    let hidden = until.and_then(|(until, _)| until.tomorrow().ok());
    expire.chain(appear).chain(hidden).filter(|date| *date > options.at.date).min()
}

impl Event {
    /// The first day on which it is over.
    fn past_from(&self) -> Option<Date> {
        match self.interval {
            Some(interval) => {
                let end = jiff::tz::Offset::UTC.to_datetime(interval.end);
                let is_midnight = end.time() == jiff::civil::Time::midnight();
                if is_midnight { Some(end.date()) } else { end.date().tomorrow().ok() }
            }
            None => self.record.last_day()?.tomorrow().ok(),
        }
    }
}

impl Site {
    /// Notes whether pages list events, so that they depend on the date of the build.
    pub(super) fn note_dates(&mut self, declarations: &Declarations) {
        let takes_events = |(_, page): (usize, &Arc<Page>)| {
            page.calls.iter().any(|(_, call)| call.declaration.takes.events && call.is_valid)
        };
        let are_listed = declarations.lists_events || self.pages_with(Traits::CALLS).any(takes_events);
        self.date_used |= are_listed;
        self.lists_events = are_listed || declarations.reads_events;
    }

    /// The next day on which the output changes by itself: a page is published or expires, the banner is hidden, or an
    /// event that pages show is over. The dates that lists of events name are not counted.
    #[must_use]
    pub fn next_change(&self) -> Option<Date> {
        let mut shown = vec![self.lists_events; self.events.len()];
        if !self.lists_events {
            for page in &self.pages {
                page.event.into_iter().chain(page.shown_events()).for_each(|event| shown[event] = true);
            }
        }
        // Of a time that is not known, pages do not say whether it is over; lists go by the day.
        let is_shown = |event: &Event, shown: bool| shown && (self.lists_events || event.interval.is_some());
        let over = self.events.iter().zip(shown);
        let over = over.filter_map(|(event, shown)| event.past_from().filter(|_| is_shown(event, shown)));
        self.next_date.into_iter().chain(over.filter(|date| *date > self.at)).min()
    }
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
                let from = page.front.publish.as_ref().map(|(date, _)| *date);
                withheld.push(Withheld {
                    position,
                    language: page.language,
                    path: page.path.clone(),
                    why,
                    cause,
                    from: from.filter(|_| page.front.draft.is_none() || options.drafts),
                    terms: page.front.terms.clone(),
                });
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
