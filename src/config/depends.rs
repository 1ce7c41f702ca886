//! Which findings depend on which settings. If a setting cannot be read, the findings that depend on it may be false, so
//! they are not reported, and expectations of them count as met.

use std::collections::BTreeSet;

use crate::marks;
use crate::report::{Code, nearest};

/// Findings in pages that depend on the theme: another theme may have the shortcode, the template or the text.
pub const OF_THEME: [Code; 16] = [
    Code::UnknownShortcode,
    Code::UnknownArgument,
    Code::MissingArgument,
    Code::WrongArgument,
    Code::BlockInLine,
    Code::MissingTemplate,
    Code::MissingString,
    // A template may list the records, with an anchor for each.
    Code::BrokenFragment,
    Code::OverBudget,
    Code::LargeEdition,
    Code::GrownPage,
    // A theme says which colour is the ground of which.
    Code::LowContrast,
    // A template may name files.
    Code::UnusedFile,
    // A template may show them as images.
    Code::PhotoMetadata,
    // A template may read it.
    Code::MisplacedKey,
    Code::UnmetExpectation,
];

/// The findings that depend on each setting. Those that depend on `findings` are its keys.
const OF_KEYS: [(&str, &[Code]); 17] = [
    ("base_url", &[Code::NoUidDomain]),
    ("uid_domain", &[Code::NoUidDomain]),
    // Digits in the title and in names are not numbers.
    ("title", &[Code::LooseNumber]),
    ("names", &[Code::LooseNumber]),
    ("theme", &OF_THEME),
    ("colours", &[Code::LowContrast]),
    ("menu", &[Code::MisplacedKey]),
    ("host", &[Code::OverBudget, Code::LargeEdition, Code::GrownPage, Code::AddressClash, Code::HostLimit]),
    ("csp", &[Code::OverBudget, Code::LargeEdition, Code::GrownPage, Code::HostLimit]),
    (
        "languages",
        &[
            Code::MissingHome,
            Code::MisplacedFile,
            Code::AddressClash,
            Code::MissingString,
            Code::MissingTranslation,
            Code::OtherScript,
        ],
    ),
    ("budget", &[Code::OverBudget, Code::LargeEdition]),
    // These name files.
    ("banner", &[Code::UnusedFile]),
    ("footer", &[Code::UnusedFile]),
    ("logo", &[Code::UnusedFile]),
    ("favicon", &[Code::UnusedFile]),
    ("open_graph", &[Code::UnusedFile]),
    // HTML that is let through has ids, and its tags are not text.
    ("raw_html", &[Code::RawHtml, Code::RemovedHtml, Code::BrokenFragment, Code::LooseNumber]),
];

/// The findings that depend on any setting.
#[must_use]
pub fn on_any() -> BTreeSet<Code> {
    let of_keys = OF_KEYS.iter().flat_map(|(_, codes)| codes.iter().copied());
    of_keys.chain([Code::UnmetExpectation]).collect()
}

/// The findings that depend on the setting `key`, or on the one that a misspelt key is closest to.
pub fn on_key(key: &str) -> impl Iterator<Item = Code> {
    // A character that looks like a space can make any line a key of its own.
    let any = key.contains(marks::is_like_a_space).then(on_any);
    on_exact_or_close(key).chain(any.into_iter().flatten())
}

fn on_exact_or_close(key: &str) -> impl Iterator<Item = Code> {
    let exact = OF_KEYS.iter().find(|(name, _)| *name == key);
    let close = || nearest(key, OF_KEYS.iter().map(|(name, _)| *name));
    let found = exact.or_else(|| close().and_then(|close| OF_KEYS.iter().find(|(name, _)| *name == close)));
    found.into_iter().flat_map(|(_, codes)| codes.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_counts_as_the_closest_one() {
        assert_eq!(on_key("raw-html").collect::<Vec<_>>(), on_key("raw_html").collect::<Vec<_>>());
        assert_eq!(on_key("nmaes").collect::<Vec<_>>(), [Code::LooseNumber]);
        assert_eq!(on_key("smart_punctuation").count(), 0);
    }

    #[test]
    fn the_findings_of_each_key_depend_on_the_settings() {
        let all = on_any();
        assert!(OF_KEYS.iter().all(|(key, _)| on_key(key).all(|code| all.contains(&code))));
    }
}
