//! Reads the front matter of a Markdown file and reports every mistake in it.

use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::cut_values;
use super::in_extra::{self, MisplacedKey};
use super::terms::{self, PageTerm};
use crate::config::{self, Show, Taxonomies};
use crate::limits::{ADDRESS_BYTES, SEGMENT_BYTES};
use crate::marks;
use crate::report::{Certainty, Code, Finding, Place, SourceFile, catalog};
use crate::yaml::{self, Fields, Limits, Record, Value};

/// The front matter of a page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The page's title; `None` only where its absence was reported.
    pub title: Option<String>,
    /// A shorter title for the menu.
    pub menu_title: Option<String>,
    /// One sentence for lists and search results.
    pub description: Option<String>,
    /// Byte ranges of title and description in the file; empty where they are missing.
    pub text_ranges: [Range<usize>; 2],
    /// When it was written.
    pub date: Option<Date>,
    /// When it last changed.
    pub updated: Option<Date>,
    /// Its position among its siblings.
    pub order: Option<i64>,
    /// Whether readers page through its folder: its pages lead to the one before and the one after.
    pub ordered: bool,
    /// The last segment of its address, if it is not the file's name, with its place.
    pub slug: Option<(String, Range<usize>)>,
    /// Whether search engines are asked to leave it out.
    pub noindex: bool,
    /// The place of `draft: true`, if it is a draft.
    pub draft: Option<Range<usize>>,
    /// The date from which it is published, with its place.
    pub publish: Option<(Date, Range<usize>)>,
    /// The date from which it is withheld again, with its place.
    pub expires: Option<(Date, Range<usize>)>,
    /// The template that renders it, with its place.
    pub template: Option<(String, Range<usize>)>,
    /// The event that it is about, with its place.
    pub event: Option<(String, Range<usize>)>,
    /// The path of a page in another language that it is a translation of, with its place.
    pub translation_of: Option<(String, Range<usize>)>,
    /// Old addresses that redirect to it, with their places.
    pub aliases: Vec<(String, Range<usize>)>,
    /// The words that gather pages, such as tags, in the order of the settings.
    pub terms: Vec<PageTerm>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// How its images are shown, if not as the settings say.
    pub images: Option<Show>,
    /// Findings that the editor expects.
    pub expect: Vec<Expectation>,
    /// Anything else, for templates.
    pub extra: serde_json::Value,
    /// Whether its title or its description has words for a change beside a negative number.
    pub has_changes: bool,
    /// Keys in `extra` that have a meaning outside of it.
    pub in_extra: Vec<MisplacedKey>,
    /// Whether it is never closed, so that the body is unknown.
    pub unclosed: bool,
}

/// A finding that an editor expects on a page, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    /// The code of the finding.
    pub code: Code,
    /// Why it is acceptable.
    pub reason: String,
    /// The place of the expectation.
    pub range: Range<usize>,
}

/// Where the YAML of the front matter is and where the body begins.
enum Cut {
    Found { yaml: Range<usize>, body: usize },
    Missing,
    Unclosed,
}

/// Why a page has no title in its front matter, if that was not reported: a heading at the start of its text may be the title.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untitled {
    /// It has no front matter.
    NoFrontMatter,
    /// Its front matter has no `title`.
    NoKey,
}

/// Reads the front matter of `file`; the second value is the byte at which the body begins.
pub fn read(
    file: &Arc<SourceFile>,
    taxonomies: &Taxonomies,
    findings: &mut Vec<Finding>,
) -> (FrontMatter, usize, Option<Untitled>) {
    let text = file.text();
    match cut(text) {
        Cut::Missing => {
            let extra = serde_json::Value::Object(serde_json::Map::new());
            let front = FrontMatter { extra, ..FrontMatter::default() };
            (front, body_start(text), Some(Untitled::NoFrontMatter))
        }
        Cut::Unclosed => {
            findings.push(catalog::page::unclosed_front_matter(Place::first_line(file)));
            (FrontMatter { unclosed: true, ..FrontMatter::default() }, text.len(), None)
        }
        Cut::Found { yaml, body } => {
            let (front, untitled) = parse(file, yaml, taxonomies, findings);
            (front, body, untitled)
        }
    }
}

impl Untitled {
    /// The finding for a page whose text does not begin with a title either; `heading` is the first that it has.
    pub fn finding(self, file: &Arc<SourceFile>, heading: Option<&str>) -> Finding {
        let place = Place::first_line(file);
        if self == Self::NoKey {
            return catalog::yaml::missing_key(place, "title", catalog::yaml::FRONT_MATTER);
        }
        let text = file.text().trim_start_matches('\u{feff}');
        match text.lines().find(|line| !line.trim().is_empty()).unwrap_or("").trim_end() {
            "---" => catalog::page::late_front_matter(place),
            "+++" | "{" => catalog::page::other_front_matter(place),
            _ => {
                let is_plain = |title: &&str| title.chars().all(|c| c.is_alphanumeric() || " ,.".contains(c));
                catalog::page::missing_front_matter(place, heading.filter(is_plain))
            }
        }
    }
}

/// The byte at which the body of a page begins.
pub(super) fn body_start(text: &str) -> usize {
    match cut(text) {
        Cut::Found { body, .. } => body,
        Cut::Missing => text.len() - text.trim_start_matches('\u{feff}').len(),
        Cut::Unclosed => text.len(),
    }
}

/// The bytes of the YAML of a page's front matter, if it has any, and the byte at which its body begins.
#[must_use]
pub fn parts(text: &str) -> (Option<Range<usize>>, usize) {
    match cut(text) {
        Cut::Found { yaml, body } => (Some(yaml), body),
        _ => (None, body_start(text)),
    }
}

fn cut(text: &str) -> Cut {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[bom..].split_inclusive('\n');
    let Some(first) = lines.next() else { return Cut::Missing };
    if first.trim_end() != "---" {
        return Cut::Missing;
    }
    let start = bom + first.len();
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Cut::Found { yaml: start..at, body: at + line.len() };
        }
        at += line.len();
    }
    Cut::Unclosed
}

fn parse(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    taxonomies: &Taxonomies,
    findings: &mut Vec<Finding>,
) -> (FrontMatter, Option<Untitled>) {
    let node = match yaml::parse(file, range.clone(), Limits::Small) {
        Ok(node) => node,
        Err(found) => {
            findings.extend(found);
            return (FrontMatter::default(), None);
        }
    };
    let head = Place::first_line(file).range().unwrap_or(0..0);
    let entries = match &node.value {
        Value::Null => &[][..],
        _ => match Record::from_node(file, &node) {
            Some(record) => record.entries,
            None => {
                let place = Place::new(file, yaml::first_line(file, &node.range));
                let wanted = "a mapping of keys to values";
                let finding = catalog::yaml::wrong_subject_type(place, "front matter", wanted, node.value.kind());
                let help = match file.text()[node.range.clone()].chars().find(|c| marks::is_like_a_space(*c)) {
                    Some(c) => format!("delete the character {} and type a space", marks::described(c)),
                    None => "write the title as `title: …`, with a space after the colon".to_owned(),
                };
                findings.push(finding.help(help));
                return (FrontMatter::default(), None);
            }
        },
    };
    cut_values::check(file, &range, entries, findings);
    let outer = entries;
    let mut fields = Fields::new(file, head, entries, catalog::yaml::FRONT_MATTER, findings);
    let untitled = fields.lacks("title").then_some(Untitled::NoKey);
    let title = match fields.has_key("title") {
        true => fields.required_located_text("title"),
        false => fields.located_text("title"),
    };
    let description = fields.located_text("description").filter(|(text, _)| !text.trim().is_empty());
    let mut front = FrontMatter {
        text_ranges: [&title, &description].map(|text| text.as_ref().map_or(0..0, |(_, range)| range.clone())),
        title: title.map(|(text, _)| text),
        menu_title: fields.text("menu_title"),
        description: description.map(|(text, _)| text),
        date: fields.date("date").map(|(date, _)| date),
        updated: fields.date("updated").map(|(date, _)| date),
        order: fields.integer("order"),
        ordered: ordered(file, &mut fields),
        slug: slug(&mut fields),
        noindex: fields.bool("noindex").unwrap_or(false),
        draft: draft(&mut fields),
        publish: fields.date("publish"),
        expires: fields.date("expires"),
        template: fields.located_text("template"),
        event: fields.located_text("event"),
        translation_of: fields.located_text("translation_of"),
        aliases: fields.texts("aliases"),
        terms: terms::read(taxonomies, &mut fields),
        authors: terms::authors(&mut fields),
        images: config::show(&mut fields),
        expect: Vec::new(),
        extra: serde_json::Value::Object(serde_json::Map::new()),
        has_changes: false,
        in_extra: Vec::new(),
        unclosed: false,
    };
    front.aliases.retain(|(alias, range)| is_alias(alias, range, &mut fields));
    if let Some((entries, whole)) = fields.map("extra", "a mapping of keys to values") {
        let head = outer.iter().find(|entry| entry.key == "extra").map_or(whole.clone(), |it| it.key_range.clone());
        front.in_extra = in_extra::find((&head, &whole), entries, taxonomies, &fields);
        yaml::false_spaces(file, entries).into_iter().for_each(|finding| fields.report(finding));
        let pairs = entries.iter().map(|entry| (entry.key.clone(), entry.node.to_json()));
        front.extra = serde_json::Value::Object(pairs.collect());
    }
    for item in fields.list("expect") {
        front.expect.extend(expectation(file, item, &mut fields));
    }
    if let (Some((publish, published)), Some((expires, range))) = (&front.publish, &front.expires)
        && expires <= publish
    {
        let place = fields.place(range.clone());
        let finding = catalog::yaml::invalid_value(place, "the page would expire before it is published");
        fields.report(finding.label(fields.place(published.clone()), "the day on which it is published"));
        front.expires = None;
    }
    if !taxonomies.is_complete {
        fields.forget_lists();
    }
    fields.finish();
    (front, untitled)
}

/// Reads `draft`: where it is, if it is `true`.
fn draft(fields: &mut Fields<'_>) -> Option<Range<usize>> {
    let node = fields.node("draft")?;
    match node.value {
        Value::Bool(draft) => draft.then(|| node.range.clone()),
        _ => {
            fields.wrong(node, "draft", "true or false");
            None
        }
    }
}

/// Reads `ordered`, which is about the folder of a page.
fn ordered(file: &Arc<SourceFile>, fields: &mut Fields<'_>) -> bool {
    let is_ordered = fields.bool("ordered").unwrap_or(false);
    if is_ordered && !file.path().ends_with("/index.md") {
        let help = "write it in the `index.md` of the folder";
        fields.invalid(
            fields.range_of("ordered"),
            "`ordered` is about a folder, not about one page",
            Some(help.into()),
        );
    }
    is_ordered
}

fn slug(fields: &mut Fields<'_>) -> Option<(String, Range<usize>)> {
    let (text, range) = fields.located_text("slug")?;
    if text.len() > SEGMENT_BYTES {
        let help = Some("write a shorter slug".to_owned());
        fields.invalid(range, format!("the slug `{text}` has more than {SEGMENT_BYTES} bytes"), help);
        return None;
    }
    if is_segment(&text) {
        return Some((text, range));
    }
    let help = Some("write one segment of an address: letters, digits, `-`, `_` or `.`".to_owned());
    fields.invalid(range, format!("`{text}` is not a valid slug"), help);
    None
}

/// One segment of an address: no separators, no space, nothing that a URL or a file system gives a meaning.
#[must_use]
pub fn is_segment(text: &str) -> bool {
    !text.is_empty()
        && !text.starts_with('.')
        && text.chars().all(|c| c.is_alphanumeric() || "-_.~".contains(c) || is_combining(c))
}

/// Marks that belong to letters in many scripts, and the joiners that shape them.
fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200C}' | '\u{200D}')
}

fn is_alias(alias: &str, range: &Range<usize>, fields: &mut Fields<'_>) -> bool {
    if alias.len() > ADDRESS_BYTES {
        let help = Some("remove this alias".to_owned());
        fields.invalid(range.clone(), format!("the alias `{alias}` has more than {ADDRESS_BYTES} bytes"), help);
        return false;
    }
    let inner = alias.trim_start_matches('/').trim_end_matches('/');
    let inner = inner.strip_suffix(".html").unwrap_or(inner);
    let is_valid = alias.starts_with('/') && !inner.is_empty() && inner.split('/').all(is_segment);
    if !is_valid {
        let help = Some("write the old address from the root of the site, as in `/old/name/`".to_owned());
        fields.invalid(range.clone(), format!("`{alias}` is not a valid address of this site"), help);
    }
    is_valid
}

fn expectation(file: &Arc<SourceFile>, item: &yaml::Node, fields: &mut Fields<'_>) -> Option<Expectation> {
    let Some(record) = Record::from_node(file, item) else {
        fields.wrong(item, "expect", "a list of `{ finding: …, reason: … }`");
        return None;
    };
    let mut findings = Vec::new();
    let mut inner = Fields::new(file, record.head.clone(), record.entries, "an expectation", &mut findings);
    let named = inner.required_located_text("finding");
    let reason = inner.required_text("reason");
    let mut code = None;
    if let Some((name, range)) = named {
        code = Code::from_name(&name);
        if code.is_none() {
            let codes = Code::ALL.iter().map(|code| code.as_str());
            let message = format!("there is no finding called `{name}`");
            let help = "run `firstflight explain` for a list of all findings".to_owned();
            inner.unknown_name(range, message, (&name, codes), Certainty::Certain, Some(help));
        } else if code.is_some_and(|code| !code.allows_choice()) {
            let help = "correct what it finds, and remove it here; `firstflight explain` marks with `*` the findings that \
                        a page can expect";
            inner.invalid(range, format!("`{name}` cannot be expected: it must be fixed"), Some(help.to_owned()));
            code = None;
        }
    }
    inner.finish();
    findings.into_iter().for_each(|finding| fields.report(finding));
    Some(Expectation { code: code?, reason: reason?, range: record.head })
}
