//! What could not be imported: its kind, its place in the original, and why.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Place, SourceFile};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal;)+) => {
        /// The kind of something that was not imported. Names never change once published.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum LossKind { $($(#[doc = $doc])+ $variant,)+ }

        impl LossKind {
            /// Every kind, in the order of this list.
            pub const ALL: &'static [LossKind] = &[$(LossKind::$variant,)+];

            /// The name as it is written: `dead-link`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(LossKind::$variant => $name,)+ }
            }

            /// A sentence that says what it means.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self { $(LossKind::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }
        }
    };
}

kinds! {
    /// Template syntax is kept as text.
    TemplateSyntax "template-syntax";
    /// The tags of a component were removed; the text inside is kept.
    Component "component";
    /// An import or export of MDX was removed.
    Import "import";
    /// An MDX expression is kept as text, or removed with its attribute.
    Expression "expression";
    /// A file that a page includes could not be included.
    Include "include";
    /// Markdown attributes of another generator were removed.
    Attributes "attributes";
    /// Front matter or settings could only be read in part.
    FrontMatter "front-matter";
    /// A page that needs a template, or is not published, was not imported.
    Template "template";
    /// A setting has no equivalent.
    Setting "setting";
    /// A text of the interface is not one of those that themes here write.
    InterfaceText "string";
    /// A data file is used only by templates.
    Data "data";
    /// A link leads to nothing in the folder of the original.
    DeadLink "dead-link";
    /// A link leads to a page or file that the generator or a template of the original makes, such as that of a tag.
    GeneratedPage "generated-page";
    /// No page or file has the address of a link, but a template of the original may give it another.
    TemplateLink "template-link";
    /// The fragment of a link was dead in the original, too.
    DeadFragment "dead-fragment";
    /// The fragment of a link matches no heading that is written, but a template of the original may generate one.
    TemplateFragment "template-fragment";
    /// A link has a scheme that is not allowed; its address is kept as text.
    Scheme "scheme";
    /// A link has no text; the name of its target is used instead.
    EmptyLink "empty-link";
    /// An image has no alternative text; the name of its file is used instead.
    MissingAlt "missing-alt";
    /// Two pages have the same address.
    SameAddress "same-address";
    /// An old address cannot become an alias.
    Alias "alias";
    /// A redirect leads to something else than a page of the import, is a rule for several addresses, or is in a program.
    Redirect "redirect";
    /// A link leads to a page that the original does not publish either, such as a draft.
    WithheldLink "withheld-link";
    /// A character that pages cannot contain was removed.
    Character "character";
    /// An id occurs twice on a page; the second was removed.
    DuplicateId "duplicate-id";
    /// A symbolic link or a chapter leads out of the site, or to a folder.
    Outside "outside";
    /// A file cannot be read.
    Unreadable "unreadable";
    /// A file is hidden or excluded.
    Refused "refused";
}

/// Something that could not be imported.
#[derive(Clone, Debug)]
pub struct Loss {
    /// Its kind.
    pub kind: LossKind,
    /// Where it is in the original.
    pub place: Place,
    /// Its text in the original, or its name.
    pub what: String,
    /// Why, or what was done instead.
    pub why: String,
}

/// Maximum number of quoted characters.
const QUOTED: usize = 200;

/// Everything that could not be imported.
#[derive(Debug, Default)]
pub struct Losses(Vec<Loss>);

impl Losses {
    /// Adds a loss at a range of a file.
    pub fn add(
        &mut self,
        kind: LossKind,
        file: &Arc<SourceFile>,
        range: Range<usize>,
        what: &str,
        why: impl Into<String>,
    ) {
        self.push(kind, Place::new(file, range), what, why.into());
    }

    /// Adds a whole file.
    pub fn file(&mut self, kind: LossKind, path: &str, why: impl Into<String>) {
        self.push(kind, Place::whole(&SourceFile::new(path, "")), path, why.into());
    }

    fn push(&mut self, kind: LossKind, place: Place, what: &str, why: String) {
        let words: Vec<&str> = what.split_whitespace().collect();
        let mut what = words.join(" ");
        if let Some((at, _)) = what.char_indices().nth(QUOTED) {
            what.truncate(at);
            what.push('…');
        }
        self.0.push(Loss { kind, place, what, why });
    }

    /// Whether any is of a kind.
    #[must_use]
    pub fn contain(&self, kind: LossKind) -> bool {
        self.0.iter().any(|loss| loss.kind == kind)
    }

    /// Adds all losses of another list.
    pub fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// All losses, sorted by place, without duplicates.
    #[must_use]
    pub fn sorted(self) -> Vec<Loss> {
        let key = |loss: &Loss| {
            let range = loss.place.range().unwrap_or(0..0);
            (loss.place.file().path().to_owned(), range.start, range.end, loss.kind, loss.what.clone())
        };
        let mut all = self.0;
        all.sort_by_cached_key(key);
        all.dedup_by(|b, a| key(a) == key(b));
        all
    }
}
