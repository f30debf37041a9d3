use super::{Children, Content, Key, Model};

impl Model {
    /// The model without what only older releases have.
    #[must_use]
    pub fn without_retired(&self) -> Model {
        let mut model = self.clone();
        model.documents.retain(|document| document.last.is_none());
        for document in &mut model.documents {
            let contents = [Some(&mut document.payload), document.response.as_mut()];
            for content in contents.into_iter().flatten() {
                let (Content::Dictionary(below) | Content::Map(below)) = content;
                children(below);
            }
            document.shared.values_mut().for_each(|shared| keys(&mut shared.keys));
        }
        model
    }
}

fn children(children: &mut Children) {
    match children {
        Children::Own(own) => keys(own),
        // The keys of a shared list are visited where the list is held.
        Children::Shared(_) => {}
    }
}

fn keys(keys: &mut Vec<Key>) {
    keys.retain(|key| key.last.is_none());
    for key in keys {
        let dropped = std::mem::take(&mut key.dropped);
        key.rangelist.retain(|value| !dropped.iter().any(|dropped| dropped.value == *value));
        children(&mut key.children);
    }
}
