//! A folder of another machine, through the user's `rsync`, over ssh or with a server of its own.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::remote::{fields, require_lock, text_of};
use super::target::{FoundFile, LOCK, OWN_FOLDER, RECORD, Target, Upload};
use crate::external::{Program, ProgramOutput};
use crate::report::Failure;

/// A folder that `rsync` writes to.
#[derive(Debug)]
pub struct RsyncTarget {
    place: String,
    is_locked: bool,
}

/// The exit code if a file to read is missing.
const PARTIAL: i32 = 23;

impl RsyncTarget {
    /// A folder as `rsync` names it.
    #[must_use]
    pub fn new(place: &str) -> Self {
        Self { place: place.to_owned(), is_locked: false }
    }

    /// Runs `rsync`. Names are read as they are written, also by shells of other machines.
    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<ProgramOutput, Failure> {
        Program::new("rsync").with(["--protect-args"]).with(arguments.iter().copied()).run(input)
    }

    fn must(&self, doing: &str, arguments: &[&str], input: &[u8]) -> Result<ProgramOutput, Failure> {
        let output = self.run(arguments, input)?;
        match output.is_success() {
            true => Ok(output),
            false => Err(output.failure(format!("cannot {doing} {}", self.name()))),
        }
    }

    /// The address of a path at the target.
    fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.place)
    }

    /// Reads a file; `None` if there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let copy = tempfile::tempdir().map_err(|error| Failure::io("cannot create a temporary folder", &error))?;
        let file = copy.path().join("copy");
        let output = self.run(&["--ignore-times", "--", &self.at(path), &text_of(&file)?], b"")?;
        if output.is_success() {
            let read = std::fs::read(&file);
            return read.map(Some).map_err(|error| Failure::io(format!("cannot read a copy of {path}"), &error));
        }
        match is_missing(&output) {
            true => Ok(None),
            false => Err(output.failure(format!("cannot read from {}", self.name()))),
        }
    }

    /// Writes one file below the own folder, with options.
    fn write(&self, path: &str, bytes: &[u8], options: &[&str]) -> Result<(), Failure> {
        let cannot = |error: std::io::Error| Failure::io("cannot write a temporary file", &error);
        let folder = tempfile::tempdir().map_err(cannot)?;
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().unwrap_or(folder.path()))
            .and_then(|()| std::fs::write(&file, bytes))
            .map_err(cannot)?;
        let from = text_of(folder.path())? + "/";
        let target = self.at("");
        let arguments = [&SENDING[..], options, &["--files-from=-", "--from0", "--", &from, &target]].concat();
        self.must("write to", &arguments, path.as_bytes()).map(drop)
    }
}

/// How files are sent: each is written to a hidden file and renamed, readable by all, even if its length and time are the same.
/// Folders that exist stay as they are.
const SENDING: [&str; 5] = ["--ignore-times", "--perms", "--chmod=F644", "--whole-file", "--no-implied-dirs"];

/// Whether what was to be read is missing.
fn is_missing(output: &ProgramOutput) -> bool {
    output.code == Some(PARTIAL) && output.stderr.contains("No such file or directory")
}

impl Target for RsyncTarget {
    fn name(&self) -> String {
        self.place.clone()
    }

    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure> {
        let existing: &[&str] = if take_over { &[] } else { &["--ignore-existing"] };
        self.write(LOCK, holder.as_bytes(), existing)?;
        require_lock(&self.name(), holder, &self.read(LOCK)?.unwrap_or_default())?;
        self.is_locked = true;
        Ok(())
    }

    fn unlock(&mut self) {
        if std::mem::take(&mut self.is_locked) {
            let _ = self.remove(&[LOCK.to_owned()]);
        }
    }

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.read(RECORD)
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        self.write(RECORD, record, &[])
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        let own = format!("--exclude=/{OWN_FOLDER}/");
        let output =
            self.run(&["--recursive", "--links", "--list-only", "--8-bit-output", &own, "--", &self.at("")], b"")?;
        if !output.is_success() && !is_missing(&output) {
            return Err(output.failure(format!("cannot read {}", self.name())));
        }
        let text = output.text();
        let entries = text.lines().filter_map(parse).filter(|(path, _)| known.contains(path));
        Ok(entries.map(|(path, size)| (path, FoundFile { size, sha256: None })).collect())
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        // All files of a site are in one folder.
        let Some(first) = files.first() else { return Ok(()) };
        let depth = Path::new(&first.path).components().count();
        let folder = first.source.ancestors().nth(depth).unwrap_or(Path::new("."));
        let list: Vec<u8> = files.iter().flat_map(|upload| upload.path.bytes().chain([0])).collect();
        let (from, target) = (text_of(folder)? + "/", self.at(""));
        let arguments = [&SENDING[..], &["--files-from=-", "--from0", "--", &from, &target]].concat();
        self.must("write to", &arguments, &list).map(drop)
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        // Listed files that a folder lacks are removed; this one has only the folders that they were in.
        let cannot = |error: std::io::Error| Failure::io("cannot create a temporary folder", &error);
        let empty = tempfile::tempdir().map_err(cannot)?;
        for above in paths.iter().filter_map(|path| Path::new(path).parent()) {
            std::fs::create_dir_all(empty.path().join(above)).map_err(cannot)?;
        }
        let list: Vec<u8> = paths.iter().flat_map(|path| path.bytes().chain([0])).collect();
        let (from, target) = (text_of(empty.path())? + "/", self.at(""));
        let arguments =
            ["--delete-missing-args", "--no-implied-dirs", "--files-from=-", "--from0", "--", &from, &target];
        self.must("remove files from", &arguments, &list).map(drop)
    }
}

/// Reads a line of a listing: the path and the size of what is not a folder.
fn parse(line: &str) -> Option<(String, u64)> {
    // Mode, bytes, date, time.
    let (fields, name) = fields(line, 4)?;
    let is_link = fields[0].starts_with('l');
    let name = if is_link { name.split(" -> ").next()? } else { name };
    let size: u64 = fields[1].replace([',', '.'], "").parse().ok()?;
    (fields[0].len() >= 10 && !fields[0].starts_with('d')).then(|| (name.to_owned(), size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_a_listing_are_read() {
        assert_eq!(
            parse("-rw-r--r--          1,234 2026/11/28 11:52:00 a b/c.txt"),
            Some(("a b/c.txt".to_owned(), 1234))
        );
        assert_eq!(parse("lrwxrwxrwx              9 2026/11/28 11:52:00 l -> x"), Some(("l".to_owned(), 9)));
        assert_eq!(parse("drwxr-xr-x          4,096 2026/11/28 11:52:00 a"), None);
        assert_eq!(parse(""), None);
    }
}
