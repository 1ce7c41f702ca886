//! The places of a call in a template: of the call itself, and of the ids that it names, where they are written in it.

use std::ops::Range;

use crate::render::templates::Templates;
use crate::report::Place;

/// The place of a call, as the engine gives it: the name of its template, and its bytes there.
pub(super) type EnginePlace<'a> = dyn Fn() -> Option<(String, Range<usize>)> + 'a;

/// The places of a call in a template. Only findings need them, so none is known before it is requested.
#[derive(Clone, Copy)]
pub(super) struct CallPlaces<'a> {
    templates: &'a Templates,
    call: &'a EnginePlace<'a>,
}

impl<'a> CallPlaces<'a> {
    /// Returns the places of this call.
    pub fn new(templates: &'a Templates, call: &'a EnginePlace<'a>) -> Self {
        Self { templates, call }
    }

    /// The place of the call.
    pub fn call(self) -> Place {
        let place = (self.call)().and_then(|(name, range)| self.templates.place(&name, range));
        // The engine knows the place of every call that it makes.
        place.unwrap_or_else(|| Place::whole(&crate::report::SourceFile::new("themes", "")))
    }

    /// The place of an argument's value, if it is a text in quotes or a list of them; else that of the call.
    pub fn argument(self, name: &str) -> Place {
        self.value(name, |text| quoted(text).is_some_and(|quoted| quoted.len() == 1) || text.starts_with('['))
            .unwrap_or_else(|| self.call())
    }

    /// The place of an item in a list of `count` texts in quotes; else that of the call.
    pub fn item(self, name: &str, row: usize, count: usize) -> Place {
        let list = self.value(name, |text| text.starts_with('['));
        let item = list.as_ref().and_then(|list| {
            let range = list.range()?;
            let items = quoted(list.file().text()[range.clone()].strip_prefix('[')?.strip_suffix(']')?)?;
            let item = items.get(row).filter(|_| items.len() == count)?;
            let start = range.start + 1;
            Some(Place::new(list.file(), start + item.start..start + item.end))
        });
        item.unwrap_or_else(|| self.call())
    }

    fn value(self, name: &str, is_wanted: impl Fn(&str) -> bool) -> Option<Place> {
        let (template, range) = (self.call)()?;
        let range = self.templates.argument(&template, &range, name)?;
        let place = self.templates.place(&template, range.clone())?;
        let text = place.file().text().get(range)?;
        is_wanted(text).then_some(place)
    }
}

/// The texts in quotes that a text consists of, with commas between them; `None` if it holds anything else, such as a name, or
/// a text with escapes.
fn quoted(text: &str) -> Option<Vec<Range<usize>>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let Some(quote) = text[at..].chars().next() else { return Some(found) };
        if !matches!(quote, '"' | '\'' | '`') {
            return None;
        }
        let length = text[at + 1..].find([quote, '\\']).filter(|end| text[at + 1 + end..].starts_with(quote))?;
        let end = at + length + 2;
        found.push(at..end);
        let rest = text[end..].trim_start();
        if rest.is_empty() {
            return Some(found);
        }
        at = text.len() - rest.strip_prefix(',')?.len();
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn only_texts_in_quotes_have_places() {
        let found = |text: &str| {
            quoted(text).map(|found| found.into_iter().map(|range| text[range].to_owned()).collect::<Vec<_>>())
        };
        let texts = |texts: &[&str]| Some(texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>());
        assert_eq!(found("\"a\""), texts(&["\"a\""]));
        assert_eq!(found(" \"a,b\" , 'ü', `c`, "), texts(&["\"a,b\"", "'ü'", "`c`"]));
        assert_eq!(found(""), texts(&[]));
        for text in ["a", "\"a\" ~ \"b\"", "\"a\\\"b\"", "\"a", "\"a\" \"b\"", ",", "\"a\",,\"b\""] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
