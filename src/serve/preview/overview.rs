//! The preview's own page: the weight of every page and all findings. HTML that works without script.

use std::cmp::Reverse;
use std::path::Path;

use super::figures::over;
use super::shown::FindingView;
use super::{Editor, snippet};
use crate::escape::escape;
use crate::media::PictureWeights;
use crate::percent::encode_path;
use crate::report::Finding;
use crate::report::terminal::{self, Chosen};
use crate::report::text::{count, thousands};
use crate::serve::good::Staleness;
use crate::shrink::wire::{LINKS, NetworkLink};
use crate::shrink::{PageWeight, Weights};

/// Its address.
const ADDRESS: &str = "/_firstflight/";

/// What is known of the whole site.
#[derive(Clone, Copy, Debug)]
pub struct Overview<'a> {
    /// The number of the round.
    pub round: u64,
    /// The path at which the site begins: `/`, or `/docs/` where its base address has that path.
    pub base: &'a str,
    /// What pages weigh; `None` while that is computed.
    pub weights: Option<&'a Weights>,
    /// The weights of their images.
    pub pictures: &'a PictureWeights,
    /// Bytes as sent that a page may have.
    pub budget: u64,
    /// The link that pages are sent over.
    pub link: Option<&'a NetworkLink>,
    /// What the last round found.
    pub findings: &'a [Finding],
    /// How much of what is shown is older than the files.
    pub stale: &'a Staleness,
    /// What places are opened with.
    pub editor: Option<&'a Editor>,
    /// The absolute folder of the site.
    pub root: &'a Path,
}

/// The page.
#[must_use]
pub fn overview(overview: &Overview<'_>) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Preview: all pages</title>\n\
         <link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/_firstflight/preview.css\">\n\
         <main>\n<h1>Preview: all pages</h1>\n{}<h2>Findings</h2>\n{}<h2>Weights</h2>\n{}</main>\n{}\n",
        head(overview),
        findings(overview),
        overview.weights.map_or_else(
            || "<p>The pages are being weighed. Reload in a moment.</p>\n".to_owned(),
            |weights| self::weights(weights, overview)
        ),
        snippet(ADDRESS, &overview.round.to_string()),
    )
}

fn head(overview: &Overview<'_>) -> String {
    let old = match overview.stale {
        Staleness::Nothing => String::new(),
        Staleness::Pages(paths) => count(paths.len(), "page"),
        Staleness::Site => "the site".to_owned(),
    };
    let stale = match old.as_str() {
        "" => String::new(),
        old => format!(
            "<p><strong>Showing the last good version of {old}.</strong> Your changes appear once the errors below are \
             fixed.</p>\n"
        ),
    };
    let link = match overview.link {
        Some(link) => {
            let known = LINKS.contains(link);
            let name = if known { format!("{}: ", escape(link.name)) } else { "a link of ".to_owned() };
            format!(
                "Pages are sent as slowly as over {name}{} kbit/s, {} ms for a round trip.",
                thousands(link.kbit_per_s.into()),
                thousands(link.rtt_ms.into())
            )
        }
        None => "Pages are sent at full speed. <code>--link gprs</code> simulates a slow link.".to_owned(),
    };
    format!("{stale}<p>{link}</p>\n<p><a href=\"{}\">The site</a></p>\n", encode_path(overview.base.as_bytes()))
}

fn findings(overview: &Overview<'_>) -> String {
    let mut out = format!("<p>{}</p>\n", terminal::tally(overview.findings));
    let Chosen { shown, more } = terminal::choose(overview.findings);
    for finding in shown {
        let html = FindingView::new(finding, overview.editor, overview.root).html();
        out.push_str(&format!("<section class=\"finding\">\n{html}</section>\n"));
    }
    for line in &more {
        out.push_str(&format!("<p>{}</p>\n", escape(line)));
    }
    if !more.is_empty() {
        out.push_str("<p><code>firstflight check --format json</code> lists every finding.</p>\n");
    }
    out
}

fn weights(weights: &Weights, overview: &Overview<'_>) -> String {
    let mut pages: Vec<&PageWeight> = weights.pages.iter().collect();
    if pages.is_empty() {
        return "<p>There are no pages yet.</p>\n".to_owned();
    }
    pages.sort_by_key(|page| (Reverse(page.sent), &page.address));
    let names: String = columns().map(|name| format!("<th scope=\"col\">{name}</th>")).collect();
    let rows: String = pages.iter().map(|page| row(page, overview)).collect();
    let pictures = overview.pictures.words();
    let pictures = if pictures.is_empty() { String::new() } else { format!("<p>{pictures}</p>\n") };
    format!(
        "<p>{}</p>\n{pictures}<table>\n<thead>\n<tr><td colspan=\"4\"></td>\
         <th colspan=\"{}\" scope=\"colgroup\">seconds of a first visit over</th><td></td></tr>\n\
         <tr><th scope=\"col\">page</th>{names}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        summary(weights),
        LINKS.len()
    )
}

/// What the columns after the first are called.
fn columns() -> impl Iterator<Item = &'static str> {
    let links = LINKS.iter().map(|link| link.name);
    ["bytes sent", "requests", "round trips"].into_iter().chain(links).chain(["heaviest part"])
}

/// How much there is, and what of it is in the table.
fn summary(weights: &Weights) -> String {
    let total = count(weights.total_pages, "page");
    let encoding = weights.encoding.name();
    let rest = weights.total_pages.saturating_sub(weights.pages.len());
    if let (Some(sent), 0) = (weights.total_sent, rest) {
        return format!("{total}, {} bytes as sent ({encoding}), heaviest first.", thousands(sent));
    }
    let others = match weights.budget {
        Some(budget) => {
            format!(" The other {} are within the budget of {} bytes.", thousands(rest as u64), thousands(budget))
        }
        None => String::new(),
    };
    let listed = thousands(weights.pages.len() as u64);
    format!("{total}; the {listed} heaviest are listed with their bytes as sent ({encoding}).{others}")
}

fn row(page: &PageWeight, overview: &Overview<'_>) -> String {
    let over =
        over(page.sent, overview.budget).map_or_else(String::new, |words| format!(" <b class=\"error\">{words}</b>"));
    let seconds = LINKS.iter().map(|link| format!("{:.1}", page.first_visit_seconds(link)));
    let heaviest =
        page.parts.first().map_or_else(String::new, |part| format!("{} {}", escape(part.name), thousands(part.bytes)));
    let figures = [thousands(page.sent), thousands(page.requests.into()), thousands(page.round_trips.into())];
    let cells = figures.into_iter().chain(seconds).chain([heaviest]);
    // Named in each cell, since a narrow window shows a row as lines without the head.
    let cells: String =
        columns().zip(cells).map(|(name, cell)| format!("<td data-name=\"{name}\">{cell}</td>")).collect();
    format!(
        "<tr><th scope=\"row\"><a href=\"{}{}\">{}</a>{over}</th>{cells}</tr>\n",
        encode_path(overview.base.as_bytes()),
        encode_path(page.address.trim_start_matches('/').as_bytes()),
        escape(&page.address),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Encoding;
    use crate::serve::preview::shown::tests::{broken, raw};
    use crate::shrink::{Part, wire};

    fn page(address: &str, sent: u64) -> PageWeight {
        PageWeight {
            path: String::new(),
            address: address.to_owned(),
            raw: sent * 3,
            sent,
            requests: 1,
            round_trips: wire::round_trips(sent),
            further: wire::Further::Nothing,
            parts: vec![Part { name: "words", bytes: sent / 2 }],
        }
    }

    fn shown(weights: Option<&Weights>, findings: &[Finding], link: Option<&NetworkLink>, stale: &Staleness) -> String {
        overview(&Overview {
            round: 3,
            base: "/",
            weights,
            pictures: &PictureWeights { offered: 1, offered_bytes: 9_000, ..PictureWeights::default() },
            budget: 8_500,
            link,
            findings,
            stale,
            editor: None,
            root: Path::new("/site"),
        })
    }

    fn all(pages: Vec<PageWeight>) -> Weights {
        let total_sent = Some(pages.iter().map(|page| page.sent).sum());
        Weights {
            encoding: Encoding::Gzip,
            budget: Some(8_500),
            total_pages: pages.len(),
            pages,
            total_sent,
            total_raw: 9,
        }
    }

    #[test]
    fn a_site_without_findings_shows_its_pages_heaviest_first() {
        let html =
            shown(Some(&all(vec![page("/", 1_204), page("/a?b/\"<i>/", 2_304)])), &[], None, &Staleness::Nothing);
        assert!(html.contains("<p>No findings.</p>") && !html.contains("last good"), "{html}");
        assert!(html.contains("<p>2 pages, 3,508 bytes as sent (gzip), heaviest first.</p>"), "{html}");
        assert!(html.contains("<p>1 image offered: 9,000 bytes.</p>"), "{html}");
        assert!(html.contains("Pages are sent at full speed."), "{html}");
        let heavy = "<tr><th scope=\"row\"><a href=\"/a%3Fb/%22%3Ci%3E/\">/a?b/&quot;&lt;i&gt;/</a></th>\
                     <td data-name=\"bytes sent\">2,304</td><td data-name=\"requests\">1</td>\
                     <td data-name=\"round trips\">1</td><td data-name=\"GPRS\">2.4</td><td data-name=\"EDGE\">1.3</td>\
                     <td data-name=\"slow 3G\">1.6</td><td data-name=\"satellite\">2.4</td>\
                     <td data-name=\"heaviest part\">words 1,152</td></tr>";
        let light = "<tr><th scope=\"row\"><a href=\"/\">/</a></th><td data-name=\"bytes sent\">1,204</td>";
        assert!(html.find(heavy).unwrap() < html.find(light).unwrap(), "{html}");
        assert!(html.ends_with("data-page=\"/_firstflight/\" data-tag=\"3\" defer></script>\n"), "{html}");
    }

    #[test]
    fn a_page_over_budget_says_so() {
        let html = shown(Some(&all(vec![page("/a/", 9_500)])), &[], None, &Staleness::Nothing);
        assert!(html.contains("<a href=\"/a/\">/a/</a> <b class=\"error\">1,000 bytes over budget</b>"), "{html}");
    }

    #[test]
    fn of_a_large_site_the_weighed_pages_are_shown_and_the_rest_is_counted() {
        let weights = Weights {
            encoding: Encoding::Brotli,
            budget: Some(8_500),
            pages: (0..20).map(|number| page(&format!("/{number}/"), 3_000 + number)).collect(),
            total_pages: 10_000,
            total_sent: None,
            total_raw: 9,
        };
        let html = shown(Some(&weights), &[], None, &Staleness::Nothing);
        assert!(html.contains(
            "<p>10,000 pages; the 20 heaviest are listed with their bytes as sent (brotli). The other 9,980 are within \
             the budget of 8,500 bytes.</p>"
        ));
        assert_eq!(html.matches("<tr><th scope=\"row\">").count(), 20);
        let unlimited = Weights { budget: None, ..weights.clone() };
        let html_without = shown(Some(&unlimited), &[], None, &Staleness::Nothing);
        assert!(html_without.contains("with their bytes as sent (brotli).</p>"), "{html_without}");
        assert!(html.find("/19/").unwrap() < html.find("/0/").unwrap());
        let whole = shown(
            Some(&all((0..10_000).map(|n| page(&format!("/{n}/"), 3_000)).collect())),
            &[],
            None,
            &Staleness::Nothing,
        );
        assert_eq!(whole.matches("<tr><th scope=\"row\">").count(), 10_000);
    }

    #[test]
    fn findings_are_worded_as_in_the_terminal() {
        let mut findings = vec![broken(); 12];
        findings.push(raw());
        let html = shown(None, &findings, None, &Staleness::Site);
        assert!(html.contains("<p>12 errors in 1 file, 1 warning.</p>"), "{html}");
        assert_eq!(html.matches("<b class=\"error\">error[broken-link]</b>").count(), 10);
        assert!(html.contains("<p>and 2 more `broken-link`</p>\n<p><code>firstflight check"), "{html}");
        assert!(html.contains("<b class=\"warning\">warning[raw-html]</b>: raw HTML"));
        assert!(html.contains("last good") && html.contains("being weighed"));
        assert!(!html.contains("<i>") && !html.contains('\u{1b}'));
    }

    #[test]
    fn a_site_may_be_empty_and_its_link_slow() {
        let html = shown(Some(&all(Vec::new())), &[], Some(&LINKS[2]), &Staleness::Nothing);
        assert!(html.contains("There are no pages yet."), "{html}");
        assert!(html.contains("as over slow 3G: 400 kbit/s, 400 ms for a round trip"), "{html}");
        let custom = NetworkLink { name: "custom", kbit_per_s: 1_500, rtt_ms: 40 };
        assert!(
            shown(None, &[], Some(&custom), &Staleness::Nothing).contains("as over a link of 1,500 kbit/s, 40 ms for")
        );
    }

    #[test]
    fn links_begin_where_the_site_does() {
        let weights = all(vec![page("/a/", 10), page("/", 9)]);
        let html = overview(&Overview {
            round: 3,
            base: "/a docs/",
            pictures: &PictureWeights::default(),
            weights: Some(&weights),
            budget: 8_500,
            link: None,
            findings: &[],
            stale: &Staleness::Nothing,
            editor: None,
            root: Path::new("/site"),
        });
        let links: Vec<&str> = html.split("<a href=\"").skip(1).filter_map(|link| link.split('"').next()).collect();
        assert_eq!(links, ["/a%20docs/", "/a%20docs/a/", "/a%20docs/"]);
    }
}
