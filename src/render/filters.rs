//! The filters of templates that Firstflight adds: `link`, `format` for interface strings, and `date`, `time`, `number` and `list`,
//! which write what they are given as the page's language does.

use std::cell::RefCell;
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::budget;
use super::dates::{Dates, iso_day};
use super::links::{KnownAddresses, Linker};
use super::numerals::Numerals;
use super::series::Series;
use crate::marks::{FOREIGN_END, opening, without_language};
use crate::markup::tag_length;
use crate::percent::encode_spaces;
use crate::plurals::{self, PluralCategory, Plurals};
use crate::read::{PhrasePiece, pieces_of_phrase};

/// What the filters know of the page that is rendered.
#[derive(Clone)]
pub struct FilterData {
    /// Links from the page.
    pub linker: Linker,
    /// The addresses of pages and files.
    pub known: Arc<KnownAddresses>,
    /// The rules of its language.
    pub plurals: Arc<Plurals>,
    /// Its numbers.
    pub numerals: Arc<Numerals>,
    /// Its dates.
    pub dates: Arc<Dates>,
    /// How it joins texts.
    pub series: Arc<Series>,
}

struct Here {
    data: FilterData,
    /// Addresses that `link` was given and that are not known.
    unknown: Vec<String>,
}

/// Maximum number of unknown addresses that are kept of one page.
const UNKNOWN: usize = 100;
/// The argument of `format` by which the form of a text is chosen.
const COUNT: &str = "count";
/// The argument of `date` that asks for the day of the week.
const WEEKDAY: &str = "weekday";

thread_local! {
    /// The page that this thread is rendering: filters see no context inside a component.
    static HERE: RefCell<Option<Here>> = const { RefCell::new(None) };
}

/// Runs `work` with the filters answering for one page. Returns the addresses that `link` was given and that are not known,
/// too.
pub fn on_page<T>(data: FilterData, work: impl FnOnce() -> T) -> (T, Vec<String>) {
    HERE.with_borrow_mut(|place| *place = Some(Here { data, unknown: Vec::new() }));
    let result = budget::counted(work);
    let unknown = HERE.with_borrow_mut(|place| place.take().map(|here| here.unknown));
    (result, unknown.unwrap_or_default())
}

/// Adds the filters to an engine.
pub fn register(tera: &mut Tera) {
    tera.register_filter("link", |address: &str, _: Kwargs, _: &State<'_>| {
        HERE.with_borrow_mut(|here| here.as_mut().map_or_else(|| address.to_owned(), |here| here.link(address)))
    });
    tera.register_filter("date", |text: &Value, options: Kwargs, _: &State<'_>| date(text, &options));
    tera.register_filter("time", |text: &Value, _: Kwargs, _: &State<'_>| {
        with_text(text, |text, data| data.dates.digits(text))
    });
    tera.register_filter("number", |number: &Value, _: Kwargs, _: &State<'_>| {
        let plain = if number.is_number() { super::text(&number.to_string()) } else { number.clone() };
        with_text(&plain, |plain, data| data.numerals.number(plain))
    });
    tera.register_filter("list", |texts: &Value, _: Kwargs, state: &State<'_>| list(texts, state));
    // These look at the words of a text; marks of its language do not count.
    tera.register_filter("length", |value: &Value, _: Kwargs, _: &State<'_>| length(value));
    tera.register_test("containing", |value: &Value, arguments: Kwargs, _: &State<'_>| contains(value, &arguments));
    tera.register_filter("format", |text: &Value, values: Kwargs, state: &State<'_>| format(text, &values, state));
}

impl FilterData {
    /// The name of the category of a number.
    fn category(&self, plain: &str) -> &'static str {
        plurals::name(self.plurals.category_of(plain))
    }
}

impl Here {
    fn link(&mut self, address: &str) -> String {
        let is_known = self.data.known.contain(address);
        // A query or a fragment may follow, unless the sign is part of the address itself.
        let end = address.find(['?', '#']).filter(|_| !is_known);
        if let Some(end) = end.filter(|end| self.data.known.contain(&address[..*end])) {
            return self.data.linker.link(&address[..end]) + &encode_spaces(&address[end..]);
        }
        if !is_known && self.unknown.len() < UNKNOWN && !self.unknown.iter().any(|other| other == address) {
            self.unknown.push(address.to_owned());
        }
        self.data.linker.link(address)
    }
}

/// What `write` makes of a text by the words of the page's language. What is not a text stays as it is.
fn with_text(value: &Value, write: impl FnOnce(&str, &FilterData) -> String) -> Value {
    let Some(text) = value.as_str() else { return value.clone() };
    HERE.with_borrow(|here| match here {
        Some(here) => super::text(&write(text, &here.data)),
        None => value.clone(),
    })
}

/// A date, month, year or period in ISO 8601 as the page's language writes it, with the day of the week if `weekday` asks for it.
fn date(value: &Value, options: &Kwargs) -> TeraResult<Value> {
    let has_weekday = options.get::<bool>(WEEKDAY)?.unwrap_or(false);
    Ok(with_text(value, |text, data| match iso_day(text).filter(|_| has_weekday) {
        Some(day) => data.dates.weekday(day).as_ref().to_owned(),
        None => data.dates.period(text),
    }))
}

/// Texts or HTML joined as the page's language joins them, as HTML: `A, B and C`.
fn list(texts: &Value, state: &State<'_>) -> TeraResult<Value> {
    let Some(texts) = texts.as_array() else {
        return Err(Error::message("`list` needs a list of texts, such as `page.authors`"));
    };
    let html: Vec<String> = texts.iter().map(|text| state.escape_if_needed(text)).collect::<Result<_, _>>()?;
    let plain: Vec<String> = html.iter().map(|html| without_tags(html)).collect();
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let around = HERE.with_borrow(|here| here.as_ref().map(|here| here.data.series.around(&plain)));
    let around = around.unwrap_or_else(|| vec![String::new(); html.len() + 1]);
    let mut joined = String::new();
    for (at, around) in around.iter().enumerate() {
        joined.push_str(&state.escape(around)?);
        joined.push_str(html.get(at).map_or("", String::as_str));
    }
    tera::budget::bytes(joined.len());
    Ok(Value::safe_string(&joined))
}

/// The text of HTML, as far as is needed to see which word it begins with.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at + tag_length(&rest[at..]).unwrap_or(rest.len() - at)..];
    }
    text + rest
}

fn length(value: &Value) -> TeraResult<usize> {
    let known = value.as_str().map(|text| Value::normal_string(&without_language(text)));
    known
        .as_ref()
        .unwrap_or(value)
        .len()
        .ok_or_else(|| Error::message(format!("`length` cannot count a {}", value.name())))
}

fn contains(value: &Value, arguments: &Kwargs) -> TeraResult<bool> {
    let wanted = arguments.must_get::<&Value>("pat")?;
    if let Some(text) = value.as_str() {
        let wanted = wanted.as_str().ok_or_else(|| Error::message("`containing` looks for a text in a text"))?;
        return Ok(without_language(text).contains(&*without_language(wanted)));
    }
    if let Some(items) = value.as_array() {
        return Ok(items.contains(wanted));
    }
    match value.as_map() {
        Some(map) => Ok({
            let wanted = wanted.to_string();
            map.keys().any(|key| key.to_string() == wanted)
        }),
        None => Err(Error::message(format!("`{value}` is neither a text nor a list nor a mapping"))),
    }
}

/// An interface string as HTML, each `{name}` in it replaced by the argument of this name. Of a string with several forms, the
/// argument `count` chooses one: a number, or the category of one.
fn format(text: &Value, values: &Kwargs, state: &State<'_>) -> TeraResult<Value> {
    let form = match text.as_map() {
        None => text,
        Some(_) => {
            let count = values.get::<Value>(COUNT)?.map(|count| count.to_string());
            let name = count.map(|count| match PluralCategory::get_for_cldr_string(&count) {
                Some(category) => plurals::name(category),
                None => HERE.with_borrow(|here| here.as_ref().map_or("other", |here| here.data.category(&count))),
            });
            let chosen = name.and_then(|name| text.get_from_path(name)).filter(|form| form.is_string());
            chosen.or_else(|| text.get_from_path("other")).unwrap_or(text)
        }
    };
    let Some(words) = form.as_str() else {
        return Err(Error::message("`format` needs an interface string, such as `strings.next`"));
    };
    let (marks, words) = match opening(words) {
        Some((length, _)) => (&words[..length], words[length..].strip_suffix(FOREIGN_END).unwrap_or(&words[length..])),
        None => ("", words),
    };
    let mut html = String::with_capacity(words.len() * 2);
    for piece in pieces_of_phrase(words) {
        match piece {
            PhrasePiece::Words(words) => {
                // What the values say is not in English, and punctuation is in no language.
                let is_marked = !marks.is_empty() && words.contains(char::is_alphabetic);
                html.extend(is_marked.then_some(marks));
                html.push_str(&state.escape(words)?);
                html.extend(is_marked.then_some(FOREIGN_END));
            }
            PhrasePiece::Value(name) => match values.get::<Value>(name)? {
                Some(value) => html.push_str(&state.escape_if_needed(&value)?),
                None => return Err(Error::message(format!("`format` needs a value for `{{{name}}}`: `{name}=…`"))),
            },
        }
    }
    tera::budget::bytes(html.len());
    Ok(Value::safe_string(&html))
}
