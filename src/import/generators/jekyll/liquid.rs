//! Converts Liquid tags: links to posts and pages, includes, settings and keys of the front matter. All others are kept as text.

use std::ops::Range;

use crate::import::ImportContext;
use crate::import::edits::Edits;
use crate::import::generators::{shared, tags};
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::original::{Original, folder_of, name_of, resolve};
use crate::import::rewrite::relative;
use crate::import::site::OriginalPage;
use crate::import::value::DataValue;

/// Converts the tags of a page.
pub fn convert(context: &ImportContext<'_>, page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    let verbatim = tags::verbatim(text, page.body.clone(), &["raw"]);
    for part in &verbatim {
        shared::remove_line(text, part.range.start..part.inner.start, edits);
        shared::remove_line(text, part.inner.end..part.range.end, edits);
    }
    shared::escape_verbatim(page, &verbatim, edits);
    let tags_outside = tags::find_outside(text, &page.body, &verbatim, "{%", "%}");
    let ends = |name: &str| -> Vec<Range<usize>> {
        let is_it = |tag: &&tags::TemplateTag| tag.inner.trim_matches('-').trim() == name;
        tags_outside.iter().filter(is_it).map(|tag| tag.range.clone()).collect()
    };
    let (ends_of_comments, ends_of_code) = (ends("endcomment"), ends("endhighlight"));
    let after = |ends: &[Range<usize>], at: usize| ends.get(ends.partition_point(|end| end.start < at)).cloned();
    let mut includes = shared::Included::default();
    for tag in &tags_outside {
        let inner = tag.inner.trim_matches('-').trim();
        let (name, rest) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let rest = rest.trim();
        let made = match name {
            "link" => Ok(link(page, rest)),
            "post_url" => match post(context, page, rest) {
                Some(link) => Ok(link),
                None => Err("there is no such post".to_owned()),
            },
            "include" | "include_relative" | "include_cached" => {
                let path = rest.split_whitespace().next().unwrap_or("");
                included(context.original, page, path, name == "include_relative").and_then(|text| includes.add(text))
            }
            "comment" => match after(&ends_of_comments, tag.range.end) {
                Some(end) => {
                    edits.replace(tag.range.start..end.end, "");
                    continue;
                }
                None => Err(String::new()),
            },
            "endcomment" => continue,
            "highlight" => {
                let Some(end) = after(&ends_of_code, tag.range.end) else {
                    shared::note_syntax(page, tag.range.clone(), losses);
                    continue;
                };
                let whole = tag.range.start..end.end;
                let language = rest.split_whitespace().next().unwrap_or("");
                let content = &text[tag.range.end..end.start];
                if content.contains('\n') || content.contains("{%") || content.contains("{{") {
                    edits.replace(tag.range.clone(), format!("```{language}"));
                    edits.replace(end, "```");
                } else {
                    edits.replace(whole.clone(), shared::code(text, whole, content, language));
                }
                continue;
            }
            "endhighlight" => continue,
            _ => Err(String::new()),
        };
        match made {
            Ok(made) => edits.replace(tag.range.clone(), made),
            Err(why) if why.is_empty() => shared::note_syntax(page, tag.range.clone(), losses),
            Err(why) => losses.add(LossKind::Include, &page.file, tag.range.clone(), &text[tag.range.clone()], why),
        }
    }
    let mut kept = Vec::new();
    for tag in tags::find_outside(text, &page.body, &verbatim, "{{", "}}") {
        match output(context, page, &tag.inner) {
            Some(value) => edits.replace(tag.range.clone(), value),
            None => {
                kept.push(tag.range.start);
                shared::note_syntax(page, tag.range.clone(), losses);
            }
        }
    }
    if text[page.body.clone()].contains("]({{") {
        shared::enclose_addresses(page, &mdx::code(text, &page.body), &kept, edits);
    }
}

/// The path of `{% link %}` from the page.
fn link(page: &OriginalPage, to: &str) -> String {
    let to = to.trim_matches(['"', '\'']).trim_start_matches('/');
    relative(page.file.path(), to)
}

/// The path of the post with this date and name.
fn post(context: &ImportContext<'_>, page: &OriginalPage, to: &str) -> Option<String> {
    let wanted = to.trim_matches(['"', '\'']).trim_start_matches('/');
    let is_it = |other: &OriginalPage| {
        let stem = shared::stem(other.file.path());
        let below = stem.rsplit_once("_posts/").map(|(_, below)| below);
        below.is_some_and(|below| below == wanted || name_of(below) == wanted)
    };
    let named = context.index.named(name_of(wanted)).iter().map(|number| &context.site.pages[*number]);
    let found = named.into_iter().find(|other| is_it(other))?;
    Some(relative(page.file.path(), found.file.path()))
}

/// The text of an include. One with tags of its own is a template and not included.
fn included(original: &Original<'_>, page: &OriginalPage, path: &str, is_relative: bool) -> Result<String, String> {
    let folder = if is_relative { folder_of(page.file.path()).to_owned() } else { "_includes".to_owned() };
    let path = resolve(&folder, path).filter(|found| is_relative || found.starts_with("_includes/"));
    let path = path.ok_or("it is outside of the folder of includes, and was not read")?;
    let file = original.text(&path)?;
    let text = file.text();
    if text.contains("{%") || text.contains("{{") {
        return Err(format!("{path} is a template"));
    }
    Ok(text.trim_end().to_owned())
}

/// The result of an expression with filters, such as `"/a.html" | prepend: site.baseurl`.
fn output(context: &ImportContext<'_>, page: &OriginalPage, inner: &str) -> Option<String> {
    let mut parts = parts(inner.trim_matches('-').trim()).into_iter();
    let mut result = value(context, page, parts.next()?)?;
    for filter in parts {
        let (name, argument) = filter.split_once(':').unwrap_or((filter, ""));
        let argument = argument.trim();
        result = match name.trim_end() {
            "relative_url" | "absolute_url" => rooted(&result),
            "escape" | "strip" | "xml_escape" => result,
            "prepend" if is_root(argument) => below_root(context, argument, result),
            "prepend" => value(context, page, argument)? + &result,
            "append" => result + &value(context, page, argument)?,
            _ => return None,
        };
    }
    Some(result)
}

/// The parts of an expression between the signs `|` outside of quotes.
fn parts(expression: &str) -> Vec<&str> {
    let mut quote = None;
    let is_end = |c: char| {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => return c == '|',
        }
        false
    };
    expression.split(is_end).map(str::trim).collect()
}

/// The value of an expression without filters: a text, a setting, a key of the front matter, or an address of this site.
fn value(context: &ImportContext<'_>, page: &OriginalPage, expression: &str) -> Option<String> {
    let unquoted =
        |quote: char| expression.strip_prefix(quote)?.strip_suffix(quote).filter(|text| !text.contains(quote));
    if let Some(text) = ['"', '\''].into_iter().find_map(unquoted) {
        return Some(text.to_owned());
    }
    let value = match expression {
        _ if is_root(expression) => return Some(String::new()),
        "page.url" => return Some(page.address.clone()),
        _ => match expression.strip_prefix("site.") {
            Some(key) => context.site.variables.at(key),
            None => page.fields.at(expression.strip_prefix("page.")?),
        },
    };
    match value? {
        DataValue::Text(text) | DataValue::Number(text) => Some(text.clone()),
        _ => None,
    }
}

/// Whether an expression is the root of the site, which stands before a path that begins with `/`.
fn is_root(expression: &str) -> bool {
    matches!(expression, "site.baseurl" | "site.url")
}

/// A path after the root of the site, which may end with the `/` that the path does not begin with.
fn below_root(context: &ImportContext<'_>, root: &str, path: String) -> String {
    let root = root.strip_prefix("site.").and_then(|key| context.site.variables.text_at(key)).unwrap_or("");
    if root.ends_with('/') { rooted(&path) } else { path }
}

fn rooted(path: &str) -> String {
    if path.contains("://") { path.to_owned() } else { format!("/{}", path.trim_start_matches('/')) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_separated_outside_of_quotes() {
        assert_eq!(parts("\"/a|b\" | prepend: site.url|escape"), ["\"/a|b\"", "prepend: site.url", "escape"]);
    }
}
