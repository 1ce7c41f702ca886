//! Every command and example of the guide is run: each page in a folder of its own, from top to bottom.
//!
//! - A block of `console` is typed: lines that begin with `$ ` are commands, those below one what it prints. A line `...` stands
//!   for any lines, and `...` at the end of a line for the rest of it. Without lines, anything may be printed.
//! - Other blocks are files if the paragraph above ends with their path and a colon; after "add to", they follow what the
//!   file holds, and keys of `site.yaml` are replaced, as they are after "set in". Commands in files for other programs, such as
//!   those of hosts, are run too.
//! - Markdown without a path is the text of a page of its own.
//! - Blocks of `sh` are for other programs and are not run here. `tests/run guides` runs those about hosts.
//!
//! Pages begin in a new site, unless they make one. At the end, a strict check must find nothing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use crate::guide::pages;

/// 2026-11-23, the day on which the examples are built.
const TODAY: &str = "1795392000";

/// Findings that the examples of a page give in the end, and why that is right.
const EXPECTED: [(&str, &[&str]); 0] = [];

/// Notes that say nothing about the examples: the site has no address, and nothing leads to a page.
const NOTES: [&str; 5] = ["no-base-url", "no-uid-domain", "unlinked-page", "withheld", "folder-without-page"];

/// Programs of blocks that are not run.
const OTHER_PROGRAMS: [&str; 18] = [
    "firstflight check-external ",
    "exiftool ",
    "rsync ",
    "cargo install ",
    "git ",
    "aws ",
    "curl ",
    "sh install.sh ",
    "sha256sum ",
    "gh attestation ",
    "pip install ",
    "npm install ",
    "podman run ",
    "npx wrangler ",
    "a2enmod ",
    "export AWS_",
    "firstflight deploy ", // to hosts that an example does not have
    "ssh ",
];

/// A fenced block.
struct Block {
    language: String,
    text: String,
    /// The paragraph above it, on one line.
    above: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut paragraph, mut open): (Vec<Block>, String, bool) = (Vec::new(), String::new(), false);
    let mut has_ended = true;
    for line in page.lines() {
        match (line.strip_prefix("```"), open) {
            (Some(language), false) => {
                blocks.push(Block { language: language.to_owned(), text: String::new(), above: paragraph.clone() });
                (open, paragraph) = (true, String::new());
            }
            (Some(_), true) => open = false,
            (None, true) => {
                let text = &mut blocks.last_mut().expect("a block is open").text;
                *text += line;
                text.push('\n');
            }
            (None, false) if line.trim().is_empty() => has_ended = true,
            (None, false) => {
                if std::mem::take(&mut has_ended) {
                    paragraph.clear();
                }
                paragraph += line;
                paragraph.push(' ');
            }
        }
    }
    assert!(!open, "a block is not closed");
    blocks
}

/// The path that a paragraph ends with, and whether a block is added to what that file holds.
fn path_of(paragraph: &str) -> Option<(&str, bool)> {
    let rest = paragraph.trim_end().strip_suffix("`:")?;
    let (before, path) = rest.rsplit_once('`')?;
    Some((path, ["dd to", "et in"].iter().any(|words| before.trim_end().ends_with(words))))
}

/// A page of the guide that is tried.
struct Run<'p> {
    page: &'p str,
    /// Holds the program and a browser that does nothing.
    programs: TempDir,
    _folder: TempDir,
    /// The current folder.
    at: PathBuf,
    commands: usize,
    fragments: usize,
}

impl Run<'_> {
    fn new<'p>(page: &'p str, text: &str) -> Run<'p> {
        let programs = tempfile::tempdir().unwrap();
        symlink(env!("CARGO_BIN_EXE_firstflight"), programs.path().join("firstflight")).unwrap();
        let browser = programs.path().join("xdg-open");
        fs::write(&browser, "#!/bin/sh\n").unwrap();
        fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("here");
        fs::create_dir(&at).unwrap();
        let mut run = Run { page, programs, _folder: folder, at, commands: 0, fragments: 0 };
        if !["\n$ firstflight new site ", "\n$ firstflight import site "].iter().any(|command| text.contains(command)) {
            run.command("firstflight new site .", &[]);
        }
        run
    }

    fn sh(&self, line: &str) -> Command {
        let path = std::env::var("PATH").expect("a path");
        let mut command = Command::new("sh");
        command.args(["-c", line]).current_dir(&self.at).stdin(Stdio::null());
        command.env("PATH", format!("{}:{path}", self.programs.path().display()));
        command.env("SOURCE_DATE_EPOCH", TODAY).env("HOME", self.programs.path()).env_remove("NO_COLOR");
        for variable in ["DISPLAY", "WAYLAND_DISPLAY", "XDG_STATE_HOME"] {
            command.env_remove(variable);
        }
        command
    }

    /// Types a command and compares what it prints.
    fn command(&mut self, line: &str, expected: &[&str]) {
        self.commands += 1;
        if let Some(folder) = line.strip_prefix("cd ") {
            self.at.push(folder);
            assert!(self.at.is_dir(), "{}: `{line}`: there is no such folder", self.page);
            return;
        }
        if line.starts_with("firstflight serve") || line == "firstflight guide" {
            return self.server(line, expected);
        }
        let output = self.sh(line).output().expect("a shell starts");
        let stdout = String::from_utf8_lossy(&output.stdout).into_owned();
        let all = String::from_utf8_lossy(&output.stderr).into_owned() + &stdout;
        let is_wrong =
            expected.iter().any(|line| line.starts_with("error")) || line.starts_with("firstflight fix --dry-run");
        let code = i32::from(is_wrong);
        assert_eq!(output.status.code(), Some(code), "{}: `{line}`\n{all}", self.page);
        let is_shown = |text: &str| matches(&text.lines().collect::<Vec<_>>(), expected);
        let is_as_shown = expected.is_empty() || is_shown(&stdout) || is_shown(&all);
        assert!(is_as_shown, "{}: `{line}` prints\n{all}\nnot\n{}", self.page, expected.join("\n"));
    }

    /// Starts a server, reads its first line and ends it.
    fn server(&self, line: &str, expected: &[&str]) {
        let mut child = self
            .sh(&format!("exec {line} --port 0"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("a shell starts");
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).expect("a line");
        child.kill().expect("it runs until it is ended");
        child.wait().expect("it ends");
        assert!(first.starts_with("http://127.0.0.1:"), "{}: `{line}` prints {first:?}", self.page);
        assert!(matches(&[first.trim_end()], expected), "{}: `{line}` prints {first:?}", self.page);
    }

    fn block(&mut self, block: &Block) {
        match (block.language.as_str(), path_of(&block.above)) {
            ("console", _) => {
                for typed in format!("\n{}", block.text).split("\n$ ").skip(1) {
                    let mut lines = typed.trim_end_matches('\n').lines();
                    let line = lines.next().expect("a command");
                    self.command(line, &lines.collect::<Vec<_>>());
                }
            }
            ("sh", _) => {
                for line in block.text.lines() {
                    let is_other = OTHER_PROGRAMS.iter().any(|program| line.starts_with(program));
                    assert!(is_other, "{}: `{line}` can be run: write `console`", self.page);
                }
            }
            ("markdown", None) => {
                self.fragments += 1;
                let text = format!("---\ntitle: Example {}\n---\n\n{}", self.fragments, block.text);
                self.write(&format!("content/en/example-{}.md", self.fragments), &text);
            }
            (_, Some((path, is_added))) => {
                let before = fs::read_to_string(self.at.join(path)).unwrap_or_default();
                match is_added {
                    true if path.ends_with("site.yaml") => {
                        self.write(path, &(without_keys(&before, &block.text) + &block.text));
                    }
                    true => self.write(path, &format!("{before}\n{}", block.text)),
                    false => self.write(path, &block.text),
                }
                if !path.starts_with("content/") && !path.starts_with("themes/") {
                    self.commands_in(&block.text);
                }
            }
            (language, None) => panic!("{}: a block of {language} has no path:\n{}", self.page, block.text),
        }
    }

    /// Runs the commands of a file for another program.
    fn commands_in(&mut self, text: &str) {
        for part in text.lines().flat_map(|line| line.split([';', '"'])) {
            let part = part.trim().trim_start_matches("- ").trim_start_matches("run: ");
            if part.starts_with("firstflight ") {
                self.command(part, &[]);
            }
        }
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.at.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Builds what the page has made.
    fn check(&self) {
        let output = self.sh("firstflight check --format json").output().expect("a shell starts");
        let lines = String::from_utf8(output.stdout).expect("JSON is UTF-8");
        let findings: Vec<serde_json::Value> =
            lines.lines().map(|line| serde_json::from_str(line).expect("each line is JSON")).collect();
        let is_unexpected = |finding: &&serde_json::Value| {
            finding["code"].as_str().is_some_and(|code| !NOTES.contains(&code)) || finding["level"] == "error"
        };
        let codes: Vec<&str> = findings.iter().filter(is_unexpected).filter_map(|it| it["code"].as_str()).collect();
        let expected = EXPECTED.iter().find(|(page, _)| *page == self.page).map_or(&[][..], |(_, codes)| codes);
        let shown = String::from_utf8_lossy(&output.stderr);
        assert_eq!(codes, expected, "{}\n{lines}\n{shown}", self.page);
    }
}

/// Settings without the top-level keys that `added` has.
fn without_keys(settings: &str, added: &str) -> String {
    let key =
        |line: &str| line.split_once(':').filter(|_| !line.starts_with([' ', '#', '-'])).map(|it| it.0.to_owned());
    let added: Vec<String> = added.lines().filter_map(key).collect();
    let mut is_left_out = false;
    let kept = settings.lines().filter(|line| {
        if !line.starts_with(' ') {
            is_left_out = key(line).is_some_and(|key| added.contains(&key));
        }
        !is_left_out
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// Whether lines are as expected, where `...` stands for any lines and, at the end of a line, for its rest.
fn matches(lines: &[&str], expected: &[&str]) -> bool {
    match (expected, lines) {
        ([], lines) => lines.is_empty(),
        (["...", rest @ ..], _) => (0..=lines.len()).any(|skipped| matches(&lines[skipped..], rest)),
        ([line, rest @ ..], [first, others @ ..]) => {
            let is_same = line.strip_suffix("...").map_or(line == first, |start| first.starts_with(start));
            is_same && matches(others, rest)
        }
        (_, []) => false,
    }
}

#[test]
fn the_commands_and_examples_of_the_guide() {
    let (mut commands, mut files) = (0, 0);
    for (path, text) in pages() {
        let blocks = blocks(&text);
        if blocks.is_empty() {
            continue;
        }
        let mut run = Run::new(&path, &text);
        for block in &blocks {
            run.block(block);
        }
        run.check();
        commands += run.commands;
        files += blocks.iter().filter(|block| block.language != "console").count();
    }
    assert!(commands > 40 && files > 50, "only {commands} commands and {files} files were tried");
}

#[test]
fn what_a_page_says_of_a_command_is_compared() {
    assert!(matches(&["a", "b", "c"], &["a", "...", "c"]) && matches(&["a bc"], &["a b..."]));
    assert!(!matches(&["a", "b"], &["a"]) && !matches(&["a"], &["a", "b"]) && !matches(&["a"], &["b..."]));
    assert_eq!(path_of("Text `a`. Add to `b/c.md`: "), Some(("b/c.md", true)));
    assert_eq!(path_of("Set in `b/c.yaml`:"), Some(("b/c.yaml", true)));
    assert_eq!(path_of("In `b/c.md`:"), Some(("b/c.md", false)));
    assert_eq!(path_of("See `b/c.md`."), None);
    assert_eq!(without_keys("a: 1\nb:\n  c: 1\n# d\ne: 1\n", "b: 2\n"), "a: 1\n# d\ne: 1\n");
}

/// A site of each kind, built as its maker would see it first.
#[test]
fn each_kind_of_site_is_whole_from_the_start() {
    for kind in ["event", "bulletin", "handbook"] {
        let folder = tempfile::tempdir().unwrap();
        let run = |arguments: &[&str]| {
            let output = crate::support::firstflight(arguments).current_dir(folder.path()).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{kind}: {said}");
            (String::from_utf8(output.stdout).unwrap(), said)
        };
        let (wrote, _) = run(&["new", "site", "site", "--kind", kind]);
        assert!(wrote.contains("wrote site/.gitignore") && wrote.contains("wrote site/README.md"), "{wrote}");
        // Without an address, only notes say that it is missing.
        let (lines, _) = run(&["check", "--site", "site", "--format", "json", "--at", "2026-11-23"]);
        let codes: Vec<String> = lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap())
            .filter_map(|finding| Some(finding["code"].as_str()?.to_owned()))
            .collect();
        assert!(codes.iter().all(|code| code == "no-base-url" || code == "no-uid-domain"), "{kind}: {codes:?}");
        // With an address, nothing is found.
        let settings = folder.path().join("site/content/site.yaml");
        let text = fs::read_to_string(&settings).unwrap();
        let with_address = text.replace("# base_url: https://example.org/", "base_url: https://site.example/");
        assert_ne!(text, with_address, "{kind}");
        fs::write(&settings, with_address).unwrap();
        let (table, said) = run(&["check", "--site", "site", "--strict", "--at", "2026-11-23"]);
        assert_eq!(said, "", "{kind}");
        assert!(table.lines().filter(|line| line.starts_with('/')).count() >= 6, "{kind}: {table}");
        // The files are those of the folder of this kind, and settings and records say that they are examples.
        let scaffold = crate::support::repository().join("src/cli/scaffold").join(kind);
        let files = names(&folder.path().join("site"));
        assert_eq!(files, [vec![".gitignore".to_owned()], names(&scaffold)].concat(), "{kind}");
        for file in files.iter().filter(|file| file.ends_with(".yaml") || file.ends_with("README.md")) {
            let text = fs::read_to_string(folder.path().join("site").join(file)).unwrap().to_lowercase();
            assert!(text.contains("example"), "{kind}: {file} does not say that it is an example");
        }
    }
    let refused = crate::support::firstflight(&["new", "site", "x", "--kind", "shop"]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains("[possible values: event, bulletin, handbook]"), "{said}");
    assert!(!Path::new("x").exists());
}

/// The files below a folder, sorted.
fn names(folder: &Path) -> Vec<String> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(|entry| entry.unwrap());
    let files = walk.filter(|entry| entry.file_type().is_file());
    let mut names: Vec<String> =
        files.map(|entry| entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    names
}
