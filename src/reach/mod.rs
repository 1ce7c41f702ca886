//! Whether the addresses of other hosts that a site names can be reached: which they are, how they are asked, what the answers
//! mean, and what is remembered of them between runs. Nothing here looks at the network, the disk or the clock: the command line
//! sends the requests and reads the time.

mod answer;
mod hosts;
mod named;
mod record;
mod visit;

pub use answer::Answer;
pub use hosts::{host_of, is_public};
pub use named::{NamedAddress, named};
pub use record::{ReachRecord, Verdict};
pub use visit::visit;
