//! Reads `calendar`: the calendar in which pages write dates, for the whole site or for each language.

use super::{Config, Language};
use crate::report::catalog;
use crate::yaml::{Fields, Node, Value};

/// A calendar in which dates are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Calendar {
    /// That of ISO 8601, in which dates are typed.
    #[default]
    Gregorian,
    /// The solar Hijri calendar of Iran and Afghanistan.
    Persian,
    /// The calendar of Ethiopia.
    Ethiopian,
}

impl Calendar {
    /// All calendars, by their names in settings.
    pub const ALL: [(&str, Self); 3] =
        [("gregorian", Self::Gregorian), ("persian", Self::Persian), ("ethiopian", Self::Ethiopian)];

    /// The calendar with this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(own, _)| *own == name).map(|(_, calendar)| *calendar)
    }
}

/// Names of calendars in CLDR and elsewhere, each with that in settings.
const OTHER_NAMES: [(&str, &str); 7] = [
    ("gregory", "gregorian"),
    ("gregorian", "gregorian"),
    ("iso8601", "gregorian"),
    ("ethiopic", "ethiopian"),
    ("ethiopia", "ethiopian"),
    ("jalali", "persian"),
    ("solar hijri", "persian"),
];

/// Reads `calendar`.
pub(super) fn read(config: &mut Config, fields: &mut Fields<'_>) {
    let Some(node) = fields.node("calendar") else {
        fields.takes_mapping("calendar");
        return;
    };
    let Value::Map(entries) = &node.value else {
        let calendar = one(node, fields).unwrap_or_default();
        config.languages.iter_mut().for_each(|language| language.calendar = calendar);
        return;
    };
    if entries.is_empty() {
        fields.report_empty("calendar", node.range.clone());
    }
    let has = |languages: &[Language], tag: &str| languages.iter().any(|language| language.tag == tag);
    for entry in entries {
        let calendar = one(&entry.node, fields).unwrap_or_default();
        if has(&config.languages, &entry.key) {
            let own = config.languages.iter_mut().filter(|language| language.tag == entry.key);
            own.for_each(|language| language.calendar = calendar);
        } else if !config.languages.is_empty() {
            let tags: Vec<&str> = config.languages.iter().map(|language| language.tag.as_str()).collect();
            let place = fields.place(entry.key_range.clone());
            fields.report(catalog::config::calendar_of_no_language(place, &entry.key, &tags));
        }
    }
}

/// The calendar that a value names. An unknown one is reported.
fn one(node: &Node, fields: &mut Fields<'_>) -> Option<Calendar> {
    let Value::Text(name) = &node.value else {
        fields.wrong(node, "calendar", "the name of a calendar, or one for each language");
        return None;
    };
    let calendar = Calendar::from_name(name);
    if calendar.is_none() {
        let lower = name.to_lowercase();
        let names = Calendar::ALL.map(|(name, _)| name);
        let meant = OTHER_NAMES.iter().find(|(other, _)| *other == lower).map(|(_, own)| *own);
        let meant = meant.or_else(|| crate::report::nearest(&lower, names));
        let help = match meant {
            Some(meant) => format!("write `{meant}`"),
            None => format!("write one of {}", names.join(", ")),
        };
        fields.invalid(node.range.clone(), format!("`{name}` is not a known calendar"), Some(help));
    }
    calendar
}
