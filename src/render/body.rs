//! Fills the holes of a document: addresses of links, the output of shortcodes, and strings of the theme.

use super::links::Linker;
use super::{Renderer, files, pictures, shortcodes};
use crate::escape::escape_into;
use crate::marks;
use crate::percent::{encode_address, encode_link};
use crate::read::markdown::{CallContext, Hole, renamed};
use crate::report::{Finding, catalog};
use crate::site::{Destination, FoundLink, Page};

/// The body of a page with every hole filled. A hole that cannot be filled is reported and left empty.
pub fn fill(
    renderer: &Renderer<'_>,
    (number, page): (usize, &Page),
    html: &str,
    linker: &Linker,
    problems: &mut shortcodes::Problems,
) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut open: Vec<OpenBody> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find(marks::OPEN) {
        out.push_str(&rest[..at]);
        let inner = &rest[at + marks::OPEN.len_utf8()..];
        let Some(end) = inner.find(marks::END) else { break };
        match Hole::parse(&inner[..end]) {
            Some(Hole::Body(call)) => open.push(OpenBody { call, before: std::mem::take(&mut out) }),
            Some(Hole::BodyEnd(_)) => {
                if let Some(body) = open.pop() {
                    out = body.close(renderer, (number, page), out, linker, problems);
                }
            }
            Some(hole) => fill_one(renderer, (number, page), hole, linker, &mut out, problems),
            None => {}
        }
        rest = &inner[end + marks::END.len_utf8()..];
    }
    out.push_str(rest);
    out
}

/// A body whose end is still to come.
struct OpenBody {
    /// Number of its call.
    call: usize,
    /// What is before the call.
    before: String,
}

impl OpenBody {
    /// What is before the call, with the call and its body. If it cannot be rendered, the text of the body is left.
    fn close(
        self,
        renderer: &Renderer<'_>,
        page: (usize, &Page),
        body: String,
        linker: &Linker,
        problems: &mut shortcodes::Problems,
    ) -> String {
        let made = shortcodes::call(renderer, page, (self.call, Some(&body)), linker, problems);
        self.before + &made.map_or(body, |made| made.html)
    }
}

fn fill_one(
    renderer: &Renderer<'_>,
    (own, page): (usize, &Page),
    hole: Hole<'_>,
    linker: &Linker,
    out: &mut String,
    problems: &mut shortcodes::Problems,
) {
    match hole {
        Hole::Link(number) => escape_into(&link(renderer, page, number, linker), out),
        Hole::Body(_) | Hole::BodyEnd(_) => {}
        Hole::Call { number, within, in_link } => {
            let call = (number, None);
            let Some(mut made) = shortcodes::call(renderer, (own, page), call, linker, problems) else { return };
            let call = &page.source.document.calls[number];
            if in_link && let Some(html) = without_links(&made.html) {
                made.html = html;
                let place = page.place(call.range.clone());
                problems.findings.push(catalog::markdown::nested_link_of_call(place, &call.name));
            }
            match within {
                CallContext::Line if made.block => {
                    let place = page.place(call.range.clone());
                    problems.findings.push(catalog::shortcode::block_in_line(place, &call.name));
                    out.push_str(&made.html);
                }
                CallContext::Nothing if !made.block => out.extend(["<p>", &made.html, "</p>"]),
                _ => out.push_str(&made.html),
            }
        }
        Hole::Word(name) => {
            if !renderer.context.strings[page.source.language].write(name, out) {
                problems.missing_strings.insert(name.to_owned(), missing(renderer, name, page.source.language));
            }
        }
        Hole::File { link, with_kind } => {
            if let Err(name) = files::write_note_of(renderer, page, (link, with_kind), out) {
                problems.missing_strings.insert(name.to_owned(), missing(renderer, name, page.source.language));
            }
        }
        Hole::Audio(number) => files::write_player(renderer, page, number, linker, out),
        Hole::Image { number, .. } => {
            if let Some(name) = pictures::fill(renderer, page, number, linker, out) {
                problems.missing_strings.insert(name.to_owned(), missing(renderer, name, page.source.language));
            }
        }
    }
}

/// HTML of a theme without the tags of its links; `None` where it has none.
fn without_links(html: &str) -> Option<String> {
    let is_link = |tag: &str| {
        let name = tag.strip_prefix('/').unwrap_or(tag);
        name.starts_with(['a', 'A'])
            && name[1..].starts_with(|c: char| c.is_ascii_whitespace() || matches!(c, '>' | '/'))
    };
    let mut out = String::new();
    let mut copied = 0;
    for (at, _) in html.match_indices('<').filter(|(at, _)| is_link(&html[at + 1..])) {
        // Within a tag that is taken out already.
        if at < copied {
            continue;
        }
        let mut quote = None;
        let length = html[at..].find(|c: char| {
            match quote {
                Some(open) if c == open => quote = None,
                None if matches!(c, '"' | '\'') => quote = Some(c),
                _ => {}
            }
            c == '>' && quote.is_none()
        });
        out.push_str(&html[copied..at]);
        copied = length.map_or(html.len(), |length| at + length + 1);
    }
    (copied > 0).then(|| out + &html[copied..])
}

/// The finding for a string that the theme lacks.
pub(super) fn missing(renderer: &Renderer<'_>, name: &str, language: usize) -> Finding {
    let tag = &renderer.site.config.languages[language].tag;
    catalog::strings::missing_string(renderer.theme_place(), name, tag)
}

/// The link of this number as the page writes it. One that leads nowhere stays as it was written.
pub(super) fn link(renderer: &Renderer<'_>, page: &Page, number: usize, linker: &Linker) -> String {
    let written = || page.links.link(page, number).map_or_else(String::new, |link| encode_address(&link.target));
    let found = page.links.targets.get(number).and_then(Option::as_ref);
    found.map_or_else(written, |target| href(renderer, &page.address, target, linker))
}

/// A link to `target` as the page at the address `own` writes it.
pub(super) fn href(renderer: &Renderer<'_>, own: &str, target: &FoundLink, linker: &Linker) -> String {
    let (address, is_self, renamed_there) = match target.to {
        Destination::Page(number) => {
            let there = &renderer.outline.pages[number];
            (there.address, there.address == own, there.renamed)
        }
        Destination::File(number) => (renderer.outline.files[number].address, false, &[][..]),
        Destination::Generated(number) => (renderer.outline.generated[number].address, false, &[][..]),
        Destination::Derived(number) => (renderer.outline.derived[number].as_str(), false, &[][..]),
    };
    let mut href = if is_self && target.fragment.is_some() && target.query.is_empty() {
        String::new()
    } else {
        linker.link(address)
    };
    href.push_str(&target.query);
    if let Some(fragment) = &target.fragment {
        // A heading that is meant comes before a landmark of the page.
        let own = if renamed_there.is_empty() { None } else { renamed(fragment) };
        let fragment = own.filter(|own| renamed_there.contains(own)).unwrap_or_else(|| fragment.clone());
        href.push('#');
        href.push_str(&encode_link(&fragment));
    }
    href
}
