//! The bytes of an answer while they are sent: from memory, or from a file that is read in chunks on another thread; at full
//! speed, or at the pace of a link. Does not know HTTP.

use std::io::{self, ErrorKind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;

use hyper::body::Bytes;
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep_until};

use crate::disk::{SiteFiles, Stamp};
use crate::system::read_at;

use super::activity::Answering;
use super::answers::Content;
use super::body::{BodySource, ResponseBody};
use super::settings::Sent;
use super::shape::Pace;

/// Bytes that are read of a file at once, and that leave together at most.
const CHUNK: u64 = 32 * 1_024;

/// Content whose length is known and whose bytes are in memory, except those of a file.
pub(super) enum Opened {
    Parts {
        first: Bytes,
        rest: Bytes,
    },
    /// A file, opened again for each chunk: a crowd of slow readers would hold as many open.
    File {
        path: PathBuf,
        files: Arc<SiteFiles>,
        stamp: Stamp,
        read: u64,
    },
}

/// A body on its way.
pub(super) struct Sending {
    pub(super) content: Opened,
    pub(super) length: u64,
    pub(super) sent: u64,
    /// When it was requested.
    pub(super) asked: Instant,
    pub(super) pace: Option<Pace>,
    /// Where to report the end, and for which path.
    pub(super) report_to: Option<(Sender<Sent>, String)>,
}

/// Opens what is in a file.
pub(super) async fn open(content: Content) -> io::Result<Opened> {
    match content {
        Content::Bytes(bytes) => Ok(Opened::Parts { first: bytes, rest: Bytes::new() }),
        Content::Parts { shared, own } => Ok(Opened::Parts { first: shared, rest: own }),
        Content::File { path, files } => {
            aside(move || {
                let (_, stamp) = files.open_with_stamp(&path)?;
                Ok(Opened::File { path, files, stamp, read: 0 })
            })
            .await
        }
    }
}

impl Opened {
    /// Its bytes.
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Parts { first, rest } => (first.len() + rest.len()) as u64,
            Self::File { stamp, .. } => stamp.length,
        }
    }

    /// Returns the next bytes, at most `most`, and the rest.
    async fn take(self, most: u64) -> io::Result<(Bytes, Self)> {
        match self {
            Self::Parts { mut first, rest } => {
                if first.is_empty() {
                    return Box::pin(Self::Parts { first: rest, rest: Bytes::new() }.take(most)).await;
                }
                let piece = first.split_to((most as usize).min(first.len()));
                Ok((piece, Self::Parts { first, rest }))
            }
            Self::File { path, files, stamp, read } => {
                aside(move || {
                    let (file, now) = files.open_with_stamp(&path)?;
                    let mut bytes = vec![0; most as usize];
                    let more = if now.is_same_file(&stamp) { read_at(&file, &mut bytes, read)? } else { 0 };
                    if more == 0 {
                        // Its length is promised already; the connection ends, so that a part is not mistaken for the whole.
                        let why = "the file became shorter or was replaced";
                        return Err(io::Error::new(ErrorKind::UnexpectedEof, why));
                    }
                    bytes.truncate(more);
                    Ok((Bytes::from(bytes), Self::File { path, files, stamp, read: read + more as u64 }))
                })
                .await
            }
        }
    }
}

impl BodySource for Sending {
    async fn next(mut self) -> io::Result<Option<(Bytes, Self)>> {
        if self.sent == self.length {
            return Ok(None);
        }
        let end = match &self.pace {
            Some(pace) => {
                let step = pace.after(self.sent);
                until(self.asked + step.after).await;
                step.end
            }
            None => self.length,
        };
        let (bytes, rest) = self.content.take((end - self.sent).min(CHUNK)).await?;
        self.content = rest;
        self.sent += bytes.len() as u64;
        if self.sent == self.length {
            self.report_end();
        }
        Ok(Some((bytes, self)))
    }
}

impl Sending {
    /// As a body; the plain case is spared the steps.
    pub(super) fn into_body(self, busy: Answering) -> ResponseBody {
        match self {
            Self { content: Opened::Parts { first, rest }, pace: None, report_to: None, .. } if rest.is_empty() => {
                ResponseBody::whole(first, busy)
            }
            other => {
                let length = Some(other.length);
                ResponseBody::pieces(other, length, busy)
            }
        }
    }

    /// Reports that the last byte was sent.
    fn report_end(&mut self) {
        if let Some((report_to, path)) = self.report_to.take() {
            // The receiver may be gone.
            let _ = report_to.send(Sent { path, bytes: self.length, after: self.asked.elapsed() });
        }
    }
}

/// Waits until an instant; returns at once if it has passed, because even a zero timer takes a millisecond.
pub(super) async fn until(deadline: Instant) {
    if Instant::now() < deadline {
        sleep_until(deadline).await;
    }
}

/// Runs work that may wait for a disk on another thread.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
