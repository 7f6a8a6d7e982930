//! [`RawEnvelope`].

use super::{Envelope, Header, members::Members};
use crate::{AnyEvent, DecodeError, Event, decode, decode_data};
use serde_json::value::RawValue;

/// An envelope whose header is read and whose data is still text.
#[derive(Debug)]
pub struct RawEnvelope<'a> {
    header: Header<'a>,
    data: &'a RawValue,
}

impl<'a> RawEnvelope<'a> {
    /// Reads the header.
    ///
    /// # Errors
    /// [`DecodeError::Json`] or [`DecodeError::Envelope`].
    pub fn parse(text: &'a str) -> Result<Self, DecodeError> {
        let Members { header, data } =
            decode::read(text).map_err(|error| error.into_decode_error(DecodeError::Envelope))?;
        let header: Header<'_> = header;
        header.check(header.version.major).map_err(DecodeError::Envelope)?;
        Ok(Self { header, data })
    }

    /// Who says what, when, and in answer to what.
    pub fn header(&self) -> &Header<'a> {
        &self.header
    }

    /// The data as it came.
    pub fn data(&self) -> &'a RawValue {
        self.data
    }

    /// Reads and validates the data as `T`, of any minor of its major.
    ///
    /// # Errors
    /// [`DecodeError::WrongType`], [`DecodeError::UnknownVersion`] or [`DecodeError::Data`].
    pub fn decode<T: Event>(&self) -> Result<Envelope<T>, DecodeError> {
        self.header.is_of(T::TYPE, &[T::VERSION.major])?;
        let data = decode_data(self.data.get())?;
        Ok(Envelope::from_parts(&self.header, data).with_static_source())
    }

    /// Reads and validates the data as the variant of `A` for its major.
    ///
    /// # Errors
    /// [`DecodeError::WrongType`], [`DecodeError::UnknownVersion`] or [`DecodeError::Data`].
    pub fn decode_any<A: AnyEvent>(&self) -> Result<Envelope<A>, DecodeError> {
        self.header.is_of(A::TYPE, A::MAJORS)?;
        let data = A::decode_data(self.header.version.major, self.data)?;
        Ok(Envelope::from_parts(&self.header, data))
    }
}
