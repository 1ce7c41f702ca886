//! The templates that a page is made with: its own, and those that it extends or includes.

use std::collections::BTreeSet;

use super::templates::for_kind;
use crate::read::Theme;
use crate::report::SourceFile;
use crate::site::Page;

/// The files of the templates that a page is made with: its own first, then those that it extends or includes, each once.
#[must_use]
pub fn templates_of_page(theme: &Theme, page: &Page) -> Vec<String> {
    let named = page.source.front.template.as_ref().map(|(name, _)| match name.ends_with(".html") {
        true => name.clone(),
        false => format!("{name}.html"),
    });
    let usual =
        || for_kind(page.kind).iter().find(|name| theme.templates.contains_key(**name)).map(|&name| name.into());
    let first: Option<String> = named.or_else(usual);
    first.map_or_else(Vec::new, |first| template_chain(theme, &first))
}

/// The files of a template and of those that it extends or includes, each once.
#[must_use]
pub fn template_chain(theme: &Theme, first: &str) -> Vec<String> {
    let (mut next, mut seen, mut files) = (vec![first.to_owned()], BTreeSet::new(), Vec::new());
    while let Some(name) = next.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let Some(file) = theme.templates.get(&name).or_else(|| theme.qualified.get(&name)) else { continue };
        files.push(file.path().to_owned());
        let named: Vec<String> = named_templates(file).collect();
        next.extend(named.into_iter().rev());
    }
    files
}

/// The names of the templates that a template extends or includes, in their order.
fn named_templates(file: &SourceFile) -> impl Iterator<Item = String> + '_ {
    file.text().split("{%").skip(1).filter_map(|tag| {
        let tag = tag.split("%}").next().unwrap_or(tag).trim_start_matches(['-', ' ', '\n']);
        let rest = tag.strip_prefix("extends").or_else(|| tag.strip_prefix("include"))?;
        let start = rest.find(['"', '\''])?;
        let quote = rest[start..].chars().next()?;
        rest[start + 1..].split(quote).next().map(str::to_owned)
    })
}

/// The files of the shortcodes that a page calls, each once, in the order of their names.
#[must_use]
pub fn shortcodes_of_page(theme: &Theme, page: &Page) -> Vec<String> {
    let names: BTreeSet<&str> = page.source.document.calls.iter().map(|call| call.name.as_str()).collect();
    names.into_iter().filter_map(|name| Some(theme.shortcodes.get(name)?.path().to_owned())).collect()
}
