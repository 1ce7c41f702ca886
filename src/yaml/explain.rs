//! Explains parser errors in an editor's words. The parser reports where it stopped; the mistake is often before that,
//! so it is searched for in the text.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Error;

use super::lines::{Line, unclosed};
use super::parse::{Limits, bytes_of, line_of, shift};
use super::repair::{Repair, quoted, tabs};
use crate::limits::YAML_DEPTH;
use crate::marks::{self, is_forbidden};
use crate::report::{Finding, Place, SourceFile, catalog};

/// A mistake, its place in the parsed text, the help, and the change that may fix it.
struct Diagnosis {
    range: Range<usize>,
    message: String,
    help: Option<String>,
    repair: Option<Repair>,
}

impl Diagnosis {
    fn new(range: Range<usize>, message: impl Into<String>) -> Self {
        Self { range, message: message.into(), help: None, repair: None }
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

/// Returns the finding for a parser error in the bytes `range` of a file, which was read within `limits`.
pub(super) fn explain(error: &Error, file: &Arc<SourceFile>, range: Range<usize>, limits: Limits) -> Finding {
    let text = &file.text()[range.clone()];
    let local = error.location().map_or(0..0, |location| {
        let bytes = bytes_of(&location, text);
        if bytes.is_empty() { line_of(&location, text) } else { bytes }
    });
    let place = |local: Range<usize>| Place::new(file, shift(local, range.start));
    let error = error.without_snippet();
    let words = plain(error);
    let at = local.start;
    let length = text[at..].chars().next().map_or(0, char::len_utf8);
    let limit = |words: &str| catalog::yaml::limit(place(at..at + length), words);
    match error {
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.clone().unwrap_or_default();
            let quotes = 2 * usize::from(text[at..].starts_with(['"', '\'']));
            let first = first_key(text, at, &key).map(|first| {
                let quotes = 2 * usize::from(text[first..].starts_with(['"', '\'']));
                place(first..first + key.len() + quotes)
            });
            return catalog::yaml::duplicate_key(place(at..at + key.len() + quotes), &key, first);
        }
        Error::RecursiveReferencesRequireWeakTypes { .. } => {
            return catalog::yaml::limit(place(local), "an alias refers to the value that contains it");
        }
        _ => {}
    }
    let lower = words.to_ascii_lowercase();
    if lower.contains("alias") && ["limit", "exceed", "overflow"].iter().any(|word| lower.contains(word)) {
        let length = text[at..].find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(length);
        return catalog::yaml::limit(place(at..at + length), "its aliases add more than 4,000 values");
    }
    if ["recursion limit", "depth", "nesting"].iter().any(|word| lower.contains(word)) {
        return limit(&format!("values are nested more than {YAML_DEPTH} levels deep"));
    }
    if lower.contains("recordedanchor") {
        return limit("its anchors and aliases (`&name`, `*name`) hold too many values");
    }
    if lower.contains("scalarbytes") {
        return limit("its aliases add more than 2 MB of text");
    }
    if matches!(error, Error::Budget { .. }) || lower.contains("budget breached") {
        let most = crate::report::text::thousands(limits.nodes() as u64);
        return limit(&format!("it has more than {most} values"));
    }
    if let Some((found, c)) = text[at..].char_indices().take(1_000).find(|(_, c)| is_forbidden(*c))
        && words.contains("unexpected character")
    {
        return catalog::files::forbidden_character(place(at + found..at + found + c.len_utf8()), c);
    }
    match diagnose(&words, local.clone(), text, limits) {
        Some(Diagnosis { range: found, message, help, repair }) => {
            let finding = catalog::yaml::unreadable(place(found), &message).maybe_help(help);
            match repair.filter(|repair| repair.works(text, limits)) {
                Some(repair) => finding.edit(shift(repair.range, range.start), repair.replacement, repair.certainty),
                None => finding,
            }
        }
        None => catalog::yaml::invalid(place(local), &words),
    }
}

/// Recognises common mistakes; `local` is where the parser stopped.
fn diagnose(words: &str, local: Range<usize>, text: &str, limits: Limits) -> Option<Diagnosis> {
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
    if let Some(tab) = line.indent_tab().filter(|_| words.contains("tab") || words.contains("indent")) {
        return Some(
            Diagnosis::new(tab, "a tab cannot indent a line")
                .help("indent with spaces")
                .repair(tabs(&line, text, limits)),
        );
    }
    if words.contains("tab") {
        let tab = at + rest.find('\t')?;
        let found = Diagnosis::new(tab..tab + 1, "a tab is not allowed here").help("write a space");
        return Some(found.repair(Repair::certain(tab..tab + 1, " ")));
    }
    if words.contains("unclosed quote") {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        return Some(Diagnosis::new(local, "this quote is never closed").help(format!("end the text with `{quote}`")));
    }
    if words.contains("trailing content after single-quoted") {
        let found = Diagnosis::new(local, "nothing may follow the closing quote");
        return Some(found.help("write `''` for an apostrophe, or put the text in double quotes"));
    }
    if words.contains("trailing content after double-quoted") {
        let found = Diagnosis::new(local, "nothing may follow the closing quote");
        return Some(found.help("put the whole text in single quotes, or write `\\\"` for a quote inside it"));
    }
    if words.contains("quoted scalar") {
        return escape(at, text);
    }
    if words.contains("unexpected character") || words.contains("scanning an anchor or alias") {
        let c = rest.chars().next()?;
        let sign = if c == '`' { "a back-tick".to_owned() } else { format!("`{c}`") };
        let found = Diagnosis::new(at..at + c.len_utf8(), format!("a text cannot begin with {sign}"));
        let is_value = text[..at].ends_with([' ', '\t']);
        let value = quoted(&text[at..line.end.max(at)]).filter(|_| is_value);
        return Some(found.help("put the text in quotes").repair(value.map(|it| Repair::certain(at..line.end, it))));
    }
    if words.contains("unknown anchor") {
        let length = rest.find(|c: char| c.is_whitespace() || ",]}".contains(c)).unwrap_or(rest.len());
        let message = format!("no anchor `&{}` is defined", rest[..length].trim_start_matches('*'));
        return Some(Diagnosis::new(at..at + length, message).help("put a text that begins with `*` in quotes"));
    }
    if words.contains("unclosed bracket") && rest.starts_with(['[', '{']) {
        return Some(never_closed(at, text));
    }
    if ["flow", "bracket", "placement of ':'", "',' or"].iter().any(|word| words.contains(word)) {
        return in_brackets(at, text);
    }
    if words.contains("mapping values are not allowed") {
        return second_colon(at, text);
    }
    if words.contains("simple key") {
        return Some(colon_missing(&Line::around(text, at)));
    }
    if words.contains("sequence entries are not allowed") || words.contains("must be followed by") {
        let found = Diagnosis::new(at..at + 1, "a list cannot begin on the line of its key");
        return Some(found.help("put each `- ` on its own line below the key"));
    }
    if words.contains("multiple documents") || words.contains("document") {
        return second_document(local, text);
    }
    if words.contains("expected key") || words.contains("'-' indicator") || words.contains("indentation") {
        if at == line.content {
            let found = Diagnosis::new(line.content..line.end, "the indentation of this line matches no line above it");
            return Some(found.help("indent it like the lines that it belongs to"));
        }
        return Some(Diagnosis::new(local, "this does not belong here"));
    }
    if words.contains("comments must be separated") {
        return Some(Diagnosis::new(at..at + 1, "put a space before `#`"));
    }
    if words.contains("null into string") {
        return Some(Diagnosis::new(at..at + 1, "a key is missing before `:`").help("write `key: value`"));
    }
    if words.contains("merge value must be") {
        return Some(Diagnosis::new(local, "`<<` takes a mapping").help("name one by its anchor, as in `<<: *name`"));
    }
    words.contains("expected string scalar").then(|| Diagnosis::new(local, "a key must be text"))
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
    if let Some(colon) = before.find(": ") {
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

/// Where the same key is on an earlier line of the same mapping, with the same indentation.
fn first_key(text: &str, again: usize, key: &str) -> Option<usize> {
    let mut line = Line::around(text, again);
    let column = line.key - line.start;
    if line.key != again {
        return None;
    }
    loop {
        line = line.above(text)?;
        let here = line.key - line.start;
        let written = text[line.key..line.end].trim_start_matches(['"', '\'']);
        if here < column {
            return None;
        }
        if here == column && written.strip_prefix(key).is_some_and(|rest| rest.starts_with([':', '"', '\'', ' '])) {
            return Some(line.key);
        }
    }
}

/// The message without the place that some messages end with; the finding has it.
fn plain(error: &Error) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or("").trim();
    let cut = [" at line ", " (line ", ": line ", " at byte "].iter().filter_map(|mark| text.find(mark)).min();
    text[..cut.unwrap_or(text.len())].trim_end_matches([',', '.', ' ', ':']).to_owned()
}
