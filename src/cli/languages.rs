//! `firstflight check --languages`: a table of what is translated, missing and stale.

use crate::coverage::{Coverage, CoverageRow, TranslationKind, TranslationState};
use crate::report::text::{crop, harmless, thousands, width};

/// Maximum number of rows of a kind that are shown.
const SHOWN: usize = 200;
/// Maximum columns of a name.
const NAME_COLUMNS: usize = 48;
/// Spaces between two columns.
const GAP: &str = "  ";

/// The tables: each page that the site has, each text that a language lacks, and the totals of each language.
pub(super) fn tables(coverage: &Coverage) -> String {
    let mut out = String::new();
    for kind in TranslationKind::ALL {
        let (name, is_whole) = match kind {
            TranslationKind::Page => ("page", true),
            TranslationKind::Text => ("missing texts", false),
            TranslationKind::Theme => ("missing texts of the theme", false),
        };
        let all: Vec<&CoverageRow> = coverage.of_kind(kind).collect();
        // Of a large site, only what is left to do.
        let is_whole = is_whole && all.len() <= SHOWN;
        let rows: Vec<&CoverageRow> = all.into_iter().filter(|row| is_whole || !row.is_complete()).collect();
        if rows.is_empty() {
            continue;
        }
        let head = [name.to_owned()].into_iter().chain(coverage.languages.iter().cloned());
        let mut lines = vec![head.collect::<Vec<String>>()];
        for row in rows.iter().take(SHOWN) {
            let name = crop(&harmless(&row.name), NAME_COLUMNS).into_owned();
            lines.push([name].into_iter().chain(row.states.iter().map(|state| state.name().to_owned())).collect());
        }
        out += &aligned(&lines, false);
        if rows.len() > SHOWN {
            let more = thousands((rows.len() - SHOWN) as u64);
            out += &format!("({more} more; `--format json` lists all)\n");
        }
        out.push('\n');
    }
    out + &totals(coverage)
}

/// How much each language has.
fn totals(coverage: &Coverage) -> String {
    use TranslationKind::{Page, Text, Theme};
    use TranslationState::{Missing, Present, Stale, Withheld};
    let columns = [
        ("pages", Page, Present),
        ("stale", Page, Stale),
        ("missing", Page, Missing),
        ("withheld", Page, Withheld),
        ("texts", Text, Present),
        ("missing", Text, Missing),
        ("theme", Theme, Present),
        ("missing", Theme, Missing),
    ];
    let names = columns.iter().map(|(name, ..)| (*name).to_owned());
    let mut lines = vec![["language".to_owned()].into_iter().chain(names).collect::<Vec<String>>()];
    for (number, tag) in coverage.languages.iter().enumerate() {
        let counts = columns.iter().map(|(_, kind, state)| thousands(coverage.count(*kind, number, *state) as u64));
        lines.push([tag.clone()].into_iter().chain(counts).collect());
    }
    aligned(&lines, true)
}

/// Lines of cells in columns: the first is aligned left, the others right if they are numbers.
fn aligned(lines: &[Vec<String>], are_numbers: bool) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let widths: Vec<usize> =
        (0..columns).map(|at| lines.iter().map(|line| width(&line[at])).max().unwrap_or(0)).collect();
    let line = |cells: &Vec<String>| {
        let cells = cells.iter().zip(&widths).enumerate().map(|(at, (cell, wide))| {
            let space = " ".repeat(wide - width(cell));
            if at > 0 && are_numbers { format!("{space}{cell}") } else { format!("{cell}{space}") }
        });
        format!("{}\n", cells.collect::<Vec<_>>().join(GAP).trim_end())
    };
    lines.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn row(kind: TranslationKind, name: &str, states: &[TranslationState]) -> CoverageRow {
        CoverageRow { kind, name: name.to_owned(), files: BTreeMap::default(), states: states.to_vec() }
    }

    #[test]
    fn pages_are_all_shown_and_texts_only_where_one_is_missing() {
        use TranslationKind::{Page, Text, Theme};
        use TranslationState::{Missing, Present, Stale, Withheld};
        let coverage = Coverage {
            languages: vec!["en".to_owned(), "zh-Hans".to_owned()],
            rows: vec![
                row(Page, "about.md", &[Present, Stale]),
                row(Page, "index.md", &[Present, Present]),
                row(Page, "news.md", &[Withheld, Missing]),
                row(Text, "site.yaml title", &[Present, Present]),
                row(Text, "sources.yaml survey: title", &[Present, Missing]),
                row(Theme, "menu", &[Present, Present]),
            ],
        };
        assert_eq!(
            tables(&coverage),
            "page      en        zh-Hans\n\
             about.md  present   stale\n\
             index.md  present   present\n\
             news.md   withheld  missing\n\n\
             missing texts               en       zh-Hans\n\
             sources.yaml survey: title  present  missing\n\n\
             language  pages  stale  missing  withheld  texts  missing  theme  missing\n\
             en            2      0        0         1      2        0      1        0\n\
             zh-Hans       1      1        1         0      1        1      1        0\n"
        );
    }

    #[test]
    fn of_a_large_site_what_is_left_to_do_is_shown() {
        let rows = (0..300).map(|number| {
            let state = if number < 250 { TranslationState::Missing } else { TranslationState::Present };
            row(TranslationKind::Page, &format!("{number}.md"), &[TranslationState::Present, state])
        });
        let coverage = Coverage { languages: vec!["en".to_owned(), "fr".to_owned()], rows: rows.collect() };
        let shown = tables(&coverage);
        assert_eq!(shown.lines().count(), 1 + 200 + 1 + 1 + 3, "{shown}");
        assert!(shown.contains("\n(50 more; `--format json` lists all)\n") && !shown.contains("299.md"), "{shown}");
    }
}
