//! Converts the syntax of DocFX and Microsoft Learn: `[!INCLUDE [text](path)]`, `:::image …:::` and links to `xref:…`.

use super::moved;
use crate::import::ImportContext;
use crate::import::destinations::{Form, structure};
use crate::import::edits::{Edits, Next};
use crate::import::front;
use crate::import::generators::{shared, tags};
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::original::{Original, folder_of, resolve};
use crate::import::rewrite::relative;
use crate::import::site::{OriginalPage, OriginalSite};

/// The host on which Microsoft publishes its documentation.
pub const LEARN: &str = "https://learn.microsoft.com";

/// Maximum bytes of the text of an include.
const LONGEST_LABEL: usize = 1_000;

/// How calls of shortcodes and tags of templates begin and end.
const CALLS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];

/// Reads the settings of DocFX about links: the host, and files that have moved.
pub fn settings(original: &Original<'_>, site: &mut OriginalSite, losses: &mut Losses) {
    if original.has(".openpublishing.publish.config.json") {
        site.host = Some(LEARN.to_owned());
        moved::read(original, site, losses);
    }
}

/// Converts links to names, `xref:Module.Name`, to paths.
fn references(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits) {
    let text = page.file.text();
    for destination in structure(&text[page.body.clone()]).destinations {
        let Some(name) = destination.value.strip_prefix("xref:") else { continue };
        let name = crate::percent::decode(name.split(['?', '#']).next().unwrap_or(name));
        let Some(to) = named(context, page, &name) else { continue };
        let base = page.body.start;
        if destination.form == Form::Automatic {
            let words = name.rsplit('.').next().unwrap_or(&name);
            edits.replace(destination.whole.start + base..destination.whole.end + base, format!("[{words}]({to})"));
        } else {
            edits.replace(destination.range.start + base..destination.range.end + base, to);
        }
    }
}

/// The target of a name: the page of that name in the folder of its module, or the reference of .NET.
fn named(context: &ImportContext<'_>, page: &OriginalPage, name: &str) -> Option<String> {
    let (module, last) = name.rsplit_once('.')?;
    let own = page.file.path();
    let folder = format!("/{}/", module.to_lowercase());
    let shared_bytes = |path: &str| path.bytes().zip(own.bytes()).take_while(|(a, b)| a == b).count();
    let candidates = context.index.named(last).iter().map(|number| context.site.pages[*number].file.path());
    let candidates = candidates.filter(|path| path.to_lowercase().contains(&folder));
    // In the same version, otherwise in the last one.
    if let Some(path) = candidates.max_by_key(|path| (shared_bytes(path), (*path).to_owned())) {
        return Some(relative(own, path));
    }
    let is_published = context.site.host.is_some();
    let lower = name.to_lowercase().replace(['`', '*'], "-");
    if is_published && last.contains('-') {
        return Some(format!("{LEARN}/powershell/module/{}/{}", module.to_lowercase(), last.to_lowercase()));
    }
    let is_of_net = ["System.", "Microsoft."].iter().any(|start| name.starts_with(start));
    (is_of_net && is_published).then(|| format!("{LEARN}/dotnet/api/{lower}"))
}

/// Converts the body of a page.
pub fn convert(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let body = &text[page.body.clone()];
    if body.contains("xref:") {
        references(context, page, edits);
    }
    let has_calls = CALLS.iter().any(|(open, _)| body.contains(open));
    if !body.contains("[!") && !body.contains(":::image") && !has_calls {
        return;
    }
    let code = mdx::code(text, &page.body);
    let is_code = |at: usize| crate::import::destinations::is_within(&code, at);
    if has_calls {
        note_calls(page, &code, losses);
    }
    for tag in tags::find(text, page.body.clone(), ":::image", ":::") {
        if is_code(tag.range.start) {
            continue;
        }
        let arguments = tags::arguments(&tag.inner);
        let source = tags::argument(&arguments, "source", None);
        let words = tags::argument(&arguments, "alt-text", None).unwrap_or("");
        match source {
            Some(source) => edits.replace(tag.range.clone(), format!("![{}](<{source}>)", tags::link_text(words))),
            None => shared::note_syntax(page, tag.range.clone(), losses),
        }
    }
    let mut includes = shared::Included::default();
    let mut brackets = Next::new("](");
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
        let label = at + name.len();
        let open = brackets.after(&text[..page.body.end], label).filter(|open| open - label < LONGEST_LABEL);
        let Some((path, end)) = open.and_then(|open| link_path(&text[..page.body.end], label, open)) else { continue };
        let range = start..end;
        match included(context, folder_of(page.file.path()), path).and_then(|text| includes.add(text)) {
            Ok(included) => edits.replace(range.clone(), included),
            Err(why) => losses.add(LossKind::Include, &page.file, range.clone(), &text[range.clone()], why),
        }
        at = range.end;
    }
}

/// Records calls of shortcodes and tags of templates, which are kept as text: nothing in a folder of Markdown says which program makes
/// something of them.
fn note_calls(page: &OriginalPage, code: &[std::ops::Range<usize>], losses: &mut Losses) {
    let text = page.file.text();
    let mut all: Vec<_> =
        CALLS.iter().flat_map(|(open, close)| tags::find(text, page.body.clone(), open, close)).collect();
    all.sort_by_key(|tag| tag.range.start);
    let mut end = 0;
    for tag in all {
        // One that begins in another one is part of it, and one with a blank line only looks like one.
        let is_call = tag.range.start >= end && !text[tag.range.clone()].contains("\n\n");
        if is_call && !crate::import::destinations::is_within(code, tag.range.start) {
            end = tag.range.end;
            shared::note_syntax(page, tag.range.clone(), losses);
        }
    }
}

/// The path in `[text](path)]` in one line, whose text begins at a byte and ends at `open`, and the end.
fn link_path(text: &str, label: usize, open: usize) -> Option<(&str, usize)> {
    let inner = open + 2;
    let line = text[inner..].split('\n').next().unwrap_or("");
    let length = line.find(')')?;
    let path = line[..length].split_whitespace().next()?;
    let is_link = !text[label..open].contains('\n') && line[length + 1..].starts_with(']');
    is_link.then_some((path, inner + length + 2))
}

/// The body of a file that pages include.
fn included(context: &ImportContext<'_>, folder: &str, path: &str) -> Result<String, String> {
    let path = path.strip_prefix("~/").map_or_else(|| resolve(folder, path), |rooted| resolve("", rooted));
    let path = path.ok_or("it leads out of the folder, which is never read")?;
    let file = context.original.text(&path)?;
    let front = front::read(&file);
    let text = file.text()[front.body..].trim();
    // Links relative to the included file become relative to the page.
    let mut edits = Edits::default();
    for destination in structure(text).destinations {
        let value = &destination.value;
        let (link, rest) = value.split_at(value.find(['?', '#']).unwrap_or(value.len()));
        if link.is_empty() || value.contains(':') || value.starts_with('/') {
            continue;
        }
        if let Some(to) = resolve(folder_of(&path), link) {
            let from = if folder.is_empty() { "x".to_owned() } else { format!("{folder}/x") };
            edits.replace(destination.range.clone(), relative(&from, &to) + rest);
        }
    }
    let whole = 0..text.len();
    Ok(edits.apply(text, whole).text)
}
