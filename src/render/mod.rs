//! Stage 5: renders a [`Site`] with its theme into HTML pages. Two holes are left, for the style and for the weight,
//! which only the finished page can fill. Pages are rendered in parallel; each knows its own document and the outline.

mod asks;
mod body;
mod budget;
mod calendar;
mod cell;
mod chain;
mod dates;
mod complaint;
mod declare;
mod derived;
mod editions;
mod event;
mod exports;
mod figures;
mod generated;
mod files;
mod filters;
mod inside;
mod interface;
mod languages;
mod linked_data;
mod links;
mod lists;
mod load;
mod marked;
mod numerals;
mod page_parts;
mod parts;
mod pictures;
mod series;
mod shortcodes;
mod tags;
mod templates;
mod terms;
mod view;

pub use chain::{shortcodes_of_page, template_chain, templates_of_page};
pub use dates::{DateForm, Dates};
pub use declare::CompiledTheme;
pub use derived::all as derived;
pub use editions::{EditionSizes, PageTexts};
pub use numerals::Numerals;
pub use series::Series;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, RwLock};

use tera::budget::Exceeded;
use tera::{Context, Value};

use crate::config::{LinkStyle, Paths};
use crate::media::Media;
use crate::read::Theme;
use crate::report::{Finding, Place, SourceFile, catalog};
use crate::site::{Kind, Outline, Page, Site, TemplateUses};
use figures::Figures;
use filters::FilterData;
use interface::Strings;
use links::{KnownAddresses, Linker};
use lists::ListCache;
use marked::TextMarker;
use shortcodes::{PageOfCalls, Problems, TemplateCalls};
use templates::{TemplateError, Templates};

/// What rendering any page needs, whatever the page: valid for as long as settings, theme, records and outline stay the
/// same.
pub struct RenderContext {
    templates: Arc<Templates>,
    style: LinkStyle,
    /// Interface strings by language.
    strings: Vec<Strings>,
    /// The same as values.
    string_values: Vec<Value>,
    /// `site` by language.
    sites: Vec<Value>,
    /// The menu as the pages of a folder write it, by language and folder.
    menus_by_folder: RwLock<HashMap<(usize, String), Value>>,
    /// Statistics by id.
    statistics: HashMap<String, usize>,
    /// Records as each language writes them.
    figures: Vec<Figures>,
    /// What a page may use of other pages, in each language.
    outlines: Vec<Value>,
    listed: view::Listed,
    /// Events by id.
    events: HashMap<String, usize>,
    /// ListCache that calls ask for.
    lists: ListCache,
    /// What editions cost, as pages say.
    edition_sizes: EditionSizes,
    /// The addresses of pages and files.
    known: Arc<KnownAddresses>,
}

/// Renders the pages of a site.
pub struct Renderer<'s> {
    site: &'s Site,
    media: &'s Media,
    context: &'s RenderContext,
    /// What this page may know of the others. No other module of this stage reads the pages of the site.
    outline: Outline<'s>,
}

/// A rendered page, or the findings that prevented it.
#[derive(Debug, Default)]
pub struct Rendered {
    /// Its HTML with holes; `None` if its template failed.
    pub html: Option<String>,
    /// What editions show of it; none where the site has no editions.
    pub text: Option<Box<str>>,
    /// What its language writes between a whole number and its decimals; none where it has no language.
    pub decimal_mark: Option<char>,
    /// Whether it asks search engines to leave it out.
    pub is_noindex: bool,
    /// Findings in the page's own file.
    pub findings: Vec<Finding>,
    /// The records that its templates show.
    pub uses: Arc<TemplateUses>,
    /// Addresses that its templates passed to `link` and that are neither those of pages nor of files beside them.
    pub asked: Vec<String>,
    problems: Vec<TemplateError>,
    missing_strings: BTreeMap<String, Finding>,
    /// The page, as findings name it.
    pub file: String,
}

impl RenderContext {
    /// Collects what all pages share. Returns `None` if the compiled theme cannot be used.
    pub fn new(
        site: &Site,
        (theme, compiled): (&Theme, &CompiledTheme),
        (style, edition_sizes): (LinkStyle, EditionSizes),
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let templates = compiled.templates.clone()?;
        let languages = 0..site.config.languages.len();
        let strings: Vec<_> = languages.clone().map(|number| Strings::new(site, theme, number, findings)).collect();
        let figures: Vec<_> = languages.clone().map(|number| Figures::new(site, number, &strings[number])).collect();
        let outline = site.outline();
        let listed = view::Listed::new(site, &outline, &templates, &strings);
        let outlines = view::outlines(site, &outline, &listed, &figures);
        let string_values = strings.iter().map(Strings::values).collect();
        Some(Self {
            sites: languages.map(|number| view::site(site, &outline, number)).collect(),
            menus_by_folder: RwLock::default(),
            statistics: site.statistics.iter().enumerate().map(|(n, record)| (record.id.clone(), n)).collect(),
            outlines,
            listed,
            figures,
            events: site.events.iter().enumerate().map(|(n, event)| (event.record.id.clone(), n)).collect(),
            lists: ListCache::new(site),
            known: Arc::new(KnownAddresses::new(&outline)),
            templates,
            edition_sizes,
            style,
            strings,
            string_values,
        })
    }

    /// What editions cost, as pages say.
    #[must_use]
    pub fn edition_sizes(&self) -> &EditionSizes {
        &self.edition_sizes
    }

    /// Takes over which pages show which records, as it is known after pages were rendered. Nothing else of the site may have
    /// changed.
    pub fn update_uses(&mut self, site: &Site) {
        self.outlines = view::outlines(site, &site.outline(), &self.listed, &self.figures);
    }
}

impl<'s> Renderer<'s> {
    /// Returns a renderer for the pages of `site`, with what they show of its files; `context` comes from it or from a site with
    /// the same outline.
    #[must_use]
    pub fn new((site, media): (&'s Site, &'s Media), context: &'s RenderContext) -> Self {
        Self { site, media, context, outline: site.outline() }
    }

    /// The page that is rendered. Others are read in the outline only.
    pub(crate) fn own_page(&self, number: usize) -> &'s Page {
        &self.site.pages[number]
    }

    /// Renders the page of this number; `html` is its body with holes.
    #[must_use]
    pub fn page(&self, number: usize, html: &str) -> Rendered {
        let page = self.own_page(number);
        let linker = match page.kind {
            Kind::Missing => self.linker_of_missing(&page.address),
            _ => Linker::page(&page.address, self.context.style),
        };
        let (rendered, asked) = filters::on_page(self.filters(page.source.language, &linker), || {
            let mut problems = Problems::default();
            let content = body::fill(self, (number, page), html, &linker, &mut problems);
            budget::allow_content(content.len());
            let mut rendered = Rendered { file: page.source.file.path().to_owned(), ..Rendered::default() };
            match self.template_of(page) {
                Ok(name) => {
                    let view = view::page(self, (number, page), &linker, &content);
                    let on = PageOfCalls { language: page.source.language, page: Some(number), linker: &linker };
                    rendered.render(self, &name, on, view, &mut problems);
                }
                Err(finding) => problems.findings.push(*finding),
            }
            rendered.take(problems);
            rendered
        });
        let is_noindex = self.site.config.noindex || !self.outline.pages[number].is_indexed;
        Rendered { is_noindex, asked, ..rendered }
    }

    /// Marks texts in another language or direction than pages in the language of this number.
    fn marker(&self, language: usize) -> &TextMarker {
        &self.context.strings[language].marker
    }

    /// The title of a page for templates. One that is the title of the site equals it, also where that is marked.
    fn title(&self, language: usize, title: &str) -> Value {
        let of_site = &self.site.config.title;
        let marker = self.marker(language);
        if of_site.get(marker.tag()) == title { marker.shown(of_site) } else { marker.plain(title) }
    }

    /// What the filters of templates know of a page.
    fn filters(&self, language: usize, linker: &Linker) -> FilterData {
        let context = &self.context;
        FilterData {
            linker: linker.clone(),
            known: context.known.clone(),
            plurals: context.figures[language].plurals(),
            numerals: context.figures[language].numerals(),
            dates: context.figures[language].dates(),
            series: context.figures[language].series(),
        }
    }

    fn template_of(&self, page: &Page) -> Result<String, Box<Finding>> {
        let templates = &self.context.templates;
        if let Some((name, range)) = &page.source.front.template {
            let full = if name.ends_with(".html") { name.clone() } else { format!("{name}.html") };
            if templates.has(&full) {
                return Ok(full);
            }
            let names = templates.names_for_pages();
            return Err(Box::new(catalog::theme::unknown_template(page.place(range.clone()), name, &names)));
        }
        match templates::for_kind(page.kind).iter().find(|name| templates.has(name)) {
            Some(name) => Ok((*name).to_owned()),
            None => {
                let place = self.theme_place();
                Err(Box::new(catalog::theme::missing_template(place, "page.html", &templates.names())))
            }
        }
    }

    /// The place where the site names its themes.
    fn theme_place(&self) -> Place {
        let named = self.site.config.themes.first().and_then(|theme| theme.place.clone());
        named.unwrap_or_else(|| Place::whole(&SourceFile::new(Paths::SITE, "")))
    }

    /// Links of the page at `address` that hosts show wherever nothing is published. In a folder that is opened without a server, it
    /// is shown only at its own address.
    fn linker_of_missing(&self, address: &str) -> Linker {
        if self.context.style == LinkStyle::Files {
            return Linker::page(address, self.context.style);
        }
        let base = self.site.config.base_url.as_ref().map_or("/", |base| base.path());
        Linker::anywhere(base)
    }
}

impl Rendered {
    /// Whether nothing has to be reported of it.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        self.findings.is_empty() && self.asked.is_empty() && self.problems.is_empty() && self.missing_strings.is_empty()
    }

    /// Whether every template and shortcode on it was rendered.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.problems.is_empty()
    }

    /// Whether the templates took all the steps or bytes that a page may take. Pages after such a page are not
    /// rendered.
    #[must_use]
    pub fn is_over_limit(&self) -> bool {
        self.problems.iter().any(|problem| matches!(problem.limit, Some(Exceeded::Steps | Exceeded::Bytes)))
    }

    fn take(&mut self, problems: Problems) {
        self.findings.extend(problems.findings);
        self.problems = problems.templates;
        self.missing_strings = problems.missing_strings;
        // Most pages share the empty one.
        if !problems.uses.is_empty() {
            self.uses = Arc::new(problems.uses);
        }
    }

    fn render(
        &mut self,
        renderer: &Renderer<'_>,
        template: &str,
        on: PageOfCalls<'_>,
        page: Value,
        problems: &mut Problems,
    ) {
        let language = on.language;
        let mut context = Context::new();
        context.insert_value("page", page);
        context.insert_value("site", renderer.context.sites[language].clone());
        context.insert_value("outline", renderer.context.outlines[language].clone());
        self.decimal_mark = Some(renderer.context.figures[language].decimal_mark);
        context.insert_value("strings", renderer.context.string_values[language].clone());
        if budget::is_used_up() {
            return; // By a shortcode, which is found.
        }
        let calls = TemplateCalls::new(renderer, on, problems);
        let result = renderer.context.templates.render(template, &context, &calls);
        let known = calls.into_known();
        let html = known.merge(result, problems);
        self.html = html.map(|html| renderer.context.strings[language].marker.resolve(html));
        if !renderer.site.config.editions.is_empty() {
            self.text = self.html.as_deref().map(|html| editions::text_of(html).into());
        }
    }
}

/// Findings in templates: one for each place, however many pages it affects; the first of those pages is named.
#[derive(Debug, Default)]
pub struct TemplateFindings {
    met: BTreeMap<(String, usize, String), AffectedPages>,
    strings: BTreeMap<String, Finding>,
}

/// An error in a template, and the pages that it affects.
#[derive(Debug)]
struct AffectedPages {
    error: TemplateError,
    first: String,
    last: String,
    pages: usize,
}

impl TemplateFindings {
    /// Adds the problems of a page. Pages must come in the order of their addresses.
    pub fn take(&mut self, rendered: &Rendered) {
        for error in &rendered.problems {
            let path = error.place.file().path().to_owned();
            let start = error.place.range().map_or(0, |range| range.start);
            let key = (path, start, error.message.clone());
            let page = &rendered.file;
            let new = || AffectedPages { error: error.clone(), first: page.clone(), last: page.clone(), pages: 1 };
            let met = self.met.entry(key).or_insert_with(new);
            if met.last != *page {
                met.last.clone_from(page);
                met.pages += 1;
            }
        }
        self.strings.extend(rendered.missing_strings.iter().map(|(name, finding)| (name.clone(), finding.clone())));
    }

    /// The findings.
    #[must_use]
    pub fn into_findings(self) -> Vec<Finding> {
        let met = self.met.into_values().map(|AffectedPages { error, first: page, pages, .. }| {
            let page = match pages {
                1 => page,
                2 => format!("{page} and 1 other page"),
                more => format!("{page} and {} other pages", more - 1),
            };
            if let Some(finding) = error.finding {
                return finding.note(format!("while rendering {page}"));
            }
            let new =
                if error.limit.is_some() { catalog::theme::template_limit } else { catalog::theme::template_error };
            let finding = new(error.place, &error.message, &page).maybe_help(error.help);
            error.note.into_iter().fold(finding, Finding::note)
        });
        met.chain(self.strings.into_values()).collect()
    }
}

/// Text for a template, which escapes it.
fn text(text: &str) -> Value {
    Value::normal_string(text)
}
