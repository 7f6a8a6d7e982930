//! [`Header`].

use crate::{DecodeError, Path, Timestamp, Uuid, Version, Violations, check, wire::Pattern};
use std::borrow::Cow;

/// Everything in an envelope but the data.
#[derive(Debug, Clone, PartialEq)]
pub struct Header<'a> {
    /// Unique to this one event; the same when it is delivered again.
    pub event_id: Uuid,
    /// The event type, such as `OrderCreated`.
    pub event_type: Cow<'a, str>,
    /// When the event happened.
    pub timestamp: Timestamp,
    /// Shared by all events of one request or business process.
    pub correlation_id: Uuid,
    /// The `event_id` of the event that led to this one.
    pub causation_id: Option<Uuid>,
    /// The service that published the event.
    pub source: Cow<'a, str>,
    /// The version of the contract that the data was written by.
    pub version: Version,
    /// W3C trace context of the publishing operation.
    pub traceparent: Option<Cow<'a, str>>,
}

static SOURCE: Pattern = Pattern::new("^[a-z][a-z0-9]*(-[a-z0-9]+)*$");
static TRACEPARENT: Pattern = Pattern::new("^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$");

impl Header<'_> {
    /// The header without a tie to the text that it was read from.
    pub fn into_owned(self) -> Header<'static> {
        Header {
            event_id: self.event_id,
            event_type: Cow::Owned(self.event_type.into_owned()),
            timestamp: self.timestamp,
            correlation_id: self.correlation_id,
            causation_id: self.causation_id,
            source: Cow::Owned(self.source.into_owned()),
            version: self.version,
            traceparent: self.traceparent.map(|text| Cow::Owned(text.into_owned())),
        }
    }

    /// What the envelope's schema asks for beyond the types; `major` is the one that the data is of.
    pub(super) fn check(&self, major: u32) -> Result<(), Violations> {
        let mut out = Violations::new();
        let root = Path::root();
        check::max_length(&self.source, 64, &root.key("source"), &mut out);
        check::pattern(&self.source, &SOURCE, &root.key("source"), &mut out);
        if self.version.major != major {
            let message = format!("must be a version of major {major}, whose type the data has");
            out.report(&root.key("version"), "pattern", message);
        }
        if let Some(traceparent) = &self.traceparent {
            check::pattern(traceparent, &TRACEPARENT, &root.key("traceparent"), &mut out);
        }
        if out.is_empty() { Ok(()) } else { Err(out) }
    }

    pub(super) fn is_of(&self, expected: &'static str, majors: &[u32]) -> Result<(), DecodeError> {
        if self.event_type != expected {
            return Err(DecodeError::WrongType { expected, found: self.event_type.to_string() });
        }
        if !majors.contains(&self.version.major) {
            let (event_type, known) = (expected.to_owned(), majors.to_vec());
            return Err(DecodeError::UnknownVersion { event_type, version: self.version, known });
        }
        Ok(())
    }
}
