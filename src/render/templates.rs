//! The template engine: the theme's templates compiled once, and its errors turned into findings that name the line of
//! the template and the page being rendered.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use tera::{ComponentInfo, Context, ErrorKind, Kwargs, State, Tera};

use super::complaint::{self, Complaint};
use super::links::Linker;
use crate::marks;
use crate::read::Theme;
use crate::report::{Finding, Place, SourceFile, catalog, nearest};

/// The template of the pages that list every record.
const RECORDS_TEMPLATE: &str = "sources.html";

/// Templates and shortcodes of a theme, ready to render.
pub struct Templates {
    tera: Tera,
    files: BTreeMap<String, Arc<SourceFile>>,
    /// Shortcodes by name.
    pub shortcodes: BTreeMap<String, ComponentInfo>,
}

/// What went wrong in a template, before it is known how many pages meet it.
#[derive(Clone, Debug)]
pub struct TemplateError {
    /// Where in the template.
    pub place: Place,
    /// What.
    pub message: String,
    /// What to type.
    pub help: Option<String>,
    /// What there is instead.
    pub note: Option<String>,
}

thread_local! {
    /// The page that this thread is rendering, for the filter `link`: filters see no context inside a component.
    static HERE: RefCell<Option<Linker>> = const { RefCell::new(None) };
}

impl Templates {
    /// Compiles a theme. `None` if any template cannot be read; every one that cannot is found.
    pub fn compile(theme: &Theme, findings: &mut Vec<Finding>) -> Option<Self> {
        let before = findings.len();
        let mut files: BTreeMap<String, Arc<SourceFile>> = theme.templates.clone();
        for (name, file) in &theme.shortcodes {
            files.insert(format!("shortcodes/{name}.html"), file.clone());
        }
        // One by one first, so that each syntax error is found, not only the first.
        for (name, file) in &files {
            if let Err(error) = engine().add_raw_template(name, file.text())
                && let ErrorKind::SyntaxError(report) = error.kind()
            {
                findings.push(syntax(file, report.span().range.clone(), report.message(), &files));
            }
        }
        if findings.len() > before {
            return None;
        }
        let mut tera = engine();
        if let Err(error) = tera.add_raw_templates(files.iter().map(|(name, file)| (name.as_str(), file.text()))) {
            found_at_load(&error, &files, findings);
            return None;
        }
        let mut shortcodes = BTreeMap::new();
        for (name, file) in &theme.shortcodes {
            match tera.get_component_definition(name) {
                Some(info) => drop(shortcodes.insert(name.clone(), info)),
                None => findings.push(catalog::theme::no_component(Place::first_line(file), name)),
            }
        }
        Some(Self { tera, files, shortcodes })
    }

    /// Names of all page templates.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        self.files.keys().map(String::as_str).filter(|name| !name.starts_with("shortcodes/")).collect()
    }

    /// Whether there is such a page template.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.files.contains_key(name) && !name.starts_with("shortcodes/")
    }

    /// Whether some template may ask for the pages of the outline, which are dear to make: whether any speaks of the
    /// outline, or of all that there is, other than for its records.
    #[must_use]
    pub fn may_list_pages(&self) -> bool {
        self.files.values().any(|file| {
            let text = file.text();
            text.contains("__tera_context")
                || text.split("outline").skip(1).any(|rest| {
                    let is_part = |part: &&str| rest.strip_prefix(*part).is_some_and(|rest| !rest.starts_with(in_name));
                    ![".statistics", ".sources"].iter().any(is_part)
                })
        })
    }

    /// Whether a template of a page that does not list the records may ask for them all, with the pages that use each.
    #[must_use]
    pub fn may_list_records(&self) -> bool {
        let others = self.files.iter().filter(|(name, _)| *name != RECORDS_TEMPLATE);
        others.map(|(_, file)| file.text()).any(|text| {
            text.contains("__tera_context")
                || text.contains(RECORDS_TEMPLATE)
                || text.split("outline").skip(1).any(|rest| {
                    let is_part = |part: &&str| rest.strip_prefix(*part).is_some_and(|rest| !rest.starts_with(in_name));
                    ![".pages", ".sources"].iter().any(is_part)
                })
        })
    }

    /// Renders a page template.
    ///
    /// # Errors
    ///
    /// Where in which template it failed.
    pub fn render(&self, name: &str, context: &Context) -> Result<String, TemplateError> {
        self.tera.render(name, context).map_err(|error| self.locate(&error, name))
    }

    /// Renders a shortcode.
    ///
    /// # Errors
    ///
    /// Where in which template it failed.
    pub fn call(&self, name: &str, arguments: &Context, implicits: &Context) -> Result<String, TemplateError> {
        self.tera
            .render_component_with_implicits(name, arguments, implicits, None, true)
            .map_err(|error| self.locate(&error, &format!("shortcodes/{name}.html")))
    }

    fn locate(&self, error: &tera::Error, asked: &str) -> TemplateError {
        let (name, range, message) = match error.kind() {
            ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report) => {
                (report.filename(), Some(report.span().range.clone()), report.message().to_owned())
            }
            other => (asked, None, other.to_string()),
        };
        let fallback = SourceFile::new(name, "");
        let file = self.files.get(name).unwrap_or(&fallback);
        match range {
            Some(range) => {
                let Complaint { range, message, help, note } =
                    complaint::reword(&message, file.text(), range, &known(&self.files));
                TemplateError { place: Place::new(file, range), message, help, note }
            }
            None => {
                let message = complaint::plain(&message);
                TemplateError { place: Place::first_line(file), message, help: None, note: None }
            }
        }
    }
}

/// Whether a name goes on with this character.
fn in_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Runs `work` with the filter `link` answering for one page.
pub fn on_page<T>(linker: &Linker, work: impl FnOnce() -> T) -> T {
    HERE.with_borrow_mut(|here| *here = Some(linker.clone()));
    let result = work();
    HERE.with_borrow_mut(|here| *here = None);
    result
}

fn engine() -> Tera {
    let mut tera = Tera::new();
    tera.set_escape_fn(escape);
    tera.register_filter("link", |address: &str, _: Kwargs, _: &State<'_>| {
        HERE.with_borrow(|here| here.as_ref().map_or_else(|| address.to_owned(), |linker| linker.link(address)))
    });
    tera
}

/// Escapes for text and attributes alike. Marks can only have come from an escape sequence of YAML or HTML, and HTML
/// forbids them.
fn escape(text: &str, out: &mut dyn Write) -> std::io::Result<()> {
    let mut written = 0;
    for (at, c) in text.char_indices() {
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            c if marks::is_mark(c) => "\u{FFFD}",
            _ => continue,
        };
        out.write_all(&text.as_bytes()[written..at])?;
        out.write_all(entity.as_bytes())?;
        written = at + c.len_utf8();
    }
    out.write_all(&text.as_bytes()[written..])
}

fn syntax(
    file: &Arc<SourceFile>,
    range: Range<usize>,
    message: &str,
    files: &BTreeMap<String, Arc<SourceFile>>,
) -> Finding {
    let range = range.start.min(file.text().len())..range.end.min(file.text().len());
    let Complaint { range, message, help, .. } = complaint::reword(message, file.text(), range, &known(files));
    catalog::theme::template_syntax(Place::new(file, range), &message).maybe_help(help)
}

/// Names that templates may use: those of templates, and those of components.
fn known(files: &BTreeMap<String, Arc<SourceFile>>) -> Vec<&str> {
    let bare = |name: &'_ str| name.strip_prefix("shortcodes/").and_then(|name| name.strip_suffix(".html")).is_some();
    files
        .keys()
        .map(|name| if bare(name) { &name["shortcodes/".len()..name.len() - ".html".len()] } else { name.as_str() })
        .collect()
}

/// The engine checks the names that templates use when all of them are there, and reports them as one text of
/// `error: WHAT` and ` --> FILE:LINE:COLUMN`; circles and missing parents it tells apart.
fn found_at_load(error: &tera::Error, files: &BTreeMap<String, Arc<SourceFile>>, findings: &mut Vec<Finding>) {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            if let Some(file) = files.get(report.filename()) {
                findings.push(syntax(file, report.span().range.clone(), report.message(), files));
                return;
            }
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            findings.push(circle(files, tpl, inheritance_chain, "extends", "extend"));
            return;
        }
        ErrorKind::CircularInclude { tpl, include_chain } => {
            findings.push(circle(files, tpl, include_chain, "include", "include"));
            return;
        }
        ErrorKind::MissingParent { current, parent } => {
            let place = place_of(files, current, "extends", parent);
            let help = nearest(parent, known(files)).map(|name| format!("did you mean `{name}`?"));
            let message = format!("there is no template `{parent}`");
            findings.push(catalog::theme::template_syntax(place, &message).maybe_help(help));
            return;
        }
        _ => {}
    }
    let text = error.to_string();
    let before = findings.len();
    let mut message = "";
    for line in text.lines() {
        if let Some(what) = line.strip_prefix("error: ") {
            message = what;
        } else if let Some(place) = line.trim_start().strip_prefix("--> ").and_then(|place| located(place, files)) {
            let range = place.range().unwrap_or(0..0);
            findings.push(syntax(place.file(), range, message, files));
        }
    }
    if findings.len() == before {
        let named = files
            .iter()
            .filter_map(|(name, file)| text.find(&format!("'{name}'")).map(|at| (at, file)))
            .min_by_key(|(at, _)| *at);
        let unknown = SourceFile::new("themes", "");
        let file = named.map_or(&unknown, |(_, file)| file);
        findings.push(catalog::theme::template_syntax(Place::first_line(file), &complaint::plain(&text)));
    }
}

/// Templates that lead back to themselves.
fn circle(files: &BTreeMap<String, Arc<SourceFile>>, name: &str, chain: &[String], word: &str, verb: &str) -> Finding {
    let mut others: Vec<&str> = chain.iter().map(String::as_str).filter(|other| *other != name).collect();
    others.dedup();
    let Some(next) = others.first() else {
        let message = format!("this template {verb}s itself");
        return catalog::theme::template_syntax(place_of(files, name, word, name), &message);
    };
    let message = format!("this template {verb}s itself by way of `{}`", others.join("` and `"));
    catalog::theme::template_syntax(place_of(files, name, word, next), &message)
}

/// Where the template `name` names `other` behind `word`.
fn place_of(files: &BTreeMap<String, Arc<SourceFile>>, name: &str, word: &str, other: &str) -> Place {
    let unknown = SourceFile::new("themes", "");
    let file = files.get(name).unwrap_or(&unknown);
    complaint::named(file.text(), word, other).map_or_else(|| Place::first_line(file), |range| Place::new(file, range))
}

fn located(place: &str, files: &BTreeMap<String, Arc<SourceFile>>) -> Option<Place> {
    let mut parts = place.trim().rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let file = files.get(parts.next()?)?;
    let start: usize = file.text().split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = file.text().get(start..)?;
    let at = start + rest.char_indices().nth(column.checked_sub(1)?).map_or(rest.len(), |(at, _)| at);
    let word = file.text()[at..].find(|c: char| !(c.is_alphanumeric() || "_\"'./-".contains(c))).unwrap_or(0);
    Some(Place::new(file, at..at + word.max(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_listed_where_a_template_may_ask_for_them() {
        let may_list = |text: &str| {
            let templates = BTreeMap::from([("page.html".to_owned(), SourceFile::new("page.html", text))]);
            let mut findings = Vec::new();
            let compiled = Templates::compile(&Theme { templates, ..Theme::default() }, &mut findings);
            compiled.unwrap_or_else(|| panic!("{text}: {findings:?}")).may_list_pages()
        };
        for asks in [
            "{% for p in outline.pages %}{{ p.title }}{% endfor %}",
            "{% for s in outline.statistics %}{{ s.id }}{% endfor %}{{ outline [\"pages\"] | length }}",
            "{% set all = outline %}{{ all.pages | length }}",
            "{{ outline?.pages | length }}",
            "{{ outline.statistics_of_pages }}",
            "{{ __tera_context }}",
        ] {
            assert!(may_list(asks), "{asks}");
        }
        for asks_not in ["{{ page.title }}", "{{ outline.sources | length }}{{ outline.statistics | length }}"] {
            assert!(!may_list(asks_not), "{asks_not}");
        }
    }
}
