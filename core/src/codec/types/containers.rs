use crate::codec::{
    ByView, Context, DecodeError, Entries, Items, MapSource, Names, NextKey, Sequence, Slot, Stop,
    Token, View, Viewer, refuse, to_value,
};
use crate::{Dictionary, Map, Segment, Value};

// These are used with hundreds of types. What is generic is compiled for each of them, so only the
// smallest steps are generic, and the loops go through trait objects.

impl<T: Slot + Default> Slot for Option<T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let mut value = T::default();
        match value.put(token, context) {
            Ok(()) => *self = Some(value),
            Err(stop) => return Err(stop),
        }
        Ok(())
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

/// The entries of a dictionary that grows, as a trait object: so the loop of [`put_entries`] is not
/// generic.
trait GrowMap: Entries {
    /// Adds an entry, and gives its value to be read.
    fn grow(&mut self, name: String) -> &mut dyn Slot;

    /// Removes the last entry, and gives its key.
    fn shrink(&mut self) -> String;
}

impl<T: Slot + Default> GrowMap for Vec<(String, T)> {
    fn grow(&mut self, name: String) -> &mut dyn Slot {
        self.push((name, T::default()));
        let last = self.len() - 1;
        &mut self[last].1
    }

    fn shrink(&mut self) -> String {
        self.pop().map(|(name, _)| name).unwrap_or_default()
    }
}

impl<T: Slot> Entries for Vec<(String, T)> {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        self.iter().all(|(name, value)| viewer.view(name, &value.view()))
    }
}

impl<T: Slot + Default> Slot for Map<T> {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.clear();
        let mut entries: Vec<(String, T)> = Vec::new();
        put_map(&mut entries, token, context)?;
        *self = Map::distinct(entries).map_err(|name| context.twice(name))?;
        Ok(())
    }

    fn view(&self) -> View<'_> {
        View::Entries(&self.entries)
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
    let mut odd: Option<(Vec<(String, Value)>, DecodeError)> = None;
    while let NextKey::Other = entries.key(&Names::NONE, context)? {
        let name = entries.name();
        match entries.value(map.grow(name), context) {
            Ok(()) => {}
            Err(Stop::Fatal) => return Err(Stop::Fatal),
            Err(Stop::Refused(refused)) => {
                let ((value, error), name) = (*refused, map.shrink());
                let first = || (Vec::new(), error.under(Segment::Key(name.clone())));
                odd.get_or_insert_with(first).0.push((name, value));
            }
        }
    }
    let Some((mut all, error)) = odd else { return Ok(()) };
    map.show_to(&mut ByView(|name: &str, view: &View<'_>| {
        all.push((name.to_owned(), to_value(*view)));
        true
    }));
    let all = Dictionary::distinct(all).map_err(|name| context.twice(name))?;
    Err(Stop::refused(Value::Dictionary(all), error))
}
