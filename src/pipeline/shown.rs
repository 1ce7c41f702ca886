//! Which pages show an image.

use std::collections::BTreeSet;

use crate::cache::SiteContext;
use crate::media::PictureKey;
use crate::site::{Page, ShownPicture, Site, TemplateUses, UsedPicture};

/// The records and images that the templates of generated pages show.
pub(super) fn generated_uses(context: &SiteContext) -> Vec<&TemplateUses> {
    context.generated.iter().map(|(rendered, _)| &*rendered.uses).collect()
}

/// Whether templates show one of these images.
pub(super) fn shows(site: &Site, uses: &TemplateUses, pictures: &BTreeSet<PictureKey>) -> bool {
    let key = |used: &UsedPicture| Some((site.file_at(&used.address)?, used.look));
    !pictures.is_empty() && uses.pictures.iter().filter_map(key).any(|key| pictures.contains(&key))
}

/// Whether the text of a page shows one of these images.
pub(super) fn shows_any(site: &Site, page: &Page, pictures: &BTreeSet<PictureKey>) -> bool {
    let is_among = |shown: ShownPicture| shown.file.is_some_and(|file| pictures.contains(&(file, shown.look)));
    !pictures.is_empty() && page.has_pictures() && page.pictures(&site.config).any(is_among)
}
