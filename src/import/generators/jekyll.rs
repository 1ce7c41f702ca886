//! jekyll.

use super::{Generator, anchors, markdown};

pub(super) const GENERATOR: Generator = Generator {
    name: "jekyll",
    describes: "a jekyll site",
    detect: |_| false,
    read: markdown::GENERATOR.read,
    body: |_, _, _, _| {},
    anchor: anchors::slug,
};
