//! All limits on the work that an input can cause, each with the reason for its number.
//!
//! An input of up to 10 MB takes at most two seconds and 500 MB of memory, or it is a finding that names the limit. Limits
//! that are only a matter of presentation, such as the number of names in a message, are next to their code.

// ---- Files and YAML ---------------------------------------------------------------------------------------------------

/// Maximum bytes of a text file. Nobody writes ten megabytes of Markdown by hand.
pub const FILE_BYTES: u64 = 10_000_000;
/// Maximum number of files and folders in folders that links lead to. Links to folders of links multiply with each level:
/// ten levels of ten links are ten thousand million names.
pub const LINKED_ENTRIES: usize = 100_000;
/// Maximum nesting of YAML values. The parser is recursive; records need five levels.
pub const YAML_DEPTH: usize = 64;
/// Maximum number of keys and values in front matter or `site.yaml`. Nobody writes a thousand.
pub const YAML_NODES: usize = 20_000;
/// Maximum number of keys and values in a data file: 50,000 events with eight fields have 850,000. Each takes a few
/// hundred bytes.
pub const YAML_DATA_NODES: usize = 900_000;
/// Maximum number of parser events in anchors of a data file, which aliases may repeat: as many as 20,000 records have.
pub const YAML_ANCHORED_EVENTS: usize = 100_000;
/// Maximum number of parser events that aliases may add. A "billion laughs" attack starts with a few thousand.
pub const YAML_ALIAS_EVENTS: usize = 4_000;
/// Maximum bytes of text that aliases may add: enough to repeat one long text.
pub const YAML_ALIAS_BYTES: usize = 2_000_000;
/// Maximum bytes of one text of front matter, `site.yaml` or a record. Templates write it several times on a page, and more often in
/// lists of pages; a chapter of a book is shorter.
pub const YAML_TEXT_BYTES: usize = 100_000;

/// Maximum bytes of a picture that the settings name: readers fetch the logo with every first page.
pub const PICTURE_BYTES: u64 = 1_000_000;
// ---- Files beside pages -----------------------------------------------------------------------------------------------

/// Maximum bytes of a PDF in which a title and a language are searched for: most reports are shorter, and it is read whole.
pub const PDF_BYTES: u64 = 30_000_000;
/// Maximum bytes of all compressed objects of a PDF that are unpacked: those of 1,000 pages.
pub const PDF_OBJECT_BYTES: usize = 8_000_000;
/// Maximum number of compressed objects of a PDF.
pub const PDF_STREAMS: usize = 10_000;

/// Maximum bytes of each part of an image that holds metadata, packed or not: the parts of a JPEG have 65,535.
pub const METADATA_BYTES: u64 = 1_000_000;
/// Maximum number of pixels of an image: decoded, they take 90 MB. Telephones make photographs of 12 million.
pub const IMAGE_PIXELS: u64 = 30_000_000;
/// Maximum width or height of an image.
pub const IMAGE_SIDE: u32 = 30_000;
/// Maximum bytes of a decoded image: 30 million pixels with transparency.
pub const IMAGE_DECODED_BYTES: u64 = 120_000_000;
/// Maximum bytes of images that are decoded at the same time.
pub const IMAGES_DECODED_BYTES: u64 = 150_000_000;
/// Maximum bytes of the file of an image.
pub const IMAGE_BYTES: u64 = 60_000_000;
/// Maximum bytes of an SVG: a detailed map has one million.
pub const SVG_BYTES: usize = 2_000_000;
/// Maximum number of elements and texts of an SVG.
pub const SVG_NODES: u32 = 100_000;
/// Maximum nesting of elements of an SVG. Reader and writer are recursive.
pub const SVG_DEPTH: usize = 100;

// ---- Import -----------------------------------------------------------------------------------------------------------

/// Maximum number of files in the folder of a site that is imported. The largest sites have 50,000.
pub const IMPORTED_FILES: usize = 300_000;
/// Maximum nesting of folders of a site that is imported.
pub const IMPORTED_DEPTH: usize = 64;

// ---- Findings ---------------------------------------------------------------------------------------------------------

/// Messages, help texts and notes of up to this many bytes are not shortened.
pub const MESSAGE_BYTES: usize = 500;
/// Maximum bytes of a name or value in a longer message; the excerpt of the file shows more of it.
pub const QUOTED_BYTES: usize = 200;
/// Maximum bytes of a message: all interface strings of a theme with their keys, as a block to paste.
pub const LONGEST_MESSAGE_BYTES: usize = 10_000;

// ---- Documents --------------------------------------------------------------------------------------------------------

/// Maximum nesting of Markdown blocks and inlines. Hand-written lists have four or five levels.
pub const MARKDOWN_DEPTH: usize = 100;
/// Maximum number of line ends, numbers and punctuation marks in the Markdown of one page. A novel of three megabytes has
/// 200,000; the parser needs a hundred bytes for each.
pub const MARKDOWN_TOKENS: usize = 1_000_000;
/// Maximum number of headings of one page: each is also an entry in the table of contents and needs a unique id.
pub const PAGE_HEADINGS: usize = 50_000;
/// Maximum nesting of bodies of shortcodes. Nobody nests five; each level copies what is in it once more.
pub const BODY_DEPTH: usize = 12;
/// Maximum number of shortcodes with bodies on one page: long lists of questions and answers have hundreds.
pub const PAGE_BODIES: usize = 5_000;
/// Maximum number of elements of one page that lose their id to a heading. Each is searched for in what was written.
pub const DISPLACED_IDS: usize = 300;
/// Maximum number of reported numbers without a record on one page. Nobody reads a longer list.
pub const LOOSE_NUMBERS: usize = 50_000;
/// Maximum number of attributes of one tag of raw HTML. The sanitiser compares each with all before it.
pub const RAW_HTML_ATTRIBUTES: usize = 200;
/// Maximum number of elements of a finished page. The minifier needs a kilobyte for each.
pub const PAGE_ELEMENTS: usize = 300_000;
/// Maximum nesting of raw HTML. Less than [`PAGE_DEPTH`], to leave room for the elements of the template.
pub const RAW_HTML_DEPTH: usize = 256;
/// Maximum nesting of elements of a finished page. The minifier is recursive and would overflow a stack of 2 MB somewhere
/// above 1,500.
pub const PAGE_DEPTH: usize = 512;

/// Maximum number of findings on forbidden characters in one file. A file with more has another problem.
pub const FORBIDDEN_CHARACTERS: usize = 100;

// ---- Themes -----------------------------------------------------------------------------------------------------------

/// Maximum number of templates and shortcodes of all themes of a site. Large themes of other generators have 200.
pub const TEMPLATE_FILES: usize = 1_000;
/// Maximum bytes of all templates and shortcodes. A byte takes up to 500 bytes of memory when compiled; `plain` has 20,000
/// bytes.
pub const TEMPLATE_BYTES: usize = 1_000_000;
/// Maximum number of steps of templates and shortcodes for one page: half a second. A list of 10,000 pages takes 300,000.
pub const TEMPLATE_STEPS: u64 = 10_000_000;
/// Maximum bytes that templates write or create for one page, in addition to [`TEMPLATE_COPIES`]. A table of 20,000 rows
/// is 4 MB.
pub const TEMPLATE_WRITTEN: u64 = 16_000_000;
/// Maximum number of times that templates may write or copy the content of the page.
pub const TEMPLATE_COPIES: usize = 6;
/// Maximum nesting of includes, components, blocks and `extends`. The engine is recursive; pages need six levels.
pub const TEMPLATE_LEVELS: u32 = 64;
/// Maximum nesting of lists and mappings in templates. The engine is recursive; data from YAML has up to [`YAML_DEPTH`]
/// levels.
pub const TEMPLATE_VALUE_DEPTH: u32 = 128;
/// Maximum number of findings on unknown names in one theme. Nobody reads a longer list.
pub const TEMPLATE_UNKNOWN: usize = 1_000;

/// Maximum nesting of blocks, brackets and parentheses of a style sheet. The parser is recursive.
pub const STYLE_DEPTH: usize = 64;
/// Maximum bytes of a style sheet. It is pruned and minified once for each set of rules that a page uses; the largest
/// frameworks have 300,000.
pub const STYLE_BYTES: usize = 1_000_000;
/// Maximum number of blocks of a style sheet. Rules with the same style are merged by comparing each with all before it;
/// the largest frameworks have 9,000.
pub const STYLE_BLOCKS: usize = 10_000;
/// Maximum bytes of the selectors of a style sheet when nested rules are written out, as old browsers need them.
pub const STYLE_SELECTORS: usize = 2_000_000;
/// Maximum number of values that a property lists, separated by commas. Some are compared with all before them; pictures made of
/// shadows have several hundred.
pub const STYLE_LIST: usize = 1_000;
/// Maximum number of reported errors in one style sheet. Nobody reads a longer list.
pub const STYLE_MISTAKES: usize = 1_000;

// ---- Names ------------------------------------------------------------------------------------------------------------

/// Maximum number of known names that are searched for the one most similar to an unknown name: at most a millisecond.
pub const NEAR_NAMES: usize = 20_000;
/// Maximum number of characters of a name that is compared with others. The time grows with its square.
pub const NEAR_NAME_CHARS: usize = 100;
/// Maximum number of unknown names of a site for which a similar one is searched; enough after renaming a folder.
pub const NEAR_SEARCHES: usize = 300;
/// The same for the records that one page names, because the findings of a page may not depend on other pages.
pub const NEAR_SEARCHES_OF_PAGE: usize = 30;
/// Maximum number of declared names. Each is searched for on every page.
pub const NAMES: usize = 10_000;
/// Maximum bytes of a declared name. A longer one is a sentence.
pub const NAME_BYTES: usize = 100;
/// Maximum number of taxonomies that a site declares. Every page is searched for each.
pub const TAXONOMIES: usize = 50;
/// Maximum bytes of an alias. Paths of file systems have at most 4,000.
pub const ADDRESS_BYTES: usize = 1_000;
/// Maximum bytes of one segment of an address: file systems allow names of 255 bytes, and an ending may follow.
pub const SEGMENT_BYTES: usize = 240;
/// Maximum bytes of the id of a record: a message may name several.
pub const ID_BYTES: usize = 200;

// ---- Dates ------------------------------------------------------------------------------------------------------------

/// Maximum number of dates that are kept as a language writes them: those of 20 years in two forms.
pub const WRITTEN_DATES: usize = 16_000;

// ---- Events -----------------------------------------------------------------------------------------------------------

/// Maximum number of events without a date whose source is checked; for each, the clocks of every day of several decades
/// are checked. Also the maximum number of events with a date for which the other days of the year are checked.
pub const SURVEYED_EVENTS: usize = 400;

// ---- Records ----------------------------------------------------------------------------------------------------------

/// Maximum number of records of one file. Each takes a few kilobytes: as read, for templates and for exports.
pub const RECORDS: usize = 60_000;
/// Maximum number of words in all formulas of a file: 60,000 formulas of three words have 180,000. Each word is kept and each
/// formula is evaluated exactly.
pub const FORMULA_WORDS: usize = 200_000;
/// Maximum bits of the numerator and denominator of an exact result: 300 digits. A formula of 200 words with ordinary numbers
/// needs less; repeated squares need more.
pub const FRACTION_BITS: u64 = 1_024;
