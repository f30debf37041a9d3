/// The format on the wire, as far as it matters to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// XML or binary: has data, dates and integers of its own.
    PropertyList,
    /// JSON, or any other format that a person can read: data is base64, a date is a string.
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

    /// The serde format that reports this error type.
    ///
    /// A property list cannot be told from JSON by serde's `is_human_readable`, for `plist` leaves
    /// that at its default; the type of its error tells.
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
