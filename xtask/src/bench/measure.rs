//! Runs cargo and takes the time.

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

/// A workspace whose packages are built.
pub(super) struct Bench {
    workspace: PathBuf,
    target: PathBuf,
    runs: usize,
}

impl Bench {
    pub(super) fn new(workspace: PathBuf, target: PathBuf, runs: usize) -> Bench {
        Bench { workspace, target, runs: runs.max(1) }
    }

    /// The median of the seconds that building each package takes, after its dependencies have been
    /// built. The packages take turns, so that a machine that gets slower does so for all of them.
    pub(super) fn packages<const N: usize>(
        &self,
        packages: [&str; N],
        profile: Profile,
        options: &[&str],
    ) -> Result<[f64; N], Box<dyn Error>> {
        let release: &[&str] = if profile == Profile::Release { &["--release"] } else { &[] };
        let mut times = [const { Vec::new() }; N];
        // The first round builds the dependencies too, and does not count.
        for round in 0..=self.runs {
            for (package, times) in packages.iter().zip(&mut times) {
                self.cargo(&["clean", "-p", package], release)?;
                let arguments = [&["-p", package], options].concat();
                let begin = Instant::now();
                self.cargo(profile.arguments(), &arguments)?;
                if round > 0 {
                    times.push(begin.elapsed().as_secs_f64());
                }
            }
        }
        Ok(times.map(median))
    }

    /// The size of the largest release library of a package, in bytes.
    pub(super) fn rlib(&self, package: &str) -> Result<u64, Box<dyn Error>> {
        let stem = format!("lib{}-", package.replace('-', "_"));
        let mut largest = 0;
        for entry in fs::read_dir(self.target.join("release/deps"))? {
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
        Ok(fs::metadata(self.target.join("release").join(package))?.len())
    }

    fn cargo(&self, command: &[&str], options: &[&str]) -> Result<(), Box<dyn Error>> {
        let output = Command::new("cargo")
            .args(command)
            .args(options)
            .arg("--quiet")
            .current_dir(&self.workspace)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_TARGET_DIR", &self.target)
            .stdin(Stdio::null())
            .output()?;
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(format!("cargo {} failed:\n{text}", command.join(" ")).into())
    }
}

fn median(mut times: Vec<f64>) -> f64 {
    times.sort_by(f64::total_cmp);
    times.get(times.len() / 2).copied().unwrap_or_default()
}
