//! `checkin-server [DATABASE] [ADDRESS]`

use std::error::Error;
use std::sync::Arc;

use checkin_server::{Server, router};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let database = arguments.next().unwrap_or_else(|| "server.sqlite".to_owned());
    let address = arguments.next().unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let server = Arc::new(Server::open(database.as_ref())?);
    let listener = tokio::net::TcpListener::bind(&address).await?;
    println!("listening on http://{}", listener.local_addr()?);
    axum::serve(listener, router(server)).await?;
    Ok(())
}
