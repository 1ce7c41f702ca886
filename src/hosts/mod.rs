//! What hosts read beside pages: redirects for old addresses, headers, and the domain. Some read files at the root of the site;
//! for others, `firstflight host-config` prints a part of the configuration of the server, which does not belong in the
//! published folder.
//!
//! Which headers a page needs comes from what is in it ([`shrink::policy`]), never from the name of a theme or a shortcode.

mod apache;
mod caddy;
mod headers;
mod nginx;
mod rules;

pub use rules::{SiteRules, cache_control};

use crate::config::{BaseUrl, Config, Host, HostFiles, PolicyPlace};
use crate::output::{Artifact, MediaType, Output};
use crate::report::{Finding, Place, catalog};
use crate::site::Site;

/// The folder in which `deploy` keeps at a host what it needs: what was sent, and who is sending. Servers do not show it.
pub const DEPLOY_FOLDER: &str = ".firstflight";

/// A part of the configuration of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConfigPart {
    /// For the block of the site: `server { … }` of nginx, the site block of Caddy.
    Server,
    /// For `http { … }` of nginx, where a map has to be.
    Http,
}

/// A limit of a host that a site comes up against, as a sentence without a full stop.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Limit {
    /// Something of the site is lost.
    Exceeded(String),
    /// The site was made to fit.
    Met(String),
}

impl Limit {
    fn finding(&self, place: Place) -> Finding {
        match self {
            Self::Exceeded(limit) => catalog::hosts::exceeded(place, limit),
            Self::Met(limit) => catalog::hosts::met(place, limit),
        }
    }
}

/// The files that the host of a site reads, with their paths. Those that the site has itself are left out. What does not fit
/// into the limits of the host is reported.
pub fn files(site: &Site, output: &Output, findings: &mut Vec<Finding>) -> Vec<(String, Artifact)> {
    let config = &site.config;
    let place = || config.host_place.clone().or_else(|| config.file.as_ref().map(Place::first_line));
    let is_written = |path: &str| !site.provided.contains(path);
    if let Some(place) = place().filter(|_| config.host.sets_no_headers() && config.policy_place.is_none()) {
        findings.push(catalog::hosts::no_headers(place, config.host.name()));
    }
    let mut texts: Vec<(&str, String)> = Vec::new();
    match config.host.files() {
        HostFiles::None | HostFiles::Server => {}
        HostFiles::Cname => texts.extend(domain(config).map(|domain| ("CNAME", domain + "\n"))),
        HostFiles::HeadersAndRedirects => {
            let rules = SiteRules::new(site, output);
            if is_written("_headers") {
                let (text, exceeded) = headers::headers(&rules, config.host);
                texts.push(("_headers", text));
                findings.extend(exceeded.zip(place()).map(|(limit, place)| limit.finding(place)));
            }
            if is_written("_redirects") {
                let (text, exceeded) = headers::redirects(&rules, config.host);
                texts.extend(text.map(|text| ("_redirects", text)));
                findings.extend(exceeded.zip(place()).map(|(limit, place)| limit.finding(place)));
            }
        }
        HostFiles::Htaccess => texts.push((".htaccess", apache::htaccess(&SiteRules::new(site, output)))),
    }
    let texts = texts.into_iter().filter(|(path, _)| is_written(path));
    texts.map(|(path, text)| (path.to_owned(), Artifact::new(MediaType::Text, text))).collect()
}

/// The part of the configuration of a server for a site; `None` if this host is configured by files in the site, or not at all.
#[must_use]
pub fn server_config(site: &Site, output: &Output, host: Host, part: ConfigPart) -> Option<String> {
    let rules = || SiteRules::new(site, output);
    match (host, part) {
        (Host::Nginx, ConfigPart::Http) => Some(nginx::maps(&rules())),
        (Host::Nginx, ConfigPart::Server) => Some(nginx::server(&rules())),
        (Host::Caddy, ConfigPart::Server) => Some(caddy::site(&rules())),
        _ => None,
    }
}

/// The domain of a site that has one of its own on GitHub Pages: not one of `github.io`, no port, and no path below it, whose
/// domain belongs to another repository.
fn domain(config: &Config) -> Option<String> {
    let base = config.base_url.as_ref().filter(|base| base.path() == "/")?;
    let host = base.host();
    let after_scheme = base.as_str().split("://").nth(1).unwrap_or("").trim_end_matches('/');
    let is_own = !host.ends_with(".github.io") && host.contains('.') && !host.starts_with('[');
    (is_own && after_scheme.eq_ignore_ascii_case(&host)).then_some(host)
}

/// Whether a policy is written into what the host reads.
fn writes_policies(config: &Config) -> bool {
    config.policy_place.unwrap_or_default() == PolicyPlace::Host
}

/// The path of a site on its host, with `/` at both ends.
fn base_path(base: Option<&BaseUrl>) -> &str {
    base.map_or("/", BaseUrl::path)
}
