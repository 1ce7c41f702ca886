//! French.

use std::sync::LazyLock;

use super::Numeral::{Alone, HalfOf, Hundred, Plain, Scale, Wide};
use super::{
    ChangeWords, DateWords, Grammar, NameWords, NumeralWords, ObservationWords, Proposals, ShareWords, Splitting,
    UnitWords, WordIndex, WordTable,
};
use crate::words::Direction::{Down, Up};
use crate::words::shares::Hedge::{About, AtLeast, AtMost, JustOver, JustUnder, Only, Over, Under};

/// French.
#[derive(Debug)]
pub struct French;

impl Grammar for French {
    fn table(&self) -> &'static WordTable {
        &TABLE
    }

    fn index(&self) -> &'static WordIndex {
        static INDEX: LazyLock<WordIndex> = LazyLock::new(|| WordIndex::new(&TABLE));
        &INDEX
    }
}

#[rustfmt::skip] // read as lines
static TABLE: WordTable = WordTable {
    tag: "fr",
    splitting: Splitting::Elisions,
    is_latin_foreign: false,
    numerals: NumeralWords {
        words: &[
            ("zéro", Plain(0)), ("un", Plain(1)), ("une", Plain(1)), ("deux", Plain(2)), ("trois", Plain(3)),
            ("quatre", Plain(4)), ("cinq", Plain(5)), ("six", Plain(6)), ("sept", Plain(7)), ("huit", Plain(8)),
            ("neuf", Plain(9)), ("dix", Plain(10)), ("onze", Plain(11)), ("douze", Plain(12)), ("treize", Plain(13)),
            ("quatorze", Plain(14)), ("quinze", Plain(15)), ("seize", Plain(16)), ("dix sept", Plain(17)),
            ("dix huit", Plain(18)), ("dix neuf", Plain(19)), ("vingt", Plain(20)), ("trente", Plain(30)),
            ("quarante", Plain(40)), ("cinquante", Plain(50)), ("soixante", Wide(60)), ("septante", Plain(70)),
            ("quatre vingt", Wide(80)), ("quatre vingts", Wide(80)), ("huitante", Plain(80)), ("octante", Plain(80)),
            ("nonante", Plain(90)), ("cent", Hundred), ("cents", Hundred), ("mille", Alone(3)), ("million", Scale(6)),
            ("millions", Scale(6)), ("milliard", Scale(9)), ("milliards", Scale(9)), ("billion", Scale(12)),
            ("billions", Scale(12)), ("un demi million", HalfOf(6)), ("un demi milliard", HalfOf(9)),
        ],
        joints: &["et"],
        articles: &["un", "une"],
        ordinals: &[],
        idioms: &["mille et une nuits", "mille et un"],
        minus: &[],
    },
    units: UnitWords {
        scales: &[
            ("mille", 3), ("millier", 3), ("milliers", 3), ("million", 6), ("millions", 6), ("milliard", 9),
            ("milliards", 9), ("billion", 12), ("billions", 12), ("mio", 6), ("md", 9), ("mds", 9),
        ],
        point_groups: true,
        of: &["de", "d"],
        classifiers: &[],
        percent: &["pour cent", "pourcent", "pourcents"],
        percent_before: &[],
        points: &["points de pourcentage", "point de pourcentage", "points de pourcent"],
        counted: &[
            "personnes", "gens", "enfants", "femmes", "hommes", "filles", "garçons", "adultes", "jeunes", "ménages",
            "familles", "villages", "villes", "pays", "utilisateurs", "utilisatrices", "abonnés", "étudiants",
            "étudiantes", "élèves", "apprenants", "enseignants", "enseignantes", "écoles", "patients", "patientes",
            "cliniques", "hôpitaux", "travailleurs", "employés", "salariés", "agriculteurs", "réfugiés", "citoyens",
            "habitants", "résidents", "répondants", "décès", "naissances", "emplois",
        ],
        one_counted: &[
            "personne", "enfant", "femme", "homme", "fille", "garçon", "adulte", "jeune", "ménage", "famille",
            "village", "ville", "utilisateur", "utilisatrice", "étudiant", "étudiante", "élève", "école", "enseignant",
            "patient", "travailleur", "agriculteur", "habitant", "répondant",
        ],
        measures: &[
            ("ans", "years"), ("années", "years"), ("mois", "months"), ("semaines", "weeks"), ("jours", "days"),
            ("heures", "hours"), ("minutes", "minutes"), ("secondes", "seconds"), ("kilomètres", "kilometres"),
            ("mégaoctets", "megabytes"), ("mo", "megabytes"), ("gigaoctets", "gigabytes"), ("go", "gigabytes"),
            ("ko", ""), ("mètres", ""), ("litres", ""), ("kilogrammes", ""), ("kilos", ""), ("grammes", ""),
            ("tonnes", ""), ("hectares", ""), ("degrés", ""),
        ],
        currencies: &[],
        ages: &["de moins de", "de plus de", "les moins de", "les plus de", "âgé de", "âgée de", "âgés de", "âgées de", "âgés de moins de"],
    },
    shares: ShareWords {
        fixed: &[
            ("la moitié", 1, 2), ("moitié", 1, 2), ("le tiers", 1, 3), ("les deux tiers", 2, 3),
            ("le quart", 1, 4), ("les trois quarts", 3, 4),
        ],
        parts: &[
            ("tiers", "tiers", 3), ("quart", "quarts", 4), ("cinquième", "cinquièmes", 5), ("sixième", "sixièmes", 6),
            ("septième", "septièmes", 7), ("huitième", "huitièmes", 8), ("neuvième", "neuvièmes", 9),
            ("dixième", "dixièmes", 10), ("vingtième", "vingtièmes", 20), ("centième", "centièmes", 100),
        ],
        links: &["sur", "sur les"],
        not_after: &[
            "autre", "l autre", "première", "deuxième", "seconde", "dernière", "meilleure", "à", "et", "chère",
        ],
        not_before: &[
            "heure", "heures", "temps", "an", "année", "années", "mois", "siècle", "finale", "jour", "journée", "nuit",
            "saison", "chemin", "prix", "moins", "plus",
        ],
        of: &[
            "des", "du", "de la", "de l", "de ses", "de ces", "de ce", "de cette", "de leurs", "de leur", "de nos", "de vos",
            "de mes", "de son", "de sa", "de tous", "de toutes", "d entre",
        ],
        quantifiers: &[
            ("la majorité", "majority"), ("une majorité", "majority"), ("la grande majorité", "vast majority"),
            ("une grande majorité", "vast majority"), ("la vaste majorité", "vast majority"),
            ("la très grande majorité", "vast majority"), ("immense majorité", "vast majority"),
            ("une large majorité", "vast majority"), ("une courte majorité", "slim majority"),
            ("une faible majorité", "slim majority"), ("une minorité", "minority"),
            ("une petite minorité", "small minority"), ("une infime minorité", "small minority"),
            ("la plupart", "most"), ("presque tous", "nearly all"), ("presque toutes", "nearly all"),
            ("la quasi totalité", "nearly all"), ("tous les", "all"), ("toutes les", "all"), ("aucun des", "none"),
            ("aucune des", "none"),
        ],
        prepositions: &[
            "dans", "pour", "chez", "parmi", "par", "entre", "en", "à", "avec", "selon", "de", "contre",
        ],
        articles: &["le", "les", "l"],
        hedges: &[
            ("un peu plus de", JustOver), ("un peu plus d", JustOver), ("un peu plus des", JustOver),
            ("légèrement plus de", JustOver), ("légèrement plus d", JustOver), ("à peine plus de", JustOver),
            ("à peine plus d", JustOver), ("un peu moins de", JustUnder), ("un peu moins d", JustUnder),
            ("un peu moins des", JustUnder), ("légèrement moins de", JustUnder), ("légèrement moins d", JustUnder),
            ("près de", JustUnder), ("près d", JustUnder), ("près des", JustUnder), ("presque", JustUnder),
            ("quasiment", JustUnder), ("pas loin de", JustUnder), ("pas loin d", JustUnder),
            ("pas plus de", Only), ("pas plus d", Only), ("plus de", Over), ("plus d", Over), ("plus des", Over),
            ("bien plus de", Over), ("largement plus de", Over), ("moins de", Under), ("moins d", Under),
            ("moins des", Under), ("au moins", AtLeast), ("pas moins de", AtLeast), ("pas moins d", AtLeast),
            ("au minimum", AtLeast), ("au plus", AtMost), ("tout au plus", AtMost), ("au maximum", AtMost),
            ("jusqu à", AtMost), ("environ", About), ("à peu près", About), ("autour de", About), ("quelque", About),
            ("approximativement", About), ("aux alentours de", About), ("seulement", Only), ("uniquement", Only),
            ("à peine", Only), ("seul", Only), ("seule", Only), ("seuls", Only), ("seules", Only),
        ],
        hedges_of_shares: &[("pas plus de", AtMost), ("pas plus d", AtMost)],
        hedges_after: &[("seulement", Only), ("environ", About), ("au moins", AtLeast), ("au plus", AtMost)],
    },
    changes: ChangeWords {
        falls: &[
            "baissé", "baisse", "baissent", "baissait", "diminué", "diminue", "diminuent", "diminution", "reculé", "recule",
            "recul", "chuté", "chute", "chutent", "réduction", "réduit", "réduite", "réduits", "repli", "déclin", "décru",
            "perdu", "perte",
        ],
        rises: &[
            "augmenté", "augmente", "augmentent", "augmentation", "hausse", "progressé", "progresse", "progression", "accru",
            "accrue", "accroissement", "croissance", "crû", "grimpé", "bondi", "bond", "monté", "gagné", "gain",
        ],
        by: &["de", "d", "de quelque"],
        far: &[],
        adverbs: &["ment"],
        after: &[
            ("de moins", Down), ("en moins", Down), ("inférieur", Down), ("inférieure", Down), ("inférieurs", Down),
            ("plus bas", Down), ("plus basse", Down), ("plus faible", Down), ("de plus", Up), ("en plus", Up),
            ("supérieur", Up), ("supérieure", Up), ("supérieurs", Up), ("plus élevé", Up), ("plus élevée", Up),
            ("plus haut", Up), ("plus haute", Up),
        ],
        followers: &["que", "qu", "à", "au", "aux", "par", "en", "depuis", "dans"],
    },
    dates: DateWords {
        months: &["janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc"],
        weekdays: &["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"],
        of: &["de"],
        before_years: &["an", "année", "années", "ans"],
        after_years: &[],
        joints: &["et", "ou", "au", "à"],
        relative: &[
            "dernier", "derniers", "dernière", "dernières", "prochain", "prochains", "prochaine", "prochaines", "passés",
            "passées",
        ],
        hours: &["h"],
        long_hours: &["heures", "heure"],
        minutes: &[],
        at: &["à", "dès", "vers"],
        hour_names: &[],
        half_days: &["du matin", "du soir", "de l après midi"],
        ordinals: &[
            "er", "re", "ère", "ers", "res", "e", "es", "ème", "èmes", "eme", "emes", "nd", "nde", "ᵉ", "ᵉʳ", "ʳᵉ",
        ],
    },
    names: NameWords {
        numbered: &[
            "chapitre", "chapitres", "section", "tableau", "tableaux", "partie", "parties", "paragraphe", "paragraphes",
            "alinéa", "alinéas", "étape", "étapes", "position", "numéro", "numéros", "annexe", "annexes", "image", "images", "figure", "page", "article",
            "question", "exemple", "exercice", "leçon", "module", "niveau", "niveaux", "ligne", "lignes", "point", "règle",
            "note", "phase", "épisode", "saison", "catégorie", "classe", "option", "scénario", "objectif", "objectifs",
            "cible", "principe", "critère", "critères", "axe", "tome", "titre", "livre", "colonne", "salle", "bâtiment",
            "porte", "quai", "état", "code", "unité", "jour", "semaine", "séance", "lot", "top", "n",
        ],
        acts: &["loi", "lois", "décret", "décrets", "règlement", "directive", "arrêté", "ordonnance", "circulaire", "décision"],
        calling: &[
            "téléphone", "tél", "appelez", "appeler", "appel", "composez", "composer", "urgence", "urgences", "pompiers",
            "samu", "secours", "joindre", "joignez",
        ],
        settings: &["valeur", "valeurs", "défaut", "paramètre", "paramètres", "option", "variable", "code", "identifiant"],
        grammar: &[
            "de", "du", "des", "d", "la", "le", "les", "l", "un", "une", "et", "ou", "à", "au", "aux", "en", "dans", "sur",
            "pour", "par", "avec", "sans", "sous", "qui", "que", "qu", "est", "sont", "a", "ont", "était", "étaient", "ne",
            "n", "pas", "plus", "se", "s", "ce", "cette", "ces", "il", "elle", "ils", "elles", "on", "nous", "vous", "si",
            "comme", "mais", "donc", "car", "afin", "lors", "lorsque", "depuis", "avant", "après", "jusqu", "peut", "doit",
            "où", "dont", "puis", "alors", "y",
        ],
    },
    observations: ObservationWords {
        counted: &[
            "personnes", "enfants", "femmes", "hommes", "filles", "garçons", "adultes", "ménages", "familles", "villages",
            "villes", "pays", "abonnés", "élèves", "apprenants", "enseignants", "écoles", "patients", "hôpitaux",
            "agriculteurs", "réfugiés", "citoyens", "habitants", "résidents", "répondants", "décès", "naissances",
            "contributeurs", "contributrices", "contributions", "téléchargements", "visiteurs", "votes", "entreprises",
            "organisations", "clients", "développeurs", "ingénieurs", "bénévoles", "participants", "donateurs", "employés",
        ],
        counted_if_many: &["utilisateurs", "étudiants", "membres", "projets", "sites", "paquets", "dépôts", "étoiles", "articles"],
        times: &["fois"],
        comparisons: &["plus", "moins", "mieux"],
        specifying: &[
            "limite", "limites", "maximum", "minimum", "défaut", "doit", "doivent", "devrait", "peut", "peuvent", "exemple",
            "exemples", "si", "valeur", "valeurs", "paramètre", "paramètres", "option", "options", "seuil", "suivant",
            "suivante", "suivants", "suivantes", "supposons", "largeur", "hauteur", "opacité", "écran", "pixels", "entre",
        ],
        picking: &["premiers", "premières", "derniers", "dernières", "prochains", "prochaines", "ou"],
    },
    proposals: Proposals {
        plain: [
            "la moitié", "un tiers", "deux tiers", "un quart", "trois quarts", "un sur cinq", "deux sur cinq",
            "trois sur cinq", "quatre sur cinq", "un sur dix", "trois sur dix", "sept sur dix", "neuf sur dix",
            "un sur vingt", "un sur cinquante", "un sur cent",
        ],
        over: "un peu plus ",
        after_over: Some([
            "de la moitié", "d’un tiers", "de deux tiers", "d’un quart", "de trois quarts", "d’un sur cinq",
            "de deux sur cinq", "de trois sur cinq", "de quatre sur cinq", "d’un sur dix", "de trois sur dix",
            "de sept sur dix", "de neuf sur dix", "d’un sur vingt", "d’un sur cinquante", "d’un sur cent",
        ]),
        nearly: "presque ",
    },
};
