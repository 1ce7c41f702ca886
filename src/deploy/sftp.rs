//! A folder of another machine, through the user's `sftp` in batch mode.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::remote::{busy, fields, text_of};
use super::target::{FoundFile, LOCK, OWN_FOLDER, RECORD, Target, Upload};
use crate::external::{Program, ProgramOutput};
use crate::report::Failure;

/// The file that describes who holds the lock, which is a folder: only one deployment can create it.
const HOLDER: &str = ".firstflight/lock/holder";
/// A file that is being written.
const PART: &str = ".firstflight/part";
/// Maximum number of files that one run of `sftp` sends.
const FILES_OF_A_RUN: usize = 500;

/// A folder that `sftp` writes to.
#[derive(Debug)]
pub struct SftpTarget {
    host: String,
    port: Option<u16>,
    path: String,
    is_locked: bool,
    /// Folders that are known to exist.
    folders: BTreeSet<String>,
}

impl SftpTarget {
    /// A folder of a host.
    #[must_use]
    pub fn new(host: &str, port: Option<u16>, path: &str) -> Self {
        let folders = [String::new()].into();
        Self { host: host.to_owned(), port, path: path.to_owned(), is_locked: false, folders }
    }

    /// Runs commands, one a line.
    fn run(&self, commands: &str) -> Result<ProgramOutput, Failure> {
        let port = self.port.map(|port| ["-P".to_owned(), port.to_string()]);
        let arguments = ["-q", "-b", "-"].map(str::to_owned).into_iter().chain(port.into_iter().flatten());
        let host = ["--".to_owned(), self.host.clone()];
        Program::new("sftp").with(arguments.chain(host)).run(commands.as_bytes())
    }

    /// Runs commands that must succeed.
    fn must(&self, doing: &str, commands: &str) -> Result<(), Failure> {
        let output = self.run(commands)?;
        match output.is_success() {
            true => Ok(()),
            false => Err(output.failure(format!("cannot {doing} {}", self.name()))),
        }
    }

    /// A path at the target as a command writes it.
    fn at(&self, path: &str) -> String {
        quoted(&format!("{}/{path}", self.path.trim_end_matches('/')))
    }

    /// Commands that create the folders above a path. Those that exist already are not an error.
    fn make_folders(&mut self, path: &str, commands: &mut String) {
        let above: Vec<&str> = Path::new(path).ancestors().skip(1).filter_map(Path::to_str).collect();
        for folder in above.into_iter().rev() {
            if self.folders.insert(folder.to_owned()) {
                commands.push_str(&format!("-mkdir {}\n", self.at(folder)));
            }
        }
    }

    /// Reads a file; `None` if there is none.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let there = self.list_folders(&[folder.to_owned()])?;
        if !there.iter().any(|(_, entries)| entries.iter().any(|entry| entry.name == name)) {
            return Ok(None);
        }
        let copy = tempfile::tempdir().map_err(|error| Failure::io("cannot create a temporary folder", &error))?;
        let file = copy.path().join("copy");
        self.must("read from", &format!("get {} {}\n", self.at(path), quoted(&text_of(&file)?)))?;
        std::fs::read(&file).map(Some).map_err(|error| Failure::io(format!("cannot read a copy of {path}"), &error))
    }

    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let copy = tempfile::NamedTempFile::new().and_then(|file| std::fs::write(file.path(), bytes).map(|()| file));
        let copy = copy.map_err(|error| Failure::io("cannot write a temporary file", &error))?;
        let mut commands = String::new();
        self.make_folders(path, &mut commands);
        let part = self.at(PART);
        commands.push_str(&format!(
            "put {} {part}\nchmod 644 {part}\nrename {part} {}\n",
            quoted(&text_of(copy.path())?),
            self.at(path)
        ));
        self.must("write to", &commands)
    }

    /// The entries of folders, as far as they exist.
    fn list_folders(&self, folders: &[String]) -> Result<Vec<(String, Vec<Entry>)>, Failure> {
        let mut commands = String::new();
        // A command that fails leaves the others alone; what it prints follows its own line.
        for folder in folders {
            commands.push_str(&format!("-ls -lan {}\n", self.at(folder)));
        }
        commands.push_str("pwd\n");
        let output = self.run(&commands)?;
        if !output.is_success() {
            return Err(output.failure(format!("cannot read {}", self.name())));
        }
        let text = output.text();
        let mut listed: Vec<(String, Vec<Entry>)> = Vec::new();
        let mut names = folders.iter();
        for line in text.lines() {
            if line.starts_with("sftp> ") {
                listed.extend(names.next().map(|name| (name.clone(), Vec::new())));
            } else if let (Some((_, entries)), Some(entry)) = (listed.last_mut(), Entry::parse(line)) {
                entries.push(entry);
            }
        }
        Ok(listed)
    }
}

impl Target for SftpTarget {
    fn name(&self) -> String {
        format!("sftp:{}:{}", self.host, self.path)
    }

    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure> {
        // The folder itself, and that of the lock, may be new.
        let root = quoted(&self.path);
        let made = format!("-mkdir {root}\n-mkdir {}\n", self.at(OWN_FOLDER));
        self.must("write to", &format!("{made}pwd\n"))?;
        let output = self.run(&format!("mkdir {}\n", self.at(LOCK)))?;
        if !output.is_success() && !take_over {
            let other = self.read(HOLDER)?;
            let Some(other) = other else {
                let there = self.list_folders(&[OWN_FOLDER.to_owned()])?;
                let is_held = there.iter().any(|(_, entries)| entries.iter().any(|entry| entry.name == "lock"));
                return Err(match is_held {
                    true => busy(&self.name(), ""),
                    false => output.failure(format!("cannot write to {}", self.name())),
                });
            };
            return Err(busy(&self.name(), &String::from_utf8_lossy(&other)));
        }
        self.folders.extend([OWN_FOLDER.to_owned(), LOCK.to_owned()]);
        self.is_locked = true;
        self.write(HOLDER, holder.as_bytes())
    }

    fn unlock(&mut self) {
        if std::mem::take(&mut self.is_locked) {
            let _ = self.run(&format!("-rm {}\n-rmdir {}\n", self.at(HOLDER), self.at(LOCK)));
        }
    }

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.read(RECORD)
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        self.write(RECORD, record)
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        let mut found = BTreeMap::new();
        let parents: BTreeSet<&str> =
            known.iter().filter_map(|path| path.rsplit_once('/').map(|(above, _)| above)).collect();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (folder, entries) in self.list_folders(&level)? {
                for entry in entries {
                    let path = if folder.is_empty() { entry.name } else { format!("{folder}/{}", entry.name) };
                    match entry.is_folder {
                        true if parents.contains(path.as_str()) => {
                            self.folders.insert(path.clone());
                            next.push(path);
                        }
                        true => {}
                        false if known.contains(&path) => {
                            found.insert(path, FoundFile { size: entry.size, sha256: None });
                        }
                        false => {}
                    }
                }
            }
            level = next;
        }
        Ok(found)
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        for files in files.chunks(FILES_OF_A_RUN) {
            let mut commands = String::new();
            for upload in files {
                self.make_folders(&upload.path, &mut commands);
                let (part, place) = (self.at(PART), self.at(&upload.path));
                let source = quoted(&text_of(&upload.source)?);
                commands.push_str(&format!("put {source} {part}\nchmod 644 {part}\nrename {part} {place}\n"));
            }
            self.must("write to", &commands)?;
        }
        Ok(())
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        let mut commands = String::new();
        for path in paths {
            commands.push_str(&format!("rm {}\n", self.at(path)));
            for above in Path::new(path).ancestors().skip(1).filter_map(Path::to_str).filter(|above| !above.is_empty())
            {
                // It may contain other files.
                commands.push_str(&format!("-rmdir {}\n", self.at(above)));
                self.folders.remove(above);
            }
        }
        self.must("remove files from", &commands)
    }
}

/// An entry of a folder.
#[derive(Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    size: u64,
    is_folder: bool,
}

impl Entry {
    /// Reads a line of `ls -lan`. `None` if it is not one, or the folder itself or the one above.
    fn parse(line: &str) -> Option<Self> {
        // Mode, links, user, group, bytes, month, day, time or year.
        let (fields, name) = fields(line, 8)?;
        let name = name.rsplit('/').next()?;
        let is_line = fields[0].len() >= 10 && fields[0].starts_with(['-', 'd', 'l', 'p', 's', 'b', 'c']);
        if !is_line || matches!(name, "" | "." | "..") {
            return None;
        }
        Some(Self { name: unescaped(name), size: fields[4].parse().ok()?, is_folder: fields[0].starts_with('d') })
    }
}

/// A name as `sftp` shows it where the locale lacks characters: `\303\251` for the two bytes of `é`.
fn unescaped(name: &str) -> String {
    let octal = |digits: &[u8]| {
        digits.iter().try_fold(0_u8, |value, digit| {
            let digit = digit.checked_sub(b'0').filter(|digit| *digit < 8)?;
            value.checked_mul(8)?.checked_add(digit)
        })
    };
    let (mut bytes, mut rest) = (Vec::with_capacity(name.len()), name.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        match after.get(..3).filter(|_| first == b'\\').and_then(octal) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[3..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

/// A path as a command of `sftp` writes it. In quotes, `*`, `?` and `[` mean themselves.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_quoted() {
        assert_eq!(quoted("/a [b]*/c\"d\\e"), r#""/a [b]*/c\"d\\e""#);
    }

    #[test]
    fn lines_of_a_listing_are_read() {
        let entry = Entry::parse("-rw-r--r--    1 1000     1000        1234 Nov 28 11:52 /srv/www/a b.txt").unwrap();
        assert_eq!(entry, Entry { name: "a b.txt".to_owned(), size: 1234, is_folder: false });
        let entry = Entry::parse("-rw-r--r--    1 0        0               3 Nov 28 11:52 \\303\\251\\a").unwrap();
        assert_eq!(entry.name, "é\\a");
        let folder = Entry::parse("drwxr-xr-x    2 0        0            4096 Nov 28  2025 about").unwrap();
        assert!(folder.is_folder && folder.name == "about");
        for line in ["", "sftp> ls", "drwxr-xr-x 2 0 0 4096 Nov 28 2025 .", "Can't ls: \"/x\" not found"] {
            assert_eq!(Entry::parse(line), None, "{line}");
        }
    }
}
