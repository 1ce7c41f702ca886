//! A site in a temporary folder, built through the library's front door: the builder that feature tests start from.

use std::path::{Path, PathBuf};

use firstflight::pipeline::{self, Options};
use firstflight::report::{Code, Finding, machine, terminal};
use tempfile::TempDir;

use crate::support;

/// A minimal site that builds clean, to be bent in one point.
pub struct SiteTest {
    folder: TempDir,
    options: Options,
}

/// What came of a build.
pub struct Outcome {
    /// The findings.
    pub findings: Vec<Finding>,
    /// The findings as a terminal without colour shows them.
    pub drawn: String,
    /// The findings as JSON lines.
    pub json: String,
}

impl SiteTest {
    /// A site of one home page, with a base address, so that nothing is found.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = support::options(folder.path());
        Self { folder, options }
            .file("content/site.yaml", "title: A site\nbase_url: https://example.org/\nlanguages:\n  en: { at: / }\n")
            .file("content/en/index.md", "---\ntitle: Home\n---\n\nWelcome.\n")
    }

    /// The folder of the site.
    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    fn at(&self, path: &str) -> PathBuf {
        let at = self.root().join(path);
        std::fs::create_dir_all(at.parent().expect("a file lies in a folder")).expect("folders can be made");
        at
    }

    /// Writes a text file.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.bytes(path, text.as_bytes())
    }

    /// Writes any file.
    pub fn bytes(self, path: &str, bytes: &[u8]) -> Self {
        std::fs::write(self.at(path), bytes).expect("the file can be written");
        self
    }

    /// Makes a symbolic link; `target` as it is to be stored.
    #[cfg(unix)]
    pub fn symlink(self, path: &str, target: impl AsRef<Path>) -> Self {
        std::os::unix::fs::symlink(target, self.at(path)).expect("the link can be made");
        self
    }

    /// Takes a file or a folder away.
    pub fn without(self, path: &str) -> Self {
        let at = self.root().join(path);
        if at.is_dir() { std::fs::remove_dir_all(at) } else { std::fs::remove_file(at) }.expect("it can be removed");
        self
    }

    /// Builds the site in memory.
    pub fn build(&self) -> Outcome {
        support::workers().install(|| self.build_here())
    }

    /// Builds the site on this thread and the workers it belongs to.
    pub fn build_here(&self) -> Outcome {
        let built = pipeline::build(&self.options).expect("the folder is there");
        let findings = built.report.findings().to_vec();
        Outcome { drawn: terminal::draw_all(&findings, false), json: machine::json_lines(&findings), findings }
    }
}

impl Outcome {
    /// The codes of the findings, in their order.
    pub fn codes(&self) -> Vec<Code> {
        self.findings.iter().map(|finding| finding.code).collect()
    }
}
