//! The module of a family: its documents, and an enum of all their types.

use std::collections::BTreeMap;

use apple_device_management_core::Family;
use apple_device_management_core::internal::build_index;
use proc_macro2::TokenStream;
use quote::quote;

use super::error::{EmitError, Named};
use super::plan::Plan;
use super::print::{Page, ident};
use super::rows::{self, Row};
use super::tables::bytes;
use super::types::from_contents;
use crate::conventions::TAGS;

/// The enum of a family's types: its name, and what it holds. `None` for a family without one.
pub(super) fn dispatch(family: Family) -> Option<(&'static str, &'static str)> {
    Some(match family {
        Family::Checkin => ("AnyCheckin", "check-in message, by `MessageType`"),
        Family::Commands => ("AnyCommand", "command, by `RequestType`"),
        Family::Errors => ("AnyError", "error, by `code`"),
        Family::Profiles => ("AnyPayload", "payload of a profile, by `PayloadType`"),
        Family::Activations => ("AnyActivation", "activation, by `Type`"),
        Family::Assets => ("AnyAsset", "asset, by `Type`"),
        Family::Configurations => ("AnyConfiguration", "configuration, by `Type`"),
        Family::Management => ("AnyManagement", "management declaration, by `Type`"),
        Family::Credentials => ("AnyCredential", "credential, by the type of its asset"),
        Family::Status => ("AnyStatusItem", "status item, by name"),
        Family::Declarations | Family::Protocol | Family::Other => return None,
    })
}

/// Checks that no two documents of a family have the same module or root type, and that none has
/// the name of something else in the module of the family.
pub(super) fn check_names(family: Family, plans: &[Plan<'_>]) -> Result<(), EmitError> {
    // Names that do not come from documents.
    let mut taken = BTreeMap::from([
        ("Unknown", Named::fixed("a document that is not listed")),
        ("codec", Named::fixed("the codec's module, which is imported")),
    ]);
    taken.extend(
        dispatch(family).map(|(name, _)| (name, Named::fixed("any document of the family"))),
    );
    taken.extend(children(family).map(|name| (name, Named::fixed("the module of a family"))));
    for plan in plans {
        let source = plan.document.source.as_str();
        let response = plan.response.as_ref().map(|response| response.type_name.as_str());
        // A module never has the name of a type: it has no capitals.
        for name in [Some(&*plan.module), Some(&*plan.payload.type_name), response] {
            let Some(name) = name else { continue };
            let other = Named::new(source.to_owned(), Some(source.to_owned()));
            if let Some(one) = taken.insert(name, other.clone()) {
                return Err(EmitError::Collision {
                    source_file: source.to_owned(),
                    name: name.to_owned(),
                    one: one.into(),
                    other: other.into(),
                });
            }
        }
    }
    Ok(())
}

/// The `mod.rs` of a family.
pub(super) fn module(family: Family, plans: &[Plan<'_>]) -> Result<String, EmitError> {
    let mut page = Page::new(family.folder());
    let modules = children(family).map(ident).chain(plans.iter().map(|plan| ident(&plan.module)));
    page.item("the modules", quote!(#(pub mod #modules;)*))?;
    let types = plans.iter().map(|plan| {
        let (module, name) = (ident(&plan.module), ident(&plan.payload.type_name));
        match &plan.response {
            None => quote!(pub use #module::#name;),
            Some(response) => {
                let response = ident(&response.type_name);
                quote!(pub use #module::{#name, #response};)
            }
        }
    });
    page.item("the types", quote!(#(#types)*))?;
    documents(&mut page, plans);
    if let Some((name, what)) = dispatch(family).filter(|_| !plans.is_empty()) {
        any(&mut page, family, name, what, plans)?;
    }
    let title = format!(" Documents of `{}`.", family.folder());
    page.file(quote!(#![doc = #title]))
}

/// The modules of the families that are within another family.
fn children(family: Family) -> impl Iterator<Item = &'static str> {
    let below = Family::all().filter_map(|child| child.module().rsplit_once("::"));
    below.filter(move |(parent, _)| *parent == family.module()).map(|(_, name)| name)
}

fn by_id<'a, 'm>(plans: &'a [Plan<'m>]) -> Vec<&'a Plan<'m>> {
    let mut sorted: Vec<&Plan<'_>> = plans.iter().collect();
    sorted.sort_by_key(|plan| (&plan.document.id, &plan.document.source));
    sorted
}

/// The list of documents, sorted by identifier, and the index of that list.
fn documents(page: &mut Page<'_>, plans: &[Plan<'_>]) {
    let sorted = by_id(plans);
    let row = |plan: &&Plan<'_>| Row::new(format!("&{}::DOCUMENT", plan.module), &plan.document.id);
    let documents = rows::slice(&Vec::from_iter(sorted.iter().map(row)));
    page.text(&format!(
        "/// The documents, sorted by identifier and source.\n\
         pub static DOCUMENTS: &[&Document] = {documents};\n"
    ));
    // Of several documents with one identifier, the index has the first; the others follow in the
    // list.
    let mut ids: Vec<(&str, u16)> = Vec::new();
    for (at, plan) in sorted.iter().enumerate() {
        if ids.last().is_none_or(|(id, _)| *id != plan.document.id) {
            ids.push((&plan.document.id, at as u16));
        }
    }
    let index = bytes(&build_index(ids.into_iter()));
    page.text(&format!(
        "/// The index over [`DOCUMENTS`], by identifier: a hash table (core/src/index.rs).\n\
         pub static INDEX: &[u8] = {index};\n"
    ));
}

/// The enum of all types of a family, and its implementations.
fn any(
    page: &mut Page<'_>,
    family: Family,
    name: &str,
    what: &str,
    plans: &[Plan<'_>],
) -> Result<(), EmitError> {
    page.enumeration(name, declaration(name, what, plans))?;
    let sorted = by_id(plans);
    page.item(name, inherent(name, &sorted))?;
    page.text(&variants(name, &sorted));
    page.item(name, any_document(name, &sorted))?;
    page.item(name, content(name, family))?;
    page.item(name, described(name, &sorted))?;
    if let Some((_, tag)) = TAGS.iter().find(|(tagged, _)| *tagged == family) {
        for part in dispatched(name, tag) {
            page.item(name, part)?;
        }
    }
    if family == Family::Commands {
        page.item(name, any_request(name, &sorted))?;
    }
    let types = sorted.iter().map(|plan| plan.payload.type_name.as_str());
    for part in from_contents(name, types.map(|name| (name, name))) {
        page.item(name, part)?;
    }
    Ok(())
}

fn declaration(name: &str, what: &str, plans: &[Plan<'_>]) -> TokenStream {
    let (title, name) = (format!(" Any {what}."), ident(name));
    let variants = plans.iter().map(|plan| {
        let (id, content) = (format!(" `{}`", plan.document.id), ident(&plan.payload.type_name));
        quote!(#[doc = #id] #content(Box<#content>),)
    });
    quote! {
        #[doc = #title]
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants)*
            /// One that the schema does not list, with its identifier.
            Unknown(String, Dictionary),
        }
    }
}

/// The methods that can be called without importing a trait.
fn inherent(name: &str, plans: &[&Plan<'_>]) -> TokenStream {
    let name = ident(name);
    let types = Vec::from_iter(plans.iter().map(|plan| ident(&plan.payload.type_name)));
    let modules = plans.iter().map(|plan| ident(&plan.module));
    let ids = plans.iter().map(|plan| &plan.document.id);
    quote! {
        impl #name {
            /// The identifier on the wire.
            pub fn id(&self) -> &str {
                match self {
                    #(#name::#types(_) => #ids,)*
                    #name::Unknown(id, _) => id,
                }
            }
            /// The document; `None` for an unknown one.
            pub fn document(&self) -> Option<&'static Document> {
                match self {
                    #(#name::#types(_) => Some(&#modules::DOCUMENT),)*
                    #name::Unknown(..) => None,
                }
            }
            /// The content.
            pub fn content(&self) -> &dyn codec::AnySlot {
                match self {
                    #(#name::#types(content) => &**content,)*
                    #name::Unknown(_, dictionary) => dictionary,
                }
            }
            /// The content, if it is of this type.
            #[inline]
            pub fn get<T: codec::Message>(&self) -> Option<&T> {
                self.content().downcast_ref()
            }
            /// The content to be changed, if it is of this type.
            #[inline]
            pub fn get_mut<T: codec::Message>(&mut self) -> Option<&mut T> {
                codec::AnyDocument::content_mut(self).downcast_mut()
            }
        }
    }
}

/// The table of variants, in the order of the list of documents.
fn variants(name: &str, plans: &[&Plan<'_>]) -> String {
    let row = |plan: &&Plan<'_>| {
        let Plan { document, payload, .. } = plan;
        let make = format!("|| {name}::{}(Default::default())", payload.type_name);
        Row::new(format!("({:?}, {make})", document.id), &document.source)
    };
    let rows = rows::slice(&Vec::from_iter(plans.iter().map(row)));
    format!("const VARIANTS: codec::Variants<{name}> = {rows};\n")
}

/// The implementation of `AnyDocument`, by which generic code uses such an enum.
fn any_document(name: &str, plans: &[&Plan<'_>]) -> TokenStream {
    let name = ident(name);
    let types = plans.iter().map(|plan| ident(&plan.payload.type_name));
    quote! {
        impl codec::AnyDocument for #name {
            const INDEX: &'static [u8] = INDEX;
            const VARIANTS: codec::Variants<#name> = VARIANTS;
            fn id(&self) -> &str {
                self.id()
            }
            fn document(&self) -> Option<&'static Document> {
                self.document()
            }
            fn content(&self) -> &dyn codec::AnySlot {
                self.content()
            }
            #[inline]
            fn content_mut(&mut self) -> &mut dyn codec::AnySlot {
                match self {
                    #(#name::#types(content) => &mut **content,)*
                    #name::Unknown(_, dictionary) => dictionary,
                }
            }
            fn unknown(id: String, dictionary: Dictionary) -> #name {
                #name::Unknown(id, dictionary)
            }
        }
    }
}

/// The implementation of `Described`, by which such an enum can be checked.
fn described(name: &str, plans: &[&Plan<'_>]) -> TokenStream {
    let name = ident(name);
    let ids = plans.iter().map(|plan| &plan.document.id);
    quote! {
        impl codec::Described for #name {
            const IDS: &'static [&'static str] = &[#(#ids),*];
            fn id(&self) -> &str {
                self.id()
            }
            fn document(&self) -> Option<&'static Document> {
                self.document()
            }
            fn content(&self) -> &dyn codec::Slot {
                self.content()
            }
            #[inline]
            fn rewrite(&mut self, content: Value) -> Result<(), codec::DecodeError> {
                *self = codec::rewritten(self, content)?;
                Ok(())
            }
        }
    }
}

/// The implementation of `Content`, by which an envelope can hold such an enum.
fn content(name: &str, family: Family) -> TokenStream {
    let (name, family) = (ident(name), ident(&format!("{family:?}")));
    quote! {
        impl codec::Content for #name {
            const FAMILIES: &'static [Family] = &[Family::#family];
            fn content_id(&self) -> &str {
                self.id()
            }
            fn content_slot(&self) -> &dyn codec::AnySlot {
                self.content()
            }
        }
    }
}

/// How such an enum is read and written where the keys of the content are beside the tag.
fn dispatched(name: &str, tag: &str) -> [TokenStream; 4] {
    let (text, name) = (name, ident(name));
    [
        quote! {
            impl codec::Entries for #name {
                fn show_to<'a>(&'a self, viewer: &mut dyn codec::Viewer<'a>) -> bool {
                    codec::show_any(self, #tag, viewer)
                }
            }
        },
        quote! {
            impl codec::Slot for #name {
                fn put(
                    &mut self,
                    token: codec::Token<'_>,
                    context: &mut codec::Context,
                ) -> Result<(), codec::Stop> {
                    *self = codec::put_any(#tag, token, context).map_err(|stop| stop.named(#text))?;
                    Ok(())
                }
                fn view(&self) -> codec::View<'_> {
                    codec::View::Entries(self)
                }
            }
        },
        quote! {
            impl Default for #name {
                /// No message yet: an empty dictionary.
                fn default() -> #name {
                    #name::Unknown(String::new(), Dictionary::new())
                }
            }
        },
        quote!(serde_by_slot!(#name);),
    ]
}

/// The implementation of `AnyRequest`, which makes an empty answer to each command.
fn any_request(name: &str, plans: &[&Plan<'_>]) -> TokenStream {
    let name = ident(name);
    let types = plans.iter().map(|plan| ident(&plan.payload.type_name));
    let responses = plans.iter().map(|plan| match &plan.response {
        Some(response) => ident(&response.type_name),
        None => ident("Dictionary"),
    });
    quote! {
        impl codec::AnyRequest for #name {
            fn empty_response(&self) -> Box<dyn codec::AnySlot> {
                match self {
                    #(#name::#types(_) => Box::new(#responses::default()),)*
                    #name::Unknown(..) => Box::new(Dictionary::new()),
                }
            }
        }
    }
}
