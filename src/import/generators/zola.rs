//! zola.

use super::{Generator, anchors, markdown};

pub(super) const GENERATOR: Generator = Generator {
    name: "zola",
    describes: "a zola site",
    detect: |_| false,
    read: markdown::GENERATOR.read,
    body: |_, _, _, _| {},
    anchor: anchors::slug,
};
