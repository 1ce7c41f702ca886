//! A quantity in digits with all that belongs to it: sign, currency, scale, percent; and what a record of it would say.

use super::tokens::{Kind, Tokens};
use super::{digits, english, money};

/// What is known of a quantity from how it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figure {
    /// Its value as records write it, `1234.5` or `2/3`, where it can be read.
    pub value: Option<String>,
    /// Its unit as records name it, where the text says so without doubt.
    pub unit: Option<&'static str>,
    /// Codes of the currencies that it may be in, where it is money of a country that the text does not name.
    pub currencies: &'static [&'static str],
    /// Whether it is money of a currency that is not known without doubt.
    pub is_open_currency: bool,
    /// Its scale as records name it.
    pub scale: Option<&'static str>,
}

/// The longest value that a record takes.
const LONGEST: usize = 29;

/// The quantity around the number `at`: its first token, the one behind it, and what is known of it.
pub fn around(tokens: &Tokens<'_>, at: usize) -> (usize, usize, Figure) {
    let mut figure = Figure { value: value(tokens.text(at)), ..Figure::default() };
    let mut first = at;
    let mut next = at + 1;
    if let Some((end, value)) = ratio(tokens, at) {
        (next, figure.value, figure.unit) = (end, value, Some("ratio"));
    }
    money_before(tokens, &mut first, &mut figure);
    let minus = sign_before(tokens, &mut first);
    if first == at || !minus {
        money_before(tokens, &mut first, &mut figure);
    }
    if let Some(scale) = scale_at(tokens, next, figure.has_unit()) {
        figure.scale = Some(scale);
        next += 1;
    }
    if let Some((unit, end)) = english::percent(tokens, next) {
        figure.unit = Some(unit);
        next = end;
    } else if !figure.has_unit() {
        unit_after(tokens, first, &mut next, &mut figure);
    }
    // Metres and kilobytes are no count, and records have no unit for them.
    let word = tokens.word(next);
    let foreign = english::measure(word) == Some("")
        || english::is_short_measure(word)
        || (tokens.glued(next) && tokens.kind(next) == Kind::Word);
    figure.settle(minus || foreign, minus);
    (first, next, figure)
}

impl Figure {
    /// Makes it money: of the one currency, or of one that is left open.
    pub(super) fn take_currency(&mut self, codes: money::Codes) {
        match codes {
            [code] => self.unit = Some(*code),
            _ => (self.currencies, self.is_open_currency) = (codes, true),
        }
    }

    fn has_unit(&self) -> bool {
        self.unit.is_some() || self.is_open_currency
    }

    /// Makes unit and value fit each other, as records have it.
    fn settle(&mut self, unknown: bool, minus: bool) {
        if minus && let Some(value) = &mut self.value {
            value.insert(0, '-');
        }
        let number = self.value.as_deref().and_then(|value| value.parse::<f64>().ok());
        match self.unit {
            // A share lies between nothing and all; beyond that it is growth or decline.
            Some("percent") if number.is_some_and(|number| !(0.0..=100.0).contains(&number)) => {
                self.unit = Some("percent-change");
            }
            None if !unknown && !self.is_open_currency => self.unit = Some("count"),
            _ => {}
        }
    }

    /// Whether a record would be shown as exactly these words without being told how they are written.
    #[must_use]
    pub fn is_shown_as(&self, written: &str) -> bool {
        let Some(value) = &self.value else { return false };
        match (self.unit, self.scale) {
            (Some("percent"), None) => written.strip_suffix('%') == Some(value.as_str()),
            (Some("count"), Some(scale)) => written == format!("{value} {scale}"),
            // Groups of three are set in digits above 999, also where none were written.
            (_, None) => written == value && value.len() <= 3,
            _ => false,
        }
    }
}

/// `2/3` as a value; a fraction of more than its whole has none.
fn ratio(tokens: &Tokens<'_>, at: usize) -> Option<(usize, Option<String>)> {
    let slash = tokens.is_sign(at + 1, "/⁄∕") && tokens.glued(at + 1) && tokens.glued(at + 2);
    let ((above, _), (below, _)) = (tokens.plain(at)?, tokens.plain(at + 2)?);
    let value = (above <= below && below > 0).then(|| format!("{above}/{below}"));
    slash.then_some((at + 3, value))
}

/// `$5`, `US$ 5`, `USD 5`.
fn money_before(tokens: &Tokens<'_>, first: &mut usize, figure: &mut Figure) {
    let before = first.wrapping_sub(1);
    let near = tokens.glued(*first) || tokens.range(*first).start.saturating_sub(tokens.range(before).end) <= 3;
    if let Some(codes) = money::short(tokens, before).filter(|_| near && !figure.has_unit()) {
        figure.take_currency(codes);
        *first = before;
        // `US$`, `A$`: the letters belong to the sign.
        if tokens.glued(before) && tokens.kind(before.wrapping_sub(1)) == Kind::Word {
            *first = before - 1;
        }
    }
}

/// A sign in front, unless it ties two words or numbers together; says whether it is a minus.
fn sign_before(tokens: &Tokens<'_>, first: &mut usize) -> bool {
    let before = first.wrapping_sub(1);
    let ties = tokens.glued(before) && !tokens.is_sign(before.wrapping_sub(1), "(“\"‘'[");
    if !tokens.glued(*first) || ties || !tokens.is_sign(before, "-−+±") {
        return false;
    }
    *first = before;
    tokens.is_sign(before, "-−")
}

fn scale_at(tokens: &Tokens<'_>, at: usize, is_money: bool) -> Option<&'static str> {
    let word = tokens.word(at);
    match (word, tokens.glued(at)) {
        // `$5m` is money, `5m` a length.
        ("m" | "M", true) => is_money.then_some("million"),
        ("b" | "B", true) => is_money.then_some("billion"),
        ("k" | "K", true) => is_money.then_some("thousand"),
        _ => english::scale(word),
    }
}

/// Reads the unit after a number, if a record can have it. A code or a sign belongs to the figure, a word to the
/// sentence.
fn unit_after(tokens: &Tokens<'_>, first: usize, next: &mut usize, figure: &mut Figure) {
    if let Some(codes) = money::short(tokens, *next) {
        *next += 1;
        return figure.take_currency(codes);
    }
    if let Some(codes) = money::in_words(tokens, *next) {
        return figure.take_currency(codes);
    }
    // `10–15 %`: what follows the second number is said of both.
    let between = tokens.is(*next, "and") && tokens.is(first.wrapping_sub(1), "between");
    let to = between || tokens.is_sign(*next, "-–—") || tokens.is(*next, "to");
    if to && tokens.kind(*next + 1) == Kind::Number {
        match money::short(tokens, *next + 2).or_else(|| money::in_words(tokens, *next + 2)) {
            Some(codes) => figure.take_currency(codes),
            None => figure.unit = english::percent(tokens, *next + 2).map(|(unit, _)| unit),
        }
        return;
    }
    let ends = *next + 1;
    let measure = english::measure(tokens.word(*next)).filter(|unit| !unit.is_empty());
    // `5GB` is one word to the eye.
    if measure.is_some() && tokens.glued(*next) {
        *next = ends;
    }
    figure.unit = measure;
}

/// A number as records write it.
pub fn value(written: &str) -> Option<String> {
    let mut text = String::new();
    for c in written.chars() {
        match (digits::value(c), c) {
            (Some(digit), _) => text.push(char::from(b'0' + digit)),
            (None, '.' | '·' | '٫') => text.push('.'),
            (None, ',') => text.push(','),
            // Spaces and apostrophes only ever group.
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
        // Where both are there, the one that comes once and last marks the decimals.
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
    fn a_figure_takes_along_what_belongs_to_it() {
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
            let tokens = Tokens::of(text);
            let at = (0..tokens.len()).find(|&at| tokens.kind(at) == Kind::Number).unwrap();
            let (first, next, figure) = around(&tokens, at);
            assert_eq!(&text[tokens.span(first, next)], span, "{text}");
            let found = (figure.value.as_deref().unwrap_or(""), figure.unit.unwrap_or(""), figure.scale);
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn the_unit_of_money_stays_open_where_several_countries_have_the_word() {
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
            let tokens = Tokens::of(text);
            for at in (0..tokens.len()).filter(|&at| tokens.kind(at) == Kind::Number) {
                let (.., figure) = around(&tokens, at);
                assert_eq!(figure.unit, unit, "{text}");
                assert_eq!(figure.is_open_currency, unit.is_none(), "{text}");
                assert!(candidate.is_empty() || figure.currencies.contains(&candidate), "{text}: {figure:?}");
            }
        }
    }
}
