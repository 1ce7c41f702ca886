//! Tables of English words: numbers, units, months, and words before a number that numbers a thing instead of counting
//! something. Words for months and references apply to every language, since they mean the same wherever they occur.

use super::money;
use super::tokens::{TokenKind, Tokens};

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

/// Words for the scales of records, with their synonyms.
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

/// Names of parts of a whole, singular and plural.
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

/// People, and the places they live and work in: what statistics count most often.
#[rustfmt::skip] // read as a line
const COUNTED: &[&str] = &[
    "people", "persons", "children", "women", "men", "girls", "boys", "adults", "youths", "households", "homes",
    "families", "villages", "towns", "cities", "countries", "users", "subscribers", "subscriptions", "students",
    "pupils", "learners", "teachers", "schools", "patients", "clinics", "hospitals", "workers", "employees",
    "farmers", "refugees", "citizens", "residents", "inhabitants", "respondents", "deaths", "births", "jobs",
];

/// Singular forms of what is counted, for shares such as `one person in five`.
#[rustfmt::skip] // read as a line
const ONE_COUNTED: &[&str] = &[
    "person", "child", "woman", "man", "girl", "boy", "adult", "youth", "household", "home", "family", "village",
    "town", "city", "country", "user", "student", "pupil", "school", "teacher", "patient", "worker", "farmer",
    "respondent",
];

/// Measures, each with the unit that records use for it; empty if records do not have such a unit.
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

/// Symbols of measures that are written directly after digits and are not units of records.
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

/// French months, which are written in lower case. A day and one of them form a date in a text of any language.
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

/// Words for things that are numbered instead of counted: `section 3`, `Resolution 71`.
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
    "tableaux", "partie", "parties", "paragraphe", "étape", "étapes", "numéro", "seite", "seiten", "abschnitt",
    "abschnitte", "kapitel", "abbildung", "abbildungen", "abb", "tabelle", "tabellen", "anhang", "artikel", "schritt",
    "absatz", "number", "numbers", "error", "errors", "erreur", "erreurs", "errore", "fehler", "erro", "ошибка", "ошибки",
    "d'erreur", "d’erreur", "d'état", "d’état", "estado", "method", "player", "bit", "bits", "std", "condition", "command", "statement", "syntax", "draft", "listing", "listings", "port", "ports", "scope", "criterion", "criteria", "lektion", "unidad", "unidade",
    "unità", "unité", "einheit", "leçon", "lección", "lição", "lezione", "versión", "versiones", "versão", "versões",
    "versione", "wersja", "wersji", "версия", "версии", "release", "build", "patch", "postcode", "zip", "plz", "postfach",
    "position", "positions", "round", "season", "episode", "generation", "página", "páginas", "sección", "secciones", "capítulo", "capítulos", "figura", "figuras", "tabla",
    "tablas", "anexo", "artículo", "artículos", "párrafo", "número",
];

/// Words after which a phrase is not about the subject of its sentence: `in half of the villages, …`.
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

/// The value of a word for a number below twenty.
pub fn small(word: &str) -> Option<u64> {
    find(&SMALL, word)
}

/// The value of a word for tens.
pub fn tens(word: &str) -> Option<u64> {
    find(&TENS, word)
}

/// The scale that a word means, by its name in records.
pub fn scale(word: &str) -> Option<&'static str> {
    find(&SCALES, word)
}

/// The number of parts in a whole: 3 for `third`.
pub fn part(word: &str) -> Option<u32> {
    PARTS.iter().find(|(one, ..)| one.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// The number of parts in a whole: 3 for `thirds`.
pub fn parts(word: &str) -> Option<u32> {
    PARTS.iter().find(|(_, many, _)| many.eq_ignore_ascii_case(word)).map(|(.., of)| *of)
}

/// Whether a cardinal number directly before this word may be a quantity or part of a share.
pub fn counts(word: &str) -> bool {
    const LINKS: [&str; 8] = ["in", "of", "out", "hundred", "percent", "pct", "per", "percentage"];
    let is = |known: &str| known.eq_ignore_ascii_case(word);
    LINKS.iter().chain(COUNTED).chain(ONE_COUNTED).any(|known| is(known))
        || is_measure(word)
        || scale(word).is_some()
        || parts(word).is_some()
}

/// Whether the token is a plural word for what is counted.
pub fn is_counted(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, COUNTED)
}

/// Whether the token is a word for what is counted, singular or plural.
pub fn is_counted_one(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, ONE_COUNTED) || tokens.is_any(at, COUNTED)
}

/// Whether a word is a measure or a currency.
pub fn is_measure(word: &str) -> bool {
    measure(word).is_some() || money::named(word).is_some()
}

/// The unit of records for a word for a measure; empty if records do not have such a unit.
pub fn measure(word: &str) -> Option<&'static str> {
    find(&MEASURES, word)
}

/// Whether letters directly after digits are the symbol of a measure.
pub fn is_short_measure(word: &str) -> bool {
    SHORT.contains(&word)
}

/// Reads a word or sign for percent or percentage points at a token. Returns the unit and the token after it.
pub fn percent(tokens: &Tokens<'_>, at: usize) -> Option<(&'static str, usize)> {
    if tokens.is_sign(at, "%٪％") || tokens.is_any(at, &["percent", "pct"]) {
        Some(("percent", at + 1))
    } else if tokens.is(at, "per") && tokens.is(at + 1, "cent") {
        Some(("percent", at + 2))
    } else if tokens.is(at, "percentage") {
        let after = at + 1 + usize::from(tokens.is_sign(at + 1, "-"));
        tokens.is_any(after, &["point", "points"]).then_some(("percentage-points", after + 1))
    } else {
        None
    }
}

/// Whether an amount ends at this token: a number, a call that shows one, or the unit after it.
pub fn ends_amount(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_unit = |at: usize| {
        tokens.is_sign(at, "%٪％")
            || tokens.is_any(at, &["percent", "pct", "cent", "point", "points", "times"])
            || is_measure(tokens.word(at))
            || scale(tokens.word(at)).is_some()
    };
    matches!(tokens.kind(at), TokenKind::Number | TokenKind::Stat) || is_unit(at)
}

/// Whether a unit is at a token: a currency, a percentage, a scale, a measure, or what is counted.
pub fn is_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_money = match tokens.kind(at) {
        TokenKind::Sign(c) => money::is_sign(c) || c == '°',
        TokenKind::Word => money::code(tokens.word(at)).is_some() || money::in_words(tokens, at).is_some(),
        _ => false,
    };
    // A single letter is a unit only where it is joined to the number, which is checked elsewhere.
    is_money
        || percent(tokens, at).is_some()
        || is_counted(tokens, at)
        || scale(tokens.word(at)).is_some()
        || is_measure(tokens.word(at))
        || (tokens.word(at).len() > 1 && is_short_measure(tokens.word(at)))
}

/// Whether a unit follows a number that ends before a token, or the range that begins with it: `2.0 to 3.5 percent`.
pub fn has_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let goes_on = tokens.is(at, "to") || tokens.is_sign(at, "-‑–—");
    is_unit(tokens, at) || (goes_on && tokens.kind(at + 1) == TokenKind::Number && is_unit(tokens, at + 2))
}

/// Whether a token is a month. English months must be capitalised: `may` is also a verb.
pub fn is_month(tokens: &Tokens<'_>, at: usize) -> bool {
    (tokens.is_capital(at) && tokens.is_any(at, MONTHS)) || tokens.is_any(at, SMALL_MONTHS)
}

/// Whether a token is a day of the week.
pub fn is_weekday(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_capital(at) && tokens.is_any(at, WEEKDAYS)
}

/// Whether a token names a thing that is numbered, such as `section`. `no` counts only with a full stop, as in `No. 7`.
pub fn is_numbered(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, NUMBERED) && (!tokens.is(at, "no") || tokens.is_sign(at + 1, "."))
}

/// Whether a phrase after this token is not about the subject of its sentence.
pub fn is_preposition(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, PREPOSITIONS)
}
