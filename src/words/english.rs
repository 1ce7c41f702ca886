//! The words of English that this module knows: numbers, units, months, and what stands before a number that counts
//! nothing. Words for months and references serve every language: where they are met, they mean the same.

use super::money;
use super::tokens::Tokens;

/// Cardinal numbers up to nineteen, and their values.
pub const SMALL: [(&str, u64); 19] = [
    ("one", 1),
    ("two", 2),
    ("three", 3),
    ("four", 4),
    ("five", 5),
    ("six", 6),
    ("seven", 7),
    ("eight", 8),
    ("nine", 9),
    ("ten", 10),
    ("eleven", 11),
    ("twelve", 12),
    ("thirteen", 13),
    ("fourteen", 14),
    ("fifteen", 15),
    ("sixteen", 16),
    ("seventeen", 17),
    ("eighteen", 18),
    ("nineteen", 19),
];

/// Tens.
pub const TENS: [(&str, u64); 8] = [
    ("twenty", 20),
    ("thirty", 30),
    ("forty", 40),
    ("fifty", 50),
    ("sixty", 60),
    ("seventy", 70),
    ("eighty", 80),
    ("ninety", 90),
];

/// Words of scale that records know, with what else means the same.
const SCALES: [(&str, &str); 8] = [
    ("thousand", "thousand"),
    ("million", "million"),
    ("billion", "billion"),
    ("trillion", "trillion"),
    ("mn", "million"),
    ("mln", "million"),
    ("bn", "billion"),
    ("tn", "trillion"),
];

/// Parts of a whole by their names, singular and plural.
pub const PARTS: [(&str, &str, u32); 10] = [
    ("half", "halves", 2),
    ("third", "thirds", 3),
    ("quarter", "quarters", 4),
    ("fourth", "fourths", 4),
    ("fifth", "fifths", 5),
    ("sixth", "sixths", 6),
    ("seventh", "sevenths", 7),
    ("eighth", "eighths", 8),
    ("ninth", "ninths", 9),
    ("tenth", "tenths", 10),
];

/// People and what they live in: what statistics count most.
#[rustfmt::skip] // read as a line
const COUNTED: &[&str] = &[
    "people", "persons", "children", "women", "men", "girls", "boys", "adults", "youths", "households", "homes",
    "families", "villages", "towns", "cities", "countries", "users", "subscribers", "subscriptions", "students",
    "pupils", "learners", "teachers", "schools", "patients", "clinics", "hospitals", "workers", "employees",
    "farmers", "refugees", "citizens", "residents", "inhabitants", "respondents", "deaths", "births", "jobs",
];

/// One of those that are counted, where a share is told as `one person in five`.
#[rustfmt::skip] // read as a line
const ONE_COUNTED: &[&str] = &[
    "person", "child", "woman", "man", "girl", "boy", "adult", "youth", "household", "home", "family", "village",
    "town", "city", "country", "user", "student", "pupil", "school", "teacher", "patient", "worker", "farmer",
    "respondent",
];

/// Measures, with the unit of a record that each is.
const MEASURES: [(&str, &str); 28] = [
    ("years", "years"),
    ("months", "months"),
    ("weeks", "weeks"),
    ("days", "days"),
    ("hours", "hours"),
    ("minutes", "minutes"),
    ("seconds", "seconds"),
    ("kilometres", "kilometres"),
    ("kilometers", "kilometres"),
    ("km", "kilometres"),
    ("megabytes", "megabytes"),
    ("MB", "megabytes"),
    ("gigabytes", "gigabytes"),
    ("GB", "gigabytes"),
    ("kbit", "kbit-per-second"),
    ("kbps", "kbit-per-second"),
    ("Mbit", "mbit-per-second"),
    ("Mbps", "mbit-per-second"),
    ("metres", ""),
    ("meters", ""),
    ("miles", ""),
    ("litres", ""),
    ("liters", ""),
    ("kilograms", ""),
    ("tonnes", ""),
    ("hectares", ""),
    ("kilobytes", ""),
    ("terabytes", ""),
];

/// Short signs of measures that are written right behind digits, and of which no record has a unit.
#[rustfmt::skip] // read as a line
const SHORT: &[&str] = &[
    "m", "cm", "mm", "kg", "g", "mg", "t", "l", "ml", "ha", "s", "ms", "h", "min", "d", "k", "K", "M", "x", "px",
    "em", "pt", "KB", "kB", "TB", "B", "W", "kW", "MW", "GW", "kWh", "MWh", "V", "Hz", "kHz", "MHz", "GHz", "Gbps",
    "Gbit", "C", "F", "pp",
];

#[rustfmt::skip] // read as a line
const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

/// Months where a capital does not tell them: in French. A day and one of them are a date in a text of any language.
#[rustfmt::skip] // read as a line
const SMALL_MONTHS: &[&str] = &[
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
];

#[rustfmt::skip] // read as a line
const WEEKDAYS: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Wed", "Thu", "Fri",
    "Sat", "Sun",
];

/// What is numbered and not counted: `section 3`, `Resolution 71`.
#[rustfmt::skip] // read as a line
const NUMBERED: &[&str] = &[
    "section", "sections", "sec", "subsection", "annex", "annexes", "annexe", "appendix", "appendices", "figure",
    "figures", "fig", "figs", "table", "tables", "chapter", "chapters", "ch", "page", "pages", "p", "pp", "article",
    "articles", "art", "step", "steps", "no", "nos", "nr", "nº", "resolution", "resolutions", "version", "versions",
    "volume", "volumes", "vol", "part", "parts", "paragraph", "paragraphs", "para", "paras", "clause", "clauses",
    "item", "items", "footnote", "footnotes", "note", "line", "lines", "phase", "phases", "stage", "level", "day",
    "week", "question", "questions", "goal", "goals", "rule", "rules", "recommendation", "recommendations",
    "decision", "decisions", "edition", "issue", "box", "boxes", "chart", "charts", "map", "slide", "equation",
    "example", "exercise", "lesson", "module", "unit", "option", "scenario", "grade", "category", "type", "tier",
    "room", "building", "act", "regulation", "agenda", "semaine", "semaines", "chapitre", "chapitres", "tableau",
    "tableaux", "partie", "parties", "paragraphe", "étape", "étapes", "numéro",
];

/// Behind these, something else is counted than what a sentence is about: `in half of the villages, …`.
#[rustfmt::skip] // read as a line
const PREPOSITIONS: &[&str] = &[
    "of", "in", "by", "among", "amongst", "across", "within", "for", "from", "to", "with", "at", "on", "between",
    "throughout", "unlike",
];

fn find<T: Copy>(list: &[(&str, T)], word: &str) -> Option<T> {
    if word.is_empty() {
        return None;
    }
    list.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, value)| *value)
}

/// The value of a cardinal number of one word below twenty.
pub fn small(word: &str) -> Option<u64> {
    find(&SMALL, word)
}

/// The value of a word for tens.
pub fn tens(word: &str) -> Option<u64> {
    find(&TENS, word)
}

/// The scale that a word means, as records name it.
pub fn scale(word: &str) -> Option<&'static str> {
    find(&SCALES, word)
}

/// How many of them make a whole: 3 for `third`.
pub fn part(word: &str) -> Option<u32> {
    PARTS.iter().find(|(one, ..)| one.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// How many of them make a whole: 3 for `thirds`.
pub fn parts(word: &str) -> Option<u32> {
    PARTS.iter().find(|(_, many, _)| many.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// Whether a word directly behind a cardinal number may make a quantity, or a part of a whole, of it.
pub fn counts(word: &str) -> bool {
    const LINKS: [&str; 8] = ["in", "of", "out", "hundred", "percent", "pct", "per", "percentage"];
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    LINKS.iter().chain(COUNTED).chain(ONE_COUNTED).any(|known| is(known))
        || is_measure(word)
        || scale(word).is_some()
        || parts(word).is_some()
}

/// Whether the token is a word for what is counted, in the plural.
pub fn is_counted(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, COUNTED)
}

/// Whether the token is a word for one or many of what is counted.
pub fn is_counted_one(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, ONE_COUNTED) || tokens.is_any(at, COUNTED)
}

/// Whether a word is a measure or a currency.
pub fn is_measure(word: &str) -> bool {
    measure(word).is_some() || money::named(word).is_some()
}

/// The unit of a record that a word for a measure means; empty where records have no such unit.
pub fn measure(word: &str) -> Option<&'static str> {
    find(&MEASURES, word)
}

/// Whether letters right behind digits are the sign of a measure.
pub fn is_short_measure(word: &str) -> bool {
    SHORT.contains(&word)
}

/// The word for percent or percentage points at a token: its unit, and the token behind it.
pub fn percent(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    if tokens.is_sign(at, "%٪％") || tokens.is_any(at, &["percent", "pct"]) {
        Some(("percent", at + 1))
    } else if tokens.is(at, "per") && tokens.is(at + 1, "cent") {
        Some(("percent", at + 2))
    } else if tokens.is(at, "percentage") {
        let behind = at + 1 + usize::from(tokens.is_sign(at + 1, "-"));
        tokens.is_any(behind, &["point", "points"]).then_some(("percentage-points", behind + 1))
    } else {
        None
    }
}

/// Whether a month stands at a token. In English its capital tells it from a verb.
pub fn is_month(tokens: &Tokens<'_>, at: usize) -> bool {
    (tokens.is_capital(at) && tokens.is_any(at, MONTHS)) || tokens.is_any(at, SMALL_MONTHS)
}

/// Whether a day of the week stands at a token.
pub fn is_weekday(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_capital(at) && tokens.is_any(at, WEEKDAYS)
}

/// Whether what a token names is numbered: `section`. `no` must be `No.`, or it says that there is none.
pub fn is_numbered(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, NUMBERED) && (!tokens.is(at, "no") || tokens.is_sign(at + 1, "."))
}

/// Whether the token is a word after which something else is counted than what the sentence is about.
pub fn is_preposition(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, PREPOSITIONS)
}
