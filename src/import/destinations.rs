//! Finds the addresses of links and images in Markdown: inline, in definitions and in attributes of raw HTML.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::html_title;
use crate::escape::unescape;
use crate::read::markdown::bare_address_length;

/// An address in a text.
#[derive(Debug)]
pub struct LinkAddress {
    /// The bytes of the address, without quotes or `<` and `>`.
    pub range: Range<usize>,
    /// The address, with escapes and character references resolved.
    pub value: String,
    /// How it is written.
    pub form: Form,
    /// The bytes of the whole link, image, definition or tag.
    pub whole: Range<usize>,
    /// The bytes of the text of a link.
    pub label: Range<usize>,
    /// Whether it is the address of an image.
    pub is_image: bool,
}

impl LinkAddress {
    /// The address; in an attribute, without the white space around it.
    #[must_use]
    pub fn address(&self) -> &str {
        match self.form {
            Form::Attribute(..) => self.value.trim(),
            _ => &self.value,
        }
    }
}

/// How an address is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `[text](address)`, or the same between `<` and `>`.
    Inline,
    /// `[label]: address`.
    Definition,
    /// `<address>`.
    Automatic,
    /// `href="address"`; with the start and end of the whole attribute.
    Attribute(usize, usize),
}

/// The structure of a Markdown text.
#[derive(Debug, Default)]
pub struct MarkdownStructure {
    /// The addresses of links and images.
    pub destinations: Vec<LinkAddress>,
    /// The bytes of code, inline and in blocks.
    pub code: Vec<Range<usize>>,
    /// The bytes of raw HTML.
    pub html: Vec<Range<usize>>,
    /// Headings in order; one of raw HTML only where it is the first and of the first level.
    pub headings: Vec<HeadingText>,
    /// Terms of definition lists in order: their text and bytes.
    pub terms: Vec<(String, Range<usize>)>,
}

/// A heading.
#[derive(Debug)]
pub struct HeadingText {
    /// 1 to 6.
    pub level: u8,
    /// Its bytes.
    pub range: Range<usize>,
    /// Its text, code included.
    pub text: String,
    /// Its id in braces.
    pub id: Option<String>,
    /// Whether only raw HTML precedes it.
    pub is_first: bool,
}

/// The Markdown extensions that Firstflight enables.
#[must_use]
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// Reads the structure of a text.
#[must_use]
pub fn structure(text: &str) -> MarkdownStructure {
    let mut found = MarkdownStructure::default();
    let events = Parser::new_ext(text, options()).into_offset_iter();
    let mut definitions: Vec<(Range<usize>, String)> =
        events.reference_definitions().iter().map(|(_, link)| (link.span.clone(), link.dest.to_string())).collect();
    definitions.sort_by_key(|(span, _)| span.start);
    for (span, value) in definitions {
        if let Some(range) = after_label(text, &span) {
            let (form, label) = (Form::Definition, span.start..span.start);
            found.destinations.push(LinkAddress { range, value, form, whole: span, label, is_image: false });
        }
    }
    let mut open: Vec<(LinkType, String, Range<usize>, usize, bool)> = Vec::new();
    let mut heading: Option<HeadingText> = None;
    let mut term: Option<(String, Range<usize>)> = None;
    let mut is_first = true;
    // Where anything but raw HTML begins.
    let mut other = text.len();
    let mut html_block: Option<usize> = None;
    for (event, range) in events {
        let is_html = matches!(event, Event::Html(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock));
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push((link_type, dest_url.to_string(), range.clone(), range.start + 1, false));
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                open.push((link_type, dest_url.to_string(), range.clone(), range.start + 2, true));
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(link) = open.pop() {
                    found.destinations.extend(destination(text, link));
                }
                if let Some(outer) = open.last_mut() {
                    outer.3 = outer.3.max(range.end);
                }
            }
            Event::Start(Tag::Heading { level, ref id, .. }) => {
                let id = id.as_ref().map(ToString::to_string);
                heading =
                    Some(HeadingText { level: level as u8, range: range.clone(), text: String::new(), id, is_first });
                is_first = false;
            }
            Event::End(TagEnd::Heading(_)) => found.headings.extend(heading.take()),
            Event::Start(Tag::DefinitionListTitle) => term = Some((String::new(), range.clone())),
            Event::End(TagEnd::DefinitionListTitle) => found.terms.extend(term.take()),
            Event::Start(Tag::CodeBlock(_)) => found.code.push(range.clone()),
            Event::Start(Tag::HtmlBlock) => html_block = Some(range.start),
            Event::Html(_) => match found.html.last_mut() {
                Some(last) if html_block.is_none() => last.end = range.end,
                _ => {
                    found.html.push(range.clone());
                    html_block = None;
                }
            },
            Event::InlineHtml(_) => found.html.push(range.clone()),
            Event::Code(ref words) => {
                found.code.push(range.clone());
                if let Some(heading) = &mut heading {
                    heading.text.push_str(words);
                } else if let Some((term, _)) = &mut term {
                    term.push_str(words);
                }
            }
            Event::Text(ref words) => {
                if let Some(heading) = &mut heading {
                    heading.text.push_str(words);
                } else if let Some((term, _)) = &mut term {
                    term.push_str(words);
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(heading) = &mut heading {
                    heading.text.push(' ');
                }
            }
            _ => {}
        }
        if let Some(link) = open.last_mut()
            && range.end <= link.2.end
            && range.start > link.2.start
        {
            link.3 = link.3.max(range.end);
        }
        is_first &= is_html;
        if !is_html {
            other = other.min(range.start);
        }
    }
    let first = html_title::find(text, &found.html, found.headings.first().map_or(text.len(), |it| it.range.start));
    if let Some(first) = first {
        found.headings.insert(0, first.heading(other));
    }
    for range in found.html.clone() {
        attributes(text, &range, &mut found.destinations);
    }
    found.destinations.sort_by_key(|destination| destination.range.start);
    found
}

/// Whether a byte is in one of these sorted ranges.
#[must_use]
pub fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let number = ranges.partition_point(|range| range.start <= at);
    number.checked_sub(1).is_some_and(|number| ranges[number].contains(&at))
}

fn destination(text: &str, link: (LinkType, String, Range<usize>, usize, bool)) -> Option<LinkAddress> {
    let (kind, value, whole, label_end, is_image) = link;
    let label_start = whole.start + 1 + usize::from(is_image);
    match kind {
        LinkType::Inline => {
            let label_end = label_end.min(whole.end);
            let bracket = label_end + text[label_end..whole.end].find("](")?;
            let range = address_at(text, bracket + 2, whole.end)?;
            let label = label_start..bracket;
            Some(LinkAddress { range, value, form: Form::Inline, whole, label, is_image })
        }
        LinkType::Autolink => {
            let range = whole.start + 1..whole.end.checked_sub(1)?;
            Some(LinkAddress { label: range.clone(), range, value, form: Form::Automatic, whole, is_image })
        }
        _ => None,
    }
}

/// The address after the label of a definition.
fn after_label(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let inner = &text[span.clone()];
    let mut escaped = false;
    let end = inner.char_indices().find_map(|(at, c)| {
        let is_end = c == ']' && !escaped && inner[at..].starts_with("]:");
        escaped = c == '\\' && !escaped;
        is_end.then_some(at + 2)
    })?;
    address_at(text, span.start + end, span.end)
}

/// The address that begins at a byte, after white space.
fn address_at(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let rest = &text[from..end];
    // A definition in a block quote may continue after `>` on the next line.
    let start = from + (rest.len() - rest.trim_start().len());
    let rest = &text[start..end];
    if let Some(inner) = rest.strip_prefix('<') {
        return Some(start + 1..start + 1 + inner.find('>')?);
    }
    Some(start..start + bare_address_length(rest))
}

/// The addresses in the tags of raw HTML.
fn attributes(text: &str, range: &Range<usize>, found: &mut Vec<LinkAddress>) {
    let html = &text[range.clone()];
    let mut from = 0;
    while let Some(open) = html[from..].find('<') {
        let start = from + open;
        from = start + 1;
        if html[start..].starts_with("<!--") {
            from = html[start..].find("-->").map_or(html.len(), |end| start + end);
            continue;
        }
        if !html[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let name_end = html[from..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '.')
            .map_or(html.len(), |at| from + at);
        let is_image = html[from..name_end].eq_ignore_ascii_case("img");
        let first = found.len();
        let end = tag(html, name_end, |name, value| {
            let is_expression = html[..value.start - 1].trim_end().ends_with('{');
            if !is_expression && matches!(name.1.to_ascii_lowercase().as_str(), "href" | "src" | "poster") {
                found.push(LinkAddress {
                    range: range.start + value.start..range.start + value.end,
                    value: unescape(&html[value.clone()]).into_owned(),
                    form: Form::Attribute(range.start + name.0, range.start + value.end + quote_after(html, value.end)),
                    whole: 0..0,
                    label: range.start + value.start..range.start + value.start,
                    is_image,
                });
            }
        });
        for destination in &mut found[first..] {
            destination.whole = range.start + start..range.start + end;
        }
        from = end;
    }
}

fn quote_after(html: &str, at: usize) -> usize {
    usize::from(html[at..].starts_with(['"', '\'']))
}

/// Reads the attributes of a tag from a byte on. Calls `each` with the start, name and value range of each, and returns the
/// end of the tag.
pub fn tag(html: &str, from: usize, mut each: impl FnMut((usize, &str), &Range<usize>)) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while at < bytes.len() && bytes[at] != b'>' {
        let is_name =
            |byte: u8| !byte.is_ascii_whitespace() && !matches!(byte, b'>' | b'/' | b'=' | b'"' | b'\'' | b'{' | b'}');
        if !is_name(bytes[at]) {
            at += 1;
            continue;
        }
        let name_start = at;
        while at < bytes.len() && is_name(bytes[at]) {
            at += 1;
        }
        let name = &html[name_start..at];
        let mut next = at;
        while next < bytes.len() && bytes[next].is_ascii_whitespace() {
            next += 1;
        }
        if next >= bytes.len() || bytes[next] != b'=' {
            continue;
        }
        next += 1;
        while next < bytes.len() && bytes[next].is_ascii_whitespace() {
            next += 1;
        }
        let value = match bytes.get(next) {
            Some(quote @ (b'"' | b'\'')) => {
                let start = next + 1;
                let Some(length) = memchr::memchr(*quote, &bytes[start..]) else { return html.len() };
                at = start + length + 1;
                start..start + length
            }
            // An expression of MDX.
            Some(b'{') => {
                let mut depth = 0_usize;
                let end = bytes[next..].iter().position(|byte| {
                    match byte {
                        b'{' => depth += 1,
                        b'}' => depth -= 1,
                        _ => {}
                    }
                    depth == 0
                });
                at = end.map_or(html.len(), |length| next + length + 1);
                let Some(value) = end.and_then(|length| quoted(html, next + 1..next + length)) else { continue };
                value
            }
            _ => {
                let start = next;
                while next < bytes.len() && !bytes[next].is_ascii_whitespace() && bytes[next] != b'>' {
                    next += 1;
                }
                at = next;
                start..next
            }
        };
        each((name_start, name), &value);
    }
    (at + 1).min(html.len())
}

/// The words of an expression that is nothing but words in quotes.
pub fn quoted(html: &str, expression: Range<usize>) -> Option<Range<usize>> {
    let inner = &html[expression.clone()];
    let start = expression.start + inner.len() - inner.trim_start().len();
    let end = expression.start + inner.trim_end().len();
    let quote = html[start..].chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let is_quoted = end > start + 1 && html[..end].ends_with(quote);
    let words = start + 1..end.saturating_sub(1).max(start + 1);
    let is_plain = !html[words.clone()].contains([quote, '\\']) && !html[words.clone()].contains("${");
    (is_quoted && is_plain).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, String)> {
        let structure = structure(text);
        structure.destinations.into_iter().map(|it| (&text[it.range], it.value)).collect()
    }

    #[test]
    fn every_form_of_address_is_found() {
        for (text, expected) in [
            ("[a](b.md) and ![c](d.png \"t\")", vec!["b.md", "d.png"]),
            ("[![i](i.png)](a.md)", vec!["i.png", "a.md"]),
            ("[a](<b c.md> 't')", vec!["b c.md"]),
            ("[a`](x)`](b.md)", vec!["b.md"]),
            ("[a](b\\(c.md)", vec!["b\\(c.md"]),
            ("[a][b] [b]\n\n[b]: c.md \"t\"\n[unused]: <d e>", vec!["c.md", "d e"]),
            ("a <a href=\"x.md\">b</a> <img alt='' src=y.png>", vec!["x.md", "y.png"]),
            ("<div>\n<a\n href='x.md'>b</a>\n</div>", vec!["x.md"]),
            ("`[a](b.md)`\n\n    [a](b.md)\n\n<!-- <a href=\"b\"> -->", vec![]),
            ("[a]() <https://x.org/>", vec!["", "https://x.org/"]),
            ("> [a](b.md)\n> [c\n> d](e.md)", vec!["b.md", "e.md"]),
        ] {
            assert_eq!(found(text).into_iter().map(|(range, _)| range).collect::<Vec<_>>(), expected, "{text}");
        }
        assert_eq!(found("[a](b\\(c&amp;d.md)")[0].1, "b(c&d.md");
    }

    #[test]
    fn headings_have_their_text_and_ids() {
        let structure = structure("<!-- c -->\n\n# A `b` *c* {#d}\n\ntext\n\n## E\n");
        let headings: Vec<_> =
            structure.headings.iter().map(|it| (it.level, it.text.as_str(), it.id.as_deref(), it.is_first)).collect();
        assert_eq!(headings, [(1, "A b c", Some("d"), true), (2, "E", None, false)]);
    }
}
