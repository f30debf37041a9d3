//! Supports as two `static` arrays of a module: those on one OS, and the combinations of five. Each
//! item costs the compiler far more than what is in it, so it is not one item for each.

use std::collections::HashMap;
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
    /// The same of the supports on one OS.
    os_numbers: HashMap<OsSupport, usize>,
    per_os: Vec<String>,
}

impl Supports {
    /// The number of a support in the module's `SUPPORTS`.
    pub(super) fn number(&mut self, support: &Effective) -> u16 {
        if let Some(number) = self.numbers.get(support) {
            return *number;
        }
        let per_os: Vec<String> = support.0.iter().map(|one| self.on_os(one)).collect();
        let number = self.all.len() as u16;
        self.all.push(format!("Support {{ per_os: [{}] }}", per_os.join(", ")));
        self.numbers.insert(*support, number);
        number
    }

    /// An expression that refers to a support.
    pub(super) fn reference(&mut self, support: &Effective) -> String {
        format!("&SUPPORTS[{}]", self.number(support))
    }

    /// An expression that refers to a support on one OS.
    fn on_os(&mut self, support: &OsSupport) -> String {
        if *support == OsSupport::NEVER {
            return "&NEVER".to_owned();
        }
        let number = *self.os_numbers.entry(*support).or_insert_with(|| {
            self.per_os.push(initialiser(support));
            self.per_os.len() - 1
        });
        format!("&PER_OS[{number}]")
    }

    /// Emits all that were named.
    pub(super) fn emit(self, out: &mut String) {
        array(out, "SUPPORTS", "Support", &self.all);
        if !self.per_os.is_empty() {
            array(out, "PER_OS", "OsSupport", &self.per_os);
        }
    }
}

fn array(out: &mut String, name: &str, item: &str, items: &[String]) {
    let _ = writeln!(out, "\nstatic {name}: [{item}; {}] = [", items.len());
    for item in items {
        let _ = writeln!(out, "    {item},");
    }
    out.push_str("];\n");
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
