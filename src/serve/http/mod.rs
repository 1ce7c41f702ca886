//! The preview server: HTTP on loopback, for browsers of this machine alone. Knows nothing of sites and watching; what is
//! published, and what the preview shows of its own, is asked of [`Answers`].
//!
//! ```text
//! listen -> connection -> guard -> path -> respond -> body -> socket
//!           (activity: who waits)             reload: event streams
//!                                          shape: a slow link's times
//! ```
//!
//! A request is answered from memory, by a key. No path of a request ever becomes a path on disk: the files that are
//! sent are those that [`Content::File`] names.

mod answers;
mod body;
mod connection;
mod content;
mod guard;
mod listen;
mod path;
mod activity;
mod reload;
mod respond;
mod server;
mod settings;
mod shape;
mod socket;

pub use answers::{Answer, Answers, Content, Reply};
pub use listen::Port;
pub use server::{Handle, Server};
pub use settings::{Sent, ServerLimits, ServerSettings};
pub use shape::parse as link;
