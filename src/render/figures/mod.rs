//! Statistics as templates see them, in one language. Values stay exact decimals; only the geometry of what is drawn is
//! made of binary fractions.

mod chart;
mod icons;
mod labels;
mod sources;
mod trend;

pub use chart::{chart, table};
pub use icons::{Uncounted, icons};
pub use labels::{Labels, alike};
pub use trend::trend;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use tera::Value;

use super::dates::Dates;
use super::marked::{TextMarker, in_language};
use super::numerals::{Numerals, shifted, with_decimals};
use super::series::Series;
use super::text;
use crate::config::Text;
use crate::escape::escape_into;
use crate::marks::without_language;
use crate::plurals::{self, PluralCategory, Plurals};
use crate::read::{HERE, Number, Period, Phrase, Phrases, STAND_IN, Statistic, Unit};
use crate::render::interface::{Strings, filled};
use crate::site::Site;
use sources::{source_value, sources};

/// What a template sees of one record.
type FieldValues = BTreeMap<&'static str, Value>;

/// The records of a site in one language. A statistic is written when a page first shows it, then kept for all pages: a
/// site may hold many more than it shows.
#[derive(Debug)]
pub struct Figures {
    writer: FigureWriter,
    /// Statistics in the order of their file, each once it has been written.
    statistics: Vec<OnceLock<Written>>,
    /// Sources in the order of their file, ready for templates.
    pub sources: Vec<Value>,
    /// What separates a whole number from its decimals.
    pub decimal_mark: char,
}

/// A statistic as templates see it.
#[derive(Debug)]
struct Written {
    fields: FieldValues,
    /// The same fields as one value.
    value: Value,
}

impl Figures {
    /// Prepares to write records in the language of number `language`; `strings` are the theme's words in it.
    #[must_use]
    pub fn new(site: &Site, language: usize, strings: &Strings) -> Self {
        let marker = TextMarker::new(&site.config.languages[language]);
        let tag = site.config.languages[language].tag.clone();
        let sources: Vec<Value> = site.sources.iter().map(|source| source_value(source, &marker)).collect();
        let by_id =
            site.sources.iter().zip(&sources).map(|(source, value)| (source.id.clone(), value.clone())).collect();
        let numerals = Arc::new(Numerals::new(&tag));
        let writer = FigureWriter {
            dates: Arc::new(Dates::new(&tag, site.config.languages[language].calendar, &numerals)),
            series: Arc::new(Series::new(&tag)),
            numerals,
            plurals: Arc::new(Plurals::new(&tag)),
            tag,
            marker,
            phrases: strings.phrases.clone(),
            english: strings.english.clone(),
            sources: by_id,
        };
        Self {
            statistics: site.statistics.iter().map(|_| OnceLock::new()).collect(),
            sources,
            decimal_mark: writer.numerals.decimal_mark(),
            writer,
        }
    }

    fn written(&self, site: &Site, number: usize) -> &Written {
        self.statistics[number].get_or_init(|| {
            let fields = self.writer.fields(&site.statistics[number], &site.statistics);
            Written { value: Value::from(fields.clone()), fields }
        })
    }

    /// The fields of statistic `number` of the site.
    fn fields(&self, site: &Site, number: usize) -> &FieldValues {
        &self.written(site, number).fields
    }

    /// Statistic `number` of the site, ready for templates.
    #[must_use]
    pub fn value(&self, site: &Site, number: usize) -> Value {
        self.written(site, number).value.clone()
    }

    /// The fields of a statistic in a row of a figure. No words beside it say whether a number rose or fell, so a change in
    /// percent has its sign, unless the source writes it without.
    fn row(&self, site: &Site, number: usize) -> FieldValues {
        let statistic = &site.statistics[number];
        let mut row = self.fields(site, number).clone();
        if let (Number::Decimal(typed), Unit::PercentChange, None) =
            (&statistic.value, statistic.unit, &statistic.as_written)
        {
            let plain = statistic.decimals.map_or_else(|| typed.clone(), |decimals| with_decimals(typed, decimals));
            let shown = text(&without_breaks(&self.writer.numerals.percent_change(&plain)));
            let number = text(&self.writer.numerals.change(&plain));
            row.extend([("text", shown.clone()), ("figure", shown.clone()), ("amount", shown), ("number", number)]);
        }
        row
    }

    /// Marks texts in another language than that of the records.
    pub fn marker(&self) -> &TextMarker {
        &self.writer.marker
    }

    /// A plain decimal number as the language writes it.
    pub fn decimal(&self, plain: &str) -> String {
        self.writer.numerals.number(plain)
    }

    /// Numbers as the language writes them.
    pub fn numerals(&self) -> Arc<Numerals> {
        self.writer.numerals.clone()
    }

    /// Which forms of texts numbers take in the language.
    pub fn plurals(&self) -> Arc<Plurals> {
        self.writer.plurals.clone()
    }

    /// Dates as the language writes them.
    pub fn dates(&self) -> Arc<Dates> {
        self.writer.dates.clone()
    }

    /// How the language joins texts.
    pub fn series(&self) -> Arc<Series> {
        self.writer.series.clone()
    }

    /// Every statistic of the site with one more field.
    pub fn statistics(&self, site: &Site, more: impl Iterator<Item = (&'static str, Value)>) -> Vec<Value> {
        let with = |(statistic, (key, value)): (&Statistic, (&'static str, Value))| {
            let mut fields = self.writer.fields(statistic, &site.statistics);
            fields.insert(key, value);
            Value::from(fields)
        };
        site.statistics.iter().zip(more).map(with).collect()
    }
}

/// Writes records in one language.
#[derive(Debug)]
struct FigureWriter {
    tag: String,
    marker: TextMarker,
    phrases: Phrases,
    /// The keys of phrases that are in English instead.
    english: BTreeSet<String>,
    plurals: Arc<Plurals>,
    dates: Arc<Dates>,
    series: Arc<Series>,
    numerals: Arc<Numerals>,
    /// Each source as templates see it, by its id: records of one source share it.
    sources: HashMap<String, Value>,
}

impl FigureWriter {
    fn optional(&self, value: Option<&Text>) -> Value {
        value.map_or_else(Value::none, |value| self.marker.shown(value))
    }

    fn word(&self, key: &str) -> Option<&str> {
        self.phrases.get(key).map(Phrase::text)
    }

    /// The phrase with this key for a template, or else the name of what it is for.
    fn word_or(&self, key: &str, name: &str) -> String {
        self.word(key).map_or_else(|| name.to_owned(), |word| self.of_phrase(key, word))
    }

    /// A text that is made of the phrase with this key, for a template: with marks if the phrase is in English.
    fn of_phrase(&self, key: &str, made: &str) -> String {
        if self.english.contains(key) { in_language(STAND_IN, made) } else { made.to_owned() }
    }

    /// The number alone, or with its word for millions: what `figure` is without its sign.
    fn number(&self, statistic: &Statistic) -> String {
        match &statistic.value {
            Number::Ratio(above, below) => {
                let plain = format!("{above}/{below}");
                self.word(&format!("ratio_{plain}")).map_or(plain, str::to_owned)
            }
            Number::Decimal(typed) => {
                let plain = statistic.decimals.map_or_else(|| typed.clone(), |decimals| with_decimals(typed, decimals));
                match statistic.scale {
                    Some(scale) => self.numerals.scaled(&plain, scale.zeros()),
                    None => self.numerals.number(&plain),
                }
            }
        }
    }

    /// The number with the sign of its unit, where the unit has one: `51%`, `USD 1,200`.
    fn figure(&self, statistic: &Statistic) -> String {
        match (&statistic.value, statistic.unit) {
            (Number::Decimal(typed), Unit::Percent | Unit::PercentChange) => {
                let plain = statistic.decimals.map_or_else(|| typed.clone(), |decimals| with_decimals(typed, decimals));
                self.numerals.percent(&plain)
            }
            (_, Unit::Currency(code)) => self.numerals.with_code(&self.number(statistic), code),
            _ => self.number(statistic),
        }
    }

    /// The figure with the word of its unit, where it would not be understood alone: `12 years`.
    fn amount(&self, statistic: &Statistic, figure: &str) -> String {
        match statistic.unit {
            Unit::Percent | Unit::PercentChange | Unit::Count | Unit::Ratio | Unit::Currency(_) => figure.to_owned(),
            unit => {
                let key = format!("amount_{}", unit.name());
                match self.phrases.get(&key) {
                    Some(phrase) => {
                        let words = phrase.form(self.category(statistic));
                        self.of_phrase(&key, &filled(words, &[("number", figure)]))
                    }
                    None => format!("{figure} {}", unit.name()),
                }
            }
        }
    }

    /// Which form of a text the number takes.
    fn category(&self, statistic: &Statistic) -> PluralCategory {
        let Number::Decimal(typed) = &statistic.value else { return PluralCategory::Other };
        let plain = statistic.decimals.map_or_else(|| typed.clone(), |decimals| with_decimals(typed, decimals));
        match statistic.scale {
            Some(scale) => self.plurals.category_of_scaled(&plain, u8::try_from(scale.zeros()).unwrap_or(0)),
            None => self.plurals.category_of(&plain),
        }
    }

    fn fields(&self, statistic: &Statistic, all: &[Statistic]) -> FieldValues {
        let figure = self.figure(statistic);
        let written = statistic.as_written.as_ref().and_then(|written| written.own(&self.tag));
        let written = written.map(|written| self.marker.isolated(written));
        let shown = without_breaks(written.as_deref().unwrap_or(&figure));
        let amount = self.amount(statistic, &shown);
        let unit = statistic.unit.name();
        let period = |period: Option<&Period>| period.map_or_else(Value::none, |period| text(&period.text));
        let of_its_tag = |it: &Text| self.marker.written(it).into_owned();
        let label = statistic.area.as_ref().or(statistic.of.as_ref()).map_or_else(|| statistic.id.clone(), of_its_tag);
        let spoken = [statistic.of.as_ref(), statistic.indicator.as_ref(), statistic.area.as_ref()];
        let mut spoken: Vec<String> = spoken.into_iter().flatten().map(of_its_tag).collect();
        let subject = if spoken.is_empty() { statistic.id.clone() } else { spoken.remove(0) };
        // One that is nowhere is reported where it is named, and not again as a link that leads nowhere.
        let superseded_by =
            statistic.superseded_by.as_ref().filter(|(by, _)| all.iter().any(|statistic| statistic.id == *by));
        let label_of_period = statistic.period_label.as_ref().map(of_its_tag);
        let written_period = |period: Option<&Period>| period.map(|period| self.dates.period(&period.text));
        let label_of_period = label_of_period.or_else(|| written_period(statistic.period.as_ref()));
        spoken.extend(label_of_period.clone());
        BTreeMap::from([
            ("subject", text(&subject)),
            ("details", Value::from(spoken.iter().map(|word| text(word)).collect::<Vec<_>>())),
            ("shown_length", Value::from(without_language(&amount).chars().count())),
            ("id", text(&statistic.id)),
            ("text", text(&shown)),
            ("figure", text(&figure)),
            ("number", text(&self.number(statistic))),
            ("amount", text(&amount)),
            ("plural", text(plurals::name(self.category(statistic)))),
            ("sentence", self.sentence(statistic, &shown)),
            ("value", text(&machine(statistic))),
            ("unit", text(unit)),
            ("unit_word", text(&self.word_or(&format!("unit_{unit}"), unit))),
            ("of", self.optional(statistic.of.as_ref())),
            ("of_date", written_period(statistic.of_date.as_ref()).as_deref().map_or_else(Value::none, text)),
            ("indicator", self.optional(statistic.indicator.as_ref())),
            ("area", self.optional(statistic.area.as_ref())),
            ("label", text(&label)),
            ("period", period(statistic.period.as_ref())),
            (
                "period_label",
                match &statistic.period_label {
                    Some(label) => self.marker.shown(label),
                    None => label_of_period.as_deref().map_or_else(Value::none, text),
                },
            ),
            ("status", statistic.status.map_or_else(Value::none, text)),
            ("status_word", self.status(statistic)),
            ("qualifier", self.optional(statistic.qualifier.as_ref())),
            ("attributed_to", self.optional(statistic.attributed_to.as_ref())),
            ("derived", statistic.derived.as_ref().map_or_else(Value::none, |(formula, _)| text(&formula.text))),
            ("parts", Value::from(statistic.parts.iter().map(|(id, _)| text(id)).collect::<Vec<_>>())),
            ("superseded_by", superseded_by.map_or_else(Value::none, |(by, _)| text(by))),
            ("review_by", statistic.review_by.as_ref().map_or_else(Value::none, |(day, _)| text(&day.to_string()))),
            ("note", self.optional(statistic.note.as_ref())),
            ("source", self.sources.get(statistic.source.as_str()).cloned().unwrap_or_else(Value::none)),
        ])
    }

    /// The word for the status of a number that is not final; none if readers need no warning.
    fn status(&self, statistic: &Statistic) -> Value {
        match statistic.status {
            None | Some("final" | "as-published") => Value::none(),
            Some(status) => text(&self.word_or(&format!("status_{status}"), status)),
        }
    }

    /// The record's own sentence, with its number in place.
    fn sentence(&self, statistic: &Statistic, shown: &str) -> Value {
        let Some(sentence) = &statistic.sentence else { return Value::none() };
        let mut html = String::new();
        let sentence = self.marker.written(sentence);
        let mut pieces = sentence.split(HERE);
        escape_into(pieces.next().unwrap_or(""), &mut html);
        for piece in pieces {
            html.push_str("<data value=\"");
            escape_into(&machine(statistic), &mut html);
            html.push_str("\">");
            escape_into(shown, &mut html);
            html.push_str("</data>");
            escape_into(piece, &mut html);
        }
        Value::safe_string(&html)
    }
}

/// The value for machines: a plain decimal without grouping, or a ratio.
#[must_use]
pub fn machine(statistic: &Statistic) -> String {
    match &statistic.value {
        Number::Ratio(above, below) => format!("{above}/{below}"),
        Number::Decimal(text) => match statistic.scale {
            Some(scale) => shifted(text, scale.zeros()),
            None => text.clone(),
        },
    }
}

/// The text with a no-break space for each space between two digits: no number is cut at the end of a line.
fn without_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut is_after_digit = false;
    while let Some(letter) = letters.next() {
        let is_inside = letter == ' ' && is_after_digit && letters.peek().is_some_and(|next| next.is_numeric());
        out.push(if is_inside { '\u{A0}' } else { letter });
        is_after_digit = letter.is_numeric();
    }
    out
}

/// How long a bar of it is, in units of the axis.
fn magnitude(statistic: &Statistic) -> f64 {
    match &statistic.value {
        Number::Ratio(above, below) => *above as f64 / *below as f64,
        Number::Decimal(_) => machine(statistic).parse().unwrap_or(0.0),
    }
}

/// A length with at most one decimal: finer than any screen draws it.
fn length(share: f64) -> String {
    let tenths = (share * 10.0).round() / 10.0;
    let shown = format!("{tenths:.1}");
    let shown = shown.strip_suffix(".0").unwrap_or(&shown);
    if shown == "-0" { "0".to_owned() } else { shown.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_share() {
        assert_eq!(length(19.0), "19");
        assert_eq!(length(200.0 / 3.0), "66.7");
        assert_eq!(length(0.04), "0");
        assert_eq!(length(-0.04), "0");
    }

    #[test]
    fn spaces_between_digits_do_not_break() {
        assert_eq!(without_breaks("29 150 000 XOF in 3 years"), "29\u{A0}150\u{A0}000 XOF in 3 years");
        assert_eq!(without_breaks("2 or 3, 4 "), "2 or 3, 4 ");
    }
}
