//! The target of a request as a key, decoded once. Pure. Does not know what is published at a path.

use crate::percent;

/// The decoded path, or `None` where no page could have it. What passes begins with one slash and has no empty segment,
/// no `.` or `..`, no backslash and no control character; what was encoded twice stays encoded once.
pub(super) fn decode(raw: &str) -> Option<String> {
    if raw.to_ascii_lowercase().contains("%2f") {
        return None;
    }
    let path = percent::decode_strictly(raw)?;
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

/// A path as the value of a field in a head: all but the plainest characters encoded. It begins with one slash, so that
/// it never names another server.
pub(super) fn encode(path: &str) -> String {
    format!("/{}", percent::encode_path(path.trim_start_matches('/').as_bytes()))
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
