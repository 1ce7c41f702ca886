//! Checks numbers in prose: numbers without a record, and words that do not match the record beside them.

use std::ops::Range;

use num_bigint::BigInt;
use num_rational::BigRational;

use super::numbers::shown;
use crate::config::Text;
use crate::read::markdown::{Call, Claim, Literal, Loose, LooseNumber};
use crate::read::{Statistic, Unit};
use crate::report::{Finding, catalog};
use crate::site::{BoundCall, Page, Site};
use crate::words::{self, Assertion, Direction, Quantity, Share};

/// Checks the prose of all pages.
pub fn prose(site: &Site, findings: &mut Vec<Finding>) {
    for page in &site.pages {
        let document = &page.source.document;
        let both = [&document.prose, &page.calls.prose];
        findings.extend(both.iter().flat_map(|prose| &prose.loose).map(|number| loose(page, number)));
        for claim in both.iter().flat_map(|prose| &prose.claims) {
            findings.extend(claimed(page, claim, site));
        }
        if words::is_english(&site.config.languages[page.source.language].tag) {
            page.calls.iter().for_each(|(number, bound)| title(page, &document.calls[number], bound, site, findings));
        }
    }
}

fn loose(page: &Page, number: &LooseNumber) -> Finding {
    let place = page.place(number.range.clone());
    match &number.what {
        Loose::Quantity(_) | Loose::Clock if !number.may_call => catalog::prose::loose_in_plain(place, &number.written),
        Loose::Quantity(figure) => {
            catalog::prose::loose_quantity(place, &number.written, &record(figure, &number.written), currencies(figure))
        }
        Loose::Clock => catalog::prose::loose_time(place, &number.written),
        Loose::Name => catalog::prose::loose_name(place, &number.written),
        Loose::Table(count) => catalog::prose::loose_table(place, *count),
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
    match claim.says {
        Assertion::Share(_) => match named.iter().find(|record| percent(record).is_some()) {
            Some(record) => judge(page, claim, record),
            None => claim.otherwise.as_ref().map(|number| loose(page, number)),
        },
        Assertion::Change(direction) if claim.calls.is_empty() => {
            let number = claim.otherwise.as_ref()?.written.as_str();
            Some(catalog::prose::change_of_number(
                page.place(claim.range.clone()),
                &claim.written,
                number,
                is_fall(direction),
            ))
        }
        _ => named.first().and_then(|record| judge(page, claim, record)),
    }
}

/// Checks words against one record.
fn judge(page: &Page, claim: &Claim, statistic: &Statistic) -> Option<Finding> {
    let place = || page.place(claim.range.clone());
    let words = claim.written.as_str();
    let id = statistic.id.as_str();
    match claim.says {
        Assertion::Percent if statistic.unit == Unit::PercentagePoints => {
            Some(catalog::prose::percentage_point(place(), words, id, "percentage points"))
        }
        Assertion::Points if statistic.unit == Unit::Percent => {
            Some(catalog::prose::percentage_point(place(), words, id, "percent"))
        }
        Assertion::Percent | Assertion::Points => None,
        Assertion::Share(share) => {
            let value = percent(statistic)?;
            let other = words::proposed(&value);
            (!share.fits(&value)).then(|| {
                let value = described(statistic);
                let tolerance = share.tolerance();
                catalog::prose::share_does_not_fit(place(), words, id, &value, &tolerance, other.as_deref())
            })
        }
        Assertion::Change(direction) => {
            let value = statistic.value.exact(None);
            // A record may be written without its minus, as its source has it.
            let is_written_positive =
                statistic.as_written.iter().flat_map(Text::all).any(|text| !text.contains(['-', '−']));
            let zero = BigRational::from_integer(BigInt::from(0));
            (value < zero && !is_written_positive)
                .then(|| catalog::prose::change_does_not_fit(place(), words, id, &shown(&value), is_fall(direction)))
        }
        Assertion::Hedged => {
            percent(statistic)?;
            let fits = has_qualifier(statistic, words);
            (!fits).then(|| catalog::prose::hedge_does_not_fit(place(), words, id, &described(statistic)))
        }
        Assertion::Only => {
            let half = BigRational::from_integer(BigInt::from(50));
            let fits = percent(statistic)? <= half || has_qualifier(statistic, words);
            (!fits).then(|| catalog::prose::only_does_not_fit(place(), words, id, &described(statistic)))
        }
    }
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
    for (at, share) in words::shares(text) {
        // In a title these words are usually about the rows, as in "all of them".
        if matches!(text[at.clone()].to_lowercase().as_str(), "all" | "none") {
            continue;
        }
        if !values.iter().any(|value| share.fits(value)) {
            let listed: Vec<String> = shown.iter().copied().filter(|it| percent(it).is_some()).map(described).collect();
            findings.push(title_does_not_fit(page, call, (&text[at], range), share, &listed, &values));
        }
    }
}

fn title_does_not_fit(
    page: &Page,
    call: &Call,
    (words, range): (&str, &Range<usize>),
    share: Share,
    listed: &[String],
    values: &[BigRational],
) -> Finding {
    // If an escaped quote before the words moves them, the place is the whole title.
    let found = page.source.file.text()[range.clone()].find(words).map(|at| range.start + at);
    let place = page.place(found.map_or(range.clone(), |start| start..start + words.len()));
    let other = if let [value] = values { words::proposed(value) } else { None };
    let tolerance = share.tolerance();
    catalog::prose::title_does_not_fit(place, words, &call.name, &listed.join(", "), &tolerance, other.as_deref())
}
