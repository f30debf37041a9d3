//! Decoding and encoding, beside the same messages with serde derive and the bare parse to a value.
//!
//! `cargo bench --bench codec`; `-- --test` runs each once.

#![allow(clippy::unwrap_used, missing_docs)]

mod derive;
mod profile;

use std::hint::black_box;
use std::io::Cursor;

use apple_device_management::profiles::Profile;
use apple_device_management_generated::checkin::{Authenticate, TokenUpdate};
use apple_device_management_generated::commands::DeviceInformationResponse;
use apple_device_management_generated::declarations::configurations::PasscodeSettings;
use apple_device_management_generated::protocol::StatusReport;
use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, criterion_group, criterion_main};
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

/// Benches one type on one sample in every format, both ways.
fn both_ways<T: Serialize + DeserializeOwned>(
    group: &mut BenchmarkGroup<'_, WallTime>,
    sample: &Sample,
    who: &str,
) {
    let from_plist = |bytes: &[u8]| plist::from_reader::<_, T>(Cursor::new(bytes)).unwrap();
    let typed = from_plist(&sample.xml);
    for (format, bytes) in [("xml", &sample.xml), ("binary", &sample.binary)] {
        let allocations = allocation_counter::measure(|| drop(black_box(from_plist(bytes))));
        println!("{}/decode {format}/{who}: {} allocations", sample.name, allocations.count_total);
        group.bench_function(format!("decode {format}/{who}"), |bench| {
            bench.iter(|| from_plist(black_box(bytes)));
        });
    }
    group.bench_function(format!("encode xml/{who}"), |bench| {
        bench.iter(|| plist::to_writer_xml(Vec::with_capacity(8192), black_box(&typed)));
    });
    group.bench_function(format!("encode binary/{who}"), |bench| {
        bench.iter(|| plist::to_writer_binary(Vec::with_capacity(8192), black_box(&typed)));
    });
    let Some(json) = &sample.json else { return };
    group.bench_function(format!("decode json/{who}"), |bench| {
        bench.iter(|| serde_json::from_slice::<T>(black_box(json)).unwrap());
    });
    group.bench_function(format!("encode json/{who}"), |bench| {
        bench.iter(|| serde_json::to_vec(black_box(&typed)).unwrap());
    });
}

fn compare<O, D>(criterion: &mut Criterion, sample: &Sample)
where
    O: Serialize + DeserializeOwned,
    D: Serialize + DeserializeOwned,
{
    let mut group = criterion.benchmark_group(sample.name);
    both_ways::<O>(&mut group, sample, "ours");
    both_ways::<D>(&mut group, sample, "derive");
    both_ways::<plist::Value>(&mut group, sample, "value");
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
