//! Watching equals building: after any sequence of edits, a build with the cache of earlier builds gives the same bytes
//! and findings as a build without one.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use firstflight::cache::{Cache, ReadScope};
use firstflight::output::Body;
use firstflight::pipeline::{self, Built, Options};
use firstflight::report::{machine, terminal};

use super::support::{self, Folder};

/// Random numbers that are the same on every machine: SplitMix64.
pub struct Dice(pub u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.roll() % end as u64) as usize
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const PAGES: [&str; 12] = [
    "content/en/index.md",
    "content/en/a.md",
    "content/en/b.md",
    "content/en/news/index.md",
    "content/en/news/first.md",
    "content/en/news/second.md",
    "content/en/news/deep/index.md",
    "content/en/news/deep/third.md",
    "content/fr/index.md",
    "content/fr/a.md",
    "content/en/404.md",
    "content/fr/404.md",
];

/// A page of random parts, valid and invalid.
fn page(dice: &mut Dice) -> String {
    let title = dice.pick(&["Home", "A", "B: c", "Été", "27 per cent"]);
    let mut front = format!("title: \"{title}\"\n");
    for (odds, line) in [
        (2, "description: What it says.\n"),
        (3, "order: 2\n"),
        (3, "date: 2026-01-02\n"),
        (5, "updated: 2026-02-03\n"),
        (8, "slug: other\n"),
        (9, "draft: true\n"),
        (9, "publish: 2027-01-01\n"),
        (9, "expires: 2020-01-01\n"),
        (9, "template: sources\n"),
        (12, "template: nowhere\n"),
        (8, "event: talk\n"),
        (8, "aliases: [/old, /older/]\n"),
        (8, "# A comment.\naliases: [/moved.html, /fr/404.html]\n"),
        (9, "expect: [{ finding: broken-link, reason: r }]\n"),
        (4, "tags: [Water, health]\n"),
        (6, "tags: [water]\nauthors: [Ada]\n"),
        (9, "topics: [Été, ete, health]\n"),
        (14, "titel: wrong\n"),
        (14, "date: never\n"),
    ] {
        if dice.one_in(odds) {
            front.push_str(line);
        }
    }
    if dice.one_in(3) {
        front.push_str(dice.pick(&EXTRAS));
    }
    let mut text = format!("---\n{front}---\n");
    for _ in 0..dice.below(5) {
        text.push_str(dice.pick(&[
            "Plain words on a line.\nAnd another one.\n\n",
            "## A heading\n\n",
            "## Another heading\n\n### Deeper\n\n## Third\n\n",
            "See [a](a.md), [news](news/index.md#a-heading) and [b](b.md#another-heading).\n\n",
            "See [up](../a.md), [here](#a-heading) and [nothing](nothing.md).\n\n",
            "It was [here](old/), [there](moved.md) or [not](404.md).\n\n",
            "It is [near](a/), [above](../), [beside](../b/), [new](/other/), [below](news/first/) and [at](@/a.md#a-heading).\n\n",
            "A [file](paper.pdf) and [one elsewhere](/a/).\n\n",
            "There are {{ stat(id=\"n\") }} and {{ stat(id=\"m\") }} of them.\n\n",
            "{{ chart(ids=[\"n\", \"m\"], title=\"Both\") }}\n\n",
            "{{ event(id=\"talk\") }}\n\n",
            "{{ stat(id=\"nobody\") }} {{ nothing(a=1) }}\n\n",
            "{{ pages(section=\"news\", limit=2) }}\n\n",
            "{{ pages(tag=\"water\", group=\"year\") }}\n\n",
            "{{ pages(tag=\"health\", taxonomy=\"topics\", sort=\"title\", language=\"fr\") }}\n\n",
            "{{ events(limit=1) }}\n\n",
            "See [water](/tags/water/) and [all](../tags/).\n\n",
            "Half of the people, 37 percent, came at 10:30.\n\n",
            "\"Quoted\" -- and <b>raw</b> text.\n\n",
            "| a | b |\n|---|---|\n| 1 | 2 |\n\n",
            "Text with a note[^1].\n\n[^1]: The note.\n\n",
            "{% box(kind=\"tip\") %}\nThere are {{ stat(id=\"n\") }}.\n\n## Within\n{% end %}\n\n",
            "{% quote(by=\"A\", source=\"s\") %}\nWords.\n{% end %}\n\n- {% details(summary=\"Why?\") %}\n  So.\n{% end %}\n\n",
            "{{ button(to=\"news/first.md#a-heading\", text=\"Go\") }} {{ button(to=\"b.md\", text=\"Go\") }}\n\n",
        ]));
    }
    if dice.one_in(16) { text.replace("---\n", "--\n") } else { text }
}

/// Files published as they are, also where Firstflight would write one itself.
const FILES: [&str; 7] = [
    "content/en/paper.pdf",
    "content/en/robots.txt",
    "content/fr/robots.txt",
    "content/en/404.html",
    "content/en/atom.xml",
    "themes/local/static/x.txt",
    "themes/local/static/robots.txt",
];

/// `extra`, also in another order and with numbers that differ only in what templates show of them.
const EXTRAS: [&str; 6] = [
    "extra: { a: [1, 2] }\n",
    "extra: { role: lead, a: [1, 2] }\n",
    "extra: { a: [1, 2], role: lead }\n",
    "extra: { role: { of: [a, b], n: 0.0 } }\n",
    "extra: { role: { of: [a, b], n: -0.0 } }\n",
    "extra: {}\n",
];
const STATISTICS: [&str; 4] = [
    "- id: n\n  value: 37\n  unit: percent\n  of: people\n  period: \"2019\"\n  source: s\n",
    "- id: n\n  value: 38\n  unit: percent\n  of: people\n  period: \"2019\"\n  source: s\n- id: m\n  value: 5\n  unit: percent\n  of: others\n  period: \"2018\"\n  source: s\n",
    "- id: n\n  value: many\n",
    "- id: n\n value: [\n",
];
const SOURCES: [&str; 3] = ["- id: s\n  title: A source\n", "- id: t\n  title: Another\n", "nothing: here\n"];
const EVENTS: [&str; 6] = [
    "- id: talk\n  title: A talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
    "- id: talk\n  title: A talk\n  date: unknown\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
    "- id: talk\n  start: noon\n",
    "- id: talk\n  title: Another talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n  note: New.\n",
    "- id: other\n  title: { en: Other, fr: Autre }\n  date: 2026-12-01\n  start: \"23:00\"\n  end_date: 2026-12-02\n  end: \"01:00\"\n  zone: Asia/Tokyo\n- id: talk\n  title: A talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
    "- id: talk\n  title: A talk\n  date: unknown\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n  source_text: 10:00 CET / 10:00 GMT\n  resolution: { choice: quote, reason: No. }\n",
];
const SITES: [&str; 10] = [
    "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\ntaxonomies: { topics: { title: Topics } }\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\ntaxonomies: [topics]\nfindings: { tag-variant: off }\n",
    "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nshow_weight: true\n",
    "title: Other\nbase_url: https://example.org/\ntheme: plain\nlanguages: { en: { at: / } }\nfindings: { loose-number: off }\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nbudget: { page: 700 }\nsmart_punctuation: true\n",
    "title: Test\nbase_url: https://example.org/\nhost: nginx\nlanguages: { en: { at: /en/ }, fr: { at: / } }\n",
    "title: Test\ntheme: nowhere\nlanguages: { en: { at: / } }\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\neditions: [one-file]\n",
    "title: [\n",
];
const STYLES: [&str; 3] = ["p { color: red }\n", "p { color: blue }\nh2 { margin: 0 }\n", "p { color: \n}}"];
const TEMPLATES: [&str; 7] = [
    "<!doctype html><title>{{ page.title }}</title>{{ page.content }}{{ page.tags }}{{ outline.taxonomies }}{{ <pages limit={1} /> }}{{ <events when=\"past\" /> }}",
    "<!doctype html><html lang=\"{{ page.lang }}\"><title>{{ page.title }}</title><style>{{ page.style }}</style><main>{{ page.content }}</main>{% for child in page.children %}<a href=\"{{ child.url }}\">{{ child.title }}</a>{% endfor %}",
    "<!doctype html><title>{{ page.title }}</title><nav>{% for other in outline.pages %}<a href=\"{{ other.address | link }}\">{{ other.title }}</a>{% endfor %}</nav>{{ page.content }}",
    "<!doctype html><title>{{ page.titel }}</title>{{ page.content }}",
    "{% if %}",
    "<!doctype html><title>{{ page.title }}</title>{% for other in outline.pages %}<p>{{ other.title }} {{ other.extra }}</p>{% endfor %}{{ page.content }}<ul>{% for event in outline.events %}<li>{{ event }}</li>{% endfor %}</ul>",
    "<!doctype html><title>{{ page.title }}</title>{{ page.content }}<ul>{% for event in outline.events %}<li>{{ event.title }} {{ event.address }}</li>{% endfor %}</ul>",
];

/// The last one nests elements deeper than a page may.
const REDIRECTS: [&str; 2] = [
    "<!doctype html><title>{{ page.title }}</title><a href=\"{{ page.target.url }}\">{{ strings.moved }}</a>",
    "<!doctype html><title>{{ page.title }}</title>{% for n in range(end=2000) %}<div>{% endfor %}",
];

/// One random edit: the paths that it touched, as a watcher would report them.
fn edit(folder: &Folder, dice: &mut Dice) -> BTreeSet<PathBuf> {
    let mut touched = BTreeSet::new();
    let (path, text): (&str, Option<String>) = match dice.below(22) {
        0..=9 => (dice.pick(&PAGES), Some(page(dice))),
        10 => (dice.pick(&PAGES), None),
        11 => {
            let (from, to) = (dice.pick(&PAGES), dice.pick(&PAGES));
            if from != to && folder.path().join(from).exists() {
                let text = fs::read_to_string(folder.path().join(from)).unwrap();
                touched.insert(write(folder, to, &text));
                touched.extend(remove(folder, from));
            }
            return touched;
        }
        12 => (dice.pick(&FILES), dice.one_in(2).then(|| "x".repeat(dice.below(9)))),
        13 => ("content/statistics.yaml", (!dice.one_in(4)).then(|| dice.pick(&STATISTICS).to_owned())),
        14 => ("content/sources.yaml", (!dice.one_in(4)).then(|| dice.pick(&SOURCES).to_owned())),
        15 => ("content/events.yaml", (!dice.one_in(4)).then(|| dice.pick(&EVENTS).to_owned())),
        16 => ("content/site.yaml", (!dice.one_in(8)).then(|| dice.pick(&SITES).to_owned())),
        17 => ("themes/local/style.css", (!dice.one_in(3)).then(|| dice.pick(&STYLES).to_owned())),
        18 => ("themes/local/templates/page.html", dice.one_in(3).then(|| dice.pick(&TEMPLATES).to_owned())),
        19 => ("themes/local/templates/404.html", dice.one_in(2).then(|| dice.pick(&TEMPLATES).to_owned())),
        20 => ("themes/local/templates/redirect.html", dice.one_in(2).then(|| dice.pick(&REDIRECTS).to_owned())),
        _ => ("themes/local/strings/en.yaml", dice.one_in(2).then(|| format!("menu: Menu {}\n", dice.below(3)))),
    };
    touched.extend(match text {
        Some(text) => Some(write(folder, path, &text)),
        None => remove(folder, path),
    });
    touched
}

/// Two writes within one tick of the file system's clock would have one time, so each gets its own.
static TICKS: AtomicU64 = AtomicU64::new(0);

/// Writes a file with a time of its own.
pub fn write(folder: &Folder, path: &str, text: &str) -> PathBuf {
    let disk = folder.path().join(path);
    folder.write(path, text);
    let tick = TICKS.fetch_add(1, Ordering::Relaxed);
    let file = fs::File::options().append(true).open(&disk).unwrap();
    file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + tick)).unwrap();
    disk
}

/// Removes a file, and returns its path if it was there.
pub fn remove(folder: &Folder, path: &str) -> Option<PathBuf> {
    let disk = folder.path().join(path);
    fs::remove_file(&disk).ok().map(|()| disk)
}

/// The whole result of a build, as text.
pub fn told(built: &Built) -> Vec<String> {
    let artifact = |(path, artifact): (&str, &std::sync::Arc<firstflight::output::Artifact>)| {
        let body = match &artifact.body {
            Body::Bytes(bytes) => String::from_utf8_lossy(&bytes.joined()).into_owned(),
            Body::File { path, length } => format!("{} {length} {:?}", path.display(), artifact.stamp),
        };
        let forms: Vec<usize> = artifact.compressed.iter().map(|(_, bytes)| bytes.len()).collect();
        format!("{path} {:?} {:?} {forms:?} {body}", artifact.media, artifact.sent)
    };
    let findings = built.report.findings();
    let mut told: Vec<String> = built.output.iter().map(artifact).collect();
    told.push(terminal::draw_all(findings, false));
    told.push(machine::json_lines(findings));
    told.push(format!("{:?} {} {:?}", built.weights, built.date_used, built.next_change));
    told
}

fn options(folder: &Folder) -> Options {
    support::options(folder.path())
}

fn walk(seed: u64, steps: u32) {
    let mut dice = Dice(seed);
    let folder = Folder::new();
    folder.write("content/site.yaml", SITES[0]).write("content/statistics.yaml", STATISTICS[1]);
    folder.write("content/sources.yaml", SOURCES[0]).write("content/events.yaml", EVENTS[0]);
    folder.write("themes/local/style.css", STYLES[0]);
    if dice.one_in(2) {
        folder.write("themes/local/templates/page.html", TEMPLATES[5]);
    }
    let options = options(&folder);
    let mut cache = Cache::new();
    let mut look = ReadScope::Whole;
    for step in 0..steps {
        let warm = support::workers().install(|| pipeline::make(&options, &mut cache, &look).unwrap().weigh(&options));
        let cold = support::workers().install(|| pipeline::build(&options).unwrap());
        for (warm, cold) in told(&warm).iter().zip(&told(&cold)) {
            assert_eq!(warm, cold, "seed {seed}, step {step}, {look:?}");
        }
        assert_eq!(told(&warm).len(), told(&cold).len(), "seed {seed}, step {step}, {look:?}");
        let mut touched = BTreeSet::new();
        for _ in 0..=dice.below(3) {
            touched.extend(edit(&folder, &mut dice));
        }
        look = if dice.one_in(3) { ReadScope::Whole } else { ReadScope::Paths(touched) };
    }
}

/// A thousand steps, 200 without optimisation; `TIMES=50` does fifty times as many.
#[test]
fn a_build_with_a_cache_gives_what_a_build_without_one_gives() {
    let times: u64 = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let walks = if cfg!(debug_assertions) { 2 } else { 10 };
    for seed in 0..walks * times {
        walk(seed, 100);
    }
}

#[test]
fn a_scan_without_changes_renders_nothing() {
    for site in SITES {
        let folder = Folder::new();
        folder.write("content/site.yaml", site);
        folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome.\n");
        folder.write("content/fr/index.md", "---\ntitle: Accueil\n---\nBonjour.\n");
        let mut cache = Cache::new();
        let mut look = || pipeline::make(&options(&folder), &mut cache, &ReadScope::Whole).unwrap().rendered;
        look();
        assert_eq!(look(), 0, "{site}");
    }
}
