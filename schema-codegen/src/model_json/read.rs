use std::collections::BTreeMap;
use std::str::FromStr as _;

use apple_device_management_core::{
    AccessRights, Apply, Combine, Enrollment, Enrollments, Family, Introduced, Mode, Os, OsSupport,
    Repetition, Scope, Scopes, Subtype, Version,
};
use serde_json::{Map, Value};

use super::words::{FLAGS, FORMS, PRESENCES};
use super::{ModelJsonError, Problem};
use crate::intern::intern;
use crate::model::{
    Bounds, Children, Content, Document, Dropped, Example, ExampleFile, Form, Key, Last, Literal,
    Model, Reason, ReasonDetail, SharedList, Stated, Upstream, Versions,
};

/// Reads what [`write`](super::write()) has written.
pub fn read(text: &str) -> Result<Model, ModelJsonError> {
    let value: Value = serde_json::from_str(text)?;
    model(value).map_err(ModelJsonError::from)
}

/// A problem, and the way to it from the inside out.
pub(super) struct Fault {
    path: Vec<String>,
    problem: Problem,
}

impl From<Fault> for ModelJsonError {
    fn from(fault: Fault) -> ModelJsonError {
        let path: String = fault.path.into_iter().rev().collect();
        let path = path.trim_start_matches('.').to_owned();
        ModelJsonError::Content { path, problem: fault.problem }
    }
}

pub(super) type Read<T> = Result<T, Fault>;

pub(super) fn fault<T>(problem: Problem) -> Read<T> {
    Err(Fault { path: Vec::new(), problem })
}

/// The members of an object; what is left over at the end is not known.
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn of(value: Value) -> Read<Fields> {
        match value {
            Value::Object(map) => Ok(Fields(map)),
            _ => fault(Problem::Expected("an object")),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    fn optional<T>(&mut self, name: &str, read: impl FnOnce(Value) -> Read<T>) -> Read<Option<T>> {
        match self.0.remove(name) {
            None => Ok(None),
            Some(value) => read(value).map(Some).map_err(|fault| within(fault, name)),
        }
    }

    pub(super) fn required<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Value) -> Read<T>,
    ) -> Read<T> {
        let found = self.optional(name, read)?;
        found.ok_or_else(|| within(Fault { path: Vec::new(), problem: Problem::Missing }, name))
    }

    pub(super) fn list<T>(
        &mut self,
        name: &str,
        read: impl FnMut(Value) -> Read<T>,
    ) -> Read<Vec<T>> {
        Ok(self.optional(name, |value| list(value, read))?.unwrap_or_default())
    }

    pub(super) fn finish(self) -> Read<()> {
        match self.0.into_iter().next() {
            None => Ok(()),
            Some((name, _)) => {
                Err(within(Fault { path: Vec::new(), problem: Problem::Unknown }, &name))
            }
        }
    }
}

fn within(mut fault: Fault, name: &str) -> Fault {
    fault.path.push(format!(".{name}"));
    fault
}

fn list<T>(value: Value, mut read: impl FnMut(Value) -> Read<T>) -> Read<Vec<T>> {
    let Value::Array(items) = value else { return fault(Problem::Expected("an array")) };
    let item = |(index, value)| {
        read(value).map_err(|mut fault: Fault| {
            fault.path.push(format!("[{index}]"));
            fault
        })
    };
    items.into_iter().enumerate().map(item).collect()
}

pub(super) fn string(value: Value) -> Read<String> {
    match value {
        Value::String(text) => Ok(text),
        _ => fault(Problem::Expected("a string")),
    }
}

fn boolean(value: Value) -> Read<bool> {
    value.as_bool().map_or_else(|| fault(Problem::Expected("true or false")), Ok)
}

pub(super) fn word<T: Copy>(names: &[(T, &'static str)], value: Value) -> Read<T> {
    let text = string(value)?;
    match names.iter().find(|(_, name)| *name == text) {
        Some((value, _)) => Ok(*value),
        None => fault(Problem::Word(text)),
    }
}

fn form(value: Value) -> Read<Form> {
    word(&FORMS, value)
}

fn model(value: Value) -> Read<Model> {
    let mut fields = Fields::of(value)?;
    let upstream = fields.required("upstream", upstream)?;
    let flaws = fields.list("flaws", string)?;
    let documents = fields.required("documents", |value| list(value, document))?;
    fields.finish().map(|()| Model { upstream, documents, flaws })
}

pub(super) fn upstream(value: Value) -> Read<Upstream> {
    let mut fields = Fields::of(value)?;
    let upstream = Upstream {
        commit: fields.optional("commit", string)?,
        release: fields.optional("release", string)?,
        versions: fields.optional("versions", versions)?.unwrap_or_default(),
    };
    fields.finish().map(|()| upstream)
}

fn versions(value: Value) -> Read<Versions> {
    let mut fields = Fields::of(value)?;
    let mut versions = Versions::default();
    for (os, stated) in Os::ALL.into_iter().zip(&mut versions) {
        *stated = fields.optional(os.name(), version)?;
    }
    fields.finish().map(|()| versions)
}

pub(super) fn document(value: Value) -> Read<Document> {
    let mut fields = Fields::of(value)?;
    let document = Document {
        source: fields.required("source", string)?,
        family: fields.required("family", family)?,
        id: fields.required("id", string)?,
        title: fields.required("title", string)?,
        support: fields.optional("supportedOS", stated)?.unwrap_or_default(),
        apply: fields.optional("apply", |value| word(&Apply::NAMES, value))?,
        beta: fields.optional("beta", boolean)?.unwrap_or_default(),
        payload: match content(&mut fields, ["payloadkeys", "payloadmap"])? {
            Some(payload) => payload,
            None => fields.required("payloadkeys", |_| fault(Problem::Missing))?,
        },
        response: content(&mut fields, ["responsekeys", "responsemap"])?,
        reasons: fields.list("reasons", reason)?,
        related_status_items: fields.list("related-status-items", string)?,
        examples: fields.list("examples", example)?,
        shared: fields.optional("shared", shared_lists)?.unwrap_or_default(),
        last: fields.optional("last", last)?,
        names: fields.optional("names", names)?.unwrap_or_default(),
    };
    fields.finish()?;
    shared_names_exist(&document)?;
    Ok(document)
}

fn names(value: Value) -> Read<BTreeMap<String, String>> {
    let pair = |value| {
        let mut fields = Fields::of(value)?;
        let pair = (fields.required("of", string)?, fields.required("name", string)?);
        fields.finish().map(|()| pair)
    };
    Ok(list(value, pair)?.into_iter().collect())
}

fn family(value: Value) -> Read<Family> {
    let text = string(value)?;
    match Family::all().find(|family| family.module() == text) {
        Some(family) => Ok(family),
        None => fault(Problem::Word(text)),
    }
}

fn content(fields: &mut Fields, [keys, map]: [&str; 2]) -> Read<Option<Content>> {
    if fields.has(map) {
        return Ok(fields.optional(map, children)?.map(Content::Map));
    }
    Ok(fields.optional(keys, children)?.map(Content::Dictionary))
}

fn reason(value: Value) -> Read<Reason> {
    let mut fields = Fields::of(value)?;
    let detail = |value| {
        let mut fields = Fields::of(value)?;
        let detail = ReasonDetail {
            name: fields.required("key", string)?,
            form: fields.required("type", form)?,
            subtype: fields.optional("subtype", subtype)?,
        };
        fields.finish().map(|()| detail)
    };
    let (code, details) = (fields.required("value", string)?, fields.list("details", detail)?);
    fields.finish().map(|()| Reason { code, details })
}

fn subtype(value: Value) -> Read<Subtype> {
    word(&Subtype::NAMES, value)
}

fn example(value: Value) -> Read<Example> {
    let mut fields = Fields::of(value)?;
    let example = Example {
        title: fields.optional("title", string)?,
        files: fields.list("files", example_file)?,
    };
    fields.finish().map(|()| example)
}

fn example_file(value: Value) -> Read<ExampleFile> {
    let mut fields = Fields::of(value)?;
    let file = ExampleFile {
        file: fields.optional("file", string)?,
        request: fields.optional("request-file", string)?,
        response: fields.optional("response-file", string)?,
    };
    fields.finish().map(|()| file)
}

fn shared_lists(value: Value) -> Read<BTreeMap<String, SharedList>> {
    let one = |value| {
        let mut fields = Fields::of(value)?;
        let hint = fields.optional("subkeytype", string)?;
        let keys = fields.required("keys", |value| list(value, key))?;
        fields.finish().map(|()| SharedList { hint, keys })
    };
    let each = |(name, value): (String, Value)| match one(value) {
        Ok(shared) => Ok((name, shared)),
        Err(fault) => Err(within(fault, &name)),
    };
    Fields::of(value)?.0.into_iter().map(each).collect()
}

pub(super) fn key(value: Value) -> Read<Key> {
    let mut fields = Fields::of(value)?;
    let key = Key {
        name: fields.required("key", string)?,
        form: fields.required("type", form)?,
        presence: fields.optional("presence", |value| word(&PRESENCES, value))?.unwrap_or_default(),
        constant: fields.optional("constant", boolean)?.unwrap_or_default(),
        secret: fields.optional("secret", boolean)?.unwrap_or_default(),
        stated: fields.optional("supportedOS", stated)?.unwrap_or_default(),
        rangelist: fields.list("rangelist", literal)?,
        range: fields.optional("range", range)?,
        format: fields.optional("format", string)?,
        repetition: fields.optional("repetition", repetition)?,
        default: fields.optional("default", literal)?,
        subtype: fields.optional("subtype", subtype)?,
        combine: fields.optional("combinetype", |value| word(&Combine::NAMES, value))?,
        asset_types: fields.list("assettypes", string)?,
        asset_content_types: fields.list("asset-content-types", string)?,
        children: match fields.optional("subkeys", children)? {
            Some(children) => children,
            None => Children::Own(Vec::new()),
        },
        last: fields.optional("last", last)?,
        dropped: fields.list("dropped", dropped)?,
    };
    fields.finish().map(|()| key)
}

fn dropped(value: Value) -> Read<Dropped> {
    let mut fields = Fields::of(value)?;
    let dropped =
        Dropped { value: fields.required("value", literal)?, last: fields.required("last", last)? };
    fields.finish().map(|()| dropped)
}

pub(super) fn last(value: Value) -> Read<Last> {
    let mut fields = Fields::of(value)?;
    let last = Last {
        release: fields.required("release", string)?,
        next: fields.required("next", string)?,
    };
    fields.finish().map(|()| last)
}

fn children(value: Value) -> Read<Children> {
    if value.is_array() {
        return list(value, key).map(Children::Own);
    }
    let mut fields = Fields::of(value)?;
    let name = fields.required("shared", string)?;
    fields.finish().map(|()| Children::Shared(name))
}

fn stated(value: Value) -> Read<Stated> {
    let mut fields = Fields::of(value)?;
    let mut stated = Stated::default();
    for os in Os::ALL {
        stated[os as usize] = fields.optional(os.name(), os_support)?;
    }
    fields.finish().map(|()| stated)
}

fn os_support(value: Value) -> Read<OsSupport> {
    let mut fields = Fields::of(value)?;
    let rights = |value| Ok(AccessRights::parse(intern(&string(value)?)).0);
    let enrollments = |value| {
        let words = list(value, |value| known(Enrollment::from_name, value))?;
        Ok(words.into_iter().collect::<Enrollments>())
    };
    let mut support = OsSupport::UNSTATED
        .with_introduced(fields.optional("introduced", introduced)?.unwrap_or_default())
        .with_deprecated(fields.optional("deprecated", version)?)
        .with_removed(fields.optional("removed", version)?)
        .with_access_rights(fields.optional("accessrights", rights)?)
        .with_allowed_enrollments(fields.optional("allowed-enrollments", enrollments)?)
        .with_allowed_scopes(fields.optional("allowed-scopes", scopes)?)
        .or(fields.optional("sharedipad", shared_ipad)?.unwrap_or_default())
        .or(fields.optional("userenrollment", user_enrollment)?.unwrap_or_default());
    for (name, _, with) in FLAGS {
        support = with(support, fields.optional(name, boolean)?);
    }
    fields.finish().map(|()| support)
}

fn introduced(value: Value) -> Read<Introduced> {
    match value.as_str() {
        Some("all") => Ok(Introduced::Always),
        Some("n/a") => Ok(Introduced::Never),
        _ => version(value).map(Introduced::Since),
    }
}

fn version(value: Value) -> Read<Version> {
    Version::from_str(&string(value)?).or_else(|_| fault(Problem::Expected("a version")))
}

fn known<T>(from_name: fn(&str) -> Option<T>, value: Value) -> Read<T> {
    let text = string(value)?;
    from_name(&text).map_or_else(|| fault(Problem::Word(text)), Ok)
}

fn scopes(value: Value) -> Read<Scopes> {
    Ok(list(value, |value| known(Scope::from_name, value))?.into_iter().collect())
}

/// What is said of a Shared iPad, and nothing else.
fn shared_ipad(value: Value) -> Read<OsSupport> {
    let mut fields = Fields::of(value)?;
    let support = OsSupport::UNSTATED
        .with_shared_ipad_mode(fields.optional("mode", mode)?)
        .with_shared_ipad_device_channel(fields.optional("devicechannel", boolean)?)
        .with_shared_ipad_user_channel(fields.optional("userchannel", boolean)?)
        .with_shared_ipad_allowed_scopes(fields.optional("allowed-scopes", scopes)?);
    fields.finish().map(|()| support)
}

/// What is said of a user enrollment, and nothing else.
fn user_enrollment(value: Value) -> Read<OsSupport> {
    let mut fields = Fields::of(value)?;
    let behavior = fields.optional("behavior", string)?.map(|text| intern(&text));
    let support = OsSupport::UNSTATED
        .with_user_enrollment_mode(fields.optional("mode", mode)?)
        .with_user_enrollment_behavior(behavior);
    fields.finish().map(|()| support)
}

fn mode(value: Value) -> Read<Mode> {
    word(&Mode::NAMES, value)
}

fn range(value: Value) -> Read<Bounds> {
    let number =
        |value: Value| value.as_f64().map_or_else(|| fault(Problem::Expected("a number")), Ok);
    let mut fields = Fields::of(value)?;
    let range =
        Bounds { min: fields.optional("min", number)?, max: fields.optional("max", number)? };
    fields.finish().map(|()| range)
}

fn repetition(value: Value) -> Read<Repetition> {
    let count = |value: Value| {
        let count = value.as_u64().and_then(|count| u32::try_from(count).ok());
        count.map_or_else(|| fault(Problem::Expected("a count")), Ok)
    };
    let mut fields = Fields::of(value)?;
    let repetition =
        Repetition { min: fields.optional("min", count)?, max: fields.optional("max", count)? };
    fields.finish().map(|()| repetition)
}

pub(super) fn literal(value: Value) -> Read<Literal> {
    match value {
        Value::String(text) => Ok(Literal::String(text)),
        Value::Bool(value) => Ok(Literal::Boolean(value)),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(value), _) => Ok(Literal::Integer(value)),
            (None, Some(value)) => Ok(Literal::Real(value)),
            (None, None) => fault(Problem::Expected("a number of 64 bits")),
        },
        _ => fault(Problem::Expected("a string, a boolean or a number")),
    }
}

/// Every name of a shared list must have its list: whoever walks the model relies on it.
fn shared_names_exist(document: &Document) -> Read<()> {
    let contents = [Some(&document.payload), document.response.as_ref()];
    let roots = contents.into_iter().flatten().map(|content| match content {
        Content::Dictionary(children) | Content::Map(children) => children,
    });
    let mut open: Vec<&Children> = roots.collect();
    let shared = document.shared.values().flat_map(|list| &list.keys);
    open.extend(shared.map(|key| &key.children));
    while let Some(children) = open.pop() {
        match children {
            Children::Own(keys) => open.extend(keys.iter().map(|key| &key.children)),
            Children::Shared(name) if document.shared.contains_key(name) => {}
            Children::Shared(name) => return fault(Problem::NoSuchList(name.clone())),
        }
    }
    Ok(())
}
