//! Counts the requests that a page causes without the reader's action.

use super::scan::{Attribute, Scanner, Token};

/// Counts what a page fetches beside itself: pictures, scripts, style sheets, frames and the like with a real address.
/// Data addresses, places on the page itself and links to follow are free; so is a picture that waits, `loading=lazy`,
/// in a `details` that is closed. The browser's own search for `/favicon.ico` is not counted.
pub(super) fn requests(html: &[u8]) -> u32 {
    let mut count = 0;
    // How many `details` stand open around us, and whether one of them is closed to the reader.
    let mut details: Vec<bool> = Vec::new();
    let mut scanner = Scanner::new(html);
    let mut style = false;
    while let Some(token) = scanner.next(false) {
        match token {
            Token::Open { name, .. } => {
                let tag = Tag { html, attributes: scanner.attributes() };
                let name = html[name].to_ascii_lowercase();
                style = name == b"style";
                if name == b"details" {
                    details.push(tag.value("open").is_none());
                }
                count += tag.fetches(&name, details.contains(&true));
            }
            Token::Close { name, .. } if html[name.clone()].eq_ignore_ascii_case(b"details") => {
                details.pop();
            }
            Token::Raw(range) if style => count += of_style(&html[range]),
            _ => {}
        }
    }
    count
}

struct Tag<'a> {
    html: &'a [u8],
    attributes: &'a [Attribute],
}

impl<'a> Tag<'a> {
    fn value(&self, name: &str) -> Option<&'a [u8]> {
        let attribute =
            self.attributes.iter().find(|one| self.html[one.name.clone()].eq_ignore_ascii_case(name.as_bytes()))?;
        Some(&self.html[attribute.value.clone()])
    }

    fn address(&self, name: &str) -> u32 {
        u32::from(self.value(name).is_some_and(is_real))
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.value(name).is_some_and(|found| found.eq_ignore_ascii_case(value.as_bytes()))
    }

    fn fetches(&self, name: &[u8], hidden: bool) -> u32 {
        let style = self.value("style").map_or(0, of_style);
        style
            + match name {
                b"img" if hidden && self.is("loading", "lazy") => 0,
                b"img" => self.address("src").max(self.address("srcset")),
                b"iframe" if hidden && self.is("loading", "lazy") => 0,
                b"script" | b"iframe" | b"embed" | b"track" | b"frame" => self.address("src"),
                b"object" => self.address("data"),
                b"input" if self.is("type", "image") => self.address("src"),
                b"video" | b"audio" => {
                    self.address("poster") + if self.is("preload", "none") { 0 } else { self.address("src") }
                }
                // In SVG: what is in another file.
                b"image" | b"use" | b"feimage" => self.address("href").max(self.address("xlink:href")),
                b"link" if self.is_fetched() => self.address("href"),
                _ => 0,
            }
    }

    /// Whether a `link` says to fetch, rather than where something is.
    fn is_fetched(&self) -> bool {
        const FETCHED: [&str; 6] = ["stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"];
        self.value("rel").is_some_and(|rel| {
            rel.split(u8::is_ascii_whitespace)
                .any(|word| FETCHED.iter().any(|fetched| word.eq_ignore_ascii_case(fetched.as_bytes())))
        })
    }
}

/// Whether an address leads to something that must be fetched.
fn is_real(address: &[u8]) -> bool {
    let address = address.trim_ascii();
    let starts = |with: &[u8]| address.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    !address.is_empty() && !address.starts_with(b"#") && !starts(b"data:") && !starts(b"about:")
}

/// Addresses that style names.
fn of_style(css: &[u8]) -> u32 {
    let urls = memchr::memmem::find_iter(css, b"url(").filter(|at| {
        let quoted = css[at + 4..].trim_ascii_start();
        is_real(quoted.strip_prefix(b"\"").or_else(|| quoted.strip_prefix(b"'")).unwrap_or(quoted))
    });
    let imports =
        memchr::memmem::find_iter(css, b"@import").filter(|at| !css[at + 7..].trim_ascii_start().starts_with(b"url("));
    (urls.count() + imports.count()) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_automatic_requests_count() {
        let free = "<link rel=icon href=data:,><a href=/x>x</a><img src=data:image/png;base64,AA><link rel=canonical \
                    href=/><svg><use href=#a></svg><style>a{background:url(data:,)}</style><iframe src=about:blank>\
                    </iframe><details><img src=a.png loading=lazy></details>";
        assert_eq!(requests(free.as_bytes()), 0);
        let html = "<link rel='shortcut icon' href=/i><img src=a.png><picture><source srcset=b.avif><img src=b.png>\
                    </picture><script src=c.js></script><style>@import \"d.css\";a{background:url('e.png')}</style>\
                    <p style='background:url(f.png)'><details open><img src=g.png loading=lazy></details>";
        assert_eq!(requests(html.as_bytes()), 8);
    }
}
