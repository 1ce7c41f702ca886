//! Findings about style sheets that do not work in forced-colours mode.

use crate::report::story::{Example, Story};
use crate::report::{Code, Finding, Place};

/// A problem of a rule of a style sheet in forced-colours mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ForcedColoursProblem {
    /// Its own colours are kept instead of those of the reader.
    Colours,
    /// A background image is kept although the colour of the text on it changes.
    Background,
    /// Only colours or shadows show the focus.
    Focus,
}

impl ForcedColoursProblem {
    /// The property that causes it.
    #[must_use]
    pub fn property(self) -> &'static str {
        match self {
            Self::Colours => "forced-color-adjust",
            Self::Background => "background",
            Self::Focus => "outline",
        }
    }
}

/// A rule with this selector that does not work in forced-colours mode.
#[must_use]
pub fn unforced(place: Place, selector: &str, what: ForcedColoursProblem) -> Finding {
    let (message, correction) = match what {
        ForcedColoursProblem::Colours => {
            ("this rule keeps its own colours in forced-colours mode", "forced-color-adjust: auto")
        }
        ForcedColoursProblem::Background => (
            "this background image is kept in forced-colours mode, but the colour of the text on it changes",
            "background-image: none",
        ),
        ForcedColoursProblem::Focus => (
            "the focus is invisible in forced-colours mode: the outline is off, and shadows are removed",
            "outline: 2px solid",
        ),
    };
    let instead = match what {
        ForcedColoursProblem::Colours => "remove it, or ",
        ForcedColoursProblem::Background => "",
        ForcedColoursProblem::Focus => "write `outline-color: transparent` instead, or ",
    };
    Finding::new(Code::UnforcedColours, place, message)
        .help(format!("{instead}add `@media (forced-colors: active) {{ {selector} {{ {correction} }} }}`"))
}

const STYLE: &str = "themes/mine/style.css";

/// Their explanations.
pub(in crate::report) const STORIES: &[Story] = &[Story {
    code: Code::UnforcedColours,
    means: "A style sheet of the theme does not work in forced-colours mode, such as the high contrast of Windows, in which the \
            reader chooses all colours: a rule keeps its own colours, a background image is kept, or the focus is invisible.",
    matters: "Readers choose colours because they cannot read others. Browsers replace colours of text, backgrounds and borders, \
              including those of `colours` in site.yaml, but not what is reported here.",
    wrong: Example::Files(&[(STYLE, "a:focus { outline: none; box-shadow: 0 0 .2em blue }")]),
    right: Example::Files(&[(STYLE, "a:focus { outline: .2em solid blue }")]),
    act: "Remove the declaration, or add a rule in `@media (forced-colors: active)` with the colours of the reader: \
          `Canvas`, `CanvasText`, `LinkText`, `ButtonText`.",
}];
