//! What could not be brought over: its kind, its place in the original, and why.

use std::ops::Range;
use std::sync::Arc;

use crate::report::{Place, SourceFile};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident $name:literal;)+) => {
        /// The kind of what was not brought over. Names never change once published.
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
    /// Template syntax stays as text.
    TemplateSyntax "template-syntax";
    /// A component of MDX was left out; the text in it stays.
    Component "component";
    /// An import or export of MDX was left out.
    Import "import";
    /// An expression of MDX stays as text.
    Expression "expression";
    /// A file that a page includes could not be included.
    Include "include";
    /// Attributes for Markdown of another generator were left out.
    Attributes "attributes";
    /// Front matter or settings could not be read in full.
    FrontMatter "front-matter";
    /// A page is made by a template, which is not imported.
    Template "template";
    /// A setting has no equivalent.
    Setting "setting";
    /// A file of data is used only by templates.
    Data "data";
    /// A link was dead in the original, too.
    DeadLink "dead-link";
    /// A link leads to what another generator makes from a list, such as the page of a tag.
    GeneratedPage "generated-page";
    /// The fragment of a link was dead in the original, too.
    DeadFragment "dead-fragment";
    /// A link cannot be followed by its scheme; its address stays as text.
    Scheme "scheme";
    /// A link has no words; its address is shown instead.
    EmptyLink "empty-link";
    /// An image has no alternative text; the name of its file is used instead.
    MissingAlt "missing-alt";
    /// Two originals would have one address.
    SameAddress "same-address";
    /// An old address cannot become an alias.
    Alias "alias";
    /// A character that no page can hold was removed.
    Character "character";
    /// An id occurs twice on a page; the second was left out.
    DuplicateId "duplicate-id";
    /// A link on the disk leads out of the folder or to another folder.
    Outside "outside";
    /// A file cannot be read.
    Unreadable "unreadable";
    /// A file is hidden, or cannot be published as it is.
    Refused "refused";
}

/// Something that could not be brought over.
#[derive(Clone, Debug)]
pub struct Loss {
    /// Its kind.
    pub kind: LossKind,
    /// Where it is in the original.
    pub place: Place,
    /// What it is: as it is written, or its name.
    pub what: String,
    /// Why, or what became of it.
    pub why: String,
}

/// Maximum number of characters of what is quoted.
const QUOTED: usize = 100;

/// Everything that could not be brought over.
#[derive(Debug, Default)]
pub struct Losses(Vec<Loss>);

impl Losses {
    /// Adds what is at `range` of a file.
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

    /// Takes over what others noted.
    pub fn extend(&mut self, others: Self) {
        self.0.extend(others.0);
    }

    /// Everything, sorted by place, each once.
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
