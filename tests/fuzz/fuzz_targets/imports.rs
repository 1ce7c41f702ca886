//! Any folder of files is imported, twice alike, into files below the new site. The input is a text of files: a line
//! `=== PATH` begins each.
#![no_main]

use std::collections::{BTreeMap, BTreeSet};

use firstflight::import::{self, FileContent, Imported, Losses, Original};
use firstflight_fuzz::on_worker;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let mut files: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for part in text.split("\n=== ").take(20) {
        let (path, content) = part.split_once('\n').unwrap_or((part, ""));
        let is_clean = path.split('/').all(|name| !matches!(name, "" | "." | "..")) && !path.contains('\0');
        if is_clean && path.len() < 200 {
            files.insert(path.to_owned(), content.as_bytes().to_vec());
        }
    }
    let known: Vec<&str> = import::names().collect();
    let generator = known.get(usize::from(*kind)).and_then(|name| import::by_name(name));
    let once = || -> Imported {
        let load = |path: &str| files.get(path).cloned().ok_or_else(|| "there is no such file".to_owned());
        let original = Original::new(files.keys().cloned().collect::<BTreeSet<_>>(), &load);
        let generator = generator.unwrap_or_else(|| import::detect(&original));
        import::import(&original, generator, "site", Losses::default())
    };
    let (first, second) = on_worker(|| (once(), once()));
    assert_eq!(first.files, second.files);
    for (path, content) in &first.files {
        assert!(!path.starts_with('/') && !path.split('/').any(|name| matches!(name, "" | "." | "..")), "{path}");
        if let FileContent::Copy(from) = content {
            assert!(files.contains_key(from), "{path} is a copy of {from}");
        }
    }
});
