//! hugo.

use super::{Generator, anchors, markdown};

pub(super) const GENERATOR: Generator = Generator {
    name: "hugo",
    describes: "a hugo site",
    detect: |_| false,
    read: markdown::GENERATOR.read,
    body: |_, _, _, _| {},
    anchor: anchors::slug,
};
