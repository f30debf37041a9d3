//! What the tables of the schema do not say, as data beside them: keys of envelopes, keys that stand
//! for each other, lists that are open, documents that describe parts of others.

pub(super) mod alternatives;
pub(super) mod documents;
pub(super) mod open;
pub(super) mod payload;
pub(super) mod profile;
pub(super) mod types;
