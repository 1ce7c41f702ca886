//! The address at which a site is published.

use std::fmt;

/// An absolute address of http or https, ending in `/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    text: String,
    path_start: usize,
}

impl BaseUrl {
    /// Parses `https://host/path/`. The last `/` is optional.
    ///
    /// # Errors
    ///
    /// Returns what is wrong, as a clause for a message.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or("it must start with https:// or http://")?;
        let host = rest.split('/').next().unwrap_or("");
        if host.is_empty() || host.contains('@') || host.starts_with(['.', ':']) {
            return Err("it must name a host, as in https://example.org/");
        }
        let (name, port) = host.rsplit_once(':').filter(|_| !host.ends_with(']')).unwrap_or((host, "1"));
        if name.contains("..") || !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err("its host is not valid; write a name as in https://example.org/");
        }
        if text.contains(['?', '#']) {
            return Err("it must not contain `?` or `#`");
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c)) {
            return Err("it must not contain spaces or characters that are not allowed in addresses");
        }
        let mut text = text.to_owned();
        if !text.ends_with('/') {
            text.push('/');
        }
        let path_start = text.len() - rest.len() + host.len();
        let path_start = if rest.ends_with('/') { path_start } else { path_start - 1 };
        Ok(Self { text, path_start })
    }

    /// Returns the absolute form of an address of the site, which starts with `/`.
    #[must_use]
    pub fn join(&self, address: &str) -> String {
        format!("{}{}", self.text, address.trim_start_matches('/'))
    }

    /// The path of the site on its host, with `/` at both ends.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.text[self.path_start..]
    }

    /// The host in lower case, without a port.
    #[must_use]
    pub fn host(&self) -> String {
        let start = self.text.find("://").map_or(0, |at| at + 3);
        let host = self.text[start..self.path_start].to_lowercase();
        let port = host.rfind(':').filter(|_| !host.ends_with(']'));
        host[..port.unwrap_or(host.len())].to_owned()
    }

    /// The whole address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_kept_and_ends_in_a_slash() {
        let base = BaseUrl::parse("https://example.org/a/b").unwrap();
        assert_eq!((base.as_str(), base.path()), ("https://example.org/a/b/", "/a/b/"));
        assert_eq!(base.join("/c/"), "https://example.org/a/b/c/");
        assert_eq!(BaseUrl::parse("http://h").unwrap().path(), "/");
        let host = |text: &str| BaseUrl::parse(text).unwrap().host();
        assert_eq!(host("https://Example.org:8443/a/"), "example.org");
        assert_eq!(host("http://[::1]:80"), "[::1]");
        assert_eq!(host("http://[::1]/a:b/"), "[::1]");
        assert_eq!(BaseUrl::parse("http://h/").unwrap().path(), "/");
    }

    #[test]
    fn invalid_addresses_are_refused() {
        for text in [
            "example.org",
            "ftp://a/",
            "https://",
            "https:///x",
            "https://a/?q",
            "https://a b/",
            "https://u@h/",
            "https://a..b/",
            "https://a:port/",
            "https://a:/",
        ] {
            assert!(BaseUrl::parse(text).is_err(), "{text}");
        }
    }
}
