//! Reads clock times as people write them: `9:50`, `09.50`, `9h50`, `9 am`, `noon`.

use jiff::civil::Time;

/// A clock time at the start of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ClockTime {
    pub hour: i8,
    pub minute: i8,
    /// The half of the day, if the text gives it.
    pub half: Option<DayHalf>,
    /// Whether it is certainly a time: it has minutes after `:` or `h`, or a word such as `am`.
    pub is_certain: bool,
    /// Whether it is only an hour: `9`.
    pub is_bare: bool,
    /// Its length in bytes.
    pub length: usize,
}

/// `am` or `pm`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DayHalf {
    Morning,
    Afternoon,
}

impl DayHalf {
    pub(super) fn other(self) -> Self {
        match self {
            Self::Morning => Self::Afternoon,
            Self::Afternoon => Self::Morning,
        }
    }
}

impl ClockTime {
    /// Returns the time of day. `half` applies if the text does not give the half of the day.
    pub(super) fn time(self, half: Option<DayHalf>) -> Option<Time> {
        let hour = match self.half.or(half) {
            Some(_) if !(1..=12).contains(&self.hour) => self.half.is_none().then_some(self.hour)?,
            Some(DayHalf::Morning) => self.hour % 12,
            Some(DayHalf::Afternoon) => self.hour % 12 + 12,
            None => self.hour,
        };
        // 24:00 is 00:00 of the next day.
        let hour = if hour == 24 && self.minute == 0 { 0 } else { hour };
        Time::new(hour, self.minute, 0, 0).ok()
    }
}

/// Parses a text that is a clock time in any notation. Used to suggest the notation of records.
#[must_use]
pub fn parse(text: &str) -> Option<Time> {
    let clock = at(text.trim()).filter(|clock| !clock.is_bare && clock.length == text.trim().len())?;
    clock.time(None)
}

/// Reads the clock time at the start of a text.
pub(super) fn at(text: &str) -> Option<ClockTime> {
    for (word, hour) in [("noon", 12), ("midnight", 0)] {
        if starts_with_word(text, word) {
            return Some(ClockTime {
                hour,
                minute: 0,
                half: None,
                is_certain: true,
                is_bare: false,
                length: word.len(),
            });
        }
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=2).contains(&digits) {
        return None;
    }
    let hour: i8 = text[..digits].parse().ok()?;
    let mut clock = ClockTime { hour, minute: 0, half: None, is_certain: false, is_bare: true, length: digits };
    let rest = &text[digits..];
    if let Some((minute, mark)) = minutes(rest) {
        clock.minute = minute;
        clock.is_certain = mark != '.';
        clock.is_bare = false;
        clock.length += 1 + 2;
        // Seconds that are zero.
        if text[clock.length..].starts_with(":00") {
            clock.length += 3;
        }
    }
    let rest = &text[clock.length..];
    let inner = rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']);
    let halves = [
        ("a.m.", DayHalf::Morning),
        ("p.m.", DayHalf::Afternoon),
        ("am", DayHalf::Morning),
        ("pm", DayHalf::Afternoon),
    ];
    let half = halves.into_iter().find(|(word, _)| starts_with_word(inner, word));
    let word = half
        .map(|(word, _)| word)
        .or_else(|| ["noon", "Uhr", "hrs", "hours", "h"].into_iter().find(|word| starts_with_word(inner, word)));
    if let Some(word) = word {
        clock.half = half.map(|(_, half)| half);
        clock.is_certain = true;
        clock.is_bare = false;
        clock.length += rest.len() - inner.len() + word.len();
    }
    let hours = if clock.half.is_some() { 1..=12 } else { 0..=24 };
    (hours.contains(&clock.hour) && (clock.hour < 24 || clock.minute == 0)).then_some(clock)
}

/// Reads `:50`, `.50` or `h50`. Returns the minutes and the mark before them.
fn minutes(text: &str) -> Option<(i8, char)> {
    let mark = text.chars().next().filter(|c| [':', '.', 'h', 'H'].contains(c))?;
    let digits = text.get(1..3).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()))?;
    let after = &text[3..];
    let more = after.starts_with(|c: char| c.is_ascii_digit());
    // `25.05.2021` is a date.
    let day = mark == '.' && after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
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
