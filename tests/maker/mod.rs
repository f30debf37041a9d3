//! Random values made from the tables.
#![allow(dead_code, unreachable_pub)]

use apple_device_management::{
    Data, Date, Dictionary, Key, Literal, Table, Union, Value, ValueType,
};

/// A small generator of random numbers. The same seed gives the same numbers on every machine.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Random {
        Random(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True once in this many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Makes values as a property list or JSON has them.
pub struct Maker {
    pub random: Random,
    pub json: bool,
    /// How many more levels values may have.
    pub depth: usize,
}

const TEXTS: [&str; 8] = [
    "",
    "a",
    "com.example.x",
    "ü 字 🙂",
    " <&>\"' ",
    "line\nbreak\ttab",
    "0",
    "2024-01-31T12:00:00Z",
];

impl Maker {
    pub fn new(seed: u64, json: bool) -> Maker {
        Maker { random: Random::new(seed), json, depth: 6 }
    }

    /// A dictionary for a table: all required keys, some others, and a few odd entries.
    pub fn dictionary(&mut self, table: &Table) -> Dictionary {
        let mut all = Dictionary::new();
        for key in table.keys() {
            if !key.always && (self.depth == 0 || self.random.once_in(3)) {
                continue;
            }
            let odd = !key.always && !key.constant && self.random.once_in(10);
            let value = if odd { self.any() } else { self.of_key(&key) };
            all.insert(key.name.to_owned(), value);
        }
        if self.random.once_in(2) {
            let name = format!("Unknown {}", self.random.below(100));
            let value = self.any();
            all.insert(name, value);
        }
        all
    }

    fn of_key(&mut self, key: &Key) -> Value {
        let listed = key.constraints.rangelist;
        if !listed.is_empty() && (key.constant || !self.random.once_in(4)) {
            return match *self.random.pick(listed) {
                Literal::String(text) => Value::from(text),
                Literal::Boolean(value) => Value::Boolean(value),
                Literal::Integer(value) => Value::Integer(value),
                Literal::Real(value) => Value::Real(value),
            };
        }
        self.of_type(&key.value)
    }

    pub fn of_type(&mut self, value: &ValueType) -> Value {
        match value {
            ValueType::Any => self.any(),
            ValueType::String => self.text(),
            ValueType::Boolean => Value::Boolean(self.random.once_in(2)),
            ValueType::Integer => self.integer(),
            ValueType::Real => match self.random.once_in(3) {
                true => self.integer(),
                false => self.real(),
            },
            ValueType::Date => self.date(),
            ValueType::Data => self.data(),
            ValueType::Array(item) => {
                let count = if self.depth == 0 { 0 } else { self.random.below(3) };
                Value::Array(self.deeper(|maker| (0..count).map(|_| maker.of_key(item)).collect()))
            }
            ValueType::Dictionary(table) => {
                Value::Dictionary(self.deeper(|maker| maker.dictionary(table)))
            }
            ValueType::Map(value) => {
                let count = if self.depth == 0 { 0 } else { self.random.below(3) };
                let entry = |maker: &mut Maker, at| (format!("any {at}"), maker.of_key(value));
                Value::Dictionary(
                    self.deeper(|maker| (0..count).map(|at| entry(maker, at)).collect()),
                )
            }
            ValueType::Union(union) => Value::Dictionary(self.deeper(|maker| maker.union(union))),
        }
    }

    fn union(&mut self, union: &Union) -> Dictionary {
        let variant = self.random.pick(union.variants);
        let (table, mut tag) = (variant.table, Value::from(variant.name));
        let mut all = self.dictionary(table);
        if self.random.once_in(8) {
            tag = Value::from("Unknown");
        }
        all.insert(union.tag.to_owned(), tag);
        all
    }

    fn deeper<T>(&mut self, make: impl FnOnce(&mut Maker) -> T) -> T {
        let before = self.depth;
        self.depth = before.saturating_sub(1);
        let made = make(self);
        self.depth = before;
        made
    }

    /// Any value that the format has.
    pub fn any(&mut self) -> Value {
        let kinds = if self.depth == 0 { 6 } else { 8 };
        match self.random.below(kinds) {
            0 => self.text(),
            1 => Value::Boolean(self.random.once_in(2)),
            2 if self.random.once_in(4) => Value::Unsigned(u64::MAX),
            2 => self.integer(),
            3 => self.real(),
            4 if self.json => Value::from(*self.random.pick(&["AA", "no base64", "AAE=="])),
            4 => self.data(),
            5 if self.json && self.random.once_in(2) => Value::Null,
            5 => self.date(),
            6 => {
                let count = self.random.below(3);
                Value::Array(self.deeper(|maker| (0..count).map(|_| maker.any()).collect()))
            }
            _ => {
                let count = self.random.below(3);
                let entry = |maker: &mut Maker, at| (format!("k{at}"), maker.any());
                Value::Dictionary(
                    self.deeper(|maker| (0..count).map(|at| entry(maker, at)).collect()),
                )
            }
        }
    }

    fn text(&mut self) -> Value {
        Value::from(*self.random.pick(&TEXTS))
    }

    fn integer(&mut self) -> Value {
        match self.random.below(5) {
            0 => Value::Integer(i64::MIN),
            1 => Value::Integer(i64::MAX),
            2 => Value::Integer(-1),
            _ => Value::Integer(self.random.below(3) as i64),
        }
    }

    fn real(&mut self) -> Value {
        Value::Real(*self.random.pick(&[0.0, 1.0, -2.5, 1e300, 0.1, 1e-9, 123456789.125]))
    }

    fn data(&mut self) -> Value {
        let bytes: Vec<u8> = (0..self.random.below(5)).map(|_| self.random.next() as u8).collect();
        match self.json {
            false => Value::Data(Data(bytes)),
            true => Value::from(*self.random.pick(&["", "AA==", "AAEC", "/+8="])),
        }
    }

    fn date(&mut self) -> Value {
        let text = *self.random.pick(&["2024-02-29T23:59:59Z", "1970-01-01T00:00:00Z"]);
        match (self.json, Date::parse(text)) {
            (false, Ok(date)) => Value::Date(date),
            _ => Value::from(text),
        }
    }
}
