//! Changed copies of the gallery's files, thrown at the pipeline: whatever is in a file, there is no panic, and
//! every place that is named lies in the file. The changes follow from fixed seeds, so a failure can be met again.

use std::panic::AssertUnwindSafe;

use crate::archive::Part;
use crate::gallery::{archives, check_places};
use crate::site_test::SiteTest;

/// How many changed sites are built, unless the environment variable `MUTANTS` says so; each takes a few milliseconds.
const MUTANTS: u64 = 3_000;

/// A small generator of numbers that look like chance: SplitMix64.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

/// What is put in: signs that mean something to one of the readers, and characters of every length.
const PIECES: [&str; 66] = [
    "---\n",
    "\n\n",
    "\n",
    "\r\n",
    "\t",
    " ",
    "  ",
    "- ",
    ": ",
    ":",
    "#",
    "# ",
    "###### ",
    "[",
    "]",
    "{",
    "}",
    "(",
    ")",
    "{{ ",
    " }}",
    "{{ stat(",
    "{%",
    "%}",
    "\"",
    "'",
    "`",
    "```\n",
    "*",
    "**",
    "_",
    "~~",
    "<",
    ">",
    "</b>",
    "<!--",
    "-->",
    "&a ",
    "*a",
    "&amp;",
    "!",
    "![](",
    "](",
    "[^1]",
    "[^1]: ",
    "[a]: ",
    "|",
    "|-|\n",
    "\\",
    "/",
    "..",
    "=",
    ",",
    "é",
    "日本",
    "😀",
    "\u{301}",
    "\u{feff}",
    "\u{202e}",
    "\u{0}",
    "\x1b[31m",
    "\u{fdd0}",
    "\u{fdd5}aaaa",
    "{#id .c lang=fr}",
    "> [!NOTE]\n",
    "2026-02-30",
];

fn mutate(bytes: &[u8], chance: &mut Chance, others: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=chance.below(4) {
        let at = chance.below(bytes.len() + 1);
        let length = chance.below(12).min(bytes.len() - at);
        match chance.below(7) {
            0 => drop(bytes.splice(at..at + length, [])),
            1 | 2 => drop(bytes.splice(at..at, chance.pick(&PIECES).bytes())),
            3 => drop(bytes.splice(at..at + length, chance.pick(&PIECES).bytes())),
            4 => {
                let copy = bytes[at..at + length].to_vec();
                let times = 1 + chance.below(30);
                drop(bytes.splice(at..at, copy.repeat(times)));
            }
            5 => {
                let other = &others[chance.below(others.len())];
                let from = chance.below(other.len());
                let to = (from + chance.below(80)).min(other.len());
                drop(bytes.splice(at..at, other[from..to].to_vec()));
            }
            _ => {
                let to = chance.below(bytes.len() + 1);
                if let Some(byte) = bytes.get_mut(to) {
                    *byte = (chance.next() & 0xFF) as u8;
                }
            }
        }
    }
    bytes
}

/// The files of the gallery with their places in a site, sorted.
fn files() -> Vec<(String, Vec<u8>)> {
    let archives = archives();
    let sections = archives
        .iter()
        .flat_map(|(_, archive)| archive.shared.iter().chain(archive.cases.iter().flat_map(|case| &case.sections)));
    let mut files = Vec::new();
    for section in sections {
        let Part::File(path) = section.part() else { continue };
        let is_source = [".md", ".yaml", ".html", ".css"].iter().any(|ending| path.ends_with(ending));
        if path.contains('/') && is_source {
            files.push((path.to_owned(), section.bytes.clone()));
        }
    }
    files.sort();
    files
}

#[test]
fn no_file_causes_a_panic_and_every_place_is_within_its_file() {
    let files = files();
    let texts: Vec<Vec<u8>> = files.iter().map(|(_, bytes)| bytes.clone()).collect();
    let base = SiteTest::new()
        .file(
            "content/site.yaml",
            "title: A site\nbase_url: https://example.org/\ntheme: [own, plain]\nlanguages:\n  en: { at: / }\n",
        )
        .file("themes/own/templates/other.html", "x");
    let asked = |name: &str| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let seeds = asked("SEED").map_or(0..asked("MUTANTS").unwrap_or(MUTANTS), |seed| seed..seed + 1);
    for seed in seeds {
        let mut chance = Chance(seed);
        let (path, bytes) = &files[chance.below(files.len())];
        let bytes = mutate(bytes, &mut chance, &texts);
        let at = base.root().join(path);
        let before = std::fs::read(&at).ok();
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(&at, &bytes).unwrap();
        let outcome = std::panic::catch_unwind(AssertUnwindSafe(|| {
            let outcome = base.build();
            check_places(&format!("seed {seed}"), &outcome);
        }));
        assert!(outcome.is_ok(), "SEED={seed}: {path} holds {:?}", String::from_utf8_lossy(&bytes));
        match before {
            Some(before) => std::fs::write(&at, before).unwrap(),
            None => std::fs::remove_file(&at).unwrap(),
        }
    }
}
