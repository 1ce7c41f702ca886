//! Times of day, which should be backed by an event: `9:50`, `3 pm`, `09:50–11:20`, `UTC−5`.

use super::languages::WordTable;
use super::tokens::{TokenKind, Tokens};

/// Names of the time that offsets are relative to.
const ZERO: [&str; 3] = ["UTC", "GMT", "Z"];

/// Finds a time, a range of times or an offset that begins at, or just before, the number `at`. Returns its first token
/// and the one after it.
pub fn at(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    if let Some(next) = offset(tokens, at) {
        return Some(next);
    }
    let next = match time(tokens, at) {
        Some(next) => next,
        // `9–11 am`: the second time shows that the first number is a time too.
        None => {
            let ranged = after_range(tokens, at + 1).filter(|&next| named(tokens, next));
            // `9 h à 10 h 30`
            let in_hours = tokens.is_own(at + 1, |own| own.dates.hours);
            let ranged = ranged.or_else(|| after_range(tokens, at + 2).filter(|_| in_hours));
            ranged.filter(|_| tokens.plain(at).is_some())?
        }
    };
    Some((at, after_range(tokens, next).unwrap_or(next)))
}

/// The token after `– 11:20`, which ends a range that began before `at`.
fn after_range(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let joins = tokens.is_sign(at, "-–—−/")
        || tokens.is_any(at, &["to", "until", "till", "and"])
        || tokens.is_own(at, |own| own.dates.joints);
    time(tokens, at + 1).filter(|_| joins)
}

/// Whether the time that ends here is marked as one by letters such as `am`.
fn named(tokens: &Tokens<'_>, next: usize) -> bool {
    (next.saturating_sub(4)..next).any(|at| half_day(tokens, at).is_some())
}

/// The token after the time that begins at a number.
fn time(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let text = tokens.text(at);
    if tokens.kind(at) != TokenKind::Number {
        return None;
    }
    // `9.50 am`
    if let Some((hour, minute)) = text.split_once('.') {
        let fits = hour.parse::<u32>().is_ok_and(|hour| hour < 25) && minute.len() == 2;
        return half_day(tokens, at + 1).filter(|_| fits);
    }
    let (hour, digits) = tokens.plain(at)?;
    if hour > 24 || digits > 2 {
        return None;
    }
    let part = |at: usize| {
        let minutes = tokens.plain(at).is_some_and(|(minutes, digits)| minutes < 60 && digits == 2);
        minutes && tokens.glued(at) && tokens.glued(at - 1)
    };
    if tokens.is_sign(at + 1, ":") && part(at + 2) {
        let next = if tokens.is_sign(at + 3, ":") && part(at + 4) { at + 5 } else { at + 3 };
        return Some(half_day(tokens, next).unwrap_or(next));
    }
    // `9h50`, `21h`
    if tokens.is_any(at + 1, &["h", "u"]) && part(at + 2) {
        return Some(at + 3);
    }
    if tokens.is_any(at + 1, &["o'clock", "o’clock"]) {
        return Some(at + 2);
    }
    half_day(tokens, at + 1).or_else(|| in_own_words(tokens, at))
}

/// `14 h 30`, `à 14 heures`, `下午2点30分`, `الساعة 9`: the token after a time in the words of the language of the text.
fn in_own_words(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let own = tokens.own()?;
    let is_led = tokens.is_any(at.wrapping_sub(1), own.dates.at);
    let is_named = tokens.is_any(at.wrapping_sub(1), own.dates.hour_names);
    let is_minutes = |at: usize| tokens.plain(at).is_some_and(|(minutes, digits)| minutes < 60 && digits <= 2);
    let after_half = |at: usize| tokens.any_phrase_at(at, own.dates.half_days).unwrap_or(at);
    if tokens.is_any(at + 1, own.dates.hours) && is_minutes(at + 2) {
        let has_word = tokens.is_any(at + 3, own.dates.minutes);
        let is_whole = has_word || tokens.plain(at + 2).is_some_and(|(_, digits)| digits == 2);
        return is_whole.then(|| after_half(at + 3 + usize::from(has_word)));
    }
    let has_hours = tokens.is_any(at + 1, own.dates.hours) || tokens.is_any(at + 1, own.dates.long_hours);
    if (is_led || is_named) && has_hours {
        return Some(after_half(at + 2));
    }
    let half = after_half(at + 1);
    (is_named || (is_led && half > at + 1)).then_some(half)
}

/// The token after `am`, `pm`, `a.m.` or `p.m.`
fn half_day(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.is_any(at, &["am", "pm"]) {
        return Some(at + 1);
    }
    if let Some(next) = tokens.own().and_then(|own| own_half_day(tokens, at, own)) {
        return Some(next);
    }
    let dotted = tokens.is_any(at, &["a", "p"])
        && tokens.is_sign(at + 1, ".")
        && tokens.is(at + 2, "m")
        && tokens.is_sign(at + 3, ".")
        && tokens.glued(at + 2);
    dotted.then_some(at + 4)
}

/// `صباحا`, `du matin`, `a. m.`: a half of the day after hours and minutes.
fn own_half_day(tokens: &Tokens<'_>, at: usize, own: &WordTable) -> Option<usize> {
    let has_minutes = tokens.ties(at.wrapping_sub(2), ":");
    let spaced = tokens.is_any(at, &["a", "p"])
        && tokens.is_sign(at + 1, ".")
        && tokens.is(at + 2, "m")
        && tokens.is_sign(at + 3, ".")
        && tokens.glued(at + 3);
    match spaced {
        true => Some(at + 4),
        false => tokens.any_phrase_at(at, own.dates.half_days).filter(|_| has_minutes),
    }
}

/// `UTC−5`, `GMT+5:30`, `-5 GMT`.
fn offset(tokens: &Tokens<'_>, at: usize) -> Option<(usize, usize)> {
    let sign = at.wrapping_sub(1);
    if !tokens.is_sign(sign, "+-−±–") || tokens.plain(at).is_none_or(|(_, digits)| digits > 4) {
        return None;
    }
    let next = time(tokens, at).unwrap_or(at + 1);
    if tokens.is_any(at.wrapping_sub(2), &ZERO) {
        return Some((at - 2, next));
    }
    tokens.is_any(next, &ZERO).then_some((sign, next + 1))
}

/// The token after the length of a recording: `a video (4:12)`.
pub fn length_of_recording(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const RECORDINGS: &[&str] = &[
        "video",
        "videos",
        "youtube",
        "vimeo",
        "podcast",
        "episode",
        "recording",
        "audio",
        "film",
        "clip",
        "song",
        "track",
        "vidéo",
        "vídeo",
        "podcasts",
        "trailer",
        "talk",
    ];
    let is_alone = tokens.is_sign(at.wrapping_sub(1), "([") && tokens.is_sign(at + 3, ")]");
    let is_length = is_alone && tokens.is_sign(at + 1, ":") && tokens.glued(at + 1) && tokens.glued(at + 2);
    (is_length && tokens.sentence_of(at).any(|word| tokens.is_any(word, RECORDINGS))).then_some(at + 3)
}

/// The token that ends the sentence around `at`: all times in a sentence are those of one event.
pub fn sentence_end(tokens: &Tokens<'_>, at: usize) -> usize {
    (at..tokens.len()).find(|&at| tokens.ends_sentence(at)).unwrap_or(tokens.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<&str> {
        let tokens = Tokens::new(text, None);
        let number = (0..tokens.len()).find(|&at| tokens.kind(at) == TokenKind::Number)?;
        at(&tokens, number).map(|(first, next)| &text[tokens.span(first, next)])
    }

    #[test]
    fn times_of_day_are_recognised_by_their_form() {
        for (text, span) in [
            ("at 9:50 sharp", "9:50"),
            ("9:50-11:20 (New York)", "9:50-11:20"),
            ("15:50 – 17:20 (CEST)", "15:50 – 17:20"),
            ("9:50 am – 11:20 am", "9:50 am – 11:20 am"),
            ("at 3 pm.", "3 pm"),
            ("at 3pm", "3pm"),
            ("from 9 to 11 a.m. on", "9 to 11 a.m."),
            ("9–11 am", "9–11 am"),
            ("at 9.30 pm", "9.30 pm"),
            ("à 9h50", "9h50"),
            ("7 o’clock", "7 o’clock"),
            ("09:50 at UTC−5", "09:50"),
            ("at UTC−5", "UTC−5"),
            ("(-5 GMT)", "-5 GMT"),
            ("UTC+5:30", "UTC+5:30"),
        ] {
            assert_eq!(found(text), Some(span), "{text}");
        }
        for text in ["3 people", "a ratio of 3:1", "16:9", "25:00", "9:5", "in 9.50 years", "5 to 6", "10 am-", "−5 °C"]
        {
            let is_allowed = text == "10 am-";
            assert_eq!(found(text).is_some(), is_allowed, "{text}");
        }
    }
}
