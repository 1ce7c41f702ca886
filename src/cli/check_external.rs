//! `firstflight check-external`: asks other sites whether the addresses that pages name are still there.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use rayon::prelude::*;

use super::args::{CheckExternalArgs, ReportFormat};
use super::progress::Progress;
use super::reports::{self, Reports};
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::check;
use crate::external::Pacer;
use crate::pipeline::{self, UnweighedSite};
use crate::reach::{self, Answer, NamedAddress, ReachRecord, Verdict};
use crate::report::text::{count, harmless};
use crate::report::{Failure, Finding, Place, SourceFile, catalog};

/// How many hosts are asked at the same time.
const HOSTS: u16 = 8;
/// The file in the folder of the cache that keeps answers.
const RECORD: &str = "external-links.json";
/// Maximum number of further places of an address that a finding shows.
const PLACES: usize = 4;

/// What was found out about the addresses of a site.
struct Asked<'a> {
    named: &'a NamedAddress,
    verdict: Verdict,
    /// Whether it was not asked now, because the answer is known.
    is_known: bool,
}

/// Asks for the addresses that pages name, and reports those that are not there.
pub(super) fn check_external(args: &CheckExternalArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let (site_args, reporting) = (args.site(), args.reports());
    let options = settings::options(&site_args)?;
    reports::growth_limit(&reporting)?;
    let bases = reports::bases(&args.site, args.paths_from.as_deref())?;
    let workers = settings::workers(None)?;
    // With a cache, the texts of files are kept, where addresses are searched for.
    let mut cache = Cache::new();
    let made = workers.install(|| pipeline::make(&options, &mut cache, &ReadScope::Whole))?;
    if !made.is_rendered || !made.incomplete.is_empty() {
        screen.say("no page, or not every page, could be made; `firstflight check` shows the errors\n");
        return Ok(Outcome::Findings);
    }
    let settings_file = cache.config.as_ref().and_then(|config| config.text.clone());
    let named = workers.install(|| reach::named(&made.site, &made.output, &shared_files(&made, settings_file)));
    let asked = ask(&named, args, screen)?;
    let findings = asked.iter().filter_map(finding).collect();
    let report = check::only_of(findings, &check::OF_OTHER_SITES, &made.site, options.strict);
    let mut built = workers.install(|| made.weigh(&options));
    built.report = report;
    let reports = Reports { built: &built, options: &options, bases: &bases, coverage: None };
    let text = reports.findings(reporting.format, screen.color);
    let is_human = reporting.format == ReportFormat::Human;
    if is_human {
        screen.say(&text);
    } else {
        screen.out(&text)?;
    }
    reports.write(&reporting)?;
    let summary = summary(&asked);
    // Workflow commands are lines of a log, which people read too.
    if is_human || reporting.format == ReportFormat::Github {
        screen.out(&summary)?;
    } else {
        screen.say(&summary);
    }
    Ok(if built.report.has_errors() { Outcome::Findings } else { Outcome::Fine })
}

/// The files that pages show parts of: records, settings and templates.
fn shared_files(made: &UnweighedSite, settings: Option<Arc<SourceFile>>) -> Vec<Arc<SourceFile>> {
    let site = &made.site;
    let records = site.statistics.iter().map(|record| record.place.file());
    let records = records.chain(site.sources.iter().map(|record| record.place.file()));
    let records = records.chain(site.events.iter().map(|event| event.record.place.file()));
    let theme = made.inputs.as_ref().map(|inputs| inputs.theme.clone());
    let templates = theme.iter().flat_map(|theme| theme.templates.values().chain(theme.shortcodes.values()));
    let all = records.cloned().chain(settings).chain(templates.cloned());
    let mut by_path: Vec<Arc<SourceFile>> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    by_path.extend(all.filter(|file| seen.insert(file.path().to_owned())));
    by_path
}

/// Asks for the addresses of which nothing is known yet, host by host, and remembers the answers.
fn ask<'a>(
    named: &'a [NamedAddress],
    args: &CheckExternalArgs,
    screen: &mut Screen,
) -> Result<Vec<Asked<'a>>, Failure> {
    let file = settings::cache_folder(args.cache.as_deref()).map(|folder| folder.join(RECORD));
    let mut record = read(file.as_ref(), screen);
    let begin = settings::seconds();
    let mut answers: BTreeMap<&str, Answer> = BTreeMap::new();
    let mut hosts: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for NamedAddress { address, .. } in named {
        match record.fresh(address, begin) {
            Some(answer) => drop(answers.insert(address, answer.clone())),
            None => hosts.entry(reach::host_of(address)).or_default().push(address),
        }
    }
    let known: Vec<bool> = named.iter().map(|named| answers.contains_key(named.address.as_str())).collect();
    let new = ask_hosts(&hosts, args, screen)?;
    let now = settings::seconds();
    answers.extend(new);
    let verdicts = named.iter().zip(known).map(|(named, is_known)| {
        let answer =
            answers.remove(named.address.as_str()).unwrap_or_else(|| Answer::Unknown("it was not asked".to_owned()));
        let verdict = if is_known { Verdict::Answered(answer) } else { record.note(&named.address, answer, now) };
        Asked { named, verdict, is_known }
    });
    let asked = verdicts.collect();
    if let Some(file) = file {
        // Another run may have ended in the meantime.
        record.merge(read(Some(&file), screen), now);
        write(&file, &record.text())?;
    }
    Ok(asked)
}

/// Asks for these addresses, those of a host one after another.
fn ask_hosts<'a>(
    hosts: &BTreeMap<String, Vec<&'a str>>,
    args: &CheckExternalArgs,
    screen: &Screen,
) -> Result<Vec<(&'a str, Answer)>, Failure> {
    let progress = Progress::start("asking", screen.watched);
    let (pacer, has_answered) = (Pacer::default(), AtomicBool::new(false));
    let visit = |address: &&'a str| {
        let answer = reach::visit(address, args.timeout, |request| {
            let response = pacer.send(&reach::host_of(&request.url), request)?;
            has_answered.fetch_or(Answer::is_of_server(&response), Ordering::Relaxed);
            Ok(response)
        });
        Ok((*address, answer?))
    };
    let of_host = |addresses: &Vec<&'a str>| addresses.iter().map(visit).collect::<Result<Vec<_>, Failure>>();
    let all: Vec<&Vec<&str>> = hosts.values().collect();
    let answers: Result<Vec<Vec<_>>, Failure> =
        settings::workers(Some(HOSTS))?.install(|| all.into_par_iter().with_max_len(1).map(of_host).collect());
    drop(progress);
    let answers = answers?.into_iter().flatten();
    if has_answered.into_inner() {
        return Ok(answers.collect());
    }
    // Without a connection no host has a name.
    let alone = |answer| match answer {
        Answer::Dead(why) => Answer::Unknown(format!("{why}, and no other host answers either")),
        answer => answer,
    };
    Ok(answers.map(|(address, answer)| (address, alone(answer))).collect())
}

/// The answers of earlier runs; none if there are none that can be read.
fn read(file: Option<&PathBuf>, screen: &mut Screen) -> ReachRecord {
    let Some(file) = file else { return ReachRecord::default() };
    let Ok(text) = std::fs::read_to_string(file) else { return ReachRecord::default() };
    ReachRecord::parse(&text).unwrap_or_else(|| {
        let name = file.display().to_string();
        screen.say(&format!(
            "Note: {} is not a list of answers that can be read, so it is written again.\n",
            harmless(&name)
        ));
        ReachRecord::default()
    })
}

/// Writes the answers, completely or not at all.
fn write(file: &std::path::Path, text: &str) -> Result<(), Failure> {
    let name = file.display().to_string();
    let cannot = |error: std::io::Error| Failure::io(format!("cannot write {}", harmless(&name)), &error);
    let folder = file.parent().unwrap_or_else(|| std::path::Path::new("."));
    std::fs::create_dir_all(folder).map_err(cannot)?;
    let mut new = tempfile::NamedTempFile::new_in(folder).map_err(cannot)?;
    std::io::Write::write_all(&mut new, text.as_bytes()).map_err(cannot)?;
    new.persist(file).map_err(|error| cannot(error.error))?;
    Ok(())
}

/// What is to be said about an address.
fn finding(asked: &Asked<'_>) -> Option<Finding> {
    let NamedAddress { address, places } = asked.named;
    let place = || places.first().cloned().unwrap_or_else(|| Place::whole(&SourceFile::new("content/site.yaml", "")));
    let finding = match &asked.verdict {
        Verdict::Dead(why, since) => catalog::external::dead(place(), address, why, &day(*since)),
        Verdict::Answered(Answer::Alive) => return None,
        Verdict::Answered(Answer::Moved(to)) => catalog::external::moved(place(), address, to),
        Verdict::Answered(Answer::Dead(why)) => catalog::external::perhaps_dead(place(), address, why),
        Verdict::Answered(Answer::Blocked(why)) => catalog::external::blocked(place(), address, why),
        Verdict::Answered(Answer::Unknown(why)) => catalog::external::unknown(place(), address, why),
    };
    let others = places.iter().skip(1);
    let mut finding =
        others.take(PLACES).fold(finding, |finding, place| finding.label(place.clone(), "the same address"));
    if places.len() > PLACES + 1 {
        finding = finding.note(format!("and in {} more", count(places.len() - PLACES - 1, "place")));
    }
    Some(finding)
}

fn day(seconds: i64) -> String {
    Timestamp::from_second(seconds)
        .map_or_else(|_| "an unknown day".to_owned(), |time| time.strftime("%Y-%m-%d").to_string())
}

/// What was found out, in one line.
fn summary(asked: &[Asked<'_>]) -> String {
    if asked.is_empty() {
        return "The pages name no address of another site.\n".to_owned();
    }
    let number = |is: fn(&Verdict) -> bool| asked.iter().filter(|asked| is(&asked.verdict)).count();
    let parts = [
        (number(|verdict| matches!(verdict, Verdict::Answered(Answer::Alive | Answer::Moved(_)))), "found"),
        (number(|verdict| matches!(verdict, Verdict::Dead(..))), "dead"),
        (number(|verdict| matches!(verdict, Verdict::Answered(Answer::Dead(_)))), "perhaps dead"),
        (number(|verdict| matches!(verdict, Verdict::Answered(Answer::Blocked(_)))), "not shown to programs"),
        (number(|verdict| matches!(verdict, Verdict::Answered(Answer::Unknown(_)))), "not checked"),
    ];
    let parts = parts.iter().filter(|(number, _)| *number > 0).map(|(number, what)| format!("{number} {what}"));
    let known = asked.iter().filter(|asked| asked.is_known).count();
    let known = if known > 0 { format!(" ({known} known from an earlier run)") } else { String::new() };
    let addresses = if asked.len() == 1 { "1 address".to_owned() } else { format!("{} addresses", asked.len()) };
    format!("{addresses} of other sites{known}: {}.\n", parts.collect::<Vec<_>>().join(", "))
}
