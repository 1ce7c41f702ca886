//! What the fuzz targets share.

use std::path::Path;
use std::sync::LazyLock;

use firstflight::config::{BuildDate, DateOrigin, LinkStyle};
use firstflight::pipeline::{self, Built, Options};
use firstflight::report::Finding;
use firstflight::shrink::Weigh;
use tempfile::TempDir;

/// One thread, with a stack as the command line gives it: documents that are nested deep are followed by recursion.
static WORKER: LazyLock<rayon::ThreadPool> = LazyLock::new(|| {
    rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(64 << 20).build().expect("a thread can be started")
});

/// Runs something where the stack is large enough.
pub fn on_worker<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    WORKER.install(work)
}

/// A site on disk, in memory if possible.
pub struct Site(TempDir);

impl Site {
    /// A site with one page, `content/en/index.md`.
    pub fn new(settings: &str) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a folder can be made");
        let site = Self(folder);
        site.write("content/site.yaml", settings.as_bytes());
        site.write("content/en/index.md", b"---\ntitle: Home\n---\n\n[Page](page.md)\n");
        site
    }

    /// Writes a file.
    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a path below a folder")).expect("folders can be made");
        std::fs::write(path, bytes).expect("a file can be written");
    }

    /// Builds it in memory, and checks that every finding names a place that exists.
    pub fn build(&self) -> Built {
        let built = on_worker(|| pipeline::build(&options(self.0.path()))).expect("the folder is there");
        check_places(built.report.findings());
        built
    }
}

fn options(site: &Path) -> Options {
    Options {
        site: site.to_owned(),
        base_url: None,
        drafts: true,
        strict: false,
        at: BuildDate { date: "2026-11-23".parse().expect("a date"), origin: DateOrigin::Flag },
        links: LinkStyle::Pages,
        noindex: false,
        weigh: Weigh::Auto,
        follow: false,
        growth: None,
    }
}

/// Fails if a finding names a place outside of its file, or inside of a character, or says nothing.
pub fn check_places(findings: &[Finding]) {
    for finding in findings {
        assert!(!finding.message.trim().is_empty(), "{}: no message", finding.code);
        for place in finding.places() {
            if let Some(range) = place.range() {
                let text = place.file().text();
                assert!(text.get(range.clone()).is_some(), "{}: {range:?} of {} bytes", finding.code, text.len());
            }
        }
    }
}
