//! The number in "at most 1.3 KB": tenths of a kilobyte up to two kilobytes, halves above.
//!
//! Up to two kilobytes the number is the smallest that holds, which takes an exact weight. Above, a bound from a quick
//! compression is enough: exact gzip of every page would take half of the time of a build, for a difference that no
//! reader notices. Exact weights are in the reports, see [`weigh`](super::weigh).

use crate::output::{BodyBytes, Encoding};

use super::compress;
use super::html::Pieces;

/// Bytes in a tenth of a kilobyte.
const TENTH: u64 = 100;

/// Tenths up to which the number is the smallest that holds.
const FINE_UP_TO: u64 = 20;

/// Tenths in a step above that.
const STEP: u64 = 5;

/// By how much the length of a page may change with the digits of its number. Seen: 4 bytes with gzip, 10 with brotli.
/// Only where a smaller number could hold within this is it tried.
const DIGITS: u64 = 24;

/// A page with its number in place.
pub(super) struct LabelledPage {
    /// The page.
    pub body: BodyBytes,
    /// Its bytes as they are sent, where they had to be found out.
    pub sent: Option<u64>,
    /// About how many bytes gzip needs, where that was found out.
    pub estimate: Option<Estimate>,
    /// Its brotli form with the number that it shows, where that had to be made to know.
    pub brotli: Option<(Vec<u8>, u64)>,
}

/// The number as a page shows it.
pub(super) fn number(tenths: u64, decimal_mark: char) -> String {
    format!("{}{decimal_mark}{}", tenths / 10, tenths % 10)
}

/// Whether a page that is sent in this many bytes may show the number.
pub(super) fn holds(tenths: u64, sent: u64) -> bool {
    sent <= tenths.saturating_mul(TENTH)
}

/// About how many bytes a page takes as it is sent with gzip. Its style is compressed once for all pages; together a page and its style
/// take less than each by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Estimate {
    /// The likely number.
    pub quick: u64,
    /// A number that is not exceeded.
    pub bound: u64,
}

/// Bytes that a number of one digit and a decimal takes in a compressed page, at most.
const NUMBER: u64 = 6;

impl Estimate {
    /// The estimate for pieces of which gzip makes `own` bytes without their style and numbers.
    fn new(pieces: &Pieces, own: u64) -> Self {
        let (bytes, numbers) = pieces.own();
        let further = pieces.style_gzip() + numbers * NUMBER;
        let bound = compress::at_most(own, bytes.len() as u64);
        Self { quick: own.saturating_add(further), bound: bound.saturating_add(further) }
    }
}

/// Fills in the number. Above two kilobytes it may be higher than it need be, but exceeds `budget` only if the
/// page does.
pub(super) fn weighed(pieces: &Pieces, encoding: Encoding, budget: u64, decimal_mark: char) -> LabelledPage {
    let fill = |tenths: u64| pieces.fill(&number(tenths, decimal_mark));
    let draft = || fill(FINE_UP_TO + STEP);
    let mut estimate = None;
    let guess = match encoding {
        Encoding::Identity => draft().len() as u64,
        Encoding::Gzip => {
            let (found, body) = compress::packed(pieces.own().0, |gzip| {
                let found = Estimate::new(pieces, gzip.map_or(u64::MAX, |gzip| gzip.len() as u64));
                let bound = tenths(found.bound);
                let settled = gzip.filter(|_| bound > FINE_UP_TO && bound * TENTH <= budget);
                (found, settled.map(|gzip| pieces.fill_packed(&number(bound, decimal_mark), gzip)))
            });
            estimate = Some(found);
            if let Some(body) = body {
                return LabelledPage { body, sent: None, estimate, brotli: None };
            }
            let bound = tenths(found.bound);
            let is_coarse = bound > FINE_UP_TO;
            // Documentation comes out 2.7 % smaller than the quick figure, in the median.
            let guess = found.quick * 973 / 1_000;
            let numbers = NumbersNearBudget { likely: tenths(found.quick), bound, is_over: guess > budget };
            if is_coarse && let Some((body, sent)) = near_budget(numbers, budget, fill) {
                return LabelledPage { body, sent: Some(sent), estimate, brotli: None };
            }
            guess
        }
        // Quality 11 makes pages smaller than quality 5 by 10 to 13 %.
        Encoding::Brotli => compress::brotli(&draft().joined(), 5).len() as u64 * 879 / 1_000,
    };
    let (sent, (body, brotli)) = smallest(tenths(guess), |tenths| {
        let body = fill(tenths);
        let bytes = body.joined();
        let brotli = (encoding == Encoding::Brotli).then(|| compress::brotli(&bytes, 11));
        let sent = match &brotli {
            Some(brotli) => brotli.len().min(bytes.len()) as u64,
            None => compress::sent(&bytes, encoding),
        };
        drop(bytes);
        (sent, (body, brotli.map(|brotli| (brotli, tenths))))
    });
    LabelledPage { body, sent: Some(sent), estimate, brotli }
}

/// The numbers that a page of more than two kilobytes may show.
#[derive(Clone, Copy)]
struct NumbersNearBudget {
    /// The one that most likely holds.
    likely: u64,
    /// The one that holds in any case.
    bound: u64,
    /// Whether the page is most likely over the budget.
    is_over: bool,
}

/// A page that may be over the budget, with its exact weight. If it is within the budget, so is its number. `None` where none of
/// the numbers holds, or where they are so small that they must be exact.
fn near_budget(numbers: NumbersNearBudget, budget: u64, fill: impl Fn(u64) -> BodyBytes) -> Option<(BodyBytes, u64)> {
    let NumbersNearBudget { likely, bound, is_over } = numbers;
    let within = budget / TENTH / STEP * STEP;
    // Where the first is right, the page is compressed once.
    let numbers = if is_over { [likely, bound, within] } else { [within, likely, bound] };
    numbers.into_iter().filter(|&number| number > FINE_UP_TO).find_map(|number| {
        let body = fill(number);
        let sent = compress::sent(&body.joined(), Encoding::Gzip);
        let holds = sent <= number * TENTH && (sent > budget) == (number * TENTH > budget);
        holds.then_some((body, sent))
    })
}

/// The smallest number that may be shown for this many bytes, in tenths of a kilobyte.
fn tenths(bytes: u64) -> u64 {
    let tenths = bytes.div_ceil(TENTH).max(1);
    if tenths <= FINE_UP_TO { tenths } else { tenths.next_multiple_of(STEP) }
}

/// The page with the smallest number that holds, and its bytes as they are sent, starting from a guess. Compresses once where
/// the guess is right, most often twice.
fn smallest<T>(guess: u64, attempt: impl Fn(u64) -> (u64, T)) -> (u64, T) {
    let mut shown = guess;
    let mut page = attempt(shown);
    // Upwards or downwards to a number that holds; it moves the length by a few bytes at most, so this ends at once.
    for _ in 0..8 {
        let needed = tenths(page.0);
        if needed == shown {
            break;
        }
        shown = needed;
        page = attempt(shown);
    }
    while page.0 > shown * TENTH {
        shown = tenths(shown * TENTH + 1);
        page = attempt(shown);
    }
    while shown > 1 && shown <= FINE_UP_TO && page.0 <= (shown - 1) * TENTH + DIGITS {
        let smaller = attempt(shown - 1);
        if smaller.0 > (shown - 1) * TENTH {
            break;
        }
        shown -= 1;
        page = smaller;
    }
    page
}
