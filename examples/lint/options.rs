//! The options of the command line.

use std::ffi::OsString;

use apple_device_management::Target;

pub(crate) const USAGE: &str =
    "usage: lint FILE… [--target OS:VERSION,…] [--format text|json] [-- FILE…]";

/// The options with which the program was called.
pub(crate) struct Options {
    pub(crate) files: Vec<OsString>,
    pub(crate) target: Option<Target>,
    pub(crate) json: bool,
}

impl Options {
    /// The options; `None` if help was asked for.
    pub(crate) fn parse(
        mut arguments: impl Iterator<Item = OsString>,
    ) -> Result<Option<Options>, String> {
        let mut options = Options { files: Vec::new(), target: None, json: false };
        while let Some(argument) = arguments.next() {
            if !argument.as_encoded_bytes().starts_with(b"-") {
                options.files.push(argument);
                continue;
            }
            let name = argument.to_str().unwrap_or_default();
            let mut value = || {
                let value = arguments.next().ok_or(format!("{name} needs a value"))?;
                value.into_string().map_err(|value| format!("what is {}?", value.display()))
            };
            match name {
                "--target" => {
                    let target = value()?.parse::<Target>();
                    options.target = Some(target.map_err(|error| error.to_string())?);
                }
                "--format" => {
                    options.json = match value()?.as_str() {
                        "json" => true,
                        "text" => false,
                        other => return Err(format!("there is no format `{other}`")),
                    };
                }
                "--help" | "-h" => return Ok(None),
                "--" => options.files.extend(arguments.by_ref()),
                _ => {
                    let name = argument.display();
                    return Err(format!("what is {name}? If it is a file: lint -- {name}"));
                }
            }
        }
        match options.files.is_empty() {
            true => Err("no file to look at".to_owned()),
            false => Ok(Some(options)),
        }
    }
}
