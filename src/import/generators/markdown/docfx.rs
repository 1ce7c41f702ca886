//! Syntax of DocFX and Microsoft Learn: `[!INCLUDE [words](path)]`, `:::image …:::` and lines that only lay pages out.

use crate::import::Context;
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::generators::{shared, tags};
use crate::import::left::{Kind, Notes};
use crate::import::mdx;
use crate::import::original::{folder_of, resolve};
use crate::import::site::Page;

/// Converts the body of a page.
pub fn convert(context: &Context<'_>, page: &Page, edits: &mut Edits, notes: &mut Notes) {
    let text = page.file.text();
    let body = &text[page.body.clone()];
    if !body.contains("[!") && !body.contains(":::image") {
        return;
    }
    let code = mdx::code(text, &page.body);
    let is_code = |at: usize| crate::import::destinations::is_within(&code, at);
    for tag in tags::find(text, page.body.clone(), ":::image", ":::") {
        if is_code(tag.range.start) {
            continue;
        }
        let arguments = tags::arguments(&tag.inner);
        let source = tags::argument(&arguments, "source", None);
        let words = tags::argument(&arguments, "alt-text", None).unwrap_or("");
        match source {
            Some(source) => edits.replace(tag.range.clone(), format!("![{}](<{source}>)", tags::words(words))),
            None => shared::note_syntax(page, tag.range.clone(), notes),
        }
    }
    let mut at = page.body.start;
    while let Some(found) = text[at..page.body.end].find("[!") {
        let start = at + found;
        at = start + 2;
        if is_code(start) {
            continue;
        }
        let rest = &text[at..page.body.end];
        let name = rest.split(|c: char| !c.is_ascii_alphabetic() && c != '-').next().unwrap_or("");
        if !name.eq_ignore_ascii_case("include") {
            continue;
        }
        let Some((path, length)) = link_path(&rest[name.len()..]) else { continue };
        let range = start..at + name.len() + length;
        match included(context, folder_of(page.file.path()), path) {
            Ok(included) => edits.replace(range.clone(), included),
            Err(why) => notes.add(Kind::Include, &page.file, range.clone(), &text[range.clone()], why),
        }
        at = range.end;
    }
}

/// The path in `[words](path)]`, and how many bytes it takes.
fn link_path(text: &str) -> Option<(&str, usize)> {
    let open = text.find("](")?;
    let length = text[open + 2..].find(')')?;
    let end = open + 2 + length + 1;
    let is_one_line = !text[..end].contains('\n');
    let path = text[open + 2..open + 2 + length].split_whitespace().next()?;
    (is_one_line && text[end..].starts_with(']')).then_some((path, end + 1))
}

/// The body of a file that pages include.
fn included(context: &Context<'_>, folder: &str, path: &str) -> Result<String, String> {
    let path = path.strip_prefix("~/").map_or_else(|| resolve(folder, path), |rooted| resolve("", rooted));
    let path = path.ok_or("it leads out of the folder, which is never read")?;
    let file = context.original.text(&path)?;
    let front = front::read(&file);
    let text = file.text()[front.body..].trim();
    // Its links are relative to itself: they are made relative to the page.
    let mut edits = Edits::default();
    for destination in crate::import::destinations::structure(text).destinations {
        let value = &destination.value;
        let (link, rest) = value.split_at(value.find(['?', '#']).unwrap_or(value.len()));
        if link.is_empty() || value.contains(':') || value.starts_with('/') {
            continue;
        }
        if let Some(to) = resolve(folder_of(&path), link) {
            let from = if folder.is_empty() { "x".to_owned() } else { format!("{folder}/x") };
            edits.replace(destination.range.clone(), crate::import::rewrite::relative(&from, &to) + rest);
        }
    }
    let whole = 0..text.len();
    Ok(edits.apply(text, whole).text)
}
