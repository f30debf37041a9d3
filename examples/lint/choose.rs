//! The OS for which a file is probably meant, where no target is given.

use std::collections::BTreeSet;

use apple_device_management::check::Severity;
use apple_device_management::{Dictionary, KeyPath, Os, Segment, Target, Value};

use crate::report::Remark;

/// The OS that refuses the smallest part of a message, with the remarks for that OS. Of several,
/// the one with the fewest errors, then with the fewest warnings.
pub(crate) fn best(
    message: &Dictionary,
    check: &dyn Fn(&Target) -> Vec<Remark>,
) -> (Option<Os>, Vec<Remark>) {
    let all = Os::ALL.into_iter().map(|os| (os, check(&Target::new(os))));
    let best = all.min_by_key(|(_, remarks)| {
        let of = |severity| remarks.iter().filter(|remark| remark.severity == severity).count();
        (refused(message, remarks), of(Severity::Error), of(Severity::Warning))
    });
    best.map_or((None, Vec::new()), |(os, remarks)| (Some(os), remarks))
}

/// How many parts of a message an OS refuses, with all parts below a refused one.
fn refused(message: &Dictionary, remarks: &[Remark]) -> usize {
    let paths: BTreeSet<&KeyPath> =
        remarks.iter().filter(|remark| remark.refuses).map(|remark| &remark.path).collect();
    let outermost = paths.iter().filter(|path| {
        let mut above = (0..path.0.len()).map(|end| KeyPath(path.0[..end].to_vec()));
        !above.any(|above| paths.contains(&above))
    });
    outermost.map(|path| parts_at(message, &path.0)).sum()
}

/// How many values stand at a path and below it. The content of data counts as one.
fn parts_at(message: &Dictionary, path: &[Segment]) -> usize {
    let [first, rest @ ..] = path else { return message.values().map(parts).sum() };
    let Segment::Key(name) = first else { return 1 };
    let found = rest.iter().try_fold(message.get(name), |value, segment| {
        Some(match (value?, segment) {
            (Value::Dictionary(entries), Segment::Key(name)) => entries.get(name),
            (Value::Array(items), Segment::Index(index)) => items.get(*index),
            _ => None,
        })
    });
    found.flatten().map_or(1, parts)
}

fn parts(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(parts).sum(),
        Value::Dictionary(entries) => entries.values().map(parts).sum(),
        _ => 0,
    }
}
