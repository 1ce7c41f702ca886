//! Measures how much each part of a page adds to its weight.

use crate::output::Encoding;

use super::compress;
use super::scan::{HtmlToken, Scanner};
use super::weigh::Part;

/// The parts, in order of precedence: a chart in the navigation is counted as a chart.
const NAMES: [&str; 7] = ["style", "head", "charts", "tables", "navigation", "words", "tags"];
const STYLE: usize = 0;
const HEAD: usize = 1;
const CHARTS: usize = 2;
const TABLES: usize = 3;
const NAVIGATION: usize = 4;
const WORDS: usize = 5;
const TAGS: usize = 6;

/// What a page of `sent` bytes would save without each of its parts, heaviest first.
///
/// Each part is taken out and the rest compressed again. The savings do not add up to the whole: parts share what
/// they repeat. Brotli is estimated from the share that gzip would save, since it takes 12 ms a part.
pub(super) fn exact(html: &[u8], sent: u64, encoding: Encoding) -> Vec<Part> {
    let pieces = split(html);
    let measure = |body: &[u8]| match encoding {
        Encoding::Identity => body.len() as u64,
        _ => compress::sent(body, Encoding::Gzip),
    };
    let whole = measure(html);
    let saved = |part| whole.saturating_sub(measure(&joined(html, &pieces, |other| other != part)));
    shares(&pieces, sent, whole, saved)
}

/// About the same, from a quick compression of each part by itself: an eighth of the work.
pub(super) fn estimated(html: &[u8], sent: u64, encoding: Encoding) -> Vec<Part> {
    let pieces = split(html);
    let measure = |body: &[u8]| match encoding {
        Encoding::Identity => body.len() as u64,
        _ => compress::quick(body).min(body.len() as u64),
    };
    let alone: Vec<u64> = (0..NAMES.len()).map(|part| measure(&joined(html, &pieces, |other| other == part))).collect();
    shares(&pieces, sent, alone.iter().sum(), |part| alone[part])
}

/// The parts of a page of `sent` bytes, heaviest first, of which each has a share of the `whole`.
fn shares(pieces: &Pieces, sent: u64, whole: u64, share: impl Fn(usize) -> u64) -> Vec<Part> {
    let whole = whole.max(1);
    let mut parts: Vec<Part> = (0..NAMES.len())
        .filter(|&part| pieces.iter().any(|piece| piece.0 == part))
        .map(|part| Part { name: NAMES[part], bytes: (share(part) * sent + whole / 2) / whole })
        .collect();
    // The order of the names decides between equals: sorting is stable.
    parts.sort_by_key(|part| std::cmp::Reverse(part.bytes));
    parts
}

/// The pieces of a page that belong to the chosen parts.
fn joined(html: &[u8], pieces: &Pieces, is_chosen: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(html.len());
    for (_, range) in pieces.iter().filter(|(part, _)| is_chosen(*part)) {
        bytes.extend_from_slice(&html[range.clone()]);
    }
    bytes
}

/// The pieces of a page in order, each with the part that it belongs to.
type Pieces = [(usize, std::ops::Range<usize>)];

/// Cuts a page into runs of bytes that belong to one part each.
fn split(html: &[u8]) -> Vec<(usize, std::ops::Range<usize>)> {
    let mut pieces: Vec<(usize, std::ops::Range<usize>)> = Vec::new();
    let mut add = |part: usize, range: std::ops::Range<usize>| match pieces.last_mut() {
        Some((last, run)) if *last == part => run.end = range.end,
        _ => pieces.push((part, range)),
    };
    let mut scanner = Scanner::new(html);
    let mut head = true;
    // How deep we are in a chart, a table, the navigation.
    let mut inside = [0_usize; 3];
    let mut style = false;
    while let Some(token) = scanner.next(false) {
        let region = |inside: &[usize; 3], head: bool| {
            inside.iter().position(|&depth| depth > 0).map(|at| CHARTS + at).or(head.then_some(HEAD))
        };
        match token {
            HtmlToken::Text(range) => add(region(&inside, head).unwrap_or(WORDS), range),
            HtmlToken::Raw(range) if style => add(STYLE, range),
            HtmlToken::Raw(range) => add(region(&inside, head).unwrap_or(WORDS), range),
            HtmlToken::Other(range) => add(region(&inside, head).unwrap_or(TAGS), range),
            HtmlToken::Open { name, tag, closed } => {
                let name = html[name].to_ascii_lowercase();
                style = name == b"style";
                head &= !matches!(&name[..], b"body" | b"header" | b"main" | b"nav" | b"p" | b"h1" | b"a" | b"div");
                if let Some(at) = kind(&name)
                    && !closed
                {
                    inside[at - CHARTS] += 1;
                }
                add(if style { STYLE } else { region(&inside, head).unwrap_or(TAGS) }, tag);
            }
            HtmlToken::Close { name, tag } => {
                let name = html[name].to_ascii_lowercase();
                let part = if name == b"style" { STYLE } else { region(&inside, head).unwrap_or(TAGS) };
                add(part, tag);
                if let Some(at) = kind(&name) {
                    inside[at - CHARTS] = inside[at - CHARTS].saturating_sub(1);
                }
            }
        }
    }
    pieces
}

fn kind(name: &[u8]) -> Option<usize> {
    match name {
        b"svg" => Some(CHARTS),
        b"table" => Some(TABLES),
        b"nav" => Some(NAVIGATION),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_belongs_to_one_part() {
        let html = b"<!doctype html><title>T</title><style>a{b:c}</style><body><nav><a href=/>Home</a></nav><p>Some \
                     words, <svg><path d=M0/></svg><table><tr><td>1</table></p>";
        let pieces = split(html);
        let joined: Vec<u8> = pieces.iter().flat_map(|piece| &html[piece.1.clone()]).copied().collect();
        assert_eq!(joined, html);
        let parts = exact(html, sent(html), Encoding::Gzip);
        assert_eq!(parts.len(), NAMES.len());
        assert!(parts.is_sorted_by(|a, b| a.bytes >= b.bytes) && parts.iter().all(|part| part.bytes > 0), "{parts:?}");
    }

    fn sent(html: &[u8]) -> u64 {
        compress::sent(html, Encoding::Gzip)
    }
}
