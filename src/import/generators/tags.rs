//! Finds template tags in a text, and reads their arguments.

use std::ops::Range;

pub use crate::read::markdown::{argument, arguments};

/// A template tag.
#[derive(Clone, Debug, PartialEq)]
pub struct TemplateTag {
    /// The bytes it takes, with its delimiters.
    pub range: Range<usize>,
    /// The text between them, trimmed.
    pub inner: String,
}

impl TemplateTag {
    /// The first word, and what follows it.
    pub fn words(&self) -> (&str, &str) {
        let inner = self.inner.trim_start();
        let end = inner.find(|c: char| c.is_whitespace() || c == '(').unwrap_or(inner.len());
        (&inner[..end], inner[end..].trim_start())
    }
}

/// All tags from `open` to `close` in a part of a text, in order. A `close` in quotes is ignored.
pub fn find(text: &str, whole: Range<usize>, open: &str, close: &str) -> Vec<TemplateTag> {
    let mut tags = Vec::new();
    let mut at = whole.start;
    while let Some(found) = text[at..whole.end].find(open) {
        let start = at + found;
        let inner_start = start + open.len();
        // Without `close` after this tag, no later one ends either.
        let Some(length) = end_of(&text[inner_start..whole.end], close) else { break };
        let end = inner_start + length + close.len();
        tags.push(TemplateTag { range: start..end, inner: text[inner_start..inner_start + length].trim().to_owned() });
        at = end;
    }
    tags
}

/// All tags with either pair of delimiters, in order. A tag that begins inside another one is text.
pub fn find_either(text: &str, whole: Range<usize>, delimiters: [(&str, &str); 2]) -> Vec<TemplateTag> {
    let mut tags = delimiters.map(|(open, close)| find(text, whole.clone(), open, close)).concat();
    tags.sort_by_key(|tag| tag.range.start);
    let mut end = 0;
    tags.retain(|tag| {
        let is_free = tag.range.start >= end;
        if is_free {
            end = tag.range.end;
        }
        is_free
    });
    tags
}

/// A part of a text that a template shows as it is, such as `{% raw %}…{% endraw %}`.
pub struct Verbatim {
    /// The bytes it takes, with its tags.
    pub range: Range<usize>,
    /// The bytes between the tags.
    pub inner: Range<usize>,
}

/// The parts between `{% name %}` and `{% endname %}`, for any of these names.
pub fn verbatim(text: &str, whole: Range<usize>, names: &[&str]) -> Vec<Verbatim> {
    let mut parts = Vec::new();
    let mut at = whole.start;
    while let Some((name, open)) = next_plain_tag(text, at..whole.end, |name| names.contains(&name)) {
        let end = format!("end{name}");
        let Some((_, close)) = next_plain_tag(text, open.end..whole.end, |name| name == end) else { break };
        at = close.end;
        parts.push(Verbatim { range: open.start..close.end, inner: open.end..close.start });
    }
    parts
}

/// The first tag that holds nothing but one of the names that are wanted.
fn next_plain_tag(text: &str, whole: Range<usize>, is_wanted: impl Fn(&str) -> bool) -> Option<(&str, Range<usize>)> {
    let mut at = whole.start;
    loop {
        let start = at + text[at..whole.end].find("{%")?;
        at = start + 2;
        let inner = text[at..whole.end].trim_start_matches('-').trim_start();
        let length = inner.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(inner.len());
        let rest = inner[length..].trim_start().trim_start_matches('-');
        if rest.starts_with("%}") && is_wanted(&inner[..length]) {
            return Some((&inner[..length], start..whole.end - rest.len() + 2));
        }
    }
}

/// All tags between `open` and `close` outside of parts that are shown as they are.
pub fn find_outside(
    text: &str,
    whole: &Range<usize>,
    verbatim: &[Verbatim],
    open: &str,
    close: &str,
) -> Vec<TemplateTag> {
    let starts = std::iter::once(whole.start).chain(verbatim.iter().map(|part| part.range.end));
    let ends = verbatim.iter().map(|part| part.range.start).chain(std::iter::once(whole.end));
    starts.zip(ends).flat_map(|(start, end)| find(text, start..end, open, close)).collect()
}

/// The place of `close` outside of quotes; the first one if quotes are not closed.
fn end_of(text: &str, close: &str) -> Option<usize> {
    let first = text.find(close)?;
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) if c == '\n' => return Some(first),
            Some(_) => {}
            None if text[at..].starts_with(close) => return Some(at),
            None if matches!(c, '"' | '`') => quote = Some(c),
            None => {}
        }
    }
    Some(first)
}

/// An image with this alternative text, which is escaped already. A caption is its title, which figures show; one with markup,
/// which titles cannot have, is a paragraph below it.
pub fn image(alternative: &str, source: &str, caption: Option<&str>) -> String {
    let caption = caption.map(|caption| caption.split_whitespace().collect::<Vec<_>>().join(" "));
    match caption.filter(|caption| !caption.is_empty()) {
        None => format!("![{alternative}](<{source}>)"),
        Some(caption) if caption.contains(['*', '_', '`', '[', '<', '&', '\\', '{']) => {
            format!("![{alternative}](<{source}>)\n\n{caption}")
        }
        Some(caption) => format!("![{alternative}](<{source}> \"{}\")", caption.replace('"', "\\\"")),
    }
}

/// Escapes a text for use as the text of a link.
pub fn link_text(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_outside_of_quotes() {
        let text = "a {{< x \"b >}} c\" >}} d {{< y >}} {{< never";
        let tags: Vec<_> = find(text, 0..text.len(), "{{<", ">}}").into_iter().map(|tag| tag.inner).collect();
        assert_eq!(tags, ["x \"b >}} c\"", "y"]);
    }

    #[test]
    fn tags_do_not_overlap() {
        let text = "{{% a $}} b {{< /a >}} c %}} {{< d >}}";
        let tags = find_either(text, 0..text.len(), [("{{<", ">}}"), ("{{%", "%}}")]);
        assert_eq!(tags.into_iter().map(|tag| tag.inner).collect::<Vec<_>>(), ["a $}} b {{< /a >}} c", "d"]);
    }

    #[test]
    fn tags_without_an_end_are_searched_once() {
        let text = "{{<".repeat(1_000_000);
        assert_eq!(find(&text, 0..text.len(), "{{<", ">}}"), []);
    }
}
