//! [`DecodeError`] and [`EncodeError`].

use crate::{Version, Violations};

/// Why a message could not be read.
#[derive(Debug, thiserror::Error)]
pub enum DecodeError {
    /// The text is not JSON.
    #[error("not JSON: {message} at line {line} column {column}")]
    Json {
        /// From 1.
        line: usize,
        /// From 1, in bytes.
        column: usize,
        /// What the parser says.
        message: String,
    },
    /// The envelope around the data is not as it should be; pointers are from the envelope's root.
    #[error("the envelope is not valid:\n{0}")]
    Envelope(Violations),
    /// The envelope holds another event.
    #[error("expected an event of type `{expected}`, found `{found}`")]
    WrongType {
        /// The type that was asked for.
        expected: &'static str,
        /// The envelope's `eventType`.
        found: String,
    },
    /// The event is of a major that this code does not know.
    #[error("version {version} of `{event_type}` is not known here, only {}", majors(.known))]
    UnknownVersion {
        /// The event type.
        event_type: String,
        /// The envelope's `version`.
        version: Version,
        /// The majors that can be read.
        known: Vec<u32>,
    },
    /// The data does not follow its contract; pointers are from the root of the data.
    #[error("the data does not follow its contract:\n{0}")]
    Data(Violations),
}

impl DecodeError {
    /// The error of [`AnyEvent::decode_data`](crate::AnyEvent::decode_data) for a major that it does not know.
    pub fn unknown_major(event_type: &str, major: u32, known: &[u32]) -> Self {
        let version = Version::new(major, 0);
        Self::UnknownVersion { event_type: event_type.to_owned(), version, known: known.to_vec() }
    }

    /// What is wrong and where, if the text is JSON.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Envelope(violations) | Self::Data(violations) => Some(violations),
            Self::Json { .. } | Self::WrongType { .. } | Self::UnknownVersion { .. } => None,
        }
    }
}

fn majors(known: &[u32]) -> String {
    let names: Vec<String> = known.iter().map(|major| format!("{major}.x")).collect();
    names.join(", ")
}

/// Why a message could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The data does not follow its contract; pointers are from the root of the data.
    #[error("the data does not follow its contract:\n{0}")]
    Data(Violations),
    /// The envelope itself is not as it should be; pointers are from its root.
    #[error("the envelope is not valid:\n{0}")]
    Envelope(Violations),
    /// A value has no JSON form, such as a double that is not finite.
    #[error("the message cannot be written as JSON: {0}")]
    Json(#[source] serde_json::Error),
}

impl EncodeError {
    /// What is wrong and where.
    pub fn violations(&self) -> Option<&Violations> {
        match self {
            Self::Data(violations) | Self::Envelope(violations) => Some(violations),
            Self::Json(_) => None,
        }
    }
}
