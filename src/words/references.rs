//! References to laws, standards, documents, cases and papers: `RFC 8659`, `(EU) 2016/679`, `A/RES/70/1`, `arXiv:2101.00001`.

use super::designations::{counts_many, may_count};
use super::parts::has_legal_part;
use super::tokens::{TokenKind, Tokens};
use super::{dates, products, units};

/// Prefixes of references, which stay references whether they are joined to their number or not: `RFC 8659`, `RFC-8659`.
#[rustfmt::skip] // read as a line
const REFERENCES: &[&str] = &[
    "RFC", "ISO", "IEC", "IEEE", "EN", "BS", "DIN", "ANSI", "ECMA", "CVE", "CWE", "PEP", "BCP", "FIPS", "NIST", "KB",
    "CFR", "USC", "ISBN", "ISSN", "DOI", "ETSI", "ASTM", "OJ", "ICD", "JEP", "TC39", "WG", "PR", "GH",
    "arXiv", "arxiv", "doi", "hdl", "isbn", "issn", "PMID", "PMC", "PMCID", "OCLC", "LCCN",
];

/// Laws that a number before them counts the titles of: `50 CFR 216.95`.
const LAWS: &[&str] = &["CFR", "USC", "Stat"];

/// Words for laws, which may be numbered with a year: `Public Law 104-191`. With a capital only: "by law 30 seats".
#[rustfmt::skip] // read as a line
const ACTS: &[&str] = &[
    "Law", "Laws", "Directive", "Directives", "Regulation", "Regulations", "Decision", "Decisions", "Decree", "Statute",
    "Ordinance", "Treaty", "Convention", "Protocol", "Resolution", "Act", "Règlement", "Décision", "Loi", "Décret", "Arrêté",
    "Verordnung", "Richtlinie", "Beschluss", "Gesetz", "Ley", "Decreto", "Reglamento", "Directiva", "Decisión", "Lei", "Legge",
    "Regolamento", "Direttiva", "Regulamento", "Diretiva", "Reg",
];

/// Words for documents that are verbs or counted too: `Order 13990`, but not "Order 5 books".
#[rustfmt::skip] // read as a line
const DOCUMENTS: &[&str] = &[
    "Order", "Form", "Bill", "Case", "Docket", "Title", "Circular", "Publication", "Amendment", "Bug", "Ticket",
];

/// First and last letters of abbreviations for laws before a number: `Pub. L. 104-191`, `H.R. 3590`.
const SHORT_ACTS: &[(&str, &str)] = &[("Pub", "L"), ("P", "L"), ("H", "R"), ("E", "O"), ("S", "I"), ("Fed", "Reg")];

/// Unions of states, as their laws name them: `(EU) 2016/679`, `95/46/EC`.
const UNIONS: &[&str] = &["EU", "EC", "EEC", "JHA", "CFSP", "Euratom", "UE", "CE", "CEE", "EG", "EWG"];

/// Words for the parts of laws, before numbers such as `12(3)`.
#[rustfmt::skip] // read as a line
const LEGAL_PARTS: &[&str] = &[
    "article", "articles", "art", "arts", "section", "sections", "sec", "paragraph", "paragraphs", "para", "paras",
    "clause", "clauses", "rule", "rules", "regulation", "regulations", "act", "annex", "schedule", "artikel", "absatz",
    "abs", "artículo", "artículos", "artigo", "artigos", "articolo", "articoli",
];

/// The maximum number of tokens between such a word and a number of a part.
const PART_TOKENS: usize = 16;

/// The token after a reference that its form shows, whatever follows it.
pub fn always(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    joined(tokens, at)
        .or_else(|| symbol(tokens, at))
        .or_else(|| case_of_court(tokens, at))
        .or_else(|| paper(tokens, at))
        .or_else(|| act(tokens, at))
        .or_else(|| year_and_number(tokens, at))
        .or_else(|| volume(tokens, at))
        .or_else(|| is_part_of_act(tokens, at).then_some(at + 1))
}

/// `RFC 8659`, `50 CFR 216.95`, `42 U.S.C. 1983`: the token after a number of a reference, unless a unit follows it.
pub fn without_unit(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_named = |at: usize| REFERENCES.contains(&tokens.word(at));
    let leads = |at: usize| is_named(at) || (tokens.is_sign(at, ":") && is_named(at.wrapping_sub(1)));
    let law = LAWS.contains(&tokens.word(at + 1))
        || (tokens.is(at + 1, "U") && tokens.is(at + 3, "S") && tokens.is(at + 5, "C") && tokens.glued(at + 5));
    (law || is_in_law(tokens, at) || has_legal_part(tokens, at) || dates::led_by(tokens, at, &leads)).then_some(at + 1)
}

/// Whether a word that is joined to the number after it, or tied by a hyphen, begins a reference.
pub fn is_reference(word: &str) -> bool {
    REFERENCES.contains(&word)
}

/// The token after a number and the numbers and letters that are tied to it: `2021-44228`, `10.1000/182`.
fn after_chain(tokens: &Tokens<'_>, at: usize) -> usize {
    let is_part = |at: usize| {
        let is_word = !tokens.word(at).is_empty() && tokens.word(at).bytes().all(|b| b.is_ascii_alphabetic());
        tokens.glued(at) && (tokens.kind(at) == TokenKind::Number || is_word)
    };
    let mut next = at + 1;
    loop {
        if is_part(next) {
            next += 1;
        } else if tokens.ties(next, "-‑.:/_") && is_part(next + 1) {
            next += 2;
        } else {
            return next;
        }
    }
}

/// `CVE-2021-44228`, `ISO-8859-1`, `arXiv:2101.00001`
fn joined(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let sign = at.wrapping_sub(1);
    let is_joined = tokens.ties(sign, "-‑:") && is_reference(tokens.word(sign.wrapping_sub(1)));
    let next = after_chain(tokens, at);
    (is_joined && !units::is_unit(tokens, next)).then_some(next)
}

/// `A/RES/70/1`, `E/CN.6/2020/3`: the symbol of a document of the United Nations and the like.
fn symbol(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let run = tokens.ascii_run(at);
    let written = run.trim_matches(|c: char| !c.is_ascii_alphanumeric());
    let is_part =
        |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
    let mut parts = written.split('/');
    let is_led = parts.next().is_some_and(|first| !first.is_empty() && first.bytes().all(|b| b.is_ascii_uppercase()));
    (is_led && parts.clone().count() >= 2 && parts.all(is_part)).then(|| tokens.after_run(at))
}

/// `C-131/12`, `T-201/04`
fn case_of_court(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let sign = at.wrapping_sub(1);
    let is_led = tokens.ties(sign, "-‑–") && matches!(tokens.word(sign.wrapping_sub(1)), "C" | "T" | "F");
    let is_year = tokens.plain(at + 2).is_some_and(|(_, digits)| digits == 2);
    (is_led && tokens.plain(at).is_some() && tokens.ties(at + 1, "/") && is_year).then_some(at + 3)
}

/// `10.1000/182`: the identifier of a paper.
fn paper(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let registrant = tokens.text(at).strip_prefix("10.")?;
    let is_registrant = registrant.len() >= 4 && registrant.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    (is_registrant && tokens.ties(at + 1, "/")).then(|| tokens.after_run(at))
}

/// `Public Law 104-191`, `Regulation (EC) No 1049/2001`, `Pub. L. 104-191`, `Executive Order 13990`
fn act(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut before = at.wrapping_sub(1);
    let is_number = |at: usize| tokens.is_any(at, &["no", "nos", "nr", "nº", "n"]);
    if tokens.is_sign(before, ".°") && is_number(before.wrapping_sub(1)) {
        before = before.wrapping_sub(1);
    }
    before = before.wrapping_sub(usize::from(is_number(before)));
    let is_of_union = tokens.is_sign(before, ")")
        && UNIONS.contains(&tokens.word(before.wrapping_sub(1)))
        && tokens.is_sign(before.wrapping_sub(2), "(");
    before = before.wrapping_sub(3 * usize::from(is_of_union));
    let last = tokens.word(before.wrapping_sub(1));
    let is_short = tokens.is_sign(before, ".")
        && tokens.is_sign(before.wrapping_sub(2), ".")
        && SHORT_ACTS.contains(&(tokens.word(before.wrapping_sub(3)), last));
    let is_act = is_short || ACTS.contains(&tokens.word(before)) || tokens.is_own(before, |own| own.names.acts);
    let is_document = DOCUMENTS.contains(&tokens.word(before));
    let is_measure = tokens.glued(at + 1) && tokens.kind(at + 1) == TokenKind::Word;
    let next = after_chain(tokens, at);
    let is_tied = next > at + 1 && !is_measure;
    let is_number_of_act = is_act || (is_of_union && is_tied) || (is_document && !tokens.text(at).contains(','));
    let counts = match is_tied {
        true => is_document && counts_many(tokens, next),
        false if is_short => is_measure || counts_many(tokens, next),
        false => is_measure || (may_count(tokens, next) && !products::is_verb(tokens, next)),
    };
    // `Lei 13.709`
    let is_grouped = tokens.own().is_some() && !tokens.text(at).contains(',');
    let is_alone = !tokens.glued(at) && (tokens.plain(at).is_some() || is_tied || is_grouped);
    (is_number_of_act && is_alone && !counts && !units::has_unit(tokens, next)).then_some(next)
}

/// `2016/679`, `1049/2001`, `95/46/EC`: a year and a number, unless a word follows that they may count.
fn year_and_number(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    if tokens.glued(at) && !tokens.is_sign(at.wrapping_sub(1), "(“\"[") {
        return None;
    }
    let ((_, first), (_, second)) = (tokens.plain(at)?, tokens.plain(at + 2)?);
    if !tokens.ties(at + 1, "/") {
        return None;
    }
    let is_of_union = tokens.ties(at + 3, "/") && UNIONS.contains(&tokens.word(at + 4));
    let is_year = (dates::is_year(tokens, at) && second >= 3) || (dates::is_year(tokens, at + 2) && first >= 3);
    let next = if is_of_union { at + 5 } else { at + 3 };
    let counts = may_count(tokens, next) || units::has_unit(tokens, next);
    (is_of_union || (is_year && !counts)).then_some(next)
}

/// `12(3):45–67`: volume, issue and pages of a journal.
fn volume(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_tied = (at + 1..=at + 5).all(|at| tokens.glued(at));
    let has_issue = tokens.is_sign(at + 1, "(") && tokens.plain(at + 2).is_some() && tokens.is_sign(at + 3, ")");
    let has_page = tokens.is_sign(at + 4, ":") && tokens.plain(at + 5).is_some();
    let pages = usize::from(tokens.ties(at + 6, "-–‑") && tokens.plain(at + 7).is_some());
    (is_tied && has_issue && has_page).then_some(at + 6 + 2 * pages)
}

/// `Article 12(3)(b)`, `§ 5 (2)`, `Articles 6(1) and 9(2)`: a number with parts in parentheses, or one of them.
fn is_part_of_act(tokens: &Tokens<'_>, at: usize) -> bool {
    if tokens.plain(at).is_none_or(|(_, digits)| digits > 4) {
        return false;
    }
    let before = at.wrapping_sub(1);
    let of_number =
        tokens.kind(before.wrapping_sub(1)) == TokenKind::Number || tokens.is_sign(before.wrapping_sub(1), ")");
    // `(1)` after a space may begin an enumeration.
    let is_inside = tokens.is_sign(before, "(")
        && tokens.is_sign(at + 1, ")")
        && of_number
        && (tokens.glued(before) || tokens.text(at) != "1");
    let has_parts = tokens.is_sign(at + 1, "(") && tokens.glued(at + 1);
    let joins = tokens.is_any(before, &["and", "or", "to", "et", "und", "y", "e"]) || tokens.is_sign(before, "-–");
    let follows = joins && tokens.is_sign(before.wrapping_sub(1), ")") && !counts_many(tokens, at + 1);
    if !(is_inside || has_parts || follows) || units::has_unit(tokens, at + 1) {
        return false;
    }
    let mut word = before;
    for _ in 0..PART_TOKENS {
        let is_led = tokens.is_sign(word, "§") || tokens.is_any(word, LEGAL_PARTS);
        let passes = match tokens.kind(word) {
            TokenKind::Number => true,
            TokenKind::Word => {
                tokens.word(word).len() == 1 || tokens.is_any(word, &["and", "or", "to", "et", "und", "y", "e"])
            }
            TokenKind::Sign(c) => "(),-–".contains(c) || (c == '.' && tokens.glued(word) && word < before),
            _ => false,
        };
        if is_led || !(passes || (tokens.is_sign(word, ".") && tokens.is_any(word.wrapping_sub(1), LEGAL_PARTS))) {
            return is_led;
        }
        word = word.wrapping_sub(1);
    }
    false
}

/// `40 C.F.R. § 52.21`, `347 U.S. 483`, `85 Fed. Reg. 12345`: a number before or after the abbreviation of a law or of a
/// collection of judgements, which has a number on both sides.
fn is_in_law(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_letter = |at: usize| tokens.word(at).len() == 1 && tokens.is_capital(at) && tokens.is_sign(at + 1, ".");
    let is_number = |at: usize| tokens.kind(at) == TokenKind::Number && !dates::is_year(tokens, at);
    let mut next = at + 1;
    while is_letter(next) && (next == at + 1 || tokens.glued(next)) {
        next += 2;
    }
    if tokens.is(next, "Fed") && tokens.is(next + 2, "Reg") {
        next += 4;
    }
    let is_law = next > at + 3;
    while tokens.is_sign(next, "§") || tokens.is_any(next, &["part", "parts", "sec"]) {
        next += 1;
    }
    if is_law && is_number(next) && !tokens.glued(next) {
        return true;
    }
    let mut before = at.wrapping_sub(1);
    let mut count = 0;
    while tokens.is_sign(before, ".") && is_letter(before.wrapping_sub(1)) {
        before = before.wrapping_sub(2);
        count += 1;
    }
    let is_usc = count == 3 && tokens.is(before.wrapping_add(5), "C");
    count >= 2 && (is_number(before) || is_usc) && !may_count(tokens, at + 1)
}
