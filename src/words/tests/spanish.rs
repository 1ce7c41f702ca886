//! Spanish sentences.

use super::{check_in, claims_in};

#[test]
fn number_words_that_count_are_loose() {
    check_in(
        "es",
        &[
            "⟦Dos mil⟧ escuelas, ⟦tres millones⟧ de personas, ⟦treinta y una⟧ familias, ⟦doscientas⟧ mujeres.",
            "⟦Dos mil millones⟧ de habitantes; ⟦cinco por ciento⟧ de ellos; ⟦tres⟧ semanas; ⟦un millón⟧ de niños.",
            "⟦Cien mil⟧, ⟦medio millón⟧ de personas; ⟦noventa⟧ euros.",
        ],
    );
    check_in(
        "es",
        &[
            "Menores de cinco años, una persona, una o dos personas, un niño, uno de ellos, una vez, el primero, la segunda escuela, el tercero, dos o tres.",
            "Mil gracias, las mil y una noches, el año dos mil veinte, un millón de gracias, dos de los autores.",
            "Media hora, la segunda mitad, la mitad del año, un cuarto de hora, un cuarto oscuro, la otra mitad.",
        ],
    );
}

#[test]
fn digits_and_shares_are_loose() {
    check_in(
        "es",
        &[
            "⟦2,5 millones⟧ de euros, ⟦3 mil millones⟧, ⟦5 por ciento⟧, ⟦2 puntos porcentuales⟧, ⟦25 mil⟧ personas.",
            "⟦La mitad⟧ de los países, ⟦un tercio⟧ de la población, ⟦dos tercios⟧ de ellos, ⟦una cuarta parte⟧ de las niñas.",
            "⟦Tres de cada cinco⟧, ⟦1 de cada 10⟧ personas, ⟦una persona de cada tres⟧.",
        ],
    );
}

#[test]
fn dates_times_ordinals_and_references_are_exempt() {
    check_in(
        "es",
        &[
            "El 1 de diciembre de 2026, del 3 al 5 de mayo, el 2.º piso, la 2ª sesión, los años 1990, en mayo de 2021.",
            "Artículo 5, página 3, capítulo 2, paso 3, n.º 7, la Ley 39/2015, los artículos 3 y 4.",
            "En los últimos tres meses y los próximos 10 días.",
            "Llame al 112 o al 016.",
        ],
    );
    check_in(
        "es",
        &[
            "A las ⟦14:30⟧.",
            "A las ⟦9 de la mañana⟧.",
            "A las ⟦9:30 a. m.⟧",
            "Tienen ⟦14⟧ horas.",
            "A las ⟦9⟧ escuelas.",
        ],
    );
}

#[test]
fn phrases_are_about_the_call_beside_them() {
    for (text, expected) in [
        ("Casi la mitad de los hogares ({})", vec!["Casi la mitad -> 0"]),
        ("Poco más de un tercio ({})", vec!["Poco más de un tercio -> 0"]),
        ("Más del {} de ellos", vec!["Más del -> 0 (hedge)"]),
        ("Casi el {} de ellos", vec!["Casi el -> 0 (hedge)"]),
        ("Apenas {} de ellos", vec!["Apenas -> 0 (only)"]),
        ("La mayoría de las personas ({})", vec!["La mayoría -> 0"]),
        ("aumentó un {}", vec!["aumentó un -> 0 (up)"]),
        ("cayó en un {}", vec!["cayó en un -> 0 (down)"]),
        ("una caída del {}", vec!["caída del -> 0 (down)"]),
        ("{} menos que en 2019", vec!["menos -> 0 (down)"]),
        ("el {} más pobre", vec![]),
        ("{} por ciento", vec!["por ciento -> 0 (percent)"]),
    ] {
        assert_eq!(claims_in("es", text), expected, "{text}");
    }
}
