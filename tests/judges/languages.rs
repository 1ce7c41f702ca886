//! Writes the direction of languages and their names in themselves, for the judge `languages`: a JSON list of tags goes in, one
//! object by tag comes out.

use firstflight::config::{is_right_to_left, own_name};
use serde_json::{Map, Value, json};

fn main() {
    let asked: Vec<String> = serde_json::from_reader(std::io::stdin()).expect("standard input is a list of tags");
    let answer: Map<String, Value> = asked
        .into_iter()
        .map(|tag| {
            let answer = json!({ "rtl": is_right_to_left(&tag), "name": own_name(&tag) });
            (tag, answer)
        })
        .collect();
    println!("{}", Value::Object(answer));
}
