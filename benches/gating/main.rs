//! Questions about support: of a key, of a whole message, of the queries that a device answers.
//!
//! `cargo bench --bench gating` ends with a table of all results; `-- --test` runs each benchmark once.

#![allow(clippy::unwrap_used, missing_docs)]

#[path = "../report/mod.rs"]
mod report;

use std::hint::black_box;
use std::time::SystemTime;

use apple_device_management::check::{Check, check_dictionary, queries_for};
use apple_device_management::codec::{Message, from_value};
use apple_device_management::profiles::ApplicationAccess;
use apple_device_management::reflect;
use apple_device_management::{Dictionary, Family, Key, Os, Target, Value, ValueType, Verdict};
use criterion::{BenchmarkId, Criterion, Throughput};

const ID: &str = "com.apple.applicationaccess";
const KEY: &str = "allowCamera";

fn target() -> Target {
    "ios:18.0,supervised,device-channel".parse().unwrap()
}

/// A value of the key's type, one level deep.
fn value(key: &Key) -> Value {
    match key.value {
        ValueType::Boolean => Value::Boolean(true),
        ValueType::Integer => Value::Integer(1),
        ValueType::Real => Value::Real(1.0),
        ValueType::Array(_) => Value::Array(Vec::new()),
        ValueType::Dictionary(_) | ValueType::Map(_) => Value::Dictionary(Dictionary::new()),
        _ => Value::String("x".to_owned()),
    }
}

fn restrictions() -> Dictionary {
    let ValueType::Dictionary(table) = ApplicationAccess::DOCUMENT.payload else { unreachable!() };
    table.keys().map(|key| (key.name.to_owned(), value(&key))).collect()
}

fn lookup(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("support");
    let target = target();
    let ValueType::Dictionary(table) = ApplicationAccess::DOCUMENT.payload else { unreachable!() };
    let support = table.support(KEY).unwrap();
    // One of some two dozen values of the answer, and all of them.
    group.bench_function("of a key, introduced on an OS", |bench| {
        bench.iter(|| table.support(black_box(KEY)).unwrap().on(black_box(Os::Ios)).introduced());
    });
    group.bench_function("of a key, all that holds on an OS", |bench| {
        bench.iter(|| table.support(black_box(KEY)).unwrap().on(black_box(Os::Ios)));
    });
    group.bench_function("of a document and a key by name, introduced on an OS", |bench| {
        bench.iter(|| {
            let [document] = reflect::documents_of(Family::Profiles, black_box(ID)) else {
                panic!()
            };
            let ValueType::Dictionary(table) = document.payload else { panic!() };
            table.support(black_box(KEY)).unwrap().on(black_box(Os::Ios)).introduced()
        });
    });
    group.bench_function("weighed for a target", |bench| {
        bench.iter(|| Verdict::of(&support.on(Os::Ios), black_box(&target)));
    });
    group.finish();
}

fn check(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("check");
    let (target, all) = (target(), restrictions());
    for share in [8, 4, 2, 1] {
        let count = all.len() / share;
        let some: Dictionary = all.clone().into_iter().step_by(share).take(count).collect();
        let typed: ApplicationAccess = from_value(Value::Dictionary(some.clone())).unwrap();
        group.throughput(Throughput::Elements(some.len() as u64));
        group.bench_with_input(BenchmarkId::new("dictionary", some.len()), &some, |bench, some| {
            bench.iter(|| {
                check_dictionary(ApplicationAccess::DOCUMENT, reflect::Side::Payload, some, &target)
            });
        });
        group.bench_with_input(BenchmarkId::new("typed", some.len()), &typed, |bench, typed| {
            bench.iter(|| typed.check(&target));
        });
    }
    group.finish();
}

fn queries(criterion: &mut Criterion) {
    let target = target();
    criterion.bench_function("queries_for", |bench| bench.iter(|| queries_for(&target)));
}

fn main() {
    let began = SystemTime::now();
    let mut criterion = Criterion::default().configure_from_args();
    lookup(&mut criterion);
    check(&mut criterion);
    queries(&mut criterion);
    criterion.final_summary();
    println!("\n| question | time |\n|---|---:|");
    for bench in report::since(began) {
        println!("| {} | {} |", bench.name.replace('/', ", "), report::time(bench.nanoseconds));
    }
}
