//! Findings as workflow commands of GitHub Actions, which annotate the lines of a pull request.

use std::collections::HashMap;

use crate::report::text::{harmless, harmless_lines};
use crate::report::{Code, Finding, Level, Place, ReportedFindings};

/// Maximum number of annotations of one level that GitHub shows of one step.
const SHOWN: usize = 10;

/// Formats findings as workflow commands: at most ten of each level, since GitHub drops more silently. The others are
/// plain lines of the log. The first of each code are annotations, so that many of one kind do not hide another.
#[must_use]
pub fn github(reported: &ReportedFindings<'_>) -> String {
    let chosen = choose(&reported.findings);
    let commands = reported.findings.iter().zip(&chosen).filter(|(_, is_chosen)| **is_chosen);
    let mut out: String = commands.map(|(finding, _)| command(finding)).collect();
    let others: Vec<&Finding> = reported
        .findings
        .iter()
        .zip(&chosen)
        .filter(|(_, is_chosen)| !**is_chosen)
        .map(|(finding, _)| finding)
        .collect();
    if !others.is_empty() {
        out += &format!("Not annotated, since GitHub shows {SHOWN} annotations of each level:\n");
        out.extend(others.into_iter().map(log_line));
    }
    out
}

/// Which findings become annotations.
fn choose(findings: &[Finding]) -> Vec<bool> {
    let mut seen: HashMap<(Level, Code), usize> = HashMap::new();
    let mut order: Vec<(usize, usize)> = Vec::with_capacity(findings.len());
    for (number, finding) in findings.iter().enumerate() {
        let seen = seen.entry((finding.level, finding.code)).or_default();
        order.push((*seen, number));
        *seen += 1;
    }
    order.sort_unstable();
    let mut room: HashMap<Level, usize> = HashMap::new();
    let mut chosen = vec![false; findings.len()];
    for (_, number) in order {
        let taken = room.entry(findings[number].level).or_default();
        chosen[number] = *taken < SHOWN;
        *taken += 1;
    }
    chosen
}

/// A finding as a workflow command.
fn command(finding: &Finding) -> String {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        properties.push(("file", place.file().path().to_owned()));
        properties.extend(lines(place));
    }
    properties.push(("title", finding.code.as_str().to_owned()));
    let properties: Vec<String> = properties.iter().map(|(key, value)| format!("{key}={}", property(value))).collect();
    format!("::{name} {}::{}\n", properties.join(","), data(&text(finding)))
}

/// The lines of a place, and its columns if it is on one line: GitHub takes them only then.
fn lines(place: &Place) -> Vec<(&'static str, String)> {
    let Some((start, end)) = place.positions() else { return Vec::new() };
    let mut lines = vec![("line", start.line), ("endLine", end.line)];
    if start.line == end.line {
        lines.extend([("col", start.column), ("endColumn", end.column)]);
    }
    lines.into_iter().map(|(key, number)| (key, number.to_string())).collect()
}

/// The text of an annotation: the message, help, reasons and other places, each on a line.
fn text(finding: &Finding) -> String {
    let help = finding.help.iter().map(|help| format!("help: {help}"));
    let labels = finding.labels.iter().map(|label| format!("note: {}", label.sentence()));
    let also = finding.also.iter().map(|place| format!("also at {place}"));
    let notes = finding.notes.iter().map(|note| format!("note: {note}"));
    let lines = help.chain(labels).chain(also).chain(notes).map(|line| format!("\n{line}"));
    harmless_lines(&finding.message) + &lines.map(|line| harmless_lines(&line)).collect::<String>()
}

/// A finding as a line of the log.
fn log_line(finding: &Finding) -> String {
    let place = finding.place.as_ref().map_or_else(String::new, |place| format!("{place}: "));
    format!("{}[{}] {}\n", finding.level.name(), finding.code, harmless(&format!("{place}{}", finding.message)))
}

/// Escapes the text of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(&harmless(text)).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{PathBase, SourceFile};

    fn drawn(findings: &[Finding]) -> String {
        github(&ReportedFindings::new(findings, &PathBase::default()))
    }

    #[test]
    fn special_characters_of_commands_are_escaped() {
        let file = SourceFile::new("content/en/a,b:c%.md", "See [it](x.md).\nMore.\n");
        let finding = Finding::new(Code::BrokenLink, Place::new(&file, 9..13), "100% of\r\nlines, and: all")
            .help("write\u{1b}[31m `y.md`")
            .label(Place::new(&file, 0..3), "the first");
        let whole = Finding::new(Code::RawHtml, Place::whole(&file), "raw");
        let two_lines = Finding::new(Code::NoBaseUrl, Place::new(&file, 4..18), "two lines");
        let mut nowhere = Finding::new(Code::NoBaseUrl, Place::whole(&file), "nowhere");
        nowhere.place = None;
        assert_eq!(
            drawn(&[finding, whole, two_lines, nowhere]),
            "::error file=content/en/a%2Cb%3Ac%25.md,line=1,endLine=1,col=10,endColumn=14,title=broken-link::100%25 of%0A\
             lines, and: all%0Ahelp: write␛[31m `y.md`%0Anote: the first is at content/en/a,b:c%25.md:1:1\n\
             ::warning file=content/en/a%2Cb%3Ac%25.md,title=raw-html::raw\n\
             ::notice file=content/en/a%2Cb%3Ac%25.md,line=1,endLine=2,title=no-base-url::two lines\n\
             ::notice title=no-base-url::nowhere\n"
        );
    }

    #[test]
    fn at_most_ten_findings_of_each_level_are_annotations_and_each_code_has_one() {
        let file = SourceFile::new("a.md", "x".repeat(100));
        let at = |code, number: usize| Finding::new(code, Place::new(&file, number..number + 1), format!("{number}"));
        let mut findings: Vec<Finding> = (0..30).map(|number| at(Code::BrokenLink, number)).collect();
        findings.push(at(Code::MissingAlt, 50));
        findings.extend((60..65).map(|number| at(Code::RawHtml, number)));
        let drawn = drawn(&findings);
        let commands: Vec<&str> = drawn.lines().filter(|line| line.starts_with("::error ")).collect();
        assert_eq!(commands.len(), 10);
        assert!(commands[9].contains("title=missing-alt"), "{drawn}");
        assert_eq!(drawn.lines().filter(|line| line.starts_with("::warning ")).count(), 5);
        assert!(drawn.contains("\nerror[broken-link] a.md:1:10: 9\n"), "{drawn}");
        assert_eq!(drawn.lines().count(), 36 + 1, "every finding is there, and one line explains");
    }
}
