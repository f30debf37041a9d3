//! Reading and writing messages, compared with structs that use serde's derive and with dynamic values.
//!
//! `cargo bench --bench codec` ends with a table of all results; `-- --test` runs each benchmark once.

#![allow(clippy::unwrap_used, missing_docs)]

mod derive;
mod profile;
#[path = "../report/mod.rs"]
mod report;
mod table;

use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, SystemTime};

use apple_device_management::Slot;
use apple_device_management::checkin::{AnyCheckin, Authenticate, TokenUpdate};
use apple_device_management::commands::DeviceInformationResponse;
use apple_device_management::declarations::configurations::PasscodeSettings;
use apple_device_management::profiles::Profile;
use apple_device_management::protocol::StatusReport;
use apple_device_management::wire::{self, Encoding, Limits};
use criterion::{Bencher, Criterion};
use derive::Base64;
use quick_xml::events::Event;
use serde::{Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use table::Allocations;

/// What is compared; each word is the last part of the name of a benchmark. Types of this crate by
/// [`wire`] and by serde, derived structs by serde, dynamic values, and a mere pass over the events
/// of XML.
const WHO: [&str; 5] = ["wire", "serde", "derive", "value", "floor"];

/// A message in every format.
struct Sample {
    xml: Vec<u8>,
    binary: Vec<u8>,
    json: Vec<u8>,
}

fn sample<T: Serialize + DeserializeOwned>(value: &plist::Value) -> Sample {
    let (mut xml, mut binary) = (Vec::new(), Vec::new());
    value.to_writer_xml(&mut xml).unwrap();
    value.to_writer_binary(&mut binary).unwrap();
    // By a type of this crate, which writes data as a string in JSON; `plist::Value` would not.
    let json = serde_json::to_vec(&from_plist::<T>(&xml)).unwrap();
    Sample { xml, binary, json }
}

/// A benchmark of one operation with a sample.
type Operation = fn(&Sample, &mut Bencher<'_>);

/// The operations, in the order in which they run.
const WHAT: [&str; 6] =
    ["decode xml", "decode binary", "decode json", "encode xml", "encode binary", "encode json"];

/// A benchmark for each operation of [`WHAT`]; `None` where there is nothing to compare.
type Operations = [Option<Operation>; WHAT.len()];

/// By serde: with `plist` as the type `P`, with `serde_json` as the type `J`.
fn by_serde<P, J>() -> Operations
where
    P: Serialize + DeserializeOwned,
    J: Serialize + DeserializeOwned,
{
    [
        Some(|sample, bench| bench.iter(|| from_plist::<P>(black_box(&sample.xml)))),
        Some(|sample, bench| bench.iter(|| from_plist::<P>(black_box(&sample.binary)))),
        Some(|sample, bench| bench.iter(|| from_json::<J>(black_box(&sample.json)))),
        Some(|sample, bench| {
            let typed = from_plist::<P>(&sample.xml);
            bench.iter(|| plist::to_writer_xml(Vec::with_capacity(8192), black_box(&typed)));
        }),
        Some(|sample, bench| {
            let typed = from_plist::<P>(&sample.xml);
            bench.iter(|| plist::to_writer_binary(Vec::with_capacity(8192), black_box(&typed)));
        }),
        Some(|sample, bench| {
            let typed = from_json::<J>(&sample.json);
            bench.iter(|| serde_json::to_vec(black_box(&typed)).unwrap());
        }),
    ]
}

fn in_wire<T: Slot + Default>() -> Operations {
    [
        Some(|sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.xml)))),
        Some(|sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.binary)))),
        Some(|sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.json)))),
        Some(|sample, bench| {
            let typed = by_wire::<T>(&sample.xml);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Xml).unwrap());
        }),
        Some(|sample, bench| {
            let typed = by_wire::<T>(&sample.xml);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Binary).unwrap());
        }),
        Some(|sample, bench| {
            let typed = by_wire::<T>(&sample.json);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Json).unwrap());
        }),
    ]
}

/// A pass over the events of `quick-xml`, which is the least that reading XML can cost.
fn bare_pass() -> Operations {
    let mut operations: Operations = [None; WHAT.len()];
    operations[0] = Some(|sample, bench| {
        bench.iter(|| {
            let mut reader = quick_xml::Reader::from_reader(black_box(&*sample.xml));
            while !matches!(black_box(reader.read_event().unwrap()), Event::Eof) {}
        });
    });
    operations
}

fn by_wire<T: Slot + Default>(bytes: &[u8]) -> T {
    wire::read(bytes, &Limits::default()).unwrap()
}

fn from_plist<T: DeserializeOwned>(bytes: &[u8]) -> T {
    plist::from_reader(Cursor::new(bytes)).unwrap()
}

fn from_json<T: DeserializeOwned>(bytes: &[u8]) -> T {
    serde_json::from_slice(bytes).unwrap()
}

fn count<T>(decode: impl FnOnce() -> T) -> u64 {
    allocation_counter::measure(|| drop(black_box(decode()))).count_total
}

/// How many allocations reading a sample from XML, binary and JSON takes.
fn by_serde_allocations<P: DeserializeOwned, J: DeserializeOwned>(sample: &Sample) -> [u64; 3] {
    [
        count(|| from_plist::<P>(&sample.xml)),
        count(|| from_plist::<P>(&sample.binary)),
        count(|| from_json::<J>(&sample.json)),
    ]
}

/// Runs all benchmarks of a message: of the type `O` of this crate, and of the derived structs `P`
/// for property lists and `J` for JSON.
fn compare<O, P, J>(
    criterion: &mut Criterion,
    name: &'static str,
    value: &plist::Value,
) -> Allocations
where
    O: Slot + Default + Serialize + DeserializeOwned,
    P: Serialize + DeserializeOwned,
    J: Serialize + DeserializeOwned,
{
    let sample = sample::<O>(value);
    let mut group = criterion.benchmark_group(name);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    let operations = [
        in_wire::<O>(),
        by_serde::<O, O>(),
        by_serde::<P, J>(),
        by_serde::<plist::Value, serde_json::Value>(),
        bare_pass(),
    ];
    // All that are compared run one after the other, so that a change in the speed of the machine
    // affects them alike.
    for (at, what) in WHAT.iter().enumerate() {
        for (who, operations) in WHO.iter().zip(&operations) {
            if let Some(run) = operations[at] {
                group.bench_function(format!("{what}/{who}"), |bench| run(&sample, bench));
            }
        }
    }
    group.finish();
    let counts = [
        [&sample.xml, &sample.binary, &sample.json].map(|body| count(|| by_wire::<O>(body))),
        by_serde_allocations::<P, J>(&sample),
        by_serde_allocations::<plist::Value, serde_json::Value>(&sample),
    ];
    Allocations { sample: name, counts }
}

fn codec(criterion: &mut Criterion) -> [Allocations; 7] {
    let read = |bytes: &[u8]| plist::from_bytes(bytes).unwrap();
    let authenticate = read(include_bytes!("authenticate.plist"));
    let token_update = read(include_bytes!("token_update.plist"));
    let information = read(include_bytes!("device_information.plist"));
    let declaration = read(include_bytes!("declaration.plist"));
    let status_report = read(include_bytes!("status_report.plist"));
    [
        compare::<Authenticate, derive::Authenticate, derive::Authenticate>(
            criterion,
            "Authenticate",
            &authenticate,
        ),
        compare::<TokenUpdate, derive::TokenUpdate<ByteBuf>, derive::TokenUpdate<Base64>>(
            criterion,
            "TokenUpdate",
            &token_update,
        ),
        compare::<AnyCheckin, derive::Checkin<ByteBuf>, derive::Checkin<Base64>>(
            criterion,
            "any check-in",
            &token_update,
        ),
        compare::<DeviceInformationResponse, derive::DeviceInformation, derive::DeviceInformation>(
            criterion,
            "DeviceInformation",
            &information,
        ),
        compare::<Profile, profile::Profile<ByteBuf>, profile::Profile<Base64>>(
            criterion,
            "profile",
            &profile::value(),
        ),
        compare::<PasscodeSettings, derive::PasscodeSettings, derive::PasscodeSettings>(
            criterion,
            "declaration",
            &declaration,
        ),
        compare::<StatusReport, derive::StatusReport, derive::StatusReport>(
            criterion,
            "status report",
            &status_report,
        ),
    ]
}

fn main() {
    let began = SystemTime::now();
    let mut criterion = Criterion::default().configure_from_args();
    let allocations = codec(&mut criterion);
    criterion.final_summary();
    table::print_times(&report::since(began));
    table::print_allocations(&allocations);
}
