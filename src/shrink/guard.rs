//! The pass before minify-html: inserts sentinels where it would drop a space or an attribute that matters, closes
//! elements that were left open, refuses pages that nest too deep, and collects the names that the page uses.
//!
//! minify-html drops white space between the children of `div`, `section`, `ul` and their like, and trims the text of
//! `label` and `output`, though both may be in the middle of a line. A sentinel is not white space to it. It also
//! reads `</table>` after an open `<td>` as noise, so closing tags that HTML lets authors leave out are written first;
//! where tags are crossed for good, the page is not minified at all.

mod attributes;
mod blocks;
mod ordinary;

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use crate::limits::PAGE_DEPTH;
use crate::marks;

use super::comments::without_comments;
use super::elements::{ForeignContent, Inside, Name, Traits};
use super::menu::Menus;
use super::names::{Names, Used};
use super::scan::{HtmlAttribute, HtmlToken, Scanner};
use super::skipped::{QUOTED, RunKind, SKIPPED, SkippedRuns};
use super::spaces::{Edge, leading_space, trailing_space};

/// A page nests its elements deeper than [`PAGE_DEPTH`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nesting {
    /// The greatest depth of nested elements.
    pub depth: usize,
}

/// Ends the name of an attribute that must not be changed: minify-html does not know names with this ending.
/// Never part of a page; the last of the code points that [`marks`] keeps for Firstflight.
pub(super) const KEEP: char = '\u{FDEF}';

/// A page that is safe to minify.
pub(super) struct Guarded<'a> {
    /// The page as it was, without comments.
    pub page: Cow<'a, str>,
    /// The page with its sentinels.
    pub html: Vec<u8>,
    /// Runs of text that a placeholder replaces.
    pub skipped: SkippedRuns,
    /// Which of the style's names it uses.
    pub used: Used,
    /// Whether its tags are nested correctly; otherwise minify-html would lose text.
    pub is_well_nested: bool,
    /// Whether no element was left open at the end.
    pub all_closed: bool,
    /// The greatest depth of nested elements.
    pub deepest: usize,
    /// Whether closing tags must stay, since a browser would not miss one of them in the right place.
    pub keep_closing_tags: bool,
}

/// Puts in the sentinels. The content of the page's menu is taken from `menus`, if there are any.
pub(super) fn guard<'a>(html: &'a str, names: &Names, menus: Option<&Menus>) -> Result<Guarded<'a>, Nesting> {
    let page = without_comments(html);
    let html = &*page;
    let mut guard = Guard {
        html,
        out: Vec::with_capacity(html.len()),
        copied: 0,
        skipped: SkippedRuns::default(),
        open: Vec::with_capacity(32),
        deepest: 0,
        menus,
        names,
        used: names.none(),
        is_well_nested: true,
        keep_closing_tags: false,
        fragile: Vec::new(),
        before: Edge::Break,
        text: None,
        not_plain_before: 0,
    };
    let mut scanner = Scanner::new(html.as_bytes());
    while let Some(token) = scanner.next(guard.inside().foreign()) {
        match token {
            HtmlToken::Text(range) => guard.text = Some((range.start, range.end)),
            HtmlToken::Raw(text) => guard.raw(text),
            HtmlToken::Other(_) => guard.edge(Edge::Hidden, Edge::Hidden),
            HtmlToken::Close { name, tag } => guard.close(name, tag.start),
            HtmlToken::Open { name, closed, tag } => {
                if let Some(end) = guard.plain_blocks(&name, &tag) {
                    scanner.go_on_at(end);
                    continue;
                }
                let content = tag.end;
                guard.open(name.clone(), closed, tag, scanner.attributes());
                if let Some(end) = guard.menu(name, content) {
                    scanner.go_on_at(end);
                }
            }
        }
    }
    if guard.deepest > PAGE_DEPTH {
        return Err(Nesting { depth: guard.deepest });
    }
    guard.edge(Edge::Break, Edge::Break);
    guard.out.extend_from_slice(&html.as_bytes()[guard.copied..]);
    let all_closed = guard.open.is_empty();
    let Guard { out, skipped, used, is_well_nested, deepest, keep_closing_tags, .. } = guard;
    Ok(Guarded { page, html: out, skipped, used, is_well_nested, all_closed, deepest, keep_closing_tags })
}

struct Guard<'a> {
    html: &'a str,
    out: Vec<u8>,
    /// Up to here the page has been copied or left out.
    copied: usize,
    skipped: SkippedRuns,
    open: Vec<Open>,
    deepest: usize,
    /// Where the page's menu is searched for; `None` once that is done.
    menus: Option<&'a Menus>,
    names: &'a Names,
    used: Used,
    is_well_nested: bool,
    keep_closing_tags: bool,
    /// Where the names of attributes end that must be kept, in the current tag.
    fragile: Vec<usize>,
    /// What stood before the text that waits.
    before: Edge,
    /// The text since the last tag, until it is known what follows.
    text: Option<(usize, usize)>,
    /// Blocks that begin before this place are not ordinary: something in them is not.
    not_plain_before: usize,
}

#[derive(Clone, Copy)]
struct Open {
    name: Name,
    traits: Traits,
    /// Whether the style makes it part of a line.
    inline: bool,
    inside: Inside,
}

impl Guard<'_> {
    fn inside(&self) -> Inside {
        self.open.last().map_or(Inside::Html, |open| open.inside)
    }

    fn copy_to(&mut self, to: usize) {
        self.out.extend_from_slice(&self.html.as_bytes()[self.copied..to]);
        self.copied = to;
    }

    /// Deals with the text that waits, now that what follows it is known, and remembers what the next one follows.
    fn edge(&mut self, after: Edge, then: Edge) {
        let before = std::mem::replace(&mut self.before, then);
        let Some((start, end)) = self.text.take() else { return };
        if matches!(self.inside(), Inside::Preserved | Inside::Code) {
            return;
        }
        let text = &self.html.as_bytes()[start..end];
        let leading = leading_space(text);
        if leading == text.len() {
            if !before.is_break() && !after.is_break() {
                self.sentinel(start, end);
            } else if (before, after) == (Edge::Break, Edge::Break) {
                // minify-html is spared half of all texts.
                self.leave_out(start, end);
            }
            return;
        }
        let words = start + leading..end - trailing_space(text);
        // minify-html trims at the edges of some elements that are part of a line.
        match before {
            Edge::Open if leading > 0 => self.sentinel(start, words.start),
            Edge::Break => self.leave_out(start, words.start),
            _ => {}
        }
        if self.inside() == Inside::Html {
            self.skip(words.clone(), RunKind::Text);
        }
        match after {
            Edge::Close if words.end < end => self.sentinel(words.end, end),
            Edge::Break => self.leave_out(words.end, end),
            _ => {}
        }
    }

    /// Puts a placeholder in the place of a text, if it has only ordinary characters.
    /// Returns whether it must stand in quotes.
    fn skip(&mut self, range: Range<usize>, kind: RunKind) -> Option<bool> {
        let quoted = self.skipped.push(self.html, range.clone(), kind)?;
        self.copy_to(range.start);
        self.copied = range.end;
        self.push(SKIPPED);
        self.out.extend(quoted.then_some(QUOTED));
        Some(quoted)
    }

    /// The text of an element that holds no tags.
    fn raw(&mut self, text: Range<usize>) {
        let is_title = self.open.last().is_some_and(|open| open.name.is_title() && open.inside == Inside::Html);
        if is_title && !self.html[text.clone()].trim_ascii().is_empty() {
            self.skip(text, RunKind::Title);
        }
    }

    /// Removes white space that is not visible.
    fn leave_out(&mut self, start: usize, end: usize) {
        if self.inside() == Inside::Html {
            self.copy_to(start);
            self.copied = end;
        }
    }

    fn sentinel(&mut self, start: usize, end: usize) {
        self.copy_to(start);
        self.copied = end;
        self.push(marks::SPACE);
    }

    fn push(&mut self, mark: char) {
        self.out.extend_from_slice(mark.encode_utf8(&mut [0; 4]).as_bytes());
    }

    fn traits(&self, name: Name, written: &[u8]) -> Traits {
        match self.inside() {
            Inside::Html | Inside::Preserved | Inside::Code => name.traits(written),
            Inside::Math => Traits { block: false, ..Traits::default() },
            Inside::Svg => {
                let foreign = name.traits(written).foreign;
                Traits { block: !name.is_svg_text(written), foreign, ..Traits::default() }
            }
        }
    }

    fn open(&mut self, name: Range<usize>, closed: bool, tag: Range<usize>, with: &[HtmlAttribute]) {
        let written = &self.html.as_bytes()[name.clone()];
        let known = Name::from_bytes(written);
        let inline = self.learn(known, written, with);
        let mut traits = self.traits(known, written);
        traits.block &= !inline;
        let before = match traits.block {
            true if traits.void && !traits.ends_paragraph => Edge::Hidden,
            true => Edge::Break,
            false => Edge::Open,
        };
        self.edge(before, if before == Edge::Open && traits.void { Edge::Close } else { before });
        self.close_for(known, traits, tag.start);
        self.attributes(with, traits.foreign == ForeignContent::No);
        let is_foreign = self.inside().foreign();
        if is_foreign && closed {
            // minify-html knows `<path/>`, but takes `<mspace/>` for an opening tag.
            if self.inside() == Inside::Math {
                self.copy_to(tag.end);
                while self.out.pop_if(|byte| matches!(byte, b'>' | b'/')).is_some() {}
                self.out.push(b'>');
                self.end_tag(name);
            }
            self.before = if traits.block { Edge::Break } else { Edge::Close };
            return;
        }
        if traits.void {
            return;
        }
        let inside = match (self.inside(), traits.foreign) {
            (inside, ForeignContent::Svg) if !inside.foreign() => Inside::Svg,
            (inside, ForeignContent::Math) if !inside.foreign() => Inside::Math,
            (Inside::Svg, ForeignContent::Object) => Inside::Html,
            (Inside::Html | Inside::Code, _) => traits.inside,
            (inside, _) => inside,
        };
        self.open.push(Open { name: known, traits, inline, inside });
        self.deepest = self.deepest.max(self.open.len());
    }

    /// Holds back the content of the page's first `nav`, just opened, which begins at `start`. Returns where its
    /// closing tag begins, if that could be done.
    fn menu(&mut self, name: Range<usize>, start: usize) -> Option<usize> {
        let menus = self.menus?;
        if !self.html.as_bytes()[name].eq_ignore_ascii_case(b"nav") {
            return None;
        }
        self.menus = None;
        let nav = self.open.last()?;
        if nav.inline || nav.inside != Inside::Html {
            return None;
        }
        let end = start + memmem::find(&self.html.as_bytes()[start..], b"</nav>")?;
        let menu = menus.minified(&self.html[start..end], self.names)?;
        self.used.join(&menu.used);
        self.keep_closing_tags |= menu.keep_closing_tags;
        self.deepest = self.deepest.max(self.open.len() - 1 + menu.depth);
        self.copy_to(start);
        self.copied = end;
        self.skipped.push_menu(menu);
        self.push(SKIPPED);
        Some(end)
    }

    /// Writes the closing tags that the author left out before an opening tag.
    fn close_for(&mut self, name: Name, traits: Traits, at: usize) {
        let mut keep = self.open.len();
        if keep > PAGE_DEPTH {
            return;
        }
        for (depth, open) in self.open.iter().enumerate().rev() {
            if !open.traits.may_stay_open {
                break;
            }
            if name.closes(traits, open.name) {
                keep = depth;
            }
        }
        self.close_down_to(keep, at);
    }

    /// Writes the closing tags of all elements above the first `keep`.
    fn close_down_to(&mut self, keep: usize, at: usize) {
        if self.open.len() > keep {
            self.copy_to(at);
            while self.open.len() > keep {
                if let Some(open) = self.pop() {
                    self.out.extend_from_slice(b"</");
                    open.name.write(&mut self.out);
                    self.out.push(b'>');
                }
            }
        }
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        self.keep_closing_tags |=
            open.traits.clings && self.open.last().is_some_and(|parent| !parent.traits.closes_all);
        Some(open)
    }

    fn end_tag(&mut self, name: Range<usize>) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(&self.html.as_bytes()[name]);
        self.out.push(b'>');
    }

    fn close(&mut self, name: Range<usize>, at: usize) {
        let written = &self.html.as_bytes()[name];
        let known = Name::from_bytes(written);
        let open = self.open.iter().rposition(|open| open.name == known || !open.traits.may_stay_open);
        let inline = open.is_some_and(|depth| self.open[depth].inline);
        let edge = self.close_edge(known, written, inline);
        self.edge(edge, edge);
        match open {
            Some(depth) if self.open[depth].name == known => {
                self.close_down_to(depth + 1, at);
                self.pop();
                // A drawing is part of a line, though its own parts are not.
                self.before = self.close_edge(known, written, inline);
            }
            // A tag that closes nothing, or that crosses another.
            _ => self.is_well_nested = false,
        }
    }

    fn close_edge(&self, name: Name, written: &[u8], inline: bool) -> Edge {
        if self.traits(name, written).block && !inline { Edge::Break } else { Edge::Close }
    }
}
