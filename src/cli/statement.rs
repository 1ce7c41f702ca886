//! `firstflight statement`: an accessibility statement from what was checked. Its parts are those of W3C's generator of such
//! statements. It says what checks of a program found, and nothing that only people can know.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::args::SiteArgs;
use super::screen::Screen;
use super::{Outcome, settings};
use crate::cache::{Cache, ReadScope};
use crate::pipeline;
use crate::report::{Code, Failure, Finding};
use crate::site::Site;

/// Checks the site and prints the statement as Markdown.
pub(super) fn statement(args: &SiteArgs, screen: &mut Screen) -> Result<Outcome, Failure> {
    let options = settings::options(args)?;
    let workers = settings::workers(args.jobs)?;
    let made = workers.install(|| pipeline::make(&options, &mut Cache::default(), &ReadScope::Whole))?;
    if !made.is_rendered || !made.incomplete.is_empty() {
        screen.say("no page, or not every page, could be made and checked; `firstflight check` shows the errors\n");
        return Ok(Outcome::Findings);
    }
    let report = made.report(&options);
    screen.out(&text(&made.site, report.findings(), options.at.date))
}

/// A check, with the success criteria of WCAG 2.2 that it is about.
struct Rule {
    criteria: &'static str,
    what: &'static str,
    codes: &'static [Code],
}

/// What is checked.
const RULES: [Rule; 18] = [
    rule("1.1.1 Non-text Content", "images, drawings and image buttons have a text alternative", &[Code::MissingAlt]),
    rule("1.2.2 Captions", "films with sound name captions", &[Code::MissingCaptions]),
    rule(
        "1.3.1 Info and Relationships",
        "headings do not skip levels, and have words",
        &[Code::SkippedHeading, Code::SecondTitle, Code::MissingHeading],
    ),
    rule("1.3.1 Info and Relationships", "tables have header cells", &[Code::MissingHeaders]),
    rule(
        "1.3.1 Info and Relationships",
        "items are in lists, and labels name fields",
        &[Code::MisplacedHtml, Code::BrokenReference],
    ),
    rule("1.3.5 Identify Input Purpose", "fields for personal data name a known purpose", &[Code::InvalidAttribute]),
    rule(
        "1.4.2 Audio Control and 2.2.2 Pause, Stop, Hide",
        "nothing sounds or moves by itself",
        &[Code::UnrequestedChange],
    ),
    rule("1.4.3 Contrast", "the colours of the theme for text differ enough from their ground", &[Code::LowContrast]),
    rule("1.4.4 Resize Text", "pages can be enlarged", &[Code::NoZoom]),
    rule("2.2.1 Timing Adjustable", "pages do not lead on after some seconds", &[Code::UnrequestedChange]),
    rule("2.4.1 Bypass Blocks", "pages have one main part, and parts for navigation have names", &[Code::Landmarks]),
    rule("2.4.2 Page Titled", "pages have titles, each its own", &[Code::MissingTitle, Code::DuplicateTitle]),
    rule("2.4.3 Focus Order", "the focus follows the order of the page", &[Code::FocusOrder]),
    rule(
        "2.4.4 Link Purpose",
        "links have words that say where they lead",
        &[Code::EmptyLink, Code::VagueLink, Code::SameLinkText],
    ),
    rule(
        "2.5.8 Target Size",
        "no rule of a style sheet makes links or buttons smaller than 24 pixels",
        &[Code::SmallTarget],
    ),
    rule(
        "3.1.1 Language of Page and 3.1.2 Language of Parts",
        "languages are given, and valid",
        &[Code::WrongLanguage],
    ),
    rule("4.1.2 Name, Role, Value", "buttons, fields and frames have names", &[Code::UnnamedControl]),
    rule(
        "4.1.2 Name, Role, Value",
        "roles and states are known, and ids unique",
        &[Code::InvalidAttribute, Code::DuplicateId, Code::BrokenReference],
    ),
];

const fn rule(criteria: &'static str, what: &'static str, codes: &'static [Code]) -> Rule {
    Rule { criteria, what, codes }
}

/// Where the placeholder for a contact leads: no such page exists, so that `check` reports it until somebody fills it in.
const PLACEHOLDER: &str = "[WRITE HERE HOW READERS REACH YOU](write-your-contact-here.md)";

/// Writes the statement of a site in Markdown, with front matter, for its first language. `findings` are those of a check on the day
/// `at`.
fn text(site: &Site, findings: &[Finding], at: Date) -> String {
    let config = &site.config;
    let language = config.languages.first().map_or("", |language| language.tag.as_str());
    let title = config.title.get(language);
    let number = |code: &Code| findings.iter().filter(|finding| finding.code == *code).count();
    let mut out = format!(
        "---\ntitle: Accessibility statement\ndate: {at}\n---\n\n\
         This statement is about {title}. It was written by a program, Firstflight, from what it checked on {at}.\n\n\
         ## Standard\n\n\
         The checks follow the Web Content Accessibility Guidelines, version `2.2`, level AA.\n\n\
         ## Conformance\n\n\
         Whether the site conforms was not assessed: a program checks only a part of the guidelines, and people did not check the rest.\n\n\
         ## What was checked\n\n\
         | Criterion | What was checked | Result |\n|---|---|---|\n"
    );
    for Rule { criteria, what, codes } in &RULES {
        let off = codes.iter().filter(|code| config.is_off(**code)).count();
        let all: usize = codes.iter().map(number).sum();
        let expected = codes.iter().any(|code| expectations(site, *code).next().is_some());
        let result = match (off, all) {
            (off, _) if off == codes.len() => "not checked: the settings switch it off",
            (1.., 0) => "nothing found; the settings switch a part of the check off",
            (_, 0) if expected => "nothing found but the exceptions below",
            (_, 0) => "nothing found",
            _ => "problems found; they are listed below",
        };
        let _ = writeln!(out, "| `{criteria}` | {what} | {result} |");
    }
    out.push_str(
        "\n## What was not checked\n\nEverything that is not in the table, such as whether alternatives say what images show, whether texts \
         are easy to read, and how pages work with screen readers, keyboards and on small screens. Recordings, PDF files and other sites \
         that this one links to were not checked.\n",
    );
    limitations(site, findings, &mut out);
    let contact = config.page_parts.footer.contact.as_ref().and_then(|contact| contact.get(language));
    let contact = contact.map_or(PLACEHOLDER, |(text, _)| text.text.as_str());
    let _ = write!(
        out,
        "\n## Feedback\n\nTell us if you cannot use a part of this site: {contact}\n\n\
         ## How this site works\n\nPages are HTML and CSS. They need no script."
    );
    out.push_str(if site_has_scripts(findings) { " Scripts of the theme are additions.\n" } else { "\n" });
    out
}

/// Whether the theme runs scripts.
fn site_has_scripts(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.code == Code::ScriptInTheme)
}

/// The reasons of pages that expect a finding.
fn expectations(site: &Site, code: Code) -> impl Iterator<Item = (&str, &str)> {
    site.pages.iter().flat_map(move |page| {
        let own = page.source.front.expect.iter().filter(move |expectation| expectation.code == code);
        own.map(|expectation| (page.address.as_str(), expectation.reason.as_str()))
    })
}

/// Problems that were found, and exceptions that pages declare.
fn limitations(site: &Site, findings: &[Finding], out: &mut String) {
    let mut lines: Vec<String> = Vec::new();
    let mut codes: Vec<Code> = RULES.iter().flat_map(|rule| rule.codes).copied().collect();
    codes.sort_unstable();
    codes.dedup();
    for code in codes {
        for finding in findings.iter().filter(|finding| finding.code == code) {
            let place = finding.place.as_ref().map_or("", |place| place.file().path());
            lines.push(format!("- `{}`: {}\n", place.replace('`', ""), finding.message));
        }
        for (address, reason) in expectations(site, code) {
            lines.push(format!(
                "- `{}`: {} ({reason})\n",
                address.replace('`', ""),
                code.summary().trim().trim_end_matches('.')
            ));
        }
    }
    if !lines.is_empty() {
        lines.dedup();
        let _ = write!(out, "\n## Known limitations\n\n{}", lines.concat());
    }
}
