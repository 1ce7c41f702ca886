//! When each part of a body is sent, to simulate a slow link. Pure; the model is [`wire`]'s.

use std::time::Duration;

use crate::report::Failure;
use crate::shrink::wire::{self, LINKS, NetworkLink};

/// Bytes on the wire that leave together, at least: what one packet carries.
const PACKET: u64 = 1_448;

/// On fast links, the bytes of this many seconds are sent together, since timers are accurate to a millisecond at best.
const TICK: f64 = 0.02;

/// Maximum time that an answer is delayed.
const LONGEST: Duration = Duration::from_hours(24);

/// The fastest link that can be simulated, in kilobits per second: 10 Gbit.
const MOST_KBIT: u32 = 10_000_000;

/// The longest delay that can be simulated, in milliseconds.
const MOST_MS: u32 = 60_000;

/// The schedule of one body.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    link: NetworkLink,
    /// Bytes of the body.
    length: u64,
    /// Bytes that it has on its way to a reader.
    on_wire: u64,
    /// Of the latter, how many leave together.
    step: u64,
}

/// A part of a body: where it ends, and when it leaves, counted from the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SendStep {
    pub(super) end: u64,
    pub(super) after: Duration,
}

impl Pace {
    pub(super) fn new(link: NetworkLink, length: u64, on_wire: u64) -> Self {
        let per_tick = f64::from(link.kbit_per_s) * 1_000.0 / 8.0 * TICK;
        // Within the range of u64, since the rate is within that of u32.
        #[expect(clippy::cast_sign_loss, reason = "rates are not negative")]
        let step = (per_tick as u64).max(PACKET);
        Self { link, length, on_wire, step }
    }

    /// When the head leaves: once the question and its answer have travelled.
    pub(super) fn head(&self) -> Duration {
        time(&self.link, 0)
    }

    /// The part that follows the first `sent` bytes of the body.
    pub(super) fn after(&self, sent: u64) -> SendStep {
        // What would have to arrive for one more byte to be there, up to the end of a step.
        let needed = scale(sent + 1, self.on_wire, self.length, Rounding::Up);
        let wire = needed.div_ceil(self.step).saturating_mul(self.step).min(self.on_wire);
        let end = match wire == self.on_wire {
            true => self.length,
            false => scale(wire, self.length, self.on_wire, Rounding::Down),
        };
        SendStep { end, after: time(&self.link, wire) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Rounding {
    Up,
    Down,
}

/// `part * to / whole`; the whole is at least `part`, so it fits.
fn scale(part: u64, to: u64, whole: u64, round: Rounding) -> u64 {
    let whole = u128::from(whole.max(1));
    let product = u128::from(part) * u128::from(to);
    let scaled = if round == Rounding::Up { product.div_ceil(whole) } else { product / whole };
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

fn time(link: &NetworkLink, bytes: u64) -> Duration {
    Duration::try_from_secs_f64(wire::next_page_seconds(bytes, link)).unwrap_or(LONGEST).min(LONGEST)
}

/// What `--link` asks for: a link that reports name (`gprs`, `edge`, `slow-3g`, `satellite`), or a rate and a round
/// trip, such as `50kbit,500ms` or `1.5mbit,40ms`.
///
/// # Errors
///
/// It is neither; the failure says what to type.
pub fn parse(text: &str) -> Result<NetworkLink, Failure> {
    let typed = text.trim().to_ascii_lowercase();
    let known = LINKS.into_iter().find(|link| typed.replace([' ', '_'], "-") == slug(link));
    known.or_else(|| custom(&typed)).ok_or_else(|| {
        let shown: String = text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
        let names: Vec<String> = LINKS.iter().map(slug).collect();
        Failure::new(format!("unknown link `{shown}` for --link")).help(format!(
            "write {}, or a rate and a round trip, as in --link 50kbit,500ms or --link 1.5mbit,40ms",
            names.join(", ")
        ))
    })
}

fn slug(link: &NetworkLink) -> String {
    link.name.to_ascii_lowercase().replace(' ', "-")
}

fn custom(text: &str) -> Option<NetworkLink> {
    let (rate, delay) = text.split_once(',')?;
    let kbit_per_s = quantity(rate.trim(), &[("kbit", 1.0), ("mbit", 1_000.0)], MOST_KBIT)?;
    let rtt_ms = quantity(delay.trim(), &[("ms", 1.0), ("s", 1_000.0)], MOST_MS)?;
    (kbit_per_s > 0).then_some(NetworkLink { name: "custom", kbit_per_s, rtt_ms })
}

/// A number with one of the units, as a whole number of the smallest of them.
fn quantity(text: &str, units: &[(&str, f64)], most: u32) -> Option<u32> {
    let (number, factor) =
        units.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?.trim_end(), factor)))?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return None;
    }
    let value = (number.parse::<f64>().ok()? * factor).round();
    #[expect(clippy::cast_sign_loss, reason = "digits alone make no negative number")]
    (value <= f64::from(most)).then_some(value as u32)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_are_named_or_given_in_numbers() {
        let found = |text| parse(text).map(|link| (link.kbit_per_s, link.rtt_ms)).ok();
        for (text, link) in [
            ("gprs", (50, 500)),
            ("EDGE", (240, 300)),
            ("slow-3g", (400, 400)),
            ("slow 3G", (400, 400)),
            ("satellite", (5_000, 600)),
            ("50kbit,500ms", (50, 500)),
            (" 1.5mbit, 40ms ", (1_500, 40)),
            ("64 kbit,0.7s", (64, 700)),
            ("8kbit,0ms", (8, 0)),
        ] {
            assert_eq!(found(text), Some(link), "{text}");
        }
        for text in [
            "",
            "3g",
            "50kbit",
            "50,500",
            "kbit,ms",
            "0kbit,1ms",
            "0.2kbit,1ms",
            "-1kbit,1ms",
            "1e3kbit,1ms",
            "1.2.3kbit,1ms",
            "infkbit,1ms",
            "99999999mbit,1ms",
            "1kbit,61s",
            "50kbit,500ms,1",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
        let failure = parse("\u{1b}[2J").unwrap_err();
        assert!(!failure.message.contains('\u{1b}'), "{failure}");
        assert!(failure.help.is_some_and(|help| help.contains("gprs, edge, slow-3g, satellite, or")));
    }

    #[test]
    fn the_last_byte_leaves_when_the_model_says_so() {
        for link in LINKS {
            for on_wire in [0, 1, 1_448, 8_541, 8_542, 100_000] {
                let steps = schedule(&Pace::new(link, 50_000, on_wire));
                let last = steps.last().unwrap();
                let model = Duration::from_secs_f64(wire::next_page_seconds(on_wire, &link));
                assert_eq!(*last, SendStep { end: 50_000, after: model }, "{on_wire} bytes over {}", link.name);
            }
        }
    }

    fn schedule(pace: &Pace) -> Vec<SendStep> {
        let mut steps = Vec::new();
        let mut sent = 0;
        while sent < pace.length {
            let step = pace.after(sent);
            assert!(step.end > sent, "{pace:?} makes no progress at {sent}");
            sent = step.end;
            steps.push(step);
        }
        steps
    }

    proptest! {
        #[test]
        fn no_part_leaves_before_it_would_have_arrived(
            length in 1..200_000_u64, on_wire in 0..200_000_u64, kbit_per_s in 1..1_000_000_u32, rtt_ms in 0..2_000_u32,
        ) {
            let link = NetworkLink { name: "any", kbit_per_s, rtt_ms };
            let mut before = Duration::ZERO;
            for step in schedule(&Pace::new(link, length, on_wire)) {
                let arrived = scale(step.end, on_wire, length, Rounding::Down);
                prop_assert!(step.after >= time(&link, arrived) && step.after >= before);
                prop_assert!(step.end <= length);
                before = step.after;
            }
        }
    }
}
