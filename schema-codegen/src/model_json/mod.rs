//! `generated/model.json`: the model as a file that a person can read in a diff; and
//! `schema-codegen/retired.json`, which is laid out in the same way.
//!
//! Each key is on a line, and what is below a key is indented by one blank. Only what is stated is
//! written. Attributes have the schema's names and a fixed order; keys have the schema's order.
//! There is no prose and no time stamp: the same model gives the same text, byte for byte.
//!
//! The names of members are given where the types are, in [`model`](crate::model). There are three
//! words for types that the schema does not have: `map` (a dictionary in which any key may stand),
//! `union-array` (an array of dictionaries that their key `Item` tells apart) and `gated-string` (a
//! string whose subkeys are its values).

mod layout;

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::ser::Error as _;
use serde_json::error::Category;

use layout::Layout;

/// Why a text cannot be read, or a value not be written.
#[derive(Debug, thiserror::Error)]
pub enum ModelJsonError {
    #[error("not valid JSON")]
    Syntax(#[source] serde_json::Error),
    /// The place in the file, such as `documents[3].payloadkeys[0].type`.
    #[error("{path}: {problem}")]
    Content { path: String, problem: serde_json::Error },
    #[error("cannot be written as JSON")]
    Write(#[source] serde_json::Error),
}

/// The text of a model, or of what is retired; [`read`] gives the same value back.
///
/// # Errors
/// If the JSON writer fails; no value is known for which it does.
pub fn write(value: &impl Serialize) -> Result<String, ModelJsonError> {
    let mut text = Vec::with_capacity(1 << 20);
    let mut writer = serde_json::Serializer::with_formatter(&mut text, Layout::default());
    value.serialize(&mut writer).map_err(ModelJsonError::Write)?;
    text.push(b'\n');
    String::from_utf8(text).map_err(|error| ModelJsonError::Write(serde_json::Error::custom(error)))
}

/// Reads what [`write()`] has written.
///
/// # Errors
/// If the text is not such a value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, ModelJsonError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut deserializer).map_err(content)?;
    deserializer.end().map_err(ModelJsonError::Syntax)?;
    Ok(value)
}

fn content(error: serde_path_to_error::Error<serde_json::Error>) -> ModelJsonError {
    let path = match error.path().iter().next() {
        Some(_) => error.path().to_string(),
        None => "the file".to_owned(),
    };
    let problem = error.into_inner();
    match problem.classify() {
        Category::Data => ModelJsonError::Content { path, problem },
        Category::Syntax | Category::Eof | Category::Io => ModelJsonError::Syntax(problem),
    }
}
