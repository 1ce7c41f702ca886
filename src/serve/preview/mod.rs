//! What the preview adds to a page that an editor looks at, and its own pages below `/_firstflight/`. Pure: values in,
//! text out; what runs in the browser is `preview.js`. Must not know HTTP, nor where its values come from.
//!
//! Nothing of this is ever part of what is published.

mod editor;
mod figures;
mod overview;
mod shown;
mod state;

pub use editor::Editor;
pub use figures::{PanelFigures, figures};
pub use overview::{Overview, overview};
pub use state::{RoundState, state};

use crate::escape::escape;

/// The script that runs in an editor's browser, and the style of what it shows: one request, and no moment without
/// style. In a block, so that the page's global names stay its own.
const SCRIPT: &str = concat!(
    "{\nconst STYLE = `",
    include_str!("panel.css"),
    "`;\n",
    include_str!("covers.js"),
    include_str!("preview.js"),
    "}\n"
);

/// What the server appends to a page: the script that keeps it up to date. `page` is the decoded path of the
/// request, `tag` the tag of what is sent. It comes at the very end, where a page needs no closing tags.
#[must_use]
pub fn snippet(page: &str, tag: &str) -> String {
    format!(
        "<script src=\"/_firstflight/preview.js\" data-page=\"{}\" data-tag=\"{}\" defer></script>",
        escape(page),
        escape(tag)
    )
}

/// A file of the preview's own: its media type and text. `path` is what follows `/_firstflight/`.
#[must_use]
pub fn asset(path: &str) -> Option<(&'static str, &'static str)> {
    match path {
        "preview.js" => Some(("text/javascript; charset=utf-8", SCRIPT)),
        "preview.css" => Some(("text/css; charset=utf-8", include_str!("overview.css"))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leaves_its_attribute() {
        assert_eq!(
            snippet("/session/", "1f"),
            r#"<script src="/_firstflight/preview.js" data-page="/session/" data-tag="1f" defer></script>"#
        );
        let odd = snippet("/\"><script>alert(1)</script>&amp;'/", "\"&");
        assert!(odd.contains(r#"data-page="/&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;"#), "{odd}");
        assert!(odd.contains(r#"data-tag="&quot;&amp;""#), "{odd}");
        assert_eq!((odd.matches("<script").count(), odd.matches("</script>").count()), (1, 1));
    }

    #[test]
    fn the_style_ends_where_the_script_says() {
        let style = include_str!("panel.css");
        assert!(!style.contains(['`', '\\']) && !style.contains("${"));
        let (media_type, script) = asset("preview.js").unwrap();
        assert_eq!(media_type, "text/javascript; charset=utf-8");
        assert!(script.starts_with("{\nconst STYLE = `") && script.ends_with("})();\n}\n"));
    }

    #[test]
    fn only_its_own_files_are_there() {
        assert!(asset("preview.css").is_some_and(|(media_type, _)| media_type.starts_with("text/css")));
        for path in ["", "events", "preview", "../preview.js", "panel.css", "PREVIEW.JS"] {
            assert!(asset(path).is_none(), "{path}");
        }
    }
}
