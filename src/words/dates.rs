//! Dates in all their usual forms. A date is not a statistic, so it does not need a record.

use super::tokens::{TokenKind, Tokens};
use super::units::{self, after_month, is_month, is_weekday};

/// The maximum number of days read in a list such as `24, 25 and 26 May`.
const LIST: usize = 6;

/// The token after the date that the number `at` is part of.
pub fn at(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    compact(tokens, at).or_else(|| day_of_month(tokens, at)).or_else(|| elsewhere(tokens, at))
}

/// The token after a year or a range of years: `2019`, `2019/20`, `2019–2021`, `1990s`.
pub fn year(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    // `’21`
    let short = tokens.is_sign(at.wrapping_sub(1), "'’‘") && tokens.glued(at) && tokens.plain(at)?.1 == 2;
    if short {
        return Some(at + 1 + usize::from(is_decade(tokens, at)));
    }
    let decade = is_decade(tokens, at) && tokens.plain(at).is_some_and(|(year, _)| year % 10 == 0);
    if decade && (is_year(tokens, at) || tokens.plain(at)?.1 == 2) {
        return Some(at + 2);
    }
    if !is_year(tokens, at) {
        return None;
    }
    let tied = tokens.is_sign(at + 1, "-–—/") && tokens.glued(at + 1) && tokens.glued(at + 2);
    let second = tied && (is_year(tokens, at + 2) || tokens.plain(at + 2).is_some_and(|(_, digits)| digits == 2));
    Some(if second { at + 3 } else { at + 1 })
}

fn is_decade(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.glued(at + 1) && tokens.word(at + 1) == "s"
}

pub fn is_year(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.plain(at).is_some_and(|(value, digits)| digits == 4 && (1000..3000).contains(&value))
}

fn is_day(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.plain(at).is_some_and(|(value, digits)| digits <= 2 && (1..=31).contains(&value))
}

fn is_month_number(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.plain(at).is_some_and(|(value, digits)| digits <= 2 && (1..=12).contains(&value))
}

/// Whether the token ends an ordinal: `th` directly after digits.
pub fn is_ordinal(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.glued(at)
        && tokens.is_among(at, |table| table.dates.ordinals)
        && tokens.kind(at.wrapping_sub(1)) == TokenKind::Number
}

/// `2021-05-25`, `25/05/2021`, `25.05.2021`, `05/2021`, `2021-05-25T09:50`.
fn compact(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let tied = |at: usize| tokens.is_sign(at, "-–‑/") && tokens.glued(at) && tokens.glued(at + 1);
    let text = tokens.text(at);
    if text.matches('.').count() == 2 {
        let parts: Vec<&str> = text.split('.').collect();
        let within = |part: &str, most: u32| part.len() <= 2 && part.parse().is_ok_and(|n: u32| n > 0 && n <= most);
        let whole = within(parts[0], 31) && within(parts[1], 12) && matches!(parts[2].len(), 2 | 4);
        return whole.then_some(at + 1);
    }
    if !tied(at + 1) {
        return None;
    }
    if is_year(tokens, at) && is_month_number(tokens, at + 2) && tied(at + 3) && is_day(tokens, at + 4) {
        let clock = tokens.glued(at + 5) && tokens.is(at + 5, "T");
        return Some(if clock { after_chunk(tokens, at + 5) } else { at + 5 });
    }
    if tied(at + 3) && is_day(tokens, at) && is_day(tokens, at + 2) {
        let month = is_month_number(tokens, at) || is_month_number(tokens, at + 2);
        let year = is_year(tokens, at + 4) || tokens.plain(at + 4).is_some_and(|(_, digits)| digits == 2);
        return (month && year).then_some(at + 5);
    }
    (is_month_number(tokens, at) && is_year(tokens, at + 2)).then_some(at + 3)
}

/// The token after a number in a period that is relative to today: `the last three months`, `the next 10 days`.
pub fn relative(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_led = tokens.is_any(at.wrapping_sub(1), &["last", "past", "next", "coming", "previous"])
        && tokens.is_any(at.wrapping_sub(2), &["the", "these", "our", "your", "over"]);
    let is_time =
        tokens.is_any(at + 1, &["years", "months", "weeks", "days", "hours", "minutes", "seconds", "decades"]);
    ((is_led && is_time) || is_relative(tokens, at)).then_some(at + 1)
}

/// `les trois derniers mois`, `за последние 10 дней`, in the language of the text.
fn is_relative(tokens: &Tokens<'_>, at: usize) -> bool {
    const TIMES: [&str; 7] = ["years", "months", "weeks", "days", "hours", "minutes", "seconds"];
    let Some(own) = tokens.own() else { return false };
    let is_word = |at: usize| tokens.is_any(at, own.dates.relative);
    let is_time = |at: usize| units::measure(tokens, at).is_some_and(|unit| TIMES.contains(&unit));
    let Some(time) = (at + 1..=at + 3).find(|&at| is_time(at)) else { return false };
    is_word(at.wrapping_sub(1)) || is_word(at.wrapping_sub(2)) || (at + 1..=time + 1).any(is_word)
}

fn after_chunk(tokens: &Tokens<'_>, at: usize) -> usize {
    (at + 1..tokens.len()).find(|&at| !tokens.glued(at)).unwrap_or(tokens.len())
}

/// `25 May`, `25th of May`, `24–28 May`, `May 25th`, `May 24 and 25`, `Tuesday 25`, `on the 25th`.
fn day_of_month(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if !is_day(tokens, at) {
        return None;
    }
    let after = |at: usize| at + 1 + usize::from(is_ordinal(tokens, at + 1));
    // The month after it; other days of a list may come in between.
    let mut next = after(at);
    for _ in 0..LIST {
        let mut month = next;
        month += usize::from(tokens.is_sign(month, "."));
        month += usize::from(tokens.is_among(month, |table| table.dates.of));
        if let Some(next) = after_month(tokens, month) {
            return Some(next);
        }
        let day = after_joint(tokens, next);
        match day.filter(|&day| is_day(tokens, day)) {
            Some(day) => next = after(day),
            None => break,
        }
    }
    // The month, or the day of the week, before it.
    let leads = |at: usize| is_month(tokens, at) || is_weekday(tokens, at);
    if led_by(tokens, at, &leads) {
        return Some(after(at));
    }
    let by_itself = is_ordinal(tokens, at + 1)
        && tokens.is(at.wrapping_sub(1), "the")
        && tokens.is_any(at.wrapping_sub(2), &["on", "by", "until", "from", "before", "after", "since"]);
    by_itself.then(|| after(at))
}

/// The token after a year and a word for it: `2026 году`.
pub fn after_named_year(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let next = year(tokens, at)?;
    let is_named = tokens.is_own(next, |own| own.dates.after_years) && !tokens.is(next, "м");
    let tie = tokens.is_sign(next, "-‑") && tokens.glued(next);
    let is_decade = tie && tokens.is_own(next + 1, |own| own.dates.after_years);
    (is_named || is_decade).then_some(next + 1 + usize::from(is_decade))
}

/// Whether a word joins the items of a list.
fn is_joint(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_among(at, |table| table.dates.joints)
}

/// The token after a word or sign that joins the items of a list: `, and`, `–`, `to`.
fn after_joint(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let comma = usize::from(tokens.is_sign(at, ","));
    let words = usize::from(is_joint(tokens, at + comma));
    let sign = usize::from(tokens.is_sign(at, "-–—/&"));
    let length = if comma + words > 0 { comma + words } else { sign };
    // `le 1er et le 3 août`
    let article = usize::from(words > 0 && tokens.is_own(at + length, |own| own.shares.articles));
    (length > 0).then_some(at + length + article)
}

/// Whether a token for which `leads` is true precedes a number, directly or before other numbers of the same list:
/// `May` in `May 24 and 25`.
pub fn led_by(tokens: &Tokens<'_>, at: usize, leads: &dyn Fn(usize) -> bool) -> bool {
    let mut before = at.wrapping_sub(1);
    for _ in 0..LIST {
        before = before.wrapping_sub(usize::from(tokens.is_sign(before, ".")));
        let article = tokens.is(before, "the") || tokens.is_own(before, |own| own.shares.articles);
        before = before.wrapping_sub(usize::from(article));
        if leads(before) {
            return true;
        }
        let joint = before;
        before = before.wrapping_sub(usize::from(is_joint(tokens, before)));
        before = before.wrapping_sub(usize::from(tokens.is_sign(before, ",-–—/&")));
        let ordinal = usize::from(is_ordinal(tokens, before));
        if before == joint || tokens.kind(before.wrapping_sub(ordinal)) != TokenKind::Number {
            return false;
        }
        before = before.wrapping_sub(ordinal + 1);
    }
    false
}

/// A date in a language without a table of months: a day, a word and a year, as in `25 mai 2021` and `25. Mai 2021`.
fn elsewhere(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut word = at + 1;
    word += usize::from(tokens.is_sign(word, "."));
    word += usize::from(tokens.is_any(word, &["de", "di", "da"]));
    let mut year = word + 1;
    year += usize::from(tokens.is_any(year, &["de", "del", "di", "da"]));
    let apart = tokens.kind(word) == TokenKind::Word && !tokens.glued(word) && tokens.word(word).chars().count() > 2;
    let counts = units::is_counted(tokens, word) || units::is_measure(tokens, word);
    (is_day(tokens, at) && apart && !counts && is_year(tokens, year)).then_some(year + 1)
}

/// `2021年5月25日`, `2021년 5월`.
pub fn with_signs(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const SIGNS: [char; 6] = ['年', '月', '日', '년', '월', '일'];
    let word = tokens.word(at + 1);
    // `2018 年 3 月`, with spaces
    let dated = word.starts_with(SIGNS)
        && (tokens.glued(at + 1) || word.chars().count() == 1 || tokens.word(at.wrapping_sub(1)).ends_with(SIGNS));
    dated.then_some(at + 1)
}
