//! Editions: a whole language of the site in one file. They are made of the texts of rendered pages, so that they have the same
//! words, and therefore after all pages.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::iter::once;

use tera::Value;

use super::inside::{InsideLinks, rewrite};
use super::links::Linker;
use super::shortcodes::{PageOfCalls, Problems};
use super::{Rendered, Renderer, budget, files, filters, text, view};
use crate::config::{Edition, EditionLinker};
use crate::markup::tag_length;
use crate::media::Size;
use crate::report::catalog;
use crate::site::{MenuItem, Outline, OutlineGenerated, Purpose, Subject, edition_address};

/// The id, in an edition, of what holds all pages.
const ALL: &str = "all";

/// The sizes of editions as pages name them, by address; of those that are not known yet, nothing.
pub type EditionSizes = BTreeMap<String, Size>;

/// The texts of rendered pages.
pub struct PageTexts<'t> {
    /// Those of pages, numbered as in the site.
    pub pages: Vec<Option<&'t str>>,
    /// Those of generated pages, numbered as in the site.
    pub generated: Vec<Option<&'t str>>,
}

/// A page that an edition shows.
struct EditionPage<'t> {
    address: &'t str,
    title: Value,
    text: &'t str,
}

/// The text of a rendered page: what is in its `main`, else in its body.
pub(super) fn text_of(html: &str) -> &str {
    let inner = |name: &str| {
        let start = html.find(&format!("<{name}"))?;
        let start = start + tag_length(&html[start..])?;
        let end = html.rfind(&format!("</{name}>")).filter(|end| *end >= start)?;
        Some(&html[start..end])
    };
    inner("main").or_else(|| inner("body")).unwrap_or(html).trim()
}

/// The numbers of the pages of a language: the home page, then those of the menu, each with the pages below it, then all others, folder
/// by folder.
fn in_order(outline: &Outline<'_>, language: usize) -> Vec<usize> {
    let own = || outline.listed().filter(move |(_, page)| page.language == language).map(|(number, _)| number);
    // Pages are sorted by address, so the home page and the sections come before the pages below them.
    let home = own().next();
    let in_menu = outline.menus[language].iter().flat_map(MenuItem::pages);
    let mut seen: HashSet<usize> = home.into_iter().collect();
    let mut all: Vec<usize> = home.into_iter().collect();
    let below_home = home.map_or(&[][..], |home| outline.pages[home].children);
    for first in in_menu.chain(below_home.iter().copied()).chain(own()) {
        let mut next = vec![first];
        while let Some(page) = next.pop() {
            if seen.insert(page) {
                all.push(page);
                next.extend(outline.pages[page].children.iter().rev());
            }
        }
    }
    all
}

impl Renderer<'_> {
    /// Renders the editions, each with its number among the generated pages, from the texts of pages.
    #[must_use]
    pub fn editions(&self, texts: &PageTexts<'_>) -> Vec<(usize, Rendered)> {
        let editions = self.outline.generated.iter().enumerate();
        let editions = editions.filter_map(|(number, page)| match page.purpose {
            Purpose::Edition(edition) => Some((number, self.edition(page, edition, texts))),
            _ => None,
        });
        editions.collect()
    }

    fn edition(&self, page: &OutlineGenerated<'_>, edition: &Edition, texts: &PageTexts<'_>) -> Rendered {
        let (address, language) = (page.address, page.language);
        let mut rendered = Rendered { file: format!("the generated page `{address}`"), ..Rendered::default() };
        if !self.context.templates.has(edition.template) {
            let names = self.context.templates.names();
            rendered.findings.push(catalog::theme::missing_template(self.theme_place(), edition.template, &names));
            return rendered;
        }
        let pages = self.pages_of_edition(language, texts);
        let links = self.links_of_edition((address, language, edition), &pages);
        let linker = Linker::page(address, self.context.style);
        let mut view = view::shared(self, (language, Subject::Generated(page.purpose)), address, &linker);
        let mut length = 0;
        let sections = pages.iter().map(|page| {
            let anchor = page.address;
            let content = match edition.linker {
                EditionLinker::Inside => rewrite(page.text, page.address, Some(anchor), &links),
            };
            length += content.len();
            Value::from(BTreeMap::from([
                ("id", text(anchor)),
                ("title", page.title.clone()),
                ("content", Value::safe_string(&content)),
            ]))
        });
        let sections: Vec<Value> = sections.collect();
        view.extend([
            ("title", self.title_of_edition(language, edition)),
            ("kind", text(page.purpose.kind())),
            ("sections", Value::from(sections)),
            ("editions", view::NOTHING.clone()),
        ]);
        let mut problems = Problems::default();
        let ((), asked) = filters::on_page(self.filters(language, &linker), || {
            budget::allow_content(length);
            let on = PageOfCalls { language, page: None, linker: &linker };
            rendered.render(self, edition.template, on, Value::from(view), &mut problems);
        });
        rendered.html = rendered.html.map(|html| match edition.linker {
            EditionLinker::Inside => rewrite(&html, address, None, &links),
        });
        rendered.asked = asked;
        rendered.take(problems);
        rendered
    }

    /// The pages that an edition shows, in its order.
    fn pages_of_edition<'t>(&'t self, language: usize, texts: &PageTexts<'t>) -> Vec<EditionPage<'t>> {
        let outline = &self.outline;
        let pages = in_order(outline, language).into_iter().filter_map(|number| {
            let page = &outline.pages[number];
            Some(EditionPage {
                address: page.address,
                title: self.title(language, page.title),
                text: texts.pages[number]?,
            })
        });
        let generated = outline.generated.iter().zip(&texts.generated).filter_map(|(page, text)| {
            let is_own = page.language == language
                && !matches!(
                    page.purpose,
                    Purpose::Missing | Purpose::Redirect(_) | Purpose::Edition(_) | Purpose::Languages
                );
            let text = (*text).filter(|_| is_own)?;
            Some(EditionPage { address: page.address, title: self.title_of_generated(page), text })
        });
        pages.chain(generated).collect()
    }

    /// Where the links of an edition lead.
    fn links_of_edition<'l>(
        &'l self,
        (own, language, edition): (&'l str, usize, &Edition),
        pages: &[EditionPage<'l>],
    ) -> InsideLinks<'l> {
        let config = &self.site.config;
        let mut anchors: HashMap<&str, String> =
            pages.iter().map(|page| (page.address, page.address.to_owned())).chain(once((own, ALL.into()))).collect();
        for page in &self.outline.generated {
            let Purpose::Redirect(to) = page.purpose else { continue };
            if let Some(anchor) = anchors.get(self.outline.pages[to].address).cloned() {
                anchors.insert(page.address, anchor);
            }
        }
        // From here, the home page of another language is its edition.
        let others = config.languages.iter().enumerate().filter(|(number, _)| *number != language);
        let instead = others.map(|(number, other)| (other.at.as_str(), edition_address(config, edition, number)));
        InsideLinks { anchors, instead: instead.collect(), base: config.base_url.as_ref() }
    }

    fn title_of_edition(&self, language: usize, edition: &Edition) -> Value {
        self.context.strings[language].value(edition.title).unwrap_or_else(|| text(edition.name))
    }

    /// The editions that a page leads to, with what they cost: `page.editions` of templates.
    pub(super) fn editions_for(&self, language: usize, linker: &Linker) -> Value {
        let config = &self.site.config;
        let entry = |edition: &Edition| {
            let address = edition_address(config, edition, language);
            let sizes = &self.context.edition_sizes;
            let note = sizes.get(&address).and_then(|size| files::note_of_size(self, language, size).ok());
            Value::from(BTreeMap::from([
                ("url", text(&linker.link(&address))),
                ("title", self.title_of_edition(language, edition)),
                ("note", note.map_or_else(Value::none, |note| text(&note))),
            ]))
        };
        let all: Vec<Value> = config.editions.iter().map(|wanted| entry(wanted.edition)).collect();
        if all.is_empty() { view::NOTHING.clone() } else { Value::from(all) }
    }
}

#[cfg(test)]
mod tests {
    use super::text_of;

    #[test]
    fn the_text_of_a_page_is_in_its_main() {
        assert_eq!(text_of("<body><nav>a</nav><main id=\"x>\"> <h1>b</h1>\n</main>c</body>"), "<h1>b</h1>");
        assert_eq!(text_of("<html><body class=x><p>a</p></body></html>"), "<p>a</p>");
        assert_eq!(text_of("<p>a</p>"), "<p>a</p>");
    }
}
