use apple_device_management_core::codec::{Context, Entries, Stop, Token, Viewer};
use apple_device_management_core::{
    DecodeError, DecodeErrorKind, Dictionary, Segment, Slot, Value, View,
};

use super::{UserAuthenticate, UserAuthenticateResponse};

/// The state of the handshake that opens the user channel for one user of one device.
///
/// The device sends two requests: the first asks for a challenge, the second has the answer to it
/// and asks for a token. A server keeps a `Handshake` for each user. Checking the digest is left to
/// the server.
///
/// ```
/// # use apple_device_management::checkin::{Challenge, Handshake, HandshakeStep, UserAuthenticate, Judgement};
/// # fn digest_is_right(challenge: &str, response: &str) -> bool { true }
/// # fn answer(mut state: Handshake, request: &UserAuthenticate) -> Result<(), Box<dyn std::error::Error>> {
/// let answer = match state.receive(request)? {
///     HandshakeStep::First => state.challenge(Challenge::Digest("a nonce".to_owned()))?,
///     HandshakeStep::Second { challenge, response } if digest_is_right(&challenge, &response) => {
///         state.judge(Judgement::Accepted("a token".to_owned()))?
///     }
///     HandshakeStep::Second { .. } => state.judge(Judgement::Rejected)?,
/// };
/// // Keep `state`; send `answer.status` and `answer.body`.
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Handshake {
    /// Nothing has happened, or the last handshake failed.
    #[default]
    Closed,
    /// A challenge was sent, and its answer has not come yet.
    Challenged {
        /// What was sent as `DigestChallenge`.
        challenge: String,
    },
    /// The user channel is open.
    Open {
        /// The token that the user's requests carry; `None` if none is needed.
        auth_token: Option<String>,
    },
    /// The server does not manage this user.
    Unmanaged,
}

/// The keys of the stored form: the word for the state, and the secret that belongs to it.
const STATE: &str = "State";
const CHALLENGE: &str = "Challenge";
const AUTH_TOKEN: &str = "AuthToken";

impl Handshake {
    /// The word for the state.
    fn state(&self) -> &'static str {
        match self {
            Handshake::Closed => "closed",
            Handshake::Challenged { .. } => "challenged",
            Handshake::Open { .. } => "open",
            Handshake::Unmanaged => "unmanaged",
        }
    }

    fn read(entries: &Dictionary) -> Result<Handshake, DecodeError> {
        let text = |name: &str| entries.get(name).and_then(Value::as_str).map(str::to_owned);
        let missing = |name: &str| {
            DecodeError::new(DecodeErrorKind::Missing).under(Segment::Key(name.to_owned()))
        };
        let state = text(STATE).ok_or_else(|| missing(STATE))?;
        match state.as_str() {
            "closed" => Ok(Handshake::Closed),
            "challenged" => {
                let challenge = text(CHALLENGE).ok_or_else(|| missing(CHALLENGE))?;
                Ok(Handshake::Challenged { challenge })
            }
            "open" => Ok(Handshake::Open { auth_token: text(AUTH_TOKEN) }),
            "unmanaged" => Ok(Handshake::Unmanaged),
            _ => {
                let expected = "closed, challenged, open or unmanaged";
                let kind = DecodeErrorKind::WrongConstant { expected, found: state };
                Err(DecodeError::new(kind).under(Segment::Key(STATE.to_owned())))
            }
        }
    }
}

/// The stored form: a dictionary with the word for the state and the secret that belongs to it.
impl Slot for Handshake {
    fn put(&mut self, token: Token<'_>, context: &mut Context) -> Result<(), Stop> {
        let mut entries = Dictionary::new();
        entries.put(token, context)?;
        match Handshake::read(&entries) {
            Ok(state) => {
                *self = state;
                Ok(())
            }
            Err(error) => Err(Stop::refused(Value::Dictionary(entries), error).named("Handshake")),
        }
    }

    fn view(&self) -> View<'_> {
        View::Entries(self)
    }
}

impl Entries for Handshake {
    fn show_to<'a>(&'a self, viewer: &mut dyn Viewer<'a>) -> bool {
        let secret = match self {
            Handshake::Challenged { challenge } => Some((CHALLENGE, challenge)),
            Handshake::Open { auth_token } => auth_token.as_ref().map(|token| (AUTH_TOKEN, token)),
            Handshake::Closed | Handshake::Unmanaged => None,
        };
        viewer.text(STATE, self.state())
            && secret.is_none_or(|(name, secret)| viewer.text(name, secret))
    }
}

apple_device_management_core::serde_by_slot!(Handshake);

/// Which of the two requests has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HandshakeStep {
    /// The first, which asks for a challenge: answer with [`Handshake::challenge`].
    First,
    /// The second, with the answer to the challenge: answer with [`Handshake::judge`].
    Second {
        /// What was sent as `DigestChallenge`.
        challenge: String,
        /// The device's `DigestResponse`.
        response: String,
    },
}

/// How a server answers the first request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// The user has to authenticate. The challenge must not be empty.
    Digest(String),
    /// The user channel is open at once, without a token.
    NotNeeded,
    /// The server does not manage this user.
    Unmanaged,
}

/// How a server answers the second request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// The digest is right. The token must not be empty.
    Accepted(String),
    /// The digest is wrong.
    Rejected,
}

/// An answer of the handshake.
#[derive(Clone, Debug, PartialEq)]
pub struct HandshakeAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body, a property list; none with status 410.
    pub body: Option<UserAuthenticateResponse>,
}

/// A request or an answer that does not fit the state of the handshake.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HandshakeError {
    /// A `DigestResponse` came, but no challenge was sent.
    #[error("a `DigestResponse` came without a challenge")]
    NoChallenge,
    /// The challenge or token is empty, which has a meaning of its own in the protocol.
    #[error("an empty challenge or token means something else: use the variant for that")]
    Empty,
}

impl Handshake {
    /// Takes a request. A first request may come at any time, and starts over.
    ///
    /// # Errors
    /// [`HandshakeError::NoChallenge`] for a second request without a challenge that was sent.
    pub fn receive(&mut self, request: &UserAuthenticate) -> Result<HandshakeStep, HandshakeError> {
        let Some(response) = &request.digest_response else {
            *self = Handshake::Closed;
            return Ok(HandshakeStep::First);
        };
        match self {
            Handshake::Challenged { challenge } => Ok(HandshakeStep::Second {
                challenge: challenge.clone(),
                response: response.clone(),
            }),
            _ => Err(HandshakeError::NoChallenge),
        }
    }

    /// Answers the first request.
    ///
    /// # Errors
    /// [`HandshakeError::Empty`] for an empty [`Challenge::Digest`].
    pub fn challenge(&mut self, challenge: Challenge) -> Result<HandshakeAnswer, HandshakeError> {
        let text = match challenge {
            Challenge::Digest(text) if text.is_empty() => return Err(HandshakeError::Empty),
            Challenge::Digest(text) => {
                *self = Handshake::Challenged { challenge: text.clone() };
                text
            }
            Challenge::NotNeeded => {
                *self = Handshake::Open { auth_token: None };
                String::new()
            }
            Challenge::Unmanaged => {
                *self = Handshake::Unmanaged;
                return Ok(HandshakeAnswer { status: 410, body: None });
            }
        };
        Ok(HandshakeAnswer::with(UserAuthenticateResponse {
            digest_challenge: Some(text),
            ..Default::default()
        }))
    }

    /// Answers the second request. The challenge cannot be used again, whether the answer was right
    /// or not.
    ///
    /// # Errors
    /// [`HandshakeError::Empty`] for an empty [`Judgement::Accepted`],
    /// [`HandshakeError::NoChallenge`] if no challenge was sent.
    pub fn judge(&mut self, judgement: Judgement) -> Result<HandshakeAnswer, HandshakeError> {
        if !matches!(self, Handshake::Challenged { .. }) {
            return Err(HandshakeError::NoChallenge);
        }
        let token = match judgement {
            Judgement::Accepted(token) if token.is_empty() => return Err(HandshakeError::Empty),
            Judgement::Accepted(token) => {
                *self = Handshake::Open { auth_token: Some(token.clone()) };
                token
            }
            Judgement::Rejected => {
                *self = Handshake::Closed;
                String::new()
            }
        };
        Ok(HandshakeAnswer::with(UserAuthenticateResponse {
            auth_token: Some(token),
            ..Default::default()
        }))
    }
}

impl HandshakeAnswer {
    fn with(body: UserAuthenticateResponse) -> HandshakeAnswer {
        HandshakeAnswer { status: 200, body: Some(body) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(response: Option<&str>) -> UserAuthenticate {
        UserAuthenticate { digest_response: response.map(str::to_owned), ..Default::default() }
    }

    #[test]
    fn two_steps_open_the_channel() {
        let mut state = Handshake::default();
        assert_eq!(state.receive(&request(None)), Ok(HandshakeStep::First));
        let answer = state.challenge(Challenge::Digest("c".into())).unwrap();
        assert_eq!(answer.body.unwrap().digest_challenge.as_deref(), Some("c"));
        let step = state.receive(&request(Some("r"))).unwrap();
        assert_eq!(step, HandshakeStep::Second { challenge: "c".into(), response: "r".into() });
        let answer = state.judge(Judgement::Accepted("t".into())).unwrap();
        assert_eq!((answer.status, answer.body.unwrap().auth_token), (200, Some("t".into())));
        assert_eq!(state, Handshake::Open { auth_token: Some("t".into()) });
    }

    #[test]
    fn it_can_be_kept() {
        for state in [
            Handshake::Closed,
            Handshake::Challenged { challenge: "c".into() },
            Handshake::Open { auth_token: None },
            Handshake::Open { auth_token: Some("t".into()) },
            Handshake::Unmanaged,
        ] {
            let kept = serde_json::to_string(&state).unwrap();
            assert_eq!(serde_json::from_str::<Handshake>(&kept).unwrap(), state, "{kept}");
        }
        for odd in [r#"{}"#, r#"{"State": "challenged"}"#, r#"{"State": "ajar"}"#, "[]"] {
            assert!(serde_json::from_str::<Handshake>(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn the_other_ways_end_as_they_should() {
        let mut state = Handshake::default();
        let answer = state.challenge(Challenge::NotNeeded).unwrap();
        assert_eq!(answer.body.unwrap().digest_challenge.as_deref(), Some(""));
        assert_eq!(state, Handshake::Open { auth_token: None });

        let answer = state.challenge(Challenge::Unmanaged).unwrap();
        assert_eq!((answer.status, answer.body), (410, None));

        state.challenge(Challenge::Digest("c".into())).unwrap();
        let answer = state.judge(Judgement::Rejected).unwrap();
        assert_eq!((answer.status, answer.body.unwrap().auth_token), (200, Some(String::new())));
        assert_eq!(state.receive(&request(Some("r"))), Err(HandshakeError::NoChallenge));
        assert_eq!(state.judge(Judgement::Rejected), Err(HandshakeError::NoChallenge));
        assert_eq!(state.challenge(Challenge::Digest(String::new())), Err(HandshakeError::Empty));
    }
}
