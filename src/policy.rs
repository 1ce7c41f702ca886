//! What a page may load and run: the directives of a Content-Security-Policy (W3C, CSP Level 3).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// The page itself, and other pages and files of its site.
pub const OWN: &str = "'self'";
/// Allows attributes whose hash is listed, and not only elements.
const UNSAFE_HASHES: &str = "'unsafe-hashes'";
/// Allows any style in a page.
const UNSAFE_INLINE: &str = "'unsafe-inline'";
/// Nothing.
const NONE: &str = "'none'";
/// The directives that every policy has. Where nothing else is allowed, they allow nothing; images are those of the site, since
/// browsers may look for its icon.
const ALWAYS: [(&str, &str); 4] = [("default-src", NONE), ("base-uri", NONE), ("form-action", NONE), ("img-src", OWN)];

/// Everything that a page, or one of several pages, uses. A policy that allows nothing else lets it be shown as it was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ContentPolicy {
    /// What is allowed beyond [`ALWAYS`], by directive.
    allowed: BTreeMap<&'static str, BTreeSet<String>>,
}

impl ContentPolicy {
    /// Allows a source, such as `'self'` or `https://example.org`, in a directive, such as `img-src`.
    pub fn allow(&mut self, directive: &'static str, source: impl Into<String>) {
        self.allowed.entry(directive).or_default().insert(source.into());
    }

    /// Allows the content of an element, in `style-src` or `script-src`.
    pub fn allow_element(&mut self, directive: &'static str, content: &[u8]) {
        self.allow(directive, hash(content));
    }

    /// Allows the value of an attribute, in `style-src` or `script-src`.
    pub fn allow_attribute(&mut self, directive: &'static str, value: &str) {
        self.allow(directive, UNSAFE_HASHES);
        self.allow(directive, hash(value.as_bytes()));
    }

    /// Allows what another policy allows as well.
    pub fn merge(&mut self, other: &Self) {
        for (directive, sources) in &other.allowed {
            self.allowed.entry(directive).or_default().extend(sources.iter().cloned());
        }
    }

    /// The same policy, but with any style in place of those whose hashes are listed, which is shorter.
    #[must_use]
    pub fn with_any_style(mut self) -> Self {
        if let Some(sources) = self.allowed.get_mut("style-src") {
            sources.retain(|source| !source.starts_with("'sha256-") && source != UNSAFE_HASHES);
            sources.insert(UNSAFE_INLINE.to_owned());
        }
        self
    }

    /// Whether the page shows other pages of its site inside itself.
    #[must_use]
    pub fn frames_own_pages(&self) -> bool {
        self.allowed.get("frame-src").is_some_and(|sources| sources.contains(OWN))
    }

    /// The policy for a header; `is_framed` means that pages of the site show this one inside them.
    #[must_use]
    pub fn header(&self, is_framed: bool) -> String {
        format!("{}; frame-ancestors {}", self.meta(), if is_framed { OWN } else { NONE })
    }

    /// The policy for a `meta` element, where `frame-ancestors` has no effect.
    #[must_use]
    pub fn meta(&self) -> String {
        let mut directives: Vec<String> = Vec::new();
        for (directive, default) in ALWAYS {
            let own = self.allowed.get(directive);
            // Images of the site stay allowed beside others; `'none'` goes with nothing else.
            let default = (default == OWN || own.is_none()).then_some(default);
            let further = own.into_iter().flatten().map(String::as_str).filter(|source| Some(*source) != default);
            directives.push([directive].into_iter().chain(default).chain(further).collect::<Vec<_>>().join(" "));
        }
        let others = self.allowed.iter().filter(|(directive, _)| ALWAYS.iter().all(|(name, _)| name != *directive));
        for (directive, sources) in others {
            let words = [*directive].into_iter().chain(sources.iter().map(String::as_str));
            directives.push(words.collect::<Vec<_>>().join(" "));
        }
        directives.join("; ")
    }
}

/// The hash of a text, as a policy names it.
fn hash(content: &[u8]) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_used_is_not_allowed() {
        let policy = ContentPolicy::default();
        assert_eq!(
            policy.header(false),
            "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self'; frame-ancestors 'none'"
        );
        assert_eq!(policy.meta(), "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self'");
    }

    #[test]
    fn what_is_used_is_allowed_in_a_fixed_order() {
        let mut policy = ContentPolicy::default();
        policy.allow("media-src", OWN);
        policy.allow("img-src", "data:");
        policy.allow("form-action", "https://example.org");
        let mut other = ContentPolicy::default();
        other.allow_element("style-src", b"");
        policy.merge(&other);
        assert_eq!(
            policy.meta(),
            "default-src 'none'; base-uri 'none'; form-action https://example.org; img-src 'self' data:; \
             media-src 'self'; style-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
        );
        assert!(policy.with_any_style().meta().ends_with("style-src 'unsafe-inline'"));
    }
}
