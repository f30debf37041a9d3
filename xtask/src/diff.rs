//! `cargo xtask diff`: what changed from one release to another.

use std::error::Error;
use std::io::{self, IsTerminal};

use clap::ValueEnum;
use schema_codegen::diff::{self, Comparison, Release, Rust, report};
use schema_codegen::pipeline::Input;
use schema_codegen::retired::Retired;

use crate::output::Output;
use crate::release;
use crate::workspace::Workspace;

/// Show what changed from one release of the schema to another.
///
/// A release is a commit, tag or branch of the submodule's repository, a folder, or a model.json.
/// The default of OLD is generated/model.json, that of NEW is what the submodule has checked out.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The older release
    old: Option<String>,
    /// The newer release
    new: Option<String>,
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Give the result as the exit code: 0 if nothing changed, or only Apple's text; 1 if no change
    /// breaks Rust callers; 2 if one does, or may. The exit code is 3 in any case if the releases
    /// cannot be compared
    #[arg(long)]
    exit_code: bool,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// By document; in colour on a terminal
    #[default]
    Text,
    /// By kind, for a pull request
    Markdown,
    /// For a program; see docs/diff.md
    Json,
}

/// The exit code if the releases cannot be compared.
pub(crate) const FAILED: u8 = 3;
/// The length of a comment that GitHub accepts, less some room for other text in it.
const COMMENT: usize = 60_000;

/// Returns the exit code.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Box<dyn Error>> {
    let comparison = compare(args)?;
    let colour = io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let text = match args.format {
        Format::Text => report::text(&comparison, colour),
        Format::Markdown => report::markdown(&comparison, 3, Some(COMMENT)),
        Format::Json => report::json(&comparison)?,
    };
    write!(out, "{text}");
    Ok(if args.exit_code { code(&comparison) } else { 0 })
}

fn code(comparison: &Comparison) -> u8 {
    match comparison.rust() {
        _ if !comparison.has_facts() => 0,
        // The effect of some documents is not known.
        _ if !comparison.notes.is_empty() => 2,
        Rust::None | Rust::Additive => 1,
        Rust::Breaking => 2,
    }
}

fn compare(args: &Args) -> Result<Comparison, Box<dyn Error>> {
    let workspace = Workspace::find();
    let old = match &args.old {
        Some(name) => release::input(name, &workspace)?,
        None => Input::Model(workspace.model()),
    };
    let new = match &args.new {
        Some(name) => release::input(name, &workspace)?,
        None => release::submodule(&workspace)?,
    };
    let (old, mut new) = (release::read(old)?, release::read(new)?);
    // As `regen` does. Entries that add nothing do not matter here.
    let _ = Retired::committed()?.apply(&mut new.model);
    Ok(diff::compare(
        Release { model: &old.model, raw: old.raw.as_deref() },
        Release { model: &new.model, raw: new.raw.as_deref() },
    ))
}
