//! What the opening tags of a page say: ids, addresses, languages, roles, and what elements must have.

use std::ops::Range;

use super::addresses::{addresses, canonical, is_checked, refresh};
use super::attributes::{AriaMistake, aria_mistake, is_language, is_purpose, names_ids, unknown_role};
use super::lists::misplaced;
use super::survey::{Survey, in_lower_case};
use super::words::{Tag, text};
use crate::facts::{FaultKind, LinkFact, hash};
use crate::read::markdown::normal;

/// A page that moves on after more seconds gives everybody time: W3C's rules for tests count 20 hours.
const LONGEST_WAIT: f64 = 72_000.0;

impl<'a> Survey<'a> {
    /// Attributes that mean the same on every element, and addresses.
    pub(super) fn attributes(&mut self, element: &str, range: &Range<usize>, tag: Tag<'_, 'a>) {
        for attribute in tag.attributes {
            let value = &tag.html[attribute.value.clone()];
            let name = &tag.html[attribute.name.clone()];
            match name.as_bytes().first().map(u8::to_ascii_lowercase) {
                Some(b'c') if !name.eq_ignore_ascii_case("content") => continue,
                // Most attributes of most pages: `class`, `width`, `viewBox`, `type`.
                Some(b'w' | b'v' | b'y') => continue,
                _ => {}
            }
            let lower = in_lower_case(name);
            match &*lower {
                "id" => self.id(range, value),
                "lang" | "xml:lang" if !value.is_empty() && !is_language(value.trim()) => {
                    self.fault(FaultKind::InvalidLanguage, range.clone(), value);
                }
                "role" => {
                    if let Some(role) = unknown_role(value) {
                        self.fault(FaultKind::InvalidRole, range.clone(), role);
                    }
                }
                "tabindex" if value.trim().parse::<i64>().is_ok_and(|index| index > 0) => {
                    self.fault(FaultKind::FocusOrder, range.clone(), value);
                }
                "accesskey" => {
                    for key in value.split_whitespace() {
                        if !self.keys.insert(key.to_lowercase()) {
                            self.fault(FaultKind::SameKey, range.clone(), key);
                        }
                    }
                }
                "autocomplete" if matches!(element, "input" | "select" | "textarea") && !is_purpose(value) => {
                    self.fault(FaultKind::InvalidAutocomplete, range.clone(), value);
                }
                "for" | "list" => self.refer(range, name, value),
                _ => match lower.strip_prefix("aria-") {
                    Some(aria) => self.aria(range, (name, aria), value),
                    None => self.address((element, &lower), range, value, tag),
                },
            }
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
            self.references.push((hash(&normal(&text(id))), range.clone(), attribute, id));
        }
    }

    fn id(&mut self, range: &Range<usize>, value: &'a str) {
        let key = hash(&normal(&text(value)));
        if self.ids.insert(key, (range.clone(), value)).is_some() && !value.is_empty() {
            self.fault(FaultKind::DuplicateId, range.clone(), value);
        }
    }

    fn address(&mut self, (element, attribute): (&str, &str), range: &Range<usize>, value: &'a str, tag: Tag<'_, '_>) {
        let is_meta = element == "meta";
        if is_meta && !tag.is("http-equiv", "refresh") {
            return;
        }
        for address in addresses(element.as_bytes(), attribute.as_bytes(), value) {
            if !is_checked(element, address) {
                continue;
            }
            if address.starts_with('#') {
                if self.foreign == 0 || element == "a" {
                    self.own_place(range, address);
                }
            } else if self.seen.insert(address)
                && let Some(target) = self.at.target(address)
            {
                let fragment = target.fragment.as_deref().map(hash);
                if target.address == canonical(self.at.page) {
                    self.own.extend(fragment.map(|id| (id, range.clone(), address)));
                } else {
                    self.links.push(LinkFact { target: hash(&target.address), fragment });
                }
            }
        }
    }

    fn own_place(&mut self, range: &Range<usize>, address: &'a str) {
        if self.seen.insert(address)
            && let Some(id) = self.at.target(address).and_then(|target| target.fragment)
        {
            self.own.push((hash(&id), range.clone(), address));
        }
    }

    /// What elements must have or be.
    pub(super) fn element(&mut self, name: &str, range: &Range<usize>, tag: Tag<'_, 'a>, is_hidden: bool) {
        match name {
            "html" => {
                self.is_document = true;
                match tag.words("lang") {
                    Some(language) => self.language = Some(language.into_boxed_str()),
                    None => self.fault(FaultKind::NoLanguage, range.clone(), ""),
                }
            }
            "meta" => self.meta(range, tag),
            "marquee" | "blink" => self.fault(FaultKind::MovingText, range.clone(), name),
            "p" | "li" | "td" | "th" | "dd" | "dt" | "figcaption" => self.names.block(),
            _ => {}
        }
        self.media(name, range, tag);
        self.control(name, range, tag, is_hidden);
        if let Some((kind, detail)) = self.outline.begin(name, tag, is_hidden) {
            self.fault(kind, range.clone(), &detail);
        }
        if let Some(detail) = misplaced(name, self.stack.last()) {
            self.fault(FaultKind::BrokenList, range.clone(), &detail);
        }
        if let Some((kind, detail)) = self.tables.begin(name, range, tag) {
            self.fault(kind, range.clone(), &detail);
        }
    }

    fn meta(&mut self, range: &Range<usize>, tag: Tag<'_, '_>) {
        let content = tag.value("content").unwrap_or_default();
        if tag.is("name", "viewport") {
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
        } else if tag.is("http-equiv", "refresh") && !std::mem::replace(&mut self.has_refresh, true) {
            let seconds = refresh(content).map_or(0.0, |(seconds, _)| seconds);
            if seconds > 0.0 && seconds <= LONGEST_WAIT {
                self.fault(FaultKind::Refresh, range.clone(), content);
            }
        }
    }
}
