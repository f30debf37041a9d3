//! A server, and a client that sends what devices send.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use apple_device_management::errors::AnyError;
use apple_device_management::wire::{Body, Encoding, write};
use apple_device_management::{Data, Dictionary, Value};
use checkin_server::{Server, router};

pub(crate) const CHECKIN: &str = "application/x-apple-aspen-mdm-checkin";
pub(crate) const MDM: &str = "application/x-apple-aspen-mdm";

/// A server with its own database, which is kept when the server restarts.
pub(crate) struct Running {
    database: PathBuf,
    address: String,
    runtime: Option<tokio::runtime::Runtime>,
}

impl Running {
    pub(crate) fn start() -> Running {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "checkin-server-{}-{}.sqlite",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let mut running = Running {
            database: Path::new(env!("CARGO_TARGET_TMPDIR")).join(name),
            address: String::new(),
            runtime: None,
        };
        running.restart();
        running
    }

    pub(crate) fn restart(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(std::time::Duration::from_secs(5));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = Arc::new(Server::open(&self.database).unwrap());
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        self.address = format!("http://{}", listener.local_addr().unwrap());
        runtime.spawn(async move { axum::serve(listener, router(server)).await });
        self.runtime = Some(runtime);
    }

    pub(crate) fn send(&self, method: &str, path: &str, kind: &str, body: &[u8]) -> Got {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent = ureq::Agent::new_with_config(config);
        let url = format!("{}{path}", self.address);
        let mut response = match method {
            "GET" => agent.get(&url).call(),
            "POST" => agent.post(&url).header("content-type", kind).send(body),
            _ => agent.put(&url).header("content-type", kind).send(body),
        }
        .unwrap();
        let kind = response.headers().get("content-type").map(|kind| kind.to_str().unwrap());
        Got {
            status: response.status().as_u16(),
            kind: kind.unwrap_or_default().to_owned(),
            body: response.body_mut().read_to_vec().unwrap(),
        }
    }

    pub(crate) fn checkin(&self, message: &[(&str, Value)]) -> Got {
        // Devices may send either form of property lists.
        let encoding =
            if message.len().is_multiple_of(2) { Encoding::Xml } else { Encoding::Binary };
        let body = write(&dictionary(message), encoding).unwrap();
        self.send("PUT", "/checkin", CHECKIN, &body)
    }

    pub(crate) fn reply(&self, message: &[(&str, Value)]) -> Got {
        self.send("PUT", "/mdm", MDM, &dictionary(message).to_xml().unwrap())
    }

    pub(crate) fn queue(&self, path: &str, command: &[(&str, Value)]) -> String {
        let body = dictionary(command).to_xml().unwrap();
        let got = self.send("POST", &format!("/admin/commands/{path}"), "application/xml", &body);
        assert_eq!(got.status, 200, "{got:?}");
        got.json::<Dictionary>()["CommandUUID"].as_str().unwrap().to_owned()
    }

    pub(crate) fn result(&self, uuid: &str) -> Dictionary {
        self.send("GET", &format!("/admin/commands/{uuid}"), "", b"").json()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.runtime.take());
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.database.display()));
        }
    }
}

#[derive(Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) body: Vec<u8>,
}

impl Got {
    #[track_caller]
    pub(crate) fn empty(self) {
        assert_eq!((self.status, self.kind.as_str(), &*self.body), (200, "", &b""[..]));
    }

    #[track_caller]
    pub(crate) fn plist<T: Body + Default>(self) -> T {
        assert_eq!((self.status, self.kind.as_str()), (200, "application/xml"), "{self:?}");
        T::from_plist(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn json<T: Body + Default>(self) -> T {
        assert_eq!((self.status, self.kind.as_str()), (200, "application/json"), "{self:?}");
        T::from_json(&self.body).unwrap()
    }

    #[track_caller]
    pub(crate) fn refused(self) -> AnyError {
        assert_eq!((self.status, self.kind.as_str()), (403, "application/json"), "{self:?}");
        AnyError::from_json(&self.body).unwrap()
    }
}

pub(crate) fn dictionary(entries: &[(&str, Value)]) -> Dictionary {
    entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
}

pub(crate) fn data(bytes: &[u8]) -> Value {
    Value::Data(Data::from(bytes))
}

/// Sends Authenticate and TokenUpdate for the enrollment that these keys identify.
pub(crate) fn enroll(server: &Running, identity: (&str, &str)) {
    let identity = (identity.0, Value::from(identity.1));
    let topic = ("Topic", Value::from("com.example.push"));
    let authenticate = ("MessageType", Value::from("Authenticate"));
    server.checkin(&[authenticate, topic.clone(), identity.clone()]).empty();
    let update = [
        ("MessageType", "TokenUpdate".into()),
        topic,
        identity,
        ("Token", data(b"token")),
        ("PushMagic", "magic".into()),
    ];
    server.checkin(&update).empty();
}
