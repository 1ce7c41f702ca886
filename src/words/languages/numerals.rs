//! Composes cardinal numbers from their words: `deux cent trente et un mille`.

use super::{Cardinal, WordIndex, WordTable};
use crate::words::tokens::Tokens;

/// What a number word means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numeral {
    /// A number below a thousand, which is added: `seven`, `twenty`, `doscientos`.
    Plain(u64),
    /// Tens after which a number below twenty may follow: `soixante`.
    Wide(u64),
    /// A hundred, or hundreds after a number below twenty.
    Hundred,
    /// A scale with this number of zeros, after a number.
    Scale(u32),
    /// The same, which means one of it without a number: `mille`.
    Alone(u32),
    /// A number and its scale in one word: `ألفان`.
    Scaled(u64, u32),
    /// One and a half, before a scale: `полтора`.
    OneAndHalf,
    /// Half of a scale: `medio millón`.
    HalfOf(u32),
}

/// The largest scale, in zeros.
const MOST_ZEROS: u32 = 12;

/// A number that is being composed.
#[derive(Default)]
struct Sum {
    /// The parts with scales from a million on.
    large: u128,
    /// The rest.
    part: u128,
    /// What may still be added to the rest has to be smaller than this; `None` at the beginning.
    room: Option<u128>,
    /// The last number below twenty, if nothing followed it.
    unit: Option<u128>,
    /// The zeros of the scale that the last word was.
    ends_in: u32,
    /// Whether half of the scale that it ends with is added.
    half: bool,
    /// The value of the last scale from a million on, than which later ones are smaller.
    scale: Option<u128>,
}

/// Reads a cardinal number that begins at a token.
pub fn cardinal(tokens: &Tokens<'_>, at: usize, table: &WordTable, index: &WordIndex) -> Option<Cardinal> {
    let mut sum = Sum::default();
    let mut next = at;
    let mut only_scale = true;
    loop {
        // A hyphen or a word between those of the number.
        let hyphen = next + usize::from(next > at && tokens.is_sign(next, "-‑") && tokens.glued(next));
        let joined = next > at && tokens.is_any(hyphen, table.numerals.joints);
        let joint = hyphen + usize::from(joined);
        let word = joint + usize::from(joined && tokens.is_sign(joint, "-‑"));
        let Some((numeral, end)) = longest(tokens, word, index).find(|(numeral, _)| sum.add(*numeral, joined)) else {
            break;
        };
        only_scale &= matches!(numeral, Numeral::Scale(_) | Numeral::Alone(_) | Numeral::Hundred)
            || (next == at && tokens.is_any(at, table.numerals.articles));
        next = end;
    }
    if next == at || sum.room.is_none() {
        return None;
    }
    let value = sum.large.checked_add(sum.part)?;
    let scale = 10_u128.pow(sum.ends_in.min(MOST_ZEROS));
    let is_scaled = sum.ends_in >= 3 && value % scale == 0;
    let (value, zeros) = match (sum.half && value == 0, is_scaled) {
        (true, _) => (0, sum.ends_in),
        (false, true) => (value / scale, sum.ends_in),
        (false, false) => (value, 0),
    };
    // `две тысячи двадцать шестой`
    let is_ordinal = table.numerals.ordinals.iter().any(|start| tokens.lower(next).starts_with(start));
    if is_ordinal && index.numerals(tokens.lower(next)).is_empty() {
        return None;
    }
    let value = if sum.half { format!("{value}.5") } else { value.to_string() };
    let is_article = only_scale && (value == "1" || (value == "100" && zeros == 0));
    Some(Cardinal { value, zeros, next, is_article })
}

/// The meanings of the longest number word at a token, each with the token after it.
fn longest(tokens: &Tokens<'_>, at: usize, index: &WordIndex) -> impl Iterator<Item = (Numeral, usize)> {
    let known = index.numerals(tokens.lower(at));
    let found = known.iter().filter_map(move |(phrase, numeral)| Some((*numeral, tokens.phrase_at(at, phrase)?)));
    let end = found.clone().map(|(_, next)| next).max();
    found.filter(move |(_, next)| Some(*next) == end)
}

impl Sum {
    /// Adds a word. Returns whether it fits after those before it; `joined` is whether a word for `and` stands before it.
    fn add(&mut self, numeral: Numeral, joined: bool) -> bool {
        if self.half && !matches!(numeral, Numeral::Scale(_)) {
            return false;
        }
        let fits = match numeral {
            Numeral::OneAndHalf | Numeral::HalfOf(_) => {
                let fits = self.room.is_none();
                if fits {
                    self.half = true;
                    self.room = Some(0);
                    self.part = u128::from(numeral == Numeral::OneAndHalf);
                }
                fits
            }
            Numeral::Plain(value) | Numeral::Wide(value) => {
                let value = u128::from(value);
                let wide = matches!(numeral, Numeral::Wide(_));
                // Units before tens: `ثلاثة وعشرون`.
                let is_reversed =
                    joined && self.unit.is_some_and(|unit| unit < 10) && (20..100).contains(&value) && !wide;
                let fits = is_reversed || self.room.is_none_or(|room| value < room);
                if fits {
                    self.part += value;
                    self.unit = (value < 20 && !is_reversed).then_some(value);
                    self.room = Some(match value {
                        _ if is_reversed => 0,
                        0..20 => 0,
                        20..100 => {
                            if wide {
                                20
                            } else {
                                10
                            }
                        }
                        _ => 100,
                    });
                }
                fits
            }
            Numeral::Hundred => {
                let unit = self.unit.filter(|unit| (1..20).contains(unit) && !joined);
                let fits = unit.is_some() || self.room.is_none_or(|room| room > 100);
                if fits {
                    let unit = unit.unwrap_or(0);
                    self.part += if unit == 0 { 100 } else { unit * 99 };
                    (self.room, self.unit) = (Some(100), None);
                }
                fits
            }
            Numeral::Scale(zeros) | Numeral::Alone(zeros) => {
                self.multiply(zeros, matches!(numeral, Numeral::Alone(_)), joined)
            }
            Numeral::Scaled(value, zeros) => {
                let scale = 10_u128.pow(zeros);
                let fits = self.room.is_none_or(|room| room > scale);
                if fits && zeros == 3 {
                    self.part += u128::from(value) * scale;
                } else if fits {
                    self.large += u128::from(value) * scale;
                }
                if fits {
                    (self.room, self.unit) = (Some(scale), None);
                }
                fits
            }
        };
        if fits {
            self.ends_in = match numeral {
                // `mil millones`: a thousand before another scale.
                Numeral::Scale(zeros) | Numeral::Alone(zeros) if self.ends_in == 3 && zeros == 6 => 9,
                Numeral::Scale(zeros) | Numeral::Alone(zeros) | Numeral::Scaled(_, zeros) | Numeral::HalfOf(zeros) => {
                    zeros
                }
                _ => 0,
            };
        }
        fits
    }

    fn multiply(&mut self, zeros: u32, alone: bool, joined: bool) -> bool {
        let scale = 10_u128.pow(zeros.min(MOST_ZEROS));
        let (rest, thousands) = (self.part % 1000, self.part / 1000);
        let counted = if zeros == 3 { self.part } else { rest + thousands * 1000 };
        if zeros == 3 {
            let is_first = self.part == 0 && alone && self.room.is_none_or(|room| room > scale);
            if !(is_first || (thousands == 0 && counted > 0 && !joined)) {
                return false;
            }
            self.part = counted.max(1) * scale;
        } else {
            let is_first = counted == 0 && alone && self.room.is_none_or(|room| room > scale);
            if !(is_first || counted > 0) || self.scale.is_some_and(|last| scale >= last) {
                return false;
            }
            self.large += counted.max(1) * scale;
            self.part = 0;
            self.scale = Some(scale);
        }
        (self.room, self.unit) = (Some(scale), None);
        true
    }
}
