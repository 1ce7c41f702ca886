//! Finds the known name that is most similar to an unknown one. A name is suggested only if it is close.

use super::Certainty;
use crate::limits::{NEAR_NAME_CHARS, NEAR_NAMES};

/// Names of fewer characters are too short to be certain of: `of` is one letter away from `or`, `off` and `if`.
const SHORTEST_CERTAIN: usize = 4;

/// The known name closest to a written one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closest<'a> {
    /// The known name.
    pub name: &'a str,
    /// Certain if only this name is one letter away, or differs in nothing but case.
    pub certainty: Certainty,
}

/// Like [`nearest`], with how certain it is that the name is meant.
#[must_use]
pub fn closest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<Closest<'a>> {
    let known: Vec<&str> = known.into_iter().collect();
    let name = nearest(written, known.iter().copied())?;
    let written = Word::new(written)?;
    let is_within = |name: &str, limit: usize| {
        Word::new(name).is_some_and(|name| distance(&written.letters, &name.letters, limit).is_some())
    };
    let limit = usize::from(!is_within(name, 0));
    let others = known.iter().filter(|other| **other != name && is_within(other, limit)).count();
    let is_long = name.chars().count() >= SHORTEST_CERTAIN && written.letters.len() >= SHORTEST_CERTAIN;
    let is_certain = is_within(name, limit) && others == 0 && (limit == 0 || is_long) && known.len() <= NEAR_NAMES;
    Some(Closest { name, certainty: if is_certain { Certainty::Certain } else { Certainty::Suggested } })
}

/// Returns the known name closest to `written`, ignoring case, if a typing error explains the difference.
///
/// Searches the first [`NEAR_NAMES`] known names and ignores names of more than [`NEAR_NAME_CHARS`] characters.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = Word::new(written)?;
    let limit = (written.letters.len() / 3).clamp(1, 3);
    let mut known_word = Word::default();
    let mut best: Option<(usize, &str)> = None;
    let longest = written.letters.len() + limit;
    for name in known.into_iter().take(NEAR_NAMES) {
        // A character has between one and four bytes; most names have one for each.
        let is_too_long = name.len() > longest && (name.len() > 4 * longest || name.is_ascii());
        if name.len() + limit < written.letters.len() || is_too_long {
            continue;
        }
        if !known_word.fill(name) || !known_word.may_be_within(limit, &written) {
            continue;
        }
        let is_better = |found: &usize| best.is_none_or(|best| (*found, name) < best);
        if let Some(found) = distance(&written.letters, &known_word.letters, limit).filter(is_better) {
            best = Some((found, name));
        }
    }
    best.map(|(_, name)| name)
}

/// The letters of a name in lower case, and the set of those that occur.
#[derive(Default)]
struct Word {
    letters: Vec<char>,
    /// One bit for each of 64 classes of characters.
    occurring: u64,
}

impl Word {
    /// Creates a word; `None` if the name is too long to compare.
    fn new(name: &str) -> Option<Self> {
        let mut word = Self::default();
        word.fill(name).then_some(word)
    }

    /// Replaces the letters by those of `name`; returns false if there are too many.
    fn fill(&mut self, name: &str) -> bool {
        self.letters.clear();
        self.occurring = 0;
        for c in name.chars().flat_map(char::to_lowercase).take(NEAR_NAME_CHARS + 1) {
            self.letters.push(c);
            self.occurring |= 1 << (c as u32 % 64);
        }
        self.letters.len() <= NEAR_NAME_CHARS
    }

    /// Whether lengths and letters allow a distance of at most `limit` edits: each edit changes at most two classes.
    fn may_be_within(&self, limit: usize, other: &Self) -> bool {
        self.letters.len().abs_diff(other.letters.len()) <= limit
            && (self.occurring ^ other.occurring).count_ones() as usize <= 2 * limit
    }
}

/// The number of edits (insert, delete, replace, swap of neighbours) between two short words; `None` if there are more
/// than `limit`.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    const FAR: usize = usize::MAX / 2;
    // The last three rows of the table. Only cells within `limit` of the diagonal are computed.
    let mut rows = [[FAR; NEAR_NAME_CHARS + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate().take(b.len().min(limit) + 1) {
        *cell = at;
    }
    for i in 1..=a.len() {
        let [before, last, row] = [(i + 1) % 3, (i + 2) % 3, i % 3];
        let (from, to) = (i.saturating_sub(limit), b.len().min(i + limit));
        // The cells next to the computed band count as too far.
        rows[row][from.saturating_sub(1)] = FAR;
        if let Some(cell) = rows[row].get_mut(to + 1) {
            *cell = FAR;
        }
        let mut least = FAR;
        for j in from..=to {
            let mut best = if j == 0 { i } else { FAR };
            if j > 0 {
                let replaced = rows[last][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                best = replaced.min(rows[last][j] + 1).min(rows[row][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(rows[before][j - 2] + 1);
                }
            }
            rows[row][j] = best;
            least = least.min(best);
        }
        if least > limit {
            return None;
        }
    }
    Some(rows[a.len() % 3][b.len()]).filter(|distance| *distance <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_are_found_and_other_words_are_not() {
        let known = ["title", "description", "date", "slug"];
        assert_eq!(nearest("tilte", known), Some("title"));
        assert_eq!(nearest("Titel", known), Some("title"));
        assert_eq!(nearest("descripton", known), Some("description"));
        assert_eq!(nearest("weight", known), None);
        assert_eq!(nearest("xy", known), None);
        assert_eq!(nearest("étt", ["été", "ete"]), Some("été"));
        assert_eq!(nearest("", ["a", "ab"]), Some("a"));
        assert_eq!(nearest(&"a".repeat(NEAR_NAME_CHARS), [&*"a".repeat(NEAR_NAME_CHARS + 1)]), None);
    }

    #[test]
    fn a_name_is_certain_if_no_other_is_one_letter_away() {
        let certainty =
            |written, known: &[&'static str]| closest(written, known.iter().copied()).map(|it| it.certainty);
        for (written, known, expected) in [
            ("tilte", &["title", "date"][..], Some(Certainty::Certain)),
            ("Title", &["title", "tile"], Some(Certainty::Certain)),
            ("ID", &["id", "is"], Some(Certainty::Certain)),
            ("dates", &["date", "dated"], Some(Certainty::Suggested)),
            ("descripshon", &["description"], Some(Certainty::Suggested)),
            ("off", &["of"], Some(Certainty::Suggested)),
            ("TITLE", &["title", "Title"], Some(Certainty::Suggested)),
            ("weight", &["title"], None),
        ] {
            assert_eq!(certainty(written, known), expected, "{written}");
        }
    }

    /// The whole table, without shortcuts.
    fn plain_distance(a: &[char], b: &[char]) -> usize {
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for (i, row) in rows.iter_mut().enumerate() {
            row[0] = i;
        }
        rows[0] = (0..=b.len()).collect();
        for i in 1..=a.len() {
            for j in 1..=b.len() {
                let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                rows[i][j] = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    rows[i][j] = rows[i][j].min(rows[i - 2][j - 2] + 1);
                }
            }
        }
        rows[a.len()][b.len()]
    }

    proptest::proptest! {
        #[test]
        fn shortcuts_give_the_distance_of_the_whole_table(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 1_usize..=3) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let whole = plain_distance(&a, &b);
            assert_eq!(distance(&a, &b, limit), (whole <= limit).then_some(whole));
        }
    }
}
