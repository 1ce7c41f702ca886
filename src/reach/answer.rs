//! What the answer of a server says about an address.

use serde::{Deserialize, Serialize};

use crate::external::Response;

/// What was found out about an address. The texts say why, as the end of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state", content = "why")]
pub enum Answer {
    /// It is there.
    Alive,
    /// It is there, and its server sends everyone on to this address for good.
    Moved(String),
    /// There is nothing at the address, or no such host.
    Dead(String),
    /// The server does not answer programs, or not without a password.
    Blocked(String),
    /// It could not be found out.
    Unknown(String),
}

/// Exit codes of `curl`.
pub(super) mod curl {
    pub const NO_PROXY: u8 = 5;
    pub const NO_HOST: u8 = 6;
    pub const REFUSED: u8 = 7;
    pub const TIMEOUT: u8 = 28;
    pub const NO_TLS: u8 = 35;
    pub const EMPTY: u8 = 52;
    pub const BAD_CERTIFICATE: u8 = 60;
}

impl Answer {
    /// What a response says that is not a redirect; `seconds` is how long it was waited for.
    #[must_use]
    pub fn from_response(response: &Response, seconds: u32) -> Self {
        let status = || match name(response.status) {
            Some(name) => format!("its server answers {} {name}", response.status),
            None => format!("its server answers {}", response.status),
        };
        match response.status {
            0 => Self::without_status(response, seconds),
            // Only the beginning was wanted; 416 is the answer where the page is shorter.
            200..=299 | 416 => Self::Alive,
            404 | 410 => Self::Dead(status()),
            401..=403 | 405..=407 | 429 | 451 | 999 => Self::Blocked(status()),
            _ => Self::Unknown(status()),
        }
    }

    fn without_status(response: &Response, seconds: u32) -> Self {
        let why = match response.exit {
            curl::NO_HOST => return Self::Dead("no host has this name".to_owned()),
            curl::NO_PROXY => "the proxy was not found".to_owned(),
            curl::REFUSED => "its server refuses connections".to_owned(),
            curl::TIMEOUT => format!("its server did not answer within {seconds} seconds"),
            curl::NO_TLS => "no secure connection can be made".to_owned(),
            curl::BAD_CERTIFICATE => "its certificate is not valid".to_owned(),
            curl::EMPTY => "its server sends no answer".to_owned(),
            _ if response.error.is_empty() => "its server sends no answer".to_owned(),
            _ => response.error.clone(),
        };
        Self::Unknown(why)
    }

    /// Whether a server has answered.
    #[must_use]
    pub fn is_of_server(response: &Response) -> bool {
        response.status != 0
    }
}

/// The name of a status that readers of a report may not know.
fn name(status: u16) -> Option<&'static str> {
    Some(match status {
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        410 => "Gone",
        429 => "Too Many Requests",
        451 => "Unavailable For Legal Reasons",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(status: u16, exit: u8) -> Answer {
        Answer::from_response(&Response { status, exit, ..Response::default() }, 20)
    }

    #[test]
    fn only_what_is_surely_gone_is_dead() {
        for status in [404, 410] {
            assert!(matches!(with(status, 0), Answer::Dead(_)), "{status}");
        }
        assert_eq!(with(0, curl::NO_HOST), Answer::Dead("no host has this name".to_owned()));
        for status in [400, 408, 418, 421, 500, 502, 503, 504, 520, 100] {
            assert!(matches!(with(status, 0), Answer::Unknown(_)), "{status}");
        }
        for exit in [1, curl::REFUSED, curl::TIMEOUT, curl::NO_TLS, curl::EMPTY, curl::BAD_CERTIFICATE] {
            assert!(matches!(with(0, exit), Answer::Unknown(_)), "exit code {exit}");
        }
    }

    #[test]
    fn servers_that_refuse_programs_are_not_dead() {
        for status in [401, 402, 403, 405, 406, 407, 429, 451, 999] {
            assert!(matches!(with(status, 0), Answer::Blocked(_)), "{status}");
        }
        assert_eq!(with(403, 0), Answer::Blocked("its server answers 403 Forbidden".to_owned()));
        assert_eq!(with(999, 0), Answer::Blocked("its server answers 999".to_owned()));
    }

    #[test]
    fn an_answer_that_never_ends_is_an_answer() {
        assert_eq!(with(200, curl::TIMEOUT), Answer::Alive);
        assert_eq!(with(206, 0), Answer::Alive);
        assert_eq!(with(416, 0), Answer::Alive);
    }
}
