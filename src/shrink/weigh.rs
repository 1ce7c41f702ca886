//! Weighs pages as their host sends them: exact where a figure is shown, and fast enough not to slow a build.

use std::cmp::Reverse;

use rayon::prelude::*;

pub use crate::output::Part;
use crate::output::{BodyBytes, Encoding, SizeCache};

use super::wire::{Further, NetworkLink};
use super::{compress, parts, requests, wire};

/// The largest number of pages that are all weighed exactly. Of more pages, this number of the longest are candidates
/// for the heaviest.
const ALL_UP_TO: usize = 200;

/// How many of the heaviest pages of a larger site are shown.
const HEAVIEST: usize = 20;

/// How many of the heaviest pages of a site of which all are weighed have their parts measured exactly, which costs seven
/// compressions a page; those of the others are estimated.
const TAKEN_APART: usize = 20;

/// Whether to weigh every page exactly, however many there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weigh {
    /// All pages of a site of up to 200, the heaviest twenty of a larger one.
    Auto,
    /// All pages; with brotli this costs 12 ms a page.
    All,
}

/// A page to weigh.
#[derive(Clone, Copy, Debug)]
pub struct PageToWeigh<'a> {
    /// Where it is published: `session/index.html`.
    pub path: &'a str,
    /// Its address: `/session/`.
    pub address: &'a str,
    /// Its bytes.
    pub html: &'a BodyBytes,
    /// Bytes as they are sent, if known from shrinking; must be exact.
    pub sent: Option<u64>,
    /// What is known of these bytes from an earlier round.
    pub known: Option<&'a SizeCache>,
}

impl PageToWeigh<'_> {
    /// Bytes as they are sent.
    fn exact(&self, encoding: Encoding) -> u64 {
        let weigh = || compress::sent(&self.html.joined(), encoding);
        self.sent.unwrap_or_else(|| self.known.map_or_else(weigh, |known| *known.exact.get_or_init(weigh)))
    }

    /// About how many bytes they compress to.
    fn quick(&self) -> u64 {
        let weigh = || compress::quick(&self.html.joined());
        self.known.map_or_else(weigh, |known| *known.quick.get_or_init(weigh))
    }

    /// What its parts add to the `sent` bytes: exact, or estimated.
    fn parts(&self, sent: u64, encoding: Encoding, is_exact: bool) -> Vec<Part> {
        let measure = || match is_exact {
            true => parts::exact(&self.html.joined(), sent, encoding),
            false => parts::estimated(&self.html.joined(), sent, encoding),
        };
        let known = self.known.map(|known| if is_exact { &known.parts } else { &known.estimated_parts });
        known.map_or_else(measure, |known| known.get_or_init(measure).clone())
    }
}

/// The weights of a site's pages.
#[derive(Clone, Debug)]
pub struct Weights {
    /// How pages are sent.
    pub encoding: Encoding,
    /// The bytes that pages were compared with; `None` where it does not matter which pages are larger.
    pub budget: Option<u64>,
    /// Exact weights: of all pages, in the order of addresses; or of the heaviest twenty and of every page over
    /// budget, heaviest first.
    pub pages: Vec<PageWeight>,
    /// How many pages there are.
    pub total_pages: usize,
    /// Bytes of all pages as they are sent; only where every one of them was weighed.
    pub total_sent: Option<u64>,
    /// Bytes of all pages before any encoding.
    pub total_raw: u64,
}

/// The weight of one page.
#[derive(Clone, Debug)]
pub struct PageWeight {
    /// Where it is published.
    pub path: String,
    /// Its address.
    pub address: String,
    /// Bytes before any encoding.
    pub raw: u64,
    /// Bytes of its body as it is sent; exact.
    pub sent: u64,
    /// Requests of a first visit: one, and those that the page makes by itself.
    pub requests: u32,
    /// Round trips from the request to the last byte of the page and of what it fetches by itself, at least; see
    /// [`wire`].
    pub round_trips: u32,
    /// The farthest of what it fetches by itself.
    pub further: Further,
    /// What its parts add, heaviest first; exact for the heaviest twenty and for pages over budget of a site of up to 200
    /// pages, or for all with [`Weigh::All`], and estimated for the others.
    pub parts: Vec<Part>,
}

impl PageWeight {
    /// Seconds of a first visit, what the page fetches by itself included.
    #[must_use]
    pub fn first_visit_seconds(&self, link: &NetworkLink) -> f64 {
        wire::first_visit_seconds(self.sent, link) + self.further.first_visit_seconds(link)
    }

    /// The same, where all connections are still open.
    #[must_use]
    pub fn next_page_seconds(&self, link: &NetworkLink) -> f64 {
        wire::next_page_seconds(self.sent, link) + self.further.next_page_seconds(link)
    }
}

/// Weighs pages. Every page over `budget`, in bytes as sent, is among those weighed exactly; pages that are surely
/// within it are cleared by cheap bounds.
#[must_use]
pub fn weigh(pages: &[PageToWeigh], encoding: Encoding, budget: Option<u64>, how: Weigh) -> Weights {
    let all = how == Weigh::All || pages.len() <= ALL_UP_TO;
    let chosen: Vec<usize> = if all { (0..pages.len()).collect() } else { candidates(pages, encoding, budget) };
    let is_over = |sent: u64| budget.is_some_and(|budget| sent > budget);
    let mut weighed: Vec<(u64, usize)> = chosen.into_par_iter().map(|at| (pages[at].exact(encoding), at)).collect();
    weighed.sort_by_key(|&(sent, at)| (Reverse(sent), pages[at].address, pages[at].path));
    let total_sent = all.then(|| weighed.iter().map(|&(sent, _)| sent).sum());
    if !all {
        let over = weighed.partition_point(|&(sent, _)| is_over(sent));
        weighed.truncate(over.max(HEAVIEST));
    }
    let mut shown: Vec<PageWeight> = weighed
        .into_par_iter()
        .enumerate()
        .map(|(rank, (sent, at))| {
            let is_exact = all && (rank < TAKEN_APART || is_over(sent)) || how == Weigh::All;
            describe(&pages[at], sent, encoding, is_exact)
        })
        .collect();
    if all {
        shown.sort_by(|a, b| (&a.address, &a.path).cmp(&(&b.address, &b.path)));
    }
    Weights {
        encoding,
        budget,
        pages: shown,
        total_pages: pages.len(),
        total_sent,
        total_raw: pages.iter().map(|page| page.html.len() as u64).sum(),
    }
}

/// Weighs one page and takes it apart.
#[must_use]
pub fn weigh_one(page: &PageToWeigh, encoding: Encoding) -> PageWeight {
    describe(page, page.exact(encoding), encoding, true)
}

fn describe(page: &PageToWeigh, sent: u64, encoding: Encoding, is_exact: bool) -> PageWeight {
    let further = requests::requests(&page.html.joined());
    PageWeight {
        path: page.path.to_owned(),
        address: page.address.to_owned(),
        raw: page.html.len() as u64,
        sent,
        requests: 1 + further.count,
        round_trips: wire::round_trips(sent) + further.farthest.round_trips(),
        further: further.farthest,
        parts: page.parts(sent, encoding, is_exact),
    }
}

/// The pages of a large site that are worth an exact figure: those that may be over a budget, and those that are likely
/// the heaviest. The latter are sought among the longest: a page that is not one of the 200 longest would have to
/// compress several times worse than they do.
fn candidates(pages: &[PageToWeigh], encoding: Encoding, budget: Option<u64>) -> Vec<usize> {
    let mut longest: Vec<usize> = (0..pages.len()).collect();
    longest.sort_by_key(|&at| (Reverse(pages[at].html.len()), pages[at].address, pages[at].path));
    longest.truncate(ALL_UP_TO);
    let mut likely: Vec<(u64, usize)> = longest
        .into_par_iter()
        .map(|at| (pages[at].sent.unwrap_or_else(|| likely(&pages[at], encoding)), at))
        .collect();
    likely.sort_by_key(|&(sent, at)| (Reverse(sent), pages[at].address, pages[at].path));
    // Half as many again: the quick figure may rank two pages the wrong way round.
    likely.truncate(HEAVIEST + HEAVIEST / 2);
    let mut chosen: Vec<usize> = likely.into_iter().map(|(_, at)| at).collect();
    if let Some(budget) = budget {
        let is_doubtful = |&at: &usize| match pages[at].sent {
            Some(sent) => sent > budget,
            None => !is_within(&pages[at], encoding, budget),
        };
        chosen.par_extend((0..pages.len()).into_par_iter().filter(is_doubtful));
    }
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

fn likely(page: &PageToWeigh, encoding: Encoding) -> u64 {
    if encoding == Encoding::Identity { page.html.len() as u64 } else { page.quick() }
}

/// Whether a page is surely within its budget. Never true for a page that is over it.
pub(super) fn is_within(page: &PageToWeigh, encoding: Encoding, budget: u64) -> bool {
    let raw = page.html.len() as u64;
    if encoding == Encoding::Identity {
        return raw <= budget;
    }
    // What cannot be compressed is stored: 5 bytes for each block of at least 4 KB, and the frame.
    if raw + raw / 4_096 * 5 + 32 <= budget {
        return true;
    }
    let bound = page.known.and_then(|known| known.bound.get().copied());
    bound.unwrap_or_else(|| compress::at_most(page.quick(), raw)) <= budget
}
