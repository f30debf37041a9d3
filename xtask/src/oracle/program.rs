//! Written by `cargo xtask oracle`: reads and writes each message with both codecs, and compares
//! the results.

use apple_device_management_core::codec::Message;
use apple_device_management_core::{Dictionary, Document, Value, ValueType};
use plist::Value as Plist;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[path = "SAMPLE_PATH"]
mod sample;

use sample::{Fill, Sample};

type Pass = fn(&[u8]) -> Result<Vec<u8>, plist::Error>;

struct Pair {
    document: &'static Document,
    response: bool,
    ours: Pass,
    derive: Pass,
}

impl Pair {
    const fn of<O, D>(response: bool) -> Pair
    where
        O: Message + Serialize + DeserializeOwned,
        D: Serialize + DeserializeOwned,
    {
        Pair { document: O::DOCUMENT, response, ours: pass::<O>, derive: pass::<D> }
    }

    fn root(&self) -> &'static ValueType {
        let response = self.document.response.as_ref().filter(|_| self.response);
        response.unwrap_or(&self.document.payload)
    }
}

fn pass<T: Serialize + DeserializeOwned>(bytes: &[u8]) -> Result<Vec<u8>, plist::Error> {
    let value: T = plist::from_bytes(bytes)?;
    let mut out = Vec::new();
    plist::to_writer_xml(&mut out, &value)?;
    Ok(out)
}

fn property_list(value: &Value) -> Plist {
    match value {
        Value::Boolean(value) => (*value).into(),
        Value::Integer(value) => (*value).into(),
        Value::Real(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::Data(value) => Plist::Data(value.0.clone()),
        Value::Date(value) => plist::Date::from_xml_format(value.as_str()).unwrap().into(),
        Value::Array(items) => Plist::Array(items.iter().map(property_list).collect()),
        Value::Dictionary(entries) => dictionary(entries),
        Value::Null | Value::Unsigned(_) | Value::Uid(_) => panic!("no sample has {value:?}"),
    }
}

fn dictionary(entries: &Dictionary) -> Plist {
    let entries = entries.iter().map(|(name, value)| (name.clone(), property_list(value)));
    Plist::Dictionary(entries.collect())
}

/// The content of a message as a text, with sorted keys.
fn said(bytes: &[u8]) -> String {
    fn sort(value: &mut Plist) {
        match value {
            Plist::Array(items) => items.iter_mut().for_each(sort),
            Plist::Dictionary(entries) => {
                entries.values_mut().for_each(sort);
                entries.sort_keys();
            }
            _ => {}
        }
    }
    let mut value: Plist = plist::from_bytes(bytes).unwrap();
    sort(&mut value);
    format!("{value:?}")
}

static PAIRS: &[Pair] = &[
/* PAIRS */];

fn main() {
    let (mut messages, mut refused, mut different) = (0, 0, 0);
    for pair in PAIRS {
        // A derived struct does not keep the entries of a dictionary with any keys.
        if matches!(pair.root(), ValueType::Map(_)) {
            continue;
        }
        for fill in Fill::ALL {
            for turn in 0..3 {
                let sample = Sample { fill, turn }.root(pair.root());
                let mut whole = Vec::new();
                dictionary(&sample).to_writer_xml(&mut whole).unwrap();
                // Both must also agree on messages in which a key is missing.
                let mut inputs = vec![whole];
                for name in sample.keys() {
                    let mut less = sample.clone();
                    less.remove(name);
                    let mut bytes = Vec::new();
                    dictionary(&less).to_writer_xml(&mut bytes).unwrap();
                    inputs.push(bytes);
                }
                for input in inputs {
                    messages += 1;
                    let agree = match ((pair.ours)(&input), (pair.derive)(&input)) {
                        (Ok(ours), Ok(derive)) => said(&ours) == said(&derive),
                        (Err(_), Err(_)) => {
                            refused += 1;
                            true
                        }
                        // The missing key may be a constant, which has no field and is written in
                        // any case.
                        (Ok(ours), Err(_)) => said(&ours) == said_of(&sample),
                        (Err(_), Ok(_)) => false,
                    };
                    if !agree {
                        different += 1;
                        println!("{} {:?}", pair.document.source, String::from_utf8_lossy(&input));
                        println!("  ours   {:?}", (pair.ours)(&input).map(|one| said(&one)));
                        println!("  derive {:?}", (pair.derive)(&input).map(|one| said(&one)));
                    }
                }
            }
        }
    }
    println!("{messages} messages, {refused} of them refused by both, {different} different");
    assert!(messages > refused && different == 0);
}

fn said_of(sample: &Dictionary) -> String {
    let mut bytes = Vec::new();
    dictionary(sample).to_writer_xml(&mut bytes).unwrap();
    said(&bytes)
}
