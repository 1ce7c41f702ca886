//! Downscales large images by an integer factor, which takes a fraction of the time of a better filter: each pixel of the
//! result is the mean of a square of pixels.

use image::{DynamicImage, RgbImage, RgbaImage};

/// How many times as wide as wanted an image must remain: a filter does the rest, and hides the squares.
const GAP: u32 = 2;

/// The image, at least [`GAP`] times as wide as `width` unless it is smaller already. Only integers are used, so that every
/// machine gives the same result.
pub(super) fn reduced(image: DynamicImage, width: u32) -> DynamicImage {
    let factor = image.width() / (GAP * width);
    if factor < 2 || image.height() < factor {
        return image;
    }
    let (width, height) = (image.width() / factor, image.height() / factor);
    match image {
        DynamicImage::ImageRgb8(image) => {
            let bytes = means(image.as_raw(), (image.width(), width, height), factor, add_opaque, mean_opaque);
            RgbImage::from_raw(width, height, bytes).map_or(DynamicImage::ImageRgb8(image), DynamicImage::ImageRgb8)
        }
        DynamicImage::ImageRgba8(image) => {
            let bytes = means(image.as_raw(), (image.width(), width, height), factor, add_weighted, mean_weighted);
            RgbaImage::from_raw(width, height, bytes).map_or(DynamicImage::ImageRgba8(image), DynamicImage::ImageRgba8)
        }
        other => other,
    }
}

/// The means of squares of an image that is `from` pixels wide, `width` of them in a row, in `height` rows. `add` adds a pixel
/// to a sum, `mean` is the mean of a sum of that number of pixels.
fn means<const N: usize>(
    pixels: &[u8],
    (from, width, height): (u32, u32, u32),
    factor: u32,
    add: impl Fn(&mut [u32; N], [u8; N]),
    mean: impl Fn(&[u32; N], u32) -> [u8; N],
) -> Vec<u8> {
    let (from, width, count) = (from as usize * N, width as usize, factor * factor);
    let factor = factor as usize;
    let mut out = Vec::with_capacity(width * height as usize * N);
    let mut sums = vec![[0; N]; width];
    for rows in pixels.chunks_exact(from * factor).take(height as usize) {
        sums.fill([0; N]);
        for row in rows.chunks_exact(from) {
            for (sum, square) in sums.iter_mut().zip(row.chunks_exact(factor * N)) {
                square.as_chunks().0.iter().for_each(|pixel| add(sum, *pixel));
            }
        }
        out.extend(sums.iter().flat_map(|sum| mean(sum, count)));
    }
    out
}

/// The mean of whole numbers, rounded.
fn rounded(sum: u32, count: u32) -> u8 {
    ((sum + count / 2) / count.max(1)) as u8
}

/// Adds red, green and blue.
fn add_opaque(sum: &mut [u32; 3], pixel: [u8; 3]) {
    sum.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(value));
}

fn mean_opaque(sum: &[u32; 3], count: u32) -> [u8; 3] {
    sum.map(|sum| rounded(sum, count))
}

/// Adds red, green and blue, weighted by alpha.
fn add_weighted(sum: &mut [u32; 4], [red, green, blue, alpha]: [u8; 4]) {
    let values = [red, green, blue].map(|value| u32::from(value) * u32::from(alpha));
    sum.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
    sum[3] += u32::from(alpha);
}

fn mean_weighted(&[red, green, blue, alpha]: &[u32; 4], count: u32) -> [u8; 4] {
    let [red, green, blue] = [red, green, blue].map(|sum| rounded(sum, alpha));
    [red, green, blue, rounded(alpha, count)]
}

#[cfg(test)]
mod tests {
    use image::{Rgb, Rgba};

    use super::*;

    #[test]
    fn squares_become_their_mean() {
        let image = RgbImage::from_fn(13, 5, |x, y| Rgb([(10 * x) as u8, (50 * y) as u8, 7]));
        let reduced = reduced(DynamicImage::ImageRgb8(image), 3).into_rgb8();
        assert_eq!(reduced.dimensions(), (6, 2));
        assert_eq!(reduced.get_pixel(0, 0), &Rgb([5, 25, 7]));
        assert_eq!(reduced.get_pixel(5, 1), &Rgb([105, 125, 7]));
    }

    #[test]
    fn transparent_pixels_add_no_colour() {
        let image =
            RgbaImage::from_fn(4, 4, |x, _| if x % 2 == 0 { Rgba([200, 0, 9, 255]) } else { Rgba([0, 255, 0, 0]) });
        let reduced = reduced(DynamicImage::ImageRgba8(image), 1).into_rgba8();
        assert_eq!((reduced.dimensions(), reduced.get_pixel(0, 0)), ((2, 2), &Rgba([200, 0, 9, 128])));
        let clear = reduced_transparent();
        assert!(clear.pixels().all(|pixel| pixel.0 == [0; 4]));
    }

    fn reduced_transparent() -> RgbaImage {
        reduced(DynamicImage::new_rgba8(8, 8), 2).into_rgba8()
    }

    #[test]
    fn small_images_are_not_reduced() {
        let image = DynamicImage::new_rgb8(1_919, 3);
        assert_eq!(reduced(image, 640).width(), 1_919);
        assert_eq!(reduced(DynamicImage::new_rgb8(4_000, 1), 640).width(), 4_000);
    }
}
