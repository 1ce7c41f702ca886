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
    /// Apache, which reads `.htaccess`: serves the compressed files that Firstflight writes.
    Apache,
    /// Amazon S3 and storage like it: sends exactly what was uploaded, so nothing is compressed.
    S3,
}

/// Where the Content-Security-Policy of pages is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PolicyPlace {
    /// In the files that the host reads.
    #[default]
    Host,
    /// In each page.
    Meta,
    /// Nowhere.
    Off,
}

impl PolicyPlace {
    /// Every place with its name in `site.yaml`.
    pub const ALL: [(&'static str, Self); 3] = [("host", Self::Host), ("meta", Self::Meta), ("off", Self::Off)];
}

/// The kind of file from which a host reads headers and redirects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HostFiles {
    /// None: the host sends its own headers, and old addresses are pages that lead on.
    None,
    /// `CNAME`, which names the domain of the site.
    Cname,
    /// `_headers` and `_redirects`.
    HeadersAndRedirects,
    /// `.htaccess`.
    Htaccess,
    /// The configuration of the server, outside of the published folder: `firstflight host-config` prints it.
    Server,
}

impl Host {
    /// Every host with its name in `site.yaml`.
    pub const ALL: [(&'static str, Host); 9] = [
        ("generic", Host::Generic),
        ("github-pages", Host::GithubPages),
        ("gitlab-pages", Host::GitlabPages),
        ("netlify", Host::Netlify),
        ("cloudflare-pages", Host::CloudflarePages),
        ("nginx", Host::Nginx),
        ("caddy", Host::Caddy),
        ("apache", Host::Apache),
        ("s3", Host::S3),
    ];

    /// Whether the host serves the `.br` and `.gz` files that Firstflight writes; only then pages are weighed as brotli 11.
    #[must_use]
    pub fn serves_precompressed(self) -> bool {
        matches!(self, Host::GitlabPages | Host::Nginx | Host::Caddy | Host::Apache)
    }

    /// Whether the host passes files and folders that begin with `_` over unless the site has the file [`NO_JEKYLL`].
    #[must_use]
    pub fn needs_no_jekyll(self) -> bool {
        self == Host::GithubPages
    }

    /// The encoding in which current browsers receive a page.
    #[must_use]
    pub fn encoding(self) -> Encoding {
        match self {
            Host::S3 => Encoding::Identity,
            _ if self.serves_precompressed() => Encoding::Brotli,
            _ => Encoding::Gzip,
        }
    }

    /// The name in `site.yaml`.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, host)| *host == self).map_or("generic", |(name, _)| name)
    }

    /// From what it reads headers and redirects.
    #[must_use]
    pub fn files(self) -> HostFiles {
        match self {
            // GitLab Pages reads `_redirects`, but only for addresses without a page, and each old address has one:
            // https://docs.gitlab.com/user/project/pages/redirects/#files-override-redirects
            Host::Generic | Host::GitlabPages | Host::S3 => HostFiles::None,
            Host::GithubPages => HostFiles::Cname,
            Host::Netlify | Host::CloudflarePages => HostFiles::HeadersAndRedirects,
            Host::Apache => HostFiles::Htaccess,
            Host::Nginx | Host::Caddy => HostFiles::Server,
        }
    }

    /// The paths of the files that are written for it. It looks for them at the root of the site only.
    #[must_use]
    pub fn paths(self) -> &'static [&'static str] {
        match self.files() {
            HostFiles::None | HostFiles::Server => &[],
            HostFiles::Cname => &["CNAME"],
            HostFiles::HeadersAndRedirects => &["_headers", "_redirects"],
            HostFiles::Htaccess => &[".htaccess"],
        }
    }

    /// Whether it sends no headers but its own, whatever the site says.
    #[must_use]
    pub fn sets_no_headers(self) -> bool {
        matches!(self, Host::GithubPages | Host::GitlabPages | Host::S3)
    }
}
