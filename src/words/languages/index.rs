//! The words of a table by their first words, for fast checks and for splitting texts.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::{Grammar, Numeral, Splitting, WordTable};

/// The fewest letters of a word before which joined letters are split off.
const FEWEST_LETTERS: usize = 3;

/// The words of a table, collected once.
pub struct WordIndex {
    splitting: Splitting,
    /// Number words by their first words: the phrase and its meaning.
    numerals: HashMap<&'static str, Vec<(&'static str, Numeral)>>,
    /// First words of numbers and of phrases for shares.
    beginnings: HashSet<&'static str>,
    /// All words, for splitting.
    vocabulary: HashSet<&'static str>,
    /// The same, for texts without spaces.
    cuts: Option<AhoCorasick>,
    /// Words of which a text with a number in words contains at least one.
    signals: Option<AhoCorasick>,
}

impl WordIndex {
    pub fn new(table: &'static WordTable) -> Self {
        let mut numerals: HashMap<&'static str, Vec<(&'static str, Numeral)>> = HashMap::new();
        for (phrase, numeral) in table.numerals.words {
            numerals.entry(first(phrase)).or_default().push((phrase, *numeral));
        }
        let fixed = table.shares.fixed.iter().map(|(phrase, ..)| *phrase);
        let quantifiers = table.shares.quantifiers.iter().map(|(phrase, _)| *phrase);
        let percent = table.units.percent_before.iter().copied();
        let phrases = fixed.clone().chain(quantifiers).chain(percent.clone());
        let beginnings =
            phrases.map(first).chain(numerals.keys().copied()).chain(table.numerals.articles.iter().copied());
        let beginnings: HashSet<&'static str> = beginnings.collect();
        let is_dense = table.splitting == Splitting::Dense;
        let splits = is_dense || matches!(table.splitting, Splitting::Prefixes(_));
        let vocabulary: HashSet<&'static str> =
            if splits { vocabulary(table).flat_map(|phrase| phrase.split(' ')).collect() } else { HashSet::new() };
        let cuts = is_dense.then(|| {
            let words = vocabulary.iter().filter(|word| !word.is_empty());
            AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words).ok()
        });
        // A number that no text counts anything with, an article, is not a signal.
        let counting = table.numerals.words.iter().filter(|(_, numeral)| !matches!(numeral, Numeral::Plain(0 | 1)));
        let parts = table.shares.parts.iter().flat_map(|(one, many, _)| [*one, *many]);
        let links = table.shares.links.iter().copied();
        let signals =
            fixed.chain(percent).chain(parts).chain(links).map(first).chain(counting.map(|(phrase, _)| first(phrase)));
        let signals: HashSet<String> = signals.filter(|word| !word.is_empty()).flat_map(in_cases).collect();
        Self {
            splitting: table.splitting,
            numerals,
            beginnings,
            vocabulary,
            cuts: cuts.flatten(),
            signals: AhoCorasick::new(signals).ok(),
        }
    }

    /// Number words that begin with this word.
    pub fn numerals(&self, word: &str) -> &[(&'static str, Numeral)] {
        self.numerals.get(word).map_or(&[], Vec::as_slice)
    }

    /// Whether a number or a phrase for a share may begin with this word.
    pub fn may_begin(&self, word: &str) -> bool {
        match self.splitting {
            // Runs of numerals are words of their own.
            Splitting::Dense => self.beginnings.contains(word) || super::chinese::is_numeral(word),
            _ => self.beginnings.contains(word),
        }
    }

    /// Whether a text contains a word that numbers in words consist of.
    pub fn may_count(&self, text: &str) -> bool {
        let Some(signals) = &self.signals else { return false };
        let is_whole = |range: Range<usize>| match self.splitting {
            Splitting::Dense => true,
            splitting => {
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
                let begins = !is_letter(text[..range.start].chars().next_back());
                let is_joined = matches!(splitting, Splitting::Prefixes(_));
                (begins || is_joined) && !is_letter(text[range.end..].chars().next())
            }
        };
        signals.find_overlapping_iter(text).any(|found| is_whole(found.range()))
    }
}

fn first(phrase: &'static str) -> &'static str {
    phrase.split(' ').next().unwrap_or(phrase)
}

/// A word in lower case, with a capital, and in capitals.
fn in_cases(word: &'static str) -> [String; 3] {
    let mut letters = word.chars();
    let capital = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    [word.to_owned(), capital, word.to_uppercase()]
}

/// All phrases of a table after or before which a text may be split.
fn vocabulary(table: &'static WordTable) -> impl Iterator<Item = &'static str> {
    let (numerals, units, shares) = (&table.numerals, &table.units, &table.shares);
    let (changes, dates, names) = (&table.changes, &table.dates, &table.names);
    let lists = [
        numerals.joints,
        numerals.articles,
        numerals.ordinals,
        numerals.idioms,
        numerals.minus,
        units.of,
        units.classifiers,
        units.percent,
        units.percent_before,
        units.points,
        units.counted,
        units.one_counted,
        shares.links,
        shares.not_after,
        shares.not_before,
        shares.of,
        shares.prepositions,
        changes.falls,
        changes.rises,
        changes.by,
        changes.far,
        changes.followers,
        dates.months,
        dates.at,
        dates.half_days,
        dates.relative,
        dates.hours,
        dates.minutes,
        dates.before_years,
        dates.after_years,
        names.numbered,
        table.observations.times,
        table.observations.comparisons,
    ];
    let words = lists.into_iter().flatten().copied();
    words
        .chain(numerals.words.iter().map(|(word, _)| *word))
        .chain(units.scales.iter().map(|(word, _)| *word))
        .chain(units.measures.iter().map(|(word, _)| *word))
        .chain(units.currencies.iter().map(|(word, _)| *word))
        .chain(shares.fixed.iter().map(|(word, ..)| *word))
        .chain(shares.parts.iter().flat_map(|(one, many, _)| [*one, *many]))
        .chain(shares.quantifiers.iter().map(|(word, _)| *word))
        .chain(shares.hedges.iter().chain(shares.hedges_of_shares).chain(shares.hedges_after).map(|(word, _)| *word))
        .chain(changes.after.iter().map(|(word, _)| *word))
}

/// Splits a word in lower case as its language needs it. Calls `push` with the range of each part.
pub fn split(language: &dyn Grammar, word: &str, mut push: impl FnMut(Range<usize>)) {
    match language.table().splitting {
        Splitting::Spaces => push(0..word.len()),
        Splitting::Elisions => {
            let apostrophe = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’'));
            match apostrophe.filter(|(at, c)| (1..=6).contains(at) && at + c.len_utf8() < word.len()) {
                Some((at, c)) => {
                    push(0..at);
                    push(at + c.len_utf8()..word.len());
                }
                None => push(0..word.len()),
            }
        }
        Splitting::Prefixes(prefixes) => {
            let vocabulary = &language.index().vocabulary;
            let fits = |rest: &str| vocabulary.contains(rest) && rest.chars().count() >= FEWEST_LETTERS;
            let prefix = prefixes.iter().find(|prefix| word.strip_prefix(**prefix).is_some_and(fits));
            match prefix.filter(|_| !vocabulary.contains(word)) {
                Some(prefix) => {
                    push(0..prefix.len());
                    push(prefix.len()..word.len());
                }
                None => push(0..word.len()),
            }
        }
        Splitting::Dense => match &language.index().cuts {
            Some(cuts) => cut(word, cuts, push),
            None => push(0..word.len()),
        },
    }
}

/// Cuts a text without spaces at known words. Numerals beside one another are one word.
fn cut(text: &str, cuts: &AhoCorasick, mut push: impl FnMut(Range<usize>)) {
    let mut numeral: Option<Range<usize>> = None;
    let mut at = 0;
    let mut add = |range: Range<usize>, is_numeral: bool, push: &mut dyn FnMut(Range<usize>)| match &mut numeral {
        Some(run) if is_numeral && run.end == range.start => run.end = range.end,
        run => {
            if let Some(run) = run.take() {
                push(run);
            }
            match is_numeral {
                true => *run = Some(range),
                false if !range.is_empty() => push(range),
                false => {}
            }
        }
    };
    while let Some(found) = cuts.find(Input::new(text).range(at..)) {
        if found.start() > at {
            add(at..found.start(), false, &mut push);
        }
        let word = found.start()..super::chinese::end_of_word(text, found.range());
        at = word.end;
        add(word.clone(), super::chinese::is_numeral(&text[word]), &mut push);
    }
    add(at..text.len(), false, &mut push);
}
