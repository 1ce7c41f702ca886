//! `firstflight fix`: applies the edits of findings to the files of the site.

mod git;
mod rounds;

use crate::disk::ReplaceError;
use crate::fix::{EditState, EditedText, change_line, diff, fixes, skipped_line};
use crate::report::text::{count, harmless, thousands};
use crate::report::{Certainty, Failure, Finding, PathBase, ReportedFindings, machine, terminal};

use super::args::{FixArgs, Format};
use super::progress::Progress;
use super::screen::Screen;
use super::{Outcome, reports, settings};
use rounds::Rounds;

/// Maximum number of files named in a failure.
const NAMED: usize = 20;

/// Applies every certain edit, and shows what changes.
pub(super) fn fix(args: &FixArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let site = args.site();
    let options = settings::options(&site)?;
    let base = reports::bases(&args.site, args.paths_from.as_deref())?.machine;
    let workers = settings::workers(args.jobs)?;
    let progress = Progress::start("fixing", screen.watched);
    let rounds = workers.install(|| rounds::run(&options, args.dry_run))?;
    drop(progress);

    let refused = if args.allow_dirty { Ok(()) } else { refuse_unsaved(args, &rounds) };
    match refused {
        Err(failure) if args.dry_run => {
            screen.say(&terminal::draw_notice(&failure.message, failure.help.as_deref(), screen.color));
        }
        refused => refused?,
    }
    if !args.dry_run {
        write(args, &rounds)?;
    }
    match args.format {
        Format::Human => show(args, &rounds, screen)?,
        Format::Json => {
            screen.out(&json(args, &rounds, &base))?;
            screen.say(&summary(args, &rounds));
        }
    }
    let is_done = rounds.skipped.is_empty() && (rounds.edited.is_empty() || !args.dry_run);
    Ok(if is_done { Outcome::Fine } else { Outcome::Findings })
}

/// Shows what changes, as a diff, and what is left.
fn show(args: &FixArgs, rounds: &Rounds, screen: &mut Screen) -> Result<(), Failure> {
    let mut out: String = rounds.edited.iter().map(|(path, text)| diff(path, text, screen.out_color)).collect();
    if !out.is_empty() {
        out.push('\n');
    }
    if args.suggest {
        out.push_str(&suggestions(rounds.report.findings(), screen.out_color));
    }
    let left = rounds.skipped.iter().map(|(path, why)| format!("{path} was left as it is: {why}"));
    let planned = rounds.edited.iter().filter_map(|(path, text)| Some((path, refusal(args, rounds, path, text)?)));
    let planned = planned.map(|(path, why)| format!("{path} could not be changed: {why}"));
    for notice in left.chain(planned) {
        screen.say(&terminal::draw_notice(&notice, None, screen.color));
    }
    out.push_str(&summary(args, rounds));
    screen.out(&out).map(drop)
}

/// The changes and the findings that are left as JSON lines.
fn json(args: &FixArgs, rounds: &Rounds, base: &PathBase) -> String {
    let state = if args.dry_run { EditState::Planned } else { EditState::Written };
    let mut out = String::new();
    for (path, text) in &rounds.edited {
        out.push_str(&change_line(&base.path(path), state, text, refusal(args, rounds, path, text).as_deref()));
    }
    for (path, why) in &rounds.skipped {
        out.push_str(&skipped_line(&base.path(path), why));
    }
    out + &machine::json(&ReportedFindings::new(rounds.report.findings(), base))
}

/// Why a change of a dry run could not be written.
fn refusal(args: &FixArgs, rounds: &Rounds, path: &str, text: &EditedText) -> Option<String> {
    let check = || rounds.files.check_replaceable(&args.site.join(path), text.original().as_bytes());
    if args.dry_run { check().err().map(|error| error.to_string()) } else { None }
}

/// Refuses to change files that git could not restore.
fn refuse_unsaved(args: &FixArgs, rounds: &Rounds) -> Result<(), Failure> {
    let files = rounds.edited.iter().map(|(path, text)| (path.as_str(), text.original()));
    let unsaved = git::unsaved(&args.site, files);
    if unsaved.is_empty() {
        return Ok(());
    }
    let lines: String = unsaved.iter().take(NAMED).map(|(path, why)| format!("\n  {path}: {why}")).collect();
    let more = match unsaved.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!("\n  and {more} more"),
    };
    Err(Failure::new(format!(
        "{} could not be restored from git after a change:{lines}{more}",
        count(unsaved.len(), "file")
    ))
    .help("commit these files, or add `--allow-dirty` to change them as they are; nothing was written"))
}

/// Writes all files, each completely or not at all. Nothing is written unless all of them can be.
fn write(args: &FixArgs, rounds: &Rounds) -> Result<(), Failure> {
    for (path, text) in &rounds.edited {
        let checked = rounds.files.check_replaceable(&args.site.join(path), text.original().as_bytes());
        checked.map_err(|error| cannot_write(path, error, &[]))?;
    }
    let mut written = Vec::new();
    for (path, text) in &rounds.edited {
        let (before, after) = (text.original().as_bytes(), text.text().as_bytes());
        let replaced = rounds.files.replace(&args.site.join(path), before, after);
        replaced.map_err(|error| cannot_write(path, error, &written))?;
        written.push(path.as_str());
    }
    Ok(())
}

fn cannot_write(path: &str, error: ReplaceError, written: &[&str]) -> Failure {
    let path = harmless(path);
    let advice = match error {
        ReplaceError::ReadOnly => "make the file and its folder writable",
        ReplaceError::Owner => "run the command as the owner of the file",
        ReplaceError::Changed => "run the command again",
        _ => "make sure that it is a regular file that can be replaced",
    };
    let failure = match error {
        ReplaceError::Io(error) => Failure::io(format!("cannot write {path}"), &error),
        error => Failure::new(format!("cannot write {path}: {error}")),
    };
    let done = match written {
        [] => "nothing was written".to_owned(),
        written => format!("already changed: {}", written.join(", ")),
    };
    failure.help(format!("{advice}; {done}"))
}

/// Shows the suggested edits, as if they were made to the fixed files.
fn suggestions(findings: &[Finding], color: bool) -> String {
    let mut out = String::new();
    let mut shown = 0;
    for (path, of_file) in fixes(findings, Certainty::Suggested) {
        let mut text = EditedText::new(of_file.file);
        shown += text.apply(&of_file.fixes);
        out.push_str(&diff(&path, &text, color));
    }
    if shown == 0 {
        return "No suggestions.\n".to_owned();
    }
    format!("{}, not written:\n{out}\n", count(shown, "suggestion"))
}

/// Returns what was done, in one line, and what is left to do.
fn summary(args: &FixArgs, rounds: &Rounds) -> String {
    let left = rounds.report.findings().len();
    let left_over = match left {
        0 => "none left".to_owned(),
        left => format!("{} left", thousands(left as u64)),
    };
    let suggested: usize =
        fixes(rounds.report.findings(), Certainty::Suggested).values().map(|of_file| of_file.fixes.len()).sum();
    let mut out = match (rounds.edited.len(), args.dry_run) {
        // There is something to change, for a person to decide on.
        (0, _) if suggested > 0 => format!("Nothing was changed: {} fixed, {left_over}.", count(0, "finding")),
        (0, _) => format!("Nothing to change: {} fixed, {left_over}.", count(0, "finding")),
        (files, true) => format!(
            "Would change {}: {} fixed, {left_over}. Nothing was written.",
            count(files, "file"),
            count(rounds.fixed, "finding")
        ),
        (files, false) => {
            format!("Changed {}: {} fixed, {left_over}.", count(files, "file"), count(rounds.fixed, "finding"))
        }
    };
    out.push('\n');
    if suggested > 0 && !args.suggest {
        out.push_str("To see suggestions for what is left, run `firstflight fix --suggest`.\n");
    } else if left > 0 {
        out.push_str("To see what is left, run `firstflight check`.\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Code, Place, SourceFile};

    #[test]
    fn suggestions_are_shown_with_their_findings() {
        let file = SourceFile::new("content/en/a.md", "[a](sesion.md)\n");
        let finding = |certainty| {
            Finding::new(Code::BrokenLink, Place::new(&file, 4..13), "no page").edit(4..13, "session.md", certainty)
        };
        assert_eq!(
            suggestions(&[finding(Certainty::Suggested)], false),
            "1 suggestion, not written:\n--- content/en/a.md\n+++ content/en/a.md\n@@ -1 +1 @@ broken-link: no page\n\
             -[a](sesion.md)\n+[a](session.md)\n\n"
        );
        assert_eq!(suggestions(&[finding(Certainty::Certain)], false), "No suggestions.\n");
    }
}
