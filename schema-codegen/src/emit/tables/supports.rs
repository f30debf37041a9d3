//! The supports of a module as one `static`: each combination of five OSes and each support on one
//! OS is in it once, as numbers. One item is far cheaper for the compiler than many small ones.

use std::collections::{BTreeMap, HashMap};

use apple_device_management_core::internal::pack_os;

use crate::effective::Effective;
use crate::emit::docs;
use crate::emit::error::EmitError;
use crate::emit::rows::{self, Row};

/// The supports that a module refers to, numbered in the order in which they were first used.
#[derive(Default)]
pub(super) struct Supports {
    rows: Numbered<Effective>,
}

impl Supports {
    /// The number of a support in the module's `SUPPORTS`. If there are more than 65,535, numbers
    /// are wrong, and [`emit`](Self::emit) refuses them.
    pub(super) fn number(&mut self, support: &Effective) -> u16 {
        self.rows.number(*support) as u16
    }

    /// An expression that refers to a support.
    pub(super) fn reference(&mut self, support: &Effective) -> String {
        format!("Support(&SUPPORTS, {})", self.number(support))
    }

    /// The table of all supports that were used.
    ///
    /// # Errors
    /// If a support does not fit its numbers, or there are more supports than numbers.
    pub(super) fn emit(&self, source: &str) -> Result<String, EmitError> {
        let mut texts = Numbered::default();
        let mut per_os = BTreeMap::new();
        for support in self.rows.items.iter().flat_map(|row| row.0) {
            let packed = pack_os(&support, |text| u8::try_from(texts.number(text) + 1).ok());
            let Some(packed) = packed else {
                let (source_file, support) = (source.to_owned(), support.to_string());
                return Err(EmitError::WideSupport { source_file, support });
            };
            per_os.insert(packed, support);
        }
        let (count, limit) = (self.rows.items.len().max(per_os.len()), usize::from(u16::MAX));
        if count > limit {
            let source_file = source.to_owned();
            return Err(EmitError::TooManySupports { source_file, count, limit });
        }
        let numbers: HashMap<_, _> = per_os.values().zip(0_u16..).collect();
        // Each row says its number, by which other tables refer to it.
        let rows = self.rows.items.iter().enumerate().map(|(at, row)| {
            let entry = format!("{:?}", row.0.map(|one| numbers[&one]));
            Row::new(entry, format!("{at}: {}", docs::support_row(row)))
        });
        let packed = per_os.iter().enumerate().map(|(at, (packed, support))| {
            let (introduced, deprecated, removed, conditions) = packed;
            let entry =
                format!("({introduced:#x}, {deprecated:#x}, {removed:#x}, {conditions:#x})");
            Row::new(entry, format!("{at}: {support}"))
        });
        let text = |(at, text): (usize, &&str)| Row::new(format!("{text:?}"), (at + 1).to_string());
        let texts = texts.items.iter().enumerate().map(text);
        let value = rows::value(
            "Supports",
            &[
                ("rows", rows::slice(&Vec::from_iter(rows))),
                ("per_os", rows::slice(&Vec::from_iter(packed))),
                ("texts", rows::slice(&Vec::from_iter(texts))),
            ],
        );
        Ok(format!("static SUPPORTS: Supports = {value};\n"))
    }
}

/// A list without duplicates, and the index of each thing in it.
struct Numbered<T> {
    numbers: HashMap<T, usize>,
    items: Vec<T>,
}

impl<T> Default for Numbered<T> {
    fn default() -> Numbered<T> {
        Numbered { numbers: HashMap::new(), items: Vec::new() }
    }
}

impl<T: Copy + Eq + std::hash::Hash> Numbered<T> {
    fn number(&mut self, item: T) -> usize {
        *self.numbers.entry(item).or_insert_with(|| {
            self.items.push(item);
            self.items.len() - 1
        })
    }
}

#[cfg(test)]
mod tests {
    use apple_device_management_core::{Introduced, OsSupport, Version};

    use super::*;

    #[test]
    fn more_supports_than_numbers_are_refused() {
        let mut supports = Supports::default();
        let add = |supports: &mut Supports, at: u32| {
            let [_, major, minor, patch] = at.to_be_bytes().map(u16::from);
            let introduced = Introduced::Since(Version::new(major, minor, patch));
            supports.number(&Effective([OsSupport::UNSTATED.with_introduced(introduced); 5]));
        };
        (0..65_535).for_each(|at| add(&mut supports, at));
        assert!(supports.emit("a.yaml").is_ok());
        add(&mut supports, 65_535);
        assert_eq!(
            supports.emit("a.yaml").unwrap_err().to_string(),
            "a.yaml: 65536 different supports; there are numbers for 65535"
        );
    }
}
