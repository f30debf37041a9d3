//! Says what a file is, and what a device takes of it.
//!
//! ```text
//! cargo run --example lint -- FILE… [--target macos:15.0,supervised] [--format text|json] [-- FILE…]
//! ```
//!
//! Takes profiles (signed ones too), payloads, declarations, commands, check-in messages, replies,
//! status reports, errors and the lesser documents of the protocol, as property lists or JSON.
//! Without a target, each file is checked for the OS that refuses the least of it. Exits with 1 if
//! there are errors, a file that cannot be read among them; with 2 if it was called wrongly.

mod choose;
mod frame;
mod kinds;
mod load;
mod options;
mod report;
mod status;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::process::ExitCode;

use apple_device_management::Target;
use options::{Options, USAGE};
use report::{Remark, Report};

fn main() -> ExitCode {
    let options = match Options::parse(std::env::args_os().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => return say(&format!("{USAGE}\n"), ExitCode::SUCCESS),
        Err(problem) => {
            eprintln!("{problem}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let reports: Vec<Report> =
        options.files.iter().map(|file| lint(file, options.target.as_ref())).collect();
    let text = match options.json {
        true => format!("{}\n", serde_json::Value::from_iter(reports.iter().map(Report::json))),
        false => reports.iter().map(Report::text).collect(),
    };
    say(&text, ExitCode::from(u8::from(reports.iter().any(Report::has_errors))))
}

/// Prints the text and gives the exit code, also if the reader of the output stops early.
fn say(text: &str, code: ExitCode) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
        _ => code,
    }
}

fn lint(file: &OsString, target: Option<&Target>) -> Report {
    let report =
        |kind: String, os, remarks| Report { file: file.display().to_string(), kind, os, remarks };
    let loaded = match load::load(file) {
        Ok(loaded) => loaded,
        Err(remark) => return report("unreadable".to_owned(), None, vec![remark]),
    };
    let Some(found) = kinds::recognize(&loaded.message) else {
        let remark = Remark::error("no message, profile, declaration or report of the protocol");
        return report("unknown".to_owned(), None, vec![remark]);
    };
    let message = loaded.as_property_list(found.kind);
    let check = |target: &Target| (found.check)(&message, target);
    match target {
        Some(target) => report(found.name, Some(target.os()), check(target)),
        None => {
            let (os, remarks) = choose::best(&message, &check);
            report(found.name, os, remarks)
        }
    }
}
