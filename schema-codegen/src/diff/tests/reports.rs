use super::{Case, SOURCE, profile};
use crate::diff::report::{json, markdown, text};
use crate::diff::{Comparison, Subject, history};
use crate::raw::RawDocument;
use crate::testing::{answer, document, key, model, oses, says, spanned};

/// A comparison with changes of many kinds.
fn comparison() -> Comparison {
    let mut old = profile(vec![key("A", "string").values(&["x"]), key("B", "string")]);
    answer(&mut old, vec![key("State", "string")]);
    let mut new = profile(vec![
        key("A", "string").values(&["x", "y_z"]),
        key("B", "integer"),
        key("D", "dictionary").sub(vec![key("E", "string"), key("F", "string")]),
    ]);
    answer(&mut new, vec![key("State", "string").required()]);
    new.payload.supported_os = Some(oses(&["iOS 9.0", "tvOS 17.0"]));
    new.description = Some("Other words".to_owned());
    let mut added = document("mdm/commands/y.yaml", vec![]);
    added.payload.id = Some(("requesttype", spanned("Do`It".to_owned())));
    added.payload.supported_os = Some(oses(&["iOS 17.0"]));
    Case { old: vec![old], new: vec![added, new], expected: &[] }.compare()
}

const TEXT: &str = "\
unnamed → unnamed

commands
  Do`It  mdm/commands/y.yaml
    + new: commands::DoIt; iOS 17.0

profiles
  com.example.id  mdm/profiles/x.yaml
      now on tvOS 17.0
    + A                                             also \"y_z\"
    ! B                                             type string → integer
    + D                                             new: dictionary; iOS 9.0; tvOS 17.0; 2 keys below
    ! response/State                                not stated → required

not listed: prose-changed: 1 place in 1 document
     1  document-added           additive
     1  key-added                additive
     1  type-changed             breaking
     1  became-required          breaking
     1  value-added              additive
     1  support-introduced       none
7 changes: 2 breaking for Rust callers, 3 additive, 2 without effect on them.
";

const MARKDOWN: &str = "\
7 changes: 2 breaking for Rust callers, 3 additive, 2 without effect on them.

What is **breaking** for Rust callers is marked.

### New objects (1)

- commands `` Do`It ``: new: commands::DoIt; iOS 17.0

### New keys (1)

- profiles `com.example.id`
  - `D`: new: dictionary; iOS 9.0; tvOS 17.0; 2 keys below

### Objects with new OS support (1)

- profiles `com.example.id`: now on tvOS 17.0

### Other changes (3)

- profiles `com.example.id`
  - `A`: also \"y\\_z\"
  - **breaking** `B`: type string → integer
  - **breaking** `response/State`: not stated → required

### Not listed

- prose-changed: 1 place in 1 document
";

#[test]
fn text_groups_by_document() {
    assert_eq!(text(&comparison(), false), TEXT);
}

#[test]
fn colour_adds_nothing_but_colour() {
    let coloured = text(&comparison(), true);
    let mut plain = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    plain.push_str(rest);
    assert_eq!(plain, TEXT);
    assert_ne!(coloured, TEXT);
}

#[test]
fn markdown_groups_by_section() {
    assert_eq!(markdown(&comparison(), 3, None), MARKDOWN);
}

/// A report with sections like those of Apple's own lists of changes.
#[test]
fn what_is_deprecated_removed_or_renamed_has_a_section_of_its_own() {
    let silent = |name: &str, kind: &str| key(name, kind).os("iOS", |_| ());
    let mut old = profile(vec![
        silent("Fading", "string"),
        silent("Ending", "string"),
        silent("PasswordA", "data"),
    ]);
    old.payload.supported_os = Some(oses(&["iOS 9.0"]));
    let mut new = profile(vec![
        key("Fading", "string").os("iOS", says("deprecated", "27.0")),
        key("Ending", "string").os("iOS", says("removed", "27.0")),
        silent("PasswordB", "data"),
    ]);
    new.payload.supported_os = old.payload.supported_os.clone();
    let mut other = document("mdm/profiles/other.yaml", vec![]);
    other.payload.supported_os = Some(oses(&["iOS 9.0"]));
    let mut fading = other.clone();
    says("deprecated", "27.2")(&mut fading.payload.supported_os.as_mut().unwrap().entries[0]);
    let case = Case { old: vec![old, other], new: vec![new, fading], expected: &[] };
    let report = markdown(&case.compare(), 3, None);
    let headings: Vec<_> = report.lines().filter(|line| line.starts_with('#')).collect();
    let expected = [
        "### Deprecated objects (1)",
        "### Deprecated keys (1)",
        "### Removed keys (1)",
        "### Renamed keys (1)",
    ];
    assert_eq!(headings, expected, "{report}");
    for line in ["deprecated since iOS 27.2\n", "`Fading`: deprecated since iOS 27.0\n"] {
        assert!(report.contains(line), "{report}");
    }
}

#[test]
fn what_breaks_callers_is_the_last_to_be_left_out() {
    let short = markdown(&comparison(), 3, Some(690));
    let breaking = "\
### Other changes (3)

- profiles `com.example.id`
  - **breaking** `B`: type string → integer
  - **breaking** `response/State`: not stated → required

_1 more is left out here._
";
    assert!(short.contains(breaking), "{short}");
    assert!(short.contains("### New keys (1)\n\n_1 more is left out here._\n"), "{short}");
    let all = markdown(&comparison(), 3, Some(MARKDOWN.len() + 400));
    assert_eq!(all, MARKDOWN);
    // The end of the report needs room too.
    let mut noted = comparison();
    noted.notes = vec!["n".repeat(500)];
    for comparison in [comparison(), noted] {
        let frame = markdown(&comparison, 3, Some(0)).len();
        for limit in 0..2000 {
            let length = markdown(&comparison, 3, Some(limit)).len();
            assert!(length <= limit.max(frame), "{limit}: {length}");
        }
    }
}

#[test]
fn json_is_stable() {
    let text = json(&comparison()).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(json["format"], 1);
    assert_eq!(json["rust"], "breaking");
    assert_eq!(json["summary"][0]["rule"], "document-added");
    let changes = json["changes"].as_array().unwrap();
    assert_eq!(changes.len(), text.lines().count() - 2);
    let added = changes.iter().find(|change| change["rule"] == "key-added").unwrap();
    let expected = serde_json::json!({
        "rule": "key-added", "section": "new-keys", "devices": "adds", "rust": "additive",
        "family": "profiles", "document": "com.example.id", "source": SOURCE,
        "side": "payload", "path": "D", "with": ["D/E", "D/F"],
        "new": "dictionary; iOS 9.0; tvOS 17.0",
        "text": "new: dictionary; iOS 9.0; tvOS 17.0",
    });
    assert_eq!(*added, expected);
}

#[test]
fn nothing_is_said_of_nothing() {
    let same = Case { old: vec![profile(vec![])], new: vec![profile(vec![])], expected: &[] };
    assert_eq!(text(&same.compare(), false), "unnamed → unnamed\n\nNothing changed.\n");
    assert_eq!(markdown(&same.compare(), 2, None), "Nothing changed.\n\n");
}

/// Releases that follow each other, with names.
fn named(releases: Vec<Vec<RawDocument>>) -> Vec<crate::model::Model> {
    let release = |(index, documents): (usize, Vec<_>)| {
        let mut model = model(&documents);
        model.upstream.release = Some(format!("R{index}"));
        model
    };
    releases.into_iter().enumerate().map(release).collect()
}

/// Four releases of one profile.
fn releases() -> Vec<crate::model::Model> {
    let keys = [
        vec![key("A", "string")],
        vec![key("A", "string"), key("K", "string").values(&["x"])],
        vec![key("A", "string"), key("K", "string").values(&["x", "y"])],
        vec![key("A", "string")],
    ];
    named(keys.into_iter().map(|keys| vec![profile(keys)]).collect())
}

fn told(subject: &str) -> Vec<String> {
    told_of(&releases(), subject)
}

fn told_of(releases: &[crate::model::Model], subject: &str) -> Vec<String> {
    let subject: Subject = subject.parse().unwrap();
    let all = history(releases, &subject);
    let events = all.iter().flat_map(|history| &history.events);
    events.map(|event| format!("{}: {}", event.release, event.lines.join(", "))).collect()
}

#[test]
fn a_history_tells_when_a_thing_came_changed_and_went() {
    let key = ["R1: appeared: string; iOS 9.0", "R2: also \"y\"", "R3: removed"]
        .map(str::to_owned)
        .to_vec();
    assert_eq!(told("com.example.id/K"), key);
    assert_eq!(told("mdm/profiles/x.yaml/K"), key);
    assert_eq!(told("com.example.id/K/y"), ["R2: appeared: a value of K", "R3: removed"]);
    let whole = [
        "R0: there already: iOS 9.0",
        "R1: K: new: string; iOS 9.0",
        "R2: K: also \"y\"",
        "R3: K: was string; iOS 9.0",
    ];
    assert_eq!(told("com.example.id"), whole);
    assert_eq!(told("com.example.id/Nothing"), Vec::<String>::new());
    assert_eq!(told("com.example.other"), Vec::<String>::new());
}

#[test]
fn a_history_tells_where_to_a_thing_went_and_where_from_it_came() {
    let content = || vec![key("Secret", "string"), key("Other", "integer")];
    let first = profile(vec![key("Secret", "string"), key("Color", "string")]);
    let second = profile(vec![key("Box", "dictionary").sub(content()), key("Colour", "string")]);
    let mut third = second.clone();
    third.source = "mdm/profiles/y.yaml".to_owned();
    let releases = named(vec![vec![first], vec![second], vec![third]]);
    let told = |subject| told_of(&releases, subject);
    assert_eq!(told("mdm/profiles/x.yaml/Secret")[1..], ["R1: now at Box/Secret"]);
    let inner = ["R1: was at Secret: string; iOS 9.0", "R2: now at mdm/profiles/y.yaml/Box/Secret"];
    assert_eq!(told("mdm/profiles/x.yaml/Box/Secret"), inner);
    assert_eq!(told("mdm/profiles/x.yaml/Color")[1..], ["R1: now at Colour"]);
    assert_eq!(told("mdm/profiles/x.yaml")[2..], ["R2: now at mdm/profiles/y.yaml"]);
    let other = told("mdm/profiles/y.yaml");
    assert_eq!(other, ["R2: was at mdm/profiles/x.yaml: iOS 9.0"]);
}

#[test]
fn a_value_goes_where_its_key_goes() {
    let color = |values: &'static [&'static str]| key("Color", "string").values(values);
    let first = profile(vec![color(&["red", "green"])]);
    let second = profile(vec![key("Box", "dictionary").sub(vec![color(&["red", "blue"])])]);
    let mut third = second.clone();
    third.source = "mdm/profiles/y.yaml".to_owned();
    let releases = named(vec![vec![first], vec![second], vec![third]]);
    let told = |subject| told_of(&releases, subject);
    assert_eq!(told("mdm/profiles/x.yaml/Color/red")[1..], ["R1: now at Box/Color/red"]);
    // The value is gone, and its key is elsewhere.
    assert_eq!(told("mdm/profiles/x.yaml/Color/green")[1..], ["R1: removed"]);
    let red =
        ["R1: was at Color/red: a value of Color", "R2: now at mdm/profiles/y.yaml/Box/Color/red"];
    assert_eq!(told("mdm/profiles/x.yaml/Box/Color/red"), red);
    let appeared = "R1: appeared: a value of Color";
    assert_eq!(told("mdm/profiles/x.yaml/Box/Color/blue")[..1], [appeared]);
}
