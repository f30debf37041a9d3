//! Runs all stages together, on small schemas.

#![allow(clippy::unwrap_used, reason = "the helpers are part of the tests")]

use std::fs;
use std::path::{Path, PathBuf};

use apple_device_management_core::Os;
use schema_codegen::model::Content;
use schema_codegen::pipeline::{Counts, Docs, Input, Outcome, PipelineError, Request, generate};
use schema_codegen::write::{compare_files, write_files};

const COMMAND: &str = "\
title: Test
payload:
  requesttype: Test
  supportedOS:
    iOS:
      introduced: '15.0'
payloadkeys:
- key: Colour
  type: <string>
  presence: required
  rangelist:
  - red
  - green
- key: Parts
  type: <array>
  subkeys:
  - key: Part
    type: <dictionary>
    subkeys:
    - key: Name
      type: <string>
      presence: optional
";

const STATUS: &str = "\
title: Status
payload:
  statusitemtype: test.status
  supportedOS:
    iOS:
      introduced: '16.0'
payloadkeys:
- key: test.status
  type: <boolean>
  presence: required
";

fn schema(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pipeline").join(name);
    fs::remove_dir_all(&folder).ok();
    put(&folder, "mdm/commands/test.yaml", COMMAND);
    put(&folder, "declarative/status/test.status.yaml", STATUS);
    folder
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn request(input: Input) -> Request {
    Request { input, docs: Docs::Facts, strict: false, pinned: false, known: None }
}

fn from(folder: &Path) -> Outcome {
    generate(&request(Input::Folder(folder.to_owned()))).unwrap()
}

#[test]
fn the_model_gives_the_same_files_as_the_schema() {
    let folder = schema("model");
    let outcome = from(&folder);
    let model = &outcome.model;
    assert_eq!(model.upstream.commit, None, "of no repository");
    assert!(model.documents.iter().any(|document| document.id == "Test"));
    assert!(outcome.counts.keys >= 5 && outcome.counts.types >= 3 && outcome.counts.enums >= 1);
    assert!(!outcome.timings.0.is_empty());

    let out = folder.join("out");
    write_files(&out, &outcome.files).unwrap();
    assert!(compare_files(&out, &from(&folder).files).unwrap().is_empty(), "the same again");
    let again = generate(&request(Input::Model(out.join("model.json")))).unwrap();
    assert_eq!(again.files, outcome.files);
    assert_eq!(again.counts, outcome.counts);
}

#[test]
fn a_correction_without_target_is_an_error_on_the_pinned_release_only() {
    let folder = schema("overlay");
    assert!(from(&folder).warnings.iter().any(|warning| warning.contains("overlay")));
    let pinned = Request { pinned: true, ..request(Input::Folder(folder)) };
    let flaws = generate(&pinned).unwrap().model.flaws;
    assert!(flaws.iter().any(|flaw| flaw.contains("overlay")), "{flaws:?}");
    let error = generate(&Request { strict: true, ..pinned }).unwrap_err();
    assert!(matches!(error, PipelineError::Flaws(lines) if lines == flaws));
}

#[test]
fn what_is_not_known_is_a_warning_or_an_error() {
    let folder = schema("strict");
    let strict = Request { strict: true, ..request(Input::Folder(folder.clone())) };
    generate(&strict).unwrap();
    put(&folder, "mdm/commands/test.yaml", &COMMAND.replace("title: Test", "title: Test\nnew: 1"));
    let known = from(&schema("known")).warnings.len();
    assert_eq!(from(&folder).warnings.len(), known + 1);
    let error = generate(&strict).unwrap_err();
    assert!(error.to_string().contains("mdm/commands/test.yaml:2:1"), "{error}");

    put(&folder, "mdm/commands/test.yaml", COMMAND);
    put(&folder, "mdm/commands/more.yml", "");
    assert_eq!(from(&folder).warnings.len(), known + 1);
    put(&folder, "mdm/later/more.yaml", "");
    let error = generate(&strict).unwrap_err().to_string();
    assert!(error.contains("mdm/commands/more.yml: not read"), "{error}");
    assert!(error.contains("mdm/later/more.yaml: not read: its folder belongs"), "{error}");
}

/// A document that cannot be read is as the last run had it; the others do not change.
#[test]
fn a_document_that_cannot_be_read_stays_as_it_was() {
    let folder = schema("broken-file");
    let before = from(&folder);
    let out = folder.join("out");
    write_files(&out, &before.files).unwrap();
    let known = Some(out.join("model.json"));
    for text in ["title: [\n", "title: Test", "", "title: Test\nlater: *lost\n"] {
        put(&folder, "mdm/commands/test.yaml", text);
        let request = Request { known: known.clone(), ..request(Input::Folder(folder.clone())) };
        let after = generate(&request).unwrap();
        assert_eq!(after.model.documents, before.model.documents, "{text}");
        assert!(
            matches!(&*after.model.flaws, [flaw] if flaw.starts_with("mdm/commands/test.yaml:")
                && flaw.ends_with("(the document stays as the last run has read it)")),
            "{:?}",
            after.model.flaws
        );
        assert_eq!(after.counts.flaws, 1);
        let strict = Request { strict: true, ..request.clone() };
        assert!(
            matches!(generate(&strict).unwrap_err(), PipelineError::Flaws(lines) if lines.len() == 1)
        );
        // Without a last run, it is not known what the document was.
        let alone = generate(&Request { known: None, ..request }).unwrap();
        assert_eq!(alone.model.documents.len(), before.model.documents.len() - 1);
        assert!(alone.model.flaws[0].ends_with("(the document is left out)"));
    }
    fs::write(folder.join("mdm/commands/test.yaml"), b"title: caf\xe9\n").unwrap();
    let request = Request { known, ..request(Input::Folder(folder.clone())) };
    assert_eq!(generate(&request).unwrap().model.documents, before.model.documents);
}

#[test]
fn a_folder_of_which_nothing_can_be_read_is_no_release() {
    let folder = schema("nothing");
    put(&folder, "mdm/commands/test.yaml", "title: [\n");
    put(&folder, "declarative/status/test.status.yaml", "");
    let error = generate(&request(Input::Folder(folder))).unwrap_err();
    assert!(matches!(&error, PipelineError::Nothing(lines) if lines.len() == 2), "{error}");
}

#[test]
fn a_document_without_an_identifier_keeps_the_one_it_had() {
    let folder = schema("identifier");
    let out = folder.join("out");
    write_files(&out, &from(&folder).files).unwrap();
    put(&folder, "mdm/commands/test.yaml", &COMMAND.replace("requesttype: Test", "beta: false"));
    let known = Some(out.join("model.json"));
    let outcome = generate(&Request { known, ..request(Input::Folder(folder)) }).unwrap();
    assert!(outcome.model.documents.iter().any(|document| document.id == "Test"));
    assert!(outcome.model.flaws[0].ends_with("(taken as `Test`, as in the last run)"));
}

/// A thing keeps the name that callers know, even if something new comes first that has the same.
#[test]
fn the_older_of_two_things_with_one_name_keeps_it() {
    let folder = schema("names");
    let known = Some(folder.join("out/model.json"));
    let out = folder.join("out");
    write_files(&out, &from(&folder).files).unwrap();
    let text = COMMAND.replace(
        "- key: Colour\n",
        "- key: colour\n  type: <string>\n- key: PARTS\n  type: <string>\n- key: Colour\n",
    );
    put(&folder, "mdm/commands/test.yaml", &text);
    // It comes before the old one in the order of the sources.
    let twin = COMMAND.replace("requesttype: Test", "requesttype: test");
    put(&folder, "mdm/commands/a.yaml", &twin);
    let request = Request { known, ..request(Input::Folder(folder)) };
    let once = generate(&request).unwrap();
    let names = |outcome: &Outcome, source: &str| {
        let found = outcome.model.documents.iter().find(|document| document.source == source);
        found.unwrap().names.clone()
    };
    let name = |of: &str, name: &str| (of.to_owned(), name.to_owned());
    assert_eq!(
        names(&once, "mdm/commands/test.yaml"),
        [name("field payload/PARTS", "parts_2"), name("field payload/colour", "colour_2")].into()
    );
    assert_eq!(names(&once, "mdm/commands/a.yaml"), [name("document", "Test2")].into());
    assert_eq!(once.model.flaws.len(), 3, "{:?}", once.model.flaws);
    // It stays so, although the last run knows both.
    write_files(&out, &once.files).unwrap();
    assert!(generate(&request).unwrap().files == once.files);
    let model = Request { input: Input::Model(out.join("model.json")), ..request };
    assert!(generate(&model).unwrap().files == once.files);
}

/// A list with an unknown word is not read: the other words alone would forbid what that word
/// allows.
#[test]
fn a_list_with_a_word_that_is_not_known_says_nothing() {
    let folder = schema("words");
    let known = from(&folder).warnings.len();
    let text = "\
title: Test
payload:
  requesttype: Test
  supportedOS:
    iOS:
      introduced: '15.0'
      allowed-enrollments: [supervised, account-driven]
      allowed-scopes: [session]
      sharedipad:
        allowed-scopes: [system, session]
    macOS:
      introduced: '15.0'
      allowed-enrollments: [supervised]
      allowed-scopes: [system]
      sharedipad:
        allowed-scopes: [system]
payloadkeys:
- key: Everywhere
  type: <string>
  allowed-scopes: [system, session]
- key: Known
  type: <string>
  allowed-scopes: [system]
  supportedOS:
    iOS:
      allowed-scopes: [session]
";
    put(&folder, "mdm/commands/test.yaml", text);
    let outcome = from(&folder);
    let document = outcome.model.documents.iter().find(|document| document.id == "Test").unwrap();
    let states = |os: Os| {
        let support = document.support[os as usize].unwrap();
        [
            support.allowed_enrollments().is_some(),
            support.allowed_scopes().is_some(),
            support.shared_ipad_allowed_scopes().is_some(),
        ]
    };
    assert_eq!(states(Os::Ios), [false; 3]);
    assert_eq!(states(Os::MacOs), [true; 3]);
    let Content::Dictionary(children) = &document.payload else { panic!("no map") };
    let keys = children.keys(document);
    assert!(keys[0].stated.iter().all(Option::is_none));
    assert!(keys[1].stated.iter().all(Option::is_some));
    assert_eq!(outcome.warnings.len(), known + 5, "one for each: {:?}", outcome.warnings);
}

/// Every kind of mapping below a key, and a whole key, each written out and each as an alias.
#[test]
fn what_aliases_repeat_is_accounted_for() {
    let folder = schema("aliases");
    let text = "\
title: Test
payload:
  requesttype: Test
  supportedOS: &oses
    iOS: &os
      introduced: '15.0'
      sharedipad: &shared
        mode: allowed
      userenrollment: &user
        mode: forbidden
    macOS: *os
    tvOS:
      introduced: &version '16.0'
      sharedipad: *shared
      userenrollment: *user
    watchOS:
      introduced: *version
payloadkeys:
- &whole
  key: Whole
  type: <dictionary>
  supportedOS: *oses
  subkeys: &inner
  - key: Count
    type: <integer>
    range: &range
      min: 1
      max: 5
- key: Other
  type: <dictionary>
  subkeys: *inner
- key: Outer
  type: <dictionary>
  subkeys:
  - *whole
  - key: Numbers
    type: <array>
    subkeys:
    - key: Number
      type: <integer>
      range: *range
      repetition: &repetition
        min: 2
  - key: More
    type: <array>
    subkeys:
    - key: Number
      type: <integer>
      repetition: *repetition
reasons:
- &reason
  value: Error.One
  details:
  - &detail
    key: Detail
    type: <string>
- value: Error.Two
  details:
  - *detail
- *reason
";
    put(&folder, "mdm/commands/test.yaml", text);
    let strict = Request { strict: true, ..request(Input::Folder(folder)) };
    generate(&strict).unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_key_where_its_payload_is_not_is_a_warning_or_an_error() {
    let folder = schema("contradiction");
    let known = from(&folder).warnings.len();
    let never = COMMAND.replacen("'15.0'", "n/a", 1);
    let stated = "  presence: required\n  supportedOS:\n    iOS:\n      introduced: '16.0'\n";
    let text = never.replacen("  presence: required\n", stated, 1);
    put(&folder, "mdm/commands/test.yaml", &text);
    let outcome = from(&folder);
    let line = "mdm/commands/test.yaml: Colour: stated as available on iOS, where what holds it is not \
                available (taken as not available)";
    assert!(outcome.warnings.iter().any(|warning| warning == line), "{:?}", outcome.warnings);
    assert_eq!(outcome.warnings.len(), known + 1);
    let strict = Request { strict: true, ..request(Input::Folder(folder)) };
    let error = generate(&strict).unwrap_err();
    assert!(matches!(&error, PipelineError::Flaws(lines) if lines == &[line]), "{error}");
}

#[test]
fn a_model_that_cannot_be_read_says_so() {
    let folder = schema("broken");
    let model = folder.join("model.json");
    let input = request(Input::Model(model.clone()));
    assert!(matches!(generate(&input).unwrap_err(), PipelineError::ReadModel { .. }));
    fs::write(&model, "{").unwrap();
    assert!(matches!(generate(&input).unwrap_err(), PipelineError::Model { .. }));
    let apple = Request { docs: Docs::Apple, ..input };
    assert!(matches!(generate(&apple).unwrap_err(), PipelineError::NoProse(_)));
}

#[test]
fn prose_goes_into_comments_only_where_it_is_asked_for() {
    let folder = schema("prose");
    let text = "\
title: Test
description: About [all] of it.
payload:
  requesttype: Test
  content: About [all] of it.
payloadkeys:
- key: Kinds
  type: <array>
  subkeys:
  - key: Large
    type: <dictionary>
    content: Of a variant.
    subkeys:
    - key: Item
      type: <string>
      presence: required
      rangelist: [Large]
  - key: Small
    type: <dictionary>
    subkeys:
    - key: Item
      type: <string>
      presence: required
      rangelist: [Small]
- key: Queries
  type: <array>
  subkeys:
  - key: Query
    type: <string>
    subkeys:
    - key: Size
      type: <string>
      content: Of a value.
    - key: Age
      type: <string>
- key: Parts
  type: <array>
  content: |
    See https://a.example/x_y and <these>:

        - code
  subkeys:
  - key: Part
    type: <dictionary>
    content: Of an item, which has no field.
    subkeys:
    - key: Name
      type: <string>
      content: The name of a part.
responsekeys:
- key: Parts
  type: <integer>
  content: How many.
";
    put(&folder, "mdm/commands/test.yaml", text);
    let facts = from(&folder);
    let words =
        ["About", "a.example", "The name of a part", "How many", "Of a variant", "Of a value"];
    let holds = |outcome: &Outcome, word: &str| {
        outcome.files.iter().filter(|(_, text)| text.contains(word)).count()
    };
    assert!(words.iter().all(|word| holds(&facts, word) == 0));
    let request = Request { docs: Docs::Apple, ..request(Input::Folder(folder)) };
    let apple = generate(&request).unwrap();
    assert!(words.iter().all(|word| holds(&apple, word) == 1), "and never in the model");
    let (_, module) = apple.files.iter().find(|(path, _)| path.ends_with("test.rs")).unwrap();
    for lines in [
        "///\n/// About \\[all\\] of it.\n",
        "    /// See <https://a.example/x_y> and \\<these\\>:\n    ///\n    /// \\- code\n",
        "    /// `Name`: string.\n    ///\n    /// The name of a part.\n",
        "    /// `Parts`: integer.\n    ///\n    /// How many.\n",
        "    /// `Large`\n    ///\n    /// Of a variant.\n",
        "    /// `Size`\n    ///\n    /// Of a value.\n",
    ] {
        assert!(module.contains(lines), "{lines}\nis not in\n{module}");
    }
    // A description that is the same text as the content is not repeated.
    assert_eq!(module.matches("About \\[all\\] of it.").count(), 1);
}

#[test]
fn counts_are_singular_where_there_is_one() {
    let counts = Counts { documents: 1, keys: 1, types: 2, enums: 0, flaws: 1 };
    assert_eq!(counts.to_string(), "1 document, 1 key, 2 types, 0 enums, 1 flaw read leniently");
    let flaws = PipelineError::Flaws(vec!["here".to_owned()]);
    assert_eq!(flaws.to_string(), "the schema has 1 flaw:\nhere");
}
