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
/// Keys and values in front matter or in `site.yaml`: nobody writes a thousand.
pub const YAML_NODES: usize = 20_000;
/// Keys and values in a data file: 50,000 events of eight fields have 850,000. Each takes a few hundred bytes.
pub const YAML_DATA_NODES: usize = 900_000;
/// Parser events that anchors may hold in a data file, for aliases to repeat: a file of 20,000 records has as many.
pub const YAML_ANCHORED_EVENTS: usize = 100_000;
/// Parser events that aliases may add. A billion laughs start with a few thousand.
pub const YAML_ALIAS_EVENTS: usize = 4_000;
/// Bytes of text that aliases may add: one long text repeated is as large as a book.
pub const YAML_ALIAS_BYTES: usize = 2_000_000;
/// Bytes of one text of front matter, `site.yaml` or a record. Templates write it several times on a page, and more often in
/// lists of pages; a chapter of a book is shorter.
pub const YAML_TEXT_BYTES: usize = 100_000;

// ---- Findings ---------------------------------------------------------------------------------------------------------

/// Bytes of a message, a help text or a note up to which it is left as it is.
pub const MESSAGE_BYTES: usize = 500;
/// Bytes of a name or a value in a longer message; what stands in the file is shown below it.
pub const QUOTED_BYTES: usize = 200;
/// Bytes of the longest message: a screen full of text.
pub const LONGEST_MESSAGE_BYTES: usize = 4_000;

// ---- Documents --------------------------------------------------------------------------------------------------------

/// Levels that Markdown blocks and inlines nest. Lists of people nest four or five deep.
pub const MARKDOWN_DEPTH: usize = 100;
/// Signs in the Markdown of one page: line ends, numbers, punctuation marks. A novel of three megabytes has two
/// hundred thousand; the parser keeps a hundred bytes for each.
pub const MARKDOWN_TOKENS: usize = 1_000_000;
/// Headings of one page: each is also an entry in its list of contents, and has an id of its own.
pub const PAGE_HEADINGS: usize = 50_000;
/// Numbers of one page that belong to no record and are reported: nobody reads a list of more.
pub const LOOSE_NUMBERS: usize = 50_000;
/// Attributes of one tag of raw HTML. The sanitiser compares each with all before it.
pub const RAW_HTML_ATTRIBUTES: usize = 200;
/// Elements of a finished page. The minifier keeps a kilobyte for each.
pub const PAGE_ELEMENTS: usize = 300_000;
/// Elements that raw HTML nests. Below [`PAGE_DEPTH`], so that the template's own elements have room around it.
pub const RAW_HTML_DEPTH: usize = 256;
/// Elements that a finished page nests. The minifier calls itself for each level and would overflow a stack of 2 MB
/// somewhere past 1,500.
pub const PAGE_DEPTH: usize = 512;

/// Findings for characters that no page can hold, for each file. Whoever has more has another kind of trouble.
pub const FORBIDDEN_CHARACTERS: usize = 100;

// ---- Themes -----------------------------------------------------------------------------------------------------------

/// Templates and shortcodes of a theme and those below it. Large themes of other generators have two hundred.
pub const TEMPLATE_FILES: usize = 1_000;
/// Bytes of all templates and shortcodes. Compiled, a byte takes up to 500 bytes of memory; `plain` has 20,000.
pub const TEMPLATE_BYTES: usize = 1_000_000;
/// Steps that templates and shortcodes take for one page: half a second. A list of 10,000 pages takes 300,000.
pub const TEMPLATE_STEPS: u64 = 10_000_000;
/// Bytes that templates write or make for one page, beside [`TEMPLATE_COPIES`]. A table of 20,000 rows is 4 MB.
pub const TEMPLATE_WRITTEN: u64 = 16_000_000;
/// How often templates may write or copy the page's own content.
pub const TEMPLATE_COPIES: usize = 6;
/// Levels that includes, components, blocks and `extends` nest. The engine calls itself for each; pages need six.
pub const TEMPLATE_LEVELS: u32 = 64;
/// Levels that lists and mappings of a template nest. The engine calls itself for each; data from YAML has up to
/// [`YAML_DEPTH`].
pub const TEMPLATE_VALUE_DEPTH: u32 = 128;
/// Findings about one theme that names what does not exist. Nobody reads more.
pub const TEMPLATE_UNKNOWN: usize = 1_000;

/// Levels that the blocks, brackets and parentheses of a style sheet nest. The parser calls itself for each.
pub const STYLE_DEPTH: usize = 64;
/// Bytes of a style sheet. It is cut and minified once for each set of rules that a page uses; the largest frameworks have
/// 300,000.
pub const STYLE_BYTES: usize = 1_000_000;
/// Blocks of a style sheet. Rules with one style are joined by comparing each with all before it; the largest frameworks have
/// 9,000.
pub const STYLE_BLOCKS: usize = 10_000;
/// Bytes of the selectors of a style sheet, each written out with those that it nests in, as old browsers need it.
pub const STYLE_SELECTORS: usize = 2_000_000;
/// Values that a property lists, separated by commas. Some are compared with all before them; pictures made of shadows have
/// several hundred.
pub const STYLE_LIST: usize = 1_000;
/// Mistakes in one style sheet that are reported. Nobody reads more.
pub const STYLE_MISTAKES: usize = 1_000;

// ---- Names ------------------------------------------------------------------------------------------------------------

/// Known names that are searched for the one most similar to an unknown name, which takes a millisecond at most.
pub const NEAR_NAMES: usize = 20_000;
/// Characters of a name that is compared with others. Comparing takes time by the square of them.
pub const NEAR_NAME_CHARS: usize = 100;
/// Unknown names of a site for which the nearest is looked for; who renamed a folder needs no more.
pub const NEAR_SEARCHES: usize = 300;
/// The same for the records that one page names: pages are many, and what is found on one may not depend on others.
pub const NEAR_SEARCHES_OF_PAGE: usize = 30;
/// Names that a site declares. Each is looked for on every page.
pub const NAMES: usize = 10_000;
/// Bytes of a name that a site declares. What is longer is a sentence.
pub const NAME_BYTES: usize = 100;
/// Bytes of an address that a page asks for. File systems hold paths of four thousand.
pub const ADDRESS_BYTES: usize = 1_000;
/// Bytes of one segment of an address: file systems hold names of 255, and an ending may follow.
pub const SEGMENT_BYTES: usize = 240;
/// Bytes of the id of a record: a message may name several.
pub const ID_BYTES: usize = 200;

// ---- Events -----------------------------------------------------------------------------------------------------------

/// Events without a date whose source is judged; for each, the clocks of every day of decades are looked at. Also the
/// events with a date for which the other days of the year are looked at.
pub const SURVEYED_EVENTS: usize = 400;

// ---- Records ----------------------------------------------------------------------------------------------------------

/// Records of one file. Each takes a few kilobytes: as it is read, as templates see it and as it is exported.
pub const RECORDS: usize = 60_000;
/// Words of all formulas of a file: 60,000 of three words have 180,000. Each word is kept, and each is worked out exactly.
pub const FORMULA_WORDS: usize = 200_000;
/// Bits of the numerator and of the denominator of an exact result: three hundred digits. A formula of two hundred words
/// over numbers that people write stays below; squares of squares do not.
pub const FRACTION_BITS: u64 = 1_024;
