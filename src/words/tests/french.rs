//! French sentences.

use super::{check_in, claims_in};

#[test]
fn number_words_that_count_are_loose() {
    check_in(
        "fr",
        &[
            "⟦Trois millions⟧ de personnes, ⟦deux mille⟧ écoles et ⟦vingt et une⟧ familles.",
            "⟦Quatre-vingt-onze⟧ villages, ⟦soixante et onze⟧ enfants, ⟦septante⟧ femmes, ⟦quatre cent vingt⟧ pays.",
            "⟦Deux milliards⟧ d’habitants, ⟦cent mille⟧, ⟦deux mille cinq cents⟧ l’an.",
            "⟦Cinq pour cent⟧ des gens, ⟦trois⟧ semaines, ⟦un million⟧ de personnes, ⟦mille⟧ enfants.",
            "Il coûte ⟦quatre-vingt-dix⟧ euros. ⟦Cinq points de pourcentage⟧.",
        ],
    );
}

#[test]
fn articles_ordinals_and_idioms_are_not() {
    check_in(
        "fr",
        &[
            "Les enfants de moins de cinq ans, une personne, un enfant, l’un d’eux, une fois, d’un autre, le premier, la deuxième école, le troisième.",
            "En mille morceaux, mille mercis, un million de fois, cent fois, deux ou trois, tous les deux.",
            "Les mille et une nuits; deux pages; trois d’entre eux; en l’an deux mille; neuf.",
            "Un tiers de confiance, un quart d’heure, un cinquième enfant, la deuxième moitié, l’autre moitié.",
            "La moitié du temps, la moitié de 2020, moitié-moitié, un sur mesure.",
        ],
    );
}

#[test]
fn digits_take_the_units_of_french() {
    check_in(
        "fr",
        &[
            "⟦3,5 millions⟧ de gens, ⟦12 milliards⟧, ⟦5 pour cent⟧, ⟦2 points de pourcentage⟧.",
            "⟦3 %⟧ et ⟦10 000⟧ personnes; ⟦20⟧ ans; ⟦5⟧ mois.",
        ],
    );
}

#[test]
fn shares_are_loose() {
    check_in(
        "fr",
        &[
            "⟦La moitié⟧ des élèves, ⟦un tiers⟧ de la population, ⟦deux tiers⟧ des villages, ⟦trois quarts⟧ d’entre eux.",
            "⟦Deux personnes sur cinq⟧, ⟦un sur dix⟧, ⟦3 personnes sur 10⟧, près des ⟦deux tiers⟧ des pays.",
        ],
    );
}

#[test]
fn dates_times_ordinals_and_references_are_exempt() {
    check_in(
        "fr",
        &[
            "Le 1er décembre 2026, du 3 au 5 mai, le 2e étage, la 3ème fois, le 21e siècle, les années 1990.",
            "Article 5, chapitre 2, l’étape 3, n° 7, tableau 4, pages 3 et 4, loi n° 78-17, le règlement 2016/679.",
            "Ces trois derniers mois, les 10 prochains jours.",
            "Appelez le +41 22 730 51 11 ou le 118, ou bien le 01 23 45 67 89 ou le 112.",
        ],
    );
    check_in(
        "fr",
        &["À ⟦14 h 30⟧.", "À ⟦14h30⟧.", "À ⟦14 heures⟧.", "De ⟦9 h à 10 h 30⟧ il pleut.", "Ils ont ⟦14⟧ heures."],
    );
}

#[test]
fn phrases_are_about_the_call_beside_them() {
    for (text, expected) in [
        ("Un peu plus de la moitié des gens ({}).", vec!["Un peu plus de la moitié -> 0"]),
        ("Près d’un tiers ({})", vec!["Près d’un tiers -> 0"]),
        ("Deux personnes sur cinq ({})", vec!["Deux personnes sur cinq -> 0"]),
        ("La grande majorité des élèves ({})", vec!["La grande majorité -> 0"]),
        ("Dans la moitié des villages, {} le savent", vec![]),
        ("presque {} des gens", vec!["presque -> 0 (hedge)"]),
        ("seulement {} des gens", vec!["seulement -> 0 (only)"]),
        ("{} pour cent", vec!["pour cent -> 0 (percent)"]),
        ("{} points de pourcentage", vec!["points de pourcentage -> 0 (points)"]),
        ("Il a augmenté de {}", vec!["augmenté de -> 0 (up)"]),
        ("Il a baissé fortement de {}", vec!["baissé fortement de -> 0 (down)"]),
        ("une hausse de près de {}", vec!["près de -> 0 (hedge)", "hausse de près de -> 0 (up)"]),
        ("{} de moins qu’en 2019", vec!["de moins -> 0 (down)"]),
        ("{} des gens", vec![]),
    ] {
        assert_eq!(claims_in("fr", text), expected, "{text}");
    }
}
