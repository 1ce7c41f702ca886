//! Any file of records or settings is read, or reported at a place that exists.
#![no_main]

use firstflight::config;
use firstflight::read;
use firstflight::report::SourceFile;
use firstflight_fuzz::{check_places, on_worker};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let Some((kind, bytes)) = input.split_first() else { return };
    let loaded = || Ok(bytes.to_vec());
    on_worker(|| match kind % 5 {
        0 => check_places(&read::statistics("content/statistics.yaml", loaded()).findings),
        1 => check_places(&read::sources("content/sources.yaml", loaded()).findings),
        2 => check_places(&read::events("content/events.yaml", loaded()).findings),
        4 => check_places(&read::translations("content/translations.yaml", loaded()).findings),
        _ => {
            let Ok(text) = String::from_utf8(bytes.to_vec()) else { return };
            let mut findings = Vec::new();
            drop(config::load(Some(&SourceFile::new("content/site.yaml", text)), &["en".to_owned()], &mut findings));
            check_places(&findings);
        }
    });
});
