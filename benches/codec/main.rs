//! Decoding and encoding, beside the same messages with serde derive and the bare parse to a value.
//!
//! `cargo bench --bench codec` ends with a table of all; `-- --test` runs each once.

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
use criterion::measurement::WallTime;
use criterion::{Bencher, BenchmarkGroup, Criterion};
use derive::Base64;
use serde::{Serialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use table::Allocations;

/// What is compared, and what comes last in the name of a bench: our types by serde and by
/// [`wire`], which looks at the bytes and keeps to limits, derived ones, and bare values.
const WHO: [&str; 4] = ["ours", "wire", "derive", "value"];

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
    // By our type, since data is a string in JSON, of which `plist` knows nothing.
    let json = serde_json::to_vec(&from_plist::<T>(&xml)).unwrap();
    Sample { xml, binary, json }
}

/// What is done with a sample.
type Operation = fn(&Sample, &mut Bencher<'_>);

fn in_plists<T: Serialize + DeserializeOwned>() -> [(&'static str, Operation); 4] {
    [
        ("decode xml", |sample, bench| bench.iter(|| from_plist::<T>(black_box(&sample.xml)))),
        ("decode binary", |sample, bench| {
            bench.iter(|| from_plist::<T>(black_box(&sample.binary)))
        }),
        ("encode xml", |sample, bench| {
            let typed = from_plist::<T>(&sample.xml);
            bench.iter(|| plist::to_writer_xml(Vec::with_capacity(8192), black_box(&typed)));
        }),
        ("encode binary", |sample, bench| {
            let typed = from_plist::<T>(&sample.xml);
            bench.iter(|| plist::to_writer_binary(Vec::with_capacity(8192), black_box(&typed)));
        }),
    ]
}

fn in_plists_by_wire<T: Slot + Default>() -> [(&'static str, Operation); 4] {
    [
        ("decode xml", |sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.xml)))),
        ("decode binary", |sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.binary)))),
        ("encode xml", |sample, bench| {
            let typed = by_wire::<T>(&sample.xml);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Xml).unwrap());
        }),
        ("encode binary", |sample, bench| {
            let typed = by_wire::<T>(&sample.xml);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Binary).unwrap());
        }),
    ]
}

fn in_json_by_wire<T: Slot + Default>() -> [(&'static str, Operation); 2] {
    [
        ("decode json", |sample, bench| bench.iter(|| by_wire::<T>(black_box(&sample.json)))),
        ("encode json", |sample, bench| {
            let typed = by_wire::<T>(&sample.json);
            bench.iter(|| wire::write(black_box(&typed), Encoding::Json).unwrap());
        }),
    ]
}

fn in_json<T: Serialize + DeserializeOwned>() -> [(&'static str, Operation); 2] {
    [
        ("decode json", |sample, bench| bench.iter(|| from_json::<T>(black_box(&sample.json)))),
        ("encode json", |sample, bench| {
            let typed = from_json::<T>(&sample.json);
            bench.iter(|| serde_json::to_vec(black_box(&typed)).unwrap());
        }),
    ]
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

/// The allocations of decoding a sample from XML, binary and JSON.
fn allocations<P: DeserializeOwned, J: DeserializeOwned>(sample: &Sample) -> [u64; 3] {
    [
        count(|| from_plist::<P>(&sample.xml)),
        count(|| from_plist::<P>(&sample.binary)),
        count(|| from_json::<J>(&sample.json)),
    ]
}

/// Benches our type, the derived one for property lists and for JSON, and the bare parse.
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
    take_turns(
        &mut group,
        &sample,
        [in_plists::<O>(), in_plists_by_wire::<O>(), in_plists::<P>(), in_plists::<plist::Value>()],
    );
    take_turns(
        &mut group,
        &sample,
        [in_json::<O>(), in_json_by_wire::<O>(), in_json::<J>(), in_json::<serde_json::Value>()],
    );
    group.finish();
    let counts = [
        allocations::<O, O>(&sample),
        allocations::<P, J>(&sample),
        allocations::<plist::Value, serde_json::Value>(&sample),
    ];
    Allocations { sample: name, counts }
}

/// Each operation for one after the other, so that a machine that changes its speed does so for all
/// of them.
fn take_turns<const N: usize>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    sample: &Sample,
    operations: [[(&'static str, Operation); N]; WHO.len()],
) {
    for at in 0..N {
        for (who, operations) in WHO.iter().zip(&operations) {
            let (what, run) = operations[at];
            group.bench_function(format!("{what}/{who}"), |bench| run(sample, bench));
        }
    }
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
