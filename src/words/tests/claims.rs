//! Tests of what phrases claim, and about which call.

use super::{claims_in, lexicon};
use crate::words::{is_read, negative_changes, read, shares};

fn claims(text: &str) -> Vec<String> {
    claims_in("en", text)
}

#[test]
fn phrases_are_bound_to_the_call_that_they_are_about() {
    for (text, expected) in [
        ("At the end of 2019, just over half the global population ({}) were online.", vec!["just over half -> 0"]),
        ("Half, a b c d e f {}", vec!["Half -> 0"]),
        ("Half, a b c d e f g {}", vec![]),
        ("{} a b c d e f half", vec!["half -> 0"]),
        ("{} a b c d e f g half", vec![]),
        ("Nearly one in five ({}) and two-thirds ({})", vec!["Nearly one in five -> 0", "two-thirds -> 1"]),
        ("Half of them. Then {}", vec![]),
        ("Half of them; {}", vec![]),
        ("Half of them – {}", vec![]),
        ("{}: half of them", vec![]),
        ("{}, half of them {}", vec!["half -> 1"]),
        ("{} half, of them, {}", vec!["half -> 0"]),
        ("{}, half, {}", vec!["half -> 1"]),
        ("More than a third (that is {}) came", vec!["More than a third -> 0"]),
        ("The vast majority of people ({})", vec!["The vast majority -> 0"]),
        ("A small minority – {} – came", vec![]),
        ("Most people ({}) and nearly all households ({})", vec!["Most -> 0", "nearly all -> 1"]),
        ("Of all people, {} are online", vec![]),
        ("In most countries, {} are online", vec![]),
        ("At most {} came", vec!["At most -> 0 (hedge)"]),
        ("the most vulnerable people ({})", vec![]),
        ("In half of the villages, {} came", vec![]),
        ("majority-owned firms ({})", vec![]),
        ("The majority are online ({})", vec!["The majority -> 0"]),
        ("One person in five ({})", vec!["One person in five -> 0"]),
        ("1 in 5 ({}), that is 20 out of 100", vec!["1 in 5 -> 0", "20 out of 100 -> 0"]),
        ("Fewer than one person in five used it ({})", vec!["Fewer than one person in five -> 0"]),
        ("All of them ({}), none of them ({})", vec!["All -> 0", "none -> 1"]),
        ("only half of them ({})", vec!["only half -> 0"]),
        ("the other half ({})", vec![]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
}

#[test]
fn a_phrase_lists_all_calls_that_it_may_be_about() {
    let text = "two-thirds of \u{FDD5} children (\u{FDD5}) and \u{FDD5}, \u{FDD5}";
    let claims = read(text, false, &lexicon("en")).claims;
    assert_eq!(claims[0].stats, [0, 1, 2, 3]);
    let otherwise = claims[0].otherwise.as_ref().map(|loose| &text[loose.range.clone()]);
    assert_eq!(otherwise, Some("two-thirds"));
    let claims = read("most people (\u{FDD5})", false, &lexicon("en")).claims;
    assert_eq!((claims[0].stats.as_slice(), &claims[0].otherwise), (&[0][..], &None));
}

#[test]
fn hedges_are_about_the_call_after_them() {
    for (text, expected) in [
        ("nearly {} of them", vec!["nearly -> 0 (hedge)"]),
        ("more than {} of them", vec!["more than -> 0 (hedge)"]),
        ("only {} of them", vec!["only -> 0 (only)"]),
        ("just {} of them", vec!["just -> 0 (only)"]),
        ("no more than {} of them", vec!["no more than -> 0 (only)"]),
        ("just under {} of them", vec!["just under -> 0 (hedge)"]),
        ("only about {} of them", vec!["only about -> 0 (hedge)", "only about -> 0 (only)"]),
        ("only then {} of them", vec![]),
        ("well below {} of them", vec![]),
        ("over and above, {}", vec![]),
        ("only, {}", vec![]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
}

#[test]
fn percent_and_percentage_points_are_found_within_two_words() {
    for (text, expected) in [
        ("{} percent", vec!["percent -> 0 (percent)"]),
        ("{} per cent", vec!["per cent -> 0 (percent)"]),
        ("{}%", vec!["% -> 0 (percent)"]),
        ("{} or so percent", vec![]),
        ("{} whole percentage points", vec!["percentage points -> 0 (points)"]),
        ("{} percentage-points", vec!["percentage-points -> 0 (points)"]),
        ("{}, percent", vec![]),
        ("{} of a percentage", vec![]),
        ("{}. Percent is a word", vec![]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
}

#[test]
fn words_of_change_are_about_the_call_after_them() {
    for (text, expected) in [
        ("Malaria fell by {}", vec!["fell by -> 0 (down)"]),
        ("A fall of {}; a rise of {}", vec!["fall of -> 0 (down)", "rise of -> 1 (up)"]),
        ("Malaria fell to {}", vec![]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
    let text = "It fell by −18.4 %, or rose by 5 %.";
    let claims = read(text, false, &lexicon("en")).claims;
    assert_eq!(claims.len(), 1);
    assert_eq!((&text[claims[0].range.clone()], claims[0].stats.len()), ("fell by", 0));
    assert!(read(text, false, &lexicon("fr")).claims.is_empty());
}

#[test]
fn words_of_change_are_about_the_call_before_them() {
    for (text, expected) in [
        ("Malaria was {} lower than in 2019", vec!["lower than -> 0 (down)"]),
        ("There were {} fewer cases", vec!["fewer -> 0 (down)"]),
        ("a {} drop; an {} increase", vec!["drop -> 0 (down)", "increase -> 1 (up)"]),
        ("It is {} percentage points up.", vec!["percentage points -> 0 (points)", "up -> 0 (up)"]),
        ("It fell by {}, lower than in 2019", vec!["fell by -> 0 (down)"]),
        ("{}, lower than in 2019", vec![]),
        ("{} lower-income countries", vec![]),
        ("{} more people", vec![]),
        ("a rate of {} lower than in 2019", vec![]),
        ("{} up to {}", vec![]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
}

#[test]
fn words_that_compare_two_numbers_are_not_hedges() {
    for (text, expected) in [
        ("5 points more than {}", vec![]),
        ("5 % less than {}", vec![]),
        ("{} more than {}", vec!["more than -> 0 (up)"]),
        ("{} up to {}", vec![]),
        ("ten times more than {}", vec![]),
        ("in 2019, more than {}", vec!["more than -> 0 (hedge)"]),
    ] {
        assert_eq!(claims(text), expected, "{text}");
    }
}

#[test]
fn words_of_change_beside_a_negative_number_are_found() {
    for (text, words, number) in [
        ("It fell by −18.4 %.", "fell by", "−18.4 %"),
        ("It fell by –18.4 %.", "fell by", "–18.4 %"),
        ("It fell by minus 18.4 %.", "fell by", "minus 18.4 %"),
        ("It fell by minus five percent.", "fell by", "minus five percent"),
        ("It was −18.4 % lower than in 2019.", "lower than", "−18.4 %"),
        ("There were -18.4% fewer cases.", "fewer", "-18.4%"),
        ("We saw −12 people fewer.", "fewer", "−12"),
        ("a −3 % rise", "rise", "−3 %"),
        ("It is −3 percentage points down.", "down", "−3 percentage points"),
    ] {
        let found = negative_changes(text, "en");
        let [claim] = found.as_slice() else { panic!("{text}: {found:?}") };
        let otherwise = claim.otherwise.as_ref().unwrap();
        assert_eq!((&text[claim.range.clone()], &text[otherwise.range.clone()]), (words, number), "{text}");
    }
    for text in [
        "It fell by 18.4 %.",
        "It fell by 10–15 %.",
        "It was better –3 % higher than in 2019.",
        "It was 2–3 % higher than in 2019.",
        "At −5 °C fewer people go out.",
        "It was −5 %, lower than in 2019.",
        "It fell from −3 % to −5 %.",
        "minus 3 or more",
    ] {
        assert_eq!(negative_changes(text, "en"), [], "{text}");
    }
}

#[test]
fn shares_in_titles_are_found() {
    let found =
        |text: &str| shares(text, "en").into_iter().map(|(range, _)| text[range].to_owned()).collect::<Vec<_>>();
    assert_eq!(
        found("Just over half the world used it; in the poorest countries, fewer than one person in five"),
        ["Just over half", "fewer than one person in five"]
    );
    assert_eq!(
        found("Of every three children and young people, two are still unconnected"),
        ["Of every three children and young people, two"]
    );
    assert_eq!(found("Who is online, and where"), [""; 0]);
}

#[test]
fn a_language_without_a_table_is_not_read() {
    assert!(is_read("en") && is_read("en-GB") && is_read("zh-Hant") && !is_read("de") && !is_read("enm"));
    let german = lexicon("de");
    assert!(read("two billion people, half of them \u{FDD5}", false, &german).loose.is_empty());
    assert!(read("nearly \u{FDD5}", false, &german).claims.is_empty());
    assert!(!german.may_match("two billion") && german.may_match("37"));
}
