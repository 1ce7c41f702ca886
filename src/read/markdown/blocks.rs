//! Writes the opening and closing tags of blocks and of marked text.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, LinkType, Tag, TagEnd};
use pulldown_cmark_escape::escape_html;

use super::tables::holds_whole_details;
use super::tokens::Fragment;
use super::writer::Writer;

/// A paragraph that is open.
#[derive(Default)]
pub(super) struct Paragraph {
    /// Where it began.
    pub at: usize,
    /// The call in it.
    pub lone_call: Option<usize>,
    /// The image in it.
    pub lone_image: Option<usize>,
    /// Number of the link to a recording that it begins with.
    pub recording: Option<usize>,
    /// Whether anything else is in it.
    pub other: bool,
}

impl Paragraph {
    /// Whether it is empty.
    pub fn is_empty(&self) -> bool {
        !self.other && self.lone_call.is_none() && self.lone_image.is_none()
    }
}

impl Writer<'_> {
    pub(super) fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        if self.begins_block_in_html(&tag) {
            self.end_lines(&range);
        }
        self.start_prose(&tag);
        if !self.masked.body_lines().is_empty() {
            self.begin_container(&tag);
        }
        match tag {
            Tag::Paragraph => {
                self.open("");
                self.paragraph = Some(Paragraph { at: self.out.len(), ..Paragraph::default() });
                self.out.push_str("<p>");
            }
            Tag::Heading { level, .. } => {
                self.open("");
                self.start_heading(level, range);
            }
            Tag::Table(alignments) => {
                // Wide tables scroll in a box of their own, which the keyboard can reach; the page never does.
                self.open(if self.rules.house { "<div class=\"wide\" tabindex=\"0\"><table>\n" } else { "<table>\n" });
                self.table.begin(alignments);
            }
            Tag::TableHead => {
                self.table.head = true;
                self.table.cell = 0;
                self.out.push_str("<thead><tr>");
            }
            Tag::TableRow => {
                self.check_cells(&range);
                self.table.cell = 0;
                // The body opens only where there is a row.
                self.out.push_str(if self.table.rows { "<tr>" } else { "<tbody><tr>" });
                self.table.rows = true;
            }
            Tag::TableCell => {
                self.table.details = holds_whole_details(&self.masked.text()[range]).then_some(self.depth);
                self.out.push_str(self.table.open_cell());
            }
            Tag::BlockQuote(kind) => {
                self.close_label();
                match kind {
                    None => self.open("<blockquote>\n"),
                    Some(kind) => {
                        // An alert is an aside of the editor, not somebody's words.
                        let name = alert(kind);
                        let class = name.trim_start_matches("alert_");
                        self.open("<div role=\"note\"");
                        if class != "note" {
                            self.out.extend([" class=\"", class, "\""]);
                        }
                        self.out.push_str(">\n<p><strong>");
                        self.word_hole(name);
                        self.out.push_str("</strong></p>\n");
                    }
                }
            }
            Tag::CodeBlock(kind) => {
                self.close_label();
                self.code = true;
                self.document.code_blocks += 1;
                // A block that scrolls must be reached by the keyboard.
                self.open(match (self.rules.house, self.rules.right_to_left) {
                    (false, _) => "<pre><code",
                    (true, false) => "<pre tabindex=\"0\"><code",
                    (true, true) => "<pre tabindex=\"0\" dir=\"ltr\"><code",
                });
                if let CodeBlockKind::Fenced(info) = kind {
                    let info = self.masked.restore(&info).into_owned();
                    if let Some(language) = info.split(' ').next().filter(|language| !language.is_empty()) {
                        self.out.push_str(" class=\"language-");
                        let _ = escape_html(&mut self.out, language);
                        self.out.push('"');
                        self.note_source_of_picture(language, &range);
                    }
                }
                self.out.push('>');
            }
            Tag::List(start) => {
                self.close_label();
                match start {
                    Some(1) => self.open("<ol>\n"),
                    Some(start) => self.open(&format!("<ol start=\"{start}\">\n")),
                    None => self.open("<ul>\n"),
                }
            }
            Tag::Item => self.open("<li>"),
            Tag::DefinitionList => self.open("<dl>\n"),
            Tag::DefinitionListTitle => self.open("<dt>"),
            Tag::DefinitionListDefinition => self.open("<dd>"),
            Tag::Subscript => self.out.push_str("<sub>"),
            Tag::Superscript => self.out.push_str("<sup>"),
            Tag::Emphasis => self.inline("<em>"),
            Tag::Strong => self.inline("<strong>"),
            Tag::Strikethrough => self.inline("<del>"),
            Tag::Link { link_type, dest_url, title, id } => self.link_start(link_type, &dest_url, &title, &id, range),
            Tag::Image { link_type, dest_url, title, id } => self.image_start(link_type, &dest_url, &title, &id, range),
            Tag::FootnoteDefinition(label) => {
                let outer = std::mem::take(&mut self.out);
                self.footnotes.open.push((label.to_string(), outer, range));
            }
            Tag::HtmlBlock => self.html_block = Some((Fragment::default(), range)),
            Tag::MetadataBlock(_) => {}
        }
    }

    /// A block ends the running text before it.
    fn start_prose(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Subscript
            | Tag::Superscript
            | Tag::Image { .. } => {}
            Tag::Link { link_type, dest_url, .. } => {
                let written = matches!(link_type, LinkType::Autolink | LinkType::Email);
                let number = ["tel:", "sms:", "mailto:"].iter().any(|scheme| dest_url.starts_with(scheme));
                // Inside of one, all is passed over, also what another link would show.
                self.prose.addresses += usize::from(written || number || self.prose.addresses > 0);
            }
            Tag::Table(_) => {
                self.end_prose();
                self.prose.begin_table();
            }
            _ => {
                self.end_prose();
                self.prose.set_heading(matches!(tag, Tag::Heading { .. }));
            }
        }
    }

    fn end_prose_of(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Subscript | TagEnd::Superscript => {}
            TagEnd::Image => self.prose.images = self.prose.images.saturating_sub(1),
            TagEnd::Link => self.prose.addresses = self.prose.addresses.saturating_sub(1),
            TagEnd::Table => self.end_prose_of_table(),
            _ => {
                self.end_prose();
                self.prose.set_heading(false);
            }
        }
    }

    pub(super) fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        if matches!(tag, TagEnd::Heading(_)) {
            self.take_attributes();
        }
        if !self.elements.is_empty() {
            self.close_elements();
        }
        self.end_prose_of(tag);
        if !self.links.is_empty() || self.raw.program.is_some() {
            self.end_open_html(tag);
        }
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(level) => self.end_heading(level),
            TagEnd::Table => {
                self.out.push_str(if self.table.rows { "</tbody></table>" } else { "</table>" });
                self.out.push_str(if self.rules.house { "</div>\n" } else { "\n" });
            }
            TagEnd::TableHead => {
                self.table.head = false;
                self.table.rows = false;
                self.out.push_str("</tr></thead>\n");
            }
            TagEnd::TableRow => self.out.push_str("</tr>\n"),
            TagEnd::TableCell => {
                let close = self.table.close_cell();
                self.out.push_str(close);
            }
            TagEnd::BlockQuote(kind) => {
                self.fresh_line();
                self.close(if kind.is_some() { "</div>" } else { "</blockquote>" });
            }
            TagEnd::CodeBlock => {
                self.code = false;
                self.close("</code></pre>");
            }
            TagEnd::List(true) => self.close("</ol>"),
            TagEnd::List(false) => self.close("</ul>"),
            TagEnd::Item => {
                self.close_label();
                self.close("</li>");
            }
            TagEnd::DefinitionList => self.close("</dl>"),
            TagEnd::DefinitionListTitle => self.close("</dt>"),
            TagEnd::DefinitionListDefinition => self.close("</dd>"),
            TagEnd::Subscript => self.out.push_str("</sub>"),
            TagEnd::Superscript => self.out.push_str("</sup>"),
            TagEnd::Emphasis => self.inline("</em>"),
            TagEnd::Strong => self.inline("</strong>"),
            TagEnd::Strikethrough => self.inline("</del>"),
            TagEnd::Link => self.link_end(),
            TagEnd::Image => self.image_end(),
            TagEnd::FootnoteDefinition => {
                if let Some((label, outer, opened)) = self.footnotes.open.pop() {
                    let html = std::mem::replace(&mut self.out, outer);
                    self.footnotes.definitions.push((label, html, opened.start..range.end));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some((html, range)) = self.html_block.take() {
                    self.html_or_body_line(html, range);
                }
            }
            TagEnd::MetadataBlock(_) => {}
        }
    }

    /// What raw HTML opened in a line ends with the block that the line belongs to.
    fn end_open_html(&mut self, tag: TagEnd) {
        if matches!(
            tag,
            TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::TableCell
                | TagEnd::Item
                | TagEnd::DefinitionListTitle
                | TagEnd::DefinitionListDefinition
        ) {
            self.end_program(false);
            self.close_raw_links();
        }
    }

    /// Begins a task: its item gets a class, since a box needs no bullet.
    pub(super) fn task(&mut self, is_done: bool) {
        const ITEM: &str = "<li>";
        if let Some(at) = self.out.rfind(ITEM).filter(|_| self.rules.house) {
            self.out.replace_range(at..at + ITEM.len(), "<li class=\"task\">");
        }
        self.touch_paragraph(None, false);
        // The label ties box and words together for screen readers.
        self.out.push_str("<label><input type=\"checkbox\" disabled");
        self.out.push_str(if is_done { " checked> " } else { "> " });
        self.label_open = true;
    }

    fn end_paragraph(&mut self) {
        self.close_label();
        match self.paragraph.take() {
            // A call on its own may make a block, and a paragraph cannot hold one: the theme's answer decides.
            Some(Paragraph { at, lone_call: Some(number), other: false, .. }) => {
                self.out.truncate(at);
                self.call_hole('C', number);
                self.out.push('\n');
            }
            // An image on its own is a figure, which a paragraph cannot hold.
            Some(Paragraph { at, lone_image: Some(number), other: false, .. }) => {
                self.out.truncate(at);
                self.hole('i', number);
                self.out.push('\n');
                self.document.images[number].is_alone = true;
            }
            // A recording on its own has a player.
            Some(Paragraph { at, recording: Some(number), .. }) if self.is_lone_link(at) => {
                self.close("</p>");
                let paragraph = self.out.split_off(at);
                self.hole('a', number);
                self.out.push_str(&paragraph);
            }
            _ => self.close("</p>"),
        }
    }

    /// Whether a paragraph, which begins here, is one link and nothing else.
    fn is_lone_link(&self, at: usize) -> bool {
        let html = self.out[at..].trim_end();
        html.starts_with("<p><a ") && html.find("</a>").is_some_and(|end| end + "</a>".len() == html.len())
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "alert_note",
        BlockQuoteKind::Tip => "alert_tip",
        BlockQuoteKind::Important => "alert_important",
        BlockQuoteKind::Warning => "alert_warning",
        BlockQuoteKind::Caution => "alert_caution",
    }
}
