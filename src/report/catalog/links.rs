//! Findings about links.

use crate::report::{Code, Finding, Place, nearest};

/// Nothing is published there; `guess` is a path that exists.
#[must_use]
pub fn broken(place: Place, path: &str, guess: Option<&str>, outside: bool) -> Finding {
    let message = if outside {
        format!("`{path}` leads out of content/")
    } else if path.ends_with(".md") {
        format!("no page is published at `{path}`")
    } else {
        format!("no page or file is published at `{path}`")
    };
    let help = guess.map(|guess| format!("the closest is `{guess}`")).or_else(|| elsewhere(path));
    Finding::new(Code::BrokenLink, place, message).maybe_help(help)
}

/// What to write for a path that is no path of this site.
fn elsewhere(path: &str) -> Option<String> {
    let (first, rest) = path.split_once('/').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let is_host = |name: &str| {
        let end = name.rsplit('.').next().unwrap_or("");
        name.contains('.') && !name.starts_with('.') && end.len() > 1 && end.chars().all(char::is_alphabetic)
    };
    if path.contains("{{") {
        return Some("write the address itself: a shortcode cannot stand in an address".to_owned());
    }
    match first.split_once('@') {
        Some((name, host)) if rest.is_none() && !name.is_empty() && is_host(host) => {
            Some(format!("write `mailto:{path}`"))
        }
        None if is_host(first) && (rest.is_some() || first.starts_with("www.")) => {
            Some(format!("write `https://{path}`"))
        }
        _ => None,
    }
}

/// A link that starts at the root of the host; `known` is the relative path of the page meant.
#[must_use]
pub fn root(place: Place, path: &str, known: Option<&str>) -> Finding {
    let help = known
        .map_or_else(|| "write a relative path to the Markdown file".to_owned(), |known| format!("write `{known}`"));
    Finding::new(Code::RootLink, place, format!("`{path}` starts at the root of the host, wherever this site lives"))
        .help(help)
        .note(
            "a relative path also works below a sub-path, in a folder on a stick, and where the repository is browsed",
        )
}

/// A link to a page that is not published; `why` ends the sentence.
#[must_use]
pub fn withheld(place: Place, path: &str, why: &str) -> Finding {
    Finding::new(Code::WithheldLink, place, format!("`{path}` is withheld: {why}"))
        .help("publish that page, or take the link out until then")
}

/// A fragment that names no heading. `known` are the first of the `total` headings; a near one is looked for only where
/// `guess` says so.
#[must_use]
pub fn broken_fragment(
    place: Place,
    fragment: &str,
    page: &str,
    (known, total): (&[&str], usize),
    guess: bool,
) -> Finding {
    let finding = Finding::new(Code::BrokenFragment, place, format!("{page} has no heading `#{fragment}`"));
    match nearest(fragment, known.iter().copied().take(if guess { known.len() } else { 0 })) {
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
