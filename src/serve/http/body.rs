//! The body of an answer, as hyper takes it: whole, or piece by piece as its source gives them. Must not know what it is.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::body::{Bytes, Frame, SizeHint};

use super::activity::Answering;

/// What gives a body piece by piece. The next piece is made when there is room for it, so nothing piles up.
pub(super) trait BodySource: Send + Sized + 'static {
    /// The next piece and the source of those after it; `None` at the end.
    fn next(self) -> impl Future<Output = io::Result<Option<(Bytes, Self)>>> + Send;
}

/// A body; while it lives, its connection is answering.
pub(super) struct ResponseBody {
    rest: Remainder,
    length: Option<u64>,
    _busy: Answering,
}

enum Remainder {
    Whole(Bytes),
    Pieces(PieceStream),
    Nothing,
}

/// The next piece, and how to get those after it.
struct PieceStream(Pin<Box<dyn Future<Output = NextPiece> + Send>>);

type NextPiece = io::Result<Option<(Bytes, PieceStream)>>;

impl ResponseBody {
    pub(super) fn whole(bytes: impl Into<Bytes>, busy: Answering) -> Self {
        let bytes = bytes.into();
        let length = Some(bytes.len() as u64);
        let rest = if bytes.is_empty() { Remainder::Nothing } else { Remainder::Whole(bytes) };
        Self { rest, length, _busy: busy }
    }

    /// A body whose length is known ahead, or is not known since it has no end.
    pub(super) fn pieces(source: impl BodySource, length: Option<u64>, busy: Answering) -> Self {
        let rest = if length == Some(0) { Remainder::Nothing } else { Remainder::Pieces(pieces(source)) };
        Self { rest, length, _busy: busy }
    }

    /// Bytes of the whole body, where they are known.
    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }
}

fn pieces(source: impl BodySource) -> PieceStream {
    PieceStream(Box::pin(async move { Ok(source.next().await?.map(|(bytes, source)| (bytes, pieces(source)))) }))
}

impl hyper::body::Body for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let piece = match &mut self.rest {
            Remainder::Nothing => return Poll::Ready(None),
            Remainder::Whole(bytes) => Ok(Some((std::mem::take(bytes), Remainder::Nothing))),
            Remainder::Pieces(PieceStream(next)) => ready!(next.as_mut().poll(cx))
                .map(|piece| piece.map(|(bytes, further)| (bytes, Remainder::Pieces(further)))),
        };
        let (frame, rest) = match piece {
            Ok(Some((bytes, rest))) => (Some(Ok(Frame::data(bytes))), rest),
            Ok(None) => (None, Remainder::Nothing),
            Err(error) => (Some(Err(error)), Remainder::Nothing),
        };
        self.rest = rest;
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        matches!(self.rest, Remainder::Nothing)
    }

    fn size_hint(&self) -> SizeHint {
        match (&self.rest, self.length) {
            (Remainder::Nothing, _) => SizeHint::with_exact(0),
            (_, Some(length)) => SizeHint::with_exact(length),
            (_, None) => SizeHint::default(),
        }
    }
}

impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").field("length", &self.length).finish_non_exhaustive()
    }
}
