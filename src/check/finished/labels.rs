//! Names that elements get from the words of others, by `aria-labelledby`.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;

use super::kinds::Kind;
use super::words::{Tag, text, words_of};
use crate::read::markdown::normal;
use crate::shrink::{HtmlToken, Scanner};

/// The names and the tags of elements, by their ids.
type Tags = HashMap<String, (Range<usize>, Range<usize>)>;

/// The words of the elements of a page that have ids. Few pages need them, so the page is read when the first one is needed.
pub(super) struct Labels<'a> {
    html: &'a str,
    /// The names and the tags of elements with ids.
    tags: OnceCell<Tags>,
    /// The words of those that were needed before.
    words: RefCell<HashMap<String, String>>,
}

impl<'a> Labels<'a> {
    pub fn new(html: &'a str) -> Self {
        Self { html, tags: OnceCell::new(), words: RefCell::default() }
    }

    /// Whether ids give a name. One that is not there counts as one, since it is reported by itself.
    pub fn is_name(&self, ids: &str) -> bool {
        ids.split_ascii_whitespace().any(|id| self.of_id(id).is_none_or(|words| !words.is_empty()))
    }

    /// The words of the elements with these ids.
    pub fn words(&self, ids: &str) -> String {
        let words = ids.split_ascii_whitespace().filter_map(|id| self.of_id(id));
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The words of the element with this id, if there is one.
    fn of_id(&self, id: &str) -> Option<String> {
        let id = normal(&text(id));
        let (name, tag) = self.tags.get_or_init(|| tags(self.html)).get(&id)?;
        if let Some(words) = self.words.borrow().get(&id) {
            return Some(words.clone());
        }
        let words = own_words(self.html, name, tag);
        self.words.borrow_mut().insert(id, words.clone());
        Some(words)
    }
}

/// The names and the tags of all elements with ids.
fn tags(html: &str) -> Tags {
    let mut found = HashMap::new();
    let mut scanner = Scanner::new(html.as_bytes());
    while let Some(token) = scanner.next(false) {
        let HtmlToken::Open { name, tag, .. } = token else { continue };
        if let Some(id) = (Tag { html, attributes: scanner.attributes() }).value(key!("id")) {
            found.entry(normal(&text(id))).or_insert((name, tag));
        }
    }
    found
}

/// The words of an element: of its attributes, else of its content.
fn own_words(html: &str, name: &Range<usize>, tag: &Range<usize>) -> String {
    let mut scanner = Scanner::new(&html.as_bytes()[tag.clone()]);
    scanner.next(false);
    let of_tag = Tag { html: &html[tag.clone()], attributes: scanner.attributes() };
    let kind = Kind::from_name(&html.as_bytes()[name.clone()]);
    let of_attributes = of_tag.words(key!("aria-label")).or_else(|| of_tag.own_words(kind));
    of_attributes.unwrap_or_else(|| match kind.is_void() {
        true => String::new(),
        false => words_of(content(&html[tag.end..], &html[name.clone()]), None).into_owned(),
    })
}

/// What is before the closing tag of an element; `html` begins after its opening tag.
fn content<'h>(html: &'h str, element: &str) -> &'h str {
    let mut scanner = Scanner::new(html.as_bytes());
    let mut depth = 1_usize;
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Open { name, closed: false, .. } if html[name.clone()].eq_ignore_ascii_case(element) => {
                depth += 1;
            }
            HtmlToken::Close { name, tag } if html[name.clone()].eq_ignore_ascii_case(element) => {
                depth -= 1;
                if depth == 0 {
                    return &html[..tag.start];
                }
            }
            _ => {}
        }
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_the_elements_that_are_named() {
        let labels = Labels::new(
            "<p id=a>One <b>two</b></p><div id=b><div>three</div> four</div>five<i id=c></i><img id=d alt=six>",
        );
        assert_eq!(labels.words("b a"), "three four One two");
        assert_eq!(labels.words("c d"), "six");
        assert!(labels.is_name("c a") && labels.is_name("missing") && !labels.is_name("c"));
    }
}
