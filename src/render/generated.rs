//! Renders pages without a Markdown file: the page for missing addresses, redirects, and the pages of tags and of long lists.

use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use tera::Value;

use super::links::Linker;
use super::shortcodes::{PageOfCalls, Problems};
use super::{Rendered, Renderer, filters, languages, terms, text, view};
use crate::report::catalog;
use crate::site::{List, OutlineGenerated, Purpose, Subject, Title};

impl Renderer<'_> {
    /// Renders the generated pages, in the order of the site. Those after one that reaches a limit of templates are not
    /// rendered: they would most likely reach it too.
    /// `finish` makes the file of each, by its number.
    pub fn generated<T: Default + Send>(
        &self,
        finish: impl Fn(usize, &mut Rendered) -> T + Sync,
    ) -> Vec<(Rendered, T)> {
        let last = AtomicUsize::new(usize::MAX);
        let render = |(number, page): (usize, &OutlineGenerated<'_>)| {
            if number > last.load(Ordering::Relaxed) {
                return (Rendered::default(), T::default());
            }
            if matches!(page.purpose, Purpose::Edition(_)) {
                return (Rendered::default(), T::default()); // Made of the others, later.
            }
            let mut rendered = self.generated_page(page);
            if rendered.is_over_limit() {
                last.fetch_min(number, Ordering::Relaxed);
            }
            let finished = finish(number, &mut rendered);
            (rendered, finished)
        };
        let mut pages: Vec<(Rendered, T)> = self.outline.generated.par_iter().enumerate().map(render).collect();
        // Which of the following pages were rendered is random, so all of them are skipped.
        if let Some(last) = pages.iter().position(|(rendered, _)| rendered.is_over_limit()) {
            pages[last + 1..].fill_with(Default::default);
        }
        pages
    }

    /// The title of a generated page for templates.
    pub(super) fn title_of_generated(&self, page: &OutlineGenerated<'_>) -> Value {
        let language = page.language;
        let title = match page.title {
            Title::InterfaceString(name) => self.context.strings[language].value(name).unwrap_or_else(|| text("404")),
            Title::OfPage(number) => self.title(language, self.outline.pages[number].title),
            Title::OfTerm(number) => self.title(language, self.outline.terms[number].name),
            Title::OfTaxonomy(number) => self.title_of_taxonomy(language, number),
            Title::OfSite => {
                let titles = languages::titles(&self.site.config);
                return text(&titles.into_iter().map(|(_, title)| title).collect::<Vec<_>>().join(" – "));
            }
        };
        match page.purpose {
            Purpose::Part { part, count, .. } => text(&format!("{title} ({}/{count})", part + 1)),
            _ => title,
        }
    }

    fn generated_page(&self, page: &OutlineGenerated<'_>) -> Rendered {
        let &OutlineGenerated { address, language, purpose, title: _, is_listed: _ } = page;
        let title = self.title_of_generated(page);
        let (linker, target) = match purpose {
            Purpose::Missing => (self.linker_of_missing(address), None),
            Purpose::Redirect(to) => (Linker::page(address, self.context.style), Some(&self.outline.pages[to])),
            Purpose::Term(_)
            | Purpose::Taxonomy(_)
            | Purpose::Part { .. }
            | Purpose::Edition(_)
            | Purpose::Languages => (Linker::page(address, self.context.style), None),
        };
        let file = match target {
            Some(target) => format!("the old address `{address}` of {}", target.file),
            None => format!("the generated page `{address}`"),
        };
        let is_indexed = match purpose {
            Purpose::Part { list: List::Section(page), .. } => self.outline.pages[page].is_indexed,
            _ => true,
        };
        let is_noindex = self.site.config.noindex || !is_indexed;
        let mut rendered = Rendered { is_noindex, file, ..Rendered::default() };
        let template = purpose.template();
        if !self.context.templates.has(template) {
            let names = self.context.templates.names();
            rendered.findings.push(catalog::theme::missing_template(self.theme_place(), template, &names));
            return rendered;
        }
        let mut view = view::shared(self, (language, Subject::Generated(purpose)), address, &linker);
        if purpose == Purpose::Languages {
            view.insert("languages", languages::homes(self, &linker));
            view.insert("titles", languages::titles_of_site(&self.site.config));
        }
        view.extend([("title", title), ("kind", text(purpose.kind()))]);
        if let Some(target) = target {
            let target = view::named(target, &linker, self.marker(language));
            view.insert("target", Value::from(target));
        }
        let mut problems = Problems::default();
        let ((), asked) = filters::on_page(self.filters(language, &linker), || {
            view.extend(terms::of_lists(self, purpose, language, &linker));
            let on = PageOfCalls { language, page: None, linker: &linker };
            rendered.render(self, template, on, Value::from(view), &mut problems);
        });
        rendered.asked = asked;
        rendered.take(problems);
        rendered
    }
}
