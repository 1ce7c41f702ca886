//! Tests with sentences as editors write them. Loose numbers are in brackets `⟦…⟧`; `{}` stands for a call.

mod arabic;
mod chinese;
mod claims;
mod designations;
mod french;
mod kinds;
mod portuguese;
mod russian;
mod spanish;
mod tables;

use proptest::prelude::*;

use super::*;
use crate::marks;

fn lexicon(language: &str) -> Lexicon {
    Lexicon::new(language, ["COVID-19", "REG4COVID", "24/7", "Connect2Recover"].map(str::to_owned).to_vec())
}

/// Returns the sentence with the loose numbers that were found in brackets.
fn marked(text: &str, is_heading: bool, language: &str) -> String {
    let text = text.replace(['⟦', '⟧'], "").replace("{}", &marks::CALL.to_string());
    let mut out = String::new();
    let mut at = 0;
    for loose in read(&text, is_heading, &lexicon(language)).loose {
        out += &format!("{}⟦{}⟧", &text[at..loose.range.start], &text[loose.range.clone()]);
        at = loose.range.end;
    }
    (out + &text[at..]).replace(marks::CALL, "{}")
}

fn check(sentences: &[&str], is_heading: bool, language: &str) {
    let wrong: Vec<String> = sentences
        .iter()
        .map(|sentence| (sentence, marked(sentence, is_heading, language)))
        .filter(|(sentence, found)| **sentence != found.as_str())
        .map(|(sentence, found)| format!("wanted {sentence}\n found {found}"))
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Checks sentences of running text in a language.
fn check_in(language: &str, sentences: &[&str]) {
    check(sentences, false, language);
}

/// The claims of a text in a language, as `phrase -> index of the call`.
fn claims_in(language: &str, text: &str) -> Vec<String> {
    let text = text.replace("{}", &marks::CALL.to_string());
    let found = read(&text, false, &lexicon(language));
    let lines = found.claims.iter().map(|claim| {
        let kind = match claim.assertion {
            Assertion::Share(_) => "",
            Assertion::Hedged => " (hedge)",
            Assertion::Only => " (only)",
            Assertion::Percent => " (percent)",
            Assertion::Points => " (points)",
            Assertion::Change(Direction::Down) => " (down)",
            Assertion::Change(Direction::Up) => " (up)",
        };
        format!("{} -> {}{kind}", &text[claim.range.clone()], claim.stats[0])
    });
    lines.collect()
}

#[test]
fn quantities_are_loose() {
    check(
        &[
            "In all, ⟦37⟧ of them came.",
            "Some ⟦19 %⟧ of people there are online.",
            "It is ⟦51%⟧, up from ⟦9.5%⟧.",
            "It fell by ⟦−1.5 %⟧, or (⟦-2%⟧).",
            "⟦2.2 billion⟧ children and ⟦1,234,567⟧ adults.",
            "⟦10 000⟧ people, ⟦1’200⟧ of them children.",
            "It costs ⟦$5⟧, ⟦US$ 5 million⟧, ⟦€2.50⟧, ⟦20 EUR⟧ or ⟦£3bn⟧.",
            "Between ⟦10⟧ and ⟦15 per cent⟧; ⟦10⟧–⟦15 %⟧.",
            "A ⟦20⟧-year-old link of ⟦50⟧ kbit/s.",
            "⟦5km⟧ away, a file of ⟦4KB⟧.",
            "**bold** ⟦2000⟧ people and ⟦1500⟧ households.",
            "A share of ⟦2/3⟧.",
            "It is ⟦3⟧ times as many.",
            "They rank ⟦5th⟧ of ⟦190⟧.",
            "Of ⟦47⟧ countries, ⟦33⟧ lie in Africa.",
            "Children under ⟦5⟧; an under-⟦5⟧ clinic.",
            "Here ⟦٣٧⟧, there ⟦٣٧٪⟧, and ⟦३७⟧.",
            "On May ⟦25⟧ people came.",
            "In 2019, ⟦47⟧ of them.",
            "(⟦47⟧)",
            "He may ⟦25⟧ times.",
            "⟦1.234.567⟧ of them came.",
            "The dose is ⟦5⟧ mg at ⟦37⟧ °C.",
        ],
        false,
        "en",
    );
}

#[test]
fn names_with_digits_are_loose_until_they_are_declared() {
    check(
        &[
            "COVID-19 and #REG4COVID are declared, ⟦COVID-20⟧ and ⟦REG5COVID⟧ are not.",
            "Connect2Recover is open 24/7, ⟦Connect3Recover⟧ is not.",
            "⟦XCOVID-19⟧ is another word, COVID-19’s is fine.",
            "⟦4G⟧, ⟦H1N1⟧, ⟦G20⟧, ⟦CO2⟧, ⟦UTF-8⟧, ⟦4x4⟧ and ⟦PM2.5⟧.",
        ],
        false,
        "en",
    );
}

#[test]
fn times_of_day_are_reported_once_in_a_sentence() {
    check(
        &[
            "⟦9:50-11:20⟧ (New York, USA, -5 GMT) / 15:50 – 17:20 (CEST)",
            "It begins at ⟦9:50 am⟧ and ends at 11:20 am. Lunch is at ⟦1 pm⟧.",
            "⟦9:50 am – 11:20 am⟧",
            "On 25 May 2021 at ⟦09:50⟧ sharp.",
            "⟦UTC−5⟧ is New York in winter.",
            "At ⟦9:50⟧, ⟦37⟧ of them came.",
        ],
        false,
        "en",
    );
}

#[test]
fn dates_are_exempt() {
    check(
        &[
            "On 2021-05-25, in 2021-05, by 25/05/2021 or 25.05.2021 or 05/2021.",
            "25 May 2021, 25th May 2021, 25th of May, May 25, May 25th, 2021.",
            "Tuesday 25 May, Tue 25th, 24–28 May 2021, 24 and 25 May, May 24 and 25, 24, 25 and 26 May.",
            "Sept. 3 and 3 Sept. 2020",
            "Since 2019, in 2019/20, 2019–2021, 2019-2021, from 2019 to 2021.",
            "The 1990s, the 90s, mid-2020, early 2020, pre-2015, ’21, FY2021, Q3 2021.",
            "At the end of 2019, (2019) and “2019”.",
            "The 21st century, the 5th session, on the 25th.",
            "2021-05-25T09:50:00Z",
            "A 2019 report; the 2030 Agenda; 2030.",
            "25 mai 2021, 25. Mai 2021, 25 de mayo de 2021, 2021年5月25日",
        ],
        false,
        "en",
    );
    check(
        &[
            "le 25 mai 2021, en 2019",
            "du 16 au 22 novembre 2026, le 1er et le 3 août, les 24 et 25 mai, semaine 47, semaines 46 et 47",
            "{} cas pour 100\u{a0}000 habitants",
            "am 7. Juni 2021, Seite 3, Abschnitt 4, Abb. 2",
            "página 3, capítulo 4, tabla 5",
            "⟦37 %⟧ des gens, et ⟦22⟧ autres",
            "⟦deux tiers⟧ de la population",
        ],
        false,
        "fr",
    );
}

#[test]
fn the_base_of_a_rate_is_exempt() {
    check(
        &[
            "{} per 100,000 people, {} cases of measles for every 1,000 people.",
            "⟦100,000⟧ people; per ⟦100,000⟧ people; for every ⟦1,000⟧.",
            "{} of them. There are cases per ⟦100,000⟧; {} per ⟦250,000⟧; {} and ⟦1,000⟧ more.",
        ],
        false,
        "en",
    );
}

#[test]
fn numbers_of_numbered_things_are_exempt() {
    check(
        &[
            "See section 3, annex 2, figures 2 and 3, tables 2, 3 and 4, pages 12–15, p. 7, pp. 7–9, page 12.",
            "No. 7, Nos. 7 and 8, #7, § 5, version 2.0, v2.0, Resolution 71, Article 5, step 3, Chapter 2.",
            "We (1) read, (2) write and (3) count.",
            "As shown elsewhere [2], and again [12].",
            "Call +41 22 730 51 11 or +1 (000) 555-0100.",
            "See https://example.org/2021/51, www.example.org/3, report-2.pdf, 51@example.org and example.org/a/51.",
            "A claim.[^9]",
            "Step 3 takes ⟦20⟧ minutes, figure 4 shows ⟦51 %⟧ of it.",
            "There were no ⟦7⟧ of them.",
        ],
        false,
        "en",
    );
    check(&["2. Method", "2.1 Scope", "2.1.3 Things", "2) Method", "⟦2.1 billion⟧ offline", "⟦3⟧ in all"], true, "en");
    check(&["⟦2.1⟧ Scope"], false, "en");
}

#[test]
fn number_words_are_loose_before_a_unit() {
    check(
        &[
            "⟦Five per cent⟧ of all, ⟦two billion⟧ people, ⟦twenty-two million⟧.",
            "⟦Two-thirds⟧ of them; ⟦three quarters⟧ of them; ⟦a third⟧ of them; ⟦one in five⟧ of them.",
            "⟦Half⟧ of them, ⟦half⟧ the world, ⟦nine out of ten⟧.",
            "⟦1 in 5⟧, ⟦one person in five⟧, ⟦two of every three⟧.",
            "For ⟦three⟧ weeks and ⟦six⟧ hours.",
            "One day, two pages, half an hour, half past nine, the second half, in the first half of the year.",
            "A third option, third parties, the third quarter, a quarter of an hour, one of two.",
            "Two of the authors; the two of them; three times; at one time; one another; zero.",
            "Half-hearted; half a day; two-faced; twenty questions; five-star; one or two.",
            "First, second and third; a second thought; one in the eye.",
            "One user in ⟦five⟧ households.",
        ],
        false,
        "en",
    );
}

#[test]
fn numbers_beside_a_call_are_still_loose() {
    check(
        &[
            "Of {} people, ⟦37⟧ came.",
            "⟦Two billion⟧ people ({}) are offline.",
            "Just over half the global population ({}) were online.",
            "About ⟦half⟧ of them stayed; later, {} came.",
        ],
        false,
        "en",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read_and_every_range_covers_its_words(text in any_text(), is_heading: bool, tag in tag()) {
        let lexicon = lexicon(tag);
        let found = read(&text, is_heading, &lexicon);
        let mut last = 0;
        for loose in &found.loose {
            let written = &text[loose.range.clone()];
            prop_assert!(loose.range.start >= last, "{text:?}: {written:?} overlaps");
            last = loose.range.end;
            prop_assert!(holds_digit(written) || languages::by_tag(tag).is_some_and(|language| language.may_count(&text)), "{text:?}: {written:?}");
            prop_assert!(!written.starts_with(char::is_whitespace) && !written.ends_with(char::is_whitespace));
        }
        for claim in &found.claims {
            prop_assert!(!text[claim.range.clone()].is_empty() && claim.stats.iter().all(|stat| *stat < text.matches(marks::CALL).count()));
        }
        if !lexicon.may_match(&text) {
            prop_assert!(found.loose.is_empty(), "{text:?}: the fast check misses {:?}", found.loose);
        }
        let _ = shares(&text, tag);
    }

    /// A number between plain words is found, whatever its digits.
    #[test]
    fn a_quantity_is_found_in_any_script(
        value in 3_u32..999, zero in prop::sample::select(vec!['0', '٠', '०', '၀', '０']),
        unit in prop::sample::select(vec!["%", " %", " people", " per cent", " million", ""]),
    ) {
        let number: String = value.to_string().bytes()
            .map(|b| char::from_u32(zero as u32 + u32::from(b - b'0')).unwrap()).collect();
        let text = format!("Then {number}{unit} of them came.");
        let found = read(&text, false, &lexicon("en"));
        prop_assert_eq!(found.loose.len(), 1, "{}", text);
        prop_assert!(text[found.loose[0].range.clone()].starts_with(&number));
    }
}

/// Tags of languages, the last of which has no table.
fn tag() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["en", "fr", "es", "pt", "ru", "ar", "zh", "de"])
}

/// Texts of words that this module reads, in any order, and of any other characters.
fn any_text() -> impl Strategy<Value = String> {
    let parts = [
        "19",
        "2019",
        "51%",
        " ",
        " ",
        " ",
        ",",
        ".",
        "-",
        "–",
        "/",
        ":",
        "(",
        ")",
        "’",
        "+",
        "$",
        "€",
        "half",
        "two",
        "thirds",
        "sevenths",
        "third",
        "hundred",
        "person",
        "out",
        "an",
        "one",
        "in",
        "five",
        "of",
        "the",
        "majority",
        "most",
        "percent",
        "per",
        "cent",
        "points",
        "percentage",
        "million",
        "May",
        "th",
        "am",
        "UTC",
        "COVID-19",
        "people",
        "only",
        "just",
        "over",
        "nearly",
        "twenty",
        "every",
        "\u{FDD5}",
        "\u{FFFC}",
        "a",
        "quarter",
        "section",
        "No",
        "v",
        "x",
        "٣",
        "é",
        "日",
        "e\u{301}",
        "\u{a0}",
        "\n",
        "s",
        "1",
    ];
    let part = prop_oneof![
        9 => prop::sample::select(parts.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(part, 0..14).prop_map(|parts| parts.concat())
}
