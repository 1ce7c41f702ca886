//! Numbers of parts of books and laws, and of ports, in any language.

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

/// `порт 443`, `80 端口`, `el puerto 80`: the number of a port, in languages whose words for settings are not listed.
pub fn port(tokens: &Tokens<'_>, at: usize) -> bool {
    #[rustfmt::skip] // read as a line
    const WORDS: &[&str] = &[
        "puerto", "puertos", "porta", "portas", "porte", "portu", "porty", "portem", "porcie", "порт", "порта", "порту",
        "портом", "порте", "порті", "порти", "порты", "портів", "портов", "פתחה", "פורט", "منفذ", "المنفذ", "پورت", "पोर्ट",
    ];
    // Words without spaces before what follows them; other names begin so too: `ポートフォリオ`, `포트폴리오`.
    const JOINED: &[&str] = &["端口", "埠", "ポート", "포트"];
    const OTHERS: [char; 5] = ['フ', 'ラ', 'レ', '폴', '랜'];
    let is_port = |at: usize| {
        let word = tokens.word(at).to_lowercase();
        let after = JOINED.iter().find_map(|port| word.strip_prefix(port));
        WORDS.contains(&word.as_str())
            || after.is_some_and(|rest| !rest.starts_with(OTHERS))
            || JOINED.iter().any(|port| word.ends_with(port))
    };
    tokens.plain(at).is_some_and(|(_, digits)| (2..=5).contains(&digits))
        && ((at.saturating_sub(2)..at).any(is_port) || (at + 1..=at + 2).any(is_port))
}

/// `501(c)(3)`: a number with parts in parentheses, or one of those.
pub fn has_legal_part(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_tied = |first: usize| (first..=first + 2).all(|at| tokens.glued(at));
    let opens = tokens.is_sign(at + 1, "(") && tokens.word(at + 2).len() == 1 && tokens.is_sign(at + 3, ")");
    let before = at.wrapping_sub(1);
    let closes = tokens.is_sign(before, "(") && tokens.glued(before) && tokens.is_sign(before.wrapping_sub(1), ")");
    (opens && is_tied(at + 1)) || (closes && tokens.is_sign(at + 1, ")"))
}
