//! Rewrites the links of a page to paths of the new site. Only the bytes of addresses change.

mod written;

pub use written::relative;

use std::collections::BTreeSet;

use super::convert::Converted;
use super::destinations::{Form, LinkAddress, structure};
use super::edits::{Edited, Edits};
use super::index::LinkTarget;
use super::losses::{LossKind, Losses};
use super::original::{folder_of, resolve};
use super::site::OriginalPage;
use super::{ImportContext, feeds, own_path, path_of, wanted_ids::WantedId};
use crate::percent::{decode, encode_written};
use crate::read::markdown::SCHEMES;
use crate::site::resolve_address;
use written::{before, escaped, has_names_between, scheme};

/// A page with its links rewritten.
#[derive(Debug, Default)]
pub struct Rewritten {
    /// The body, which came from the text of [`Converted`].
    pub edited: Edited,
    /// Numbers of the files that it links to.
    pub files: BTreeSet<usize>,
    /// Number of changed links.
    pub links: usize,
    /// Number of links that are dead, as in the original.
    pub dead_links: usize,
    /// Number of fragments that are dead, as in the original.
    pub dead_fragments: usize,
    /// Number of links to what templates of the original generate or resolve.
    pub template_links: usize,
    /// Number of fragments for which templates of the original may generate headings.
    pub template_fragments: usize,
    /// Number of links to pages that are not always published.
    pub links_to_withheld: usize,
    /// Ids that it links to and that elements need for it, with the numbers of their pages.
    pub ids: Vec<(usize, WantedId)>,
}

/// Rewrites the links of the page with this number.
pub fn rewrite(context: &ImportContext<'_>, converted: &[Converted], number: usize, losses: &mut Losses) -> Rewritten {
    let page = &context.site.pages[number];
    let own = &converted[number];
    let text = &own.edited.text;
    let mut rewritten = Rewritten::default();
    let mut edits = Edits::default();
    let title = own.title.as_ref().map(|(_, range)| range.clone());
    let structure = structure(text);
    for destination in &structure.destinations {
        if title.as_ref().is_some_and(|title| title.contains(&destination.range.start)) {
            continue;
        }
        let rewriter = Rewriter { context, converted, page, number };
        rewriter.rewrite_link(text, destination, &mut rewritten, &mut edits, losses);
    }
    if let Some(range) = title {
        edits.replace(range, "");
    }
    rewritten.edited = edits.apply(text, 0..text.len());
    rewritten
}

struct Rewriter<'a> {
    context: &'a ImportContext<'a>,
    converted: &'a [Converted],
    page: &'a OriginalPage,
    number: usize,
}

impl Rewriter<'_> {
    fn rewrite_link(
        &self,
        text: &str,
        destination: &LinkAddress,
        rewritten: &mut Rewritten,
        edits: &mut Edits,
        losses: &mut Losses,
    ) {
        let value = destination.address();
        // Template syntax in the address.
        if value.contains("{{") || value.contains("{%") {
            return self.dead(text, destination, rewritten, edits, losses, LossKind::TemplateSyntax);
        }
        if let Some(feed) = feeds::link(self.context, self.page, value) {
            rewritten.links += 1;
            return edits.replace(destination.range.clone(), escaped(&feed, destination.form));
        }
        let value = match scheme(value) {
            Some("") => {
                // `//host` takes the scheme of the page.
                rewritten.links += 1;
                return edits.replace(destination.range.clone(), escaped(&format!("https:{value}"), destination.form));
            }
            Some(scheme) if !SCHEMES.iter().any(|allowed| scheme.eq_ignore_ascii_case(allowed)) => {
                return self.without_link(text, destination, edits, losses);
            }
            Some(_) => match self.context.index.below_own(value) {
                Some(below) if self.context.index.address(&decode(before(below))).is_some() => below,
                _ => return,
            },
            None => value,
        };
        if destination.form == Form::Automatic {
            return;
        }
        let (rest, fragment) = value.split_once('#').map_or((value, None), |(rest, fragment)| (rest, Some(fragment)));
        let (path, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
        let target = match path {
            // Without a path, the link is to its own page.
            "" => Some(LinkTarget::Page(self.number)),
            _ => self.context.index.link(self.context.site, self.page, path),
        };
        let Some(target) = target else {
            if let Some(link) = self.elsewhere(path) {
                rewritten.links += 1;
                let fragment = fragment.map_or_else(String::new, |fragment| format!("#{fragment}"));
                return edits
                    .replace(destination.range.clone(), escaped(&(link + query + &fragment), destination.form));
            }
            let kind = match &self.context.site.link_template {
                _ if feeds::is_generated(self.context, self.page, path) => LossKind::GeneratedPage,
                Some(_) => LossKind::TemplateLink,
                None => LossKind::DeadLink,
            };
            return self.dead(text, destination, rewritten, edits, losses, kind);
        };
        let mut link = if path.is_empty() || target == LinkTarget::Page(self.number) {
            String::new()
        } else {
            relative(&own_path(self.context.site, self.page), &path_of(self.context.site, target))
        };
        match target {
            LinkTarget::File(file) => {
                rewritten.files.insert(file);
            }
            LinkTarget::Page(page) => self.note_withheld(destination, page, rewritten, losses),
        }
        link.push_str(&query.replace(' ', "%20"));
        let fragment = fragment.filter(|fragment| !fragment.is_empty());
        if let Some(fragment) = fragment {
            match self.fragment(target, fragment) {
                FragmentTarget::Id(id) => link += &format!("#{id}"),
                FragmentTarget::Wanted(page, wanted) => {
                    let (WantedId::Term(_, id) | WantedId::Call(id)) = &wanted;
                    link += &format!("#{}", encode_written(id, true));
                    rewritten.ids.push((page, wanted));
                }
                FragmentTarget::Top => {}
                FragmentTarget::Dead => {
                    let (kind, why) = if self.has_templates(target) {
                        rewritten.template_fragments += 1;
                        (LossKind::TemplateFragment, "a template of the original may generate this heading")
                    } else {
                        rewritten.dead_fragments += 1;
                        (LossKind::DeadFragment, "no heading of the original has this id either")
                    };
                    self.note(destination, kind, value, why, losses);
                    link += &format!("#{fragment}");
                }
            }
        }
        if link.is_empty() {
            link.push_str("#top");
        }
        let link = escaped(&link, destination.form);
        if link != text[destination.range.clone()] {
            rewritten.links += 1;
            edits.replace(destination.range.clone(), link);
        }
    }

    /// The address of a path without a file: of the page of a tag, on the same host, or where a removed file has moved to.
    fn elsewhere(&self, path: &str) -> Option<String> {
        let site = self.context.site;
        let host = |path: &str| site.host.clone().or_else(|| self.context.index.host_beyond(path));
        let on_host = |path: &str| host(path).map(|host| host + path);
        if path.starts_with('/') {
            let term = self.context.index.below_base(path).and_then(|path| self.context.terms.address(path));
            return term.map(str::to_owned).or_else(|| self.redirected_outside(path)).or_else(|| on_host(path));
        }
        let moved = resolve(folder_of(self.page.file.path()), &decode(path)).and_then(|path| site.moved.get(&path));
        let Some(moved) = moved else {
            let folder = self.page.address.rsplit_once('/')?.0;
            return self.redirected_outside(&resolve_address(folder, &decode(path)));
        };
        if moved.starts_with('/') { on_host(moved) } else { Some(moved.clone()) }
    }

    /// Where a redirect leads from an address of the site to another one.
    fn redirected_outside(&self, address: &str) -> Option<String> {
        let below = self.context.index.below_base(address).into_iter().chain([address]);
        below.map(decode).find_map(|address| self.context.index.redirected_outside(&address))
    }

    /// Resolves the fragment of a link to a target.
    fn fragment(&self, target: LinkTarget, fragment: &str) -> FragmentTarget {
        let LinkTarget::Page(number) = target else { return FragmentTarget::Id(fragment.to_owned()) };
        let converted = &self.converted[number];
        let decoded = decode(fragment);
        let lower = decoded.to_lowercase();
        let known = [decoded.as_str(), lower.as_str()].into_iter().find_map(|id| converted.anchors.get(id));
        match known {
            Some(Some(id)) => FragmentTarget::Id(encode_written(id, true)),
            Some(None) => FragmentTarget::Top,
            None if converted.terms.contains_key(&decoded) => {
                FragmentTarget::Wanted(number, WantedId::Term(converted.terms[&decoded], decoded))
            }
            None if converted.ids.contains(&decoded) => FragmentTarget::Id(fragment.to_owned()),
            None if decoded == "top" => FragmentTarget::Top,
            // A text fragment, which only browsers resolve.
            None if decoded.starts_with(":~:") => FragmentTarget::Top,
            None if converted.call_ids.contains(&decoded) => FragmentTarget::Wanted(number, WantedId::Call(decoded)),
            None => {
                let mut headings = converted.with_emoji.iter().filter(|(parts, _)| has_names_between(&lower, parts));
                match (headings.next(), headings.next()) {
                    (Some((_, id)), None) => FragmentTarget::Id(encode_written(id, true)),
                    _ => FragmentTarget::Dead,
                }
            }
        }
    }

    /// Whether a target has templates, which may generate headings.
    fn has_templates(&self, target: LinkTarget) -> bool {
        matches!(target, LinkTarget::Page(number) if self.converted[number].has_templates)
    }

    /// Counts a link to a page that is not always published, and records one to a page that the original never publishes.
    fn note_withheld(&self, link: &LinkAddress, page: usize, rewritten: &mut Rewritten, losses: &mut Losses) {
        let page = &self.context.site.pages[page];
        rewritten.links_to_withheld += usize::from(page.is_withheld());
        if page.is_unpublished() && !self.page.is_unpublished() {
            let why = "the page is a draft; the link is kept, and `check` reports it";
            self.note(link, LossKind::WithheldLink, link.address(), why, losses);
        }
    }

    /// Keeps a dead link, as a relative path within the site.
    fn dead(
        &self,
        text: &str,
        destination: &LinkAddress,
        rewritten: &mut Rewritten,
        edits: &mut Edits,
        losses: &mut Losses,
        kind: LossKind,
    ) {
        match kind {
            LossKind::DeadLink => rewritten.dead_links += 1,
            _ => rewritten.template_links += 1,
        }
        let value = destination.address();
        let why = match kind {
            LossKind::GeneratedPage => {
                "Firstflight does not generate this page; the link is kept, and `check` reports it"
            }
            LossKind::TemplateLink => {
                let template = self.context.site.link_template.as_deref().unwrap_or_default();
                &format!("`{template}` may give it another address; the link is kept, and `check` reports it")
            }
            LossKind::TemplateSyntax => "a template generates this address; the link is kept, and `check` reports it",
            _ => "nothing in the folder of the original has this address; the link is kept, and `check` reports it",
        };
        self.note(destination, kind, value, why, losses);
        if let Some(rooted) = value.strip_prefix('/') {
            let tag = &self.context.site.languages[self.page.language].tag;
            let (path, rest) = rooted.split_at(rooted.find(['?', '#']).unwrap_or(rooted.len()));
            let path = decode(path.trim_end_matches('/'));
            let to = format!("{tag}/{}", if path.is_empty() { "index.md" } else { &path });
            let link = relative(&own_path(self.context.site, self.page), &to) + &rest.replace(' ', "%20");
            edits.replace(destination.range.clone(), escaped(&link, destination.form));
        } else if text[destination.range.clone()].contains("{{") {
            let link = encode_written(value, true).replace("%2F", "/");
            edits.replace(destination.range.clone(), link);
        }
    }

    /// Replaces a link whose scheme is not allowed by its text, with the address as code.
    fn without_link(&self, text: &str, destination: &LinkAddress, edits: &mut Edits, losses: &mut Losses) {
        let address = &destination.value;
        self.note(destination, LossKind::Scheme, address, "its text and address are kept as plain text", losses);
        let code = if address.len() > 200 || address.contains('`') { String::new() } else { format!("`{address}`") };
        let label = &text[destination.label.clone()];
        match destination.form {
            Form::Automatic => edits.replace(destination.whole.clone(), code),
            Form::Inline if destination.is_image || label == address || code.is_empty() => {
                edits.replace(destination.whole.clone(), label);
            }
            Form::Inline => {
                // The text may contain an image, whose address is rewritten separately.
                edits.replace(destination.whole.start..destination.label.start, "");
                edits.replace(destination.label.end..destination.whole.end, format!(" ({code})"));
            }
            Form::Definition => edits.replace(destination.range.clone(), "#top"),
            Form::Attribute(start, end) => edits.replace(start..end, ""),
        }
    }

    fn note(&self, destination: &LinkAddress, kind: LossKind, what: &str, why: &str, losses: &mut Losses) {
        let edited = &self.converted[self.number].edited;
        let start = edited.origin(destination.range.start);
        let end = edited.origin(destination.range.end).max(start);
        losses.add(kind, &self.page.file, start..end, what, why);
    }
}

/// What the fragment of a link leads to.
enum FragmentTarget {
    /// A heading or element with this id.
    Id(String),
    /// An element of the page with this number, which needs the id.
    Wanted(usize, WantedId),
    /// The top of the page.
    Top,
    /// Nothing, as in the original.
    Dead,
}
