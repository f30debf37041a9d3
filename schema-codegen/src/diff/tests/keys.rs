use super::{Case, back, keys, one, tagged, text};
use crate::raw::{RawBounds, Scalar};
use crate::testing::{K, key, spanned};

fn string(name: &str) -> K {
    key(name, "string")
}

fn dictionary(name: &str, keys: Vec<K>) -> K {
    key(name, "dictionary").sub(keys)
}

fn array(name: &str, item: K) -> K {
    key(name, "array").sub(vec![item])
}

/// The key that tells documents of a profile apart, with these values.
fn discriminator(values: &[&str]) -> K {
    string("PayloadType").required().values(values)
}

fn numbers(values: &[i64]) -> K {
    let values = values.iter().map(|value| Scalar::Integer(*value)).collect();
    key("N", "integer").with(|key| key.rangelist = Some(spanned(values)))
}

fn between(min: i64, max: i64) -> Option<crate::raw::Spanned<RawBounds>> {
    let bounds = RawBounds { min: Some(Scalar::Integer(min)), max: Some(Scalar::Integer(max)) };
    Some(spanned(bounds))
}

pub(super) fn cases() -> Vec<Case> {
    let added = || keys(vec![string("A")], vec![string("A"), string("B").on(&["iOS 17.0"])], &[]);
    let constant = || keys(vec![string("A")], vec![string("A"), discriminator(&["x"])], &[]);
    let mut cases = vec![
        Case { expected: &["key-added B: new: string; iOS 17.0"], ..added() },
        back(added(), &["key-removed B: was string; iOS 17.0"]),
        keys(
            vec![string("A")],
            vec![string("A"), string("B").required()],
            &["required-key-added B: new: string, required; iOS 9.0"],
        ),
        // The keys below are removed with it.
        keys(
            vec![string("A")],
            vec![string("A"), dictionary("D", vec![string("E").required()])],
            &["key-added D with D/E: new: dictionary; iOS 9.0"],
        ),
        Case {
            expected: &["constant-added PayloadType: new: string, required; iOS 9.0"],
            ..constant()
        },
        back(constant(), &["constant-removed PayloadType: was string, required; iOS 9.0"]),
        one(
            discriminator(&["x"]),
            discriminator(&["x", "y"]),
            &["constant-freed PayloadType: no longer one fixed value"],
        ),
        one(
            discriminator(&["x", "y"]),
            discriminator(&["y"]),
            &["constant-fixed PayloadType: now the one fixed value \"y\""],
        ),
    ];
    cases.extend(moved());
    cases.extend(structure());
    cases.extend(types());
    cases
}

fn moved() -> Vec<Case> {
    let content = || vec![string("Alpha"), string("Beta"), string("Gamma")];
    vec![
        // Moved one level down, into a new dictionary.
        keys(
            vec![key("Changed", "boolean"), string("A")],
            vec![dictionary("Result", vec![key("Changed", "boolean")]), string("A")],
            &[
                "key-moved Result/Changed: moved here from Changed",
                "key-added Result: new: dictionary; iOS 9.0",
            ],
        ),
        // Moved to another dictionary, with all that is in it.
        keys(
            vec![dictionary("P", vec![dictionary("D", content())]), dictionary("Q", vec![])],
            vec![
                dictionary("P", vec![string("X")]),
                dictionary("Q", vec![dictionary("D", content())]),
            ],
            &[
                "key-moved Q/D with Q/D/Alpha with Q/D/Beta with Q/D/Gamma: moved here from P/D",
                "key-added P/X: new: string; iOS 9.0",
                "rust-type-changed Q: in Rust Option<Dictionary> → Option<Q>",
            ],
        ),
        keys(
            vec![string("A"), key("AllowedThings", "boolean")],
            vec![string("A"), key("AllowThings", "boolean")],
            &["key-renamed AllowThings: was called AllowedThings"],
        ),
        // Its content tells that it was renamed, since the names have nothing in common; a change
        // of the content is found too.
        keys(
            vec![dictionary("Old", content())],
            vec![dictionary(
                "Fresh",
                vec![string("Alpha").required(), string("Beta"), string("Gamma")],
            )],
            &[
                "key-renamed Fresh with Fresh/Alpha with Fresh/Beta with Fresh/Gamma: was called Old",
                "became-required Fresh/Alpha: not stated → required",
            ],
        ),
        one(
            key("Wifi_ID", "integer"),
            key("WifiID", "integer"),
            &["key-respelt WifiID: was spelt Wifi_ID"],
        ),
        // With another type, or nothing in common, one key is removed and another is new.
        keys(
            vec![string("A"), string("Alpha")],
            vec![string("A"), string("Omega")],
            &["key-added Omega: new: string; iOS 9.0", "key-removed Alpha: was string; iOS 9.0"],
        ),
        // Two keys of the name are gone, so it is not known which one was moved.
        keys(
            vec![dictionary("P", vec![string("Same")]), dictionary("Q", vec![string("Same")])],
            vec![
                dictionary("P", vec![string("X")]),
                dictionary("Q", vec![string("X")]),
                string("Same"),
            ],
            &[
                "key-added P/X: new: string; iOS 9.0",
                "key-added Q/X: new: string; iOS 9.0",
                "key-added Same: new: string; iOS 9.0",
                "key-removed P/Same: was string; iOS 9.0",
                "key-removed Q/Same: was string; iOS 9.0",
            ],
        ),
    ]
}

fn structure() -> Vec<Case> {
    let union = |names: &[&str]| {
        key("Settings", "array").sub(names.iter().map(|name| tagged(name)).collect())
    };
    let gated = |names: &[&str]| {
        let values = names.iter().map(|name| string(name)).collect();
        array("Queries", string("QueriesItem").sub(values))
    };
    let variant = || one(union(&["A", "B"]), union(&["A", "B", "C"]), &[]);
    let value = || one(gated(&["A"]), gated(&["A", "B"]), &[]);
    let items = || one(key("L", "array"), array("L", string("I")), &[]);
    // A key of a shared dictionary is one change, at both of its places.
    let shared = |more: Vec<K>| {
        let mut inner = vec![string("Name")];
        inner.extend(more);
        vec![
            key("A", "dictionary").anchor("f", inner),
            array("B", key("Item", "dictionary").alias("f")),
        ]
    };
    vec![
        Case {
            expected: &[
                "variant-added Settings/*/C with Settings/*/C/Item: new variant: dictionary; iOS 9.0",
            ],
            ..variant()
        },
        back(
            variant(),
            &[
                "variant-removed Settings/*/C with Settings/*/C/Item: variant, was dictionary; iOS 9.0",
            ],
        ),
        Case {
            expected: &["gated-value-added Queries/*/B: new value: string; iOS 9.0"],
            ..value()
        },
        back(value(), &["gated-value-removed Queries/*/B: value, was string; iOS 9.0"]),
        Case {
            expected: &[
                "items-described L/*: items are described: string; iOS 9.0",
                "rust-type-changed L: in Rust Option<Vec<Value>> → Option<Vec<String>>",
            ],
            ..items()
        },
        back(
            items(),
            &[
                "items-undescribed L/*: items no longer described: string; iOS 9.0",
                "rust-type-changed L: in Rust Option<Vec<String>> → Option<Vec<Value>>",
            ],
        ),
        keys(
            shared(vec![]),
            shared(vec![string("New")]),
            &["key-added A/New also B/*/New: new: string; iOS 9.0"],
        ),
        // A recursive dictionary is compared once.
        keys(
            recursive(vec![]),
            recursive(vec![string("New")]),
            &["key-added A/New: new: string; iOS 9.0"],
        ),
    ]
}

fn recursive(more: Vec<K>) -> Vec<K> {
    let again = array("Sub", key("Item", "dictionary").on(&["iOS 12.0"]).alias("f"));
    let mut inner = vec![string("Name"), again];
    inner.extend(more);
    vec![key("A", "dictionary").anchor("f", inner)]
}

fn types() -> Vec<Case> {
    let required = || one(string("K"), string("K").required(), &[]);
    // The key is required where it is available, which is in later versions than its dictionary.
    let later = || {
        let key = || string("K").on(&["iOS 12.0"]);
        one(key(), key().required(), &[])
    };
    vec![
        one(string("K"), key("K", "boolean"), &["type-changed K: type string → boolean"]),
        one(key("K", "integer"), key("K", "real"), &["type-widened K: type integer → real"]),
        one(string("K"), key("K", "any"), &["type-widened K: type string → any"]),
        one(
            key("K", "dictionary"),
            dictionary("K", vec![key("ANY", "any")]),
            &[
                "type-restated K: type dictionary → dictionary of free keys, the same in Rust",
                "items-described K/*: items are described: any; iOS 9.0",
            ],
        ),
        Case { expected: &["became-required K: not stated → required"], ..required() },
        back(required(), &["became-optional K: required → not stated"]),
        Case {
            expected: &["presence-tightened K: not stated → required where available"],
            ..later()
        },
        back(later(), &["presence-loosened K: required where available → not stated"]),
        one(
            string("K"),
            string("K").with(|key| key.presence = text("optional")),
            &["presence-stated K: presence not stated → optional"],
        ),
        // If the support of a required key changes, the type of its field may change too.
        one(
            string("K").required(),
            string("K").required().on(&["iOS 12.0"]),
            &[
                "support-narrowed K: iOS only from 12.0 on, not 9.0",
                "rust-type-changed K: in Rust String → Option<String>",
            ],
        ),
    ]
}

pub(super) fn values() -> Vec<Case> {
    let listed = || one(string("K"), string("K").values(&["a", "b"]), &[]);
    let value = || one(string("K").values(&["a", "b"]), string("K").values(&["a", "b", "c"]), &[]);
    let literals = || one(key("N", "integer"), numbers(&[1, 2]), &[]);
    let literal = || one(numbers(&[1, 2]), numbers(&[1, 2, 3]), &[]);
    let mut cases = vec![
        Case { expected: &["rangelist-added K: only \"a\", \"b\""], ..listed() },
        back(listed(), &["rangelist-dropped K: any value, not only \"a\", \"b\""]),
        Case { expected: &["value-added K: also \"c\""], ..value() },
        back(value(), &["value-removed K: no longer \"c\""]),
        Case { expected: &["literals-listed N: only 1, 2"], ..literals() },
        back(literals(), &["literals-unlisted N: any value, not only 1, 2"]),
        Case { expected: &["literal-added N: also 3"], ..literal() },
        back(literal(), &["literal-removed N: no longer 3"]),
        one(
            string("K").values(&["a", "b"]),
            string("K").values(&["b", "a"]),
            &["values-reordered K: values in the order \"b\", \"a\""],
        ),
        // Values of a rangelist that get a support of their own are the same values.
        one(
            string("K").values(&["a", "b"]),
            string("K").sub(vec![string("a"), string("c")]),
            &[
                "type-restated K: type string → string with values of their own support, \
                 the same in Rust",
                "value-added K: also \"c\"",
                "value-removed K: no longer \"b\"",
            ],
        ),
    ];
    cases.extend(constraints());
    cases
}

fn constraints() -> Vec<Case> {
    let range = |min, max| key("N", "integer").with(|key| key.range = between(min, max));
    let items = |min, max| array("L", string("I").with(|key| key.repetition = between(min, max)));
    let format = |format: &str| string("K").with(|key| key.format = text(format));
    let combine = |way: &str| key("B", "boolean").with(|key| key.combine_type = text(way));
    let assets = |types: &[&str]| {
        let types = types.iter().map(|it| (*it).to_owned()).collect();
        string("K").with(|key| key.asset_types = Some(spanned(types)))
    };
    let default =
        |value| key("N", "integer").with(|key| key.default = Some(spanned(Scalar::Integer(value))));
    vec![
        one(range(1, 5), range(0, 5), &["range-widened N: range 1 to 5 → 0 to 5"]),
        one(range(1, 5), range(2, 9), &["range-narrowed N: range 1 to 5 → 2 to 9"]),
        one(range(1, 5), key("N", "integer"), &["range-widened N: range 1 to 5 → any"]),
        one(items(1, 5), items(1, 6), &["repetition-widened L: items 1 to 5 → 1 to 6"]),
        one(items(1, 5), items(1, 4), &["repetition-narrowed L: items 1 to 5 → 1 to 4"]),
        one(string("K"), format("^a$"), &["format-stated K: format ^a$"]),
        one(format("^a{2}$"), string("K"), &["format-dropped K: any format, not only ^a{2}$"]),
        one(format("^a$"), format("^b$"), &["format-changed K: format ^a$ → ^b$"]),
        one(default(1), default(2), &["default-changed N: default 1 → 2"]),
        one(
            string("K"),
            string("K").with(|key| key.subtype = text("url")),
            &["subtype-changed K: holds nothing → url"],
        ),
        one(
            combine("boolean-or"),
            combine("boolean-and"),
            &["combine-changed B: combines by boolean-or → boolean-and"],
        ),
        one(assets(&["a"]), assets(&["a", "b"]), &["asset-types-widened K: asset types a → a, b"]),
        one(assets(&["a"]), assets(&["b"]), &["asset-types-narrowed K: asset types a → b"]),
    ]
}
