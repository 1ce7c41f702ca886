//! The words that differ between two texts, for the report on a page that has changed.

/// Maximum number of cells of the table that finds the words that two texts share. Longer texts are compared from both ends only.
const MOST_CELLS: usize = 4_000_000;
/// Maximum number of words of one side of a change that are shown.
const SHOWN: usize = 16;

/// Words that were replaced by others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordChange {
    /// The words in the old text; may be empty.
    pub old: String,
    /// The words in the new text; may be empty.
    pub new: String,
}

/// The words that differ, in the order of the texts.
#[must_use]
pub fn word_changes(old: &str, new: &str) -> Vec<WordChange> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.split_whitespace().collect(), new.split_whitespace().collect());
    let start = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[start..], &new[start..]);
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count();
    let (old, new) = (&old[..old.len() - end], &new[..new.len() - end]);
    let mut changes = Vec::new();
    let (mut from_old, mut from_new) = (0, 0);
    let mut add = |old: &[&str], new: &[&str]| {
        if !(old.is_empty() && new.is_empty()) {
            changes.push(WordChange { old: shown(old), new: shown(new) });
        }
    };
    for (a, b) in shared(old, new) {
        add(&old[from_old..a], &new[from_new..b]);
        (from_old, from_new) = (a + 1, b + 1);
    }
    add(&old[from_old..], &new[from_new..]);
    changes
}

/// The positions of the longest sequence of words that both texts have.
fn shared(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    if old.is_empty() || new.is_empty() || (old.len() + 1).saturating_mul(width) > MOST_CELLS {
        return Vec::new();
    }
    // The lengths of the sequences of the rests of both texts.
    let mut table = vec![0_u32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            table[a * width + b] = if old[a] == new[b] {
                table[(a + 1) * width + b + 1] + 1
            } else {
                table[(a + 1) * width + b].max(table[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b, mut found) = (0, 0, Vec::new());
    while a < old.len() && b < new.len() {
        if old[a] == new[b] {
            found.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if table[(a + 1) * width + b] >= table[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    found
}

fn shown(words: &[&str]) -> String {
    match words.len() {
        0..=SHOWN => words.join(" "),
        _ => format!("{} … {}", words[..SHOWN / 2].join(" "), words[words.len() - SHOWN / 2..].join(" ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changes(old: &str, new: &str) -> Vec<(String, String)> {
        word_changes(old, new).into_iter().map(|change| (change.old, change.new)).collect()
    }

    #[test]
    fn only_words_that_differ_are_shown() {
        assert_eq!(changes("one two three", "one two three"), []);
        assert_eq!(changes("a 5 b c 7 d", "a 6 b c 8 9 d"), [("5".into(), "6".into()), ("7".into(), "8 9".into())]);
        assert_eq!(changes("", "new words"), [(String::new(), "new words".into())]);
        assert_eq!(changes("a a a", "a a"), [("a".into(), String::new())]);
    }

    #[test]
    fn long_changes_are_cut() {
        let long: Vec<String> = (0..40).map(|number| number.to_string()).collect();
        let (old, _) = changes(&long.join(" "), "").remove(0);
        assert_eq!(old, "0 1 2 3 4 5 6 7 … 32 33 34 35 36 37 38 39");
        let many: Vec<String> = (0..3_000).map(|number| number.to_string()).collect();
        let other: Vec<String> = (0..3_000).map(|number| (number + 5_000).to_string()).collect();
        assert_eq!(changes(&many.join(" "), &other.join(" ")).len(), 1);
    }
}
