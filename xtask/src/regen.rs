//! `cargo xtask regen`: writes `generated/` from the schema.

use std::borrow::Cow;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Duration;

use apple_device_management_core::internal::count;
use clap::ValueEnum;
use schema_codegen::exported_names::Removed;
use schema_codegen::pipeline::{self, Input, Outcome, Request};
use schema_codegen::retired::{Computed, Retired};
use schema_codegen::write::{self, Difference, Texts};

use crate::names;
use crate::output::{self, Output};
use crate::retired::{self, Verified};
use crate::workspace::Workspace;

/// Write generated/ from Apple's schema.
///
/// Without --source, the schema is read from the submodule vendor/device-management; if that is not
/// checked out, from generated/model.json, which holds the same facts.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// A folder with the schema, or a commit, tag or branch of the submodule's repository
    #[arg(long, value_name = "DIR|REV")]
    source: Option<String>,
    /// The folder to write to, instead of generated/
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write nothing; fail if the folder is not as it would be after a run
    #[arg(long)]
    check: bool,
    /// Fail if the schema has any flaw: something unknown, something that makes no sense, or a
    /// contradiction. Without this, flaws are warnings
    #[arg(long)]
    strict: bool,
    /// First work out schema-codegen/retired.json, which lists what only older releases have, from
    /// the history of the submodule's repository; with --check, compare it with that history
    #[arg(long, conflicts_with = "out")]
    with_history: bool,
    /// What goes into doc comments
    #[arg(long, value_enum, default_value_t)]
    docs: Docs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Docs {
    /// Names, types, presence, support
    #[default]
    Facts,
    /// Apple's text as well; for your own checkout, not to be committed
    Apple,
}

#[derive(Debug, thiserror::Error)]
enum RegenError {
    #[error(
        "{} is not checked out, and {} does not exist: run \
         `git submodule update --init --checkout {}`",
        submodule.display(), model.display(), submodule.display()
    )]
    NoSchema { submodule: PathBuf, model: PathBuf },
    #[error("there is no folder {}", .0.display())]
    NoFolder(PathBuf),
    #[error("{} is a file: name the folder that holds mdm/, declarative/ and other/", .0.display())]
    NotAFolder(PathBuf),
    #[error("`{revision}` is not a folder, and cannot be read as a revision")]
    Revision { revision: String, source: Box<pipeline::PipelineError> },
    #[error("a folder has no history: name a revision, and not the folder {}", .0.display())]
    NoHistory(PathBuf),
    #[error("{} is not up to date: run `{command}`", folder.display())]
    NotCurrent { folder: PathBuf, command: String },
}

pub(crate) fn run(args: &Args, out: &mut Output) -> Result<(), Box<dyn Error>> {
    let workspace = Workspace::find();
    let input = input(args, &workspace, out)?;
    let folder = args.out.clone().unwrap_or_else(|| workspace.generated());
    let request = Request {
        input: input.clone(),
        docs: match args.docs {
            Docs::Facts => pipeline::Docs::Facts,
            Docs::Apple => pipeline::Docs::Apple,
        },
        strict: args.strict,
        // The overlay and what is retired are in a model already: the run that wrote it has added
        // them.
        pinned: args.source.is_none() && matches!(input, Input::Folder(_)),
        known: Some(workspace.model()),
    };
    let retired = match args.with_history {
        true => history(args, &input, &workspace)?,
        false => retired::committed(&workspace)?,
    };
    let mut outcome =
        pipeline::generate_with(&request, &retired).map_err(|source| -> Box<dyn Error> {
            match (&input, source) {
                (Input::Revision { revision, .. }, source @ pipeline::PipelineError::Git(_)) => {
                    let (revision, source) = (revision.clone(), Box::new(source));
                    RegenError::Revision { revision, source }.into()
                }
                (_, source) => source.into(),
            }
        })?;
    if args.out.is_none() {
        keep_names(&workspace, &mut outcome, args.source.is_none())?;
    }
    for warning in &outcome.warnings {
        writeln!(output::stderr(), "warning: {warning}");
    }
    let Outcome { files, timings, .. } = &mut outcome;
    let difference = if args.check {
        timings.time("compare", || write::compare_files(&folder, files))?
    } else {
        let mut texts = Texts::default();
        if args.with_history {
            retired::stage(&retired, &workspace, &mut texts)?;
        }
        timings.time("write", || texts.put_in_place(|| write::write_files(&folder, files)))?
    };
    let stale = args.check && args.with_history && !retired::is_current(&retired, &workspace);
    let not_current = stale || args.check && !difference.is_empty();
    if not_current {
        list(&folder, &difference, out);
    }
    if stale {
        writeln!(out, "{:8}  {}", "stale", workspace.retired().display());
    }
    if !args.check {
        list_removed(&folder, &difference.orphaned, out);
    }
    summarise(&outcome, &folder, &difference, args.check, out);
    if not_current {
        return Err(RegenError::NotCurrent { folder, command: command(args) }.into());
    }
    Ok(())
}

/// Checks that all names are still exported. For a release that was named, this gives only
/// warnings.
fn keep_names(
    workspace: &Workspace,
    outcome: &mut Outcome,
    pinned: bool,
) -> Result<(), Box<dyn Error>> {
    let (removed, before) = (Removed::reviewed()?, names::before(workspace)?);
    if pinned {
        removed.check(&before, &outcome.names)?;
    }
    outcome.warnings.extend(names::lost(&removed, &before, &outcome.names));
    Ok(())
}

/// What is retired by the history up to the release that is read. If this is a check, and the
/// history is not there or is another one, what is recorded is used.
fn history(args: &Args, input: &Input, workspace: &Workspace) -> Result<Retired, Box<dyn Error>> {
    let newest = match input {
        Input::Revision { revision, .. } => revision,
        Input::Folder(folder) if args.source.is_some() => {
            return Err(RegenError::NoHistory(folder.clone()).into());
        }
        Input::Folder(_) | Input::Model(_) => "HEAD",
    };
    let (retired, notes, kind) = if args.check {
        let Verified { retired, notes } = retired::verified(workspace, newest)?;
        (retired, notes, "note")
    } else {
        let Computed { retired, notes } = retired::anew(workspace, newest)?;
        (retired, notes, "warning")
    };
    for note in notes {
        writeln!(output::stderr(), "{kind}: {note}");
    }
    Ok(retired)
}

/// Where the schema is read from, as the arguments and the files that are there tell.
fn input(args: &Args, workspace: &Workspace, out: &mut Output) -> Result<Input, RegenError> {
    let Some(source) = &args.source else {
        let (submodule, model) = (workspace.submodule(), workspace.model());
        if let Some(submodule) = workspace.filled_submodule() {
            return Ok(Input::Folder(submodule));
        }
        if !model.exists() {
            return Err(RegenError::NoSchema { submodule, model });
        }
        writeln!(out, "{} is not checked out: reading {}", submodule.display(), model.display());
        return Ok(Input::Model(model));
    };
    let path = PathBuf::from(source);
    if path.is_dir() {
        Ok(Input::Folder(path))
    } else if path.exists() {
        Err(RegenError::NotAFolder(path))
    } else if path.is_absolute() || source.starts_with('.') {
        Err(RegenError::NoFolder(path))
    } else {
        let repository = workspace.submodule();
        Ok(Input::Revision { repository, revision: source.clone() })
    }
}

fn list(folder: &Path, difference: &Difference, out: &mut Output) {
    let kinds = [
        ("stale", &difference.stale),
        ("missing", &difference.missing),
        ("orphaned", &difference.orphaned),
    ];
    for (kind, paths) in kinds {
        for path in paths {
            writeln!(out, "{kind:8}  {}", folder.join(path).display());
        }
    }
}

/// Prints which files a run has removed, so that no file is lost unnoticed.
fn list_removed(folder: &Path, removed: &[String], out: &mut Output) {
    const SHOWN: usize = 10;
    for path in removed.iter().take(SHOWN) {
        writeln!(out, "{:8}  {}", "removed", folder.join(path).display());
    }
    if removed.len() > SHOWN {
        writeln!(out, "{:8}  and {} more", "", removed.len() - SHOWN);
    }
}

fn summarise(
    outcome: &Outcome,
    folder: &Path,
    difference: &Difference,
    check: bool,
    out: &mut Output,
) {
    let Outcome { model, counts, beside, warnings, timings, .. } = outcome;
    let commit = model.upstream.commit.as_deref().unwrap_or("of no commit");
    let release = model.upstream.release.as_deref().unwrap_or("release unknown");
    writeln!(out, "schema   {commit} ({release})");
    writeln!(
        out,
        "found    {counts}, {}",
        count(warnings.len() - counts.flaws, "other warning", "other warnings")
    );
    if !beside.is_empty() {
        let folders: Vec<_> = beside
            .iter()
            .map(|(folder, files)| format!("{folder}/ ({})", count(*files, "file", "files")))
            .collect();
        writeln!(out, "beside   {}: no documents, not read", folders.join(", "));
    }
    let Difference { stale, missing, orphaned, unchanged } = difference;
    let words =
        if check { ["stale", "missing", "orphaned"] } else { ["changed", "new", "removed"] };
    writeln!(
        out,
        "folder   {}: {} {}, {} {}, {} {}, {unchanged} unchanged",
        folder.display(),
        stale.len(),
        words[0],
        missing.len(),
        words[1],
        orphaned.len(),
        words[2],
    );
    let stages: Vec<_> =
        timings.0.iter().map(|(stage, time)| format!("{stage} {}", ms(*time))).collect();
    writeln!(out, "time     {}: {}", ms(timings.total()), stages.join(", "));
}

fn ms(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1000.0)
}

/// The command that makes a failed `--check` succeed.
fn command(args: &Args) -> String {
    let mut command = String::from("cargo xtask regen");
    if let Some(source) = &args.source {
        command.push_str(&format!(" --source {}", quoted(source)));
    }
    if let Some(out) = &args.out {
        command.push_str(&format!(" --out {}", quoted(&out.to_string_lossy())));
    }
    if args.with_history {
        command.push_str(" --with-history");
    }
    if matches!(args.docs, Docs::Apple) {
        command.push_str(" --docs apple");
    }
    command
}

/// An argument for a shell: in quotes, unless the shell takes it as it is.
fn quoted(argument: &str) -> Cow<'_, str> {
    let plain = |char: char| char.is_alphanumeric() || "/._-+:@%,".contains(char);
    match !argument.is_empty() && argument.chars().all(plain) {
        true => argument.into(),
        false => format!("'{}'", argument.replace('\'', r"'\''")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_quoted_where_a_shell_needs_it() {
        for (argument, expected) in [
            ("generated", "generated"),
            ("/tmp/a-b_c/1.0", "/tmp/a-b_c/1.0"),
            ("/tmp/x y", "'/tmp/x y'"),
            ("it's", r"'it'\''s'"),
            ("$HOME/*", "'$HOME/*'"),
            ("~/out", "'~/out'"),
            ("", "''"),
        ] {
            assert_eq!(quoted(argument), expected);
        }
    }
}
