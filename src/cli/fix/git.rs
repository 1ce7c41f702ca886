//! Finds files that git could not restore: those whose text differs from the last commit.
//!
//! A cloned repository can name programs in its settings and attributes, for example to filter files, and `git status` runs
//! them. So nothing is asked of git but the committed and the staged text, which it prints as stored; the comparison is ours.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::names::slashed;
use crate::system::canonicalize;

/// The time limit for git, which would wait forever if a repository lists a pipe as one of its files.
const PATIENCE: Duration = Duration::from_mins(1);

/// A file that git could not restore, with the reason.
pub(super) type UnrestorableFile = (String, String);

/// Returns the files below `site` that differ from the last commit of the repository they are in. A file in no repository, or
/// one that git is told to ignore, is not among them, and none is if git is not installed.
pub(super) fn unsaved<'f>(site: &Path, files: impl IntoIterator<Item = (&'f str, &'f str)>) -> Vec<UnrestorableFile> {
    let mut repositories: BTreeMap<PathBuf, Vec<(&str, &str, PathBuf)>> = BTreeMap::new();
    let Ok(site) = canonicalize(site) else { return Vec::new() };
    for (path, text) in files {
        let disk = site.join(path);
        let top = disk.ancestors().skip(1).find(|folder| folder.join(".git").symlink_metadata().is_ok());
        if let Some((top, below)) = top.and_then(|top| Some((top, slashed(disk.strip_prefix(top).ok()?)))) {
            repositories.entry(top.to_owned()).or_default().push((path, text, below));
        }
    }
    if repositories.is_empty() {
        return Vec::new();
    }
    let Some(git) = program() else { return Vec::new() };
    let mut found = Vec::new();
    for (top, files) in repositories {
        found.extend(of_repository(&git, &top, &files).unwrap_or_else(|why| {
            let why = format!("git cannot tell whether it is committed: {why}");
            files.iter().map(|(path, ..)| ((*path).to_owned(), why.clone())).collect()
        }));
    }
    found.sort();
    found
}

/// The program. Only folders with an absolute path are searched, since others would be folders of the site.
fn program() -> Option<PathBuf> {
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders)
        .filter(|folder| folder.is_absolute())
        .map(|it| it.join(format!("git{}", std::env::consts::EXE_SUFFIX)))
        .find(|it| it.is_file())
}

fn of_repository(git: &Path, top: &Path, files: &[(&str, &str, PathBuf)]) -> Result<Vec<UnrestorableFile>, String> {
    let mut names = Vec::new();
    for (.., below) in files {
        let below = below.as_os_str().as_encoded_bytes();
        if below.contains(&b'\n') {
            return Err("the name of a file contains a line break".to_owned());
        }
        for revision in ["HEAD:./", ":0:./"] {
            names.extend([revision.as_bytes(), below, b"\n"].concat());
        }
    }
    let stored = run(git, top, &["cat-file", "--batch"], names, &[0])?;
    let mut stored = &stored[..];
    let mut unsaved = Vec::new();
    let mut unknown = Vec::new();
    for (path, text, below) in files {
        let (committed, staged) = (object(&mut stored)?, object(&mut stored)?);
        match (committed, staged) {
            (Some(committed), Some(staged)) if committed == staged && is_same(committed, text.as_bytes()) => {}
            (None, None) => unknown.push((*path, below)),
            _ => unsaved.push(((*path).to_owned(), "it has changes that are not committed".to_owned())),
        }
    }
    if unknown.is_empty() {
        return Ok(unsaved);
    }
    let names = unknown.iter().flat_map(|(_, below)| [below.as_os_str().as_encoded_bytes(), b"\0"].concat()).collect();
    let ignored = run(git, top, &["check-ignore", "-z", "--stdin"], names, &[0, 1])?;
    let ignored: Vec<&[u8]> = ignored.split(|&byte| byte == 0).collect();
    let unknown = unknown.into_iter().filter(|(_, below)| !ignored.contains(&below.as_os_str().as_encoded_bytes()));
    unsaved.extend(unknown.map(|(path, _)| (path.to_owned(), "it is not committed".to_owned())));
    Ok(unsaved)
}

/// Whether a file has the committed text. Git may have changed the line ends when it wrote the file.
fn is_same(committed: &[u8], text: &[u8]) -> bool {
    committed == text || {
        let unix: Vec<u8> = text
            .iter()
            .enumerate()
            .filter(|(at, b)| **b != b'\r' || text.get(at + 1) != Some(&b'\n'))
            .map(|(_, b)| *b)
            .collect();
        committed == unix
    }
}

/// Takes the next object off the output of `cat-file --batch`: a line such as `0123abc blob 5`, the bytes, a line break.
/// `None` if there is no such object.
fn object<'o>(output: &mut &'o [u8]) -> Result<Option<&'o [u8]>, String> {
    let cut = || "its answer ends too early".to_owned();
    let end = memchr::memchr(b'\n', output).ok_or_else(cut)?;
    let (head, rest) = (&output[..end], &output[end + 1..]);
    if head.ends_with(b" missing") || head.ends_with(b" ambiguous") {
        *output = rest;
        return Ok(None);
    }
    let length =
        head.rsplit(|&byte| byte == b' ').next().and_then(|number| std::str::from_utf8(number).ok()?.parse().ok());
    let length: usize = length.ok_or_else(|| "its answer cannot be read".to_owned())?;
    let bytes = rest.get(..length).ok_or_else(cut)?;
    *output = rest.get(length + 1..).ok_or_else(cut)?;
    Ok(Some(bytes))
}

/// Runs git in the folder `top` and returns what it prints. It must end with one of `codes`.
fn run(git: &Path, top: &Path, arguments: &[&str], input: Vec<u8>, codes: &[i32]) -> Result<Vec<u8>, String> {
    let mut command = Command::new(git);
    command.args(["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C"]).arg(top).args(arguments);
    // These name another repository, for example in a hook. The settings of the user stay.
    let is_kept = |name: &OsString| {
        let name = name.as_encoded_bytes();
        !name.starts_with(b"GIT_") || name.starts_with(b"GIT_CONFIG_") || name == b"GIT_EXEC_PATH"
    };
    for (name, _) in std::env::vars_os().filter(|(name, _)| !is_kept(name)) {
        command.env_remove(name);
    }
    // Missing objects are not fetched, for which a repository can name a program.
    command.envs([("GIT_NO_LAZY_FETCH", "1"), ("GIT_ALLOW_PROTOCOL", "none"), ("GIT_NO_REPLACE_OBJECTS", "1")]);
    command.envs([("GIT_TERMINAL_PROMPT", "0"), ("LC_ALL", "C")]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| crate::report::plain_error(&error))?;
    let answered = talk(&mut child, input);
    // It has ended, or it waits for something.
    let _ = child.kill();
    let status = child.wait().map_err(|error| crate::report::plain_error(&error))?;
    let (printed, errors) = answered.ok_or("it does not answer")?;
    if status.code().is_some_and(|code| codes.contains(&code)) {
        return Ok(printed);
    }
    let errors = String::from_utf8_lossy(&errors);
    Err(errors.lines().next().unwrap_or("it failed").trim_start_matches("fatal: ").to_owned())
}

/// Writes the input and reads both outputs at the same time, because none may wait for another. `None` if this takes too
/// long.
fn talk(child: &mut Child, input: Vec<u8>) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut stdin, stdout, stderr) = (child.stdin.take()?, child.stdout.take()?, child.stderr.take()?);
    // A program that ends early closes its input; what it printed says why.
    std::thread::spawn(move || drop(stdin.write_all(&input)));
    let (printed, errors) = (read(stdout), read(stderr));
    Some((printed.recv_timeout(PATIENCE).ok()?, errors.recv_timeout(PATIENCE).ok()?))
}

fn read(mut from: impl Read + Send + 'static) -> mpsc::Receiver<Vec<u8>> {
    let (send, receive) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if from.read_to_end(&mut bytes).is_ok() {
            let _ = send.send(bytes);
        }
    });
    receive
}
