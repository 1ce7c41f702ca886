//! Caches what translations were made from. No page depends on it, so that a change of it renders none.

use std::sync::Arc;

use super::ReadCache;
use crate::read::{self, FoundFile, TranslationMark};
use crate::report::Finding;

impl ReadCache {
    /// Returns what translations were made from.
    pub(super) fn translations(
        &mut self,
        found: Option<&FoundFile>,
        findings: &mut Vec<Finding>,
    ) -> Arc<Vec<TranslationMark>> {
        let known = self.translations.take();
        let Some(found) = found else { return Arc::default() };
        let (cached, is_new) = self.file(found, known.as_ref(), read::translations);
        if is_new {
            self.changed.push(found.disk.clone());
        }
        findings.extend(cached.read.findings.iter().cloned());
        let marks = cached.read.value.clone();
        self.translations = self.is_enabled.then_some(cached);
        marks
    }
}
