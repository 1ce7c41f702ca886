//! Fast checks that rule out most texts and most words, so that only a few are read in full.

use std::ops::Range;

/// Whether a text without digits may contain a quantity: a number word beside a word that makes it count something.
/// Fast, and rules out nearly every text: it compares the first three letters of each word with those of number words,
/// and reads a word in full only if they match.
pub fn may_count(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut three = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        three = (three << 5 | usize::from(byte & 0x1F)) & 0x7FFF;
        if BEGINNINGS[three >> 6] >> (three & 63) & 1 == 1 && at >= 2 {
            let start = at - 2;
            let length = bytes[start..].iter().take(10).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let begins = start == 0 || !bytes[start - 1].is_ascii_alphabetic();
            if begins && (3..=9).contains(&length) && counts(text, start..start + length) {
                return true;
            }
        }
    }
    false
}

/// Whether the word at a range is a number or part of one, and the words beside it make it count something.
fn counts(text: &str, word: Range<usize>) -> bool {
    let number = &lower(&text.as_bytes()[word.clone()])[..word.len()];
    if !is_number_word(number) {
        return false;
    }
    let before = |words: &[&str]| {
        let text = text[..word.start].trim_end_matches(is_between);
        let letters = text.bytes().rev().take_while(u8::is_ascii_alphabetic).count();
        is_any(&text[text.len() - letters..], words)
    };
    let after = text[word.end..].trim_start_matches(is_between);
    match number {
        b"hundred" | b"thousand" | b"million" | b"billion" | b"trillion" => true,
        b"thirds" | b"quarters" | b"fourths" | b"fifths" | b"tenths" => true,
        b"half" => is_any(first_word(after), &["of", "the", "a", "an"]),
        b"third" | b"quarter" | b"fourth" | b"fifth" | b"sixth" | b"seventh" | b"eighth" | b"ninth" | b"tenth" => {
            before(&["one", "a"])
        }
        _ => super::counts(first_word(after)) || after.starts_with(['%', '٪', '％']) || before(&["every"]),
    }
}

/// Whether a character may come between the words of a number.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '‑' | '–')
}

fn first_word(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_alphabetic).count()]
}

fn is_any(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// A set of the first three letters of number words: one bit for each combination of positions in the alphabet.
const BEGINNINGS: [u64; 512] = {
    let words = b"one two thr fou fiv six sev eig nin ten ele twe thi for fif hun tho mil bil tri hal qua";
    let mut bits = [0; 512];
    let mut at = 0;
    while at < words.len() {
        let (a, b, c) = (words[at] as usize & 0x1F, words[at + 1] as usize & 0x1F, words[at + 2] as usize & 0x1F);
        let three = a << 10 | b << 5 | c;
        bits[three >> 6] |= 1 << (three & 63);
        at += 4;
    }
    bits
};

/// Whether a number word or phrase begins with a letter, by its position in the alphabet.
const MAY_BEGIN: [bool; 32] = {
    let mut letters = [false; 32];
    let begins = b"abefhmnoqst";
    let mut at = 0;
    while at < begins.len() {
        letters[(begins[at] & 0x1F) as usize] = true;
        at += 1;
    }
    letters
};

/// Whether a word in lower case is a number or part of one.
fn is_number_word(word: &[u8]) -> bool {
    matches!(
        word,
        b"one"
            | b"two"
            | b"three"
            | b"four"
            | b"five"
            | b"six"
            | b"seven"
            | b"eight"
            | b"nine"
            | b"ten"
            | b"eleven"
            | b"twelve"
            | b"thirteen"
            | b"fourteen"
            | b"fifteen"
            | b"sixteen"
            | b"seventeen"
            | b"eighteen"
            | b"nineteen"
            | b"twenty"
            | b"thirty"
            | b"forty"
            | b"fifty"
            | b"sixty"
            | b"seventy"
            | b"eighty"
            | b"ninety"
            | b"hundred"
            | b"thousand"
            | b"million"
            | b"billion"
            | b"trillion"
            | b"half"
            | b"third"
            | b"thirds"
            | b"quarter"
            | b"quarters"
            | b"fourth"
            | b"fourths"
            | b"fifth"
            | b"fifths"
            | b"sixth"
            | b"seventh"
            | b"eighth"
            | b"ninth"
            | b"tenth"
            | b"tenths"
    )
}

/// Whether a number or a phrase may begin with this word. A fast check that rules out most words.
pub fn may_begin(word: &str) -> bool {
    let length = word.len();
    let first = word.bytes().next().unwrap_or(0);
    if length > 9 || !MAY_BEGIN[usize::from(first & 0x1F)] {
        return false;
    }
    let word = &lower(word.as_bytes())[..length];
    let phrases = matches!(word, b"a" | b"an" | b"of" | b"most" | b"all" | b"none" | b"majority" | b"minority");
    phrases || is_number_word(word)
}

/// Returns a word of at most nine bytes in lower case, padded with zeros.
fn lower(word: &[u8]) -> [u8; 9] {
    let mut lower = [0; 9];
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::super::{PARTS, SMALL, TENS};
    use super::*;

    #[test]
    fn every_number_word_passes_the_fast_check() {
        let words = SMALL.iter().map(|(word, _)| *word).chain(TENS.iter().map(|(word, _)| *word));
        for word in words {
            for text in [format!("The {}\u{a0}PEOPLE", word.to_uppercase()), format!("“{word} per cent”")] {
                assert!(may_count(&text), "{text}");
            }
        }
        for (one, many, _) in &PARTS[1..] {
            for text in [format!("one {one} of them"), format!("A-{one}"), format!("Two-{many}")] {
                assert!(may_count(&text), "{text}");
            }
        }
        for text in ["a hundred", "half of", "half\na million", "of every three", "one in five", "nine person"] {
            assert!(may_count(text), "{text}");
        }
    }

    #[test]
    fn words_that_do_not_count_are_ruled_out() {
        for text in [
            "",
            "None of these: honest, often, attend, sixthly",
            "été one day",
            "—one1ne people",
            "half past, a better half",
            "the third and the fourth-rate quarter, one by one",
            "two pages; five, people",
        ] {
            assert!(!may_count(text), "{text}");
        }
    }
}
