//! Rewords the template engine's errors for editors and points at the place to correct.

use std::ops::Range;

use tera::Cause;

use super::tags::{Tag, Unclosed, scan};
use crate::report::nearest;
use crate::site::{Figure, Takes};

/// The ending of template names.
const ENDING: &str = ".html";
/// The largest number of names that are listed.
const SHOWN: usize = 48;
/// The maximum length of a message in characters: some of the engine's messages repeat a value in full.
const LONGEST: usize = 300;

/// A reworded error.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complaint {
    /// Byte range in the template.
    pub range: Range<usize>,
    /// The message.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
    /// The names that exist.
    pub note: Option<String>,
}

impl Complaint {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, note: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Rewords a message of the engine about the bytes `range` of a template, with its cause where the engine gives one;
/// `known` are the names of templates and components.
#[must_use]
pub fn reword(message: &str, cause: Option<&Cause>, text: &str, range: Range<usize>, known: &[&str]) -> Complaint {
    match cause {
        Some(Cause::Unknown { what, name, known: names }) => return unknown(what, name, names, text, range, known),
        Some(Cause::WithoutValue { name }) => return Complaint::new(range, format!("`{name}` has no value here")),
        None => {}
    }
    let message = message.lines().next().unwrap_or("").trim();
    let name = message.split('`').nth(1).unwrap_or("");
    match Sentence::from_message(message) {
        Some(Sentence::Ended) => never_closed(text, range),
        Some(Sentence::UnknownTag) => unknown_tag(text, range),
        Some(Sentence::Unexpected) => unexpected(message, text, range),
        Some(Sentence::OpenQuote) => {
            Complaint::new(range, "this quote is never closed").help(format!("end the text with `{name}`"))
        }
        Some(Sentence::OpenComment) => {
            Complaint::new(range, "this `{#` is never closed").help("end the comment with `#}`")
        }
        Some(Sentence::SecondBlock) => {
            Complaint::new(range, format!("the block `{name}` is defined twice")).help("keep one of them")
        }
        Some(Sentence::NoList) if kind(name) == Some("nothing") && !path_at(text, range.start).is_empty() => {
            let path = path_at(text, range.start);
            let found = Complaint::new(range.start..range.start + path.len(), format!("`{path}` has no value here"));
            found.help("correct the name, or check first whether there is a value")
        }
        Some(Sentence::NoList) => {
            Complaint::new(range, format!("a loop needs a list, not {}", kind(name).unwrap_or("this")))
        }
        Some(Sentence::WrongType) => {
            let got = message.split('`').nth(3).and_then(kind).unwrap_or("another value");
            let wanted = kind(name).unwrap_or("another value");
            Complaint::new(range, format!("expected {wanted}, found {got}"))
        }
        Some(Sentence::NoArgument) => Complaint::new(range, format!("the argument `{name}` is missing")),
        Some(Sentence::UnknownParameter) => {
            let known = parameters();
            let note = Some(format!("known parameters: @{}", known.join(", @")));
            let help = nearest(name, known).map(|close| format!("did you mean `@{close}`?"));
            Complaint { help, note, ..Complaint::new(range, format!("there is no parameter `@{name}`")) }
        }
        Some(Sentence::ZeroDivisor) => Complaint::new(range, "this divides by zero"),
        None => Complaint::new(range, plain(message)),
    }
}

/// What a message of the engine is about, for a mistake without a [`Cause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sentence {
    /// The template ends too early.
    Ended,
    /// There is no such tag.
    UnknownTag,
    /// There is one word where another is expected.
    Unexpected,
    /// A quote is never closed.
    OpenQuote,
    /// A comment is never closed.
    OpenComment,
    /// A second block with the same name.
    SecondBlock,
    /// A loop over something else than a list.
    NoList,
    /// A value or an argument of the wrong type.
    WrongType,
    /// A missing argument.
    NoArgument,
    /// A parameter of a component, such as `@stat`, that gives no data.
    UnknownParameter,
    /// A division by zero.
    ZeroDivisor,
}

/// The text between the two words of an unexpected one.
const BUT_EXPECTED: &str = " but expected ";

/// How the engine's sentences begin, in lower case. Its wording is known here, in [`unexpected`] and in [`kind`], and nowhere
/// else; the tests have the engine say each of them.
const BEGINNINGS: [(&str, Sentence); 11] = [
    ("unexpected end of", Sentence::Ended),
    ("unknown tag", Sentence::UnknownTag),
    ("found ", Sentence::Unexpected),
    ("string opened with", Sentence::OpenQuote),
    ("closing comment tag", Sentence::OpenComment),
    ("template already contains a block", Sentence::SecondBlock),
    ("iteration not possible", Sentence::NoList),
    ("invalid type for the value", Sentence::WrongType),
    ("missing keyword argument", Sentence::NoArgument),
    ("implicit argument", Sentence::UnknownParameter),
    ("cannot divide by 0", Sentence::ZeroDivisor),
];

impl Sentence {
    fn from_message(message: &str) -> Option<Self> {
        let message = message.to_ascii_lowercase();
        let (_, sentence) = BEGINNINGS.into_iter().find(|(beginning, _)| message.starts_with(beginning))?;
        (sentence != Self::Unexpected || message.contains(BUT_EXPECTED)).then_some(sentence)
    }
}

/// Returns the template whose name is nearest to `name`. Folders and the ending are not compared.
#[must_use]
pub fn nearest_template<'k>(name: &str, known: &[&'k str]) -> Option<&'k str> {
    let bare = name.rsplit('/').next().unwrap_or(name).trim_end_matches(ENDING);
    let stems = || known.iter().filter_map(|known| known.strip_suffix(ENDING));
    let close = stems().find(|stem| *stem == bare).or_else(|| nearest(bare, stems()))?;
    known.iter().copied().find(|known| known.strip_suffix(ENDING) == Some(close))
}

/// Reports what is never closed, at the place where it opens.
fn never_closed(text: &str, range: Range<usize>) -> Complaint {
    let (open, unclosed) = scan(text);
    if let Some(Unclosed { at, opens, closes }) = unclosed {
        let found = Complaint::new(at..at + opens.len(), format!("this `{opens}` is never closed"));
        return found.help(format!("close it with `{closes}`"));
    }
    match open.last() {
        Some(tag) => {
            let found = Complaint::new(tag.range.clone(), format!("this `{}` is never closed", tag.word));
            found.help(format!("write `{}`", tag.end()))
        }
        None => Complaint::new(range, "the template ends too early"),
    }
}

/// The names of the parameters of components that give data.
fn parameters() -> Vec<&'static str> {
    let figures = Figure::ALL.map(Figure::parameter);
    let records = [Takes::STATISTIC, Takes::EVENT, Takes::MARKS, Takes::LINK, Takes::SOURCE].into_iter().chain(figures);
    records.chain(["strings", "site", "page"]).collect()
}

/// The name with its fields, such as `page.extra.tags`, at a byte of a template.
fn path_at(text: &str, start: usize) -> &str {
    let rest = text.get(start..).unwrap_or("");
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(rest.len());
    rest[..end].trim_end_matches('.')
}

/// Reports an unknown tag, or the end of something that is not open.
fn unknown_tag(text: &str, range: Range<usize>) -> Complaint {
    const TAGS: [&str; 14] = [
        "if",
        "elif",
        "else",
        "endif",
        "for",
        "endfor",
        "block",
        "endblock",
        "extends",
        "include",
        "set",
        "endset",
        "filter",
        "component",
    ];
    let word = text.get(range.clone()).unwrap_or("");
    let (open, _) = scan(&text[..text[..range.start].rfind("{%").unwrap_or(range.start)]);
    let is_end = word.strip_prefix("end").is_some_and(|what| TAGS.contains(&what)) || word == "else" || word == "elif";
    match open.last() {
        _ if !is_end => {
            let help = match word {
                "macro" | "import" => {
                    Some("declare a component in shortcodes/: Tera 2 has components, not macros".to_owned())
                }
                _ => nearest(word, TAGS).map(|tag| format!("did you mean `{tag}`?")),
            };
            Complaint { help, ..Complaint::new(range, format!("there is no tag `{word}`")) }
        }
        Some(tag) => {
            let found = Complaint::new(range, format!("`{word}` does not close `{}`, which is open here", tag.word));
            found.help(format!("write `{}`", tag.end()))
        }
        None => Complaint::new(range, format!("there is nothing here for `{word}` to close")).help("delete it"),
    }
}

/// Reports a name that does not exist, with the closest one and the list of those that do.
fn unknown(what: &str, name: &str, names: &[String], text: &str, range: Range<usize>, known: &[&str]) -> Complaint {
    // The engine has variables of its own.
    let names: Vec<&str> = names.iter().map(String::as_str).filter(|name| !name.starts_with("__")).collect();
    let close = match what {
        "template" => nearest_template(name, known),
        "component" => nearest(name, known.iter().copied().filter(|known| !known.ends_with(ENDING))),
        _ => nearest(name, names.iter().copied()),
    };
    let help = close.map(|name| format!("did you mean `{name}`?"));
    let range = if what == "component" { widen(text, range, name) } else { range };
    let note = (!names.is_empty()).then(|| {
        let more = names.len().saturating_sub(SHOWN);
        let rest = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("known {what}s: {}{rest}", names[..names.len() - more].join(", "))
    });
    Complaint { help, note, ..Complaint::new(range, format!("there is no {what} `{name}`")) }
}

fn unexpected(message: &str, text: &str, range: Range<usize>) -> Complaint {
    let (found, wanted) = message.split_once(BUT_EXPECTED).unwrap_or_default();
    let found = token(found.split_once(' ').map_or("", |(_, found)| found));
    let wanted = wanted.trim_end_matches('.');
    let close = wanted.trim_matches('`');
    if close == "}}" || close == "%}" {
        let opens = if close == "}}" { "{{" } else { "{%" };
        let rest = &text[range.start.min(text.len())..];
        let next = ["{{", "{%"].iter().filter_map(|open| rest.find(open)).min().unwrap_or(rest.len());
        if let (None, Some(at)) = (rest[..next].find(close), text[..range.start].rfind(opens)) {
            let found = Complaint::new(at..at + 2, format!("this `{opens}` is never closed"));
            return found.help(format!("close it with `{close}`"));
        }
        return Complaint::new(range, format!("this does not belong here: expected `{close}`"));
    }
    if wanted.starts_with("one of") && wanted.contains("integer") {
        return Complaint::new(range, format!("a value is missing before {found}"));
    }
    if wanted.starts_with("identifier after it") {
        return Complaint::new(range, format!("the name of a component is missing after {found}"));
    }
    let wanted = if close.contains('`') { wanted.to_owned() } else { token(close) };
    Complaint::new(range, format!("expected {wanted}, found {found}"))
}

/// Returns the words for a word of a template, or for a kind of words, as the engine names it.
fn token(name: &str) -> String {
    let name = name.trim_matches('`');
    match name {
        "ident" | "identifier" => "a name".to_owned(),
        "string" => "a text in quotes".to_owned(),
        "integer" => "a whole number".to_owned(),
        "float" => "a number".to_owned(),
        "bool" => "true or false".to_owned(),
        _ => format!("`{name}`"),
    }
}

/// The engine points at the sign before a component's name, or at its quotes.
fn widen(text: &str, range: Range<usize>, name: &str) -> Range<usize> {
    match text[range.start..].find(name) {
        Some(offset) if offset <= 2 => range.start + offset..range.start + offset + name.len(),
        _ => range,
    }
}

/// Returns the words for a type of the engine.
fn kind(name: &str) -> Option<&'static str> {
    Some(match name.trim_matches('`') {
        "string" | "str" | "String" | "&str" => "a text",
        "i64" | "u64" | "i128" | "u128" | "usize" | "isize" | "integer" | "u32" | "i32" => "a whole number",
        "f64" | "f32" | "float" | "number" | "Number" => "a number",
        "bool" => "true or false",
        "array" | "Vec<Value>" | "&[Value]" => "a list",
        "map" | "map/struct" | "Map" => "a mapping",
        "none" | "undefined" | "null" => "nothing",
        _ => return None,
    })
}

/// Returns the engine's sentence in our style: no capital, no full stop, no type names.
#[must_use]
pub fn plain(message: &str) -> String {
    let message = message.lines().next().unwrap_or("").trim().trim_end_matches('.');
    let words: Vec<String> = message
        .split('`')
        .enumerate()
        .map(|(number, part)| match kind(part).filter(|_| number % 2 == 1) {
            Some(kind) => kind.to_owned(),
            None if number % 2 == 1 => format!("`{part}`"),
            None => part.to_owned(),
        })
        .collect();
    let mut message = words.concat();
    if let Some((end, _)) = message.char_indices().nth(LONGEST) {
        message.replace_range(end.., " …");
    }
    let mut letters = message.chars();
    let Some(first) = letters.next() else { return String::new() };
    let second_is_small = letters.clone().next().is_some_and(char::is_lowercase);
    if second_is_small { first.to_lowercase().chain(letters).collect() } else { message }
}

/// Returns where a template has a tag that begins with `word`.
#[must_use]
pub fn tag(text: &str, word: &str) -> Option<Range<usize>> {
    let mut tags =
        text.match_indices("{%").filter(|(at, _)| text[at + 2..].trim_start_matches(['-', ' ']).starts_with(word));
    tags.find_map(|(at, _)| Some(at..at + text[at..].find("%}")? + 2))
}

/// Returns where a template names another one after `word`, quotes included.
#[must_use]
pub fn named(text: &str, word: &str, name: &str) -> Option<Range<usize>> {
    let mut tags =
        text.match_indices("{%").filter(|(at, _)| text[at + 2..].trim_start_matches(['-', ' ']).starts_with(word));
    tags.find_map(|(at, _)| {
        let end = text[at..].find("%}").map_or(text.len(), |end| at + end);
        let quoted = text[at..end].find(name).map(|found| at + found)?;
        Some(quoted - 1..quoted + name.len() + 1)
    })
}

impl Tag<'_> {
    /// Returns the tag that closes this one.
    fn end(&self) -> String {
        match self.name {
            Some(name) => format!("{{% end{} {name} %}}", self.word),
            None => format!("{{% end{} %}}", self.word),
        }
    }
}

#[cfg(test)]
mod tests;
