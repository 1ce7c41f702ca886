//! Stage 8: what readers will get, shown in a browser while it is written: stages 1 to 6 again after each edit, answered
//! from memory. Nothing here writes to the disk. Knows nothing of command lines.

mod changes;
mod good;
mod http;
mod media;
mod news;
mod preview;
mod run;
mod watch;
mod preview_state;

pub use good::Staleness;
pub use http::{Answer, Answers, Content, Handle, Limits, Port, Reply, Sent, Server, ServerSettings, link};
pub use preview::{Editor, Figures, Overview, RoundState, asset, figures, overview, snippet, state};
pub use run::{ServeHost, ServeOptions, Update, run};
pub use watch::{Cause, Change, Notice, Watch, WatchMode};
