//! Finds where a value stands, by its key path. This is done only for an error.

use apple_device_management_core::Segment;
use apple_device_management_core::codec::Stop;

use super::events::{Element, ElementReader, Ended, Met};

pub(super) struct Seeker<'a>(ElementReader<'a>);

impl<'a> Seeker<'a> {
    pub(super) fn of(bytes: &'a [u8]) -> Seeker<'a> {
        Seeker(ElementReader::of(bytes))
    }

    /// Where the value at this path stands; if it does not exist, where the last one on the way stands.
    pub(super) fn value(mut self, path: &[Segment]) -> usize {
        let mut at = 0;
        let _ = self.walk(path, &mut at);
        at
    }

    /// Where the first two keys of this name stand in the dictionary at this path.
    pub(super) fn keys(mut self, path: &[Segment], name: &str) -> Vec<usize> {
        let mut found = Vec::new();
        if let Ok(Some((Element::Dict, false))) = self.walk(path, &mut 0) {
            let each = |key: &str, at| {
                found.extend((key == name).then_some(at));
                found.len() == 2
            };
            let _ = self.each_key(each);
        }
        found
    }

    fn walk(&mut self, path: &[Segment], at: &mut usize) -> Result<Option<(Element, Ended)>, Stop> {
        let mut met = match self.0.root()? {
            Met::Begin(Element::Plist, _) => self.0.next()?,
            root => root,
        };
        for segment in path {
            *at = self.0.at();
            let is_there = match (met, segment) {
                (Met::Begin(Element::Dict, false), Segment::Key(name)) => {
                    self.each_key(|key, _| key == name)?
                }
                (Met::Begin(Element::Array, false), Segment::Index(index)) => self.items(*index)?,
                _ => false,
            };
            if !is_there {
                return Ok(None);
            }
            met = self.0.next()?;
        }
        *at = self.0.at();
        Ok(match met {
            Met::Begin(element, ended) => Some((element, ended)),
            _ => None,
        })
    }

    /// Goes through the keys of a dictionary up to the one that is looked for; gives whether it was
    /// found.
    fn each_key(&mut self, mut is_it: impl FnMut(&str, usize) -> bool) -> Result<bool, Stop> {
        while let Met::Begin(_, ended) = self.0.next()? {
            let at = self.0.at();
            if is_it(&self.0.content(ended)?, at) {
                return Ok(true);
            }
            let value = self.0.next()?;
            self.pass(value)?;
        }
        Ok(false)
    }

    /// Passes over this many items.
    fn items(&mut self, count: usize) -> Result<bool, Stop> {
        for _ in 0..count {
            let item = self.0.next()?;
            self.pass(item)?;
        }
        Ok(true)
    }

    /// Passes over the rest of a value that has begun.
    fn pass(&mut self, value: Met) -> Result<(), Stop> {
        let mut level = 0;
        let mut met = value;
        loop {
            match met {
                Met::Begin(Element::Array | Element::Dict, false) => level += 1,
                Met::Begin(_, ended) => drop(self.0.content(ended)?),
                Met::End if level > 0 => level -= 1,
                Met::End | Met::Nothing => return Ok(()),
            }
            if level == 0 {
                return Ok(());
            }
            met = self.0.next()?;
        }
    }
}
