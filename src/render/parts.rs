//! Lists that are cut into several pages: what one page shows of them, and the links to the others.

use std::collections::BTreeMap;

use tera::Value;

use super::links::Linker;
use super::view::{NOTHING, child};
use super::{Renderer, text};
use crate::site::{List, Outline, entries_of, part_address};

/// The number of parts before and after its own that a page links to, besides the first and the last.
const NEAR: usize = 2;

/// The entries of one part of a list.
pub(super) fn part_of<'l, T>(outline: &Outline<'_>, list: List, part: usize, all: &'l [T]) -> &'l [T] {
    &all[entries_of(outline.parts, list, part, all.len())]
}

/// The pages of one part of a list as templates see them.
pub(super) fn children(
    renderer: &Renderer<'_>,
    (language, list, part): (usize, List, usize),
    all: &[usize],
    linker: &Linker,
) -> Value {
    let (outline, marker) = (&renderer.outline, renderer.marker(language));
    let own = part_of(outline, list, part, all);
    Value::from(own.iter().map(|&page| child(&outline.pages[page], linker, marker)).collect::<Vec<_>>())
}

/// Links to the parts of a list whose first page is at `address`, on the page of one of them; empty if the list is not cut.
pub(super) fn links(outline: &Outline<'_>, list: List, part: usize, address: &str, linker: &Linker) -> Value {
    let Some(starts) = outline.parts.get(&list) else { return NOTHING.clone() };
    let last = starts.len();
    let near = part.saturating_sub(NEAR)..=(part + NEAR).min(last);
    let mut before = 0;
    let mut all = Vec::new();
    for number in (0..=last).filter(|number| *number == 0 || *number == last || near.contains(number)) {
        all.push(Value::from(BTreeMap::from([
            ("number", Value::from(number as u64 + 1)),
            ("url", text(&linker.link(&part_address(address, number)))),
            ("current", Value::from(number == part)),
            ("follows_gap", Value::from(number > before + 1)),
        ])));
        before = number;
    }
    Value::from(all)
}
