//! Says whether Apple's schema is at hand, so that tests which need it are reported as ignored where
//! it is not, instead of passing with nothing looked at.

use std::env;
use std::path::Path;

/// A folder to take the schema from, instead of the submodule.
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
