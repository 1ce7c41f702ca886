//! The filters of templates that Firstflight adds: `link`, and `format` for interface strings.

use std::cell::RefCell;
use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use super::budget;
use super::links::{KnownAddresses, Linker};
use crate::marks::{ENGLISH, ENGLISH_END};
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
        if !self.data.known.contain(address)
            && self.unknown.len() < UNKNOWN
            && !self.unknown.iter().any(|other| other == address)
        {
            self.unknown.push(address.to_owned());
        }
        self.data.linker.link(address)
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
    let (words, is_english) = match words.strip_prefix(ENGLISH) {
        Some(words) => (words.strip_suffix(ENGLISH_END).unwrap_or(words), true),
        None => (words, false),
    };
    let mut html = String::with_capacity(words.len() * 2);
    for piece in pieces_of_phrase(words) {
        match piece {
            PhrasePiece::Words(words) => {
                // What the values say is not in English, and punctuation is in no language.
                let is_marked = is_english && words.contains(char::is_alphabetic);
                html.extend(is_marked.then_some(ENGLISH));
                html.push_str(&state.escape(words)?);
                html.extend(is_marked.then_some(ENGLISH_END));
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
