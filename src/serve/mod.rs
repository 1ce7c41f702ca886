//! Stage 8: what readers will get, shown in a browser while it is written: stages 1 to 6 again after each edit, answered
//! from memory. Nothing here writes to the disk. Knows nothing of command lines.

mod good;
mod http;
mod media;
mod news;
mod preview;
mod run;
mod watch;
mod world;

pub use good::Stale;
pub use http::{Answer, Answers, Content, Handle, Limits, Port, Reply, Sent, Server, Settings, link};
pub use preview::{Editor, Figures, Overview, State, asset, figures, overview, snippet, state};
pub use run::{Host, Options, Told, run};
pub use watch::{Cause, How, Notice, Seen, Watch};
