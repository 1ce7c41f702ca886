//! Reads statistics: numbers with their sources.

use std::cell::Cell;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::super::formula::Formula;
use super::super::numbers::{Number, Scale, Unit, fits_scale, value};
use super::period::GivenPeriod;
use super::{Period, Records, choice, id, text, unique};
use crate::config::Text;
use crate::limits::FORMULA_WORDS;
use crate::report::{Certainty, Finding, Place, SourceFile, catalog};
use crate::yaml::{Fields, Record};

/// A number with its source. Texts are one for all languages of the site, or one for each.
#[derive(Clone, Debug)]
pub struct Statistic {
    /// Its name in calls.
    pub id: String,
    /// Its value.
    pub value: Number,
    /// Its unit.
    pub unit: Unit,
    /// The place of its unit.
    pub unit_range: Range<usize>,
    /// The power of ten that its value is given in, with the word the source uses.
    pub scale: Option<Scale>,
    /// The number of decimals shown; where it is missing, as many as were typed.
    pub decimals: Option<usize>,
    /// How its source writes it, where that is to be kept: `19 %`.
    pub as_written: Option<Text>,
    /// A sentence that gives it, with [`HERE`] in place of the number.
    pub sentence: Option<Text>,
    /// The place of its sentence, or of the record if it has none.
    pub sentence_range: Range<usize>,
    /// The population: `people in the least developed countries`.
    pub of: Option<Text>,
    /// When the population was what it is said to be, in ISO 8601, where it changes: the group had 47 members then.
    pub of_date: Option<Period>,
    /// What is measured: `using the internet`.
    pub indicator: Option<Text>,
    /// The area: a place or a group.
    pub area: Option<Text>,
    /// Its period; `None` if unknown.
    pub period: Option<Period>,
    /// The period in the words of the source: `end of 2019`.
    pub period_label: Option<Text>,
    /// Words that prose may use with it: `only`.
    pub qualifier: Option<Text>,
    /// How final it is.
    pub status: Option<&'static str>,
    /// Who is cited by the source.
    pub attributed_to: Option<Text>,
    /// The formula that derives it from other records, with its place.
    pub derived: Option<(Formula, Range<usize>)>,
    /// Ids of the records that it is the sum of, each with its place.
    pub parts: Vec<(String, Range<usize>)>,
    /// The day by which it must be reviewed, with its place.
    pub review_by: Option<(Date, Range<usize>)>,
    /// The id of the record that replaces it, with its place.
    pub superseded_by: Option<(String, Range<usize>)>,
    /// A note for readers.
    pub note: Option<Text>,
    /// Id of the source it comes from.
    pub source: String,
    /// Where the source is named.
    pub source_place: Place,
    /// Where the record begins.
    pub place: Place,
}

/// The placeholder for the number in a record's sentence.
pub const HERE: &str = "{value}";

/// The maximum number of decimals.
const MAX_DECIMALS: i64 = 12;

/// How final a statistic can be.
pub const STATUSES: [&str; 5] = ["final", "provisional", "estimate", "forecast", "as-published"];

impl Statistic {
    /// A range of the file that holds the record.
    #[must_use]
    pub fn at(&self, range: &Range<usize>) -> Place {
        Place::new(self.place.file(), range.clone())
    }
}

/// Reads `content/statistics.yaml`.
pub fn statistics(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<Statistic> {
    let formula_words = Cell::new(0);
    let read = |record: &Record<'_>, fields: &mut Fields<'_>| statistic(file, record, fields, &formula_words);
    let mut records = Records::read(file, "a statistic", findings, read);
    records.kept = unique(records.kept, |statistic| (&statistic.id, &statistic.place), findings);
    records
}

/// Reads one record. `formula_words` counts the words of all formulas of the file.
fn statistic(
    file: &Arc<SourceFile>,
    record: &Record<'_>,
    fields: &mut Fields<'_>,
    formula_words: &Cell<usize>,
) -> Option<Statistic> {
    let id = id(fields);
    let unit = unit(fields);
    let value = value(fields, unit.as_ref().map(|(unit, _)| *unit));
    let (unit, unit_range) = unit.unzip();
    let scale = choice(fields, "scale", &Scale::ALL, false);
    let value = value.filter(|value| fits_scale(fields, value, scale));
    let decimals = decimals(fields);
    let as_written = text(fields, "as_written");
    let sentence = sentence(fields);
    let sentence_node = record.entries.iter().find(|entry| entry.key == "sentence").map(|entry| &entry.node);
    let sentence_range = sentence_node.map_or_else(|| record.head.clone(), |node| node.range.clone());
    let of = text(fields, "of");
    let of_date = Period::read(fields, "of_date").and_then(GivenPeriod::known);
    let indicator = text(fields, "indicator");
    let area = text(fields, "area");
    let period = Period::required(fields, "period");
    let period_label = text(fields, "period_label");
    let qualifier = text(fields, "qualifier");
    let status = choice(fields, "status", &STATUSES.map(|name| (name, name)), false);
    let attributed_to = text(fields, "attributed_to");
    let note = text(fields, "note");
    let derived = derived(fields, formula_words);
    let parts = fields.texts("parts");
    let review_by = fields.date("review_by");
    let superseded_by = fields.located_text("superseded_by");
    let (source, source_range) = fields.required_located_text("source")?;
    Some(Statistic {
        id: id?,
        value: value?,
        unit: unit?,
        unit_range: unit_range?,
        scale,
        decimals,
        as_written,
        sentence,
        sentence_range,
        of,
        of_date,
        indicator,
        area,
        period: period?.known(),
        period_label,
        qualifier,
        status,
        attributed_to,
        derived,
        parts,
        review_by,
        superseded_by,
        note,
        source,
        source_place: Place::new(file, source_range),
        place: Place::new(file, record.head.clone()),
    })
}

fn decimals(fields: &mut Fields<'_>) -> Option<usize> {
    let number = fields.integer("decimals")?;
    let is_valid = (0..=MAX_DECIMALS).contains(&number);
    if !is_valid {
        let range = fields.range_of("decimals");
        fields.invalid(range, "the number of decimals must be between 0 and 12", None);
    }
    usize::try_from(number).ok().filter(|_| is_valid)
}

/// A sentence without a place for the number would say it a second time, in digits that nobody checks.
fn sentence(fields: &mut Fields<'_>) -> Option<Text> {
    let sentence = text(fields, "sentence")?;
    if sentence.all().all(|text| text.contains(HERE)) {
        return Some(sentence);
    }
    let range = fields.range_of("sentence");
    let help = format!("write `{HERE}` in place of the number, as in \"only {HERE} of households have a radio\"");
    fields.invalid(range, format!("the sentence does not contain `{HERE}`"), Some(help));
    None
}

fn unit(fields: &mut Fields<'_>) -> Option<(Unit, Range<usize>)> {
    let (text, range) = fields.required_located_text("unit")?;
    let found = Unit::from_name(&text);
    if found.is_none() {
        let names = Unit::names().collect::<Vec<_>>().join(", ");
        let otherwise = Some(format!("write one of: {names}, or a currency code such as USD"));
        let (message, written) = (format!("unknown unit `{text}`"), (&*text, Unit::names()));
        fields.unknown_name(range.clone(), message, written, Certainty::Suggested, otherwise);
    }
    found.map(|unit| (unit, range))
}

fn derived(fields: &mut Fields<'_>, words: &Cell<usize>) -> Option<(Formula, Range<usize>)> {
    let (text, range) = fields.located_text("derived")?;
    let before = words.get();
    words.set(before.saturating_add(text.split_whitespace().count()));
    if words.get() > FORMULA_WORDS {
        // One finding for all formulas from here on.
        if before <= FORMULA_WORDS {
            let place = Place::new(fields.file(), range);
            fields.report(catalog::records::too_many_formula_words(place, FORMULA_WORDS));
        }
        return None;
    }
    match Formula::parse(&text) {
        Ok(formula) => Some((formula, range)),
        Err(why) => {
            let help = "write numbers and ids with + - * / and spaces between them, as in `100 - world-internet-2019`";
            fields.invalid(range, format!("`{text}` is not a valid formula: {why}"), Some(help.to_owned()));
            None
        }
    }
}
