//! Keeps texts of the schema that the types of `core` hold as `&'static str`.
//!
//! Each distinct text is kept once, for as long as the process runs: the schema has a few dozen.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

static TEXTS: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());

/// The same text, kept for as long as the process runs.
pub fn intern(text: &str) -> &'static str {
    let mut texts = TEXTS.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = texts.get(text) {
        return kept;
    }
    let kept: &'static str = Box::leak(text.to_owned().into_boxed_str());
    texts.insert(kept);
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_kept_once() {
        let (first, second) = (intern("AllowSomething"), intern(&String::from("AllowSomething")));
        assert!(std::ptr::eq(first, second));
        assert_ne!(first, intern("AllowSomethingElse"));
    }
}
