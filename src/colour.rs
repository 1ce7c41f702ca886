//! Colours of the screen, and the contrast between two of them as WCAG 2.2 defines it.

use std::fmt;

use lightningcss::traits::Parse;
use lightningcss::values::color::{CssColor, RGBA, SRGB};

/// Contrast that text of usual size needs: WCAG 2.2, success criterion 1.4.3 (AA).
pub const READABLE: f64 = 4.5;

/// An opaque colour in sRGB.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

impl Colour {
    /// White, the lightest colour.
    pub const WHITE: Self = Self([255; 3]);
    /// Black, the darkest colour.
    pub const BLACK: Self = Self([0; 3]);

    /// Reads a colour in any notation of CSS. `None` if it is not one, is partly transparent, or depends on where it is used.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let colour = CssColor::parse_string(text.trim()).ok()?;
        if matches!(colour, CssColor::CurrentColor | CssColor::System(_) | CssColor::LightDark(..)) {
            return None;
        }
        // 8 bits a channel, as screens and the minifier have them.
        let colour = RGBA::from(SRGB::try_from(colour).ok()?);
        (colour.alpha == u8::MAX).then_some(Self([colour.red, colour.green, colour.blue]))
    }

    /// The contrast with another colour, from 1 (the same) to 21 (black and white).
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Whether text in this colour can be read on `ground`.
    #[must_use]
    pub fn is_readable_on(self, ground: Self) -> bool {
        self.contrast(ground) >= READABLE
    }

    /// The closest mixture of this colour with white or black, whichever differs more from `ground`, that can be read on it.
    #[must_use]
    pub fn made_readable_on(self, ground: Self) -> Self {
        let end =
            [Self::WHITE, Self::BLACK].into_iter().max_by(|a, b| a.contrast(ground).total_cmp(&b.contrast(ground)));
        let end = end.unwrap_or(Self::BLACK);
        let mixtures = (0..=STEPS).map(|share| self.mixed(end, share));
        mixtures.into_iter().find(|colour| colour.is_readable_on(ground)).unwrap_or(end)
    }

    /// This colour with `share` of [`STEPS`] parts of another.
    fn mixed(self, other: Self, share: u16) -> Self {
        let channel = |at: usize| {
            let (own, other) = (u16::from(self.0[at]), u16::from(other.0[at]));
            ((own * (STEPS - share) + other * share + STEPS / 2) / STEPS) as u8
        };
        Self([channel(0), channel(1), channel(2)])
    }

    /// Relative luminance, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0[0]) + 0.7152 * linear(self.0[1]) + 0.0722 * linear(self.0[2])
    }
}

/// How many mixtures there are between two colours.
const STEPS: u16 = 32;

impl fmt::Display for Colour {
    /// As CSS writes it: `#0066cc`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_in_every_notation_of_css() {
        for text in ["#06c", "#0066cc", "#0066CCff", "rgb(0 102 204)", "rgb(0,102,204)", "hsl(210 100% 40%)", " #06C "]
        {
            assert_eq!(Colour::parse(text).map(|colour| colour.to_string()).as_deref(), Some("#0066cc"), "{text}");
        }
        assert_eq!(Colour::parse("rebeccapurple").unwrap().to_string(), "#663399");
        for text in
            ["", "06c", "#06", "blau", "#06c8", "transparent", "currentColor", "CanvasText", "var(--a)", "#06c;x:y"]
        {
            assert_eq!(Colour::parse(text), None, "{text}");
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let contrast = |a: &str, b: &str| {
            let contrast = Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap());
            format!("{:.2}", (contrast * 100.0).floor() / 100.0)
        };
        assert_eq!(contrast("#000", "#fff"), "21.00");
        assert_eq!(contrast("#fff", "#fff"), "1.00");
        // Known from the working group's own examples: the lightest grey that passes on white, and one that does not.
        assert_eq!(contrast("#767676", "#fff"), "4.54");
        assert_eq!(contrast("#fff", "#777"), "4.47");
    }

    #[test]
    fn any_colour_can_be_made_readable_on_any_ground() {
        for own in (0..=255).step_by(51) {
            for ground in (0..=255).step_by(15) {
                let (own, ground) = (Colour([own, 90, 255 - own]), Colour([ground, ground, 255 - ground / 2]));
                let made = own.made_readable_on(ground);
                assert!(made.is_readable_on(ground), "{own} on {ground}: {made}");
                assert!(!own.is_readable_on(ground) || made == own, "{own} on {ground}: {made}");
            }
        }
    }
}
