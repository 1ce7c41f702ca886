//! Findings about what the host of a site cannot do.

use crate::report::story::{Example, SITE, Story};
use crate::report::{Code, Finding, Level, Place};

/// A host that sends no headers of a site, in settings that do not say what to do about it.
#[must_use]
pub fn no_headers(place: Place, host: &str) -> Finding {
    Finding::new(
        Code::HostLimit,
        place,
        format!("`{host}` sends no headers of the site, so pages have no content security policy"),
    )
    .help("add `csp: meta` to write it into each page, or `csp: off`")
}

/// What exceeds a limit of the host, as a sentence without a full stop.
#[must_use]
pub fn exceeded(place: Place, limit: &str) -> Finding {
    Finding { level: Level::Warning, ..Finding::new(Code::HostLimit, place, limit) }
        .help("write `csp: meta` for a policy in each page, or remove `aliases` that nobody follows any more")
}

/// What was made to fit into a limit of the host, and how, as a sentence without a full stop.
#[must_use]
pub fn met(place: Place, limit: &str) -> Finding {
    Finding::new(Code::HostLimit, place, limit)
        .help("write `csp: meta` for a policy of its own in each page, or keep it: pages work alike")
}

/// What `firstflight explain` says of these findings.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::HostLimit,
    means: "The host of the site, `host` in content/site.yaml, cannot do all that Firstflight would have it do: GitHub Pages, \
            GitLab Pages and S3 send no headers of a site, and Cloudflare Pages reads a limited number of rules.",
    matters: "A content security policy makes browsers refuse what a page does not contain itself. A host that sends no headers \
              sends no policy.",
    wrong: Example::Files(&[(SITE, "host: github-pages")]),
    right: Example::Files(&[(SITE, "host: github-pages\ncsp: meta")]),
    act: "Write `csp: meta` to have the policy in each page, which makes pages a little larger, or `csp: off` to have none.",
}];
