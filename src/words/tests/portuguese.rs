//! Portuguese sentences.

use super::{check_in, claims_in};

#[test]
fn number_words_that_count_are_loose() {
    check_in(
        "pt",
        &[
            "⟦Vinte mil⟧ escolas, ⟦três milhões⟧ de pessoas, ⟦trinta e uma⟧ famílias, ⟦duzentas⟧ mulheres.",
            "⟦Dois mil milhões⟧ de habitantes; ⟦dois bilhões⟧; ⟦cinco por cento⟧ deles; ⟦três⟧ semanas.",
            "⟦Mil e duzentos⟧ alunos, ⟦meio milhão⟧ de pessoas.",
        ],
    );
    check_in(
        "pt",
        &[
            "Uma pessoa, um dos alunos, uma vez, o primeiro, a segunda escola, a terceira, dois ou três.",
            "Mil desculpas, as mil e uma noites, o ano dois mil e vinte, um milhão de vezes.",
            "Meia hora, a segunda metade, metade do ano, um quarto de hora, um quarto escuro, a outra metade.",
        ],
    );
}

#[test]
fn digits_and_shares_are_loose() {
    check_in(
        "pt",
        &[
            "⟦2,5 milhões⟧ de euros, ⟦3 mil milhões⟧, ⟦5 por cento⟧, ⟦2 pontos percentuais⟧, ⟦25 mil⟧ pessoas.",
            "⟦Metade⟧ dos países, ⟦um terço⟧ da população, ⟦dois terços⟧ deles, ⟦um quarto⟧ das meninas.",
            "⟦Dois em cada três⟧, ⟦1 em cada 10⟧ pessoas, ⟦uma pessoa em cada cinco⟧.",
        ],
    );
}

#[test]
fn dates_times_ordinals_and_references_are_exempt() {
    check_in(
        "pt",
        &[
            "Em 1 de dezembro de 2026, de 3 a 5 de maio, no 2º andar, a 2ª sessão, os anos 1990, em maio de 2021.",
            "Artigo 5, página 3, capítulo 2, passo 3, n.º 7, a Lei 13.709, os artigos 3 e 4.",
            "Nos últimos três meses e nos próximos 10 dias.",
            "Ligue 112 ou 190. Dos seis (6) e quatro (4).",
        ],
    );
    check_in("pt", &["Às ⟦14h30⟧.", "Às ⟦14 horas⟧.", "Às ⟦9 da manhã⟧.", "Têm ⟦14⟧ horas."]);
}

#[test]
fn phrases_are_about_the_call_beside_them() {
    for (text, expected) in [
        ("Quase metade dos lares ({})", vec!["Quase metade -> 0"]),
        ("Mais da metade dos lares ({})", vec!["Mais da metade -> 0"]),
        ("Pouco mais de um terço ({})", vec!["Pouco mais de um terço -> 0"]),
        ("Apenas {} deles", vec!["Apenas -> 0 (only)"]),
        ("A maioria das pessoas ({})", vec!["A maioria -> 0"]),
        ("aumentou {}", vec!["aumentou -> 0 (up)"]),
        ("caiu em {}", vec!["caiu em -> 0 (down)"]),
        ("uma queda de {}", vec!["queda de -> 0 (down)"]),
        ("{} a menos que em 2019", vec!["a menos -> 0 (down)"]),
        ("{} por cento", vec!["por cento -> 0 (percent)"]),
    ] {
        assert_eq!(claims_in("pt", text), expected, "{text}");
    }
}
