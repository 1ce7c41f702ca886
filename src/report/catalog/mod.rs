//! One constructor for each finding: its message, help and notes. The constructors take strings and places, never the
//! types of a stage, and know nothing about how a finding is displayed.

pub mod access;
pub(super) mod access_stories;
pub mod bodies;
pub mod config;
pub mod events;
pub mod external;
pub mod files;
pub mod forced;
pub mod foreign;
pub mod hosts;
pub mod languages;
pub mod links;
pub mod lost;
pub mod markdown;
pub mod media;
pub mod page;
pub mod prose;
pub mod records;
pub mod shortcode;
pub mod shrink;
pub mod stale;
pub mod strings;
pub mod terms;
pub mod theme;
pub mod translations;
pub mod yaml;
