//! What each stage costs for one page: `cargo bench --bench stages`. The page is the one that this site's readers need
//! most, with charts, so that every stage has something to do.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use firstflight::cache::{ReadCache, ReadScope};
use firstflight::config::{self, BuildDate, DateOrigin, LinkStyle, Paths};
use firstflight::disk::SiteFiles;
use firstflight::media::Media;
use firstflight::output::Encoding;
use firstflight::read::{Theme, markdown};
use firstflight::render::{CompiledTheme, EditionSizes, RenderContext, Renderer};
use firstflight::report::SourceFile;
use firstflight::shrink::{self, ShrinkSettings, Shrinker, Style, Weigh};
use firstflight::site::{self, AssembleOptions, Site};
use firstflight::words::Lexicon;
use firstflight::yaml::{self, Limits};

const PAGE: &str = "content/en/digital-divide.md";

/// Stages follow nested documents by recursion and want the stacks that the command line gives its workers.
const STACK: usize = 16 << 20;

fn main() {
    let bench = std::thread::Builder::new().stack_size(STACK).spawn(divan::main).expect("a thread can be started");
    bench.join().expect("the benches ran");
}

/// This repository as a site, ready to be rendered.
struct Made {
    site: Site,
    theme: Arc<Theme>,
    compiled: CompiledTheme,
    bodies: Vec<firstflight::site::PageBody>,
    page: usize,
}

fn source() -> Arc<SourceFile> {
    let path = root().join(PAGE);
    SourceFile::new(PAGE, std::fs::read_to_string(path).expect("the page is there"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// Where the front matter's YAML ends and the body begins.
fn cut(file: &SourceFile) -> (usize, usize) {
    let close = file.text().find("\n---\n").expect("the page has front matter") + 1;
    (close, close + "---\n".len())
}

fn made() -> Made {
    let paths = Paths::new(&root());
    let mut findings = Vec::new();
    let mut cache = ReadCache::default();
    let files = Arc::new(SiteFiles::new(&paths.root, false).expect("the folder is there"));
    let found = cache.discover(&paths, &files, &ReadScope::Whole, &mut findings);
    let settings = cache.settings(&found, &mut findings);
    let config = Arc::new(config::load(settings.as_ref(), &found.folders, &mut findings));
    let theme = cache.theme(&paths, &config, &ReadScope::Whole, &mut findings);
    let sources = cache.sources(&found, &config, &mut findings);
    let at = BuildDate { date: "2026-11-23".parse().expect("a date"), origin: DateOrigin::Flag };
    let compiled = CompiledTheme::new(&theme);
    let declarations = &compiled.declarations;
    let options = AssembleOptions { config: &config, at, drafts: false, declarations, generation: 0 };
    let mut site = site::assemble(sources, &theme, options, None, &mut findings);
    let bodies = site.take_bodies();
    let page = site.page_at("/digital-divide/").expect("the page is published");
    Made { site, theme, compiled, bodies, page }
}

fn shared(made: &Made) -> RenderContext {
    RenderContext::new(
        &made.site,
        (&made.theme, &made.compiled),
        (LinkStyle::Pages, EditionSizes::new()),
        &mut Vec::new(),
    )
    .expect("the theme compiles")
}

fn rendered(made: &Made) -> String {
    let shared = shared(made);
    Renderer::new((&made.site, &Media::default()), &shared)
        .page(made.page, &made.bodies[made.page].html)
        .html
        .expect("the page renders")
}

fn shrinker(made: &Made, encoding: Encoding) -> Shrinker {
    let (style, _) = Style::parse(&made.theme.styles);
    Shrinker::new(
        style,
        ShrinkSettings { encoding, budget: 8_500, precompress: encoding == Encoding::Brotli, policy_in_page: false },
    )
}

#[divan::bench]
fn read_front_matter(bencher: Bencher<'_, '_>) {
    let file = source();
    let (end, _) = cut(&file);
    bencher.counter(BytesCount::new(end)).bench(|| yaml::parse(black_box(&file), 4..end, Limits::Small));
}

#[divan::bench]
fn read_markdown(bencher: Bencher<'_, '_>) {
    let file = source();
    let (_, body) = cut(&file);
    let lexicon = Some(std::sync::Arc::new(Lexicon::new("en", Vec::new())));
    let rules = markdown::Rules {
        house: true,
        smart_punctuation: None,
        raw_html: false,
        right_to_left: false,
        spaced_marks: false,
        lexicon,
    };
    let range = body..file.text().len();
    bencher
        .counter(BytesCount::new(range.len()))
        .bench(|| markdown::parse(black_box(&file), range.clone(), &rules, &mut Vec::new()));
}

#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    let made = made();
    let shared = shared(&made);
    let media = Media::default();
    let frame = Renderer::new((&made.site, &media), &shared);
    let body = &made.bodies[made.page].html;
    bencher.counter(BytesCount::of_str(body)).bench(|| frame.page(made.page, black_box(body)));
}

#[divan::bench(args = [Encoding::Gzip, Encoding::Brotli])]
fn shrink_and_label(bencher: Bencher<'_, '_>, encoding: Encoding) {
    let made = made();
    let html = rendered(&made);
    let shrinker = shrinker(&made, encoding);
    bencher
        .counter(BytesCount::of_str(&html))
        .with_inputs(|| html.clone())
        .bench_values(|html| shrinker.page(html, '.'));
}

#[divan::bench(args = [Encoding::Gzip, Encoding::Brotli])]
fn weigh(bencher: Bencher<'_, '_>, encoding: Encoding) {
    let made = made();
    let shrunk = shrinker(&made, encoding).page(rendered(&made), '.').expect("the page is not nested too deep");
    let firstflight::output::Body::Bytes(html) = shrunk.body else { unreachable!("pages are in memory") };
    let page = shrink::PageToWeigh { path: "a/index.html", address: "/a/", html: &html, sent: None, known: None };
    bencher
        .counter(BytesCount::new(html.len()))
        .bench(|| shrink::weigh(black_box(&[page]), encoding, Some(8_500), Weigh::All));
}
