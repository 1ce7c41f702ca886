//! Kinds of numbers that name something in sentences of their own, and claims about the world that look like them.

use super::check;

#[test]
fn ports_and_addresses_are_exempt() {
    check(
        &[
            "Open localhost:8080 in a browser.",
            "Listen on 0.0.0.0:8080 now.",
            "The server at 192.168.0.17:22 answers.",
            "The address is 10.1.2.3.",
            "All of 10.0.0.0/8 is private.",
            "Reach it at [2001:db8::1]:443 or at fe80::1.",
            "It listens on :8080.",
            "Bind it to *:80.",
            "The base is at db.internal:5432.",
            "See localhost:3000/path or example.org:8443.",
            "TCP/443 must be open.",
            "Use 8080/tcp here.",
            "Open 8000-8010/udp too.",
            "Open UDP/53 and 53/udp.",
            "Allow tcp 443.",
            "Use port 8080, or ports 8000 and 8001.",
        ],
        false,
        "en",
    );
}

#[test]
fn telephone_numbers_are_exempt() {
    check(
        &[
            "Call 555-0100 today.",
            "Call us on 555-1234.",
            "Call us at 730 5111.",
            "Our line is 555-0199.",
            "The phone number is 5551234.",
            "Phone: 22 730 5111",
            "Tel.: 555 2368",
            "Fax 730-5112, tel. 730-5111",
            "Telephone 1 800 555 0199 for help.",
            "Dial 18005550199.",
            "Call (555) 123-4567.",
            "Call 911 today.",
            "Call 112 or 999.",
            "Ask for ext. 45, or extension 1234.",
            "WhatsApp: +41 79 555 01 00",
        ],
        false,
        "en",
    );
    check(&["Appelez le 01 23 45 67 89."], false, "fr");
}

#[test]
fn postcodes_of_countries_are_exempt() {
    check(
        &[
            "CH-8001 Zürich",
            "D-10115 Berlin",
            "F-75001 Paris",
            "F-45000 Orléans",
            "A-6020 Innsbruck",
            "〒100-0001 Tokyo",
            "〒 150-8010 Tokyo",
            "SE-111 20 Stockholm",
            "NL-1012 AB Amsterdam",
            "1012 AB Amsterdam",
            "PL-00-950 Warszawa",
            "4000-123 Porto",
            "Our office is in CH-8001.",
            "Write to us, DK-8000 Aarhus.",
            "D 10115 Berlin",
            "New York, NY 10001-1234",
            "Portland, OR 97201",
        ],
        false,
        "en",
    );
    check(&["郵便番号150-8010です。"], false, "ja");
}

#[test]
fn versions_of_products_and_formats_are_exempt() {
    check(
        &[
            "Python 3.11 is out.",
            "Ubuntu 22.04 is out.",
            "Ubuntu 22.04 LTS works.",
            "Node 18 is out.",
            "Java 8 or 11 will do.",
            "Debian 12 has it.",
            "Windows 11 or later.",
            "Firefox 128 is out.",
            "It needs Python 3 or Ruby 3.",
            "Lantern 4.2 is out.",
            "Lantern 4.2 adds maps.",
            "Upgrade to 2.0.",
            "Upgrade from 1.4 to 2.0.",
            "Migrate to 3.0, and soon.",
            "Update to 2.1 today.",
            "From 1.x to 2.x.",
            "The branch 4.X, then 5.x.",
            "It was removed in 3.0.",
            "Deprecated since 1.5.",
            "New in 2.4.",
            "Since 2.0, all is well.",
            "As of 1.5, all is well.",
            "The 2.0 release is near.",
            "The 2.0 beta, then 2.0-rc.1, 2.0-beta and 2.0rc1.",
            "TLS 1.3 and HTTP/2",
            "HTTP/1.1, SPDY/3 and TLSv1.3.",
            "IPv4, IPv6 and GPLv3.",
            "C++17",
            "It is in C++ 20, and C++11/14 before.",
            "Use node:18 or redis:7.2 as the image.",
            "nginx 1.25 and curl 8.5 run.",
            "v2, v2.1 and version 2.",
            "Wi-Fi 6 and Bluetooth 5.",
        ],
        false,
        "en",
    );
}

#[test]
fn references_to_laws_and_documents_are_exempt() {
    check(
        &[
            "40 C.F.R. § 52.21",
            "See 40 CFR § 52.21 and 42 U.S.C. § 7401.",
            "347 U.S. 483",
            "85 Fed. Reg. 12345",
            "Regulation (EU) 2016/679",
            "Regulation (EC) No 1049/2001 applies.",
            "Directive 95/46/EC and Directive 2014/24/EU.",
            "As (EU) 2016/679 says.",
            "Public Law 104-191",
            "Pub. L. 104-191 protects it.",
            "H.R. 3590 passed.",
            "Executive Order 13990",
            "Law 25/2018 and Decree 12 came.",
            "A/RES/70/1",
            "See A/RES/70/1, E/CN.6/2020/3 and S/RES/1325 (2000).",
            "CEDAW/C/GC/35 was read.",
            "See CVE-2021-44228.",
            "CVE-2021-44228, CVE-2022-1 and CWE-79.",
            "arXiv:2101.00001",
            "arXiv:2101.00001v2 and arXiv 2101.00001.",
            "doi:10.1000/182",
            "doi: 10.1000/182, or 10.1000/xyz123.",
            "PMID 12345678, PMID: 1234567.",
            "ISBN 978-3-16-148410-0, ISSN 2049-3630.",
            "ISO-8859-1 and ISO 639-3.",
            "Article 12(3) says so.",
            "Articles 6(1) and 9(2)(b), Art. 5(1)(a), § 5 (2).",
            "Case C-131/12 and Case T-201/04.",
            "Nature 12(3):45–67",
            "RFC 9110, RFC-2119, PEP 8.",
        ],
        false,
        "en",
    );
}

#[test]
fn claims_with_units_stay_beside_names() {
    check(
        &[
            "The rate is ⟦3.11 percent⟧.",
            "Population ⟦22.04 million⟧",
            "Kenya ⟦2.5 million⟧",
            "It rose from ⟦2.0⟧ to ⟦3.5 percent⟧.",
            "In Kenya ⟦18⟧ people came.",
            "In Python ⟦18⟧ people are named.",
            "Node ⟦18 million⟧ times.",
            "Ubuntu ⟦40 %⟧ and Debian ⟦30 %⟧.",
            "Java ⟦150 million⟧ people.",
            "The EU ⟦27 billion⟧ fund.",
            "In Lantern ⟦4.2 percent⟧ voted.",
            "In Kenya ⟦2.0⟧ to ⟦3.5 percent⟧ left.",
            "In Peru ⟦2.0⟧–⟦3.5 %⟧ left.",
            "Windows for ⟦20⟧ schools.",
            "Debian paid ⟦$5 million⟧.",
            "Firefox ⟦200 million⟧ users.",
            "We upgraded ⟦2.5 million⟧ homes.",
            "The network was upgraded to ⟦2.5 million⟧ homes.",
            "It was updated to ⟦2.0 percent⟧.",
            "It was upgraded from ⟦2.0⟧ to ⟦3.5 percent⟧.",
            "New in ⟦2.5 million⟧ homes.",
        ],
        false,
        "en",
    );
}

#[test]
fn bare_claims_stay_beside_names() {
    check(
        &[
            "Kenya ⟦2.5⟧, Uganda ⟦3.1⟧.",
            "In Kenya ⟦2.5⟧ in all.",
            "Inflation ⟦3.4⟧, growth ⟦2.1⟧.",
            "GDP ⟦3.4⟧ in 2020.",
            "The rate is ⟦3.11⟧.",
            "The index was updated to ⟦2.0⟧.",
            "The growth forecast was upgraded to ⟦2.1⟧.",
            "The ratio changed from ⟦2.0⟧ to ⟦3.5⟧.",
            "It fell to ⟦2.0⟧.",
            "It rose from ⟦1.4⟧ to ⟦2.0⟧.",
            "In Nairobi ⟦4.5⟧ cases on average.",
            "Kettle ⟦5⟧ boils.",
            "Debian ⟦12⟧ packages were lost.",
            "Debian ⟦12⟧ new faces.",
            "Node ⟦18⟧ projects came.",
            "In Java ⟦120⟧ died.",
            "It was added in ⟦4.5⟧ of them.",
            "Only ⟦4.5⟧ of them.",
            "In Kenya ⟦18⟧ shops closed.",
            "In the EU ⟦27⟧ shops closed.",
            "There are ⟦20⟧ C++ books.",
            "In C++ ⟦20⟧ developers were named.",
        ],
        false,
        "en",
    );
}

#[test]
fn claims_stay_that_look_like_numbers_of_places_and_telephones() {
    check(
        &[
            "Call ⟦300⟧ customers.",
            "Call ⟦300⟧-⟦400⟧ customers.",
            "They call ⟦1500⟧ homes.",
            "Calls: ⟦1,234,567⟧",
            "The police met ⟦911⟧ people.",
            "Phone ⟦5551234⟧ customers.",
            "The helpline took ⟦5551234⟧ calls.",
            "⟦900⟧-⟦1000⟧ people",
            "⟦300⟧-⟦4000⟧ people",
            "An extension of ⟦45⟧ rooms.",
            "The extension ⟦45 million⟧.",
            "There, ⟦12000⟧ Kenyans came.",
            "Then ⟦10115⟧ came.",
            "A ⟦1500⟧ metres race.",
            "⟦CHF 8001⟧ were paid.",
            "⟦8001⟧ people in Zürich.",
            "⟦100⟧-⟦1001⟧ people",
            "⟦4000⟧-⟦5000⟧ people",
            "We saw ⟦443⟧ ships in the port.",
            "The ratio is ⟦8080⟧ to one.",
            "It was ⟦443⟧ of them.",
            "⟦53 %⟧ of them use it.",
            "Total: ⟦8080⟧",
            "It costs ⟦8080 USD⟧.",
        ],
        false,
        "en",
    );
}

#[test]
fn claims_stay_that_look_like_references() {
    check(
        &[
            "A law for ⟦104⟧ towns.",
            "By law ⟦30⟧ seats are kept.",
            "By Law ⟦30⟧ seats are kept.",
            "Order ⟦5⟧ books.",
            "Form ⟦12⟧ groups.",
            "The Convention ⟦45 percent⟧ liked.",
            "Under the Act ⟦12⟧ villages moved.",
            "Directive ⟦95⟧ people signed.",
            "Article 12 and ⟦45⟧ people.",
            "Articles 6(1) and ⟦20⟧ people.",
            "(⟦47⟧)",
            "It was seen there (⟦45⟧).",
            "We had ⟦45⟧ (⟦12⟧).",
            "A share of ⟦2/3⟧.",
            "About ⟦40⟧ U.S. companies.",
            "In the U.S. ⟦45⟧ shops closed.",
            "The U.S. has ⟦52.21 million⟧.",
            "The vote was ⟦104⟧ to ⟦191⟧.",
            "⟦104⟧-⟦191⟧ people",
            "It is ⟦70⟧ or ⟦1⟧.",
            "ISO has ⟦165⟧ members.",
            "We read ⟦9101⟧ papers.",
            "We read ⟦10.5⟧ papers.",
            "CVE lists hold ⟦44228⟧ faults.",
            "⟦40 percent⟧ of the Act.",
        ],
        false,
        "en",
    );
}
