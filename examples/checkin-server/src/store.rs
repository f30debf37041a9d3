//! The database. Messages are stored as they came, so that nothing is lost.

use std::path::Path;

use apple_device_management::checkin::Handshake;
use rusqlite::{Connection, OptionalExtension, params};

/// The database failed.
pub type StoreError = rusqlite::Error;

type Result<T> = std::result::Result<T, StoreError>;

const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS enrollments (
    id TEXT PRIMARY KEY, authenticate BLOB NOT NULL, token_update BLOB, unlock_token BLOB,
    bootstrap_token BLOB);
CREATE TABLE IF NOT EXISTS users (
    enrollment TEXT NOT NULL REFERENCES enrollments ON DELETE CASCADE, user TEXT NOT NULL,
    token_update BLOB, handshake TEXT, secret TEXT, PRIMARY KEY (enrollment, user));
CREATE TABLE IF NOT EXISTS accounts (user TEXT PRIMARY KEY, password TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS commands (
    place INTEGER PRIMARY KEY AUTOINCREMENT, uuid TEXT NOT NULL UNIQUE,
    enrollment TEXT NOT NULL REFERENCES enrollments ON DELETE CASCADE, user TEXT,
    command BLOB NOT NULL, status TEXT NOT NULL, reply BLOB);
CREATE TABLE IF NOT EXISTS declarations (identifier TEXT PRIMARY KEY, body BLOB NOT NULL, changed TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS status (
    enrollment TEXT NOT NULL REFERENCES enrollments ON DELETE CASCADE, user TEXT NOT NULL,
    items BLOB NOT NULL, PRIMARY KEY (enrollment, user));
";

/// The status of a command that is queued: the device has not finished it.
pub(crate) const QUEUED: &str = "Queued";

pub(crate) struct Store {
    db: Connection,
}

/// A command and its state.
pub(crate) struct Queued {
    pub(crate) command: Vec<u8>,
    pub(crate) status: String,
    pub(crate) reply: Option<Vec<u8>>,
}

impl Store {
    pub(crate) fn open(path: &Path) -> Result<Store> {
        let db = Connection::open(path)?;
        db.execute_batch("PRAGMA foreign_keys = ON; PRAGMA journal_mode = WAL;")?;
        db.execute_batch(SCHEMA)?;
        Ok(Store { db })
    }

    /// Runs a transaction: if `run` fails, nothing that it has changed is kept.
    pub(crate) fn transaction<T, E: From<StoreError>>(
        &mut self,
        run: impl FnOnce(&Store) -> std::result::Result<T, E>,
    ) -> std::result::Result<T, E> {
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        let result = run(self);
        self.db.execute_batch(if result.is_ok() { "COMMIT" } else { "ROLLBACK" })?;
        result
    }

    /// Starts an enrollment, and deletes everything of an earlier one.
    pub(crate) fn authenticate(&self, id: &str, message: &[u8]) -> Result<()> {
        self.check_out(id)?;
        let insert = "INSERT INTO enrollments (id, authenticate) VALUES (?1, ?2)";
        self.db.execute(insert, params![id, message]).map(drop)
    }

    /// The state of an enrollment: `None` if it has not begun; otherwise whether it is complete.
    pub(crate) fn enrolled(&self, id: &str) -> Result<Option<bool>> {
        let select = "SELECT token_update IS NOT NULL FROM enrollments WHERE id = ?1";
        self.db.query_row(select, [id], |row| row.get(0)).optional()
    }

    pub(crate) fn token_update(
        &self,
        id: &str,
        message: &[u8],
        unlock_token: Option<&[u8]>,
    ) -> Result<()> {
        // The unlock token comes only once; the other tokens are updated.
        let update = "UPDATE enrollments SET token_update = ?2,
            unlock_token = coalesce(?3, unlock_token) WHERE id = ?1";
        self.db.execute(update, params![id, message, unlock_token]).map(drop)
    }

    pub(crate) fn user_token_update(&self, id: &str, user: &str, message: &[u8]) -> Result<()> {
        let upsert = "INSERT INTO users (enrollment, user, token_update) VALUES (?1, ?2, ?3)
            ON CONFLICT DO UPDATE SET token_update = ?3";
        self.db.execute(upsert, params![id, user, message]).map(drop)
    }

    pub(crate) fn check_out(&self, id: &str) -> Result<()> {
        self.db.execute("DELETE FROM enrollments WHERE id = ?1", [id]).map(drop)
    }

    pub(crate) fn set_bootstrap_token(&self, id: &str, token: Option<&[u8]>) -> Result<()> {
        let update = "UPDATE enrollments SET bootstrap_token = ?2 WHERE id = ?1";
        self.db.execute(update, params![id, token]).map(drop)
    }

    pub(crate) fn bootstrap_token(&self, id: &str) -> Result<Option<Vec<u8>>> {
        let select = "SELECT bootstrap_token FROM enrollments WHERE id = ?1";
        self.db.query_row(select, [id], |row| row.get(0)).optional().map(Option::flatten)
    }

    pub(crate) fn set_account(&self, user: &str, password: &str) -> Result<()> {
        let upsert = "INSERT INTO accounts VALUES (?1, ?2) ON CONFLICT DO UPDATE SET password = ?2";
        self.db.execute(upsert, [user, password]).map(drop)
    }

    pub(crate) fn password(&self, user: &str) -> Result<Option<String>> {
        let select = "SELECT password FROM accounts WHERE user = ?1";
        self.db.query_row(select, [user], |row| row.get(0)).optional()
    }

    pub(crate) fn handshake(&self, id: &str, user: &str) -> Result<Handshake> {
        let select = "SELECT handshake, secret FROM users WHERE enrollment = ?1 AND user = ?2";
        let row = |row: &rusqlite::Row<'_>| {
            Ok((row.get::<_, Option<String>>(0)?, row.get::<_, Option<String>>(1)?))
        };
        let found = self.db.query_row(select, [id, user], row).optional()?.unwrap_or_default();
        Ok(match (found.0.as_deref(), found.1) {
            (Some("challenged"), Some(challenge)) => Handshake::Challenged { challenge },
            (Some("open"), auth_token) => Handshake::Open { auth_token },
            (Some("unmanaged"), _) => Handshake::Unmanaged,
            _ => Handshake::Closed,
        })
    }

    pub(crate) fn set_handshake(&self, id: &str, user: &str, state: &Handshake) -> Result<()> {
        let (name, secret) = match state {
            Handshake::Closed => ("closed", None),
            Handshake::Challenged { challenge } => ("challenged", Some(challenge)),
            Handshake::Open { auth_token } => ("open", auth_token.as_ref()),
            Handshake::Unmanaged => ("unmanaged", None),
        };
        let upsert = "INSERT INTO users (enrollment, user, handshake, secret)
            VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET handshake = ?3, secret = ?4";
        self.db.execute(upsert, params![id, user, name, secret]).map(drop)
    }

    pub(crate) fn queue(
        &self,
        id: &str,
        user: Option<&str>,
        uuid: &str,
        command: &[u8],
    ) -> Result<()> {
        let insert = "INSERT INTO commands (uuid, enrollment, user, command, status)
            VALUES (?1, ?2, ?3, ?4, ?5)";
        self.db.execute(insert, params![uuid, id, user, command, QUEUED]).map(drop)
    }

    /// The oldest command that is queued. Commands that the device has put off count only if
    /// `put_off` is true.
    pub(crate) fn next(
        &self,
        id: &str,
        user: Option<&str>,
        put_off: bool,
    ) -> Result<Option<Vec<u8>>> {
        let select = "SELECT command FROM commands WHERE enrollment = ?1 AND user IS ?2
            AND (status = ?3 OR (?4 AND status = 'NotNow')) ORDER BY place LIMIT 1";
        self.db.query_row(select, params![id, user, QUEUED, put_off], |row| row.get(0)).optional()
    }

    /// Notes a reply; gives whether there is such a command on this channel that is not finished.
    pub(crate) fn reply(
        &self,
        id: &str,
        user: Option<&str>,
        uuid: &str,
        status: &str,
        reply: &[u8],
    ) -> Result<bool> {
        let update = "UPDATE commands SET status = ?4, reply = ?5
            WHERE uuid = ?3 AND enrollment = ?1 AND user IS ?2 AND status IN (?6, 'NotNow')";
        let changed = self.db.execute(update, params![id, user, uuid, status, reply, QUEUED])?;
        Ok(changed > 0)
    }

    pub(crate) fn command(&self, uuid: &str) -> Result<Option<Queued>> {
        let select = "SELECT command, status, reply FROM commands WHERE uuid = ?1";
        let row = |row: &rusqlite::Row<'_>| {
            Ok(Queued { command: row.get(0)?, status: row.get(1)?, reply: row.get(2)? })
        };
        self.db.query_row(select, [uuid], row).optional()
    }

    pub(crate) fn declare(&self, identifier: &str, body: &[u8]) -> Result<()> {
        let upsert = "INSERT INTO declarations
            VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
            ON CONFLICT DO UPDATE SET body = excluded.body, changed = excluded.changed";
        self.db.execute(upsert, params![identifier, body]).map(drop)
    }

    /// All declarations, sorted by identifier, and when the last change was.
    pub(crate) fn declarations(&self) -> Result<(Vec<Vec<u8>>, Option<String>)> {
        let mut select = self.db.prepare("SELECT body FROM declarations ORDER BY identifier")?;
        let bodies = select.query_map([], |row| row.get(0))?.collect::<Result<_>>()?;
        let last = "SELECT max(changed) FROM declarations";
        Ok((bodies, self.db.query_row(last, [], |row| row.get(0))?))
    }

    pub(crate) fn declaration(&self, identifier: &str) -> Result<Option<Vec<u8>>> {
        let select = "SELECT body FROM declarations WHERE identifier = ?1";
        self.db.query_row(select, [identifier], |row| row.get(0)).optional()
    }

    /// Stores the status items of a channel. The device channel has no user; its name in the table
    /// is empty.
    pub(crate) fn set_status(&self, id: &str, user: Option<&str>, items: &[u8]) -> Result<()> {
        let upsert = "INSERT INTO status VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET items = ?3";
        self.db.execute(upsert, params![id, user.unwrap_or_default(), items]).map(drop)
    }

    pub(crate) fn status(&self, id: &str, user: Option<&str>) -> Result<Option<Vec<u8>>> {
        let select = "SELECT items FROM status WHERE enrollment = ?1 AND user = ?2";
        let keys = [id, user.unwrap_or_default()];
        self.db.query_row(select, keys, |row| row.get(0)).optional()
    }
}
