//! Compressed forms of pages in several runs: what is kept, and what is made again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use firstflight::cache::{Cache, ReadScope};
use firstflight::output::Output;
use firstflight::pipeline;
use firstflight::shrink::CompressedStore;

use crate::support::{Folder, options, workers};

/// A store in memory that counts what is saved.
#[derive(Debug, Default)]
struct CountingStore(Mutex<(HashMap<String, Vec<u8>>, usize)>);

impl CompressedStore for CountingStore {
    fn load(&self, name: &str) -> Option<Vec<u8>> {
        self.0.lock().unwrap().0.get(name).cloned()
    }

    fn save(&self, name: &str, bytes: &[u8]) {
        let mut inner = self.0.lock().unwrap();
        inner.0.insert(name.to_owned(), bytes.to_vec());
        inner.1 += 1;
    }
}

impl CountingStore {
    /// The number of pages that were compressed since the last call.
    fn taken(&self) -> usize {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

fn build(folder: &Folder, store: Option<&Arc<CountingStore>>) -> Output {
    let mut cache = Cache::default();
    cache.renders.compressed = store.map(|store| store.clone() as _);
    workers().install(|| pipeline::make(&options(folder.path()), &mut cache, &ReadScope::Whole)).unwrap().output
}

/// Every file with its bytes, its compressed forms and its exact weight.
fn everything(output: &Output) -> Vec<(String, String)> {
    let shown = output.iter().map(|(path, artifact)| {
        (path.to_owned(), format!("{:?} {:?} {:?}", artifact.bytes(), artifact.compressed, artifact.sent))
    });
    shown.collect()
}

fn site(pages: usize) -> Folder {
    let folder = Folder::new();
    folder.write("content/site.yaml", "title: Test\nhost: nginx\nlanguages: { en: { at: / } }\n");
    for page in 0..pages {
        let text = format!("---\ntitle: Page {page}\n---\nThis is the text of page {page}, with a few more words.\n");
        folder.write(&format!("content/en/p{page:04}.md"), &text);
    }
    folder
}

#[test]
fn after_one_edit_one_page_is_compressed() {
    let (folder, store) = (site(40), Arc::new(CountingStore::default()));
    let first = build(&folder, Some(&store));
    assert!(store.taken() >= 41);
    assert!(everything(&first) == everything(&build(&folder, Some(&store))));
    assert_eq!(store.taken(), 0);
    folder.write("content/en/p0007.md", "---\ntitle: Page 7\n---\nThis text is another one.\n");
    let edited = build(&folder, Some(&store));
    assert_eq!(store.taken(), 1);
    assert!(everything(&edited) == everything(&build(&folder, None)));
}

#[test]
fn a_damaged_or_wrong_entry_is_made_again() {
    let (folder, store) = (site(3), Arc::new(CountingStore::default()));
    let first = build(&folder, Some(&store));
    let pages = store.taken();
    for damage in [
        |entries: &mut Vec<Vec<u8>>| entries.rotate_left(1),
        |entries: &mut Vec<Vec<u8>>| entries.iter_mut().for_each(|entry| entry.truncate(entry.len() - 1)),
        |entries: &mut Vec<Vec<u8>>| entries.iter_mut().for_each(Vec::clear),
        |entries: &mut Vec<Vec<u8>>| entries.iter_mut().for_each(|entry| entry[8] ^= 1),
    ] {
        let mut inner = store.0.lock().unwrap();
        let mut names: Vec<String> = inner.0.keys().cloned().collect();
        names.sort();
        let mut entries: Vec<Vec<u8>> = names.iter().map(|name| inner.0[name].clone()).collect();
        damage(&mut entries);
        inner.0 = names.into_iter().zip(entries).collect();
        drop(inner);
        assert!(everything(&first) == everything(&build(&folder, Some(&store))));
        assert!(store.taken() >= pages / 2, "damaged entries were used");
    }
}
