//! Texts in another language or direction than their page's. Values of templates carry marks around such texts, so that templates
//! can print, join and compare them as any others; when the page is complete, the marks become elements with `lang` and `dir`. In
//! attributes and titles, which hold no elements, they are removed. A text that needs none is left as it is.

mod resolve;
mod tags;

use std::borrow::Cow;

use tera::Value;

use super::text;
use crate::config::{Language, Text, is_right_to_left};
use crate::direction::{Letters, left_to_right_parts, may_read_from_right};
use crate::marks::{FOREIGN, FOREIGN_END, LEFT_TO_RIGHT, open_language};

/// Marks the texts on the pages of one language.
#[derive(Clone, Debug, Default)]
pub struct TextMarker {
    /// The tag of the language.
    tag: String,
    is_right_to_left: bool,
}

impl TextMarker {
    /// Returns the marker for the pages of a language.
    #[must_use]
    pub fn new(language: &Language) -> Self {
        Self { tag: language.tag.clone(), is_right_to_left: language.right_to_left }
    }

    /// The tag of the language of the pages.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// A text in the language of these pages for a template of any page: those in other languages show its language.
    #[must_use]
    pub fn own(&self, of: &str) -> Value {
        text(&format!("{}{}{FOREIGN_END}", open_language(&self.tag), self.isolated(of)))
    }

    /// Whether the pages read from right to left.
    #[must_use]
    pub fn is_right_to_left(&self) -> bool {
        self.is_right_to_left
    }

    /// A text of a record or of the settings for a template, in the language of the page or with marks of its own.
    #[must_use]
    pub fn shown(&self, of: &Text) -> Value {
        text(&self.written(of))
    }

    /// The same as a text.
    #[must_use]
    pub fn written<'t>(&self, of: &'t Text) -> Cow<'t, str> {
        let shown = of.shown(&self.tag);
        match shown.other {
            Some(tag) => Cow::Owned(in_language(tag, shown.text)),
            None => self.isolated(shown.text),
        }
    }

    /// A text for a template whose language is the page's, or not known. Its letters say whether it keeps its own direction.
    #[must_use]
    pub fn plain(&self, of: &str) -> Value {
        text(&self.isolated(of))
    }

    /// A text with marks around it if all its letters read in the other direction than the page, else around the parts of it that
    /// would be shown in another order.
    #[must_use]
    pub fn isolated<'t>(&self, of: &'t str) -> Cow<'t, str> {
        if !self.is_right_to_left && !may_read_from_right(of) {
            return Cow::Borrowed(of);
        }
        let letters = Letters::new(of);
        let (own, other) = match self.is_right_to_left {
            true => (letters.right_to_left, letters.left_to_right),
            false => (letters.left_to_right, letters.right_to_left),
        };
        match (own, other, self.is_right_to_left) {
            (0, 1.., true) => Cow::Owned(format!("{FOREIGN}{of}{FOREIGN_END}")),
            (0, 1.., false) => Cow::Owned(format!("{FOREIGN}{}{FOREIGN_END}", from_right_to_left(of))),
            (_, _, true) => from_right_to_left(of),
            (_, _, false) => Cow::Borrowed(of),
        }
    }

    /// A text with marks around the parts of it that would be shown in another order.
    #[must_use]
    pub fn in_order<'t>(&self, of: &'t str) -> Cow<'t, str> {
        if self.is_right_to_left { from_right_to_left(of) } else { Cow::Borrowed(of) }
    }

    /// A text for a template that reads from left to right, such as the setting of a clock.
    #[must_use]
    pub fn left_to_right(&self, of: &str) -> Value {
        match self.is_right_to_left {
            true => text(&format!("{FOREIGN}{LEFT_TO_RIGHT}{of}{FOREIGN_END}")),
            false => text(of),
        }
    }
}

/// A text with marks that say its language.
#[must_use]
pub fn in_language(tag: &str, text: &str) -> String {
    let text = if is_right_to_left(tag) { from_right_to_left(text) } else { Cow::Borrowed(text) };
    if text.is_empty() { String::new() } else { format!("{}{text}{FOREIGN_END}", open_language(tag)) }
}

/// A text that reads from right to left, with marks around the parts that do not.
fn from_right_to_left(text: &str) -> Cow<'_, str> {
    let parts = left_to_right_parts(text);
    if parts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + parts.len() * 9);
    let mut written = 0;
    for part in parts {
        out.push_str(&text[written..part.start]);
        out.extend([FOREIGN, LEFT_TO_RIGHT]);
        out.push_str(&text[part.clone()]);
        out.push(FOREIGN_END);
        written = part.end;
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Language;

    fn page(tag: &str, html: &str) -> String {
        TextMarker::new(&Language::new(tag.to_owned(), "/".to_owned())).resolve(html.to_owned())
    }

    #[test]
    fn a_text_in_another_language_says_so_where_elements_may_be() {
        let menu = in_language("en", "Menu");
        let html = format!("<p>{menu}</p><img alt=\"a > {menu}\">");
        assert_eq!(page("fr", &html), "<p><span lang=\"en\">Menu</span></p><img alt=\"a > Menu\">");
        assert_eq!(page("ar", &html), "<p><bdi lang=\"en\" dir=\"ltr\">Menu</bdi></p><img alt=\"a > Menu\">");
        assert_eq!(page("en", &html), "<p>Menu</p><img alt=\"a > Menu\">");
    }

    #[test]
    fn an_attribute_that_is_all_in_another_language_gives_its_element_the_language() {
        let menu = in_language("en", "Menu");
        for (html, expected) in [
            ("<img alt=\"M\">", "<img lang=\"en\" dir=\"ltr\" alt=\"Menu\">"),
            (
                "<nav aria-label=\"M\"> <ul><li>و</li></ul> </nav>",
                "<nav lang=\"en\" aria-label=\"Menu\"> <ul lang=\"ar\"><li>و</li></ul> </nav>",
            ),
            (
                "<nav aria-label='M'><p>a<ul lang=\"de\"></ul></nav>و",
                "<nav lang=\"en\" aria-label='Menu'><p lang=\"ar\">a<ul lang=\"de\"></ul></nav>و",
            ),
            (
                "<a title=\"M\">و <b>ب</b></a>",
                "<a lang=\"en\" title=\"Menu\"><span lang=\"ar\">و </span><b lang=\"ar\">ب</b></a>",
            ),
            ("<a title=\"M\">M</a>", "<a lang=\"en\" title=\"Menu\"><bdi lang=\"en\" dir=\"ltr\">Menu</bdi></a>"),
            ("<i lang=\"ar\" title=\"M\">و</i>", "<i lang=\"ar\" title=\"Menu\">و</i>"),
            ("<title>M</title>", "<title lang=\"en\" dir=\"ltr\">Menu</title>"),
            ("<title>M – و</title>", "<title>Menu – و</title>"),
            ("<select><option>M<option>و</select>", "<select><option lang=\"en\" dir=\"ltr\">Menu<option>و</select>"),
            (
                "<svg><title>M</title><text>M</text></svg>",
                "<svg><title lang=\"en\">Menu</title><text><tspan lang=\"en\" direction=\"ltr\" unicode-bidi=\"isolate\">Menu</tspan></text></svg>",
            ),
            ("<script>M</script>", "<script>Menu</script>"),
        ] {
            assert_eq!(page("ar", &html.replace('M', &menu)), expected, "{html}");
        }
    }

    #[test]
    fn marks_that_a_template_has_cut_leave_no_trace() {
        let menu = in_language("en", "Menu");
        let cut = &menu[..menu.len() - 3];
        for (html, expected) in [
            (format!("<p>{cut}</p><p>{menu}</p>"), "<p>Menu</p><p><span lang=\"en\">Menu</span></p>"),
            (format!("<p>{cut}</p>{FOREIGN_END}"), "<p>Menu</p>"),
            (format!("<p>{}</p>", &menu[3..]), "<p>Menu</p>"),
            (format!("<p>{cut}<b>{FOREIGN_END}</b></p>"), "<p>Menu<b></b></p>"),
            (format!("<a href=\"{cut}"), "<a href=\"Menu"),
        ] {
            assert_eq!(page("fr", &html), expected);
        }
    }

    #[test]
    fn marks_may_hold_elements_and_other_marks() {
        let inner = format!("{}<b>x</b> {}{FOREIGN_END}", open_language("ar"), in_language("en", "y"));
        assert_eq!(
            page("en", &inner),
            "<bdi lang=\"ar\" dir=\"rtl\"><b>x</b> <bdi lang=\"en\" dir=\"ltr\">y</bdi></bdi>"
        );
    }

    #[test]
    fn letters_say_the_direction_of_a_text_without_a_language() {
        let shown = |tag: &str, text: &str| {
            let marker = TextMarker::new(&Language::new(tag.to_owned(), "/".to_owned()));
            marker.resolve(marker.isolated(text).into_owned())
        };
        assert_eq!(shown("ar", "City Hall (2)"), "<bdi>City Hall (2)</bdi>");
        assert_eq!(shown("ar", "قاعة City Hall"), "قاعة City Hall");
        assert_eq!(shown("ar", "هاتف +231 77 555 010"), "هاتف <bdi dir=\"ltr\">+231 77 555 010</bdi>");
        assert_eq!(shown("ar", "+231 77 555 010"), "<bdi dir=\"ltr\">+231 77 555 010</bdi>");
        assert_eq!(shown("en", "City Hall"), "City Hall");
        assert_eq!(shown("en", "قاعة +231 77 555 010"), "<bdi>قاعة <bdi dir=\"ltr\">+231 77 555 010</bdi></bdi>");
        let marker = TextMarker::new(&Language::new("ar".to_owned(), "/".to_owned()));
        let setting = marker.left_to_right("GMT, UTC±0");
        let html = |outer: &str| marker.resolve(format!("<{outer}>{}</bdi>", setting.as_str().unwrap_or("")));
        assert_eq!(html("bdi"), "<bdi><bdi dir=\"ltr\">GMT, UTC±0</bdi></bdi>");
        assert_eq!(html("bdi dir=\"ltr\""), "<bdi dir=\"ltr\">GMT, UTC±0</bdi>");
    }
}
