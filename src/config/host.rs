//! The hosts that a site can be published on, and what each does with its files.

use crate::output::Encoding;

/// Where the site is published: which encodings a reader gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Host {
    /// Any host: gzip at level 6, made by the host itself.
    Generic,
    /// GitHub Pages: gzip, made by the host itself.
    GithubPages,
    /// GitLab Pages: serves the `.br` and `.gz` files that lie beside a page.
    GitlabPages,
    /// Netlify: compresses by itself; what level is not promised, so gzip counts.
    Netlify,
    /// Cloudflare Pages: compresses by itself; what level is not promised, so gzip counts.
    CloudflarePages,
    /// nginx with `brotli_static` and `gzip_static`: serves our own files.
    Nginx,
    /// Caddy with `precompressed br gzip`: serves our own files.
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

    /// Whether the host serves `.br` and `.gz` files that we make; only then may brotli 11 be counted.
    #[must_use]
    pub fn serves_ours(self) -> bool {
        matches!(self, Host::GitlabPages | Host::Nginx | Host::Caddy)
    }

    /// The encoding in which a page's body travels to a reader of today.
    #[must_use]
    pub fn encoding(self) -> Encoding {
        if self.serves_ours() { Encoding::Brotli } else { Encoding::Gzip }
    }
}
