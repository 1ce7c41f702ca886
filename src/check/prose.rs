//! Checks numbers in prose: numbers without a record, and words that do not match the record beside them.

use std::ops::Range;

use num_bigint::BigInt;
use num_rational::BigRational;
use rayon::prelude::*;

use super::manuals;
use super::numbers::shown;
use super::products::{Products, products};
use super::quoted_source::QuotedSource;
use crate::config::Text;
use crate::marks;
use crate::read::markdown::{Call, Claim, Literal, LooseNumber, LooseNumberKind};
use crate::read::{HERE, Statistic, Unit};
use crate::report::catalog::prose::Described;
use crate::report::{Finding, Place, catalog};
use crate::site::{BoundCall, Page, Site, Traits};
use crate::words::{self, Assertion, Direction, Lexicon, Quantity, Share};

/// Words that claim something about the value of a record.
struct Words<'w> {
    /// The words.
    written: &'w str,
    /// What they say.
    says: &'w Assertion,
    /// Their place.
    place: Place,
    /// The language of their text.
    tag: &'w str,
}

/// Checks the prose of all pages, and the sentences of all records.
pub fn prose(site: &Site, findings: &mut Vec<Finding>) {
    let (names, is_manual) = (products(site), manuals::is_manual(site));
    let pages: Vec<&Page> = site.pages_with(Traits::PROSE).map(|(_, page)| &**page).collect();
    let of_page = |page: &Page| one(page, site, &names, is_manual);
    findings.par_extend(pages.into_par_iter().with_min_len(64).flat_map_iter(of_page));
    for statistic in &site.statistics {
        sentences(statistic, site, findings);
    }
}

/// Checks the prose of one page.
fn one(page: &Page, site: &Site, products: &Products<'_>, is_manual: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let document = &page.source.document;
    let both = [&document.prose, &page.calls.prose];
    let needs_observation = || is_manual || document.shows_code();
    let numbers = both.iter().flat_map(|prose| &prose.loose);
    let numbers = numbers.filter(|number| number.is_observed || !needs_observation());
    findings.extend(numbers.filter_map(|number| match &number.product {
        Some(name) if products.contains(name) => None,
        Some(name) if products.recurs(name, &number.written) => {
            let place = page.place(number.range.clone());
            Some(catalog::prose::loose_name(place, &format!("{name} {}", number.written)))
        }
        _ => Some(loose(page, number)),
    }));
    for claim in both.iter().flat_map(|prose| &prose.claims) {
        findings.extend(claimed(page, claim, site));
    }
    if words::is_read(language(page, site)) {
        let tag = language(page, site);
        front_matter(page, tag, &mut findings);
        for (number, bound) in page.calls.iter() {
            title(page, &document.calls[number], bound, site, &mut findings);
            arguments(page, &document.calls[number], tag, &mut findings);
        }
    }
    findings
}

/// The tag of the language of a page.
fn language<'s>(page: &Page, site: &'s Site) -> &'s str {
    &site.config.languages[page.source.language].tag
}

/// Checks the words around the number in the sentences of a record, in the languages that are read.
fn sentences(statistic: &Statistic, site: &Site, findings: &mut Vec<Finding>) {
    let Some(sentence) = &statistic.sentence else { return };
    let mut tags: Vec<&str> = sentence.languages().collect();
    if tags.is_empty() {
        // One text for all languages is in the first one.
        tags.extend(site.config.languages.first().map(|language| language.tag.as_str()));
    }
    let mut call = [0; 4];
    let call = marks::CALL.encode_utf8(&mut call);
    let mut known: Vec<&str> = Vec::new();
    for tag in tags.into_iter().filter(|tag| words::is_read(tag)) {
        let text = sentence.get(tag);
        if known.contains(&text) {
            continue;
        }
        known.push(text);
        let with_call = text.replace(marks::CALL, " ").replace(HERE, call);
        let calls: Vec<usize> = with_call.match_indices(marks::CALL).map(|(at, _)| at).collect();
        let source = QuotedSource::new(statistic.place.file().text(), &statistic.sentence_range, text);
        for claim in words::read(&with_call, false, &Lexicon::new(tag, Vec::new())).claims {
            let range = &claim.range;
            let written = &with_call[range.clone()];
            let start = range.start + calls.partition_point(|&at| at < range.start) * (HERE.len() - call.len());
            let place = statistic.at(&source.place_of(start, written));
            findings.extend(match (&claim.assertion, &claim.otherwise) {
                (Assertion::Change(direction), Some(number)) if claim.stats.is_empty() => {
                    let number = &with_call[number.range.clone()];
                    Some(catalog::prose::change_of_number(place, written, number, is_fall(*direction)))
                }
                (says, _) => judge(&Words { written, says, place, tag }, statistic),
            });
        }
    }
}

/// Checks words beside negative numbers in the title and the description of a page.
fn front_matter(page: &Page, tag: &str, findings: &mut Vec<Finding>) {
    let front = &page.source.front;
    let texts = [&front.title, &front.description].into_iter().zip(&front.text_ranges).filter(|_| front.has_changes);
    for (text, range) in texts.filter_map(|(text, range)| Some((text.as_ref()?, range))) {
        negative_changes(page, (text, tag), range, findings);
    }
}

/// Checks words beside negative numbers in the texts that a call is given.
fn arguments(page: &Page, call: &Call, tag: &str, findings: &mut Vec<Finding>) {
    for argument in &call.arguments {
        if let Literal::Text(text) = &argument.value {
            negative_changes(page, (text, tag), &argument.value_range, findings);
        }
    }
}

/// Checks words beside negative numbers in a text with the tag of its language. It stands, perhaps in quotes, at `range` of
/// the page.
fn negative_changes(page: &Page, (text, tag): (&str, &str), range: &Range<usize>, findings: &mut Vec<Finding>) {
    let claims = words::negative_changes(text, tag);
    if claims.is_empty() {
        return;
    }
    let source = QuotedSource::new(page.source.file.text(), range, text);
    for claim in claims {
        let (Assertion::Change(direction), Some(number)) = (&claim.assertion, &claim.otherwise) else { continue };
        let (words, number) = (&text[claim.range.clone()], &text[number.range.clone()]);
        let place = page.place(source.place_of(claim.range.start, words));
        findings.push(catalog::prose::change_of_number(place, words, number, is_fall(*direction)));
    }
}

fn loose(page: &Page, number: &LooseNumber) -> Finding {
    let place = page.place(number.range.clone());
    match &number.what {
        LooseNumberKind::Quantity(_) | LooseNumberKind::Clock if !number.may_call => {
            catalog::prose::loose_in_plain(place, &number.written)
        }
        LooseNumberKind::Quantity(figure) => {
            catalog::prose::loose_quantity(place, &number.written, &record(figure, &number.written), currencies(figure))
        }
        LooseNumberKind::Clock => catalog::prose::loose_time(place, &number.written),
        LooseNumberKind::Name => catalog::prose::loose_name(place, &number.written),
        LooseNumberKind::Table(count) => catalog::prose::loose_table(place, *count),
    }
}

/// The currencies that a number may be in, where it is money and the text does not say of which country.
fn currencies(quantity: &Quantity) -> Option<&'static [&'static str]> {
    quantity.is_open_currency.then_some(quantity.currencies)
}

/// A suggested record for a number, as lines of content/statistics.yaml; with `…` for what is not known.
#[must_use]
fn record(quantity: &Quantity, written: &str) -> String {
    let value = quantity.value.as_deref().unwrap_or("…");
    let value = if value.contains('/') { format!("\"{value}\"") } else { value.to_owned() };
    let mut lines = vec!["- id: …".to_owned(), format!("  value: {value}")];
    lines.extend(quantity.scale.map(|scale| format!("  scale: {scale}")));
    lines.push(format!("  unit: {}", quantity.unit.unwrap_or("…")));
    // Themes may show a ratio in words.
    if value.contains('/') || !quantity.is_shown_as(written) {
        lines.push(format!("  as_written: \"{}\"", written.replace('\\', "\\\\").replace('"', "\\\"")));
    }
    lines.extend(["  of: …", "  period: \"…\"", "  source: …"].map(str::to_owned));
    lines.join("\n")
}

/// The value of a share in percent; `None` for other units.
fn percent(statistic: &Statistic) -> Option<BigRational> {
    let value = statistic.value.exact(statistic.scale);
    match statistic.unit {
        Unit::Percent => Some(value),
        Unit::Ratio => Some(value * BigRational::from_integer(BigInt::from(100))),
        _ => None,
    }
}

/// Formats a share as its record gives it.
fn described(statistic: &Statistic) -> String {
    match statistic.unit {
        Unit::Percent => format!("{} percent", shown(&statistic.value.exact(None))),
        _ => match &statistic.value {
            crate::read::Number::Ratio(above, below) => format!("{above}/{below}"),
            crate::read::Number::Decimal(text) => text.clone(),
        },
    }
}

/// Checks words against the calls beside them. Words for a share are about the first record that is a share; if there is
/// none, they are a number without a record.
fn claimed(page: &Page, claim: &Claim, site: &Site) -> Option<Finding> {
    let calls = claim.calls.iter().filter_map(|call| page.calls.get(*call));
    // An unknown id is already reported, and the words may be about it.
    let named: Vec<&Statistic> = calls.map(|call| shown_by(call, site)).collect::<Option<Vec<_>>>()?.concat();
    let words = Words {
        written: &claim.written,
        says: &claim.says,
        place: page.place(claim.range.clone()),
        tag: language(page, site),
    };
    match claim.says {
        Assertion::Share(_) => match named.iter().find(|record| percent(record).is_some()) {
            Some(record) => judge(&words, record),
            None => claim.otherwise.as_ref().map(|number| loose(page, number)),
        },
        Assertion::Change(direction) if claim.calls.is_empty() => {
            let number = claim.otherwise.as_ref()?.written.as_str();
            Some(catalog::prose::change_of_number(words.place, words.written, number, is_fall(direction)))
        }
        _ => named.first().and_then(|record| judge(&words, record)),
    }
}

/// Checks words against one record.
fn judge(claim: &Words<'_>, statistic: &Statistic) -> Option<Finding> {
    let place = || claim.place.clone();
    let words = claim.written;
    let id = statistic.id.as_str();
    let of_unit = || statistic.at(&statistic.unit_range);
    match *claim.says {
        Assertion::Percent if statistic.unit == Unit::PercentagePoints => {
            Some(catalog::prose::percentage_point(place(), words, id, ("percentage points", of_unit())))
        }
        Assertion::Points if statistic.unit == Unit::Percent => {
            Some(catalog::prose::percentage_point(place(), words, id, ("percent", of_unit())))
        }
        Assertion::Percent | Assertion::Points => None,
        Assertion::Share(share) => {
            let value = percent(statistic)?;
            let other = words::proposed(&value, claim.tag);
            (!share.fits(&value)).then(|| {
                let value = described(statistic);
                let tolerance = share.tolerance();
                catalog::prose::share_does_not_fit(
                    place(),
                    words,
                    with(statistic, &value),
                    &tolerance,
                    other.as_deref(),
                )
            })
        }
        Assertion::Change(direction) => change(claim, is_fall(direction), statistic),
        Assertion::Hedged => {
            percent(statistic)?;
            let fits = has_qualifier(statistic, words);
            let value = described(statistic);
            (!fits).then(|| catalog::prose::hedge_does_not_fit(place(), words, with(statistic, &value)))
        }
        Assertion::Only => {
            let half = BigRational::from_integer(BigInt::from(50));
            let fits = percent(statistic)? <= half || has_qualifier(statistic, words);
            let value = described(statistic);
            (!fits).then(|| catalog::prose::only_does_not_fit(place(), words, with(statistic, &value)))
        }
    }
}

/// A record for a finding, with its value in words.
fn with<'r>(statistic: &'r Statistic, value: &'r str) -> Described<'r> {
    Described { id: &statistic.id, value, place: statistic.place.clone() }
}

/// Checks words for a change against one record: they give the direction, so its number has no minus sign.
fn change(claim: &Words<'_>, is_fall: bool, statistic: &Statistic) -> Option<Finding> {
    let value = statistic.value.exact(None);
    let is_negative = value < BigRational::from_integer(BigInt::from(0));
    // A record may be written without its minus, as its source has it.
    let written = statistic.as_written.as_ref().and_then(|written| Text::own(written, claim.tag));
    let shows_minus = written.map_or(is_negative, words::shows_minus);
    let value = match written {
        Some(written) if !is_negative => format!("written as `{written}`"),
        _ => shown(&value),
    };
    if shows_minus {
        return Some(catalog::prose::change_does_not_fit(
            claim.place.clone(),
            claim.written,
            with(statistic, &value),
            is_fall,
        ));
    }
    let is_change = matches!(statistic.unit, Unit::PercentChange | Unit::PercentagePoints);
    (is_change && is_negative && !is_fall)
        .then(|| catalog::prose::change_is_opposite(claim.place.clone(), claim.written, with(statistic, &value)))
}

fn is_fall(direction: Direction) -> bool {
    direction == Direction::Down
}

/// Whether the qualifier of the record contains these words.
fn has_qualifier(statistic: &Statistic, words: &str) -> bool {
    let spaced = |text: &str| format!(" {} ", text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
    statistic.qualifier.iter().flat_map(Text::all).any(|qualifier| spaced(qualifier).contains(&spaced(words)))
}

/// The statistics that a call names; `None` if any of them does not exist or is invalid.
fn shown_by<'s>(call: &BoundCall, site: &'s Site) -> Option<Vec<&'s Statistic>> {
    call.statistics().map(|named| Some(&site.statistics[named.number?])).collect()
}

/// Checks the title of a call that shows statistics: each share that it names must match one of them.
fn title(page: &Page, call: &Call, bound: &BoundCall, site: &Site, findings: &mut Vec<Finding>) {
    let title = call.arguments.iter().find_map(|argument| match (&argument.value, argument.key.as_str()) {
        (Literal::Text(text), "title") => Some((text, &argument.value_range)),
        _ => None,
    });
    // If a record is invalid or unknown, the title cannot be checked.
    let Some(shown) = shown_by(bound, site).filter(|_| title.is_some()) else { return };
    let values: Vec<BigRational> = shown.iter().filter_map(|statistic| percent(statistic)).collect();
    let Some((text, range)) = title.filter(|_| !values.is_empty()) else { return };
    for (at, share) in words::shares(text, language(page, site)) {
        // In a title these words are usually about the rows, as in "all of them".
        if [Share::quantifier("all"), Share::quantifier("none")].contains(&Some(share)) {
            continue;
        }
        if !values.iter().any(|value| share.fits(value)) {
            let shares: Vec<&Statistic> = shown.iter().copied().filter(|it| percent(it).is_some()).collect();
            findings.push(title_does_not_fit(
                page,
                call,
                (&text[at], range),
                (share, language(page, site)),
                &shares,
                &values,
            ));
        }
    }
}

fn title_does_not_fit(
    page: &Page,
    call: &Call,
    (words, range): (&str, &Range<usize>),
    (share, tag): (Share, &str),
    shares: &[&Statistic],
    values: &[BigRational],
) -> Finding {
    // If an escaped quote before the words moves them, the place is the whole title.
    let found = page.source.file.text()[range.clone()].find(words).map(|at| range.start + at);
    let place = page.place(found.map_or(range.clone(), |start| start..start + words.len()));
    let other = if let [value] = values { words::proposed(value, tag) } else { None };
    let tolerance = share.tolerance();
    let described: Vec<String> = shares.iter().copied().map(described).collect();
    let records = shares.iter().zip(&described).map(|(statistic, value)| with(statistic, value)).collect();
    catalog::prose::title_does_not_fit(place, words, &call.name, records, &tolerance, other.as_deref())
}
