//! Attributes in braces at the end of a heading: `{#id .class key=value}`. Other braces are text.

use super::writer::Writer;

/// The attributes of a heading.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Attributes<'t> {
    /// Its id.
    pub id: Option<&'t str>,
    /// Its classes.
    pub classes: Vec<&'t str>,
    /// All others, with their values.
    pub others: Vec<(&'t str, &'t str)>,
}

impl<'t> Attributes<'t> {
    /// Reads what is between braces; `None` if it is not attributes.
    fn parse(text: &'t str) -> Option<Self> {
        let mut attributes = Self::default();
        let mut rest = text.trim();
        if rest.is_empty() || text.contains(['{', '<', '\\', '`']) {
            return None;
        }
        while !rest.is_empty() {
            let end = rest.find([' ', '\t']).unwrap_or(rest.len());
            let word = &rest[..end];
            let mut after = &rest[end..];
            if let Some(id) = word.strip_prefix('#') {
                attributes.id = Some(id).filter(|id| is_name(id));
                attributes.id?;
            } else if let Some(class) = word.strip_prefix('.') {
                attributes.classes.push(Some(class).filter(|class| is_name(class))?);
            } else {
                let (key, _) = word.split_once('=')?;
                if !is_key(key) {
                    return None;
                }
                let value = &rest[key.len() + 1..];
                let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
                let value = match quote {
                    Some(quote) => {
                        let (value, tail) = value[1..].split_once(quote)?;
                        after = tail;
                        value
                    }
                    None => &word[key.len() + 1..],
                };
                if value.is_empty() || !(after.is_empty() || after.starts_with([' ', '\t'])) {
                    return None;
                }
                attributes.others.push((key, value));
            }
            rest = after.trim_start();
        }
        Some(attributes)
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(['#', '"', '\'', '=', '>', '}', ',', ';', '|', '(', ')'])
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
}

/// The text between the braces at the end of a heading's source, without its closing number signs.
fn in_last_braces(heading: &str) -> Option<&str> {
    let is_atx = heading.starts_with('#');
    let line = if is_atx {
        let line = heading.trim_end();
        let bare = line.trim_end_matches('#');
        if bare.ends_with([' ', '\t']) { bare.trim_end() } else { line }
    } else {
        // The heading is underlined; its text ends on the line above.
        heading.trim_end().rsplit_once('\n')?.0.trim_end()
    };
    let open = line.strip_suffix('}')?.rfind('{')?;
    (!line[..open].ends_with(['\\', '{'])).then(|| &line[open + 1..line.len() - 1])
}

/// Whether the source of a heading ends with attributes.
pub(super) fn has_attributes(heading: &str) -> bool {
    in_last_braces(heading).and_then(Attributes::parse).is_some()
}

impl Writer<'_> {
    /// Moves the attributes at the end of the open heading out of its text.
    pub(super) fn take_attributes(&mut self) {
        let Some(heading) = self.heading.as_ref().filter(|_| self.rules.house && self.out.ends_with('}')) else {
            return;
        };
        let range = heading.range.clone();
        let masked = self.masked;
        let Some(open) = self.out[heading.at..].rfind('{').map(|open| heading.at + open) else { return };
        let Some(attributes) = in_last_braces(&masked.text()[range.clone()]).and_then(Attributes::parse) else {
            return;
        };
        // They may contain entities or typographic quotes, but no markup.
        if self.out[open..].contains('<') {
            return;
        }
        self.out.truncate(open);
        self.out.truncate(self.out.trim_end().len());
        let id = attributes.id.map(|id| masked.restore(id).into_owned());
        let attributes = self.heading_attributes(&attributes, &range);
        if let Some(heading) = &mut self.heading {
            heading.cut_braces();
            (heading.id, heading.attributes) = (id, attributes);
        }
        self.prose.cut_braces();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_an_id_classes_and_keys_with_values() {
        let of = |text| Attributes::parse(text);
        let wanted =
            Attributes { id: Some("when"), classes: vec!["a", "b"], others: vec![("lang", "fr"), ("title", "x y")] };
        assert_eq!(of(" #when .a lang=fr .b title=\"x y\" "), Some(wanted));
        assert_eq!(of("#дата").unwrap().id, Some("дата"));
        for text in
            ["", " ", "1", "Text | XML", "a, b", "curly", "2024, 2025", "a b", "#", ".", "#a b", "a=", "=b", ".a, .b"]
        {
            assert_eq!(of(text), None, "{text}");
        }
    }

    #[test]
    fn attributes_are_at_the_end_of_a_heading() {
        for (heading, braces) in [
            ("## A {#b}", "#b"),
            ("## A {#b} ##", "#b"),
            ("## A {#b}   ", "#b"),
            ("A\nB {.c}\n---", ".c"),
            ("## A {b} {#c}", "#c"),
        ] {
            assert_eq!(in_last_braces(heading), Some(braces), "{heading}");
        }
        for heading in ["## A", "## A \\{#b}", "## A {#b} c", "## A {{#b}}", "## }", "A {#b}"] {
            assert_eq!(in_last_braces(heading), None, "{heading}");
        }
    }
}
