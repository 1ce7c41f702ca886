//! Converts kramdown's attributes, `{: #id .class}`: ids of headings become `{#id}`, all others are removed, also `{:toc}`.

use std::ops::Range;

use crate::import::destinations::is_within;
use crate::import::edits::{Edits, Next};
use crate::import::generators::tags;
use crate::import::losses::{LossKind, Losses};
use crate::import::mdx;
use crate::import::site::OriginalPage;

/// Converts the attributes of a page.
pub fn convert(page: &OriginalPage, edits: &mut Edits, losses: &mut Losses) {
    let text = page.file.text();
    if !text[page.body.clone()].contains("{:") && !text[page.body.clone()].contains("{::") {
        return;
    }
    let code = mdx::code(text, &page.body);
    let highlighted = highlighted(text, &page.body);
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
        let id = inner.split_whitespace().find_map(|word| word.strip_prefix('#'));
        let before = text[..line_start].trim_end_matches('\n');
        let heading = before.rsplit('\n').next().unwrap_or("");
        let is_below_heading =
            is_alone && line_start >= 2 && heading.starts_with('#') && line_start - before.len() == 1;
        let is_in_heading = text[line_start..start].starts_with('#');
        match id {
            Some(id) if is_below_heading => {
                edits.replace(before.len()..before.len(), format!(" {{#{id}}}"));
                edits.replace(line_start..line_end, "");
            }
            Some(id) if is_in_heading => edits.replace(start..end, format!("{{#{id}}}")),
            _ => {
                // A table of contents replaces the list item before it.
                let is_contents = inner == "toc";
                let item = before.len() - heading.len();
                let takes_item = is_contents
                    && is_alone
                    && heading.trim_start().starts_with(['-', '*', '1'])
                    && item >= page.body.start;
                let range = match (is_alone, takes_item) {
                    (true, true) => item..line_end,
                    (true, false) => line_start..line_end,
                    _ => start..end,
                };
                edits.replace(range, "");
                losses.add(LossKind::Attributes, &page.file, start..end, &text[start..end], "they were removed");
            }
        }
    }
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

    #[test]
    fn ids_are_kept_and_other_attributes_are_removed() {
        let text = "# A\n{: #b .c}\n\n* toc\n{:toc}\n\nText\n{: .d}\n\n## E {: #f }\n[g](h){: i=\"j\"} `{: k}`\n{% highlight md %}\na {: .b }\n{% endhighlight %}\n";
        let file = SourceFile::new("a.md", text);
        let front = front::read(&file);
        let page = OriginalPage::new(file, &front, 0, "a.md".into(), String::new());
        let (mut edits, mut losses) = (Edits::default(), Losses::default());
        convert(&page, &mut edits, &mut losses);
        assert_eq!(
            edits.apply(text, 0..text.len()).text,
            "# A {#b}\n\n\nText\n\n## E {#f}\n[g](h) `{: k}`\n{% highlight md %}\na {: .b }\n{% endhighlight %}\n"
        );
        assert_eq!(losses.sorted().len(), 3);
    }
}
