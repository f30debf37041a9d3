//! A place on the way through the keys of a document.

use apple_device_management_core::{KeyPath, Segment};

use crate::model::Form;

/// Where the walk through the keys is: at a list, or at one of its keys.
#[derive(Clone)]
pub(super) struct Here {
    /// The place as messages name it, in the schema's words: `payloadkeys.Settings.Wallpaper`.
    pub(super) words: String,
    /// The side of the document: `payload` or `response`.
    pub(super) root: &'static str,
    pub(super) path: KeyPath,
    /// How many arrays and maps lie above. Recursion must pass through one of them, or a value
    /// would never end.
    pub(super) boxes: usize,
    /// What the keys of the list are.
    pub(super) role: Role,
}

/// What the keys of a list are to the thing that holds the list.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The keys of a document.
    Root,
    /// The keys of a variant of a union.
    Variant,
    /// The one item of an array.
    Item,
    /// The one value of a map.
    Value,
    /// The variants of a union.
    Variants,
    /// Keys of a dictionary, or the values of a string.
    Inner,
}

impl Here {
    /// The place of a key in the list that is here.
    pub(super) fn key(&self, name: &str) -> Here {
        let path = match self.role {
            Role::Item | Role::Value => self.path.with(Segment::Each),
            Role::Variants => self.path.with(Segment::Each).key(name),
            _ => self.path.key(name),
        };
        let words = format!("{}.{name}", self.words);
        Here { words, path, role: Role::Inner, ..self.clone() }
    }

    /// The place of the list below a key of this form. `role` is what the key itself is.
    pub(super) fn list_below(mut self, form: Form, role: Role) -> Here {
        self.role = match form {
            Form::Array => Role::Item,
            Form::Map => Role::Value,
            Form::UnionArray => Role::Variants,
            _ if role == Role::Variants => Role::Variant,
            _ => Role::Inner,
        };
        if matches!(form, Form::Array | Form::UnionArray | Form::Map) {
            self.boxes += 1;
        }
        self
    }

    /// The name of a shared list that is first met here.
    pub(super) fn list_name(&self) -> String {
        if self.path.0.is_empty() {
            self.root.to_owned()
        } else {
            format!("{}/{}", self.root, self.path)
        }
    }
}
