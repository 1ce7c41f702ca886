//! How an address is asked: for its head, then for the beginning of its body, one redirect after another.

use super::answer::{Answer, curl};
use super::hosts::{host_of, is_public};
use crate::external::{Request, Response};
use crate::report::Failure;

/// Maximum number of redirects that are followed.
const REDIRECTS: usize = 10;
/// What servers learn about who asks.
const AGENT: &str =
    concat!("User-Agent: Mozilla/5.0 (compatible; Firstflight/", env!("CARGO_PKG_VERSION"), "; check of links)");
/// The part of a body that is wanted where a server does not know `HEAD`.
const BEGINNING: &str = "Range: bytes=0-1023";
/// Failures that a second request would meet again.
const FINAL: [u8; 5] = [curl::NO_PROXY, curl::NO_HOST, curl::REFUSED, curl::NO_TLS, curl::BAD_CERTIFICATE];

/// Finds out about an address with requests that `send` sends; `seconds` is the longest that each may take.
///
/// # Errors
///
/// Those of `send`.
pub fn visit(
    address: &str,
    seconds: u32,
    mut send: impl FnMut(Request<'static>) -> Result<Response, Failure>,
) -> Result<Answer, Failure> {
    let mut at = address.to_owned();
    let mut is_for_good = true;
    for hop in 0..=REDIRECTS {
        if !is_http(&at) || !is_public(&host_of(&at)) {
            let why = match hop {
                0 => "readers elsewhere cannot reach this host".to_owned(),
                _ => format!("it leads to `{at}`, which readers elsewhere cannot reach"),
            };
            return Ok(Answer::Unknown(why));
        }
        let response = ask(&at, seconds, &mut send)?;
        if matches!(response.status, 301 | 302 | 303 | 307 | 308) && !response.leads_to.is_empty() {
            is_for_good &= matches!(response.status, 301 | 308);
            at = response.leads_to;
            continue;
        }
        return Ok(match Answer::from_response(&response, seconds) {
            Answer::Alive if hop > 0 && is_for_good => Answer::Moved(at),
            answer => answer,
        });
    }
    Ok(Answer::Unknown(format!("it leads on more than {REDIRECTS} times")))
}

fn ask(
    address: &str,
    seconds: u32,
    send: &mut impl FnMut(Request<'static>) -> Result<Response, Failure>,
) -> Result<Response, Failure> {
    let request = |method, headers: &[&str]| Request {
        url: address.to_owned(),
        method,
        headers: headers.iter().map(|header| (*header).to_owned()).collect(),
        seconds: Some(seconds),
        is_probe: true,
        ..Request::default()
    };
    let head = send(request(Some("HEAD"), &[AGENT]))?;
    if matches!(head.status, 200..=399) || (head.status == 0 && FINAL.contains(&head.exit)) {
        return Ok(head);
    }
    send(request(None, &[AGENT, BEGINNING]))
}

fn is_http(address: &str) -> bool {
    let starts = |with: &str| address.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    starts("http://") || starts("https://")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers as a small web would; counts the requests.
    fn walk(address: &str, web: impl Fn(&str, bool) -> (u16, u8, &'static str)) -> (Answer, usize) {
        let mut count = 0;
        let answer = visit(address, 20, |request| {
            count += 1;
            let (status, exit, leads_to) = web(&request.url, request.method == Some("HEAD"));
            Ok(Response { status, exit, leads_to: leads_to.to_owned(), ..Response::default() })
        });
        (answer.unwrap(), count)
    }

    #[test]
    fn one_request_is_enough_where_the_head_is_sent() {
        assert_eq!(walk("https://a.example/", |_, _| (200, 0, "")), (Answer::Alive, 1));
    }

    #[test]
    fn servers_that_refuse_the_head_must_send_the_page() {
        for status in [403, 404, 405, 500, 501, 0] {
            let web = |_: &str, is_head: bool| if is_head { (status, 52, "") } else { (206, 0, "") };
            assert_eq!(walk("https://a.example/", web), (Answer::Alive, 2), "{status}");
        }
        let gone = walk("https://a.example/", |_, _| (404, 0, ""));
        assert_eq!(gone, (Answer::Dead("its server answers 404 Not Found".to_owned()), 2));
    }

    #[test]
    fn a_host_that_is_not_there_is_asked_once() {
        let none = walk("https://a.example/", |_, _| (0, curl::NO_HOST, ""));
        assert_eq!(none, (Answer::Dead("no host has this name".to_owned()), 1));
    }

    #[test]
    fn only_redirects_for_good_are_moves() {
        let web = |first: u16| {
            move |url: &str, _: bool| match url {
                "http://a.example/" => (first, 0, "https://a.example/"),
                _ => (200, 0, ""),
            }
        };
        for status in [301, 308] {
            let moved = Answer::Moved("https://a.example/".to_owned());
            assert_eq!(walk("http://a.example/", web(status)), (moved, 2), "{status}");
        }
        for status in [302, 303, 307] {
            assert_eq!(walk("http://a.example/", web(status)), (Answer::Alive, 2), "{status}");
        }
    }

    #[test]
    fn redirects_end() {
        let (answer, count) = walk("http://a.example/", |_, _| (302, 0, "http://a.example/"));
        assert_eq!(answer, Answer::Unknown("it leads on more than 10 times".to_owned()));
        assert_eq!(count, REDIRECTS + 1);
    }

    #[test]
    fn no_link_and_no_redirect_reaches_a_private_network() {
        let (answer, count) = walk("http://127.0.0.1:8080/admin", |_, _| (200, 0, ""));
        assert_eq!((answer, count), (Answer::Unknown("readers elsewhere cannot reach this host".to_owned()), 0));
        for target in ["http://169.254.169.254/latest/", "file:///etc/passwd", "http://[::1]/"] {
            let (answer, count) = walk("https://a.example/", |_, _| (302, 0, target));
            assert!(matches!(answer, Answer::Unknown(why) if why.contains(target)), "{target}");
            assert_eq!(count, 1, "{target}");
        }
    }
}
