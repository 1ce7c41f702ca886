//! Reads what a source says about times: ranges of clock times, and the labels beside them. Labels are places, offsets
//! and abbreviations; a label belongs to the range it stands behind, or before where something parts it from the last.

use std::ops::Range;

use jiff::civil::Time;
use jiff::tz::Offset;

use super::clock::{self, Clock, Half};
use super::{Zone, abbreviations, minutes_between, places};

/// A range of clock times, or a single one, with what is said of its zone.
#[derive(Clone, Debug)]
pub struct ClockRange {
    /// When it begins.
    pub start: Time,
    /// When it ends, where it says so.
    pub end: Option<Time>,
    /// The bytes of the text that the times take.
    pub span: Range<usize>,
    /// What is said of the zone.
    pub label: Label,
}

/// What a source says of the zone of its times.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// A place, as the source writes it, and the zone of its clocks.
    pub place: Option<(String, Zone)>,
    /// An offset from UTC, and the bytes it takes.
    pub offset: Option<(Offset, Range<usize>)>,
    /// Abbreviations; more than one, as in `EST/EDT`, leave open which.
    pub abbreviations: Vec<Abbreviation>,
    /// The bytes from the first word of the label to its last.
    pub span: Option<Range<usize>>,
    /// There are words in brackets, and none of them is known.
    pub unread: bool,
}

/// An abbreviation in a source.
#[derive(Clone, Debug)]
pub struct Abbreviation {
    /// Its short form.
    pub name: &'static str,
    /// The bytes it takes.
    pub span: Range<usize>,
}

impl Label {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.place.is_none() && self.offset.is_none() && self.abbreviations.is_empty()
    }

    fn add(&mut self, token: &Token, span: &Range<usize>, text: &str) {
        match token {
            Token::Place(zone) if self.place.is_none() => {
                self.place = Zone::named(zone).map(|zone| (text[span.clone()].to_owned(), zone));
            }
            Token::Offset(offset) if self.offset.is_none() => self.offset = Some((*offset, span.clone())),
            Token::Abbreviation(name) => self.abbreviations.push(Abbreviation { name, span: span.clone() }),
            _ => return,
        }
        let first = self.span.as_ref().map_or(span.start, |known| known.start.min(span.start));
        let last = self.span.as_ref().map_or(span.end, |known| known.end.max(span.end));
        self.span = Some(first..last);
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token {
    Range(Time, Option<Time>),
    Place(&'static str),
    Offset(Offset),
    Abbreviation(&'static str),
    /// A sign that parts what stands on both sides; how strongly, the strongest first.
    Part(u8),
    /// Letters of no meaning here; whether they stand in brackets, and whether they speak of all times.
    Word {
        inside: bool,
        all: bool,
    },
}

/// The clock times of a text with their labels, in their order.
#[must_use]
pub fn parse(text: &str) -> Vec<ClockRange> {
    let tokens = tokens(text);
    let at: Vec<usize> = (0..tokens.len()).filter(|&number| matches!(tokens[number].0, Token::Range(..))).collect();
    let mut ranges: Vec<ClockRange> = at
        .iter()
        .filter_map(|&number| match &tokens[number] {
            (Token::Range(start, end), span) => {
                Some(ClockRange { start: *start, end: *end, span: span.clone(), label: Label::default() })
            }
            _ => None,
        })
        .collect();
    let (Some(&first), Some(&last)) = (at.first(), at.last()) else { return ranges };
    let is_line_end = |(token, _): &(Token, Range<usize>)| *token == Token::Part(LINE);
    // Before the first and behind the last range only what stands on their lines speaks of them.
    let head = tokens[..first].iter().rposition(is_line_end).map_or(0, |at| at + 1);
    let tail = tokens[last..].iter().position(is_line_end).map_or(tokens.len(), |at| last + at);
    label(&mut ranges[0], &tokens[head..first], text);
    for pair in 0..at.len() {
        let until = at.get(pair + 1).copied().unwrap_or(tail);
        let between = &tokens[at[pair] + 1..until];
        let cut = if pair + 1 < at.len() { parting(between) } else { between.len() };
        label(&mut ranges[pair], &between[..cut], text);
        if let Some(next) = ranges.get_mut(pair + 1) {
            label(next, &between[cut..], text);
        }
    }
    let outside = tokens[..head].iter().chain(&tokens[tail..]);
    for_all(&mut ranges, &outside.collect::<Vec<_>>(), text);
    ranges
}

/// How strongly signs part: the end of a line, `/` `;` `|`, and `,` outside of brackets.
const LINE: u8 = 3;
const STRONG: u8 = 2;
const COMMA: u8 = 1;

/// Where what stands between two ranges ceases to speak of the first: at the first of its strongest signs.
fn parting(between: &[(Token, Range<usize>)]) -> usize {
    let strongest =
        between.iter().filter_map(|(token, _)| if let Token::Part(how) = token { Some(*how) } else { None });
    let Some(strongest) = strongest.max() else { return between.len() };
    between.iter().position(|(token, _)| *token == Token::Part(strongest)).unwrap_or(between.len())
}

fn label(range: &mut ClockRange, tokens: &[(Token, Range<usize>)], text: &str) {
    for (token, span) in tokens {
        range.label.add(token, span, text);
    }
    let words = tokens.iter().any(|(token, _)| matches!(token, Token::Word { inside: true, .. }));
    range.label.unread = range.label.is_empty() && (words || range.label.unread);
}

/// `All times are CEST`, on a line of its own, speaks of every range that has no label.
fn for_all(ranges: &mut [ClockRange], outside: &[&(Token, Range<usize>)], text: &str) {
    if !outside.iter().any(|(token, _)| matches!(token, Token::Word { all: true, .. })) {
        return;
    }
    let mut shared = Label::default();
    outside.iter().for_each(|(token, span)| shared.add(token, span, text));
    for range in ranges.iter_mut().filter(|range| range.label.is_empty() && !range.label.unread) {
        range.label = shared.clone();
    }
}

fn tokens(text: &str) -> Vec<(Token, Range<usize>)> {
    let mut tokens: Vec<(Token, Range<usize>)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let behind_a_time = matches!(tokens.last(), Some((Token::Range(..), span)) if span.end == at);
        let fresh = !before.is_some_and(char::is_alphanumeric) || behind_a_day(&text[..at]) || behind_a_time;
        let mut length = c.len_utf8();
        let mut token = None;
        if fresh {
            if let Some((range, taken)) = range(rest) {
                (token, length) = (Some(range), taken);
            } else if let Some((offset, taken)) = offset(rest, depth > 0) {
                (token, length) = (Some(Token::Offset(offset)), taken);
            } else if let Some((place, taken)) = places::find(rest).filter(|_| !text[..at].ends_with("New ")) {
                (token, length) = (Some(Token::Place(place)), taken);
            } else if let Some((name, taken)) = abbreviations::find(rest) {
                (token, length) = (Some(Token::Abbreviation(name)), taken);
            } else if c.is_alphanumeric() {
                let digits = c.is_ascii_digit();
                let inside = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphanumeric() };
                length = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
                let word = rest[..length].to_lowercase();
                let letters = word.contains(char::is_alphabetic);
                let known = ["local", "time", "times"].contains(&word.as_str());
                let word = Token::Word { inside: depth > 0 && !known, all: word == "times" };
                token = letters.then_some(word);
            }
        }
        if token.is_none() {
            match c {
                '\n' => token = Some(Token::Part(LINE)),
                ';' | '|' if depth == 0 => token = Some(Token::Part(STRONG)),
                // `EST/EDT` is one label.
                '/' if depth == 0 && parts(&text[..at], &rest[1..]) => token = Some(Token::Part(STRONG)),
                ',' if depth == 0 => token = Some(Token::Part(COMMA)),
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        tokens.extend(token.map(|token| (token, at..at + length)));
        at += length;
    }
    tokens
}

/// `2021-05-25T` stands before a time.
fn behind_a_day(text: &str) -> bool {
    text.strip_suffix('T').is_some_and(|day| day.ends_with(|c: char| c.is_ascii_digit()))
}

fn parts(before: &str, behind: &str) -> bool {
    before.ends_with(char::is_whitespace) || behind.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit())
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']).len()
}

/// White space, and at most one end of a line.
fn blank_line(text: &str) -> usize {
    let first = blank(text);
    let rest = &text[first..];
    let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
    line.map_or(first, |line| text.len() - line.len() + blank(line))
}

/// `9:50-11:20`, `9:50 am – 11:20 am`, `9–11 am`, or a single time.
fn range(text: &str) -> Option<(Token, usize)> {
    let first = clock::at(text)?;
    if let Some((second, length)) = second(text, first)
        && (!first.bare || second.half.is_some())
    {
        let (start, end) = ends(first, second)?;
        return Some((Token::Range(start, Some(end)), length));
    }
    first.sure.then(|| first.time(None)).flatten().map(|start| (Token::Range(start, None), first.length))
}

/// The time behind a dash or a word, and where it ends.
fn second(text: &str, first: Clock) -> Option<(Clock, usize)> {
    let rest = &text[first.length..];
    let rest = &rest[blank_line(rest)..];
    let dashes = ['-', '\u{2010}', '\u{2011}', '\u{2013}', '\u{2014}', '\u{2212}'];
    let words = ["until", "till", "to", "bis"];
    let joined = rest.strip_prefix(dashes).or_else(|| {
        words
            .into_iter()
            .find_map(|word| rest.strip_prefix(word).filter(|rest| rest.starts_with([' ', '\n', '\u{a0}'])))
    })?;
    let joined = &joined[blank_line(joined)..];
    let clock = clock::at(joined)?;
    (!clock.bare).then(|| (clock, text.len() - joined.len() + clock.length))
}

/// Both ends, each half of the day taken over by the end that leaves it out: `11:30–1 pm` ends after noon and begins
/// before.
fn ends(first: Clock, second: Clock) -> Option<(Time, Time)> {
    match (first.half, second.half) {
        (None, Some(half)) => {
            let end = second.time(None)?;
            [half, half.other()]
                .into_iter()
                .filter_map(|half: Half| Some((first.time(Some(half))?, end)))
                .min_by_key(|(start, end)| minutes_between(*start, *end))
        }
        (Some(half), None) => {
            let start = first.time(None)?;
            [half, half.other()]
                .into_iter()
                .filter_map(|half: Half| Some((start, second.time(Some(half))?)))
                .min_by_key(|(start, end)| minutes_between(*start, *end))
        }
        _ => Some((first.time(None)?, second.time(None)?)),
    }
}

/// The offset that a whole text is: `UTC-5`, `+02:00`.
pub(super) fn offset_alone(text: &str) -> Option<Offset> {
    offset(text.trim(), true).filter(|(_, length)| *length == text.trim().len()).map(|(offset, _)| offset)
}

/// `-5 GMT`, `UTC+05:30`, `GMT-5`, `+0200`, `UTC`, `Z`. A sign with one or two digits alone is one only in brackets.
fn offset(text: &str, in_brackets: bool) -> Option<(Offset, usize)> {
    let name = |text: &str| {
        let found = ["UTC", "GMT", "Z"].into_iter().find(|name| text.starts_with(name))?;
        (!text[found.len()..].starts_with(char::is_alphanumeric)).then_some(found.len())
    };
    let prefix = name(text).map_or(0, |length| length + blank(&text[length..]));
    let Some((offset, length, sure)) = signed(&text[prefix..], prefix > 0) else {
        return name(text).map(|length| (Offset::UTC, length));
    };
    let mut end = prefix + length;
    let gap = blank(&text[end..]);
    let suffix = if prefix == 0 { name(&text[end + gap..]) } else { None };
    end += suffix.map_or(0, |length| gap + length);
    (prefix > 0 || suffix.is_some() || sure || in_brackets).then_some((offset, end))
}

/// A sign with hours and perhaps minutes; the last value is whether its form alone says that it is an offset.
fn signed(text: &str, named: bool) -> Option<(Offset, usize, bool)> {
    let sign = text.chars().next()?;
    let factor = match sign {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        // A dash between words is a dash.
        '\u{2013}' if named => -1,
        _ => return None,
    };
    let rest = &text[sign.len_utf8()..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (hours, mut minutes): (i32, i32) = match digits {
        1 | 2 => (rest[..digits].parse().ok()?, 0),
        4 => (rest[..2].parse().ok()?, rest[2..4].parse().ok()?),
        _ => return None,
    };
    let mut length = digits;
    let behind = rest[digits..].strip_prefix(':').and_then(|behind| behind.get(..2));
    if let Some(behind) = behind.filter(|behind| digits < 4 && behind.bytes().all(|b| b.is_ascii_digit())) {
        minutes = behind.parse().ok()?;
        length += 3;
    }
    let more = rest[length..].starts_with(|c: char| c.is_alphanumeric());
    let fine = hours <= 14 && minutes < 60 && !more;
    let offset = Offset::from_seconds(factor * (hours * 3_600 + minutes * 60)).ok().filter(|_| fine)?;
    Some((offset, sign.len_utf8() + length, length > 2))
}

#[cfg(test)]
mod tests;
