//! Checks style sheets for forced-colours mode (`forced-colors: active`): browsers replace the colours of text, backgrounds
//! and borders there and remove shadows, but keep background images, and everything that a rule exempts.

use std::collections::BTreeSet;
use std::sync::Arc;

use lightningcss::printer::PrinterOptions;
use lightningcss::properties::Property;
use lightningcss::rules::style::StyleRule;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::traits::ToCss;

use super::style::read;
use crate::report::catalog::forced::{self, ForcedColoursProblem};
use crate::report::{Finding, Place, SourceFile};

/// The system colours of CSS, which readers choose, and keywords that follow them, in lower case.
const SYSTEM: [&str; 23] = [
    "accentcolor",
    "accentcolortext",
    "activetext",
    "buttonborder",
    "buttonface",
    "buttontext",
    "canvas",
    "canvastext",
    "currentcolor",
    "field",
    "fieldtext",
    "graytext",
    "highlight",
    "highlighttext",
    "inherit",
    "linktext",
    "mark",
    "marktext",
    "selecteditem",
    "selecteditemtext",
    "transparent",
    "unset",
    "visitedtext",
];
/// Properties that are a colour, and part of what makes text readable.
const COLOURS: [&str; 5] = ["color", "background-color", "background", "fill", "stroke"];
/// Properties that show the focus, besides colours and shadows.
const MARKS: [&str; 4] = ["border", "text-decoration", "text-decoration-line", "outline-style"];

/// Reports the rules of style sheets, in the order in which they apply, that do not work in forced-colours mode. A rule for
/// forced colours with the same selector corrects it, in whichever sheet it is.
pub(super) fn findings(files: &[Arc<SourceFile>]) -> Vec<Finding> {
    let is_possible = |file: &&Arc<SourceFile>| {
        let text = file.text();
        ["forced-color-adjust", "url(", "outline"].iter().any(|word| text.contains(word))
    };
    if files.iter().find(is_possible).is_none() {
        return Vec::new();
    }
    let sheets: Vec<_> = files.iter().map(|file| (file, read(file.text()).0)).collect();
    let mut corrected = BTreeSet::new();
    for (_, rules) in &sheets {
        visit(rules, false, &mut |rule, is_forced| {
            if is_forced {
                let declared = rule.declarations.iter();
                corrected.extend(declared.map(|(property, _)| (selector(rule), kind(&name(property)).to_owned())));
            }
        });
    }
    let mut findings = Vec::new();
    for (file, rules) in &sheets {
        visit(rules, false, &mut |rule, is_forced| {
            for problem in problems(rule, is_forced) {
                if !corrected.contains(&(selector(rule), kind(problem.property()).to_owned())) || is_forced {
                    findings.push(forced::unforced(place(file, rule, problem), &selector(rule), problem));
                }
            }
        });
    }
    findings
}

/// The problems of one rule.
fn problems(rule: &StyleRule<'_>, is_forced: bool) -> Vec<ForcedColoursProblem> {
    let declared: Vec<(String, String)> =
        rule.declarations.iter().map(|(property, _)| (name(property), value(property))).collect();
    let has = |wanted: &str, value: fn(&str) -> bool| {
        declared.iter().any(|(name, written)| name == wanted && value(&written.to_ascii_lowercase()))
    };
    let mut all = Vec::new();
    if has("forced-color-adjust", |value| value == "none") && !(is_forced && uses_system_colours(&declared)) {
        all.push(ForcedColoursProblem::Colours);
    }
    let is_picture = |value: &str| value.contains("url(") && !value.contains("url(#");
    if !is_forced && (has("background", is_picture) || has("background-image", is_picture)) {
        all.push(ForcedColoursProblem::Background);
    }
    let has_mark = || MARKS.iter().any(|mark| declared.iter().any(|(name, _)| kind(name) == *mark));
    let is_off = |value: &str| matches!(value, "none" | "0");
    let is_focus =
        || selector(rule).replace(":focus-within", "").contains(":focus") && !selector(rule).contains(":not(:focus");
    if !is_forced && (has("outline", is_off) || has("outline-style", is_off)) && is_focus() && !has_mark() {
        all.push(ForcedColoursProblem::Focus);
    }
    all
}

/// Whether a rule sets colours, all of them system colours.
fn uses_system_colours(declared: &[(String, String)]) -> bool {
    let mut colours = declared.iter().filter(|(name, _)| COLOURS.contains(&name.as_str())).peekable();
    colours.peek().is_some() && colours.all(|(_, value)| SYSTEM.contains(&value.to_ascii_lowercase().as_str()))
}

/// The group of a property: a property corrects any other of its group.
fn kind(name: &str) -> &str {
    if name.starts_with("background") {
        "background"
    } else if name.starts_with("outline") {
        "outline"
    } else if name.starts_with("border") {
        "border"
    } else {
        name
    }
}

fn visit<'r, 'c>(rules: &'r CssRuleList<'c>, is_forced: bool, to: &mut impl FnMut(&'r StyleRule<'c>, bool)) {
    for rule in &rules.0 {
        match rule {
            CssRule::Style(style) => {
                to(style, is_forced);
                visit(&style.rules, is_forced, to);
            }
            CssRule::Media(media) => {
                let query = media.query.to_css_string(PrinterOptions::default()).unwrap_or_default();
                let is_active = query.contains("forced-colors") && query.contains("active") && !query.contains("not ");
                visit(&media.rules, is_forced || is_active, to);
            }
            CssRule::Supports(supports) => visit(&supports.rules, is_forced, to),
            CssRule::LayerBlock(layer) => visit(&layer.rules, is_forced, to),
            _ => {}
        }
    }
}

fn selector(rule: &StyleRule<'_>) -> String {
    rule.selectors.to_css_string(PrinterOptions::default()).unwrap_or_default()
}

fn name(property: &Property<'_>) -> String {
    property.property_id().name().to_ascii_lowercase()
}

fn value(property: &Property<'_>) -> String {
    property.value_to_css_string(PrinterOptions { minify: true, ..PrinterOptions::default() }).unwrap_or_default()
}

/// The place of a problem: the property, or the first line of the rule.
fn place(file: &Arc<SourceFile>, rule: &StyleRule<'_>, problem: ForcedColoursProblem) -> Place {
    let text = file.text();
    let line = usize::try_from(rule.loc.line).unwrap_or(0);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let word = problem.property();
    let found = text[start..].find(word).map(|at| start + at..start + at + word.len());
    let end = text[start..].find(['\n', '\r']).map_or(text.len(), |at| start + at);
    Place::new(file, found.unwrap_or(start..end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> Vec<String> {
        let file = SourceFile::new("style.css", css);
        findings(&[file]).iter().map(|finding| finding.message.clone()).collect()
    }

    #[test]
    fn problems_are_found_and_a_rule_for_forced_colours_corrects_them() {
        for (css, count, corrected) in [
            (".band{forced-color-adjust:none;color:#fff;background:#000}", 1, ".band{forced-color-adjust:auto}"),
            ("header{background:url(sea.jpg)}", 1, "header{background-image:none}"),
            ("header{color:#fff;background-image:url(a.png),url(b.png)}", 1, "header{background:Canvas}"),
            ("a:focus{outline:none;box-shadow:0 0 3px blue}", 1, "a:focus{outline:2px solid}"),
            ("a:focus-visible{outline:0}", 1, "a:focus-visible{outline:2px solid}"),
        ] {
            let messages = found(css);
            assert_eq!(messages.len(), count, "{css}: {messages:?}");
            let both = format!("{css}@media (forced-colors:active){{{corrected}}}");
            assert_eq!(found(&both), [""; 0], "{both}");
            let other = format!("{css}@media (forced-colors:none){{{corrected}}}");
            assert_eq!(found(&other).len(), count, "{other}");
        }
    }

    #[test]
    fn rules_that_work_in_forced_colours_are_not_reported() {
        for css in [
            "@media (forced-colors:active){.key{forced-color-adjust:none;color:CanvasText;background:Canvas}}",
            ".key{forced-color-adjust:auto}",
            "header{background:linear-gradient(red,blue)}",
            "a:focus{outline:none;border:2px solid}",
            "a:focus{outline:2px solid transparent}",
            "main{outline:none}",
            ".skip:not(:focus){outline:none}",
            "li{list-style:url(dot.png)}",
        ] {
            assert_eq!(found(css), [""; 0], "{css}");
        }
        // A rule for forced colours whose own colours are fixed corrects nothing.
        assert_eq!(found("@media (forced-colors:active){.key{forced-color-adjust:none;color:#fff}}").len(), 1);
    }
}
