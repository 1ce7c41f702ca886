//! Converts Hugo's shortcodes that have an equivalent in Markdown; the others are kept as text and recorded.

use std::collections::HashMap;
use std::ops::Range;

use crate::escape::escape;
use crate::import::ImportContext;
use crate::import::edits::Edits;
use crate::import::front;
use crate::import::generators::{bodies, shared, tags};
use crate::import::index::LinkTarget;
use crate::import::losses::{LossKind, Losses};
use crate::import::original::{folder_of, name_of, resolve};
use crate::import::rewrite::relative;
use crate::import::site::OriginalPage;
use crate::marks;
use tags::{TemplateTag, argument, arguments};

/// Converts the shortcodes of a page.
pub fn convert(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let calls = tags::find_either(text, page.body.clone(), [("{{<", ">}}"), ("{{%", "%}}")]);
    let mut escapes = shared::Escapes::new(page);
    let mut closing: HashMap<&str, Vec<&TemplateTag>> = HashMap::new();
    for tag in &calls {
        if let Some(name) = tag.inner.strip_prefix('/') {
            closing.entry(name.trim()).or_default().push(tag);
        }
    }
    let ends = |name: &str, after: usize| {
        let tags = closing.get(name)?;
        tags.get(tags.partition_point(|tag| tag.range.start <= after)).copied()
    };
    let mut includes = shared::Included::default();
    let mut skip_to = 0;
    for tag in &calls {
        if tag.range.start < skip_to {
            continue;
        }
        // `{{</* x */>}}` shows a call as text.
        if let Some(inner) = tag.inner.strip_prefix("/*").and_then(|inner| inner.strip_suffix("*/")) {
            let (open, close) = (&text[tag.range.start..tag.range.start + 3], &text[tag.range.end - 3..tag.range.end]);
            let shown = format!("{open}{inner}{close}");
            edits.replace(tag.range.clone(), escapes.shown(tag.range.start, shown));
            continue;
        }
        if tag.inner.starts_with('/') {
            continue;
        }
        let inner = tag.inner.trim_end_matches('/').trim();
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let arguments = arguments(rest);
        let is_closed = tag.inner.ends_with('/');
        let end = if is_closed { None } else { ends(name, tag.range.start) };
        let made = replacement(context, page, name, &arguments);
        match made.map(|made| made.and_then(|text| includes.add(text))) {
            Some(Ok(made)) => edits.replace(tag.range.clone(), made),
            Some(Err(why)) => {
                losses.add(LossKind::Include, &page.file, tag.range.clone(), &text[tag.range.clone()], why);
            }
            None => {
                if let Some(end) = end
                    && paired(text, name, &arguments, tag, end, edits)
                {
                    if matches!(name, "highlight") {
                        skip_to = end.range.end;
                    }
                    continue;
                }
                shared::note_syntax(page, tag.range.clone(), losses);
            }
        }
    }
}

/// The replacement for a shortcode without content; `None` if there is no equivalent.
fn replacement(
    context: &ImportContext<'_>,
    page: &OriginalPage,
    name: &str,
    arguments: &[(Option<String>, String)],
) -> Option<Result<String, String>> {
    let words = |key: &str| argument(arguments, key, None).map(tags::link_text);
    Some(match name {
        "ref" | "relref" => {
            let to = argument(arguments, "path", Some(0))?;
            Ok(reference(context, page, to, argument(arguments, "lang", None))?)
        }
        "figure" | "img" | "image" => {
            let source = argument(arguments, "src", Some(0))?;
            let title = words("title").or_else(|| words("caption"));
            let alternative = words("alt").or_else(|| title.clone()).unwrap_or_default();
            let caption = argument(arguments, "caption", None).or_else(|| argument(arguments, "title", None));
            let caption = caption.filter(|caption| tags::link_text(caption) != alternative);
            Ok(match argument(arguments, "link", None) {
                // An image in a link is not a figure, so its caption would not be shown.
                Some(link) => {
                    let image = format!("[{}](<{link}>)", tags::image(&alternative, source, None));
                    caption.map_or(image.clone(), |caption| format!("{image}\n\n{caption}"))
                }
                None => tags::image(&alternative, source, caption),
            })
        }
        "youtube" => {
            let id = argument(arguments, "id", Some(0))?;
            Ok(format!(
                "[{}](https://www.youtube.com/watch?v={id})",
                words("title").unwrap_or_else(|| "YouTube".into())
            ))
        }
        "vimeo" => {
            let id = argument(arguments, "id", Some(0))?;
            Ok(format!("[{}](https://vimeo.com/{id})", words("title").unwrap_or_else(|| "Vimeo".into())))
        }
        "gist" => {
            let (user, id) = (argument(arguments, "user", Some(0))?, argument(arguments, "id", Some(1))?);
            Ok(format!("[Gist](https://gist.github.com/{user}/{id})"))
        }
        "x" | "tweet" => {
            let (user, id) = (argument(arguments, "user", None)?, argument(arguments, "id", None)?);
            Ok(format!("[X](https://x.com/{user}/status/{id})"))
        }
        "instagram" => Ok(format!("[Instagram](https://www.instagram.com/p/{}/)", argument(arguments, "id", Some(0))?)),
        "param" => {
            let key = argument(arguments, "name", Some(0))?;
            let value = page.fields.at(key).or_else(|| page.fields.at(&format!("params.{key}")));
            Ok(value?.text()?.to_owned())
        }
        "include" | "readfile" if own_include(context, name) => {
            included(context, page, argument(arguments, "file", Some(0))?)
        }
        _ => return None,
    })
}

/// Whether the site has a shortcode of this name that includes a page by its path.
fn own_include(context: &ImportContext<'_>, name: &str) -> bool {
    ["layouts/_shortcodes", "layouts/shortcodes"].iter().any(|folder| {
        let file = context.original.text(&format!("{folder}/{name}.html"));
        file.is_ok_and(|file| file.text().contains("RenderShortcodes") || file.text().contains("readFile"))
    })
}

/// Converts a shortcode with content, if it has an equivalent.
fn paired(
    text: &str,
    name: &str,
    arguments: &[(Option<String>, String)],
    tag: &TemplateTag,
    end: &TemplateTag,
    edits: &mut Edits,
) -> bool {
    let content = text[tag.range.end..end.range.start].trim_matches('\n');
    if bodies::convert(text, name, arguments, (&tag.range, &end.range), edits) {
        return true;
    }
    match name {
        "highlight" => {
            let language = argument(arguments, "lang", Some(0)).unwrap_or("");
            let whole = tag.range.start..end.range.end;
            edits.replace(whole.clone(), shared::code(text, whole, content, language));
        }
        "details" => {
            let summary = argument(arguments, "summary", Some(0)).unwrap_or("Details");
            edits.replace(tag.range.clone(), format!("<details>\n<summary>{}</summary>\n", escape(summary)));
            edits.replace(end.range.clone(), "\n</details>");
        }
        "comment" => edits.replace(tag.range.start..end.range.end, ""),
        "button" => match argument(arguments, "href", None).or_else(|| argument(arguments, "link", None)) {
            Some(link) if !content.contains('\n') => {
                edits.replace(tag.range.clone(), "[");
                edits.replace(end.range.clone(), format!("](<{link}>)"));
            }
            _ => return false,
        },
        _ => return false,
    }
    true
}

/// The link of `ref` and `relref`, as a path to a file of the original; `None` if there is no such page in a language that the call
/// names with `lang`.
fn reference(context: &ImportContext<'_>, page: &OriginalPage, to: &str, tag: Option<&str>) -> Option<String> {
    let (path, fragment) = to.split_at(to.find('#').unwrap_or(to.len()));
    if path.is_empty() {
        return Some(fragment.to_owned());
    }
    let language = match tag {
        Some(tag) => context.site.language(tag)?,
        None => page.language,
    };
    match find(context, page, path, language) {
        Some(found) if tag.is_none() || found.language == language => {
            Some(relative(page.file.path(), found.file.path()) + fragment)
        }
        None if tag.is_none() => Some(to.to_owned()),
        _ => None,
    }
}

/// The page that a path names: from the folder of the page, from the content, or by its name alone. In this language, if it exists
/// there.
fn find<'c>(
    context: &'c ImportContext<'_>,
    page: &OriginalPage,
    path: &str,
    language: usize,
) -> Option<&'c OriginalPage> {
    let pages = &context.site.pages;
    let at = |path: String| match context.index.path(&path)? {
        LinkTarget::Page(number) => Some(&pages[number]),
        LinkTarget::File(_) => None,
    };
    let rooted = path.trim_start_matches('/').trim_end_matches('/');
    let near = resolve(folder_of(page.file.path()), path).filter(|_| !path.starts_with('/')).and_then(at);
    let in_root = |root: &String| at(resolve(root, rooted)?);
    if let Some(found) = near.or_else(|| context.site.roots.iter().find_map(in_root)) {
        let is_version = |other: &&OriginalPage| {
            other.language == language && other.path == found.path && !other.file.path().is_empty()
        };
        let other = if found.language == language { None } else { pages.iter().find(is_version) };
        return Some(other.unwrap_or(found));
    }
    let stem = shared::stem(rooted);
    let suffix = format!(".{}", context.site.languages[language].tag);
    let ends = |other: &OriginalPage| {
        let own = shared::stem(other.file.path());
        let own = own.strip_suffix(suffix.as_str()).unwrap_or(own);
        let own = own.strip_suffix("/index").or_else(|| own.strip_suffix("/_index")).unwrap_or(own);
        own == stem || own.ends_with(&format!("/{stem}"))
    };
    let name = name_of(stem);
    let with_suffix = format!("{name}{suffix}");
    let named = context.index.named(name).iter().chain(context.index.named(&with_suffix));
    let named = named.chain(context.index.of_folders(name)).map(|number| (number, &pages[*number]));
    let found = named.filter(|(_, other)| other.language == language && ends(other)).min_by_key(|(number, _)| *number);
    found.map(|(_, page)| page)
}

/// The body of another page.
fn included(context: &ImportContext<'_>, page: &OriginalPage, path: &str) -> Result<String, String> {
    let rooted = path.trim_start_matches('/');
    let candidates = context.site.roots.iter().filter_map(|root| resolve(root, rooted));
    let candidates = candidates.chain(resolve(folder_of(page.file.path()), path)).chain(resolve("", rooted));
    let names = |base: String| ["", ".md", "/index.md", "/_index.md"].map(|end| format!("{base}{end}"));
    let found = candidates.flat_map(names).find(|path| context.original.has(path)).ok_or("there is no such file")?;
    let file = context.original.text(&found)?;
    let front = front::read_from(&file, front::Start::AfterSpace);
    let body: Range<usize> = front.body..file.text().len();
    let included = OriginalPage::new(file.clone(), &front, page.language, String::new(), page.address.clone());
    let mut edits = Edits::default();
    // Its own shortcodes are converted as well, except further includes.
    for tag in tags::find(file.text(), body.clone(), "{{%", "%}}") {
        let (name, rest) = tag.words();
        if !matches!(name, "include" | "readfile")
            && let Some(Ok(made)) = replacement(context, &included, name, &arguments(rest))
        {
            edits.replace(tag.range, made);
        }
    }
    Ok(marks::without_forbidden(edits.apply(file.text(), body).text.trim()).into_owned())
}
