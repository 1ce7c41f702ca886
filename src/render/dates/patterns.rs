//! In which order languages write a date.
//!
//! ICU4X has the names of months and days; its own patterns are made for fields rather than for dates, and differ from those that
//! translators wrote: European Portuguese would have `terça-feira, 1/12/2026`. These are taken from CLDR 48.2 (`dateFormats`, `long` and
//! `full`, of `gregorian` and of `generic`); the judge `locales` compares every language of CLDR with them. A tag that is not listed has
//! the patterns of the tag without its last part, and at last those of no language.

use icu_datetime::pattern::{MonthNameLength, WeekdayNameLength, YearNameLength};

use crate::config::Calendar;
use crate::habits;

/// The pattern of a day, that of one with the day of the week, and the languages that have them.
type Row = (&'static str, &'static str, &'static str);

/// The patterns of no language.
const UNKNOWN: [(&str, &str); 2] = [("y MMMM d", "y MMMM d, EEEE"), ("G y MMMM d", "G y MMMM d, EEEE")];

/// Patterns that a language has for one of the other calendars: in Persian, a year of the Persian calendar needs no era. CLDR has the
/// first; its second one is that of no language, so this one is as for other calendars, without the era.
const PERSIAN: [Row; 1] = [("d MMMM y", "EEEE d MMMM y", "fa")];

/// Patterns of the Gregorian calendar: of a day, and of one with the day of the week, with the languages that have them.
#[rustfmt::skip]
const GREGORIAN: [Row; 91] = [
    ("d MMMM y", "EEEE, d MMMM y",
     "asa bem bez cgg cy dav ebu en-001 en-150 en-AE en-AG en-AI en-AT en-AU en-BB en-BE en-BM en-BS en-CC en-CH en-CK \
      en-CM en-CX en-CY en-CZ en-DE en-DG en-DK en-DM en-EE en-ER en-ES en-FI en-FJ en-FK en-FM en-FR en-GB en-GD \
      en-GE en-GG en-GH en-GI en-GM en-GS en-GY en-HK en-HU en-ID en-IL en-IM en-IN en-IO en-IT en-JE en-JM en-KE \
      en-KI en-KN en-KY en-LC en-LR en-LS en-LT en-LV en-MG en-MO en-MS en-MU en-MW en-MY en-NA en-NF en-NG en-NL \
      en-NO en-NR en-NU en-NZ en-PG en-PK en-PL en-PN en-PT en-PW en-RO en-RW en-SB en-SC en-SD en-SE en-SG en-SH \
      en-SI en-SK en-SL en-SS en-SX en-SZ en-TC en-TK en-TO en-TT en-TV en-TZ en-UA en-UG en-VC en-VG en-VU en-WS \
      en-ZM fr-CH guz haw hi ig it-CH jmc jv kam kde ki kln ks-Deva ksb kxv lag lg lo luo luy mai mas mer mgh mi ms \
      naq nd nyn pa pcm pl ro rof rwk sa saq sat sbp sq su sw teo tzm vai vun xnr xog yrl"),
    ("d MMMM y", "EEEE d MMMM y",
     "agq am bas bm br dje dua dyo el en-IE en-MV ewo fa ff fr fy ga ht ie it kab khq km kok ksf ln lu mfe mg mua nl \
      nmg nus rn scn se-FI ses sg shi sv to twq vec yav zgh"),
    ("MMMM d, y", "EEEE, MMMM d, y", "ceb chr en fil iu kn ks lkt om or sd-Deva so xh zu"),
    ("y MMMM d", "y MMMM d, EEEE",
     "az-Arab bm-Nkoo en-Dsrt en-Shaw ha-Arab iu-Latn ku-Arab mn-Mong mni-Mtei sat-Deva uz-Arab zh-Latn"),
    ("d. MMMM y", "EEEE, d. MMMM y", "de dsb et fo gsw hsb is lb sl wae"),
    ("d MMMM, y", "EEEE, d MMMM, y", "as bn ccp gu kok-Latn mr ta vi"),
    ("d. MMMM y", "EEEE d. MMMM y", "cs nb nn no sk"),
    ("dd MMMM y", "EEEE, dd MMMM y", "en-BW en-BZ en-ZA en-ZW tg"),
    ("d 'de' MMMM 'de' y", "EEEE, d 'de' MMMM 'de' y", "es gl pt seh"),
    ("d MMMM y\u{202F}'г'.", "EEEE, d MMMM y\u{202F}'г'.", "be bg mk ru"),
    ("y年M月d日", "y年M月d日EEEE", "ja zh zh-Hant-HK zh-Hant-MO"),
    ("d MMMM y", "EEEE, dd MMMM y", "id ms-ID pa-Arab"),
    ("d. MMMM y.", "EEEE, d. MMMM y.", "bs hr sr"),
    ("d MMMM y", "EEEE، d MMMM y", "ar ms-Arab"),
    ("d MMMM y", "d MMMM y EEEE", "tk tr"),
    ("d MMMM y", "dd MMMM y", "ms-Arab-BN ms-BN"),
    ("d MMMM, y", "EEEE, dd MMMM, y", "ka uz-Cyrl"),
    ("y MMMM d", "EEEE, y MMMM dd", "jgo mgo"),
    ("y年M月d日", "y年M月d日 EEEE", "yue zh-Hant"),
    ("'lyɛ'\u{30C}ʼ d 'na' MMMM, y", "EEEE , 'lyɛ'\u{30C}ʼ d 'na' MMMM, y", "nnh"),
    ("'tenpo' 'sike' #y 'la' 'tenpo' MMMM 'la' 'tenpo' 'suno' #d", "'sike' #y 'la' MMM 'la' 'suno' #d", "tok"),
    ("MMMM d 'lia' y", "EEEE, MMMM d 'lia' y", "ee"),
    ("MMMM d, y", "EEEE፣ d MMMM y", "ti"),
    ("MMMM d, y", "MMMM d, y, EEEE", "mni"),
    ("MMMM d. y", "cccc, MMMM d. y", "smn"),
    ("d 'de' MMMM 'de' 'su' y", "EEEE d 'de' MMMM 'de' 'su' y", "sc"),
    ("d 'de' MMMM y", "EEEE 'le' d 'de' MMMM y", "ia"),
    ("d 'di' MMMM 'dal' y", "EEEE d 'di' MMMM 'dal' y", "fur"),
    ("d 'di' MMMM 'di' y", "EEEE, d 'di' MMMM 'di' y", "kea"),
    ("d 'ne' MMMM, y", "EEEE, d 'ne' MMMM, y", "kgp"),
    ("d 'ta'\u{2019} MMMM y", "EEEE, d 'ta'\u{2019} MMMM y", "mt"),
    ("d MMM y", "EEEE, d MMM y", "yo"),
    ("d MMMM 'de' y", "EEEE, d MMMM 'de' y", "ast"),
    ("d MMMM 'del' y", "EEEE, d MMMM 'del' y", "ca"),
    ("d MMMM G y", "EEEEที่ d MMMM G y", "th"),
    ("d MMMM y", "EEEE dd MMMM y", "kkj"),
    ("d MMMM y", "EEEE, 'ils' d MMMM y", "rm"),
    ("d MMMM y", "EEEE, d MMMM 'dl' y", "lld"),
    ("d MMMM y", "EEEE, d MMMM, y", "qu"),
    ("d MMMM y", "d MMMM y, EEEE", "az"),
    ("d MMMM y\u{202F}'р'.", "EEEE, d MMMM y\u{202F}'р'.", "uk"),
    ("d MMMM, y", "EEEE d MMMM, y", "ha"),
    ("d MMMM, y", "EEEE, d MMM, y", "wo"),
    ("d MMMM, y", "EEEE, d MMMM y", "hi-Latn"),
    ("d MMMM, y", "d MMMM y, EEEE", "brx"),
    ("d MMMM, y", "d, MMMM y, EEEE", "te"),
    ("d MMMM, y", "dd,MM,y", "bal-Latn"),
    ("d MMMM, y 'й'.", "d MMMM, EEEE, y 'й'.", "ba"),
    ("d MMMM, y\u{202F}'аз'", "EEEE, d MMMM, y\u{202F}'аз'", "os"),
    ("d MMMM, y\u{202F}'ел'", "d MMMM, y\u{202F}'ел', EEEE", "tt"),
    ("d MMMM، y", "EEEE، d MMMM، y", "ur"),
    ("d MMMM\u{2E41} y", "EEEE d MMMM\u{2E41} y", "ff-Adlm"),
    ("d בMMMM y", "EEEE, d בMMMM y", "he"),
    ("d ܒMMMM y", "EEEE، d ܒMMMM y", "syr"),
    ("d'mh' MMMM y", "EEEE, d'mh' MMMM y", "gd"),
    ("d'ê' MMMM'a' y'an'", "EEEE, d'ê' MMMM'a' y'an'", "ku"),
    ("d, MMMM y", "EEEE, d, MMMM y", "doi"),
    ("d, MMMM, y", "EEE, d, MMMM, y", "ak"),
    ("d-MMMM, y", "EEEE, d-MMMM, y", "uz"),
    ("d-MMMM، y", "y d-MMMM، EEEE", "ug"),
    ("d. MMMM y", "EEEE 'den' d. MMMM y", "da"),
    ("d. MMMM y", "EEEE, 'dä' d. MMMM y", "ksh"),
    ("d. MMMM y", "cccc d. MMMM y", "fi"),
    ("dd 'de' MMMM 'de' y", "EEEE dd 'de' MMMM 'de' y", "es-HN"),
    ("dd MMMM y", "EEEE dd MMMM y", "af"),
    ("dd MMMM y", "EEEE, d MMMM y", "en-MT"),
    ("dd MMMM, y թ.", "y թ. MMMM d, EEEE", "hy"),
    ("dd. MMMM y.", "EEEE, dd. MMMM y.", "bs-Cyrl"),
    ("dטן MMMM y", "EEEE, dטן MMMM y", "yi"),
    ("dی MMMMی y", "y MMMM d, EEEE", "ckb"),
    ("y 'm'. MMMM d 'd'.", "y 'm'. MMMM d 'd'., EEEE", "lt"),
    ("y MMMM d", "EEEE د y د MMMM d", "ps"),
    ("y MMMM d", "EEEE, MMMM d, y", "sd"),
    ("y MMMM d", "EEEE, MMMM d/y", "blo"),
    ("y MMMM d", "y MMMM d - EEEE", "shn"),
    ("y MMMM d", "y MMMM d EEEE", "my"),
    ("y \u{180B}ᠣᠨ ᠤMMMM\u{180E}\u{180E} ᠤᠩ d", "y ᠣᠨ \u{180E}\u{180E}\u{180E}ᠤ MMMM\u{180E}\u{180E}ᠢᠢᠨd. EEEE \u{180B}ᠭᠠᠷᠠᠭ",
     "mn-Mong-MN"),
    ("y'ч' MMMM d", "y'ч' MMMM d, EEEE", "tyv"),
    ("y('e')'ko' MMMM'ren' d('a')", "y('e')'ko' MMMM'ren' d('a'), EEEE", "eu"),
    ("y, MMMM d", "y\u{202F}'сыл' MMMM d 'күнэ', EEEE", "sah"),
    ("y, MMMM, d", "y, MMMM, d, EEEE", "cv"),
    ("y-'ж'., d-MMMM", "y-'ж'., d-MMMM, EEEE", "ky"),
    ("y-MMMM-dd", "EEEE, 'la' d-'a' 'de' MMMM y", "eo"),
    ("y. 'gada' d. MMMM", "EEEE, y. 'gada' d. MMMM", "lv"),
    ("y. MMMM d.", "y. MMMM d., EEEE", "hu"),
    ("y، d- MMMM", "y، d- MMMM، EEEE", "kk-Arab"),
    ("y\u{202F}'ж'. d MMMM", "y\u{202F}'ж'. d MMMM, EEEE", "kk"),
    ("y\u{202F}'оны' MMMM'ын' d", "y\u{202F}'оны' MMMM'ын' d, EEEE 'гараг'", "mn"),
    ("y년 MMMM d일", "y년 MMMM d일 EEEE", "ko"),
    ("སྤྱི་ལོ་y MMMM ཚེས་ dd", "EEEE, སྤྱི་ལོ་y MMMM ཚེས་dd", "dz"),
    ("སྤྱི་ལོ་y MMMMའི་ཚེས་d", "y MMMMའི་ཚེས་d, EEEE", "bo"),
];

/// The same for other calendars, whose years are those of an era.
#[rustfmt::skip]
const OTHER: [Row; 94] = [
    ("d MMMM y G", "EEEE, d MMMM y G",
     "asa be bem bez cgg cy dav ebu el en-001 en-150 en-AE en-AG en-AI en-AT en-AU en-BB en-BE en-BM en-BS en-CC en-CH \
      en-CK en-CM en-CX en-CY en-CZ en-DE en-DG en-DK en-DM en-EE en-ER en-ES en-FI en-FJ en-FK en-FM en-FR en-GB \
      en-GD en-GE en-GG en-GH en-GI en-GM en-GS en-GY en-HU en-ID en-IL en-IM en-IO en-IT en-JE en-JM en-KE en-KI \
      en-KN en-KY en-LC en-LR en-LS en-LT en-LV en-MG en-MO en-MS en-MU en-MV en-MW en-MY en-NA en-NF en-NG en-NL \
      en-NO en-NR en-NU en-NZ en-PG en-PK en-PL en-PN en-PT en-PW en-RO en-RW en-SB en-SC en-SD en-SE en-SG en-SH \
      en-SI en-SK en-SL en-SS en-SX en-SZ en-TC en-TK en-TO en-TT en-TV en-TZ en-UA en-UG en-VC en-VG en-VU en-WS \
      en-ZM fr-CH guz haw ig it-CH jmc jv kam kde ki kln ksb lag lg luo luy mas mer mgh mi ms naq nd nyn pcm pl ro rof \
      rwk saq sbp sn su sw teo tzm vai vun xog yrl"),
    ("d MMMM y G", "EEEE d MMMM y G",
     "agq bas bm br dje dua dyo en-IE ewo fa ff fr fy ga ht kab khq km kok ksf ln lu mfe mg mua nl nmg nus rn scn \
      se-FI ses sg shi sv te to twq vec yav zgh"),
    ("MMMM d, y G", "EEEE, MMMM d, y G", "ceb chr doi en fil iu ks om or sd-Deva so ti xh"),
    ("G y MMMM d", "G y MMMM d, EEEE",
     "az-Arab bm-Nkoo en-Dsrt en-Shaw ha-Arab iu-Latn ks-Deva ku-Arab mn-Mong mni-Mtei uz-Arab zh-Latn"),
    ("d. MMMM y G", "EEEE, d. MMMM y G", "de dsb et gsw hsb is lb wae"),
    ("d MMMM, y G", "EEEE, d MMMM, y G", "bn ccp en-HK ha kok-Latn mr ta"),
    ("G y MMMM d", "EEEE, G y MMMM dd", "ak jgo mgo rw uz-Cyrl"),
    ("d. MMMM y G", "EEEE d. MMMM y G", "cs da nb nn no"),
    ("dd MMMM y G", "EEEE, dd MMMM y G", "en-BW en-BZ en-ZA en-ZW tg"),
    ("G d MMMM y", "G EEEE, d MMMM y", "hi mai sa xnr"),
    ("Gy年M月d日", "Gy年M月d日EEEE", "zh zh-Hant-HK zh-Hant-MO"),
    ("d 'de' MMMM 'de' y G", "EEEE, d 'de' MMMM 'de' y G", "es pt seh"),
    ("d MMMM y G", "EEEE, dd MMMM y G", "id ms-ID pa"),
    ("d MMMM y\u{202F}'г'. G", "EEEE, d MMMM y\u{202F}'г'. G", "bg mk ru"),
    ("G y年M月d日", "G y年M月d日 EEEE", "yue zh-Hant"),
    ("MMMM d، y G", "EEEE، MMMM d، y G", "kk-Arab ug"),
    ("d MMMM y G", "EEEE dd MMMM y G", "kkj zu"),
    ("d MMMM y G", "EEEE، d MMMM y G", "ar ms-Arab"),
    ("d MMMM y G", "dd MMMM y G", "ms-Arab-BN ms-BN"),
    ("d MMMM, y G", "EEEE, d MMMM y G", "en-IN hi-Latn"),
    ("d. MMMM y. G", "EEEE, d. MMMM y. G", "hr sr"),
    ("'lyɛ'\u{30C}ʼ d 'na' MMMM, y G", "EEEE , 'lyɛ'\u{30C}ʼ d 'na' MMMM, y G", "nnh"),
    ("'ngày' d 'tháng' M 'năm' y G", "EEEE, 'ngày' d 'tháng' M 'năm' y G", "vi"),
    ("G d MMMM y", "EEEE, MMMM d, y G", "kxv"),
    ("G d MMMM y", "G d MMMM y EEEE", "tr"),
    ("G d MMMM, y", "G d MMMM y, EEEE", "az"),
    ("G d'ê' MMMM'a' y'an'", "G d'ê' MMMM'a' y'an' EEEE", "ku"),
    ("G dd MMMM y", "EEEE G dd MMMM y", "my"),
    ("G y MMMM d", "G y MMMM d - EEEE", "shn"),
    ("G y MMMM dꑍ", "G y MMMM dꑍ,EEEE", "ii"),
    ("G y, MMMM d", "G y\u{202F}'сыл' MMMM d 'күнэ', EEEE", "sah"),
    ("G y, MMMM, d", "G y, MMMM, d, EEEE", "cv"),
    ("G y-MMMM-dd", "EEEE, 'la' d-'a' 'de' MMMM y G", "eo"),
    ("G y. MMMM d.", "G y. MMMM d., EEEE", "hu"),
    ("G y\u{202F}'ж'. d MMMM", "G y\u{202F}'ж'. d MMMM, EEEE", "kk"),
    ("G y\u{202F}'оны' MM 'сарын' dd", "G y\u{202F}'оны' MMMM'ын' d. cccc 'гараг'", "mn"),
    ("G y년 M월 d일", "G y년 M월 d일 EEEE", "ko"),
    ("G སྤྱི་ལོ་y MMMM ཚེས་ dd", "EEEE, G སྤྱི་ལོ་y MMMM ཚེས་dd", "dz"),
    ("G སྤྱི་ལོ་y MMMMའི་ཚེས་d", "G y MMMM d, EEEE", "bo"),
    ("G. 'aroko' y. 'urteko' MMMM d", "G. 'aroko' y. 'urteko' MMMM d, EEEE", "eu"),
    ("Gy年M月d日", "Gy年M月d日(EEEE)", "ja"),
    ("MMMM d 'lia' y G", "EEEE, MMMM d 'lia' y G", "ee"),
    ("MMMM d y G", "EEEE, MMMM d y G", "blo"),
    ("MMMM d, y G", "EEEE፡ dd MMMM መዓልቲ y G", "ti-ER"),
    ("MMMM d, y G", "MMMM d, y G, EEEE", "mni"),
    ("MMMM d. y G", "cccc MMMM d. y G", "smn"),
    ("d 'de' MMMM 'de' 'su' y G", "EEEE d 'de' MMMM 'de' 'su' y G", "sc"),
    ("d 'de' MMMM 'de' y G", "EEEE, d 'de' MMMM 'de' Y G", "gl"),
    ("d 'de' MMMM y G", "EEEE 'le' d 'de' MMMM y G", "ia"),
    ("d 'di' MMMM 'dal' y G", "EEEE d 'di' MMMM 'dal' y G", "fur"),
    ("d 'di' MMMM 'di' y G", "EEEE, d 'di' MMMM 'di' y G", "kea"),
    ("d 'ne' MMMM, y G", "EEEE, d 'ne' MMMM, y G", "kgp"),
    ("d 'ta'\u{2019} MMMM y G", "EEEE, d 'ta'\u{2019} MMMM y G", "mt"),
    ("d MM y G", "EEEE, d MM y G", "yo"),
    ("d MMM y G", "EEEE, d MMM y G", "sq"),
    ("d MMMM 'de' y G", "EEEE, dd MMMM 'de' y G", "ast"),
    ("d MMMM 'del' y G", "EEEE, d MMMM 'del' y G", "ca"),
    ("d MMMM G y", "EEEEที่ d MMMM G y", "th"),
    ("d MMMM y 'й'. G", "EEEE, d MMMM y 'й'. G", "ba"),
    ("d MMMM y G", "EEEE, 'ils' d MMMM y G", "rm"),
    ("d MMMM y G", "EEEEທີ d MMMM y G", "lo"),
    ("d MMMM y G", "EEEE፣ d MMMM y G", "am"),
    ("d MMMM y G", "d MMMM y G EEEE", "tk"),
    ("d MMMM y, G", "EEEE, d MMMM y, G", "qu"),
    ("d MMMM y, G", "d MMMM y, EEEE, G", "brx"),
    ("d MMMM y\u{202F}'р'. G", "EEEE, d MMMM y\u{202F}'р'. G", "uk"),
    ("d MMMM, G y", "EEEE, d MMMM, G y", "gu"),
    ("d MMMM, y G", "EEEE, d MMM, y G", "wo"),
    ("d MMMM, y G", "EEEE, dd MMMM, y G", "ka"),
    ("d MMMM, y\u{202F}'аз' G", "EEEE, d MMMM, y\u{202F}'аз' G", "os"),
    ("d MMMM, y\u{202F}'ел' (G)", "d MMMM, y\u{202F}'ел' (G), EEEE", "tt"),
    ("d MMMM، y G", "EEEE، d MMMM، y G", "ur"),
    ("d MMMM\u{2E41} y G", "EEEE d MMMM\u{2E41} y G", "ff-Adlm"),
    ("d בMMMM y G", "EEEE, d בMMMM y G", "he"),
    ("d ܒMMMM y G", "EEEE، d ܒMMMM y G", "syr"),
    ("d'mh' MMMM y G", "EEEE, d'mh' MMMM y G", "gd"),
    ("d-MMMM G y-'ж'.", "EEEE, G d-MMMM y-'ж'.", "ky"),
    ("d-MMMM, y (G)", "EEEE, d-MMMM, y (G)", "uz"),
    ("d. M. y G", "EEEE, d. M. y G", "sk"),
    ("d. MMMM y G", "EEEE, 'dä' d. MMMM y G", "ksh"),
    ("d. MMMM y G", "EEEE, dd. MMMM y G", "fo"),
    ("d. MMMM y G", "cccc d. MMMM y G", "fi"),
    ("dd 'de' MMMM 'de' y G", "EEEE dd 'de' MMMM 'de' y G", "es-HN"),
    ("dd MMMM y G", "EEEE d MMMM y G", "it"),
    ("dd MMMM y G", "EEEE dd MMMM y G", "af"),
    ("dd MMMM y G", "EEEE, d MMMM 'dl' y G", "lld"),
    ("dd MMMM y G", "EEEE, d MMMM y G", "en-MT"),
    ("dd MMMM, y թ. G", "d MMMM, y թ. G, EEEE", "hy"),
    ("dd. MMMM y G", "EEEE, dd. MMMM y G", "sl"),
    ("dd. MMMM y. G", "EEEE, dd. MMMM y. G", "bs"),
    ("dی MMMMی y G", "G y MMMM d, EEEE", "ckb"),
    ("y MMMM d G", "y MMMM d G, EEEE", "lt"),
    ("y ᠣᠨ \u{180E}ᠤ MM ᠰᠠᠷ\u{180E}ᠠ \u{180E}ᠢᠢᠨ dd", "y ᠤᠨ ᠣ MM ᠰᠠᠷ ᠠ ᠢᠢᠨ dd", "mn-Mong-MN"),
    ("y. 'gada' d. MMMM G", "EEEE, y. 'gada' d. MMMM G", "lv"),
];

/// The pattern of a day, and that of one with the day of the week, in a language.
pub(super) fn of_language(tag: &str, calendar: Calendar) -> (&'static str, &'static str) {
    let (table, unknown): (&[Row], (&str, &str)) = match calendar {
        Calendar::Gregorian => (&GREGORIAN, UNKNOWN[0]),
        Calendar::Persian | Calendar::Ethiopian => (&OTHER, UNKNOWN[1]),
    };
    let own: &[Row] = if calendar == Calendar::Persian { &PERSIAN } else { &[] };
    let find = |tag: &String| {
        let has = |(.., tags): &&Row| tags.split(' ').any(|own| own == tag);
        own.iter().find(has).or_else(|| table.iter().find(has)).map(|&(day, weekday, _)| (day, weekday))
    };
    habits::tags_of_data(tag).iter().find_map(find).unwrap_or(unknown)
}

/// Which names a pattern needs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct NamesOfPattern {
    /// Those of eras.
    pub era: Option<YearNameLength>,
    /// Those of months.
    pub month: Option<MonthNameLength>,
    /// Those of the days of the week.
    pub weekday: Option<WeekdayNameLength>,
}

impl NamesOfPattern {
    /// The names that a pattern needs.
    pub fn new(pattern: &str) -> Self {
        let mut names = Self::default();
        for (_, piece) in pieces(pattern).into_iter().filter(|(is_field, _)| *is_field) {
            match (piece.as_bytes()[0], piece.len()) {
                (b'G', 4) => names.era = Some(YearNameLength::Wide),
                (b'G', _) => names.era = Some(YearNameLength::Abbreviated),
                (b'M', 4) => names.month = Some(MonthNameLength::Wide),
                (b'M', 3) => names.month = Some(MonthNameLength::Abbreviated),
                // Numbers of months need data, too: of how a leap month is marked.
                (b'M', _) => names.month = Some(MonthNameLength::Numeric),
                (b'L', 4) => names.month = Some(MonthNameLength::StandaloneWide),
                (b'L', 3) => names.month = Some(MonthNameLength::StandaloneAbbreviated),
                (b'L', _) => names.month = Some(MonthNameLength::StandaloneNumeric),
                (b'E', 4) => names.weekday = Some(WeekdayNameLength::Wide),
                (b'E', _) => names.weekday = Some(WeekdayNameLength::Abbreviated),
                (b'c', 4) => names.weekday = Some(WeekdayNameLength::StandaloneWide),
                (b'c', 3) => names.weekday = Some(WeekdayNameLength::StandaloneAbbreviated),
                _ => {}
            }
        }
        names
    }
}

/// A pattern with another text in the place of each field of this letter; the text is a pattern, too.
pub(super) fn with_field(pattern: &str, letter: char, instead: &str) -> String {
    let piece = |(is_field, piece): (bool, &str)| match is_field && piece.starts_with(letter) {
        true => instead.to_owned(),
        false => piece.to_owned(),
    };
    pieces(pattern).into_iter().map(piece).collect()
}

/// The fields of a pattern, each a run of one letter, and the texts between them with their quotes.
fn pieces(pattern: &str) -> Vec<(bool, &str)> {
    let mut pieces = Vec::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        let is_field = first.is_ascii_alphabetic();
        let length = match first {
            '\'' => rest[1..].find('\'').map_or(rest.len(), |end| end + 2),
            _ if is_field => rest.find(|c: char| c != first).unwrap_or(rest.len()),
            _ => rest.find(|c: char| c == '\'' || c.is_ascii_alphabetic()).unwrap_or(rest.len()),
        };
        let (piece, after) = rest.split_at(length);
        pieces.push((is_field, piece));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_have_fields_and_quoted_text() {
        assert_eq!(
            pieces("d 'de' MMMM y."),
            [
                (true, "d"),
                (false, " "),
                (false, "'de'"),
                (false, " "),
                (true, "MMMM"),
                (false, " "),
                (true, "y"),
                (false, ".")
            ]
        );
        assert_eq!(with_field("EEEE d 'de' MMMM", 'd', "'1er'"), "EEEE '1er' 'de' MMMM");
        let names = NamesOfPattern::new("EEEE, d 'G' MMM y");
        assert_eq!(names.era, None);
        assert_eq!(names.month, Some(MonthNameLength::Abbreviated));
        assert_eq!(names.weekday, Some(WeekdayNameLength::Wide));
    }

    #[test]
    fn a_tag_has_the_patterns_of_its_nearest_tag() {
        for (tag, day) in [
            ("en", "d MMMM y"),
            ("en-US", "MMMM d, y"),
            ("en-GB", "d MMMM y"),
            ("pt-MZ", "d 'de' MMMM 'de' y"),
            ("zh-TW", "y年M月d日"),
            ("fa-u-nu-latn", "d MMMM y"),
            ("not a tag", "y MMMM d"),
        ] {
            assert_eq!(of_language(tag, Calendar::Gregorian).0, day, "{tag}");
        }
        assert_eq!(of_language("en", Calendar::Persian).0, "d MMMM y G");
        assert_eq!(of_language("fa-AF", Calendar::Persian).0, "d MMMM y");
    }

    #[test]
    fn every_pattern_is_one_that_dates_can_be_written_by() {
        for (day, weekday, tags) in GREGORIAN.iter().chain(&OTHER).chain(&PERSIAN) {
            for pattern in [day, weekday] {
                assert!(pattern.parse::<icu_datetime::pattern::DateTimePattern>().is_ok(), "{tags}: {pattern}");
            }
        }
    }
}
