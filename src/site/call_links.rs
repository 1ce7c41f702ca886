//! The links of calls: what `to` names, where a component declares `@link`, and `src`, where it declares `@image`. They are resolved with the links of the text.

use std::ops::Range;

use super::{Declarations, Page, PictureArguments, Takes};
use crate::read::SourcePage;
use crate::read::markdown::{AddressKind, Argument, Call, Link, Literal, classify};
use crate::report::{Finding, catalog};

/// The link of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallLink {
    /// To the page or file that the link of this number of the page leads to: those of the text come first.
    Inside(usize),
    /// To another host, a mail address or a telephone.
    Outside(String),
}

/// The argument that `@link` belongs to.
const TO: &str = "to";

/// The argument of a call that names its link.
fn key(takes: &Takes) -> Option<&'static str> {
    if takes.link { Some(TO) } else { takes.image.then_some(PictureArguments::SRC) }
}

/// The links of the calls in a page, in order, each with the number of its call.
pub(super) fn of_page<'p>(page: &'p Page, declarations: &'p Declarations) -> impl Iterator<Item = (usize, Link)> + 'p {
    of_source(&page.source, declarations)
}

/// The links of a page to pages and files of the site: those of its text, then those of its calls.
pub fn all_links<'p>(page: &'p SourcePage, declarations: &'p Declarations) -> impl Iterator<Item = Link> + 'p {
    let of_calls = of_source(page, declarations).map(|(_, link)| link);
    page.document.links.iter().cloned().chain(of_calls)
}

fn of_source<'p>(page: &'p SourcePage, declarations: &'p Declarations) -> impl Iterator<Item = (usize, Link)> + 'p {
    let document = &page.document;
    let shortcodes = declarations.shortcodes.iter();
    shortcodes.flat_map(|shortcodes| {
        document.shown_calls.iter().filter_map(|&number| {
            let call = &document.calls[number];
            let key = shortcodes.get(&call.name).and_then(|declaration| key(&declaration.takes))?;
            let (target, range) = target(page, call, key)?;
            let is_inside = !target.is_empty() && matches!(classify(target), AddressKind::Inside);
            is_inside.then(|| (number, Link { target: target.to_owned(), range }))
        })
    })
}

/// What the argument of a call names, and its bytes without quotes.
fn target<'p>(page: &SourcePage, call: &'p Call, key: &str) -> Option<(&'p str, Range<usize>)> {
    let argument = call.arguments.iter().find(|argument| argument.key == key)?;
    let Argument { value: Literal::Text(target), value_range, .. } = argument else { return None };
    let text = &page.file.text()[value_range.clone()];
    let is_quoted = text.len() >= 2 && text.starts_with(['"', '\'']);
    let quote = usize::from(is_quoted);
    Some((target.trim(), value_range.start + quote..value_range.end - quote))
}

/// The link of a call that takes one; `inside` is its number if it leads to a page or a file.
pub(super) fn bind(
    page: &Page,
    (call, takes): (&Call, &Takes),
    inside: Option<usize>,
    findings: &mut Vec<Finding>,
) -> Option<CallLink> {
    let key = key(takes)?;
    let (target, range) = target(&page.source, call, key)?;
    if target.is_empty() {
        findings.push(catalog::shortcode::empty_address(page.place(range.start - 1..range.end + 1), key));
        return None;
    }
    match classify(target) {
        AddressKind::Inside => inside.map(CallLink::Inside),
        AddressKind::Outside => {
            let address = crate::read::markdown::with_ascii_host(target).unwrap_or_else(|| target.to_owned());
            Some(CallLink::Outside(address))
        }
        AddressKind::Forbidden(scheme) => {
            findings.push(catalog::markdown::forbidden_scheme(page.place(range), scheme));
            None
        }
    }
}
