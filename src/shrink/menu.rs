//! Menus: the content of the first `nav` of a page. The pages of a folder share it byte for byte, so that each menu is
//! minified once; the result does not depend on the page around it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::{Arc, PoisonError, RwLock};

use ahash::AHasher;

use crate::marks;

use super::Sheet;
use super::frames::Frames;
use super::guard::{Guarded, guard};
use super::html::Pieces;
use super::names::{Names, Used};

/// The element whose content is remembered, as guard and minify-html are given it by itself.
const TAGS: (&str, &str) = ("<nav>", "</nav>");

/// The largest number of remembered menus: one for each folder of a large site.
const MOST: usize = 4_096;

/// The menus that are known, by their text; `None` for those that cannot be minified by themselves.
#[derive(Debug, Default)]
pub(super) struct Menus {
    known: RwLock<KnownMenus>,
}

type KnownMenus = HashMap<Box<str>, Option<Arc<Menu>>, BuildHasherDefault<AHasher>>;

/// A menu, minified by itself.
#[derive(Debug)]
pub(super) struct Menu {
    /// Its content, without the tags of its `nav`.
    pub content: Vec<u8>,
    /// Which of the style's names it uses.
    pub used: Used,
    /// How deep its elements nest, the `nav` itself counted.
    pub depth: usize,
    /// Whether closing tags must stay, there and in the page.
    pub keep_closing_tags: bool,
}

impl Menus {
    /// Returns the menu whose text, between the tags of its `nav`, is `inner`; minifies it the first time. `None` if it
    /// cannot be minified by itself.
    pub(super) fn minified(&self, inner: &str, names: &Names) -> Option<Arc<Menu>> {
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(inner) {
            return known.clone();
        }
        let menu = Menu::from_html(inner, names).map(Arc::new);
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() < MOST {
            known.insert(inner.into(), menu.clone());
        }
        menu
    }
}

impl Menu {
    fn from_html(inner: &str, names: &Names) -> Option<Self> {
        // Marks are filled in later, differently on each page.
        if marks::holds_mark(inner) {
            return None;
        }
        let html = format!("{}{inner}{}", TAGS.0, TAGS.1);
        let guarded = guard(&html, names, None).ok()?;
        // A closing tag within a script or a value would have ended it too soon; then something is left open.
        if !guarded.is_well_nested || !guarded.all_closed {
            return None;
        }
        let (pieces, is_whole) = Pieces::minified(&guarded, &Sheet::default(), &Frames::default());
        let page = pieces.into_body().joined().into_owned();
        let content = page.strip_prefix(TAGS.0.as_bytes())?.strip_suffix(TAGS.1.as_bytes())?.to_vec();
        let Guarded { used, deepest: depth, keep_closing_tags, .. } = guarded;
        is_whole.then_some(Self { content, used, depth, keep_closing_tags })
    }
}
