//! Doc comments, made of what the schema states.
//!
//! The comment of a root type says where the document is available. All other comments say only
//! what differs: for a type, from its document; for a field or variant, from its type.

mod support;
mod words;

use std::collections::BTreeSet;

use apple_device_management_core::Presence;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

pub(super) use support::{differing_row, support_row};
pub(super) use words::line;

use super::plan::Plan;
use super::{links, markup};
use crate::effective::{Effective, Side};
use crate::model::{Key, Last};
use support::{differing, support};
use words::{code, facts, text};

/// The lines of a doc comment, and other names by which rustdoc finds the item.
#[derive(Default)]
pub(super) struct Comment {
    lines: Vec<String>,
    aliases: Vec<String>,
}

impl Comment {
    fn of(line: String) -> Comment {
        Comment { lines: vec![line], aliases: Vec::new() }
    }

    /// Adds lines as a paragraph of their own.
    fn paragraph(mut self, lines: impl IntoIterator<Item = String>) -> Comment {
        let mut lines = lines.into_iter().peekable();
        if lines.peek().is_some() {
            self.lines.push(String::new());
            self.lines.extend(lines);
        }
        self
    }

    /// The comment as that of a module, which is inside the module.
    pub(super) fn inner(&self) -> TokenStream {
        let lines = self.lines.iter().map(|line| spaced(line));
        quote!(#(#![doc = #lines])*)
    }
}

impl ToTokens for Comment {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let lines = self.lines.iter().map(|line| spaced(line));
        let aliases = &self.aliases;
        tokens.extend(quote!(#(#[doc = #lines])* #(#[doc(alias = #aliases)])*));
    }
}

/// A line as it is behind `///`, with a blank before it.
fn spaced(line: &str) -> String {
    if line.is_empty() { String::new() } else { format!(" {line}") }
}

/// The comment of a module.
pub(super) fn module(plan: &Plan<'_>) -> Comment {
    let document = plan.document;
    Comment::of(format!("{} ({}).", text(&document.title), code(&document.id)))
        .paragraph([source(plan)])
}

/// The comment of a root type.
pub(super) fn root(plan: &Plan<'_>, side: Side, prose: Option<&str>) -> Comment {
    let document = plan.document;
    let what = match side {
        Side::Payload => "",
        Side::Response => ": the answer",
    };
    let page = links::page(document, side);
    let mut comment =
        Comment::of(format!("{} ({}){what}.", text(&document.title), code(&document.id)))
            .paragraph([source(plan)])
            .paragraph(page.map(|page| format!("[Apple's page about it]({page}).")))
            .paragraph(last(document.last.as_ref()))
            .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
            .paragraph(support(&plan.support));
    if side == Side::Payload {
        comment.aliases = aliases(plan);
    }
    comment
}

/// The names by which people look for a document, apart from that of the type.
fn aliases(plan: &Plan<'_>) -> Vec<String> {
    let names = BTreeSet::from([&plan.document.id, &plan.document.title]);
    let others = names.into_iter().filter(|name| **name != plan.payload.type_name);
    // Other names are not allowed as an alias by rustdoc.
    let taken = |name: &&String| {
        !name.is_empty() && name.trim() == *name && !name.contains(['"', '\'', '\\'])
    };
    others.filter(taken).cloned().collect()
}

/// The comment of a nested type; `support` is that of the type, if it is a dictionary.
pub(super) fn nested(plan: &Plan<'_>, path: &str, support: Option<&Effective>) -> Comment {
    Comment::of(format!("{} of [`{}`].", code(path), plan.payload.type_name))
        .paragraph([source(plan)])
        .paragraph(support.map(|own| differing(own, &plan.support)).unwrap_or_default())
}

fn source(plan: &Plan<'_>) -> String {
    format!("Source: {}.", code(&plan.document.source))
}

/// The comment of a field; `above` is the support of its type.
pub(super) fn field(
    key: &Key,
    effective: &Effective,
    above: &Effective,
    prose: Option<&str>,
) -> Comment {
    let hidden = key.secret.then(|| "A secret: `Debug` does not show it.".to_owned());
    let facts = facts(key).into_iter().chain(hidden);
    facts
        .fold(Comment::of(format!("{}: {}.", code(&key.name), kind(key))), |comment, fact| {
            comment.paragraph([fact])
        })
        .paragraph(last(key.last.as_ref()))
        .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
        .paragraph(differing(effective, above))
}

/// Type and presence in words: `string, required`.
fn kind(key: &Key) -> String {
    let presence = match key.presence {
        Presence::Required => ", required",
        Presence::Optional => ", optional",
        Presence::Unstated => "",
    };
    format!("{}{presence}", key.form.word())
}

/// The comment of a variant; `supports` are that of the variant and that of its type.
pub(super) fn variant(
    value: &str,
    retired: Option<&Last>,
    prose: Option<&str>,
    supports: Option<(&Effective, &Effective)>,
) -> Comment {
    Comment::of(code(value))
        .paragraph(last(retired))
        .paragraph(prose.map(markup::paragraphs).unwrap_or_default())
        .paragraph(supports.map(|(own, above)| differing(own, above)).unwrap_or_default())
}

/// A sentence about something that only older releases have: the last release with it, and the
/// next.
fn last(last: Option<&Last>) -> Option<String> {
    let Last { release, next } = last?;
    Some(format!("In {}, not in {}.", code(release), code(next)))
}

/// The comment behind a key's row in a table: `string, optional; macOS 10.8; not on iOS`. `above`
/// is the support of the dictionary.
pub(super) fn key_row(key: &Key, effective: &Effective, above: &Effective) -> String {
    let secret = if key.secret { ", secret" } else { "" };
    match differing_row(effective, above).as_str() {
        "" => format!("{}{secret}", kind(key)),
        differing => format!("{}{secret}; {differing}", kind(key)),
    }
}

/// The comment behind the row with a key's constraints.
pub(super) fn limits_row(key: &Key) -> String {
    let facts = Vec::from_iter(facts(key).into_iter().chain(last(key.last.as_ref())));
    format!("{}: {}", key.name, facts.join(" "))
}
