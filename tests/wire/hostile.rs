//! Bodies that are made to do harm: each is an error of a certain kind, or a harmless value, and
//! costs no more than the limits allow.

use apple_device_management::checkin::AnyCheckin;
use apple_device_management::codec::Position;
use apple_device_management::commands::{DeviceLock, InstalledApplicationListResponse};
use apple_device_management::wire::{Body, Limits, ReadError, read, read_json};
use apple_device_management::{DecodeErrorKind, Slot, Value};

use super::{binary, finish, plist, text, value};

/// The allowed depth, if the result is the error that a body nests deeper.
fn deepest(result: Result<Value, ReadError>) -> Option<usize> {
    match result {
        Err(ReadError::TooDeep(error)) => match error.kind {
            DecodeErrorKind::TooDeep { limit } => Some(limit),
            _ => None,
        },
        _ => None,
    }
}

#[test]
fn nesting_is_bounded_and_the_bound_can_be_set() {
    let deep = |levels: usize| {
        let xml = plist(&format!("{}{}", "<array>".repeat(levels), "</array>".repeat(levels)));
        let json = format!("{}{}", "[".repeat(levels), "]".repeat(levels)).into_bytes();
        [xml, json]
    };
    for body in deep(64) {
        value(&body).unwrap();
    }
    for body in deep(65).into_iter().chain(deep(1_000_000)) {
        assert_eq!(deepest(value(&body)), Some(64));
    }
    let limits = Limits { depth: 100, ..Limits::default() };
    for body in deep(100) {
        read::<Value>(&body, &limits).unwrap();
    }
    for body in deep(101) {
        assert_eq!(deepest(read::<Value>(&body, &limits)), Some(100));
    }
    let any = Limits { depth: usize::MAX, ..Limits::default() };
    let [_, json] = deep(1_000_000);
    assert_eq!(deepest(read_json::<Value>(&json, &any)), Some(126));
    // The limit of one call does not affect the next.
    let [xml, _] = deep(65);
    assert_eq!(deepest(value(&xml)), Some(64));
}

/// 1 MiB of stack is enough, without optimization; a thread usually has 2 MiB.
#[test]
fn the_deepest_body_needs_little_stack() {
    let levels = 62;
    let inner = "<dict><key>a</key>".repeat(levels) + "<true/>" + &"</dict>".repeat(levels);
    let body = plist(&format!(
        "<dict><key>MessageType</key><string>Authenticate</string>\
         <key>Topic</key><string>t</string><key>New</key>{inner}</dict>"
    ));
    let run = move || AnyCheckin::from_plist(&body).unwrap().to_xml().unwrap().len();
    let thread = std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap();
    assert!(thread.join().unwrap() > 0);
}

#[test]
fn a_small_body_that_stands_for_much_is_too_large() {
    // Each array refers to the next one ten times: 10 to the 40th values.
    let mut arrays: Vec<Vec<u8>> =
        (1..=40).map(|next| [vec![0xaa], vec![next; 10]].concat()).collect();
    arrays.push(vec![0x09]);
    let bomb = binary(&arrays);
    assert!(bomb.len() < 1000);
    assert!(matches!(value(&bomb), Err(ReadError::TooHeavy(_))));

    // 255 arrays refer to one long string 255 times each.
    let long = |marker: u8, count: usize| {
        [vec![marker | 0xf, 0x12], (count as u32).to_be_bytes().to_vec()].concat()
    };
    let mut string = long(0x50, 1 << 20);
    string.extend(vec![b'a'; 1 << 20]);
    let row = [long(0xa0, 255), vec![2; 255]].concat();
    let rows = [long(0xa0, 255), vec![1; 255]].concat();
    let bomb = binary(&[rows, row, string]);
    assert!(matches!(value(&bomb), Err(ReadError::TooHeavy(_))));
}

#[test]
fn lengths_and_references_are_checked() {
    let huge = [0x5f, 0x13, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff].to_vec();
    for marker in [0x40, 0x50, 0x60, 0xa0, 0xd0] {
        let mut object = huge.clone();
        object[0] = marker | 0xf;
        assert!(matches!(value(&binary(&[object])), Err(ReadError::NotPropertyList(_))));
    }
    // An array that contains itself; a reference to no object; a key that is not a string.
    for object in [vec![0xa1, 0], vec![0xa1, 9], vec![0xd1, 0, 0]] {
        assert!(value(&binary(&[object])).is_err());
    }
    let key_is_number = [vec![0xd1, 1, 1], vec![0x10, 5]];
    assert!(value(&binary(&key_is_number)).is_err());
}

#[test]
fn no_entity_is_expanded() {
    assert_eq!(text("a &amp; &lt;b&gt; &quot;&apos; &#65;&#x42;").unwrap(), "a & <b> \"' AB");
    let declared = "<!DOCTYPE plist [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>\
                    <plist><string>&b;</string></plist>";
    assert!(matches!(value(declared.as_bytes()), Err(ReadError::NotPropertyList(_))));
    let file = "<!DOCTYPE plist [<!ENTITY f SYSTEM \"file:///etc/hostname\">]>\
                <plist><string>&f;</string></plist>";
    assert!(matches!(value(file.as_bytes()), Err(ReadError::NotPropertyList(_))));
    for odd in ["&unknown;", "a & b", "&#xD800;", "&#0;", "&#99999999;", "&;"] {
        assert!(text(odd).is_err(), "{odd}");
    }
}

#[test]
fn a_key_that_stands_twice_is_an_error() {
    for body in [
        plist("<dict><key>a</key><true/><key>a</key><true/></dict>"),
        b"{\"a\":1,\"a\":2}".to_vec(),
    ] {
        let Err(ReadError::Shape(error)) = value(&body) else { panic!() };
        assert!(matches!(error.kind, DecodeErrorKind::DuplicateKey(key) if key == "a"));
    }
}

/// Reads a body; gives the result, and the most bytes that were allocated at one time.
fn peak<T: Slot + Default>(body: &[u8], limits: &Limits) -> (Result<T, ReadError>, usize) {
    let mut result = Err(ReadError::Empty);
    let memory = allocation_counter::measure(|| result = read(body, limits));
    (result, memory.bytes_max as usize)
}

/// A known key twice, then twenty thousand keys that refer to one name of 60,000 bytes: it is told
/// where the known key stands, and the name is not copied for each of the others.
#[test]
fn the_position_of_a_key_costs_no_more_than_reading() {
    let (count, length) = (20_000u32, 60_000u32);
    let keys = [&[3, 3][..], &vec![1; count as usize - 2]].concat();
    let values = vec![2; count as usize];
    let dictionary = [&[0xdf, 0x12][..], &count.to_be_bytes(), &keys, &values].concat();
    let name = [&[0x5f, 0x12][..], &length.to_be_bytes(), &vec![b'a'; length as usize]].concat();
    let place = 8 + dictionary.len() + name.len() + 1;
    let body = binary(&[dictionary, name, vec![0x09], b"\x53PIN".to_vec()]);
    let (result, bytes) = peak::<DeviceLock>(&body, &Limits::default());
    let Err(ReadError::Shape(error)) = result else { panic!() };
    assert!(matches!(error.kind, DecodeErrorKind::DuplicateKey(key) if key == "PIN"));
    assert_eq!(error.positions, [Position::Byte(place)]);
    assert!(bytes < 1 << 20, "{bytes} bytes");
}

/// A dictionary whose keys come in falling order, so that a list which is kept sorted would move all
/// others for each of them.
fn falling(count: usize) -> Vec<u8> {
    let entries: Vec<_> = (0..count).rev().map(|number| format!("\"{number:06}\":0")).collect();
    format!("{{{}}}", entries.join(",")).into_bytes()
}

#[test]
fn keys_are_read_in_any_order() {
    let count = 100_000;
    let Ok(Value::Dictionary(all)) = value(&falling(count)) else { panic!() };
    assert!(all.keys().is_sorted());
    assert_eq!((all.len(), all.get("000000")), (count, Some(&Value::Integer(0))));
}

/// Bodies of which every byte stands for as much memory as it can.
fn heavy() -> Vec<(&'static str, Vec<u8>)> {
    let count = 200_000;
    let list = |item: &str| format!("[{}]", vec![item; count].join(",")).into_bytes();
    let apps = |item: &str| {
        let items = vec![item; count].join(",");
        format!("{{\"InstalledApplicationList\":[{items}]}}").into_bytes()
    };
    vec![
        ("nothing in a list", list("0")),
        ("empty texts", list("\"\"")),
        ("small dictionaries", list("{\"a\":0}")),
        ("small lists", list("[0]")),
        ("empty records", apps("{}")),
        ("records with one odd key", apps("{\"a\":0}")),
        ("keys in falling order", falling(count)),
    ]
}

/// A growing list has up to twice the room that it needs, and three times while it moves; what is
/// read as one type after another is there twice for a moment.
const SLACK: usize = 4;

#[test]
fn memory_is_bounded_by_the_weight() {
    let limits = Limits { weight: 4 << 20, ..Limits::default() };
    for (what, body) in heavy() {
        let untyped = peak::<Value>(&body, &limits);
        let typed = peak::<InstalledApplicationListResponse>(&body, &limits);
        for (error, peak) in [(untyped.0.err(), untyped.1), (typed.0.err(), typed.1)] {
            assert!(matches!(error, Some(ReadError::TooHeavy(_))), "{what}: {error:?}");
            assert!(peak < SLACK * limits.weight, "{what}: {peak} bytes");
        }
    }
}

/// Each array counts all bytes that follow as its references, also those of the next arrays. So the
/// references of all levels would be in memory at once.
#[test]
fn arrays_that_overlap_cost_what_they_would_hold() {
    let (levels, rest) = (60u8, 1_000_000u32);
    let mut body = b"bplist00".to_vec();
    let mut offsets = Vec::new();
    for level in 1..=levels {
        offsets.push(body.len() as u32);
        body.extend([0xaf, 0x12]);
        body.extend((rest + 7 * u32::from(levels - level)).to_be_bytes());
        body.push(level);
    }
    offsets.push(body.len() as u32);
    body.resize(body.len() + rest as usize, 0x09);
    let body = finish(body, &offsets);
    let (result, peak) = peak::<Value>(&body, &Limits::default());
    assert!(matches!(result, Err(ReadError::NotPropertyList(_))), "{result:?}");
    assert!(peak < body.len(), "{peak} bytes");
}
