//! Converts the body of a page: template syntax becomes Markdown, and the ids that links to it may use are recorded.

use std::collections::{HashMap, HashSet};

use super::destinations::{MarkdownStructure, structure, tag};
use super::edits::{Edited, Edits};
use super::generators::{Generator, RULES, github, slug};
use super::losses::{LossKind, Losses};
use super::site::OriginalPage;
use super::{ImportContext, admonitions, mdx, wanted_ids};
use crate::marks;
use crate::read::markdown::{self, Rules};
use crate::report::SourceFile;
use std::ops::Range;

/// A body without template syntax, whose links are not yet rewritten.
#[derive(Debug)]
pub struct Converted {
    /// The body.
    pub edited: Edited,
    /// The heading that is the title of the page, and its bytes.
    pub title: Option<(String, Range<usize>)>,
    /// The text of the first heading.
    pub first_heading: Option<String>,
    /// The ids of headings in the original, with their new ids; `None` is the top of the page.
    pub anchors: HashMap<String, Option<String>>,
    /// The ids of terms of definition lists in the original, with the numbers of the terms.
    pub terms: HashMap<String, usize>,
    /// Ids of elements of raw HTML.
    pub ids: HashSet<String>,
    /// Whether template syntax is kept as text, which generated something in the original.
    pub has_templates: bool,
    /// Ids that calls make which are kept as text.
    pub call_ids: HashSet<String>,
    /// Headings with emoji: the ids of the parts between them, and the id of the whole.
    pub with_emoji: Vec<(Vec<String>, String)>,
}

/// Rules for reading a page as Firstflight will.
pub fn rules() -> Rules {
    Rules {
        house: true,
        smart_punctuation: None,
        raw_html: true,
        right_to_left: false,
        spaced_marks: false,
        lexicon: None,
    }
}

/// Converts the body of a page.
pub fn convert(
    context: &ImportContext<'_>,
    generator: &Generator,
    page: &OriginalPage,
    losses: &mut Losses,
) -> Converted {
    let mut edits = Edits::default();
    (generator.body)(context, page, &mut edits, losses);
    if page.file.path().ends_with(".mdx") {
        mdx::convert(page, &mut edits, losses);
    }
    let text = page.file.text();
    for (at, c) in text[page.body.clone()].char_indices().filter(|(_, c)| marks::is_forbidden(*c)) {
        let range = page.body.start + at..page.body.start + at + c.len_utf8();
        losses.add(LossKind::Character, &page.file, range.clone(), &marks::described(c), "it was removed");
        edits.replace(range, "");
    }
    let mut edited = edits.apply(text, page.body.clone());
    if page.file.path().ends_with(".mdx") {
        let edits = mdx::moved(&edited.text);
        edited = edited.then(edits);
    }
    let more = admonitions::edits(&edited.text);
    if !more.is_empty() {
        edited = edited.then(more);
    }
    let is_forbidden = |c: char| c != marks::IMPORTED && marks::is_forbidden(c);
    if edited.text.contains(is_forbidden) {
        edited.text = edited.text.replace(is_forbidden, "\u{FFFD}");
    }
    let structure = structure(&edited.text);
    let own_title = page.fields.get_in_any_case("title").and_then(|title| title.text());
    let first = structure.headings.iter().find(|heading| heading.level == 1 && heading.is_first);
    let only = structure.headings.iter().filter(|heading| heading.level == 1).count() == 1;
    let title = first
        .filter(|heading| !heading.text.trim().is_empty())
        .filter(|heading| only || own_title.is_none_or(|own| letters(own) == letters(&heading.text)))
        .filter(|heading| own_title.is_none_or(|own| own.trim().is_empty() || letters(own) == letters(&heading.text)))
        .map(|heading| (heading.text.trim().to_owned(), heading.range.clone()));
    let first_heading = structure.headings.first().map(|heading| heading.text.trim().to_owned());
    let title_range = title.as_ref().map(|(_, range)| range);
    let has_term_ids = context.site.has_term_ids;
    let (mut anchors, terms) = anchors(&edited.text, &structure, title_range, generator.anchor, has_term_ids);
    let is_in_title = |(at, _): &(usize, String)| title_range.is_some_and(|title| title.contains(at));
    let (in_title, ids): (Vec<_>, Vec<_>) = ids(&edited.text, &structure).into_iter().partition(is_in_title);
    for (_, id) in in_title {
        anchors.entry(id).or_insert(None);
    }
    let ids = ids.into_iter().map(|(_, id)| id).collect();
    let has_templates = losses.contain(LossKind::TemplateSyntax);
    let calls = wanted_ids::calls_with_ids(&edited.text, &structure);
    let call_ids = calls.into_iter().flat_map(|call| call.ids).collect();
    let with_emoji = with_emoji(&structure, &anchors);
    Converted { edited, title, first_heading, anchors, terms, ids, has_templates, call_ids, with_emoji }
}

/// The headings with emoji, in whose ids some generators write the name of each emoji.
fn with_emoji(structure: &MarkdownStructure, anchors: &HashMap<String, Option<String>>) -> Vec<(Vec<String>, String)> {
    let is_emoji = |c: char| matches!(c, '\u{2300}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}');
    let is_part = |c: char| is_emoji(c) || matches!(c, '\u{FE0F}' | '\u{200D}' | ' ');
    let mut found = Vec::new();
    for heading in structure.headings.iter().filter(|heading| heading.id.is_none() && heading.text.contains(is_emoji)) {
        let mut parts = vec![String::new()];
        let mut rest = heading.text.trim();
        while let Some(at) = rest.find(is_emoji) {
            if let Some(part) = parts.last_mut() {
                *part = slug(&rest[..at]);
            }
            rest = rest[at..].trim_start_matches(is_part);
            parts.push(slug(rest));
        }
        let own = anchors.get(&github(&heading.text)).cloned().flatten();
        found.extend(own.map(|own| (parts, own)));
    }
    found
}

/// The letters and digits of a text, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A heading or term, which has an id in the original.
struct Named<'a> {
    at: usize,
    text: &'a str,
    id: Option<&'a str>,
    /// Its number, if it is a term of a definition list.
    term: Option<usize>,
}

/// The ids of headings in the original, with those that Firstflight makes; and the ids of terms, with their numbers.
fn anchors(
    text: &str,
    structure: &MarkdownStructure,
    title: Option<&Range<usize>>,
    anchor: fn(&str) -> String,
    has_term_ids: bool,
) -> (HashMap<String, Option<String>>, HashMap<String, usize>) {
    let (mut anchors, mut terms) = (HashMap::new(), HashMap::new());
    let mut named: Vec<Named<'_>> = structure
        .headings
        .iter()
        .map(|it| Named { at: it.range.start, text: it.text.trim(), id: it.id.as_deref(), term: None })
        .collect();
    if has_term_ids {
        for (number, (text, range)) in structure.terms.iter().enumerate() {
            named.push(Named { at: range.start, text: text.trim(), id: None, term: Some(number) });
        }
        named.sort_by_key(|it| it.at);
    }
    if named.is_empty() {
        return (anchors, terms);
    }
    let mut masked = text.to_owned();
    if let Some(range) = title {
        masked.replace_range(range.clone(), &blank(&text[range.clone()]));
    }
    let file = SourceFile::new("page.md", masked);
    // The page has a title: no heading of this text is one.
    let body = markdown::BodyRange { range: 0..file.text().len(), title: Some(0..0) };
    let document = markdown::parse(&file, body, &rules(), &mut Vec::new());
    let ours: HashMap<usize, &str> =
        document.headings.iter().map(|heading| (heading.range.start, heading.id.as_str())).collect();
    // A link may follow the rule of another program, such as GitHub, that shows the same file.
    for (number, rule) in std::iter::once(anchor).chain(RULES).enumerate() {
        let mut used: HashMap<String, usize> = HashMap::new();
        for it in named.iter().filter(|it| number == 0 || it.term.is_none()) {
            let id = it.id.map_or_else(
                || {
                    let id = rule(it.text);
                    let count = used.entry(id.clone()).and_modify(|count| *count += 1).or_insert(0);
                    if *count == 0 { id } else { format!("{id}-{count}") }
                },
                str::to_owned,
            );
            let is_title = title.is_some_and(|range| range.start == it.at);
            let own = ours.get(&it.at).map(|id| (*id).to_owned());
            if let Some(term) = it.term {
                terms.entry(id).or_insert(term);
            } else if !id.is_empty() && (is_title || own.is_some()) {
                anchors.entry(id).or_insert(own.filter(|_| !is_title));
            }
        }
    }
    // The ids of Firstflight are accepted too, unless the original gives them to other headings.
    for heading in &document.headings {
        anchors.entry(heading.id.clone()).or_insert_with(|| Some(heading.id.clone()));
    }
    (anchors, terms)
}

/// White space of the same length, with the same line ends.
pub fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

/// The ids and names of elements of raw HTML, with the places of their elements.
fn ids(text: &str, structure: &MarkdownStructure) -> Vec<(usize, String)> {
    let mut ids = Vec::new();
    for range in &structure.html {
        let html = &text[range.clone()];
        let mut end = 0;
        for (at, _) in html.match_indices('<') {
            let from = at + 1;
            if at < end || !html[from..].starts_with(|c: char| c.is_ascii_alphabetic()) {
                continue;
            }
            end = tag(html, from, |(_, name), value| {
                if matches!(name, "id" | "name") {
                    ids.push((range.start + at, html[value.clone()].to_owned()));
                }
            });
        }
    }
    ids
}
