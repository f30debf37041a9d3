//! Check-in: a function for each message.

use apple_device_management::checkin::{
    AnyCheckin, Challenge, GetBootstrapTokenResponse, GetTokenResponse, HandshakeStep, Judgement,
    ReturnToServiceResponse, UserAuthenticate, return_to_service::ResponseReturnToService,
};
use apple_device_management::wire::{Limits, read_property_list};
use apple_device_management::{Data, Sender};

use crate::answer::{Answer, Fault};
use crate::store::Store;
use crate::{declarative, hex, random};

pub(crate) fn answer(store: &Store, body: &[u8], limits: &Limits) -> Result<Answer, Fault> {
    let message: AnyCheckin = read_property_list(body, limits)?;
    if let AnyCheckin::Unknown(id, _) = message {
        return Err(Fault::UnknownMessage(id));
    }
    let sender = message.identity()?;
    let id = sender.enrollment();
    if let AnyCheckin::Authenticate(_) = message {
        store.authenticate(id, body)?;
        return Ok(Answer::status(200));
    }
    // All other messages need an `Authenticate` before. A `TokenUpdate` makes the enrollment complete.
    let complete = store.enrolled(id)?.ok_or(Fault::NotEnrolled)?;
    match message {
        AnyCheckin::TokenUpdate(update) => {
            match sender.user() {
                Some(user) => store.user_token_update(id, user, body)?,
                None => store.token_update(id, body, update.unlock_token.as_deref())?,
            }
            Ok(Answer::status(200))
        }
        AnyCheckin::CheckOut(_) => {
            store.check_out(id)?;
            Ok(Answer::status(200))
        }
        _ if !complete => Err(Fault::NotEnrolled),
        AnyCheckin::UserAuthenticate(request) => user_authenticate(store, &request),
        AnyCheckin::SetBootstrapToken(message) => {
            store.set_bootstrap_token(id, message.bootstrap_token.as_deref())?;
            Ok(Answer::status(200))
        }
        AnyCheckin::GetBootstrapToken(_) => {
            // Without a token, the answer is empty.
            let bootstrap_token = store.bootstrap_token(id)?.map(Data);
            let response = GetBootstrapTokenResponse { bootstrap_token, ..Default::default() };
            Ok(Answer::property_list(&response)?)
        }
        AnyCheckin::GetToken(_) => {
            // A real server would ask Apple's service for a token; this one makes one up.
            let token_data = Data(random()?.to_vec());
            let response = GetTokenResponse { token_data, ..Default::default() };
            Ok(Answer::property_list(&response)?)
        }
        AnyCheckin::ReturnToService(_) => {
            let settings = ResponseReturnToService {
                enabled: true,
                bootstrap_token: store.bootstrap_token(id)?.map(Data),
                ..Default::default()
            };
            let response =
                ReturnToServiceResponse { return_to_service: settings, ..Default::default() };
            Ok(Answer::property_list(&response)?)
        }
        AnyCheckin::DeclarativeManagementCheckin(message) => {
            declarative::answer(store, &sender, &message, limits)
        }
        other => Err(Fault::UnknownMessage(other.id().to_owned())),
    }
}

fn user_authenticate(store: &Store, request: &UserAuthenticate) -> Result<Answer, Fault> {
    let (id, user) = (&request.udid, &request.user_id);
    let password = store.password(user)?;
    let mut state = store.handshake(id, user)?;
    let answer = match state.receive(request)? {
        HandshakeStep::First => state.challenge(match password.as_deref() {
            None => Challenge::Unmanaged,
            Some("") => Challenge::NotNeeded,
            Some(_) => Challenge::Digest(hex(&random()?)),
        })?,
        HandshakeStep::Second { challenge, response } => {
            let right = password.is_some_and(|password| digest(&challenge, &password) == response);
            state.judge(match right {
                true => Judgement::Accepted(hex(&random()?)),
                false => Judgement::Rejected,
            })?
        }
    };
    store.set_handshake(id, user, &state)?;
    match answer.body {
        Some(body) => Ok(Answer::property_list(&body)?),
        None => Ok(Answer::status(answer.status)),
    }
}

/// Stands for the digest that a real server would compute with its directory of users.
fn digest(challenge: &str, password: &str) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(format!("{challenge}:{password}")))
}
