//! Which requests are accepted. Pure; does not know what is published at an address.
//!
//! A page of the web may make a browser send requests here, and may give its own name the address 127.0.0.1. So a
//! request must name this server (Host), must not come from another site (Origin, Sec-Fetch-Site), and can only read.

use std::borrow::Cow;

use hyper::header::{CONTENT_LENGTH, HOST, HeaderMap, HeaderName, ORIGIN, TRANSFER_ENCODING};
use hyper::{Method, StatusCode, Uri};

/// The longest target of a request, in bytes.
const LONGEST_TARGET: usize = 8 * 1_024;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The names of this machine that a browser can connect to here.
const NAMES: [&str; 3] = ["127.0.0.1", "localhost", "[::1]"];

/// The port that an address without one means.
const DEFAULT_PORT: u16 = 80;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RejectedRequest {
    pub(super) status: StatusCode,
    /// A plain sentence for the browser's window.
    pub(super) why: Cow<'static, str>,
}

impl RejectedRequest {
    pub(super) fn new(status: StatusCode, why: impl Into<Cow<'static, str>>) -> Self {
        Self { status, why: why.into() }
    }
}

/// Passes a request that names this server, comes from no other site, and only reads.
pub(super) fn check(method: &Method, target: &Uri, headers: &HeaderMap, port: u16) -> Result<(), RejectedRequest> {
    names_us(target, headers, port)?;
    is_from_here(headers, port)?;
    only_reads(method, headers)?;
    let length = target.path_and_query().map_or(0, |it| it.as_str().len());
    if length > LONGEST_TARGET {
        return Err(RejectedRequest::new(StatusCode::URI_TOO_LONG, "The address is too long."));
    }
    Ok(())
}

fn names_us(target: &Uri, headers: &HeaderMap, port: u16) -> Result<(), RejectedRequest> {
    let Field::Text(host) = Field::from_headers(headers, &HOST) else { return Err(misdirected(port)) };
    // A target with an authority names the host twice; the two must be the same.
    let agrees = target.authority().is_none_or(|named| named.as_str().eq_ignore_ascii_case(host))
        && target.scheme_str().is_none_or(|scheme| scheme == "http");
    if is_name(host, port) && agrees { Ok(()) } else { Err(misdirected(port)) }
}

fn misdirected(port: u16) -> RejectedRequest {
    RejectedRequest::new(
        StatusCode::MISDIRECTED_REQUEST,
        format!("This is not the preview's address. Open http://127.0.0.1:{port}/"),
    )
}

fn is_from_here(headers: &HeaderMap, port: u16) -> Result<(), RejectedRequest> {
    let is_our_origin = |origin: &str| origin.strip_prefix("http://").is_some_and(|name| is_name(name, port));
    let origin = Field::from_headers(headers, &ORIGIN).is_absent_or(is_our_origin);
    // `none` is an address typed or a bookmark. Another name of this server is another site to the browser.
    let site =
        Field::from_headers(headers, &SEC_FETCH_SITE).is_absent_or(|site| matches!(site, "same-origin" | "none"));
    if origin && site {
        return Ok(());
    }
    Err(RejectedRequest::new(
        StatusCode::FORBIDDEN,
        format!(
            "Another site requested this page of the preview. If you followed a link there, type the address into \
             the browser instead: http://127.0.0.1:{port}/"
        ),
    ))
}

fn only_reads(method: &Method, headers: &HeaderMap) -> Result<(), RejectedRequest> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Err(RejectedRequest::new(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are supported."));
    }
    if headers.contains_key(TRANSFER_ENCODING) {
        return Err(RejectedRequest::new(StatusCode::BAD_REQUEST, "Requests with a body are not supported."));
    }
    match Field::from_headers(headers, &CONTENT_LENGTH) {
        Field::Absent | Field::Text("0") => Ok(()),
        Field::Text(length) if length.bytes().all(|byte| byte.is_ascii_digit()) => {
            Err(RejectedRequest::new(StatusCode::PAYLOAD_TOO_LARGE, "Requests with a body are not supported."))
        }
        _ => Err(RejectedRequest::new(StatusCode::BAD_REQUEST, "The length of the request's body is invalid.")),
    }
}

/// A field of a head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field<'a> {
    Absent,
    Text(&'a str),
    /// It is there more than once, or is not ASCII text.
    Odd,
}

impl<'a> Field<'a> {
    fn from_headers(headers: &'a HeaderMap, name: &HeaderName) -> Self {
        let mut values = headers.get_all(name).iter();
        match (values.next().map(|value| value.to_str()), values.next()) {
            (None, _) => Self::Absent,
            (Some(Ok(text)), None) => Self::Text(text),
            _ => Self::Odd,
        }
    }

    /// Whether it is absent, or its text is as wanted.
    fn is_absent_or(self, wanted: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::Absent => true,
            Self::Text(text) => wanted(text),
            Self::Odd => false,
        }
    }
}

/// Whether a text is one of our names with our port. `localhost` in capitals is the same name, and no name that anybody
/// else could own.
fn is_name(text: &str, port: u16) -> bool {
    NAMES.iter().any(|name| {
        let Some((head, rest)) = text.split_at_checked(name.len()) else { return false };
        head.eq_ignore_ascii_case(name)
            && match rest.strip_prefix(':') {
                Some(digits) => digits == port.to_string(),
                None => rest.is_empty() && port == DEFAULT_PORT,
            }
    })
}

#[cfg(test)]
mod tests {
    use hyper::header::HeaderValue;

    use super::*;

    const PORT: u16 = 1111;

    fn status(method: &str, target: &str, fields: &[(&str, &str)], port: u16) -> u16 {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(HeaderName::from_bytes(name.as_bytes()).unwrap(), HeaderValue::from_str(value).unwrap());
        }
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        match check(&method, &target.parse().unwrap(), &headers, port) {
            Ok(()) => 200,
            Err(refusal) => {
                assert!(refusal.why.ends_with(['.', '/']), "{}", refusal.why);
                refusal.status.as_u16()
            }
        }
    }

    #[test]
    fn only_names_of_this_server_pass() {
        let host = |host: &str, port| status("GET", "/", &[("host", host)], port);
        for ours in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
            assert_eq!(host(&format!("{ours}:1111"), PORT), 200, "{ours}");
            assert_eq!(host(&format!("{ours}:1112"), PORT), 421, "{ours}");
            assert_eq!(host(ours, PORT), 421, "{ours}");
            assert_eq!((host(ours, 80), host(&format!("{ours}:80"), 80)), (200, 200), "{ours}");
        }
        for other in ["", ":1111", "evil.example:1111", "localhost.:1111", "127.0.0.1:01111", "127.0.0.1:1111:1111"] {
            assert_eq!(host(other, PORT), 421, "{other}");
        }
        assert_eq!(status("GET", "/", &[], PORT), 421);
        assert_eq!(status("GET", "/", &[("host", "localhost:1111"), ("host", "localhost:1111")], PORT), 421);
    }

    #[test]
    fn a_target_that_names_a_server_agrees_with_the_host() {
        let target = |target: &str| status("GET", target, &[("host", "localhost:1111")], PORT);
        assert_eq!((target("http://localhost:1111/"), target("http://LOCALHOST:1111")), (200, 200));
        for other in
            ["http://127.0.0.1:1111/", "http://evil.example/", "https://localhost:1111/", "http://a@localhost:1111/"]
        {
            assert_eq!(target(other), 421, "{other}");
        }
    }

    #[test]
    fn requests_from_other_sites_are_refused() {
        let with = |name: &str, value: &str| status("GET", "/", &[("host", "localhost:1111"), (name, value)], PORT);
        for origin in ["http://localhost:1111", "http://127.0.0.1:1111", "http://[::1]:1111"] {
            assert_eq!(with("origin", origin), 200, "{origin}");
        }
        for origin in ["null", "", "http://localhost", "https://localhost:1111", "http://localhost:1111.evil.example"] {
            assert_eq!(with("origin", origin), 403, "{origin}");
        }
        assert_eq!((with("sec-fetch-site", "none"), with("sec-fetch-site", "same-origin")), (200, 200));
        for site in ["cross-site", "same-site", "", "None"] {
            assert_eq!(with("sec-fetch-site", site), 403, "{site}");
        }
    }

    #[test]
    fn only_get_and_head_without_a_body_pass() {
        let host = ("host", "localhost:1111");
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "get", "BREW"] {
            assert_eq!(status(method, "/", &[host], PORT), 405, "{method}");
        }
        assert_eq!(status("HEAD", "/", &[host, ("content-length", "0")], PORT), 200);
        assert_eq!(status("GET", "/", &[host, ("content-length", "1")], PORT), 413);
        assert_eq!(status("GET", "/", &[host, ("content-length", "-1")], PORT), 400);
        assert_eq!(status("GET", "/", &[host, ("content-length", "0"), ("content-length", "0")], PORT), 400);
        assert_eq!(status("GET", "/", &[host, ("transfer-encoding", "chunked")], PORT), 400);
        assert_eq!(status("GET", &format!("/{}", "a".repeat(LONGEST_TARGET)), &[host], PORT), 414);
        assert_eq!(status("GET", &format!("/{}", "a".repeat(LONGEST_TARGET - 1)), &[host], PORT), 200);
    }
}
