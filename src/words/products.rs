//! Versions of products: `PowerShell 7.4`, `Node 18 and 20`. A word before a number may be the name of a product or any
//! other; how a site uses it elsewhere shows which.

use std::cell::Cell;

use super::tokens::{TokenKind, Tokens};
use super::{dates, designations, money, units};

/// What the word before a number shows about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// It is the name of a product, so the number is a version.
    Named,
    /// It is the name of a product here, and therefore in the rest of the site: the token of the name.
    Learnt(usize),
    /// It may be the name of a product: the token of the name.
    Possible(usize),
    /// It is not a name.
    None,
}

/// Words that begin with a capital letter for other reasons than being a name.
#[rustfmt::skip] // read as a line
const NOT_NAMES: &[&str] = &[
    "a", "about", "above", "add", "after", "all", "almost", "among", "an", "and", "another", "around", "as", "at", "before",
    "below", "besides", "between", "both", "but", "by", "children", "children’s", "deaths", "cases", "during", "each",
    "every", "exactly", "fewer", "first", "for", "from", "here", "his", "her", "how", "if", "in", "into", "its", "just",
    "last", "less", "men", "more", "most", "my", "nearly", "next", "no", "not", "now", "of", "off", "on", "only", "or",
    "our", "out", "over", "people", "per", "population", "roughly", "since", "some", "still", "take", "than", "that", "the",
    "their", "then", "there", "these", "they", "this", "those", "through", "to", "top", "total", "under", "until", "up",
    "use", "was", "we", "were", "what", "when", "where", "which", "while", "with", "within", "without", "women", "you",
    "your",
];

/// Names of programs, systems and formats, with a capital.
#[rustfmt::skip] // read as a line
const PRODUCTS: &[&str] = &[
    "Android", "Angular", "Ansible", "Apache", "Bash", "Blender", "Bluetooth", "Bootstrap", "Chrome", "Chromium", "Debian",
    "Deno", "Django", "Docker", "Drupal", "Eleventy", "Elixir", "Emacs", "Erlang", "Fedora", "Fi", "Firefox", "Flask", "Fortran",
    "Gimp", "Git", "Gnome", "Gradle", "Haskell", "Hugo", "Inkscape", "Java", "Jekyll", "Jenkins", "Joomla", "Kafka", "Kotlin",
    "Kubernetes", "Laravel", "Linux", "Lua", "Matlab", "Maven", "Mint", "Mongo", "Moodle", "Nginx", "Node", "Nuxt",
    "Perl", "Photoshop", "Plone", "Postgres", "Puppet", "Python", "Qt", "Rails", "React", "Redis", "Ruby", "Rust", "Safari",
    "Scala", "Solaris", "Svelte", "Swift", "Symfony", "Tailwind", "Terraform", "Thunderbird", "Tomcat", "Typescript", "Ubuntu",
    "Unicode", "Vim", "Vite", "Vue", "Webpack", "Windows", "Wordpress", "Xcode", "Zola",
];

/// Names of programs that are often written without a capital: `node:18`, `nginx 1.25`.
#[rustfmt::skip] // read as a line
const PROGRAMS: &[&str] = &[
    "bash", "clang", "cmake", "curl", "deno", "docker", "ffmpeg", "gcc", "git", "golang", "grafana", "kubectl", "mariadb",
    "mysql", "nginx", "node", "npm", "openssl", "php", "pip", "pnpm", "postgres", "postgresql", "python", "redis", "rsync",
    "ruby", "rustc", "sqlite", "systemd", "ubuntu", "debian", "alpine",
];

/// Products whose versions have three digits.
const LONG: &[&str] = &["Chrome", "Chromium", "Firefox", "Thunderbird", "systemd"];

/// What is measured, with a capital or as an abbreviation: `Inflation 3.4`, `GDP 2.5`.
#[rustfmt::skip] // read as a line
const MEASURED: &[&str] = &[
    "average", "BMI", "consumption", "cost", "coverage", "CPI", "density", "distance",
    "emissions", "employment", "enrolment", "estimate", "estimates", "expectancy", "exports", "fertility", "forecast",
    "forecasts", "GDP", "GNI", "GNP", "GPA", "growth", "HDI", "height", "HIV", "imports", "income", "incomes", "index",
    "inflation", "IQ", "literacy", "mean", "median", "mortality", "percentage", "population", "poverty", "PPP",
    "prevalence", "price", "prices", "probability", "productivity", "proportion", "rainfall", "rate", "rates", "rating",
    "ratings", "ratio", "ratios", "revenue", "score", "scores", "share", "shares", "speed", "temperature", "temperatures",
    "TFR", "turnover", "unemployment", "wages", "weight", "yield", "yields",
];

/// Last words of the names of countries and continents: numbers after them count something there.
#[rustfmt::skip] // read as a line
const PLACES: &[&str] = &[
    "Afghanistan", "Africa", "Albania", "Algeria", "America", "Americas", "Angola", "Arabia", "Argentina", "Armenia", "Asia",
    "Australia", "Austria", "Azerbaijan", "Bahamas", "Bahrain", "Bangladesh", "Barbados", "Belarus", "Belgium", "Belize", "Benin",
    "Bhutan", "Bissau", "Bolivia", "Botswana", "Brazil", "Brunei", "Bulgaria", "Burundi", "Cambodia", "Cameroon", "Canada",
    "Caribbean", "Chad", "Chile", "China", "Colombia", "Comoros", "Congo", "Croatia", "Cuba", "Cyprus", "Czechia", "Denmark",
    "Djibouti", "Dominica", "DRC", "Ecuador", "Egypt", "Emirates", "England", "Eritrea", "Estonia", "Eswatini", "Ethiopia", "EU",
    "Europe", "Faso", "Fiji", "Finland", "France", "Gabon", "Gambia", "Georgia", "Germany", "Ghana", "Greece", "Grenada",
    "Guatemala", "Guinea", "Guyana", "Haiti", "Herzegovina", "Honduras", "Hungary", "Iceland", "India", "Indonesia", "Iran", "Iraq",
    "Ireland", "Islands", "Israel", "Italy", "Jamaica", "Japan", "Jordan", "Kazakhstan", "Kenya", "Kingdom", "Kiribati", "Korea",
    "Kosovo", "Kuwait", "Kyrgyzstan", "Lanka", "Laos", "Latvia", "Lebanon", "Leone", "Lesotho", "Liberia", "Libya", "Lithuania",
    "Luxembourg", "Macedonia", "Madagascar", "Malawi", "Malaysia", "Maldives", "Mali", "Malta", "Mauritania", "Mauritius", "Mexico",
    "Moldova", "Mongolia", "Montenegro", "Morocco", "Mozambique", "Myanmar", "Namibia", "Nepal", "Netherlands", "Nicaragua",
    "Niger", "Nigeria", "Norway", "Oceania", "OECD", "Oman", "Pakistan", "Palau", "Palestine", "Panama", "Paraguay", "Peru",
    "Philippines", "Poland", "Portugal", "Qatar", "Republic", "Rica", "Romania", "Russia", "Rwanda", "Salvador", "Samoa", "Scotland",
    "Senegal", "Serbia", "Seychelles", "Singapore", "Slovakia", "Slovenia", "Somalia", "Spain", "States", "Sudan", "Suriname",
    "Sweden", "Switzerland", "Syria", "Taiwan", "Tajikistan", "Tanzania", "Thailand", "Timor", "Tobago", "Togo", "Tonga", "Tunisia",
    "Turkey", "Türkiye", "Turkmenistan", "UAE", "Uganda", "UK", "Ukraine", "Uruguay", "US", "USA", "Uzbekistan", "Vanuatu",
    "Venezuela", "Verde", "Vietnam", "Wales", "Yemen", "Zambia", "Zealand", "Zimbabwe",
];

/// Verbs whose subject may be a version or a law: `Node 18 adds`, `Directive 95 requires`.
#[rustfmt::skip] // read as a line
const VERBS: &[&str] = &[
    "is", "was", "has", "had", "will", "does", "did", "can", "cannot", "may", "must", "adds", "added", "brings", "brought",
    "ships", "shipped", "requires", "required", "introduces", "introduced", "removes", "removed", "deprecates", "deprecated",
    "includes", "included", "improves", "improved", "replaces", "replaced", "allows", "allowed", "supports", "supported",
    "comes", "came", "became", "gets", "got", "lets", "makes", "made", "says", "applies", "provides", "protects", "forbids",
    "defines", "entered", "contains", "arrives", "arrived", "passed", "applied",
];

/// Adjectives before what is counted: `12 new packages`.
const ADJECTIVES: &[&str] =
    &["new", "other", "more", "different", "open", "known", "critical", "major", "minor", "large"];

/// Whether a word is the name of a known product, in any case of letters.
pub fn is_known(word: &str) -> bool {
    PRODUCTS.iter().chain(PROGRAMS).any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a word is for what is measured.
pub fn is_measured(word: &str) -> bool {
    !word.is_empty() && MEASURED.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Whether a token is a verb whose subject may be a version or a law.
pub fn is_verb(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, VERBS)
}

/// Whether a token ends a hedge in the language of the text: `Около 4.5`.
fn is_hedge(tokens: &Tokens<'_>, at: usize) -> bool {
    let hedges = tokens.own().map_or(&[][..], |own| own.shares.hedges);
    hedges.iter().any(|(words, _)| tokens.phrase_before(at + 1, words).is_some())
}

/// Returns what the word before the number `at`, or before the list that it is in, shows about it.
pub fn before(tokens: &Tokens<'_>, at: usize, is_heading: bool) -> Product {
    let text = tokens.text(at);
    let parts: Vec<&str> = text.split('.').collect();
    let is_short = |part: &&str| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit());
    if parts.len() > 2 || !parts.iter().all(|part| is_short(part) || (parts.len() == 1 && part.len() == 4)) {
        return Product::None;
    }
    let has_point = parts.len() == 2;
    let found = Cell::new(Product::None);
    dates::led_by(tokens, at, &|word| {
        found.set(of_word(tokens, word, at, (has_point, is_heading)));
        found.get() != Product::None
    });
    found.get()
}

fn of_word(tokens: &Tokens<'_>, word: usize, at: usize, (has_point, is_heading): (bool, bool)) -> Product {
    let name = tokens.word(word);
    if name.is_empty() || (tokens.glued(word + 1) && !tokens.is_sign(word + 1, ",")) || money::code(name).is_some() {
        return Product::None;
    }
    if has_point && (is_measured(name) || PLACES.contains(&name)) {
        return Product::None;
    }
    if PRODUCTS.contains(&name) || PROGRAMS.contains(&name) {
        let counts = designations::counts_many(tokens, at + 1)
            || tokens.is_any(at + 1, ADJECTIVES)
            || (tokens.text(at).len() > 2 && !LONG.contains(&name));
        return match (has_point, counts && !is_verb(tokens, at + 1)) {
            (true, _) => Product::Learnt(word),
            (false, true) => Product::Possible(word),
            (false, false) => Product::Named,
        };
    }
    // In another script, a name in Latin letters before a number is that of a product: `Pixel 8`.
    let is_foreign = tokens.own().is_some_and(|own| own.is_latin_foreign) && name.is_ascii() && tokens.is_capital(word);
    if is_foreign && name.len() > 1 {
        let counts = designations::counts_many(tokens, at + 1) || (!has_point && tokens.text(at).len() > 2);
        return if counts { Product::Possible(word) } else { Product::Named };
    }
    let count = name.chars().take(2).count();
    let inner_capital = count > 1 && name.chars().skip(1).any(char::is_uppercase);
    let has_small = name.chars().any(char::is_lowercase);
    let dotted = tokens.glued(word)
        && tokens.is_sign(word.wrapping_sub(1), ".")
        && tokens.glued(word.wrapping_sub(1))
        && tokens.kind(word.wrapping_sub(2)) == TokenKind::Word;
    if (inner_capital && has_small) || dotted {
        return Product::Named;
    }
    if inner_capital {
        let may_count = !has_point && designations::may_count(tokens, at + 1);
        return if may_count { Product::Possible(word) } else { Product::Named };
    }
    let is_name = count > 1
        && tokens.is_capital(word)
        && !tokens.is_any(word, NOT_NAMES)
        && !tokens.is_own(word, |own| own.names.grammar)
        && !units::is_counted_one(tokens, word)
        && !is_hedge(tokens, word)
        && !units::is_month(tokens, word)
        && !units::is_weekday(tokens, word);
    if !is_name {
        return Product::None;
    }
    let before = word.wrapping_sub(1);
    let inside = matches!(tokens.kind(before), TokenKind::Word | TokenKind::Opaque) && !is_heading;
    // `In Nairobi 4.5 cases`
    let counts_there =
        tokens.is_any(before, &["in", "across", "throughout"]) && designations::counts_many(tokens, at + 1);
    // `Lantern 4.2 is out`, but not `Lantern 4.2, Kettle 5.1`
    let is_subject = is_verb(tokens, at + 1);
    match has_point && ((inside && !counts_there) || is_subject) {
        true => Product::Learnt(word),
        false => Product::Possible(word),
    }
}
