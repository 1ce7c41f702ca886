//! Finds template tags in a text, and reads their arguments.

use std::ops::Range;

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

/// The arguments of a tag: with the name each has, if any.
pub fn arguments(text: &str) -> Vec<(Option<String>, String)> {
    let mut arguments = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let name_length = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-').unwrap_or(rest.len());
        let after = rest[name_length..].trim_start();
        let name = (name_length > 0 && after.starts_with('=')).then(|| rest[..name_length].to_owned());
        if name.is_some() {
            rest = after[1..].trim_start();
        }
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
        let value = match quote {
            Some(quote) => {
                let inner = &rest[1..];
                let mut escaped = false;
                let end = inner.find(|c: char| {
                    let ends = c == quote && !escaped;
                    escaped = c == '\\' && !escaped;
                    ends
                });
                let end = end.unwrap_or(inner.len());
                rest = inner.get(end + 1..).unwrap_or("");
                inner[..end].replace("\\\"", "\"")
            }
            None => {
                let end = rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
                let value = rest[..end].to_owned();
                rest = &rest[end..];
                value
            }
        };
        arguments.push((name, value));
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
    }
    arguments
}

/// The value of a named argument, or of the one at a position without a name.
pub fn argument<'a>(arguments: &'a [(Option<String>, String)], name: &str, position: Option<usize>) -> Option<&'a str> {
    let named = arguments.iter().find(|(own, _)| own.as_deref() == Some(name));
    let placed = || arguments.iter().filter(|(own, _)| own.is_none()).nth(position?);
    named.or_else(placed).map(|(_, value)| value.as_str())
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
    fn tags_without_an_end_are_searched_once() {
        let text = "{{<".repeat(1_000_000);
        assert_eq!(find(&text, 0..text.len(), "{{<", ">}}"), []);
    }

    #[test]
    fn arguments_have_names_or_places() {
        let found = arguments("\"a b\" src=\"c\" alt='d' 5, last=true");
        assert_eq!(argument(&found, "src", Some(0)), Some("c"));
        assert_eq!(argument(&found, "path", Some(0)), Some("a b"));
        assert_eq!(argument(&found, "n", Some(1)), Some("5"));
        assert_eq!(argument(&found, "last", None), Some("true"));
        assert_eq!(argument(&found, "alt", None), Some("d"));
    }
}
