//! The printer of items: makes text of tokens, item by item, by `syn` and `prettyplease`.
//!
//! Some code cannot be made of tokens: with comments that are no documentation, hexadecimal
//! numbers, or each entry of a list on a line. `rows.rs` writes such code as text, and it is
//! printed as it is.

use std::collections::BTreeSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::error::EmitError;
use super::{MARKER, imports};

/// The text of a file while it is written: items below each other, with a blank line between them.
pub(super) struct Page<'p> {
    /// The document or folder that the file is made from, for errors.
    source: &'p str,
    text: String,
    /// The names of `core::emitted` that the text uses.
    uses: BTreeSet<&'static str>,
}

impl<'p> Page<'p> {
    pub(super) fn new(source: &'p str) -> Page<'p> {
        Page { source, text: String::with_capacity(16 * 1024), uses: BTreeSet::new() }
    }

    /// Prints items without a blank line between them; mostly it is one item.
    ///
    /// # Errors
    /// If it is not valid Rust.
    pub(super) fn item(&mut self, name: &str, tokens: TokenStream) -> Result<(), EmitError> {
        let text = printed(self.source, name, tokens)?;
        self.text(&text);
        Ok(())
    }

    /// Prints the declaration of an enum. It is not searched for names to import, since a variant
    /// may have such a name.
    ///
    /// # Errors
    /// If it is not valid Rust.
    pub(super) fn enumeration(&mut self, name: &str, tokens: TokenStream) -> Result<(), EmitError> {
        let text = printed(self.source, name, tokens)?;
        self.put(&text);
        Ok(())
    }

    /// Prints a call of `record!` that is text already. It is not searched for names to import,
    /// since a field may have such a name.
    pub(super) fn record(&mut self, call: &str) {
        self.uses.insert("record");
        self.put(call);
    }

    /// Prints code that is text already.
    pub(super) fn text(&mut self, text: &str) {
        imports::add(&mut self.uses, text);
        self.put(text);
    }

    fn put(&mut self, text: &str) {
        self.text.push('\n');
        self.text.push_str(text);
    }

    /// The whole file: the mark of generated code, documentation, imports, and the items.
    ///
    /// # Errors
    /// If the documentation is not valid Rust.
    pub(super) fn file(self, head: TokenStream) -> Result<String, EmitError> {
        let Page { source, text, uses } = self;
        let head = printed(source, "the head of the module", head)?;
        let mut file = format!("{MARKER}{head}");
        if !uses.is_empty() {
            let names = uses.iter().map(|name| ident(name));
            let imports = quote!(use apple_device_management_core::emitted::{#(#names),*};);
            file.push('\n');
            file.push_str(&printed(source, "the imports", imports)?);
        }
        Ok(file + &text)
    }
}

/// The text of items.
///
/// # Errors
/// If they are not valid Rust.
pub(super) fn printed(source: &str, name: &str, tokens: TokenStream) -> Result<String, EmitError> {
    match syn::parse2(tokens) {
        Ok(file) => Ok(prettyplease::unparse(&file)),
        Err(error) => Err(EmitError::NotRust {
            source_file: source.to_owned(),
            item: name.to_owned(),
            reason: error.to_string(),
        }),
    }
}

/// A name of the plan as a token. The plan has checked that it is a name in Rust.
pub(super) fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(keyword) => Ident::new_raw(keyword, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_printed_below_what_they_import() {
        let mut page = Page::new("a.yaml");
        page.item(
            "A",
            quote!(
                pub struct A {
                    #[doc = " B\\n `c`."]
                    pub b: Option<Data>,
                }
            ),
        )
        .unwrap();
        page.enumeration(
            "D",
            quote!(
                pub enum D {
                    Date,
                    Real(Box<A>),
                }
            ),
        )
        .unwrap();
        page.text("static E: Key = Key { name: \"Table\" }; // Union\n");
        assert_eq!(
            page.file(quote!(#![doc = " About."])).unwrap(),
            format!(
                "{MARKER}//! About.\n\nuse apple_device_management_core::emitted::{{Data, Key}};\n\n\
                 pub struct A {{\n    /// B\\n `c`.\n    pub b: Option<Data>,\n}}\n\n\
                 pub enum D {{\n    Date,\n    Real(Box<A>),\n}}\n\n\
                 static E: Key = Key {{ name: \"Table\" }}; // Union\n"
            )
        );
    }

    #[test]
    fn an_item_that_is_not_valid_rust_is_named() {
        let error = Page::new("a.yaml").item("struct A", quote!(pub struct A { b c })).unwrap_err();
        let expected = "a.yaml: `struct A` would not be valid Rust: expected `:`; this is a mistake of the emitter \
             (schema-codegen/src/emit/)";
        assert_eq!(error.to_string(), expected);
    }
}
