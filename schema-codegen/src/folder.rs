//! What reading a folder of folders has in common, whether it holds a schema or generated files.

use std::io;
use std::path::Path;

/// The path of something below a folder, with forward slashes: empty for the folder itself, `None`
/// if it is not UTF-8.
pub(crate) fn relative(folder: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let names: Option<Vec<&str>> = below.iter().map(|name| name.to_str()).collect();
    Some(names?.join("/"))
}

/// What the operating system said. Links are never followed, so no loop of them can be the cause.
pub(crate) fn io_error(error: walkdir::Error) -> io::Error {
    error.into_io_error().unwrap_or_else(|| io::Error::other("a loop of links"))
}
