//! Valid dictionaries made from the tables, without random numbers: turn by turn, so that each key,
//! variant and listed value is used. `tests/maker/` makes random and invalid ones.

use apple_device_management_core::{
    Data, Date, Dictionary, Key, Literal, Presence, Range, Table, Value, ValueType,
};

/// Which keys are set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// All of them.
    All,
    /// The keys that the schema calls required.
    Required,
    /// The keys that are required wherever their dictionary is, which reading insists on.
    Always,
}

impl Fill {
    pub const ALL: [Fill; 3] = [Fill::All, Fill::Required, Fill::Always];

    fn takes(self, key: &Key) -> bool {
        match self {
            Fill::All => true,
            // Constant keys are always written.
            Fill::Required => key.presence == Presence::Required || key.constant,
            Fill::Always => key.always || key.constant,
        }
    }
}

/// A string for each regular expression of the schema. A new expression needs a new row.
const FORMATS: &[(&str, &str)] = &[
    ("^([0-9A-Fa-f]{2}:){5}([0-9A-Fa-f]{2})$", "00:1b:63:84:45:e6"),
    ("^([0-9A-Za-z]{6})|([0-9A-Za-z]{9})$", "A1b2C3"),
    (
        "^[0-9A-Za-z]{8}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z]{12}$",
        "0f8fad5b-d9cb-469f-a165-70867728950e",
    ),
    ("^[0-9]{6}$", "012345"),
    ("^https://.*$", "https://mdm.example/"),
];

/// Below this depth arrays stay empty: recursive structures must end somewhere.
const DEPTH: usize = 12;

/// Makes values. The turn decides which of several possible ones.
#[derive(Clone, Copy)]
pub struct Sample {
    pub fill: Fill,
    pub turn: usize,
}

impl Sample {
    /// The value of a root type.
    pub fn root(self, root: &ValueType) -> Dictionary {
        match root {
            ValueType::Dictionary(table) => self.dictionary(table, 0),
            ValueType::Map(item) if self.fill == Fill::All => self.map(item, 0),
            _ => Dictionary::new(),
        }
    }

    fn dictionary(self, table: &Table, depth: usize) -> Dictionary {
        let keys = table.keys().filter(|key| self.fill.takes(key));
        keys.map(|key| (key.name.to_owned(), self.value(&key, depth + 1))).collect()
    }

    fn map(self, item: &Key, depth: usize) -> Dictionary {
        let names = ["com.example.one", "Zwei Wörter", ""];
        names.map(|name| (name.to_owned(), self.value(item, depth + 1))).into()
    }

    fn value(self, key: &Key, depth: usize) -> Value {
        if let Some(literal) = self.listed(key) {
            return literal;
        }
        match key.value {
            ValueType::Any => self.anything(depth),
            ValueType::String => Value::String(self.string(key)),
            ValueType::Boolean => Value::Boolean(self.turn.is_multiple_of(2)),
            ValueType::Integer => Value::Integer(self.within(key, [42.0, -7.0]) as i64),
            ValueType::Real => Value::Real(self.within(key, [2.5, -0.125])),
            ValueType::Date => Value::Date(Date::parse("2024-02-29T23:59:59Z").unwrap()),
            ValueType::Data => Value::Data(Data(vec![0, 255, self.turn as u8])),
            ValueType::Array(item) => Value::Array(self.array(key, item, depth)),
            ValueType::Dictionary(table) => Value::Dictionary(self.dictionary(table, depth)),
            ValueType::Map(item) => Value::Dictionary(self.map(item, depth)),
            ValueType::Union(union) => {
                let variant = &union.variants[self.turn % union.variants.len()];
                Value::Dictionary(self.dictionary(variant.table, depth))
            }
        }
    }

    /// One of the values that the schema lists, if it lists any.
    fn listed(self, key: &Key) -> Option<Value> {
        let constraints = key.constraints;
        if !constraints.gated.values.is_empty() {
            let value = constraints.gated.values[self.turn % constraints.gated.values.len()];
            return Some(Value::String(value.name.to_owned()));
        }
        // If there is a range too, every other turn takes a value from the range.
        if constraints.range.is_some() && self.turn % 2 == 1 {
            return None;
        }
        let count = constraints.rangelist.len();
        let literal = constraints.rangelist.get(self.turn.checked_rem(count)?)?;
        Some(match literal {
            Literal::String(text) => Value::String((*text).to_owned()),
            Literal::Boolean(value) => Value::Boolean(*value),
            Literal::Integer(value) => Value::Integer(*value),
            Literal::Real(value) => Value::Real(*value),
        })
    }

    fn string(self, key: &Key) -> String {
        match key.constraints.format {
            Some(format) => {
                let row = FORMATS.iter().find(|(known, _)| *known == format);
                row.unwrap_or_else(|| panic!("no string is known to fit {format}")).1.to_owned()
            }
            None => ["text", "", " <&>\"'\\ ü \u{1f34f}"][self.turn % 3].to_owned(),
        }
    }

    /// A bound of the range, or one of these two numbers if there is none.
    fn within(self, key: &Key, free: [f64; 2]) -> f64 {
        let odd = self.turn % 2;
        match key.constraints.range {
            Some(Range { min: Some(min), max: Some(max) }) => [min, max][odd],
            Some(Range { min: Some(bound), .. } | Range { max: Some(bound), .. }) => bound,
            _ => free[odd],
        }
    }

    /// As many items as the array must have; otherwise one for each variant or value of an item.
    fn array(self, key: &Key, item: &Key, depth: usize) -> Vec<Value> {
        if depth > DEPTH {
            return Vec::new();
        }
        let kinds = match item.value {
            ValueType::Union(union) => union.variants.len(),
            _ => item.constraints.gated.values.len().max(item.constraints.rangelist.len()),
        };
        let free = if kinds > 0 { kinds } else { (self.turn + 1) % 3 };
        let repetition = key.constraints.repetition;
        let at_least = repetition.and_then(|bounds| bounds.min).unwrap_or(0) as usize;
        let at_most =
            repetition.and_then(|bounds| bounds.max).map_or(usize::MAX, |max| max as usize);
        // In recursive structures, more items would double the size with each level.
        let count = if depth > 4 { free.min(1) } else { free }.max(at_least).min(at_most);
        (0..count)
            .map(|turn| Sample { turn: self.turn + turn, ..self }.value(item, depth + 1))
            .collect()
    }

    /// A value for a key of any type: a scalar, or an array or dictionary with a scalar in it.
    fn anything(self, depth: usize) -> Value {
        match self.turn % 3 {
            0 => Value::String("any".to_owned()),
            1 => Value::Array(vec![Value::Boolean(true), Value::Integer(depth as i64)]),
            _ => Value::Dictionary([("Inner".to_owned(), Value::Real(0.5))].into()),
        }
    }
}
