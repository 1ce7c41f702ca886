//! Versions of products: `PowerShell 7.4`, `Node 18 and 20`. A word before a number may be the name of a product or any
//! other; how a site uses it elsewhere shows which.

use std::cell::Cell;

use super::tokens::{TokenKind, Tokens};
use super::{dates, designations, english, money};

/// What the word before a number shows about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// It is the name of a product, so the number is a version.
    Named,
    /// It is the name of a product here, and therefore in the rest of the site: the token of the name.
    Learnt(usize),
    /// It may be the name of a product: the token of the name.
    Possible(usize),
    /// It is not a name.
    None,
}

/// Words that begin with a capital letter for other reasons than being a name.
#[rustfmt::skip] // read as a line
const NOT_NAMES: &[&str] = &[
    "a", "about", "above", "add", "after", "all", "almost", "among", "an", "and", "another", "around", "as", "at", "before",
    "below", "besides", "between", "both", "but", "by", "children", "children’s", "deaths", "cases", "during", "each",
    "every", "exactly", "fewer", "first", "for", "from", "here", "his", "her", "how", "if", "in", "into", "its", "just",
    "last", "less", "men", "more", "most", "my", "nearly", "next", "no", "not", "now", "of", "off", "on", "only", "or",
    "our", "out", "over", "people", "per", "population", "roughly", "since", "some", "still", "take", "than", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "through", "to", "top", "total", "under", "until", "up",
    "use", "was", "we", "were", "what", "when", "where", "which", "while", "with", "within", "without", "women", "you",
    "your",
];

/// Returns what the word before the number `at`, or before the list that it is in, shows about it.
pub fn before(tokens: &Tokens<'_>, at: usize, is_heading: bool) -> Product {
    let text = tokens.text(at);
    let parts: Vec<&str> = text.split('.').collect();
    let is_short = |part: &&str| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 2 || !parts.iter().all(|part| is_short(part) || (parts.len() == 1 && part.len() == 4)) {
        return Product::None;
    }
    let has_point = parts.len() == 2;
    let found = Cell::new(Product::None);
    dates::led_by(tokens, at, &|word| {
        found.set(of_word(tokens, word, at, (has_point, is_heading)));
        found.get() != Product::None
    });
    found.get()
}

fn of_word(tokens: &Tokens<'_>, word: usize, at: usize, (has_point, is_heading): (bool, bool)) -> Product {
    let name = tokens.word(word);
    if name.is_empty() || (tokens.glued(word + 1) && !tokens.is_sign(word + 1, ",")) || money::code(name).is_some() {
        return Product::None;
    }
    let count = name.chars().take(2).count();
    let inner_capital = count > 1 && name.chars().skip(1).any(char::is_uppercase);
    let has_small = name.chars().any(char::is_lowercase);
    let dotted = tokens.glued(word)
        && tokens.is_sign(word.wrapping_sub(1), ".")
        && tokens.glued(word.wrapping_sub(1))
        && tokens.kind(word.wrapping_sub(2)) == TokenKind::Word;
    if (inner_capital && has_small) || dotted {
        return Product::Named;
    }
    if inner_capital {
        let may_count = !has_point && designations::may_count(tokens, at + 1);
        return if may_count { Product::Possible(word) } else { Product::Named };
    }
    let is_name = count > 1
        && tokens.is_capital(word)
        && !tokens.is_any(word, NOT_NAMES)
        && !english::is_month(tokens, word)
        && !english::is_weekday(tokens, word);
    if !is_name {
        return Product::None;
    }
    let before = word.wrapping_sub(1);
    let inside = matches!(tokens.kind(before), TokenKind::Word | TokenKind::Opaque) && !is_heading;
    match has_point && inside {
        true => Product::Learnt(word),
        false => Product::Possible(word),
    }
}
