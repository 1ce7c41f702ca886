//! The reports of `build` and `check`: their formats, the folders that paths start from, and the files they are written into.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{FileFormat, ReportArgs, ReportFormat};
use crate::coverage::Coverage;
use crate::growth::{self, Baseline, GrowthLimit, ReportSummary, SummaryError};
use crate::pipeline::{Built, Options};
use crate::report::text::harmless;
use crate::report::{Failure, PathBase, ReportedFindings, machine, terminal};
use crate::system::canonicalize;

/// Maximum length of a baseline in bytes: enough for a hundred thousand findings and as many pages.
const BASELINE_BYTES: u64 = 256 << 20;

/// The folders that paths in reports start from.
#[derive(Debug)]
pub(super) struct PathBases {
    /// In reports for programs.
    pub machine: PathBase,
    /// In reports for people: the site, unless another folder is named. Help names files from there too.
    pub human: PathBase,
}

/// Finds the folder that paths start from: the one named, else the closest at or above the site that holds `.git`.
pub(super) fn bases(site: &Path, named: Option<&Path>) -> Result<PathBases, Failure> {
    let site_folder = canonicalize(site);
    if let Some(named) = named {
        let name = harmless(&named.display().to_string()).into_owned();
        let cannot = |error| Failure::io(format!("cannot read the folder {name}"), &error);
        let folder = canonicalize(named).map_err(cannot)?;
        if !folder.is_dir() {
            return Err(Failure::new(format!("{name} is not a folder")).help("name a folder with `--paths-from`"));
        }
        let base = PathBase::between(&folder, &site_folder.map_err(cannot)?);
        return Ok(PathBases { machine: base.clone(), human: base });
    }
    // A site whose folder cannot be read is reported when it is built.
    let machine = site_folder.ok().and_then(|site| {
        let repository = site.ancestors().find(|folder| folder.join(".git").symlink_metadata().is_ok())?;
        Some(PathBase::between(repository, &site))
    });
    Ok(PathBases { machine: machine.unwrap_or_default(), human: PathBase::default() })
}

/// Reads the earlier run that pages are compared with.
pub(super) fn growth_limit(args: &ReportArgs) -> Result<Option<GrowthLimit>, Failure> {
    let mut paths: Vec<&PathBuf> = args.report.iter().map(|report| &report.path).collect();
    paths.sort_unstable();
    if let Some(pair) = paths.windows(2).find(|pair| pair[0] == pair[1]) {
        let message = format!("two reports would be written to {}", named(pair[0]));
        return Err(Failure::new(message).help("name another file with `--report`"));
    }
    let Some(path) = &args.baseline else {
        let needs = args.report.iter().find(|report| report.format == FileFormat::Growth);
        return match needs {
            Some(_) => Err(Failure::new("`--report growth=…` compares pages with an earlier run")
                .help("name its report in JSON with `--baseline FILE`")),
            None => Ok(None),
        };
    };
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(BASELINE_BYTES + 1).read_to_string(&mut text));
    read.map_err(|error| Failure::io(format!("cannot read {}", named(path)), &error))?;
    let too_long = text.len() as u64 > BASELINE_BYTES;
    match Baseline::parse(&text) {
        Ok(baseline) if !too_long => Ok(Some(GrowthLimit { baseline, most: args.max_growth })),
        Ok(_) | Err(SummaryError::Missing) => {
            Err(Failure::new(format!("{} is not a report of Firstflight in JSON", named(path)))
                .help("write one with `firstflight check --weigh all --report json=FILE`"))
        }
        Err(SummaryError::Version(version)) => {
            Err(Failure::new(format!("{} is a report of version {version}, which is unknown", named(path)))
                .help("write both reports with the same version of Firstflight"))
        }
        Err(SummaryError::Partial) => Err(Failure::new(format!("{} does not weigh every page", named(path)))
            .help("write it with `firstflight check --weigh all --report json=FILE`")),
    }
}

/// The reports of a run.
pub(super) struct Reports<'r> {
    /// The site, with its findings.
    pub built: &'r Built,
    /// The options of the run.
    pub options: &'r Options,
    /// The folders that paths start from.
    pub bases: &'r PathBases,
    /// What each language has, if it was requested.
    pub coverage: Option<&'r Coverage>,
}

impl Reports<'_> {
    /// The findings in a format; for people with or without colour.
    pub fn findings(&self, format: ReportFormat, color: bool) -> String {
        let findings = self.built.report.findings();
        let reported = || ReportedFindings::new(findings, &self.bases.machine);
        match format {
            ReportFormat::Human => terminal::draw_all(&self.bases.human.findings(findings), color),
            ReportFormat::Json => {
                let coverage = self.coverage.map(Coverage::json_lines).unwrap_or_default();
                machine::json(&reported()) + &coverage + &self.summary().line()
            }
            ReportFormat::Sarif => machine::sarif(&reported()),
            ReportFormat::Github => machine::github(&reported()),
            ReportFormat::Gitlab => machine::gitlab(&reported()),
        }
    }

    /// Writes the reports that go into files.
    pub fn write(&self, args: &ReportArgs) -> Result<(), Failure> {
        for report in &args.report {
            let text = match report.format {
                FileFormat::Findings(ReportFormat::Human) => {
                    let tally = terminal::tally(self.built.report.findings());
                    format!("{}{tally}\n", self.findings(ReportFormat::Human, false))
                }
                FileFormat::Findings(format) => self.findings(format, false),
                FileFormat::Growth => self.growth(),
            };
            std::fs::write(&report.path, text)
                .map_err(|error| Failure::io(format!("cannot write {}", named(&report.path)), &error))?;
        }
        Ok(())
    }

    fn growth(&self) -> String {
        let limit = self.options.growth.as_ref();
        limit.map_or_else(String::new, |limit| growth::markdown(&limit.baseline, &self.summary()))
    }

    fn summary(&self) -> ReportSummary {
        let built = self.built;
        let build_date = built.date_used.then_some(self.options.at.date);
        ReportSummary::new(&built.weights, &built.pictures.total, &built.report, [build_date, built.next_change])
    }
}

/// The name of a file in a message.
fn named(path: &Path) -> String {
    harmless(&path.display().to_string()).into_owned()
}
