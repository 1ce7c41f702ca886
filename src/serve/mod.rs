//! The preview: what readers will get, shown in a browser while it is written. Knows nothing of command lines.

mod http;

pub use http::{Answer, Answers, Content, Handle, Limits, Port, Reply, Sent, Server, Settings, link};
