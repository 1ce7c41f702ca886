//! A bucket of storage that is compatible with Amazon S3, through the user's `curl`, which signs the requests.

use std::collections::{BTreeMap, BTreeSet};

use super::StorageAccess;
use super::plan::is_own;
use super::remote::require_lock;
use super::target::{FoundFile, LOCK, RECORD, Target, Upload};
use crate::external::{Request, Response, Signer, send};
use crate::percent::encode_path;
use crate::report::Failure;
use crate::report::text::harmless;

/// Maximum number of requests of one run of `curl`.
const REQUESTS_OF_A_RUN: usize = 200;
/// Maximum number of answers that list a bucket, of a thousand files each.
const LISTS: usize = 10_000;
/// Keys with their lengths, and the token for the next answer.
type Listing = (Vec<(String, u64)>, Option<String>);
/// The SHA-256 of no bytes.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// A bucket, or the keys in it that begin with a prefix.
#[derive(Debug)]
pub struct S3Target {
    bucket: String,
    prefix: String,
    base: String,
    signer: Signer,
    token: Option<String>,
    is_locked: bool,
}

impl S3Target {
    /// The keys of a bucket that begin with a prefix.
    ///
    /// # Errors
    ///
    /// The environment has no key.
    pub fn new(bucket: &str, prefix: &str, access: &StorageAccess) -> Result<Self, Failure> {
        let Some(signer) = access.signer.clone() else {
            return Err(Failure::new(format!("there is no key for s3://{bucket}"))
                .help("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_REGION; for storage of others, AWS_ENDPOINT_URL"));
        };
        let base = match &access.endpoint {
            Some(endpoint) => format!("{}/{bucket}", endpoint.trim_end_matches('/')),
            // A certificate for all buckets has none with a dot.
            None if bucket.contains('.') => format!("https://s3.{}.amazonaws.com/{bucket}", signer.region),
            None => format!("https://{bucket}.s3.{}.amazonaws.com", signer.region),
        };
        let token = access.token.clone();
        Ok(Self { bucket: bucket.to_owned(), prefix: prefix.to_owned(), base, signer, token, is_locked: false })
    }

    fn request<'a>(&'a self, path: &str, hash: &str) -> Request<'a> {
        let mut headers = vec![format!("x-amz-content-sha256: {hash}")];
        headers.extend(self.token.iter().map(|token| format!("x-amz-security-token: {token}")));
        let url = format!("{}/{}", self.base, encode_path(format!("{}{path}", self.prefix).as_bytes()));
        Request { url, headers, signer: Some(&self.signer), ..Request::default() }
    }

    fn one(&self, request: Request<'_>) -> Result<Response, Failure> {
        send(&[request])?.pop().ok_or_else(|| Failure::new("`curl` sent no request"))
    }

    fn failure(&self, doing: &str, response: &Response) -> Failure {
        let text = String::from_utf8_lossy(&response.body);
        let element = |name: &str| {
            let start = text.find(&format!("<{name}>"))? + name.len() + 2;
            text[start..].split('<').next().map(str::to_owned)
        };
        let why = match (element("Code"), element("Message")) {
            (Some(code), Some(message)) => format!("{code}: {message}"),
            (Some(code), None) => code,
            _ if response.status == 0 => response.error.clone(),
            _ => format!("it answered with status {}", response.status),
        };
        Failure::new(format!("cannot {doing} {}: {}", self.name(), harmless(&why)))
    }

    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, Failure> {
        let response = self.one(self.request(path, EMPTY))?;
        match response.status {
            200 => Ok(Some(response.body)),
            404 => Ok(None),
            _ => Err(self.failure("read from", &response)),
        }
    }

    fn write(&self, path: &str, bytes: &[u8], headers: &[&str]) -> Result<Response, Failure> {
        let copy = tempfile::NamedTempFile::new().and_then(|file| std::fs::write(file.path(), bytes).map(|()| file));
        let copy = copy.map_err(|error| Failure::io("cannot write a temporary file", &error))?;
        let hash = crate::publish::sha256_of(bytes).map_err(|error| Failure::io("cannot read a file", &error))?.0;
        let mut request = self.request(path, &hash);
        request.headers.extend(["Content-Type: application/json", "Cache-Control: no-store"].map(str::to_owned));
        request.headers.extend(headers.iter().map(|header| (*header).to_owned()));
        request.upload = Some(copy.path());
        self.one(request)
    }

    /// Sends requests that must succeed.
    fn all(&self, doing: &str, requests: &[Request<'_>]) -> Result<(), Failure> {
        for requests in requests.chunks(REQUESTS_OF_A_RUN) {
            let responses = send(requests)?;
            if let Some(response) = responses.iter().find(|response| !(200..300).contains(&response.status)) {
                return Err(self.failure(doing, response));
            }
        }
        Ok(())
    }

    /// One answer of a listing.
    fn list_from(&self, token: Option<&str>) -> Result<Listing, Failure> {
        // Parameters in the order of their names, as they are signed. Without the slashes of a prefix, which some servers decode
        // before they compare signatures; keys of others are left out below.
        let prefix = self.prefix.split('/').next().unwrap_or_default();
        let token = token.map_or_else(String::new, |token| format!("continuation-token={}&", encode_field(token)));
        let mut request = self.request("", EMPTY);
        request.url = format!("{}/?{token}list-type=2&prefix={}", self.base, encode_field(prefix));
        let response = self.one(request)?;
        if response.status != 200 {
            return Err(self.failure("list", &response));
        }
        let text = String::from_utf8_lossy(&response.body);
        let invalid = || Failure::new(format!("cannot list {}: its answer is not a listing", self.name()));
        let document = roxmltree::Document::parse(&text).map_err(|_| invalid())?;
        let child = |node: roxmltree::Node<'_, '_>, name: &str| {
            let found = node.children().find(|child| child.tag_name().name() == name);
            found.map(|found| found.text().unwrap_or_default().to_owned())
        };
        let root = document.root_element();
        let mut files = Vec::new();
        for entry in root.children().filter(|node| node.tag_name().name() == "Contents") {
            let (Some(key), Some(size)) = (child(entry, "Key"), child(entry, "Size")) else { return Err(invalid()) };
            files.push((key, size.parse().map_err(|_| invalid())?));
        }
        let is_more = child(root, "IsTruncated").is_some_and(|text| text == "true");
        Ok((files, child(root, "NextContinuationToken").filter(|_| is_more)))
    }
}

/// Encodes a value of a query.
fn encode_field(value: &str) -> String {
    encode_path(value.as_bytes()).replace('/', "%2F")
}

impl Target for S3Target {
    fn name(&self) -> String {
        format!("s3://{}/{}", self.bucket, self.prefix)
    }

    fn lock(&mut self, holder: &str, take_over: bool) -> Result<(), Failure> {
        let condition: &[&str] = if take_over { &[] } else { &["If-None-Match: *"] };
        let response = self.write(LOCK, holder.as_bytes(), condition)?;
        if !matches!(response.status, 200..300 | 409 | 412) {
            return Err(self.failure("write to", &response));
        }
        // Storage that does not know the condition has overwritten it.
        require_lock(&self.name(), holder, &self.read(LOCK)?.unwrap_or_default())?;
        self.is_locked = true;
        Ok(())
    }

    fn unlock(&mut self) {
        if std::mem::take(&mut self.is_locked) {
            let _ = self.one(Request { method: Some("DELETE"), ..self.request(LOCK, EMPTY) });
        }
    }

    fn read_record(&mut self) -> Result<Option<Vec<u8>>, Failure> {
        self.read(RECORD)
    }

    fn write_record(&mut self, record: &[u8]) -> Result<(), Failure> {
        let response = self.write(RECORD, record, &[])?;
        match response.status {
            200..300 => Ok(()),
            _ => Err(self.failure("write to", &response)),
        }
    }

    fn list(&mut self, known: &BTreeSet<String>) -> Result<BTreeMap<String, FoundFile>, Failure> {
        let (mut found, mut token) = (BTreeMap::new(), None);
        for _ in 0..LISTS {
            let (files, next) = self.list_from(token.as_deref())?;
            for (key, size) in files {
                let Some(path) = key.strip_prefix(&self.prefix) else { continue };
                if known.contains(path) && !is_own(path) {
                    found.insert(path.to_owned(), FoundFile { size, sha256: None });
                }
            }
            token = next;
            if token.is_none() {
                return Ok(found);
            }
        }
        Err(Failure::new(format!("cannot list {}: it has too many files", self.name())))
    }

    fn put(&mut self, files: &[Upload]) -> Result<(), Failure> {
        let requests = files.iter().map(|upload| {
            let mut request = self.request(&upload.path, &upload.sha256);
            request.headers.push(format!("Content-Type: {}", upload.media_type));
            request.headers.push(format!("Cache-Control: {}", upload.cache_control));
            request.headers.extend(upload.encoding.iter().map(|encoding| format!("Content-Encoding: {encoding}")));
            Request { upload: Some(&upload.source), ..request }
        });
        self.all("write to", &requests.collect::<Vec<_>>())
    }

    fn remove(&mut self, paths: &[String]) -> Result<(), Failure> {
        let requests = paths.iter().map(|path| Request { method: Some("DELETE"), ..self.request(path, EMPTY) });
        self.all("remove files from", &requests.collect::<Vec<_>>())
    }
}
