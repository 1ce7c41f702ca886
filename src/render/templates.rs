//! Compiles the theme's templates once, and turns the engine's errors into findings that name the line of the template
//! and the page being rendered.

use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use tera::budget::Exceeded;
use tera::{Context, ErrorKind, Tera};

use super::complaint::{self, Complaint};
use super::declare::declaration;
use super::shortcodes::TemplateCalls;
use super::{budget, filters, load, tags};
use crate::escape::{doubtful, entity};
use crate::read::Theme;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::site::{Declaration, Kind};

/// The templates of generated pages.
pub(super) const GENERATED: [&str; 5] = ["404.html", "all.html", "redirect.html", "taxonomy.html", "term.html"];

/// The templates for pages of a kind that name none, the preferred one first.
pub(super) fn for_kind(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Home | Kind::Section => &["section.html", "page.html"],
        Kind::Missing | Kind::Page => &["page.html"],
    }
}

/// Templates and shortcodes of a theme, ready to render.
pub struct Templates {
    pub(super) tera: Tera,
    pub(super) files: BTreeMap<String, Arc<SourceFile>>,
    /// What shortcodes declare, by name.
    pub shortcodes: BTreeMap<String, Arc<Declaration>>,
    /// What all components declare, by name: shortcodes, and those that only templates call.
    pub components: BTreeMap<String, Arc<Declaration>>,
}

/// An error in a template, before it is known how many pages it affects.
#[derive(Clone, Debug)]
pub struct TemplateError {
    /// The place in the template.
    pub place: Place,
    /// The message.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The names that exist.
    pub note: Option<String>,
    /// The limit on work that was reached, if that is the error.
    pub limit: Option<Exceeded>,
    /// The finding, if the mistake is in a call of a shortcode.
    pub finding: Option<Box<Finding>>,
}

impl TemplateError {
    /// Creates the error for a finding in a call of a shortcode.
    pub(super) fn from_finding(place: Place, finding: Finding) -> Self {
        let finding = Finding { place: Some(place.clone()), ..finding };
        let message = finding.message.clone();
        Self { place, message, help: None, note: None, limit: None, finding: Some(Box::new(finding)) }
    }
}

impl Templates {
    /// Compiles a theme. `None` if any template cannot be read; each of those is reported.
    pub fn compile(theme: &Theme, findings: &mut Vec<Finding>) -> Option<Self> {
        budget::counted(|| Self::compile_counted(theme, findings))
    }

    fn compile_counted(theme: &Theme, findings: &mut Vec<Finding>) -> Option<Self> {
        let before = findings.len();
        let mut files: BTreeMap<String, Arc<SourceFile>> = theme.templates.clone();
        for (name, file) in &theme.shortcodes {
            files.insert(format!("shortcodes/{name}.html"), file.clone());
        }
        add_qualified(&mut files, &theme.qualified);
        if let Some(finding) = budget::too_large(&files) {
            findings.push(finding);
            return None;
        }
        // One by one first, so that each syntax error is found, not only the first.
        for (name, file) in &files {
            if let Err(error) = engine().add_raw_template(name, file.text())
                && let ErrorKind::SyntaxError(report) = error.kind()
            {
                findings.push(load::syntax(file, report, &files));
            }
        }
        if findings.len() > before {
            return None;
        }
        let mut tera = engine();
        if let Err(error) = tera.add_raw_templates(files.iter().map(|(name, file)| (name.as_str(), file.text()))) {
            load::found(&error, &files, &theme.qualified, findings);
            return None;
        }
        let names = tera.get_component_names().map(str::to_owned);
        let declared = |name: String| {
            let info = tera.get_component_definition(&name)?;
            Some((name, Arc::new(declaration(&info))))
        };
        let components: BTreeMap<String, Arc<Declaration>> = names.filter_map(declared).collect();
        let mut shortcodes = BTreeMap::new();
        for (name, file) in &theme.shortcodes {
            match components.get(name) {
                Some(declaration) => {
                    findings.extend(tags::unused_body(file, name, declaration.takes_body));
                    shortcodes.insert(name.clone(), declaration.clone());
                }
                None => findings.push(catalog::theme::no_component(Place::first_line(file), name)),
            }
        }
        Some(Self { tera, files, shortcodes, components })
    }

    /// Returns the names of all page templates.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).filter(|name| !name.starts_with("shortcodes/")).collect()
    }

    /// Returns the names of the templates that a page can name, as it writes them: not those for other templates to
    /// include or extend, and not those of generated pages.
    #[must_use]
    pub fn names_for_pages(&self) -> Vec<&str> {
        let is_part = |name: &str| {
            let mut texts = self.files.iter().filter(|(other, _)| *other != name).map(|(_, file)| file.text());
            texts.any(|text| ["extends", "include"].iter().any(|word| complaint::named(text, word, name).is_some()))
        };
        let is_for_pages = |name: &str, text: &str| {
            let has = |word| complaint::tag(text, word).is_some();
            matches!(name, "page.html" | "section.html")
                || !GENERATED.contains(&name) && (has("extends") || !has("component") && !is_part(name))
        };
        let names = self.files.iter().filter(|(name, file)| self.has(name) && is_for_pages(name, file.text()));
        names.map(|(name, _)| name.strip_suffix(".html").unwrap_or(name)).collect()
    }

    /// Whether there is such a page template.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name) && !name.starts_with("shortcodes/")
    }

    /// Renders a page template; `calls` gives records to the components that it calls.
    ///
    /// # Errors
    ///
    /// The place in a template where rendering failed.
    pub fn render(
        &self,
        name: &str,
        context: &Context,
        calls: &TemplateCalls<'_, '_>,
    ) -> Result<String, TemplateError> {
        self.tera.render_with(name, context, calls).map_err(|error| self.locate(&error, name))
    }

    /// Renders a shortcode, perhaps with a body of HTML; `calls` gives records to the components that it calls.
    ///
    /// # Errors
    ///
    /// The place in a template where rendering failed.
    pub fn call(
        &self,
        name: &str,
        arguments: &Context,
        (implicits, body): (&Context, Option<&str>),
        calls: &TemplateCalls<'_, '_>,
    ) -> Result<String, TemplateError> {
        self.tera
            .render_component_with(name, arguments, implicits, calls, body)
            .map_err(|error| self.locate(&error, &format!("shortcodes/{name}.html")))
    }

    /// The place of bytes of a template.
    #[must_use]
    pub fn place(&self, name: &str, range: Range<usize>) -> Option<Place> {
        self.files.get(name).map(|file| Place::new(file, range))
    }

    /// The bytes of the value of an argument, in the call of a component at these bytes of a template.
    #[must_use]
    pub fn argument(&self, template: &str, call: &Range<usize>, name: &str) -> Option<Range<usize>> {
        let call = self.tera.component_calls(template).iter().find(|other| other.range == *call)?;
        call.arguments.iter().find(|(key, _)| key == name).map(|(_, range)| range.clone())
    }

    fn locate(&self, error: &tera::Error, asked: &str) -> TemplateError {
        let report = match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => Some(report),
            _ => None,
        };
        let name = report.map_or(asked, |report| report.filename());
        let fallback = SourceFile::new(name, "");
        let file = self.files.get(name).unwrap_or(&fallback);
        match report {
            Some(report) => {
                let (range, known) = (report.span().range.clone(), load::known(&self.files));
                let Complaint { range, message, help, note } =
                    complaint::reword(report.message(), report.cause(), file.text(), range, &known);
                let limit = Exceeded::from_message(report.message());
                let (message, help) = match limit {
                    Some(limit) => budget::words(limit),
                    None => (message, help),
                };
                TemplateError { place: Place::new(file, range), message, help, note, limit, finding: None }
            }
            None => {
                let Complaint { message, help, note, .. } = complaint::reword(&error.to_string(), None, "", 0..0, &[]);
                TemplateError { place: Place::first_line(file), message, help, note, limit: None, finding: None }
            }
        }
    }
}

/// Adds the templates that others extend or include by the name of their theme. The rest of those that a theme replaces is not
/// compiled.
fn add_qualified(files: &mut BTreeMap<String, Arc<SourceFile>>, qualified: &BTreeMap<String, Arc<SourceFile>>) {
    let is_named = |text: &str, name: &str| {
        text.contains(name) && ["extends", "include"].iter().any(|word| complaint::named(text, word, name).is_some())
    };
    // Few templates name another one, and all texts are searched for all names.
    let names_another = |file: &&Arc<SourceFile>| ["extends", "include"].iter().any(|word| file.text().contains(word));
    let mut unread: Vec<Arc<SourceFile>> = files.values().filter(names_another).cloned().collect();
    while let Some(file) = unread.pop() {
        for (name, other) in qualified {
            if !files.contains_key(name) && is_named(file.text(), name) {
                files.insert(name.clone(), other.clone());
                unread.push(other.clone());
            }
        }
    }
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.set_escape_fn(escape);
    filters::register(&mut tera);
    tera
}

/// Escapes text for both element content and attributes. Reading has refused forbidden characters; one that a template
/// made all the same is replaced.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut written = 0;
    for (at, c) in doubtful(text) {
        // Templates may use single quotes for attributes.
        let entity = if c == '\'' { Some("&#39;") } else { entity(c) };
        let Some(entity) = entity else { continue };
        if !tera::budget::bytes(entity.len()) {
            return Ok(()); // The engine stops at its next step.
        }
        out.write_all(&text.as_bytes()[written..at])?;
        out.write_all(entity.as_bytes())?;
        written = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[written..])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The engine's error for a template, when it is added or rendered.
    fn raw_error(text: &str) -> tera::Error {
        let mut tera = engine();
        match tera.add_raw_templates([("page.html", text)]) {
            Ok(()) => tera.render("page.html", &Context::new()).unwrap_err(),
            Err(error) => error,
        }
    }

    #[test]
    fn unknown_names_have_their_cause_in_parts() {
        for (text, what, name, close) in [
            ("{{ \"a\" | uper }}", "filter", "uper", "upper"),
            ("{{ rang(end=2) }}", "function", "rang", "range"),
            ("{% if 1 is defned %}{% endif %}", "test", "defned", "defined"),
            ("{{ <nope /> }}", "component", "nope", ""),
            ("{% include \"nope.html\" %}", "template", "nope.html", ""),
            ("{% set page = 1 %}{{ pagee }}", "variable", "pagee", "page"),
            ("{% set page = 1 %}{{ pagee.a }}", "variable", "pagee", "page"),
            ("{% set a = {\"title\": 1} %}{{ a.titel }}", "field", "titel", "title"),
            ("{% set a = {\"title\": 1} %}{{ a.titel.b }}", "field", "titel", "title"),
            ("{% for a in [1] %}{{ loop.idx }}{% endfor %}", "field", "idx", "index"),
        ] {
            let error = raw_error(text);
            let report = match error.kind() {
                ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => report,
                ErrorKind::InvalidReferences(reports) => &reports[0],
                other => panic!("{text}: {other}"),
            };
            let Some(tera::Cause::Unknown { what: said, name: unknown, known }) = report.cause() else {
                panic!("{text}: {report:?}")
            };
            assert_eq!((*said, unknown.as_str()), (what, name), "{text}");
            assert!(
                close.is_empty() == known.is_empty() && (close.is_empty() || known.iter().any(|it| it == close)),
                "{text}: {known:?}"
            );
        }
    }
}
