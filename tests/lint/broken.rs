//! Profiles in XML with one defect each: lint says what it is and where it stands, in one line.

use super::{folder, run};

const PROFILE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <plist version=\"1.0\">\n\
    <dict>\n\
    <key>PayloadType</key><string>Configuration</string>\n\
    <key>PayloadVersion</key><integer>1</integer>\n\
    <key>PayloadIdentifier</key><string>com.example.office</string>\n\
    <key>PayloadUUID</key><string>0F6B7C1E-94D2-4A35-B8E1-5D20C3A9F764</string>\n\
    <key>PayloadContent</key>\n\
    <array>\n\
    <dict>\n\
    <key>PayloadType</key><string>com.apple.dock</string>\n\
    <key>PayloadVersion</key><integer>1</integer>\n\
    <key>PayloadIdentifier</key><string>com.example.office.dock</string>\n\
    <key>PayloadUUID</key><string>B3D8A6F2-1E57-4C90-A2F4-7E61D905C8BA</string>\n\
    <key>autohide</key><true/>\n\
    </dict>\n\
    </array>\n\
    </dict>\n\
    </plist>\n";

/// The one line that lint prints for a file that it cannot read.
fn said(name: &str, content: &[u8]) -> String {
    let file = folder("broken").join(name);
    std::fs::write(&file, content).unwrap();
    let (code, text) = run(&[file.to_str().unwrap(), "--target", "macos:15.3"]);
    assert_eq!(code, 1, "{text}");
    let (_, rest) = text.split_once(": unreadable: 1 error\n  error: ").expect(&text);
    let line = rest.strip_suffix('\n').unwrap();
    assert!(!line.contains('\n'), "{text}");
    line.to_owned()
}

/// What lint says if `that`, which stands in the profile once, is replaced by `this`.
fn changed(this: &str, that: &str) -> String {
    assert_eq!(PROFILE.matches(that).count(), 1, "{that}");
    said("changed", PROFILE.replace(that, this).as_bytes())
}

#[test]
fn the_profile_without_a_defect_is_read() {
    let file = folder("broken").join("none");
    std::fs::write(&file, PROFILE).unwrap();
    let (code, text) = run(&[file.to_str().unwrap(), "--target", "macos:15.3"]);
    assert!(code == 0 && text.contains(": profile Configuration, "), "{text}");
}

#[test]
fn a_defect_has_its_line_and_column() {
    let cases = [
        // A wrong end tag, an unknown element, a missing value, a wrong value, a bare ampersand.
        ("</array>", "</dict>\n</array>", "(line 16, column 1", "not well-formed"),
        ("<yes/>", "<true/>", "(line 15, column 20", "`yes` is no element"),
        ("", "<true/>", "(line 16, column 1", "the key `autohide` has no value"),
        (
            "<key>autohide</key><integer>much</integer>",
            "<key>autohide</key><true/>",
            "(line 15, column 20",
            "an integer is no whole number",
        ),
        ("a & b", "com.example.office.dock", "(line 13, column 39", "reference not closed"),
    ];
    for (this, that, place, what) in cases {
        let said = changed(this, that);
        assert!(said.contains(place) && said.contains(what), "{this}: {said}");
    }
}

#[test]
fn a_key_that_stands_twice_is_told_with_both_lines() {
    let said = changed(
        "<key>autohide</key><true/>\n<key>tilesize</key><integer>4</integer>\n\
         <key>autohide</key><false/>",
        "<key>autohide</key><true/>",
    );
    let expected = "PayloadContent/0: the key `autohide` stands twice in one dictionary (line 15, \
                    column 1; line 17, column 1)";
    assert_eq!(said, expected);
}

#[test]
fn what_stands_around_the_root_is_told() {
    let is_no = "the body is no property list: ";
    let nul = [PROFILE.as_bytes(), b"\0\0\0"].concat();
    let what = "NUL bytes stand where only elements may (line 20, column 1)";
    assert_eq!(said("nul", &nul), format!("{is_no}{what}"));
    let before = format!("Sent by the school office:\n{PROFILE}");
    let what = "text stands before the root element (line 1, column 1)";
    assert_eq!(said("before", before.as_bytes()), format!("{is_no}{what}"));
    for (name, order) in
        [("little", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("big", u16::to_be_bytes)]
    {
        for mark in ["", "\u{feff}"] {
            let text = format!("{mark}{PROFILE}");
            let wide: Vec<u8> = text.encode_utf16().flat_map(order).collect();
            let what = "it is UTF-16 or UTF-32: only UTF-8 is read (line 1, column 1)";
            assert_eq!(said(name, &wide), format!("{is_no}{what}"));
        }
    }
}
