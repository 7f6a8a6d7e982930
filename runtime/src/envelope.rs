//! The standard wrapper around every event.
//!
//! Members are written in the order of [`Header`], then `data`. On reading their order does not matter,
//! unknown members are ignored, and a known member that is there twice is refused. `causationId` and
//! `traceparent` may be absent and are never null.

mod header;
mod members;
mod raw;

pub use header::Header;
pub use raw::RawEnvelope;

use crate::{AnyEvent, DecodeError, EncodeError, Event, Timestamp, Uuid, Version, reader, wire::Strictly};
use members::Members;
use std::borrow::Cow;

/// An event with the circumstances of its publication; the `eventType` on the wire is `T::TYPE`.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope<T> {
    /// Unique to this one event; the same when it is delivered again.
    pub event_id: Uuid,
    /// When the event happened.
    pub timestamp: Timestamp,
    /// Shared by all events of one request or business process.
    pub correlation_id: Uuid,
    /// The `event_id` of the event that led to this one.
    pub causation_id: Option<Uuid>,
    /// The service that published the event.
    pub source: Cow<'static, str>,
    /// The version of the contract that the data was written by.
    pub version: Version,
    /// W3C trace context of the publishing operation.
    pub traceparent: Option<String>,
    /// The event itself.
    pub data: T,
}

impl<T: Event> Envelope<T> {
    /// A new event that happened now: its id is a UUID version 7, source and version are the contract's.
    pub fn new(data: T, correlation_id: Uuid) -> Self {
        Self {
            event_id: Uuid::now_v7(),
            timestamp: Timestamp::now(),
            correlation_id,
            causation_id: None,
            source: Cow::Borrowed(T::SOURCE),
            version: T::VERSION,
            traceparent: None,
            data,
        }
    }

    /// The header that [`encode`](Self::encode) writes.
    pub fn header(&self) -> Header<'_> {
        Header {
            event_id: self.event_id,
            event_type: Cow::Borrowed(T::TYPE),
            timestamp: self.timestamp,
            correlation_id: self.correlation_id,
            causation_id: self.causation_id,
            source: Cow::Borrowed(&self.source),
            version: self.version,
            traceparent: self.traceparent.as_deref().map(Cow::Borrowed),
        }
    }

    /// The message as JSON.
    ///
    /// # Errors
    /// [`EncodeError::Data`] or [`EncodeError::Envelope`] with all violations if the event is not as its
    /// contract says: a producer is strict.
    ///
    /// A type that is only a reader's does not compile here.
    pub fn encode(&self) -> Result<String, EncodeError> {
        const {
            assert!(
                !T::PARTIAL,
                "a type with `#[event(reader)]` holds only a part of the event, and cannot be published"
            );
        }
        self.data.validate().map_err(EncodeError::Data)?;
        let header = self.header();
        header.check(T::VERSION.major).map_err(EncodeError::Envelope)?;
        serde_json::to_string(&Members { header, data: &self.data }).map_err(EncodeError::Json)
    }

    /// Reads and validates a message that holds a `T` of any minor of its major.
    ///
    /// # Errors
    /// Each kind of [`DecodeError`].
    pub fn decode(text: &str) -> Result<Self, DecodeError> {
        // One pass over the text; if anything is wrong, header and data apart say what.
        match reader::read::<Strictly<Members<'_, Strictly<T>>>>(text) {
            Ok(Strictly(Members { header, data }))
                if header.is_of(T::TYPE, &[T::VERSION.major]).is_ok()
                    && header.check(T::VERSION.major).is_ok() =>
            {
                data.0.validate().map_err(DecodeError::Data)?;
                Ok(Self::from_parts(&header, data.0).with_static_source())
            }
            _ => RawEnvelope::parse(text)?.decode(),
        }
    }

    fn with_static_source(mut self) -> Self {
        if self.source == T::SOURCE {
            self.source = Cow::Borrowed(T::SOURCE);
        }
        self
    }
}

impl<A: AnyEvent> Envelope<A> {
    /// Reads and validates a message that holds any major of the event type that `A` knows.
    ///
    /// # Errors
    /// Each kind of [`DecodeError`].
    pub fn decode_any(text: &str) -> Result<Self, DecodeError> {
        RawEnvelope::parse(text)?.decode_any()
    }
}

impl<T> Envelope<T> {
    /// Says that this event was caused by another one: takes over its correlation id, and its event id
    /// as the causation id.
    #[must_use]
    pub fn caused_by(mut self, cause: &Header<'_>) -> Self {
        self.correlation_id = cause.correlation_id;
        self.causation_id = Some(cause.event_id);
        self
    }

    /// The same circumstances around other data, such as the event converted to a newer major.
    pub fn map<U>(self, convert: impl FnOnce(T) -> U) -> Envelope<U> {
        Envelope {
            event_id: self.event_id,
            timestamp: self.timestamp,
            correlation_id: self.correlation_id,
            causation_id: self.causation_id,
            source: self.source,
            version: self.version,
            traceparent: self.traceparent,
            data: convert(self.data),
        }
    }

    fn from_parts(header: &Header<'_>, data: T) -> Self {
        Self {
            event_id: header.event_id,
            timestamp: header.timestamp,
            correlation_id: header.correlation_id,
            causation_id: header.causation_id,
            source: Cow::Owned(header.source.to_string()),
            version: header.version,
            traceparent: header.traceparent.as_ref().map(ToString::to_string),
            data,
        }
    }
}
