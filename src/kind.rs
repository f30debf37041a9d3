/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum Kind {
    Activation,
    Configuration,
    Asset,
    Management,
}

impl Kind {
    /// All kinds with the protocol's word for each.
    pub const NAMES: [(Kind, &'static str); 4] = [
        (Kind::Activation, "activation"),
        (Kind::Configuration, "configuration"),
        (Kind::Asset, "asset"),
        (Kind::Management, "management"),
    ];

    /// The protocol's word.
    pub const fn name(self) -> &'static str {
        Kind::NAMES[self as usize].1
    }

    /// The kind of a declaration of this type: `com.apple.asset.data` is an asset.
    pub fn of_type(id: &str) -> Option<Kind> {
        let word = id.strip_prefix("com.apple.")?.split('.').next()?;
        Kind::NAMES.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

apple_device_management_core::by_word!(Kind, "kind of declaration", Kind::NAMES);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_names_its_kind() {
        assert_eq!(Kind::of_type("com.apple.asset.data"), Some(Kind::Asset));
        assert_eq!(Kind::of_type("com.example.asset.data"), None);
        assert!(Kind::NAMES.iter().all(|(kind, name)| kind.name() == *name));
    }
}
