//! The answer of `firstflight why` for people.

use std::fmt::Write as _;

use super::Origins;
use crate::report::text::{harmless, thousands};

/// Maximum number of pages that are named as leading to an address, or as showing it.
const SHOWN: usize = 10;

impl Origins {
    /// The answer for a terminal.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = format!("{}  ({}, {})\n", harmless(&self.address), self.kind, harmless(&self.path));
        if let Some(purpose) = &self.purpose {
            let _ = writeln!(out, "  purpose      {}", harmless(purpose));
        }
        list(&mut out, "made from", &self.inputs);
        list(&mut out, "templates", &self.templates);
        list(&mut out, "shortcodes", &self.shortcodes);
        list(&mut out, "records", &self.records);
        list(&mut out, "dates", &self.dates);
        list(&mut out, "shown on", &cut(&self.shown_on));
        let menu = self.in_menu.then(|| "the menu".to_owned());
        let mut from: Vec<String> = menu.into_iter().chain(cut(&self.linked_from)).collect();
        let is_unknown = from.is_empty() && self.shown_on.is_empty();
        from.extend(is_unknown.then(|| "no text of a page; templates may lead to it".to_owned()));
        list(&mut out, "linked from", &from);
        let sent = self.sent.map_or_else(String::new, |sent| format!(", {} as sent", thousands(sent)));
        let _ = writeln!(out, "  bytes        {}{sent}", thousands(self.size));
        let parts: Vec<String> =
            self.parts.iter().map(|part| format!("{} {}", part.name, thousands(part.bytes))).collect();
        if !parts.is_empty() {
            let _ = writeln!(out, "  parts        {}", parts.join(", "));
        }
        out
    }
}

/// The first of these addresses, and how many more there are.
fn cut(addresses: &[String]) -> Vec<String> {
    let more = addresses.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| format!("and {} more", thousands(more as u64)));
    addresses.iter().take(SHOWN).cloned().chain(more).collect()
}

fn list(out: &mut String, name: &str, entries: &[String]) {
    for (number, entry) in entries.iter().enumerate() {
        let name = if number == 0 { name } else { "" };
        let _ = writeln!(out, "  {name:<12} {}", harmless(entry));
    }
}
