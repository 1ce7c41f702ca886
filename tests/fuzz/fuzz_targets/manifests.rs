//! Any list of published files is refused, or read and written alike, with paths below the site.
#![no_main]

use firstflight::manifest::{SiteManifest, is_relative};
use firstflight::reach::ReachRecord;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(manifest) = SiteManifest::parse(bytes) {
        assert!(manifest.files.keys().all(|path| is_relative(path)));
        let again = SiteManifest::parse(manifest.text().as_bytes()).expect("what was written can be read");
        assert_eq!(again.text(), manifest.text());
    }
    if let Some(record) = std::str::from_utf8(bytes).ok().and_then(ReachRecord::parse) {
        assert_eq!(ReachRecord::parse(&record.text()), Some(record));
    }
});
