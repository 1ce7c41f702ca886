//! Numbers that name something, each with sentences in which the same digits count.

use super::check;

#[test]
fn versions_are_exempt() {
    check(
        &[
            "Since 3.11.2, with v6 or v2.4.3-beta3, and 7.6.0-rc.1; versions later than 0.10.1.",
            "It came with PowerShell 7.4, macOS 13, OAuth 2, Node.js 18, Windows PowerShell 3.0 and WCAG 2.2.",
            "We built it with Lantern 4.2.",
            "In Lantern 4.2 or 5.1 and later.",
            "バージョン3.11.2では、v3.6.3のまま。",
        ],
        false,
        "en",
    );
    check(
        &[
            "In Kenya ⟦45⟧ shops closed, and in the EU ⟦27⟧ shops.",
            "In Kenya ⟦4.5 %⟧ of shops closed, in the EU ⟦4.5 million⟧.",
            "Only ⟦4.5⟧ of them. About ⟦37⟧. People ⟦37⟧.",
            "バージョン3.11.2では⟦84%⟧です。",
        ],
        false,
        "en",
    );
}

#[test]
fn a_product_is_learnt_where_a_version_follows_it() {
    let read = |text: &str| super::super::read(text, false, &super::lexicon("en"));
    assert_eq!(read("We built it with Lantern 4.2.").products, ["Lantern"]);
    let later = read("Lantern 5 adds more.");
    let product = later.loose[0].product.clone().unwrap();
    assert_eq!(&"Lantern 5 adds more."[product], "Lantern");
    for text in ["About 5 came.", "5 came.", "In May 5 came.", "It has 5.2 of them."] {
        let found = read(text);
        assert!(found.products.is_empty() && found.loose.iter().all(|number| number.product.is_none()), "{text}");
    }
}

#[test]
fn a_bare_number_beside_code_is_a_value() {
    check(
        &[
            "Where it is 5, \u{FFF9} selects the first 3 and stops at 0.",
            "\u{FFF9} holds ⟦45⟧ people and ⟦3⟧ lines. Of them, ⟦37⟧ came, or ⟦37⟧.",
            "\u{FFF9} has ⟦1,200⟧, ⟦$5⟧ and ⟦5 %⟧.",
        ],
        false,
        "en",
    );
    check(&["See \u{FFFC}: there were ⟦45⟧."], false, "en");
}

#[test]
fn references_and_identifiers_are_exempt() {
    check(
        &[
            "RFC 8659, RFC-7232, RFC5652, ISO 8601, 50 CFR 216.95, 42 U.S.C. 1983 and an X.509 certificate.",
            "Use arg_1, HOST01\\User01, System.Int32, about.ps1xml, @name1, $x1, 0x1F or 32-a3-58-90-be-cc.",
            "Listing 7-13 and criterion 2.4.7; unité 5, Lektion 3.",
            "A 64-bit key, a 2-dimensional list and a 12-factor check.",
            "It began at 12:30:22. Wait for zero (0). The number QQ 12 34 56 C. Get version 4.5, or 5.1. Ein 404 Fehler.",
            "A 404 page, 404 Not Found, and a 301 redirect.",
            "In [0, 1], x = 5, y == 0.",
        ],
        false,
        "en",
    );
    check(
        &[
            "A ⟦12⟧-hour limit and a ⟦10⟧-person team; a sample of n = ⟦1,200⟧.",
            "⟦404⟧ of them came, ⟦50⟧ of them late.",
            "The survey has ⟦512⟧ responses and ⟦301⟧ pages, with ⟦404⟧ errors.",
            "They [about ⟦47⟧] came.",
        ],
        false,
        "en",
    );
}

#[test]
fn ports_and_values_of_settings_are_exempt() {
    check(
        &[
            "See port 8443, ports 80 and 443; the default port is 443.",
            "The default is 25, and a value of 0 stops it; the values 1, 2, and 3; index 0; exit code 1.",
            "The value must be between 0 and 10.",
        ],
        false,
        "en",
    );
    check(
        &[
            "The default is ⟦30⟧ seconds, and the value was ⟦45 million⟧.",
            "The port of ⟦45,000⟧ people.",
            "The index of poverty was ⟦31.2⟧ in Kenya, and on this scale the best is ⟦62⟧.",
        ],
        false,
        "en",
    );
}

#[test]
fn postcodes_and_houses_are_exempt() {
    check(
        &[
            "10115 Berlin",
            "Rue du Lac 20, 1202 Geneva; CH-1202 Geneva.",
            "Portland, OR 97201; London SW1A 1AA; Ottawa K1A 0B1; Wilmslow, SK9 5AF.",
            "12 Main Street, 3 rue du Lac, Hauptstraße 5.",
        ],
        false,
        "en",
    );
    check(&["There, ⟦12000⟧ Kenyans came; ⟦12000⟧ came.", "Then ⟦12⟧ Main Contractors."], false, "en");
}

#[test]
fn telephone_and_emergency_numbers_are_exempt() {
    check(
        &[
            "Dial 9-1-1, call 112 or 999, or ring 0303 123 1113.",
            "The emergency number is 911; the police answer 110.",
            "(555) 123-4567, 1-800-555-0199, tel. 555-0199",
        ],
        false,
        "en",
    );
    check(
        &[
            "Call ⟦300⟧ customers.",
            "The ambulance came ⟦112⟧ times.",
            "Police met ⟦911⟧ people.",
            "⟦900⟧-⟦1000⟧ people",
        ],
        false,
        "en",
    );
}

#[test]
fn numbered_headings_and_list_numbers_are_exempt() {
    check(&["5. 🛋️ Review", "🛋️ 5. Review", "5️⃣ Review", "3. \u{FFFC}", "4: Review"], true, "en");
    check(&["18. YEARS OF DEVELOPMENT", "1. First 2. Second 3. Third", "7) Then"], false, "en");
    check(&["In all there were ⟦18⟧. Years passed.", "⟦18⟧.", "⟦4500⟧. Then"], false, "en");
}

#[test]
fn names_end_where_ordinary_words_begin() {
    check(
        &["⟦VT100⟧-encoded, ⟦UTF-16LE⟧, ⟦SHA-256⟧ and ⟦S3⟧에.", "これは⟦2⟧つの新しいファイルです。", "⟦1⟧초 느려질"],
        false,
        "en",
    );
}

#[test]
fn versions_after_short_names_and_from_which_on_are_exempt() {
    check(
        &[
            "The Field Kit Framework (FKF) 5.1 is needed, and 7.4 and higher works too. In 4.X and 18.x it is gone.",
            "Write the clock as {0:HH} or {1,10}.",
            "Water is H~2~O.",
            "It is (x^2 + y_2) or \\frac{1}{2}, at most 10^6.",
        ],
        false,
        "en",
    );
    check(&["Among adults (HIV) ⟦5.1%⟧ were found, and ⟦40⟧ and more."], false, "en");
}

#[test]
fn parts_of_books_in_scripts_without_spaces_are_exempt() {
    check(&["체크인: 5단계 - 시작"], true, "ko");
    check(&["第3章 はじめに"], true, "ja");
    check(&["第 3 单元：检查"], true, "zh");
    check(&["新しい⟦5⟧つの町"], true, "ja");
}

#[test]
fn periods_relative_to_today_and_lengths_of_recordings_are_exempt() {
    check(
        &[
            "In the last three months and over the next 10 days, it rained.",
            "Watch the video (4:12) or the podcast (12:30).",
        ],
        false,
        "en",
    );
    check(&["In ⟦three⟧ months it rained. It begins (⟦4:12⟧)."], false, "en");
}

#[test]
fn ports_and_numbers_of_laws_and_registers_are_exempt_in_any_language() {
    check(&["Закрити порт 443 і запити на порт 80."], false, "uk");
    check(&["保持 80 端口开放，於 2018 年 3 月 13 日推出。"], false, "zh");
    check(&["El puerto 80 está abierto; ⟦80⟧ pueblos."], false, "es");
    check(&["포트 443, ⟦443⟧개."], false, "ko");
    check(
        &["It is a 501(c)(3) group with the number 46-1234567, for Lantern >= 7.9, 8.6 and 9.1; ⟦46⟧ groups."],
        false,
        "en",
    );
}
