//! Images that templates show: finds the file that `src` names.

use super::in_templates::PageOfCalls;
use crate::read::find_picture;
use crate::read::markdown::{AddressKind, classify, with_ascii_host};
use crate::render::Renderer;
use crate::report::{Finding, Place, catalog};
use crate::site::{PictureArguments, ShownPicture, UsedPicture, resolve_path};

/// The image of a call in a template, shown on a page, as one of its text would be: `src` is an address of the site (`/map.svg`), a
/// path from the folder of the page or of its language (`map.svg`), or an address of another host.
pub(super) fn find(
    renderer: &Renderer<'_>,
    on: PageOfCalls<'_>,
    src: &str,
    arguments: PictureArguments,
    place: &dyn Fn() -> Place,
) -> Result<ShownPicture, Box<Finding>> {
    let mut outside = None;
    let mut file = None;
    match classify(src) {
        AddressKind::Forbidden(scheme) => return Err(Box::new(catalog::markdown::forbidden_scheme(place(), scheme))),
        AddressKind::Outside => outside = Some(with_ascii_host(src).unwrap_or_else(|| src.to_owned())),
        AddressKind::Inside => {
            let number = inside(renderer, on, src);
            file = Some(number.ok_or_else(|| Box::new(catalog::links::broken(place(), src, &[], false)))?);
        }
    }
    let site = renderer.site;
    let page = on.page.map(|number| renderer.own_page(number));
    let show = arguments.show.unwrap_or_else(|| page.map_or(site.config.images, |page| page.show(&site.config)));
    let look = arguments.look();
    Ok(ShownPicture {
        link: None,
        file,
        outside,
        alt: arguments.alt,
        caption: arguments.caption,
        is_sent: show == crate::config::Show::Inline,
        look,
        is_figure: true,
        range: 0..0,
    })
}

/// The number of the file that an address or a path within the site leads to.
fn inside(renderer: &Renderer<'_>, on: PageOfCalls<'_>, src: &str) -> Option<usize> {
    let site = renderer.site;
    if src.starts_with('/') {
        return site.file_at(src);
    }
    let folder =
        on.page.and_then(|number| renderer.own_page(number).source.path.rsplit_once('/')).map(|(folder, _)| folder);
    let beside = folder.and_then(|folder| resolve_path(folder, src)).into_iter();
    let mut paths = beside.chain(resolve_path("", src));
    paths.find_map(|path| find_picture(&site.config, site.files.iter().map(|file| &file.plain), on.language, &path))
}

/// The use of an image of this site.
pub(super) fn used(renderer: &Renderer<'_>, shown: &ShownPicture) -> Option<UsedPicture> {
    let address = renderer.site.files[shown.file?].address.clone();
    Some(UsedPicture { address, look: shown.look, is_sent: shown.is_sent })
}
