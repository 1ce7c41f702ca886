//! Percent-encoding of addresses, and its inverse.

use core::net::Ipv6Addr;
use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, percent_encode};

/// What is encoded in a path of which nothing is known: all but letters, digits, `/`, `-`, `_`, `.` and `~`.
const PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// What is encoded in a link of a page: what RFC 3986 allows in a path stays as it is.
const LINK: &AsciiSet = &PATH
    .remove(b':')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What is encoded in a whole address: only what no address can contain as it is.
const ADDRESS: &AsciiSet = &LINK.remove(b'%').remove(b'?').remove(b'#');

/// Encodes what a whole address, perhaps encoded already, cannot contain as it is.
#[must_use]
pub fn encode_address(address: &str) -> String {
    let (host, rest) = address.split_at(end_of_ipv6_host(address));
    format!("{host}{}", percent_encode(rest.as_bytes(), ADDRESS))
}

/// Where the host of an address ends, if it is an IPv6 address, else 0. Its brackets are the only ones that an address has as they
/// are: <https://www.rfc-editor.org/rfc/rfc3986#section-3.2.2>.
#[must_use]
pub fn end_of_ipv6_host(address: &str) -> usize {
    let end = || {
        let start = address.find("://[")? + "://[".len();
        let length = address[start..].find(']')?;
        let is_scheme = address[..start - "://[".len()].bytes().all(|byte| byte.is_ascii_alphanumeric());
        let is_host = address[start..start + length].parse::<Ipv6Addr>().is_ok();
        (is_scheme && is_host).then_some(start + length + 1)
    };
    end().unwrap_or(0)
}

/// Encodes a path for use anywhere in an address. Takes bytes, since names of files need not be UTF-8.
#[must_use]
pub fn encode_path(path: &[u8]) -> String {
    Cow::from(percent_encode(path, PATH)).into_owned()
}

/// Encodes what the path of a URL cannot contain as it is.
#[must_use]
pub fn encode_link(link: &str) -> String {
    Cow::from(percent_encode(link.as_bytes(), LINK)).into_owned()
}

/// Encodes a path or fragment for an address that a person writes, in Markdown or in an attribute of HTML: what would end it
/// there, or mean something else. Letters of other scripts stay as they are if `keeps_letters`.
#[must_use]
pub fn encode_written(text: &str, keeps_letters: bool) -> String {
    let encode = |c: char| {
        if keeps_letters && !c.is_ascii() && c.is_alphanumeric() || matches!(c, '@' | '!' | '+' | ',') {
            c.to_string()
        } else {
            encode_path(c.encode_utf8(&mut [0; 4]).as_bytes())
        }
    };
    text.chars().map(encode).collect()
}

/// Writes the query and the fragment of an address for Markdown or an attribute of HTML: what would end the address there, or
/// mean something else, becomes a character reference.
#[must_use]
pub fn encode_rest(rest: &str) -> String {
    let encode = |c: char| match c {
        '&' => "&amp;".to_owned(),
        '(' | ')' | '<' | '>' | '"' | '\'' | '\\' | '`' => format!("&#{};", u32::from(c)),
        _ if c.is_whitespace() || c.is_control() => encode_path(c.encode_utf8(&mut [0; 4]).as_bytes()),
        _ => c.to_string(),
    };
    rest.chars().map(encode).collect()
}

/// Encodes what would end an address in its query and fragment: white space and control characters.
#[must_use]
pub fn encode_spaces(rest: &str) -> String {
    let encode = |c: char| match c {
        _ if c.is_whitespace() || c.is_control() => encode_path(c.encode_utf8(&mut [0; 4]).as_bytes()),
        _ => c.to_string(),
    };
    rest.chars().map(encode).collect()
}

/// Decodes an address; malformed escapes stay as they are, and so does the whole text if it does not decode to UTF-8.
#[must_use]
pub fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Decodes an address; `None` if an escape is malformed or the result is not UTF-8.
#[must_use]
pub fn decode_strictly(text: &str) -> Option<String> {
    let is_valid = text.split('%').skip(1).all(|rest| starts_with_hex_pair(rest.as_bytes()));
    let decoded = is_valid.then(|| percent_decode_str(text).decode_utf8())?;
    decoded.ok().map(Cow::into_owned)
}

/// Returns the value of a field in a query, decoded as forms encode it; `None` if it is missing or malformed.
#[must_use]
pub fn field(query: &str, name: &str) -> Option<String> {
    let mut fields = query.split('&').filter_map(|field| field.split_once('='));
    let (_, value) = fields.find(|(key, _)| *key == name)?;
    decode_strictly(&value.replace('+', " "))
}

/// Returns each well-formed escape of a character, as written and as decoded.
pub fn escapes(text: &str) -> impl Iterator<Item = (&str, char)> {
    text.match_indices('%').filter_map(move |(at, _)| {
        let first = percent_decode_str(text.get(at..at + 3)?).next()?;
        let length = match first {
            0..0x80 => 1,
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
            _ => return None,
        };
        let written = text.get(at..at + 3 * length).filter(|written| written.bytes().step_by(3).all(|b| b == b'%'))?;
        let mut decoded = decode_strictly(written)?.chars().collect::<Vec<_>>();
        Some((written, decoded.pop().filter(|_| decoded.is_empty())?))
    })
}

fn starts_with_hex_pair(bytes: &[u8]) -> bool {
    bytes.get(..2).is_some_and(|pair| pair.iter().all(u8::is_ascii_hexdigit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn links_keep_what_a_url_path_may_contain() {
        assert_eq!(encode_link("/café/a b:c@d!$&'()*+,;=-._~"), "/caf%C3%A9/a%20b:c@d!$&'()*+,;=-._~");
        assert_eq!(encode_link("100%\"<>\\^`{|}?#[]\n"), "100%25%22%3C%3E%5C%5E%60%7B%7C%7D%3F%23%5B%5D%0A");
    }

    #[test]
    fn paths_keep_the_plainest_characters_only() {
        assert_eq!(encode_path("/a b/é:1'.md".as_bytes()), "/a%20b/%C3%A9%3A1%27.md");
        assert_eq!(encode_path(b"/a/\xff.md"), "/a/%FF.md");
    }

    #[test]
    fn what_a_person_writes_keeps_letters_and_ends_nowhere() {
        assert_eq!(encode_written("../été/a b (1).md", true), "../été/a%20b%20%281%29.md");
        assert_eq!(encode_written("é|&\"'<>`#?%\\", false), "%C3%A9%7C%26%22%27%3C%3E%60%23%3F%25%5C");
    }

    #[test]
    fn malformed_escapes_stay() {
        assert_eq!(decode("a%20b%C3%A9%2f"), "a bé/");
        assert_eq!((decode("100%"), decode("%zz"), decode("%4")), ("100%".into(), "%zz".into(), "%4".into()));
        assert_eq!(decode("%zz%FF"), "%zz%FF");
    }

    #[test]
    fn the_rest_of_an_address_and_a_whole_one_keep_their_meaning() {
        assert_eq!(encode_rest("?a=1&b=(2)#c d"), "?a=1&amp;b=&#40;2&#41;#c%20d");
        assert_eq!(encode_address("/a%20b?c=é d#e\"<\\"), "/a%20b?c=%C3%A9%20d#e%22%3C%5C");
    }

    #[test]
    fn brackets_stay_around_an_ipv6_host_only() {
        for (address, expected) in [
            ("http://[2001:db8::1]:80/a[b]", "http://[2001:db8::1]:80/a%5Bb%5D"),
            ("https://[::ffff:192.0.2.1]", "https://[::ffff:192.0.2.1]"),
            ("http://[no]/", "http://%5Bno%5D/"),
            ("http://[::1", "http://%5B::1"),
            ("/a?b=http://[::1]/", "/a?b=http://%5B::1%5D/"),
        ] {
            assert_eq!(encode_address(address), expected);
        }
    }

    #[test]
    fn strict_decoding_refuses_malformed_escapes() {
        assert_eq!(decode_strictly("a%20b%C3%A9").as_deref(), Some("a bé"));
        for text in ["%", "a%4", "%zz", "%+1", "%%41", "%é1", "%ff", "%c0%ae"] {
            assert_eq!(decode_strictly(text), None, "{text}");
        }
    }

    #[test]
    fn fields_are_decoded_as_forms_encode_them() {
        let query = "page=%2Fcaf%C3%A9%2F&tag=a+b&tag=c&empty=&bad=%";
        let field = |name| field(query, name);
        assert_eq!(field("page").as_deref(), Some("/café/"));
        assert_eq!((field("tag").as_deref(), field("empty").as_deref()), (Some("a b"), Some("")));
        assert_eq!((field("bad"), field("none")), (None, None));
    }

    #[test]
    fn escapes_are_found_with_their_characters() {
        let found = |text| escapes(text).map(|(written, c)| (written.to_owned(), c)).collect::<Vec<_>>();
        assert_eq!(found("a%00%c3%a9é%"), [("%00".to_owned(), '\0'), ("%c3%a9".to_owned(), 'é')]);
        assert_eq!(found("%EF%B7%90"), [("%EF%B7%90".to_owned(), '\u{FDD0}')]);
        assert_eq!(found("%zz%C3a9%%FF%C3%2"), []);
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in "\\PC{0,20}") {
            prop_assert_eq!(decode_strictly(&encode_link(&text)), Some(text.clone()));
            prop_assert_eq!(decode(&encode_path(text.as_bytes())), text);
        }

        #[test]
        fn any_text_can_be_decoded(text in "[%a-f0-9é+/]{0,20}") {
            let strict = decode_strictly(&text);
            prop_assert!(strict.is_none_or(|strict| strict == decode(&text)));
            prop_assert!(escapes(&text).all(|(written, _)| text.contains(written)));
        }
    }
}
