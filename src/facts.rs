//! What is known of a finished page: where its links lead, which ids it has, and what of it some readers cannot use. Kept with the
//! page, so that pages that did not change are not read again.

use std::hash::Hasher as _;

use ahash::AHasher;

/// What a finished page says to the checks of the whole site. A page without mistakes takes a few hundred bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// Hashes of the addresses of other places of the site that it leads to, each once, sorted.
    pub links: Box<[u64]>,
    /// The same with hashes of ids on the pages there.
    pub places: Box<[(u64, u64)]>,
    /// Hashes of its ids, sorted.
    pub ids: Box<[u64]>,
    /// The hash of its title; none without words.
    pub title: Option<u64>,
    /// The language that it says it is in.
    pub language: Option<Box<str>>,
    /// What is wrong with it on its own.
    pub faults: Box<[PageFault]>,
}

impl PageFacts {
    /// Its links to other places of the site.
    pub fn links(&self) -> impl Iterator<Item = LinkFact> {
        let pages = self.links.iter().map(|target| LinkFact { target: *target, fragment: None });
        let places = self.places.iter().map(|(target, id)| LinkFact { target: *target, fragment: Some(*id) });
        pages.chain(places)
    }
}

/// Where a link leads, as hashes: of an address without `index.html`, and of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkFact {
    /// The hash of the address, which starts with `/`.
    pub target: u64,
    /// The hash of the fragment; none where any place of the page will do.
    pub fragment: Option<u64>,
}

/// Something on a page that some readers cannot use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageFault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The opening tag, as the page has it; empty where it is about the whole page.
    pub tag: Box<str>,
    /// What a finding names: a value, an id, or words.
    pub detail: Box<str>,
    /// What is before and after the tag, to find it in its template.
    pub around: (Box<str>, Box<str>),
}

/// What can be wrong with a page for some readers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FaultKind {
    /// A link to a place on the page that is not there.
    BrokenFragment,
    /// The page does not say its language.
    NoLanguage,
    /// A `lang` that is not a language tag.
    InvalidLanguage,
    /// The page has no title, or an empty one.
    NoTitle,
    /// There is no heading of the first level.
    NoHeading,
    /// A second heading of the first level.
    SecondHeading,
    /// A heading that is more than one level deeper than the one before it.
    SkippedHeading,
    /// A heading without words.
    EmptyHeading,
    /// An image without alternative text.
    NoAlternative,
    /// A drawing or an object without a name.
    UnnamedDrawing,
    /// A link without a name.
    UnnamedLink,
    /// A button without a name.
    UnnamedButton,
    /// A field without a label.
    UnnamedField,
    /// A frame without a title.
    UnnamedFrame,
    /// A link whose words do not say where it leads.
    VagueLink,
    /// Two links with the same words and different targets.
    SameWords,
    /// A table without header cells.
    NoHeaders,
    /// A header cell whose `scope` means nothing.
    InvalidScope,
    /// An id that is used twice.
    DuplicateId,
    /// An attribute that names an id that is not there.
    BrokenReference,
    /// A role that does not exist.
    InvalidRole,
    /// An `aria-` attribute that does not exist.
    UnknownAria,
    /// An `aria-` attribute with a value that it does not take.
    InvalidAria,
    /// An `autocomplete` that means nothing.
    InvalidAutocomplete,
    /// A `tabindex` above 0.
    FocusOrder,
    /// An `accesskey` that is used twice.
    SameKey,
    /// Something that can have the focus is hidden from assistive technology.
    HiddenFocus,
    /// The page reloads or moves on by itself after some time.
    Refresh,
    /// A recording plays by itself.
    Autoplay,
    /// Text that moves or blinks.
    MovingText,
    /// Readers cannot enlarge the page.
    NoZoom,
    /// A film without captions, or without words instead of it.
    NoCaptions,
    /// An item outside a list, or something else inside one.
    BrokenList,
    /// There is no main part.
    NoMain,
    /// There is a second main part.
    SecondMain,
    /// Two parts for navigation have the same name, or none.
    SameNavigation,
    /// Something to click on is inside something else to click on.
    NestedControl,
}

/// The hash of a text that is compared and not shown.
#[must_use]
#[inline]
pub fn hash(text: &str) -> u64 {
    hash_of(text.as_bytes())
}

/// The hash of the bytes of such a text.
#[must_use]
pub fn hash_of(text: &[u8]) -> u64 {
    let mut hasher = AHasher::default();
    hasher.write(text);
    hasher.finish()
}
