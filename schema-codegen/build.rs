//! Tells the tests whether Apple's schema is there. Tests that need it are then reported as ignored
//! where it is not, and do not pass without having looked at anything.

use std::env;
use std::path::Path;

/// The environment variable with a folder to read the schema from, in place of the submodule.
const VARIABLE: &str = "DEVICE_MANAGEMENT_SCHEMA";

fn main() {
    let submodule = "../vendor/device-management";
    let folder = env::var(VARIABLE).unwrap_or_else(|_| submodule.to_owned());
    println!("cargo::rustc-check-cfg=cfg(no_schema)");
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    println!("cargo::rerun-if-changed={submodule}");
    if !Path::new(&folder).join("mdm").is_dir() {
        println!("cargo::rustc-cfg=no_schema");
    }
}
