//! Recognises common mistakes in texts that are not YAML. The parser reports where it stopped; the mistake is often before
//! that, so it is searched for in the text.

use std::ops::Range;

use serde_yaml::Error;

use super::cause::Cause;
use super::lines::{Line, unclosed};
use super::parse::{Limits, bytes_of, line_of};
use super::repair::{Repair, quoted, tabs};
use crate::marks;
use crate::report::text::thousands;

/// A mistake, its place in the parsed text, the help, a reason, and the change that may fix it.
pub(super) struct Diagnosis {
    pub range: Range<usize>,
    pub message: String,
    pub help: Option<String>,
    pub note: Option<String>,
    pub repair: Option<Repair>,
}

impl Diagnosis {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, note: None, repair: None }
    }

    fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    fn repair(mut self, repair: impl Into<Option<Repair>>) -> Self {
        self.repair = repair.into();
        self
    }
}

/// Recognises what a parser error is about, if it is a common mistake. A change that does not help is left out.
pub(super) fn diagnosis(error: &Error, text: &str, limits: Limits) -> Option<Diagnosis> {
    let mut found = diagnose(&Cause::new(error), place_of(error, text), text, limits)?;
    found.repair = found.repair.filter(|repair| repair.works(text, limits));
    Some(found)
}

/// The bytes of the text that the parser points to.
pub(super) fn place_of(error: &Error, text: &str) -> Range<usize> {
    error.location().map_or(0..0, |location| {
        let bytes = bytes_of(&location, text);
        if bytes.is_empty() { line_of(&location, text) } else { bytes }
    })
}

/// The length of the alias that a text begins with.
pub(super) fn alias_length(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(text.len())
}

/// Recognises common mistakes; `local` is where the parser stopped.
fn diagnose(cause: &Cause, local: Range<usize>, text: &str, limits: Limits) -> Option<Diagnosis> {
    let at = local.start;
    let rest = &text[at..];
    let line = Line::around(text, at);
    let above = line.above(text);
    if let Some(found) = false_space(&line).or_else(|| above.as_ref().and_then(false_space)) {
        return Some(found);
    }
    if let Some(found) = conflict(&line).or_else(|| above.as_ref().and_then(conflict)) {
        return Some(found);
    }
    let is_about_tabs = *cause == Cause::Tab;
    let first_tab = at + rest.find('\t').unwrap_or(0);
    // The parser may stop at the end of the line above, or take the line for a part of that one.
    let below = is_about_tabs.then(|| Line::around(text, first_tab));
    let line_of_tab = if line.indent_tab().is_some() { &line } else { below.as_ref().unwrap_or(&line) };
    if let Some(tab) = line_of_tab.indent_tab() {
        let repair = tabs(line_of_tab, text, limits);
        if repair.is_some() || is_about_tabs || cause.is_of_indentation() {
            let lines = repair.as_ref().map_or(0, |repair| repair.parts.len());
            let mut found = Diagnosis::new(tab, "a tab cannot indent a line").help("indent with spaces").repair(repair);
            found.note = (lines > 1).then(|| format!("{} lines are indented with tabs", thousands(lines as u64)));
            return Some(found);
        }
    }
    match cause {
        Cause::Tab => {
            rest.contains('\t').then_some(())?;
            let found = Diagnosis::new(first_tab..first_tab + 1, "a tab is not allowed here").help("write a space");
            Some(found.repair(Repair::certain(first_tab..first_tab + 1, " ")))
        }
        Cause::UnclosedQuote => {
            let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            Some(Diagnosis::new(local, "this quote is never closed").help(format!("end the text with `{quote}`")))
        }
        Cause::NotFinite => {
            let value = quoted(&text[local.clone()]).map(|value| Repair::certain(local.clone(), value));
            Some(Diagnosis::new(local, "this is not a number").help("put a text in quotes").repair(value))
        }
        Cause::AfterSingleQuote => {
            let found = Diagnosis::new(local, "nothing may follow the closing quote");
            Some(found.help("write `''` for an apostrophe, or put the text in double quotes"))
        }
        Cause::AfterDoubleQuote => {
            let found = Diagnosis::new(local, "nothing may follow the closing quote");
            Some(found.help("put the whole text in single quotes, or write `\\\"` for a quote inside it"))
        }
        Cause::InQuotes => escape(at, text).or_else(|| {
            let found = Diagnosis::new(local, "this has no meaning between quotes");
            Some(found.help("write `\\\\` for a backslash, and indent each line of the text"))
        }),
        Cause::Character { .. } => {
            let c = rest.chars().next()?;
            let sign = if c == '`' { "a back-tick".to_owned() } else { format!("`{c}`") };
            let found = Diagnosis::new(at..at + c.len_utf8(), format!("a text cannot begin with {sign}"));
            let is_value = text[..at].ends_with([' ', '\t']);
            let value = quoted(&text[at..line.end.max(at)]).filter(|_| is_value);
            Some(found.help("put the text in quotes").repair(value.map(|it| Repair::certain(at..line.end, it))))
        }
        Cause::UnknownAnchor => {
            let length = alias_length(rest);
            let message = format!("no anchor `&{}` is defined", rest[..length].trim_start_matches('*'));
            Some(Diagnosis::new(at..at + length, message).help("put a text that begins with `*` in quotes"))
        }
        Cause::UnclosedBracket if rest.starts_with(['[', '{']) => Some(never_closed(at, text)),
        Cause::UnclosedBracket | Cause::Brackets => in_brackets(at, text),
        Cause::SecondColon => second_colon(at, text),
        Cause::NoColon => Some(colon_missing(&line)),
        Cause::ListOnLineOfKey => {
            let found = Diagnosis::new(at..at + 1, "a list cannot begin on the line of its key");
            Some(found.help("put each `- ` on its own line below the key"))
        }
        Cause::Document => sign_with_a_meaning(local.clone(), text).or_else(|| second_document(local, text)),
        Cause::Indentation | Cause::NeitherKeyNorItem if at == line.content => {
            let found = Diagnosis::new(line.content..line.end, "the indentation of this line matches no line above it");
            Some(found.help("indent it like the lines that it belongs to"))
        }
        Cause::Indentation | Cause::NeitherKeyNorItem => Some(Diagnosis::new(local, "this does not belong here")),
        Cause::Comment => Some(Diagnosis::new(at..at + 1, "put a space before `#`")),
        Cause::NoKey => Some(Diagnosis::new(at..at + 1, "a key is missing before `:`").help("write `key: value`")),
        Cause::Merge => {
            Some(Diagnosis::new(local, "`<<` takes a mapping").help("name one by its anchor, as in `<<: *name`"))
        }
        Cause::KeyIsNotText => Some(Diagnosis::new(local, "a key must be text")),
        Cause::IndentationOfText => {
            let found = Diagnosis::new(local, "the lines of a text after `|` or `>` are not indented alike");
            Some(found.help("indent each at least as far as the first, and further than its key"))
        }
        Cause::Other => sign_with_a_meaning(local, text),
        Cause::DuplicateKey(_) | Cause::Limit(_) => None,
    }
}

/// Explains a sign at the start of a value, or before it, that YAML gives a meaning that is rarely meant.
fn sign_with_a_meaning(local: Range<usize>, text: &str) -> Option<Diagnosis> {
    const QUOTES: &str = "put the text in quotes";
    let line = Line::around(text, local.start);
    let rest = &text[local.start..];
    if rest.starts_with('\u{feff}') {
        let end = local.start + '\u{feff}'.len_utf8();
        let message = "the character U+FEFF (byte order mark) is only allowed at the start of a file";
        let found = Diagnosis::new(local.start..end, message).help("delete it");
        return Some(found.repair(Repair::certain(local.start..end, "")));
    }
    if rest.starts_with('%') {
        let found = Diagnosis::new(local.start..line.end, "`%` at the start of a line has a special meaning");
        return Some(found.help("delete this line, or put the text in quotes"));
    }
    if let Some(sign) = rest.chars().next().filter(|c| matches!(c, '?' | ',')) {
        let found = Diagnosis::new(local.start..local.start + 1, format!("a text cannot begin with `{sign}`"));
        let value = quoted(&text[local.start..line.end.max(local.start)]);
        return Some(found.help(QUOTES).repair(value.map(|it| Repair::suggested(local.start..line.end, it))));
    }
    // The parser stops at the tag or at the value after it.
    let end = local.start + usize::from(rest.starts_with('!'));
    let before = text[line.start..end].rfind('!').map(|at| line.start + at)?;
    let start = text[line.start..before].rfind(' ').map_or(line.start, |at| line.start + at + 1);
    let length = text[start..line.end].find([' ', ',', ']', '}']).unwrap_or(line.end - start);
    let tag = &text[start..start + length];
    tag.starts_with('!').then(|| {
        let message = format!("`{tag}` at the start of a value has a special meaning in YAML");
        Diagnosis::new(start..start + length, message).help("delete it, or put a text that begins with `!` in quotes")
    })
}

/// Explains why the text does not end where the parser expects it.
fn second_document(local: Range<usize>, text: &str) -> Option<Diagnosis> {
    let holds_values =
        |text: &str| text.lines().any(|line| !line.trim().is_empty() && !line.starts_with(['#', '%', '-']));
    let mut lines = text[..local.end].rmatch_indices('\n').map(|(at, _)| at + 1);
    let mark = lines.find(|at| ["---", "..."].iter().any(|mark| text[*at..].starts_with(mark)));
    if let Some(at) = mark.filter(|at| holds_values(&text[..*at])) {
        let found = Diagnosis::new(at..at + 3, "a second document begins here, and only one is read");
        return Some(found.help(format!("delete the line `{}`", &text[at..at + 3])));
    }
    let here = Line::around(text, local.start);
    let mut first = here.above(text)?;
    while let Some(above) = first.above(text) {
        first = above;
    }
    if text[first.content..].starts_with('%') {
        let found = Diagnosis::new(first.content..first.end, "`%` at the start of a line has a special meaning");
        return Some(found.help("delete this line"));
    }
    (first.content > first.start).then(|| {
        let found = Diagnosis::new(first.content..first.end, "this line is indented further than those below it");
        found.help("begin it at the start of the line")
    })
}

/// Explains a backslash between double quotes that does not begin an escape.
fn escape(at: usize, text: &str) -> Option<Diagnosis> {
    let mut letters = text[at..].char_indices();
    while let Some((offset, c)) = letters.next() {
        if c != '\\' {
            continue;
        }
        let (_, next) = letters.next()?;
        if !"0abt\tnvfe \"/\\N_LPxuU\n\r".contains(next) {
            let start = at + offset;
            let found = Diagnosis::new(
                start..start + 1 + next.len_utf8(),
                format!("`\\{next}` has no meaning between double quotes"),
            );
            let found = found.help("write `\\\\` for a backslash, or put the text in single quotes");
            return Some(found.repair(Repair::suggested(start..start + 1, "\\\\")));
        }
    }
    None
}

fn never_closed(open: usize, text: &str) -> Diagnosis {
    let (bracket, close) = if text[open..].starts_with('[') { ('[', ']') } else { ('{', '}') };
    let found = Diagnosis::new(open..open + 1, format!("this `{bracket}` is never closed"));
    found.help(format!("close it with `{close}`"))
}

/// Something is wrong between brackets, or a bracket is never closed.
fn in_brackets(at: usize, text: &str) -> Option<Diagnosis> {
    let c = text[at..].chars().next();
    let Some((open, bracket)) = unclosed(text, at) else {
        // At the end of the text, the parser points at the bracket itself.
        if c.is_some_and(|c| "[{".contains(c)) {
            return Some(never_closed(at, text));
        }
        let c = c.filter(|c| "]},".contains(*c))?;
        return Some(Diagnosis::new(at..at + 1, format!("unexpected `{c}`")));
    };
    let close = if bracket == '[' { ']' } else { '}' };
    let here = Line::around(text, open);
    if unclosed(text, here.end).is_some_and(|(still, _)| still == open) || at > here.end {
        return Some(never_closed(open, text));
    }
    let length = c.map_or(0, char::len_utf8);
    Some(Diagnosis::new(at..at + length, format!("expected `,` or `{close}`")))
}

/// Explains an unexpected colon: it is part of a value, or the mistake is in its line or in the one above.
fn second_colon(at: usize, text: &str) -> Option<Diagnosis> {
    let line = Line::around(text, at);
    let before = text.get(line.key..at)?;
    // Without anything after the colon, the mistake is elsewhere.
    if let Some(colon) = before.find(": ").filter(|colon| line.key + colon + 2 < line.end) {
        if let Some(bracket) = before[..colon].find([' ']).filter(|at| before[at + 1..].starts_with(['{', '['])) {
            let found =
                Diagnosis::new(line.key..line.key + bracket, format!("there is no `:` after `{}`", &before[..bracket]));
            return Some(found.help(format!(
                "write `{}: {}`",
                &before[..bracket],
                &text[line.key + bracket + 1..line.end]
            )));
        }
        let (key, value) = (&before[..colon], text[line.key + colon + 2..line.end].trim());
        let found = Diagnosis::new(at..at + 1, "a value that contains `: ` must be in quotes");
        return Some(if value.contains(['"', '\\', '\'']) {
            found.help("put the whole value in quotes")
        } else {
            let start = line.key + colon + 2;
            let repair = quoted(value).map(|value| Repair::certain(start..line.end, value));
            found.help(format!("write `{key}: \"{value}\"`")).repair(repair)
        });
    }
    let above = line.above(text)?;
    let written = &text[above.content..above.end];
    if written.len() > 1
        && let Some(item) = written.strip_prefix('-').filter(|item| !item.starts_with(' '))
    {
        return Some(dash_without_space(above.content, item));
    }
    if !text[above.key..above.end].contains(": ") {
        return Some(colon_missing(&above));
    }
    if line.key - line.start > above.key - above.start {
        let spaces = above.key - above.start;
        let help = match spaces {
            0 => "begin it at the start of the line".to_owned(),
            1 => "indent it with 1 space".to_owned(),
            many => format!("indent it with {many} spaces"),
        };
        let found = Diagnosis::new(line.key..at, "this line is indented further than the one above it").help(help);
        let is_plain = line.key == line.content && above.key == above.content;
        let repair = is_plain.then(|| Repair::suggested(line.start..line.key, " ".repeat(spaces)));
        return Some(found.repair(repair));
    }
    None
}

fn dash_without_space(at: usize, item: &str) -> Diagnosis {
    let found = Diagnosis::new(at..at + 1, "put a space after `-`").help(format!("write `- {item}`"));
    found.repair(Repair::certain(at + 1..at + 1, " "))
}

/// A line without a key, or whose colon has no space after it.
fn colon_missing(line: &Line<'_>) -> Diagnosis {
    let written = &line.text[line.key..line.end];
    if let Some(item) = written.strip_prefix('-') {
        return dash_without_space(line.key, item);
    }
    match written.split_once(':') {
        Some((key, value)) if !value.is_empty() && !value.starts_with(' ') && !key.contains(' ') => {
            let colon = line.key + key.len();
            let found =
                Diagnosis::new(colon..colon + 1, "put a space after `:`").help(format!("write `{key}: {value}`"));
            let is_address = value.starts_with("//");
            found.repair((!is_address).then(|| Repair::certain(colon + 1..colon + 1, " ")))
        }
        _ => Diagnosis::new(line.key..line.end, "this line has no `: ` between a key and its value")
            .help("write it as `key: value`, or put a text of several lines in quotes"),
    }
}

/// A line that git left where two versions could not be merged.
fn conflict(line: &Line<'_>) -> Option<Diagnosis> {
    let written = &line.text[line.start..line.end];
    let is_mark = ["<<<<<<< ", ">>>>>>> "].iter().any(|mark| written.starts_with(mark)) || written == "=======";
    is_mark.then(|| {
        let found = Diagnosis::new(line.start..line.end, "this line marks a conflict between two versions of the file");
        found.help("keep one version and delete the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`")
    })
}

/// A character that looks like a space but is not one, where YAML needs it: in the indentation, after a dash or a
/// colon.
fn false_space(line: &Line<'_>) -> Option<Diagnosis> {
    let written = &line.text[line.start..line.end];
    let mut before = "";
    let mut is_indentation = true;
    for (at, c) in written.char_indices() {
        if marks::is_like_a_space(c) && (is_indentation || before.ends_with([':', '-'])) {
            let start = line.start + at;
            let message = format!("the character {} is not a space", marks::described(c));
            let found = Diagnosis::new(start..start + c.len_utf8(), message);
            let found = found.help("delete it and type a space; the two look alike in most editors");
            return Some(found.repair(Repair::certain(start..start + c.len_utf8(), " ")));
        }
        is_indentation &= matches!(c, ' ' | '\t' | '-');
        before = &written[at..at + c.len_utf8()];
        if matches!(c, '"' | '\'' | '#') {
            return None;
        }
    }
    None
}
