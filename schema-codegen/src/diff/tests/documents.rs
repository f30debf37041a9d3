use super::{Case, back, doc, keys, profile, text};
use crate::raw::{Note, RawDocument, RawReason, RawReasonDetail, RelatedStatusItems};
use crate::testing::{answer, document, key, oses, spanned};

/// A document in another file and with another identifier.
fn other(source: &str, id: &str) -> RawDocument {
    let names = ["One", "Two", "Three"];
    let mut raw = profile(names.iter().map(|name| key(name, "string")).collect());
    raw.source = source.to_owned();
    raw.payload.id = Some(("payloadtype", spanned(id.to_owned())));
    raw
}

fn declaration() -> RawDocument {
    let mut raw = profile(vec![key("K", "string")]);
    raw.source = "declarative/declarations/configurations/x.yaml".to_owned();
    raw.payload.apply = text("single");
    raw
}

fn reason(code: &str, kind: &str) -> RawReason {
    let detail = RawReasonDetail {
        key: spanned("Why".to_owned()),
        kind: text(kind),
        ..RawReasonDetail::default()
    };
    RawReason { value: spanned(code.to_owned()), description: None, details: vec![detail] }
}

pub(super) fn cases() -> Vec<Case> {
    let mut cases = came_and_went();
    let apply = doc(
        declaration(),
        |raw| raw.payload.apply = text("combined"),
        &["apply-changed : apply single → combined"],
    );
    let title = doc(
        profile(vec![]),
        |raw| raw.title = spanned("Another".to_owned()),
        &["title-changed : title A title → Another"],
    );
    let prose = doc(
        profile(vec![key("A", "string"), key("B", "array").sub(vec![key("I", "string")])]),
        |raw| {
            raw.description = Some("New words".to_owned());
            raw.lists[0].keys[0].content = Some("More words".to_owned());
            raw.lists[1].keys[0].title = Some("An item".to_owned());
            raw.notes.push(Note { title: None, content: Some("A note".to_owned()) });
        },
        &["prose-changed : text alone changed; places: 3"],
    );
    cases.extend([apply, title, prose]);
    cases.extend(reasons());
    cases
}

fn came_and_went() -> Vec<Case> {
    let one = || other("mdm/profiles/one.yaml", "com.example.one");
    let added = Case {
        old: vec![profile(vec![])],
        new: vec![one(), profile(vec![])],
        expected: &["document-added  with One with Two with Three: \
                     new: profiles::ComExampleOne; iOS 9.0"],
    };
    let removed = Case {
        old: vec![one(), profile(vec![])],
        new: vec![profile(vec![])],
        expected: &["document-removed : removed: profiles::ComExampleOne; iOS 9.0"],
    };
    let relocated = Case {
        old: vec![one()],
        new: vec![other("mdm/profiles/two.yaml", "com.example.one")],
        expected: &["document-relocated : com.example.one in mdm/profiles/one.yaml → \
                     com.example.one in mdm/profiles/two.yaml"],
    };
    // Its keys tell that it is the same: file and identifier are others.
    let renamed = Case {
        old: vec![one()],
        new: vec![other("mdm/profiles/two.yaml", "com.example.two")],
        expected: &["document-renamed : com.example.one (profiles::ComExampleOne) → \
                     com.example.two (profiles::ComExampleTwo)"],
    };
    let family = Case {
        old: vec![one()],
        new: vec![other("other/one.yaml", "com.example.one")],
        expected: &["document-renamed : com.example.one (profiles::ComExampleOne) → \
                     com.example.one (other::ComExampleOne)"],
    };
    let answered = doc(
        profile(vec![]),
        |raw| answer(raw, vec![key("State", "string")]),
        &["response-added  with State: has an answer: profiles::ComExampleIdResponse"],
    );
    // A command has an answer type in both releases.
    let typed = doc(
        document("mdm/commands/x.yaml", vec![]),
        |raw| answer(raw, vec![key("State", "string")]),
        &["answer-typed  with State: its answer has a type: commands::ComExampleIdResponse"],
    );
    let silent = doc(profile(vec![]), |raw| answer(raw, vec![key("State", "string")]), &[]);
    let silent = back(silent, &["response-removed  with State: no longer has an answer"]);
    vec![added, removed, relocated, renamed, family, answered, typed, silent]
}

fn reasons() -> Vec<Case> {
    let more = || {
        let change = |raw: &mut RawDocument| raw.reasons.push(reason("Error.X", "string"));
        doc(declaration(), change, &["reason-added : reason Error.X is new"])
    };
    let mut base = declaration();
    base.reasons.push(reason("Error.X", "string"));
    let details = doc(
        base,
        |raw| raw.reasons = vec![reason("Error.X", "integer")],
        &["reason-changed : details of reason Error.X: Why: string → Why: integer"],
    );
    let related = || {
        let items = || RelatedStatusItems { items: vec!["a.b".to_owned()], ..Default::default() };
        let change = |raw: &mut RawDocument| raw.related_status_items.push(items());
        doc(declaration(), change, &["status-item-related : related status item a.b"])
    };
    // A payload that takes any key in one release, and has listed keys in the other.
    let free = keys(
        vec![key("A", "string")],
        vec![key("ANY", "string")],
        &[
            "items-described *: items are described: string; iOS 9.0",
            "key-removed A: was string; iOS 9.0",
        ],
    );
    vec![
        more(),
        back(more(), &["reason-removed : reason Error.X is gone"]),
        details,
        related(),
        back(related(), &["status-item-unrelated : no longer related: status item a.b"]),
        free,
    ]
}

#[test]
fn an_old_identifier_is_found_before_content() {
    let case = Case {
        old: vec![other("mdm/profiles/one.yaml", "com.example.one")],
        new: vec![
            other("mdm/profiles/a.yaml", "com.example.other"),
            other("mdm/profiles/b.yaml", "com.example.one"),
        ],
        expected: &[],
    };
    let found = case.compare();
    let ids: Vec<_> = found.changes.iter().map(|change| change.rule.id).collect();
    assert_eq!(ids, ["document-added", "document-relocated"]);
    assert_eq!(found.changes[1].document.source, "mdm/profiles/b.yaml");
}

/// As `com.apple.MCX(Mobililty)` was renamed, while five more documents had its identifier.
#[test]
fn a_file_that_is_renamed_is_one_change() {
    let part = |part: &str, keys: &[&str]| {
        let keys = keys.iter().map(|name| key(name, "string")).collect();
        let mut raw = document(&format!("mdm/profiles/com.apple.MCX({part}).yaml"), keys);
        raw.payload.id = Some(("payloadtype", spanned("com.apple.MCX".to_owned())));
        raw
    };
    let case = Case {
        old: vec![part("Accounts", &["A"]), part("Mobililty", &["B", "C"])],
        new: vec![
            part("Accounts", &["A"]),
            part("Energy", &["D"]),
            part("Mobility", &["B", "C", "E"]),
        ],
        expected: &[],
    };
    let found = case.compare();
    let told = found.changes.iter().map(|change| (change.rule.id, change.document.source.as_str()));
    let mobility = "mdm/profiles/com.apple.MCX(Mobility).yaml";
    let expected = [
        ("document-added", "mdm/profiles/com.apple.MCX(Energy).yaml"),
        ("document-relocated", mobility),
        ("key-added", mobility),
    ];
    assert_eq!(told.collect::<Vec<_>>(), expected);
    let retired = crate::retired::compute([
        &crate::testing::model(&case.old),
        &crate::testing::model(&case.new),
    ])
    .retired;
    assert!(retired.is_empty(), "{retired:?}");
}

#[test]
fn names_that_collide_are_noted() {
    let mut raw = profile(vec![key("A b", "string"), key("A-b", "string")]);
    raw.payload.supported_os = Some(oses(&["iOS 9.0"]));
    let case = doc(raw, |raw| raw.lists[0].keys[0].presence = text("required"), &[]);
    let found = case.compare();
    assert_eq!(found.notes.len(), 1);
    assert!(found.notes[0].starts_with("no Rust types: "), "{}", found.notes[0]);
    assert_eq!(found.changes[0].rule.id, "presence-tightened");
}
