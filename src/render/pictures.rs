//! Images as pages show them: a figure that readers open, a figure that is sent with the page, or a link.

use super::links::Linker;
use super::{Renderer, body, files};
use crate::escape::escape_into;
use crate::media::{Picture, Version};
use crate::site::{Page, ShownPicture};

/// The strings before the words of an image that is offered, and of one without words.
const OFFERED: [&str; 2] = ["image_offered", "image_plain"];

/// Fills the hole of an image in Markdown. Returns the name of a string that the theme lacks.
pub(super) fn fill(
    renderer: &Renderer<'_>,
    page: &Page,
    number: usize,
    linker: &Linker,
    out: &mut String,
) -> Option<&'static str> {
    let shown = page.picture(number, &renderer.site.config)?;
    let on = PictureContext { language: page.source.language, page: Some(page), linker };
    write(renderer, on, &shown, out).err()
}

/// Where an image is written.
#[derive(Clone, Copy)]
pub(super) struct PictureContext<'a> {
    /// Number of the language.
    pub language: usize,
    /// The page, if its text shows the image.
    pub page: Option<&'a Page>,
    /// How links are written.
    pub linker: &'a Linker,
}

/// Writes an image. Fails with the name of a string that the theme lacks.
pub(super) fn write(
    renderer: &Renderer<'_>,
    on: PictureContext<'_>,
    shown: &ShownPicture,
    out: &mut String,
) -> Result<(), &'static str> {
    let writer = PictureWriter { renderer, on, shown };
    let picture = shown.file.and_then(|file| renderer.media.picture((file, shown.look)));
    let Some(picture) = picture else { return writer.link_to_file(out) };
    match (shown.is_figure, shown.is_sent) {
        (false, _) => writer.link((picture, &picture.plain), true, out),
        (true, true) => {
            writer.sent(picture, out);
            Ok(())
        }
        (true, false) => writer.offered(picture, out),
    }
}

struct PictureWriter<'a, 's> {
    renderer: &'a Renderer<'s>,
    on: PictureContext<'a>,
    shown: &'a ShownPicture,
}

impl PictureWriter<'_, '_> {
    fn address(&self, version: &Version) -> String {
        let mut address = String::new();
        escape_into(&self.on.linker.link(&version.address), &mut address);
        address
    }

    fn alt(&self) -> String {
        let mut alt = String::new();
        escape_into(&self.shown.alt, &mut alt);
        alt
    }

    /// The kind and the size of a version in words.
    fn note(&self, picture: &Picture, version: &Version) -> Result<String, &'static str> {
        let bytes = (!picture.is_draft).then_some(version.bytes);
        files::note(self.renderer, self.on.language, (Some(version.format.name()), bytes))
    }

    /// A link to an image that cannot be shown, as to any other file.
    fn link_to_file(&self, out: &mut String) -> Result<(), &'static str> {
        let figure = if self.shown.is_figure { ["<p>", "</p>"] } else { ["", ""] };
        let in_text = self.on.page.zip(self.shown.link);
        let address = match (in_text, self.shown.file) {
            (Some((page, link)), _) => body::link(self.renderer, page, link, self.on.linker),
            (None, Some(file)) => self.on.linker.link(self.renderer.outline.files[file].address),
            (None, None) => self.shown.outside.clone().unwrap_or_default(),
        };
        out.extend([figure[0], "<a href=\""]);
        escape_into(&address, out);
        self.title(out);
        out.push_str(&self.words());
        if let Some(file) = self.shown.file {
            files::write_note_of_file(self.renderer, self.on.language, (file, true), out)?;
        }
        out.extend(["</a>", figure[1]]);
        Ok(())
    }

    /// The alternative text as HTML. A link must have words.
    fn words(&self) -> String {
        let alt = self.alt();
        let in_text = self.on.page.zip(self.shown.link).and_then(|(page, link)| page.links.link(page, link));
        let of_file = self.shown.file.map(|file| self.renderer.outline.files[file].address);
        match in_text.map(|link| link.target.as_str()).or(of_file) {
            Some(target) if alt.is_empty() => {
                let mut name = String::new();
                escape_into(target.rsplit('/').next().unwrap_or(target), &mut name);
                name
            }
            _ => alt,
        }
    }

    /// The rest of the tag of a link, with the caption as its title.
    fn title(&self, out: &mut String) {
        if !self.shown.caption.is_empty() {
            out.push_str("\" title=\"");
            escape_into(&self.shown.caption, out);
        }
        out.push_str("\">");
    }

    /// A link to a version, with its kind and size.
    fn link(
        &self,
        (picture, version): (&Picture, &Version),
        with_title: bool,
        out: &mut String,
    ) -> Result<(), &'static str> {
        let note = self.note(picture, version)?;
        out.extend(["<a href=\"", &self.address(version)]);
        if with_title {
            self.title(out);
        } else {
            out.push_str("\">");
        }
        out.push_str(&self.words());
        files::write_note(self.renderer, self.on.language, &note, out);
        out.push_str("</a>");
        Ok(())
    }

    fn caption(&self, out: &mut String) {
        if !self.shown.caption.is_empty() {
            out.push_str("\n<figcaption>");
            escape_into(&self.renderer.marker(self.on.language).isolated(&self.shown.caption), out);
            out.push_str("</figcaption>");
        }
    }

    /// A figure whose image is fetched only when a reader opens it, with scripting or without: browsers load no object that is
    /// not rendered. Those that know no WebP, and those without `details`, show the link in it.
    fn offered(&self, picture: &Picture, out: &mut String) -> Result<(), &'static str> {
        let version = picture.offered();
        let language = self.on.language;
        let note = self.note(picture, version)?;
        let strings = &self.renderer.context.strings[language];
        let key = OFFERED[usize::from(self.shown.alt.is_empty())];
        let words = strings.text(key).ok_or(key)?;
        let (before, after) = words.split_once("{text}").unwrap_or((words, ""));
        out.push_str("<figure class=\"picture\"><details><summary>");
        for (words, text) in [(before, self.shown.alt.as_str()), (after, "")] {
            if !words.is_empty() {
                let mut html = String::new();
                escape_into(words, &mut html);
                strings.marked(key, &html, out);
            }
            escape_into(&self.renderer.marker(language).isolated(text), out);
        }
        files::write_note(self.renderer, language, &note, out);
        let (kind, width, height) = (version.format.media_type(), version.width, version.height);
        out.extend(["</summary>\n<object type=\"", kind, "\" data=\"", &self.address(version)]);
        out.push_str(&format!("\" width=\"{width}\" height=\"{height}\""));
        let alt = self.alt();
        if alt.is_empty() {
            out.push_str(" aria-hidden=\"true\"");
        } else {
            out.extend([" aria-label=\"", &alt, "\""]);
        }
        out.push('>');
        self.link((picture, &picture.plain), false, out)?;
        out.push_str("</object></details>");
        self.caption(out);
        out.push_str("</figure>");
        Ok(())
    }

    /// A figure that is sent with the page.
    fn sent(&self, picture: &Picture, out: &mut String) {
        out.push_str("<figure class=\"picture\">");
        if let Some(modern) = &picture.modern {
            out.extend(["<picture><source type=\"", modern.format.media_type(), "\" srcset=\"", &self.address(modern)]);
            if let Some(dense) = &picture.dense {
                out.push_str(&format!(" {}w, {} {}w", modern.width, self.address(dense), dense.width));
                out.push_str(&format!("\" sizes=\"(min-width:{0}px) {0}px, 100vw", modern.width));
            }
            out.push_str("\">");
        }
        let plain = &picture.plain;
        out.extend(["<img src=\"", &self.address(plain), "\" alt=\"", &self.alt()]);
        out.push_str(&format!("\" width=\"{}\" height=\"{}\" loading=\"lazy\">", plain.width, plain.height));
        out.push_str(if picture.modern.is_some() { "</picture>" } else { "" });
        self.caption(out);
        out.push_str("</figure>");
    }
}
