//! What a generated type says about its contract.

use crate::{Envelope, Validate, Version, decode_data, error::DecodeError};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::value::RawValue;

/// The data of one event, in the newest minor of one major of its contract.
///
/// Implemented by `#[derive(Event)]`:
///
/// ```
/// # use event_contracts::{Event, Path, Validate, Violations, Version, __private::serde};
/// # #[derive(serde::Serialize, serde::Deserialize, Event)]
/// # #[serde(crate = "event_contracts::__private::serde")]
/// #[event(domain = "shop", type = "CartCleared", version = "1.0", source = "cart-service", schema = "{}")]
/// struct CartCleared {}
/// # impl Validate for CartCleared { fn check(&self, _: &Path<'_>, _: &mut Violations) {} }
/// assert_eq!(CartCleared::VERSION, Version::new(1, 0));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no event",
    label = "no event",
    note = "a type that names its contract is one: `#[derive(Event)]` with `#[event(contract = \"domain/event\", version = \"1.0\")]`",
    note = "`event-contracts import --from-crate` makes the contract of a type that has none"
)]
pub trait Event: Serialize + DeserializeOwned + Validate {
    /// The contract's domain, such as `shop`.
    const DOMAIN: &'static str;
    /// The event type on the wire, such as `OrderCreated`.
    const TYPE: &'static str;
    /// The newest version that this type was made from.
    const VERSION: Version;
    /// The service that publishes the event.
    const SOURCE: &'static str;
    /// The JSON Schema of the data, as text.
    const SCHEMA: &'static str;
    /// Whether the type holds only the fields that a reader uses, so that it cannot be published.
    const PARTIAL: bool = false;
}

/// An enum over the majors of one event type, which reads whichever version arrives.
pub trait AnyEvent: Sized {
    /// The contract's domain.
    const DOMAIN: &'static str;
    /// The event type on the wire.
    const TYPE: &'static str;
    /// The majors that can be read, ascending.
    const MAJORS: &'static [u32];

    /// Reads `data` as the type of `major`, and validates it.
    fn decode_data(major: u32, data: &RawValue) -> Result<Self, DecodeError>;
}

/// A function that reads a JSON text as one event type and writes it again.
pub type RoundTrip = fn(&str) -> Result<String, RoundTripError>;

/// Why a text did not make it through a round trip.
#[derive(Debug, thiserror::Error)]
pub enum RoundTripError {
    /// It could not be read.
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// It could not be written.
    #[error(transparent)]
    Encode(#[from] crate::EncodeError),
}

/// An event type as a value, for catalogues and tests over all of them.
#[derive(Debug, Clone, Copy)]
pub struct EventDescriptor {
    /// The contract's domain.
    pub domain: &'static str,
    /// The event type on the wire.
    pub event_type: &'static str,
    /// The newest minor of this major.
    pub version: Version,
    /// The service that publishes the event.
    pub source: &'static str,
    /// The JSON Schema of the data, as text.
    pub schema: &'static str,
    /// Data in, data out.
    pub round_trip: RoundTrip,
    /// Envelope in, envelope out.
    pub round_trip_envelope: RoundTrip,
}

impl EventDescriptor {
    /// The descriptor of `T`.
    pub const fn of<T: Event>() -> Self {
        Self {
            domain: T::DOMAIN,
            event_type: T::TYPE,
            version: T::VERSION,
            source: T::SOURCE,
            schema: T::SCHEMA,
            round_trip: round_trip::<T>,
            round_trip_envelope: round_trip_envelope::<T>,
        }
    }
}

fn round_trip<T: Event>(text: &str) -> Result<String, RoundTripError> {
    let data: T = decode_data(text)?;
    Ok(serde_json::to_string(&data).map_err(crate::EncodeError::Json)?)
}

fn round_trip_envelope<T: Event>(text: &str) -> Result<String, RoundTripError> {
    Ok(Envelope::<T>::decode(text)?.encode()?)
}
