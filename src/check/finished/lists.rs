//! Lists: their items, and nothing else in them.

use super::survey::Open;

/// What is wrong with an element in its parent: what is where.
pub(super) fn misplaced(name: &str, parent: Option<&Open<'_>>) -> Option<String> {
    let within = parent.map_or("", |parent| &*parent.name);
    if parent.is_some_and(|parent| parent.role.is_some()) {
        return None;
    }
    let is_wrong = match name {
        "li" => !matches!(within, "ul" | "ol" | "menu" | ""),
        "dt" | "dd" => !matches!(within, "dl" | "div" | ""),
        "script" | "template" => false,
        "div" => matches!(within, "ul" | "ol"),
        _ => matches!(within, "ul" | "ol" | "dl"),
    };
    is_wrong.then(|| format!("{name} {within}"))
}
