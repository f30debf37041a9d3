//! Runs each example.

#![cfg(all(
    feature = "checkin",
    feature = "commands",
    feature = "declarations",
    feature = "protocol",
    feature = "status"
))]
#![allow(clippy::unwrap_used)]

#[path = "../examples/check_in.rs"]
mod check_in;
#[path = "../examples/command_queue.rs"]
mod command_queue;
#[path = "../examples/declarations.rs"]
mod declarations;
#[path = "../examples/form.rs"]
mod form;

#[test]
fn devices_check_in() {
    check_in::main().unwrap();
}

#[test]
fn commands_are_queued() {
    command_queue::main().unwrap();
}

#[test]
fn declarations_are_fetched() {
    declarations::main().unwrap();
}

#[test]
fn every_document_has_a_form() {
    for document in apple_device_management::reflect::documents() {
        let form = form::form(document.id, None).unwrap();
        assert!(form.contains(document.id), "{form}");
    }
    let lock = form::form("DeviceLock", None).unwrap();
    assert!(lock.contains("  Phone Number: [string]\n") && lock.contains("  PIN: "), "{lock}");
    // Fields are in the order of the schema, and those of a group follow the group.
    let cellular = form::form("com.apple.cellular", None).unwrap();
    let labels = cellular.lines().skip(1).map(|line| line.split([':', '*']).next().unwrap());
    let labels = Vec::from_iter(labels);
    let at = |label: &str| labels.iter().position(|one| *one == label).expect(label);
    let order = ["  Attach APN", "    Name", "    Authentication Type", "  APNs"].map(at);
    assert!(order.is_sorted(), "{labels:?}");
    // Keys that the device does not take are left out.
    let on_ios = form::form("DeviceLock", Some("ios:18.0")).unwrap();
    assert!(on_ios.contains("Phone Number") && !on_ios.contains("PIN"), "{on_ios}");
    assert!(form::form("NoSuchThing", None).is_err());
}
