//! What is remembered of addresses between runs, so that each is asked rarely, and one that is dead for a moment fails nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Answer;

/// The version of the format.
const VERSION: u32 = 1;
/// Seconds of an hour.
const HOUR: i64 = 3_600;
/// How far apart two answers must be: less than a day, since a workflow that runs once a day is not punctual.
const APART: i64 = 20 * HOUR;
/// How long an address that is there is not asked again.
const FRESH: i64 = 72 * HOUR;
/// How long an address that nobody asks for is remembered.
const KEPT: i64 = 90 * 24 * HOUR;

/// The addresses that were asked. Times are seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReachRecord {
    version: u32,
    addresses: BTreeMap<String, Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    /// When it was asked last.
    asked: i64,
    #[serde(flatten)]
    answer: Answer,
    /// When it was found dead first, since it was last there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    dead_since: Option<i64>,
}

/// What to say about an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// What was found out, which is nothing to fail for.
    Answered(Answer),
    /// It was dead twice, some time apart, first at this second since 1970, and not there in between.
    Dead(String, i64),
}

impl Default for ReachRecord {
    fn default() -> Self {
        Self { version: VERSION, addresses: BTreeMap::new() }
    }
}

impl ReachRecord {
    /// Reads a record; `None` if it is not one of this version.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().filter(|record: &Self| record.version == VERSION)
    }

    /// The text of the record.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// The answer for an address, if it need not be asked again at the time `now`.
    #[must_use]
    pub fn fresh(&self, address: &str, now: i64) -> Option<&Answer> {
        let entry = self.addresses.get(address)?;
        let is_there = matches!(entry.answer, Answer::Alive | Answer::Moved(_) | Answer::Blocked(_));
        (is_there && (0..FRESH).contains(&(now - entry.asked))).then_some(&entry.answer)
    }

    /// Remembers an answer, and says what follows from it and the ones before.
    pub fn note(&mut self, address: &str, answer: Answer, now: i64) -> Verdict {
        let known = self.addresses.get(address).and_then(|entry| entry.dead_since).filter(|since| *since <= now);
        let dead_since = match &answer {
            Answer::Dead(_) => Some(known.unwrap_or(now)),
            // It may still be dead.
            Answer::Unknown(_) => known,
            Answer::Alive | Answer::Moved(_) | Answer::Blocked(_) => None,
        };
        self.addresses.insert(address.to_owned(), Entry { asked: now, answer: answer.clone(), dead_since });
        match (answer, dead_since) {
            (Answer::Dead(why), Some(since)) if now - since >= APART => Verdict::Dead(why, since),
            (answer, _) => Verdict::Answered(answer),
        }
    }

    /// Takes over what another run has found out later, and forgets what nobody has asked for long.
    pub fn merge(&mut self, other: Self, now: i64) {
        for (address, entry) in other.addresses {
            match self.addresses.get(&address) {
                Some(own) if own.asked >= entry.asked => {}
                _ => drop(self.addresses.insert(address, entry)),
            }
        }
        self.addresses.retain(|_, entry| now - entry.asked < KEPT);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://a.example/";

    fn dead() -> Answer {
        Answer::Dead("its server answers 404 Not Found".to_owned())
    }

    /// What is said after answers at these hours.
    fn after(answers: &[(i64, Answer)]) -> Verdict {
        let mut record = ReachRecord::default();
        let verdicts = answers.iter().map(|(hour, answer)| record.note(URL, answer.clone(), hour * HOUR));
        verdicts.last().unwrap()
    }

    #[test]
    fn an_address_fails_only_if_it_is_dead_twice_a_day_apart() {
        let is_dead = |answers: &[(i64, Answer)]| matches!(after(answers), Verdict::Dead(_, 0));
        assert!(!is_dead(&[(0, dead())]));
        assert!(!is_dead(&[(0, dead()), (1, dead()), (19, dead())]));
        assert!(is_dead(&[(0, dead()), (20, dead())]));
        assert!(is_dead(&[(0, dead()), (12, Answer::Unknown(String::new())), (24, dead())]));
        assert!(!is_dead(&[(0, dead()), (12, Answer::Alive), (24, dead())]));
        assert!(!is_dead(&[(0, dead()), (24, Answer::Unknown(String::new()))]));
    }

    #[test]
    fn a_clock_that_was_wrong_makes_nothing_dead() {
        assert_eq!(after(&[(100, dead()), (0, dead())]), Verdict::Answered(dead()));
    }

    #[test]
    fn what_is_there_is_asked_again_after_some_days() {
        let mut record = ReachRecord::default();
        record.note(URL, Answer::Alive, 0);
        assert_eq!(record.fresh(URL, FRESH - 1), Some(&Answer::Alive));
        assert_eq!((record.fresh(URL, FRESH), record.fresh(URL, -1)), (None, None));
        record.note(URL, dead(), 0);
        assert_eq!(record.fresh(URL, 1), None);
    }

    #[test]
    fn a_record_survives_a_file_and_another_run() {
        let mut record = ReachRecord::default();
        record.note(URL, dead(), 5);
        record.note("https://b.example/", Answer::Moved("https://c.example/".to_owned()), 6);
        assert_eq!(ReachRecord::parse(&record.text()), Some(record.clone()));
        let mut other = ReachRecord::default();
        other.note(URL, Answer::Alive, 9);
        other.merge(record.clone(), 10);
        assert_eq!(other.fresh(URL, 10), Some(&Answer::Alive));
        assert!(other.fresh("https://b.example/", 10).is_some());
        other.merge(ReachRecord::default(), KEPT + 10);
        assert_eq!(other, ReachRecord::default());
        assert_eq!(ReachRecord::parse("{}"), None);
        assert_eq!(ReachRecord::parse(&record.text().replace("\"version\": 1", "\"version\": 2")), None);
    }
}
