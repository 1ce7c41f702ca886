//! Counts the requests that a page causes without the reader's action, and whether they go to other hosts.

use std::ops::AddAssign;

use super::scan::{HtmlAttribute, HtmlToken, Scanner};
use super::wire::Further;

/// What a page fetches in addition to itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Requests {
    /// How many requests there are.
    pub count: u32,
    /// The farthest host that they go to.
    pub farthest: Further,
}

impl AddAssign<Further> for Requests {
    fn add_assign(&mut self, to: Further) {
        self.count += u32::from(to != Further::Nothing);
        self.farthest = self.farthest.max(to);
    }
}

/// Counts what a page fetches in addition to itself: pictures, scripts, style sheets, frames and the like with a real address.
/// Data addresses, places on the page itself and links to follow are free; so are an object, and a picture that waits,
/// `loading=lazy`, in a `details` that is closed. The browser's own search for `/favicon.ico` is not counted.
pub(super) fn requests(html: &[u8]) -> Requests {
    let mut found = Requests::default();
    // How many `details` are open around this point, and whether one of them is closed to the reader.
    let mut details: Vec<bool> = Vec::new();
    let mut scanner = Scanner::new(html);
    let mut style = false;
    while let Some(token) = scanner.next(false) {
        match token {
            HtmlToken::Open { name, .. } => {
                let tag = OpenTag { html, attributes: scanner.attributes() };
                let name = html[name].to_ascii_lowercase();
                style = name == b"style";
                if name == b"details" {
                    details.push(tag.value("open").is_none());
                }
                tag.fetches(&name, details.contains(&true), &mut found);
            }
            HtmlToken::Close { name, .. } if html[name.clone()].eq_ignore_ascii_case(b"details") => {
                details.pop();
            }
            HtmlToken::Raw(range) if style => of_style(&html[range], &mut found),
            _ => {}
        }
    }
    found
}

struct OpenTag<'a> {
    html: &'a [u8],
    attributes: &'a [HtmlAttribute],
}

impl<'a> OpenTag<'a> {
    fn value(&self, name: &str) -> Option<&'a [u8]> {
        let attribute =
            self.attributes.iter().find(|one| self.html[one.name.clone()].eq_ignore_ascii_case(name.as_bytes()))?;
        Some(&self.html[attribute.value.clone()])
    }

    fn address(&self, name: &str) -> Further {
        self.value(name).map_or(Further::Nothing, target)
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.value(name).is_some_and(|found| found.eq_ignore_ascii_case(value.as_bytes()))
    }

    fn fetches(&self, name: &[u8], hidden: bool, found: &mut Requests) {
        if let Some(style) = self.value("style") {
            of_style(style, found);
        }
        let waits = hidden && self.is("loading", "lazy");
        match name {
            b"img" | b"iframe" if waits => {}
            b"img" => *found += self.address("src").max(self.address("srcset")),
            b"script" | b"iframe" | b"embed" | b"track" | b"frame" => *found += self.address("src"),
            // Browsers load no object that is not rendered.
            b"object" if hidden => {}
            b"object" => *found += self.address("data"),
            b"input" if self.is("type", "image") => *found += self.address("src"),
            b"video" | b"audio" => {
                *found += self.address("poster");
                if !self.is("preload", "none") {
                    *found += self.address("src");
                }
            }
            // In SVG: what is in another file.
            b"image" | b"use" | b"feimage" => *found += self.address("href").max(self.address("xlink:href")),
            b"link" if self.is_fetched() => *found += self.address("href"),
            _ => {}
        }
    }

    /// Whether a `link` makes browsers fetch its target.
    fn is_fetched(&self) -> bool {
        const FETCHED: [&str; 6] = ["stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest"];
        self.value("rel").is_some_and(|rel| {
            rel.split(u8::is_ascii_whitespace)
                .any(|word| FETCHED.iter().any(|fetched| word.eq_ignore_ascii_case(fetched.as_bytes())))
        })
    }
}

/// Where an address leads: nowhere if nothing must be fetched. One with a host counts as another host, even if it is that
/// of the page, which is not known here.
fn target(address: &[u8]) -> Further {
    let address = address.trim_ascii();
    let starts = |with: &[u8]| address.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    if address.is_empty() || address.starts_with(b"#") || starts(b"data:") || starts(b"about:") {
        Further::Nothing
    } else if starts(b"//") || starts(b"https:") || starts(b"http:") {
        Further::OtherHost
    } else {
        Further::SameHost
    }
}

/// Addresses that style names.
fn of_style(css: &[u8], found: &mut Requests) {
    let bare = |at: usize| {
        let quoted = css[at..].trim_ascii_start();
        quoted.strip_prefix(b"\"").or_else(|| quoted.strip_prefix(b"'")).unwrap_or(quoted)
    };
    for at in memchr::memmem::find_iter(css, b"url(") {
        *found += target(bare(at + 4));
    }
    for at in memchr::memmem::find_iter(css, b"@import") {
        if !css[at + 7..].trim_ascii_start().starts_with(b"url(") {
            *found += target(bare(at + 7));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_automatic_requests_count() {
        let free = "<link rel=icon href=data:,><a href=/x>x</a><img src=data:image/png;base64,AA><link rel=canonical \
                    href=/><svg><use href=#a></svg><style>a{background:url(data:,)}</style><iframe src=about:blank>\
                    </iframe><details><img src=a.png loading=lazy><object data=a.webp></object>\
                    </details>";
        assert_eq!(requests(free.as_bytes()), Requests::default());
        let html = "<link rel='shortcut icon' href=/i><img src=a.png><picture><source srcset=b.avif><img src=b.png>\
                    </picture><script src=c.js></script><style>@import \"d.css\";a{background:url('e.png')}</style>\
                    <p style='background:url(f.png)'><details open><img src=g.png loading=lazy></details>";
        assert_eq!(requests(html.as_bytes()), Requests { count: 8, farthest: Further::SameHost });
    }

    #[test]
    fn requests_to_other_hosts_are_told_apart() {
        let farthest = |html: &str| requests(html.as_bytes()).farthest;
        for style in [
            "@import url(https://x.example/z.css);",
            "@import 'https://x.example/z.css';",
            "@import \"//x.example/z.css\";",
            "a{background:url( 'HTTPS://x.example/f.png')}",
        ] {
            assert_eq!(farthest(&format!("<style>{style}</style><img src=a.png>")), Further::OtherHost, "{style}");
        }
        assert_eq!(farthest("<style>a{background:url(foo.png)}</style>"), Further::SameHost);
        assert_eq!(farthest("<script src=//x.example/a.js></script>"), Further::OtherHost);
        assert_eq!(farthest("<a href=https://x.example/>x</a><p>"), Further::Nothing);
    }
}
