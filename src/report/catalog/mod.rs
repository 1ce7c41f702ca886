//! One constructor for each finding, all in one place: what is said, what helps, why. Takes plain strings and places,
//! never the types of a stage; how a finding is drawn is not known here.

pub mod config;
pub mod events;
pub mod files;
pub mod html;
pub mod links;
pub mod markdown;
pub mod page;
pub mod prose;
pub mod records;
pub mod shortcode;
pub mod shrink;
pub mod theme;
pub mod yaml;
