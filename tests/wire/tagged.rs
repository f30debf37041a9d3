//! Dictionaries that are one of several types: wherever the tag stands, and however often.

use apple_device_management::checkin::AnyCheckin;
use apple_device_management::commands::AnyCommand;
use apple_device_management::commands::settings::Setting;
use apple_device_management::wire::{Body, Limits, ReadError, read};
use apple_device_management::{DecodeErrorKind, Slot};

/// The entries of a message, the tag first. The first and the third type have the tag as a constant
/// key, the second does not; the schema does not list the fourth and the fifth.
const CHECKIN: [&str; 4] =
    [r#""MessageType":"CheckOut""#, r#""Topic":"t""#, r#""UDID":"u""#, r#""More":[{"a":1}]"#];
const COMMAND: [&str; 4] =
    [r#""RequestType":"DeviceLock""#, r#""PIN":"123456""#, r#""Message":"m""#, r#""More":[{}]"#];
const SETTING: [&str; 3] = [r#""Item":"HostName""#, r#""HostName":"h""#, r#""More":true"#];
const NEW_COMMAND: [&str; 3] = [r#""RequestType":"New""#, r#""PIN":"123456""#, r#""More":[{}]"#];
const NEW_SETTING: [&str; 3] = [r#""Item":"New""#, r#""HostName":"h""#, r#""More":true"#];

/// The body, with the tag at this place among the other entries.
fn body(entries: &[&str], at: usize) -> String {
    let mut entries = entries.to_vec();
    let tag = entries.remove(0);
    entries.insert(at, tag);
    format!("{{{}}}", entries.join(","))
}

fn is_the_same_wherever_the_tag_stands<T: Slot + Default + PartialEq>(entries: &[&str]) {
    let first = T::from_json(body(entries, 0).as_bytes()).unwrap();
    for at in 1..entries.len() {
        let other = T::from_json(body(entries, at).as_bytes()).unwrap();
        assert!(other == first, "{}", body(entries, at));
    }
    let written = first.to_json().unwrap();
    assert!(T::from_json(&written).unwrap() == first, "{entries:?}");
}

#[test]
fn the_tag_may_stand_anywhere() {
    is_the_same_wherever_the_tag_stands::<AnyCheckin>(&CHECKIN);
    is_the_same_wherever_the_tag_stands::<AnyCommand>(&COMMAND);
    is_the_same_wherever_the_tag_stands::<AnyCommand>(&NEW_COMMAND);
    is_the_same_wherever_the_tag_stands::<Setting>(&SETTING);
    is_the_same_wherever_the_tag_stands::<Setting>(&NEW_SETTING);
}

/// Each entry a second time, at each place.
fn no_key_may_come_twice<T: Slot + Default>(entries: &[&str]) {
    for (key, at) in (0..entries.len()).flat_map(|key| (0..=entries.len()).map(move |at| (key, at)))
    {
        let mut twice = entries.to_vec();
        twice.insert(at, entries[key]);
        for tag in 0..twice.len() {
            let body = body(&twice, tag);
            let Err(ReadError::Shape(error)) = T::from_json(body.as_bytes()) else {
                panic!("{body}")
            };
            let name = entries[key].split('"').nth(1).unwrap();
            assert_eq!(error.kind, DecodeErrorKind::DuplicateKey(name.to_owned()), "{body}");
        }
    }
}

#[test]
fn a_key_that_stands_twice_is_an_error_wherever_it_stands() {
    no_key_may_come_twice::<AnyCheckin>(&CHECKIN);
    no_key_may_come_twice::<AnyCommand>(&COMMAND);
    no_key_may_come_twice::<AnyCommand>(&NEW_COMMAND);
    no_key_may_come_twice::<Setting>(&SETTING);
    no_key_may_come_twice::<Setting>(&NEW_SETTING);
}

#[test]
fn a_tag_that_is_no_string_is_an_error_or_kept() {
    for (tag, kind) in [
        (r#""More":1"#, DecodeErrorKind::Missing),
        (
            r#""RequestType":1"#,
            DecodeErrorKind::WrongType { expected: "a string", found: "integer" },
        ),
    ] {
        for at in 0..3 {
            let body = body(&[tag, COMMAND[1], COMMAND[2]], at);
            let Err(ReadError::Shape(error)) = AnyCommand::from_json(body.as_bytes()) else {
                panic!("{body}")
            };
            assert_eq!((error.path.to_string(), error.kind), ("RequestType".into(), kind.clone()));
        }
    }
    let setting = Setting::from_json(br#"{"HostName":"h","Item":1}"#).unwrap();
    assert_eq!(setting.to_json().unwrap(), br#"{"HostName":"h","Item":1}"#);
}

/// Entries before and after the tag are at the same depth.
#[test]
fn both_sides_of_the_tag_are_bounded() {
    let limits = Limits { depth: 3, ..Limits::default() };
    for at in 0..3 {
        let deep =
            |levels: usize| format!(r#""More":{}1{}"#, "[".repeat(levels), "]".repeat(levels));
        let read = |levels| {
            let body = body(&[COMMAND[0], COMMAND[1], &deep(levels)], at);
            read::<AnyCommand>(body.as_bytes(), &limits)
        };
        assert!(read(2).is_ok());
        let Err(ReadError::TooDeep(error)) = read(3) else { panic!("{at}") };
        assert_eq!(error.kind, DecodeErrorKind::TooDeep { limit: 3 });
    }
}
