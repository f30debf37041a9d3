//! How a record is shown, to be written or looked at.

use crate::codec::{ByView, Parts, Seen, Slot, View, Viewer, coerced, stands_for, to_value};
use crate::{Dictionary, Value};

// Loops rather than iterators, since an iterator would move each view.
impl<'a> Parts<'a, '_> {
    /// The value of the field at this place of the table; `None` for a constant key, which has no
    /// field.
    fn field(&self, mut at: usize) -> Option<View<'a>> {
        if let Some(text) = self.texts.get(at) {
            return Some(text.view());
        }
        at -= self.texts.len();
        if let Some(flag) = self.flags.get(at) {
            return Some(flag.map_or(View::Absent, View::Boolean));
        }
        at -= self.flags.len();
        if let Some(number) = self.integers.get(at) {
            return Some(number.view());
        }
        self.slots.get(at - self.integers.len()).map(|slot| slot.view())
    }

    /// The value that is written for the key at this place of the table.
    pub fn view(&self, at: usize) -> View<'a> {
        match self.field(at) {
            Some(view) if self.extra.is_empty() => view,
            Some(view) => self.as_read(self.table.name_at(at), view),
            None => View::String(self.table.constant_at(at)),
        }
    }

    /// The value of a field in the type in which it was read, which may be another one; see
    /// [`coerced`].
    #[inline(never)]
    fn as_read(&self, name: &str, field: View<'a>) -> View<'a> {
        match self.extra.get(name) {
            Some(value) if stands_for(value, field) => value.view(),
            _ => field,
        }
    }

    /// Shows every entry that is written until `show` says `false`; gives whether it never did.
    #[inline(always)]
    pub fn each(self, show: impl FnMut(&'a str, &View<'a>) -> bool) -> bool {
        self.show_to(ByView(show))
    }

    /// As [`each`](Self::each), to a viewer.
    #[inline]
    pub fn show_to(self, mut viewer: impl Viewer<'a>) -> bool {
        let flags = self.texts.len();
        let integers = flags + self.flags.len();
        let slots = integers + self.integers.len();
        let others = slots + self.slots.len();
        self.show_texts(0, &mut viewer)
            && self.show_flags(flags, &mut viewer)
            && self.show_integers(integers, &mut viewer)
            && self.show_slots(slots, &mut viewer)
            && (others == self.table.len() && self.extra.is_empty()
                || self.show_others(others, &mut viewer))
    }

    #[inline(always)]
    fn show_texts(&self, first: usize, viewer: &mut impl Viewer<'a>) -> bool {
        for (at, text) in self.texts.iter().enumerate() {
            if let Some(text) = text
                && !viewer.text(self.table.name_at(first + at), text)
            {
                return false;
            }
        }
        true
    }

    #[inline(always)]
    fn show_flags(&self, mut first: usize, viewer: &mut impl Viewer<'a>) -> bool {
        for flags in self.flags.chunks(FLAGS_AT_ONCE) {
            if !none_is_set(flags) {
                for (at, flag) in flags.iter().enumerate() {
                    if let Some(flag) = *flag
                        && !self.show_flag(self.table.name_at(first + at), flag, viewer)
                    {
                        return false;
                    }
                }
            }
            first += flags.len();
        }
        true
    }

    #[inline(always)]
    fn show_integers(&self, first: usize, viewer: &mut impl Viewer<'a>) -> bool {
        for (at, number) in self.integers.iter().enumerate() {
            if let Some(number) = *number
                && !self.show_integer(self.table.name_at(first + at), *number, viewer)
            {
                return false;
            }
        }
        true
    }

    #[inline(always)]
    fn show_slots(&self, first: usize, viewer: &mut impl Viewer<'a>) -> bool {
        for (at, slot) in self.slots.iter().enumerate() {
            let view = slot.view();
            let name = || self.table.name_at(first + at);
            let go_on = match view {
                View::Absent => continue,
                View::Boolean(flag) => self.show_flag(name(), flag, viewer),
                View::Integer(number) => self.show_integer(name(), number, viewer),
                View::Items(_) if !self.extra.is_empty() => {
                    viewer.view(name(), &self.as_read(name(), view))
                }
                _ => viewer.view(name(), &view),
            };
            if !go_on {
                return false;
            }
        }
        true
    }

    #[inline(always)]
    fn show_flag(&self, name: &'a str, flag: bool, viewer: &mut impl Viewer<'a>) -> bool {
        match self.extra.is_empty() {
            true => viewer.flag(name, flag),
            false => viewer.view(name, &self.as_read(name, View::Boolean(flag))),
        }
    }

    #[inline(always)]
    fn show_integer(&self, name: &'a str, number: i64, viewer: &mut impl Viewer<'a>) -> bool {
        match self.extra.is_empty() {
            true => viewer.integer(name, number),
            false => viewer.view(name, &self.as_read(name, View::Integer(number))),
        }
    }

    /// Shows the entries that have no field: the constant keys, and the entries of `extra`.
    #[inline(never)]
    fn show_others(&self, first: usize, viewer: &mut dyn Viewer<'a>) -> bool {
        let mut constants = first..self.table.len();
        let mut extra = self.extra.iter().filter(|(name, value)| self.is_written(name, value));
        constants.all(|at| viewer.text(self.table.name_at(at), self.table.constant_at(at)))
            && extra.all(|(name, value)| viewer.view(name, &value.view()))
    }

    /// Whether there is an entry of this name.
    pub fn holds(&self, name: &str) -> bool {
        self.has_set(name) || self.extra.get(name).is_some_and(|value| self.is_written(name, value))
    }

    /// Whether an entry of `extra` is written. It is not if its field is set; nor if the field was read
    /// from it and has been unset since.
    fn is_written(&self, name: &str, value: &Value) -> bool {
        self.table.position(name).is_none_or(|at| {
            matches!(self.view(at), View::Absent)
                && coerced(&self.table.at(at).value, value).is_none()
        })
    }

    /// Whether the field of this key is set.
    fn has_set(&self, name: &str) -> bool {
        self.table.position(name).is_some_and(|at| !matches!(self.view(at), View::Absent))
    }

    /// The dictionary from which the record was read.
    pub(super) fn dictionary(&self, seen: &Seen) -> Dictionary {
        let mut all = Dictionary::new();
        for at in (0..self.table.len()).filter(|at| seen.has(*at)) {
            match self.view(at) {
                View::Absent => {}
                view => drop(all.insert(self.table.name_at(at).to_owned(), to_value(view))),
            }
        }
        all.extend(self.extra.iter().map(|(name, value)| (name.clone(), value.clone())));
        all
    }
}

/// How many optional booleans are looked at together: of some hundred and fifty restrictions, a profile
/// sets a few.
const FLAGS_AT_ONCE: usize = 16;

/// Whether none of these is set; written so that it takes no branch for each.
#[inline(always)]
fn none_is_set(flags: &[Option<bool>]) -> bool {
    flags.iter().fold(true, |none, flag| none & flag.is_none())
}
