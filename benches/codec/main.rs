//! Decoding and encoding, beside the same messages with serde derive and the bare parse to a value.
//!
//! `cargo bench --bench codec`; `-- --test` runs each once.

#![allow(clippy::unwrap_used, missing_docs)]

mod derive;
mod profile;

use std::hint::black_box;
use std::io::Cursor;
use std::time::Duration;

use apple_device_management::profiles::Profile;
use apple_device_management_generated::checkin::{Authenticate, TokenUpdate};
use apple_device_management_generated::commands::DeviceInformationResponse;
use apple_device_management_generated::declarations::configurations::PasscodeSettings;
use apple_device_management_generated::protocol::StatusReport;
use criterion::{Bencher, Criterion, criterion_group, criterion_main};
use serde::{Serialize, de::DeserializeOwned};

const SAMPLES: [(&str, &[u8]); 5] = [
    ("authenticate", include_bytes!("authenticate.plist")),
    ("token_update", include_bytes!("token_update.plist")),
    ("device_information", include_bytes!("device_information.plist")),
    ("declaration", include_bytes!("declaration.plist")),
    ("status_report", include_bytes!("status_report.plist")),
];

/// A message in every format that carries it.
struct Sample {
    name: &'static str,
    xml: Vec<u8>,
    binary: Vec<u8>,
    /// Only for messages without data.
    json: Option<Vec<u8>>,
}

fn sample(index: usize) -> Sample {
    let (name, text) = SAMPLES[index];
    written(name, &plist::from_bytes(text).unwrap())
}

fn written(name: &'static str, value: &plist::Value) -> Sample {
    let (mut xml, mut binary) = (Vec::new(), Vec::new());
    value.to_writer_xml(&mut xml).unwrap();
    value.to_writer_binary(&mut binary).unwrap();
    let has_json = !["token_update", "profile"].contains(&name);
    let json = has_json.then(|| serde_json::to_vec(&value).unwrap());
    Sample { name, xml, binary, json }
}

/// What is done with a sample.
type Operation = fn(&Sample, &mut Bencher<'_>);

/// Everything that is done with one type. Without JSON, the last two are left out.
fn operations<T: Serialize + DeserializeOwned>() -> [(&'static str, Operation); 6] {
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
        ("decode json", |sample, bench| {
            let json = sample.json.as_deref().unwrap_or_default();
            bench.iter(|| serde_json::from_slice::<T>(black_box(json)).unwrap());
        }),
        ("encode json", |sample, bench| {
            let typed = from_plist::<T>(&sample.xml);
            bench.iter(|| serde_json::to_vec(black_box(&typed)).unwrap());
        }),
    ]
}

fn from_plist<T: DeserializeOwned>(bytes: &[u8]) -> T {
    plist::from_reader(Cursor::new(bytes)).unwrap()
}

fn allocations<T: DeserializeOwned>(sample: &Sample, who: &str) {
    let [xml, binary] = [&sample.xml, &sample.binary].map(|bytes| {
        allocation_counter::measure(|| drop(black_box(from_plist::<T>(bytes)))).count_total
    });
    println!("{}/{who}: {xml} allocations from xml, {binary} from binary", sample.name);
}

/// Benches our type, the derived one and the bare parse. They take turns in each operation, so that
/// a machine that changes its speed does so for all of them.
fn compare<O, D>(criterion: &mut Criterion, sample: &Sample)
where
    O: Serialize + DeserializeOwned,
    D: Serialize + DeserializeOwned,
{
    allocations::<O>(sample, "ours");
    allocations::<D>(sample, "derive");
    allocations::<plist::Value>(sample, "value");
    let all = [
        ("ours", operations::<O>()),
        ("derive", operations::<D>()),
        ("value", operations::<plist::Value>()),
    ];
    let mut group = criterion.benchmark_group(sample.name);
    group.warm_up_time(Duration::from_millis(300)).measurement_time(Duration::from_secs(1));
    let count = if sample.json.is_some() { 6 } else { 4 };
    for at in 0..count {
        for (who, operations) in &all {
            let (what, run) = operations[at];
            group.bench_function(format!("{what}/{who}"), |bench| run(sample, bench));
        }
    }
    group.finish();
}

fn codec(criterion: &mut Criterion) {
    compare::<Authenticate, derive::Authenticate>(criterion, &sample(0));
    compare::<TokenUpdate, derive::TokenUpdate>(criterion, &sample(1));
    compare::<DeviceInformationResponse, derive::DeviceInformation>(criterion, &sample(2));
    compare::<PasscodeSettings, derive::PasscodeSettings>(criterion, &sample(3));
    compare::<StatusReport, derive::StatusReport>(criterion, &sample(4));
    let profile = written("profile", &profile::value());
    compare::<Profile, profile::Profile>(criterion, &profile);
}

criterion_group!(benches, codec);
criterion_main!(benches);
