//! What keeps its own direction in text that reads from right to left: addresses, telephone numbers, dates of digits, and names in
//! Latin letters that begin or end with a sign. Browsers order all else by the rules of Unicode (UAX #9).

use std::ops::Range;

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;

/// Minimum number of digits of a telephone number with its prefix.
const DIGITS: usize = 6;

/// How many letters of a text read in each direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// From left to right.
    pub left_to_right: usize,
    /// From right to left.
    pub right_to_left: usize,
}

impl Letters {
    /// Counts the letters of a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars() {
            match class(c) {
                BidiClass::LeftToRight => letters.left_to_right += 1,
                BidiClass::RightToLeft | BidiClass::ArabicLetter => letters.right_to_left += 1,
                _ => {}
            }
        }
        letters
    }
}

/// Whether a text may contain letters that read from right to left: they begin at U+0590.
#[must_use]
pub fn may_read_from_right(text: &str) -> bool {
    text.bytes().any(|byte| byte >= 0xD6)
}

fn class(c: char) -> BidiClass {
    match c {
        'a'..='z' | 'A'..='Z' => BidiClass::LeftToRight,
        '\0'..='\u{7F}' => BidiClass::OtherNeutral, // digits and signs
        _ => CodePointMapData::<BidiClass>::new().get(c),
    }
}

/// The parts of a text from right to left that must be kept from left to right, in their order: telephone numbers, dates of digits,
/// addresses, and names in Latin letters that begin or end with a sign, as in `C++`.
#[must_use]
pub fn left_to_right_parts(text: &str) -> Vec<Range<usize>> {
    let mut parts = telephone_numbers(text);
    let is_free = |range: &Range<usize>, parts: &[Range<usize>]| {
        parts.iter().all(|part| part.end <= range.start || range.end <= part.start)
    };
    for date in dates(text) {
        if is_free(&date, &parts) {
            parts.push(date);
        }
    }
    for run in latin_runs(text) {
        if run.needs_isolation(text) && is_free(&run.range, &parts) {
            parts.push(run.range);
        }
    }
    parts.sort_by_key(|part| part.start);
    parts
}

/// Words in Latin letters, with numbers between or after them, that follow each other with single spaces.
#[derive(Debug)]
struct LatinRun {
    range: Range<usize>,
    /// The words.
    words: Vec<Range<usize>>,
}

impl LatinRun {
    /// Whether browsers would show its words in another order, or a sign on the other side, in text from right to left.
    fn needs_isolation(&self, text: &str) -> bool {
        let (Some(first), Some(last)) = (self.words.first(), self.words.last()) else { return false };
        let is_outside = |c: char| !c.is_alphanumeric();
        let (first, last) = (&text[first.clone()], &text[last.clone()]);
        first.starts_with(is_outside)
            || last.ends_with(is_outside)
            || begins_with_number(first)
            || text[self.range.clone()].contains("://")
            || text[self.range.clone()].contains('@')
    }
}

/// Whether a word begins with a number that a sign parts from letters: `4-H`.
fn begins_with_number(word: &str) -> bool {
    let rest = word.trim_start_matches(|c: char| c.is_ascii_digit());
    let sign = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
    rest.len() < word.len() && sign.len() < rest.len() && sign.starts_with(|c| class(c) == BidiClass::LeftToRight)
}

/// Signs before a word that belong to its sentence. A dot belongs to the word, as in `.org`.
const BEFORE: &[char] = &['(', '[', '{', '"', '\'', '«', '»', '“', '”', '‘', '–', '—'];
/// Signs after a word that belong to its sentence.
const AFTER: &[char] =
    &[')', ']', '}', '"', '\'', '«', '»', '”', '’', ',', ';', ':', '!', '?', '.', '…', '–', '—', '،', '؛', '؟', '۔'];

fn latin_runs(text: &str) -> Vec<LatinRun> {
    let mut runs: Vec<LatinRun> = Vec::new();
    if !text.bytes().any(|byte| byte.is_ascii_alphabetic()) {
        return runs;
    }
    let mut is_open = false;
    for piece in text.split_inclusive(' ') {
        let start = piece.as_ptr() as usize - text.as_ptr() as usize;
        let whole = piece.trim_end();
        let inner = whole.trim_start_matches(BEFORE);
        let before = whole.len() - inner.len();
        let inner = inner.trim_end_matches(AFTER);
        let range = start + before..start + before + inner.len();
        let letters = Letters::new(inner);
        let is_number = !inner.is_empty() && inner.chars().all(|c| c.is_ascii_digit());
        let is_latin = letters.right_to_left == 0 && (letters.left_to_right > 0 || is_number && is_open);
        is_open &= is_latin && before == 0;
        match runs.last_mut().filter(|_| is_open) {
            Some(run) => {
                run.range.end = range.end;
                run.words.push(range.clone());
            }
            None if is_latin && !is_number => runs.push(LatinRun { range: range.clone(), words: vec![range.clone()] }),
            None => {}
        }
        is_open = is_latin && piece.len() == whole.len() + 1 && range.end == start + whole.len();
    }
    runs
}

/// Whether a text is a web or mail address.
#[must_use]
pub fn is_address(text: &str) -> bool {
    let is_word = !text.contains(|c: char| c.is_whitespace() || c == '<');
    is_word && (text.contains("://") || text.starts_with("www.") || text.contains('@') || is_host_or_path(text))
}

/// Whether a word is a host or a path without a scheme, in Latin letters.
fn is_host_or_path(word: &str) -> bool {
    word.is_ascii() && word.contains(['.', '/']) && word.contains(|c: char| c.is_ascii_alphabetic())
}

/// Dates as three groups of digits: 2026-11-27. After Arabic letters, the groups would change places.
fn dates(text: &str) -> Vec<Range<usize>> {
    let is_part = |c: char| c == '-' || c.is_alphanumeric();
    let mut dates = Vec::new();
    let mut end = 0;
    while let Some(at) = text[end..].find(is_part) {
        let start = end + at;
        end = text[start..].find(|c| !is_part(c)).map_or(text.len(), |length| start + length);
        let groups = || text[start..end].split('-');
        let is_group =
            |group: &str| (1..=4).contains(&group.chars().count()) && group.chars().all(|c| digit(c).is_some());
        if groups().count() == 3 && groups().all(is_group) {
            dates.push(start..end);
        }
    }
    dates
}

/// Telephone numbers in a text: groups of digits after `+`, `(` or a zero.
#[must_use]
pub fn telephone_numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers = Vec::new();
    let mut end = 0;
    for (start, c) in text.char_indices() {
        if start < end || !(matches!(c, '+' | '(') || digit(c) == Some(0)) {
            continue;
        }
        let before = text[..start].chars().next_back();
        let is_free = before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '.' | ',' | ':' | '/' | '-' | '+'));
        if let Some(length) = is_free.then(|| telephone_length(&text[start..])).flatten() {
            end = start + length;
            numbers.push(start..end);
        }
    }
    numbers
}

/// The length of the telephone number that a text begins with.
fn telephone_length(text: &str) -> Option<usize> {
    let (mut digits, mut groups, mut length, mut is_in_group) = (0, 0, 0, false);
    let mut open = 0_i32;
    // A number in parentheses does not have them: `(+231 77 555 010)`.
    let mut is_closed = true;
    for (at, c) in text.char_indices() {
        if digit(c).is_some() {
            digits += 1;
            groups += usize::from(!is_in_group);
            is_in_group = true;
            length = at + c.len_utf8();
            is_closed = open == 0;
            continue;
        }
        let is_joint = match c {
            '+' => at == 0 || text[..at].ends_with('('),
            '(' => open == 0,
            ')' => open > 0 && digits > 0,
            '-' | '\u{2011}' | ' ' | '\u{a0}' | '/' => is_in_group || text[..at].ends_with(')'),
            _ => false,
        };
        if !is_joint {
            break;
        }
        open += i32::from(c == '(') - i32::from(c == ')');
        is_in_group = false;
    }
    // A single group keeps its order by itself, unless there is a sign before it.
    (is_closed && digits >= DIGITS && (groups > 1 || text.starts_with(['+', '(']))).then_some(length)
}

/// The value of a digit of the scripts that are written from right to left, or of ASCII.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn telephone_numbers_are_found() {
        for (text, wanted) in [
            ("اتصل +961 1 234-567، ثم", &["+961 1 234-567"][..]),
            ("(01) 234 567", &["(01) 234 567"]),
            ("01-234567 أو +96170123456.", &["01-234567", "+96170123456"]),
            ("٠١-٢٣٤٥٦٧", &["٠١-٢٣٤٥٦٧"]),
            ("+1 (555) 010-0199", &["+1 (555) 010-0199"]),
            ("مركز (+231 77 555 010)", &["+231 77 555 010"]),
            ("(01 234 567)", &["01 234 567"]),
        ] {
            let found: Vec<&str> = telephone_numbers(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, wanted, "{text}");
        }
        for text in
            ["2019-2026", "2026-11-27", "1,000,000", "(2026)", "0.5", "123456", "0123456789", "+5", "10-0", "(1) 2"]
        {
            assert!(telephone_numbers(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn dates_are_found() {
        let of = |text| -> Vec<&str> { dates(text).into_iter().map(|range| &text[range]).collect() };
        assert_eq!(of("من 2026-11-16 إلى ٢٠٢٦-١١-٢٢."), ["2026-11-16", "٢٠٢٦-١١-٢٢"]);
        assert!(of("2019-2026 COVID-19 a-1-2 1-2-3-4 20261-11-1 -1-2").is_empty());
        assert_eq!(left_to_right_parts("01-23-4567, 2026-11-27"), [0..10, 12..22]);
    }

    #[test]
    fn names_with_signs_at_their_ends_are_kept_together() {
        for (text, wanted) in [
            ("تعلم Visual C++ اليوم", &["Visual C++"][..]),
            ("راسل info@example.org، أو +961 1 234-567.", &["info@example.org", "+961 1 234-567"]),
            ("انظر https://example.org/a/ الآن", &["https://example.org/a/"]),
            ("نادي 4-H Club هنا", &["4-H Club"]),
            ("وسم #water و @who", &["#water", "@who"]),
        ] {
            let found: Vec<&str> = left_to_right_parts(text).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, wanted, "{text}");
        }
        // Browsers order these as they are read.
        for text in [
            "في 2026 Connect2Recover بدأ",
            "برنامج Connect2Recover 2026 (GMT, UTC±0).",
            "قال (World Bank): 5",
            "a.",
            "3.5G",
            "",
        ] {
            assert!(left_to_right_parts(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn letters_are_counted_by_their_direction() {
        assert_eq!(Letters::new("ab 12 שלום é"), Letters { left_to_right: 3, right_to_left: 4 });
        assert_eq!(Letters::new("+231 77 (٢)"), Letters::default());
        assert!(may_read_from_right("ש") && may_read_from_right("ع") && !may_read_from_right("naïve Ж"));
    }

    #[test]
    fn addresses_are_recognised() {
        assert!(["https://a.example/", "a@b.example", "www.a.example", "a.example/b"].into_iter().all(is_address));
        assert!(
            ["نص", "a b", "انظر a.example/b", "<code>a.b</code>", "ABC"].into_iter().all(|words| !is_address(words))
        );
    }
}
