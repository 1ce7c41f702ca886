//! Findings about front matter, addresses and dates of pages.

use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Level, Place};

/// A page without front matter; `title` is a title that would suit it.
#[must_use]
pub fn missing_front_matter(place: Place, title: &str) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "this page does not begin with front matter")
        .help(format!("start the file with three lines: `---`, `title: {title}`, `---`"))
}

/// Front matter that follows empty lines.
#[must_use]
pub fn late_front_matter(place: Place) -> Finding {
    let text = place.file().text();
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let empty = start..text.find("---").unwrap_or(start);
    Finding::new(Code::MissingFrontMatter, place, "front matter must start on the first line")
        .help("delete the empty lines above `---`")
        .edit(empty, "", Certainty::Certain)
}

/// Front matter in the format of another program, such as TOML.
#[must_use]
pub fn other_front_matter(place: Place) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "this front matter is not YAML")
        .help("start the file with three lines: `---`, `title: …`, `---`")
}

/// Front matter without a closing `---`.
#[must_use]
pub fn unclosed_front_matter(place: Place) -> Finding {
    Finding::new(Code::UnclosedFrontMatter, place, "this front matter is not closed")
        .help("add a line with only `---` after the last key")
}

/// A language without a home page.
#[must_use]
pub fn missing_home(place: Place, tag: &str) -> Finding {
    Finding::new(Code::MissingHome, place, format!("the language `{tag}` has no home page"))
        .help(format!("write content/{tag}/index.md"))
}

/// A slug of a page whose address does not depend on it.
#[must_use]
pub fn fixed_address(place: Place, address: &str) -> Finding {
    Finding::new(Code::InvalidValue, place, format!("a slug cannot change the address of this page, `{address}`"))
        .help("remove `slug`")
}

/// Two claims on one address; `other` names the file that made the first claim.
#[must_use]
pub fn address_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the address `{address}` is already taken"))
        .help(help)
        .note(format!("it is claimed by {other}"))
}

/// An address that needs a folder where a file is published.
#[must_use]
pub fn file_for_folder(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("a file is published where `{address}` needs a folder"))
        .help(help)
        .note(format!("the file is {other}"))
}

/// A file or folder at the path of the compressed form of a generated file; `other` is the source of that file.
#[must_use]
pub fn compressed_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the address `{address}` is reserved for a compressed form"))
        .help(help)
        .note(format!("the host would send this instead of what {other} publishes"))
}

/// An alias whose compressed form would be at the path of a published file; `other` is that file.
#[must_use]
pub fn compressed_alias_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the compressed form of `{address}` is already taken"))
        .help(help)
        .note(format!("the host would send {other} in its place"))
}

/// An alias that is the address of its own page, or is given twice.
#[must_use]
pub fn own_alias(place: Place, address: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("`{address}` already leads to this page")).help("remove this alias")
}

/// Two addresses that differ only in case.
#[must_use]
pub fn case_clash(place: Place, address: &str, other_address: &str, other: &str) -> Finding {
    Finding::new(
        Code::AddressClash,
        place,
        format!("the address `{address}` differs from `{other_address}` only in upper and lower case"),
    )
    .help("use lower case in file names and slugs")
    .note(format!("many systems treat both as the same; the other is claimed by {other}"))
}

/// A page that is not published; `why` is a clause such as "it is a draft".
#[must_use]
pub fn withheld(place: Place, why: &str) -> Finding {
    Finding::new(Code::Withheld, place, format!("this page is withheld: {why}"))
}

/// An expected finding that did not occur.
#[must_use]
pub fn unmet_expectation(place: Place, code: &str) -> Finding {
    Finding::new(Code::UnmetExpectation, place, format!("expected finding `{code}` did not occur on this page"))
        .help("remove this expectation")
}

/// A page over its budget; `parts` are listed with their bytes, heaviest first.
#[must_use]
pub fn over_budget(place: Place, sent: u64, budget: u64, encoding: &str, parts: &[(&str, u64)]) -> Finding {
    let mut finding = Finding::new(
        Code::OverBudget,
        place,
        format!(
            "this page is {} bytes on the wire ({encoding}), {} over the budget of {}",
            thousands(sent),
            thousands(sent.saturating_sub(budget)),
            thousands(budget)
        ),
    );
    finding.level = Level::Error;
    for (name, bytes) in parts {
        finding = finding.note(format!("{:>8} bytes  {name}", thousands(*bytes)));
    }
    finding.note("8,500 bytes arrive in one round trip over TLS and HTTP/2; `budget` in content/site.yaml sets another limit")
        .help("split the page, or shorten it")
}
