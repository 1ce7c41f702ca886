//! Parts of links as they are written, and the texts that replace them.

use crate::import::destinations::Form;
use crate::percent::encode_written;

/// Whether a fragment is these parts of a heading, with words between them for the emoji.
pub fn has_names_between(fragment: &str, parts: &[String]) -> bool {
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    let Some(mut rest) = fragment.strip_prefix(first.as_str()) else { return false };
    for part in &parts[1..] {
        // Without words after it, the names end the fragment.
        let after =
            if part.is_empty() { Some("") } else { rest.split_once(&format!("-{part}")).map(|(_, after)| after) };
        let has_name = |after: &str| !rest[..rest.len() - after.len()].trim_matches('-').is_empty();
        match after.filter(|after| has_name(after)) {
            Some(after) => rest = after,
            None => return false,
        }
    }
    last.is_empty() || rest.is_empty()
}

/// The scheme of an address; empty where it begins with `//`.
pub fn scheme(address: &str) -> Option<&str> {
    if address.starts_with("//") {
        return Some("");
    }
    let end = address.find([':', '/', '?', '#'])?;
    let scheme = &address[..end];
    (address[end..].starts_with(':') && !scheme.is_empty()).then_some(scheme)
}

/// An address without its query and fragment.
pub fn before(address: &str) -> &str {
    &address[..address.find(['?', '#']).unwrap_or(address.len())]
}

/// The relative path from one file to another, encoded.
#[must_use]
pub fn relative(from: &str, to: &str) -> String {
    let mut from: Vec<&str> = from.split('/').collect();
    from.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count().min(to.len() - 1);
    let up = from.len() - shared;
    let rest: Vec<String> = to[shared..].iter().map(|part| encode_written(part, true)).collect();
    "../".repeat(up) + &rest.join("/")
}

/// Encodes the characters of an address that would end it where it is written.
pub fn escaped(link: &str, form: Form) -> String {
    match form {
        Form::Attribute(..) => link.replace('"', "%22").replace('\'', "%27").replace('&', "&amp;").replace(' ', "%20"),
        _ => link
            .replace('(', "%28")
            .replace(')', "%29")
            .replace('<', "%3C")
            .replace('>', "%3E")
            .replace(' ', "%20")
            .replace('\\', "%5C"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_folder_of_the_page() {
        for (from, to, expected) in [
            ("en/a.md", "en/b.md", "b.md"),
            ("en/a/b.md", "en/c.md", "../c.md"),
            ("en/a/b.md", "fr/a/b.md", "../../fr/a/b.md"),
            ("en/a/index.md", "en/a/b c.md", "b%20c.md"),
            ("en/a.md", "en/a/b.md", "a/b.md"),
        ] {
            assert_eq!(relative(from, to), expected);
        }
    }

    #[test]
    fn names_of_emoji_may_be_between_the_parts_of_a_heading() {
        for (fragment, parts, expected) in [
            ("bugs-crab", vec!["bugs", ""], true),
            ("bugs", vec!["bugs", ""], false),
            ("crab-bugs", vec!["", "bugs"], true),
            ("crab-bugs-more", vec!["", "bugs"], false),
            ("a-woman-computer-b", vec!["a", "b"], true),
            ("b-crab", vec!["a", ""], false),
        ] {
            let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
            assert_eq!(has_names_between(fragment, &parts), expected, "{fragment}");
        }
    }

    #[test]
    fn schemes_are_distinguished_from_paths() {
        for (address, expected) in
            [("http://x", Some("http")), ("//x", Some("")), ("a/b:c", None), ("#a:b", None), ("a.md", None)]
        {
            assert_eq!(scheme(address), expected, "{address}");
        }
    }
}
