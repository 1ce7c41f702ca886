//! Firstflight: Markdown, statistics and events in, a small static site out.
//!
//! Read the modules in this order; each may use those above it, never those below.
//!
//! ```text
//! content/ themes/ -> read -> site -> render -> shrink -> check -> publish -> public/
//! ```

pub mod marks; // code points that only Firstflight uses, as holes in text on its way
pub mod limits; // how much work one input may cause
pub mod disk; // files of the site, opened for reading: never outside of it, never pipes or devices
pub mod report; // every finding: where it is, what it says, how it is shown
pub mod output; // path -> artifact
pub mod yaml; // YAML with places kept
pub mod words; // numbers in prose: which belong nowhere, which claim something
pub mod times; // clock times, zones, and what both name together
pub mod config; // 1 content/site.yaml -> Config
pub mod read; // 2 files -> Sources, Theme
pub mod site; // 3 Sources -> Site
pub mod render; // 4 Site + Theme -> pages with holes
pub mod shrink; // 5 pages -> smaller pages, weights
pub mod check; // 6 Site + Output -> findings
pub mod cache; // what one round leaves to the next
pub mod pipeline; // stages 1 to 6, in order
pub mod publish; // 7 Output -> public/
pub mod serve; // 8 stages 1 to 6 again after each edit
pub mod cli; // what was typed, and which of the above answers it
