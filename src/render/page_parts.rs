//! What the settings show on all pages: `banner`, `footer`, `logo`, `icon_url`, `canonical` and `open_graph` of `page`.

use std::collections::BTreeMap;

use tera::Value;

use super::links::Linker;
use super::{Renderer, body, text};
use crate::config::locale;
use crate::escape::escape_into;
use crate::marks;
use crate::percent::{encode_address, encode_link};
use crate::read::markdown::Hole;
use crate::site::PartText;

/// The banner as the page at this address writes it; nothing where the site has none.
pub(super) fn banner(renderer: &Renderer<'_>, language: usize, address: &str, linker: &Linker) -> Value {
    let banner = renderer.outline.page_parts[language].banner.as_ref();
    banner.map_or_else(Value::none, |part| written(renderer, part, address, linker))
}

/// The texts of the footer as the page at this address writes them; nothing where the site has none.
pub(super) fn footer(renderer: &Renderer<'_>, language: usize, address: &str, linker: &Linker) -> Value {
    let parts = &renderer.outline.page_parts[language];
    if parts.contact.is_none() && parts.licence.is_none() && parts.links.is_empty() {
        return Value::none();
    }
    let one = |part: &PartText| written(renderer, part, address, linker);
    let maybe = |part: &Option<PartText>| part.as_ref().map_or_else(Value::none, one);
    Value::from(BTreeMap::from([
        ("contact", maybe(&parts.contact)),
        ("licence", maybe(&parts.licence)),
        ("links", Value::from(parts.links.iter().map(one).collect::<Vec<_>>())),
    ]))
}

/// The logo as a page writes it; nothing where the site has none.
pub(super) fn logo(renderer: &Renderer<'_>, language: usize, linker: &Linker) -> Value {
    let Some(logo) = &renderer.outline.page_parts[language].logo else { return Value::none() };
    // The outline knows whether it has a text, the settings know its language.
    let of_settings = renderer.site.config.pictures.logo.as_ref().and_then(|logo| logo.alt.as_ref());
    let alt =
        of_settings.filter(|_| logo.alt.is_some()).map_or_else(|| text(""), |alt| renderer.marker(language).shown(alt));
    Value::from(BTreeMap::from([
        ("url", text(&linker.link(&logo.address))),
        ("alt", alt),
        ("width", Value::from(u64::from(logo.size.0))),
        ("height", Value::from(u64::from(logo.size.1))),
    ]))
}

/// The address of the icon of the site; nothing where it has none.
pub(super) fn icon_url(renderer: &Renderer<'_>, language: usize, linker: &Linker) -> Value {
    let icon = renderer.outline.page_parts[language].icon.as_ref();
    icon.map_or_else(Value::none, |address| text(&linker.link(address)))
}

/// The address at which search engines should list the page at this address; nothing where the site does not say so.
pub(super) fn canonical(renderer: &Renderer<'_>, address: &str) -> Value {
    let config = &renderer.site.config;
    let base = config.base_url.as_ref().filter(|_| config.canonical);
    base.map_or_else(Value::none, |base| text(&base.join(&encode_link(address))))
}

/// What chat programs show of a link to the page at this address; nothing where the site does not say so.
pub(super) fn open_graph(renderer: &Renderer<'_>, language: usize, address: &str) -> Value {
    let config = &renderer.site.config;
    let (Some(_), Some(base)) = (&config.pictures.open_graph, &config.base_url) else { return Value::none() };
    let absolute = |address: &str| base.join(&encode_link(address));
    let image = renderer.outline.page_parts[language].preview.as_ref();
    let number = |number: u32| Value::from(u64::from(number));
    Value::from(BTreeMap::from([
        ("url", text(&absolute(address))),
        ("locale", text(&locale(&config.languages[language].tag))),
        ("image", image.map_or_else(Value::none, |image| text(&absolute(&image.address)))),
        ("image_width", image.map_or_else(Value::none, |image| number(image.size.0))),
        ("image_height", image.map_or_else(Value::none, |image| number(image.size.1))),
    ]))
}

/// The HTML of a text, with the addresses of its links as the page at this address writes them.
fn written(renderer: &Renderer<'_>, part: &PartText, address: &str, linker: &Linker) -> Value {
    let mut out = String::with_capacity(part.html.len() + 64);
    let marks = part.language.as_deref().map(marks::open_language);
    let marks = marks.or_else(|| part.is_isolated.then(|| marks::FOREIGN.to_string()));
    out.extend(marks.as_deref());
    let mut rest = part.html.as_str();
    while let Some(at) = rest.find(marks::OPEN) {
        out.push_str(&rest[..at]);
        let inner = &rest[at + marks::OPEN.len_utf8()..];
        let Some(end) = inner.find(marks::END) else { break };
        if let Some(Hole::Link(number)) = Hole::parse(&inner[..end]) {
            let found = part.targets.get(number).and_then(Option::as_ref);
            let as_written = || part.links.get(number).map_or_else(String::new, |link| encode_address(&link.target));
            let href = found.map_or_else(as_written, |target| body::href(renderer, address, target, linker));
            escape_into(&href, &mut out);
        }
        rest = &inner[end + marks::END.len_utf8()..];
    }
    out.push_str(rest);
    out.extend(marks.map(|_| marks::FOREIGN_END));
    Value::safe_string(&out)
}
