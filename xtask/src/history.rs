//! `cargo xtask history`: in which releases a document, key or value appeared, changed and was
//! removed.

use std::error::Error;

use apple_device_management_core::ParseKeyPathError;
use schema_codegen::diff::{Subject, history};

use crate::output::Output;
use crate::release;
use crate::workspace::Workspace;

/// Show in which releases a document, key or value appeared, changed and was removed.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// An identifier or a file of the schema, alone or with a key path, which may end in a value:
    /// com.apple.wifi.managed, com.apple.wifi.managed/EncryptionType,
    /// com.apple.wifi.managed/EncryptionType/WPA3, mdm/commands/device.lock.yaml/PIN
    #[arg(value_name = "ID[/KEY PATH]")]
    subject: String,
    /// The branch of the submodule's repository whose commits are the releases
    #[arg(long, default_value = "origin/release")]
    branch: String,
}

#[derive(Debug, thiserror::Error)]
enum HistoryError {
    #[error(transparent)]
    Subject(#[from] ParseKeyPathError),
    #[error(
        "no release has `{0}`: expected an identifier or a file of the schema, then perhaps a \
         slash and a key path, where an array's items are `*`"
    )]
    Nothing(String),
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let subject: Subject = args.subject.parse().map_err(HistoryError::Subject)?;
    let folder = Workspace::find().submodule();
    let releases = release::all(&folder, &args.branch)?;
    let found = history(&releases, &subject);
    if found.is_empty() {
        return Err(HistoryError::Nothing(args.subject.clone()).into());
    }
    for (index, history) in found.iter().enumerate() {
        writeln!(out, "{}{}", if index > 0 { "\n" } else { "" }, history.place);
        for event in &history.events {
            let after = event.after.as_ref().map(|before| format!(", after {before}"));
            writeln!(out, "  {}{}", event.release, after.unwrap_or_default());
            for line in &event.lines {
                writeln!(out, "    {line}");
            }
        }
    }
    Ok(())
}
