//! Every bound on the work that one input may cause, in one table, each with the reason for its number.
//!
//! An input below 10 MB is answered within two seconds and 500 MB of memory, or it is a finding that names the limit it
//! exceeds. A bound that is only a matter of presentation (how many names a message lists) stands beside its code.

// ---- Files and YAML ---------------------------------------------------------------------------------------------------

/// Bytes of a text file that is read. Nobody writes ten megabytes of Markdown by hand.
pub const FILE_BYTES: u64 = 10_000_000;
/// Files and folders that links to folders lead to. Links to folders of links multiply with each level: ten levels of ten
/// links are ten thousand million names.
pub const LINKED_ENTRIES: usize = 100_000;
/// Levels that YAML values nest. The parser calls itself for each, and records need five.
pub const YAML_DEPTH: usize = 64;
/// Parser events that anchors may hold in a data file, for aliases to repeat: a file of 20,000 records has as many.
pub const YAML_ANCHORED_EVENTS: usize = 100_000;
/// Parser events that aliases may add. A billion laughs start with a few thousand.
pub const YAML_ALIAS_EVENTS: usize = 4_000;
/// Bytes of text that aliases may add: one long text repeated is as large as a book.
pub const YAML_ALIAS_BYTES: usize = 2_000_000;

// ---- Documents --------------------------------------------------------------------------------------------------------

/// Levels that Markdown blocks and inlines nest. Lists of people nest four or five deep.
pub const MARKDOWN_DEPTH: usize = 100;
/// Elements that raw HTML nests. Below [`PAGE_DEPTH`], so that the template's own elements have room around it.
pub const RAW_HTML_DEPTH: usize = 256;
/// Elements that a finished page nests. The minifier calls itself for each level and would overflow a stack of 2 MB
/// somewhere past 1,500.
pub const PAGE_DEPTH: usize = 512;

/// Findings for characters that no page can hold, for each file. Whoever has more has another kind of trouble.
pub const FORBIDDEN_CHARACTERS: usize = 100;

// ---- Themes -----------------------------------------------------------------------------------------------------------

/// Levels that the blocks, brackets and parentheses of a style sheet nest. The parser calls itself for each.
pub const STYLE_DEPTH: usize = 64;
