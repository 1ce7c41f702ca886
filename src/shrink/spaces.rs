//! White space at the ends of a text, as a browser reads it, and what a text may border on.

const SPACES: [&[u8]; 6] = [b"&#32;", b"&#x20;", b"&#10;", b"&#9;", b"&Tab;", b"&NewLine;"];

/// What a run of text borders on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// A tag at which a line of text breaks.
    Break,
    /// The same as what is next to it, but not as what is on its other side: a tag that may not be shown at all.
    Hidden,
    /// The opening tag of an element that is part of a line.
    Open,
    /// The closing tag of such an element, or one that has no content.
    Close,
}

impl Edge {
    /// Whether white space beside the tag is never seen.
    pub(super) fn is_break(self) -> bool {
        matches!(self, Self::Break | Self::Hidden)
    }
}

/// How many bytes of white space a text begins with, written plainly or as an entity.
pub(super) fn leading_space(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        match text.get(at) {
            Some(byte) if byte.is_ascii_whitespace() => at += 1,
            Some(b'&') => match SPACES.iter().find(|space| text[at..].starts_with(space)) {
                Some(space) => at += space.len(),
                None => return at,
            },
            _ => return at,
        }
    }
}

/// How many bytes of white space a text ends with.
pub(super) fn trailing_space(text: &[u8]) -> usize {
    let mut end = text.len();
    while let Some(last) = end.checked_sub(1) {
        if text[last].is_ascii_whitespace() {
            end = last;
        } else if text[last] == b';' {
            match SPACES.iter().find(|space| text[..end].ends_with(space)) {
                Some(space) => end -= space.len(),
                None => break,
            }
        } else {
            break;
        }
    }
    text.len() - end
}
