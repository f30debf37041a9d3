use std::fmt::Write as _;

use apple_device_management_core::{Introduced, Os, OsSupport, Repetition, Version};

use super::words::{FLAGS, FORMS, PRESENCES, name_of};
use crate::model::{
    Bounds, Children, Content, Document, Dropped, Example, ExampleFile, Key, Last, Literal, Model,
    Reason, SharedList, Stated, Upstream, Versions,
};

/// The text of a model; [`read`](super::read()) gives the same model back.
pub fn write(model: &Model) -> String {
    let mut out = Out { text: String::with_capacity(1 << 20), depth: 0 };
    out.text.push_str("{\n\"upstream\":");
    out.upstream(&model.upstream);
    if !model.flaws.is_empty() {
        out.text.push_str(",\n\"flaws\":");
        out.list(&model.flaws, |out, line| out.string(line));
    }
    out.text.push_str(",\n\"documents\":");
    out.list(&model.documents, Out::document);
    out.text.push_str("\n}\n");
    out.text
}

/// The text so far, and how deep lines stand.
pub(super) struct Out {
    pub(super) text: String,
    depth: usize,
}

impl Out {
    fn line(&mut self) {
        self.text.push('\n');
        self.text.extend(std::iter::repeat_n(' ', self.depth));
    }

    /// Nothing, in the first column.
    pub(super) fn new() -> Out {
        Out { text: String::new(), depth: 0 }
    }

    /// A JSON array with an item a line.
    pub(super) fn list<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Out, &T)) {
        self.lines('[', ']', items, |out, it| item(out, it));
    }

    fn lines<I: IntoIterator>(
        &mut self,
        open: char,
        close: char,
        items: I,
        mut item: impl FnMut(&mut Out, I::Item),
    ) {
        self.text.push(open);
        self.depth += 1;
        let before = self.text.len();
        for (index, it) in items.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.line();
            item(self, it);
        }
        self.depth -= 1;
        // On a line of its own, so that one key more changes no other line but for a comma.
        if self.text.len() > before {
            self.line();
        }
        self.text.push(close);
    }

    /// A JSON array on one line.
    fn each<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Out, &T)) {
        self.text.push('[');
        for (index, it) in items.iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            item(self, it);
        }
        self.text.push(']');
    }

    /// JSON's own escapes; most texts need none.
    fn string(&mut self, text: &str) {
        self.text.push('"');
        for char in text.chars() {
            match char {
                '"' | '\\' => self.text.extend(['\\', char]),
                '\n' => self.text.push_str("\\n"),
                '\t' => self.text.push_str("\\t"),
                '\u{0}'..='\u{1f}' => _ = write!(self.text, "\\u{:04x}", u32::from(char)),
                _ => self.text.push(char),
            }
        }
        self.text.push('"');
    }

    fn words<'a>(&mut self, words: impl IntoIterator<Item = &'a str>) {
        self.text.push('[');
        for (index, word) in words.into_iter().enumerate() {
            if index > 0 {
                self.text.push(',');
            }
            self.string(word);
        }
        self.text.push(']');
    }

    fn versions(&mut self, versions: &Versions) {
        self.text.push('{');
        let mut object = Object::new(self);
        for (os, version) in Os::ALL.into_iter().zip(versions) {
            object.text(os.name(), version.map(|version| version.to_string()).as_deref());
        }
        self.text.push('}');
    }

    pub(super) fn upstream(&mut self, upstream: &Upstream) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("commit", upstream.commit.as_deref());
        object.text("release", upstream.release.as_deref());
        if upstream.versions.iter().any(Option::is_some) {
            object.name("versions").versions(&upstream.versions);
        }
        self.text.push('}');
    }

    pub(super) fn document(&mut self, document: &Document) {
        self.text.push('{');
        self.depth += 1;
        let mut object = Object::new(self);
        object.text("source", Some(&document.source));
        object.separate = true;
        object.text("family", Some(document.family.module()));
        object.text("id", Some(&document.id));
        object.text("title", Some(&document.title));
        if document.support.iter().any(Option::is_some) {
            object.name("supportedOS").stated_lines(&document.support);
        }
        object.text("apply", document.apply.map(|apply| apply.name()));
        object.flag("beta", document.beta);
        object.content("payload", &document.payload);
        if let Some(response) = &document.response {
            object.content("response", response);
        }
        if !document.reasons.is_empty() {
            object.name("reasons").list(&document.reasons, Out::reason);
        }
        object.words("related-status-items", &document.related_status_items);
        if !document.examples.is_empty() {
            object.name("examples").list(&document.examples, Out::example);
        }
        if !document.shared.is_empty() {
            object.name("shared").lines('{', '}', &document.shared, |out, (name, shared)| {
                out.string(name);
                out.text.push(':');
                out.shared(shared);
            });
        }
        object.last(document.last.as_ref());
        if !document.names.is_empty() {
            object.name("names").lines('[', ']', &document.names, |out, (of, name)| {
                out.text.push('{');
                let mut object = Object::new(out);
                object.text("of", Some(of));
                object.text("name", Some(name));
                out.text.push('}');
            });
        }
        self.depth -= 1;
        self.text.push('}');
    }

    fn shared(&mut self, shared: &SharedList) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("subkeytype", shared.hint.as_deref());
        object.name("keys").list(&shared.keys, Out::key);
        self.text.push('}');
    }

    fn reason(&mut self, reason: &Reason) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("value", Some(&reason.code));
        if !reason.details.is_empty() {
            let out = object.name("details");
            out.text.push('[');
            for (index, detail) in reason.details.iter().enumerate() {
                out.text.push_str(if index > 0 { ",{" } else { "{" });
                let mut object = Object::new(out);
                object.text("key", Some(&detail.name));
                object.text("type", name_of(&FORMS, &detail.form));
                object.text("subtype", detail.subtype.map(|subtype| subtype.name()));
                out.text.push('}');
            }
            out.text.push(']');
        }
        self.text.push('}');
    }

    fn example(&mut self, example: &Example) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("title", example.title.as_deref());
        if !example.files.is_empty() {
            object.name("files").each(&example.files, Out::example_file);
        }
        self.text.push('}');
    }

    fn example_file(&mut self, file: &ExampleFile) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("file", file.file.as_deref());
        object.text("request-file", file.request.as_deref());
        object.text("response-file", file.response.as_deref());
        self.text.push('}');
    }

    pub(super) fn key(&mut self, key: &Key) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.text("key", Some(&key.name));
        object.text("type", name_of(&FORMS, &key.form));
        object.text("presence", name_of(&PRESENCES, &key.presence));
        object.flag("constant", key.constant);
        object.flag("secret", key.secret);
        if key.stated.iter().any(Option::is_some) {
            object.name("supportedOS").stated(&key.stated);
        }
        if !key.rangelist.is_empty() {
            object.name("rangelist").each(&key.rangelist, Out::literal);
        }
        if let Some(range) = &key.range {
            object.name("range").range(range);
        }
        object.text("format", key.format.as_deref());
        if let Some(repetition) = &key.repetition {
            object.name("repetition").repetition(*repetition);
        }
        if let Some(default) = &key.default {
            object.name("default").literal(default);
        }
        object.text("subtype", key.subtype.map(|subtype| subtype.name()));
        object.text("combinetype", key.combine.map(|combine| combine.name()));
        object.words("assettypes", &key.asset_types);
        object.words("asset-content-types", &key.asset_content_types);
        if key.children != Children::Own(Vec::new()) {
            object.name("subkeys").children(&key.children);
        }
        object.last(key.last.as_ref());
        if !key.dropped.is_empty() {
            object.name("dropped").each(&key.dropped, Out::dropped);
        }
        self.text.push('}');
    }

    fn dropped(&mut self, dropped: &Dropped) {
        self.text.push('{');
        let mut object = Object::new(self);
        object.name("value").literal(&dropped.value);
        object.last(Some(&dropped.last));
        self.text.push('}');
    }

    fn children(&mut self, children: &Children) {
        match children {
            Children::Own(keys) => self.list(keys, Out::key),
            Children::Shared(name) => {
                self.text.push_str("{\"shared\":");
                self.string(name);
                self.text.push('}');
            }
        }
    }

    fn stated(&mut self, stated: &Stated) {
        self.text.push('{');
        let mut object = Object::new(self);
        for (os, support) in stated_of(stated) {
            object.name(os.name()).os_support(support);
        }
        self.text.push('}');
    }

    fn stated_lines(&mut self, stated: &Stated) {
        self.lines('{', '}', stated_of(stated), |out, (os, support)| {
            out.string(os.name());
            out.text.push(':');
            out.os_support(support);
        });
    }

    fn os_support(&mut self, support: &OsSupport) {
        self.text.push('{');
        let mut object = Object::new(self);
        match support.introduced() {
            Introduced::Unstated => {}
            Introduced::Always => object.text("introduced", Some("all")),
            Introduced::Never => object.text("introduced", Some("n/a")),
            Introduced::Since(version) => object.version("introduced", Some(version)),
        }
        object.version("deprecated", support.deprecated());
        object.version("removed", support.removed());
        object.text("accessrights", support.access_rights().map(|rights| rights.raw()));
        for (name, flag, _) in FLAGS {
            object.boolean(name, flag(support));
        }
        if let Some(enrollments) = support.allowed_enrollments() {
            object.name("allowed-enrollments").words(enrollments.iter().map(|item| item.name()));
        }
        object.scopes(support.allowed_scopes());
        object.object("sharedipad", |shared| {
            shared.text("mode", support.shared_ipad_mode().map(|mode| mode.name()));
            shared.boolean("devicechannel", support.shared_ipad_device_channel());
            shared.boolean("userchannel", support.shared_ipad_user_channel());
            shared.scopes(support.shared_ipad_allowed_scopes());
        });
        object.object("userenrollment", |user| {
            user.text("mode", support.user_enrollment_mode().map(|mode| mode.name()));
            user.text("behavior", support.user_enrollment_behavior());
        });
        self.text.push('}');
    }

    fn range(&mut self, range: &Bounds) {
        self.text.push('{');
        let mut object = Object::new(self);
        for (name, bound) in [("min", range.min), ("max", range.max)] {
            if let Some(bound) = bound {
                _ = write!(object.name(name).text, "{bound}");
            }
        }
        self.text.push('}');
    }

    fn repetition(&mut self, repetition: Repetition) {
        self.text.push('{');
        let mut object = Object::new(self);
        for (name, bound) in [("min", repetition.min), ("max", repetition.max)] {
            if let Some(bound) = bound {
                _ = write!(object.name(name).text, "{bound}");
            }
        }
        self.text.push('}');
    }

    pub(super) fn literal(&mut self, literal: &Literal) {
        _ = match literal {
            Literal::String(text) => return self.string(text),
            Literal::Boolean(value) => write!(self.text, "{value}"),
            Literal::Integer(value) => write!(self.text, "{value}"),
            // With a point or an exponent, so that it reads back as a real.
            Literal::Real(value) => write!(self.text, "{value:?}"),
        };
    }
}

fn stated_of(stated: &Stated) -> impl Iterator<Item = (Os, &OsSupport)> {
    Os::ALL.into_iter().zip(stated).filter_map(|(os, entry)| Some((os, entry.as_ref()?)))
}

/// The inside of a JSON object; what is not stated leaves no trace.
pub(super) struct Object<'a> {
    out: &'a mut Out,
    first: bool,
    /// Whether each member stands on a line of its own.
    separate: bool,
}

impl<'a> Object<'a> {
    pub(super) fn new(out: &'a mut Out) -> Object<'a> {
        Object { out, first: true, separate: false }
    }

    pub(super) fn name(&mut self, name: &str) -> &mut Out {
        if !self.first {
            self.out.text.push(',');
            if self.separate {
                self.out.line();
            }
        }
        self.first = false;
        self.out.string(name);
        self.out.text.push(':');
        self.out
    }

    pub(super) fn text(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.name(name).string(text);
        }
    }

    pub(super) fn last(&mut self, last: Option<&Last>) {
        if let Some(last) = last {
            let out = self.name("last");
            out.text.push('{');
            let mut object = Object::new(out);
            object.text("release", Some(&last.release));
            object.text("next", Some(&last.next));
            out.text.push('}');
        }
    }

    /// An object of its own, if anything in it is stated.
    fn object(&mut self, name: &str, members: impl FnOnce(&mut Object<'_>)) {
        let (before, first) = (self.out.text.len(), self.first);
        let mut object = Object::new(self.name(name));
        object.out.text.push('{');
        members(&mut object);
        if object.first {
            self.out.text.truncate(before);
            self.first = first;
        } else {
            self.out.text.push('}');
        }
    }

    fn flag(&mut self, name: &str, flag: bool) {
        self.boolean(name, flag.then_some(true));
    }

    fn boolean(&mut self, name: &str, value: Option<bool>) {
        if let Some(value) = value {
            self.name(name).text.push_str(if value { "true" } else { "false" });
        }
    }

    fn version(&mut self, name: &str, version: Option<Version>) {
        if let Some(version) = version {
            _ = write!(self.name(name).text, "\"{version}\"");
        }
    }

    fn words(&mut self, name: &str, words: &[String]) {
        if !words.is_empty() {
            self.name(name).words(words.iter().map(String::as_str));
        }
    }

    fn scopes(&mut self, scopes: Option<apple_device_management_core::Scopes>) {
        if let Some(scopes) = scopes {
            self.name("allowed-scopes").words(scopes.iter().map(|scope| scope.name()));
        }
    }

    /// `payloadkeys`, or `payloadmap` where the keys are free.
    fn content(&mut self, side: &str, content: &Content) {
        match content {
            Content::Dictionary(children) => self.name(&format!("{side}keys")).children(children),
            Content::Map(children) => self.name(&format!("{side}map")).children(children),
        }
    }
}
