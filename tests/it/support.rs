//! What the tests of whole sites share: small sites in folders of their own, builds through the library or through the
//! binary, and whole trees to compare.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::LazyLock;

use firstflight::config::{BuildDate, DateOrigin, LinkStyle};
use firstflight::output::Body;
use firstflight::pipeline::{self, Built, Options};
use firstflight::report::{Finding, Level};
use firstflight::shrink::Weigh;
use proptest::prelude::ProptestConfig;
use tempfile::TempDir;

/// Stages follow nested documents by recursion, so their workers have the stacks that the command line gives them.
static WORKERS: LazyLock<rayon::ThreadPool> =
    LazyLock::new(|| rayon::ThreadPoolBuilder::new().stack_size(16 << 20).build().expect("threads can be started"));

/// The threads that build sites.
pub fn workers() -> &'static rayon::ThreadPool {
    &WORKERS
}

/// The date that all tests build at unless they are about dates.
pub const TODAY: &str = "2026-11-23";

/// How many cases a property is tried with. `TIMES=100` tries a hundred times as many.
pub fn cases(cases: u32) -> ProptestConfig {
    let times = std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1);
    ProptestConfig { cases: cases * times, failure_persistence: None, ..ProptestConfig::default() }
}

/// Whether `UPDATE=1` is set: then expected output is rewritten, in the gallery as in the golden sites.
pub fn updates() -> bool {
    match std::env::var("UPDATE") {
        Ok(value) if value == "1" => true,
        Err(std::env::VarError::NotPresent) => false,
        other => panic!("the only value of UPDATE is 1, not {other:?}"),
    }
}

/// Writes expected output if it differs from what the file holds, and names the file on standard error.
pub fn refresh(path: &Path, bytes: &[u8]) {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return;
    }
    fs::create_dir_all(path.parent().expect("a path below a folder")).expect("folders can be made");
    fs::write(path, bytes).expect("a file can be written");
    report_update("updated", path);
}

/// Removes expected output that is no longer produced, if it is there, and names the file on standard error.
pub fn drop_expected(path: &Path) {
    if path.exists() {
        fs::remove_file(path).expect("a file can be removed");
        report_update("removed", path);
    }
}

/// Written past the capture of the test runner, which would hide it where a test passes.
fn report_update(what: &str, path: &Path) {
    let shown = path.strip_prefix(repository()).unwrap_or(path).display();
    writeln!(std::io::stderr(), "{what} {shown}").expect("standard error can be written to");
}

/// The lines that two texts differ in, with some around them: `-` is expected, `+` is given.
pub fn line_difference(expected: &str, given: &str) -> String {
    similar::TextDiff::from_lines(expected, given).unified_diff().header("expected", "given").to_string()
}

/// A file of a published tree: its permissions and its content.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    pub mode: u32,
    pub bytes: Vec<u8>,
}

/// A small site in a folder of its own, which goes away with it.
pub struct Folder(TempDir);

impl Folder {
    /// A site of one language with a home page.
    pub fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder for a site"));
        folder.write("content/site.yaml", "title: Test\nlanguages: { en: { at: / } }\n");
        folder.write("content/en/index.md", "---\ntitle: Home\n---\nHome.\n");
        folder
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a path below the site")).expect("folders can be made");
        fs::write(path, text).expect("a file can be written");
        self
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Builds it in memory.
    pub fn build(&self) -> Built {
        build(self.path())
    }

    /// Builds it in memory; it must be without errors.
    pub fn build_clean(&self) -> Built {
        let built = self.build();
        let errors: Vec<String> = built
            .report
            .findings()
            .iter()
            .filter(|finding| finding.level == Level::Error)
            .map(|finding| format!("{:?}: {}", finding.place.as_ref().map(ToString::to_string), finding.message))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}");
        built
    }
}

/// The default options for the site at `path`, on [`TODAY`].
pub fn options(path: &Path) -> Options {
    Options {
        site: path.to_owned(),
        base_url: None,
        drafts: false,
        strict: false,
        at: date(TODAY),
        links: LinkStyle::Pages,
        weigh: Weigh::Auto,
        follow: false,
        growth: None,
        noindex: false,
    }
}

/// A build date, as `--at` sets it.
pub fn date(day: &str) -> BuildDate {
    BuildDate { date: day.parse().expect("a date"), origin: DateOrigin::Flag }
}

/// Builds the site at `path` in memory, on [`TODAY`].
pub fn build(path: &Path) -> Built {
    WORKERS.install(|| pipeline::build(&options(path))).expect("the folder is there")
}

/// Findings as `CODE PLACE: MESSAGE`.
pub fn told(built: &Built) -> Vec<String> {
    let place = |finding: &Finding| finding.place.as_ref().map_or(String::new(), ToString::to_string);
    let findings = built.report.findings().iter();
    findings.map(|finding| format!("{} {}: {}", finding.code, place(finding), finding.message)).collect()
}

/// What is published at `path`, as text.
pub fn page(built: &Built, path: &str) -> String {
    let artifact = built.output.get(path).unwrap_or_else(|| panic!("nothing is published at {path}"));
    match &artifact.body {
        Body::Bytes(bytes) => String::from_utf8(bytes.joined().into_owned()).expect("a page is UTF-8"),
        Body::File { path, .. } => fs::read_to_string(path).expect("a file can be read"),
    }
}

/// The folder of this repository, which is itself a site.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The program, without the environment of the tests.
pub fn firstflight(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_firstflight"));
    command.args(arguments).env_remove("SOURCE_DATE_EPOCH").env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

/// Runs a command that must succeed.
pub fn succeed(command: &mut Command) {
    let output = command.output().expect("the program starts");
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
}

/// Every file below `folder` by its path with `/`; hidden files do not belong to the site.
pub fn tree(folder: &Path) -> BTreeMap<String, Entry> {
    let walk = walkdir::WalkDir::new(folder).min_depth(1).into_iter();
    let shown = walk.filter_entry(|entry| !entry.file_name().to_string_lossy().starts_with('.'));
    let entries = shown.map(|entry| entry.expect("a published tree can be walked"));
    entries
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below").to_string_lossy().replace('\\', "/");
            let is_file = entry.file_type().is_file();
            let bytes =
                if is_file { fs::read(entry.path()).expect("a published file can be read") } else { Vec::new() };
            (path, Entry { mode: mode(entry.path()), bytes })
        })
        .collect()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).expect("a published file is there").permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0
}

/// Fails where two trees differ, and says in which file.
pub fn assert_same(what: &str, left: &BTreeMap<String, Entry>, right: &BTreeMap<String, Entry>) {
    let names = |tree: &BTreeMap<String, Entry>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(left), names(right), "{what}: other files");
    for (path, entry) in left {
        assert_eq!(entry.mode, right[path].mode, "{what}: other permissions of {path}");
        assert!(entry.bytes == right[path].bytes, "{what}: other bytes in {path}");
    }
}

/// White space as a reader sees it: every stretch of it, no-break spaces included, is one space.
pub fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a page's `main`, without marks of structure.
pub fn main_text(html: &str) -> String {
    let document = scraper::Html::parse_document(html);
    let main = scraper::Selector::parse("main").expect("a selector");
    normal(&document.select(&main).flat_map(|main| main.text()).collect::<String>())
}
