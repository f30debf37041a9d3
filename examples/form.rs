//! A form for any document of the schema, from what `reflect` says of its keys.
//!
//! ```text
//! cargo run --example form -- com.apple.wifi.managed
//! cargo run --example form -- PasscodeSettings ios:18.0,supervised
//! ```
//!
//! With a target, keys that this device does not take are left out.

use std::error::Error;

use apple_device_management::reflect::{self, Node, NodeKind, Side};
use apple_device_management::{
    Answer, Document, KeyPath, Literal, Presence, Segment, Target, ValueType,
};

/// One line of a form.
struct Field {
    path: KeyPath,
    label: String,
    node: Node,
}

/// The fields of a document in the order of the schema, each group before its fields.
fn fields(document: &'static Document, target: Option<&Target>) -> Vec<Field> {
    let takes = |node: &Node| {
        target.is_none_or(|target| node.support.verdict(target).answer() != Answer::No)
    };
    let mut left_out: Vec<KeyPath> = Vec::new();
    let mut fields = Vec::new();
    for (path, node) in reflect::nodes(document, Side::Payload) {
        // Keys below one that is left out are left out too. Gated values are choices of their key.
        let is_below = |gone: &KeyPath| path.0.starts_with(&gone.0);
        if node.kind == NodeKind::GatedValue || left_out.iter().any(is_below) {
            continue;
        }
        if !takes(&node) {
            left_out.push(path);
            continue;
        }
        fields.push(Field { label: label(&path), path, node });
    }
    fields
}

/// The label of a field: the words of the key's name. The schema has titles for many keys, but
/// these are Apple's prose, which the crate does not contain. If you have better labels, use them
/// here.
fn label(path: &KeyPath) -> String {
    match path.0.last() {
        Some(Segment::Key(name)) => words(name),
        _ => "each".to_owned(),
    }
}

/// The words of a name such as `AllowSimplePasscode` or `allow-simple`.
fn words(name: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = name.chars().collect();
    for (at, char) in chars.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| chars.get(at));
        // `APNs` is one word: the `s` is the plural of the capitals.
        let is_plural = chars.get(at + 1) == Some(&'s')
            && chars.get(at + 2).is_none_or(|one| !one.is_lowercase());
        let after = chars.get(at + 1).filter(|_| !is_plural);
        let begins = char.is_uppercase()
            && (before.is_some_and(|one| one.is_lowercase() || one.is_numeric())
                || before.is_some_and(|one| one.is_uppercase())
                    && after.is_some_and(|one| one.is_lowercase()));
        match char {
            '-' | '_' | '.' => out.push(' '),
            _ => {
                if begins {
                    out.push(' ');
                }
                out.push(*char);
            }
        }
    }
    out
}

/// What a person has to enter.
fn control(node: &Node) -> String {
    let listed: Vec<String> = node.constraints.rangelist.iter().map(Literal::to_string).collect();
    let gated: Vec<String> =
        node.constraints.gated.values.iter().map(|value| value.name.to_owned()).collect();
    let choices = [listed, gated].concat();
    let control = match node.value {
        ValueType::Boolean => "[ ]".to_owned(),
        ValueType::Array(_) => "list of".to_owned(),
        ValueType::Dictionary(_) | ValueType::Map(_) => "group".to_owned(),
        ValueType::Union(_) => "one of".to_owned(),
        _ if !choices.is_empty() => format!("<{}>", choices.join(" | ")),
        other => format!("[{}]", other.name()),
    };
    let range = node.constraints.range.map(|range| {
        let bound = |bound: Option<f64>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        format!(" {}..{}", bound(range.min), bound(range.max))
    });
    let default = node.constraints.default.map(|default| format!(" = {default}"));
    [Some(control), range, default].into_iter().flatten().collect()
}

fn print(document: &'static Document, target: Option<&Target>) -> String {
    let mut out = format!("{} ({})\n", document.title, document.id);
    for Field { path, label, node } in fields(document, target) {
        let indent = "  ".repeat(path.0.len());
        let mark = if node.presence == Presence::Required { "*" } else { "" };
        out.push_str(&format!("{indent}{label}{mark}: {}\n", control(&node)));
    }
    out
}

/// The form for the document with this identifier.
pub(crate) fn form(id: &str, target: Option<&str>) -> Result<String, Box<dyn Error>> {
    let target = target.map(str::parse::<Target>).transpose()?;
    let document = reflect::documents_named(id).next();
    let document = document.ok_or_else(|| format!("the schema has no document `{id}`"))?;
    Ok(print(document, target.as_ref()))
}

#[allow(dead_code)]
fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let id = arguments.next().ok_or("which document? For instance: form com.apple.wifi.managed")?;
    print!("{}", form(&id, arguments.next().as_deref())?);
    Ok(())
}
