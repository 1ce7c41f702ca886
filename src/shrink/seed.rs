//! The seed of the hash maps of minify-html and lightningcss.

use ahash::random_state::{RandomSource, set_random_source};

/// One seed for all. minify-html makes a map for each tag, and would draw a seed for each from one counter that all workers
/// wait for: a twenty-fifth of a build. The keys that it is mixed with are still drawn by chance, once for each process.
struct OneSeed;

impl RandomSource for OneSeed {
    fn gen_hasher_seed(&self) -> usize {
        0
    }
}

/// Sets the seed, before the first map is made.
pub(super) fn set() {
    // It is set once for a process. Where somebody was here before, their source is as good.
    let _ = set_random_source(OneSeed);
}
