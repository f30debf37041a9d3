use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::codec::{
    ByView, Context, DecodeError, Entries, Items, MapSource, Names, NextKey, Sequence, Slot, Stop,
    Token, View, Viewer, refuse, to_value,
};
use crate::{Dictionary, Segment, Value};

// These are used with hundreds of types. What is generic is compiled for each of them, so only the
// smallest steps are generic, and the loops go through trait objects.

impl<T: Slot + Default> Slot for Option<T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let result = self.insert(T::default()).put(token, context);
        if result.is_err() {
            *self = None;
        }
        result
    }

    fn view(&self) -> View<'_> {
        match self {
            Some(value) => value.view(),
            None => View::Absent,
        }
    }
}

/// An array that grows, as a trait object: so the loop of [`put_items`] is not generic.
trait Grow: Items {
    fn grow(&mut self) -> &mut dyn Slot;
    fn shrink(&mut self);
}

impl<T: Slot + Default> Grow for Vec<T> {
    fn grow(&mut self) -> &mut dyn Slot {
        self.push(T::default());
        let last = self.len() - 1;
        &mut self[last]
    }

    fn shrink(&mut self) {
        self.pop();
    }
}

impl<T: Slot> Items for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }

    fn item(&self, index: usize) -> View<'_> {
        match self.get(index) {
            Some(item) => item.view(),
            None => View::Absent,
        }
    }
}

impl<T: Slot + Default> Slot for Vec<T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        put_array(self, token, context)
    }

    fn view(&self) -> View<'_> {
        View::Items(self)
    }
}

fn put_array(array: &mut dyn Grow, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
    match token {
        Token::Sequence(items) => {
            (0..array.count()).for_each(|_| array.shrink());
            context.nested(|context| put_items(array, items, context))
        }
        other => Err(refuse(other, "an array", context)),
    }
}

fn put_items(
    array: &mut dyn Grow,
    items: &mut dyn Sequence,
    context: &mut Context,
) -> Result<(), Stop> {
    loop {
        match items.next(array.grow(), context) {
            Ok(true) => {}
            Ok(false) => {
                array.shrink();
                return Ok(());
            }
            Err(Stop::Fatal) => return Err(Stop::Fatal),
            Err(Stop::Refused(refused)) => {
                let (value, error) = *refused;
                array.shrink();
                let index = array.count();
                let mut values: Vec<Value> =
                    (0..index).map(|at| to_value(array.item(at))).collect();
                values.push(value);
                items.rest(&mut values, context)?;
                return Err(Stop::refused(
                    Value::Array(values),
                    error.under(Segment::Index(index)),
                ));
            }
        }
    }
}

/// A dictionary that grows, as a trait object: so the loop of [`put_entries`] is not generic.
trait GrowMap: Entries {
    /// Adds a new value, into which `read` reads. Gives the name back where the dictionary has it
    /// already, or with the reason why reading failed.
    fn grow(
        &mut self,
        name: String,
        read: &mut dyn FnMut(&mut dyn Slot) -> Result<(), Stop>,
    ) -> Result<(), (String, Option<Stop>)>;
}

impl<T: Slot + Default> GrowMap for BTreeMap<String, T> {
    fn grow(
        &mut self,
        name: String,
        read: &mut dyn FnMut(&mut dyn Slot) -> Result<(), Stop>,
    ) -> Result<(), (String, Option<Stop>)> {
        match self.entry(name) {
            Entry::Occupied(known) => Err((known.key().clone(), None)),
            Entry::Vacant(vacant) => {
                let mut value = T::default();
                match read(&mut value) {
                    Ok(()) => {
                        vacant.insert(value);
                        Ok(())
                    }
                    Err(stop) => Err((vacant.into_key(), Some(stop))),
                }
            }
        }
    }
}

impl<T: Slot> Entries for BTreeMap<String, T> {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        self.iter().all(|(name, value)| viewer.view(name, &value.view()))
    }
}

impl<T: Slot + Default> Slot for BTreeMap<String, T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.clear();
        put_map(self, token, context)
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

fn put_map(map: &mut dyn GrowMap, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
    match token {
        Token::Map(entries) => context.nested(|context| put_entries(map, entries, context)),
        other => Err(refuse(other, "a dictionary", context)),
    }
}

fn put_entries(
    map: &mut dyn GrowMap,
    entries: &mut dyn MapSource,
    context: &mut Context,
) -> Result<(), Stop> {
    let mut odd: Option<(Dictionary, DecodeError)> = None;
    while let NextKey::Other = entries.key(&Names::NONE, context)? {
        let name = entries.name();
        // A key whose value was refused is not in the map, but must not come again.
        if odd.as_ref().is_some_and(|(values, _)| values.contains_key(&name)) {
            return Err(context.twice(name));
        }
        match map.grow(name, &mut |slot| entries.value(slot, context)) {
            Ok(()) => {}
            Err((name, None)) => return Err(context.twice(name)),
            Err((_, Some(Stop::Fatal))) => return Err(Stop::Fatal),
            Err((name, Some(Stop::Refused(refused)))) => {
                let (value, error) = *refused;
                let error = error.under(Segment::Key(name.clone()));
                odd.get_or_insert_with(|| (Dictionary::new(), error)).0.insert(name, value);
            }
        }
    }
    match odd {
        None => Ok(()),
        Some((mut values, error)) => {
            map.show_to(&mut ByView(|name: &str, view: &View<'_>| {
                values.insert(name.to_owned(), to_value(*view));
                true
            }));
            Err(Stop::refused(Value::Dictionary(values), error))
        }
    }
}
