//! The kinds of change, as a table.
//!
//! Two columns say what a change means. *Devices*: for what the schema lets a server send or
//! expect. *Rust*: for callers of the generated crate, as it is emitted:
//!
//! - Structs are built as `T { field, ..Default::default() }`, so a new field is additive. The
//!   documentation of the crate says that callers must do so.
//! - A new variant is additive. Enums of listed values are `#[non_exhaustive]`, so a `match` has an
//!   arm for other values. All other enums have the variant `Unknown`; a `match` that names every
//!   variant must be extended, and one with a last arm `_` need not.
//! - The type of a field is part of the interface, and whether it is an `Option`.
//! - Support, bounds and defaults are in tables only. They change what the crate answers at run
//!   time, and not its interface.
//!
//! Where the same change can have one effect or the other, there are two rules.

/// What a change means for devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Devices {
    /// Something new is available.
    Adds,
    /// Less is allowed than before.
    Narrows,
    /// More is allowed than before.
    Widens,
    /// Nothing changes for devices.
    None,
}

/// What a change means for callers of the generated crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rust {
    /// The interface is the same.
    None,
    /// The interface has more.
    Additive,
    /// Code that compiled may compile no longer.
    Breaking,
}

/// A section of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    NewObjects,
    NewKeys,
    ObjectSupport,
    KeySupport,
    DeprecatedObjects,
    DeprecatedKeys,
    RemovedObjects,
    RemovedKeys,
    RenamedObjects,
    RenamedKeys,
    Other,
    /// Changes that are too many and too small to be listed: the section has one line with their
    /// number. JSON has them all.
    Counted,
}

/// One kind of change.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Part of the JSON format, so it never changes once it is released.
    pub id: &'static str,
    pub devices: Devices,
    pub rust: Rust,
    /// The section. A change of a document with a section of keys is in that of objects instead.
    pub section: Section,
    /// What a report says after the key path; `{old}`, `{new}`, `{os}` and `{what}` are filled in.
    pub template: &'static str,
    pub meaning: &'static str,
}

impl Devices {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Devices::Adds => "adds",
            Devices::Narrows => "narrows",
            Devices::Widens => "widens",
            Devices::None => "none",
        }
    }
}

impl Rust {
    /// The word in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Rust::None => "none",
            Rust::Additive => "additive",
            Rust::Breaking => "breaking",
        }
    }
}

impl Section {
    /// All sections in the order of a report.
    pub const ALL: [(Section, &'static str, &'static str); 12] = [
        (Section::NewObjects, "new-objects", "New objects"),
        (Section::NewKeys, "new-keys", "New keys"),
        (Section::ObjectSupport, "object-support", "Objects with new OS support"),
        (Section::KeySupport, "key-support", "Keys with new OS support"),
        (Section::DeprecatedObjects, "deprecated-objects", "Deprecated objects"),
        (Section::DeprecatedKeys, "deprecated-keys", "Deprecated keys"),
        (Section::RemovedObjects, "removed-objects", "Removed objects"),
        (Section::RemovedKeys, "removed-keys", "Removed keys"),
        (Section::RenamedObjects, "renamed-objects", "Renamed objects"),
        (Section::RenamedKeys, "renamed-keys", "Renamed keys"),
        (Section::Other, "other", "Other changes"),
        (Section::Counted, "counted", "Not listed"),
    ];

    /// The word in JSON.
    pub const fn name(self) -> &'static str {
        Section::ALL[self as usize].1
    }

    /// The heading.
    pub const fn heading(self) -> &'static str {
        Section::ALL[self as usize].2
    }
}

macro_rules! rules {
    ($($name:ident: $id:literal, $devices:ident, $rust:ident, $section:ident, $template:literal, $meaning:literal;)+) => {
        $(
            #[doc = $meaning]
            pub static $name: Rule = Rule {
                id: $id,
                devices: Devices::$devices,
                rust: Rust::$rust,
                section: Section::$section,
                template: $template,
                meaning: $meaning,
            };
        )+

        /// Every rule.
        pub static ALL: &[&Rule] = &[$(&$name),+];
    };
}

rules! {
    // Documents.
    DOCUMENT_ADDED: "document-added", Adds, Additive, NewObjects, "new: {new}",
        "A document that the older schema does not have.";
    DOCUMENT_REMOVED: "document-removed", Narrows, Breaking, RemovedObjects, "removed: {old}",
        "A document that the newer schema does not have.";
    DOCUMENT_RETIRED: "document-retired", Narrows, None, RemovedObjects,
        "removed, kept for older devices: {old}",
        "A document that the newer schema does not have, and that the newer crate keeps as it was.";
    DOCUMENT_RENAMED: "document-renamed", Narrows, Breaking, RenamedObjects, "{old} → {new}",
        "A document with another identifier or family, so that its Rust path is another.";
    DOCUMENT_RELOCATED: "document-relocated", None, None, RenamedObjects, "{old} → {new}",
        "A document in another file, or with another identifier that gives the same Rust path.";
    RESPONSE_ADDED: "response-added", Adds, Additive, Other, "has an answer: {new}",
        "A document got response keys, and so a response type.";
    ANSWER_TYPED: "answer-typed", Adds, Breaking, Other, "its answer has a type: {new}",
        "A command, whose answer was any dictionary, got response keys, and so a response type.";
    RESPONSE_REMOVED: "response-removed", Narrows, Breaking, Other, "no longer has an answer",
        "A document lost its response keys, and so its response type.";
    TITLE_CHANGED: "title-changed", None, None, Counted, "title {old} → {new}",
        "Another title.";
    APPLY_CHANGED: "apply-changed", None, None, Other, "apply {old} → {new}",
        "Several configurations of this type apply in another way.";
    REASON_ADDED: "reason-added", Adds, None, Other, "reason {new} is new",
        "A status report may carry another reason code for the document.";
    REASON_REMOVED: "reason-removed", Narrows, None, Other, "reason {old} is gone",
        "A reason code is no longer listed.";
    REASON_CHANGED: "reason-changed", None, None, Other, "details of reason {what}: {old} → {new}",
        "The details of a reason code have changed.";
    STATUS_ITEM_RELATED: "status-item-related", None, None, Other, "related status item {new}",
        "A status item reports on the document.";
    STATUS_ITEM_UNRELATED: "status-item-unrelated", None, None, Other,
        "no longer related: status item {old}",
        "A status item is no longer listed as reporting on the document.";
    PROSE_CHANGED: "prose-changed", None, None, Counted, "text alone changed; places: {new}",
        "Apple's text has changed at a place where nothing else has.";

    // Keys that come and go.
    KEY_ADDED: "key-added", Adds, Additive, NewKeys, "new: {new}",
        "A key that the older schema does not have, optional or in a dictionary that is new too.";
    REQUIRED_KEY_ADDED: "required-key-added", Narrows, Additive, NewKeys, "new: {new}",
        "A required key in a dictionary that was there before: a message without it is incomplete.";
    CONSTANT_ADDED: "constant-added", Adds, None, NewKeys, "new: {new}",
        "A key with one fixed value that tells documents or variants apart: no field.";
    VARIANT_ADDED: "variant-added", Adds, Additive, NewKeys, "new variant: {new}",
        "Another kind of dictionary that an array may hold.";
    GATED_VALUE_ADDED: "gated-value-added", Adds, Additive, NewKeys, "new value: {new}",
        "A value with a support of its own, such as a query.";
    ITEMS_DESCRIBED: "items-described", None, None, Other, "items are described: {new}",
        "The items of an array, or the values of a dictionary with any keys, got a type.";
    KEY_REMOVED: "key-removed", Narrows, Breaking, RemovedKeys, "was {old}",
        "A key that the newer schema does not have.";
    KEY_RETIRED: "key-retired", Narrows, None, RemovedKeys, "kept for older devices, was {old}",
        "A key that the newer schema does not have, and whose field the newer crate keeps as it was.";
    CONSTANT_REMOVED: "constant-removed", Narrows, None, RemovedKeys, "was {old}",
        "A key with one fixed value that the newer schema does not have; it was no field.";
    VARIANT_REMOVED: "variant-removed", Narrows, Breaking, RemovedKeys, "variant, was {old}",
        "A kind of dictionary that an array no longer holds.";
    VARIANT_RETIRED: "variant-retired", Narrows, None, RemovedKeys,
        "variant kept for older devices, was {old}",
        "A kind of dictionary that an array no longer holds, and whose variant the newer crate keeps.";
    GATED_VALUE_REMOVED: "gated-value-removed", Narrows, Breaking, RemovedKeys, "value, was {old}",
        "A value with a support of its own that the newer schema does not have.";
    GATED_VALUE_RETIRED: "gated-value-retired", Narrows, None, RemovedKeys,
        "value kept for older devices, was {old}",
        "A value with a support of its own that the newer schema does not have, and that the newer crate \
         keeps.";
    ITEMS_UNDESCRIBED: "items-undescribed", None, None, Other, "items no longer described: {old}",
        "The items of an array, or the values of a dictionary with any keys, have no type any more.";
    KEY_MOVED: "key-moved", Narrows, Breaking, Other, "moved here from {old}",
        "A key of the same name and type that stands elsewhere in the document now.";
    KEY_RENAMED: "key-renamed", Narrows, Breaking, RenamedKeys, "was called {old}",
        "A key of the same type in the same place under another name.";
    KEY_RESPELT: "key-respelt", Narrows, None, RenamedKeys, "was spelt {old}",
        "A key under another name that gives the same field.";
    CONSTANT_FREED: "constant-freed", Widens, Additive, Other, "no longer one fixed value",
        "A key that told documents apart is a field now.";
    CONSTANT_FIXED: "constant-fixed", Narrows, Breaking, Other, "now the one fixed value {new}",
        "A field became a key with one fixed value.";

    // Types and presence.
    TYPE_CHANGED: "type-changed", Narrows, Breaking, Other, "type {old} → {new}",
        "Another type.";
    TYPE_WIDENED: "type-widened", Widens, Breaking, Other, "type {old} → {new}",
        "A type that takes all that the old one took.";
    TYPE_RESTATED: "type-restated", None, None, Other, "type {old} → {new}, the same in Rust",
        "The schema states the type in another way; the type in Rust is the same.";
    RUST_TYPE_CHANGED: "rust-type-changed", None, Breaking, Other, "in Rust {old} → {new}",
        "The key states the same, but its Rust type is another: a nested type has another name, \
         or the key became required wherever its dictionary is available, or ceased to be.";
    BECAME_REQUIRED: "became-required", Narrows, Breaking, Other, "{old} → required",
        "Required wherever its dictionary is available: no `Option` any more.";
    BECAME_OPTIONAL: "became-optional", Widens, Breaking, Other, "required → {new}",
        "No longer required: an `Option` now.";
    PRESENCE_TIGHTENED: "presence-tightened", Narrows, None, Other, "{old} → required where available",
        "Required, though not everywhere where its dictionary is: still an `Option`.";
    PRESENCE_LOOSENED: "presence-loosened", Widens, None, Other, "required where available → {new}",
        "No longer required; it was an `Option` before.";
    PRESENCE_STATED: "presence-stated", None, None, Other, "presence {old} → {new}",
        "The key is stated to be optional, or no longer is; it was not required before either.";

    // Values.
    RANGELIST_ADDED: "rangelist-added", Narrows, Breaking, Other, "only {new}",
        "A string takes listed values only, and is an enum in Rust now.";
    RANGELIST_DROPPED: "rangelist-dropped", Widens, Breaking, Other, "any value, not only {old}",
        "A string takes any value, and is no enum any more.";
    VALUE_ADDED: "value-added", Widens, Additive, Other, "also {new}",
        "Another value of a string: a variant.";
    VALUE_REMOVED: "value-removed", Narrows, Breaking, Other, "no longer {old}",
        "A value of a string that the newer schema does not list; its variant is gone too.";
    VALUE_RETIRED: "value-retired", Narrows, None, Other, "no longer {old}, kept for older devices",
        "A value of a string that the newer schema does not list, and whose variant the newer crate keeps.";
    LITERALS_LISTED: "literals-listed", Narrows, None, Other, "only {new}",
        "A number takes listed values only; the type in Rust is the same.";
    LITERALS_UNLISTED: "literals-unlisted", Widens, None, Other, "any value, not only {old}",
        "A number takes any value; the type in Rust is the same.";
    LITERAL_ADDED: "literal-added", Widens, None, Other, "also {new}",
        "Another value of a number, or of a key that is no enum.";
    LITERAL_REMOVED: "literal-removed", Narrows, None, Other, "no longer {old}",
        "A value of a number, or of a key that is no enum, is no longer listed.";
    VALUES_REORDERED: "values-reordered", None, None, Other, "values in the order {new}",
        "The same values in another order, which counts where configurations are combined.";
    RANGE_WIDENED: "range-widened", Widens, None, Other, "range {old} → {new}",
        "Bounds that allow all that the old ones did.";
    RANGE_NARROWED: "range-narrowed", Narrows, None, Other, "range {old} → {new}",
        "Bounds that exclude something the old ones allowed.";
    REPETITION_WIDENED: "repetition-widened", Widens, None, Other, "items {old} → {new}",
        "An array may have all the numbers of items that it might have, and more.";
    REPETITION_NARROWED: "repetition-narrowed", Narrows, None, Other, "items {old} → {new}",
        "An array may not have a number of items that it might have.";
    FORMAT_STATED: "format-stated", Narrows, None, Other, "format {new}",
        "A string must match an expression.";
    FORMAT_DROPPED: "format-dropped", Widens, None, Other, "any format, not only {old}",
        "A string need not match an expression any more.";
    FORMAT_CHANGED: "format-changed", Narrows, None, Other, "format {old} → {new}",
        "A string must match another expression.";
    DEFAULT_CHANGED: "default-changed", None, None, Other, "default {old} → {new}",
        "Something else holds where the key is absent.";
    SUBTYPE_CHANGED: "subtype-changed", None, None, Other, "holds {old} → {new}",
        "A string holds another kind of text.";
    COMBINE_CHANGED: "combine-changed", None, None, Other, "combines by {old} → {new}",
        "Values of several configurations combine in another way.";
    ASSET_TYPES_WIDENED: "asset-types-widened", Widens, None, Other, "{what} {old} → {new}",
        "A reference may name more kinds of assets.";
    ASSET_TYPES_NARROWED: "asset-types-narrowed", Narrows, None, Other, "{what} {old} → {new}",
        "A reference may not name a kind of asset that it might name.";

    // Support.
    SUPPORT_INTRODUCED: "support-introduced", Adds, None, KeySupport, "now on {os} {new}",
        "Available on an OS in a version that is newer than the older schema, or on an OS about which \
         the older schema said nothing.";
    SUPPORT_CORRECTED: "support-corrected", Widens, None, Other,
        "{os} {new}, in retrospect (was {old})",
        "A correction in retrospect: available in a version that the older schema covers, about which \
         it said something else.";
    SUPPORT_NARROWED: "support-narrowed", Narrows, None, Other, "{os} only from {new} on, not {old}",
        "Available in a later version than was said.";
    SUPPORT_WITHDRAWN: "support-withdrawn", Narrows, None, Other, "not on {os} at all (was {old})",
        "Not available in any version of an OS, though the older schema said so.";
    SUPPORT_DEPRECATED: "support-deprecated", None, None, DeprecatedKeys, "deprecated since {os} {new}",
        "Deprecated, still working.";
    DEPRECATION_MOVED: "deprecation-moved", None, None, Other,
        "deprecated since {os} {new}, not {old}",
        "Deprecated in another version than was said.";
    DEPRECATION_DROPPED: "deprecation-dropped", None, None, Other,
        "no longer deprecated on {os} (was {old})",
        "Not deprecated after all.";
    SUPPORT_REMOVED: "support-removed", Narrows, None, RemovedKeys, "removed in {os} {new}",
        "No longer working from a version on, or from an earlier one than was said.";
    SUPPORT_WIDENED: "support-widened", Widens, None, Other, "removed in {os}: {old} → {new}",
        "Working longer than was said.";
    BETA_BEGUN: "beta-begun", None, None, Other, "beta on {os}",
        "May still change in an incompatible way.";
    BETA_ENDED: "beta-ended", None, None, Other, "no longer beta on {os}",
        "No longer beta: it will not change in an incompatible way.";
    SUPPORT_DENIED: "support-denied", None, None, Counted, "stated as not available on {os}",
        "Not available on an OS about which the older schema said nothing.";
    SUPPORT_UNSTATED: "support-unstated", None, None, Counted, "nothing stated on {os} (was {old})",
        "The newer schema says nothing about an OS.";
    SUPPORT_WITHHELD: "support-withheld", None, None, Counted,
        "stays {new} on {os} while what holds it changes",
        "Stays as it was, while the key or document that holds it has changed.";
    RESTRICTION_TIGHTENED: "restriction-tightened", Narrows, None, Other,
        "{what} on {os}: {old} → {new}",
        "Needs more than before: supervision, a kind of enrollment, a channel, a right.";
    RESTRICTION_LOOSENED: "restriction-loosened", Widens, None, Other,
        "{what} on {os}: {old} → {new}",
        "Needs less than before.";
    RESTRICTION_STATED: "restriction-stated", None, None, Counted, "{what} on {os}: {old} → {new}",
        "A condition is stated that was in force before, or was not known before.";
}
