//! The nearest known name, for help that is true: a name is offered only when it is close.

use crate::limits::{NEAR_NAME_CHARS, NEAR_NAMES};

/// The known name closest to `written`, ignoring case, if it is close enough that a slip of the keyboard explains it.
///
/// Looks at the first [`NEAR_NAMES`] known names and at no name of more than [`NEAR_NAME_CHARS`] characters.
#[must_use]
pub fn nearest<'a>(written: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let written = Word::new(written)?;
    let limit = (written.letters.len() / 3).clamp(1, 3);
    let mut known_word = Word::default();
    let mut best: Option<(usize, &str)> = None;
    for name in known.into_iter().take(NEAR_NAMES) {
        // Bytes bound characters from above, and a character takes four of them at most.
        if name.len() + limit < written.letters.len() || name.len() > 4 * (written.letters.len() + limit) {
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

/// The letters of a name in lower case, and which of them occur.
#[derive(Default)]
struct Word {
    letters: Vec<char>,
    /// One bit for each of 64 classes of characters.
    occurring: u64,
}

impl Word {
    /// A short name; `None` where it is too long to be compared.
    fn new(name: &str) -> Option<Self> {
        let mut word = Self::default();
        word.fill(name).then_some(word)
    }

    /// Replaces the letters by those of `name`; false where there are too many of them.
    fn fill(&mut self, name: &str) -> bool {
        self.letters.clear();
        self.occurring = 0;
        for c in name.chars().flat_map(char::to_lowercase).take(NEAR_NAME_CHARS + 1) {
            self.letters.push(c);
            self.occurring |= 1 << (c as u32 % 64);
        }
        self.letters.len() <= NEAR_NAME_CHARS
    }

    /// Whether lengths and letters allow `other` to be at most `limit` edits away: each edit changes two classes at most.
    fn may_be_within(&self, limit: usize, other: &Self) -> bool {
        self.letters.len().abs_diff(other.letters.len()) <= limit
            && (self.occurring ^ other.occurring).count_ones() as usize <= 2 * limit
    }
}

/// Edits of one character (insert, delete, replace, swap of neighbours) that turn one word into the other; `None` where
/// there are more than `limit`. Both words are short.
fn distance(a: &[char], b: &[char], limit: usize) -> Option<usize> {
    const FAR: usize = usize::MAX / 2;
    // The last three rows of the table, of which only the middle matters: what lies further out than `limit` is too far.
    let mut rows = [[FAR; NEAR_NAME_CHARS + 1]; 3];
    for (at, cell) in rows[0].iter_mut().enumerate().take(b.len().min(limit) + 1) {
        *cell = at;
    }
    for i in 1..=a.len() {
        let [before, last, row] = [(i + 1) % 3, (i + 2) % 3, i % 3];
        let (from, to) = (i.saturating_sub(limit), b.len().min(i + limit));
        // Beside the band that is computed stands what lies too far out.
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
    fn a_slip_of_the_keyboard_is_found_and_another_word_is_not() {
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

    /// The whole table, without any short cut.
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
        fn short_cuts_give_the_distance_of_the_whole_table(a in "[abc]{0,9}", b in "[abc]{0,9}", limit in 1_usize..=3) {
            let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let whole = plain_distance(&a, &b);
            assert_eq!(distance(&a, &b, limit), (whole <= limit).then_some(whole));
        }
    }
}
