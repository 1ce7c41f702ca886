//! Firstflight turns Markdown, statistics and events into a small static site.
//!
//! Read the modules in this order; each uses only those above it.
//!
//! ```text
//! content/ themes/ -> read -> site -> media -> render -> shrink -> check -> publish -> public/
//! ```

pub mod marks; // placeholders in text between stages
pub mod limits; // limits on the work that an input can cause
pub mod escape; // text -> HTML
pub mod markup; // finds the end of tags
pub mod colour; // colours, and the contrast between them
pub mod percent; // text -> address, and back
pub mod names; // names and paths of files that are the same on every system
pub mod plurals; // number -> plural category of a language
pub mod habits; // what languages write otherwise than CLDR
pub mod collation; // the order of texts in a language
pub mod quotation; // the quotation marks of a language
pub mod direction; // what keeps its own direction in text that reads from right to left
pub mod system; // what differs from one operating system to another
pub mod disk; // opens files of the site: never outside of it, never pipes or devices
pub mod report; // findings: where they are, what they say, how they are displayed
pub mod policy; // what a page may load and run
pub mod facts; // what a finished page says to the checks of the whole site
pub mod output; // the output: path -> artifact
pub mod manifest; // what a build has published, and what differs between two builds
pub mod yaml; // YAML with the place of each value
pub mod words; // numbers and words for numbers in prose
pub mod times; // times of day, time zones, and instants
pub mod config; // 1 content/site.yaml -> Config
pub mod read; // 2 files -> Sources, Theme
pub mod schema; // JSON Schemas of what editors write
pub mod site; // 3 Sources -> Site
pub mod media; // 4 files beside pages -> what pages show of them
pub mod render; // 5 Site + Theme -> pages with holes
pub mod shrink; // 6 pages -> smaller pages, weights
pub mod growth; // weights of a run, and how they differ from those of an earlier one
pub mod check; // 7 Site + Output -> findings
pub mod hosts; // Output -> what hosts read: redirects and headers
pub mod cache; // results that one run leaves to the next
pub mod pipeline; // stages 1 to 7, in order
pub mod publish; // 8 Output -> public/
pub mod external; // runs programs of the user: curl, git, rsync, sftp
pub mod reach; // whether addresses of other sites can be reached
pub mod deploy; // public/ -> a host
pub mod why; // what an address is made from
pub mod coverage; // what each language has, lacks, and has from an older version
pub mod fix; // findings -> edited texts, and what differs in them
pub mod import; // sites of other generators -> a site of ours
pub mod serve; // 9 stages 1 to 7 again after each edit
pub mod cli; // the command line
