use apple_device_management_core::codec::{
    Apart, Context, DecodeErrorKind, Entries, Message, Outcome, Stop, Token, Viewer, Without,
    apart, put_value, refuse,
};
use apple_device_management_core::{DecodeError, Segment, Slot, Value, View};

use super::{Payload, TopLevel};

/// A whole profile.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Profile {
    /// The keys of the profile itself. Its `payload_content` is empty and is not written.
    pub top: TopLevel,
    /// `PayloadContent`: the payloads; `None` in an encrypted profile, which has
    /// `EncryptedPayloadContent` in its place.
    pub payloads: Option<Vec<Payload>>,
}

const CONTENT: &str = "PayloadContent";
const ENCRYPTED: &str = "EncryptedPayloadContent";

impl Profile {
    /// A profile of version 1.
    pub fn new(
        identifier: impl Into<String>,
        uuid: impl Into<String>,
        payloads: Vec<Payload>,
    ) -> Profile {
        let top = TopLevel {
            payload_identifier: identifier.into(),
            payload_uuid: uuid.into(),
            payload_version: 1,
            ..TopLevel::default()
        };
        Profile { top, payloads: Some(payloads) }
    }

    /// The content of the first payload of this type.
    ///
    /// ```
    /// use apple_device_management::profiles::{Mdm, Payload, Profile};
    /// let mdm = Mdm { topic: "com.example.push".to_owned(), ..Default::default() };
    /// let payload = Payload::new("com.example.mdm", "U2", mdm);
    /// let profile = Profile::new("com.example", "U1", vec![payload]);
    /// assert_eq!(profile.payload::<Mdm>().map(|mdm| mdm.topic.as_str()), Some("com.example.push"));
    /// ```
    pub fn payload<T: Message>(&self) -> Option<&T> {
        self.payloads_of().next()
    }

    /// The [`Payload::fault`] of each payload that does not fit its type, so that its content is
    /// `Unknown`.
    pub fn faults(&self) -> Vec<DecodeError> {
        let payloads = self.payloads.iter().flatten().enumerate();
        let fault = |(at, payload): (usize, &Payload)| {
            let error = payload.fault()?.under(Segment::Index(at));
            Some(error.under(Segment::Key(CONTENT.to_owned())))
        };
        payloads.filter_map(fault).collect()
    }

    /// The content of each payload of this type.
    pub fn payloads_of<T: Message>(&self) -> impl Iterator<Item = &T> {
        self.payloads.iter().flatten().filter_map(Payload::get)
    }
}

impl Slot for Profile {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        self.read(token, context).map_err(|stop| stop.named("Profile"))
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

impl Profile {
    fn read(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let Token::Map(entries) = token else {
            return Err(refuse(token, "a dictionary", context));
        };
        self.payloads = None;
        let slots: &mut [(_, &mut dyn Slot)] = &mut [(CONTENT, &mut self.payloads)];
        let Apart { mut rest, outcomes } = apart(entries, slots, context)?;
        let error = match outcomes.into_iter().next() {
            Some(Outcome::Refused(error)) => Some(error),
            Some(Outcome::Absent) if !rest.contains_key(ENCRYPTED) => {
                Some(DecodeError::new(DecodeErrorKind::Missing))
            }
            _ => None,
        };
        if let Some(error) = error {
            let error = error.under(Segment::Key(CONTENT.to_owned()));
            return Err(Stop::refused(Value::Dictionary(rest), error));
        }
        // `TopLevel` requires the key.
        rest.insert(CONTENT, Value::Array(Vec::new()));
        put_value(&mut self.top, Value::Dictionary(rest), context)
    }
}

impl Entries for Profile {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        let payloads = self.payloads.as_ref();
        payloads.is_none_or(|payloads| viewer.view(CONTENT, &payloads.view()))
            && self.top.view().show_to(Without { viewer, omits: |name| name == CONTENT })
    }
}

apple_device_management_core::serde_by_slot!(Profile);
