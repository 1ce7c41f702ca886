//! Reads times in the text of a source: ranges of clock times, and the labels beside them. Labels are places, offsets
//! and abbreviations. A label applies to the range before it, or to the range after it if a separator comes before the
//! label.

use std::ops::Range;

use jiff::civil::Time;
use jiff::tz::Offset;

use super::clock::{self, ClockTime, DayHalf};
use super::{Zone, abbreviations, minutes_between, places};

/// A range of clock times, or a single time, with its label.
#[derive(Clone, Debug)]
pub struct ClockRange {
    /// When it begins.
    pub start: Time,
    /// When it ends, if the source says so.
    pub end: Option<Time>,
    /// The byte range of the times in the text.
    pub span: Range<usize>,
    /// What the source says about its zone.
    pub label: TimeLabel,
}

/// What a source says about the zone of a time.
#[derive(Clone, Debug, Default)]
pub struct TimeLabel {
    /// A place, as the source writes it, and its zone.
    pub place: Option<(String, Zone)>,
    /// An offset from UTC, and its byte range.
    pub offset: Option<(Offset, Range<usize>)>,
    /// Abbreviations. If there are several, as in `EST/EDT`, any of them may be right.
    pub abbreviations: Vec<Abbreviation>,
    /// The byte range from the first word of the label to its last.
    pub span: Option<Range<usize>>,
    /// Whether it consists of words in brackets that are all unknown.
    pub is_unread: bool,
}

/// An abbreviation in a source.
#[derive(Clone, Debug)]
pub struct Abbreviation {
    /// Its short form, also if the source has the full name.
    pub name: &'static str,
    /// Its byte range.
    pub span: Range<usize>,
}

impl TimeLabel {
    /// Whether it does not give a place, an offset or an abbreviation.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.place.is_none() && self.offset.is_none() && self.abbreviations.is_empty()
    }

    fn add(&mut self, token: &SourceToken, span: &Range<usize>, text: &str) {
        match token {
            SourceToken::Place(zone) if self.place.is_none() => {
                self.place = Zone::named(zone).map(|zone| (text[span.clone()].to_owned(), zone));
            }
            SourceToken::Offset(offset) if self.offset.is_none() => self.offset = Some((*offset, span.clone())),
            SourceToken::Abbreviation(name) => self.abbreviations.push(Abbreviation { name, span: span.clone() }),
            _ => return,
        }
        let first = self.span.as_ref().map_or(span.start, |known| known.start.min(span.start));
        let last = self.span.as_ref().map_or(span.end, |known| known.end.max(span.end));
        self.span = Some(first..last);
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum SourceToken {
    Range(Time, Option<Time>),
    Place(&'static str),
    Offset(Offset),
    Abbreviation(&'static str),
    /// A separator, with its strength.
    Part(u8),
    /// An unknown word.
    Word {
        /// Whether it is in brackets.
        inside: bool,
        /// Whether it refers to all times.
        all: bool,
    },
}

/// Returns the clock times in a text with their labels, in order.
#[must_use]
pub fn parse(text: &str) -> Vec<ClockRange> {
    let tokens = tokens(text);
    let at: Vec<usize> =
        (0..tokens.len()).filter(|&number| matches!(tokens[number].0, SourceToken::Range(..))).collect();
    let mut ranges: Vec<ClockRange> = at
        .iter()
        .filter_map(|&number| match &tokens[number] {
            (SourceToken::Range(start, end), span) => {
                Some(ClockRange { start: *start, end: *end, span: span.clone(), label: TimeLabel::default() })
            }
            _ => None,
        })
        .collect();
    let (Some(&first), Some(&last)) = (at.first(), at.last()) else { return ranges };
    let is_line_end = |(token, _): &(SourceToken, Range<usize>)| *token == SourceToken::Part(LINE);
    // Labels before the first range and after the last apply only if they are on the same line.
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

/// Strengths of separators: the end of a line, then `/`, `;` and `|`, then `,`. Only the first counts in brackets.
const LINE: u8 = 3;
const STRONG: u8 = 2;
const COMMA: u8 = 1;

/// Returns the index at which the tokens between two ranges are divided: the first of the strongest separators.
fn parting(between: &[(SourceToken, Range<usize>)]) -> usize {
    let strongest = between
        .iter()
        .filter_map(|(token, _)| if let SourceToken::Part(strength) = token { Some(*strength) } else { None });
    let Some(strongest) = strongest.max() else { return between.len() };
    between.iter().position(|(token, _)| *token == SourceToken::Part(strongest)).unwrap_or(between.len())
}

fn label(range: &mut ClockRange, tokens: &[(SourceToken, Range<usize>)], text: &str) {
    for (token, span) in tokens {
        range.label.add(token, span, text);
    }
    let words = tokens.iter().any(|(token, _)| matches!(token, SourceToken::Word { inside: true, .. }));
    range.label.is_unread = range.label.is_empty() && (words || range.label.is_unread);
}

/// Applies a label such as `All times are CEST`, on its own line, to every range without a label.
fn for_all(ranges: &mut [ClockRange], outside: &[&(SourceToken, Range<usize>)], text: &str) {
    if !outside.iter().any(|(token, _)| matches!(token, SourceToken::Word { all: true, .. })) {
        return;
    }
    let mut shared = TimeLabel::default();
    outside.iter().for_each(|(token, span)| shared.add(token, span, text));
    for range in ranges.iter_mut().filter(|range| range.label.is_empty() && !range.label.is_unread) {
        range.label = shared.clone();
    }
}

fn tokens(text: &str) -> Vec<(SourceToken, Range<usize>)> {
    let mut tokens: Vec<(SourceToken, Range<usize>)> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let before = text[..at].chars().next_back();
        let follows_a_time = matches!(tokens.last(), Some((SourceToken::Range(..), span)) if span.end == at);
        let fresh = !before.is_some_and(char::is_alphanumeric) || follows_a_day(&text[..at]) || follows_a_time;
        let mut length = c.len_utf8();
        let mut token = None;
        if fresh {
            if let Some((range, taken)) = range(rest) {
                (token, length) = (Some(range), taken);
            } else if let Some((offset, taken)) = offset(rest, depth > 0) {
                (token, length) = (Some(SourceToken::Offset(offset)), taken);
            } else if let Some((place, taken)) = places::find(rest).filter(|_| !text[..at].ends_with("New ")) {
                (token, length) = (Some(SourceToken::Place(place)), taken);
            } else if let Some((name, taken)) = abbreviations::find(rest) {
                (token, length) = (Some(SourceToken::Abbreviation(name)), taken);
            } else if c.is_alphanumeric() {
                let digits = c.is_ascii_digit();
                let inside = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphanumeric() };
                length = rest.find(|c: char| !inside(c)).unwrap_or(rest.len());
                let word = rest[..length].to_lowercase();
                let letters = word.contains(char::is_alphabetic);
                let known = ["local", "time", "times"].contains(&word.as_str());
                let word = SourceToken::Word { inside: depth > 0 && !known, all: word == "times" };
                token = letters.then_some(word);
            }
        }
        if token.is_none() {
            match c {
                '\n' => token = Some(SourceToken::Part(LINE)),
                ';' | '|' if depth == 0 => token = Some(SourceToken::Part(STRONG)),
                // `EST/EDT` is one label.
                '/' if depth == 0 && separates(&text[..at], &rest[1..]) => token = Some(SourceToken::Part(STRONG)),
                ',' if depth == 0 => token = Some(SourceToken::Part(COMMA)),
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

/// Whether a text ends with the date of an ISO timestamp: `2021-05-25T`.
fn follows_a_day(text: &str) -> bool {
    text.strip_suffix('T').is_some_and(|day| day.ends_with(|c: char| c.is_ascii_digit()))
}

fn separates(before: &str, after: &str) -> bool {
    before.ends_with(char::is_whitespace) || after.starts_with(|c: char| c.is_whitespace() || c.is_ascii_digit())
}

fn blank(text: &str) -> usize {
    text.len() - text.trim_start_matches([' ', '\t', '\u{a0}', '\u{202f}']).len()
}

/// Length of leading white space with at most one line break.
fn blank_line(text: &str) -> usize {
    let first = blank(text);
    let rest = &text[first..];
    let line = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'));
    line.map_or(first, |line| text.len() - line.len() + blank(line))
}

/// Reads `9:50-11:20`, `9:50 am – 11:20 am`, `9–11 am`, or a single time.
fn range(text: &str) -> Option<(SourceToken, usize)> {
    let first = clock::at(text)?;
    if let Some((second, length)) = second(text, first)
        && (!first.is_bare || second.half.is_some())
    {
        let (start, end) = ends(first, second)?;
        return Some((SourceToken::Range(start, Some(end)), length));
    }
    first.is_certain.then(|| first.time(None)).flatten().map(|start| (SourceToken::Range(start, None), first.length))
}

/// Reads a dash or a word such as `to` and the time after it. Returns the time and where it ends.
fn second(text: &str, first: ClockTime) -> Option<(ClockTime, usize)> {
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
    (!clock.is_bare).then(|| (clock, text.len() - joined.len() + clock.length))
}

/// Returns start and end. If only one of them gives the half of the day, the other gets the half that makes the range
/// shorter: `11:30–1 pm` begins in the morning.
fn ends(first: ClockTime, second: ClockTime) -> Option<(Time, Time)> {
    match (first.half, second.half) {
        (None, Some(half)) => {
            let end = second.time(None)?;
            [half, half.other()]
                .into_iter()
                .filter_map(|half: DayHalf| Some((first.time(Some(half))?, end)))
                .min_by_key(|(start, end)| minutes_between(*start, *end))
        }
        (Some(half), None) => {
            let start = first.time(None)?;
            [half, half.other()]
                .into_iter()
                .filter_map(|half: DayHalf| Some((start, second.time(Some(half))?)))
                .min_by_key(|(start, end)| minutes_between(*start, *end))
        }
        _ => Some((first.time(None)?, second.time(None)?)),
    }
}

/// Parses a text that is an offset: `UTC-5`, `+02:00`.
pub(super) fn offset_alone(text: &str) -> Option<Offset> {
    offset(text.trim(), true).filter(|(_, length)| *length == text.trim().len()).map(|(offset, _)| offset)
}

/// Reads an offset: `-5 GMT`, `UTC+05:30`, `GMT-5`, `+0200`, `UTC`, `Z`. A sign with only one or two digits counts only
/// in brackets.
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

/// Reads a sign with hours and optional minutes. The last value is whether the form alone shows that it is an offset.
fn signed(text: &str, named: bool) -> Option<(Offset, usize, bool)> {
    let sign = text.chars().next()?;
    let factor = match sign {
        '+' => 1,
        '-' | '\u{2212}' => -1,
        // Without a name, it is a dash between words.
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
    let after = rest[digits..].strip_prefix(':').and_then(|after| after.get(..2));
    if let Some(after) = after.filter(|after| digits < 4 && after.bytes().all(|b| b.is_ascii_digit())) {
        minutes = after.parse().ok()?;
        length += 3;
    }
    let more = rest[length..].starts_with(|c: char| c.is_alphanumeric());
    let is_valid = hours <= 14 && minutes < 60 && !more;
    let offset = Offset::from_seconds(factor * (hours * 3_600 + minutes * 60)).ok().filter(|_| is_valid)?;
    Some((offset, sign.len_utf8() + length, length > 2))
}

#[cfg(test)]
mod tests;
