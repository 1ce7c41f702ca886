//! Functions that several generators use: reading pages and settings, recognising languages and files.

use super::tags::{self, Verbatim};
use crate::import::destinations::{MarkdownStructure, is_within, structure};
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{Original, name_of};
use crate::import::prose;
use crate::import::site::{OriginalFile, OriginalPage, OriginalSite, OriginalTemplate};
use crate::import::value::{DataValue, Map};

mod languages;
pub mod strings;

pub use languages::{add_suffix_languages, is_language, suffix};

/// Whether a file is Markdown.
pub fn is_markdown(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["md", "mdx", "markdown", "mkd"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

/// A path without the ending of its file.
pub fn stem(path: &str) -> &str {
    let name = name_of(path);
    name.rfind('.').filter(|at| *at > 0).map_or(path, |at| &path[..path.len() - name.len() + at])
}

/// Whether a path has a part that is hidden or belongs to tools.
pub fn is_of_tools(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.') || matches!(part, "node_modules" | "bower_components" | "vendor"))
}

/// Reads a page for the file `new` with its address; `None` if its own file cannot be read.
pub fn page(
    original: &Original<'_>,
    path: &str,
    language: usize,
    (new, address): (String, String),
    start: front::Start,
    losses: &mut Losses,
) -> Option<OriginalPage> {
    let file = match original.text(path) {
        Ok(file) => file,
        Err(why) => {
            losses.file(LossKind::Unreadable, path, why);
            return None;
        }
    };
    let front = front::read_from(&file, start);
    if let Some((range, why)) = &front.problem {
        let line = file.text()[range.start.min(file.text().len())..].lines().next().unwrap_or("").to_owned();
        losses.add(LossKind::FrontMatter, &file, range.clone(), &line, why);
    }
    let mut page = OriginalPage::new(file, &front, language, new, address);
    take_aliases(&mut page);
    Some(page)
}

/// Takes old addresses from the front matter of a page. A value that does not begin with `/` is an address only if the generator
/// says so.
fn take_aliases(page: &mut OriginalPage) {
    for key in ["aliases", "redirect_from", "alias", "redirects"] {
        let is_address = |value: &DataValue| value.texts().iter().all(|text| text.starts_with('/'));
        if page.fields.get_in_any_case(key).is_some_and(|value| key == "redirect_from" || is_address(value)) {
            take_addresses(page, key);
        }
    }
}

/// Takes old addresses from a key of the front matter of a page.
pub fn take_addresses(page: &mut OriginalPage, key: &str) {
    let value = page.fields.take(key).unwrap_or(DataValue::Null);
    page.aliases.extend(value.texts().into_iter().map(str::to_owned));
}

/// Reads a settings file, and records the texts in it that readers see; an empty mapping if it is missing or invalid.
pub fn settings(original: &Original<'_>, path: &str, losses: &mut Losses) -> Map {
    let map = data_file(original, path, losses);
    if let Ok(file) = original.text(path) {
        prose::note(&file, &map, losses);
    }
    map
}

/// Reads a file of data for pages; an empty mapping if it is missing or invalid.
pub fn data_file(original: &Original<'_>, path: &str, losses: &mut Losses) -> Map {
    if !original.has(path) {
        return Map::default();
    }
    let file = match original.text(path) {
        Ok(file) => file,
        Err(why) => {
            losses.file(LossKind::Unreadable, path, why);
            return Map::default();
        }
    };
    match front::settings(&file) {
        Some(Ok(map)) => map,
        Some(Err((range, why))) => {
            losses.add(LossKind::FrontMatter, &file, range, path, why);
            Map::default()
        }
        None => Map::default(),
    }
}

/// Renames the page of each folder to `index.md`; `readme` is one where no file is called `index`.
pub fn folder_pages(pages: &mut [OriginalPage]) {
    let has: std::collections::HashSet<(usize, String)> =
        pages.iter().map(|page| (page.language, page.path.to_lowercase())).collect();
    for page in pages {
        let lower = page.path.to_lowercase();
        let folder = page.path.len() - name_of(&page.path).len();
        let is_readme = name_of(&lower) == "readme.md";
        let wanted = format!("{}index.md", &page.path[..folder]);
        if is_readme && !has.contains(&(page.language, wanted.to_lowercase())) {
            page.path = wanted;
        } else if name_of(&lower) == "index.md" {
            page.path.replace_range(folder.., "index.md");
        }
    }
}

/// What makes a page that is not imported, from that page.
pub fn template(page: OriginalPage) -> OriginalTemplate {
    OriginalTemplate { path: page.file.path().to_owned(), address: page.address }
}

/// A file that is copied if a page links to it.
pub fn linked(original: &str, address: String, language: usize, path: String) -> OriginalFile {
    OriginalFile { original: original.to_owned(), address, language, path, if_linked: true }
}

/// The title of a site whose settings have none: that of the first of these pages that exists.
pub fn title_from(site: &OriginalSite, paths: &[&str]) -> Option<String> {
    let page =
        paths.iter().find_map(|path| site.pages.iter().find(|page| page.file.path().eq_ignore_ascii_case(path)))?;
    if let Some(title) = page.fields.text_at("title") {
        return Some(title.to_owned());
    }
    let body = &page.file.text()[page.body.clone()];
    let structure = crate::import::destinations::structure(body);
    let heading = structure.headings.iter().find(|heading| heading.level == 1 && !heading.text.trim().is_empty())?;
    Some(heading.text.trim().to_owned())
}

/// The value of a setting in source code, as in `title: "Docs"`: the text in quotes after the key.
pub fn quoted_after<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = text[from..].find(key) {
        let start = from + at;
        from = start + key.len();
        if text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.') {
            continue;
        }
        let rest = text[from..].trim_start_matches(['"', '\'']).trim_start();
        let Some(rest) = rest.strip_prefix([':', '=']) else { continue };
        let rest = rest.trim_start();
        let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`')) else { continue };
        return rest[1..].split(quote).next();
    }
    None
}

/// Records template syntax that is kept as text.
pub fn note_syntax(page: &OriginalPage, range: std::ops::Range<usize>, losses: &mut Losses) {
    let what = page.file.text()[range.clone()].to_owned();
    losses.add(LossKind::TemplateSyntax, &page.file, range, &what, "it is kept as text");
}

/// Template syntax that a page shows as text.
pub struct Escapes<'a> {
    page: &'a OriginalPage,
    structure: Option<MarkdownStructure>,
}

impl<'a> Escapes<'a> {
    /// Those of a page.
    pub fn new(page: &'a OriginalPage) -> Self {
        Self { page, structure: None }
    }

    /// What shows `syntax` at a byte of the page: in code itself, in HTML with a reference, elsewhere after a backslash.
    pub fn shown(&mut self, at: usize, syntax: String) -> String {
        let body = &self.page.body;
        let structure = self.structure.get_or_insert_with(|| structure(&self.page.file.text()[body.clone()]));
        let at = at - body.start;
        let is_code = is_within(&structure.code, at);
        match is_code {
            true => syntax,
            false if is_within(&structure.html, at) => format!("&#123;{}", &syntax[1..]),
            false => format!("\\{syntax}"),
        }
    }
}

/// Escapes the template syntax in the parts of a page that its template shows as they are.
pub fn escape_verbatim(page: &OriginalPage, parts: &[Verbatim], edits: &mut Edits) {
    let text = page.file.text();
    if parts.is_empty() {
        return;
    }
    // The tags around the parts go, and those around code become fences.
    let mut shown = text[page.body.clone()].to_owned();
    let mut hide = |range: std::ops::Range<usize>, by: &str| {
        let line = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let is_alone = text[line..range.start].trim().is_empty()
            && text[range.end..].split('\n').next().is_none_or(|rest| rest.trim().is_empty());
        let length = range.len();
        // Beside other text, it must not become an indent.
        let by = if is_alone { format!("{by:<length$}") } else { "x".repeat(length) };
        shown.replace_range(range.start - page.body.start..range.end - page.body.start, &by);
    };
    for part in parts {
        hide(part.range.start..part.inner.start, "");
        hide(part.inner.end..part.range.end, "");
    }
    for tag in tags::find_outside(text, &page.body, parts, "{%", "%}") {
        let name = tag.inner.trim_matches('-').split_whitespace().next().unwrap_or("");
        if matches!(name, "highlight" | "endhighlight") {
            hide(tag.range, "```");
        }
    }
    let structure = structure(&shown);
    let mut escapes = Escapes { page, structure: Some(structure) };
    for part in parts {
        for open in ["{{", "{%"] {
            for (at, _) in text[part.inner.clone()].match_indices(open) {
                let at = part.inner.start + at;
                edits.replace(at..at + 1, escapes.shown(at, "{".to_owned()));
            }
        }
    }
}

/// Puts addresses with template syntax that is kept, which begins at these bytes in order, between `<` and `>`: the spaces in them would end them, and nothing would be a link.
pub fn enclose_addresses(page: &OriginalPage, code: &[std::ops::Range<usize>], kept: &[usize], edits: &mut Edits) {
    let text = page.file.text();
    if kept.is_empty() {
        return;
    }
    let has_kept =
        |start: usize, end: usize| kept.get(kept.partition_point(|at| *at < start)).is_some_and(|at| *at < end);
    let mut line_start = page.body.start;
    for line in text[page.body.clone()].split_inclusive('\n') {
        let mut from = 0;
        while let Some(at) = line[from..].find("]({{") {
            let start = from + at + 2;
            from = start;
            let mut end = start;
            while line[end..].starts_with("{{") {
                let Some(length) = line[end..].find("}}") else { break };
                end += length + 2;
                let next = line[end..].find(|c: char| c.is_whitespace() || matches!(c, ')' | '{' | '<' | '>' | '"'));
                end += next.unwrap_or(0);
            }
            let is_kept = has_kept(line_start + start, line_start + end);
            if is_kept && line[end..].starts_with(')') && !is_within(code, line_start + start) {
                edits.replace(line_start + start..line_start + start, "<");
                edits.replace(line_start + end..line_start + end, ">");
            }
            from = from.max(end);
        }
        line_start += line.len();
    }
}

/// What one page includes.
#[derive(Debug, Default)]
pub struct Included {
    bytes: usize,
}

impl Included {
    /// Counts a text that is included; an error where all that the page includes is longer than a page may be.
    pub fn add(&mut self, text: String) -> Result<String, String> {
        if self.bytes + text.len() > INCLUDED_BYTES {
            return Err(format!("the page includes more than {} MB", INCLUDED_BYTES / 1_000_000));
        }
        self.bytes += text.len();
        Ok(text)
    }
}

/// Maximum bytes that one page includes, half of what a page may be long.
const INCLUDED_BYTES: usize = 5_000_000;

/// Removes a range, with its line if nothing else is on it.
pub fn remove_line(text: &str, range: std::ops::Range<usize>, edits: &mut Edits) {
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1);
    let is_alone = text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    edits.replace(if is_alone { start..end } else { range }, "");
}

/// Code that a call with these bytes holds: in its line if there is other text in it, else a block.
pub fn code(text: &str, call: std::ops::Range<usize>, content: &str, language: &str) -> String {
    let is_line_start = text[..call.start].rsplit('\n').next().unwrap_or("").trim().is_empty();
    let is_line_end = text[call.end..].lines().next().unwrap_or("").trim().is_empty();
    let longest = content.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    if content.contains('\n') || is_line_start && is_line_end {
        let fence = "`".repeat(longest.max(2) + 1);
        let content = content.trim_matches('\n');
        let before = if is_line_start { "" } else { "\n\n" };
        let after = if is_line_end { "" } else { "\n\n" };
        return format!("{before}{fence}{language}\n{content}\n{fence}{after}");
    }
    let marks = "`".repeat(longest + 1);
    let space = if longest > 0 { " " } else { "" };
    format!("{marks}{space}{}{space}{marks}", content.trim())
}

/// The position of a page, at a path of keys of its front matter.
pub fn position_in(fields: &Map, path: &str) -> Option<i64> {
    fields.at(path).and_then(DataValue::integer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_includes_adds_up() {
        let mut included = Included::default();
        for _ in 0..5 {
            included.add("a".repeat(1_000_000)).unwrap();
        }
        assert_eq!(included.add("b".to_owned()), Err("the page includes more than 5 MB".to_owned()));
    }

    #[test]
    fn settings_in_source_code_are_found_by_their_keys() {
        let text = "export default { subtitle: 'no', title: \"Docs\", site: `https://a.example` }";
        assert_eq!(quoted_after(text, "title"), Some("Docs"));
        assert_eq!(quoted_after(text, "site"), Some("https://a.example"));
        assert_eq!(quoted_after(text, "url"), None);
    }
}
