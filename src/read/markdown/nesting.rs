//! Finds elements of raw HTML in places where HTML does not allow them, although every browser shows them.

use super::sanitise::{NUMBER, VOID};
use crate::report::catalog::lost::NestingMistake;

/// An element that is open.
struct Open<'h> {
    name: &'h str,
    number: Option<usize>,
    has_children: bool,
}

/// The first element of each kind of mistake, by the number of its start tag, in HTML whose tags are all closed.
pub(super) fn misplaced(html: &str) -> Vec<(usize, NestingMistake)> {
    let mut found: Vec<(usize, NestingMistake)> = Vec::new();
    let mut add = |number: Option<usize>, what: NestingMistake| {
        if let Some(number) = number.filter(|_| found.iter().all(|(_, known)| *known != what)) {
            found.push((number, what));
        }
    };
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut rest = html;
    while let Some((tag, after)) = next_tag(rest) {
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let Some(at) = open.iter().rposition(|open| open.name == name) else { continue };
            for closed in open.drain(at..) {
                if closed.name == "details" && !closed.has_children {
                    add(closed.number, NestingMistake::NoSummary);
                }
            }
            continue;
        }
        let length = tag.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(tag.len());
        let (name, number) = (&tag[..length], number(tag));
        if let Some(parent) = open.last_mut() {
            let is_first = !std::mem::replace(&mut parent.has_children, true);
            let own = number.or(parent.number);
            match parent.name {
                "ul" | "ol" if name != "li" => {
                    add(own, NestingMistake::InList(name.to_owned(), parent.name.to_owned()));
                }
                "dl" if !matches!(name, "dt" | "dd" | "div") => {
                    add(own, NestingMistake::InList(name.to_owned(), parent.name.to_owned()));
                }
                "details" if is_first && name != "summary" => add(parent.number, NestingMistake::NoSummary),
                _ => {}
            }
        }
        let outer = open.last().map_or("", |parent| parent.name);
        match name {
            "li" if !matches!(outer, "ul" | "ol") => add(number, NestingMistake::OutsideOfList("li".to_owned(), "ul")),
            "dt" | "dd" if !matches!(outer, "dl" | "div") => {
                add(number, NestingMistake::OutsideOfList(name.to_owned(), "dl"));
            }
            "summary" if outer != "details" => add(number, NestingMistake::OutsideOfList(name.to_owned(), "details")),
            _ => {}
        }
        if !VOID.contains(&name) {
            open.push(Open { name, number, has_children: false });
        }
    }
    found
}

/// The next tag without its brackets, and what follows it.
fn next_tag(html: &str) -> Option<(&str, &str)> {
    let mut rest = html;
    loop {
        let at = rest.find('<')?;
        rest = &rest[at + 1..];
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            continue;
        }
        let mut is_quoted = false;
        let end = rest.find(|c: char| {
            is_quoted ^= c == '"';
            c == '>' && !is_quoted
        })?;
        return Some((&rest[..end], &rest[end + 1..]));
    }
}

/// The number that the writer gave to a start tag that an editor wrote.
fn number(tag: &str) -> Option<usize> {
    let (_, after) = tag.split_once(&format!(" {NUMBER}=\""))?;
    after.split('"').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_found_where_html_does_not_allow_them() {
        let in_list = |name: &str, list: &str| NestingMistake::InList(name.to_owned(), list.to_owned());
        for (html, wanted) in [
            ("<ul data-number=\"0\"><div data-number=\"1\">a</div></ul>", vec![(1, in_list("div", "ul"))]),
            ("<ul data-number=\"0\"><p>a</p></ul>", vec![(0, in_list("p", "ul"))]),
            ("<details data-number=\"0\">a</details>", vec![(0, NestingMistake::NoSummary)]),
            ("<details data-number=\"0\"><p>a</p></details>", vec![(0, NestingMistake::NoSummary)]),
            ("<li data-number=\"0\">a</li>", vec![(0, NestingMistake::OutsideOfList("li".to_owned(), "ul"))]),
            ("<details data-number=\"0\"><summary data-number=\"1\">a</summary><br>b</details>", vec![]),
            ("<ul><li>a<ul data-number=\"0\"><li data-number=\"1\">b</li></ul></li></ul>", vec![]),
            ("<dl data-number=\"0\"><div><dt>a</dt><dd title=\"<p>\">b</dd></div></dl>", vec![]),
            // HTML that Markdown generates is not reported.
            ("<ul><p>a</p></ul>", vec![]),
        ] {
            assert_eq!(misplaced(html), wanted, "{html}");
        }
    }
}
