//! English words.

use crate::words::shares::Hedge;

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
pub const SCALES: &[(&str, u32)] =
    &[("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12), ("mn", 6), ("mln", 6), ("bn", 9), ("tn", 12)];

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
pub const COUNTED: &[&str] = &[
    "people", "persons", "children", "women", "men", "girls", "boys", "adults", "youths", "households", "homes",
    "families", "villages", "towns", "cities", "countries", "users", "subscribers", "subscriptions", "students",
    "pupils", "learners", "teachers", "schools", "patients", "clinics", "hospitals", "workers", "employees",
    "farmers", "refugees", "citizens", "residents", "inhabitants", "respondents", "deaths", "births", "jobs",
];

/// Singular forms of what is counted, for shares such as `one person in five`.
#[rustfmt::skip] // read as a line
pub const ONE_COUNTED: &[&str] = &[
    "person", "child", "woman", "man", "girl", "boy", "adult", "youth", "household", "home", "family", "village",
    "town", "city", "country", "user", "student", "pupil", "school", "teacher", "patient", "worker", "farmer",
    "respondent",
];

/// Measures, each with the unit that records use for it; empty if records do not have such a unit.
pub const MEASURES: [(&str, &str); 28] = [
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

#[rustfmt::skip] // read as a line
pub const MONTHS: &[&str] = &[
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December", "Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec",
];

#[rustfmt::skip] // read as a line
pub const WEEKDAYS: &[&str] = &[
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "Mon", "Tue", "Wed", "Thu", "Fri",
    "Sat", "Sun",
];

/// Words for things that are numbered instead of counted: `section 3`, `Resolution 71`.
#[rustfmt::skip] // read as a line
pub const NUMBERED: &[&str] = &[
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
pub const PREPOSITIONS: &[&str] = &[
    "of", "in", "by", "among", "amongst", "across", "within", "for", "from", "to", "with", "at", "on", "between",
    "throughout", "unlike",
];

/// Hedges of shares and numbers. A phrase is listed before those that it ends with.
pub const HEDGES: [(&str, Hedge); 48] = [
    ("just over", Hedge::JustOver),
    ("just above", Hedge::JustOver),
    ("slightly over", Hedge::JustOver),
    ("slightly above", Hedge::JustOver),
    ("slightly more than", Hedge::JustOver),
    ("a little over", Hedge::JustOver),
    ("a little more than", Hedge::JustOver),
    ("a bit more than", Hedge::JustOver),
    ("just more than", Hedge::JustOver),
    ("just under", Hedge::JustUnder),
    ("just below", Hedge::JustUnder),
    ("just short of", Hedge::JustUnder),
    ("slightly under", Hedge::JustUnder),
    ("slightly below", Hedge::JustUnder),
    ("slightly less than", Hedge::JustUnder),
    ("slightly fewer than", Hedge::JustUnder),
    ("a little under", Hedge::JustUnder),
    ("a little less than", Hedge::JustUnder),
    ("close to", Hedge::JustUnder), // of what was not reached
    ("nearly", Hedge::JustUnder),   // the same
    ("almost", Hedge::JustUnder),   // the same
    ("no more than", Hedge::Only),  // gives a limit and says that it is low
    ("as little as", Hedge::Only),
    ("as few as", Hedge::Only),
    ("a mere", Hedge::Only),
    ("no less than", Hedge::AtLeast),
    ("no fewer than", Hedge::AtLeast),
    ("not less than", Hedge::AtLeast),
    ("as many as", Hedge::AtMost), // a maximum, like `up to`
    ("as much as", Hedge::AtMost),
    ("more than", Hedge::Over),
    ("upwards of", Hedge::Over),
    ("well over", Hedge::Over),
    ("less than", Hedge::Under),
    ("fewer than", Hedge::Under),
    ("well under", Hedge::Under),
    ("at least", Hedge::AtLeast),
    ("at most", Hedge::AtMost),
    ("up to", Hedge::AtMost),
    ("over", Hedge::Over),
    ("under", Hedge::Under),
    ("about", Hedge::About),
    ("around", Hedge::About),
    ("roughly", Hedge::About),
    ("approximately", Hedge::About),
    ("some", Hedge::About),
    ("only", Hedge::Only),
    ("just", Hedge::Only),
];

/// Words that hedge only shares. Before a number they compare: `it is below 51%` does not claim anything about the 51.
pub const HEDGES_OF_SHARES: [(&str, Hedge); 3] = [
    ("above", Hedge::Over),
    ("below", Hedge::Under),
    ("no more than", Hedge::AtMost), // before a number it also says that the number is low
];
