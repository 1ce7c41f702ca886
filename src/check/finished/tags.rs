//! What the opening tags of a page say: ids, addresses, languages, roles, and what elements must have.

use std::ops::Range;

use super::addresses::{addresses, is_checked, refresh};
use super::attributes::{AriaMistake, aria_mistake, is_language, is_purpose, names_ids, unknown_role};
use super::kinds::Kind;
use super::lists::is_misplaced;
use super::survey::{StartTag, Survey, in_lower_case};
use super::words::{Tag, text};
use crate::facts::{FaultKind, hash};
use crate::read::markdown::normal;
use crate::shrink::name_key;

/// A page that moves on after more seconds gives everybody time: W3C's rules for tests count 20 hours.
const LONGEST_WAIT: f64 = 72_000.0;

/// What the attributes of a tag are about.
#[derive(Clone, Copy, Default)]
pub(super) struct TagKind {
    /// More than ids, classes, sizes and addresses.
    pub is_special: bool,
    /// A language.
    pub has_language: bool,
}

macro_rules! names {
    ($($name:ident)+) => {
        mod names { $(pub(super) const $name: u64 = super::name_key(stringify!($name).as_bytes());)+ }
    };
}

names! { ACTION ALT CHARSET CLASS CONTENT DATA DATETIME FOR HEIGHT HREF ID LANG LIST NAME POSTER REL ROLE SRC SRCSET TABINDEX TYPE WIDTH }

const ARIA_LABEL: u64 = name_key(b"aria-label");
const XML_LANG: u64 = name_key(b"xml:lang");

impl<'a> Survey<'a> {
    /// Attributes that mean the same on every element, and addresses.
    pub(super) fn attributes(&mut self, kind: Kind, range: &Range<usize>, tag: Tag<'_, 'a>) -> TagKind {
        let mut said = TagKind::default();
        for attribute in tag.attributes {
            match attribute.key {
                // Common ones, and those that mean nothing here.
                names::ALT
                | names::CHARSET
                | names::CLASS
                | names::DATETIME
                | names::HEIGHT
                | names::NAME
                | names::REL
                | names::TYPE
                | names::WIDTH => continue,
                ARIA_LABEL => {
                    said.is_special = true;
                    continue;
                }
                _ => {}
            }
            let value = &tag.html[attribute.value.clone()];
            if attribute.name.len() > 8 {
                said.is_special = true;
                self.long_attribute(kind, range, (&tag.html[attribute.name.clone()], value), tag);
                continue;
            }
            match attribute.key {
                names::HREF | names::SRC | names::POSTER | names::DATA | names::ACTION => {
                    self.address(kind, range, value);
                }
                names::SRCSET => self.addresses(kind, range, ("srcset", value)),
                names::CONTENT if kind == Kind::Meta => {
                    if tag.is(key!("http-equiv"), "refresh") {
                        self.addresses(kind, range, ("content", value));
                    }
                }
                names::ID => self.ids.push((hash_of_id(value), range.clone(), value)),
                names::FOR | names::LIST => self.refer(range, &tag.html[attribute.name.clone()], value),
                names::LANG => self.language_of_part(kind, range, value, &mut said),
                names::ROLE => {
                    said.is_special = true;
                    if let Some(role) = unknown_role(value) {
                        self.fault(FaultKind::InvalidRole, range.clone(), role);
                    }
                }
                names::TABINDEX => {
                    said.is_special = true;
                    if value.trim().parse::<i64>().is_ok_and(|index| index > 0) {
                        self.fault(FaultKind::FocusOrder, range.clone(), value);
                    }
                }
                _ => {
                    said.is_special = true;
                    if attribute.key == XML_LANG {
                        self.language_of_part(kind, range, value, &mut said);
                    }
                }
            }
        }
        said
    }

    /// Notes a `lang` that is not a language: that of the page, or that of text which is met later.
    fn language_of_part(&mut self, kind: Kind, range: &Range<usize>, value: &'a str, said: &mut TagKind) {
        said.has_language = true;
        if value.is_empty() || is_language(value.trim()) {
            return;
        }
        match kind {
            Kind::Html => self.fault(FaultKind::InvalidLanguage, range.clone(), value),
            _ => self.odd_languages.push((range.clone(), value)),
        }
    }

    /// An attribute with a name of more than eight bytes.
    fn long_attribute(
        &mut self,
        kind: Kind,
        range: &Range<usize>,
        (name, value): (&'a str, &'a str),
        tag: Tag<'_, 'a>,
    ) {
        let lower = in_lower_case(name);
        match &*lower {
            "accesskey" => {
                for key in value.split_whitespace() {
                    if !self.keys.insert(key.to_lowercase()) {
                        self.fault(FaultKind::SameKey, range.clone(), key);
                    }
                }
            }
            "autocomplete" if matches!(kind, Kind::Input | Kind::Select | Kind::TextArea) && !is_purpose(value) => {
                self.fault(FaultKind::InvalidAutocomplete, range.clone(), value);
            }
            _ => match lower.strip_prefix("aria-") {
                Some(aria) => self.aria(range, (name, aria), value),
                None if kind == Kind::Meta && !tag.is(key!("http-equiv"), "refresh") => {}
                None => self.addresses(kind, range, (&lower, value)),
            },
        }
    }

    fn aria(&mut self, range: &Range<usize>, (written, name): (&'a str, &str), value: &'a str) {
        match aria_mistake(name, value) {
            Some(AriaMistake::Unknown) => self.fault(FaultKind::UnknownAria, range.clone(), written),
            Some(AriaMistake::Value) => {
                self.fault(FaultKind::InvalidAria, range.clone(), &format!("{written}=\"{value}\""));
            }
            None if names_ids(name) => self.refer(range, written, value),
            None => {}
        }
    }

    /// Notes the ids that an attribute names.
    fn refer(&mut self, range: &Range<usize>, attribute: &'a str, value: &'a str) {
        for id in value.split_ascii_whitespace() {
            self.references.push((hash_of_id(id), range.clone(), attribute, id));
        }
    }

    fn addresses(&mut self, kind: Kind, range: &Range<usize>, (attribute, value): (&str, &'a str)) {
        let element: &[u8] = if kind == Kind::Meta { b"meta" } else { b"" };
        for address in addresses(element, attribute.as_bytes(), value) {
            self.address(kind, range, address);
        }
    }

    fn address(&mut self, kind: Kind, range: &Range<usize>, address: &'a str) {
        let is_in_drawing = || self.foreign > 0 && kind != Kind::Anchor;
        if address.starts_with('#') && is_in_drawing() || !is_checked(kind == Kind::Link, address) {
            return;
        }
        if let Some(addresses) = &mut self.addresses {
            addresses.push(address);
        }
        let Some(link) = self.resolver.resolve(address) else { return };
        match (link.target == self.resolver.own, link.fragment) {
            (true, Some(id)) => self.own.push((id, range.clone(), address)),
            (true, None) => {}
            (false, Some(id)) => self.places.push((link.target, id)),
            (false, None) => self.links.push(link.target),
        }
    }

    /// What elements must have or be.
    pub(super) fn element(&mut self, it: &StartTag<'_, 'a>) {
        match it.kind {
            Kind::Html => {
                self.is_document = true;
                match it.tag.words(key!("lang")) {
                    Some(language) => self.language = Some(language.into_boxed_str()),
                    None => self.fault(FaultKind::NoLanguage, it.range.clone(), ""),
                }
            }
            Kind::Meta => self.meta(&it.range, it.tag),
            Kind::Moving => self.fault(FaultKind::MovingText, it.range.clone(), &in_lower_case(it.name)),
            kind if kind.is_block() => self.names.block(),
            Kind::Image | Kind::Area | Kind::Frame | Kind::Video | Kind::Audio | Kind::Track => self.media(it),
            _ => {}
        }
        if it.is_special || it.kind.is_control() {
            self.control(it);
        }
        if (it.is_special || matches!(it.kind, Kind::Main | Kind::Nav | Kind::Heading(_)))
            && let Some((kind, detail)) = self.outline.begin(it)
        {
            self.fault(kind, it.range.clone(), &detail);
        }
        if let Some(parent) = self.stack.last()
            && parent.role.is_none()
            && is_misplaced(it.kind, parent.kind)
        {
            let detail = format!("{} {}", in_lower_case(it.name), in_lower_case(parent.name));
            self.fault(FaultKind::BrokenList, it.range.clone(), &detail);
        }
        if (it.kind == Kind::Table || self.tables.is_open())
            && let Some((kind, detail)) = self.tables.begin(it)
        {
            self.fault(kind, it.range.clone(), &detail);
        }
    }

    fn meta(&mut self, range: &Range<usize>, tag: Tag<'_, '_>) {
        let content = tag.value(key!("content")).unwrap_or_default();
        if tag.is(key!("name"), "viewport") {
            let setting = |name: &str| {
                let settings = content.split([',', ';']).filter_map(|part| part.split_once('='));
                let mut own = settings.filter(|(key, _)| key.trim().eq_ignore_ascii_case(name));
                own.next().map(|(_, value)| value.trim().to_ascii_lowercase())
            };
            let is_fixed = setting("user-scalable").is_some_and(|value| match value.parse::<f64>() {
                Ok(value) => value.abs() < 1.0,
                Err(_) => !matches!(&*value, "yes" | "device-width" | "device-height"),
            });
            let is_limited = setting("maximum-scale").is_some_and(|value| match value.parse::<f64>() {
                Ok(value) => (0.0..2.0).contains(&value),
                Err(_) => !matches!(&*value, "device-width" | "device-height"),
            });
            if is_fixed || is_limited {
                self.fault(FaultKind::NoZoom, range.clone(), content);
            }
        } else if tag.is(key!("http-equiv"), "refresh")
            && let Some((seconds, _)) = refresh(content)
            && !std::mem::replace(&mut self.has_refresh, true)
            && seconds > 0.0
            && seconds <= LONGEST_WAIT
        {
            self.fault(FaultKind::Refresh, range.clone(), content);
        }
    }
}

/// The hash of an id in the form in which ids and fragments are compared.
pub(super) fn hash_of_id(written: &str) -> u64 {
    match written.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'&') {
        true => hash(written),
        false => hash(&normal(&text(written))),
    }
}
