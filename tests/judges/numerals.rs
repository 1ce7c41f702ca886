//! Writes numbers in the languages that standard input names, for the judge `numbers`: a JSON object of `tags`, `numbers` (plain
//! decimals) and `scaled` (pairs of a plain decimal and a number of zeros) goes in, one object by tag comes out.

use std::io::Read;

use firstflight::render::Numerals;
use serde_json::{Map, Value, json};

fn main() {
    let mut asked = String::new();
    std::io::stdin().read_to_string(&mut asked).expect("standard input is text");
    let asked: Value = serde_json::from_str(&asked).expect("standard input is JSON");
    let list = |key: &str| asked[key].as_array().cloned().unwrap_or_default();
    let answer: Map<String, Value> = list("tags")
        .iter()
        .filter_map(Value::as_str)
        .map(|tag| {
            let numerals = Numerals::new(tag);
            let each = |write: &dyn Fn(&str) -> String| -> Vec<String> {
                list("numbers").iter().filter_map(Value::as_str).map(write).collect()
            };
            let scaled: Vec<String> = list("scaled")
                .iter()
                .map(|pair| {
                    let zeros =
                        pair[1].as_u64().and_then(|zeros| usize::try_from(zeros).ok()).expect("a number of zeros");
                    numerals.scaled(pair[0].as_str().expect("a number"), zeros)
                })
                .collect();
            let answer = json!({
                "number": each(&|plain| numerals.number(plain)),
                "percent": each(&|plain| numerals.percent(plain)),
                "code": each(&|plain| numerals.with_code(&numerals.number(plain), "XYZ")),
                "scaled": scaled,
                "mark": numerals.decimal_mark(),
            });
            (tag.to_owned(), answer)
        })
        .collect();
    println!("{}", Value::Object(answer));
}
