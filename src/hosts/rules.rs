//! What a host has to know of a site, before it is written in the language of one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::{base_path, writes_policies};
use crate::output::{MediaType, Output};
use crate::percent::encode_link;
use crate::policy::ContentPolicy;
use crate::shrink;
use crate::site::{Purpose, Site, first_language, missing_address, output_path};

/// Headers of every answer. The features that no page of a site like this needs are those that ask readers for something.
pub(super) const ALWAYS: [(&str, &str); 3] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
];

/// Sent with each answer of a build that is not to be indexed: files that are not pages cannot say it themselves.
pub(super) const NOINDEX: (&str, &str) = ("X-Robots-Tag", "noindex");

/// Caches ask again each time: a corrected number is seen at once, and an unchanged page is an answer without a body.
pub(super) const ASK_AGAIN: &str = "no-cache";
/// Caches keep it for a day.
pub(super) const A_DAY: &str = "public, max-age=86400";

/// Types that servers often lack, by the ending of the file.
pub(super) const TYPES: [(&str, &str); 4] = [
    ("csv", "text/csv; charset=utf-8"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jsonld", "application/ld+json"),
    ("webmanifest", "application/manifest+json"),
];

/// Endings of files that caches keep: images, recordings and documents, which are long and seldom change.
pub(super) const KEPT: [&str; 18] = [
    "avif", "gif", "ico", "jpeg", "jpg", "m4a", "mp3", "mp4", "oga", "ogg", "opus", "pdf", "png", "svg", "wav", "webm",
    "webp", "woff2",
];

/// How caches treat a published file, as the header `Cache-Control` says it.
#[must_use]
pub fn cache_control(path: &str) -> &'static str {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    match KEPT.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
        true => A_DAY,
        false => ASK_AGAIN,
    }
}

/// What a host has to know of a site.
#[derive(Debug)]
pub struct SiteRules {
    /// The path of the site on its host, with `/` at both ends.
    pub(super) base: String,
    /// A name for the site, of lower-case letters, digits and `_`.
    pub(super) name: String,
    /// Pages whose policy the host sends, sorted by path.
    pub(super) pages: Vec<PageRule>,
    /// Old addresses and where they lead, not encoded, sorted.
    pub(super) redirects: Vec<(String, String)>,
    /// Paths of files whose ending is in [`TYPES`] or [`KEPT`], by ending.
    pub(super) files: BTreeMap<&'static str, Vec<String>>,
    /// The pages that are shown where nothing is published: the address of each language, and that of its page.
    pub(super) missing: Vec<(String, String)>,
    /// Whether search engines are asked to leave all pages out.
    pub(super) noindex: bool,
    /// Whether pages of the site are shown inside others.
    pub(super) is_framed: bool,
}

/// A page and its policy.
#[derive(Debug)]
pub(super) struct PageRule {
    /// The path of its file: `about/index.html`.
    pub(super) path: String,
    pub(super) policy: Arc<ContentPolicy>,
}

impl PageRule {
    /// Its address, not encoded: `/about/`.
    pub(super) fn address(&self) -> String {
        format!("/{}", self.path.strip_suffix("index.html").unwrap_or(&self.path))
    }
}

impl SiteRules {
    /// Reads the rules of a site from its finished pages.
    #[must_use]
    pub fn new(site: &Site, output: &Output) -> Self {
        let config = &site.config;
        let base = base_path(config.base_url.as_ref()).to_owned();
        let redirecting = site.generated.iter().filter(|page| matches!(page.purpose, Purpose::Redirect(_)));
        let redirecting: BTreeSet<String> = redirecting.map(|page| output_path(&page.address)).collect();
        let pages: Vec<_> = output.pages().collect();
        let pages: Vec<PageRule> = pages
            .into_par_iter()
            .map(|(path, html, artifact)| {
                let policy = artifact.policy.get_or_init(|| Arc::new(shrink::policy(&html.joined())));
                PageRule { path: path.to_owned(), policy: policy.clone() }
            })
            .collect();
        let is_framed = pages.iter().any(|page| page.policy.frames_own_pages());
        let mut pages = if writes_policies(config) { pages } else { Vec::new() };
        // The host answers these with a redirect, without their page.
        pages.retain(|page| !redirecting.contains(&page.path));
        let redirects = site.generated.iter().filter_map(|page| match page.purpose {
            Purpose::Redirect(to) => Some((page.address.clone(), site.pages[to].address.clone())),
            _ => None,
        });
        let mut redirects: Vec<_> = redirects.collect();
        redirects.sort();
        let mut files: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        let endings = || TYPES.iter().map(|(ending, _)| *ending).chain(KEPT);
        for (path, _) in output.iter().filter(|(_, artifact)| artifact.media != MediaType::Html) {
            let Some((_, ending)) = path.rsplit_once('.') else { continue };
            if let Some(known) = endings().find(|known| known.eq_ignore_ascii_case(ending)) {
                files.entry(known).or_default().push(path.to_owned());
            }
        }
        let languages = config.languages.iter().enumerate();
        let missing = languages.map(|(number, language)| (language.at.clone(), missing_address(config, number)));
        // Where no language is at the root, that of the first one is shown there.
        let has_root = config.languages.iter().any(|language| language.at == "/");
        let at_root = (!has_root).then(|| ("/".to_owned(), missing_address(config, first_language(config))));
        let missing = at_root.into_iter().chain(missing);
        let missing = missing.filter(|(_, address)| output.get(&address[1..]).is_some());
        let name = config.base_url.as_ref().map_or_else(String::new, |base| {
            let rest = base.as_str().split("://").nth(1).unwrap_or("");
            rest.trim_end_matches('/').to_lowercase().replace(|c: char| !c.is_ascii_alphanumeric(), "_")
        });
        let missing = missing.collect();
        Self { base, name, pages, redirects, files, missing, noindex: config.noindex, is_framed }
    }

    /// The policy of a page, for a header.
    pub(super) fn policy(&self, page: &PageRule) -> String {
        page.policy.header(self.is_framed)
    }

    /// The paths of pages by their policy, which many share.
    pub(super) fn by_policy(&self) -> BTreeMap<String, Vec<&PageRule>> {
        let mut groups: BTreeMap<String, Vec<&PageRule>> = BTreeMap::new();
        for page in &self.pages {
            groups.entry(self.policy(page)).or_default().push(page);
        }
        groups
    }

    /// What any page uses.
    pub(super) fn common_policy(&self) -> ContentPolicy {
        let mut all = ContentPolicy::default();
        self.pages.iter().for_each(|page| all.merge(&page.policy));
        all
    }

    /// An address on the host, below the path of the site; not encoded.
    pub(super) fn on_host(&self, address: &str) -> String {
        format!("{}{}", self.base, address.trim_start_matches('/'))
    }

    /// An address on the host, encoded.
    pub(super) fn encoded(&self, address: &str) -> String {
        encode_link(&self.on_host(address))
    }

    /// Headers of every answer.
    pub(super) fn always(&self) -> impl Iterator<Item = (&'static str, &'static str)> {
        ALWAYS.into_iter().chain(self.noindex.then_some(NOINDEX))
    }
}

/// Escapes what has a meaning in a regular expression.
pub(super) fn escape_regex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if ".+*?()[]{}^$|\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
