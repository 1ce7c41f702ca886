//! The table of weights at the end of a build.

use crate::report::text::{crop, harmless, thousands, width};
use crate::shrink::wire::LINKS;
use crate::shrink::{PageWeight, Weights};

/// Maximum number of pages of which all are shown.
const SHOWN_WHOLE: usize = 200;
/// Number of pages that are shown of a larger site.
const HEAVIEST: usize = 20;
/// Maximum columns of an address, which keeps a line within a hundred.
const ADDRESS_COLUMNS: usize = 25;
/// Spaces between two columns.
const GAP: &str = "  ";

/// Returns the table, heaviest page first; empty for a site without pages.
pub(super) fn table(weights: &Weights) -> String {
    let mut pages: Vec<&PageWeight> = weights.pages.iter().collect();
    if pages.is_empty() {
        return String::new();
    }
    pages.sort_by(|a, b| b.sent.cmp(&a.sent).then_with(|| a.address.cmp(&b.address)));
    let whole = weights.total_pages <= SHOWN_WHOLE;
    pages.truncate(if whole { SHOWN_WHOLE } else { HEAVIEST });

    let mut columns = vec![Column::new("", "page", pages.iter().map(|page| address(page)).collect())];
    let mut number = |top: &str, name: &str, cell: &dyn Fn(&PageWeight) -> String| {
        columns.push(Column::new(top, name, pages.iter().map(|page| cell(page)).collect()));
    };
    number("bytes", "sent", &|page| thousands(page.sent));
    number("", "requests", &|page| thousands(page.requests.into()));
    number("round", "trips", &|page| thousands(page.round_trips.into()));
    for link in &LINKS {
        number("", link.name, &|page| format!("{:.1}", page.first_visit_seconds(link)));
    }
    number("", "heaviest part", &|page| heaviest(page));
    lines(&columns, pages.len()) + &if whole { "\n".to_owned() } else { format!("({HEAVIEST} heaviest shown)\n\n") }
}

/// A column with its heading of two lines.
struct Column {
    top: String,
    name: String,
    cells: Vec<String>,
    width: usize,
}

impl Column {
    fn new(top: &str, name: &str, cells: Vec<String>) -> Self {
        let widest = cells.iter().map(|cell| width(cell)).max().unwrap_or(0);
        Self { top: top.to_owned(), name: name.to_owned(), width: widest.max(width(top)).max(width(name)), cells }
    }
}

fn lines(columns: &[Column], rows: usize) -> String {
    let last = columns.len() - 1;
    let line = |cell: &dyn Fn(&Column) -> String| {
        let mut out = String::new();
        for (at, column) in columns.iter().enumerate() {
            let cell = cell(column);
            let space = " ".repeat(column.width.saturating_sub(width(&cell)));
            // Words are aligned left, numbers right.
            out += &if at == 0 || at == last { format!("{cell}{space}{GAP}") } else { format!("{space}{cell}{GAP}") };
        }
        format!("{}\n", out.trim_end())
    };
    let first_link = columns.len() - 1 - LINKS.len();
    let before: usize = columns[..first_link].iter().map(|column| column.width + GAP.len()).sum();
    let top = line(&|column| column.top.clone());
    // The four links share one heading.
    let mut out = format!("{:before$}seconds of a first visit over\n", top.trim_end());
    out += &line(&|column| column.name.clone());
    for row in 0..rows {
        out += &line(&|column| column.cells[row].clone());
    }
    out
}

fn address(page: &PageWeight) -> String {
    crop(&harmless(&page.address), ADDRESS_COLUMNS).into_owned()
}

fn heaviest(page: &PageWeight) -> String {
    page.parts.first().map_or_else(String::new, |part| format!("{} {}", part.name, thousands(part.bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::Encoding;
    use crate::shrink::Part;

    fn page(address: &str, sent: u64) -> PageWeight {
        PageWeight {
            path: String::new(),
            address: address.to_owned(),
            raw: sent * 3,
            sent,
            requests: 1,
            round_trips: if sent > 8_500 { 2 } else { 1 },
            further: crate::shrink::wire::Further::Nothing,
            parts: vec![Part { name: "navigation", bytes: sent / 2 }],
        }
    }

    fn weights(pages: Vec<PageWeight>) -> Weights {
        let total_pages = pages.len();
        Weights { encoding: Encoding::Gzip, budget: None, pages, total_pages, total_sent: None, total_raw: 0 }
    }

    #[test]
    fn the_heaviest_page_comes_first_and_numbers_are_aligned() {
        let pages = vec![
            page("/", 1_204),
            page("/the-digital-divide-in-the-least-developed-countries/", 12_345),
            page("/日本語のページ/とても/長い/アドレスです/", 987),
        ];
        // The seconds depend on the model of the links, which has tests of its own.
        let shown = table(&weights(pages));
        let lines: Vec<&str> = shown.lines().collect();
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[0], "                            bytes            round  seconds of a first visit over");
        assert_eq!(
            lines[1],
            "page                         sent  requests  trips  GPRS  EDGE  slow 3G  satellite  heaviest part"
        );
        assert!(lines[2].starts_with("/the-digital-divide-in-t…  12,345         1      2 "), "{shown}");
        assert!(lines[2].ends_with("  navigation 6,172"), "{shown}");
        assert!(lines[3].starts_with("/                           1,204         1      1 "), "{shown}");
        assert!(lines.iter().all(|line| width(line) <= 100), "{shown}");
        let ends: Vec<usize> =
            lines[1..5].iter().map(|line| width(line.split("  navigation").next().unwrap())).collect();
        assert!(ends[1..].iter().all(|end| *end == ends[1]), "{shown}");
    }

    #[test]
    fn of_a_large_site_the_heaviest_are_shown() {
        let shown = table(&weights((0..201).map(|number| page(&format!("/{number}/"), number + 1)).collect()));
        assert_eq!(shown.lines().count(), 2 + 20 + 2);
        assert!(shown.contains("\n/200/ ") && !shown.contains("\n/180/ "), "{shown}");
        assert!(shown.ends_with("\n(20 heaviest shown)\n\n"));
        let whole = table(&weights((0..200).map(|number| page(&format!("/{number}/"), number + 1)).collect()));
        assert_eq!(whole.lines().count(), 2 + 200 + 1);
        assert_eq!(table(&weights(Vec::new())), "");
    }
}
