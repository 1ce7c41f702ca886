//! Writes dates, lists and quotation marks in the languages that standard input names, for the judge `locales`: a JSON object of `tags`,
//! `days` (dates in ISO 8601) and `lists` (lists of texts) goes in, one object by tag comes out.

use std::io::Read;

use firstflight::config::Calendar;
use firstflight::quotation::Quotation;
use firstflight::render::{DateForm, Dates, Numerals, Series};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

fn main() {
    let mut asked = String::new();
    std::io::stdin().read_to_string(&mut asked).expect("standard input is text");
    let asked: Value = serde_json::from_str(&asked).expect("standard input is JSON");
    let list = |key: &str| asked[key].as_array().cloned().unwrap_or_default();
    let days: Vec<Date> =
        list("days").iter().map(|day| day.as_str().and_then(|day| day.parse().ok()).expect("a day")).collect();
    let lists: Vec<Vec<String>> = list("lists")
        .iter()
        .map(|texts| texts.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect())
        .collect();
    let answer: Map<String, Value> = list("tags")
        .iter()
        .filter_map(Value::as_str)
        .map(|tag| {
            let in_calendar = |(name, calendar): (&str, Calendar)| {
                let dates = Dates::new(tag, calendar, &Numerals::new(tag));
                let each = |form| days.iter().map(|day| dates.write(*day, form).to_string()).collect::<Vec<_>>();
                let written = json!({
                    "day": each(DateForm::Day),
                    "weekday": each(DateForm::Weekday),
                });
                (name.to_owned(), written)
            };
            let series = Series::new(tag);
            let joined = lists.iter().map(|texts| series.join(&texts.iter().map(String::as_str).collect::<Vec<_>>()));
            let answer = json!({
                "calendars": Calendar::ALL.into_iter().map(in_calendar).collect::<Map<_, _>>(),
                "lists": joined.collect::<Vec<_>>(),
                "quotes": Quotation::new(tag).marks(),
            });
            (tag.to_owned(), answer)
        })
        .collect();
    println!("{}", Value::Object(answer));
}
