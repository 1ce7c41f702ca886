//! Texts that are read in place of those on disk, to see what an edit would lead to before a file is written.

use std::collections::HashMap;
use std::sync::Arc;

use super::Stamp;

/// Edited texts by the state of their files. Once a file changes on disk, it is read from there again.
#[derive(Clone, Debug, Default)]
pub struct EditedTexts(HashMap<Stamp, Arc<str>>);

impl EditedTexts {
    /// Sets the text of the file with this stamp, under whatever name the file is read.
    pub fn insert(&mut self, stamp: Stamp, text: impl Into<Arc<str>>) {
        self.0.insert(stamp, text.into());
    }

    /// The text of the file with this stamp, if it is edited.
    pub(super) fn get(&self, stamp: &Stamp) -> Option<&[u8]> {
        // A lookup takes a moment for each file of a site, and most runs have no edited text.
        if self.0.is_empty() { None } else { self.0.get(stamp).map(|text| text.as_bytes()) }
    }
}
