//! Findings in templates before they are rendered: mistakes in one of them, unknown names and endless chains.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use tera::budget::Exceeded;
use tera::{ErrorKind, ReportError};

use super::complaint::{self, Complaint};
use crate::limits::{TEMPLATE_LEVELS, TEMPLATE_UNKNOWN};
use crate::report::{Finding, Place, SourceFile, catalog};

/// The finding for a mistake in one template, from the engine's report.
pub(super) fn syntax(
    file: &Arc<SourceFile>,
    report: &ReportError,
    files: &BTreeMap<String, Arc<SourceFile>>,
) -> Finding {
    syntax_among(file, report.span().range.clone(), report, &known(files))
}

fn syntax_among(file: &Arc<SourceFile>, range: Range<usize>, report: &ReportError, known: &[&str]) -> Finding {
    let range = range.start.min(file.text().len())..range.end.min(file.text().len());
    let complaint = complaint::reword(report.message(), report.cause(), file.text(), range, known);
    let Complaint { range, message, help, note } = complaint;
    let finding = catalog::theme::template_syntax(Place::new(file, range), &message).maybe_help(help);
    note.into_iter().fold(finding, Finding::note)
}

/// Names that templates may use: those of templates, and those of components.
pub(super) fn known(files: &BTreeMap<String, Arc<SourceFile>>) -> Vec<&str> {
    let bare = |name: &'_ str| name.strip_prefix("shortcodes/").and_then(|name| name.strip_suffix(".html")).is_some();
    files
        .keys()
        .map(|name| if bare(name) { &name["shortcodes/".len()..name.len() - ".html".len()] } else { name.as_str() })
        .collect()
}

/// The findings for an error that the engine reported when it put all templates together. `qualified` has the templates of all
/// themes by the names of their theme and their own.
pub(super) fn found(
    error: &tera::Error,
    files: &BTreeMap<String, Arc<SourceFile>>,
    qualified: &BTreeMap<String, Arc<SourceFile>>,
    findings: &mut Vec<Finding>,
) {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            if let Some(file) = files.get(report.filename()) {
                if let Some(limit) = Exceeded::from_message(report.message()) {
                    findings.push(too_deep(file, report.span().range.clone(), limit));
                    return;
                }
                findings.push(syntax(file, report, files));
                return;
            }
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let replaced = template_below(files, qualified, inheritance_chain.last().unwrap_or(tpl));
            let help = replaced.map(|name| format!("write `{{% extends \"{name}\" %}}` to extend what it replaces"));
            findings.push(circle(files, tpl, inheritance_chain, "extends", "extend").maybe_help(help));
            return;
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            findings.push(circle(files, tpl, include_chain, "include", "include"));
            return;
        }
        ErrorKind::MissingParent { current, parent } => {
            let place = place_of(files, current, "extends", parent);
            let names: Vec<&str> = known(files).into_iter().chain(qualified.keys().map(String::as_str)).collect();
            let help = complaint::nearest_template(parent, &names).map(|name| format!("did you mean `{name}`?"));
            let message = format!("there is no template `{parent}`");
            findings.push(catalog::theme::template_syntax(place, &message).maybe_help(help));
            return;
        }
        ErrorKind::InvalidReferences(reports) => {
            let known = known(files);
            for report in reports.iter().take(TEMPLATE_UNKNOWN) {
                if let Some(file) = files.get(report.filename()) {
                    let start = report.span().range.start.min(file.text().len());
                    let in_word = |c: char| c.is_alphanumeric() || "_\"'./-".contains(c);
                    let word = file.text()[start..].find(|c| !in_word(c)).unwrap_or(0);
                    findings.push(syntax_among(file, start..start + word.max(1), report, &known));
                }
            }
            return;
        }
        ErrorKind::Msg(message) if Exceeded::from_message(message).is_some() => {
            let unknown = SourceFile::new("themes", "");
            let file = files.values().max_by_key(|file| file.text().matches("endblock").count()).unwrap_or(&unknown);
            findings.push(too_deep(file, 0..0, Exceeded::Steps));
            return;
        }
        _ => {}
    }
    // Two templates that define the same component: the engine has no variant for this, only a sentence with the three names.
    let text = error.to_string();
    let mut names = text.split('`').skip(1).step_by(2);
    let component = format!("component {}", names.next().unwrap_or_default());
    let place =
        names.last().and_then(|name| files.get(name)).map(|file| match complaint::tag(file.text(), &component) {
            Some(range) => Place::new(file, range),
            None => Place::first_line(file),
        });
    let place = place.unwrap_or_else(|| Place::first_line(&SourceFile::new("themes", "")));
    findings.push(catalog::theme::template_syntax(place, &complaint::plain(&text)));
}

/// Reports templates that form a cycle, at the one where it begins; templates that only lead into a cycle are not
/// reported.
fn circle(files: &BTreeMap<String, Arc<SourceFile>>, name: &str, chain: &[String], word: &str, verb: &str) -> Finding {
    let name = chain.last().map_or(name, String::as_str);
    // A chain that leads back to where it began names that template only once, at its end.
    let start = chain.iter().position(|other| other == name).filter(|start| start + 1 < chain.len()).unwrap_or(0);
    let mut others: Vec<&str> = chain[start..].iter().map(String::as_str).filter(|other| *other != name).collect();
    others.dedup();
    let Some(next) = others.first() else {
        let message = format!("this template {verb}s itself");
        return catalog::theme::template_syntax(place_of(files, name, word, name), &message);
    };
    let message = format!("this template {verb}s itself by way of `{}`", others.join("` and `"));
    catalog::theme::template_syntax(place_of(files, name, word, next), &message)
}

/// The template of a theme below that a template of this name replaces, if it extends itself.
fn template_below<'q>(
    files: &BTreeMap<String, Arc<SourceFile>>,
    qualified: &'q BTreeMap<String, Arc<SourceFile>>,
    name: &str,
) -> Option<&'q str> {
    let own = files.get(name)?;
    complaint::named(own.text(), "extends", name)?;
    let is_replaced = |(other, file): &(&String, &Arc<SourceFile>)| {
        other.split_once('/').is_some_and(|(_, other)| other == name) && !Arc::ptr_eq(file, own)
    };
    qualified.iter().find(is_replaced).map(|(other, _)| other.as_str())
}

/// Where the template `name` names `other` after `word`.
fn place_of(files: &BTreeMap<String, Arc<SourceFile>>, name: &str, word: &str, other: &str) -> Place {
    let unknown = SourceFile::new("themes", "");
    let file = files.get(name).unwrap_or(&unknown);
    complaint::named(file.text(), word, other).map_or_else(|| Place::first_line(file), |range| Place::new(file, range))
}

/// Templates that include or extend one another too often, at `range` or at what they extend.
fn too_deep(file: &Arc<SourceFile>, range: Range<usize>, limit: Exceeded) -> Finding {
    let word = if limit == Exceeded::Steps { "block" } else { "extends" };
    let range = if range.is_empty() { complaint::tag(file.text(), word).unwrap_or(range) } else { range };
    let words = match limit {
        Exceeded::Steps => "too many templates extend this one and its many blocks".to_owned(),
        _ => format!("templates extend or include one another more than {TEMPLATE_LEVELS} levels deep"),
    };
    catalog::theme::limit(Place::new(file, range), words).help("put what they share into fewer templates")
}

#[cfg(test)]
mod tests {
    use super::super::templates::Templates;
    use super::*;
    use crate::read::Theme;

    #[test]
    fn a_component_with_two_definitions_is_shown_at_the_second() {
        let file = |text: &str| SourceFile::new("x.html", text);
        let (first, second) =
            ("{% component box() %}a{% endcomponent box %}", "b\n{% component box() %}b{% endcomponent box %}");
        let templates = [("page.html".to_owned(), file(first)), ("redirect.html".to_owned(), file(second))].into();
        let mut findings = Vec::new();
        assert!(Templates::compile(&Theme { templates, ..Theme::default() }, &mut findings).is_none());
        let [finding] = &findings[..] else { panic!("{findings:?}") };
        assert_eq!(finding.message, "component `box` is defined in both `page.html` and `redirect.html`");
        let place = finding.place.as_ref().unwrap();
        assert_eq!(&place.file().text()[place.range().unwrap()], "{% component box() %}");
        assert!(place.file().text().starts_with('b'));
    }
}
