//! Limits the work that templates may cause: the engine counts steps, bytes and levels for each page, so that the same
//! site gives the same result on every machine.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::budget::{self, Exceeded, Limits, MAX_RANGE_LEN};

use crate::limits::{
    TEMPLATE_BYTES, TEMPLATE_COPIES, TEMPLATE_FILES, TEMPLATE_LEVELS, TEMPLATE_STEPS, TEMPLATE_VALUE_DEPTH,
    TEMPLATE_WRITTEN,
};
use crate::report::{Finding, Place, SourceFile, catalog};

/// Runs `work` with the full budget of one page.
pub fn counted<T>(work: impl FnOnce() -> T) -> T {
    budget::start(Limits {
        steps: TEMPLATE_STEPS,
        bytes: TEMPLATE_WRITTEN,
        levels: TEMPLATE_LEVELS,
        depth: TEMPLATE_VALUE_DEPTH,
    });
    let result = work();
    budget::stop();
    result
}

/// Lets templates write and copy a page's own content of `length` bytes.
pub fn allow_content(length: usize) {
    budget::allow_bytes(length.saturating_mul(TEMPLATE_COPIES));
}

/// Whether the page has used up its budget.
pub fn is_used_up() -> bool {
    budget::exceeded().is_some()
}

/// The message and the help for a limit.
pub fn words(limit: Exceeded) -> (String, Option<String>) {
    let (words, help) = match limit {
        Exceeded::Steps => (
            format!("the templates need more than {} steps for this page", grouped(TEMPLATE_STEPS)),
            "loop over fewer items, or include and call less often",
        ),
        Exceeded::Bytes => (
            format!("the templates write more than {} bytes for this page", grouped(TEMPLATE_WRITTEN)),
            "write less here, or split the page",
        ),
        Exceeded::Levels => (
            format!("includes, blocks and components are nested more than {TEMPLATE_LEVELS} levels deep here"),
            "remove the call by which a component calls itself",
        ),
        Exceeded::Depth => (
            format!("lists and mappings are nested more than {TEMPLATE_VALUE_DEPTH} levels deep here"),
            "nest values less deeply",
        ),
        Exceeded::Range => (
            format!("`range` makes at most {} numbers", grouped(MAX_RANGE_LEN as u64)),
            "write an `end` closer to `start`, or a larger `step_by`",
        ),
    };
    (words, Some(help.to_owned()))
}

/// A finding if there are too many templates, or if they are too large.
pub fn too_large(files: &BTreeMap<String, Arc<SourceFile>>) -> Option<Finding> {
    if let Some(file) = files.values().nth(TEMPLATE_FILES) {
        let words =
            format!("the theme has {} templates and shortcodes; at most {TEMPLATE_FILES} are read", files.len());
        return Some(catalog::theme::limit(Place::first_line(file), words).help("remove those that no page uses"));
    }
    let bytes: usize = files.values().map(|file| file.text().len()).sum();
    let largest = files.values().max_by_key(|file| file.text().len())?;
    (bytes > TEMPLATE_BYTES).then(|| {
        let (bytes, most) = (grouped(bytes as u64), grouped(TEMPLATE_BYTES as u64));
        let words = format!("the templates and shortcodes have {bytes} bytes; at most {most} are read");
        catalog::theme::limit(Place::first_line(largest), words).help("put large data into `static/` or into the pages")
    })
}

/// A number with a comma before each three digits.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let mut out = digits[..head].to_owned();
    for group in digits.as_bytes()[head..].chunks(3) {
        if !out.is_empty() {
            out.push(',');
        }
        out.extend(group.iter().map(|&digit| char::from(digit)));
    }
    out
}
