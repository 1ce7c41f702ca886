//! Where languages put the sign of percent and the code of a currency.
//!
//! ICU4X formats numbers; its own percent and currency are not stable yet, and all that is needed of them is what
//! is written before and after the number. Taken from CLDR 48.2 (`percentFormats` and `currencyFormats` of each language's
//! own digits); the judge `numbers` compares every language of CLDR with it. A tag that is not listed has the pattern
//! of the tag without its last part, and at last that of English.

/// The text before and after a percentage, with the languages that have it. All others write `51%`.
const PERCENT: [(&str, &str, &str); 9] = [
    ("", "\u{200E}%\u{200E}", "ar"),
    (
        "",
        "\u{66A}\u{61C}",
        "ar-BH ar-DJ ar-EG ar-ER ar-IL ar-IQ ar-JO ar-KM ar-KW ar-LB ar-MR ar-OM ar-PS ar-QA ar-SA ar-SD ar-SO ar-SS ar-SY \
         ar-TD ar-YE sd sdh",
    ),
    ("", "\u{66A}", "az-Arab bgn fa ks lrc mzn pa-Arab ps uz-Arab"),
    (
        "",
        "\u{A0}%",
        "bas be br bua ca ce cs cv da de dsb dua dz en-AT en-DE en-DK en-FI en-NO en-SE es fi fo fr gl gsw hr hsb ht kl ksh \
         lb lt mk nb nds nn no qu rn ro ru se sk sl smn sv tk tt zgh",
    ),
    ("%\u{A0}", "", "blo eu"),
    ("", "\u{A0}\u{66A}", "ckb"),
    (
        "",
        "%",
        "de-CH de-LI es-419 es-AR es-BO es-BR es-BZ es-CL es-CO es-CR es-CU es-DO es-EC es-GT es-HN es-MX es-NI es-PA es-PE \
         es-PR es-PY es-SV es-US es-UY es-VE fr-CH ks-Deva ku-Arab sd-Deva",
    ),
    ("%", "", "ku tr"),
    ("", "\u{202F}%", "oc"),
];

/// Languages that write the code of a currency before the number.
const CODE_FIRST: &str = "aa af agq ak am ann apc arn as az-Arab bal bem bew bez bgc bgn bho blo blt bm bn-IN bo bqi brx \
    bss byn cad cch ccp ceb cgg cho chr cic cop csw cy dav de-AT de-CH de-LI dje doi dv dz ebu ee en es-419 es-AR es-BO es-BR \
    es-BZ es-CL es-CO es-CR es-CU es-DO es-EC es-GQ es-GT es-HN es-MX es-NI es-PA es-PE es-PR es-PY es-SV es-US es-UY es-VE \
    fa ff-Adlm fil frr fur fy ga gaa gd gez gn gu guz gv ha haw hi hnj ia id ie ig ii io it-CH iu ja jbo jgo jmc jv kaa kab \
    kaj kam kcg kde kek ken kgp khq ki kk-Arab kkj kl kln kn ko kok kpe ks ksb ku-Arab kw kxv la lag lg lkt lmo lo lrc ltg \
    lu luo luy lzz mai mas mdf mer mfe mg mgh mgo mhn mi mic ml mn mni moh mr ms mt mua mus mww myv mzn naq nd ne nl nnh nqo \
    nr nso nus nv ny nyn oka om or os osa pa pap pcm pi pis ps pt qu quc raj rhg rm rn rof rw rwk sa saq sat sbp scn sd-Deva \
    seh ses sg sgs shi shn si sid skr sma smj sms sn so ss ssy st su suz sw syr ta te teo th ti tig tn to tok tr trv trw ts \
    twq tyv ug und ur vai ve vo vun wa wae wal wbp wo xh xnr yi yo yrl yue za zgh zh zu";

/// Languages that write it after the number, though the tag without its last part writes it before.
const CODE_LAST: &str = "en-150 en-BE en-CZ en-DE en-DK en-EE en-ES en-FI en-FR en-GE en-HU en-IT en-LT en-LV en-NO en-PL \
    en-PT en-RO en-SE en-SI en-SK en-UA pt-AO pt-CH pt-CV pt-GQ pt-GW pt-LU pt-MO pt-MZ pt-PT pt-ST pt-TL";

/// The text before and after a percentage in a language.
pub(super) fn percent(tag: &str) -> (&'static str, &'static str) {
    let of = |tag: &str| PERCENT.iter().find(|(.., tags)| lists(tags, tag)).map(|&(before, after, _)| (before, after));
    shorter(tag).find_map(of).unwrap_or(("", "%"))
}

/// Whether a language writes the code of a currency before the number.
pub(super) fn code_first(tag: &str) -> bool {
    let of = |tag: &str| {
        if lists(CODE_LAST, tag) {
            return Some(false);
        }
        lists(CODE_FIRST, tag).then_some(true)
    };
    shorter(tag).find_map(of).unwrap_or(false)
}

fn lists(tags: &str, tag: &str) -> bool {
    tags.split(' ').any(|listed| listed == tag)
}

/// A tag, and what is left of it as its parts are taken away from the end.
fn shorter(tag: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(tag), |tag| tag.rsplit_once('-').map(|(rest, _)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_falls_back_to_its_shorter_forms() {
        assert_eq!(percent("fr"), ("", "\u{A0}%"));
        assert_eq!(percent("fr-BF"), ("", "\u{A0}%"));
        assert_eq!(percent("fr-CH"), ("", "%"));
        assert_eq!(percent("xx"), ("", "%"));
        assert_eq!(
            (code_first("en"), code_first("en-GB"), code_first("en-FI"), code_first("fr")),
            (true, true, false, false)
        );
    }
}
