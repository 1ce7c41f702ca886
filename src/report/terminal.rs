//! How a finding is drawn for a person: one sentence, its place, the line with carets, help and notes. Knows nothing of
//! who reported it. Everything that comes from a file is made harmless first: a line of an editor's file must not be
//! able to colour, move or empty the terminal of whoever builds the site.

use std::collections::{BTreeMap, BTreeSet};

use annotate_snippets::renderer::{DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{AnnotationKind, Group, Message, Padding, Renderer, Snippet};

use super::excerpt::Excerpt;
use super::text::{count, harmless, harmless_lines, thousands};
use super::{Code, Failure, Finding, Level, Place};

/// How many findings of one code and level are drawn; the rest is counted.
const SHOWN_OF_A_KIND: usize = 10;

/// Draws one finding, with a line end after its last line.
#[must_use]
pub fn draw(finding: &Finding, color: bool) -> String {
    let title = level(finding.level).primary_title(harmless_lines(&finding.message)).id(finding.code.as_str());
    let mut out = render(Group::with_title(title), color);
    let notes = finding.notes.iter().map(|note| annotate_snippets::Level::NOTE.message(harmless_lines(note)));
    let asides: Vec<_> = help(finding.help.as_deref()).into_iter().chain(notes).collect();

    let spot = finding.place.as_ref().and_then(|place| Some((place, place.range()?, place.positions()?.0)));
    if let Some((place, range, start)) = spot {
        let excerpt = Excerpt::of(place.file().text(), range, start.line);
        push_arrow(&mut out, excerpt.last_line.to_string().len(), place, color);
        let carets = AnnotationKind::Primary.span(excerpt.span).label(excerpt.label);
        let snippet = Snippet::source(excerpt.text).line_start(start.line).annotation(carets);
        out.push_str(&render(Group::with_level(level(finding.level)).element(snippet).elements(asides), color));
        return out;
    }
    if let Some(place) = &finding.place {
        push_arrow(&mut out, 1, place, color);
    }
    push_asides(&mut out, asides, color);
    out
}

/// Draws the findings of a run, an empty line after each. After ten of one code and level the rest is only counted, so
/// that a thousand broken links do not bury the one thing that is different.
#[must_use]
pub fn draw_all(findings: &[Finding], color: bool) -> String {
    draw_some(findings, "`--format json`", color)
}

/// The same, where `all` is what lists every finding.
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

/// Which findings of many are shown, and what is said of the rest.
#[derive(Debug)]
pub struct Chosen<'a> {
    /// Those that are drawn, in their order.
    pub shown: Vec<&'a Finding>,
    /// Of each kind that has further ones: "and 12 more `broken-link`".
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
    let held_back = seen.iter().filter(|&(_, &seen)| seen > SHOWN_OF_A_KIND);
    let more = held_back
        .map(|((_, code), seen)| format!("and {} more `{code}`", thousands((seen - SHOWN_OF_A_KIND) as u64)))
        .collect();
    Chosen { shown, more }
}

/// How many findings there are, as one sentence: `4 errors in 3 files, 1 warning.`
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

/// Draws what ended a run: trouble with the machine, or a wrong use of the command line.
#[must_use]
pub fn draw_failure(failure: &Failure, color: bool) -> String {
    let title = annotate_snippets::Level::ERROR.primary_title(harmless_lines(&failure.to_string()));
    let mut out = render(Group::with_title(title), color);
    push_asides(&mut out, help(failure.help.as_deref()).into_iter().collect(), color);
    out
}

/// Draws what is no mistake of the editor's and ends nothing: a sentence and what can be done.
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

/// The line that says where. Not left to the library, which would count columns in what is shown of a line.
fn push_arrow(out: &mut String, gutter: usize, place: &Place, color: bool) {
    let style = if color { DEFAULT_LINE_NUM_STYLE } else { Style::new() };
    let place = place.to_string();
    out.push_str(&format!("{:gutter$}{style}--> {style:#}{}\n", "", harmless(&place)));
}

/// Help and notes of what shows no line, moved in by one column so that they stand where those of others do.
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
    // Lines are cropped before they come here; the library's own cropping must not come on top.
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
