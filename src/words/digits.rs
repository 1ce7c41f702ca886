//! Decimal digits of every script.

/// Code points of the zeros among Unicode's decimal digits (general category Nd, version 16); digits one to nine follow
/// each.
const ZEROS: [u32; 74] = [
    0x30, 0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0,
    0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620,
    0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0,
    0x11C50, 0x11D50, 0x11DA0, 0x11F50, 0x16A60, 0x16AC0, 0x16B50, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC,
    0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// Returns the value of a digit of any script.
pub fn value(c: char) -> Option<u8> {
    if c.is_ascii() {
        return c.to_digit(10).map(|digit| digit as u8);
    }
    let code = c as u32;
    let zero = ZEROS[..ZEROS.partition_point(|&zero| zero <= code)].last()?;
    (code - zero < 10).then_some((code - zero) as u8)
}

/// Whether a text contains a digit of any script.
#[must_use]
pub fn holds_digit(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Below U+0660 only ASCII has digits, and the encoding of U+0660 begins with the byte 0xD9.
    any(bytes, |byte| byte.is_ascii_digit())
        || (any(bytes, |byte| byte >= 0xD9) && text.chars().any(|c| c as u32 >= 0x660 && value(c).is_some()))
}

/// Whether any byte fits. Blocks are read to their end, so that the compiler can compare many bytes at once.
fn any(bytes: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(128).any(|block| block.iter().fold(false, |any, &byte| any | fits(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_any_script_have_their_values() {
        for (text, digits) in [("٣٧", [3, 7]), ("३७", [3, 7]), ("၃၇", [3, 7]), ("37", [3, 7]), ("𝟯𝟳", [3, 7])]
        {
            assert_eq!(text.chars().filter_map(value).collect::<Vec<_>>(), digits, "{text}");
            assert!(holds_digit(text), "{text}");
        }
        for c in ['½', '²', '①', 'Ⅷ', '四', 'a', '’', '\u{65F}', '\u{66A}'] {
            assert_eq!(value(c), None, "{c}");
        }
        assert!(!holds_digit("No figure “here” – none, 数字, رقم"));
    }

    #[test]
    fn the_list_is_sorted_and_contains_only_digits() {
        assert!(ZEROS.is_sorted());
        for code in ZEROS.iter().flat_map(|zero| *zero..zero + 10) {
            // The standard library may use an older version of Unicode than this table.
            let known = char::from_u32(code).is_some_and(|c| c.is_numeric() || !c.is_alphanumeric());
            assert!(known, "{code:X}");
        }
    }
}
