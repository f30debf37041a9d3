//! Which keys must be there. A key is required only where it is available and allowed.

use apple_device_management_core::codec::Seen;
use apple_device_management_core::{Effect, Fact, Key, Support, Table};

use super::case::{Case, own_obstacles};
use crate::check::report::{Problem, Severity, Stated};
use crate::check::rules::alternatives::{self, Alternatives, Needed};
use crate::check::rules::documents::is_added_by_server;
use crate::check::walk::location::Location;
use crate::reflect::Side;

/// Whether the target needs a key of a dictionary that is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    Yes,
    DependsOn(Fact),
    No,
}

/// Reports the keys that a dictionary lacks; notes those that it has and must not lose.
pub(super) fn missing(
    case: &mut Case,
    location: &Location<'_>,
    table: &'static Table,
    seen: &Seen,
    support: Support,
) {
    let absent = |at: &usize| !seen.has(*at);
    let groups: Vec<_> = match case.side {
        Side::Payload => alternatives::of(case.document, table, location.is_root()).collect(),
        Side::Response => Vec::new(),
    };
    for at in table.required().filter(absent) {
        let key = table.at(at);
        if stands_for(&groups, table, seen, key.name) || is_added_by_server(case.document, key.name)
        {
            continue;
        }
        let need = need(case, &key, support);
        report(case, location, &key, need);
    }
    if let Some(mut needed) = case.needed.take() {
        let present = table.required().filter(|at| seen.has(*at)).map(|at| table.at(at));
        let needs = present.filter(|key| need(case, key, support) == Need::Yes);
        needed.extend(needs.map(|key| location.path().key(key.name)));
        case.needed = Some(needed);
    }
    for group in groups.iter().filter(|group| group.needed != Needed::AsRequired) {
        one_of(case, location, table, seen, support, group);
    }
}

/// Whether the key need not be there by itself: another one of its group is there, or the group as
/// a whole is checked by [`one_of`].
fn stands_for(groups: &[&Alternatives], table: &Table, seen: &Seen, name: &str) -> bool {
    groups.iter().filter(|group| group.keys.contains(&name)).any(|group| {
        group.needed != Needed::AsRequired || present(table, seen, group).next().is_some()
    })
}

fn present<'a>(
    table: &'a Table,
    seen: &'a Seen,
    group: &Alternatives,
) -> impl Iterator<Item = &'static str> + use<'a> {
    let names = group.keys.iter().copied();
    names.filter(|name| table.position(name).is_some_and(|at| seen.has(at)))
}

fn one_of(
    case: &mut Case,
    location: &Location<'_>,
    table: &'static Table,
    seen: &Seen,
    support: Support,
    group: &'static Alternatives,
) {
    let problem = match present(table, seen, group).count() {
        1 => return,
        0 => {
            let keys = group.keys.iter().filter_map(|name| table.key(name));
            let needs: Vec<_> = keys
                .map(|key| (need(case, &key, support), key))
                .filter(|(need, _)| *need != Need::No)
                .collect();
            match needs.as_slice() {
                [] => return,
                [(_, key)] => return report(case, location, key, Need::Yes),
                _ => Problem::MissingOneOf(group.keys),
            }
        }
        _ if group.needed == Needed::ExactlyOne => Problem::Exclusive(group.keys),
        _ => return,
    };
    case.add(location, Severity::Error, problem);
}

fn need(case: &Case, key: &Key, above: Support) -> Need {
    // All obstacles count here, also those that were reported further up.
    let all = own_obstacles(key.support, None, &case.target);
    if all.iter().any(|one| matches!(one.effect, Effect::Blocks | Effect::Ignored)) {
        return Need::No;
    }
    // The dictionary is there, so what it depends on itself does not matter.
    let own = own_obstacles(key.support, Some(above), &case.target);
    let depends = own.iter().find_map(|one| match one.effect {
        Effect::DependsOn(fact) => Some(fact),
        _ => None,
    });
    depends.map_or(Need::Yes, Need::DependsOn)
}

fn report(case: &mut Case, location: &Location<'_>, key: &Key, need: Need) {
    let os = case.target.os();
    let (severity, fact) = match need {
        Need::Yes => (Severity::Error, None),
        Need::DependsOn(fact) => (Severity::Info, Some(fact)),
        Need::No => return,
    };
    let stated =
        Stated { document: location.document.support.on(os), ..case.stated(location, key.support) };
    case.add_at(location.path().key(key.name), severity, Problem::Missing(fact), Some(stated));
}
