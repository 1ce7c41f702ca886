//! Addresses by the rules of Hugo: what it makes of a text, and the patterns of `permalinks`.

use unicode_normalization::char::is_combining_mark;

/// Signs that stay in an address.
const SIGNS: &str = "./\\_#+~-@";

/// What Hugo makes of a text in an address: one hyphen for white space, and nothing else but letters, digits and a few signs.
pub fn urlize(text: &str, keeps_case: bool) -> String {
    let mut out = String::new();
    // A hyphen in the text takes the place of the white space around it.
    let (mut is_after_space, mut is_after_hyphen) = (false, false);
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || is_combining_mark(c) || SIGNS.contains(c) || is_encoded(&text[at..]) {
            is_after_hyphen = c == '-';
            if is_after_space && !is_after_hyphen {
                out.push('-');
            }
            is_after_space = false;
            out.push(c);
        } else if c.is_whitespace() && !out.is_empty() && !is_after_hyphen {
            is_after_space = true;
        }
    }
    if keeps_case { out } else { out.to_lowercase() }
}

/// Whether a text begins with a byte in percent-encoding.
fn is_encoded(text: &str) -> bool {
    text.starts_with('%') && text.bytes().skip(1).take(2).filter(u8::is_ascii_hexdigit).count() == 2
}

/// What the parts of a pattern stand for on a page, as they are in addresses.
pub struct PatternParts<'a> {
    /// The date of the page, as it is written.
    pub date: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its slug, if it has one.
    pub slug: Option<&'a str>,
    /// The name of its file, or of its folder.
    pub name: &'a str,
    /// The sections that it is in.
    pub sections: &'a str,
}

impl PatternParts<'_> {
    /// The address that a pattern such as `/:year/:slug/` gives.
    pub fn address(&self, pattern: &str) -> String {
        let date = |range: std::ops::Range<usize>| self.date.get(range).unwrap_or("");
        pattern
            .replace(":year", date(0..4))
            .replace(":month", date(5..7))
            .replace(":day", date(8..10))
            .replace(":sections", self.sections)
            .replace(":section", self.sections.split('/').next().unwrap_or(""))
            .replace(":slugorcontentbasename", self.slug.unwrap_or(self.name))
            .replace(":slugorfilename", self.slug.unwrap_or(self.name))
            .replace(":contentbasename", self.name)
            .replace(":filename", self.name)
            .replace(":slug", self.slug.unwrap_or(self.title))
            .replace(":title", self.title)
            .replace("//", "/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_addresses_as_in_hugo() {
        for (text, expected) in [
            ("My First Post", "my-first-post"),
            ("< a, b, & c >", "a-b-c"),
            ("a - b   c", "a-b-c"),
            ("main.go", "main.go"),
            ("What's up?", "whats-up"),
            ("Hugö 100%", "hugö-100"),
            ("a%20b", "a%20b"),
            ("a/B c", "a/b-c"),
            ("  ", ""),
        ] {
            assert_eq!(urlize(text, false), expected, "{text}");
        }
        assert_eq!(urlize("My Post", true), "My-Post");
    }

    #[test]
    fn a_slug_takes_precedence_over_the_title_and_the_name_in_patterns() {
        let parts =
            PatternParts { date: "2024-02-03", title: "a-title", slug: None, name: "a-name", sections: "news/old" };
        assert_eq!(parts.address("/:year/:section/:slug/"), "/2024/news/a-title/");
        assert_eq!(parts.address("/:sections/:slugorfilename"), "/news/old/a-name");
        let parts = PatternParts { slug: Some("s"), ..parts };
        assert_eq!(parts.address("/:month/:day/:slug/:filename/:title"), "/02/03/s/a-name/a-title");
    }
}
