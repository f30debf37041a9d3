//! Finds the documents and keys that a person has named.

use apple_device_management_core::{KeyPath, ParseKeyPathError, Segment, internal};
use schema_codegen::effective::Side;
use schema_codegen::model::{Document, Model};
use schema_codegen::naming;

use crate::entries::{Entry, entries};

/// What was found in a document: the key that was named, and the keys below it.
pub(super) struct Found<'a> {
    pub(super) document: &'a Document,
    /// The key that was named and those below it, on both sides if both have it; all of the
    /// document if no key was named.
    pub(super) entries: Vec<Entry<'a>>,
    pub(super) path: KeyPath,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum FindError {
    #[error("there is no document `{name}`{}", did_you_mean(.suggestions))]
    Document { name: String, suggestions: Vec<String> },
    #[error("{document} has no key `{path}`{}{}", leaf_words(.leaf), did_you_mean(.suggestions))]
    Path {
        document: String,
        path: String,
        /// The key on the way there that has no keys below it.
        leaf: Option<String>,
        suggestions: Vec<String>,
    },
    #[error("the text behind the document is not a key path")]
    Syntax(#[from] ParseKeyPathError),
}

fn leaf_words(leaf: &Option<String>) -> String {
    leaf.as_ref().map_or_else(String::new, |leaf| format!(": `{leaf}` has no keys below"))
}

fn did_you_mean(suggestions: &[String]) -> String {
    match suggestions {
        [] => String::new(),
        some => format!("; did you mean {}?", some.join(", ")),
    }
}

/// Everything with this name: several documents may have one identifier.
pub(super) fn find<'a>(model: &'a Model, what: &str) -> Result<Vec<Found<'a>>, FindError> {
    let (documents, rest) = documents(model, what)?;
    let path: KeyPath = rest.parse()?;
    let mut found = Vec::new();
    for (document, only) in &documents {
        let all = entries(model, document);
        let of_side = |entry: &Entry<'_>| only.is_none_or(|side| entry.side == side);
        let matching: Vec<_> = all
            .into_iter()
            .filter(|entry| of_side(entry) || entry.key.is_none())
            .filter(|entry| leads_to(&entry.path, &path))
            .collect();
        if !matching.is_empty() {
            found.push(Found { document, entries: matching, path: path.clone() });
        }
    }
    if found.is_empty() {
        return Err(no_path(model, &documents, rest, &path));
    }
    Ok(found)
}

fn no_path(model: &Model, documents: &[Sided<'_>], typed: &str, path: &KeyPath) -> FindError {
    let document = documents.first().map(|(one, _)| one.id.clone()).unwrap_or_default();
    let near = documents.iter().flat_map(|(one, _)| near_paths(model, one, typed));
    let mut suggestions: Vec<_> = near.take(3).collect();
    let ways = documents.iter().filter_map(|sided| {
        let (prefix, is_leaf) = longest_prefix(model, sided, path)?;
        Some((prefix, is_leaf, &sided.0.id))
    });
    let way = ways.max_by_key(|(prefix, ..)| prefix.0.len());
    if let (Some((prefix, _, id)), true) = (&way, suggestions.is_empty()) {
        suggestions.push(format!("{id}/{prefix}"));
    }
    let leaf = way.filter(|(_, is_leaf, _)| *is_leaf).map(|(prefix, ..)| prefix.to_string());
    FindError::Path { document, path: typed.to_owned(), leaf, suggestions }
}

/// The longest beginning of a path that leads to a key, and whether that key has no keys below it.
fn longest_prefix(
    model: &Model,
    (document, only): &Sided<'_>,
    path: &KeyPath,
) -> Option<(KeyPath, bool)> {
    let mut entries = entries(model, document);
    entries.retain(|entry| only.is_none_or(|side| entry.side == side));
    (1..path.0.len()).rev().find_map(|end| {
        let prefix = KeyPath(path.0[..end].to_vec());
        let mut at = entries.iter().filter(|entry| leads_to(&entry.path, &prefix));
        let first = at.next()?;
        Some((first.path.clone(), at.next().is_none()))
    })
}

type Sided<'a> = (&'a Document, Option<Side>);

/// The documents with a name, and the rest of the text behind the name.
fn documents<'a, 't>(
    model: &'a Model,
    what: &'t str,
) -> Result<(Vec<Sided<'a>>, &'t str), FindError> {
    // The name of a file may have slashes in it, so the longest name that is known counts.
    let mut ends: Vec<usize> = what.match_indices('/').map(|(at, _)| at).collect();
    ends.push(what.len());
    for end in ends.iter().rev() {
        let named = named(model, &what[..*end]);
        if !named.is_empty() {
            return Ok((named, what[*end..].trim_start_matches('/')));
        }
    }
    let name = what.split('/').next().unwrap_or_default();
    Err(FindError::Document { name: name.to_owned(), suggestions: near_documents(model, name) })
}

fn named<'a>(model: &'a Model, name: &str) -> Vec<Sided<'a>> {
    let exact: Vec<_> = model
        .documents
        .iter()
        .filter_map(|document| side(document, name).map(|side| (document, side)))
        .collect();
    if !exact.is_empty() {
        return exact;
    }
    let same = |document: &&Document| document.id.eq_ignore_ascii_case(name);
    model.documents.iter().filter(same).map(|document| (document, None)).collect()
}

/// Whether a document has this name, and if so, which side of it is meant.
fn side(document: &Document, name: &str) -> Option<Option<Side>> {
    let file = document.source.rsplit('/').next().unwrap_or_default();
    if [&document.id, &document.source].into_iter().any(|own| own == name) || file == name {
        return Some(None);
    }
    let type_name = naming::root_type(document);
    let bare = name.rsplit("::").next().unwrap_or(name);
    if !document.family.module().ends_with(name.trim_end_matches(bare).trim_end_matches("::")) {
        return None;
    }
    match bare.strip_prefix(type_name.as_str())? {
        "" => Some(None),
        "Response" if document.response.is_some() => Some(Some(Side::Response)),
        _ => None,
    }
}

/// Whether a path is the one that was asked for, or below it. In that, an item may be left out, or
/// be a number.
fn leads_to(path: &KeyPath, asked: &KeyPath) -> bool {
    fn at(path: &[Segment], asked: &[Segment]) -> bool {
        match (path, asked) {
            (_, []) => true,
            ([], _) => false,
            ([Segment::Each, rest @ ..], [Segment::Each | Segment::Index(_), others @ ..]) => {
                at(rest, others)
            }
            ([Segment::Each, rest @ ..], _) => at(rest, asked),
            ([one, rest @ ..], [other, others @ ..]) => one == other && at(rest, others),
        }
    }
    at(&path.0, &asked.0)
}

/// What a person may have meant, three at most: first names that were mistyped, then names of which
/// only a part was typed. Each name comes with the text to show for it.
fn nearest(asked: &str, names: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let mut names: Vec<_> = names.collect();
    names.sort();
    let part = asked.to_lowercase();
    let has_part = |name: &str| part.len() >= 3 && name.to_lowercase().contains(&part);
    let mistyped = internal::nearest(asked, names.iter().map(|(name, _)| name.as_str()));
    let parts = names.iter().map(|(name, _)| name.as_str()).filter(|name| has_part(name));
    let mut found: Vec<String> = Vec::new();
    for name in mistyped.into_iter().chain(parts) {
        let shown = names.iter().filter(|(compared, _)| compared == name).map(|(_, shown)| shown);
        for shown in shown {
            if !found.contains(shown) {
                found.push(shown.clone());
            }
        }
    }
    found.truncate(3);
    found
}

fn near_documents(model: &Model, name: &str) -> Vec<String> {
    let names = model.documents.iter().flat_map(|document| {
        let type_name = naming::root_type(document);
        [(document.id.clone(), document.id.clone()), (type_name, document.id.clone())]
    });
    nearest(name, names)
}

/// Key paths whose last name is like the last of this path: the key may be deeper than the person
/// thinks.
fn near_paths(model: &Model, document: &Document, path: &str) -> Vec<String> {
    let last = path.rsplit('/').next().unwrap_or_default();
    let names = entries(model, document).into_iter().filter_map(|entry| {
        let Some(Segment::Key(name)) = entry.path.0.last() else { return None };
        Some((name.clone(), format!("{}/{}", document.id, entry.path)))
    });
    nearest(last, names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leads(path: &str, asked: &str) -> bool {
        leads_to(&path.parse().unwrap(), &asked.parse().unwrap())
    }

    #[test]
    fn items_may_be_left_out() {
        for asked in ["", "Settings", "Settings/*", "Settings/0/Wallpaper", "Settings/Wallpaper"] {
            assert!(leads("Settings/*/Wallpaper/Image", asked), "{asked}");
        }
        for asked in ["Wallpaper", "Settings/Image", "Settings/*/Wallpaper/Image/x"] {
            assert!(!leads("Settings/*/Wallpaper/Image", asked), "{asked}");
        }
    }

    #[test]
    fn typing_errors_are_near() {
        let names = ["DeviceLock", "DeviceLocation", "EraseDevice", "Restrictions"];
        let names = || names.iter().map(|name| ((*name).to_owned(), (*name).to_owned()));
        assert_eq!(nearest("devicelok", names())[0], "DeviceLock");
        assert_eq!(nearest("Erase", names()), ["EraseDevice"]);
        assert!(nearest("zzz", names()).is_empty());
    }
}
