//! Components and imports of MDX. `<Tabs>` is a component, but `<Name>` in a sentence may be a placeholder.

use std::collections::HashSet;

use memchr::memmem;

use super::constructs::Construct;
use super::harmless::is_element;
use crate::report::catalog::foreign::System;

/// The names of tags on a page that begin with a capital letter.
#[derive(Debug, Default)]
pub(super) struct Tags<'t> {
    opened: HashSet<&'t str>,
    closed: HashSet<&'t str>,
}

impl<'t> Tags<'t> {
    /// Finds the tags in a text.
    pub fn from_text(text: &'t str) -> Self {
        let mut tags = Self::default();
        for at in memchr::memchr_iter(b'<', text.as_bytes()) {
            let rest = &text[at + 1..];
            let closed = rest.strip_prefix('/');
            let name = name_of(closed.unwrap_or(rest));
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                if closed.is_some() {
                    tags.closed.insert(name)
                } else {
                    tags.opened.insert(name)
                };
            }
        }
        tags
    }
}

fn name_of(text: &str) -> &str {
    let length = text.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_'))).unwrap_or(text.len());
    &text[..length]
}

/// The component whose `<` is at a byte: a tag whose name begins with a capital letter, and that is closed on the page, closes
/// itself or has attributes.
pub(super) fn component(text: &str, at: usize, tags: &Tags<'_>) -> Option<Construct> {
    let is_end = text[at + 1..].starts_with('/');
    let start = at + 1 + usize::from(is_end);
    let rest = &text[start..];
    let name = name_of(rest);
    let length = name.len();
    let is_name = name.starts_with(|c: char| c.is_ascii_uppercase()) && name.contains(|c: char| c.is_ascii_lowercase());
    if !is_name || is_element(&name.to_ascii_lowercase()) {
        return None;
    }
    let after = &rest[length..];
    let tag = &after[..after.floor_char_boundary(2_000)];
    let tag = &tag[..tag.find("\n\n").unwrap_or(tag.len())];
    let inner = tag.trim_start();
    if !(inner.starts_with(['>', '/']) || inner.len() < tag.len()) {
        return None;
    }
    if is_end {
        let is_tag = inner.starts_with('>') && tags.opened.contains(name);
        return is_tag.then(|| Construct::new(at..start + length + 1, System::Component, name, true));
    }
    let key = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':'))).unwrap_or(0);
    let is_call = inner.starts_with("/>")
        || inner.starts_with("{...")
        || key > 0 && inner[key..].starts_with(['=']) && inner[key + 1..].starts_with(['"', '\'', '{'])
        || tags.closed.contains(name);
    let end = tag.find('>').map_or(start + length, |end| start + length + end + 1);
    is_call.then(|| Construct::new(at..end, System::Component, name, false))
}

/// Lines that import or export something at the start of a block.
pub(super) fn imports(text: &str) -> Vec<Construct> {
    let mut found = Vec::new();
    let mut starts = vec![0];
    starts.extend(memmem::find_iter(text.as_bytes(), b"\nimport ").map(|at| at + 1));
    starts.extend(memmem::find_iter(text.as_bytes(), b"\nexport ").map(|at| at + 1));
    for at in starts {
        let line = text[at..].split(['\n', '\r']).next().unwrap_or("").trim_end();
        let above = text[..at].trim_end_matches(['\n', '\r']).rsplit('\n').next().unwrap_or("");
        let is_block = at == 0 || text[..at].ends_with("\n\n") || text[..at].ends_with("\n\r\n");
        let is_block = is_block || above.starts_with("import ") || above.starts_with("export ");
        if is_block && (is_import(line) || is_export(line)) {
            found.push(Construct::new(at..at + line.len(), System::Import, "", false));
        }
    }
    found
}

/// `import Name from "./file"` and `import "./file"`.
fn is_import(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("import ") else { return false };
    let rest = rest.trim_end_matches(';').trim();
    let is_quoted = |text: &str| {
        let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''));
        quote.is_some_and(|quote| text.len() > 2 && text.ends_with(quote))
    };
    if is_quoted(rest) {
        return true;
    }
    rest.rsplit_once(" from ").is_some_and(|(names, file)| {
        is_quoted(file.trim()) && names.chars().all(|c| c.is_ascii_alphanumeric() || " ,{}*_$".contains(c))
    })
}

/// `export const name = …` and the like.
fn is_export(line: &str) -> bool {
    ["const ", "default ", "function ", "let ", "class ", "async "].iter().any(|word| {
        line.strip_prefix("export ").is_some_and(|rest| rest.starts_with(word) && rest.contains(['=', '(', '{', ';']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_distinguished_from_placeholders() {
        let is_one = |text: &str| component(text, text.find('<').unwrap(), &Tags::from_text(text)).is_some();
        for text in ["<Tabs>x</Tabs>", "<Card />", "<Card title=\"x\">", "<Foo.Bar a={1}>", "<Icon name='a' />"] {
            assert!(is_one(text), "{text}");
        }
        for text in
            ["<Name>", "<String>", "List<T>", "<BR>", "<Br/>", "<Table>x</Table>", "<A href=\"x\">", "<Your name>"]
        {
            assert!(!is_one(text), "{text}");
        }
    }

    #[test]
    fn imports_begin_a_block() {
        let lines = |text: &str| imports(text).len();
        assert_eq!(lines("import A from './a';\nimport { B, C } from \"b\"\n\nexport const x = 1;\n"), 3);
        assert_eq!(lines("import taxes are high\n\nText\nimport A from './a'\n\nexport const is a word"), 0);
    }
}
