//! Removes the tags of components, and keeps what is inside of them and the words of their attributes.

use std::ops::Range;

use super::layout::{REMOVED, has_only_tags};
use crate::escape::unescape;
use crate::import::destinations::{is_within, tag};
use crate::import::edits::Edits;
use crate::import::losses::{LossKind, Losses};
use crate::import::site::OriginalPage;

/// A tag of a component.
pub struct ComponentTag {
    /// Its bytes.
    pub range: Range<usize>,
    /// The bytes of its name.
    name: Range<usize>,
    is_end: bool,
}

/// How the attributes of components are read, and what is left of a tag.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// MDX: attributes are plain text, and a place is marked where a tag had lines of its own.
    Mdx,
    /// Tags that a preprocessor of mdBook replaces: attributes are Markdown.
    Preprocessor,
}

/// Maximum bytes of a tag, so that one that is not closed is not searched to the end of the page.
const LONGEST_TAG: usize = 10_000;
/// Maximum number of tags without an end. With more of them, a page is not MDX, and the rest is not searched.
const MOST_UNCLOSED: usize = 100;

/// Attributes that readers see, and whether they are a heading of what follows.
const VISIBLE: [(&str, bool); 9] = [
    ("title", true),
    ("heading", true),
    ("label", true),
    ("caption", false),
    ("summary", false),
    ("text", false),
    ("alt", false),
    ("description", false),
    ("file-name", false),
];

/// The tags of components: names that begin with a capital letter or have a dot, and tags without a name.
pub fn component_tags(text: &str, body: &Range<usize>, code: &[Range<usize>]) -> Vec<ComponentTag> {
    let mut tags = Vec::new();
    let mut unclosed = 0;
    let mut at = body.start;
    while let Some(found) = text[at..body.end].find('<') {
        let start = at + found;
        at = start + 1;
        if is_within(code, start) || text[..start].ends_with('\\') {
            continue;
        }
        let is_end = text[at..].starts_with('/');
        let from = at + usize::from(is_end);
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_');
        let length = text[from..body.end].find(|c: char| !is_name(c)).unwrap_or(0);
        let name = &text[from..from + length];
        let is_component =
            name.starts_with(|c: char| c.is_ascii_uppercase()) || (name.contains('.') && !name.starts_with('.'));
        let is_nameless = name.is_empty() && text[from..].starts_with('>');
        let next = text[from + length..].chars().next();
        if !(is_component || is_nameless) || !next.is_some_and(|c| c.is_whitespace() || matches!(c, '>' | '/')) {
            continue;
        }
        let limit = text.floor_char_boundary(body.end.min(start + LONGEST_TAG));
        let end = start + tag(&text[start..limit], from + length - start, |_, _| {});
        // A tag that is not closed stays, and so does the text after it.
        if !text[start..end].ends_with('>') {
            unclosed += 1;
            if unclosed > MOST_UNCLOSED {
                break;
            }
            continue;
        }
        tags.push(ComponentTag { range: start..end, name: from..from + length, is_end });
        at = end;
    }
    tags
}

/// Removes and records the tags of components.
pub fn components(page: &OriginalPage, tags: &[ComponentTag], syntax: Syntax, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let mut tags = tags;
    while let Some((lines, count)) = same_lines(text, &page.body, tags) {
        let (group, rest) = tags.split_at(count);
        tags = rest;
        let mut at = lines.start;
        let mut is_alone = true;
        for tag in group {
            is_alone &= is_blank(&text[at..tag.range.start], at == lines.start);
            at = tag.range.end;
        }
        is_alone &= is_blank(&text[at..lines.end], false);
        let indent = &text[lines.start..group[0].range.start];
        for tag in group {
            let words = if tag.is_end { Vec::new() } else { words(text, tag, syntax, is_alone) };
            if !tag.is_end {
                let what = &text[tag.range.clone()];
                let why = match words.is_empty() {
                    true => "its tags were removed; the text inside is kept",
                    false => "its tags were removed; the text inside and that of its attributes is kept",
                };
                losses.add(LossKind::Component, &page.file, tag.range.clone(), what, why);
            }
            let has_text = !text[tag.range.clone()].ends_with("/>");
            edits.replace(tag.range.clone(), replacement(&words, syntax, is_alone, has_text, indent));
        }
    }
}

/// What replaces a tag.
fn replacement(words: &[String], syntax: Syntax, is_alone: bool, has_text: bool, indent: &str) -> String {
    if !is_alone {
        // They are before the text inside.
        return words.join(" ") + if has_text && !words.is_empty() { ": " } else { "" };
    }
    let mut out = String::new();
    match syntax {
        Syntax::Mdx => {
            out.push(REMOVED);
            for words in words {
                out += &format!("\n{indent}{words}\n{indent}{REMOVED}");
            }
        }
        Syntax::Preprocessor => {
            let end = format!("\n\n{indent}");
            out = words.join(&end);
            out += if words.is_empty() { "" } else { &end };
        }
    }
    out
}

/// The whole lines of the first of these tags, with the number of tags that are on them.
fn same_lines(text: &str, body: &Range<usize>, tags: &[ComponentTag]) -> Option<(Range<usize>, usize)> {
    let first = tags.first()?;
    let start = text[body.start..first.range.start].rfind('\n').map_or(body.start, |at| body.start + at + 1);
    let line_end = |at: usize| text[at..body.end].find('\n').map_or(body.end, |length| at + length);
    let mut end = line_end(first.range.end);
    let mut count = 1;
    while let Some(next) = tags.get(count).filter(|next| next.range.start < end) {
        if next.range.end > end {
            end = line_end(next.range.end);
        }
        count += 1;
    }
    Some((start..end, count))
}

/// Whether a part of a line has nothing that readers see: spaces, tags, comments, and marks of quotations at the start.
fn is_blank(part: &str, is_start: bool) -> bool {
    let part = if is_start { part.trim_start_matches([' ', '\t', '>']) } else { part };
    let part = part.trim();
    part.is_empty() || has_only_tags(part) || part.starts_with("{/*") && part.ends_with("*/}")
}

/// The words of the attributes of a tag that readers see, as Markdown.
fn words(text: &str, tag_of: &ComponentTag, syntax: Syntax, is_alone: bool) -> Vec<String> {
    let whole = &text[tag_of.range.clone()];
    let name = &text[tag_of.name.clone()];
    let mut found: Vec<(usize, String)> = Vec::new();
    let (mut link, mut number) = (None, None);
    tag(whole, tag_of.name.end - tag_of.range.start, |(_, attribute), value| {
        let value = whole[value.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
        match (attribute, VISIBLE.iter().position(|(known, _)| *known == attribute)) {
            _ if value.is_empty() => {}
            (_, Some(which)) => found.push((which, markdown(&value, syntax))),
            ("href" | "to", _) => link = Some(unescape(&value).into_owned()),
            ("number", _) => number = Some(value),
            _ => {}
        }
    });
    // A number belongs to the caption, as in `Listing 4-1: …`.
    if let (Some(number), Some((_, caption))) =
        (number, found.iter_mut().find(|(which, _)| VISIBLE[*which].0 == "caption"))
    {
        *caption = format!("{name} {number}: {caption}");
    }
    let first = |which: usize| if VISIBLE[which].0 == "file-name" { 0 } else { which + 1 };
    found.sort_by_key(|(which, _)| first(*which));
    let mut link = link.filter(|link| !link.contains([' ', '<', '>', '{']));
    found
        .into_iter()
        .map(|(which, words)| {
            let words = match link.take() {
                Some(link) => format!("[{words}](<{link}>)"),
                None => words,
            };
            match VISIBLE[which] {
                (_, true) if is_alone => format!("**{words}**"),
                ("file-name", _) => format!("`{words}`"),
                _ => words,
            }
        })
        .collect()
}

/// The value of an attribute as Markdown that shows it.
fn markdown(value: &str, syntax: Syntax) -> String {
    if syntax == Syntax::Preprocessor {
        return value.to_owned();
    }
    let mut out = String::new();
    for c in value.chars() {
        let is_mark = matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`' | '{' | '|' | '~');
        // At the start of a line, these make a list, a heading or a quotation.
        if is_mark || out.is_empty() && matches!(c, '#' | '-' | '+' | '>' | '=') {
            out.push('\\');
        }
        let begins_list = matches!(c, '.' | ')') && !out.is_empty() && out.bytes().all(|byte| byte.is_ascii_digit());
        if begins_list {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
