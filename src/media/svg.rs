//! SVG without what runs or fetches: only elements and attributes that draw are written again.

use roxmltree::{Document, Node, ParsingOptions};

use crate::escape::escape_into;
use crate::limits::{SVG_BYTES, SVG_DEPTH, SVG_NODES};
use crate::markup::tag_length;

const SVG: &str = "http://www.w3.org/2000/svg";
const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Elements that draw, or say how.
const ALLOWED: [&str; 56] = [
    "a",
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feConvolveMatrix",
    "feDiffuseLighting",
    "feDisplacementMap",
    "feDistantLight",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feMorphology",
    "feOffset",
    "fePointLight",
    "feSpecularLighting",
    "feSpotLight",
    "feTile",
    "feTurbulence",
    "filter",
    "g",
    "image",
    "line",
    "linearGradient",
    "marker",
    "mask",
    "path",
    "pattern",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "style",
    "svg",
    "switch",
    "symbol",
    "text",
    "textPath",
    "title",
    "tref",
    "tspan",
    "use",
    "view",
    "font-face",
];

/// Elements that are removed without a word: they neither draw nor run.
const SILENT: [&str; 5] = ["metadata", "font-face", "namedview", "cursor", "tref"];

/// Elements with text.
const TEXTS: [&str; 6] = ["text", "tspan", "textPath", "title", "desc", "style"];

/// Kinds of images that may be inside an SVG.
const DATA: [&str; 4] =
    ["data:image/png;base64,", "data:image/jpeg;base64,", "data:image/gif;base64,", "data:image/webp;base64,"];

/// An SVG that is safe to show.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CleanSvg {
    pub text: String,
    pub width: u32,
    pub height: u32,
    /// What was removed because it runs or fetches something, each once.
    pub removed: Vec<String>,
}

/// Whether bytes look like an SVG.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1_024)]);
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<svg") || head.starts_with("<?xml") && head.contains("<svg")
}

/// Reads an SVG and writes what draws.
pub(super) fn clean(bytes: &[u8]) -> Result<CleanSvg, String> {
    if bytes.len() > SVG_BYTES {
        return Err(format!("it has more than {SVG_BYTES} bytes"));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let text = text.trim_start_matches('\u{feff}');
    if depth(text) > SVG_DEPTH {
        return Err(format!("its elements are nested more than {SVG_DEPTH} deep"));
    }
    let without = without_doctype(text);
    let options = ParsingOptions { allow_dtd: false, nodes_limit: SVG_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&without, options).map_err(|error| error.to_string())?;
    let root = document.root_element();
    if root.tag_name().name() != "svg" || root.tag_name().namespace() != Some(SVG) {
        return Err("its outermost element is not `svg`".to_owned());
    }
    let (width, height) = size(root);
    let mut writer = Writer { out: String::with_capacity(text.len()), removed: Vec::new() };
    writer.element(root, true);
    Ok(CleanSvg { text: writer.out, width, height, removed: writer.removed })
}

/// The text without a document type that declares nothing. Others stay, and are refused.
fn without_doctype(text: &str) -> String {
    let Some(at) = text.find("<!DOCTYPE") else { return text.to_owned() };
    match text[at..].find(['>', '[']) {
        Some(end) if text.as_bytes()[at + end] == b'>' => format!("{}{}", &text[..at], &text[at + end + 1..]),
        _ => text.to_owned(),
    }
}

/// The most elements that are open at once. The parser is recursive, so this is known before it begins.
fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    let mut rest = text;
    let after = |rest: &'_ str, end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
    while let Some(at) = rest.find('<') {
        rest = &rest[at..];
        let length = match rest.as_bytes().get(1) {
            Some(b'/') => {
                open = open.saturating_sub(1);
                after(rest, ">")
            }
            Some(b'!') if rest.starts_with("<!--") => after(rest, "-->"),
            Some(b'!') if rest.starts_with("<![CDATA[") => after(rest, "]]>"),
            Some(b'?') => after(rest, "?>"),
            Some(b'!') => after(rest, ">"),
            _ => {
                let length = tag_length(rest).unwrap_or(rest.len());
                open += usize::from(!rest[..length].ends_with("/>"));
                most = most.max(open);
                length
            }
        };
        rest = &rest[length..];
    }
    most
}

/// The size of an image in pixels, by its own words or its view box.
fn size(root: Node<'_, '_>) -> (u32, u32) {
    let length = |name: &str| {
        let text = root.attribute(name)?.trim();
        let number = text.strip_suffix("px").unwrap_or(text).trim().parse::<f64>().ok()?;
        (number.is_finite() && (0.5..100_000.0).contains(&number)).then(|| whole(number))
    };
    let view: Vec<f64> = root
        .attribute("viewBox")
        .map(|text| text.split([' ', ',', '\n', '\t']).filter_map(|part| part.parse().ok()).collect())
        .unwrap_or_default();
    let ratio = match view[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 && (width / height).is_finite() => Some(width / height),
        _ => None,
    };
    let bound = |number: f64| whole(number.clamp(1.0, 100_000.0));
    match (length("width"), length("height"), ratio) {
        (Some(width), Some(height), _) => (width.max(1), height.max(1)),
        (Some(width), None, Some(ratio)) => (width.max(1), bound(f64::from(width) / ratio)),
        (None, Some(height), Some(ratio)) => (bound(f64::from(height) * ratio), height.max(1)),
        (None, None, Some(_)) => (bound(view[2]), bound(view[3])),
        _ => (300, 150),
    }
}

/// A number of pixels, rounded.
fn whole(number: f64) -> u32 {
    u32::try_from(number.round() as i64).unwrap_or(1)
}

struct Writer {
    out: String,
    removed: Vec<String>,
}

impl Writer {
    fn element(&mut self, node: Node<'_, '_>, is_root: bool) {
        let name = node.tag_name().name();
        if node.tag_name().namespace() != Some(SVG) {
            if node.tag_name().namespace() == Some("http://www.w3.org/1999/xhtml") {
                self.note(format!("<{name}>"));
            }
            return;
        }
        if SILENT.contains(&name) {
            return;
        }
        if !ALLOWED.contains(&name) {
            return self.note(format!("<{name}>"));
        }
        if name == "style" && node.children().filter_map(|child| child.text()).any(fetches) {
            return self.note("<style> that fetches".to_owned());
        }
        let start = self.out.len();
        // A link of an image leads nowhere: the image is shown by a page.
        let written = if name == "a" { "g" } else { name };
        self.out.extend(["<", written]);
        if is_root {
            self.out.extend([" xmlns=\"", SVG, "\""]);
        }
        let hrefs = node.attributes().filter(|attribute| attribute.name() == "href").count();
        for attribute in node.attributes() {
            // Where both forms are there, the new one counts.
            if hrefs > 1 && attribute.namespace() == Some(XLINK) {
                continue;
            }
            if !self.attribute(name, &attribute) {
                self.out.truncate(start);
                return;
            }
        }
        if !node.has_children() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        for child in node.children() {
            if child.is_element() {
                self.element(child, false);
            } else if let Some(text) = child.text().filter(|_| child.is_text() && TEXTS.contains(&name)) {
                escape_into(text, &mut self.out);
            }
        }
        self.out.extend(["</", written, ">"]);
    }

    /// Writes an attribute, unless it runs or fetches something; returns false if its element makes no sense without it.
    fn attribute(&mut self, element: &str, attribute: &roxmltree::Attribute<'_, '_>) -> bool {
        let (name, value) = (attribute.name(), attribute.value());
        let prefix = match attribute.namespace() {
            None => "",
            Some(XML) if matches!(name, "space" | "lang") => "xml:",
            // The old form of `href`.
            Some(XLINK) if name == "href" => "",
            Some(_) => return true,
        };
        if name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
            self.note(format!("{name}="));
            return true;
        }
        if name == "href" {
            let value = value.trim();
            let is_image = element == "image" && DATA.iter().any(|kind| value.starts_with(kind));
            if element == "a" {
                if value.get(..11).is_some_and(|start| start.eq_ignore_ascii_case("javascript:")) {
                    self.note("a link that runs a script".to_owned());
                }
                return true;
            }
            if !value.starts_with('#') && !is_image {
                self.note(format!("<{element}> that fetches"));
                return false;
            }
            // Browsers of some years ago know only the old form.
            self.out.extend([" xmlns:xlink=\"", XLINK, "\" xlink:href=\""]);
            escape_into(value, &mut self.out);
            self.out.push('"');
            return true;
        }
        if fetches(value) {
            self.note(format!("{name}= that fetches"));
            return true;
        }
        self.out.extend([" ", prefix, name, "=\""]);
        escape_into(value, &mut self.out);
        self.out.push('"');
        true
    }

    fn note(&mut self, what: String) {
        if !self.removed.contains(&what) && self.removed.len() < 20 {
            self.removed.push(what);
        }
    }
}

/// Whether a style names something outside of the image, or may hide that it does.
fn fetches(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let after = |word: &'static str| lower.match_indices(word).map(|(at, _)| lower[at + word.len()..].trim_start());
    after("url(").any(|rest| !rest.trim_start_matches(['"', '\'']).starts_with('#'))
        || ["@import", "image-set(", "javascript:", "expression(", "-moz-binding", "src("]
            .iter()
            .any(|word| lower.contains(word))
        || lower.contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(inner: &str) -> (String, Vec<String>) {
        let text = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" viewBox=\"0 0 20 10\">{inner}</svg>");
        let clean = clean(text.as_bytes()).unwrap();
        assert_eq!((clean.width, clean.height), (20, 10));
        let inner = clean.text.split_once('>').unwrap().1.to_owned();
        (inner.strip_suffix("</svg>").unwrap_or("").to_owned(), clean.removed)
    }

    #[test]
    fn what_draws_stays() {
        let drawing =
            "<g fill=\"url(#a)\"><path d=\"M0 0h9\"/><text x=\"1\">A &amp; B</text></g><style>path{fill:red}</style>";
        assert_eq!(cleaned(drawing), (drawing.to_owned(), Vec::new()));
        assert_eq!(
            cleaned("<metadata>x</metadata><a href=\"https://x.example\"><path d=\"M0 0\"/></a>").0,
            "<g><path d=\"M0 0\"/></g>"
        );
    }

    #[test]
    fn what_runs_or_fetches_is_removed_and_named() {
        for (bad, named) in [
            ("<script>alert(1)</script>", "<script>"),
            ("<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>", "<foreignObject>"),
            ("<image href=\"https://x.example/a.png\"/>", "<image> that fetches"),
            ("<image xlink:href=\"file:///etc/passwd\"/>", "<image> that fetches"),
            ("<image href=\"data:image/svg+xml;base64,AAAA\"/>", "<image> that fetches"),
            ("<use xlink:href=\"b.svg#x\"/>", "<use> that fetches"),
            ("<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>", "<animate>"),
            ("<set attributeName=\"onclick\" to=\"alert(1)\"/>", "<set>"),
            ("<style>@import 'x.css';</style>", "<style> that fetches"),
            ("<style>a{background:u\\72l(x)}</style>", "<style> that fetches"),
            ("<iframe xmlns=\"http://www.w3.org/1999/xhtml\" src=\"x\"/>", "<iframe>"),
        ] {
            assert_eq!(cleaned(bad), (String::new(), vec![named.to_owned()]), "{bad}");
        }
        for (bad, named) in [
            ("<path onload=\"alert(1)\"/>", "onload="),
            ("<path ONCLICK=\"alert(1)\"/>", "ONCLICK="),
            ("<path style=\"fill:url(https://x.example/a)\"/>", "style= that fetches"),
        ] {
            assert_eq!(cleaned(bad), ("<path/>".to_owned(), vec![named.to_owned()]), "{bad}");
        }
        let (text, removed) = cleaned("<a xlink:href=\" javascript:alert(1)\"><path/></a>");
        assert_eq!((text.as_str(), removed.len()), ("<g><path/></g>", 1));
    }

    #[test]
    fn entities_bombs_and_broken_files_are_refused() {
        let refused = |text: &str| clean(text.as_bytes()).is_err();
        assert!(refused(
            "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&a;</svg>"
        ));
        assert!(refused(
            "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg xmlns=\"http://www.w3.org/2000/svg\">&b;</svg>"
        ));
        assert!(refused("<svg") && refused("") && refused("<svg/>") && refused("<html/>"));
        assert!(refused(&format!("<svg xmlns=\"{SVG}\">{}", "<g>".repeat(100_000))));
        assert!(refused(&format!("<svg xmlns=\"{SVG}\">{}</svg>", "<g/>".repeat(SVG_NODES as usize + 1))));
        let public = format!("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"x.dtd\"><svg xmlns=\"{SVG}\"/>");
        assert!(clean(public.as_bytes()).is_ok());
    }

    #[test]
    fn the_size_is_that_of_the_image_or_of_its_view_box() {
        let size_of = |attributes: &str| {
            let clean = clean(format!("<svg xmlns=\"{SVG}\" {attributes}/>").as_bytes()).unwrap();
            (clean.width, clean.height)
        };
        assert_eq!(size_of("width=\"40px\" height=\"20\""), (40, 20));
        assert_eq!(size_of("width=\"40\" viewBox=\"0 0 100 200\""), (40, 80));
        assert_eq!(size_of("viewBox=\"0,0,64,32\" width=\"100%\""), (64, 32));
        assert_eq!(size_of("viewBox=\"0 0 nan 0\""), (300, 150));
        assert_eq!(size_of("width=\"1e99\""), (300, 150));
    }
}
