//! Check-in: a function from the body of a request to the answer, which any web framework can call.
//!
//! ```text
//! cargo run --example check_in
//! ```
//!
//! `examples/checkin-server` is a whole server, with all messages and a database.

use std::collections::BTreeMap;
use std::error::Error;

use apple_device_management::checkin::{AnyCheckin, GetBootstrapTokenResponse};
use apple_device_management::prelude::*;
use apple_device_management::{Data, Target};

/// What is known of an enrollment.
#[derive(Default)]
struct Device {
    target: Option<Target>,
    push_magic: Option<String>,
    bootstrap_token: Option<Data>,
}

/// The devices, by the identity that they send.
type Devices = BTreeMap<Identity, Device>;

/// The status and the body of the answer to a request with the content type
/// `application/x-apple-aspen-mdm-checkin`.
fn answer(devices: &mut Devices, body: &[u8]) -> Result<(u16, Vec<u8>), Box<dyn Error>> {
    let message = AnyCheckin::from_plist(body)?;
    let sender = message.identity()?;
    let nothing = Ok((200, Vec::new()));
    match message {
        AnyCheckin::Authenticate(hello) => {
            // A device that enrolls again starts over.
            let target = hello.target().ok().map(|target| sender.on(target));
            devices.insert(sender, Device { target, ..Device::default() });
            nothing
        }
        AnyCheckin::CheckOut(_) => {
            devices.remove(&sender);
            nothing
        }
        message => {
            let Some(device) = devices.get_mut(&sender) else { return Ok((401, Vec::new())) };
            match message {
                AnyCheckin::TokenUpdate(update) => device.push_magic = Some(update.push_magic),
                AnyCheckin::SetBootstrapToken(set) => device.bootstrap_token = set.bootstrap_token,
                AnyCheckin::GetBootstrapToken(_) => {
                    let bootstrap_token = device.bootstrap_token.clone();
                    let response =
                        GetBootstrapTokenResponse { bootstrap_token, ..Default::default() };
                    return Ok((200, response.to_xml()?));
                }
                // A newer device may send messages that this release does not know. They keep all keys.
                other => eprintln!("not handled: {}", other.id()),
            }
            nothing
        }
    }
}

/// A property list of these keys, as a device sends it.
fn sent(message: &str, keys: &[(&str, Value)]) -> Result<Vec<u8>, Box<dyn Error>> {
    let own = [("MessageType", message.into()), ("UDID", "U1".into()), ("Topic", "push".into())];
    let all = own.iter().chain(keys).map(|(name, value)| ((*name).to_owned(), value.clone()));
    Ok(all.collect::<Dictionary>().to_xml()?)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let mut devices = Devices::new();
    let token = Value::from(Data::from(b"token"));
    let keys = [("ProductName", "Mac14,2".into()), ("OSVersion", "15.1".into())];
    let conversation = [
        sent("Authenticate", &keys)?,
        sent("TokenUpdate", &[("PushMagic", "magic".into()), ("Token", token.clone())])?,
        sent("SetBootstrapToken", &[("BootstrapToken", token.clone())])?,
        sent("GetBootstrapToken", &[])?,
    ];
    let mut last = Vec::new();
    for request in conversation {
        let (status, body) = answer(&mut devices, &request)?;
        println!("{status} {}", String::from_utf8_lossy(&body));
        last = body;
    }
    let got = GetBootstrapTokenResponse::from_plist(&last)?;
    assert_eq!(got.bootstrap_token.map(Value::Data), Some(token));
    let sender = Identity::Device { udid: "U1".to_owned() };
    let device = devices.get(&sender).ok_or("the device is enrolled")?;
    assert_eq!(device.target, Some("macos:15.1,device-channel".parse()?));
    assert_eq!(device.push_magic.as_deref(), Some("magic"));
    answer(&mut devices, &sent("CheckOut", &[])?)?;
    assert!(devices.is_empty());
    Ok(())
}
