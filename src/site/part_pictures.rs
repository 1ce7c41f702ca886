//! The pictures that all pages show or name: the logo, the icon of the site, and what chat programs show of a link.

use super::{File, PageParts};
use crate::config::{Config, Located};
use crate::limits::NEAR_SEARCHES;
use crate::read::{PictureFile, PictureFiles, PictureKind, Theme, UnusableFiles, find_picture};
use crate::report::{Finding, catalog};

/// A picture at its address.
#[derive(Clone, Debug, PartialEq)]
pub struct PartPicture {
    /// Where it is published.
    pub address: String,
    /// Its alternative text.
    pub alt: Option<String>,
    /// Width and height in pixels as it is shown; of a picture for chat programs, its own.
    pub size: (u32, u32),
}

/// The height of a logo in pixels, unless it is smaller or another one is set.
const HEIGHT: f64 = 48.0;
/// Files that browsers look for themselves, below the root of the site.
const ICONS: [&str; 3] = ["favicon.ico", "favicon.svg", "favicon.png"];
/// The kinds of pictures for logos.
const FOR_LOGO: [PictureKind; 4] = [PictureKind::Svg, PictureKind::Png, PictureKind::Jpeg, PictureKind::Gif];
/// The kinds of pictures for icons.
const FOR_ICON: [PictureKind; 4] = [PictureKind::Ico, PictureKind::Svg, PictureKind::Png, PictureKind::Gif];
/// The kinds of pictures that chat programs show.
const FOR_PREVIEW: [PictureKind; 3] = [PictureKind::Png, PictureKind::Jpeg, PictureKind::Gif];

/// The context for finding pictures: the site and its files.
#[derive(Clone, Copy)]
pub(super) struct PictureContext<'a> {
    pub config: &'a Config,
    /// The published files.
    pub files: &'a [File],
    /// What is known of those that the settings name.
    pub pictures: &'a PictureFiles,
    /// What cannot be used, which is already reported.
    pub unusable: &'a UnusableFiles,
    pub theme: &'a Theme,
}

/// Adds the pictures to the parts of each language.
pub(super) fn add(parts: &mut [PageParts], known: PictureContext<'_>, findings: &mut Vec<Finding>) {
    let settings = &known.config.pictures;
    for (language, part) in parts.iter_mut().enumerate() {
        if let Some(logo) = &settings.logo
            && let Some((address, picture)) = known.find(&logo.file, "logo", language, &FOR_LOGO, findings)
        {
            let tag = &known.config.languages[language].tag;
            let alt = logo.alt.as_ref().map(|alt| alt.get(tag).to_owned()).filter(|alt| !alt.trim().is_empty());
            match picture.size {
                Some(size) => {
                    let size = shown_size(size, logo.height);
                    part.logo = Some(PartPicture { address, alt, size });
                }
                None => {
                    findings.extend(logo.file.place.clone().map(|it| catalog::config::no_size(it, &logo.file.text)));
                }
            }
        }
        part.icon = match &settings.favicon {
            Some(file) => known.find(file, "favicon", language, &FOR_ICON, findings).map(|(address, _)| address),
            None => known.usual_icon(),
        };
        if let Some(preview) = &settings.open_graph {
            let image = preview.image.as_ref();
            let found = image.and_then(|image| known.find(image, "image", language, &FOR_PREVIEW, findings));
            part.preview = found.and_then(|(address, picture)| {
                let (width, height) = picture.size?;
                Some(PartPicture { address, alt: None, size: (pixels(width), pixels(height)) })
            });
        }
    }
    if let Some(preview) = &settings.open_graph
        && known.config.base_url.is_none()
        && known.config.lacks_base_url
    {
        findings.push(catalog::config::no_previews(preview.place.clone()));
    }
}

/// Width and height at which a logo is shown.
fn shown_size((width, height): (f64, f64), set: Option<u32>) -> (u32, u32) {
    let shown = set.map_or_else(|| height.min(HEIGHT), f64::from);
    (pixels(width * shown / height), pixels(shown))
}

/// The nearest number of pixels, at least one.
fn pixels(length: f64) -> u32 {
    // Positive and small.
    #[allow(clippy::cast_sign_loss)]
    let pixels = length.round().clamp(1.0, 100_000.0) as u32;
    pixels
}

impl PictureContext<'_> {
    /// The address of a picture and what is known of it; what keeps it from being used is reported.
    fn find(
        self,
        named: &Located,
        key: &str,
        language: usize,
        kinds: &[PictureKind],
        findings: &mut Vec<Finding>,
    ) -> Option<(String, PictureFile)> {
        let place = named.place.as_ref()?;
        let (files, path) = (self.files.iter().map(|file| &file.plain), named.text.as_str());
        let Some(number) = find_picture(self.config, files, language, path) else {
            let languages = || self.config.languages.iter().map(|language| language.tag.as_str());
            if !languages().any(|tag| self.unusable.covers(&format!("content/{tag}/{path}"))) {
                let has = |path: &str| self.files.iter().any(|file| file.plain.path == path);
                let rooted = path.trim_start_matches('/');
                let below = rooted.strip_prefix("content/").unwrap_or(rooted);
                let inner = languages().find_map(|tag| below.strip_prefix(tag)?.strip_prefix('/'));
                let meant = inner.into_iter().chain([below]).find(|path| has(path));
                let near = if language < NEAR_SEARCHES { self.files } else { &[] };
                let near: Vec<&str> = near.iter().map(|file| file.plain.path.as_str()).collect();
                let place = place.clone();
                let tag = self.config.first_tag();
                findings.push(catalog::config::missing_picture(place, (key, path), meant, &near, tag));
            }
            return None;
        };
        let file = &self.files[number];
        let names = |kinds: &[PictureKind]| kinds.iter().map(|kind| kind.name()).collect::<Vec<_>>();
        match self.pictures.get(&file.plain.disk)? {
            Err(why) => {
                findings.push(catalog::config::unusable_picture(place.clone(), path, why, &names(kinds)));
                None
            }
            Ok(picture) if !kinds.contains(&picture.kind) => {
                let why = format!("is {}", picture.kind.name());
                findings.push(catalog::config::unusable_picture(place.clone(), path, &why, &names(kinds)));
                None
            }
            Ok(picture) => {
                let endings = picture.kind.endings();
                let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
                if !endings.iter().any(|known| known.eq_ignore_ascii_case(ending)) {
                    let name = picture.kind.name();
                    findings.push(catalog::config::wrong_ending(place.clone(), path, name, endings[0]));
                    return None;
                }
                Some((file.address.clone(), *picture))
            }
        }
    }

    /// The address of an icon with a usual name at the root of the site.
    fn usual_icon(self) -> Option<String> {
        let of_site = |name: &str| {
            let address = format!("/{name}");
            self.files.binary_search_by(|file| file.address.as_str().cmp(&address)).is_ok()
        };
        let found = ICONS.into_iter().find(|name| of_site(name) || self.theme.files.contains_key(*name));
        found.map(|name| format!("/{name}"))
    }
}
