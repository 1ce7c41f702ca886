//! The target of a request as a key, decoded once. Pure. Must not know what stands at a path.

/// The decoded path, or `None` where no page could have it. What passes begins with one slash and has no empty segment,
/// no `.` or `..`, no backslash and no control character; what was encoded twice stays encoded once.
pub(super) fn decode(raw: &str) -> Option<String> {
    if contains_encoded(raw, b'/') {
        return None;
    }
    let path = percent_decode(raw.as_bytes())?;
    is_key(&path).then_some(path)
}

/// Whether a decoded text is a path that a page could have.
pub(super) fn is_key(path: &str) -> bool {
    let Some(below) = path.strip_prefix('/') else { return false };
    if path.chars().any(|c| c.is_control() || c == '\\') {
        return false;
    }
    let mut segments: Vec<&str> = below.split('/').collect();
    // The last one is empty where a path ends in a slash.
    if segments.last() == Some(&"") {
        segments.pop();
    }
    !segments.iter().any(|segment| matches!(*segment, "" | "." | ".."))
}

/// The value of a field in a query, decoded as forms encode it.
pub(super) fn field(query: &str, name: &str) -> Option<String> {
    let mut fields = query.split('&').filter_map(|field| field.split_once('='));
    let (_, value) = fields.find(|(key, _)| *key == name)?;
    percent_decode(value.replace('+', " ").as_bytes())
}

/// A path as the value of a field in a head: all but the plainest characters encoded. It begins with one slash, so that
/// it never names another server.
pub(super) fn encode(path: &str) -> String {
    let mut out = String::from("/");
    for &byte in path.trim_start_matches('/').as_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn contains_encoded(raw: &str, wanted: u8) -> bool {
    raw.as_bytes().windows(3).any(|three| three[0] == b'%' && hex_pair(three[1], three[2]) == Some(wanted))
}

fn percent_decode(raw: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let [first, tail @ ..] = rest {
        rest = match (first, tail) {
            (b'%', [high, low, after @ ..]) => {
                bytes.push(hex_pair(*high, *low)?);
                after
            }
            (b'%', _) => return None,
            _ => {
                bytes.push(*first);
                tail
            }
        };
    }
    String::from_utf8(bytes).ok()
}

fn hex_pair(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_page_may_be_called_passes() {
        for (raw, path) in [
            ("/", "/"),
            ("/session/", "/session/"),
            ("/caf%C3%A9/", "/café/"),
            ("/a%20b.pdf", "/a b.pdf"),
            ("/...", "/..."),
            ("/%252e%252e/x", "/%2e%2e/x"),
            ("/C:/x", "/C:/x"),
        ] {
            assert_eq!(decode(raw).as_deref(), Some(path), "{raw}");
        }
    }

    #[test]
    fn ways_out_do_not_pass() {
        for raw in [
            "",
            "a",
            "*",
            "//",
            "//etc/passwd",
            "/a//b",
            "/a//",
            "/..",
            "/../",
            "/a/../b",
            "/.",
            "/./a",
            "/%2e%2e/x",
            "/%2E.",
            "/..%2fx",
            "/..%2Fx",
            "/a%2fb",
            "/%5c..%5c",
            "/a\\b",
            "/%00",
            "/a%0d%0ab",
            "/%7f",
            "/%c0%ae%c0%ae/",
            "/%ff",
            "/%",
            "/%4",
            "/%zz",
            "/%+1",
            "/%c2%85",
        ] {
            assert_eq!(decode(raw), None, "{raw}");
        }
    }

    #[test]
    fn fields_are_read_as_forms_write_them() {
        let query = "page=%2Fcaf%C3%A9%2F&tag=a+b&tag=c&empty=&bad=%";
        let field = |name| field(query, name);
        assert_eq!(field("page").as_deref(), Some("/café/"));
        assert_eq!((field("tag").as_deref(), field("empty").as_deref()), (Some("a b"), Some("")));
        assert_eq!((field("bad"), field("none")), (None, None));
    }

    #[test]
    fn a_place_to_go_to_is_on_this_server() {
        assert_eq!(encode("/café/"), "/caf%C3%A9/");
        assert_eq!(encode("//evil.example/\r\nx: y"), "/evil.example/%0D%0Ax%3A%20y");
    }

    proptest! {
        #[test]
        fn decoding_undoes_encoding(path in "/([a-zé\\-%+ ?#:]{1,5}/){0,3}") {
            prop_assert_eq!(decode(&encode(&path)), Some(path));
        }

        #[test]
        fn whatever_passes_is_a_key(raw in "[/.%a-f0-9\\\\]{0,20}") {
            if let Some(path) = decode(&raw) {
                prop_assert!(is_key(&path), "{}", path);
            }
        }
    }
}
