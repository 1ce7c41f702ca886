//! A style sheet in segments, so that the style of a page is parsed without the rules that the page does not use. On a site
//! with many kinds of pages, parsing the whole sheet for each kind is a tenth of a build.

use std::ops::Range;

use lightningcss::rules::{CssRule, CssRuleList};

use super::style::{count_selectors, read};
use super::syntax::Locator;

/// One rule of a style sheet with what is nested in it, or several rules that are always kept.
#[derive(Debug)]
pub(super) struct Segment {
    /// Its bytes in the style sheet.
    text: Range<usize>,
    /// The numbers of its selectors among those of all style sheets.
    selectors: Range<usize>,
    /// Whether it has an effect if none of its selectors is used.
    is_kept: bool,
}

impl Segment {
    /// The segments of a style sheet with these rules and no mistakes, whose first selector has the number `first`.
    pub fn from_sheet(text: &str, rules: &CssRuleList, first: usize, count: usize) -> Vec<Self> {
        Self::split(text, rules, first)
            .filter(|segments| segments.last().is_some_and(|last| last.selectors.end == first + count))
            .unwrap_or_else(|| vec![Self::whole(text, first, count)])
    }

    /// A style sheet as one segment.
    pub fn whole(text: &str, first: usize, count: usize) -> Self {
        Self { text: 0..text.len(), selectors: first..first + count, is_kept: true }
    }

    /// One segment for each rule; `None` if it cannot be divided.
    fn split(text: &str, rules: &CssRuleList, first: usize) -> Option<Vec<Self>> {
        let mut locator = Locator::new(text);
        let starts: Vec<usize> = rules.0.iter().map(|rule| start(&mut locator, rule)).collect::<Option<_>>()?;
        let ends = starts.iter().skip(1).copied().chain([text.len()]);
        let mut at = first;
        let segment = |(rule, (start, end)): (&CssRule, (&usize, usize))| {
            let part = text.get(*start..end)?;
            // A part that parses differently by itself means that the reported locations are wrong.
            let (mut alone, mistakes) = read(part);
            let selectors = at..at + count_selectors(&mut alone);
            at = selectors.end;
            let is_kept = !matches!(rule, CssRule::Style(_) | CssRule::Media(_));
            (mistakes.is_empty() && alone.0.len() == 1).then_some(Self { text: *start..end, selectors, is_kept })
        };
        rules.0.iter().zip(starts.iter().zip(ends)).map(segment).collect()
    }

    /// Whether a page needs it that uses these selectors, one bit each.
    fn is_needed(&self, selected: &[u64]) -> bool {
        self.is_kept || self.selectors.clone().any(|at| is_selected(selected, at))
    }
}

/// Whether the selector of this number is among those selected, one bit each.
pub(super) fn is_selected(selected: &[u64], at: usize) -> bool {
    selected[at / 64] >> (at % 64) & 1 == 1
}

/// The text of the segments that a page needs, with the numbers of all selectors in it.
pub(super) fn needed(text: &str, segments: &[Segment], selected: &[u64]) -> (String, Vec<usize>) {
    let needed = segments.iter().filter(|segment| segment.is_needed(selected));
    let (texts, selectors): (Vec<&str>, Vec<Range<usize>>) =
        needed.map(|segment| (&text[segment.text.clone()], segment.selectors.clone())).unzip();
    (texts.concat(), selectors.into_iter().flatten().collect())
}

/// Where a rule starts; `None` for kinds that are rare in a theme.
fn start(locator: &mut Locator, rule: &CssRule) -> Option<usize> {
    let at = match rule {
        CssRule::Style(rule) => rule.loc,
        CssRule::Media(rule) => rule.loc,
        CssRule::Supports(rule) => rule.loc,
        CssRule::Keyframes(rule) => rule.loc,
        CssRule::FontFace(rule) => rule.loc,
        _ => return None,
    };
    Some(locator.offset(at.line, at.column))
}
