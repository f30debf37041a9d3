//! What a value must keep to on every target.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use apple_device_management_core::codec::View;
use apple_device_management_core::{Constraints, Key, Literal, Range};
use regex_lite::Regex;

use super::subtype::may_hold;
use crate::check::report::Problem;
use crate::check::walk::fit::{equals, number};

/// What is wrong with a value of the right type.
pub(super) fn problem(key: &Key, view: View<'_>) -> Option<Problem> {
    let constraints = key.constraints;
    if let View::Items(items) = view {
        let (allowed, found) = (constraints.repetition?, items.count());
        let below = allowed.min.is_some_and(|min| found < min as usize);
        let above = allowed.max.is_some_and(|max| found > max as usize);
        return (below || above).then_some(Problem::Repetition { allowed, found });
    }
    listed(constraints, view).or_else(|| formed(constraints, view))
}

/// Where a key has a list and a range, the value has to be in one of them.
fn listed(constraints: &Constraints, view: View<'_>) -> Option<Problem> {
    let (allowed, range) = (constraints.rangelist, constraints.range);
    let in_list = allowed.iter().any(|literal| equals(literal, &view));
    let in_range = range.map(|range| within(range, &view));
    match (allowed.is_empty(), range, in_range) {
        (true, Some(range), Some(false)) => Some(Problem::OutOfRange(range)),
        (true, ..) => None,
        (false, ..) if in_list || in_range == Some(true) => None,
        (false, ..) => Some(Problem::NotListed { allowed, range }),
    }
}

/// Whether a string, an array or data is there and holds nothing.
pub(super) fn is_empty(view: View<'_>) -> bool {
    match view {
        View::String(text) => text.is_empty(),
        View::Data(data) => data.is_empty(),
        View::Items(items) => items.count() == 0,
        _ => false,
    }
}

/// The strings of a list.
pub(super) fn strings(allowed: &'static [Literal]) -> impl Iterator<Item = &'static str> {
    allowed.iter().filter_map(|literal| match literal {
        Literal::String(text) => Some(*text),
        _ => None,
    })
}

fn within(range: Range, view: &View<'_>) -> bool {
    number(view).is_none_or(|number| {
        range.min.is_none_or(|min| number >= min) && range.max.is_none_or(|max| number <= max)
    })
}

fn formed(constraints: &Constraints, view: View<'_>) -> Option<Problem> {
    match (constraints.format, view) {
        (Some(format), View::String(text)) if !matches(format, text) => {
            Some(Problem::Format(format))
        }
        (_, View::String(text)) => {
            let held = constraints.subtype.filter(|subtype| !may_hold(*subtype, text));
            held.map(Problem::Subtype)
        }
        _ => None,
    }
}

/// The compiled expressions so far; `None` for those that do not compile.
static FORMATS: LazyLock<Mutex<HashMap<&'static str, Option<Regex>>>> =
    LazyLock::new(Mutex::default);

/// Whether the text matches the format. A format that does not compile matches everything; a test
/// checks that the schema has none.
fn matches(format: &'static str, text: &str) -> bool {
    let mut formats = FORMATS.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = formats.entry(format).or_insert_with(|| Regex::new(format).ok()).clone();
    drop(formats);
    regex.is_none_or(|regex| regex.is_match(text))
}

/// What is wrong with the content type in the `Reference` of an asset itself.
pub(super) fn own_content_type(key: &Key, view: View<'_>) -> Option<Problem> {
    let allowed = key.constraints.asset_content_types;
    if allowed.is_empty() {
        return None;
    }
    match view.entry("ContentType") {
        Some(View::String(found)) if !allowed.contains(&found) => {
            Some(Problem::AssetContentType(allowed))
        }
        _ => None,
    }
}
