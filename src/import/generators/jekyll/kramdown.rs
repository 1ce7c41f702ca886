//! Converts kramdown's attributes, `{: #id .class}`: ids of headings become `{#id}`, those of other blocks and of words become
//! anchors, and all other attributes are removed, also `{:toc}`.

use std::cell::LazyCell;
use std::ops::Range;

use crate::import::destinations::is_within;
use crate::import::edits::{Edits, Next};
use crate::import::generators::tags;
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::site::OriginalPage;
use blocks::{Blocks, anchor};

mod blocks;

/// Converts the attributes of a page.
pub fn convert(page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    if !text[page.body.clone()].contains("{:") && !text[page.body.clone()].contains("{::") {
        return;
    }
    let code = mdx::code(text, &page.body);
    let highlighted = highlighted(text, &page.body);
    let blocks = LazyCell::new(|| Blocks::new(text, &page.body));
    let mut brace = Next::new("}");
    let mut at = page.body.start;
    while let Some(found) = text[at..page.body.end].find("{:") {
        let start = at + found;
        at = start + 2;
        if is_within(&code, start) || is_within(&highlighted, start) {
            continue;
        }
        let Some(close) = brace.after(&text[..page.body.end], start) else { break };
        let end = close + 1;
        // A brace that opens or a line that ends before it is close, so that little is read of what is not an attribute.
        if text[start + 1..close].find(['\n', '{']).is_some() {
            continue;
        }
        let inner = text[start + 2..close].trim().to_owned();
        at = end;
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
        let is_alone = text[line_start..start].trim().is_empty() && text[end..line_end].trim().is_empty();
        let id = id(&inner);
        let before = text[..line_start].trim_end_matches('\n');
        let heading = before.rsplit('\n').next().unwrap_or("");
        let is_below_heading =
            is_alone && line_start >= 2 && heading.starts_with('#') && line_start - before.len() == 1;
        let is_in_heading = text[line_start..start].starts_with('#');
        let is_after_image = text[line_start..start].trim_start().starts_with("![");
        let insertion = match id {
            Some(id) if is_below_heading => Some((before.len(), format!(" {{#{id}}}"))),
            Some(id) if is_in_heading => Some((start, format!("{{#{id}}}"))),
            Some(id) if is_alone => blocks.beside(text, &page.body, &(line_start..line_end), id),
            Some(id) if is_after_image => blocks.around(text, start, id),
            Some(id) => Some((start, anchor(id))),
            None => None,
        };
        // A table of contents replaces the list item before it.
        let item = before.len() - heading.len();
        let takes_item =
            inner == "toc" && is_alone && heading.trim_start().starts_with(['-', '*', '1']) && item >= page.body.start;
        let range = match (is_alone, takes_item) {
            (true, true) => item..line_end,
            (true, false) => line_start..line_end,
            _ => start..end,
        };
        edits.replace(range, "");
        let why = match id.zip(insertion) {
            Some((id, (place, made))) => {
                edits.replace(place..place, made);
                if inner == format!("#{id}") {
                    continue;
                }
                "all but the id were removed"
            }
            None => "they were removed",
        };
        losses.add(LossKind::Attributes, &page.file, start..end, &text[start..end], why);
    }
}

/// The id in attributes. Definitions of attributes for later, `{:name: #id}`, have none of their own.
fn id(attributes: &str) -> Option<&str> {
    let mut words = attributes.split_whitespace();
    if words.clone().next().is_some_and(|word| word.starts_with(':') || word.ends_with(':')) {
        return None;
    }
    let id = words.find_map(|word| {
        let value = || word.strip_prefix("id=").map(|value| value.trim_matches(['"', '\'']));
        word.strip_prefix('#').or_else(value).or_else(|| word.strip_prefix('.')?.split_once('#').map(|(_, id)| id))
    })?;
    let end = id.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ':')).unwrap_or(id.len());
    (end > 0).then_some(&id[..end])
}

/// The bytes of code between `{% highlight %}` and `{% endhighlight %}`.
fn highlighted(text: &str, body: &Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    if text[body.clone()].contains("highlight") {
        for tag in tags::find(text, body.clone(), "{%", "%}") {
            match tag.inner.trim_matches('-').split_whitespace().next() {
                Some("highlight") => open = open.or(Some(tag.range.end)),
                Some("endhighlight") => found.extend(open.take().map(|start| start..tag.range.start)),
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::front;
    use crate::report::SourceFile;

    fn converted(text: &str) -> (String, usize) {
        let file = SourceFile::new("a.md", text);
        let front = front::read(&file);
        let page = OriginalPage::new(file, &front, 0, "a.md".into(), String::new());
        let (mut edits, mut losses) = (Edits::default(), Losses::default());
        convert(&page, &mut edits, &mut losses);
        (edits.apply(text, 0..text.len()).text, losses.sorted().len())
    }

    #[test]
    fn ids_are_kept_and_other_attributes_are_removed() {
        let text = "# A\n{: #b .c}\n\n* toc\n{:toc}\n\nText\n{: .d}\n\n## E {: #f }\n[g](h){: i=\"j\"} `{: k}`\n{% highlight md %}\na {: .b }\n{% endhighlight %}\n";
        let (made, losses) = converted(text);
        assert_eq!(
            made,
            "# A {#b}\n\n\nText\n\n## E {#f}\n[g](h) `{: k}`\n{% highlight md %}\na {: .b }\n{% endhighlight %}\n"
        );
        assert_eq!(losses, 4);
    }

    #[test]
    fn ids_of_blocks_and_words_become_anchors() {
        for (text, expected) in [
            ("Text\nmore.\n{: #a}\n\nb\n", "<a id=\"a\"></a>Text\nmore.\n\nb\n"),
            ("- item\n- two\n{: .x #a}\n", "- <a id=\"a\"></a>item\n- two\n"),
            ("1. one\n2. two\n   {: #a}\n3. three\n", "1. one\n2. <a id=\"a\"></a>two\n3. three\n"),
            ("- [x] done\n{: id=\"a\"}\n", "- [x] <a id=\"a\"></a>done\n"),
            ("> q\n{: #a}\n", "> <a id=\"a\"></a>q\n"),
            ("| A |\n|---|\n| b |\n{: #a}\n", "| <a id=\"a\"></a>A |\n|---|\n| b |\n"),
            ("x\n\n```\ncode\n```\n{: #a}\n", "x\n\n<a id=\"a\"></a>\n\n```\ncode\n```\n"),
            ("![i](i.png)\n{: #a}\n", "<a id=\"a\"></a>\n\n![i](i.png)\n"),
            ("![i](i.png){: #a}\n", "<a id=\"a\"></a>\n\n![i](i.png)\n"),
            ("H\n===\n{: #a}\n", "H {#a}\n===\n"),
            ("x\n\n{: #a}\n{: .b}\nText\n", "x\n\n<a id=\"a\"></a>Text\n"),
            ("{: #a}\n## H\n", "## H {#a}\n"),
            ("* {: #a} item *b*{: #c}\n", "* <a id=\"a\"></a> item *b*<a id=\"c\"></a>\n"),
            ("x\n\n{: #a}\n\ny\n", "x\n\n\ny\n"),
            ("{:name: #a}\n\ny\n", "\ny\n"),
        ] {
            assert_eq!(converted(text).0, expected, "{text}");
        }
        assert_eq!(converted("Text\n{: #a}\n").1, 0);
        assert_eq!(converted("Text\n{: #a .b}\n").1, 1);
    }
}
