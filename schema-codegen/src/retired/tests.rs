//! Small histories, and what is retired at the end of each.

use apple_device_management_core::{Introduced, Os, OsSupport, Presence};

use super::*;
use crate::model::Upstream;
use crate::model_json::{read, write};
use crate::raw::RawDocument;
use crate::testing::{K, answer, document, key, model, oses, payload};

const SOURCE: &str = "mdm/profiles/x.yaml";

fn profile(keys: Vec<K>) -> RawDocument {
    let mut raw = document(SOURCE, keys);
    raw.payload.supported_os = Some(oses(&["iOS 9.0"]));
    raw
}

/// Releases `R1`, `R2`, …
fn releases(releases: &[Vec<RawDocument>]) -> Vec<Model> {
    let release = |(at, documents): (usize, &Vec<RawDocument>)| {
        let release = Some(format!("R{}", at + 1));
        Model { upstream: Upstream { release, ..Upstream::default() }, ..model(documents) }
    };
    releases.iter().enumerate().map(release).collect()
}

/// Releases of one profile, by its keys.
fn history(keys: Vec<Vec<K>>) -> Vec<Model> {
    releases(&keys.into_iter().map(|keys| vec![profile(keys)]).collect::<Vec<_>>())
}

/// The last release and the place of each entry, as a text; then the notes.
fn told(releases: &[Model]) -> Vec<String> {
    let Computed { retired, notes } = compute(releases);
    let documents = retired.documents.iter();
    let documents =
        documents.map(|one| format!("{} {}", one.last.as_ref().unwrap().release, one.id));
    let keys = retired.keys.iter().map(|one| {
        let path = one.holder.path.key(&one.key.name);
        format!("{} {path}", one.key.last.as_ref().unwrap().release)
    });
    let values = retired.values.iter();
    let values = values
        .map(|one| format!("{} {}={}", one.last.release, one.at.path, apply::word(&one.value)));
    documents.chain(keys).chain(values).chain(notes).collect()
}

fn a() -> K {
    key("A", "string")
}

fn in_b(keys: Vec<K>) -> K {
    key("B", "dictionary").sub(keys)
}

#[test]
fn what_went_is_retired_with_the_last_that_had_it() {
    for (releases, expected) in [
        // A key, at the root and further down, with the keys below it.
        (vec![vec![a(), key("Gone", "string")], vec![a()]], vec!["R1 Gone"]),
        (vec![vec![a(), in_b(vec![a()])], vec![a()], vec![a()]], vec!["R1 B"]),
        (vec![vec![in_b(vec![a(), key("X", "data")])], vec![in_b(vec![a()])]], vec!["R1 B/X"]),
        // A key that came back is not retired. One that was removed twice has the later last
        // release.
        (vec![vec![a(), in_b(vec![a()])], vec![a()], vec![a(), in_b(vec![a()])]], vec![]),
        (
            vec![vec![a(), key("X", "data")], vec![a()], vec![a(), key("X", "data")], vec![a()]],
            vec!["R3 X"],
        ),
        // A value is kept, but not if the whole rangelist is gone: then any value is allowed.
        (vec![vec![a().values(&["x", "y"])], vec![a().values(&["y"])]], vec!["R1 A=x"]),
        (vec![vec![a().values(&["x", "y"])], vec![a()]], vec![]),
        // A key that was removed from a dictionary which was removed later.
        (
            vec![
                vec![a(), in_b(vec![a(), key("X", "data")])],
                vec![a(), in_b(vec![a()])],
                vec![a()],
            ],
            vec!["R2 B"],
        ),
    ] {
        assert_eq!(told(&history(releases)), expected);
    }
}

#[test]
fn what_is_elsewhere_now_is_not_retired() {
    let content = || vec![key("One", "string"), key("Two", "data"), key("Three", "date")];
    for releases in [
        // A key that was moved, and one that was renamed.
        vec![vec![in_b(vec![a(), key("X", "data")])], vec![in_b(vec![a()]), key("X", "data")]],
        vec![vec![key("PasswordA", "data"), a()], vec![key("PasswordB", "data"), a()]],
        // A key whose name stood for any key, and that is the value of a map now.
        vec![vec![in_b(vec![key("Realm", "string")])], vec![in_b(vec![key("ANY", "string")])]],
        vec![
            vec![key("Domain", "dictionary").sub(content())],
            vec![in_b(vec![key("ANY", "dictionary").sub(content())])],
        ],
        // A key of a dictionary that is one of anything now.
        vec![vec![in_b(vec![a()])], vec![key("B", "dictionary")]],
    ] {
        assert_eq!(told(&history(releases)), Vec::<String>::new());
    }
}

#[test]
fn a_document_is_retired_whole() {
    let mut gone = document("mdm/commands/gone.yaml", vec![key("K", "string").required()]);
    gone.payload.id = Some(("requesttype", crate::testing::spanned("Gone".to_owned())));
    answer(&mut gone, vec![key("Answer", "string")]);
    let releases = releases(&[vec![gone.clone(), profile(vec![a()])], vec![profile(vec![a()])]]);
    assert_eq!(told(&releases), ["R1 Gone"]);
    let mut newest = releases[1].clone();
    assert_eq!(compute(&releases).retired.apply(&mut newest), []);
    let kept = &newest.documents[0];
    assert_eq!(kept.last.as_ref().unwrap().to_string(), "in R1, not in R2");
    assert_eq!(payload(kept)[0].presence, Presence::Required);
    assert!(kept.response.is_some());
}

#[test]
fn a_key_keeps_its_support_and_is_not_required() {
    let mut later = profile(vec![a()]);
    later.payload.supported_os = Some(oses(&["iOS 9.0", "macOS 10.7"]));
    let gone = key("X", "string").required().on(&["iOS 12.0"]);
    let mut first = profile(vec![a(), gone]);
    first.payload.supported_os = Some(oses(&["iOS 9.0", "macOS n/a"]));
    let retired = compute(&releases(&[vec![first], vec![later]])).retired;
    let key = &retired.keys[0].key;
    assert_eq!(key.presence, Presence::Optional);
    let introduced = |os: Os| key.stated[os as usize].map(|support| support.introduced());
    assert_eq!(introduced(Os::Ios), Some(crate::testing::since("12.0")));
    // The newer profile is available on macOS, where the key never was.
    assert_eq!(key.stated[Os::MacOs as usize], Some(OsSupport::NEVER));
    assert_eq!(introduced(Os::TvOs), None);
    assert_ne!(introduced(Os::MacOs), Some(Introduced::Unstated));
}

#[test]
fn a_list_that_others_share_by_now_is_left_alone() {
    let shared = |keys: Vec<K>| vec![key("B", "dictionary").anchor("l", keys), a()];
    let both = |keys: Vec<K>| {
        vec![key("B", "dictionary").anchor("l", keys), key("C", "dictionary").alias("l"), a()]
    };
    let x = || vec![a(), key("X", "data")];
    // There is one entry for all places of a shared list.
    assert_eq!(told(&history(vec![both(x()), both(vec![a()])])), ["R1 B/X"]);
    let lost = "mdm/profiles/x.yaml B/X cannot be kept: what held it is now in places that never \
                had it";
    assert_eq!(told(&history(vec![shared(x()), both(vec![a()])])), [lost]);
}

#[test]
fn the_newest_release_wins_and_what_adds_nothing_is_told() {
    let old = vec![a().values(&["x", "y"]), in_b(vec![a(), key("X", "data")]), key("Z", "data")];
    let new = vec![a().values(&["y"]), in_b(vec![a()])];
    let releases = history(vec![old.clone(), new]);
    let retired = compute(&releases).retired;
    assert_eq!(retired.len(), 3);
    let mut newest = releases[1].clone();
    assert_eq!(retired.apply(&mut newest), []);
    assert_eq!(newest.without_retired(), releases[1]);
    let whys = |model: &Model| {
        let stale = retired.apply(&mut model.clone());
        stale.into_iter().map(|stale| (stale.place, stale.why)).collect::<Vec<_>>()
    };
    let places = ["mdm/profiles/x.yaml Z", "mdm/profiles/x.yaml B/X", "x of mdm/profiles/x.yaml A"];
    let all =
        |why: [NotAdded; 3]| places.map(str::to_owned).into_iter().zip(why).collect::<Vec<_>>();
    assert_eq!(whys(&releases[0]), all([NotAdded::There; 3]));
    assert_eq!(whys(&newest), all([NotAdded::There; 3]));
    assert_eq!(whys(&model(&[])), all([NotAdded::NoHolder; 3]));
    let other = history(vec![vec![key("z", "data"), a(), key("B", "dictionary")]]);
    assert_eq!(whys(&other[0]), all([NotAdded::Collision, NotAdded::NoHolder, NotAdded::NoHolder]));
}

#[test]
fn a_list_goes_on_from_where_it_stands() {
    let all = history(vec![
        vec![a().values(&["x", "y"]), in_b(vec![a(), key("X", "data")]), key("Z", "data")],
        vec![a().values(&["y"]), in_b(vec![a(), key("X", "data")])],
        vec![a().values(&["y"]), in_b(vec![a()])],
    ]);
    let whole = compute(&all);
    let releases = whole.retired.releases.iter().map(|it| it.release.as_deref().unwrap());
    assert_eq!(releases.collect::<Vec<_>>(), ["R1", "R2", "R3"]);
    assert_eq!(extend(&compute(&all[..2]).retired, &all[1], &all[2]), whole);
    // A list without releases is extended from the release before.
    let first = compute(&all[1..]);
    assert_eq!(extend(&Retired::default(), &all[1], &all[2]), first);
    assert!(!first.retired.has_releases_of(&whole.retired));
    assert!(whole.retired.has_releases_of(&whole.retired));
}

#[test]
fn what_another_history_says_is_told() {
    let x = |values: &[&str]| vec![a().values(&["y"]), key("X", "string").values(values)];
    let all = history(vec![
        vec![a().values(&["x", "y"]), key("X", "string").values(&["p"])],
        x(&["p"]),
        x(&["p", "q"]),
        vec![a().values(&["y"])],
    ]);
    let (gap, whole) = (compute([&all[0], &all[3]]).retired, compute(&all).retired);
    let profile = "mdm/profiles/x.yaml";
    let news = [
        format!("{profile} X is in R3, not in R4; it was recorded as in R1, not in R4"),
        format!("x of {profile} A is in R1, not in R2; it was recorded as in R1, not in R4"),
    ];
    assert_eq!(gap.news(&whole), news);
    let late = compute(&all[1..]).retired;
    assert_eq!(late.news(&whole), [format!("x of {profile} A is new, in R1, not in R2")]);
    assert_eq!(whole.news(&late), [format!("x of {profile} A is no entry")]);
    let mut other = whole.clone();
    other.keys[0].key.rangelist.clear();
    assert_eq!(whole.news(&other), [format!("{profile} X has other facts")]);
}

#[test]
fn one_of_several_documents_with_an_identifier_is_kept() {
    let mcx = |which: &str| {
        let mut raw = document(&format!("mdm/profiles/com.apple.MCX({which}).yaml"), vec![a()]);
        raw.payload.id = Some(("payloadtype", crate::testing::spanned("com.apple.MCX".to_owned())));
        raw
    };
    let old = vec![mcx("Accounts"), mcx("TimeServer"), mcx("WiFi")];
    let releases = releases(&[old, vec![mcx("Accounts"), mcx("TimeServer")]]);
    let Computed { retired, notes } = compute(&releases);
    assert_eq!((retired.documents.len(), notes), (1, Vec::new()));
    let mut newest = releases[1].clone();
    assert_eq!(retired.apply(&mut newest), []);
    assert_eq!(newest.documents.len(), 3);
    assert_eq!(retired.apply(&mut newest.clone()).len(), 1);
}

#[test]
fn the_file_holds_all_of_it() {
    let mut gone = document("other/gone.yaml", vec![a()]);
    gone.payload.id = Some(("payloadtype", crate::testing::spanned("gone".to_owned())));
    let old = vec![gone, profile(vec![a().values(&["x", "y"]), in_b(vec![a()])])];
    let releases = releases(&[old, vec![profile(vec![a().values(&["y"])])]]);
    let retired = compute(&releases).retired;
    assert_eq!(retired.len(), 3);
    assert_eq!(read::<Retired>(&write(&retired).unwrap()).unwrap(), retired);
    // The model's file holds it too.
    let mut newest = releases[1].clone();
    retired.apply(&mut newest);
    assert_eq!(model_json::read::<Model>(&model_json::write(&newest).unwrap()).unwrap(), newest);
    assert!(crate::emit::emit_model(&newest, &crate::emit::Prose::new()).is_ok());
}

#[test]
fn the_committed_list_is_written_as_it_stands() {
    let text = include_str!("../../retired.json");
    assert_eq!(write(&read::<Retired>(text).unwrap()).unwrap(), text);
}
