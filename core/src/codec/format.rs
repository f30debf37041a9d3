/// The format on the wire, as far as it matters to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A property list, in XML or binary: it has data, dates and integers.
    PropertyList,
    /// JSON, or any other format that serde calls human-readable: data is a string in base64, a date a
    /// string.
    Json,
}

impl Format {
    /// Both with a word for each.
    pub const NAMES: [(Format, &'static str); 2] =
        [(Format::PropertyList, "property-list"), (Format::Json, "json")];

    /// The word.
    pub const fn name(self) -> &'static str {
        Format::NAMES[self as usize].1
    }

    /// The format of a serde implementation with this type of error.
    ///
    /// serde's `is_human_readable` does not tell a property list from JSON: it is true for `plist` too.
    /// The type of its errors does.
    pub(super) fn of<E>(human_readable: bool) -> Format {
        match human_readable && !is_of_plist::<E>() {
            true => Format::Json,
            false => Format::PropertyList,
        }
    }
}

#[cfg(feature = "plist")]
fn is_of_plist<E>() -> bool {
    typeid::of::<E>() == std::any::TypeId::of::<plist::Error>()
}

#[cfg(not(feature = "plist"))]
#[allow(clippy::extra_unused_type_parameters, reason = "asked for with the feature")]
fn is_of_plist<E>() -> bool {
    false
}

crate::by_word!(Format, "format", Format::NAMES);
