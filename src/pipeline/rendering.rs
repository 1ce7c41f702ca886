//! Renders the pages of a site, and finds out which records their templates show. Pages that may show that of others are
//! rendered last.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;

use super::shown::{generated_uses, shows, shows_any};
use super::{Options, files, finish};
use crate::cache::{CachedPage, MadeEdition, MadePage, RenderCache, SiteContext};
use crate::check::{KnownMenus, PageAddress};
use crate::config::PolicyPlace;
use crate::media::{Media, PictureKey};
use crate::read::Theme;
use crate::render::{CompiledTheme, EditionSizes, RenderContext, Rendered, Renderer};
use crate::report::{Finding, Place, catalog};
use crate::shrink::{self, CompressedStore, Shrinker, Style, sheet_of_settings};
use crate::site::{Page, PageBody, ReadsUses, Site, TemplateUses, Traits};

/// The inputs shared by the rendering of all pages of a site.
#[derive(Clone, Copy)]
pub(super) struct RenderInputs<'a> {
    pub theme: &'a Theme,
    pub compiled: &'a CompiledTheme,
    pub options: &'a Options,
    /// The generation of settings, theme and records.
    pub generation: u64,
    /// Keeps compressed forms of pages.
    pub store: Option<&'a Arc<dyn CompressedStore>>,
}

/// The rendered pages of a site.
pub(super) struct RenderedSite {
    /// The context of all pages, with the generated ones.
    pub context: Arc<SiteContext>,
    /// Editions, by their number among generated pages.
    pub editions: BTreeMap<usize, MadeEdition>,
    /// The pages, numbered as in the site; none if the theme cannot be used.
    pub pages: Vec<MadePage>,
    /// Whether they are those of the previous run, except for new ones.
    pub are_kept: bool,
    /// The number of pages that were rendered and not taken from the cache.
    pub rendered: usize,
    /// Findings about what templates show.
    pub findings: Vec<Finding>,
    /// The images that pages show.
    pub media: Media,
}

/// Makes the images that templates show, after pages were rendered: takes the uses of the templates of generated pages, and
/// returns the images that are now shown differently.
pub(super) type Correct<'a> = &'a mut (dyn FnMut(&Site, &[&TemplateUses], &mut Media) -> BTreeSet<PictureKey> + Sync);

/// The images of a site while it is rendered.
pub(super) struct PictureInputs<'a> {
    pub media: Media,
    /// Those that are shown differently than in the previous run.
    pub changed: BTreeSet<PictureKey>,
    pub correct: Correct<'a>,
}

/// The shared context of all pages; that of the previous run if nothing in it has changed.
enum Context {
    Cached(Arc<SiteContext>),
    New(Box<SiteContext>),
}

/// Pages while they are rendered.
pub(super) struct Rendering<'r> {
    inputs: RenderInputs<'r>,
    pub(super) media: Media,
    correct: Correct<'r>,
    pub(super) cache: &'r mut RenderCache,
    context: Context,
    /// Those of pages that may be rendered, or rendered again, where they were taken out of the site.
    bodies: Vec<Option<PageBody>>,
    /// By number.
    pub(super) made: Vec<Option<MadePage>>,
}

/// Renders all pages, and notes in the site which records their templates show.
pub(super) fn render(
    site: &mut Site,
    inputs: RenderInputs<'_>,
    pictures: PictureInputs<'_>,
    cache: &mut RenderCache,
) -> RenderedSite {
    let PictureInputs { media, changed, correct } = pictures;
    // What is cached keeps its body, and is rarely rendered again.
    let bodies = match cache.is_enabled {
        true => site.pages.iter().map(|_| None).collect(),
        false => site.take_bodies().into_iter().map(Some).collect(),
    };
    let before = cache.context.as_ref().filter(|context| context.generation == inputs.generation);
    let before = before.filter(|_| cache.site.as_ref().is_some_and(|before| site.has_same_outline(before)));
    // Generated pages are made with their context.
    let cached = before.filter(|context| !generated_uses(context).iter().any(|uses| shows(site, uses, &changed)));
    let cached = cached.cloned();
    let mut made = std::mem::take(&mut cache.pages);
    made.resize_with(site.pages.len(), || None);
    match (&cached, &cache.site) {
        // The addresses of pages are the same, and so are their numbers.
        (Some(_), Some(before)) => {
            for (number, page) in site.pages_unlike(before) {
                made[number].take_if(|made| !Arc::ptr_eq(&made.page.source, &page.source));
            }
        }
        _ => {
            made.fill(None);
            site.forget_template_uses(|_| true);
        }
    }
    for (page, made) in site.pages.iter().zip(&mut made).filter(|_| !changed.is_empty()) {
        let is_shown = shows_any(site, page, &changed);
        made.take_if(|made| is_shown || shows(site, &made.page.rendered.uses, &changed));
    }
    let context = match cached {
        Some(context) => Context::Cached(context),
        None => Context::New(Box::new(new_context(site, inputs, cache.edition_sizes(site)))),
    };
    let mut rendering = Rendering { inputs, media, correct, cache, context, bodies, made };
    let findings = rendering.render_all(site);
    if rendering.correct_pictures(site) && matches!(rendering.context, Context::Cached(_)) {
        // Generated pages are made with their context.
        rendering.renew_context(site);
    }
    rendering.finish(site, findings)
}

impl Rendering<'_> {
    fn render_all(&mut self, site: &mut Site) -> Vec<Finding> {
        let readers: Vec<usize> = site.pages_with(Traits::READS_USES).map(|(number, _)| number).collect();
        // Pages that read uses must not depend on what they showed before one of them changed.
        let mut news = ReadsUses::default();
        if readers.iter().any(|&number| self.made[number].is_none()) {
            news |= site.forget_template_uses(|page| page.reads.any());
            for &number in &readers {
                self.made[number].iter_mut().for_each(|made| made.is_noted = false);
            }
        }
        self.render_some(site, |page| !page.reads.any());
        news |= self.note_uses(site, |page| !page.reads.any());
        self.update(site, news);
        if readers.is_empty() {
            return Vec::new();
        }
        self.render_some(site, |page| page.reads.any());
        let news = self.note_uses(site, |page| page.reads.any());
        self.update(site, news);
        self.render_some(site, |page| page.reads.meets(news));
        // What they show themselves is known now, so it must be the same.
        let mut findings = Vec::new();
        for number in 0..site.pages.len() {
            if site.pages[number].reads.meets(news) && self.note_uses_of(site, number).any() {
                let place = Place::whole(&site.pages[number].source.file);
                findings.push(catalog::theme::unsettled_uses(place));
            }
        }
        findings
    }

    /// Makes the images that templates show, and renders pages again whose images are now shown differently. Returns whether
    /// an image of generated pages is among them.
    fn correct_pictures(&mut self, site: &Site) -> bool {
        let context = match &self.context {
            Context::Cached(context) => &**context,
            Context::New(context) => context,
        };
        let generated = generated_uses(context);
        let changed = (self.correct)(site, &generated, &mut self.media);
        if changed.is_empty() {
            return false;
        }
        let is_generated = generated.iter().any(|uses| shows(site, uses, &changed));
        for (page, made) in site.pages.iter().zip(&mut self.made) {
            let is_shown = shows_any(site, page, &changed);
            made.take_if(|made| is_shown || shows(site, &made.page.rendered.uses, &changed));
        }
        self.render_some(site, |_| true);
        is_generated
    }

    /// Makes the context again, with the same sizes of editions.
    fn renew_context(&mut self, site: &Site) {
        let sizes = self.edition_sizes().cloned().unwrap_or_default();
        self.context = Context::New(Box::new(new_context(site, self.inputs, sizes)));
    }

    fn edition_sizes(&self) -> Option<&EditionSizes> {
        self.site_context().shared.as_ref().map(RenderContext::edition_sizes)
    }

    /// The context of the previous run, if it is still that of all pages.
    pub(super) fn cached_context(&self) -> Option<&Arc<SiteContext>> {
        match &self.context {
            Context::Cached(context) => Some(context),
            Context::New(_) => None,
        }
    }

    pub(super) fn site_context(&self) -> &SiteContext {
        match &self.context {
            Context::Cached(context) => context,
            Context::New(context) => context,
        }
    }

    /// Takes over changes of the lists of records that pages show: pages that read them are rendered again.
    fn update(&mut self, site: &Site, news: ReadsUses) {
        if !news.any() {
            return;
        }
        match &mut self.context {
            Context::Cached(_) => self.renew_context(site),
            Context::New(context) => {
                if let Some(shared) = &mut context.shared {
                    shared.update_uses(site);
                }
            }
        }
        for (number, _) in site.pages_with(Traits::READS_USES).filter(|(_, page)| page.reads.meets(news)) {
            self.made[number] = None;
        }
    }

    /// Notes in the site which records the templates of these pages show. Returns the lists that this changes.
    fn note_uses(&mut self, site: &mut Site, is_chosen: impl Fn(&Page) -> bool) -> ReadsUses {
        let mut news = ReadsUses::default();
        for number in 0..site.pages.len() {
            let is_noted = self.made[number].as_ref().is_none_or(|made| made.is_noted);
            if !is_noted && is_chosen(&site.pages[number]) {
                news |= self.note_uses_of(site, number);
            }
        }
        news
    }

    fn note_uses_of(&mut self, site: &mut Site, number: usize) -> ReadsUses {
        let Some(made) = &mut self.made[number] else { return ReadsUses::default() };
        made.is_noted = true;
        site.set_template_uses(number, &made.page.rendered.uses)
    }

    /// Renders and shrinks every chosen page that is not made, each at once on one thread, so that only a few raw
    /// pages are in memory.
    fn render_some(&mut self, site: &Site, is_chosen: impl Fn(&Page) -> bool + Sync) {
        if self.made.iter().all(Option::is_some) {
            return;
        }
        let mut bodies = std::mem::take(&mut self.bodies);
        let Some(shared) = &self.site_context().shared else { return };
        let renderer = Renderer::new((site, &self.media), shared);
        // Pages after the first one that reaches a limit of templates are skipped: they would most likely reach it too.
        let is_over = |made: &Option<MadePage>| made.as_ref().is_some_and(|made| made.page.rendered.is_over_limit());
        let last = AtomicUsize::new(self.made.iter().position(is_over).unwrap_or(usize::MAX));
        let mut new: Vec<Option<MadePage>> = Vec::new();
        let this = &*self;
        bodies
            .par_iter_mut()
            .enumerate()
            .map(|(number, body)| {
                let page = &site.pages[number];
                if this.made[number].is_some() || !is_chosen(page) {
                    return None;
                }
                if number > last.load(Ordering::Relaxed) {
                    return Some(MadePage::skipped(&page.source));
                }
                let html = match body {
                    Some(body) => &body.html,
                    None if this.cache.is_enabled => &page.source.document.html,
                    None => return None,
                };
                let mut rendered = renderer.page(number, html);
                // Makes room in memory for the finished page, unless it may be rendered again.
                let is_made_once = site.config.editions.is_empty();
                if is_made_once && !page.reads.any() && !page.has_pictures() && rendered.uses.pictures.is_empty() {
                    *body = None;
                }
                if rendered.is_over_limit() {
                    last.fetch_min(number, Ordering::Relaxed);
                }
                let place = || Place::whole(&page.source.file);
                let at = PageAddress::new(&site.config, &page.address);
                let artifact = finish(&mut rendered, (this.site_context(), &at), place);
                Some(MadePage::new(CachedPage { source: page.source.clone(), artifact, rendered }))
            })
            .collect_into_vec(&mut new);
        self.bodies = bodies;
        for (made, new) in self.made.iter_mut().zip(new) {
            *made = new.or(made.take());
        }
        // Which of the following pages were rendered is random, so all of them are skipped.
        if let Some(last) = self.made.iter().position(is_over) {
            for (page, made) in site.pages.iter().zip(&mut self.made).skip(last + 1).filter(|(_, made)| made.is_some())
            {
                *made = Some(MadePage::skipped(&page.source));
            }
        }
    }

    /// Makes generated pages and other files, which may show anything that is known of pages.
    fn finish(mut self, site: &Site, findings: Vec<Finding>) -> RenderedSite {
        let mut generated = self.complete_context(site);
        let mut editions = self.editions(site);
        let sizes = self.sizes(site, &editions);
        if self.edition_sizes().is_some_and(|known| *known != sizes) {
            // All pages name them, outside of their texts.
            self.context = Context::New(Box::new(new_context(site, self.inputs, sizes)));
            self.made.iter_mut().for_each(|made| *made = None);
            self.render_some(site, |_| true);
            generated = self.complete_context(site);
            editions = self.editions(site);
        }
        let are_kept = self.cached_context().is_some();
        let context = match self.context {
            Context::Cached(context) => context,
            Context::New(context) => {
                let context = Arc::from(context);
                // Findings about uses are found again only if all pages are rendered again.
                self.cache.context = (self.cache.is_enabled && findings.is_empty()).then(|| Arc::clone(&context));
                context
            }
        };
        let pages: Vec<MadePage> = self.made.into_iter().flatten().collect();
        let rendered = generated + pages.iter().filter(|made| made.is_new).count();
        let rendered = RenderedSite { context, editions, pages, are_kept, rendered, findings, media: self.media };
        self.cache.store_editions(&rendered);
        rendered
    }

    /// Makes generated pages and files for a new context. Returns the number of those pages.
    fn complete_context(&mut self, site: &Site) -> usize {
        let Context::New(context) = &mut self.context else { return 0 };
        context.files = files(site, self.inputs.theme);
        self.generate(site);
        if self.correct_pictures(site) {
            self.generate(site);
        }
        self.site_context().generated.len()
    }

    /// Makes generated pages.
    fn generate(&mut self, site: &Site) {
        let Context::New(context) = &mut self.context else { return };
        let finish = |number: usize, rendered: &mut Rendered| {
            let page = &site.generated[number];
            let at = PageAddress::new(&site.config, &page.address);
            finish(rendered, (context, &at), || page.place.clone())
        };
        let shared = context.shared.iter();
        let pages = shared.flat_map(|shared| Renderer::new((site, &self.media), shared).generated(finish));
        let pages: Vec<_> = pages.collect();
        context.generated = pages;
    }
}

/// The context of all pages, without generated pages and files.
fn new_context(site: &Site, inputs: RenderInputs<'_>, sizes: EditionSizes) -> SiteContext {
    let RenderInputs { theme, compiled, options, generation, store } = inputs;
    let mut findings = Vec::new();
    let mut styles = theme.styles.clone();
    styles.extend(sheet_of_settings(&theme.styles, &theme.contrast, &site.config.appearance, &mut findings));
    let (style, flaws) = Style::parse(&styles);
    findings.extend(flaws);
    let settings = shrink::ShrinkSettings {
        encoding: site.config.host.encoding(),
        budget: site.config.page_budget,
        precompress: site.config.host.serves_precompressed(),
        policy_in_page: site.config.policy_place == Some(PolicyPlace::Meta),
    };
    let shrinker = Shrinker::new(style, settings).with_store(store.cloned());
    let shared = RenderContext::new(site, (theme, compiled), (options.links, sizes), &mut findings);
    let menus = KnownMenus::default();
    SiteContext { generation, shared, shrinker, menus, findings, generated: Vec::new(), files: Vec::new() }
}
