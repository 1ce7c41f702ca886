//! Statistics: numbers with their pedigree.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::super::formula::Formula;
use super::super::numbers::{Number, Scale, Unit, value};
use super::{Records, choice, id, unique};
use crate::report::{Finding, Place, SourceFile, nearest};
use crate::yaml::{Fields, Record};

/// A number with its pedigree.
#[derive(Clone, Debug)]
pub struct Statistic {
    /// Its name in calls.
    pub id: String,
    /// Its value.
    pub value: Number,
    /// What it counts in.
    pub unit: Unit,
    /// Where its unit stands.
    pub unit_range: Range<usize>,
    /// The power of ten that its value is given in, with the word the source uses.
    pub scale: Option<Scale>,
    /// How its source writes it, where that is to be kept: `19 %`.
    pub as_written: Option<String>,
    /// The population: `people in the least developed countries`.
    pub of: Option<String>,
    /// What is measured: `using the internet`.
    pub indicator: Option<String>,
    /// Where.
    pub area: Option<String>,
    /// When, in ISO 8601: a date, a month, a year or an interval of them.
    pub period: Option<String>,
    /// The period as the source says it: `end of 2019`.
    pub period_label: Option<String>,
    /// Words that prose may use with it: `only`.
    pub qualifier: Option<String>,
    /// How final it is.
    pub status: Option<String>,
    /// Who is cited by the source.
    pub attributed_to: Option<String>,
    /// How it follows from other records, and where that stands.
    pub derived: Option<(Formula, Range<usize>)>,
    /// The day by which it is to be looked at again, and where that stands.
    pub review_by: Option<(Date, Range<usize>)>,
    /// Id of the record that replaces it, and where that stands.
    pub superseded_by: Option<(String, Range<usize>)>,
    /// What else is to be known.
    pub note: Option<String>,
    /// Id of the source it comes from.
    pub source: String,
    /// Where the source is named.
    pub source_place: Place,
    /// Where the record begins.
    pub place: Place,
}

const STATUSES: [&str; 5] = ["final", "provisional", "estimate", "forecast", "as-published"];

impl Statistic {
    /// A range of the file that holds the record.
    #[must_use]
    pub fn at(&self, range: &Range<usize>) -> Place {
        Place::new(self.place.file(), range.clone())
    }
}

/// Reads `content/statistics.yaml`.
pub fn statistics(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) -> Records<Statistic> {
    let mut records = Records::read(file, "a statistic", findings, |record, fields| statistic(file, record, fields));
    records.kept = unique(records.kept, |statistic| (&statistic.id, &statistic.place), findings);
    records
}

fn statistic(file: &Arc<SourceFile>, record: &Record<'_>, fields: &mut Fields<'_>) -> Option<Statistic> {
    let id = id(fields);
    let unit = unit(fields);
    let value = value(fields, unit.as_ref().map(|(unit, _)| *unit));
    let (unit, unit_range) = unit.unzip();
    let scale = choice(fields, "scale", &Scale::ALL, false);
    let as_written = fields.text("as_written");
    let of = fields.text("of");
    let indicator = fields.text("indicator");
    let area = fields.text("area");
    let period = period(fields);
    let period_label = fields.text("period_label");
    let qualifier = fields.text("qualifier");
    let statuses = STATUSES.map(|name| (name, name));
    let status = choice(fields, "status", &statuses, false).map(str::to_owned);
    let attributed_to = fields.text("attributed_to");
    let note = fields.text("note");
    let derived = derived(fields);
    let review_by = fields.date("review_by");
    let superseded_by = fields.located_text("superseded_by");
    let (source, source_range) = fields.required_located_text("source")?;
    Some(Statistic {
        id: id?,
        value: value?,
        unit: unit?,
        unit_range: unit_range?,
        scale,
        as_written,
        of,
        indicator,
        area,
        period,
        period_label,
        qualifier,
        status,
        attributed_to,
        derived,
        review_by,
        superseded_by,
        note,
        source,
        source_place: Place::new(file, source_range),
        place: Place::new(file, record.head.clone()),
    })
}

fn unit(fields: &mut Fields<'_>) -> Option<(Unit, Range<usize>)> {
    let (text, range) = fields.required_located_text("unit")?;
    let found = Unit::from_name(&text);
    if found.is_none() {
        let help = match nearest(&text, Unit::names()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!(
                "one of {}, or a currency by its code, such as USD",
                Unit::names().collect::<Vec<_>>().join(", ")
            ),
        };
        fields.invalid(range.clone(), format!("`{text}` is no unit that Firstflight knows"), Some(help));
    }
    found.map(|unit| (unit, range))
}

fn derived(fields: &mut Fields<'_>) -> Option<(Formula, Range<usize>)> {
    let (text, range) = fields.located_text("derived")?;
    match Formula::parse(&text) {
        Ok(formula) => Some((formula, range)),
        Err(why) => {
            let help = "write numbers and ids with + - * / and spaces between them, as in `100 - world-internet-2019`";
            fields.invalid(range, format!("`{text}` is no formula: {why}"), Some(help.to_owned()));
            None
        }
    }
}

/// A date, a month, a year, or two of them with `/` between.
fn period(fields: &mut Fields<'_>) -> Option<String> {
    let (text, range) = fields.located_text("period").filter(|(text, _)| text != "unknown")?;
    let fine = text.split('/').count() <= 2 && text.split('/').all(is_period);
    if !fine {
        let help = Some("write a year, month or date as in \"2019\", \"2019-12\" or \"2019-12-31\"".to_owned());
        fields.invalid(range, format!("`{text}` is no period"), help);
    }
    fine.then_some(text)
}

fn is_period(text: &str) -> bool {
    let full = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        10 => text.to_owned(),
        _ => return false,
    };
    full.parse::<jiff::civil::Date>().is_ok()
}
