//! Links and buttons that a style sheet makes too small: only rules that say so themselves, in pixels or in `rem`.

use std::ops::Range;

use crate::read::Theme;
use crate::report::{Finding, Place, catalog};

/// The least width and height of what is touched, in CSS pixels: WCAG 2.2, 2.5.8.
const LEAST: f32 = 24.0;
/// CSS pixels of a `rem` where the reader chose nothing.
const REM: f32 = 16.0;
/// Elements that have a size whatever `display` says.
const BOXES: [&str; 5] = ["button", "input", "select", "summary", "textarea"];

/// Reports rules of the styles of a theme that make targets too small.
pub(super) fn targets(theme: &Theme, findings: &mut Vec<Finding>) {
    for file in &theme.styles {
        for (selector, range, pixels) in small(file.text()) {
            findings.push(catalog::access::small_target(Place::new(file, range), selector, pixels));
        }
    }
}

/// The selectors of rules that make targets too small, with their bytes and the least side.
fn small(css: &str) -> Vec<(&str, Range<usize>, f32)> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(step) = css[at..].find(['{', '}', ';', '/']) {
        at += step;
        if css[at..].starts_with("/*") {
            at += css[at..].find("*/").map_or(css.len() - at, |end| end + 2);
            if css[start..at].trim_start().starts_with("/*") {
                start = at;
            }
            continue;
        }
        let sign = css.as_bytes()[at];
        if sign == b'{' {
            let selector = css[start..at].trim();
            let body = css[at + 1..].split(['{', '}']).next().unwrap_or("");
            if let Some(pixels) = least_side(selector, body) {
                let begin = at - css[start..at].trim_start().len();
                found.push((selector, begin..begin + selector.len(), pixels));
            }
        }
        at += 1;
        if sign != b'/' {
            start = at;
        }
    }
    found
}

/// The smaller side that a rule gives to a target, if it is too small.
fn least_side(selector: &str, body: &str) -> Option<f32> {
    if selector.starts_with('@') || !body.contains("px") && !body.contains("rem") {
        return None;
    }
    let values: Vec<(&str, &str)> = body
        .split(';')
        .filter_map(|part| part.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim()))
        .collect();
    let value = |names: &[&str]| {
        let own = values.iter().rev().find(|(name, _)| names.contains(name))?;
        length(own.1)
    };
    let is_box = |name: &&str| {
        BOXES.iter().any(|known| is_element(name, known))
            || is_element(name, "a") && values.iter().any(|(name, value)| *name == "display" && *value != "inline")
    };
    // What a selector is about is its last part; a pseudo-element is not a target.
    let mut subjects = selector
        .split(',')
        .filter(|one| !one.contains("::"))
        .filter_map(|one| one.split([' ', '>', '+', '~']).next_back());
    subjects.find(is_box)?;
    let sides = [["width", "inline-size", "max-width"], ["height", "block-size", "max-height"]];
    let least = sides.iter().filter_map(|names| value(names)).fold(f32::MAX, f32::min);
    // A box may be larger than it says: by its padding, or by a least size.
    let is_larger = values
        .iter()
        .any(|(name, _)| name.starts_with("padding") && !is_nothing(&values, name) || name.starts_with("min-"));
    (least < LEAST && !is_larger).then_some(least)
}

fn is_nothing(values: &[(&str, &str)], name: &str) -> bool {
    values.iter().any(|(own, value)| *own == name && value.split_whitespace().all(|part| part == "0"))
}

/// Whether a part of a selector is about an element: `a`, `a.more`, `a:hover`.
fn is_element(part: &str, name: &str) -> bool {
    part.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', ':', '[', '#']))
}

/// A length in CSS pixels.
fn length(value: &str) -> Option<f32> {
    let (number, factor) = match value.strip_suffix("px") {
        Some(number) => (number, 1.0),
        None => (value.strip_suffix("rem")?, REM),
    };
    number.trim().parse::<f32>().ok().map(|number| number * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_rules_that_decide_are_small() {
        for (css, expected) in [
            ("button { width: 16px; height: 16px }", Some("button")),
            ("nav a.icon{display:block;height:1rem}", Some("nav a.icon")),
            ("p{}/* x */input[type=text] { height: 20px; padding: 0 }", Some("input[type=text]")),
            ("@media print { button { height: 8px } }", Some("button")),
            ("a { height: 1px }", None),
            ("button { height: 16px; padding: 8px }", None),
            ("button::before { height: 1px }", None),
            ("button i { height: 1px }", None),
            ("button { height: 24px }", None),
        ] {
            assert_eq!(small(css).first().map(|(selector, ..)| *selector), expected, "{css}");
        }
    }
}
