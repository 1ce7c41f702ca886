//! Scans a text once, before it is parsed, for characters that have a meaning on GitHub and not in CommonMark: colons, at signs
//! and dollars. What the text does not contain need not be searched for in each piece of it. A character that the parser would
//! read differently from GitHub is replaced by a stand-in of the same length, which is restored after parsing.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use super::autolinks;
use super::emoji;
use super::formulas;
use crate::limits::NEAR_SEARCHES;

/// Characters that are replaced, and the stand-in for each: a control character, which no file of a site may contain.
const STAND_INS: [(u8, u8); 7] = [(b'*', 1), (b'_', 2), (b'~', 3), (b'\\', 4), (b'<', 5), (b'[', 6), (b':', 7)];

/// What the texts of a document may contain; only that is searched for in each text.
#[derive(Debug, Default)]
pub(super) struct Signs {
    /// Bare web and mail addresses.
    pub addresses: bool,
    /// Marks of footnotes.
    pub notes: bool,
    /// Names of emoji between colons.
    pub emoji: bool,
    /// Lines that begin with a colon and a space: definitions.
    pub definitions: bool,
    /// Mathematics between dollars, in order.
    pub formulas: Vec<Range<usize>>,
    /// The text for the parser, where it differs.
    pub replaced: Option<String>,
    /// Delimiter rows of tables whose tabs are replaced by spaces for the parser.
    pub tabbed_rows: Vec<Range<usize>>,
}

impl Signs {
    /// Scans a text.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        // An entity or an escape may hide any of their signs.
        let is_hidden = memchr::memchr2(b'&', b'\\', bytes).is_some();
        let mut signs = Self {
            addresses: is_hidden || memmem::find(bytes, b"www.").is_some(),
            notes: is_hidden || memmem::find(bytes, b"[^").is_some(),
            ..Self::default()
        };
        let mut odd = Vec::new();
        let mut addresses_end = 0;
        let mut formulas_end = 0;
        let mut places = Vec::new();
        for at in memchr::memchr3_iter(b':', b'@', b'$', bytes) {
            match bytes[at] {
                b':' => {
                    if bytes[at + 1..].starts_with(b"//") {
                        signs.addresses = true;
                        if at >= addresses_end {
                            addresses_end = replace_in_address(text, at, &mut places);
                        }
                    } else if is_line_start(&bytes[..at]) {
                        match bytes.get(at + 1) {
                            None | Some(b' ' | b'\t' | b'\n' | b'\r') => signs.definitions = true,
                            Some(b'-') if is_delimiter_row(text, at) => {}
                            Some(_) => odd.push(at),
                        }
                    }
                    signs.emoji = signs.emoji || emoji::name_at(&text[at..]).is_some();
                }
                b'@' => signs.addresses = true,
                _ if at >= formulas_end => {
                    if let Some(range) = formulas::formula_at(text, at) {
                        formulas_end = range.end;
                        replace_in_formula(bytes, &range, &mut places);
                        signs.formulas.push(range);
                    }
                }
                _ => {}
            }
        }
        // A definition needs a space after its colon; the parser takes any line that begins with one.
        if signs.definitions {
            places.extend(odd);
        }
        signs.find_tabbed_rows(text);
        if !places.is_empty() || !signs.tabbed_rows.is_empty() {
            signs.replaced = replaced(text, &places, &signs.tabbed_rows);
        }
        signs
    }

    /// Finds delimiter rows of tables with tabs, which the parser does not know.
    fn find_tabbed_rows(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut end = 0;
        for at in memchr::memchr_iter(b'\t', bytes) {
            let is_near = |byte: Option<&u8>| matches!(byte, Some(b'|' | b'-' | b':'));
            if at < end || !(is_near(bytes.get(at + 1)) || at > 0 && is_near(bytes.get(at - 1))) {
                continue;
            }
            let start = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
            end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
            let row = text[start..end].trim_start_matches(['>', ' ']).trim_end();
            if row.contains('-') && row.contains('|') && row.bytes().all(|byte| b"|:- \t".contains(&byte)) {
                self.tabbed_rows.push(start..end);
            }
        }
    }

    /// Restores what the editor wrote in an event.
    pub fn restore(event: Event<'_>) -> Event<'_> {
        match event {
            Event::Text(text) => Event::Text(restored(text)),
            Event::Code(text) => Event::Code(restored(text)),
            Event::Html(text) => Event::Html(restored(text)),
            Event::InlineHtml(text) => Event::InlineHtml(restored(text)),
            Event::FootnoteReference(label) => Event::FootnoteReference(restored(label)),
            Event::Start(Tag::FootnoteDefinition(label)) => Event::Start(Tag::FootnoteDefinition(restored(label))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(restored(info))))
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (restored(dest_url), restored(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id: restored(id) })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (restored(dest_url), restored(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id: restored(id) })
            }
            event => event,
        }
    }

    /// Text of code with the tabs of rows that only look like the delimiter row of a table. `range` is where the code is in
    /// the text.
    pub fn with_tabs(&self, code: &str, text: &str, range: &Range<usize>) -> Option<String> {
        let first = self.tabbed_rows.partition_point(|row| row.end <= range.start);
        let rows = self.tabbed_rows[first..].iter().take_while(|row| row.start < range.end);
        let mut out = String::new();
        let mut rest = code;
        let mut searches = 0;
        for row in rows {
            // The code has lines without the marks of a list or block quote.
            let row = text[row.clone()].trim_start_matches(['>', ' ']);
            let spaced = row.replace('\t', " ");
            if let Some(at) = rest.find(&spaced) {
                out.push_str(&rest[..at]);
                out.push_str(row);
                rest = &rest[at + spaced.len()..];
            } else {
                // Each search that fails has read the code to its end.
                searches += 1;
                if searches == NEAR_SEARCHES {
                    break;
                }
            }
        }
        (!out.is_empty()).then(|| out + rest)
    }
}

/// Whether a line that begins with `:-` belongs to a table: it has as many cells as the line above.
fn is_delimiter_row(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let row = text[at..].lines().next().unwrap_or("");
    let head = text[..start].lines().next_back().unwrap_or("").trim_start_matches(['>', ' ', '\t']);
    let cells = |line: &str| line.trim().trim_matches('|').replace("\\|", "").split('|').count();
    row.bytes().all(|byte| b"|:- \t\r".contains(&byte)) && !head.is_empty() && cells(row) == cells(head)
}

/// Whether a line begins here, except for the marks of block quotes.
fn is_line_start(before: &[u8]) -> bool {
    let signs = before.iter().rev().take_while(|byte| matches!(byte, b' ' | b'>')).count();
    before.len() == signs || matches!(before[before.len() - signs - 1], b'\n' | b'\r')
}

/// Records the characters of a bare address that the parser would read as emphasis, and returns the end of the address. In the
/// destination of a link there is no emphasis.
fn replace_in_address(text: &str, colon: usize, places: &mut Vec<usize>) -> usize {
    let Some(range) = autolinks::web_address_at(text, colon) else { return colon + 1 };
    let before = text[..range.start].trim_end();
    if before.ends_with(['<', '"', '\'', '=', '`']) || before.ends_with("](") || before.ends_with("]:") {
        return range.end;
    }
    let bytes = text.as_bytes();
    let is_letter = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
    for at in range.clone() {
        match bytes[at] {
            b'*' | b'~' => places.push(at),
            // Between letters it does not emphasise.
            b'_' if !is_letter(at - 1) || !is_letter(at + 1) => places.push(at),
            _ => {}
        }
    }
    range.end
}

/// Records the characters of a formula that the parser would read as Markdown. At the start of a line they stay, since they may begin a block.
fn replace_in_formula(bytes: &[u8], range: &Range<usize>, places: &mut Vec<usize>) {
    let inside = range.clone().filter(|&at| matches!(bytes[at], b'*' | b'_' | b'~' | b'\\' | b'<' | b'['));
    // A pipe in a table is escaped even in a formula.
    let inside = inside.filter(|&at| bytes[at] != b'\\' || bytes.get(at + 1) != Some(&b'|'));
    places.extend(inside.filter(|&at| !is_line_start(&bytes[..at])));
}

/// The text for the parser: with stand-ins at some places, and spaces for the tabs of some rows.
fn replaced(text: &str, places: &[usize], rows: &[Range<usize>]) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    for &at in places {
        if let Some((_, stand_in)) = STAND_INS.iter().find(|(written, _)| *written == bytes[at]) {
            bytes[at] = *stand_in;
        }
    }
    for row in rows {
        bytes[row.clone()].iter_mut().filter(|byte| **byte == b'\t').for_each(|byte| *byte = b' ');
    }
    // One ASCII character replaces another, so this is still UTF-8.
    String::from_utf8(bytes).ok()
}

fn restored(text: CowStr<'_>) -> CowStr<'_> {
    if !text.bytes().any(|byte| (1..=7).contains(&byte)) {
        return text;
    }
    let written = |c: char| {
        let found = STAND_INS.iter().find(|(_, stand_in)| c == char::from(*stand_in));
        found.map_or(c, |(written, _)| char::from(*written))
    };
    text.chars().map(written).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_signs_is_parsed_as_it_is() {
        for text in
            ["Text.", "a: b", "10:30", "std::vec", "$5 and $6", "a\tb\n\n\tcode |", "https://a.b/c_d_e", "Name\n:x"]
        {
            let signs = Signs::new(text);
            assert!(signs.replaced.is_none() && signs.formulas.is_empty() && !signs.definitions, "{text}: {signs:?}");
        }
    }

    #[test]
    fn what_the_parser_reads_differently_is_replaced_and_restored() {
        for text in ["https://a.b/_c_/*d*", "a $x_1 * y_2$ b", "a\n: b\n\nc\n:d", "|a|\n|-\t|"] {
            let replaced = Signs::new(text).replaced.unwrap_or_else(|| panic!("{text}"));
            assert_eq!(replaced.len(), text.len());
            assert_eq!(&*restored(replaced.into()), text.replace('\t', " "));
        }
    }

    #[test]
    fn destinations_of_links_are_left_alone() {
        for text in ["[a](https://a.b/_c_)", "<https://a.b/_c_>", "[a]: https://a.b/_c_", "[a](\n  https://a.b/_c_)"] {
            assert_eq!(Signs::new(text).replaced, None, "{text}");
        }
    }
}
