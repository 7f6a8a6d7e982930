//! Reading a document: fast when it is right, exact about the place when it is not.

use crate::{
    DecodeError, Validate, Violations, fault,
    reader::{self, Refused},
    wire::{Strict, Strictly},
};
use serde::{
    Deserialize,
    de::{DeserializeOwned, IgnoredAny},
};

/// Reads the data of an event, without an envelope, and validates it.
///
/// A value that cannot be read at all is one violation; of the constraints all violations are reported.
///
/// # Errors
/// [`DecodeError::Json`] or [`DecodeError::Data`].
pub fn decode_data<T: DeserializeOwned + Validate>(text: &str) -> Result<T, DecodeError> {
    let data: T = read(text).map_err(|error| error.into_decode_error(DecodeError::Data))?;
    data.validate().map_err(DecodeError::Data)?;
    Ok(data)
}

/// Why [`read`] failed.
pub(crate) enum ReadError {
    Json(serde_json::Error),
    Value(Violations),
}

impl ReadError {
    pub(crate) fn into_decode_error(self, value: fn(Violations) -> DecodeError) -> DecodeError {
        match self {
            Self::Json(error) => DecodeError::Json {
                line: error.line(),
                column: error.column(),
                message: fault::sentence(&error),
            },
            Self::Value(violations) => value(violations),
        }
    }
}

/// Reads `text` into `T` as [`Same`](crate::wire::Same) does.
pub(crate) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, ReadError> {
    reader::read::<Strictly<T>>(text).map(|value| value.0).or_else(|Refused| read_with_care(text))
}

/// The same by `serde_json`, which has the last word, and knows why.
#[cold]
fn read_with_care<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, ReadError> {
    let error = match serde_json::from_str::<Strictly<T>>(text) {
        Ok(value) => return Ok(value.0),
        Err(error) => error,
    };
    if let Err(syntax) = serde_json::from_str::<IgnoredAny>(text) {
        return Err(ReadError::Json(syntax));
    }
    // The text is JSON, so what is left of the syntax errors is a number that is too big, which has a
    // place, and nesting that is too deep, which would be so again.
    if error.to_string().starts_with("recursion limit") {
        return Err(ReadError::Json(error));
    }
    fault::locate(text, |deserializer| T::deserialize(Strict(deserializer))).map_err(ReadError::Value)
}
