//! Compresses pages as hosts do, and for hosts that serve our files. Each worker keeps its state: creating it again for
//! each page would cost more than compressing a small page.

use std::cell::RefCell;

use brotli::enc::BrotliEncoderParams;
use flate2::{Compress, Compression, FlushCompress, Status};
use libdeflater::{CompressionLvl, Compressor};

use crate::output::Encoding;

/// What gzip puts around the compressed bytes: a header of 10 and a trailer of 8, without a file's name.
const GZIP_FRAME: u64 = 18;

thread_local! {
    static HOST: RefCell<HostGzip> = RefCell::new(HostGzip::default());
    static BEST: RefCell<Gzip> = RefCell::new(Gzip::new(12));
    static QUICK: RefCell<Gzip> = RefCell::new(Gzip::new(1));
}

/// How many bytes a body is when it is sent: exact, to the byte.
///
/// gzip is what stock nginx makes with `gzip_comp_level 6` of a file whose length it knows; brotli is the length of
/// our own file, at quality 11, or of the body where that is smaller.
#[must_use]
pub fn sent(body: &[u8], encoding: Encoding) -> u64 {
    match encoding {
        Encoding::Identity => body.len() as u64,
        Encoding::Gzip => HOST.with_borrow_mut(|host| host.length(body)),
        Encoding::Brotli => brotli(body, 11).len().min(body.len()) as u64,
    }
}

/// zlib at level 6, in the window that nginx would choose.
#[derive(Default)]
struct HostGzip {
    /// One state for each size of window, 9 to 15, made when first used.
    states: [Option<Compress>; 7],
    out: Vec<u8>,
}

impl HostGzip {
    fn length(&mut self, body: &[u8]) -> u64 {
        let bits = window_bits(body.len());
        let state = self.states[usize::from(bits - 9)]
            .get_or_insert_with(|| Compress::new_with_window_bits(Compression::new(6), false, bits));
        state.reset();
        self.out.resize(32 * 1024, 0);
        // The bytes themselves are not needed, only how many there are.
        while let Ok(Status::Ok) = {
            let read = usize::try_from(state.total_in()).unwrap_or(usize::MAX).min(body.len());
            state.compress(&body[read..], &mut self.out, FlushCompress::Finish)
        } {}
        state.total_out() + GZIP_FRAME
    }
}

/// nginx halves zlib's window as long as a body of known length still fits into it, less the 262 bytes that zlib
/// keeps for itself. It makes the hash table smaller too, which has never changed the length of a text: of pages and
/// pieces of pages between 50 bytes and 150 KB all agree to the byte. Only what cannot be compressed at all, which no
/// page is, comes out up to 5 bytes longer.
fn window_bits(length: usize) -> u8 {
    let mut bits = 15;
    while bits > 9 && length + 262 < 1 << (bits - 1) {
        bits -= 1;
    }
    bits
}

/// A bound for what a host sends of `raw` bytes that [`quick`] makes `quick` bytes: with gzip at level 6 or brotli at 11.
///
/// Another library at another level is not a proven bound. In 3,000 pages of documentation gzip needed up to 2 % more
/// than the quick figure (2.7 % less in the median); in columns of random digits, which is the hardest text that was
/// found, up to 5 % more where the quick figure was below three tenths of the text, and up to 11 % more elsewhere.
pub(super) fn at_most(quick: u64, raw: u64) -> u64 {
    let spare = if quick.saturating_mul(10) <= raw.saturating_mul(3) { quick / 16 } else { quick / 8 };
    quick.saturating_add(spare).saturating_add(64)
}

/// gzip at level 1: a quick figure that is rarely below what a host needs.
pub(super) fn quick(body: &[u8]) -> u64 {
    packed(body, |gzip| gzip.map_or(u64::MAX, |gzip| gzip.len() as u64))
}

/// Reads what gzip at level 1 makes of bytes; `None` if it makes nothing.
pub(super) fn packed<T>(body: &[u8], read: impl FnOnce(Option<&[u8]>) -> T) -> T {
    QUICK.with_borrow_mut(|gzip| read(gzip.made_of(body)))
}

/// The smallest gzip that is worth its time, without name and date. `None` where it is not smaller than the body.
pub(super) fn gzip(body: &[u8]) -> Option<Vec<u8>> {
    BEST.with_borrow_mut(|gzip| gzip.made_of(body).filter(|made| made.len() < body.len()).map(<[u8]>::to_vec))
}

/// libdeflate, with room for what it makes: new room for each page would have to be cleared each time.
struct Gzip {
    compressor: Compressor,
    out: Vec<u8>,
}

impl Gzip {
    fn new(level: i32) -> Self {
        Self { compressor: Compressor::new(CompressionLvl::new(level).unwrap_or_default()), out: Vec::new() }
    }

    fn made_of(&mut self, body: &[u8]) -> Option<&[u8]> {
        let most = self.compressor.gzip_compress_bound(body.len());
        if self.out.len() < most {
            self.out.resize(most, 0);
        }
        let length = self.compressor.gzip_compress(body, &mut self.out).ok()?;
        self.out.get(..length)
    }
}

/// Brotli at a quality of 0 to 11, in a window of 4 MB, as its own command line makes it. A window that just holds the
/// page makes quality 11 no quicker, and quality 5 slow.
pub(super) fn brotli(body: &[u8], quality: i32) -> Vec<u8> {
    let lgwin = 22;
    let parameters = BrotliEncoderParams { quality, lgwin, size_hint: body.len(), ..BrotliEncoderParams::default() };
    let mut out = Vec::with_capacity(body.len() / 2 + 64);
    let mut input = body;
    // Reading from and writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut input, &mut out, &parameters);
    out
}
