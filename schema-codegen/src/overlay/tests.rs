use apple_device_management_core::KeyPath;

use super::*;
use crate::raw::{self, RawDocument};
use crate::testing::{K, document, key, spanned};

const FILE: &str = "mdm/checkin/x.yaml";

const NEW: &str = "
title: New
payload:
  payloadtype: com.example.id
payloadkeys:
- key: New
  type: <string>
- key: Nested
  type: <dictionary>
  subkeys:
  - key: New
    type: <string>
responsekeys:
- key: Answer
  type: <string>
";

fn overlay(rest: &str) -> Overlay {
    let text = format!("[[correction]]\nfile = '{FILE}'\nreason = 'r'\nsource = 's'\n{rest}");
    Overlay::read(&text, &[("new.yaml", NEW), ("broken.yaml", "title: [")]).unwrap()
}

/// The document after the correction, and the corrections that had nothing to correct.
fn corrected(keys: Vec<K>, rest: &str) -> (RawDocument, Vec<StaleCorrection>) {
    let mut documents = vec![document(FILE, keys)];
    let stale = overlay(rest).apply(&mut documents).unwrap();
    (documents.remove(0), stale)
}

fn whys(stale: &[StaleCorrection]) -> Vec<(&str, NotApplied)> {
    stale.iter().map(|stale| (stale.key.as_str(), stale.why)).collect()
}

fn names(document: &RawDocument, list: raw::ListId) -> Vec<&str> {
    document.lists[list.0].keys.iter().map(|key| key.name.as_str()).collect()
}

#[test]
fn presence_is_set_once() {
    let rest = "keys = ['payloadkeys/K']\nchange.presence = 'optional'";
    let (changed, stale) = corrected(vec![key("K", "string").required()], rest);
    assert_eq!(changed.lists[0].keys[0].presence, Some(spanned_at("optional")));
    assert!(stale.is_empty());
    let done = key("K", "string").with(|key| key.presence = Some(spanned("optional".to_owned())));
    assert_eq!(whys(&corrected(vec![done], rest).1), [("payloadkeys/K", NotApplied::NoOp)]);
    assert_eq!(whys(&corrected(vec![], rest).1), [("payloadkeys/K", NotApplied::NoTarget)]);
}

#[test]
fn a_key_is_replaced_with_all_below_it() {
    let rest = "keys = ['payloadkeys/Nested']\nchange.replace-key = 'new.yaml'";
    let old = || {
        key("Nested", "dictionary")
            .sub(vec![key("Old", "dictionary").sub(vec![key("Gone", "string")])])
    };
    let (changed, stale) = corrected(vec![key("Before", "string"), old()], rest);
    assert!(stale.is_empty(), "{stale:?}");
    assert_eq!(names(&changed, raw::ListId(0)), ["Before", "Nested"]);
    let below = changed.lists[0].keys[1].subkeys.unwrap();
    assert_eq!(names(&changed, below), ["New"]);
    // The keys below the old one are gone.
    let all: Vec<&str> =
        (0..changed.lists.len()).flat_map(|at| names(&changed, raw::ListId(at))).collect();
    assert!(!all.contains(&"Old") && !all.contains(&"Gone"), "{all:?}");

    let done = key("Nested", "dictionary").sub(vec![key("New", "string")]);
    assert_eq!(whys(&corrected(vec![done], rest).1), [("payloadkeys/Nested", NotApplied::NoOp)]);
    assert_eq!(whys(&corrected(vec![], rest).1), [("payloadkeys/Nested", NotApplied::NoTarget)]);
    let other = "keys = ['payloadkeys/Other']\nchange.replace-key = 'new.yaml'";
    let stale = corrected(vec![key("Other", "string")], other).1;
    assert_eq!(whys(&stale), [("payloadkeys/Other", NotApplied::NoFit)]);
}

fn spanned_at(text: &str) -> raw::Spanned<String> {
    raw::Spanned { value: text.to_owned(), at: crate::location::Position { line: 5, column: 3 } }
}

#[test]
fn a_value_is_added_to_those_that_are_allowed() {
    let rest = "keys = ['payloadkeys/K']\nchange.add-value = 'b'";
    let of = |values: &[&str]| {
        let values = values.iter().map(|value| raw::Scalar::String((*value).to_owned())).collect();
        vec![key("K", "string").with(|key| key.rangelist = Some(spanned(values)))]
    };
    let (changed, stale) = corrected(of(&["a"]), rest);
    let (expected, _) = corrected(of(&["a", "b"]), "keys = []\nchange.add-value = 'b'");
    assert_eq!(changed.lists[0].keys[0].rangelist, expected.lists[0].keys[0].rangelist);
    assert!(stale.is_empty());
    assert_eq!(whys(&corrected(of(&["a", "b"]), rest).1), [("payloadkeys/K", NotApplied::NoOp)]);
    let any = vec![key("K", "string")];
    assert_eq!(whys(&corrected(any, rest).1), [("payloadkeys/K", NotApplied::NoFit)]);
}

#[test]
fn a_key_becomes_a_placeholder() {
    let rest = "keys = ['payloadkeys/Map/Realm']\nchange.rename = 'ANY realm'";
    let map = |names: &[&str]| {
        let keys = names.iter().map(|name| key(name, "string")).collect();
        vec![key("Map", "dictionary").sub(keys)]
    };
    let (changed, stale) = corrected(map(&["Realm"]), rest);
    assert_eq!(names(&changed, raw::ListId(1)), ["ANY realm"]);
    assert!(stale.is_empty());
    let path = "payloadkeys/Map/Realm";
    assert_eq!(whys(&corrected(map(&["ANY realm"]), rest).1), [(path, NotApplied::NoOp)]);
    assert_eq!(whys(&corrected(map(&["Realm", "Other"]), rest).1), [(path, NotApplied::NoFit)]);
    assert_eq!(whys(&corrected(map(&[]), rest).1), [(path, NotApplied::NoTarget)]);
}

#[test]
fn a_level_that_is_not_on_the_wire_goes() {
    let rest = "keys = ['payloadkeys/Text/Item']\nchange.unwrap = true";
    let item = key("Item", "dictionary").sub(vec![key("ANY", "string")]);
    let outer = |keys| vec![key("Text", "dictionary").sub(keys)];
    let (changed, stale) = corrected(outer(vec![item.clone()]), rest);
    assert_eq!(names(&changed, raw::ListId(1)), ["ANY"]);
    assert!(stale.is_empty());
    let beside = corrected(outer(vec![item, key("Other", "string")]), rest).1;
    assert_eq!(whys(&beside), [("payloadkeys/Text/Item", NotApplied::NoFit)]);
    let flat = corrected(outer(vec![key("ANY", "string")]), rest).1;
    assert_eq!(whys(&flat), [("payloadkeys/Text/Item", NotApplied::NoTarget)]);
}

#[test]
fn items_and_variants_are_found_as_elsewhere() {
    let item = key("Item", "dictionary").sub(vec![key("K", "string")]);
    let variant = |name: &str| key(name, "dictionary").sub(vec![key("K", "string")]);
    let keys = vec![
        key("List", "array").sub(vec![item]),
        key("Union", "array").sub(vec![variant("One"), variant("Two")]),
        key("Map", "dictionary").sub(vec![key("ANY", "string")]),
    ];
    let why = |path: &str| {
        let rest = format!("keys = ['payloadkeys/{path}']\nchange.presence = 'optional'");
        corrected(keys.clone(), &rest).1.first().map(|stale| stale.why)
    };
    for path in ["List/*", "List/*/K", "Union/*/Two", "Union/*/Two/K", "Map/*"] {
        assert_eq!(why(path), None, "{path}");
    }
    for path in ["*", "List/Item", "List/K", "Union/*", "Union/Two", "Union/*/K", "Map/ANY"] {
        assert_eq!(why(path), Some(NotApplied::NoTarget), "{path}");
    }
}

#[test]
fn an_os_is_set_or_added() {
    let rest = "keys = ['payloadkeys/K']\nchange.introduced = { os = 'watchOS', version = 'n/a' }";
    let introduced = |key: K| {
        let (document, stale) = corrected(vec![key], rest);
        let support = document.lists[0].keys[0].supported_os.clone().unwrap();
        let entry = support.entries.into_iter().find(|entry| entry.os == "watchOS").unwrap();
        (entry.text("introduced").unwrap().to_owned(), stale.len())
    };
    assert_eq!(introduced(key("K", "string").on(&["watchOS 10.0"])), ("n/a".to_owned(), 0));
    assert_eq!(introduced(key("K", "string").on(&["iOS 10.0"])), ("n/a".to_owned(), 0));
    assert_eq!(introduced(key("K", "string")), ("n/a".to_owned(), 0));
    assert_eq!(introduced(key("K", "string").on(&["watchOS n/a"])), ("n/a".to_owned(), 1));
}

#[test]
fn keys_are_added_with_what_is_below_them() {
    let rest = "change.add-keys = 'new.yaml'";
    let (changed, stale) = corrected(vec![key("Old", "string")], rest);
    assert_eq!(names(&changed, changed.payload_keys.unwrap()), ["Old", "New", "Nested"]);
    assert_eq!(names(&changed, changed.response_keys.unwrap()), ["Answer"]);
    let nested = changed.lists[0].keys[2].subkeys.unwrap();
    assert_eq!(names(&changed, nested), ["New"]);
    assert!(stale.is_empty());
    let stale = corrected(vec![key("New", "string")], rest).1;
    assert_eq!(whys(&stale), [("payloadkeys/New", NotApplied::NoOp)]);
}

#[test]
fn added_keys_may_share_and_recur() {
    let text = "
title: New
payload:
  payloadtype: com.example.id
payloadkeys:
- key: Tree
  type: <dictionary>
  subkeys: &tree
  - key: Trees
    type: <array>
    subkeys:
    - key: Item
      type: <dictionary>
      subkeys: *tree
";
    let corrections =
        format!("[[correction]]\nfile = '{FILE}'\nreason = ''\nsource = ''\nchange.add-keys = 'a'");
    let overlay = Overlay::read(&corrections, &[("a", text)]).unwrap();
    let mut documents = vec![document(FILE, vec![key("Old", "string")])];
    overlay.apply(&mut documents).unwrap();
    let model = crate::testing::model(&documents);
    let document = &model.documents[0];
    let shared: Vec<&String> = document.shared.keys().collect();
    assert_eq!(shared, ["payload/Tree"]);
}

#[test]
fn a_document_is_added_in_its_place() {
    let overlay = overlay("change.add-document = 'new.yaml'");
    let other = |source: &str, id: &str| {
        let mut document = document(source, vec![]);
        document.payload.id = Some(("requesttype", spanned(id.to_owned())));
        document
    };
    let sources = |mut documents: Vec<RawDocument>| {
        let stale = overlay.apply(&mut documents).unwrap();
        (documents.into_iter().map(|document| document.source).collect::<Vec<_>>(), stale.len())
    };
    let (a, z) = ("mdm/checkin/a.yaml", "mdm/checkin/z.yaml");
    let added = sources(vec![other(a, "A"), other(z, "Z")]);
    assert_eq!(added, (vec![a.to_owned(), FILE.to_owned(), z.to_owned()], 0));
    // There is a document with this path already, or one with this id.
    assert_eq!(sources(vec![other(FILE, "A")]).1, 1);
    assert_eq!(sources(vec![other(a, "com.example.id")]).1, 1);
    assert_eq!(sources(vec![other("mdm/commands/a.yaml", "com.example.id")]).1, 0);
}

#[test]
fn what_is_stale_says_of_what_and_why() {
    let overlay = overlay("keys = ['payloadkeys/K']\nchange.presence = 'optional'");
    let stale = overlay.apply(&mut vec![]).unwrap();
    assert_eq!(
        stale[0].to_string(),
        "the overlay's correction of mdm/checkin/x.yaml at payloadkeys/K is of no use: the schema has nothing of this name"
    );
}

/// Flaws in Apple's files are read leniently, flaws in the overlay are not.
#[test]
fn a_flaw_of_the_overlay_is_an_error() {
    let corrections =
        format!("[[correction]]\nfile = '{FILE}'\nreason = ''\nsource = ''\nchange.add-keys = 'a'");
    let overlay =
        Overlay::read(&corrections, &[("a", &NEW.replace("<string>", "<text>"))]).unwrap();
    let error = overlay.apply(&mut vec![document(FILE, vec![])]).unwrap_err();
    assert!(error.to_string().starts_with("a of the overlay has a flaw"), "{error}");
}

#[test]
fn bad_corrections_are_errors() {
    let fails = |rest: &str| {
        let error = overlay(rest).apply(&mut vec![]).unwrap_err();
        error.to_string()
    };
    for path in ["", "payloadkeys", "keys/K", "payloadkeys/A/0", "payloadkeys/~9"] {
        let text = fails(&format!("keys = ['{path}']\nchange.presence = 'optional'"));
        assert!(text.contains(&format!("`{path}`")), "{text}");
    }
    assert!(fails("change.add-keys = 'lost.yaml'").contains("`lost.yaml`"));
    assert!(fails("change.add-document = 'broken.yaml'").contains("broken.yaml"));
    for text in [
        "correction = 1",
        "[[correction]]\nfile = 'x'",
        "[[correction]]\nfile = 'x'\nreason = ''\nsource = ''\nchange.paint = 'red'",
    ] {
        assert!(matches!(Overlay::read(text, &[]), Err(OverlayError::Corrections(_))), "{text}");
    }
}

#[test]
fn the_reviewed_corrections_say_why() {
    let overlay = Overlay::reviewed().unwrap();
    for correction in &overlay.corrections {
        assert!(correction.reason.len() > 20 && correction.source.len() > 20, "{correction:?}");
        for key in &correction.keys {
            assert!(key.parse::<KeyPath>().is_ok(), "{key}");
        }
    }
}

#[test]
fn every_file_of_the_overlay_is_used_and_known() {
    let overlay = Overlay::reviewed().unwrap();
    let used = |name: &str| {
        overlay.corrections.iter().any(|correction| match &correction.change {
            Edit::AddDocument(file) | Edit::AddKeys(file) | Edit::ReplaceKey(file) => file == name,
            _ => false,
        })
    };
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("overlay");
    let paths = walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.unwrap().into_path());
    let mut on_disk: Vec<String> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned())
        .collect();
    on_disk.sort();
    assert_eq!(on_disk, FILES.map(|(name, _)| name));
    assert!(FILES.iter().all(|(name, _)| used(name)));
}
