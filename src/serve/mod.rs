//! Stage 9: the preview. Runs stages 1 to 7 again after each edit and serves the result from memory. Never writes to the
//! disk; does not know command lines.

mod changes;
mod finished;
mod good;
mod host;
mod http;
mod mistakes;
mod news;
mod page_weights;
mod preview;
mod run;
mod watch;
mod preview_state;

pub use finished::run_finished;
pub use good::Staleness;
pub use host::{ServeHost, ServeOptions, Update};
pub use http::{Answer, Answers, Content, Handle, Port, Reply, Sent, Server, ServerLimits, ServerSettings, link};
pub use preview::{Editor, Overview, PanelFigures, RoundState, asset, figures, overview, snippet, state};
pub use run::run;
pub use watch::{Change, Notice, ScanCause, Watch, WatchMode};
