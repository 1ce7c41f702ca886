//! Keeps `font-family: monospace, monospace` apart from `monospace`. Browsers show text at 13/16 of its size where `monospace`
//! is the only family, so authors write it twice; the minifier would drop the second.

use lightningcss::declaration::DeclarationBlock;
use lightningcss::properties::Property;
use lightningcss::properties::font::{FontFamily, GenericFontFamily};
use lightningcss::traits::Parse;

/// Writes each repeated `monospace` as a name in quotes, which means the same and is not dropped.
pub(super) fn keep_repeated(declarations: &mut DeclarationBlock<'_>) {
    let important = declarations.important_declarations.iter_mut();
    for property in declarations.declarations.iter_mut().chain(important) {
        let families = match property {
            Property::Font(font) => &mut font.family,
            Property::FontFamily(families) => families,
            _ => continue,
        };
        let monospace = FontFamily::Generic(GenericFontFamily::Monospace);
        if let [first, rest @ ..] = families.as_mut_slice()
            && *first == monospace
            && !rest.is_empty()
            && rest.iter().all(|family| *family == monospace)
            && let Ok(quoted) = FontFamily::parse_string("\"monospace\"")
        {
            families.truncate(1);
            families.push(quoted);
        }
    }
}
