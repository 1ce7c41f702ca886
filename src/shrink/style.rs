//! The theme's style: parsed once, then cut to the rules that a page uses.

use std::collections::HashSet;
use std::sync::{Arc, RwLock};

use lightningcss::error::{Error, ParserError};
use lightningcss::printer::PrinterOptions;
use lightningcss::properties::Property;
use lightningcss::properties::custom::CustomPropertyName;
use lightningcss::rules::keyframes::KeyframesName;
use lightningcss::rules::{CssRule, CssRuleList};
use lightningcss::selector::Selector;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};
use lightningcss::traits::ToCss;
use memchr::memmem;

use crate::report::{Finding, SourceFile};

use super::browsers::targets;
use super::names::{Names, Used};
use super::need::Need;
use super::syntax;

/// The style sheets of a theme, one after the other.
#[derive(Debug, Default)]
pub struct Style {
    files: Vec<Arc<SourceFile>>,
    pub(super) names: Names,
    /// What each selector needs, in the order in which [`prune`] meets them.
    needs: Vec<Need>,
}

impl Style {
    /// Reads style sheets, in the order in which they apply. Each mistake is a finding at its place; the rest is
    /// usable all the same, for a preview.
    #[must_use]
    pub fn parse(files: &[Arc<SourceFile>]) -> (Self, Vec<Finding>) {
        super::seed::set();
        let mut style = Self { files: files.to_vec(), ..Self::default() };
        let mut findings = Vec::new();
        for file in files {
            let (mut rules, errors) = read(file.text());
            findings.extend(errors.iter().map(|error| syntax::finding(file, error)));
            let (names, needs) = (&mut style.names, &mut style.needs);
            prune(&mut rules, &mut |selector| {
                needs.push(Need::of(selector, names));
                true
            });
            visit(&mut rules, &mut |rule| {
                if let CssRule::Style(style) = rule
                    && style.declarations.iter().any(|(property, _)| is_inline(property))
                {
                    for selector in &style.selectors.0 {
                        Need::subject(selector, names).into_iter().for_each(|number| names.set_inline(number));
                    }
                }
            });
        }
        (style, findings)
    }

    /// Which rules a page with these names uses: one bit a selector.
    pub(super) fn selected(&self, used: &Used) -> Vec<u64> {
        let mut bits = vec![0; self.needs.len().div_ceil(64)];
        for (at, need) in self.needs.iter().enumerate() {
            bits[at / 64] |= u64::from(need.is_met(used)) << (at % 64);
        }
        bits
    }

    /// The style of the selected rules, minified, fit to stand in a `style` element. `all_variables` keeps custom
    /// properties that the rules themselves do not use, for a page that uses them in its tags.
    pub(super) fn write(&self, selected: &[u64], all_variables: bool) -> String {
        let mut rules = CssRuleList(Vec::new());
        let mut at = 0;
        for file in &self.files {
            let (mut found, _) = read(file.text());
            prune(&mut found, &mut |_| {
                at += 1;
                selected[(at - 1) / 64] >> ((at - 1) % 64) & 1 == 1
            });
            rules.0.append(&mut found.0);
        }
        drop_unused(&mut rules, all_variables);
        let mut sheet = StyleSheet::new(Vec::new(), rules, ParserOptions::default());
        // Minifying fails on `@custom-media` and on CSS modules alone, and neither is switched on.
        let _ = sheet.minify(MinifyOptions { targets: targets(), unused_symbols: HashSet::new() });
        guard_end_tag(print(&sheet.rules))
    }
}

/// Reads one style sheet, passing over what is wrong.
fn read(text: &str) -> (CssRuleList<'_>, Vec<Error<ParserError<'_>>>) {
    let warnings = Arc::new(RwLock::new(Vec::new()));
    let options = ParserOptions { error_recovery: true, warnings: Some(warnings.clone()), ..ParserOptions::default() };
    let text = text.trim_start_matches('\u{feff}');
    let (rules, fatal) = match StyleSheet::parse(text, options) {
        Ok(sheet) => (sheet.rules, None),
        Err(error) => (CssRuleList(Vec::new()), Some(error)),
    };
    let mut errors = warnings.write().map(|mut errors| std::mem::take(&mut *errors)).unwrap_or_default();
    errors.extend(fatal);
    (rules, errors)
}

/// Keeps the selectors that `keep` says, and drops rules that have none left. Meets all selectors, always in the same
/// order, so that they can be counted.
fn prune(rules: &mut CssRuleList, keep: &mut impl FnMut(&Selector) -> bool) {
    rules.0.retain_mut(|rule| match rule {
        CssRule::Style(style) => {
            let kept: Vec<bool> = style.selectors.0.iter().map(&mut *keep).collect();
            let any = kept.contains(&true);
            prune(&mut style.rules, keep);
            // A nested rule weighs as much as the heaviest selector around it, so that list is left whole.
            if any && style.rules.0.is_empty() {
                let mut kept = kept.into_iter();
                style.selectors.0.retain(|_| kept.next().unwrap_or(true));
            }
            any
        }
        CssRule::Media(media) => prune_inside(&mut media.rules, keep),
        CssRule::Supports(supports) => prune_inside(&mut supports.rules, keep),
        CssRule::Container(container) => prune_inside(&mut container.rules, keep),
        CssRule::StartingStyle(starting) => prune_inside(&mut starting.rules, keep),
        CssRule::LayerBlock(layer) => {
            prune(&mut layer.rules, keep);
            // The first mention of a layer sets its rank, whether or not it holds anything.
            true
        }
        _ => true,
    });
}

fn prune_inside(rules: &mut CssRuleList, keep: &mut impl FnMut(&Selector) -> bool) -> bool {
    prune(rules, keep);
    !rules.0.is_empty()
}

/// Drops keyframes and custom properties that nothing names. A name that is written anywhere else counts as use.
fn drop_unused(rules: &mut CssRuleList, all_variables: bool) {
    let mut frames = false;
    let mut variables = false;
    visit(rules, &mut |rule| match rule {
        CssRule::Keyframes(_) => frames = true,
        CssRule::Style(style) => variables |= style.declarations.declarations.iter().any(is_variable),
        _ => {}
    });
    if frames {
        let mut bare = rules.clone();
        retain(&mut bare, &|rule| !matches!(rule, CssRule::Keyframes(_)));
        let text = print(&bare);
        retain(rules, &|rule| match rule {
            CssRule::Keyframes(frames) => {
                let name = match &frames.name {
                    KeyframesName::Ident(name) => name.0.as_ref(),
                    KeyframesName::Custom(name) => name.as_ref(),
                };
                text.contains(name)
            }
            _ => true,
        });
    }
    // A variable may be used by another one that is dropped first.
    while variables && !all_variables {
        let text = print(rules);
        variables = false;
        visit(rules, &mut |rule| {
            if let CssRule::Style(style) = rule {
                style.declarations.declarations.retain(|property| {
                    let used = variable(property).is_none_or(|name| is_used(&text, name));
                    variables |= !used;
                    used
                });
            }
        });
    }
}

/// Whether a property makes an element part of a line, so that a space beside it is seen.
fn is_inline(property: &Property) -> bool {
    match property {
        Property::Display(display) => {
            display.to_css_string(PrinterOptions::default()).is_ok_and(|value| value.starts_with("inline"))
        }
        _ => false,
    }
}

fn variable<'a>(property: &'a Property) -> Option<&'a str> {
    match property {
        Property::Custom(custom) => match &custom.name {
            CustomPropertyName::Custom(name) => Some(name.0.as_ref()),
            CustomPropertyName::Unknown(_) => None,
        },
        _ => None,
    }
}

fn is_variable(property: &Property) -> bool {
    variable(property).is_some()
}

/// Whether a custom property is written anywhere but where it is set: after `(`, as in `var(--ink)`, or in a list of
/// properties to animate, and never right before a colon.
fn is_used(text: &str, name: &str) -> bool {
    memmem::find_iter(text.as_bytes(), name.as_bytes()).any(|at| !text[at + name.len()..].trim_start().starts_with(':'))
}

fn visit<'i>(rules: &mut CssRuleList<'i>, with: &mut impl FnMut(&mut CssRule<'i>)) {
    for rule in &mut rules.0 {
        with(rule);
        if let Some(inner) = inner(rule) {
            visit(inner, with);
        }
    }
}

fn retain<'i>(rules: &mut CssRuleList<'i>, keep: &impl Fn(&CssRule<'i>) -> bool) {
    rules.0.retain(keep);
    for rule in &mut rules.0 {
        if let Some(inner) = inner(rule) {
            retain(inner, keep);
        }
    }
}

fn inner<'a, 'i>(rule: &'a mut CssRule<'i>) -> Option<&'a mut CssRuleList<'i>> {
    match rule {
        CssRule::Style(rule) => Some(&mut rule.rules),
        CssRule::Media(rule) => Some(&mut rule.rules),
        CssRule::Supports(rule) => Some(&mut rule.rules),
        CssRule::Container(rule) => Some(&mut rule.rules),
        CssRule::LayerBlock(rule) => Some(&mut rule.rules),
        CssRule::StartingStyle(rule) => Some(&mut rule.rules),
        CssRule::Scope(rule) => Some(&mut rule.rules),
        _ => None,
    }
}

/// The text of rules. Printing fails only where a selector cannot be written for the browser floor; then nothing is
/// lost but that one style.
fn print(rules: &CssRuleList) -> String {
    let options = PrinterOptions { minify: true, targets: targets(), ..PrinterOptions::default() };
    rules.to_css_string(options).unwrap_or_default()
}

/// In a string or an address of the style, `</style` would end the element; a backslash before the slash changes
/// nothing for CSS.
fn guard_end_tag(mut css: String) -> String {
    let ends: Vec<usize> = memmem::find_iter(css.as_bytes(), b"</")
        .filter(|&at| css.as_bytes()[at + 2..].get(..5).is_some_and(|name| name.eq_ignore_ascii_case(b"style")))
        .collect();
    for at in ends.into_iter().rev() {
        css.insert(at + 1, '\\');
    }
    css
}
