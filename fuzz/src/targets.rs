//! All targets: their names, their seeds, and what they do with an input.

use apple_device_management::Value;
use apple_device_management::wire::{Encoding, write};

use crate::damage::{Material, damage};
use crate::forms::reshape;
use crate::maker::Random;
use crate::{compared, messages, seeds, texts, tokens};

/// Reads an input; gives whether it was accepted.
type Run = fn(&[u8]) -> bool;

/// The seeds: values, which are written in each encoding, or bytes.
enum Seeds {
    Values(fn() -> Vec<Value>),
    Bytes(fn() -> Vec<Vec<u8>>),
}

/// The name of a target, its seeds, what it does, and how many bytes may be allocated at one time.
type Row = (&'static str, Seeds, Run, u64);

/// The memory limit for a message. Values of 1 MiB are allowed; they are read as their type,
/// written, read again with higher limits, and checked.
const MESSAGE: u64 = 16 << 20;
/// The memory limit for a schema document of some kilobytes, from reading it to emitting code.
const SCHEMA: u64 = 64 << 20;
/// The memory limit for a line of text.
const LINE: u64 = 1 << 20;

const ROWS: [Row; 19] = [
    ("checkin", Seeds::Values(seeds::checkins), messages::checkin, MESSAGE),
    ("reply", Seeds::Values(seeds::replies), messages::reply, MESSAGE),
    ("command", Seeds::Values(seeds::commands), messages::command, MESSAGE),
    ("profile", Seeds::Values(seeds::profiles), messages::profile, MESSAGE),
    ("declaration", Seeds::Values(seeds::declarations), messages::declaration, MESSAGE),
    ("status", Seeds::Values(seeds::status_reports), messages::status, MESSAGE),
    ("error", Seeds::Values(seeds::errors), messages::error, MESSAGE),
    ("untagged", Seeds::Values(seeds::untagged), messages::untagged, MESSAGE),
    ("value", Seeds::Values(seeds::values), messages::value, MESSAGE),
    ("compared", Seeds::Values(seeds::all), compared::compared, MESSAGE),
    ("signed", Seeds::Bytes(seeds::signed), messages::signed, MESSAGE),
    ("schema", Seeds::Bytes(seeds::documents), texts::schema, SCHEMA),
    ("overlay", Seeds::Bytes(seeds::corrections), texts::overlay, SCHEMA),
    ("model", Seeds::Bytes(seeds::models), texts::model, SCHEMA),
    ("target", Seeds::Bytes(seeds::device_targets), texts::target, LINE),
    ("version", Seeds::Bytes(seeds::versions), texts::version, LINE),
    ("key-path", Seeds::Bytes(seeds::key_paths), texts::key_path, LINE),
    ("date", Seeds::Bytes(seeds::dates), texts::date, LINE),
    ("endpoint", Seeds::Bytes(seeds::endpoints), texts::endpoint, LINE),
];

const ENCODINGS: [(&str, Encoding, &[&[u8]]); 3] = [
    ("xml", Encoding::Xml, tokens::XML),
    ("binary", Encoding::Binary, tokens::BINARY),
    ("json", Encoding::Json, tokens::JSON),
];

/// A target, in one encoding.
pub struct FuzzTarget {
    name: String,
    run: Run,
    memory: u64,
    tokens: &'static [&'static [u8]],
    bytes: Vec<Vec<u8>>,
    /// The seeds as values, whose structure can be changed; none for targets that do not read messages.
    values: Vec<(Value, Encoding)>,
}

/// All targets; those that read messages once for each encoding.
pub fn targets() -> Vec<FuzzTarget> {
    ROWS.iter().flat_map(targets_of).collect()
}

fn targets_of((name, seeds, run, memory): &Row) -> Vec<FuzzTarget> {
    let seeds = match seeds {
        Seeds::Bytes(seeds) => return vec![FuzzTarget::new(name, *run, *memory, seeds())],
        Seeds::Values(seeds) => seeds(),
    };
    let one = |(suffix, encoding, tokens): (&str, Encoding, _)| FuzzTarget {
        tokens,
        values: seeds.iter().map(|value| (value.clone(), encoding)).collect(),
        // Not every sample can be written in every encoding.
        ..FuzzTarget::new(
            &format!("{name}-{suffix}"),
            *run,
            *memory,
            seeds.iter().filter_map(|value| write(value, encoding).ok()).collect(),
        )
    };
    ENCODINGS.into_iter().map(one).collect()
}

impl FuzzTarget {
    /// Another target, with these seeds.
    pub fn new(name: &str, run: Run, memory: u64, bytes: Vec<Vec<u8>>) -> FuzzTarget {
        let (name, tokens, values) = (name.to_owned(), tokens::TEXT, Vec::new());
        FuzzTarget { name, run, memory, tokens, bytes, values }
    }

    /// The name: `checkin-xml`, `schema`, ….
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes may be allocated at one time for one input.
    pub fn memory(&self) -> u64 {
        self.memory
    }

    /// Runs the target on an input; gives whether the input was accepted.
    pub fn run(&self, input: &[u8]) -> bool {
        (self.run)(input)
    }

    /// The seeds. The first inputs are the seeds themselves.
    pub fn seeds(&self) -> &[Vec<u8>] {
        &self.bytes
    }

    /// The input with this number.
    pub fn input(&self, seed: u64, number: u64) -> Vec<u8> {
        if let Some(whole) = usize::try_from(number).ok().and_then(|at| self.bytes.get(at)) {
            return whole.clone();
        }
        let number = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut random = Random::new(self.start(seed) ^ number);
        let reshaped = self.reshaped(&mut random);
        // Some values with a changed structure get no further damage.
        let whole = reshaped.is_some() && random.once_in(3);
        let mut bytes = reshaped.unwrap_or_else(|| random.pick(&self.bytes).clone());
        if !whole {
            let other = &self.bytes[random.below(self.bytes.len())];
            damage(&mut bytes, Material { tokens: self.tokens, other, random: &mut random });
        }
        bytes
    }

    /// For every other input, one of the values with a changed structure.
    fn reshaped(&self, random: &mut Random) -> Option<Vec<u8>> {
        if self.values.is_empty() || random.once_in(2) {
            return None;
        }
        let (value, encoding) = random.pick(&self.values);
        let (other, _) = random.pick(&self.values);
        write(&reshape(value, other, random), *encoding).ok()
    }

    /// The start of this target's random numbers, so that no two targets try the same.
    fn start(&self, seed: u64) -> u64 {
        let mix = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        Random::new(self.name.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, mix)).next()
    }
}
