//! Addresses of machines, and ports: `192.168.0.1`, `localhost:8080`, `443/tcp`, `TCP/443`, `порт 443`.

use super::designations::may_count;
use super::tokens::{TokenKind, Tokens};
use super::units;

/// Protocols whose ports are named after them: `443/tcp`.
const TRANSPORTS: &[&str] = &["tcp", "udp", "sctp", "dccp", "quic"];

/// Words before a port that is written without its host: `listens on :8080`.
const BEFORE_PORTS: &[&str] = &["on", "at", "to", "from", "via", "port", "ports"];

/// The token after an address or a port, whatever follows it.
pub fn always(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    address(tokens, at).or_else(|| port_of_host(tokens, at)).or_else(|| port_of_transport(tokens, at))
}

/// `TCP 443`, `порт 443`: whether a number is a port unless a unit follows it.
pub fn without_unit(tokens: &Tokens<'_>, at: usize) -> bool {
    let is_led = tokens.is_any(at.wrapping_sub(1), TRANSPORTS) && is_port(tokens, at) && !may_count(tokens, at + 1);
    is_led || port(tokens, at)
}

/// Whether a number has as many digits as a port.
fn is_port(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.plain(at).is_some_and(|(_, digits)| digits <= 5)
}

/// `0.0.0.0:8080`, `10.0.0.0/8`, `[2001:db8::1]:443`
fn address(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let text = tokens.text(at);
    let is_byte = |part: &str| {
        let has_zero = part.len() > 1 && part.starts_with('0');
        !has_zero && part.len() <= 3 && part.parse::<u16>().is_ok_and(|byte| byte < 256)
    };
    if text.matches('.').count() == 3 && text.split('.').all(is_byte) {
        let mut next = at + 1;
        while tokens.ties(next, "/:") && is_port(tokens, next + 1) {
            next += 2;
        }
        // `1.234.100.200` may be a large number too.
        let is_grouped = text.split('.').skip(1).all(|part| part.len() == 3);
        let counts = next == at + 1 && (may_count(tokens, next) || units::is_unit(tokens, next));
        return (!is_grouped || !counts).then_some(next);
    }
    let is_long = |part: &str| {
        part.bytes().all(|b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'))
            && part.bytes().any(|b| b.is_ascii_hexdigit())
            && (part.contains("::") || part.matches(':').count() == 7)
    };
    tokens.ascii_run(at).split(['[', ']', '(', ')', '/', '%', ',']).any(is_long).then(|| tokens.after_run(at))
}

/// `localhost:8080`, `db.internal:5432`, `*:80`, `on :8080`
fn port_of_host(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let colon = at.wrapping_sub(1);
    if !tokens.is_sign(colon, ":") || !tokens.glued(at) || !is_port(tokens, at) {
        return None;
    }
    let host = colon.wrapping_sub(1);
    let dot = host.wrapping_sub(1);
    let is_dotted = tokens.ties(dot, ".")
        && tokens.kind(dot.wrapping_sub(1)) == TokenKind::Word
        && tokens.word(host).starts_with(|c: char| c.is_ascii_lowercase());
    let is_host = tokens.is(host, "localhost") || is_dotted || tokens.is_sign(host, "*");
    let is_alone = !tokens.glued(colon) && tokens.is_any(host, BEFORE_PORTS);
    ((tokens.glued(colon) && is_host) || is_alone).then(|| tokens.after_run(at))
}

/// `443/tcp`, `8000-8010/udp`, `TCP/443`
fn port_of_transport(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_range = tokens.ties(at + 1, "-‑–") && is_port(tokens, at + 2);
    let end = at + 1 + 2 * usize::from(is_range);
    if tokens.ties(end, "/") && tokens.is_any(end + 1, TRANSPORTS) {
        return Some(end + 2);
    }
    let slash = at.wrapping_sub(1);
    let is_led = tokens.ties(slash, "/") && tokens.is_any(slash.wrapping_sub(1), TRANSPORTS);
    is_led.then_some(end)
}

/// `порт 443`, `80 端口`, `el puerto 80`: the number of a port, in languages whose words for settings are not listed.
fn port(tokens: &Tokens<'_>, at: usize) -> bool {
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
