//! Limits how much a style sheet can grow. It is checked before it is parsed, because nested selectors are written out
//! for old browsers, and each level may name the one around it several times.

use std::sync::Arc;

use crate::limits::{STYLE_BLOCKS, STYLE_BYTES, STYLE_DEPTH, STYLE_LIST, STYLE_SELECTORS};
use crate::report::{Finding, Place, SourceFile, catalog};

/// A finding if a style sheet nests too deep, is too large, or grows too much.
pub fn check(file: &Arc<SourceFile>) -> Option<Finding> {
    let css = file.text();
    if css.len() > STYLE_BYTES {
        let words = format!("this style sheet has {} bytes; at most {STYLE_BYTES} are read", css.len());
        return Some(catalog::theme::limit(Place::first_line(file), words).help("remove the rules that no page uses"));
    }
    // The reader of style sheets calls itself for each level.
    if let Some(at) = too_deep(css) {
        return Some(catalog::files::style_too_deep(Place::new(file, at..at + 1), STYLE_DEPTH));
    }
    let (excess, at) = too_long(css)?;
    let (words, help) = match excess {
        Excess::Blocks => {
            (format!("this style sheet has more than {STYLE_BLOCKS} blocks"), "remove the rules that no page uses")
        }
        Excess::List => (
            format!("the value of this property lists more than {STYLE_LIST} values"),
            "list fewer values, separated by commas",
        ),
        Excess::Selectors => (
            format!("the selectors of this style sheet, written out, grow to more than {STYLE_SELECTORS} bytes here"),
            "nest fewer levels, list fewer selectors, or name `&` once in each",
        ),
    };
    Some(catalog::theme::limit(Place::new(file, at..at + 1), words).help(help))
}

/// Where a style sheet nests too deep. Strings and comments are not skipped: none holds that many braces.
fn too_deep(css: &str) -> Option<usize> {
    let mut depth = 0_usize;
    css.bytes().position(|byte| {
        match byte {
            b'{' | b'(' | b'[' => depth += 1,
            b'}' | b')' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > STYLE_DEPTH
    })
}

/// The limit that a style sheet exceeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Excess {
    Blocks,
    List,
    Selectors,
}

/// Where a style sheet has too many blocks, or where its selectors, each written out with all those around it, become
/// too long.
fn too_long(css: &str) -> Option<(Excess, usize)> {
    let bytes = css.as_bytes();
    // The length of the selectors of each open block; those that nest in none have 0 around them.
    let mut open: Vec<usize> = Vec::new();
    let (mut total, mut blocks) = (0_usize, 0_usize);
    let mut start = 0;
    let mut at = 0;
    // Commas outside parentheses since `start`: of a list of selectors or, where no block follows, of values.
    let (mut parentheses, mut commas) = (0_usize, 0_usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' => at = end_of_string(bytes, at),
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                at = css[at + 2..].find("*/").map_or(bytes.len(), |end| at + 2 + end + 1);
            }
            b'\\' => at += 1,
            b'(' => parentheses += 1,
            b')' => parentheses = parentheses.saturating_sub(1),
            b',' if parentheses == 0 => commas += 1,
            b';' | b'}' if commas >= STYLE_LIST && !first_character(css, start).1.starts_with('@') => {
                return Some((Excess::List, first_character(css, start).0));
            }
            b'{' => {
                let around = open.last().copied().unwrap_or(0);
                let prelude = css.get(start..at).unwrap_or("").trim();
                let own = if prelude.starts_with('@') { around } else { written(prelude, around) };
                total = total.saturating_add(own);
                blocks += 1;
                if total > STYLE_SELECTORS || blocks > STYLE_BLOCKS {
                    let excess = if blocks > STYLE_BLOCKS { Excess::Blocks } else { Excess::Selectors };
                    return Some((excess, first_character(css, start).0));
                }
                open.push(own);
            }
            b'}' => {
                open.pop();
            }
            _ => {}
        }
        at += 1;
        if matches!(byte, b'{' | b'}' | b';') {
            (start, parentheses, commas) = (at, 0, 0);
        }
    }
    None
}

/// The first place from `start` on that is not white space, and the text from there.
fn first_character(css: &str, start: usize) -> (usize, &str) {
    let text = css.get(start..).unwrap_or("");
    let trimmed = text.trim_start();
    (start + text.len() - trimmed.len(), trimmed)
}

/// How long a list of selectors becomes where `around` is the length of those around it: each `&` is replaced by all of
/// them, and a selector without one begins with them.
fn written(prelude: &str, around: usize) -> usize {
    let (mut length, mut parents, mut depth) = (0_usize, 0_usize, 0_usize);
    let mut in_this = 0_usize;
    for byte in prelude.bytes() {
        match byte {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'&' => in_this += 1,
            b',' if depth == 0 => parents += std::mem::take(&mut in_this).max(1),
            _ => {}
        }
        length += 1;
    }
    parents += in_this.max(1);
    length.saturating_add(parents.saturating_mul(around))
}

/// Where the string ends that begins at `at`: at its quote, or at the end of its line.
fn end_of_string(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' => return end,
            _ if byte == bytes[at] => return end,
            _ => {}
        }
        end += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn selectors_count_with_all_those_around_them() {
        assert_eq!(written("a, b", 0), 4);
        assert_eq!(written("c", 10), 11);
        assert_eq!(written("& c, d &", 10), 28);
        assert_eq!(written(":is(&, &) &", 10), 41);
        assert_eq!(too_long("a{b:c}"), None);
        let doubled = |levels: usize| format!("a,b{{{}color:red{}", "&,& c{".repeat(levels), "}".repeat(levels + 1));
        assert_eq!(too_long(&doubled(10)), None);
        assert!(matches!(too_long(&doubled(40)), Some((Excess::Selectors, _))));
    }

    #[test]
    fn values_of_a_property_are_counted_outside_parentheses() {
        let many = "x 1s,".repeat(STYLE_LIST);
        assert_eq!(too_long(&format!("a{{b:c}} d{{ transition:{many}y 1s}}")), Some((Excess::List, 10)));
        assert_eq!(too_long(&format!("a{{transition:{}y}}", "x,".repeat(STYLE_LIST - 1))), None);
        assert_eq!(too_long(&format!("a{{b:f({many}y);c:d}}")), None);
        assert_eq!(too_long(&format!("@layer {many}y;")), None);
        assert_eq!(too_long(&format!("{}a{{b:c}}", "a,".repeat(STYLE_LIST))), None);
    }

    #[test]
    fn strings_and_comments_do_not_nest() {
        let text = |inside: &str| format!("a::before{{content:\"{inside}\"}}/*{inside}*/b{{c:url('{inside}')}}");
        assert_eq!(too_long(&text(&"&,&{".repeat(50))), None);
    }
}
