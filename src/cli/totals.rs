//! The last lines of a run: how much was built, where it was published, and what the findings led to.

use std::time::Duration;

use crate::config::{BuildDate, DateOrigin};
use crate::publish::Published;
use crate::report::text::{count, harmless, thousands};
use crate::report::{Finding, Level, terminal};
use crate::shrink::Weights;

/// Returns what was built, in one sentence, and the notes that follow it. `published` comes with the name of its folder;
/// `date` is the build date if the output depends on it, with the next date on which the output changes.
pub(super) fn totals(
    weights: &Weights,
    date: Option<(BuildDate, Option<jiff::civil::Date>)>,
    published: Option<(&Published, &str)>,
    took: Duration,
) -> String {
    let weight = match weights.total_sent {
        Some(sent) => format!("{} bytes as sent ({})", thousands(sent), weights.encoding.name()),
        None => format!("{} bytes before compression", thousands(weights.total_raw)),
    };
    let end = match published {
        Some((done, target)) => format!(
            "published in {target}: {} written, {} kept, {} removed",
            count(done.written, "file"),
            thousands(done.kept as u64),
            thousands(done.removed as u64)
        ),
        None => "checked, nothing written".to_owned(),
    };
    let mut out = format!("{}, {weight}, {end}, in {}.\n", count(weights.total_pages, "page"), seconds(took));
    if let Some((at, next)) = date {
        let origin = match at.origin {
            DateOrigin::Flag => "--at",
            DateOrigin::SourceDateEpoch => "SOURCE_DATE_EPOCH",
            DateOrigin::Today => "today",
        };
        let next = next.map_or_else(String::new, |next| format!(" The site changes by itself next on {next}."));
        out.push_str(&format!("The build date was {} ({origin}).{next}\n", at.date));
    }
    if let Some((done, target)) = published {
        match done.foreign {
            0 => {}
            1 => out.push_str(&format!("1 file in {target} is not part of this site and was left alone.\n")),
            many => out.push_str(&format!(
                "{} in {target} are not part of this site and were left alone.\n",
                count(many, "file")
            )),
        }
        for note in &done.notes {
            out.push_str(&format!("Note: {}\n", harmless(note)));
        }
    }
    out
}

/// Returns the summary of a run with errors: the tally, whether anything was published, where to read more. `last_good` is the
/// folder that still contains the last good site.
pub(super) fn refusal(findings: &[Finding], publishing: bool, last_good: Option<&str>) -> String {
    let mut out = terminal::tally(findings);
    if publishing {
        out.push_str(" Nothing was published");
        if let Some(target) = last_good {
            out.push_str(&format!("; {target} still contains the last good site"));
        }
        out.push('.');
    }
    out.push('\n');
    if let Some(first) = findings.iter().find(|finding| finding.level == Level::Error) {
        out.push_str(&format!("For details, run `firstflight explain {}`.\n", first.code));
    }
    out
}

fn seconds(took: Duration) -> String {
    match took.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{} ms", took.as_millis().max(1)),
        seconds if seconds < 10.0 => format!("{seconds:.1} s"),
        seconds => format!("{seconds:.0} s"),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::output::Encoding;
    use crate::report::{Code, Place, SourceFile};

    fn weights(total_pages: usize, total_sent: Option<u64>) -> Weights {
        Weights {
            encoding: Encoding::Gzip,
            budget: None,
            pages: Vec::new(),
            total_pages,
            total_sent,
            total_raw: 1_234_567,
        }
    }

    fn published(foreign: usize, notes: &[&str]) -> Published {
        let notes = notes.iter().map(|&note| note.to_owned()).collect();
        Published { target: PathBuf::from("/srv/public"), written: 14, kept: 1_003, removed: 1, foreign, notes }
    }

    #[test]
    fn a_build_ends_with_one_sentence() {
        let took = Duration::from_millis(123);
        assert_eq!(
            totals(&weights(12, Some(14_203)), None, Some((&published(0, &[]), "public/")), took),
            "12 pages, 14,203 bytes as sent (gzip), published in public/: 14 files written, 1,003 kept, 1 removed, \
             in 123 ms.\n"
        );
        assert_eq!(
            totals(&weights(1, None), None, None, Duration::from_secs(75)),
            "1 page, 1,234,567 bytes before compression, checked, nothing written, in 75 s.\n"
        );
    }

    #[test]
    fn the_date_foreign_files_and_notes_follow_where_there_are_any() {
        let at = BuildDate { date: "2026-11-23".parse().unwrap(), origin: DateOrigin::Today };
        let done = published(2, &["public/ is a mount point, so its files were replaced one by one"]);
        let next = Some("2026-12-01".parse().unwrap());
        let text = totals(&weights(2, Some(900)), Some((at, next)), Some((&done, "public/")), Duration::ZERO);
        let (_, rest) = text.split_once('\n').unwrap();
        assert_eq!(
            rest,
            "The build date was 2026-11-23 (today). The site changes by itself next on 2026-12-01.\n\
             2 files in public/ are not part of this site and were left alone.\n\
             Note: public/ is a mount point, so its files were replaced one by one\n"
        );
        let text = totals(&weights(2, Some(900)), None, Some((&published(1, &[]), "public/")), Duration::ZERO);
        assert!(text.ends_with("\n1 file in public/ is not part of this site and was left alone.\n"));
    }

    #[test]
    fn a_refusal_says_what_is_still_published() {
        let file = SourceFile::new("a.md", "abc");
        let error = Finding::new(Code::BrokenLink, Place::new(&file, 0..1), "no page");
        let warning = Finding::new(Code::RawHtml, Place::whole(&file), "raw HTML");
        let findings = [warning, error];
        assert_eq!(
            refusal(&findings, true, Some("public/")),
            "1 error in 1 file, 1 warning. Nothing was published; public/ still contains the last good site.\n\
             For details, run `firstflight explain broken-link`.\n"
        );
        assert_eq!(
            refusal(&findings, true, None),
            "1 error in 1 file, 1 warning. Nothing was published.\nFor details, run `firstflight explain broken-link`.\n"
        );
        assert_eq!(
            refusal(&findings, false, None),
            "1 error in 1 file, 1 warning.\nFor details, run `firstflight explain broken-link`.\n"
        );
    }
}
