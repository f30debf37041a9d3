use apple_device_management_core::{
    AccessRights, Enrollment, Enrollments, Os, Presence, Right, Scope, Scopes,
};

use super::*;
use crate::testing::{K, document, key, model, oses, says, since, spanned};

/// The model of one document, with these OSes stated for its payload.
fn with(payload: &[&str], keys: Vec<K>) -> Model {
    let mut raw = document("mdm/profiles/x.yaml", keys);
    raw.payload.supported_os = (!payload.is_empty()).then(|| oses(payload));
    model(&[raw])
}

/// The support at a path of that document.
fn at(model: &Model, path: &str) -> Effective {
    let mut found = None;
    walk(model, &model.documents[0], &mut |place| {
        if place.path.to_string() == path {
            found = Some(*place.support);
        }
    });
    found.unwrap()
}

fn ios(model: &Model, path: &str) -> OsSupport {
    *at(model, path).on(Os::Ios)
}

#[test]
fn support_comes_down_the_chain_of_keys() {
    let inner = key("Inner", "string").on(&["macOS 14.0"]);
    let model = with(
        &["iOS 5.0", "macOS 10.7"],
        vec![key("Outer", "dictionary").on(&["iOS 13.0"]).sub(vec![inner])],
    );
    assert_eq!(ios(&model, "Outer/Inner").introduced(), since("13.0"));
    assert_eq!(at(&model, "Outer/Inner").on(Os::MacOs).introduced(), since("14.0"));
}

#[test]
fn the_later_introduction_counts() {
    let item = key("Item", "dictionary").on(&["iOS 7.0"]);
    let model = with(&["iOS 8.0"], vec![key("AllowList", "array").sub(vec![item])]);
    assert_eq!(ios(&model, "AllowList/*").introduced(), since("8.0"));
}

#[test]
fn never_holds_for_all_below() {
    let inner = key("IKEv2", "dictionary").on(&["watchOS 10.0"]);
    let model = with(&["watchOS n/a", "iOS 4.0"], vec![inner]);
    assert_eq!(at(&model, "IKEv2").on(Os::WatchOs), &OsSupport::NEVER);
    let inner = key("Inner", "string").os("iOS", says("supervised", true));
    let outer = key("Outer", "dictionary").on(&["iOS n/a"]).sub(vec![inner]);
    assert_eq!(ios(&with(&["iOS 4.0"], vec![outer]), "Outer/Inner"), OsSupport::NEVER);
}

#[test]
fn removed_zero_is_never() {
    let gone = key("Gone", "string").os("iOS", says("removed", "0"));
    assert_eq!(ios(&with(&["iOS 7.0"], vec![gone]), "Gone"), OsSupport::NEVER);
}

#[test]
fn the_earlier_end_counts() {
    let nested = |outer: &str, inner: &str| {
        let inner = key("Inner", "string").os("iOS", says("removed", inner));
        let outer = key("Outer", "dictionary").os("iOS", says("removed", outer)).sub(vec![inner]);
        ios(&with(&["iOS 4.0"], vec![outer]), "Outer/Inner").removed()
    };
    assert_eq!(nested("9.0", "8.0"), Some("8.0".parse().unwrap()));
    assert_eq!(nested("8.0", "9.0"), Some("8.0".parse().unwrap()));
}

#[test]
fn all_is_earlier_than_any_version() {
    let keys = vec![key("Always", "string").on(&["iOS all"])];
    assert_eq!(ios(&with(&["iOS 7.0"], keys.clone()), "Always").introduced(), since("7.0"));
    assert_eq!(ios(&with(&["iOS all"], keys), "Always").introduced(), Introduced::Always);
}

#[test]
fn an_os_that_the_payload_does_not_name_cannot_use_it() {
    let other = {
        let mut raw = document("mdm/profiles/y.yaml", vec![]);
        raw.payload.supported_os = Some(oses(&["macOS 10.7"]));
        raw
    };
    let mut raw = document("mdm/profiles/x.yaml", vec![key("K", "string").on(&["macOS 12.0"])]);
    raw.payload.supported_os = Some(oses(&["iOS 4.0"]));
    let model = model(&[raw, other]);
    assert_eq!(at(&model, "K").on(Os::MacOs), &OsSupport::NEVER);
    // No document names visionOS, so that nothing is known of it.
    assert_eq!(at(&model, "K").on(Os::VisionOs), &OsSupport::UNSTATED);
}

#[test]
fn an_os_that_hardly_any_document_names_is_not_covered() {
    let named = |index: usize, names: &[&str]| {
        let mut raw = document(&format!("mdm/profiles/{index:02}.yaml"), vec![]);
        raw.payload.supported_os = Some(oses(names));
        raw
    };
    let release = |watch: usize| {
        let names =
            |index| if index < watch { &["iOS 4.0", "watchOS 2.0"][..] } else { &["iOS 4.0"] };
        Covered::of(&model(&(0..21).map(|index| named(index, names(index))).collect::<Vec<_>>()))
    };
    assert!(!release(2).covers(Os::WatchOs));
    assert!(release(3).covers(Os::WatchOs));
    assert!(!release(3).covers(Os::MacOs));
}

#[test]
fn a_payload_without_any_statement_is_unknown() {
    let model = with(&[], vec![key("K", "string").on(&["iOS 9.0"]), key("L", "string")]);
    assert_eq!(ios(&model, "K").introduced(), since("9.0"));
    assert_eq!(ios(&model, "L"), OsSupport::UNSTATED);
}

#[test]
fn members_merge_one_by_one() {
    let inner = key("Inner", "string").os("iOS", |os| {
        says("sharedipad.userchannel", false)(os);
        says("supervised", false)(os);
    });
    let outer = key("Outer", "dictionary").sub(vec![inner]).os("iOS", |os| {
        says("sharedipad.mode", "allowed")(os);
        says("sharedipad.userchannel", true)(os);
        says("sharedipad.devicechannel", true)(os);
        says("supervised", true)(os);
        says("accessrights", "AllowSettings")(os);
        says("allowed-enrollments", &["supervised"][..])(os);
    });
    let support = ios(&with(&["iOS 4.0"], vec![outer]), "Outer/Inner");
    assert_eq!(support.shared_ipad_mode(), Some(Mode::Allowed));
    assert_eq!(support.shared_ipad_device_channel(), Some(true));
    assert_eq!(support.shared_ipad_user_channel(), Some(false));
    assert_eq!(support.supervised(), Some(false));
    assert_eq!(
        support.access_rights().and_then(|rights| rights.right()),
        Some(Right::AllowSettings)
    );
    assert_eq!(support.allowed_enrollments(), Some(Enrollments::of(&[Enrollment::Supervised])));
}

#[test]
fn a_beta_payload_is_beta_where_it_is_available() {
    let mut raw = document("mdm/profiles/x.yaml", vec![key("K", "string")]);
    raw.payload.supported_os = Some(oses(&["iOS 18.0", "tvOS n/a"]));
    raw.payload.beta = Some(spanned(true));
    let model = model(&[raw]);
    assert_eq!(ios(&model, "K").beta(), Some(true));
    assert_eq!(at(&model, "K").on(Os::TvOs), &OsSupport::NEVER);
}

#[test]
fn paths_name_items_values_and_variants() {
    let variant = |name: &str| {
        key(name, "dictionary").sub(vec![key("Item", "string").required().values(&[name])])
    };
    let model = with(
        &["iOS 4.0"],
        vec![
            key("Queries", "array")
                .sub(vec![key("QueriesItem", "string").sub(vec![key("UDID", "string")])]),
            key("Settings", "array").sub(vec![variant("A"), variant("B")]),
            key("Map", "dictionary").sub(vec![key("ANY name", "array").sub(vec![key("I", "any")])]),
        ],
    );
    let mut paths = Vec::new();
    walk(&model, &model.documents[0], &mut |place| paths.push(place.path.to_string()));
    assert_eq!(
        paths,
        [
            "Queries",
            "Queries/*",
            "Queries/*/UDID",
            "Settings",
            "Settings/*/A",
            "Settings/*/A/Item",
            "Settings/*/B",
            "Settings/*/B/Item",
            "Map",
            "Map/*",
            "Map/*/*"
        ]
    );
}

#[test]
fn a_shared_list_has_a_support_for_each_place() {
    let folder = |name: &str| key(name, "dictionary");
    let keys = vec![
        folder("A").anchor(
            "f",
            vec![
                key("Name", "string"),
                key("Sub", "array").sub(vec![folder("Item").on(&["iOS 9.0"]).alias("f")]),
            ],
        ),
        folder("B").on(&["iOS 12.0"]).alias("f"),
    ];
    let model = with(&["iOS 4.0"], keys);
    assert_eq!(ios(&model, "A/Name").introduced(), since("4.0"));
    // Within itself, the shared dictionary has another support; it is visited once more and then
    // not.
    assert_eq!(ios(&model, "A/Sub/*/Name").introduced(), since("9.0"));
    assert_eq!(ios(&model, "B/Name").introduced(), since("12.0"));
    let mut paths = Vec::new();
    walk(&model, &model.documents[0], &mut |place| paths.push(place.path.to_string()));
    assert!(paths.contains(&"A/Sub/*/Sub/*".to_owned()));
    assert!(!paths.contains(&"A/Sub/*/Sub/*/Name".to_owned()));
    assert!(!paths.contains(&"B/Sub/*/Name".to_owned()));
}

#[test]
fn a_list_within_itself_is_entered_once_for_each_support() {
    let words = ["supervised", "multiple", "requiresdep"];
    let branches = ["iOS", "macOS", "tvOS"].into_iter().flat_map(|os| {
        let branch = move |word| key(&format!("{os} {word}"), "array").os(os, says(word, true));
        words.into_iter().map(branch).map(|branch| branch.alias("tree"))
    });
    let node = key("Node", "dictionary").sub(branches.collect());
    let model = with(&[], vec![key("Tree", "array").anchor("tree", vec![node])]);
    let mut places = 0;
    walk(&model, &model.documents[0], &mut |_| places += 1);
    // Nine conditions can be combined to 2^9 supports; with each, the node and its nine keys are
    // visited.
    assert_eq!(places, 1 + (1 << 9) * (1 + 9));
}

/// A way to change a support.
type Change = fn(OsSupport) -> OsSupport;

fn always(parent: Change, key: Change) -> bool {
    let base = parent(OsSupport::UNSTATED.with_introduced(since("10.0")));
    required_always(&Effective([base; 5]), &Effective([key(base); 5]), Presence::Required)
}

#[test]
fn required_always_only_under_the_conditions_of_the_parent() {
    let same: [(&str, Change, Change); 6] = [
        ("nothing", |it| it, |it| it),
        ("deprecated", |it| it, |key| key.with_deprecated(Version::new(12, 0, 0))),
        ("no right", |it| it, |key| key.with_access_rights(AccessRights::None("n/a"))),
        ("allowed", |it| it, |key| key.with_user_enrollment_mode(Mode::Allowed)),
        ("never", |_| OsSupport::NEVER, |_| OsSupport::NEVER),
        ("wider", |parent| parent.with_supervised(true), |key| key.with_supervised(false)),
    ];
    for (name, parent, key) in same {
        assert!(always(parent, key), "{name}");
    }
    let narrower: [(&str, Change); 17] = [
        ("introduced", |key| key.with_introduced(since("11.0"))),
        ("never", |_| OsSupport::NEVER),
        ("removed", |key| key.with_removed(Version::new(12, 0, 0))),
        ("supervised", |key| key.with_supervised(true)),
        ("requiresdep", |key| key.with_requires_dep(true)),
        ("userapprovedmdm", |key| key.with_user_approved_mdm(true)),
        ("allowmanualinstall", |key| key.with_allow_manual_install(false)),
        ("devicechannel", |key| key.with_device_channel(false)),
        ("userchannel", |key| key.with_user_channel(false)),
        ("userenrollment required", |key| key.with_user_enrollment_mode(Mode::Required)),
        ("userenrollment ignored", |key| key.with_user_enrollment_mode(Mode::Ignored)),
        ("sharedipad", |key| key.with_shared_ipad_mode(Mode::Forbidden)),
        ("sharedipad userchannel", |key| key.with_shared_ipad_user_channel(false)),
        ("sharedipad scopes", |key| key.with_shared_ipad_allowed_scopes(Scopes::of(&[]))),
        ("scopes", |key| key.with_allowed_scopes(Scopes::of(&[Scope::User]))),
        ("enrollments", |key| key.with_allowed_enrollments(Enrollments::of(&[Enrollment::User]))),
        ("right", |key| {
            key.with_access_rights(AccessRights::One(Right::AllowSettings, "AllowSettings"))
        }),
    ];
    for (name, key) in narrower {
        assert!(!always(|it| it, key), "{name}");
        assert!(always(key, |it| it), "{name} on both");
    }
    assert!(!required_always(
        &Effective([OsSupport::UNSTATED; 5]),
        &Effective([OsSupport::UNSTATED; 5]),
        Presence::Unstated
    ));
}
