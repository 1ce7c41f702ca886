//! A menu that is remembered must come to what it would have come to in its page.

use proptest::prelude::*;

use super::super::Sheet;
use super::super::frames::Frames;
use super::super::guard::guard;
use super::super::html::Pieces;
use super::super::menu::Menus;
use super::super::names::Names;
use super::text::{block, inline, seen, space};
use super::{page, plain, shrinker};

/// What a `nav` may contain and what ends it elsewhere than it seems, or cannot be minified by itself.
const ODD: &[&str] = &[
    "<a title='</nav>'>x</a>",
    "<script>'</nav>'</script>",
    "<nav><a href=/>in</a> </nav>",
    "</p>",
    "</div>",
    "<div>",
    "<li>a <li>b",
    "<p>a <b>b</p>",
    "<p>left <i>open</i>",
    "at most \u{FDD3} KB",
    "<style>\u{FDD2}</style>",
    "<x-y><p>kept</x-y>",
    "<svg><title> </nav></title></svg>",
    "</NAV>",
    "a &amp b </ nav> <",
];

fn content() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => inline(),
        3 => block(),
        1 => prop::sample::select(ODD).prop_map(str::to_owned),
    ];
    prop::collection::vec((space(), piece), 0..4)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(space, piece)| [space.to_owned(), piece]).collect())
}

fn around() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("<body>", "</body>"),
        ("<body><p>before ", " after"),
        ("<body><div> ", " </div>"),
        ("<pre> ", " </pre>"),
        ("<ul><li>", "<li>b</ul>"),
    ])
}

proptest! {
    #![proptest_config(super::cases(600))]

    #[test]
    fn it_changes_nothing_in_its_page(content in content(), around in around(), second in inline()) {
        let html = format!("<!doctype html><title>a</title>{}<nav aria-label=M>{content}</nav><nav>{second}</nav>{}",
            around.0, around.1);
        let names = Names::default();
        let menus = Menus::default();
        let alone = guard(&html, &names, None).unwrap();
        for _ in ["made", "remembered"] {
            let with_menu = guard(&html, &names, Some(&menus)).unwrap();
            prop_assert_eq!(with_menu.deepest, alone.deepest);
            prop_assert_eq!(with_menu.is_well_nested, alone.is_well_nested);
            prop_assert_eq!(with_menu.keep_closing_tags, alone.keep_closing_tags);
            prop_assert_eq!(&with_menu.used, &alone.used);
            // A menu leaves out closing tags also where its page must keep them.
            if !alone.keep_closing_tags && alone.is_well_nested {
                let [alone, with_menu] = [&alone, &with_menu].map(|guarded| Pieces::from_guarded(guarded, &Sheet::default(), &Frames::default()).fill("0.1").joined().into_owned());
                prop_assert_eq!(String::from_utf8(with_menu).unwrap(), String::from_utf8(alone).unwrap());
            }
        }
    }

    #[test]
    fn a_reader_sees_the_same_menu(content in prop_oneof![inline(), block()], after in block()) {
        let html = format!("<!doctype html><title>a</title><body><nav> {content} </nav>{after}</body>");
        let shrinker = shrinker("nav{color:red}", plain());
        for _ in ["made", "remembered"] {
            let shrunk = shrinker.page(html.clone(), '.').unwrap();
            let shrunk = String::from_utf8(super::bytes(&shrunk).into_owned()).unwrap();
            prop_assert_eq!(seen(&html), seen(&shrunk), "{}\n{}", html, shrunk);
        }
    }
}

#[test]
fn the_style_of_a_menu_is_kept() {
    let shrinker = shrinker("nav .on{color:red}nav .off{color:blue}b{margin:0}", plain());
    for menu in ["<a class=on>a</a>", "<a class=off>a</a>", "<b>a</b>", "<a class=on>a</a>"] {
        let html = format!("<style>\u{FDD2}</style><body><nav>{menu}</nav>");
        let alone = page("nav .on{color:red}nav .off{color:blue}b{margin:0}", &html);
        let shrunk = shrinker.page(html, '.').unwrap();
        assert_eq!(std::str::from_utf8(&super::bytes(&shrunk)).unwrap(), alone);
    }
}
