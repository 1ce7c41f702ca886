//! The theme's style: parsed once, then reduced to the rules that a page uses.

use std::collections::{HashMap, HashSet};
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

use crate::limits::STYLE_MISTAKES;
use crate::report::{Finding, SourceFile};

use super::browsers::targets;
use super::fonts;
use super::names::{Names, Used};
use super::need::RequiredNames;
use super::segments::{Segment, is_selected, needed};
use super::syntax::{self, Locator};

/// The style sheets of a theme, one after the other.
#[derive(Debug, Default)]
pub struct Style {
    files: Vec<Arc<SourceFile>>,
    pub(super) names: Names,
    /// The names that each selector needs, in the order in which [`prune`] visits them.
    needs: Vec<RequiredNames>,
    /// The segments of each file.
    segments: Vec<Vec<Segment>>,
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
            let unclosed = syntax::unclosed(file);
            let has_mistakes = !errors.is_empty() || unclosed.is_some();
            let first = style.needs.len();
            let mut locator = Locator::new(file.text());
            let is_other =
                |error: &&Error<ParserError<'_>>| unclosed.is_none() || !syntax::is_at_end(&mut locator, error);
            let errors: Vec<_> = errors.iter().filter(is_other).take(STYLE_MISTAKES).collect();
            findings.extend(errors.into_iter().map(|error| syntax::finding(file, &mut locator, error)));
            findings.extend(unclosed);
            let (names, needs) = (&mut style.names, &mut style.needs);
            prune(&mut rules, &mut |selector| {
                needs.push(RequiredNames::from_selector(selector, names));
                true
            });
            let count = needs.len() - first;
            style.segments.push(match has_mistakes {
                true => vec![Segment::whole(file.text(), first, count)],
                false => Segment::from_sheet(file.text(), &rules, first, count),
            });
            visit(&mut rules, &mut |rule| {
                if let CssRule::Style(style) = rule
                    && style.declarations.iter().any(|(property, _)| is_inline(property))
                {
                    for selector in &style.selectors.0 {
                        RequiredNames::subject(selector, names).into_iter().for_each(|number| names.set_inline(number));
                    }
                }
            });
        }
        findings.extend(super::forced::findings(files));
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

    /// The style of the selected rules, minified, fit for a `style` element. `all_variables` keeps custom
    /// properties that the rules themselves do not use, for a page that uses them in its tags.
    pub(super) fn write(&self, selected: &[u64], all_variables: bool) -> String {
        let parts = self.files.iter().zip(&self.segments);
        let parts: Vec<_> = parts.map(|(file, segments)| needed(file.text(), segments, selected)).collect();
        let mut rules = CssRuleList(Vec::new());
        for (text, selectors) in &parts {
            let (mut found, _) = read(text);
            let mut numbers = selectors.iter();
            prune(&mut found, &mut |_| numbers.next().is_some_and(|&at| is_selected(selected, at)));
            rules.0.append(&mut found.0);
        }
        drop_unused(&mut rules, all_variables);
        join_runs(&mut rules);
        visit(&mut rules, &mut |rule| {
            if let CssRule::Style(style) = rule {
                fonts::keep_repeated(&mut style.declarations);
            }
        });
        let mut sheet = StyleSheet::new(Vec::new(), rules, ParserOptions::default());
        // Minifying fails on `@custom-media` and on CSS modules alone, and neither is switched on.
        let _ = sheet.minify(MinifyOptions { targets: targets(), unused_symbols: HashSet::new() });
        guard_end_tag(print(&sheet.rules))
    }
}

/// Reads one style sheet, passing over what is wrong.
pub(super) fn read(text: &str) -> (CssRuleList<'_>, Vec<Error<ParserError<'_>>>) {
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

/// Keeps the selectors that `keep` accepts, and drops rules that have none left. Visits all selectors, always in the same
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

/// The number of selectors that [`prune`] visits.
pub(super) fn count_selectors(rules: &mut CssRuleList) -> usize {
    let mut count = 0;
    prune(rules, &mut |_| {
        count += 1;
        true
    });
    count
}

fn prune_inside(rules: &mut CssRuleList, keep: &mut impl FnMut(&Selector) -> bool) -> bool {
    prune(rules, keep);
    !rules.0.is_empty()
}

/// How many rules with the same selectors in a row are joined beforehand.
const LONG_RUN: usize = 16;

/// Joins long runs of rules with the same selectors. The minifier does so too, but with all that it joined already for
/// each further rule.
fn join_runs(rules: &mut CssRuleList) {
    let mut joined: Vec<CssRule> = Vec::with_capacity(rules.0.len());
    let mut run = 0;
    for mut rule in std::mem::take(&mut rules.0) {
        if let Some(inner) = inner(&mut rule) {
            join_runs(inner);
        }
        match (joined.last_mut(), &mut rule) {
            (Some(CssRule::Style(before)), CssRule::Style(style))
                if before.rules.0.is_empty() && style.rules.0.is_empty() && before.selectors == style.selectors =>
            {
                run += 1;
                if run >= LONG_RUN {
                    before.declarations.declarations.append(&mut style.declarations.declarations);
                    before.declarations.important_declarations.append(&mut style.declarations.important_declarations);
                    continue;
                }
            }
            _ => run = 0,
        }
        joined.push(rule);
    }
    rules.0 = joined;
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
        let words: HashSet<&str> = text.split(|c| !in_name(c)).collect();
        retain(rules, &|rule| match rule {
            CssRule::Keyframes(frames) => {
                let name = match &frames.name {
                    KeyframesName::Ident(name) => name.0.as_ref(),
                    KeyframesName::Custom(name) => name.as_ref(),
                };
                if name.chars().all(in_name) { words.contains(name) } else { text.contains(name) }
            }
            _ => true,
        });
    }
    if variables && !all_variables {
        drop_variables(rules);
    }
}

/// Drops custom properties that are used by nothing, or only by others that are dropped.
fn drop_variables(rules: &mut CssRuleList) {
    let mut values: HashMap<String, Vec<String>> = HashMap::new();
    visit(rules, &mut |rule| {
        if let CssRule::Style(style) = rule {
            for property in &style.declarations.declarations {
                if let Some(name) = variable(property) {
                    let value = property.value_to_css_string(PrinterOptions::default()).unwrap_or_default();
                    values.entry(name.to_owned()).or_default().push(value);
                }
            }
        }
    });
    let mut bare = rules.clone();
    visit(&mut bare, &mut |rule| {
        if let CssRule::Style(style) = rule {
            style.declarations.declarations.retain(|property| !is_variable(property));
        }
    });
    let text = print(&bare);
    let mut used: HashSet<&str> = HashSet::new();
    let mut texts = vec![text.as_str()];
    while let Some(text) = texts.pop() {
        for name in variables_in(text) {
            if used.insert(name) {
                texts.extend(values.get(name).into_iter().flatten().map(String::as_str));
            }
        }
    }
    visit(rules, &mut |rule| {
        if let CssRule::Style(style) = rule {
            style
                .declarations
                .declarations
                .retain(|property| variable(property).is_none_or(|name| used.contains(name)));
        }
    });
}

/// The names of custom properties that a text writes anywhere but where it sets them: after `(`, as in `var(--ink)`, or
/// in a list of properties to animate, and never right before a colon.
fn variables_in(text: &str) -> impl Iterator<Item = &str> {
    memmem::find_iter(text.as_bytes(), b"--").filter_map(|at| {
        if at > 0 && in_name(char::from(text.as_bytes()[at - 1])) {
            return None; // In the middle of another name.
        }
        let rest = &text[at..];
        let end = rest.find(|c| !in_name(c)).unwrap_or(rest.len());
        (!rest[end..].trim_start().starts_with(':')).then_some(&rest[..end])
    })
}

/// Whether names in a style sheet go on with this character.
fn in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_' || c == '\\' || !c.is_ascii()
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

pub(super) fn variable<'a>(property: &'a Property) -> Option<&'a str> {
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
