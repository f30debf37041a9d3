//! `cargo xtask explain`: what the schema says of a document or key, for a person at a terminal.

mod find;
mod marks;
mod show;

use std::error::Error;

use apple_device_management_core::Target;

use crate::output::Output;
use crate::release;
use crate::workspace::Workspace;

/// Show what a document or key is, where it is available, and what it means for a device.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  cargo xtask explain DeviceLock
  cargo xtask explain 'Settings/Settings/*/Bluetooth' --target ios:18.0,unsupervised
  cargo xtask explain com.apple.wifi.managed/EAPClientConfiguration
  cargo xtask explain DeviceInformationResponse/QueryResponses")]
pub(crate) struct Args {
    /// An identifier, a Rust type or a file of the schema; a key path may follow behind a slash
    #[arg(value_name = "ID[/PATH]")]
    what: String,
    /// A device: its OS and what is known of it, as in macos:15.0,supervised,device-channel
    #[arg(long)]
    target: Option<Target>,
    /// A folder with the schema, a model.json, or a revision of the submodule's repository, instead
    /// of generated/model.json
    #[arg(long, value_name = "DIR|FILE|REV")]
    source: Option<String>,
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let model =
        release::read(release::named_or_current(args.source.as_deref(), &workspace)?)?.model;
    for (at, found) in find::find(&model, &args.what)?.iter().enumerate() {
        let separator = if at > 0 { "\n" } else { "" };
        write!(out, "{separator}{}", show::show(found, args.target.as_ref()));
    }
    Ok(())
}
