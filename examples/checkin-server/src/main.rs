//! `checkin-server [DATABASE] [ADDRESS]`

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use checkin_server::{Server, router};

#[tokio::main]
async fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let database = arguments.next().unwrap_or_else(|| "server.sqlite".into());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".into());
    match serve(database.as_ref(), &address.to_string_lossy()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn serve(database: &std::path::Path, address: &str) -> Result<(), Box<dyn Error>> {
    let server = Server::open(database).map_err(|e| format!("{}: {e}", database.display()))?;
    let listener = tokio::net::TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("{address}: {error}"))?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(Arc::new(server))).await?;
    Ok(())
}
