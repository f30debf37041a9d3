//! Supports as `static` items, each once per module: those of one OS by the hash of their content,
//! the combinations of five by number.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

use apple_device_management_core::{
    AccessRights, Introduced, OsSupport, SharedIpad, UserEnrollment, Version,
};

use crate::effective::Effective;

/// The supports that a module refers to.
#[derive(Default)]
pub(super) struct Supports {
    /// The number of each, in the order in which they were first named.
    numbers: HashMap<Effective, u16>,
    all: Vec<String>,
    /// The initialiser of each support on one OS, by name.
    per_os: BTreeMap<String, String>,
    names: HashMap<OsSupport, String>,
}

impl Supports {
    /// The number of a support in the module's `SUPPORTS`.
    pub(super) fn number(&mut self, support: &Effective) -> u16 {
        if let Some(number) = self.numbers.get(support) {
            return *number;
        }
        let per_os: Vec<String> =
            support.0.iter().map(|one| format!("&{}", self.os_name(one))).collect();
        let number = self.all.len() as u16;
        self.all.push(format!("Support {{ per_os: [{}] }}", per_os.join(", ")));
        self.numbers.insert(*support, number);
        number
    }

    /// An expression that refers to a support.
    pub(super) fn reference(&mut self, support: &Effective) -> String {
        format!("&SUPPORTS[{}]", self.number(support))
    }

    fn os_name(&mut self, support: &OsSupport) -> String {
        if *support == OsSupport::NEVER {
            return "NEVER".to_owned();
        }
        if let Some(name) = self.names.get(support) {
            return name.clone();
        }
        let text = initialiser(support);
        let name = format!("O_{:012X}", hash(&text));
        self.per_os.insert(name.clone(), text);
        self.names.insert(*support, name.clone());
        name
    }

    /// Emits all that were named.
    pub(super) fn emit(self, out: &mut String) {
        let _ = writeln!(out, "\nstatic SUPPORTS: [Support; {}] = [", self.all.len());
        for support in &self.all {
            let _ = writeln!(out, "    {support},");
        }
        out.push_str("];\n\n");
        for (name, text) in &self.per_os {
            let _ = writeln!(out, "static {name}: OsSupport = {text};");
        }
    }
}

/// FNV-1a, of which 48 bits serve: it only has to tell a module's supports apart, and two of one
/// name would not compile.
fn hash(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (hash ^ (hash >> 48)) & 0xffff_ffff_ffff
}

fn initialiser(support: &OsSupport) -> String {
    let mut fields = Vec::new();
    let introduced = match support.introduced {
        Introduced::Unstated => None,
        Introduced::Always => Some("Always".to_owned()),
        Introduced::Never => Some("Never".to_owned()),
        Introduced::Since(version) => Some(format!("Since({})", self::version(version))),
    };
    fields.extend(introduced.map(|text| format!("introduced: {text}")));
    let mut option = |name: &str, text: Option<String>| {
        fields.extend(text.map(|text| format!("{name}: Some({text})")));
    };
    option("deprecated", support.deprecated.map(version));
    option("removed", support.removed.map(version));
    option("access_rights", support.access_rights.map(access_rights));
    for (name, flag) in [
        ("supervised", support.supervised),
        ("requires_dep", support.requires_dep),
        ("user_approved_mdm", support.user_approved_mdm),
        ("allow_manual_install", support.allow_manual_install),
        ("device_channel", support.device_channel),
        ("user_channel", support.user_channel),
        ("multiple", support.multiple),
        ("always_skippable", support.always_skippable),
        ("beta", support.beta),
    ] {
        option(name, flag.map(|flag| flag.to_string()));
    }
    option(
        "allowed_enrollments",
        support.allowed_enrollments.map(|set| members("Enrollments", "Enrollment", set.iter())),
    );
    option(
        "allowed_scopes",
        support.allowed_scopes.map(|set| members("Scopes", "Scope", set.iter())),
    );
    fields.extend(shared_ipad(&support.shared_ipad));
    fields.extend(user_enrollment(&support.user_enrollment));
    format!("OsSupport {{ {}, ..OsSupport::UNSTATED }}", fields.join(", ")).replace("{ , ", "{ ")
}

fn version(version: Version) -> String {
    format!("v({}, {}, {})", version.major, version.minor, version.patch)
}

fn access_rights(rights: AccessRights) -> String {
    match rights {
        AccessRights::None(raw) => format!("NoRight({raw:?})"),
        AccessRights::One(right, raw) => format!("OneRight(Right::{right:?}, {raw:?})"),
        AccessRights::Special(raw) => format!("SpecialRight({raw:?})"),
    }
}

fn members<T: std::fmt::Debug>(set: &str, item: &str, items: impl Iterator<Item = T>) -> String {
    let items: Vec<_> = items.map(|one| format!("{item}::{one:?}")).collect();
    format!("{set}::of(&[{}])", items.join(", "))
}

fn shared_ipad(shared: &SharedIpad) -> Option<String> {
    if *shared == SharedIpad::default() {
        return None;
    }
    let mode = optional(shared.mode.map(|mode| format!("Mode::{mode:?}")));
    let device = optional(shared.device_channel);
    let user = optional(shared.user_channel);
    let scopes = optional(shared.allowed_scopes.map(|set| members("Scopes", "Scope", set.iter())));
    Some(format!(
        "shared_ipad: SharedIpad {{ mode: {mode}, device_channel: {device}, \
         user_channel: {user}, allowed_scopes: {scopes} }}"
    ))
}

fn user_enrollment(user: &UserEnrollment) -> Option<String> {
    if *user == UserEnrollment::default() {
        return None;
    }
    let mode = optional(user.mode.map(|mode| format!("Mode::{mode:?}")));
    let behavior = optional(user.behavior.map(|text| format!("{text:?}")));
    Some(format!("user_enrollment: UserEnrollment {{ mode: {mode}, behavior: {behavior} }}"))
}

fn optional(value: Option<impl std::fmt::Display>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
