//! Small edits of a site whose pages depend on each other: after each, a build with the cache of earlier builds gives the same
//! bytes and findings as a build without one. Most leave the front matter as it is, so that all that was made of the other pages is
//! taken over.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use firstflight::cache::{Cache, ReadScope};
use firstflight::pipeline;
use firstflight::report::{Code, Finding};

use super::support::{self, Folder};
use super::warm::{Dice, remove, told, write};

/// Pages, and others that come and go.
const PAGES: [&str; 16] = [
    "content/en/index.md",
    "content/en/a.md",
    "content/en/b.md",
    "content/en/c.md",
    "content/en/d.md",
    "content/en/e.md",
    "content/en/f.md",
    "content/en/g.md",
    "content/en/news/index.md",
    "content/en/news/first.md",
    "content/en/news/second.md",
    "content/en/news/third.md",
    "content/en/figures.md",
    "content/fr/index.md",
    "content/fr/a.md",
    "content/fr/b.md",
];
const OTHERS: [&str; 4] =
    ["content/en/more.md", "content/en/news/fourth.md", "content/en/deep/page.md", "content/fr/more.md"];

/// Parts of texts. Each of them makes or breaks something on another page, or is about all pages.
const PARTS: [&str; 30] = [
    "Plain words on a line.\n",
    "Other words.\n",
    "## A heading\n",
    "## Another heading\n\n### Deeper\n",
    "See [a](a.md#a-heading) and [b](b.md#another-heading).\n",
    "See [c](c.md#deeper), [news](news/index.md#a-heading) and [top](#a-heading).\n",
    "[d](d.md), [e](e.md) and [f](f.md)\n",
    "[f](f.md), [g](g.md) and [figures](figures.md)\n",
    "[first](news/first.md), [second](news/second.md) and [third](news/third.md)\n",
    "[nothing](nothing.md), [old](/old/), [more](more.md) and [a](a/)\n",
    "[here](my page.md) and [there](d and e.md)\n",
    "![A plan of the house](plan.svg)\n",
    "A [paper](paper.pdf) and its [feed](/atom.xml).\n",
    "Half of the people, 37 percent, came at 10:30.\n",
    "It runs on Zeta 5 and on Zeta 7.\n",
    "It runs on Zeta 5.2.1, of course.\n",
    "Call `a`, `b` or `c` with 400 of 512 items.\n",
    "```\ncode\n```\n",
    "There are {{ stat(id=\"n\") }} and {{ stat(id=\"m\") }} of them.\n",
    "It rose to {{ stat(id=\"m\") }}, more than half, of all.\n",
    "{{ chart(ids=[\"n\", \"m\"], title=\"Half of both\") }}\n",
    "{{ event(id=\"talk\") }}\n",
    "{{ events(limit=1) }}\n",
    "{{ stat(id=\"nobody\") }} {{ nothing(a=1) }}\n",
    "{{ pages(section=\"news\", limit=2) }}\n",
    "{{ pages(tag=\"water\") }}\n",
    "See [water](/tags/water/).\n",
    "{{ button(to=\"b.md#another-heading\", text=\"Go\") }}\n",
    "{{ image(src=\"plan.svg\", alt=\"The plan of a house\") }}\n",
    "{% box(kind=\"tip\") %}\nThere are {{ stat(id=\"n\") }}.\n{% end %}\n",
];

/// Lines of front matter besides the title.
const LINES: [&str; 14] = [
    "description: It fell by -5 percent.\n",
    "description: What it says.\n",
    "date: 2026-01-02\n",
    "date: 2026-03-04\n",
    "order: 2\n",
    "aliases: [/old/, /nothing/]\n",
    "tags: [water]\n",
    "tags: [Water, health]\n",
    "event: talk\n",
    "event: other\n",
    "expect: [{ finding: broken-link, reason: r }]\n",
    "expect: [{ finding: loose-number, reason: r }]\n",
    "extra: { weight: 3, menu: main }\n",
    "template: sources\n",
];
const RECORDS: [(&str, &[&str]); 3] = [
    (
        "content/statistics.yaml",
        &[
            "- id: n\n  value: 37\n  unit: percent\n  of: people\n  period: \"2019\"\n  source: s\n- id: m\n  value: 55\n  unit: percent\n  of: people\n  period: \"2020\"\n  source: s\n",
            "- id: n\n  value: 38\n  unit: percent\n  of: people\n  period: \"2019\"\n  source: s\n  superseded_by: m\n- id: m\n  value: 5\n  unit: percent\n  of: others\n  period: \"2018\"\n  source: s\n",
            "- id: n\n  value: many\n",
        ],
    ),
    ("content/sources.yaml", &["- id: s\n  title: A source\n", "- id: t\n  title: Another\n"]),
    (
        "content/events.yaml",
        &[
            "- id: talk\n  title: A talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
            "- id: other\n  title: Another\n  date: 2026-12-03\n  start: \"10:00\"\n  end: \"11:00\"\n  zone: Europe/Paris\n",
        ],
    ),
];
const TEMPLATES: [&str; 4] = [
    "<!doctype html><html lang=\"{{ page.lang }}\"><title>{{ page.title }}</title><main>{{ page.content }}</main>{% for child in page.children %}<a href=\"{{ child.url }}\">{{ child.title }}</a>{% endfor %}",
    "<!doctype html><title>{{ page.title }}</title><nav>{% for other in outline.pages %}<a href=\"{{ other.address | link }}\">{{ other.title }}</a>{% endfor %}</nav>{{ page.content }}",
    "<!doctype html><html lang=\"{% if page.title == \"Second\" %}de{% else %}{{ page.lang }}{% endif %}\"><title>{{ page.title }}</title>{{ page.content }}{% if page.title == \"Second\" %}{{ <stat id=\"n\" /> }}{% endif %}",
    "<!doctype html><title>{{ page.title }}</title>{{ page.content }}{% if page.title == \"Second\" %}{{ page.nothing }}{% endif %}",
];
const SITES: [&str; 4] = [
    "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nshow_weight: true\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nmenu: [a.md, b.md]\n",
    "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\nbudget: { page: 900 }\nfindings: { loose-number: off }\n",
    "title: Test\ntheme: [local, plain]\nlanguages: { en: { at: / }, fr: { at: /fr/ } }\neditions: [one-file]\n",
];

/// A page: its title, lines of front matter, and parts of its text.
#[derive(Clone, Default)]
struct Page {
    title: String,
    lines: BTreeSet<usize>,
    parts: Vec<usize>,
}

impl Page {
    fn text(&self) -> String {
        let keys: BTreeMap<&str, &str> =
            self.lines.iter().filter_map(|&line| Some((LINES[line].split_once(':')?.0, LINES[line]))).collect();
        let lines: String = keys.into_values().collect();
        let parts: Vec<&str> = self.parts.iter().map(|&part| PARTS[part]).collect();
        format!("---\ntitle: {}\n{lines}---\n{}", self.title, parts.join("\n"))
    }
}

/// The site as the edits have made it.
struct Edited {
    folder: Folder,
    pages: BTreeMap<&'static str, Page>,
}

impl Edited {
    fn new(dice: &mut Dice) -> Self {
        let folder = Folder::new();
        folder.write("content/site.yaml", SITES[0]);
        for (path, texts) in RECORDS {
            folder.write(path, texts[0]);
        }
        folder.write("content/en/plan.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"/>");
        let mut pages = BTreeMap::new();
        for path in PAGES {
            let title = path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md").to_owned();
            let parts = match path {
                "content/en/index.md" => vec![6, 7, 8, 2],
                _ => vec![dice.below(PARTS.len())],
            };
            pages.insert(path, Page { title, parts, ..Page::default() });
        }
        for (path, page) in &pages {
            folder.write(path, &page.text());
        }
        Self { folder, pages }
    }

    /// One small edit; returns the paths that it touched.
    fn edit(&mut self, dice: &mut Dice) -> BTreeSet<PathBuf> {
        let named = |folder: &Folder, path: &str, text: Option<&str>| match text {
            Some(text) => BTreeSet::from([write(folder, path, text)]),
            None => remove(folder, path).into_iter().collect(),
        };
        match dice.below(24) {
            0..=16 => {}
            17 => {
                let (path, texts) = RECORDS[dice.below(RECORDS.len())];
                return named(&self.folder, path, (!dice.one_in(6)).then(|| dice.pick(texts)));
            }
            18 => {
                let text = (!dice.one_in(2)).then(|| dice.pick(&TEMPLATES));
                return named(&self.folder, "themes/local/templates/page.html", text);
            }
            19 => return named(&self.folder, "content/site.yaml", Some(dice.pick(&SITES))),
            20 => return named(&self.folder, "content/en/paper.pdf", dice.one_in(2).then_some("%PDF-1.4")),
            21 => {
                let plan = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><path d=\"M0 0\"/></svg>";
                return named(&self.folder, "content/en/plan.svg", (!dice.one_in(4)).then_some(plan));
            }
            _ => {
                let path = dice.pick(&OTHERS);
                let path = OTHERS.into_iter().find(|other| *other == path).unwrap_or(OTHERS[0]);
                if self.pages.remove(path).is_some() {
                    return named(&self.folder, path, None);
                }
                let page = Page { title: "More".into(), parts: vec![dice.below(PARTS.len())], ..Page::default() };
                self.pages.insert(path, page);
                return named(&self.folder, path, Some(&self.pages[path].text()));
            }
        }
        let at = dice.below(self.pages.len());
        let (path, page) = self.pages.iter_mut().nth(at).unwrap();
        match dice.below(8) {
            0 => page.title = dice.pick(&["Home", "Second", "B: c", "Été"]).replace(':', ""),
            1 => {
                let line = dice.below(LINES.len());
                if !page.lines.remove(&line) {
                    page.lines.insert(line);
                }
            }
            2 | 3 if !page.parts.is_empty() => drop(page.parts.remove(dice.below(page.parts.len()))),
            4 if page.parts.len() > 1 => page.parts.swap(0, 1),
            _ => page.parts.push(dice.below(PARTS.len())),
        }
        named(&self.folder, path, Some(&page.text()))
    }
}

/// Makes edits, and returns the codes of findings that appeared in a file, and of those that disappeared from one.
fn walk(seed: u64, steps: u32) -> [BTreeSet<Code>; 2] {
    let mut dice = Dice(seed);
    let mut site = Edited::new(&mut dice);
    let options = support::options(site.folder.path());
    let mut cache = Cache::new();
    let mut look = ReadScope::Whole;
    let mut changes = [BTreeSet::new(), BTreeSet::new()];
    let mut before: Option<BTreeSet<(Code, String)>> = None;
    let place = |finding: &Finding| Some((finding.code, finding.place.as_ref()?.file().path().to_owned()));
    for step in 0..steps {
        let warm = support::workers().install(|| pipeline::make(&options, &mut cache, &look).unwrap().weigh(&options));
        let cold = support::workers().install(|| pipeline::build(&options).unwrap());
        for (warm, cold) in told(&warm).iter().zip(&told(&cold)) {
            assert_eq!(warm, cold, "seed {seed}, step {step}, {look:?}");
        }
        assert_eq!(told(&warm).len(), told(&cold).len(), "seed {seed}, step {step}, {look:?}");
        let found: BTreeSet<(Code, String)> = cold.report.findings().iter().filter_map(place).collect();
        if let Some(before) = before {
            changes[0].extend((&found - &before).into_iter().map(|(code, _)| code));
            changes[1].extend((&before - &found).into_iter().map(|(code, _)| code));
        }
        before = Some(found);
        let mut touched = site.edit(&mut dice);
        if dice.one_in(6) {
            touched.extend(site.edit(&mut dice));
        }
        look = if dice.one_in(5) { ReadScope::Whole } else { ReadScope::Paths(touched) };
    }
    changes
}

/// A thousand steps, 240 without optimisation; `TIMES=50` does fifty times as many.
#[test]
fn a_small_edit_changes_all_that_depends_on_it() {
    let times: u64 = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    let walks = if cfg!(debug_assertions) { 2 } else { 8 };
    let mut changes = [BTreeSet::new(), BTreeSet::new()];
    for seed in 0..walks * times {
        let [come, gone] = walk(seed, 120);
        changes[0].extend(come);
        changes[1].extend(gone);
    }
    // The edits are about what one page changes for others.
    for code in [
        Code::UnlinkedPage,
        Code::BrokenFragment,
        Code::BrokenLink,
        Code::LooseNumber,
        Code::FolderWithoutPage,
        Code::UnknownEvent,
        Code::WordsDoNotFit,
    ] {
        assert!(changes.iter().all(|codes| codes.contains(&code)), "{code:?} comes and goes: {changes:?}");
    }
}

/// A theme whose pages take their title and language from their text, and link to a place on another page. What one page says
/// changes what is true of another, while what the rest of the site knows of both stays the same.
#[test]
fn what_a_page_says_is_compared_with_others_after_each_edit() {
    let folder = Folder::new();
    folder.write(
        "content/site.yaml",
        "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n",
    );
    folder.write(
        "themes/local/templates/page.html",
        "<!doctype html><html lang=\"{% if page.content is containing(pat=\"Deutsch\") %}de{% else %}en{% endif %}\">\
         <title>{% if page.content is containing(pat=\"same\") %}Same{% else %}{{ page.title }}{% endif %}</title>\
         <main>{{ page.content }}</main><a href=\"/b/#there\">The place</a>",
    );
    for (path, title) in [("index", "Home"), ("a", "A"), ("b", "B")] {
        folder.write(&format!("content/en/{path}.md"), &format!("---\ntitle: {title}\n---\n{title} of it.\n"));
    }
    let options = support::options(folder.path());
    let mut cache = Cache::new();
    let mut look = ReadScope::Whole;
    let same = "Words that are the same.\n";
    for (file, text, expected) in [
        ("b", "First words.\n\n## There\n", None),
        ("b", "First words.\n\n## Elsewhere\n", Some(Code::BrokenFragment)),
        ("b", "First words.\n\n## Elsewhere\n\n## There\n", None),
        ("b", "Auf Deutsch.\n\n## There\n", Some(Code::WrongLanguage)),
        ("b", "First words.\n\n## There\n", None),
        ("a", same, None),
        ("b", "Words that are the same.\n\n## There\n", Some(Code::DuplicateTitle)),
        ("a", "Others.\n", None),
        ("a", "See [here](b.md).\n", Some(Code::VagueLink)),
        ("a", "See [the second page](b.md).\n", None),
    ] {
        let path = format!("content/en/{file}.md");
        let title = file.to_ascii_uppercase();
        let disk = write(&folder, &path, &format!("---\ntitle: {title}\n---\n{text}"));
        if cache.renders.index.is_some() {
            look = ReadScope::Paths(BTreeSet::from([disk]));
        }
        let warm = pipeline::make(&options, &mut cache, &look).unwrap().weigh(&options);
        let cold = pipeline::build(&options).unwrap();
        assert_eq!(told(&warm), told(&cold), "{file}: {text}");
        let watched = [Code::BrokenFragment, Code::WrongLanguage, Code::DuplicateTitle, Code::VagueLink];
        let found: BTreeSet<Code> = warm.report.findings().iter().map(|finding| finding.code).collect();
        let found: Vec<Code> = watched.into_iter().filter(|code| found.contains(code)).collect();
        assert_eq!(found, Vec::from_iter(expected), "{file}: {text}");
    }
}
