//! The envelope as JSON.

use super::Header;
use crate::{
    Timestamp, Uuid, Version,
    wire::{As, Present, Same, UuidText},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::BorrowCow;
use std::borrow::Cow;

/// An envelope with its data read as, or written from, a `D`.
pub(super) struct Members<'a, D> {
    pub(super) header: Header<'a>,
    pub(super) data: D,
}

/// The one place that names the members.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Flat<'a, D> {
    #[serde(with = "As::<UuidText>")]
    event_id: Uuid,
    #[serde(borrow, with = "As::<BorrowCow>")]
    event_type: Cow<'a, str>,
    timestamp: Timestamp,
    #[serde(with = "As::<UuidText>")]
    correlation_id: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "As::<Present<UuidText>>")]
    causation_id: Option<Uuid>,
    #[serde(borrow, with = "As::<BorrowCow>")]
    source: Cow<'a, str>,
    #[serde(with = "As::<Same>")]
    version: Version,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none", with = "As::<Present<BorrowCow>>")]
    traceparent: Option<Cow<'a, str>>,
    data: D,
}

impl<'de: 'a, 'a, D: Deserialize<'de>> Deserialize<'de> for Members<'a, D> {
    fn deserialize<R: Deserializer<'de>>(deserializer: R) -> Result<Self, R::Error> {
        let flat = Flat::<'a, D>::deserialize(deserializer)?;
        let header = Header {
            event_id: flat.event_id,
            event_type: flat.event_type,
            timestamp: flat.timestamp,
            correlation_id: flat.correlation_id,
            causation_id: flat.causation_id,
            source: flat.source,
            version: flat.version,
            traceparent: flat.traceparent,
        };
        Ok(Self { header, data: flat.data })
    }
}

impl<D: Serialize> Serialize for Members<'_, &D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let borrow = |text| Cow::Borrowed(text);
        let header = &self.header;
        Flat {
            event_id: header.event_id,
            event_type: borrow(&*header.event_type),
            timestamp: header.timestamp,
            correlation_id: header.correlation_id,
            causation_id: header.causation_id,
            source: borrow(&*header.source),
            version: header.version,
            traceparent: header.traceparent.as_deref().map(borrow),
            data: self.data,
        }
        .serialize(serializer)
    }
}
