//! Stage 8: the site as its editor works on it. Nothing here writes to the disk.

mod watch;

pub use watch::{Cause, How, Notice, Seen, Watch};
