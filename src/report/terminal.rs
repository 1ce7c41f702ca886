//! Draws findings for people: message, place, the line with carets, help and notes. Control characters from files are
//! replaced first, so that a file cannot colour, move or clear the terminal of the person who builds the site.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{AnnotationKind, Group, Message, Padding, Renderer, Snippet};

use super::excerpt::{self, Excerpt};
use super::text::{count, harmless, harmless_lines, thousands};
use super::{Code, Failure, Finding, Label, Level, Place};

/// Maximum number of findings drawn for each code and level; the others are counted.
const SHOWN_OF_A_KIND: usize = 10;

/// Maximum number of other places of one finding that are shown; the others are counted.
const SHOWN_PLACES: usize = 5;

/// Draws one finding, ending in a line break.
#[must_use]
pub fn draw(finding: &Finding, color: bool) -> String {
    let title = level(finding.level).primary_title(harmless_lines(&finding.message)).id(finding.code.as_str());
    let mut out = render(Group::with_title(title), color);
    let notes = notes(finding).map(|note| annotate_snippets::Level::NOTE.message(note));
    let asides: Vec<_> = help(finding.help.as_deref()).into_iter().chain(notes).collect();

    let spot = finding.place.as_ref().and_then(|place| Some((place, place.range()?, place.positions()?.0)));
    if let Some((place, range, start)) = spot {
        let near: Vec<_> = finding.labels.iter().filter(|label| is_near(finding, label)).collect();
        let further: Vec<_> = near.iter().filter_map(|label| label.place.range()).collect();
        let excerpt = Excerpt::with(place.file().text(), range, start.line, &further);
        push_arrow(&mut out, excerpt.last_line.to_string().len(), place, color);
        let words = excerpt.in_words();
        let carets = AnnotationKind::Primary.span(excerpt.span).label(excerpt.label);
        let carets = words.is_none().then_some(carets);
        let marks = excerpt.further.into_iter().zip(near);
        let marks =
            marks.map(|(span, label)| AnnotationKind::Context.span(span).label(harmless(&label.text).into_owned()));
        let snippet = Snippet::source(excerpt.text).line_start(excerpt.first_line).fold(words.is_none());
        let snippet = snippet.annotations(carets).annotations(marks);
        let here = words.map(|words| annotate_snippets::Level::NOTE.with_name("here").message(words));
        let group = Group::with_level(level(finding.level)).element(snippet);
        let group = if here.is_some() { group.element(Padding) } else { group };
        out.push_str(&render(group.elements(here).elements(asides), color));
        return out;
    }
    if let Some(place) = &finding.place {
        push_arrow(&mut out, 1, place, color);
    }
    push_asides(&mut out, asides, color);
    out
}

/// Whether a label is drawn beside the line of its finding; otherwise it is one of the [`notes`].
#[must_use]
pub fn is_near(finding: &Finding, label: &Label) -> bool {
    let Some(place) = &finding.place else { return false };
    let (Some(range), Some(further)) = (place.range(), label.place.range()) else { return false };
    place.file().path() == label.place.file().path() && excerpt::is_near(place.file().text(), &range, &further)
}

/// The notes of a finding: its labels that are not near, and its reasons.
pub fn notes(finding: &Finding) -> impl Iterator<Item = String> {
    let far = finding
        .labels
        .iter()
        .filter(|label| !is_near(finding, label))
        .map(|label| harmless(&label.sentence()).into_owned());
    far.chain(other_places(finding)).chain(finding.notes.iter().map(|note| harmless_lines(note)))
}

/// The first of the other places of a finding, in one note.
fn other_places(finding: &Finding) -> Option<String> {
    let shown: Vec<String> =
        finding.also.iter().take(SHOWN_PLACES).map(|place| harmless(&place.to_string()).into_owned()).collect();
    let rest = finding.also.len() - shown.len();
    let rest = if rest > 0 { format!(" and {} more", count(rest, "place")) } else { String::new() };
    (!shown.is_empty()).then(|| format!("also at {}{rest}", shown.join(", ")))
}

/// Draws the findings of a run, with an empty line after each. After ten of one code and level the others are only
/// counted, so that a thousand broken links do not hide a different finding.
#[must_use]
pub fn draw_all(findings: &[Finding], color: bool) -> String {
    draw_some(findings, "`--format json`", color)
}

/// Like [`draw_all`]; `all` names what lists every finding.
#[must_use]
pub fn draw_some(findings: &[Finding], all: &str, color: bool) -> String {
    let Chosen { shown, more } = choose(findings);
    let mut out = String::new();
    for finding in shown {
        out.push_str(&draw(finding, color));
        out.push('\n');
    }
    for line in &more {
        out.push_str(line);
        out.push('\n');
    }
    if !more.is_empty() {
        out.push_str(&format!("({all} lists every finding.)\n\n"));
    }
    out
}

/// The findings to draw, and the counts of the others.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// The findings to draw, in their order.
    pub shown: Vec<&'a Finding>,
    /// A line for each kind with further findings: "and 12 more `broken-link`".
    pub more: Vec<String>,
}

/// Chooses at most ten findings of each code and level.
pub fn choose<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Chosen<'a> {
    let mut seen: BTreeMap<(Level, Code), usize> = BTreeMap::new();
    let mut shown = Vec::new();
    for finding in findings {
        let seen = seen.entry((finding.level, finding.code)).or_default();
        *seen += 1;
        if *seen <= SHOWN_OF_A_KIND {
            shown.push(finding);
        }
    }
    let has_more = seen.iter().filter(|&(_, &seen)| seen > SHOWN_OF_A_KIND);
    let more = has_more
        .map(|((_, code), seen)| format!("and {} more `{code}`", thousands((seen - SHOWN_OF_A_KIND) as u64)))
        .collect();
    Chosen { shown, more }
}

/// The number of findings as a sentence: `4 errors in 3 files, 1 warning.`
#[must_use]
pub fn tally(findings: &[Finding]) -> String {
    let mut parts = Vec::new();
    for level in [Level::Error, Level::Warning, Level::Note] {
        let of_level = || findings.iter().filter(move |finding| finding.level == level);
        let number = of_level().count();
        if number == 0 {
            continue;
        }
        let mut part = count(number, level.name());
        if parts.is_empty() && level != Level::Note {
            let files: BTreeSet<_> =
                of_level().filter_map(|finding| finding.place.as_ref()).map(|place| place.file().path()).collect();
            if !files.is_empty() {
                part = format!("{part} in {}", count(files.len(), "file"));
            }
        }
        parts.push(part);
    }
    if parts.is_empty() { "No findings.".to_owned() } else { format!("{}.", parts.join(", ")) }
}

/// Draws a failure.
#[must_use]
pub fn draw_failure(failure: &Failure, color: bool) -> String {
    let title = annotate_snippets::Level::ERROR.primary_title(harmless_lines(&failure.to_string()));
    let mut out = render(Group::with_title(title), color);
    push_asides(&mut out, help(failure.help.as_deref()).into_iter().collect(), color);
    out
}

/// Draws a warning that is not a finding: a sentence and what to do.
#[must_use]
pub fn draw_notice(message: &str, what_to_do: Option<&str>, color: bool) -> String {
    let title = annotate_snippets::Level::WARNING.primary_title(harmless_lines(message));
    let mut out = render(Group::with_title(title), color);
    push_asides(&mut out, help(what_to_do).into_iter().collect(), color);
    out
}

fn help(help: Option<&str>) -> Option<Message<'static>> {
    help.map(|help| annotate_snippets::Level::HELP.message(harmless_lines(help)))
}

/// Appends the line with the place. The library would count columns in the cropped line.
fn push_arrow(out: &mut String, gutter: usize, place: &Place, color: bool) {
    let style = if color { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
    let place = place.to_string();
    out.push_str(&format!("{:gutter$}{style}--> {style:#}{}\n", "", harmless(&place)));
}

/// Appends help and notes of a finding without lines, indented by one column to align with those of other findings.
fn push_asides(out: &mut String, asides: Vec<Message<'static>>, color: bool) {
    if asides.is_empty() {
        return;
    }
    let group = Group::with_level(annotate_snippets::Level::NOTE).element(Padding).elements(asides);
    for line in render(group, color).lines() {
        out.push_str(&format!(" {line}\n"));
    }
}

fn render(group: Group<'_>, color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    // Lines are already cropped; the wide terminal prevents the library from cropping them again.
    let mut out = renderer.term_width(10_000).render(&[group]);
    out.push('\n');
    out
}

fn level(level: Level) -> annotate_snippets::Level<'static> {
    match level {
        Level::Error => annotate_snippets::Level::ERROR,
        Level::Warning => annotate_snippets::Level::WARNING,
        Level::Note => annotate_snippets::Level::NOTE,
    }
}

#[cfg(test)]
mod tests;
