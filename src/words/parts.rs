//! Numbers of parts of books and laws, in any language.

use super::tokens::{TokenKind, Tokens};

/// Counters of the parts of books and courses in scripts without spaces: `第 3 章`, `5단원`, `3단계`.
#[rustfmt::skip] // read as a line
const DENSE_PARTS: &[&str] = &[
    "단계", "단원", "절", "회차", "章", "节", "節", "课", "課", "单元", "單元", "単元", "部分", "条", "條", "ユニット", "番目",
];

/// `第3章`, `제 3 장`, `5단계`: the number of a part.
pub fn is_part_of_book(tokens: &Tokens<'_>, at: usize) -> bool {
    let before = at.wrapping_sub(1);
    let is_ordinal = tokens.word(before).ends_with(['第', '제']);
    let word = tokens.word(at + 1);
    let of_title = tokens.kind(before) == TokenKind::End || tokens.is_sign(before, ":：-–—(「『\"“");
    is_ordinal || (of_title && DENSE_PARTS.contains(&word))
}

/// `501(c)(3)`: a number with parts in parentheses, or one of those.
pub fn has_legal_part(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_tied = |first: usize| (first..=first + 2).all(|at| tokens.glued(at));
    let opens = tokens.is_sign(at + 1, "(") && tokens.word(at + 2).len() == 1 && tokens.is_sign(at + 3, ")");
    let before = at.wrapping_sub(1);
    let closes = tokens.is_sign(before, "(") && tokens.glued(before) && tokens.is_sign(before.wrapping_sub(1), ")");
    (opens && is_tied(at + 1)) || (closes && tokens.is_sign(at + 1, ")"))
}
