//! The number in "at most 1.3 KB": the smallest tenth of a kilobyte that holds with the number in place.

use crate::output::Encoding;

use super::compress;
use super::html::Pieces;

/// Bytes in a tenth of a kilobyte.
const TENTH: u64 = 100;

/// By how much the length of a page may change with the digits of its number. Seen: 4 bytes with gzip, 10 with brotli.
/// Only where a smaller number could hold within this is it tried.
const DIGITS: u64 = 24;

/// A page with its number in place.
pub(super) struct LabelledPage {
    /// The page.
    pub body: Vec<u8>,
    /// Its bytes as they are sent.
    pub sent: u64,
    /// Its brotli form, where that had to be made to know.
    pub brotli: Option<Vec<u8>>,
}

/// Fills in the number. Compresses once where the guess is right, most often twice.
pub(super) fn weighed(pieces: &Pieces, encoding: Encoding, decimal_mark: char) -> LabelledPage {
    let write = |tenths: u64| format!("{}{decimal_mark}{}", tenths / 10, tenths % 10);
    let attempt = |tenths: u64| {
        let body = pieces.fill(&write(tenths));
        let brotli = (encoding == Encoding::Brotli).then(|| compress::brotli(&body, 11));
        let sent = match &brotli {
            Some(brotli) => brotli.len().min(body.len()) as u64,
            None => compress::sent(&body, encoding),
        };
        LabelledPage { body, sent, brotli }
    };
    let mut tenths = guess(&pieces.fill(&write(10)), encoding);
    let mut page = attempt(tenths);
    // Upwards or downwards to a number that holds; it moves the length by a few bytes at most, so this ends at once.
    for _ in 0..8 {
        let needed = page.sent.div_ceil(TENTH).max(1);
        if needed == tenths {
            break;
        }
        tenths = needed;
        page = attempt(tenths);
    }
    while page.sent > tenths * TENTH {
        tenths += 1;
        page = attempt(tenths);
    }
    while tenths > 1 && page.sent <= (tenths - 1) * TENTH + DIGITS {
        let smaller = attempt(tenths - 1);
        if smaller.sent > (tenths - 1) * TENTH {
            break;
        }
        tenths -= 1;
        page = smaller;
    }
    page
}

/// Estimates the number of tenths from a quick compression.
fn guess(page: &[u8], encoding: Encoding) -> u64 {
    let bytes = match encoding {
        Encoding::Identity => page.len() as u64,
        // On pages, level 1 of libdeflate comes within 1 % of level 6 of zlib.
        Encoding::Gzip => compress::quick(page) * 997 / 1_000,
        // Quality 11 makes pages smaller than quality 5 by 10 to 13 %.
        Encoding::Brotli => compress::brotli(page, 5).len() as u64 * 879 / 1_000,
    };
    bytes.div_ceil(TENTH).max(1)
}
