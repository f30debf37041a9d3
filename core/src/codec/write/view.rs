use std::collections::BTreeMap;

use crate::codec::{ByView, Entries, View, Viewer};

impl<'a> View<'a> {
    /// The kind of the value in the schema's words, for messages.
    pub fn kind(&self) -> &'static str {
        match self {
            View::Absent => "nothing",
            View::Null => "null",
            View::Boolean(_) => "boolean",
            View::Integer(_) | View::Unsigned(_) => "integer",
            View::Real(_) => "real",
            View::String(_) => "string",
            View::Data(_) => "data",
            View::Date(_) => "date",
            View::Uid(_) => "uid",
            View::Items(_) => "array",
            View::Values(_) | View::Entries(_) | View::Record(_) => "dictionary",
        }
    }

    /// Whether it is a dictionary, whatever holds it.
    pub fn is_dictionary(&self) -> bool {
        matches!(self, View::Values(_) | View::Entries(_) | View::Record(_))
    }

    /// Shows each entry of a dictionary, whatever holds it, until `show` says `false`. Any other value
    /// has no entries.
    #[inline]
    pub fn each(&self, show: impl FnMut(&'a str, &View<'a>) -> bool) {
        self.show_to(ByView(show));
    }

    /// As [`each`](Self::each), to a viewer; gives whether it never said `false`.
    #[inline]
    pub fn show_to(&self, mut viewer: impl Viewer<'a>) -> bool {
        match *self {
            View::Values(values) => values.entries.show_to(&mut viewer),
            View::Entries(entries) => entries.show_to(&mut viewer),
            View::Record(record) => {
                let mut go_on = true;
                record.parts(|parts| go_on = parts.show_to(&mut viewer));
                go_on
            }
            _ => true,
        }
    }

    /// Whether a dictionary, whatever holds it, has an entry of this name.
    pub fn holds(&self, name: &str) -> bool {
        let mut held = false;
        match *self {
            View::Record(record) => record.parts(|parts| held = parts.holds(name)),
            _ => self.each(|one, _| {
                held = one == name;
                !held
            }),
        }
        held
    }

    /// The entry of this name in a dictionary, whatever holds it.
    pub fn entry(&self, name: &str) -> Option<View<'a>> {
        let mut found = None;
        self.each(|key, value| {
            if key == name {
                found = Some(*value);
            }
            found.is_none()
        });
        found
    }

    /// The entries of a dictionary, whatever holds them, sorted by key.
    pub fn entries(&self) -> Option<BTreeMap<&'a str, View<'a>>> {
        if !self.is_dictionary() {
            return None;
        }
        let mut all = BTreeMap::new();
        self.each(|name, view| {
            all.insert(name, *view);
            true
        });
        Some(all)
    }
}

/// Whether both values would be written the same.
pub fn same_view(one: View<'_>, other: View<'_>) -> bool {
    match (one, other) {
        (View::Absent, View::Absent) | (View::Null, View::Null) => true,
        (View::Boolean(one), View::Boolean(other)) => one == other,
        (View::Integer(one), View::Integer(other)) => one == other,
        (View::Unsigned(one), View::Unsigned(other)) => one == other,
        // All values that are not a number (NaN) are written in the same way.
        (View::Real(one), View::Real(other)) => one == other || one.is_nan() && other.is_nan(),
        (View::String(one), View::String(other)) => one == other,
        (View::Data(one), View::Data(other)) => one == other,
        (View::Date(one), View::Date(other)) => one == other,
        (View::Uid(one), View::Uid(other)) => one == other,
        (View::Items(one), View::Items(other)) => {
            one.count() == other.count()
                && (0..one.count()).all(|index| same_view(one.item(index), other.item(index)))
        }
        _ => match (one.entries(), other.entries()) {
            (Some(one), Some(other)) => {
                one.len() == other.len()
                    && one.into_iter().zip(other).all(|((name, view), (other_name, other_view))| {
                        name == other_name && same_view(view, other_view)
                    })
            }
            _ => false,
        },
    }
}
