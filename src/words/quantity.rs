//! Reads quantities in digits, with sign, currency, scale and unit, and gives the fields that a record of it would
//! have.

use super::letters::is_dense;
use super::tokens::{TokenKind, Tokens};
use super::{digits, languages, money, units};

/// A quantity, as far as the text shows what it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {
    /// Its value as records write it, `1234.5` or `2/3`, if it can be read.
    pub value: Option<String>,
    /// Its unit by its name in records, if the text is unambiguous.
    pub unit: Option<&'static str>,
    /// Codes of the currencies that it may be in, if it is money and the text does not name the country.
    pub currencies: &'static [&'static str],
    /// Whether it is money and its currency is ambiguous or unknown.
    pub is_open_currency: bool,
    /// Its scale by its name in records.
    pub scale: Option<&'static str>,
}

/// The maximum length of a value in a record, in bytes.
const LONGEST: usize = 29;

/// Reads the quantity around the number `at`. Returns its first token, the token after it, and the quantity.
pub fn around(tokens: &Tokens<'_>, at: usize) -> (usize, usize, Quantity) {
    // `300.000` is 300 thousand in languages that write `3,5`.
    let text = tokens.text(at);
    let is_grouped = tokens.own().is_some_and(|own| own.units.point_groups)
        && text.split_once('.').is_some_and(|(whole, part)| {
            let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
            part.len() == 3
                && (1..=3).contains(&whole.len())
                && is_digits(whole)
                && is_digits(part)
                && !whole.starts_with('0')
        });
    let read = if is_grouped { value(&text.replace('.', "")) } else { value(text) };
    let mut quantity = Quantity { value: read, ..Quantity::default() };
    let mut first = at;
    let mut next = at + 1;
    if let Some((end, value)) = ratio(tokens, at) {
        (next, quantity.value, quantity.unit) = (end, value, Some("ratio"));
    }
    money_before(tokens, &mut first, &mut quantity);
    let minus = sign_before(tokens, &mut first);
    if first == at || !minus {
        money_before(tokens, &mut first, &mut quantity);
    }
    if let Some((zeros, end)) = scale_at(tokens, next, quantity.has_unit()) {
        match &mut quantity.value {
            Some(value) => (*value, quantity.scale) = units::scaled(value, zeros),
            None => quantity.scale = units::scale_name(zeros),
        }
        next = end;
    }
    if let Some(before) = languages::percent_before(tokens, at) {
        (first, quantity.unit) = (before, Some("percent"));
    } else if let Some((unit, end)) = units::percent(tokens, next) {
        quantity.unit = Some(unit);
        next = end;
    } else if !quantity.has_unit() {
        unit_after(tokens, first, &mut next, &mut quantity);
    }
    // Metres and kilobytes are not counts, and records do not have units for them.
    let word = tokens.word(next);
    let foreign = units::measure(tokens, next) == Some("")
        || units::is_short_measure(word)
        || (tokens.glued(next) && word.starts_with(|c| !is_dense(c)));
    quantity.settle(minus || foreign, minus);
    (first, next, quantity)
}

impl Quantity {
    /// Sets the currency: the only one of `codes`, or an open one of several.
    pub(super) fn take_currency(&mut self, codes: money::Codes) {
        match codes {
            [code] => self.unit = Some(*code),
            _ => (self.currencies, self.is_open_currency) = (codes, true),
        }
    }

    fn has_unit(&self) -> bool {
        self.unit.is_some() || self.is_open_currency
    }

    /// Adds the sign to the value, and completes the unit so that it fits the value.
    fn settle(&mut self, unknown: bool, minus: bool) {
        if minus && let Some(value) = &mut self.value {
            value.insert(0, '-');
        }
        let number = self.value.as_deref().and_then(|value| value.parse::<f64>().ok());
        match self.unit {
            // A share is between 0 and 100 percent; any other value is growth or decline.
            Some("percent") if number.is_some_and(|number| !(0.0..=100.0).contains(&number)) => {
                self.unit = Some("percent-change");
            }
            None if !unknown && !self.is_open_currency => self.unit = Some("count"),
            _ => {}
        }
    }

    /// Whether a record without `as_written` would be shown as exactly this text.
    #[must_use]
    pub fn is_shown_as(&self, written: &str) -> bool {
        let Some(value) = &self.value else { return false };
        match (self.unit, self.scale) {
            (Some("percent"), None) => written.strip_suffix('%') == Some(value.as_str()),
            (Some("count"), Some(scale)) => written == format!("{value} {scale}"),
            // Numbers above 999 are shown with separators, even if the text has none.
            (_, None) => written == value && value.len() <= 3,
            _ => false,
        }
    }
}

/// Reads `2/3`. Returns the token after it and its value, or `None` for a fraction above one.
fn ratio(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Option<String>)> {
    let slash = tokens.is_sign(at + 1, "/⁄∕") && tokens.glued(at + 1) && tokens.glued(at + 2);
    let ((above, _), (below, _)) = (tokens.plain(at)?, tokens.plain(at + 2)?);
    let value = (above <= below && below > 0).then(|| format!("{above}/{below}"));
    slash.then_some((at + 3, value))
}

/// `$5`, `US$ 5`, `USD 5`.
fn money_before(tokens: &Tokens<'_>, first: &mut usize, quantity: &mut Quantity) {
    let before = first.wrapping_sub(1);
    let near = tokens.glued(*first) || tokens.range(*first).start.saturating_sub(tokens.range(before).end) <= 3;
    if let Some(codes) = money::short(tokens, before).filter(|_| near && !quantity.has_unit()) {
        quantity.take_currency(codes);
        *first = before;
        // `US$`, `A$`: the letters are part of the sign.
        if tokens.glued(before) && tokens.kind(before.wrapping_sub(1)) == TokenKind::Word {
            *first = before - 1;
        }
    }
}

/// Includes a sign or the word `minus` before the number, unless it joins two words or numbers. Returns whether it is a
/// minus.
fn sign_before(tokens: &Tokens<'_>, first: &mut usize) -> bool {
    let before = first.wrapping_sub(1);
    // Not in `10 minus 3`.
    if tokens.is(before, "minus") && !units::ends_amount(tokens, before.wrapping_sub(1)) {
        *first = before;
        return true;
    }
    let ties = tokens.glued(before) && !tokens.is_sign(before.wrapping_sub(1), "(“\"‘'[");
    if !tokens.glued(*first) || ties || !tokens.is_sign(before, "-−+±") {
        return false;
    }
    *first = before;
    tokens.is_sign(before, "-−")
}

/// The zeros of a scale at a token, and the token after it.
fn scale_at(tokens: &Tokens<'_>, at: usize, is_money: bool) -> Option<(u32, usize)> {
    let zeros = match (tokens.word(at), tokens.glued(at)) {
        // `$5m` is money, `5m` a length.
        ("m" | "M", true) => 6,
        ("b" | "B", true) => 9,
        ("k" | "K", true) => 3,
        _ => return units::scale(tokens, at),
    };
    is_money.then_some((zeros, at + 1))
}

/// Reads the unit after a number, if records have it. A code or a sign becomes part of the quantity; a word does not.
fn unit_after(tokens: &Tokens<'_>, first: usize, next: &mut usize, quantity: &mut Quantity) {
    if let Some(codes) = money::short(tokens, *next) {
        *next += 1;
        return quantity.take_currency(codes);
    }
    if let Some(codes) = money::in_words(tokens, *next) {
        return quantity.take_currency(codes);
    }
    // `10–15 %`: the unit after the second number applies to both.
    let between = tokens.is(*next, "and") && tokens.is(first.wrapping_sub(1), "between");
    let to = between || tokens.is_sign(*next, "-–—") || tokens.is(*next, "to");
    if to && tokens.kind(*next + 1) == TokenKind::Number {
        match money::short(tokens, *next + 2).or_else(|| money::in_words(tokens, *next + 2)) {
            Some(codes) => quantity.take_currency(codes),
            None => quantity.unit = units::percent(tokens, *next + 2).map(|(unit, _)| unit),
        }
        return;
    }
    let ends = *next + 1;
    let measure = units::measure(tokens, *next).filter(|unit| !unit.is_empty());
    // `5GB` looks like one word.
    if measure.is_some() && tokens.glued(*next) {
        *next = ends;
    }
    quantity.unit = measure;
}

/// Returns a number as records write it.
pub fn value(written: &str) -> Option<String> {
    let mut text = String::new();
    for c in written.chars() {
        match (digits::value(c), c) {
            (Some(digit), _) => text.push(char::from(b'0' + digit)),
            (None, '.' | '·' | '٫') => text.push('.'),
            (None, ',') => text.push(','),
            // Spaces and apostrophes only separate groups.
            _ => {}
        }
    }
    let commas = text.matches(',').count();
    let points = text.matches('.').count();
    let last = text.rfind([',', '.']);
    let tail = last.map_or("", |at| &text[at + 1..]);
    let decimal = match (commas, points) {
        (0, 0) => None,
        (0, 1) => last,
        (1, 0) if tail.len() != 3 || text.starts_with('0') => last,
        (_, 0) | (0, _) => None,
        // If both occur, the one that occurs once and last marks the decimals.
        _ if text[last?..].starts_with('.') == (points == 1 && !text[..last?].contains('.')) => last,
        _ => return None,
    };
    let (whole, part) = decimal.map_or((text.as_str(), ""), |at| (&text[..at], &text[at + 1..]));
    let mut groups = whole.split([',', '.']);
    let first = groups.next().unwrap_or("");
    let mut count = 0;
    if !groups.all(|group| {
        count += 1;
        group.len() == 3
    }) || (count > 0 && first.len() > 3)
    {
        return None;
    }
    let whole = whole.replace([',', '.'], "");
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let value = if part.is_empty() { whole.to_owned() } else { format!("{whole}.{part}") };
    (value.len() <= LONGEST).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_records_write_them() {
        for (written, expected) in [
            ("19", Some("19")),
            ("1,234.5", Some("1234.5")),
            ("1.234,5", Some("1234.5")),
            ("1,234", Some("1234")),
            ("1,5", Some("1.5")),
            ("0,375", Some("0.375")),
            ("1.234", Some("1.234")),
            ("1.234.567", Some("1234567")),
            ("10 000", Some("10000")),
            ("1’234’567", Some("1234567")),
            ("٣٧٫٥", Some("37.5")),
            ("007", Some("7")),
            ("1.2.3", None),
            ("12,34,567", None),
            ("1,2,3", None),
            ("1234567890123456789012345678901", None),
        ] {
            assert_eq!(value(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn a_quantity_includes_its_sign_unit_and_scale() {
        for (text, span, expected) in [
            ("in all, 19 % of", "19 %", ("19", "percent", None)),
            ("−1.5 % last", "−1.5 %", ("-1.5", "percent-change", None)),
            ("up 120% since", "120%", ("120", "percent-change", None)),
            ("about 2.2 billion people", "2.2 billion", ("2.2", "count", Some("billion"))),
            ("US$ 5 million in", "US$ 5 million", ("5", "USD", Some("million"))),
            ("cost €5m so", "€5m", ("5", "EUR", Some("million"))),
            ("pay 20 EUR now", "20 EUR", ("20", "EUR", None)),
            ("2/3 of all", "2/3", ("2/3", "ratio", None)),
            ("(10–15 %)", "10", ("10", "percent", None)),
            ("between 10 and 15 %", "10", ("10", "percent", None)),
            ("10 and 15 %", "10", ("10", "count", None)),
            ("3 weeks", "3", ("3", "weeks", None)),
            ("4KB each", "4", ("4", "", None)),
            ("20 metres", "20", ("20", "", None)),
            ("5GB each", "5GB", ("5", "gigabytes", None)),
            ("5 percentage points", "5 percentage points", ("5", "percentage-points", None)),
        ] {
            let tokens = Tokens::new(text, None);
            let at = (0..tokens.len()).find(|&at| tokens.kind(at) == TokenKind::Number).unwrap();
            let (first, next, quantity) = around(&tokens, at);
            assert_eq!(&text[tokens.span(first, next)], span, "{text}");
            let found = (quantity.value.as_deref().unwrap_or(""), quantity.unit.unwrap_or(""), quantity.scale);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_currency_stays_open_if_several_countries_use_the_word() {
        for (text, unit, candidate) in [
            ("pay 300 shillings", None, "TZS"),
            ("2 million shillings", None, "UGX"),
            ("pay 500 rupees", None, "NPR"),
            ("il coûte 500 roupies", None, "PKR"),
            ("il coûte 90 francs", None, "XOF"),
            ("pay $5m so", None, "AUD"),
            ("10 to 20 dollars", None, "USD"),
            ("300 Kenyan shillings", Some("KES"), ""),
            ("90 francs suisses", Some("CHF"), ""),
            ("A$ 5 million", Some("AUD"), ""),
            ("90 euros", Some("EUR"), ""),
            ("5 $ US", Some("USD"), ""),
            ("5 Ruritanian dollars", None, ""),
            ("20 TZS", Some("TZS"), ""),
        ] {
            let tokens = Tokens::new(text, None);
            for at in (0..tokens.len()).filter(|&at| tokens.kind(at) == TokenKind::Number) {
                let (.., quantity) = around(&tokens, at);
                assert_eq!(quantity.unit, unit, "{text}");
                assert_eq!(quantity.is_open_currency, unit.is_none(), "{text}");
                assert!(candidate.is_empty() || quantity.currencies.contains(&candidate), "{text}: {quantity:?}");
            }
        }
    }
}
