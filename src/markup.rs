//! Finds the end of the tags of HTML and XML.

/// The number of bytes of the tag that a text begins with: up to the first `>` that is not in quotes. `None` if there is none.
#[must_use]
pub fn tag_length(text: &str) -> Option<usize> {
    let mut quote = None;
    let end = text.bytes().position(|byte| {
        match quote {
            Some(open) if byte == open => quote = None,
            None if matches!(byte, b'"' | b'\'') => quote = Some(byte),
            _ => {}
        }
        quote.is_none() && byte == b'>'
    });
    end.map(|end| end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_ends_outside_of_quotes() {
        let tag = |text: &'static str| tag_length(text).map(|length| &text[..length]);
        assert_eq!(tag("<a href=\"x>y\">z"), Some("<a href=\"x>y\">"));
        assert_eq!(tag("<a b='\"' c=\"'>\"/>>"), Some("<a b='\"' c=\"'>\"/>"));
        assert_eq!(tag("</p>"), Some("</p>"));
        assert_eq!((tag("<a b=\">"), tag("<a"), tag("")), (None, None, None));
    }
}
