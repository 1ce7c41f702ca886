//! Findings about addresses of other sites, which `check-external` asks.

use crate::report::story::{Example, Story};
use crate::report::{Certainty, Code, Finding, Place};

/// An address that was found dead twice; `why` is what its server said, `since` the day on which it was first found dead.
#[must_use]
pub fn dead(place: Place, address: &str, why: &str, since: &str) -> Finding {
    Finding::new(Code::DeadExternalLink, place, format!("`{address}` is dead: {why}"))
        .help("name another address, or remove the link")
        .note(format!("it was first found dead on {since}"))
}

/// An address that was found dead once.
#[must_use]
pub fn perhaps_dead(place: Place, address: &str, why: &str) -> Finding {
    Finding::new(Code::UncertainExternalLink, place, format!("`{address}` seems to be dead: {why}"))
        .note("if it still is in a day, this is an error")
}

/// An address whose server does not answer programs.
#[must_use]
pub fn blocked(place: Place, address: &str, why: &str) -> Finding {
    Finding::new(Code::UncertainExternalLink, place, format!("`{address}` is not shown to programs: {why}"))
        .help("open it in a browser")
}

/// An address of which nothing could be found out.
#[must_use]
pub fn unknown(place: Place, address: &str, why: &str) -> Finding {
    Finding::new(Code::UncertainExternalLink, place, format!("`{address}` could not be checked: {why}"))
}

/// An address whose server sends everyone on to another one for good.
#[must_use]
pub fn moved(place: Place, address: &str, to: &str) -> Finding {
    let finding = Finding::new(Code::MovedExternalLink, place, format!("`{address}` has moved to `{to}`"));
    let written = finding.place.as_ref().and_then(|place| {
        let range = place.range()?;
        (place.file().text()[range.clone()] == *address).then_some(range)
    });
    finding
        .help(format!("write `{to}`, if it is still what you mean"))
        .maybe_edit(written.map(|range| (range, to.to_owned())), Certainty::Suggested)
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::DeadExternalLink,
        means: "`firstflight check-external` has asked for an address of another site twice, at least 20 hours apart, and both \
                times its server said that nothing is there (404 or 410), or no host had its name.",
        matters: "A reader on a slow link waits seconds for an error page. A number whose source cannot be opened cannot be \
                  trusted.",
        wrong: Example::Shown(
            "firstflight check-external\n(https://example.org/report.pdf: 404 Not Found on Monday and on Tuesday)",
        ),
        right: Example::Shown("firstflight check-external\n(https://example.org/reports/2026/: found)"),
        act: "Search the site for the new address of the page, or name a copy in an archive. If the address works in a browser, \
              write `dead-external-link: note` under `findings` in content/site.yaml.",
    },
    Story {
        code: Code::UncertainExternalLink,
        means: "`firstflight check-external` has not found an address of another site: it seems dead for the first time, its server \
                answers only browsers or asks for a password, it did not answer in time, or its host is in a private network.",
        matters: "Sites are out of order for a while, and many refuse programs. That alone says nothing about the link, so it fails \
                  nothing; but somebody should open it.",
        wrong: Example::Shown("firstflight check-external\n(https://example.org/: its server answers 403 Forbidden)"),
        right: Example::Shown("firstflight check-external\n(https://example.org/: found)"),
        act: "Open the address in a browser. An address of a private network cannot be reached by readers: remove it.",
    },
    Story {
        code: Code::MovedExternalLink,
        means: "The server of another site answers that an address has a new one for good: each redirect on the way has the status \
                301 or 308.",
        matters: "Each redirect costs a reader on a slow link a second or two, and ends when the site is next rebuilt.",
        wrong: Example::Shown("firstflight check-external\n(http://example.org/ leads on to https://example.org/)"),
        right: Example::Shown("firstflight check-external\n(https://example.org/: found)"),
        act: "Write the new address. Look at it first: some sites send every old address to their home page.",
    },
];
