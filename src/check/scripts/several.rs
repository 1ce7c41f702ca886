//! Languages that are written in several scripts.

/// The languages that CLDR 48 gives several scripts, with these: `languageData` of its supplemental data. Latin letters are left out
/// for Hindi and Chinese: pages so written say it in their tags, as in `hi-Latn`.
#[rustfmt::skip] // a table
pub(super) const SEVERAL: &[(&str, &str)] = &[
    ("abq", "Cyrl Latn"), ("aii", "Cyrl Syrc"), ("ain", "Kana Latn"), ("ar", "Arab Syrc"), ("arc", "Armi Nbat Palm"),
    ("az", "Latn Arab Cyrl"), ("bal", "Arab Latn"), ("ban", "Latn Bali"), ("bbc", "Latn Batk"), ("bft", "Arab Tibt"),
    ("bku", "Latn Buhd"), ("bm", "Latn Nkoo"), ("brh", "Arab Latn"), ("bs", "Latn Cyrl"), ("bsq", "Latn Bass"),
    ("bug", "Latn Bugi"), ("ccp", "Cakm Beng"), ("chp", "Latn Cans"), ("cja", "Arab Cham"), ("cjm", "Cham Arab"),
    ("cop", "Copt Arab Grek"), ("cr", "Cans Latn"), ("crj", "Cans Latn"), ("crl", "Cans Latn"), ("de", "Latn Runr"),
    ("den", "Latn Cans"), ("doi", "Deva Arab Takr"), ("dyo", "Latn Arab"), ("en", "Latn Dsrt Shaw"),
    ("ett", "Ital Latn"), ("ff", "Latn Adlm"), ("fil", "Latn Tglg"), ("fr", "Latn Dupl"), ("gag", "Latn Cyrl"),
    ("gon", "Deva Telu"), ("grr", "Arab Tfng"), ("ha", "Latn Arab"), ("hak", "Hans Hant"), ("hi", "Deva Mahj"),
    ("hif", "Deva Latn"), ("hmn", "Latn Hmng"), ("hnn", "Latn Hano"), ("hoc", "Deva Wara"), ("id", "Latn Arab"),
    ("ii", "Yiii Latn"), ("inh", "Cyrl Arab Latn"), ("iu", "Cans Latn"), ("jv", "Latn Java"), ("kaa", "Cyrl Latn"),
    ("kaw", "Bali Java Kawi"), ("kha", "Latn Beng"), ("kjg", "Laoo Latn"), ("kk", "Cyrl Arab"), ("kok", "Deva Latn"),
    ("ks", "Arab Deva"), ("ku", "Latn Arab Cyrl"), ("kv", "Cyrl Perm"), ("kxv", "Latn Deva Orya Telu"),
    ("ky", "Cyrl Arab Latn"), ("lez", "Cyrl Aghb"), ("lfn", "Latn Cyrl"), ("lif", "Deva Limb"), ("lzz", "Latn Geor"),
    ("mai", "Deva Tirh"), ("mak", "Latn Bugi"), ("man", "Latn Nkoo"), ("mdr", "Latn Bugi"), ("men", "Latn Mend"),
    ("mey", "Arab Latn"), ("mn", "Cyrl Mong Phag"), ("mni", "Beng Mtei"), ("mr", "Deva Modi"), ("mro", "Latn Mroo"),
    ("ms", "Latn Arab"), ("mww", "Latn Hmnp"), ("mzb", "Arab Latn"), ("nan", "Hans Hant"), ("nsk", "Cans Latn"),
    ("oj", "Cans Latn"), ("om", "Latn Ethi"), ("osa", "Osge Latn"), ("osc", "Ital Latn"), ("pa", "Guru Arab"),
    ("pal", "Phli Phlp"), ("pi", "Latn Deva Mymr Sinh Thai"), ("pnt", "Grek Cyrl Latn"), ("rej", "Latn Rjng"),
    ("rhg", "Rohg Arab Latn"), ("rif", "Latn Tfng"), ("ro", "Latn Cyrl"), ("rom", "Latn Cyrl"),
    ("sa", "Deva Gran Shrd Sidd Sinh"), ("sam", "Samr Hebr"), ("sat", "Olck Beng Deva Latn Orya"),
    ("sd", "Arab Deva Khoj Sind"), ("se", "Latn Cyrl"), ("sga", "Latn Ogam"), ("shi", "Tfng Latn Arab"),
    ("so", "Latn Arab Osma"), ("sq", "Latn Elba"), ("sr", "Cyrl Latn"), ("srb", "Latn Sora"), ("stu", "Lana Tale"),
    ("su", "Latn Sund"), ("sus", "Latn Arab"), ("suz", "Deva Sunu"), ("swb", "Arab Latn"), ("syl", "Beng Sylo"),
    ("taj", "Deva Tibt"), ("tbw", "Latn Tagb"), ("tdg", "Deva Tibt"), ("tg", "Cyrl Arab Latn"),
    ("tk", "Latn Arab Cyrl"), ("tkr", "Latn Cyrl"), ("tly", "Latn Arab Cyrl"), ("tr", "Latn Arab"),
    ("tru", "Latn Syrc"), ("ttt", "Latn Arab Cyrl"), ("tzm", "Latn Tfng"), ("udm", "Cyrl Latn"),
    ("ug", "Arab Cyrl Latn"), ("unr", "Beng Deva"), ("unx", "Beng Deva"), ("uz", "Latn Cyrl Arab"),
    ("vai", "Vaii Latn"), ("vi", "Latn Hani"), ("wo", "Latn Arab"), ("xum", "Latn Ital"), ("yue", "Hant Hans"),
    ("za", "Latn Hans"), ("zh", "Hans Hant Bopo Phag"),
];
