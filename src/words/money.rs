//! Currencies as texts name them: by code, by sign, or by a word such as `shillings`. Several countries share most of
//! the words and some of the signs; the unit of a record is proposed only if a single currency can be meant.

use super::tokens::{TokenKind, Tokens};

/// The currency codes that may be meant. A single code is unambiguous; the list is empty for a currency that is not in
/// these tables.
pub type Codes = &'static [&'static str];

/// Currency codes that are recognised beside numbers. Codes that are also words or names (`ALL`, `COP`, `PHP`, `TOP`,
/// `TRY`) are left out.
#[rustfmt::skip] // read as a line
const CODES: Codes = &[
    "USD", "EUR", "GBP", "CHF", "JPY", "CNY", "INR", "KES", "NGN", "ZAR", "XOF", "XAF", "BRL", "CAD", "AUD", "SEK",
    "AED", "ARS", "BDT", "BWP", "CLP", "CZK", "DKK", "DZD", "EGP", "ETB", "GHS", "HKD", "HUF", "IDR", "ILS", "IQD",
    "ISK", "JOD", "KRW", "KWD", "LBP", "LKR", "MAD", "MWK", "MXN", "MYR", "MZN", "NAD", "NOK", "NPR", "NZD", "PKR",
    "PLN", "QAR", "RON", "RUB", "RWF", "SAR", "SGD", "SLE", "THB", "TND", "TWD", "TZS", "UAH", "UGX", "VND", "XCD",
    "ZMW",
];

/// Signs, with the currencies that each may stand for.
const SIGNS: [(char, Codes); 8] = [
    ('$', DOLLARS),
    ('€', &["EUR"]),
    ('£', &["GBP"]),
    ('¥', &["CNY", "JPY"]),
    ('₹', &["INR"]),
    ('₦', &["NGN"]),
    ('₱', &["PHP"]),
    ('₩', &["KRW"]),
];

/// Letters beside a sign that identify the currency: `US$`, `A$`, `E£`.
#[rustfmt::skip] // read as a table
const LETTERED: [(&str, char, &str); 21] = [
    ("US", '$', "USD"), ("A", '$', "AUD"), ("AU", '$', "AUD"), ("C", '$', "CAD"),
    ("CA", '$', "CAD"), ("CAN", '$', "CAD"), ("NZ", '$', "NZD"), ("S", '$', "SGD"), ("SG", '$', "SGD"),
    ("HK", '$', "HKD"), ("NT", '$', "TWD"), ("N", '$', "NAD"), ("J", '$', "JMD"), ("EC", '$', "XCD"),
    ("TT", '$', "TTD"), ("FJ", '$', "FJD"), ("R", '$', "BRL"), ("MX", '$', "MXN"), ("E", '£', "EGP"),
    ("UK", '£', "GBP"), ("GB", '£', "GBP"),
];

pub const DOLLARS: Codes = &["USD", "AUD", "CAD", "HKD", "JMD", "LRD", "NAD", "NZD", "SGD", "TWD", "XCD"];
pub const POUNDS: Codes = &["GBP", "EGP", "LBP", "SDG", "SSP", "SYP"];
pub const FRANCS: Codes = &["CHF", "XOF", "XAF", "BIF", "CDF", "DJF", "GNF", "KMF", "RWF", "XPF"];
const CFA: Codes = &["XOF", "XAF"];
pub const RUPEES: Codes = &["INR", "LKR", "MUR", "NPR", "PKR", "SCR"];
pub const SHILLINGS: Codes = &["KES", "SOS", "TZS", "UGX"];
pub const PESOS: Codes = &["ARS", "CLP", "COP", "CUP", "DOP", "MXN", "PHP", "UYU"];
pub const CROWNS: Codes = &["CZK", "DKK", "ISK", "NOK", "SEK"];
pub const DINARS: Codes = &["BHD", "DZD", "IQD", "JOD", "KWD", "LYD", "MKD", "RSD", "TND"];
pub const DIRHAMS: Codes = &["AED", "MAD"];
pub const RIALS: Codes = &["IRR", "OMR", "QAR", "SAR", "YER"];
pub const ROUBLES: Codes = &["BYN", "RUB"];
const KWACHA: Codes = &["MWK", "ZMW"];
const LEI: Codes = &["MDL", "RON"];
const MANATS: Codes = &["AZN", "TMT"];
const COLONES: Codes = &["CRC", "SVC"];

/// Words for currencies in English and French, in the plural, with the currencies that each may mean.
#[rustfmt::skip] // read as a table
const NAMED: &[(&str, Codes)] = &[
    ("dollars", DOLLARS), ("pounds", POUNDS), ("francs", FRANCS), ("rupees", RUPEES), ("roupies", RUPEES),
    ("shillings", SHILLINGS), ("pesos", PESOS), ("crowns", CROWNS), ("couronnes", CROWNS), ("kroner", &["DKK", "NOK"]),
    ("krone", &["DKK", "NOK"]), ("kronor", &["SEK"]), ("krona", &["ISK", "SEK"]), ("krónur", &["ISK"]),
    ("koruna", &["CZK"]), ("dinars", DINARS), ("dirhams", DIRHAMS), ("rials", RIALS), ("riyals", RIALS),
    ("rubles", ROUBLES), ("roubles", ROUBLES), ("kwacha", KWACHA), ("kwachas", KWACHA), ("lei", LEI),
    ("manats", MANATS), ("manat", MANATS), ("colones", COLONES), ("euros", &["EUR"]), ("yen", &["JPY"]),
    ("yens", &["JPY"]), ("yuan", &["CNY"]), ("yuans", &["CNY"]), ("renminbi", &["CNY"]), ("naira", &["NGN"]),
    ("nairas", &["NGN"]), ("rand", &["ZAR"]), ("rands", &["ZAR"]), ("cedis", &["GHS"]), ("birr", &["ETB"]),
    ("birrs", &["ETB"]), ("taka", &["BDT"]), ("takas", &["BDT"]), ("baht", &["THB"]), ("bahts", &["THB"]),
    ("ringgit", &["MYR"]), ("ringgits", &["MYR"]), ("rupiah", &["IDR"]), ("rupiahs", &["IDR"]), ("shekels", &["ILS"]),
    ("zloty", &["PLN"]), ("zlotys", &["PLN"]), ("złoty", &["PLN"]), ("forints", &["HUF"]), ("hryvnia", &["UAH"]),
    ("hryvnias", &["UAH"]), ("reais", &["BRL"]), ("meticais", &["MZN"]), ("kwanzas", &["AOA"]), ("dalasis", &["GMD"]),
    ("leones", &["SLE"]), ("pula", &["BWP"]), ("ariary", &["MGA"]), ("tenge", &["KZT"]), ("quetzals", &["GTQ"]),
    ("quetzales", &["GTQ"]), ("lempiras", &["HNL"]), ("ouguiyas", &["MRU"]), ("gourdes", &["HTG"]),
];

/// Words beside the word for a currency that identify the country: `Kenyan shillings`, `francs suisses`,
/// `pounds sterling`.
#[rustfmt::skip] // read as a table
const WHOSE: &[(&str, Codes)] = &[
    ("US", &["USD"]), ("American", &["USD"]), ("américains", &["USD"]), ("Australian", &["AUD"]),
    ("australiens", &["AUD"]), ("Canadian", &["CAD"]), ("canadiens", &["CAD"]), ("Singapore", &["SGD"]),
    ("Zealand", &["NZD"]), ("Kong", &["HKD"]), ("Taiwan", &["TWD"]), ("Caribbean", &["XCD"]),
    ("Namibian", &["NAD"]), ("Liberian", &["LRD"]), ("Jamaican", &["JMD"]), ("sterling", &["GBP"]),
    ("British", &["GBP"]), ("Egyptian", &["EGP"]), ("égyptiennes", &["EGP"]), ("Lebanese", &["LBP"]),
    ("libanaises", &["LBP"]), ("Syrian", &["SYP"]), ("Sudanese", &["SDG", "SSP"]), ("Swiss", &["CHF"]),
    ("suisses", &["CHF"]), ("CFA", CFA), ("FCFA", CFA), ("Congolese", &["CDF"]), ("congolais", &["CDF"]),
    ("Rwandan", &["RWF"]), ("rwandais", &["RWF"]), ("Burundian", &["BIF"]), ("burundais", &["BIF"]),
    ("Guinean", &["GNF"]), ("guinéens", &["GNF"]), ("Indian", &["INR"]), ("indiennes", &["INR"]),
    ("Pakistani", &["PKR"]), ("pakistanaises", &["PKR"]), ("Nepalese", &["NPR"]), ("Nepali", &["NPR"]),
    ("népalaises", &["NPR"]), ("Lankan", &["LKR"]), ("lankaises", &["LKR"]), ("Mauritian", &["MUR"]),
    ("mauriciennes", &["MUR"]), ("Kenyan", &["KES"]), ("Kenya", &["KES"]), ("kényans", &["KES"]),
    ("kenyans", &["KES"]), ("Tanzanian", &["TZS"]), ("Tanzania", &["TZS"]), ("tanzaniens", &["TZS"]),
    ("Ugandan", &["UGX"]), ("Uganda", &["UGX"]), ("ougandais", &["UGX"]), ("Somali", &["SOS"]),
    ("somaliens", &["SOS"]), ("Mexican", &["MXN"]), ("mexicains", &["MXN"]), ("Philippine", &["PHP"]),
    ("philippins", &["PHP"]), ("Argentine", &["ARS"]), ("argentins", &["ARS"]), ("Chilean", &["CLP"]),
    ("chiliens", &["CLP"]), ("Colombian", &["COP"]), ("colombiens", &["COP"]), ("Czech", &["CZK"]),
    ("tchèques", &["CZK"]), ("Danish", &["DKK"]), ("danoises", &["DKK"]), ("Norwegian", &["NOK"]),
    ("norvégiennes", &["NOK"]), ("Swedish", &["SEK"]), ("suédoises", &["SEK"]), ("Icelandic", &["ISK"]),
    ("islandaises", &["ISK"]), ("Algerian", &["DZD"]), ("algériens", &["DZD"]), ("Tunisian", &["TND"]),
    ("tunisiens", &["TND"]), ("Iraqi", &["IQD"]), ("irakiens", &["IQD"]), ("Jordanian", &["JOD"]),
    ("jordaniens", &["JOD"]), ("Kuwaiti", &["KWD"]), ("koweïtiens", &["KWD"]), ("Libyan", &["LYD"]),
    ("libyens", &["LYD"]), ("Serbian", &["RSD"]), ("serbes", &["RSD"]), ("Moroccan", &["MAD"]),
    ("marocains", &["MAD"]), ("Emirati", &["AED"]), ("UAE", &["AED"]), ("émiratis", &["AED"]), ("Saudi", &["SAR"]),
    ("saoudiens", &["SAR"]), ("Qatari", &["QAR"]), ("Iranian", &["IRR"]), ("Omani", &["OMR"]), ("Yemeni", &["YER"]),
    ("Russian", &["RUB"]), ("russes", &["RUB"]), ("Belarusian", &["BYN"]), ("Zambian", &["ZMW"]),
    ("zambiens", &["ZMW"]), ("Malawian", &["MWK"]), ("malawiens", &["MWK"]), ("Romanian", &["RON"]),
    ("roumains", &["RON"]), ("Moldovan", &["MDL"]),
];

fn find(table: &[(&str, Codes)], word: &str) -> Option<Codes> {
    let is_known = |known: &str| known.eq_ignore_ascii_case(word);
    table.iter().find(|(known, _)| !word.is_empty() && is_known(known)).map(|(_, codes)| *codes)
}

/// Whether a word is the name of a currency.
pub fn is_named(word: &str) -> bool {
    find(NAMED, word).is_some()
}

/// The currencies that a word may mean, in the language of its text or in English or French.
pub fn named(tokens: &Tokens<'_>, at: usize) -> Option<Codes> {
    let own = || tokens.own().and_then(|own| tokens.find(at, own.units.currencies));
    find(NAMED, tokens.word(at)).or_else(own)
}

/// The currency of a word that is a code.
pub fn code(word: &str) -> Option<Codes> {
    let at = CODES.iter().position(|code| *code == word)?;
    Some(&CODES[at..=at])
}

/// Whether a character is a currency sign.
pub fn is_sign(c: char) -> bool {
    SIGNS.iter().any(|(sign, _)| *sign == c)
}

/// The currencies that the sign or code at a token may mean, given the letters beside a sign.
pub fn short(tokens: &Tokens<'_>, at: usize) -> Option<Codes> {
    let TokenKind::Sign(c) = tokens.kind(at) else { return code(tokens.word(at)) };
    let codes = SIGNS.iter().find(|(sign, _)| *sign == c)?.1;
    let letters = if tokens.glued(at) { tokens.word(at.wrapping_sub(1)) } else { "" };
    if letters.is_empty() {
        // `5 $ US`
        let after = tokens.word(at + 1);
        let known = LETTERED.iter().find(|(letters, sign, _)| letters.len() > 1 && *letters == after && *sign == c);
        return Some(known.map_or(codes, |(.., code)| std::slice::from_ref(code)));
    }
    // Letters identify one currency, which may not be in the table.
    let known = LETTERED.iter().find(|(before, sign, _)| *before == letters && *sign == c);
    Some(known.map_or(&[], |(.., code)| std::slice::from_ref(code)))
}

/// The currencies that the words at a token may mean: `rupees`, `Kenyan shillings`, `Sri Lankan rupees`, `francs CFA`.
pub fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<Codes> {
    let whose = |at: usize| find(WHOSE, tokens.word(at));
    if tokens.is(at, "U") && tokens.is_sign(at + 1, ".") && tokens.is(at + 2, "S") && tokens.is(at + 4, "dollars") {
        return Some(&["USD"]);
    }
    // `livres` alone are books.
    if tokens.is(at, "livres") {
        return whose(at + 1).filter(|of| of.iter().all(|code| POUNDS.contains(code)));
    }
    // The word for the currency comes first, or after up to two others: `Sri Lankan`, `New Zealand`.
    let (noun, codes) = (at..at + 3).find_map(|noun| named(tokens, noun).map(|codes| (noun, codes)))?;
    if (at..noun).any(|at| !tokens.is_capital(at)) {
        return None;
    }
    if noun == at {
        return Some(narrowed(codes, whose(at + 1)));
    }
    // The currency of an unknown country is unknown too.
    Some(whose(noun - 1).map_or(&[][..], |of| narrowed(codes, Some(of))))
}

/// Limits `codes` to those of a country, if the country has a currency of this name.
fn narrowed(codes: Codes, of: Option<Codes>) -> Codes {
    of.filter(|of| of.iter().all(|code| codes.contains(code))).unwrap_or(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Option<Codes> {
        let tokens = Tokens::new(text, None);
        in_words(&tokens, 1)
    }

    #[test]
    fn a_word_that_several_countries_use_is_ambiguous() {
        for (text, codes) in [
            ("300 shillings", SHILLINGS),
            ("500 rupees", RUPEES),
            ("90 pesos", PESOS),
            ("90 crowns", CROWNS),
            ("90 dollars", DOLLARS),
            ("90 pounds", POUNDS),
            ("90 francs", FRANCS),
            ("90 dinars", DINARS),
            ("90 francs CFA", CFA),
            ("90 CFA francs", CFA),
            ("90 Ruritanian dollars", &[]),
            ("500 roupies", RUPEES),
            ("90 couronnes", CROWNS),
        ] {
            assert_eq!(first(text), Some(codes), "{text}");
            assert_ne!(codes.len(), 1, "{text}");
        }
    }

    #[test]
    fn a_word_of_one_country_means_its_currency() {
        for (text, code) in [
            ("90 euros", "EUR"),
            ("90 naira", "NGN"),
            ("300 Kenyan shillings", "KES"),
            ("300 Sri Lankan rupees", "LKR"),
            ("5 US dollars", "USD"),
            ("5 U.S. dollars", "USD"),
            ("5 New Zealand dollars", "NZD"),
            ("90 livres sterling", "GBP"),
            ("5 pounds sterling", "GBP"),
            ("90 francs suisses", "CHF"),
            ("90 shillings kényans", "KES"),
            ("90 dinars tunisiens", "TND"),
            ("90 couronnes suédoises", "SEK"),
        ] {
            assert_eq!(first(text), Some(&[code][..]), "{text}");
        }
        for text in ["90 people", "90 of Kenyan shillings", "90 and rupees", "90 livres"] {
            assert_eq!(first(text), None, "{text}");
        }
    }

    #[test]
    fn letters_beside_a_sign_identify_the_currency() {
        let found = |text: &str| {
            let tokens = Tokens::new(text, None);
            (0..tokens.len()).find_map(|at| short(&tokens, at))
        };
        assert_eq!(found("US$ 5"), Some(&["USD"][..]));
        assert_eq!(found("A$5"), Some(&["AUD"][..]));
        assert_eq!(found("$5"), Some(DOLLARS));
        assert_eq!(found("¥5"), Some(&["CNY", "JPY"][..]));
        assert_eq!(found("€5"), Some(&["EUR"][..]));
        assert_eq!(found("QQ$5"), Some(&[][..]));
        assert_eq!(found("20 TZS"), Some(&["TZS"][..]));
        assert_eq!(found("the COP 26"), None);
    }
}
