//! Spaces at which no line may break: in French, those before `; : ! ? »` and after `«`.

use std::borrow::Cow;

/// No line breaks here; as wide as a space.
const NO_BREAK: char = '\u{a0}';
/// The same, but narrow.
const NARROW_NO_BREAK: char = '\u{202f}';

/// The space before a mark, if the mark is set off: the narrow one before `; ! ?`, as in the French data of CLDR.
fn space_before(mark: char) -> Option<char> {
    match mark {
        ';' | '!' | '?' => Some(NARROW_NO_BREAK),
        ':' | '»' => Some(NO_BREAK),
        _ => None,
    }
}

/// Holds marks to the words beside them: replaces the ordinary spaces between them, where the writer put some. `before` is what
/// precedes the text, at the end of which a line of the source may have ended.
pub(super) fn held<'a>(text: &'a str, before: &mut String) -> Cow<'a, str> {
    if before.ends_with('\n') && !before.ends_with(">\n") {
        let space = match before.strip_suffix("\n") {
            Some(line) if line.ends_with('«') => Some(NO_BREAK),
            _ => mark_at_start(text),
        };
        if let Some(space) = space {
            before.pop();
            before.push(space);
        }
    }
    if memchr::memchr(b' ', text.as_bytes()).is_none() {
        return Cow::Borrowed(text);
    }
    let mut held = String::new();
    let mut copied = 0;
    for at in memchr::memchr_iter(b' ', text.as_bytes()) {
        let space = if text[..at].ends_with('«') { Some(NO_BREAK) } else { mark_at_start(&text[at + 1..]) };
        if let Some(space) = space {
            held.push_str(&text[copied..at]);
            held.push(space);
            copied = at + 1;
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    held.push_str(&text[copied..]);
    Cow::Owned(held)
}

/// The space before the mark that a text begins with. A mark that something follows is part of a face or of a name: `:-)`.
fn mark_at_start(text: &str) -> Option<char> {
    let mut characters = text.chars();
    let space = space_before(characters.next()?)?;
    let is_free =
        |c: char| c.is_whitespace() || space_before(c).is_some() || matches!(c, '.' | ',' | '…' | ')' | ']' | '"');
    characters.next().is_none_or(is_free).then_some(space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_held_to_their_words() {
        for (text, wanted) in [
            ("Quoi ?", "Quoi\u{202f}?"),
            ("Quoi ?! Non ; si : « oui ».", "Quoi\u{202f}?! Non\u{202f}; si\u{a0}: «\u{a0}oui\u{a0}»."),
            (" : suite", "\u{a0}: suite"),
            ("« ", "«\u{a0}"),
            ("(vrai ?)", "(vrai\u{202f}?)"),
            ("vrai ? »", "vrai\u{202f}?\u{a0}»"),
        ] {
            assert_eq!(held(text, &mut String::new()), wanted);
        }
        for text in ["Quoi? Non; si: oui", "Un :sourire: et :-) ou ;-)", "à 12:30", "?a=b ?c", ""] {
            assert_eq!(held(text, &mut String::new()), text);
        }
    }

    #[test]
    fn lines_of_the_source_end_beside_no_mark() {
        for (before, text, wanted) in [
            ("<p>Quoi\n", "? Oui", "<p>Quoi\u{202f}"),
            ("<p>«\n", "oui »", "<p>«\u{a0}"),
            ("<p>un\n", "deux", "<p>un\n"),
            ("<br>\n", "? Oui", "<br>\n"),
        ] {
            let mut before = before.to_owned();
            held(text, &mut before);
            assert_eq!(before, wanted);
        }
    }
}
