//! One finding for each cause: where several places depend on the same fact in the same way, the
//! finding of the first place names the others.

use apple_device_management_core::{Effect, Fact, Limit, Obstacle};

use crate::check::report::{Finding, Problem};

/// Merges findings about several places that depend on the same fact.
pub(super) fn merged(findings: Vec<Finding>) -> Vec<Finding> {
    let mut merged: Vec<Finding> = Vec::new();
    let mut causes: Vec<(Fact, std::mem::Discriminant<Limit>, usize)> = Vec::new();
    for finding in findings {
        let Problem::Support(_, Obstacle { limit, effect: Effect::DependsOn(fact) }) =
            finding.problem
        else {
            merged.push(finding);
            continue;
        };
        let kind = std::mem::discriminant(&limit);
        match causes.iter().find(|cause| (cause.0, cause.1) == (fact, kind)) {
            Some((_, _, at)) => join(&mut merged[*at], finding),
            None => {
                causes.push((fact, kind, merged.len()));
                merged.push(finding);
            }
        }
    }
    merged
}

/// Merges `other` into `first`. Of two minimum versions, the higher one is kept, since that is
/// enough for all places.
fn join(first: &mut Finding, other: Finding) {
    let version = |finding: &Finding| match finding.limit() {
        Some(Limit::NotBefore(version)) => Some(version),
        _ => None,
    };
    let (mut speaks, also) = match version(&other) > version(first) {
        true => (other, std::mem::replace(first, Finding::unlisted("", &[], None))),
        false => {
            first.also.push(other.path);
            return;
        }
    };
    speaks.also = also.also;
    speaks.also.insert(0, also.path);
    *first = speaks;
}
