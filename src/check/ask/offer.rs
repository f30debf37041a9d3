//! Which values a target takes, of lists whose values have supports of their own.

use apple_device_management_core::{
    Answer, Document, Key, KeyPath, Segment, Support, Table, Target, ValueType, Verdict,
};

use crate::check::rules::documents::{Elsewhere, elsewhere};

/// One value of a list, or one variant of a union, and whether the target takes it.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    /// The list, as a path of the schema: `Queries/*`.
    pub path: KeyPath,
    /// The value.
    pub name: &'static str,
    /// Where the value is available.
    pub support: Support,
    /// What the support means for the target.
    pub verdict: Verdict,
}

impl Offer {
    /// Whether the target takes the value.
    pub fn answer(&self) -> Answer {
        self.verdict.answer()
    }
}

/// All values with a support of their own in what a document sends: gated values, variants of
/// unions, and skip keys.
pub fn offers(document: &'static Document, target: &Target) -> Vec<Offer> {
    let mut search = Search { document, target, tables: Vec::new(), offers: Vec::new() };
    if let ValueType::Dictionary(table) = document.payload {
        search.table(&KeyPath::root(), table);
    }
    search.offers
}

/// The queries of the DeviceInformation command that the target answers, or may answer.
#[cfg(feature = "commands")]
pub fn queries_for(target: &Target) -> Vec<Offer> {
    use apple_device_management_generated::commands::device_information::DOCUMENT;
    accepted(offers(&DOCUMENT, target), "Queries")
}

/// The settings of the Settings command that the target takes, or may take.
#[cfg(feature = "commands")]
pub fn settings_for(target: &Target) -> Vec<Offer> {
    use apple_device_management_generated::commands::settings::DOCUMENT;
    accepted(offers(&DOCUMENT, target), "Settings")
}

/// The values of `ReducedSecurity`, in the answer to the SecurityInfo command, that the target has
/// or may have.
#[cfg(feature = "commands")]
pub fn reduced_security_for(target: &Target) -> Vec<Offer> {
    use apple_device_management_generated::commands::security_info::DOCUMENT;
    let mut search = Search { document: &DOCUMENT, target, tables: Vec::new(), offers: Vec::new() };
    if let Some(ValueType::Dictionary(table)) = DOCUMENT.response {
        search.table(&KeyPath::root(), table);
    }
    search.offers.retain(|offer| offer.answer() != Answer::No);
    search.offers
}

/// The panes of Setup Assistant that can be skipped on the target, or may be.
#[cfg(feature = "other")]
pub fn skip_keys_for(target: &Target) -> Vec<Offer> {
    use apple_device_management_generated::other::skip_keys::DOCUMENT;
    let ValueType::Dictionary(table) = DOCUMENT.payload else { return Vec::new() };
    let offers = table.keys().map(|key| offer(&KeyPath::root(), key.name, key.support, target));
    offers.filter(|offer| offer.answer() != Answer::No).collect()
}

#[cfg(feature = "commands")]
fn accepted(mut offers: Vec<Offer>, list: &str) -> Vec<Offer> {
    let of_list = |path: &KeyPath| path.0.first() == Some(&Segment::Key(list.to_owned()));
    offers.retain(|offer| of_list(&offer.path) && offer.path.0.len() == 2);
    offers.retain(|offer| offer.answer() != Answer::No);
    offers
}

fn offer(path: &KeyPath, name: &'static str, support: Support, target: &Target) -> Offer {
    let verdict = support.verdict(target);
    Offer { path: path.clone(), name, support, verdict }
}

struct Search<'t> {
    document: &'static Document,
    target: &'t Target,
    /// The tables that are open, since a table may hold itself.
    tables: Vec<&'static Table>,
    offers: Vec<Offer>,
}

impl Search<'_> {
    fn table(&mut self, path: &KeyPath, table: &'static Table) {
        if self.tables.iter().any(|open| std::ptr::eq(*open, table)) {
            return;
        }
        self.tables.push(table);
        for key in table.keys() {
            self.key(&path.key(key.name), &key);
        }
        self.tables.pop();
    }

    fn key(&mut self, path: &KeyPath, key: &Key) {
        for value in key.constraints.gated.values {
            self.add(path, value.name, value.support);
        }
        let each = path.with(Segment::Each);
        match key.value {
            ValueType::Dictionary(table) => self.table(path, table),
            ValueType::Map(item) => self.key(&each, item),
            ValueType::Array(item) => {
                if let Elsewhere::Values(table) = elsewhere(self.document, key.name) {
                    for skip in table.keys() {
                        self.add(&each, skip.name, skip.support);
                    }
                }
                self.key(&each, item);
            }
            ValueType::Union(union) => {
                for variant in union.variants {
                    self.add(path, variant.name, variant.support);
                    self.table(&path.key(variant.name), variant.table);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, path: &KeyPath, name: &'static str, support: Support) {
        self.offers.push(offer(path, name, support, self.target));
    }
}
