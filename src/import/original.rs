//! The files of an existing site: their paths, and their texts, which are read on demand.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use crate::report::SourceFile;
pub use crate::site::resolve_path as resolve;

/// Reads a file by its path below the folder.
pub type Load<'a> = dyn Fn(&str) -> Result<Vec<u8>, String> + Sync + 'a;

/// The files of an existing site.
pub struct Original<'a> {
    paths: BTreeSet<String>,
    load: &'a Load<'a>,
    texts: Mutex<HashMap<String, Result<Arc<SourceFile>, String>>>,
}

impl<'a> Original<'a> {
    /// Files with these paths, which have `/` and no `..`.
    #[must_use]
    pub fn new(paths: BTreeSet<String>, load: &'a Load<'a>) -> Self {
        Self { paths, load, texts: Mutex::default() }
    }

    /// All paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(String::as_str)
    }

    /// The paths in a folder and below it; the empty name is the folder of the site.
    pub fn below<'s>(&'s self, folder: &'s str) -> impl Iterator<Item = &'s str> {
        let start = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let end = start.clone();
        self.paths.range(start..).map(String::as_str).take_while(move |path| path.starts_with(&end))
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Whether the folder exists and contains a file.
    #[must_use]
    pub fn has_folder(&self, path: &str) -> bool {
        self.below(path).next().is_some()
    }

    /// The names of the folders directly in a folder.
    #[must_use]
    pub fn folders<'s>(&'s self, folder: &'s str) -> BTreeSet<&'s str> {
        let skip = if folder.is_empty() { 0 } else { folder.len() + 1 };
        self.below(folder).filter_map(|path| path[skip..].split_once('/')).map(|(name, _)| name).collect()
    }

    /// The text of a file.
    ///
    /// # Errors
    ///
    /// Why it cannot be read, as a clause.
    pub fn text(&self, path: &str) -> Result<Arc<SourceFile>, String> {
        if !self.has(path) {
            return Err("there is no such file".to_owned());
        }
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = texts.get(path) {
            return known.clone();
        }
        let read = (self.load)(path).and_then(|bytes| {
            let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())?;
            Ok(SourceFile::new(path, text))
        });
        texts.insert(path.to_owned(), read.clone());
        read
    }
}

/// The folder of a path, without a final `/`.
#[must_use]
pub fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a file in its path.
#[must_use]
pub fn name_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A folder and a name as one path.
#[must_use]
pub fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_and_files_are_found_by_their_paths() {
        let paths = ["a.md", "b/c.md", "b/d/e.md", "b.md", "bc/x"].map(str::to_owned).into();
        let load = |path: &str| -> Result<Vec<u8>, String> { Ok(path.as_bytes().to_vec()) };
        let original = Original::new(paths, &load);
        assert_eq!(original.below("b").collect::<Vec<_>>(), ["b/c.md", "b/d/e.md"]);
        assert_eq!(original.folders("").into_iter().collect::<Vec<_>>(), ["b", "bc"]);
        assert_eq!(original.folders("b").into_iter().collect::<Vec<_>>(), ["d"]);
        assert_eq!(original.text("b/c.md").unwrap().text(), "b/c.md");
        assert!(original.text("../x").is_err());
    }

    #[test]
    fn paths_never_lead_out() {
        assert_eq!(resolve("a/b", "../c/./d").as_deref(), Some("a/c/d"));
        assert_eq!(resolve("a", "../../etc"), None);
        assert_eq!(resolve("", "/etc/passwd").as_deref(), Some("etc/passwd"));
    }
}
