//! A preview without a server, a watch or a clock: files are saved and a round is made.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::super::*;
use crate::cache::{Cache, ReadScope};
use crate::config::{BuildDate, DateOrigin, LinkStyle};
use crate::output::{Artifact, Body};
use crate::report::{Level, machine};
use crate::shrink::Weigh;

pub const SITE: &str =
    "title: Test\nbase_url: https://example.org/\ntheme: [local, plain]\nlanguages: { en: { at: / } }\n";
pub const ONE: &str = "---\ntitle: One\ndate: 2026-01-01\n---\nThere are {{ stat(id=\"n\") }} of them.\n";
pub const TWO: &str =
    "---\ntitle: Two\ndate: 2026-01-02\n---\nSee [one](one.md). There are {{ stat(id=\"m\") }} here.\n";
pub const TALK: &str = "---\ntitle: Talk\n---\n{{ event(id=\"talk\") }}\n";
pub const PLAIN: &str = "---\ntitle: Plain\n---\nWords of [one](news/one.md).\n";
pub const SOURCES: &str = "- id: s\n  title: A source\n- id: t\n  title: Another\n";
pub const EVENTS: &str = "- id: talk\n  title: A talk\n  date: 2026-12-01\n  start: \"10:00\"\n  end: \"11:00\"\n  \
                      zone: Europe/Paris\n- id: walk\n  title: A walk\n  date: 2026-12-02\n  start: \"10:00\"\n  \
                      end: \"11:00\"\n  zone: Europe/Paris\n";

pub fn statistic(id: &str, value: &str, source: &str) -> String {
    format!("- id: {id}\n  value: {value}\n  unit: count\n  of: people\n  period: \"2019\"\n  source: {source}\n")
}

pub fn statistics(n: &str, m: &str) -> String {
    statistic("n", n, "s") + &statistic("m", m, "t")
}

/// A preview, round by round.
pub struct Preview {
    pub folder: TempDir,
    cache: Cache,
    good: LastGood,
    pub shown: Shown,
    pub findings: Vec<Finding>,
    ticks: u64,
}

impl Preview {
    pub fn new(more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shown = Shown {
            output: Output::default(),
            site: site_of(folder.path()),
            stale: Staleness::Nothing,
            pictures: PictureFigures::default(),
        };
        let (cache, good) = (Cache::new(), LastGood::default());
        let mut preview = Self { folder, cache, good, shown, findings: Vec::new(), ticks: 0 };
        let statistics = statistics("37", "41");
        let files = [
            ("content/site.yaml", SITE),
            ("themes/local/style.css", "p { color: #654321 }\n"),
            ("content/statistics.yaml", &statistics),
            ("content/sources.yaml", SOURCES),
            ("content/events.yaml", EVENTS),
            ("content/en/index.md", "---\ntitle: Home\n---\nHome.\n"),
            ("content/en/plain.md", PLAIN),
            ("content/en/talk.md", TALK),
            ("content/en/walk.md", "---\ntitle: Walk\nevent: walk\n---\n{{ event(id=\"walk\") }}\n"),
            ("content/en/all.md", "---\ntitle: All\ntemplate: sources\n---\nAll.\n"),
            ("content/en/news/index.md", "---\ntitle: News\norder: 1\n---\nNews.\n"),
            ("content/en/news/one.md", ONE),
            ("content/en/news/two.md", TWO),
        ];
        for (path, text) in files.into_iter().chain(more.iter().copied()) {
            preview.write(path, text);
        }
        preview.round();
        preview
    }

    pub fn write(&mut self, path: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        if path.is_dir() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::write(&path, text).unwrap();
        self.ticks += 1;
        // Two writes within one tick of the file system's clock would have one time.
        let file = fs::File::options().append(true).open(&path).unwrap();
        file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + self.ticks)).unwrap();
        path
    }

    pub fn options(&self) -> Options {
        options(self.folder.path())
    }

    /// Makes a round; its findings are those of a build.
    pub fn round(&mut self) -> &Staleness {
        let options = self.options();
        let made = pipeline::make(&options, &mut self.cache, &ReadScope::Whole).unwrap();
        self.findings = made.report(&options).findings().to_vec();
        let last = (&self.shown.output, &self.shown.site, &self.shown.pictures);
        let shown = self.good.choose(last, &made, &self.findings, &options, &self.cache.renders);
        self.shown = shown;
        let cold = pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole).unwrap();
        let cold = machine::json_lines(cold.report(&options).findings());
        assert_eq!(machine::json_lines(&self.findings), cold, "findings differ from those of a build");
        &self.shown.stale
    }

    pub fn save(&mut self, path: &str, text: impl AsRef<[u8]>) -> &Staleness {
        self.write(path, text);
        self.round()
    }

    pub fn html(&self, path: &str) -> String {
        text(&self.shown.output, path)
    }

    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.level == Level::Error)
    }

    /// What is shown is what a build publishes, to the last byte.
    pub fn is_as_built(&self) {
        assert!(!self.has_errors(), "{}", machine::json_lines(&self.findings));
        assert_eq!(self.shown.stale, Staleness::Nothing);
        let cold = pipeline::make(&self.options(), &mut Cache::default(), &ReadScope::Whole).unwrap();
        assert_eq!(all(&self.shown.output), all(&cold.output));
    }
}

pub fn site_of(folder: &std::path::Path) -> Arc<Site> {
    pipeline::make(&options(folder), &mut Cache::default(), &ReadScope::Whole).unwrap().site
}

pub fn options(folder: &std::path::Path) -> Options {
    Options {
        site: folder.to_owned(),
        base_url: None,
        drafts: false,
        strict: false,
        at: BuildDate { date: "2026-11-23".parse().unwrap(), origin: DateOrigin::Flag },
        links: LinkStyle::Pages,
        weigh: Weigh::All,
        follow: false,
        growth: None,
        noindex: false,
    }
}

pub fn text(output: &Output, path: &str) -> String {
    let artifact = output.get(path).unwrap_or_else(|| panic!("nothing is shown at {path}"));
    String::from_utf8_lossy(&artifact.bytes().unwrap_or_default()).into_owned()
}

pub fn all(output: &Output) -> BTreeMap<String, Vec<u8>> {
    let bytes = |artifact: &Artifact| match &artifact.body {
        Body::Bytes(bytes) => bytes.joined().into_owned(),
        Body::File { path, .. } => path.display().to_string().into_bytes(),
    };
    output.iter().map(|(path, artifact)| (path.to_owned(), bytes(artifact))).collect()
}

pub fn pages(paths: &[&str]) -> Staleness {
    let path = |path: &&str| if path.is_empty() { "index.html".to_owned() } else { format!("{path}/index.html") };
    Staleness::Pages(paths.iter().map(path).collect())
}
