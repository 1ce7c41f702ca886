//! What a theme would run in browsers, or let them fetch from other hosts: pages are one file that works without script.

use std::ops::Range;
use std::sync::Arc;

use super::links::{self, ThemeLink};
use crate::report::{Finding, Place, SourceFile, catalog};

/// Attributes whose address a browser fetches by itself, in any element.
const FETCHED: [&str; 6] = ["src", "srcset", "poster", "data", "background", "xlink:href"];
/// Kinds of `<link>` that a browser fetches.
const FETCHED_LINKS: [&str; 8] =
    ["stylesheet", "icon", "apple-touch-icon", "preload", "modulepreload", "prefetch", "manifest", "mask-icon"];
/// Kinds of `<script>` that hold data.
const DATA: [&str; 3] = ["application/ld+json", "application/json", "text/plain"];

/// Reports scripts and addresses of other hosts in a template, and collects its links.
pub(super) fn check_template(
    file: &Arc<SourceFile>,
    template: &str,
    written: &mut Vec<ThemeLink>,
    findings: &mut Vec<Finding>,
) {
    let text = file.text();
    let place = |range: Range<usize>| Place::new(file, range);
    for tag in tags(text) {
        let attributes = attributes(text, &tag);
        let value =
            |name: &str| attributes.iter().find(|it| it.name.eq_ignore_ascii_case(name)).map(|it| it.value(text));
        let is = |name: &str| text[tag.name.clone()].eq_ignore_ascii_case(name);
        if is("script") && !value("type").is_some_and(|kind| DATA.contains(&kind.to_ascii_lowercase().as_str())) {
            findings.push(catalog::theme::script(place(tag.name.start - 1..tag.name.end), "a script"));
        }
        let is_fetched_link = is("link")
            && value("rel").is_some_and(|rel| rel.split_whitespace().any(|rel| FETCHED_LINKS.contains(&rel)));
        let is_refresh = is("meta") && value("http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh"));
        let is_drawing = is("use") || is("image") || is("feImage");
        for attribute in &attributes {
            let name = attribute.name.to_ascii_lowercase();
            let value = attribute.value(text);
            let is_handler =
                name.len() > 3 && name.starts_with("on") && name[2..].bytes().all(|b| b.is_ascii_lowercase());
            let letters: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(16).collect();
            if is_handler {
                findings
                    .push(catalog::theme::script(place(attribute.range.clone()), &format!("`{name}` runs a script")));
            } else if letters.to_ascii_lowercase().starts_with("javascript:") {
                findings.push(catalog::theme::script(place(attribute.value.clone()), "a script as an address"));
            } else if (FETCHED.contains(&name.as_str()) || name == "href" && (is_fetched_link || is_drawing))
                && let Some(host) = addresses(value).find_map(other_host)
            {
                findings.push(catalog::theme::other_host(place(attribute.value.clone()), host));
            } else {
                let name = if is_refresh && name == "content" { links::REFRESH } else { name.as_str() };
                links::of_attribute((file, template), name, &attribute.value, written);
            }
        }
    }
}

/// Reports addresses of other hosts in a style sheet, and collects its links.
pub(super) fn check_style(file: &Arc<SourceFile>, written: &mut Vec<ThemeLink>, findings: &mut Vec<Finding>) {
    let text = file.text();
    let lower = text.to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = next_address(&lower, at) {
        let address = text[found.clone()].trim_matches(['"', '\'', ' ']);
        if let Some(host) = other_host(address) {
            findings.push(catalog::theme::other_host(Place::new(file, found.clone()), host));
        } else {
            links::of_style(file, address, &found, written);
        }
        at = found.end.max(at + 1);
    }
}

/// The bytes of the next address in a style sheet: in `url(…)`, or as a string after `@import`. Comments are left out.
fn next_address(css: &str, mut at: usize) -> Option<Range<usize>> {
    while at < css.len() {
        let rest = css.get(at..)?;
        if rest.starts_with("/*") {
            at += rest.find("*/")? + 2;
        } else if rest.starts_with("url(") {
            let start = at + 4;
            return Some(start..start + css[start..].find(')')?);
        } else if let Some(after) = rest.strip_prefix("@import") {
            let start = css.len() - after.trim_start().len();
            if !css[start..].starts_with("url(") {
                return Some(start..start + css[start..].find(';')?);
            }
            at = start;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// The addresses of an attribute: one, or those of a `srcset`.
fn addresses(value: &str) -> impl Iterator<Item = &str> {
    value.split(',').map(|part| part.split_whitespace().next().unwrap_or(""))
}

/// The host of an address, if it names one.
fn other_host(address: &str) -> Option<&str> {
    let scheme = ["https:", "http:", ""].into_iter().find(|scheme| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address[scheme.len()..].starts_with("//")
    })?;
    let rest = &address[scheme.len() + 2..];
    Some(rest.split(['/', '?', '#']).next().unwrap_or(rest)).filter(|host| !host.is_empty())
}

/// A start tag as a template or a text has it.
#[derive(Clone, Debug)]
pub struct WrittenTag {
    /// Its bytes, from `<` on, with its `>`.
    pub range: Range<usize>,
    /// Its name in lower case.
    pub name: String,
    /// Its attributes: the name in lower case, and the value as it is written.
    pub attributes: Vec<(String, String)>,
}

/// The start tags of a template or a text, outside of comments.
#[must_use]
pub fn written_tags(text: &str) -> Vec<WrittenTag> {
    let written = |tag: &TemplateTag| {
        let attributes = attributes(text, tag);
        let attributes =
            attributes.iter().map(|it| (it.name.to_ascii_lowercase(), it.value(text).to_owned())).collect();
        let end = (tag.rest.end + 1).min(text.len());
        WrittenTag { range: tag.name.start - 1..end, name: text[tag.name.clone()].to_ascii_lowercase(), attributes }
    };
    tags(text).iter().map(written).collect()
}

/// A start tag.
struct TemplateTag {
    name: Range<usize>,
    /// Its attributes, without the `>`.
    rest: Range<usize>,
}

/// The start tags of a template. Comments of HTML and of the template language are left out.
fn tags(text: &str) -> Vec<TemplateTag> {
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr::memchr2(b'<', b'{', &text.as_bytes()[at..]) {
        at += found;
        let rest = &text[at..];
        let skipped = [("<!--", "-->"), ("{#", "#}")].into_iter().find(|(open, _)| rest.starts_with(open));
        if let Some((_, close)) = skipped {
            at += rest.find(close).map_or(rest.len(), |end| end + close.len());
            continue;
        }
        let is_tag = rest.starts_with('<') && rest[1..].starts_with(|c: char| c.is_ascii_alphabetic());
        // A call of a component in the template language is `{{ <name … /> }}`.
        let before = text[..at].trim_end().trim_end_matches('-');
        let is_call = before.ends_with("{{") || before.ends_with("{%");
        if !is_tag || is_call {
            at += 1;
            continue;
        }
        let start = at + 1;
        let end =
            start + text[start..].find(|c: char| c.is_whitespace() || "/>{".contains(c)).unwrap_or(text.len() - start);
        let close = end_of_tag(text, end);
        tags.push(TemplateTag { name: start..end, rest: end..close });
        at = close;
    }
    tags
}

/// Where a tag ends: at `>`, outside of quotes and of the template language.
fn end_of_tag(text: &str, start: usize) -> usize {
    let mut quote = None;
    let mut at = start;
    while let Some(c) = text[at..].chars().next() {
        let inner = ["{{", "{%", "{#"].into_iter().find(|open| text[at..].starts_with(open));
        if let Some(open) = inner {
            let close = match open {
                "{{" => "}}",
                "{%" => "%}",
                _ => "#}",
            };
            at += text[at..].find(close).map_or(text.len() - at, |end| end + 2);
            continue;
        }
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            ('>', None) => return at,
            _ => {}
        }
        at += c.len_utf8();
    }
    text.len()
}

/// An attribute: its name, the bytes of all of it, and of its value without quotes.
struct TemplateAttribute<'t> {
    name: &'t str,
    range: Range<usize>,
    value: Range<usize>,
}

impl TemplateAttribute<'_> {
    fn value<'t>(&self, text: &'t str) -> &'t str {
        text[self.value.clone()].trim()
    }
}

/// The attributes of a tag.
fn attributes<'t>(text: &'t str, tag: &TemplateTag) -> Vec<TemplateAttribute<'t>> {
    let mut attributes = Vec::new();
    let end = tag.rest.end;
    let mut at = tag.rest.start;
    while at < end {
        let rest = &text[at..end];
        if let Some(skip) = rest.find(|c: char| c.is_ascii_alphabetic()).filter(|skip| *skip > 0) {
            at += skip;
            continue;
        }
        let length = rest.find(|c: char| c.is_whitespace() || "=/>{}%\"'".contains(c)).unwrap_or(rest.len());
        if length == 0 {
            break;
        }
        let name = at..at + length;
        let after = text[name.end..end].trim_start();
        let Some(value) = after.strip_prefix('=').map(str::trim_start) else {
            attributes.push(TemplateAttribute {
                name: &text[name.clone()],
                range: name.clone(),
                value: name.end..name.end,
            });
            at = name.end;
            continue;
        };
        let start = end - value.len();
        let value = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let length = end_of_value(&value[1..], quote);
                start + 1..start + 1 + length
            }
            _ => start..start + value.find(char::is_whitespace).unwrap_or(value.len()),
        };
        at = (value.end + 1).min(end);
        attributes.push(TemplateAttribute { name: &text[name.clone()], range: name.start..value.end, value });
    }
    attributes
}

/// Where a value in quotes ends: at the quote, outside of the template language.
fn end_of_value(value: &str, quote: char) -> usize {
    let mut at = 0;
    while let Some(found) = value[at..].find([quote, '{']) {
        at += found;
        let rest = &value[at..];
        let inner = [("{{", "}}"), ("{%", "%}"), ("{#", "#}")].into_iter().find(|(open, _)| rest.starts_with(open));
        match inner {
            Some((_, close)) => at += rest.find(close).map_or(rest.len(), |end| end + 2),
            None if rest.starts_with(quote) => return at,
            None => at += 1,
        }
    }
    value.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Code;

    fn found(check: impl Fn(&Arc<SourceFile>, &mut Vec<Finding>), text: &str) -> Vec<(Code, String)> {
        let file = SourceFile::new("x.html", text);
        let mut findings = Vec::new();
        check(&file, &mut findings);
        let quoted = |finding: &Finding| text[finding.place.as_ref().unwrap().range().unwrap()].to_owned();
        findings.iter().map(|finding| (finding.code, quoted(finding))).collect()
    }

    fn template(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) {
        check_template(file, "page.html", &mut Vec::new(), findings);
    }

    fn style(file: &Arc<SourceFile>, findings: &mut Vec<Finding>) {
        check_style(file, &mut Vec::new(), findings);
    }

    #[test]
    fn scripts_are_found_in_every_form() {
        for (text, quoted) in [
            ("<p><script>x()</script>", "<script"),
            ("<SCRIPT src=a.js></SCRIPT>", "<SCRIPT"),
            ("<body onload=\"x()\">", "onload=\"x()"),
            ("<svg/onload=x()>", "onload=x()"),
            ("<a href=\"javascript:x()\">", "javascript:x()"),
            ("<a href=' java\nscript:x()'>", " java\nscript:x()"),
            ("<p>100%<script>x()</script>", "<script"),
            ("{{ a }}<script>x()</script>{# <p> #}", "<script"),
            ("{% if a %}<button onClick={{ a }}>{% endif %}", "onClick={{"),
        ] {
            assert_eq!(found(template, text), [(Code::ScriptInTheme, quoted.to_owned())], "{text}");
        }
    }

    #[test]
    fn other_hosts_are_found_where_a_browser_fetches() {
        for (text, quoted) in [
            ("<img src=\"https://cdn.example/a.png\">", "https://cdn.example/a.png"),
            ("<img src=a.png srcset='a.png 1x, //cdn.example/b.png 2x'>", "a.png 1x, //cdn.example/b.png 2x"),
            ("<link rel=stylesheet href=https://fonts.example/css>", "https://fonts.example/css"),
            ("<link href='HTTP://x.example/i.ico' rel='shortcut icon'>", "HTTP://x.example/i.ico"),
            ("<iframe src=//maps.example/></iframe>", "//maps.example/"),
            ("<svg><use href=\"https://x.example/s.svg#a\"/></svg>", "https://x.example/s.svg#a"),
        ] {
            assert_eq!(found(template, text), [(Code::OtherHost, quoted.to_owned())], "{text}");
        }
        for (text, quoted) in [
            ("a{background:url(https://x.example/a.png)}", "https://x.example/a.png"),
            ("@import \"//fonts.example/f.css\";", "\"//fonts.example/f.css\""),
            ("@import url('https://fonts.example/f.css');p{}", "'https://fonts.example/f.css'"),
        ] {
            assert_eq!(found(style, text), [(Code::OtherHost, quoted.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_neither_runs_nor_is_fetched_is_left_alone() {
        for text in [
            "<a href=\"https://example.org/\">out</a>",
            "<!-- <script>x()</script> --><p>",
            "{# <img src=https://x.example/a.png> #}<p>",
            "<script type=\"application/ld+json\">{}</script>",
            "<img src=\"{{ page.extra.logo | link }}\">",
            "<link rel=canonical href=https://example.org/>",
            "<link rel=alternate type=a href=\"{{ page.feed_url }}\">",
            "{{ <stat id=\"a\" /> }}",
            "{%- <card onclick=\"a\"> %}x{% </card> %}",
            "<p class=once data-on=1>a < b on=2</p>",
            "{% if a < b and on %}<p>{% endif %}",
            "<meta http-equiv=refresh content=\"0; url={{ page.target.url }}\">",
        ] {
            assert_eq!(found(template, text), [], "{text}");
        }
        for text in ["a{background:url(a.png)}", "/* url(https://x.example/) */", "a{background:url(data:image/png,x)}"]
        {
            assert_eq!(found(style, text), [], "{text}");
        }
    }
}
