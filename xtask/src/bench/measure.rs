//! Timed runs of cargo.

use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Instant;

/// What cargo is asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    Check,
    Dev,
    Release,
}

impl Profile {
    fn arguments(self) -> &'static [&'static str] {
        match self {
            Profile::Check => &["check"],
            Profile::Dev => &["build"],
            Profile::Release => &["build", "--release"],
        }
    }
}

/// A folder of scratch crates.
pub(super) struct Bench {
    folder: PathBuf,
    runs: usize,
}

impl Bench {
    pub(super) fn new(folder: PathBuf, runs: usize) -> Bench {
        Bench { folder, runs: runs.max(1) }
    }

    /// The median of the seconds that building one package takes, its dependencies being built.
    pub(super) fn package(
        &self,
        package: &str,
        profile: Profile,
        options: &[&str],
    ) -> Result<f64, Box<dyn Error>> {
        let mut arguments = vec!["-p", package];
        arguments.extend(options);
        // Its dependencies first.
        self.cargo(profile.arguments(), &arguments)?;
        let mut times = Vec::new();
        for _ in 0..self.runs {
            let release: &[&str] = if profile == Profile::Release { &["--release"] } else { &[] };
            self.cargo(&["clean", "-p", package], release)?;
            let begin = Instant::now();
            self.cargo(profile.arguments(), &arguments)?;
            times.push(begin.elapsed().as_secs_f64());
        }
        times.sort_by(f64::total_cmp);
        Ok(times[times.len() / 2])
    }

    /// The size of the largest release library of a package, in bytes.
    pub(super) fn rlib(&self, package: &str) -> Result<u64, Box<dyn Error>> {
        let stem = format!("lib{}-", package.replace('-', "_"));
        let mut largest = 0;
        for entry in fs::read_dir(self.folder.join("target/release/deps"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&stem) && name.ends_with(".rlib") {
                largest = largest.max(entry.metadata()?.len());
            }
        }
        Ok(largest)
    }

    /// The size of a release program, in bytes.
    pub(super) fn binary(&self, package: &str) -> Result<u64, Box<dyn Error>> {
        Ok(fs::metadata(self.folder.join("target/release").join(package))?.len())
    }

    fn cargo(&self, command: &[&str], options: &[&str]) -> Result<(), Box<dyn Error>> {
        let output = Command::new("cargo")
            .args(command)
            .args(options)
            .arg("--quiet")
            .current_dir(&self.folder)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("CARGO_TARGET_DIR")
            .stdin(Stdio::null())
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("cargo {} failed:\n{text}", command.join(" ")).into())
    }
}
