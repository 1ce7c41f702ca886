//! HTTP through the user's `curl`: the program has no TLS of its own, and proxies and certificates are those of the user. Requests
//! are written to its standard input as a configuration, so that neither keys nor addresses are arguments.

use std::fmt::Write as _;
use std::path::Path;

use super::program::Program;
use crate::report::Failure;

/// Maximum number of requests at the same time.
const PARALLEL: usize = 8;
/// Seconds until a host must have answered.
const CONNECT_SECONDS: u32 = 30;
/// A transfer that moves less than a byte a second for these seconds is given up.
const STALLED_SECONDS: u32 = 120;
/// How many times a transfer is repeated after an error that may pass.
const RETRIES: u32 = 3;

/// A key that requests are signed with, for storage that is compatible with Amazon S3.
#[derive(Clone, PartialEq, Eq)]
pub struct Signer {
    /// The identifier of the key.
    pub key: String,
    /// The secret of the key.
    pub secret: String,
    /// The region: `eu-central-1`.
    pub region: String,
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Never the key.
        f.debug_struct("Signer").field("region", &self.region).finish_non_exhaustive()
    }
}

/// A request.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The address, encoded.
    pub url: String,
    /// The method, if it is neither `GET` nor, with a file to send, `PUT`. `HEAD` reads no body.
    pub method: Option<&'static str>,
    /// Headers: `Content-Type: text/html`.
    pub headers: Vec<String>,
    /// The file to send.
    pub upload: Option<&'a Path>,
    /// The key to sign it with.
    pub signer: Option<&'a Signer>,
    /// Maximum seconds for the whole transfer, if there is a limit.
    pub seconds: Option<u32>,
    /// Maximum number of redirects that are followed.
    pub redirects: u32,
}

/// The answer to a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status; 0 if there was no answer.
    pub status: u16,
    /// Why there was no answer, in the words of `curl`; else empty.
    pub error: String,
    /// The address of the answer, after redirects.
    pub url: String,
    /// The body.
    pub body: Vec<u8>,
}

/// Sends requests, several at the same time, and returns their answers in the same order.
///
/// # Errors
///
/// `curl` is not installed, or there is no room for the answers.
pub fn send(requests: &[Request<'_>]) -> Result<Vec<Response>, Failure> {
    let cannot = |error: std::io::Error| Failure::io("cannot keep the answers of a server", &error);
    let folder = tempfile::tempdir().map_err(cannot)?;
    let body = |number: usize| folder.path().join(number.to_string());
    let mut configuration = String::new();
    for (number, request) in requests.iter().enumerate() {
        if number > 0 {
            configuration.push_str("next\n");
        }
        write(&mut configuration, request, number, &body(number))?;
    }
    let parallel = PARALLEL.to_string();
    // `-q` first: settings of the user could change the output that is read here.
    let arguments =
        ["-q", "--silent", "--parallel", "--parallel-immediate", "--parallel-max", &parallel, "--config", "-"];
    let output = Program::new("curl").with(arguments).run(configuration.as_bytes())?;
    let mut responses: Vec<Option<Response>> = vec![None; requests.len()];
    for line in output.text().lines() {
        let mut parts = line.splitn(4, '\t');
        let (Some(number), Some(status)) = (parts.next(), parts.next()) else { continue };
        let Ok(number) = number.parse::<usize>() else { continue };
        let Some(place) = responses.get_mut(number) else { continue };
        *place = Some(Response {
            status: status.parse().unwrap_or_default(),
            url: parts.next().unwrap_or_default().to_owned(),
            error: parts.next().unwrap_or_default().trim().to_owned(),
            // An answer without a body leaves no file.
            body: std::fs::read(body(number)).unwrap_or_default(),
        });
    }
    let all: Option<Vec<Response>> = responses.into_iter().collect();
    all.ok_or_else(|| output.failure("`curl` did not send all requests"))
}

fn write(out: &mut String, request: &Request<'_>, number: usize, body: &Path) -> Result<(), Failure> {
    let mut set = |name: &str, value: &str| {
        let _ = writeln!(out, "{name} = {}", quoted(value));
    };
    set("url", &request.url);
    set("output", text(body)?);
    set("write-out", &format!("{number}\\t%{{http_code}}\\t%{{url_effective}}\\t%{{errormsg}}\\n"));
    set("proto", "=http,https");
    set("proto-redir", "=http,https");
    set("connect-timeout", &CONNECT_SECONDS.to_string());
    set("speed-time", &STALLED_SECONDS.to_string());
    set("speed-limit", "1");
    set("retry", &RETRIES.to_string());
    if let Some(seconds) = request.seconds {
        set("max-time", &seconds.to_string());
    }
    for header in &request.headers {
        set("header", header);
    }
    if let Some(Signer { key, secret, region }) = request.signer {
        set("user", &format!("{key}:{secret}"));
        set("aws-sigv4", &format!("aws:amz:{region}:s3"));
    }
    if let Some(file) = request.upload {
        set("upload-file", text(file)?);
        // A header `Expect:` that is empty would spoil signatures of `curl` 7.88.
        set("expect100-timeout", "1");
    }
    match request.method {
        Some("HEAD") => out.push_str("head\n"),
        Some(method) => set("request", method),
        None => {}
    }
    out.push_str("globoff\n");
    if request.redirects > 0 {
        let _ = writeln!(out, "location\nmax-redirs = {}", request.redirects);
    }
    Ok(())
}

fn text(path: &Path) -> Result<&str, Failure> {
    let unusable = || Failure::new(format!("the path {} is not valid UTF-8", path.display()));
    path.to_str().ok_or_else(unusable)
}

/// A value as a configuration of `curl` writes it.
fn quoted(value: &str) -> String {
    let mut out = "\"".to_owned();
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_cannot_add_settings() {
        assert_eq!(quoted("a\"\nurl = \"b\\"), r#""a\"\nurl = \"b\\""#);
    }

    #[test]
    fn a_key_is_never_shown() {
        let signer = Signer { key: "AKIA".to_owned(), secret: "hidden".to_owned(), region: "r".to_owned() };
        assert_eq!(format!("{signer:?}"), "Signer { region: \"r\", .. }");
    }
}
