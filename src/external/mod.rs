//! Runs programs of the user, such as `curl`, `git`, `rsync` and `sftp`, so that keys, agents, proxies and certificates are theirs.
//! Nothing secret is ever an argument, which other users of a machine can read.

mod curl;
mod program;

pub use curl::{Request, Response, Signer, send};
pub use program::{Program, ProgramOutput};
