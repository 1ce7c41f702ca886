//! The files of the site that each file of the output was made from, for the manifest.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Paths;
use crate::names::slashed;
use crate::output::{Body, Output};
use crate::site::{self, Page, Purpose, RecordId, Site};

use super::Options;

/// The files that each file of the output was made from, besides settings and theme. Files that are made from the whole site are
/// left out. `pictures` are the versions of images, each with the number of its file.
pub(super) fn made_from(
    site: &Site,
    output: &Output,
    pictures: &[(String, usize)],
    options: &Options,
) -> BTreeMap<String, Vec<String>> {
    let mut made = BTreeMap::new();
    for (path, artifact) in output.iter() {
        // Files that are published as they are, of the site or of its theme.
        if let Body::File { path: disk, .. } = &artifact.body
            && let Some(shown) =
                disk.strip_prefix(&options.site).ok().and_then(|path| slashed(path).into_os_string().into_string().ok())
        {
            made.insert(path.to_owned(), vec![shown]);
        }
    }
    for (path, file) in pictures {
        made.insert(path.clone(), vec![site.files[*file].plain.shown.clone()]);
    }
    for page in &site.pages {
        made.insert(site::output_path(&page.address), of_page(site, page));
    }
    for page in &site.generated {
        if let Purpose::Redirect(to) = page.purpose {
            made.insert(site::output_path(&page.address), vec![site.pages[to].source.file.path().to_owned()]);
        }
    }
    made
}

/// The files that a page was made from: its own, and those of the records that it shows.
fn of_page(site: &Site, page: &Page) -> Vec<String> {
    let mut records = BTreeSet::new();
    for id in site.record_ids(page) {
        match id {
            RecordId::Statistic(_) => records.extend([Paths::STATISTICS, Paths::SOURCES]),
            RecordId::Event(_) => records.extend([Paths::EVENTS]),
        }
    }
    if page.event.is_some() {
        records.insert(Paths::EVENTS);
    }
    std::iter::once(page.source.file.path()).chain(records).map(str::to_owned).collect()
}
