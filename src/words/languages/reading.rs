//! Reads quantities, shares and changes by the words of a table, as most languages write them.

use std::ops::Range;

use super::{Cardinal, WordTable};
use crate::words::phrases::{ParsedShare, REACH, SharePhrase, hedges};
use crate::words::quantity::Quantity;
use crate::words::shares::Share;
use crate::words::tokens::{TokenKind, Tokens};
use crate::words::{Direction, digits, money, units};

/// The largest denominator of a share.
const MOST_PARTS: u32 = 1_000;

/// The maximum number of tokens of a number in words that is followed back to its beginning.
const LONGEST: usize = 12;

/// The largest numerator before the name of a part: `nineteen twentieths`.
const MOST_NAMED: u32 = 20;

/// Reads what a number in words counts. Returns the token after the quantity, and the quantity.
pub fn quantity(tokens: &Tokens<'_>, at: usize, table: &WordTable, cardinal: &Cardinal) -> Option<(usize, Quantity)> {
    let before = at.wrapping_sub(1);
    // `una o dos personas`
    let is_vague = tokens.is_any(before, &["o", "ou", "или", "أو"])
        && tokens
            .is_any(before.wrapping_sub(1), &["un", "une", "una", "uno", "um", "uma", "один", "одна", "одно", "واحد"]);
    if is_vague
        || is_inside(tokens, at)
        || is_idiom(tokens, at, table)
        || units::is_numbered(tokens, before)
        || is_year(tokens, at, table, cardinal)
    {
        return None;
    }
    let next = cardinal.next;
    let is_one = cardinal.value == "1" && cardinal.zeros == 0;
    let (value, scale) = units::scaled(&cardinal.value, cardinal.zeros);
    let mut quantity = Quantity { value: Some(value), scale, ..Quantity::default() };
    if let Some((unit, end)) = units::percent(tokens, next) {
        quantity.unit = Some(unit);
        return Some((end, quantity));
    }
    let noun = noun(tokens, next, table);
    let currency = money::in_words(tokens, noun);
    let measure = units::measure(tokens, noun);
    if measure == Some("years") && tokens.any_phrase_before(at, table.units.ages).is_some() {
        return None;
    }
    let is_unit = measure.is_some() || currency.is_some();
    let counts = !is_one && (units::is_counted(tokens, noun) || is_unit);
    let is_scaled =
        !cardinal.is_article && (scale.is_some() || quantity.value.as_ref().is_some_and(|value| value.len() > 3));
    if !counts && !is_scaled {
        return None;
    }
    match currency {
        Some(codes) => quantity.take_currency(codes),
        None => quantity.unit = Some(measure.filter(|unit| !unit.is_empty()).unwrap_or("count")),
    }
    Some((next, quantity))
}

/// `百分之三十`: a percentage whose word comes before its number. Returns the token after it.
pub fn percentage(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<(usize, Quantity)> {
    let number = tokens.any_phrase_at(at, table.units.percent_before)?;
    let cardinal = tokens.language()?.cardinal(tokens, number)?;
    let (value, scale) = units::scaled(&cardinal.value, cardinal.zeros);
    Some((cardinal.next, Quantity { value: Some(value), scale, unit: Some("percent"), ..Quantity::default() }))
}

/// The first token of a phrase before a number that makes it a percentage.
pub fn percent_before(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    tokens.any_phrase_before(at, tokens.own()?.units.percent_before)
}

/// The token of what is counted after a number that ends before a token: `personnes` in `millions de personnes`.
fn noun(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> usize {
    let classifier = at + usize::from(tokens.is_any(at, table.units.classifiers));
    tokens.any_phrase_at(classifier, table.units.of).unwrap_or(classifier)
}

/// Whether a token is inside a number in words that begins before it, and was not read as a quantity: `el año dos mil`.
fn is_inside(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(language) = tokens.language() else { return false };
    let first = at.saturating_sub(LONGEST);
    let words =
        (first..at).rev().take_while(|&before| tokens.kind(before) == TokenKind::Word || tokens.is_sign(before, "-‑"));
    let mut begins = words.filter(|&before| language.may_begin(tokens, before));
    begins.any(|before| language.cardinal(tokens, before).is_some_and(|cardinal| cardinal.next > at))
}

/// Whether a number word is part of a phrase that does not count anything.
fn is_idiom(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> bool {
    let begins = |phrase: &&str| {
        let words = phrase.split(' ').count();
        (0..words).any(|back| tokens.phrase_at(at.wrapping_sub(back), phrase).is_some_and(|next| next > at))
    };
    table.numerals.idioms.iter().any(begins)
}

/// Whether a number in words is a year: `l'an deux mille`.
fn is_year(tokens: &Tokens<'_>, at: usize, table: &WordTable, cardinal: &Cardinal) -> bool {
    let value =
        cardinal.value.parse::<u32>().ok().map(|value| value.saturating_mul(10_u32.saturating_pow(cardinal.zeros)));
    let is_marked = tokens.is_any(at.wrapping_sub(1), table.dates.before_years)
        || tokens.is_any(at.wrapping_sub(1), table.dates.months)
        || tokens.is_any(cardinal.next, table.dates.after_years);
    is_marked && value.is_some_and(|value| (1000..3000).contains(&value))
}

/// Reads a share in numbers that begins at a token.
pub fn part(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<ParsedShare> {
    let shares = &table.shares;
    let before = at.wrapping_sub(1);
    let found = fixed(tokens, at, table).or_else(|| named(tokens, at, table));
    let Some((next, above, below)) = found else { return out_of(tokens, at, table) };
    let is_named = fixed(tokens, at, table).is_none();
    let of = tokens.any_phrase_at(next, shares.of);
    let noun = of.unwrap_or(next);
    let is_of_time = |at: usize| {
        tokens.kind(at) == TokenKind::Number && of.is_some()
            || tokens.is_any(at, shares.not_before)
            || units::is_month(tokens, at)
    };
    // `un cinquième enfant`
    let is_ordinal = is_named && above == 1 && of.is_none() && tokens.kind(next) == TokenKind::Word;
    let is_other = is_ordinal
        || tokens.any_phrase_before(at, shares.not_after).is_some()
        || (next..=noun + 1).any(is_of_time)
        || units::measure(tokens, noun).is_some()
        || units::is_numbered(tokens, before);
    let is_number =
        of.is_some() || units::is_counted_one(tokens, next) || units::is_counted(tokens, at.wrapping_sub(1));
    (!is_other).then_some((next, above, below, is_number || above > 1))
}

/// `la moitié`
fn fixed(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<(usize, u32, u32)> {
    let known = table.shares.fixed.iter();
    let found = known.filter_map(|(phrase, above, below)| Some((tokens.phrase_at(at, phrase)?, *above, *below)));
    found.max_by_key(|(next, ..)| *next)
}

/// `un tiers`, `trois quarts`
fn named(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<(usize, u32, u32)> {
    if table.shares.parts.is_empty() {
        return None;
    }
    let (above, word) = count(tokens, at)?;
    let word = word + usize::from(tokens.is_sign(word, "-‑") && tokens.glued(word));
    let known = table.shares.parts.iter();
    let found = known.filter_map(|(one, many, below)| {
        let phrase = if above == 1 { one } else { many };
        Some((tokens.phrase_at(word, phrase).filter(|_| !phrase.is_empty())?, above, *below))
    });
    let found = found.max_by_key(|(next, ..)| *next)?;
    (0 < above && above < found.2 && above < MOST_NAMED).then_some(found)
}

/// `deux personnes sur cinq`, `tres de cada cinco`
fn out_of(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<ParsedShare> {
    let (above, next) = count(tokens, at)?;
    let counted = units::is_counted_one(tokens, next);
    let link = |at: usize| tokens.any_phrase_at(at, table.shares.links);
    let of = link(next).or_else(|| link(next + usize::from(counted)))?;
    let (below, end) = count(tokens, of)?;
    let noun = noun(tokens, end, table);
    // `deux pays sur cinq continents` and `2 sur 2019` are not shares.
    let is_other = (counted && units::is_counted_one(tokens, noun))
        || units::percent(tokens, end).is_some()
        || units::scale(tokens, end).is_some()
        || units::is_month(tokens, end)
        || units::is_measure(tokens, noun)
        || units::is_numbered(tokens, at.wrapping_sub(1));
    (above > 0 && above < below && below <= MOST_PARTS && !is_other).then_some((end, above, below, true))
}

/// Reads a whole number up to a thousand, in digits or in words. Returns its value and the token after it.
pub fn count(tokens: &Tokens<'_>, at: usize) -> Option<(u32, usize)> {
    if tokens.kind(at) == TokenKind::Number {
        let (value, _) = tokens.plain(at)?;
        let is_whole = tokens.text(at).chars().all(|c| digits::value(c).is_some());
        return is_whole.then_some((value, at + 1));
    }
    let cardinal = tokens.language().filter(|language| language.may_begin(tokens, at))?.cardinal(tokens, at)?;
    let value = cardinal.value.parse().ok().filter(|_| cardinal.zeros == 0)?;
    Some((value, cardinal.next))
}

/// Reads a share without a number that begins at a token.
pub fn quantifier(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<SharePhrase> {
    let known = table.shares.quantifiers.iter();
    let found = known.filter_map(|(phrase, name)| Some((tokens.phrase_at(at, phrase)?, *name)));
    let (next, name) = found.max_by_key(|(next, _)| *next)?;
    let share = Share::quantifier(name)?;
    let before = at.wrapping_sub(1);
    let opens =
        !matches!(tokens.kind(before), TokenKind::Word | TokenKind::Number | TokenKind::Stat | TokenKind::Opaque);
    let is_free = match name {
        "all" => opens && units::is_counted(tokens, next),
        "none" => opens,
        _ => true,
    };
    if !is_free {
        return None;
    }
    let is_aside = tokens.is_any(before, table.shares.prepositions);
    Some(SharePhrase { first: at, next, from: at, share, is_number: false, is_aside })
}

/// Finds words for a change before token `at`. Returns their tokens and the direction.
pub fn change_before(tokens: &Tokens<'_>, at: usize, table: &WordTable) -> Option<(Range<usize>, Direction)> {
    let changes = &table.changes;
    let (end, ..) = hedges(tokens, at, false);
    let word = |at: usize| direction(tokens, at, changes.falls, changes.rises);
    let far = tokens.any_phrase_before(end, changes.far);
    let found = far.and_then(|link| {
        let words = (link.saturating_sub(REACH)..link).rev().take_while(|&at| !tokens.ends_clause(at));
        words.into_iter().find_map(|at| Some((at, word(at)?)))
    });
    let (first, direction) = found.or_else(|| {
        let links = changes.by.iter().filter_map(|link| match *link {
            "" => Some(end),
            link => tokens.phrase_before(end, link),
        });
        let mut ends = links.flat_map(|link| {
            let is_adverb = changes.adverbs.iter().any(|ending| tokens.lower(link.wrapping_sub(1)).ends_with(ending));
            [link, link.saturating_sub(usize::from(is_adverb))]
        });
        ends.find_map(|link| Some((link.checked_sub(1)?, word(link.checked_sub(1)?)?)))
    })?;
    let has_call = (first..at).any(|at| tokens.kind(at) == TokenKind::Stat);
    Some((first..if has_call { first + 1 } else { at }, direction))
}

/// Finds words for a change after the number whose tokens are `number`. Returns their tokens and the direction.
pub fn change_after(tokens: &Tokens<'_>, number: Range<usize>, table: &WordTable) -> Option<(Range<usize>, Direction)> {
    let mut at = number.end;
    at = units::scale(tokens, at).map_or(at, |(_, next)| next);
    at = match units::percent(tokens, at) {
        Some((_, next)) => next,
        None => at + usize::from(units::is_measure(tokens, at) || units::is_counted(tokens, at)),
    };
    let known = table.changes.after.iter();
    let found = known.filter_map(|(phrase, direction)| Some((tokens.phrase_at(at, phrase)?, *direction)));
    let (next, direction) = found.max_by_key(|(next, _)| *next)?;
    let ends = tokens.ends_clause(next) || tokens.is_sign(next, ",،、，()]”’\"'»—");
    (ends || tokens.is_any(next, table.changes.followers)).then_some((at..next, direction))
}

fn direction(tokens: &Tokens<'_>, at: usize, down: &[&str], up: &[&str]) -> Option<Direction> {
    if tokens.is_any(at, down) {
        return Some(Direction::Down);
    }
    tokens.is_any(at, up).then_some(Direction::Up)
}
