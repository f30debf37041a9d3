/// The kind of a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum DeclarationKind {
    Activation,
    Configuration,
    Asset,
    Management,
}

impl DeclarationKind {
    /// All kinds with the protocol's word for each.
    pub const NAMES: [(DeclarationKind, &'static str); 4] = [
        (DeclarationKind::Activation, "activation"),
        (DeclarationKind::Configuration, "configuration"),
        (DeclarationKind::Asset, "asset"),
        (DeclarationKind::Management, "management"),
    ];

    /// The protocol's word.
    pub const fn name(self) -> &'static str {
        DeclarationKind::NAMES[self as usize].1
    }

    /// The kind that the type of a declaration names: `com.apple.asset.data` is an asset.
    pub fn of_type(id: &str) -> Option<DeclarationKind> {
        let word = id.strip_prefix("com.apple.")?.split('.').next()?;
        DeclarationKind::NAMES.iter().find(|(_, name)| *name == word).map(|(kind, _)| *kind)
    }
}

apple_device_management_core::by_word!(
    DeclarationKind,
    "kind of declaration",
    DeclarationKind::NAMES
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_names_its_kind() {
        assert_eq!(DeclarationKind::of_type("com.apple.asset.data"), Some(DeclarationKind::Asset));
        assert_eq!(DeclarationKind::of_type("com.example.asset.data"), None);
        assert!(DeclarationKind::NAMES.iter().all(|(kind, name)| kind.name() == *name));
    }
}
