//! Findings about YAML: front matter, settings and records alike.

use crate::marks;
use crate::report::equivalents::{advice, renamed};
use crate::report::story::{Example, PAGE, SITE, Story};
use crate::report::text::thousands;
use crate::report::{Certainty, Code, Finding, Place, nearest};

/// Invalid YAML for a reason that is not known.
#[must_use]
pub fn invalid(place: Place) -> Finding {
    Finding::new(Code::InvalidYaml, place, "this is not valid YAML")
        .help("put text in quotes if it contains `: ` or `#` or starts with a punctuation mark; indent with spaces")
}

/// Invalid YAML for a known reason, which `words` describes.
#[must_use]
pub fn unreadable(place: Place, words: &str) -> Finding {
    Finding::new(Code::InvalidYaml, place, words)
}

/// A character that looks like a space, where `better` belongs.
#[must_use]
pub fn false_space(place: Place, c: char, better: &str) -> Finding {
    let help = if better.is_empty() { "delete it" } else { "delete it and type a space" };
    let range = place.range();
    Finding::new(Code::InvalidYaml, place, format!("the character {} is not a space", marks::described(c)))
        .help(format!("{help}; most editors show it as a space or not at all"))
        .maybe_edit(range.map(|range| (range, better.to_owned())), Certainty::Certain)
}

/// A key given twice; `first` is the place of the first, if known.
#[must_use]
pub fn duplicate_key(place: Place, key: &str, first: Option<Place>) -> Finding {
    let finding =
        Finding::new(Code::DuplicateKey, place, format!("the key `{key}` is given twice")).help("keep one of them");
    match first {
        Some(first) => finding.label(first, "the first"),
        None => finding,
    }
}

/// YAML that exceeds a limit, which `words` names.
#[must_use]
pub fn limit(place: Place, words: &str) -> Finding {
    Finding::new(Code::YamlLimit, place, format!("this YAML exceeds a limit: {words}"))
}

/// What the front matter of a page is called in messages.
pub const FRONT_MATTER: &str = "the front matter";

/// An unknown key in `subject`. Keys of other generators are answered with their equivalent.
#[must_use]
pub fn unknown_key(place: Place, key: &str, subject: &str, known: &[&str]) -> Finding {
    let finding = Finding::new(Code::UnknownKey, place, format!("unknown key `{key}` in {subject}"));
    if let Some(c) = key.chars().find(|c| marks::is_like_a_space(*c)) {
        let message = format!("delete the character {} and type a space where one is needed", marks::described(c));
        let finding = finding.help(message).note("most editors show it as a space or not at all");
        let visible: String = key.chars().filter(|c| !marks::is_like_a_space(*c)).collect();
        return if known.contains(&&*visible) { finding.rename(key, &visible, Certainty::Certain) } else { finding };
    }
    if let Some(name) = before_missing_colon(key, known) {
        return finding.help(format!("write `: ` after `{name}`"));
    }
    if let Some(advice) = advice(key, known) {
        let finding = finding.help(advice);
        // What one page takes over from another system, many do.
        let finding = if subject == FRONT_MATTER { finding.gathered() } else { finding };
        return match renamed(key, known) {
            Some(name) => finding.rename(key, name, Certainty::Suggested),
            None => finding,
        };
    }
    if nearest(key, known.iter().copied()).is_some() {
        return finding.did_you_mean(key, known.iter().copied(), Certainty::Certain);
    }
    let mut names = known.to_vec();
    names.sort_unstable();
    finding.note(format!("known keys: `{}`", names.join("`, `")))
}

/// Adds to the finding for an unknown key of front matter with a list of texts how to gather pages by it, unless a known key is
/// meant.
#[must_use]
pub fn undeclared_taxonomy(finding: Finding, key: &str) -> Finding {
    let is_name = key.starts_with(char::is_alphabetic) && key.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
    let name = key.to_lowercase();
    if finding.edit.is_some() || !is_name {
        return finding;
    }
    let declared = format!("`taxonomies: {{ {name}: {{ title: … }} }}` in content/site.yaml");
    let otherwise = "or write it under `extra`, for templates only";
    let help = format!("to gather pages by `{name}`, declare {declared}; {otherwise}");
    Finding { help: Some(help), ..finding }
}

/// The known key that a longer one begins with, if `: ` after it would make a key and a value of the rest.
fn before_missing_colon<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    known
        .iter()
        .copied()
        .find(|name| key.strip_prefix(name).is_some_and(|rest| rest.starts_with([':', '=', ' ', '{', '['])))
}

/// A number with a comma where a comma separates entries.
#[must_use]
pub fn comma_in_number(place: Place, key: &str, digits: &str) -> Finding {
    invalid_value(place, "a comma separates entries here and cannot be part of a number")
        .help(format!("write `{key}: {digits}`"))
}

/// A key without a value, above keys that are only known inside of it.
#[must_use]
pub fn not_indented(place: Place, key: &str, subject: &str, inner: &str) -> Finding {
    let help = match inner.chars().next().filter(|c| marks::is_like_a_space(*c)) {
        Some(c) => {
            let visible = inner.trim_start_matches(marks::is_like_a_space);
            format!("indent `{visible}` with spaces, without the character {}", marks::described(c))
        }
        None => format!("indent `{inner}`, and what else belongs to `{key}`, by two spaces"),
    };
    Finding::new(Code::MissingKey, place, format!("`{key}` is empty in {subject}")).help(help)
}

/// A missing key.
#[must_use]
pub fn missing_key(place: Place, key: &str, subject: &str) -> Finding {
    let help = match key {
        "period" => {
            "add a line such as `period: \"2019\"`, or `period: unknown` if the source does not give one".to_owned()
        }
        _ => format!("add a line `{key}: …`"),
    };
    Finding::new(Code::MissingKey, place, format!("`{key}` is missing in {subject}")).help(help)
}

/// A text of more than `limit` bytes.
#[must_use]
pub fn text_too_long(place: Place, key: &str, limit: usize) -> Finding {
    Finding::new(Code::TooMuch, place, format!("`{key}` is longer than {} bytes", thousands(limit as u64)))
        .help("write long texts in the body of a page")
}

/// A key without a value; `written` is the rest of its line.
#[must_use]
pub fn empty_key(place: Place, key: &str, subject: &str, written: &str) -> Finding {
    let finding = Finding::new(Code::MissingKey, place, format!("`{key}` is empty in {subject}"));
    match written.chars().next() {
        Some('#') => finding.help("put the text in quotes: `#` starts a comment"),
        Some(sign @ ('!' | '&')) => {
            finding.help(format!("put the text in quotes: `{sign}` has a special meaning at the start of a value"))
        }
        _ => finding.help(format!("write a value after `{key}:`")),
    }
}

/// A value that is shorter than it was written.
#[must_use]
pub fn cut_value(place: Place, message: String) -> Finding {
    Finding::new(Code::CutValue, place, message)
        .help("put the whole value in quotes, or a comment on a line of its own")
}

/// A record, a file of records or front matter of the wrong type.
#[must_use]
pub fn wrong_subject_type(place: Place, subject: &str, wanted: &str, got: &str) -> Finding {
    Finding::new(Code::WrongType, place, format!("{subject} must be {wanted}, not {got}"))
}

/// A value of the wrong type.
#[must_use]
pub fn wrong_type(place: Place, key: &str, wanted: &str, got: &str) -> Finding {
    with_false_space(Finding::new(Code::WrongType, place, format!("`{key}` takes {wanted}, not {got}")))
}

/// A value of the right type that its key does not accept.
#[must_use]
pub fn invalid_value(place: Place, message: impl Into<String>) -> Finding {
    with_false_space(Finding::new(Code::InvalidValue, place, message))
}

/// Names a character that looks like a space in the value that a finding is about: it may be all that is wrong.
fn with_false_space(finding: Finding) -> Finding {
    let found = finding.place.as_ref().and_then(|place| {
        let (text, range) = (place.file().text(), place.range()?);
        let line = text.get(range.clone())?.lines().next()?;
        // The place ends before white space.
        let after = text[range.start + line.len()..].chars().take_while(|c| marks::is_like_a_space(*c));
        let is_joiner = |c: char| matches!(c, '\u{200C}' | '\u{200D}');
        line.chars().chain(after).find(|c| marks::is_like_a_space(*c) && !is_joiner(*c))
    });
    match found.map(marks::described) {
        Some(c) => {
            finding.note(format!("it contains the character {c}, which most editors show as a space or not at all"))
        }
        None => finding,
    }
}

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[
    Story {
        code: Code::InvalidYaml,
        means: "The front matter of a page, content/site.yaml or a file of records is not valid YAML. The finding \
                points to where the parser stopped; the mistake is there or just before it.",
        matters: "What cannot be parsed cannot be published: the page would have no title, or the record no value.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: Broadband: the session\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: \"Broadband: the session\"\n---")]),
        act: "Put text in double quotes if it contains `#` or a colon followed by a space, or if it starts with a \
              punctuation mark such as `[`, `*` or `@`. Indent with spaces; tabs are not allowed.",
    },
    Story {
        code: Code::DuplicateKey,
        means: "A mapping contains the same key twice.",
        matters: "YAML parsers keep one of the two values, and not all keep the same one.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: The session\ntitle: The webinar\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The webinar\n---")]),
        act: "Keep the right line and delete the other.",
    },
    Story {
        code: Code::UnknownKey,
        means: "A key is not known at its place. Usually it is misspelt, belongs a level higher or deeper, or comes \
                from another site generator.",
        matters: "If it were ignored, a misspelt `expires` would leave a page online for ever.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: The session\nweight: 2\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\norder: 2\n---")]),
        act: "Correct the key. The finding names the known key with a similar name, or the equivalent of a key of \
              Hugo, Zola or Jekyll. Put values of your own, such as tags, under `extra`, where templates can use \
              them.",
    },
    Story {
        code: Code::CutValue,
        means: "A value in front matter is shorter than it was written: ` #` begins a comment, and `!` or `&` at the start of a \
                value has a meaning in YAML.",
        matters: "Readers miss a part of the title or the description, and nothing shows that it was there.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: Session #B\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: \"Session #B\"\n---")]),
        act: "Put the whole value in quotes. Put a comment on a line of its own.",
    },
    Story {
        code: Code::MissingKey,
        means: "A required key is missing: the `title` of a page or of the site, or a key of a record.",
        matters: "A page without a title has no name in search results, tabs, histories and screen readers. A \
                  statistic without its source is a number that nobody can check.",
        wrong: Example::Files(&[(PAGE, "---\ndescription: When it took place.\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\ndescription: When it took place.\n---")]),
        act: "Add the key. Where the key allows it, `unknown` says that a value is not known.",
    },
    Story {
        code: Code::WrongType,
        means: "A value has another type than its key takes: a list instead of a text, or a text instead of a number.",
        matters: "A guess would usually be right, but its errors would go unnoticed.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: The session\norder: second\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\norder: 2\n---")]),
        act: "Write the type of value that the finding names. Write `true`, `false` and numbers without quotes, and \
              text that looks like a number in quotes, as in `period: \"2019\"`.",
    },
    Story {
        code: Code::InvalidValue,
        means: "A value has the right type but is not valid for its key: a date that does not exist, an unknown host, \
                a slug with a slash in it.",
        matters: "Published as it is, it would be false or lead to an address that nobody can open.",
        wrong: Example::Files(&[(PAGE, "---\ntitle: The session\ndate: 2026-02-30\n---")]),
        right: Example::Files(&[(PAGE, "---\ntitle: The session\ndate: 2026-02-28\n---")]),
        act: "Write one of the values that the finding names. Dates are written as 2026-11-23.",
    },
    Story {
        code: Code::YamlLimit,
        means: "A YAML text is nested more than 64 levels deep, or its aliases (`*name`) add more than 4,000 values.",
        matters: "A few lines of aliases can grow to gigabytes. The limits keep such a file, whether meant or not, \
                  from stopping the machine that builds the site.",
        wrong: Example::Files(&[(
            PAGE,
            "---\ntitle: Home\nextra:\n  a: &a [x, x, x, x, x, x, x, x, x, x]\n  b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]\n  c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]\n  d: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]\n---",
        )]),
        right: Example::Files(&[(PAGE, "---\ntitle: Home\nextra:\n  a: [x, x, x]\n---")]),
        act: "Write the values out, or move them to a file of records, where each is written once.",
    },
    Story {
        code: Code::MissingConfig,
        means: "There is no content/site.yaml in the site's folder, or it is empty. That file contains the title of \
                the site and its languages.",
        matters: "Usually the command was started in the wrong folder, and the whole site would be empty.",
        wrong: Example::Shown("$ cd my-site/content\n$ firstflight build"),
        right: Example::Shown("$ cd my-site\n$ firstflight build"),
        act: "Start the command in the folder that contains content/, or name that folder with `--site DIR`. \
              `firstflight new site DIR` writes a site to start with.",
    },
    Story {
        code: Code::NoBaseUrl,
        means: "content/site.yaml has no `base_url`, the address at which the site is published.",
        matters: "Sitemaps and feeds need full addresses, so there are none. Everything else works: links between \
                  pages are relative and need no base.",
        wrong: Example::Files(&[(SITE, "title: My site\nlanguages: { en: { at: / } }")]),
        right: Example::Files(&[(
            SITE,
            "title: My site\nbase_url: https://example.org/\nlanguages: { en: { at: / } }",
        )]),
        act: "Add `base_url` once you know the address. If the site is only passed on as a folder, set this finding \
              to off.",
    },
];
