//! The hosts that a site can be published on, and how each sends its files.

use crate::output::Encoding;

/// The file, at the root of a site, that says that the site is complete.
pub const NO_JEKYLL: &str = ".nojekyll";

/// A host, which determines the encoding that readers get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Any host: compresses with gzip at level 6.
    Generic,
    /// GitHub Pages: compresses with gzip.
    GithubPages,
    /// GitLab Pages: serves the `.br` and `.gz` files beside a page.
    GitlabPages,
    /// Netlify: compresses by itself at an unknown level; weighed as gzip.
    Netlify,
    /// Cloudflare Pages: compresses by itself at an unknown level; weighed as gzip.
    CloudflarePages,
    /// nginx with `brotli_static` and `gzip_static`: serves the compressed files that Firstflight writes.
    Nginx,
    /// Caddy with `precompressed br gzip`: serves the compressed files that Firstflight writes.
    Caddy,
}

impl Host {
    /// Every host with its name in `site.yaml`.
    pub const ALL: [(&'static str, Host); 7] = [
        ("generic", Host::Generic),
        ("github-pages", Host::GithubPages),
        ("gitlab-pages", Host::GitlabPages),
        ("netlify", Host::Netlify),
        ("cloudflare-pages", Host::CloudflarePages),
        ("nginx", Host::Nginx),
        ("caddy", Host::Caddy),
    ];

    /// Whether the host serves the `.br` and `.gz` files that Firstflight writes; only then pages are weighed as brotli 11.
    #[must_use]
    pub fn serves_precompressed(self) -> bool {
        matches!(self, Host::GitlabPages | Host::Nginx | Host::Caddy)
    }

    /// Whether the host passes files and folders that begin with `_` over unless the site has the file [`NO_JEKYLL`].
    #[must_use]
    pub fn needs_no_jekyll(self) -> bool {
        self == Host::GithubPages
    }

    /// The encoding in which current browsers receive a page.
    #[must_use]
    pub fn encoding(self) -> Encoding {
        if self.serves_precompressed() { Encoding::Brotli } else { Encoding::Gzip }
    }
}
