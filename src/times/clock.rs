//! A clock time as people write it: `9:50`, `09.50`, `9h50`, `9 am`, `noon`.

use jiff::civil::Time;

/// A clock time at the head of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Clock {
    pub hour: i8,
    pub minute: i8,
    /// Which half of the day it says, if it does.
    pub half: Option<Half>,
    /// Whether it can be nothing but a time: it has minutes behind a colon, or a word.
    pub sure: bool,
    /// Whether it is an hour and nothing else: `9`.
    pub bare: bool,
    /// How many bytes it takes.
    pub length: usize,
}

/// `am` or `pm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Half {
    Morning,
    Afternoon,
}

impl Half {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Morning => Self::Afternoon,
            Self::Afternoon => Self::Morning,
        }
    }
}

impl Clock {
    /// The time of day, its half being `half` unless it says so itself.
    pub(super) fn time(self, half: Option<Half>) -> Option<Time> {
        let hour = match self.half.or(half) {
            Some(_) if !(1..=12).contains(&self.hour) => self.half.is_none().then_some(self.hour)?,
            Some(Half::Morning) => self.hour % 12,
            Some(Half::Afternoon) => self.hour % 12 + 12,
            None => self.hour,
        };
        // A day ends where the next begins.
        let hour = if hour == 24 && self.minute == 0 { 0 } else { hour };
        Time::new(hour, self.minute, 0, 0).ok()
    }
}

/// The clock time that a text is, however it is written; for what to type instead.
#[must_use]
pub fn parse(text: &str) -> Option<Time> {
    let clock = at(text.trim()).filter(|clock| !clock.bare && clock.length == text.trim().len())?;
    clock.time(None)
}

/// The clock time that a text begins with.
pub(super) fn at(text: &str) -> Option<Clock> {
    for (word, hour) in [("noon", 12), ("midnight", 0)] {
        if starts_with_word(text, word) {
            return Some(Clock { hour, minute: 0, half: None, sure: true, bare: false, length: word.len() });
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let hour: i8 = text[..digits].parse().ok()?;
    let mut clock = Clock { hour, minute: 0, half: None, sure: false, bare: true, length: digits };
    let rest = &text[digits..];
    if let Some((minute, mark)) = minutes(rest) {
        clock.minute = minute;
        clock.sure = mark != '.';
        clock.bare = false;
        clock.length += 1 + 2;
        // Seconds that say nothing.
        if text[clock.length..].starts_with(":00") {
            clock.length += 3;
        }
    }
    let rest = &text[clock.length..];
    let inner = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let halves = [("a.m.", Half::Morning), ("p.m.", Half::Afternoon), ("am", Half::Morning), ("pm", Half::Afternoon)];
    let half = halves.into_iter().find(|(word, _)| starts_with_word(inner, word));
    let word = half
        .map(|(word, _)| word)
        .or_else(|| ["noon", "Uhr", "hrs", "hours", "h"].into_iter().find(|word| starts_with_word(inner, word)));
    if let Some(word) = word {
        clock.half = half.map(|(_, half)| half);
        clock.sure = true;
        clock.bare = false;
        clock.length += rest.len() - inner.len() + word.len();
    }
    let hours = if clock.half.is_some() { 1..=12 } else { 0..=24 };
    (hours.contains(&clock.hour) && (clock.hour < 24 || clock.minute == 0)).then_some(clock)
}

/// `:50`, `.50` or `h50`, and which of them.
fn minutes(text: &str) -> Option<(i8, char)> {
    let mark = text.chars().next().filter(|c| [':', '.', 'h', 'H'].contains(c))?;
    let digits = text.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let behind = &text[3..];
    let more = behind.starts_with(|c: char| c.is_ascii_digit());
    // `25.05.2021` is a day.
    let day =
        mark == '.' && behind.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    digits.parse().ok().filter(|minute| *minute < 60 && !more && !day).map(|minute| (minute, mark))
}

fn starts_with_word(text: &str, word: &str) -> bool {
    let head = text.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
    head && !text[word.len()..].starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        let read = |text: &str| parse(text).map(|time| format!("{:02}:{:02}", time.hour(), time.minute()));
        for (text, wanted) in [
            ("9:50", "09:50"),
            ("09.50", "09:50"),
            ("9h50", "09:50"),
            ("9:50 am", "09:50"),
            ("9:50 p.m.", "21:50"),
            ("12 am", "00:00"),
            ("12 noon", "12:00"),
            ("noon", "12:00"),
            ("24:00", "00:00"),
            ("15 Uhr", "15:00"),
            ("17:20:00", "17:20"),
        ] {
            assert_eq!(read(text).as_deref(), Some(wanted), "{text}");
        }
        for text in ["9", "25:00", "9:60", "13 pm", "9:5", "12.05.2021", "950", ""] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
