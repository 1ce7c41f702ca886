//! The arguments of `build` and `check` about reports: their formats, their paths, and the baseline that pages are compared
//! with.

use std::path::PathBuf;
use std::str::FromStr;

use clap::{Args as ClapArgs, ValueEnum};

use crate::growth::MaxGrowth;

#[derive(Debug, ClapArgs)]
pub(in crate::cli) struct ReportArgs {
    /// The format of findings: human, or on standard output json (one object per line), sarif, github or gitlab
    #[arg(long, value_name = "FORMAT", default_value = "human", hide_possible_values = true)]
    pub format: ReportFormat,
    /// Also write a report into a file, as in sarif=findings.sarif: human, json, sarif, github, gitlab or growth; repeatable
    #[arg(long, value_name = "FORMAT=FILE")]
    pub report: Vec<ReportFile>,
    /// The folder that paths in reports start from [default: the closest one at or above the site that holds .git, else the
    /// site; with human, the site]
    #[arg(long, value_name = "DIR")]
    pub paths_from: Option<PathBuf>,
    /// A JSON report of an earlier run, to compare page weights with; all pages are weighed exactly
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Maximum growth of a page since the baseline: bytes, or a percentage such as 5%
    #[arg(long, value_name = "GROWTH", requires = "baseline")]
    pub max_growth: Option<MaxGrowth>,
}

impl ReportArgs {
    /// The arguments of a command that shows findings to people only.
    pub fn human() -> Self {
        Self { format: ReportFormat::Human, report: Vec::new(), paths_from: None, baseline: None, max_growth: None }
    }
}

/// A format of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ReportFormat {
    /// Text for a terminal.
    Human,
    /// JSON lines.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions.
    Github,
    /// A code quality report of GitLab.
    Gitlab,
}

/// A report that is written into a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::cli) struct ReportFile {
    /// The kind of report.
    pub format: FileFormat,
    /// The file to write.
    pub path: PathBuf,
}

/// A kind of report that is written into a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum FileFormat {
    /// Findings.
    Findings(ReportFormat),
    /// How much pages have grown, as Markdown.
    Growth,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let formats = || ReportFormat::value_variants().iter().filter_map(ReportFormat::to_possible_value);
        let otherwise = || {
            let names: Vec<String> = formats().map(|format| format.get_name().to_owned()).collect();
            format!(
                "write a format and a file, as in `sarif=findings.sarif`; the formats are {} and growth",
                names.join(", ")
            )
        };
        let (name, path) = text.split_once('=').filter(|(_, path)| !path.is_empty()).ok_or_else(otherwise)?;
        let format = match name {
            "growth" => FileFormat::Growth,
            name => FileFormat::Findings(ReportFormat::from_str(name, false).map_err(|_| otherwise())?),
        };
        Ok(Self { format, path: PathBuf::from(path) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_is_a_format_and_a_file() {
        let parsed = |text: &str| text.parse::<ReportFile>().map(|it| (it.format, it.path.display().to_string()));
        assert_eq!(parsed("growth=a=b.md"), Ok((FileFormat::Growth, "a=b.md".to_owned())));
        assert_eq!(parsed("sarif=x/y.sarif"), Ok((FileFormat::Findings(ReportFormat::Sarif), "x/y.sarif".to_owned())));
        for wrong in ["sarif", "sarif=", "=x", "xml=x", "Growth=x"] {
            assert!(parsed(wrong).unwrap_err().ends_with("human, json, sarif, github, gitlab and growth"), "{wrong}");
        }
    }
}
