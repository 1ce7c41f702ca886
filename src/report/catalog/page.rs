//! Findings about front matter, addresses and dates of pages.

use crate::report::text::thousands;
use crate::report::{Code, Finding, Level, Place};

/// No front matter; `title` is what the page seems to be called.
#[must_use]
pub fn missing_front_matter(place: Place, title: &str) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "this page does not begin with front matter")
        .help(format!("begin the file with three lines: `---`, `title: {title}`, `---`"))
}

/// Front matter below empty lines.
#[must_use]
pub fn late_front_matter(place: Place) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "front matter has to begin on the first line")
        .help("delete the empty lines above `---`")
}

/// Front matter as other programs have it.
#[must_use]
pub fn other_front_matter(place: Place) -> Finding {
    Finding::new(Code::MissingFrontMatter, place, "this front matter is not YAML")
        .help("begin the file with three lines: `---`, `title: …`, `---`")
}

/// Front matter without its end.
#[must_use]
pub fn unclosed_front_matter(place: Place) -> Finding {
    Finding::new(Code::UnclosedFrontMatter, place, "this front matter is never closed")
        .help("end it with a line that holds only `---`")
}

/// No home page in a language.
#[must_use]
pub fn missing_home(place: Place, tag: &str) -> Finding {
    Finding::new(Code::MissingHome, place, format!("the language `{tag}` has no home page"))
        .help(format!("write content/{tag}/index.md"))
}

/// Two claims on one address; `other` is where the first claim stands.
#[must_use]
pub fn address_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the address `{address}` is already taken"))
        .help(help)
        .note(format!("it is claimed by {other}"))
}

/// An address below a path that is taken by a file.
#[must_use]
pub fn file_for_folder(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("a file lies where `{address}` needs a folder"))
        .help(help)
        .note(format!("it is {other}"))
}

/// A file or folder at the path of the compressed form of something that we write; `other` is what that is made from.
#[must_use]
pub fn compressed_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the address `{address}` is reserved for a compressed form"))
        .help(help)
        .note(format!("the host would send this instead of what {other} publishes"))
}

/// An alias whose compressed form would lie where a file is published; `other` is that file.
#[must_use]
pub fn compressed_alias_clash(place: Place, address: &str, other: &str, help: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("the compressed form of `{address}` is already taken"))
        .help(help)
        .note(format!("the host would send {other} in its place"))
}

/// An alias that is the address of its own page, or is given twice.
#[must_use]
pub fn own_alias(place: Place, address: &str) -> Finding {
    Finding::new(Code::AddressClash, place, format!("`{address}` leads to this page already"))
        .help("take this alias out")
}

/// Two addresses that are one on systems that ignore case.
#[must_use]
pub fn case_clash(place: Place, address: &str, other_address: &str, other: &str) -> Finding {
    Finding::new(
        Code::AddressClash,
        place,
        format!("the address `{address}` differs from `{other_address}` only in upper and lower case"),
    )
    .help("use lower case in file names and slugs")
    .note(format!("many systems take both for one; the other is claimed by {other}"))
}

/// A page that is not published; `why` ends the sentence.
#[must_use]
pub fn withheld(place: Place, why: &str) -> Finding {
    Finding::new(Code::Withheld, place, format!("this page is withheld: {why}"))
}

/// An expectation that nothing meets.
#[must_use]
pub fn unmet_expectation(place: Place, code: &str) -> Finding {
    Finding::new(Code::UnmetExpectation, place, format!("no finding `{code}` on this page meets this expectation"))
        .help("remove it")
}

/// More bytes than the budget; `parts` are named with their bytes, heaviest first.
#[must_use]
pub fn over_budget(place: Place, sent: u64, budget: u64, encoding: &str, parts: &[(&str, u64)]) -> Finding {
    let mut finding = Finding::new(
        Code::OverBudget,
        place,
        format!(
            "this page travels as {} bytes ({encoding}), {} over its budget of {}",
            thousands(sent),
            thousands(sent.saturating_sub(budget)),
            thousands(budget)
        ),
    );
    finding.level = Level::Error;
    for (name, bytes) in parts {
        finding = finding.note(format!("{:>8} bytes  {name}", thousands(*bytes)));
    }
    finding.note("8,500 bytes are what arrives in one round trip over TLS and HTTP/2; the budget is set in content/site.yaml")
        .help("split the page, or say it in fewer words")
}
