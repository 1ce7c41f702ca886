//! Values of front matter and settings in YAML, TOML or JSON, with keys in their original order.

use std::collections::HashMap;

use crate::yaml;

/// A value of YAML, TOML or JSON.
#[derive(Clone, Debug, PartialEq)]
pub enum DataValue {
    /// No value.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written, so that `0.10` keeps its second decimal.
    Number(String),
    /// Text; also a date of TOML.
    Text(String),
    /// A list.
    List(Vec<DataValue>),
    /// A mapping.
    Map(Map),
}

/// A mapping whose keys keep their order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(String, DataValue)>);

impl Map {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&DataValue> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// The value of a key, whatever the case of its letters.
    #[must_use]
    pub fn get_in_any_case(&self, key: &str) -> Option<&DataValue> {
        self.0.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
    }

    /// Removes a key, whatever the case of its letters, and returns its value.
    pub fn take(&mut self, key: &str) -> Option<DataValue> {
        let at = self.0.iter().position(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(self.0.remove(at).1)
    }

    /// Sets a key; an existing one keeps its place.
    pub fn set(&mut self, key: &str, value: DataValue) {
        match self.0.iter_mut().find(|(name, _)| name == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    /// Sets a key unless it is there.
    pub fn set_if_missing(&mut self, key: &str, value: &DataValue) {
        if self.get_in_any_case(key).is_none() {
            self.0.push((key.to_owned(), value.clone()));
        }
    }

    /// Keys and values in their order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &DataValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Whether it has no keys.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value at a path of keys such as `build.publish`.
    #[must_use]
    pub fn at(&self, path: &str) -> Option<&DataValue> {
        let mut parts = path.split('.');
        let mut value = self.get_in_any_case(parts.next()?)?;
        for part in parts {
            value = value.map()?.get_in_any_case(part)?;
        }
        Some(value)
    }

    /// The text at a path of keys.
    #[must_use]
    pub fn text_at(&self, path: &str) -> Option<&str> {
        self.at(path)?.text()
    }
}

impl FromIterator<(String, DataValue)> for Map {
    fn from_iter<I: IntoIterator<Item = (String, DataValue)>>(pairs: I) -> Self {
        let mut map = Self::default();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (key, value) in pairs {
            let place = *places.entry(key.clone()).or_insert(map.0.len());
            match map.0.get_mut(place) {
                Some((_, old)) => *old = value,
                None => map.0.push((key, value)),
            }
        }
        map
    }
}

impl DataValue {
    /// The text, or the number as text.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            _ => None,
        }
    }

    /// The mapping.
    #[must_use]
    pub fn map(&self) -> Option<&Map> {
        match self {
            Self::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The texts of a list, or a single text.
    #[must_use]
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::List(items) => items.iter().filter_map(Self::text).collect(),
            other => other.text().into_iter().collect(),
        }
    }

    /// The items of a list.
    #[must_use]
    pub fn list(&self) -> &[DataValue] {
        match self {
            Self::List(items) => items,
            _ => &[],
        }
    }

    /// The whole number.
    #[must_use]
    pub fn integer(&self) -> Option<i64> {
        match self {
            Self::Number(text) | Self::Text(text) => text.trim().parse().ok().or_else(|| {
                let number: f64 = text.trim().parse().ok()?;
                (number.fract() == 0.0 && number.abs() < 1e15).then_some(number as i64)
            }),
            _ => None,
        }
    }

    /// Whether it is `true`.
    #[must_use]
    pub fn is_true(&self) -> bool {
        matches!(self, Self::Bool(true)) || self.text() == Some("true")
    }

    /// Whether it is `false`.
    #[must_use]
    pub fn is_false(&self) -> bool {
        matches!(self, Self::Bool(false)) || self.text() == Some("false")
    }
}

impl From<&yaml::Node> for DataValue {
    fn from(node: &yaml::Node) -> Self {
        match &node.value {
            yaml::Value::Null => Self::Null,
            yaml::Value::Bool(value) => Self::Bool(*value),
            yaml::Value::Number(text) => Self::Number(text.clone()),
            yaml::Value::Text(text) => Self::Text(text.clone()),
            yaml::Value::List(items) => Self::List(items.iter().map(Self::from).collect()),
            yaml::Value::Map(entries) => {
                Self::Map(entries.iter().map(|entry| (entry.key.clone(), Self::from(&entry.node))).collect())
            }
        }
    }
}

impl From<serde_json::Value> for DataValue {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(value),
            serde_json::Value::Number(number) => Self::Number(number.to_string()),
            serde_json::Value::String(text) => Self::Text(text),
            serde_json::Value::Array(items) => Self::List(items.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(pairs) => {
                Self::Map(pairs.into_iter().map(|(key, value)| (key, Self::from(value))).collect())
            }
        }
    }
}

impl From<&toml_edit::Item> for DataValue {
    fn from(item: &toml_edit::Item) -> Self {
        match item {
            toml_edit::Item::None => Self::Null,
            toml_edit::Item::Value(value) => Self::from(value),
            toml_edit::Item::Table(table) => Self::Map(from_table(table)),
            toml_edit::Item::ArrayOfTables(tables) => {
                Self::List(tables.iter().map(|table| Self::Map(from_table(table))).collect())
            }
        }
    }
}

impl From<&toml_edit::Value> for DataValue {
    fn from(value: &toml_edit::Value) -> Self {
        match value {
            toml_edit::Value::String(text) => Self::Text(text.value().clone()),
            toml_edit::Value::Integer(number) => Self::Number(number.value().to_string()),
            toml_edit::Value::Float(number) if number.value().is_finite() => {
                Self::Number(number.display_repr().trim().trim_start_matches('+').replace('_', ""))
            }
            toml_edit::Value::Float(number) => Self::Text(number.value().to_string()),
            toml_edit::Value::Boolean(value) => Self::Bool(*value.value()),
            toml_edit::Value::Datetime(date) => Self::Text(date.value().to_string()),
            toml_edit::Value::Array(items) => Self::List(items.iter().map(Self::from).collect()),
            toml_edit::Value::InlineTable(table) => {
                Self::Map(table.iter().map(|(key, value)| (key.to_owned(), Self::from(value))).collect())
            }
        }
    }
}

/// The mapping of a TOML table.
#[must_use]
pub fn from_table(table: &toml_edit::Table) -> Map {
    table.iter().map(|(key, item)| (key.to_owned(), DataValue::from(item))).collect()
}
