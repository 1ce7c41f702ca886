//! Findings about links.

use crate::report::story::{Example, PAGE, Story};
use crate::report::{Certainty, Code, Finding, Place};

/// A page of the setting `menu` that no language has.
#[must_use]
pub fn not_in_menu(place: Place, path: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::BrokenLink, place, format!("the page `{path}` does not exist in any language"));
    let finding = finding.did_you_mean(path, known.iter().copied(), Certainty::Suggested);
    finding.note("`menu` takes paths of Markdown files within a language folder, such as `about.md`")
}

/// A link to a path where nothing is published; `guesses` are similar paths that exist.
#[must_use]
pub fn broken(place: Place, path: &str, guesses: &[String], outside: bool) -> Finding {
    let message = if outside {
        format!("`{path}` points outside content/")
    } else if path.ends_with(".md") {
        format!("no page is published at `{path}`")
    } else {
        format!("no page or file is published at `{path}`")
    };
    let finding = Finding::new(Code::BrokenLink, place, message);
    match guesses {
        [] => elsewhere(finding, path),
        [guess] => finding.help(format!("the closest is `{guess}`")),
        several => finding.help(one_of(several)),
    }
}

/// A link that may mean several pages or files, at these relative paths.
#[must_use]
pub fn ambiguous(place: Place, path: &str, paths: &[String]) -> Finding {
    Finding::new(Code::BrokenLink, place, format!("`{path}` may mean several pages or files")).help(one_of(paths))
}

/// Maximum number of paths that a help names.
const NAMED: usize = 5;

fn one_of(paths: &[String]) -> String {
    if paths.len() > NAMED {
        return "many pages or files have this name; write the path of the one that is meant".to_owned();
    }
    let named: Vec<String> = paths.iter().map(|path| format!("`{path}`")).collect();
    format!("write one of {}", named.join(", "))
}

/// A link that leads to the only page or file that it can mean, whose relative path is `known`. `alias` is where the page names
/// the link as its old address.
#[must_use]
pub fn indirect(place: Place, path: &str, known: &str, alias: Option<Place>) -> Finding {
    let message = format!("`{path}` is interpreted as `{known}`");
    let finding = Finding::new(Code::IndirectLink, place, message).help(format!("write `{known}`"));
    match alias {
        Some(alias) => finding.label(alias, "the old address in the `aliases` of that page"),
        None => finding.note("the relative path of the file also works when browsing the repository"),
    }
}

/// Adds help for a path that looks like a shortcode, an e-mail address or a host.
fn elsewhere(finding: Finding, path: &str) -> Finding {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let is_host = |name: &str| {
        let end = name.rsplit('.').next().unwrap_or("");
        name.contains('.') && !name.starts_with('.') && end.len() > 1 && end.chars().all(char::is_alphabetic)
    };
    if path.contains("{{") || path.to_ascii_uppercase().contains("%7B%7B") {
        return finding.help("write the address itself: a shortcode cannot be used in an address");
    }
    let (scheme, certainty) = match first.split_once('@') {
        Some((name, host)) if rest.is_none() && !name.is_empty() && is_host(host) => ("mailto:", Certainty::Certain),
        // It may be `http` as well.
        None if is_host(first) && (rest.is_some() || first.starts_with("www.")) => ("https://", Certainty::Suggested),
        _ if path.ends_with(".md") || first.is_empty() => return finding,
        _ => return finding.help("put the file into the folder of the page, or correct the path"),
    };
    let start = finding.place.as_ref().and_then(|place| {
        let range = place.range()?;
        place.file().text()[range.clone()].starts_with(path).then_some(range.start)
    });
    let edit = start.map(|start| (start..start, scheme.to_owned()));
    finding.help(format!("write `{scheme}{path}`")).maybe_edit(edit, certainty)
}

/// A link that starts at the root of the host; `guesses` are the relative paths of what it may mean.
#[must_use]
pub fn root(place: Place, path: &str, guesses: &[String], is_image: bool) -> Finding {
    let name = path.rsplit('/').next().unwrap_or("");
    let is_page = !is_image && name.rsplit_once('.').is_none_or(|(_, ending)| matches!(ending, "md" | "html" | "htm"));
    let kind = if is_page { "Markdown file" } else { "file" };
    let help = match guesses {
        [] => format!("write a relative path to the {kind}"),
        [guess] => format!("the closest is `{guess}`"),
        several => one_of(several),
    };
    Finding::new(
        Code::RootLink,
        place,
        format!("`{path}` starts at the root of the host, but this site has no page or file there"),
    )
    .help(help)
    .note("for another part of the host, write the whole address with https")
}

/// A link to a page that is not published; `why` is a clause such as "it is a draft", `cause` is where the page says so.
#[must_use]
pub fn withheld(place: Place, path: &str, why: &str, cause: Place) -> Finding {
    Finding::new(Code::WithheldLink, place, format!("`{path}` is withheld: {why}"))
        .help("publish that page, or remove the link until then")
        .label(cause, "the reason")
}

/// A fragment that does not match a heading. `known` holds the first of the `total` headings; `guess` is the one that may be
/// meant.
#[must_use]
pub fn broken_fragment(
    place: Place,
    fragment: &str,
    page: &str,
    (known, total): (&[&str], usize),
    guess: Option<&str>,
) -> Finding {
    let finding = Finding::new(Code::BrokenFragment, place, format!("{page} has no heading `#{fragment}`"));
    match guess {
        Some(name) => finding.help(format!("the closest is `#{name}`")),
        None if known.is_empty() => finding,
        None => {
            let shown: Vec<String> = known.iter().take(8).map(|id| format!("#{id}")).collect();
            let more = total - shown.len();
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            finding.note(format!("it has {}{more}", shown.join(", ")))
        }
    }
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::BrokenLink,
        means: "A link does not lead to a page or file of this site. Links between pages are relative paths to their \
                Markdown files, so that they also work when browsing the repository.",
        matters: "On GPRS even the page that says \"not found\" takes more than two seconds to arrive. The reader has \
                  waited for nothing.",
        wrong: Example::Files(&[(PAGE, "See [the session](sesion.md).")]),
        right: Example::Files(&[(PAGE, "See [the session](session.md).")]),
        act: "Correct the path. It starts from the folder of the page that contains the link, and `../` goes one folder \
              up. The finding names the most similar page, if there is one.",
    },
    Story {
        code: Code::BrokenFragment,
        means: "The part of a link after `#` does not match a heading or another id on the page it leads to.",
        matters: "The reader lands at the top of the page and has to search for what the link promised.",
        wrong: Example::Files(&[(PAGE, "See [the charts](session.md#chart).")]),
        right: Example::Files(&[(PAGE, "See [the charts](session.md#charts).")]),
        act: "Correct the fragment. The id of a heading is made from its words; `## Words {#id}` sets an id that stays \
              the same when the words change.",
    },
    Story {
        code: Code::WithheldLink,
        means: "A link leads to a page that is not published: a draft, a page before its `publish` date, or one after its \
                `expires` date.",
        matters: "Only the editor can see the page; for readers the link is broken.",
        wrong: Example::Files(&[
            (PAGE, "See [the minutes](minutes.md)."),
            ("content/en/minutes.md", "---\ntitle: Minutes\ndraft: true\n---"),
        ]),
        right: Example::Files(&[
            (PAGE, "The minutes will follow."),
            ("content/en/minutes.md", "---\ntitle: Minutes\ndraft: true\n---"),
        ]),
        act: "Publish the page, or remove the link until then. If the link may wait for the page, set another level.",
    },
    Story {
        code: Code::RootLink,
        means: "A link or an image starts with `/`, at the root of the host, and no page or file of this site is there.",
        matters: "Either it leads nowhere, or it leaves the site, and then it works only on the host that the site was \
                  written for: not on a USB stick, in an archive or below another path.",
        wrong: Example::Files(&[(PAGE, "See [the shop](/shop/).")]),
        right: Example::Files(&[(PAGE, "See [the shop](https://example.org/shop/).")]),
        act: "Write the relative path to the Markdown file, or to the file itself for images and downloads. If the link \
              should lead to another part of the same host, write its whole address with https. Where `root-link` is \
              off, the link is published as it is written.",
    },
    Story {
        code: Code::IndirectLink,
        means: "A link leads to a page or file, but is not the relative path of its file: it is the address of the page \
                (`/about/`, `about/`, `about.html`), an old address, a folder (`./`, `../`), `README.md` for an \
                `index.md`, or a path from the root of the content (`@/about.md`).",
        matters: "The published link works, because only one page or file matches. But it does not work when browsing \
                  the repository, and it may mean another page after the next one is added.",
        wrong: Example::Files(&[(PAGE, "See [the session](/session/).")]),
        right: Example::Files(&[(PAGE, "See [the session](session.md).")]),
        act: "Write the relative path that the finding names, or run `firstflight fix`, which writes all of them.",
    },
];
