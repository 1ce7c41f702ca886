//! An existing site as its generator reads it: pages with their addresses, files, languages and settings.

use std::ops::Range;
use std::sync::Arc;

use super::front::{self, Front};
use super::menu::{ImportedMenuEntry, OriginalMenuEntry};
use super::redirects::Redirect;
use super::value::{DataValue, Map};
use crate::report::SourceFile;

/// An existing site.
#[derive(Debug, Default)]
pub struct OriginalSite {
    /// Its title.
    pub title: Option<String>,
    /// Titles of languages that have their own, by the number of the language.
    pub titles: Vec<(usize, String)>,
    /// The address at which it is published.
    pub base_url: Option<String>,
    /// Its languages, the main one first.
    pub languages: Vec<OriginalLanguage>,
    /// Its pages.
    pub pages: Vec<OriginalPage>,
    /// Files that are published as they are.
    pub files: Vec<OriginalFile>,
    /// Its redirects.
    pub redirects: Vec<Redirect>,
    /// Whether links are resolved first against the address of their page, and only then against the folder of its
    /// file.
    pub links_follow_addresses: bool,
    /// Folders of the original against which a link that begins with `/` may be resolved.
    pub roots: Vec<String>,
    /// Prefixes of the addresses of generated pages, such as `/tags/`.
    pub generated: Vec<String>,
    /// Pages and files that templates of the original make.
    pub templates: Vec<OriginalTemplate>,
    /// Names of the feeds that its generator makes.
    pub feeds: &'static [&'static str],
    /// Names of other files that its generator makes at the root of the site or of a language, such as `sitemap.xml`.
    pub made: &'static [&'static str],
    /// Values that template expressions may name, such as `site.title`.
    pub variables: Map,
    /// Whether a page that is missing in a language is shown in the main language at the same address.
    pub falls_back: bool,
    /// A prefix that links may have although the addresses of the pages do not.
    pub prefix: Option<String>,
    /// Whether the terms of definition lists have ids, as headings have.
    pub has_term_ids: bool,
    /// The scheme and host for links that begin with `/` and match nothing on this site.
    pub host: Option<String>,
    /// The template that may change the addresses of links.
    pub link_template: Option<String>,
    /// Keys of front matter whose value is the same in all translations of a page.
    pub translation_keys: &'static [&'static str],
    /// The entries of its menu.
    pub original_menu: Vec<OriginalMenuEntry>,
    /// The menu of the new site, once pages have their paths.
    pub menu: Vec<ImportedMenuEntry>,
    /// Texts of its interface in a language.
    pub strings: Vec<OriginalString>,
    /// Removed files, with the addresses that replace them.
    pub moved: std::collections::HashMap<String, String>,
}

/// A text of the interface in a language.
#[derive(Clone, Debug)]
pub struct OriginalString {
    /// The tag of its language.
    pub tag: String,
    /// Its key, or the path of its keys with dots between them.
    pub key: String,
    /// The text; none if it has plural forms.
    pub text: Option<String>,
    /// The file that it is in.
    pub file: Arc<SourceFile>,
    /// The place in that file.
    pub range: Range<usize>,
}

/// A language of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginalLanguage {
    /// Its tag, which is the name of its folder.
    pub tag: String,
    /// Its address: `/` or `/fr/`.
    pub at: String,
}

/// A page of the original.
#[derive(Debug)]
pub struct OriginalPage {
    /// Its file.
    pub file: Arc<SourceFile>,
    /// Number of its language.
    pub language: usize,
    /// Its new path below the folder of its language: `a/b.md`.
    pub path: String,
    /// The keys of its front matter that have not been used yet, with the defaults of the site.
    pub fields: Map,
    /// The bytes of its front matter.
    pub front: Range<usize>,
    /// The bytes of its body.
    pub body: Range<usize>,
    /// Its address in the original, decoded, from the root of the site; empty if it has none.
    pub address: String,
    /// The key of its front matter that sets the address, if one does.
    pub address_key: Option<&'static str>,
    /// Its other addresses in the original.
    pub aliases: Vec<String>,
    /// Removed files that it replaces.
    pub former_files: Vec<FormerFile>,
    /// The page that it is a translation of, as a path from its own, if their paths do not pair them.
    pub translation_of: Option<String>,
    /// Its position among its siblings, if that does not come from its front matter.
    pub order: Option<i64>,
    /// Its title, if that does not come from its front matter or text.
    pub title: Option<String>,
    /// Its title in the menu.
    pub menu_title: Option<String>,
    /// Whether it is a draft.
    pub is_draft: bool,
    /// Whether readers page through its folder, if it is the page of a folder.
    pub is_ordered: bool,
}

/// A file that was removed from the original.
#[derive(Clone, Debug)]
pub struct FormerFile {
    /// Its path in the original.
    pub original: String,
    /// The path that its page would have below the folder of its language.
    pub path: String,
}

/// A file of the original that makes a page or a file, which is not imported.
#[derive(Clone, Debug)]
pub struct OriginalTemplate {
    /// Its path in the original.
    pub path: String,
    /// The address of what it makes, decoded.
    pub address: String,
}

/// A file that is published as it is.
#[derive(Clone, Debug)]
pub struct OriginalFile {
    /// Its path in the original.
    pub original: String,
    /// Its address in the original, decoded.
    pub address: String,
    /// Number of the language whose folder it belongs to.
    pub language: usize,
    /// Its new path below the folder of that language.
    pub path: String,
    /// Whether it is copied only if a page links to it.
    pub if_linked: bool,
}

impl OriginalPage {
    /// Creates a page from its file and front matter.
    #[must_use]
    pub fn new(file: Arc<SourceFile>, front: &Front, language: usize, path: String, address: String) -> Self {
        let body = front.body..file.text().len();
        Self {
            file,
            language,
            path,
            fields: front.fields.clone(),
            front: front.range.clone(),
            body,
            address,
            address_key: None,
            aliases: Vec::new(),
            former_files: Vec::new(),
            translation_of: None,
            order: None,
            title: None,
            menu_title: None,
            is_draft: false,
            is_ordered: false,
        }
    }

    /// Creates a page without text, which the original makes from a template.
    #[must_use]
    pub fn generated(language: usize, path: String, address: String) -> Self {
        Self::new(SourceFile::new("", ""), &Front::default(), language, path, address)
    }

    /// Whether the original does not publish it: a draft.
    #[must_use]
    pub fn is_unpublished(&self) -> bool {
        let is = |key: &str, wanted: fn(&DataValue) -> bool| self.fields.get_in_any_case(key).is_some_and(wanted);
        self.is_draft || is("draft", DataValue::is_true) || is("published", DataValue::is_false)
    }

    /// Whether it may be withheld: a draft, or a page that is published or expires on a certain day.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        let has = |key: &str| self.fields.get_in_any_case(key).is_some();
        self.is_unpublished() || ["publishDate", "expiryDate", "unpublishDate", "expires"].into_iter().any(has)
    }

    /// The place of a key of its front matter; the start of the file if it is not found.
    #[must_use]
    pub fn place_of(&self, key: &str) -> Range<usize> {
        let text = &self.file.text()[self.front.clone()];
        let start = self.front.start;
        front::lines_of(text, key).next().map_or(0..0, |line| start + line.start..start + line.end)
    }
}

impl OriginalSite {
    /// The number of the language with this tag, whatever the case of its letters.
    #[must_use]
    pub fn language(&self, tag: &str) -> Option<usize> {
        self.languages.iter().position(|language| language.tag.eq_ignore_ascii_case(tag))
    }
}
