//! The browser floor: the oldest browsers that a page must look right in. It is defined here and nowhere else.

use lightningcss::targets::{Browsers, Features, Targets};

/// Chrome 49 is the last for Windows XP and the engine of many feature phones; Safari 10 runs on the oldest iPhones
/// in use; Gecko 48 is KaiOS.
const FLOOR: Browsers = Browsers {
    android: None,
    chrome: Some(49 << 16),
    edge: None,
    firefox: Some(48 << 16),
    ie: None,
    ios_saf: Some(10 << 16),
    opera: None,
    safari: Some(10 << 16),
    samsung: None,
};

/// What style is written for. Logical properties stay as they are: written out for browsers that lack them, they grow
/// into chains of `:lang()` that double a style sheet. So does `system-ui`, which would bring nine names of fonts each
/// time; a browser that does not know it takes the next family in the list, which the theme chose.
pub(super) fn targets() -> Targets {
    Targets {
        browsers: Some(FLOOR),
        include: Features::empty(),
        exclude: Features::LogicalProperties | Features::DirSelector | Features::FontFamilySystemUi,
    }
}
