//! Straight quotation marks become those of the page's language. The parser finds out which of them open and close, and writes
//! the marks of English.

use std::ops::Range;

use pulldown_cmark::Event;

use crate::quotation::Quotation;

/// Replaces the marks that the parser writes.
pub(super) struct SmartQuotes<'t> {
    marks: Option<Quotation>,
    text: &'t str,
    /// Whether a single mark was opened that is not closed: what closes it is the sign of the apostrophe, too.
    is_inner_open: bool,
}

impl<'t> SmartQuotes<'t> {
    /// Marks for `text`, of which the parser gives events; without `marks`, all stay as they are.
    pub fn new(marks: Option<Quotation>, text: &'t str) -> Self {
        Self { marks, text, is_inner_open: false }
    }

    /// The event, with the mark of the language if it is a mark.
    pub fn translated<'e>(&mut self, (event, range): (Event<'e>, Range<usize>)) -> (Event<'e>, Range<usize>) {
        let (Some(marks), Event::Text(text)) = (self.marks, &event) else { return (event, range) };
        let is_typed = matches!(self.text.get(range.clone()), Some("'" | "\""));
        let mark = match text.as_ref() {
            "“" if is_typed => marks.opening(false),
            "”" if is_typed => marks.closing(false),
            "‘" if is_typed => {
                self.is_inner_open = true;
                marks.opening(true)
            }
            "’" if is_typed && self.is_inner_open && self.may_close(&range) => {
                self.is_inner_open = false;
                marks.closing(true)
            }
            _ => return (event, range),
        };
        (Event::Text(mark.into()), range)
    }

    /// Whether a mark at the end of a word is there: one between two letters is an apostrophe.
    fn may_close(&self, range: &Range<usize>) -> bool {
        let is_in_word = self.text[range.end..].starts_with(char::is_alphanumeric);
        !is_in_word && !self.text[..range.start].ends_with(char::is_whitespace)
    }
}
