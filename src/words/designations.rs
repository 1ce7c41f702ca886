//! Numbers that name something instead of counting it: versions, references such as RFC 8659, ports, postcodes,
//! telephone numbers, identifiers, and the values of settings.

use super::contacts::{house, telephone, telephone_after_word};
use super::parts::is_part_of_book;
use super::postcodes::{postcode, postcode_of_country, postcode_of_letters};
use super::tokens::{TokenKind, Tokens};
use super::versions::after_version;
use super::{dates, digits, money, ports, references, units, versions};

/// Words for settings of programs, after which a number without a unit is a value: `the default port is 443`. Words that
/// statistics are known by, such as "index" and "scale", are not among them.
#[rustfmt::skip] // read as a line
const SETTINGS: &[&str] = &[
    "value", "values", "default", "defaults", "parameter", "parameters", "argument", "arguments", "property", "option",
    "flag", "variable", "element", "elements", "position", "positions", "port", "ports",
    "code", "codes", "status", "id", "ids", "offset", "key", "field", "attribute", "setting", "constant", "integer",
    "integers", "byte", "bit", "base", "scope", "modulus", "divisible", "column", "channel", "width", "height",
];

/// Words of programs only right before a number: `index 0`, but "the index was 31.2".
const POSITIONS: &[&str] = &["index", "indexes", "indices"];

/// Words between a setting and its value.
#[rustfmt::skip] // read as a line
const LINKS: &[&str] = &[
    "is", "are", "was", "be", "must", "can", "should", "of", "to", "number", "numbers", "from", "between", "and", "or", "the", "a", "an",
    "than", "value", "set", "range", "with", "named", "equal", "through", "by", "greater", "less", "starting", "at",
];

/// Maximum number of tokens between a setting and its value.
const LINK_TOKENS: usize = 8;

/// Protocols, each with a port of its own.
const PROTOCOLS: &[&str] = &["HTTP", "HTTPS", "FTP", "SFTP", "SSH", "SMTP", "IMAP", "DNS", "TLS", "TCP", "UDP", "LDAP"];

/// Words in sentences about versions.
const VERSIONS: &[&str] = &["version", "versión", "versão", "wersj", "верси", "バージョン", "版本", "버전"];

/// Words in sentences about answers of web servers.
#[rustfmt::skip] // read as a line
const FAULTS: &[&str] = &[
    "error", "erreur", "errore", "fehler", "ошибк", "błąd", "błęd", "エラー", "오류", "错误", "錯誤", "http", "redirect",
    "redirección", "weiterleitung", "リダイレクト", "리디렉션", "重定向", "خطأ",
];

/// Words after the code of an answer of a web server; in the plural, they are counted: `512 responses`.
#[rustfmt::skip] // read as a line
const ANSWERS: &[&str] = &[
    "page", "error", "status", "response", "redirect", "code", "Not",
    "Forbidden", "Unauthorized", "Bad", "Internal", "OK", "Moved", "Found", "Gone", "Service",
];

/// Words that a hyphen ties to a number that counts: `12-hour`, `3-fold`.
#[rustfmt::skip] // read as a line
const COUNTED_TIED: &[&str] = &[
    "year", "month", "week", "day", "hour", "minute", "second", "fold", "strong", "odd", "plus", "point", "percent",
    "mile", "metre", "meter", "kilometre", "kilometer", "litre", "liter", "tonne", "ton", "acre", "hectare", "member",
    "seat", "bed", "km", "kg", "dollar", "euro", "pound", "million", "billion", "thousand", "trillion", "times", "to",
];

/// The token after a number that names something, whatever unit may follow it.
pub fn always(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    keycap(tokens, at)
        .or_else(|| timestamp(tokens, at))
        .or_else(|| in_format(tokens, at).then_some(at + 1))
        .or_else(|| ports::always(tokens, at))
        .or_else(|| references::always(tokens, at))
        .or_else(|| versions::always(tokens, at))
        .or_else(|| identifier(tokens, at))
        .or_else(|| postcode_of_letters(tokens, at))
        .or_else(|| postcode_of_country(tokens, at))
        .or_else(|| tied(tokens, at))
}

/// The token after a number that names something unless a unit follows it.
pub fn without_unit(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    telephone(tokens, at)
        .or_else(|| telephone_after_word(tokens, at))
        .or_else(|| references::without_unit(tokens, at))
        .or_else(|| postcode(tokens, at))
        .or_else(|| house(tokens, at))
        .or_else(|| answer(tokens, at))
        .or_else(|| alone(tokens, at))
        .or_else(|| (is_part_of_name(tokens, at) || is_value(tokens, at) || is_dimension(tokens, at)).then_some(at + 1))
        .or_else(|| (versions::without_unit(tokens, at) || is_part_of_book(tokens, at)).then_some(at + 1))
        .or_else(|| ports::without_unit(tokens, at).then_some(at + 1))
        .or_else(|| in_context(tokens, at).then_some(at + 1))
}

/// Whether the words around a number show that it is a version, the answer of a server, or a value beside code.
fn in_context(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_answer = tokens.plain(at).is_some_and(|(value, _)| (300..600).contains(&value));
    let says = |words: &'static [&'static str]| {
        tokens.sentence_of(at).any(|word| words.iter().any(|known| tokens.word(word).to_lowercase().contains(known)))
    };
    (is_bare(tokens, at) && (tokens.is_beside_code(at) || (tokens.text(at).contains('.') && says(VERSIONS))))
        || (is_answer && !may_count(tokens, at + 1) && says(FAULTS))
}

/// Whether nothing shows what a number counts: no grouping, and no word after it that it may count. Units are not
/// considered.
pub fn is_bare(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let is_money = matches!(tokens.kind(before), TokenKind::Sign(c) if money::is_sign(c))
        || money::code(tokens.word(before)).is_some();
    let is_joined = tokens.glued(at + 1) && tokens.kind(at + 1) == TokenKind::Word;
    !is_money
        && !is_joined
        && !may_count(tokens, at + 1)
        && !tokens.is_sign(at + 1, "%٪％°")
        && !tokens.is_capital(at + 1)
        && tokens.text(at).chars().all(|c| c == '.' || digits::value(c).is_some())
}

/// `8 x 24`, `640 × 480`, `80 for HTTP`, `H~2~O`
fn is_dimension(tokens: &Tokens<'_>, at: usize) -> bool {
    let times = |at: usize| tokens.is(at, "x") || tokens.is_sign(at, "×");
    let before = at.wrapping_sub(1);
    let is_lowered = tokens.is_sign(before, "~") && tokens.glued(at) && tokens.is_sign(at + 1, "~");
    is_lowered
        || (times(at + 1) && tokens.kind(at + 2) == TokenKind::Number)
        || (times(before) && tokens.kind(before.wrapping_sub(1)) == TokenKind::Number)
        || (tokens.is(at + 1, "for") && PROTOCOLS.contains(&tokens.word(at + 2)))
}

/// `1️⃣`
fn keycap(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_cap = tokens.glued(at + 1) && tokens.text(at + 1).starts_with(['\u{FE0F}', '\u{20E3}']);
    is_cap.then_some(at + 2)
}

/// `12:30:22`: events are not given to the second.
fn timestamp(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let part = |at: usize| {
        tokens.is_sign(at, ":") && tokens.glued(at) && tokens.glued(at + 1) && tokens.kind(at + 1) == TokenKind::Number
    };
    (part(at + 1) && part(at + 3)).then_some(at + 5)
}

/// `{0:HH}`, `{1,10}`, `10^6`, `\frac{1}{2}`: a number in a format string, a formula or the source of one.
fn in_format(tokens: &Tokens<'_>, at: usize) -> bool {
    let run = tokens.ascii_run(at);
    let is_command = run.split('\\').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    (tokens.is_sign(at.wrapping_sub(1), "{") && tokens.glued(at) && run.contains('}'))
        || run.contains('^') && !run.contains("[^")
        || is_command
}

/// `arg_1`, `HOST01\User01`, `System.Int32`, `@name1`, `0x1F`, `00-1a-2b-3c`: the token after the characters around a
/// number up to white space, without punctuation at their ends.
fn identifier(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let run = tokens.ascii_run(at);
    let written = run.trim_matches(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '@' | '$' | '%'));
    if written.len() <= tokens.range(at).len() {
        return None;
    }
    let inside = |sign: char| {
        let mut parts = written.split(sign);
        let mut joined = parts.next().is_some_and(|first| first.ends_with(|c: char| c.is_ascii_alphanumeric()));
        let mut any = false;
        for part in parts {
            joined &= part.starts_with(|c: char| c.is_ascii_alphanumeric());
            any = true;
        }
        any && joined && written.bytes().any(|b| b.is_ascii_alphabetic())
    };
    let starts_with_letter = |part: &str| part.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_dotted = written.contains('.') && written.split('.').all(starts_with_letter);
    let is_path = written.contains('/') && written.split('/').all(starts_with_letter);
    let is_mention = ['@', '$'].iter().any(|sign| written.strip_prefix(*sign).is_some_and(starts_with_letter));
    let is_hex = written.strip_prefix("0x").is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_hexdigit()));
    let mut hex = written.split(['-', ':']);
    let is_address =
        hex.clone().count() >= 4 && hex.all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_hexdigit()));
    let fits = inside('_') || inside('\\') || is_dotted || is_path || is_mention || is_hex || is_address;
    fits.then(|| tokens.after_run(at))
}

/// `64-bit`, `12-factor`: a number that a hyphen ties to what it describes, unless it is measured or counted.
fn tied(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let word = tokens.word(at + 2);
    let is_tied = tokens.glued(at + 1) && tokens.is_sign(at + 1, "-‑") && tokens.glued(at + 2);
    // `20-м марта`
    let is_ordinal = tokens.is_own(at + 2, |own| own.dates.ordinals);
    let counts = tokens.is_any(at + 2, COUNTED_TIED)
        || units::is_counted_one(tokens, at + 2)
        || units::is_measure(tokens, at + 2)
        || units::is_short_measure(word);
    let is_small = tokens.plain(at).is_some_and(|(_, digits)| digits <= 4);
    let is_alone =
        !tokens.glued(at) || matches!(tokens.kind(at.wrapping_sub(1)), TokenKind::Sign(_) | TokenKind::Opaque);
    (is_tied && is_alone && is_small && word.starts_with(char::is_lowercase) && (!counts || is_ordinal))
        .then(|| after_version(tokens, at + 2))
}

/// `404 Not Found`, `a 301 redirect`
fn answer(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_code = tokens.plain(at).is_some_and(|(value, _)| (100..600).contains(&value));
    (is_code && ANSWERS.contains(&tokens.word(at + 1))).then_some(at + 1)
}

/// A number alone in quotation marks, in parentheses after code, or among numbers in square brackets.
fn alone(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let before = at.wrapping_sub(1);
    let quoted = tokens.is_sign(before, "\"'“‘«„")
        && tokens.glued(at)
        && tokens.is_sign(at + 1, "\"'”’»“")
        && tokens.glued(at + 1);
    let of_code = tokens.is_sign(before, "(")
        && tokens.kind(before.wrapping_sub(1)) == TokenKind::Opaque
        && tokens.is_sign(at + 1, ")");
    let small = |word: &str| {
        super::languages::english::small(word).is_some()
            || super::languages::english::tens(word).is_some()
            || word.eq_ignore_ascii_case("zero")
    };
    let own =
        |at: usize| tokens.own().is_some() && tokens.language().is_some_and(|own| own.cardinal(tokens, at).is_some());
    // `zero (0)`, `seis (6)`
    let repeats = tokens.is_sign(before, "(")
        && tokens.is_sign(at + 1, ")")
        && (small(tokens.word(before.wrapping_sub(1))) || own(before.wrapping_sub(1)));
    // `12 34 56`
    let numbers = |at: usize| usize::from(tokens.kind(at) == TokenKind::Number);
    let ahead = numbers(at + 1) * (1 + numbers(at + 2));
    let earlier = numbers(before) * (1 + numbers(before.wrapping_sub(1)));
    let row = ahead + earlier >= 2;
    let listed = |at: usize| tokens.kind(at) == TokenKind::Number || tokens.is_sign(at, ",;-");
    let mut first = before;
    let mut last = at + 1;
    for _ in 0..LINK_TOKENS {
        first = first.wrapping_sub(usize::from(listed(first)));
        last += usize::from(listed(last));
    }
    let bracketed = tokens.is_sign(first, "[") && tokens.is_sign(last, "])");
    (quoted || of_code || repeats || row || bracketed).then_some(at + 1)
}

/// `X.509`, `preview.4`
fn is_part_of_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let dot = at.wrapping_sub(1);
    tokens.glued(at)
        && tokens.is_sign(dot, ".")
        && tokens.glued(dot)
        && tokens.kind(dot.wrapping_sub(1)) == TokenKind::Word
}

/// `x = 5`, `the default port is 443`, `a value of 0`
fn is_value(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    // `n = 1,200` is the size of a sample.
    if tokens.is_sign(before, "=") && !tokens.is(before.wrapping_sub(1), "n") {
        return true;
    }
    // `>= 7.9, 8.6 and 9.1`
    let is_bound = |at: usize| tokens.is_sign(at, "=") && tokens.is_sign(at.wrapping_sub(1), "<>");
    if dates::led_by(tokens, at, &is_bound) {
        return true;
    }
    if tokens.text(at).contains(',') {
        return false;
    }
    let mut word = before;
    for _ in 0..LINK_TOKENS {
        let is_led = tokens.is_any(word, SETTINGS)
            || tokens.is_own(word, |own| own.names.settings)
            || (word == before && tokens.is_any(word, POSITIONS));
        let passes = match tokens.kind(word) {
            TokenKind::Word => tokens.is_any(word, LINKS) || tokens.is_own(word, |own| own.names.grammar),
            TokenKind::Number | TokenKind::Opaque => true,
            TokenKind::Sign(c) => "(,:\"'“‘-–[#".contains(c),
            _ => false,
        };
        if is_led || !passes {
            return is_led;
        }
        word = word.wrapping_sub(1);
    }
    false
}

/// Whether a word after a number may be what several of it are: a plural of a word that it may count.
pub fn counts_many(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    units::is_counted(tokens, at) || (may_count(tokens, at) && word.ends_with('s') && !word.ends_with("ss"))
}

/// Whether a word after a number may be what it counts: a word in lower case that is not one of grammar.
pub fn may_count(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip] // read as a line
    const GRAMMAR: &[&str] = &[
        "a", "an", "and", "are", "as", "at", "be", "been", "before", "but", "by", "can", "could", "did", "do", "does",
        "for", "from", "had", "has", "have", "if", "immediately", "in", "into", "is", "it", "may", "must", "not", "now",
        "of", "on", "only", "or", "so", "should", "than", "that", "the", "then", "they", "this", "through", "to", "until",
        "was", "were", "when", "where", "which", "while", "will", "with", "would", "you", "et", "ou", "de", "en", "und",
        "oder", "ist", "today", "tonight", "tomorrow", "again", "y", "o", "e", "à", "pour", "para", "por", "für",
    ];
    let word = tokens.word(at);
    // Arabic has no capitals.
    let is_caseless = |c: char| matches!(c, '\u{600}'..='\u{6FF}') && tokens.own().is_some();
    word.starts_with(|c: char| c.is_lowercase() || is_caseless(c))
        && !tokens.glued(at)
        && !tokens.is_any(at, GRAMMAR)
        && !tokens.is_own(at, |own| own.names.grammar)
}
