//! Says what a file is, and what a device makes of it.
//!
//! ```text
//! cargo run --example lint -- FILE… [--target macos:15.0,supervised] [--format text|json] [-- FILE…]
//! ```
//!
//! Takes profiles (signed ones too), payloads, declarations, commands, check-in messages, replies,
//! status reports, errors and the lesser documents of the protocol, as property lists or JSON.
//! Without a target, each file is checked for the OS that it suits best. Exits with 1 if there are
//! errors, a file that cannot be read among them; with 2 if it was called wrongly.

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::process::ExitCode;

use apple_device_management::check::{
    Check as _, Dispatched, Findings, Severity, check_dictionary, check_payload,
};
use apple_device_management::checkin::AnyCheckin;
use apple_device_management::commands::{Command, Order};
use apple_device_management::profiles::{Payload, Profile, TopLevel};
use apple_device_management::protocol::StatusReport;
use apple_device_management::reflect::Side;
use apple_device_management::status::{self, AnyStatusItem};
use apple_device_management::wire::{self, Encoding, Limits};
use apple_device_management::{
    DecodeError, Dictionary, Document, Family, Format, KeyPath, Os, Segment, Slot, Target, Value,
    codec, other, reflect, signed,
};

const USAGE: &str = "usage: lint FILE… [--target OS:VERSION,…] [--format text|json] [-- FILE…]";

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return say(&format!("{USAGE}\n"), ExitCode::SUCCESS),
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let reports: Vec<Report> =
        options.files.iter().map(|file| lint(file, options.target.as_ref())).collect();
    let text = match options.json {
        true => format!("{}\n", serde_json::Value::from_iter(reports.iter().map(Report::json))),
        false => reports.iter().map(Report::text).collect(),
    };
    say(&text, ExitCode::from(u8::from(reports.iter().any(Report::has_errors))))
}

/// Prints the text and gives the code, also where nobody reads to the end.
fn say(text: &str, code: ExitCode) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        _ => code,
    }
}

struct Options {
    files: Vec<OsString>,
    target: Option<Target>,
    json: bool,
}

impl Options {
    /// The options; `None` where help is asked for.
    fn parse(mut arguments: impl Iterator<Item = OsString>) -> Result<Option<Options>, String> {
        let mut options = Options { files: Vec::new(), target: None, json: false };
        while let Some(argument) = arguments.next() {
            if !argument.as_encoded_bytes().starts_with(b"-") {
                options.files.push(argument);
                continue;
            }
            let name = argument.to_str().unwrap_or_default();
            let mut value = || {
                let value = arguments.next().ok_or(format!("{name} needs a value"))?;
                value.into_string().map_err(|value| format!("what is {}?", value.display()))
            };
            match name {
                "--target" => {
                    let target = value()?.parse::<Target>();
                    options.target = Some(target.map_err(|error| error.to_string())?);
                }
                "--format" => {
                    options.json = match value()?.as_str() {
                        "json" => true,
                        "text" => false,
                        other => return Err(format!("there is no format `{other}`")),
                    };
                }
                "--help" | "-h" => return Ok(None),
                "--" => options.files.extend(arguments.by_ref()),
                _ => {
                    let name = argument.display();
                    return Err(format!("what is {name}? If it is a file: lint -- {name}"));
                }
            }
        }
        match options.files.is_empty() {
            true => Err("no file to look at".to_owned()),
            false => Ok(Some(options)),
        }
    }
}

/// One thing to say about a file.
struct Remark {
    path: KeyPath,
    severity: Severity,
    text: String,
}

impl Remark {
    fn error(text: impl ToString) -> Remark {
        Remark::at(KeyPath::root(), text)
    }

    fn at(path: KeyPath, text: impl ToString) -> Remark {
        Remark { path, severity: Severity::Error, text: text.to_string() }
    }
}

impl From<DecodeError> for Remark {
    fn from(error: DecodeError) -> Remark {
        Remark::at(error.path, format!("{} ({})", error.kind, error.target.0))
    }
}

struct Report {
    file: String,
    kind: String,
    os: Option<Os>,
    remarks: Vec<Remark>,
}

impl Report {
    fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    fn errors(&self) -> usize {
        self.remarks.iter().filter(|remark| remark.severity == Severity::Error).count()
    }

    fn text(&self) -> String {
        let os = self.os.map(|os| format!(", checked for {os}")).unwrap_or_default();
        let errors = match self.errors() {
            1 => "1 error".to_owned(),
            count => format!("{count} errors"),
        };
        let mut text = format!("{}: {}{os}: {errors}\n", self.file, self.kind);
        for remark in &self.remarks {
            // A key may hold anything; a remark is one line all the same. The whole has no path.
            let path = match remark.path.0.is_empty() {
                true => String::new(),
                false => format!("{}: ", remark.path.to_string().escape_debug()),
            };
            let _ = writeln!(text, "  {}: {path}{}", remark.severity, remark.text);
        }
        text
    }

    fn json(&self) -> serde_json::Value {
        let findings = self.remarks.iter().map(|remark| {
            serde_json::json!({
                "path": remark.path.to_string(),
                "severity": remark.severity.to_string(),
                "message": remark.text,
            })
        });
        serde_json::json!({
            "file": self.file,
            "kind": self.kind,
            "os": self.os.map(|os| os.to_string()),
            "errors": self.errors(),
            "findings": findings.collect::<Vec<_>>(),
        })
    }
}

fn lint(file: &OsString, target: Option<&Target>) -> Report {
    let report =
        |kind: String, os, remarks| Report { file: file.display().to_string(), kind, os, remarks };
    let (message, encoding) = match load(file) {
        Ok(loaded) => loaded,
        Err(error) => return report("unreadable".to_owned(), None, vec![Remark::error(error)]),
    };
    let Some((kind, name, check)) = recognize(&message) else {
        let remark = Remark::error("no message, profile, declaration or report of the protocol");
        return report("unknown".to_owned(), None, vec![remark]);
    };
    let message = match encoding {
        Some(Encoding::Json) => of_json(kind, &message).unwrap_or(message),
        _ => message,
    };
    let run = |target: &Target| check(&message, target);
    match target {
        Some(target) => report(name, Some(target.os()), run(target)),
        None => {
            let all = Os::ALL.into_iter().map(|os| (os, run(&Target::new(os))));
            let errors = |remarks: &[Remark]| {
                remarks.iter().filter(|remark| remark.severity == Severity::Error).count()
            };
            let best = all.min_by_key(|(_, remarks)| errors(remarks));
            let (os, remarks) = best.map_or((None, Vec::new()), |(os, found)| (Some(os), found));
            report(name, os, remarks)
        }
    }
}

fn load(file: &OsString) -> Result<(Dictionary, Option<Encoding>), String> {
    let limits = Limits::default();
    let mut bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    if signed::is_signed(&bytes) {
        bytes = signed::unwrap(&bytes, &limits).map_err(|error| error.to_string())?.content;
    }
    let message = wire::read(&bytes, &limits).map_err(|error| error.to_string())?;
    Ok((message, Encoding::of(&bytes)))
}

type OfJson = fn(&Dictionary) -> Option<Dictionary>;

/// The kinds that have data and dates where JSON has strings, and as what each is read.
const PROPERTY_LISTS: &[(&str, OfJson)] = &[
    ("check-in message", typed::<AnyCheckin>),
    ("command", typed::<Command>),
    ("command", typed::<Order>),
    ("profile", typed::<Profile>),
    ("payload", typed::<Payload>),
    ("machine information", typed::<other::MachineInfo>),
    ("app manifest", typed::<other::ManifestUrl>),
    ("password hash", typed::<other::PasswordHash>),
];

/// What came as JSON, as the property list that says the same; `None` for what lacks a key, or is
/// JSON anyway.
fn of_json(kind: &str, message: &Dictionary) -> Option<Dictionary> {
    PROPERTY_LISTS.iter().filter(|row| row.0 == kind).find_map(|(_, read)| read(message))
}

fn typed<T: Slot + Default>(message: &Dictionary) -> Option<Dictionary> {
    let typed: T = codec::from_value_of(Format::Json, message.clone().into()).ok()?;
    codec::to_value(typed.view()).as_dictionary().cloned()
}

type Check = fn(&Dictionary, &Target) -> Vec<Remark>;

/// What kinds of messages look like: the keys they have, how to name one, how to check it. The
/// first that fits wins.
const KINDS: &[(&[&str], &str, Check)] = &[
    (&["MessageType"], "check-in message", |m, t| of_family(Family::Checkin, "MessageType", m, t)),
    (&["Command", "CommandUUID"], "command", command),
    (&["RequestType"], "command", order),
    (&["PayloadContent", "PayloadType"], "profile", profile),
    (&["EncryptedPayloadContent", "PayloadType"], "profile", profile),
    (&["PayloadType"], "payload", payload),
    (&["Type", "Payload"], "declaration", declaration),
    (&["StatusItems"], "status report", status_report),
    (&["Status"], "reply", reply),
    (&["code"], "error", |m, t| of_family(Family::Errors, "code", m, t)),
    (&["PRODUCT", "VERSION"], "machine information", |m, t| named("MachineInfo", m, t)),
    (&["SyncTokens"], "synchronization tokens", |m, t| named("TokensResponse", m, t)),
    (&["Declarations", "DeclarationsToken"], "declaration items", |m, t| {
        named("DeclarationItemsResponse", m, t)
    }),
    (&["items"], "app manifest", |m, t| named("ManifestURL", m, t)),
    (&["SALTED-SHA512-PBKDF2"], "password hash", |m, t| named("passwordHash", m, t)),
    (&["ConfigurationProfile"], "enrollment by single sign-on", |m, t| named("ESSO", m, t)),
    (&["Command"], "command", command),
];

/// Which key says of what type a message of this kind is. Only that one: a payload may have a `Type`
/// of its own.
const TAGS: [(&str, &str); 7] = [
    ("check-in message", "MessageType"),
    ("command", "RequestType"),
    ("profile", "PayloadType"),
    ("payload", "PayloadType"),
    ("declaration", "Type"),
    ("reply", "Status"),
    ("error", "code"),
];

/// The kind, how to name this one, and how to check it.
fn recognize(message: &Dictionary) -> Option<(&'static str, String, Check)> {
    let (_, kind, check) =
        KINDS.iter().find(|(keys, _, _)| keys.iter().all(|key| message.contains_key(*key)))?;
    // A payload may have a `PayloadContent` too; only a profile is of this type.
    let (kind, check): (&str, Check) = match text(message, "PayloadType") {
        Some("Configuration") | None => (*kind, *check),
        Some(_) => ("payload", payload),
    };
    let inner = message.get("Command").and_then(Value::as_dictionary).unwrap_or(message);
    let tag = TAGS.iter().find(|(of, _)| *of == kind).and_then(|(_, tag)| text(inner, tag));
    let name = tag.map_or(kind.to_owned(), |tag| format!("{kind} {}", tag.escape_debug()));
    Some((kind, name, check))
}

fn text<'a>(message: &'a Dictionary, key: &str) -> Option<&'a str> {
    message.get(key).and_then(Value::as_str)
}

fn under(prefix: &[Segment], findings: Findings) -> impl Iterator<Item = Remark> + use<'_> {
    findings.into_iter().map(move |finding| Remark {
        path: KeyPath([prefix, &finding.path.0].concat()),
        severity: finding.severity,
        text: format!("{} ({})", finding.problem, finding.id),
    })
}

fn check(document: &'static Document, message: &Dictionary, target: &Target) -> Vec<Remark> {
    under(&[], check_dictionary(document, Side::Payload, message, target)).collect()
}

fn of_family(family: Family, tag: &str, message: &Dictionary, target: &Target) -> Vec<Remark> {
    match text(message, tag).map(|id| reflect::documents_of(family, id)) {
        Some([document, ..]) => check(document, message, target),
        Some([]) => vec![unknown(tag)],
        None => frame(message, &[(tag, "string", true)]),
    }
}

/// What is wrong with keys that no document describes: each with the kind of its value, and
/// whether it must be there.
fn frame(message: &Dictionary, keys: &[(&str, &str, bool)]) -> Vec<Remark> {
    let wrong = |&(name, kind, required): &(&str, &str, bool)| {
        let text = match message.get(name).map(Value::kind) {
            None if required => "required, but missing".to_owned(),
            Some(found) if found != kind => format!("expected {kind}, found {found}"),
            _ => return None,
        };
        Some(Remark::at(KeyPath::root().key(name), text))
    };
    keys.iter().filter_map(wrong).collect()
}

fn unknown(tag: &str) -> Remark {
    Remark {
        path: KeyPath::root().key(tag),
        severity: Severity::Warning,
        text: "the schema does not list this one".to_owned(),
    }
}

fn named(id: &str, message: &Dictionary, target: &Target) -> Vec<Remark> {
    reflect::documents_named(id).flat_map(|document| check(document, message, target)).collect()
}

fn command(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut remarks =
        frame(message, &[("CommandUUID", "string", true), ("Command", "dictionary", true)]);
    if let Some(inner) = message.get("Command").and_then(Value::as_dictionary) {
        let inner = order(inner, target).into_iter();
        remarks.extend(inner.map(|remark| nested(&[Segment::Key("Command".to_owned())], remark)));
    }
    remarks
}

/// What a command does, in its envelope or without.
fn order(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut remarks = frame(message, &[("RequestRequiresNetworkTether", "boolean", false)]);
    remarks.extend(of_family(Family::Commands, "RequestType", message, target));
    remarks
}

fn nested(prefix: &[Segment], remark: Remark) -> Remark {
    Remark { path: KeyPath([prefix, &remark.path.0].concat()), ..remark }
}

fn profile(message: &Dictionary, target: &Target) -> Vec<Remark> {
    check(<TopLevel as codec::Message>::DOCUMENT, message, target)
}

fn payload(message: &Dictionary, target: &Target) -> Vec<Remark> {
    under(&[], check_payload(message, target)).collect()
}

const DECLARATIONS: [Family; 4] =
    [Family::Activations, Family::Assets, Family::Configurations, Family::Management];

fn declaration(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut remarks = named("any", message, target);
    let id = text(message, "Type").unwrap_or_default();
    let document =
        DECLARATIONS.iter().find_map(|family| reflect::documents_of(*family, id).first().copied());
    match (document, message.get("Payload").and_then(Value::as_dictionary)) {
        (Some(document), Some(payload)) => {
            let findings = check_dictionary(document, Side::Payload, payload, target);
            remarks.extend(under(&[Segment::Key("Payload".to_owned())], findings));
        }
        (None, _) => remarks.push(unknown("Type")),
        (_, None) => {}
    }
    remarks
}

fn status_report(message: &Dictionary, target: &Target) -> Vec<Remark> {
    let mut remarks = check(<StatusReport as codec::Message>::DOCUMENT, message, target);
    let Some(items) = message.get("StatusItems").and_then(Value::as_dictionary) else {
        return remarks;
    };
    for item in status::items(items) {
        remarks.extend(match item {
            Ok(item) => status_item(&item, target),
            Err(error) => {
                vec![nested(&[Segment::Key("StatusItems".to_owned())], Remark::from(error))]
            }
        });
    }
    remarks
}

fn status_item(item: &AnyStatusItem, target: &Target) -> Vec<Remark> {
    let items = Segment::Key("StatusItems".to_owned());
    let Some(dispatched) = Dispatched::of(item) else {
        return vec![nested(&[items], unknown(item.id()))];
    };
    let mut remarks: Vec<Remark> = under(&[], dispatched.check(target)).collect();
    // What is said of the item as a whole stands at the item.
    for remark in remarks.iter_mut().filter(|remark| remark.path == KeyPath::root()) {
        remark.path = KeyPath::root().key(item.id());
    }
    remarks.into_iter().map(|remark| nested(std::slice::from_ref(&items), remark)).collect()
}

/// A reply does not say what it answers, so only its frame can be looked at.
fn reply(message: &Dictionary, _: &Target) -> Vec<Remark> {
    let answers = text(message, "Status") != Some("Idle");
    let mut remarks = frame(
        message,
        &[
            ("Status", "string", true),
            ("CommandUUID", "string", answers),
            ("ErrorChain", "array", false),
        ],
    );
    if let Some(Value::Array(chain)) = message.get("ErrorChain") {
        for (at, item) in chain.iter().enumerate() {
            let place = [Segment::Key("ErrorChain".to_owned()), Segment::Index(at)];
            let found = match item.as_dictionary() {
                Some(item) => frame(item, ERROR_KEYS),
                None => vec![Remark::error(format!("expected dictionary, found {}", item.kind()))],
            };
            remarks.extend(found.into_iter().map(|remark| nested(&place, remark)));
        }
    }
    let identity = apple_device_management::commands::Identity::of(message);
    remarks.extend(identity.err().map(Remark::error));
    remarks
}

/// The keys of one error of a chain.
const ERROR_KEYS: &[(&str, &str, bool)] = &[
    ("ErrorCode", "integer", false),
    ("ErrorDomain", "string", false),
    ("LocalizedDescription", "string", false),
    ("USEnglishDescription", "string", false),
];
