//! Quick looks that clear most texts and most words, so that only a few are read.

/// Whether a text holds a word that may be part of a number in words. A quick look that clears most texts: it knows
/// the first three letters of each, and looks closer only where they stand.
pub fn holds_number_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut three = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        three = (three << 5 | usize::from(byte & 0x1F)) & 0x7FFF;
        if BEGINNINGS[three >> 6] >> (three & 63) & 1 == 1 && at >= 2 {
            let start = at - 2;
            let length = bytes[start..].iter().take(10).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let begins = start == 0 || !bytes[start - 1].is_ascii_alphabetic();
            if begins && (3..=9).contains(&length) && is_number_word(&bytes[start..start + length]) {
                return true;
            }
        }
    }
    false
}

/// A bit for every three letters, by their places in the alphabet, that a number word begins with.
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

/// Letters that number words and phrases begin with, by their place in the alphabet.
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

fn is_number_word(word: &[u8]) -> bool {
    matches!(
        &lower(word)[..word.len()],
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

/// Whether a number or a phrase may begin with a word: a quick look that clears most words.
pub fn may_begin(word: &str) -> bool {
    let length = word.len();
    let first = word.bytes().next().unwrap_or(0);
    if length > 9 || !MAY_BEGIN[usize::from(first & 0x1F)] {
        return false;
    }
    let phrases = matches!(
        &lower(word.as_bytes())[..length],
        b"a" | b"an" | b"of" | b"most" | b"all" | b"none" | b"majority" | b"minority"
    );
    phrases || is_number_word(word.as_bytes())
}

/// The first bytes of a word of nine at most, in lower case.
fn lower(word: &[u8]) -> [u8; 9] {
    let mut lower = [0; 9];
    for (to, from) in lower.iter_mut().zip(word) {
        *to = from.to_ascii_lowercase();
    }
    lower
}

#[cfg(test)]
mod tests {
    use super::super::english::{PARTS, SMALL, TENS};
    use super::*;

    #[test]
    fn the_quick_look_passes_every_number_word() {
        let words = SMALL.iter().map(|(word, _)| *word).chain(TENS.iter().map(|(word, _)| *word));
        let parts = PARTS.iter().filter(|(one, ..)| *one != "half").map(|(one, ..)| *one);
        for word in words.chain(parts).chain(["half", "thirds", "quarters", "hundred", "million"]) {
            for text in [word.to_owned(), format!("The {}-X", word.to_uppercase()), format!("“{word}”")] {
                assert!(holds_number_word(&text), "{text}");
            }
        }
        for text in ["", "These are none; honest, often, attend, sixthly", "été", "—one1ne"] {
            assert_eq!(holds_number_word(text), text.contains("one1"), "{text}");
        }
    }
}
