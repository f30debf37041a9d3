//! Storage in SQLite: messages of any kind, of which nothing is lost.
//!
//! ```text
//! cargo run -p checkin-server --example storage
//! ```

use std::error::Error;

use apple_device_management::checkin::{AnyCheckin, Handshake};
use apple_device_management::prelude::*;
use apple_device_management::{Data, KeyPath};
use rusqlite::{Connection, params};

const SCHEMA: &str = "
CREATE TABLE messages (sender TEXT NOT NULL, kind TEXT NOT NULL, message TEXT NOT NULL,
    PRIMARY KEY (sender, kind));
CREATE TABLE handshakes (sender TEXT PRIMARY KEY, state TEXT NOT NULL);
";

/// Keeps the last message of each kind from each sender.
fn keep(db: &Connection, message: &AnyCheckin) -> Result<(), Box<dyn Error>> {
    // Both are stored as text. In the text of a message, data and dates are told from strings, also
    // where no type says what they are.
    let sender = message.identity()?.to_string();
    let upsert = "INSERT INTO messages VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET message = ?3";
    db.execute(upsert, params![sender, message.id(), message.to_stored()])?;
    Ok(())
}

fn last(db: &Connection, sender: &Identity, kind: &str) -> Result<AnyCheckin, Box<dyn Error>> {
    let select = "SELECT message FROM messages WHERE sender = ?1 AND kind = ?2";
    let text: String = db.query_row(select, [&sender.to_string(), kind], |row| row.get(0))?;
    Ok(AnyCheckin::from_stored(&text)?)
}

pub(crate) fn main() -> Result<(), Box<dyn Error>> {
    let db = Connection::open_in_memory()?;
    db.execute_batch(SCHEMA)?;

    // A message with keys that no release of the schema knows.
    let body = br#"<plist version="1.0"><dict><key>MessageType</key><string>TokenUpdate</string>
        <key>UDID</key><string>U1</string><key>Topic</key><string>push</string>
        <key>PushMagic</key><string>magic</string><key>Token</key><data>AAEC</data>
        <key>New</key><dict><key>Data</key><data>AwQF</data>
        <key>Date</key><date>2024-01-31T12:00:00Z</date></dict></dict></plist>"#;
    let message = AnyCheckin::from_plist(body)?;
    keep(&db, &message)?;

    let sender = Identity::Device { udid: "U1".to_owned() };
    let again = last(&db, &sender, "TokenUpdate")?;
    assert_eq!(again, message);
    let AnyCheckin::TokenUpdate(update) = &again else { return Err("another message".into()) };
    let new = &update.extra["New"];
    let path: KeyPath = "Data".parse()?;
    assert_eq!(new.at(&path), Some(&Value::Data(Data::from(&[3, 4, 5]))));
    assert!(new.get("Date").and_then(Value::as_date).is_some());

    // The text is JSON, so the database can search it.
    let select = "SELECT message ->> '$.PushMagic' FROM messages WHERE sender = ?1";
    let magic: String = db.query_row(select, [sender.to_string()], |row| row.get(0))?;
    assert_eq!(magic, "magic");

    // Types that are not messages can be stored too.
    let state = Handshake::Challenged { challenge: "a nonce".to_owned() };
    let insert = "INSERT INTO handshakes VALUES (?1, ?2)";
    db.execute(insert, [sender.to_string(), state.to_stored()])?;
    let kept: String = db.query_row("SELECT state FROM handshakes", [], |row| row.get(0))?;
    assert_eq!(Handshake::from_stored(&kept)?, state);
    println!("{kept}");
    Ok(())
}
