//! Findings about what a style loses where readers choose all colours.

use crate::report::story::{Example, Story};
use crate::report::{Code, Finding, Place};

/// What a rule of a style sheet loses in forced colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Its own colours stay, whatever the reader chose.
    Colours,
    /// A picture stays behind text whose colour changes.
    Ground,
    /// Only colours or shadows show where the focus is.
    Focus,
}

impl Lost {
    /// The property that loses it.
    #[must_use]
    pub fn property(self) -> &'static str {
        match self {
            Self::Colours => "forced-color-adjust",
            Self::Ground => "background",
            Self::Focus => "outline",
        }
    }
}

/// A rule, with this selector, that loses something in forced colours.
#[must_use]
pub fn lost(place: Place, selector: &str, what: Lost) -> Finding {
    let (message, correction) = match what {
        Lost::Colours => {
            ("this rule keeps its own colours where readers choose all colours", "forced-color-adjust: auto")
        }
        Lost::Ground => (
            "this picture stays behind the text where readers choose all colours, and the colour of the text changes",
            "background-image: none",
        ),
        Lost::Focus => (
            "nothing shows where the focus is where readers choose all colours: the outline is off, and shadows are dropped",
            "outline: 2px solid",
        ),
    };
    let instead = match what {
        Lost::Colours => "remove it, or ",
        Lost::Ground => "",
        Lost::Focus => "write `outline-color: transparent` instead, or ",
    };
    Finding::new(Code::UnforcedColours, place, message)
        .help(format!("{instead}add `@media (forced-colors: active) {{ {selector} {{ {correction} }} }}`"))
}

const STYLE: &str = "themes/mine/style.css";

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::UnforcedColours,
    means: "A style sheet of the theme loses something where readers choose all colours, as the high contrast of Windows does: \
            a rule keeps its own colours, a picture stays behind text, or nothing shows where the focus is.",
    matters: "Readers choose colours because they cannot read others. Colours, grounds and borders of the theme give way to \
              theirs by themselves, those of `colours` in site.yaml as well; what is reported does not.",
    wrong: Example::Files(&[(STYLE, "a:focus { outline: none; box-shadow: 0 0 .2em blue }")]),
    right: Example::Files(&[(STYLE, "a:focus { outline: .2em solid blue }")]),
    act: "Do without it, or say in `@media (forced-colors: active)` what is shown there, with the colours that readers choose: \
          `Canvas`, `CanvasText`, `LinkText`, `ButtonText`.",
}];
